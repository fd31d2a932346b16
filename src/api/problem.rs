//! Refusals: problems as in RFC 9457, with a pointer (RFC 6901) to each field that is wrong.

use serde::Serialize;
use utoipa::ToSchema;

/// The media type of a refusal.
pub const PROBLEM: &str = "application/problem+json; charset=utf-8";
/// How many wrong fields are listed; all are counted.
pub const MOST_ERRORS: usize = 100;
/// Where refusals are explained; a reference, relative to the portal's address.
const EXPLAINED: &str = "/api#errors";

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Where this kind of problem is explained, relative to the portal.
    pub r#type: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, in a sentence.
    pub detail: String,
    /// Every field that is wrong, in the order of the operation's fields; 100 at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// How many fields are wrong in all, where that is more than are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors_total: Option<usize>,
    /// A stable word for programs, where there is one, such as `smaller_than_29`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Of `vlsm`: the name of the request that cannot be met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

/// One field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The place in the body, as a JSON pointer (RFC 6901), such as `/pools/0/surge`; empty for the body as a whole.
    pub pointer: String,
    /// What is wrong with it, and what would be right.
    pub detail: String,
    /// What was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// What is wrong with a body that can be read as JSON: always 422.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Refused {
    pub(super) errors: Vec<FieldError>,
    pub(super) total: usize,
    pub(super) reason: Option<&'static str>,
    pub(super) failed: Option<String>,
}

impl Refused {
    /// One field that is wrong.
    pub(super) fn at(pointer: impl Into<String>, detail: impl std::fmt::Display) -> Self {
        let mut refused = Self::default();
        refused.add(FieldError { pointer: pointer.into(), detail: sentence(&detail.to_string()), suggestion: None });
        refused
    }

    pub(super) fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    pub(super) fn failed(mut self, name: &str) -> Self {
        self.failed = Some(name.to_owned());
        self
    }

    pub(super) fn add(&mut self, error: FieldError) {
        self.total += 1;
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(error);
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let Refused { errors, total, reason, failed } = refused;
        let first = errors.first().map_or_else(String::new, |error| error.detail.clone());
        let detail = if total > 1 { format!("{total} things are wrong; the first: {first}") } else { first };
        let errors_total = (total > errors.len()).then_some(total);
        let reason = reason.map(str::to_owned);
        Self { errors, errors_total, reason, failed, ..Self::new(422, "The input is not right", detail) }
    }
}

impl Problem {
    /// A problem without fields.
    #[must_use]
    pub fn new(status: u16, title: &str, detail: impl Into<String>) -> Self {
        Self {
            r#type: EXPLAINED.to_owned(),
            title: title.to_owned(),
            status,
            detail: detail.into(),
            errors: Vec::new(),
            errors_total: None,
            reason: None,
            failed: None,
        }
    }

    /// The body is no JSON.
    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(400, "The body cannot be read", detail)
    }

    /// There is no such operation.
    #[must_use]
    pub fn unknown_operation(name: &str) -> Self {
        let names = super::OPERATIONS.iter().map(|operation| operation.id);
        let meant = super::nearest::nearest(name, names)
            .map_or_else(|| "GET /api/v1/openapi.json lists them".to_owned(), |meant| format!("did you mean {meant}?"));
        let ending = if meant.ends_with('?') { "" } else { "." };
        let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
        Self::new(404, "There is no such operation", format!("There is no operation “{shown}”; {meant}{ending}"))
    }

    /// The body has more bytes than the operation takes.
    #[must_use]
    pub fn too_large(most: usize) -> Self {
        let most = if most >= 1 << 20 { format!("{} MiB", most >> 20) } else { format!("{} KiB", most >> 10) };
        Self::new(413, "The body is too large", format!("This operation takes a body of {most} at most."))
    }

    /// Asked too often; so many seconds to wait.
    #[must_use]
    pub fn too_many(seconds: u64) -> Self {
        let s = if seconds == 1 { "" } else { "s" };
        let detail = format!("This address asks more often than the portal answers; wait {seconds} second{s}.");
        Self::new(429, "Too many requests", detail)
    }

    /// The request shows no API token.
    #[must_use]
    pub fn no_token() -> Self {
        let detail =
            "Send an API token as “Authorization: Bearer podium_…”; a facilitator makes one at /facilitate/tokens.";
        Self::new(401, "A token is needed", detail)
    }

    /// What the request shows is no API token, or one that has ended.
    #[must_use]
    pub fn token_ended() -> Self {
        let detail =
            "This token is none of this portal's, or it has ended; a facilitator makes another at /facilitate/tokens.";
        Self::new(401, "The token opens nothing", detail)
    }

    /// The problem as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts and numbers alone: nothing of it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// With a capital letter at the start, where it is a word, and a full stop at the end.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first_word = text.split(' ').next().unwrap_or_default();
    let plain = first_word.chars().all(|c| c.is_ascii_lowercase());
    let mut whole = match letters.next() {
        Some(first) if plain => first.to_ascii_uppercase().to_string() + letters.as_str(),
        _ => text.to_owned(),
    };
    if !whole.ends_with(['.', '?']) {
        whole.push('.');
    }
    whole
}
