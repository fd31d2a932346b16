//! What is said below the fields: the verdict, the general feedback, the right answer, the explanation, its source.

use super::{Said, View};
use crate::content::{question_html, question_inline};
use crate::domain::question::{Marking, Public, PublicKind, Reveal, Verdict};

/// What is said to the whole answer.
pub(super) struct Outcome {
    /// How it was, once that may be shown.
    pub verdict: Option<Said>,
    /// What the mark is, in percent, when it is neither all nor nothing.
    pub percent: Option<u8>,
    /// How often it can still be tried.
    pub tries: Option<String>,
    /// What is said to the answer as a whole, HTML.
    pub feedback: Vec<String>,
    /// The right answer of what is typed, once it may be shown.
    pub typed: Vec<String>,
    /// The right order, HTML, once it may be shown.
    pub order: Vec<String>,
    /// Why it is right, HTML.
    pub explanation: String,
    /// Address and host of the page that states the rule.
    pub source: Option<(String, String)>,
}

impl Outcome {
    pub fn of(view: &View<'_>, public: &Public) -> Option<Self> {
        if view.marking.is_none() && view.reveal.is_none() {
            return None;
        }
        let verdict = view.marking.map(Marking::verdict);
        let general = view.marking.into_iter().flat_map(|marking| &marking.feedback);
        let general = general.filter(|feedback| feedback.about.is_none() && !feedback.text.is_empty());
        let found = verdict == Some(Verdict::Right);
        Some(Self {
            verdict: verdict.map(Said::verdict),
            percent: view.marking.filter(|m| m.verdict() == Verdict::Partly).map(percent),
            tries: tries(view),
            feedback: general.map(|feedback| question_inline(&feedback.text)).collect(),
            typed: view.reveal.map(|reveal| typed(public, reveal)).unwrap_or_default(),
            order: view.reveal.map(|reveal| order(public, reveal, found)).unwrap_or_default(),
            explanation: view.reveal.map(|reveal| question_html(&reveal.explanation)).unwrap_or_default(),
            source: view.reveal.and_then(|reveal| Some((reveal.source.clone(), host(&reveal.source)?.to_owned()))),
        })
    }

    /// The colour of the whole.
    pub fn class(&self) -> &'static str {
        self.verdict.as_ref().map_or("", |verdict| verdict.class)
    }
}

/// How often it can still be tried, in words; nothing where it is right, or over.
pub(super) fn tries(view: &View<'_>) -> Option<String> {
    let over = view.locked || view.marking.is_none_or(|marking| marking.verdict() == Verdict::Right);
    match view.tries_left.filter(|_| !over)? {
        0 => None,
        1 => Some("One try is left.".to_owned()),
        n => Some(format!("{n} tries are left.")),
    }
}

/// The right answer of what is typed: shown as it would be typed. Where one of several right answers was found, the line
/// tells the others.
fn typed(public: &Public, reveal: &Reveal) -> Vec<String> {
    match public.kind {
        PublicKind::Number { .. } | PublicKind::Text | PublicKind::Network { .. } => reveal.answer.clone(),
        _ => vec![],
    }
}

/// The right order, HTML. Where it was found it stands above already.
fn order(public: &Public, reveal: &Reveal, found: bool) -> Vec<String> {
    match public.kind {
        PublicKind::Order { .. } if !found => reveal.answer.iter().map(|item| question_inline(item)).collect(),
        _ => vec![],
    }
}

/// A share in percent: neither 0 nor 100 when it is neither nothing nor all.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mark is 0 to 1")]
fn percent(marking: &Marking) -> u8 {
    ((marking.mark.get() * 100.0).round() as u8).clamp(1, 99)
}

/// The host of a page's address; None for what is no such address.
fn host(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    (!host.is_empty()).then(|| host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_by_its_host() {
        for (address, name) in [
            ("https://learn.microsoft.com/en-us/azure/aks/", Some("learn.microsoft.com")),
            ("https://www.rfc-editor.org/rfc/rfc1918#x", Some("rfc-editor.org")),
            ("http://docs.example:8080", Some("docs.example:8080")),
            ("https://real.example@other.example/", Some("other.example")),
            ("javascript:alert(1)", None),
            ("https://", None),
            ("", None),
        ] {
            assert_eq!(host(address), name, "{address}");
        }
    }
}
