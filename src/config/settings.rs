//! Every setting by name, as the help and the documentation list it.

/// One setting as the documentation lists it.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The name in `podium.toml`; the option is `--` and the variable is `PODIUM_` with the same words.
    pub name: &'static str,
    /// What stands for the value in the help.
    pub value: &'static str,
    /// What it is for.
    pub about: &'static str,
}

/// All settings, in the order of the help.
pub const SETTINGS: [Setting; 26] = [
    Setting { name: "listen", value: "ADDRESS:PORT", about: "where to listen [default: 127.0.0.1:8080]" },
    Setting {
        name: "database",
        value: "URL",
        about: "sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: podium.db]",
    },
    Setting {
        name: "content",
        value: "DIR",
        about: "a workshop, or a folder of workshops, to serve and to follow as it changes",
    },
    Setting {
        name: "public_url",
        value: "URL",
        about: "how people call the portal, such as https://podium.example.org",
    },
    Setting {
        name: "trusted_proxies",
        value: "NETWORKS",
        about: "proxies whose X-Forwarded-For is believed, such as 127.0.0.1,10.0.0.0/8",
    },
    Setting {
        name: "secret",
        value: "TEXT",
        about: "32 or more random characters behind the continue codes [default: made once, kept in the database]",
    },
    Setting { name: "metrics_token", value: "TEXT", about: "lets other machines read /metrics with this bearer token" },
    Setting {
        name: "keep_cohorts_days",
        value: "DAYS",
        about: "how long a cohort is kept once it is over; 0 for ever [default: 365]",
    },
    Setting {
        name: "anonymous_cohorts",
        value: "true|false",
        about: "whether all new cohorts are anonymous [default: false]",
    },
    Setting {
        name: "issuer_name",
        value: "TEXT",
        about: "who issues certificates, such as \"Example Academy\" [default: the portal's host]",
    },
    Setting {
        name: "oidc_issuer",
        value: "URL",
        about: "an OpenID Connect provider by which facilitators may sign in, exactly as it calls itself",
    },
    Setting { name: "oidc_client_id", value: "TEXT", about: "what that provider calls this portal" },
    Setting { name: "oidc_client_secret", value: "TEXT", about: "what the portal shows the provider" },
    Setting { name: "oidc_client_secret_file", value: "FILE", about: "a file with that secret, instead" },
    Setting {
        name: "oidc_domains",
        value: "HOSTS",
        about: "who has a verified e-mail address there may have an account, such as example.org,example.net",
    },
    Setting { name: "oidc_groups", value: "GROUPS", about: "who is in one of these groups may have an account" },
    Setting { name: "oidc_name", value: "TEXT", about: "what people call the provider [default: your organisation]" },
    Setting {
        name: "smtp_url",
        value: "URL",
        about: "the mail server: smtps://USER@HOST, smtp://USER@HOST?tls=required, or smtp://127.0.0.1",
    },
    Setting {
        name: "smtp_password_file",
        value: "FILE",
        about: "a file with the password of USER, instead of USER:PASSWORD",
    },
    Setting {
        name: "mail_from",
        value: "ADDRESS",
        about: "whom messages are from, such as Podium <podium@example.org>",
    },
    Setting {
        name: "xapi_endpoint",
        value: "URL",
        about: "a learning record store to which what people in cohorts do is sent, such as https://lrs.example.org/xapi",
    },
    Setting { name: "xapi_key", value: "TEXT", about: "as whom the portal signs in there" },
    Setting { name: "xapi_secret_file", value: "FILE", about: "a file with the secret of that key" },
    Setting {
        name: "xapi_seconds",
        value: "SECONDS",
        about: "how often what is new is sent, and how long it takes at first until it is tried again [default: 60]",
    },
    Setting {
        name: "log_format",
        value: "text|json",
        about: "how logs are written to the standard error [default: text]",
    },
    Setting { name: "log", value: "FILTER", about: "what is logged, such as info or podium=debug [default: info]" },
];

impl Setting {
    /// The option on the command line: `--public-url`.
    #[must_use]
    pub fn option(&self) -> String {
        self.name.replace('_', "-")
    }

    /// The variable in the environment: `PODIUM_PUBLIC_URL`.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("PODIUM_{}", self.name.to_uppercase())
    }
}
