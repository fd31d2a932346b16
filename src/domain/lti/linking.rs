//! A teacher who puts a link into a course: what the platform asks for, and what it is answered (LTI Deep Linking 2.0).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::platform::origin;
use crate::domain::time::Millis;

/// The kind of message that asks for links.
pub(super) const REQUEST: &str = "LtiDeepLinkingRequest";
const RESPONSE: &str = "LtiDeepLinkingResponse";
/// The longest text that is handed back to a platform, in bytes.
const LONGEST_DATA: usize = 16 * 1024;
/// How long the answer is good, in seconds.
const ANSWER_SECONDS: i64 = 300;
/// What a link that is graded counts to: percent.
pub const MOST_SCORE: u32 = 100;

/// What the platform asks for, as it stands in the token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Settings {
    #[serde(default)]
    deep_link_return_url: String,
    #[serde(default)]
    accept_types: Vec<String>,
    #[serde(default)]
    accept_presentation_document_targets: Vec<String>,
    #[serde(default)]
    accept_lineitem: Option<bool>,
    data: Option<String>,
}

/// Somebody who may put a link into a course, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linking {
    /// From which deployment.
    pub deployment: String,
    /// Where the link is sent to.
    pub return_url: String,
    /// What the platform wants back to the letter.
    pub data: Option<String>,
    /// Whether a link may say that it is graded.
    pub graded: bool,
}

/// Why no link can be put into the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLinking {
    /// Whoever asks does not teach there.
    NotTeaching,
    /// It is not said where the link goes, or not to an address that is safe.
    NoReturn,
    /// The platform takes no links to tools here.
    NoLinks,
    /// The platform shows tools in a frame only.
    NoWindow,
}

impl NoLinking {
    /// What was wrong, for whoever came.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotTeaching => "Only who teaches or builds the course puts links into it.",
            Self::NoReturn => "The platform does not say where the link should go, or not over https.",
            Self::NoLinks => "The platform takes no links to tools at this place.",
            Self::NoWindow => {
                "The platform would open the link in a frame only, and this portal opens in a window of its own."
            }
        }
    }
}

impl Settings {
    /// Holds what is asked against what this portal gives.
    pub(super) fn check(self, deployment: String, may_link: bool) -> Result<Linking, NoLinking> {
        if !may_link {
            return Err(NoLinking::NotTeaching);
        }
        let whole = self.data.as_ref().is_none_or(|data| data.len() <= LONGEST_DATA);
        if origin(&self.deep_link_return_url).is_none() || !whole {
            return Err(NoLinking::NoReturn);
        }
        if !self.accept_types.iter().any(|kind| kind == "ltiResourceLink") {
            return Err(NoLinking::NoLinks);
        }
        let targets = &self.accept_presentation_document_targets;
        // The page of a launch opens the window itself: a frame will do as well.
        if !targets.is_empty() && !targets.iter().any(|target| ["window", "iframe"].contains(&target.as_str())) {
            return Err(NoLinking::NoWindow);
        }
        Ok(Linking {
            deployment,
            return_url: self.deep_link_return_url,
            data: self.data,
            graded: self.accept_lineitem == Some(true),
        })
    }
}

/// A link as it is put into a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is called there.
    pub title: String,
    /// Where it leads: what of `cohort`, `module`, `quiz` the launch has to say.
    pub custom: Vec<(&'static str, String)>,
}

/// The answer to a platform, as claims to be signed.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// What the platform calls this portal.
    pub client: &'a str,
    /// What it calls itself.
    pub issuer: &'a str,
    /// What was asked.
    pub linking: &'a Linking,
    /// Where launches come in.
    pub launch_url: &'a str,
    /// The link; none puts nothing into the course.
    pub link: Option<&'a Link>,
    /// Tells this answer from all others.
    pub nonce: &'a str,
    /// Now.
    pub now: Millis,
}

impl Answer<'_> {
    /// The claims (LTI Deep Linking 2.0, 3.2; Security Framework 1.0, 5.2).
    #[must_use]
    pub fn claims(&self) -> Value {
        let seconds = self.now.0.div_euclid(1000);
        let core = |name: &str| format!("https://purl.imsglobal.org/spec/lti/claim/{name}");
        let linking = |name: &str| format!("https://purl.imsglobal.org/spec/lti-dl/claim/{name}");
        let mut claims = json!({
            "iss": self.client, "aud": self.issuer, "azp": self.issuer,
            "iat": seconds, "exp": seconds + ANSWER_SECONDS, "nonce": self.nonce,
            (core("deployment_id")): self.linking.deployment,
            (core("message_type")): RESPONSE,
            (core("version")): super::VERSION,
            (linking("content_items")): self.link.map(|link| self.item(link)).into_iter().collect::<Vec<_>>(),
        });
        if let Some(data) = &self.linking.data {
            claims[linking("data")] = json!(data);
        }
        claims
    }

    fn item(&self, link: &Link) -> Value {
        let custom: serde_json::Map<String, Value> =
            link.custom.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let mut item = json!({
            "type": "ltiResourceLink", "title": link.title, "url": self.launch_url, "custom": custom,
            "window": { "targetName": "_blank" },
        });
        if self.linking.graded {
            item["lineItem"] = json!({ "label": link.title, "scoreMaximum": MOST_SCORE, "tag": "progress" });
        }
        item
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(change: impl FnOnce(&mut Settings)) -> Settings {
        let mut settings = Settings {
            deep_link_return_url: "https://learn.example.org/return?course=7".to_owned(),
            accept_types: vec!["link".to_owned(), "ltiResourceLink".to_owned()],
            accept_presentation_document_targets: vec!["iframe".to_owned(), "window".to_owned()],
            accept_lineitem: Some(true),
            data: Some("kept".to_owned()),
        };
        change(&mut settings);
        settings
    }

    #[test]
    fn a_link_goes_where_it_is_safe_and_wanted() {
        let check = |settings: Settings| settings.check("d-1".to_owned(), true);
        let linking = check(settings(|_| {})).unwrap();
        assert_eq!(linking.return_url, "https://learn.example.org/return?course=7");
        assert_eq!((linking.data.as_deref(), linking.graded), (Some("kept"), true));
        assert!(!check(settings(|s| s.accept_lineitem = None)).unwrap().graded);
        assert!(check(settings(|s| s.accept_presentation_document_targets.clear())).is_ok());
        assert_eq!(settings(|_| {}).check("d-1".to_owned(), false), Err(NoLinking::NotTeaching));
        for url in
            ["", "http://learn.example.org/", "javascript:alert(1)", "//evil.test/", "https://a b/", "https://x/;y"]
        {
            assert_eq!(check(settings(|s| s.deep_link_return_url = url.to_owned())), Err(NoLinking::NoReturn), "{url}");
        }
        assert_eq!(check(settings(|s| s.data = Some("x".repeat(LONGEST_DATA + 1)))), Err(NoLinking::NoReturn));
        assert_eq!(check(settings(|s| s.accept_types = vec!["file".to_owned()])), Err(NoLinking::NoLinks));
        let embed = |s: &mut Settings| s.accept_presentation_document_targets = vec!["embed".to_owned()];
        assert_eq!(check(settings(embed)), Err(NoLinking::NoWindow));
    }

    #[test]
    fn the_answer_says_what_the_standard_wants() {
        let linking = settings(|_| {}).check("d-1".to_owned(), true).unwrap();
        let link = Link {
            title: "Spring: Egress".to_owned(),
            custom: vec![("cohort", "c-1".to_owned()), ("module", "egress".to_owned())],
        };
        let answer = Answer {
            client: "client-1",
            issuer: "https://learn.example.org",
            linking: &linking,
            launch_url: "https://podium.example.org/lti/launch",
            link: Some(&link),
            nonce: "n-9",
            now: Millis(1_800_000_000_500),
        };
        let expected = json!({
            "iss": "client-1", "aud": "https://learn.example.org", "azp": "https://learn.example.org",
            "iat": 1_800_000_000, "exp": 1_800_000_300, "nonce": "n-9",
            "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "d-1",
            "https://purl.imsglobal.org/spec/lti/claim/message_type": "LtiDeepLinkingResponse",
            "https://purl.imsglobal.org/spec/lti/claim/version": "1.3.0",
            "https://purl.imsglobal.org/spec/lti-dl/claim/data": "kept",
            "https://purl.imsglobal.org/spec/lti-dl/claim/content_items": [{
                "type": "ltiResourceLink", "title": "Spring: Egress", "url": "https://podium.example.org/lti/launch",
                "custom": { "cohort": "c-1", "module": "egress" }, "window": { "targetName": "_blank" },
                "lineItem": { "label": "Spring: Egress", "scoreMaximum": 100, "tag": "progress" },
            }],
        });
        assert_eq!(answer.claims(), expected);
        let nothing = Answer { link: None, ..answer }.claims();
        assert_eq!(nothing["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"], json!([]));
        let plain = Linking { graded: false, data: None, ..linking.clone() };
        let plain = Answer { linking: &plain, ..answer }.claims();
        assert!(plain.get("https://purl.imsglobal.org/spec/lti-dl/claim/data").is_none());
        assert!(plain["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"][0].get("lineItem").is_none());
    }
}
