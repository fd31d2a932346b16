//! A certificate as a verifiable credential: Open Badges 3.0, secured as a JSON Web Token (1EdTech, "Open Badges Specification
//! 3.0", 8.2 JSON Web Token Proof Format), over the data model of Verifiable Credentials 2.0.
//!
//! What is written here is the payload; the signature is made by whoever holds the key.

use serde_json::{Value, json};

use super::moment::rfc3339;
use crate::domain::time::Millis;

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The address of its page, by which it is known everywhere.
    pub url: String,
    /// The portal's address, without a slash at the end: the issuer.
    pub portal: String,
    /// What the issuer is called.
    pub issuer: String,
    /// Under what name it is made out. Nobody has checked it.
    pub holder: String,
    /// What was completed: the cohort's id as a URN, so that equal certificates say so.
    pub achievement: String,
    /// The workshop's title.
    pub workshop: String,
    /// What the workshop is about, in a sentence or two.
    pub summary: String,
    /// The cohort's name.
    pub cohort: String,
    /// What had to be done, each in a line.
    pub done: Vec<String>,
    /// The language of those texts, such as `en`.
    pub language: String,
    /// When it was issued; to the second.
    pub issued_at: Millis,
}

/// A certificate as it is read back from its payload, for people to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The address of its page.
    pub url: String,
    /// Who issued it: the address, and what it is called.
    pub issuer: (String, String),
    /// Under what name it is made out.
    pub holder: String,
    /// What was completed.
    pub workshop: String,
    /// What that is about, and with whom.
    pub description: String,
    /// What had to be done, each in a line.
    pub done: Vec<String>,
    /// Seconds since 1970.
    pub issued: i64,
}

impl Certificate {
    /// The credential, with the claims that a token repeats.
    #[must_use]
    pub fn payload(&self) -> Value {
        let seconds = self.issued_at.0.div_euclid(1000);
        let issued = rfc3339(Millis(seconds * 1000));
        let holder = format!("{}#holder", self.url);
        let narrative: Vec<String> = self.done.iter().map(|line| format!("- {}", escaped(line))).collect();
        json!({
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": self.url,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": self.workshop,
            "issuer": {
                "id": self.portal,
                "type": ["Profile"],
                "name": self.issuer,
                "url": self.portal,
            },
            "validFrom": issued,
            "credentialSubject": {
                "id": holder,
                "type": ["AchievementSubject"],
                "identifier": [{
                    "type": "IdentityObject",
                    "identityType": "name",
                    "hashed": false,
                    "identityHash": self.holder,
                }],
                "achievement": {
                    "id": self.achievement,
                    "type": ["Achievement"],
                    "achievementType": "CertificateOfCompletion",
                    "name": self.workshop,
                    "description": format!("{} Completed with the cohort “{}”.", self.summary, self.cohort),
                    "inLanguage": self.language,
                    "criteria": { "narrative": narrative.join("\n") },
                },
            },
            "credentialStatus": {
                "id": format!("{}/certificates/withdrawn", self.portal),
                "type": "1EdTechRevocationList",
            },
            "credentialSchema": [{
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }],
            "iss": self.portal,
            "jti": self.url,
            "nbf": seconds,
            "sub": holder,
        })
    }
}

/// What a payload says, when it is such a certificate and its claims agree with its credential, as a verifier has to see to
/// (8.2.6.1 of the specification).
#[must_use]
pub fn read(payload: &Value) -> Option<Said> {
    let text = |pointer: &str| payload.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let types = payload.get("type")?.as_array()?;
    let is = |name: &str| types.iter().any(|kind| kind == name);
    if !(is("VerifiableCredential") && (is("OpenBadgeCredential") || is("AchievementCredential"))) {
        return None;
    }
    let issued = payload.get("nbf")?.as_i64()?;
    let agrees = text("/iss")? == text("/issuer/id")?
        && text("/sub")? == text("/credentialSubject/id")?
        && text("/jti")? == text("/id")?
        && text("/validFrom")? == rfc3339(Millis(issued.checked_mul(1000)?));
    if !agrees {
        return None;
    }
    let narrative = text("/credentialSubject/achievement/criteria/narrative")?;
    Some(Said {
        url: text("/id")?,
        issuer: (text("/issuer/id")?, text("/issuer/name")?),
        holder: text("/credentialSubject/identifier/0/identityHash")?,
        workshop: text("/credentialSubject/achievement/name")?,
        description: text("/credentialSubject/achievement/description")?,
        done: narrative.lines().filter_map(|line| line.strip_prefix("- ")).map(plain).collect(),
        issued,
    })
}

/// What Markdown would read as more than text, kept from it: a narrative is Markdown.
fn escaped(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for sign in line.chars() {
        if sign.is_ascii_punctuation() && !matches!(sign, ',' | '.' | ':' | '%' | '\'' | '/' | '(' | ')' | '"') {
            escaped.push('\\');
        }
        escaped.push(if sign == '\n' { ' ' } else { sign });
    }
    escaped
}

fn plain(escaped: &str) -> String {
    let mut plain = String::with_capacity(escaped.len());
    let mut signs = escaped.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => plain.extend(signs.next()),
            sign => plain.push(sign),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate() -> Certificate {
        Certificate {
            url: "https://podium.example/certificates/1".to_owned(),
            portal: "https://podium.example".to_owned(),
            issuer: "Example Academy".to_owned(),
            holder: "Zoë <b>Ø</b>".to_owned(),
            achievement: "urn:uuid:2".to_owned(),
            workshop: "Networking".to_owned(),
            summary: "About networks.".to_owned(),
            cohort: "December".to_owned(),
            done: vec!["Egress: at least 70 %".to_owned(), "[a] *b* \\ _c_\nd".to_owned()],
            language: "en".to_owned(),
            issued_at: Millis(1_764_581_400_999),
        }
    }

    #[test]
    fn the_claims_repeat_the_credential() {
        let payload = certificate().payload();
        assert_eq!(payload["iss"], payload["issuer"]["id"]);
        assert_eq!(payload["jti"], payload["id"]);
        assert_eq!(payload["sub"], payload["credentialSubject"]["id"]);
        assert_eq!(
            (payload["nbf"].as_i64(), payload["validFrom"].as_str()),
            (Some(1_764_581_400), Some("2025-12-01T09:30:00.000Z"))
        );
        assert_eq!(payload["credentialSubject"]["achievement"]["achievementType"], "CertificateOfCompletion");
        assert_eq!(payload.get("proof"), None, "the token around it is the proof");
    }

    #[test]
    fn what_was_written_is_read_back() {
        let said = read(&certificate().payload()).unwrap();
        assert_eq!(said.holder, "Zoë <b>Ø</b>");
        assert_eq!(said.done, ["Egress: at least 70 %", "[a] *b* \\ _c_ d"]);
        assert_eq!(said.issuer, ("https://podium.example".to_owned(), "Example Academy".to_owned()));
        assert_eq!((said.workshop.as_str(), said.issued), ("Networking", 1_764_581_400));
        assert_eq!(said.description, "About networks. Completed with the cohort “December”.");
    }

    #[test]
    fn claims_that_do_not_agree_are_no_certificate() {
        for (pointer, value) in [
            ("/iss", json!("https://other.example")),
            ("/jti", json!("https://podium.example/certificates/2")),
            ("/sub", json!("urn:somebody")),
            ("/nbf", json!(1_764_581_401)),
            ("/nbf", json!("1764581400")),
            ("/nbf", json!(i64::MAX)),
            ("/type", json!(["VerifiableCredential"])),
            ("/credentialSubject/identifier", json!([])),
        ] {
            let mut payload = certificate().payload();
            *payload.pointer_mut(pointer).unwrap() = value.clone();
            assert_eq!(read(&payload), None, "{pointer} {value}");
        }
        assert_eq!(read(&json!("text")), None);
    }
}
