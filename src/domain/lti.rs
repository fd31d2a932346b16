//! What a learning platform says when it sends somebody here (LTI 1.3): read, and held against what was agreed with it.
//!
//! The signature is looked at elsewhere, before; here it is whether what is signed is meant for this portal, for this way in,
//! and for now. The rules are those of the 1EdTech Security Framework 1.0 (5.1.3) and of LTI Core 1.3 (5.3, 5.4).

use serde::{Deserialize, Deserializer};

use super::time::Millis;
use linking::{Linking, NoLinking};
use services::Services;

pub mod linking;
pub mod platform;
pub mod services;

#[cfg(test)]
mod tests;

/// By how much the platform's clock may differ, in seconds.
pub const LEEWAY_SECONDS: i64 = 60;
/// The longest name that a platform may have for somebody (LTI Core 1.3, 5.3.6.1), in bytes.
pub const LONGEST_SUBJECT: usize = 255;
/// The longest id of a deployment (LTI Core 1.3, 5.3.3), in bytes.
pub const LONGEST_DEPLOYMENT: usize = 255;

const VERSION: &str = "1.3.0";
const RESOURCE_LINK: &str = "LtiResourceLinkRequest";
/// Roles in a course (LTI Core 1.3, appendix A.2.3): with `#`, or with `/` for the finer ones below them.
const IN_COURSE: &str = "http://purl.imsglobal.org/vocab/lis/v2/membership";

/// What a launch claims. Claims that are not needed here are passed over.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Claims {
    iss: String,
    #[serde(default)]
    sub: String,
    aud: Audience,
    azp: Option<String>,
    #[serde(deserialize_with = "seconds")]
    exp: i64,
    #[serde(deserialize_with = "seconds")]
    iat: i64,
    #[serde(default, deserialize_with = "perhaps_seconds")]
    nbf: Option<i64>,
    nonce: String,
    name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/message_type")]
    message_type: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/version")]
    version: String,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/deployment_id")]
    deployment: String,
    #[serde(default, rename = "https://purl.imsglobal.org/spec/lti/claim/roles")]
    roles: Vec<String>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti/claim/resource_link")]
    resource_link: Option<ResourceLink>,
    #[serde(default, rename = "https://purl.imsglobal.org/spec/lti/claim/custom")]
    custom: Custom,
    #[serde(default, rename = "https://purl.imsglobal.org/spec/lti/claim/context")]
    context: Context,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings")]
    linking: Option<linking::Settings>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint")]
    endpoint: Option<services::Endpoint>,
    #[serde(rename = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice")]
    people: Option<services::NamesRoles>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
struct Context {
    title: Option<String>,
}

/// One client, or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct ResourceLink {
    id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
struct Custom {
    cohort: Option<String>,
    module: Option<String>,
    quiz: Option<String>,
}

/// What was agreed with a platform, and what this portal asked it.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// What the platform calls itself.
    pub issuer: &'a str,
    /// What it calls this portal.
    pub client: &'a str,
    /// The deployments that may come in; all of the platform's when there are none.
    pub deployments: &'a [String],
    /// What this portal asked it to say again.
    pub nonce: &'a str,
    /// Now.
    pub now: Millis,
}

/// A launch that is as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// The platform's name for who comes, which it gives to nobody else.
    pub subject: String,
    /// From which deployment.
    pub deployment: String,
    /// What they are in the course.
    pub stands: Stands,
    /// What the platform calls them; empty when it does not say.
    pub name: String,
    /// The link in the course through which they came.
    pub link: String,
    /// Where the link leads.
    pub target: Target,
    /// What the platform offers behind it.
    pub services: Services,
}

/// What somebody comes for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// To open a link.
    Launch(Launch),
    /// To put a link into a course.
    Linking(Linking),
}

/// What somebody is in a course. What they are in the institution, or to the platform, is no matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// They teach it, or help to.
    Teaches,
    /// They take it.
    Learns,
    /// Neither, such as a mentor or an observer.
    Neither,
}

/// Where a link leads, as this portal wrote it into the link, or somebody at the platform did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// The cohort's id, as written.
    pub cohort: Option<String>,
    /// A module's id, as written.
    pub module: Option<String>,
    /// A quiz's id, as written.
    pub quiz: Option<String>,
}

/// Why a launch is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Somebody else says it.
    Issuer,
    /// It is said to somebody else.
    Audience,
    /// It is over.
    Expired,
    /// It has not begun.
    NotYet,
    /// It answers another question, or none.
    Nonce,
    /// It is of another version of LTI.
    Version,
    /// It wants something other than to open a link.
    Message,
    /// It comes from a deployment that was not agreed.
    Deployment,
    /// It does not say who comes.
    Nobody,
    /// It does not say through which link.
    NoLink,
    /// No link can be put into the course.
    NoLinking(NoLinking),
}

impl Refused {
    /// What was wrong, and what helps, for whoever came.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Issuer => "It was not said by the platform that was asked. Open the link in the course again.",
            Self::Audience => {
                "It was meant for another tool. Whoever looks after the platform should compare the client id with the one here."
            }
            Self::Expired => "It is too old. Open the link in the course again.",
            Self::NotYet => "It is dated in the future. The clock of the platform, or of this portal, is wrong.",
            Self::Nonce => "It answers another request than yours. Open the link in the course again.",
            Self::Version => "It is of another version of LTI: this portal takes 1.3.0.",
            Self::Message => "It asks for something that this portal does not do.",
            Self::Deployment => {
                "It comes from a deployment that is not let in here. An owner of this portal can add it to the platform."
            }
            Self::Nobody => {
                "It does not say who you are. Sign in at the platform, then open the link in the course again."
            }
            Self::NoLink => "It does not say which link was opened. Open the link in the course again.",
            Self::NoLinking(why) => why.words(),
        }
    }
}

impl Claims {
    /// Who says it, before that is known to be true: by this the platform is looked up.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.iss
    }

    /// Holds all of it against what was agreed.
    ///
    /// # Errors
    ///
    /// The first thing that is not as it should be: whom it is from and for, when, then what.
    pub fn check(self, expected: Expected<'_>) -> Result<Message, Refused> {
        if self.iss != expected.issuer {
            return Err(Refused::Issuer);
        }
        if !self.is_for(expected.client) {
            return Err(Refused::Audience);
        }
        let now = expected.now.0.div_euclid(1000);
        if now >= self.exp.saturating_add(LEEWAY_SECONDS) {
            return Err(Refused::Expired);
        }
        if self.iat.max(self.nbf.unwrap_or(self.iat)) > now.saturating_add(LEEWAY_SECONDS) {
            return Err(Refused::NotYet);
        }
        if self.nonce.is_empty() || self.nonce != expected.nonce {
            return Err(Refused::Nonce);
        }
        if self.version != VERSION {
            return Err(Refused::Version);
        }
        if ![RESOURCE_LINK, linking::REQUEST].contains(&self.message_type.as_str()) {
            return Err(Refused::Message);
        }
        let agreed = expected.deployments.is_empty() || expected.deployments.contains(&self.deployment);
        if self.deployment.is_empty() || self.deployment.len() > LONGEST_DEPLOYMENT || !agreed {
            return Err(Refused::Deployment);
        }
        if self.message_type == linking::REQUEST {
            let settings = self.linking.ok_or(Refused::NoLinking(NoLinking::NoReturn))?;
            let linking = settings.check(self.deployment, may_link(&self.roles)).map_err(Refused::NoLinking)?;
            return Ok(Message::Linking(linking));
        }
        if self.sub.trim().is_empty() || self.sub.len() > LONGEST_SUBJECT {
            return Err(Refused::Nobody);
        }
        let name = self.called();
        let link = self.resource_link.map(|link| link.id).filter(|id| !id.is_empty()).ok_or(Refused::NoLink)?;
        Ok(Message::Launch(Launch {
            subject: self.sub,
            deployment: self.deployment,
            stands: stands(&self.roles),
            name,
            link,
            target: Target { cohort: self.custom.cohort, module: self.custom.module, quiz: self.custom.quiz },
            services: Services::of(self.endpoint, self.people, self.context.title),
        }))
    }

    /// Whether it is said to this client: to it alone, or to several of which it is named as the one (`azp`).
    fn is_for(&self, client: &str) -> bool {
        let (named, alone) = match &self.aud {
            Audience::One(one) => (one == client, true),
            Audience::Several(several) => (several.iter().any(|one| one == client), several.len() == 1),
        };
        named && self.azp.as_deref().map_or(alone, |party| party == client)
    }

    fn called(&self) -> String {
        let part = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        let whole = part(&self.name);
        if !whole.is_empty() {
            return whole;
        }
        format!("{} {}", part(&self.given_name), part(&self.family_name)).trim().to_owned()
    }
}

/// Whether somebody has a role in a course. Earlier platforms write it alone (LTI Core 1.3, appendix A.2.3.1).
fn is(roles: &[String], name: &str) -> bool {
    roles.iter().any(|role| match role.strip_prefix(IN_COURSE) {
        Some(rest) => {
            rest.strip_prefix('#') == Some(name)
                || rest.strip_prefix('/').and_then(|rest| rest.split_once('#')).is_some_and(|(main, _)| main == name)
        }
        None => role == name,
    })
}

/// Whether somebody may put links into a course: who teaches, builds or administers it.
#[must_use]
pub fn may_link(roles: &[String]) -> bool {
    ["Instructor", "ContentDeveloper", "Administrator"].iter().any(|name| is(roles, name))
}

/// What roles make of somebody in a course. Who teaches and also takes it teaches.
#[must_use]
pub fn stands(roles: &[String]) -> Stands {
    if is(roles, "Instructor") {
        Stands::Teaches
    } else if is(roles, "Learner") {
        Stands::Learns
    } else {
        Stands::Neither
    }
}

/// A number of seconds, which may have a part (RFC 7519, 2), rounded down.
#[derive(Deserialize)]
#[serde(untagged)]
enum Seconds {
    Whole(i64),
    Parted(f64),
}

impl Seconds {
    #[expect(clippy::cast_possible_truncation, reason = "what is too large becomes the largest")]
    fn whole(self) -> i64 {
        match self {
            Self::Whole(seconds) => seconds,
            Self::Parted(seconds) => seconds.floor() as i64,
        }
    }
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Seconds::deserialize(deserializer).map(Seconds::whole)
}

fn perhaps_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Option::<Seconds>::deserialize(deserializer).map(|seconds| seconds.map(Seconds::whole))
}
