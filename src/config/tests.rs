use super::*;

fn options(pairs: &[(&'static str, &str)]) -> Given {
    pairs.iter().map(|(name, value)| (*name, ((*value).to_owned(), Origin::Option))).collect()
}

#[test]
fn nothing_given_serves_this_machine_with_a_file() {
    let config = Config::check(&[]).unwrap();
    assert_eq!(config.listen.to_string(), DEFAULT_LISTEN);
    assert_eq!(config.database, "sqlite:podium.db");
    assert!(config.content.is_none() && config.public_url.is_none() && config.secret.is_none());
}

#[test]
fn the_first_layer_wins() {
    let file = parse_file("podium.toml", "listen = \"127.0.0.1:1\"\npublic_url = \"https://a.example/\"").unwrap();
    let config = Config::check(&[options(&[("listen", "127.0.0.1:2")]), file]).unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.public_url.as_deref(), Some("https://a.example"));
    assert_eq!((config.keep_cohorts_days, config.anonymous_cohorts), (365, false));
    let config = Config::check(&[options(&[("keep_cohorts_days", "0"), ("anonymous_cohorts", "true")])]).unwrap();
    assert_eq!((config.keep_cohorts_days, config.anonymous_cohorts), (0, true));
}

#[test]
fn a_wrong_value_is_named_with_what_would_be_right() {
    let cases = [
        (
            "listen",
            "8080",
            "--listen is \"8080\": that is no address to listen on; give an IP address and a port, such as 127.0.0.1:8080, 0.0.0.0:80 or [::1]:8080",
        ),
        (
            "listen",
            "127.0.0.1",
            "--listen is \"127.0.0.1\": the port is missing; give an IP address and a port, such as 127.0.0.1:8080, 0.0.0.0:80 or [::1]:8080",
        ),
        (
            "database",
            "mysql://u:p@h/d",
            "--database is \"mysql://u@h/d\": there is no support for mysql; give sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME",
        ),
        (
            "database",
            "sqlite:",
            "--database is \"sqlite:\": the path is missing; give sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME",
        ),
        (
            "public_url",
            "podium.example.org",
            "--public-url is \"podium.example.org\": it does not begin with https:// or http://; give the whole address without a path, such as https://podium.example.org",
        ),
        (
            "public_url",
            "https://a/b",
            "--public-url is \"https://a/b\": it is not a host with, at most, a port; give the whole address without a path, such as https://podium.example.org",
        ),
        (
            "content",
            "/no/such/folder",
            "--content is \"/no/such/folder\": there is no such folder; give a folder with a workshop.toml, or a folder of such folders",
        ),
        (
            "trusted_proxies",
            "10.0.0.0/8,x",
            "--trusted-proxies is \"10.0.0.0/8,x\": \"x\" is no network; give addresses or networks with commas, such as 127.0.0.1,10.0.0.0/8",
        ),
        (
            "secret",
            "short",
            "--secret is \"(5 characters)\": the secret is shorter than 32 characters; give the output of: openssl rand -hex 32",
        ),
        (
            "secret",
            "please-change-me-please-change-me-please",
            "--secret is \"(40 characters)\": the secret is a sample, or can be guessed; give the output of: openssl rand -hex 32",
        ),
        (
            "secret",
            "abababababababababababababababababab",
            "--secret is \"(36 characters)\": the secret is a sample, or can be guessed; give the output of: openssl rand -hex 32",
        ),
        (
            "log",
            "inof",
            "--log is \"inof\": that is no filter; give error, warn, info, debug or trace, or a list such as info,podium=debug",
        ),
        (
            "keep_cohorts_days",
            "a year",
            "--keep-cohorts-days is \"a year\": that is no number of days; give a whole number up to 36500, or 0 for ever",
        ),
        ("anonymous_cohorts", "yes", "--anonymous-cohorts is \"yes\": it is neither; give true or false"),
        ("log_format", "xml", "--log-format is \"xml\": there is no such format; give text or json"),
        (
            "log",
            "podium=loud",
            "--log is \"podium=loud\": that is no filter; give error, warn, info, debug or trace, or a list such as info,podium=debug",
        ),
    ];
    for (name, value, message) in cases {
        let error = Config::check(&[options(&[(name, value)])]).expect_err(value);
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_wrong_file_is_named_with_its_line() {
    let cases = [
        ("listen = 1\n", "podium.toml:1: listen cannot have such a value; give a text in quotes"),
        (
            "\nlistn = \"x\"",
            "podium.toml:2: there is no setting \"listn\"; the settings are listen, database, content, public_url, trusted_proxies, secret, metrics_token, keep_cohorts_days, anonymous_cohorts, issuer_name, oidc_issuer, oidc_client_id, oidc_client_secret, oidc_client_secret_file, oidc_domains, oidc_groups, oidc_name, smtp_url, smtp_password_file, mail_from, xapi_endpoint, xapi_key, xapi_secret_file, xapi_seconds, log_format, log",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(parse_file("podium.toml", text).expect_err(text).to_string(), message);
    }
    let file = parse_file("podium.toml", "\n\nlisten = \"x\"").unwrap();
    let error = Config::check(&[file]).expect_err("x is no address").to_string();
    assert!(error.starts_with("podium.toml:3: listen is \"x\": "), "{error}");
}

#[test]
fn a_list_may_be_given_as_a_list() {
    let file = parse_file("podium.toml", "trusted_proxies = [\"127.0.0.1\", \"fd00::/8\"]").unwrap();
    assert_eq!(Config::check(&[file]).unwrap().trusted_proxies.len(), 2);
}

#[test]
fn no_secret_shows_in_debug() {
    let secret = "0123456789abcdef0123456789abcdef";
    let config = Config::check(&[options(&[("secret", secret), ("database", "postgres://u:hunter2@h/d")])]).unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains(secret) && !shown.contains("hunter2"), "{shown}");
}
