//! What answers are made of, drawn by the macros of `templates/tools/parts.html`.

use ipnet::IpNet;

use crate::domain::aks::finding::{Finding, Severity, Step};

/// The answer in a sentence.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// `good`, `warn` or `bad`.
    pub class: &'static str,
    /// The sentence.
    pub words: String,
}

impl Verdict {
    /// It fits.
    pub fn good(words: impl Into<String>) -> Self {
        Self { class: "good", words: words.into() }
    }

    /// It works, with something to think about.
    pub fn warn(words: impl Into<String>) -> Self {
        Self { class: "warn", words: words.into() }
    }

    /// It does not.
    pub fn bad(words: impl Into<String>) -> Self {
        Self { class: "bad", words: words.into() }
    }

    /// The sign before the words.
    #[must_use]
    pub fn sign(&self) -> &'static str {
        match self.class {
            "good" => "✓",
            "warn" => "!",
            _ => "✕",
        }
    }
}

/// A figure with its name; each can be copied.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// As it is read: `58`, `10.0.0.0/24`.
    pub value: String,
    /// A word on it; may be empty.
    pub note: String,
}

impl Figure {
    /// A figure that needs no word.
    #[expect(clippy::needless_pass_by_value, reason = "figures are written on the spot")]
    pub fn new(label: impl Into<String>, value: impl ToString) -> Self {
        Self { label: label.into(), value: value.to_string(), note: String::new() }
    }

    /// The same with a word on it.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// An address space drawn as a bar, with a legend that says the same.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Such as `10.240.0.0/24`.
    pub title: String,
    /// From the first address to the last.
    pub parts: Vec<Part>,
}

/// One stretch of a [`Picture`].
#[derive(Debug, Clone)]
pub struct Part {
    /// A hue: `1` to `8`, or `free`.
    pub hue: &'static str,
    /// What it is.
    pub label: String,
    /// Where it is; may be empty.
    pub place: String,
    /// How much, as it is read.
    pub count: String,
    /// Its share of the bar's length.
    pub share: f64,
}

/// A stretch as it is drawn: from where to where on a bar of 1,000.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    /// The hue.
    pub hue: &'static str,
    /// The left end.
    pub x: f64,
    /// The length.
    pub width: f64,
}

impl Picture {
    /// The stretches on a bar of 1,000, in order; what is there is never too short to be seen.
    #[must_use]
    pub fn bars(&self) -> Vec<Bar> {
        const LEAST: f64 = 4.0;
        let all: f64 = self.parts.iter().map(|part| part.share).sum();
        let width = |part: &Part| if part.share > 0.0 { (part.share / all * 1000.0).max(LEAST) } else { 0.0 };
        let sum: f64 = self.parts.iter().map(width).sum();
        let mut x = 0.0;
        let mut bars = Vec::new();
        for part in self.parts.iter().filter(|part| part.share > 0.0) {
            let width = width(part) / sum * 1000.0;
            bars.push(Bar { hue: part.hue, x: round(x), width: round(width) });
            x += width;
        }
        bars
    }

    /// The picture in a sentence, for who cannot see it.
    #[must_use]
    pub fn words(&self) -> String {
        let part = |part: &Part| format!("{} {}", part.count, part.label);
        format!("{}: {}", self.title, self.parts.iter().map(part).collect::<Vec<_>>().join(", "))
    }
}

fn round(n: f64) -> f64 {
    (n * 100.0).round() / 100.0
}

/// A [`Finding`] as it is shown.
#[derive(Debug, Clone)]
pub struct FindingView {
    /// `error`, `warning`, `note`: the class.
    pub class: &'static str,
    /// The word for it.
    pub word: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
    /// The stable name.
    pub code: &'static str,
    /// The error a deployment ends in; may be empty.
    pub refused_with: &'static str,
    /// The page that says so.
    pub url: &'static str,
    /// Its title.
    pub source: &'static str,
    /// The label of the field that it is about; may be empty.
    pub about: String,
}

impl From<&Finding> for FindingView {
    fn from(finding: &Finding) -> Self {
        let (class, word) = match finding.severity {
            Severity::Error => ("error", "Broken rule"),
            Severity::Warning => ("warning", "Think about"),
            Severity::Note => ("note", "Good to know"),
        };
        Self {
            class,
            word,
            message: finding.message.clone(),
            code: finding.code,
            refused_with: finding.deployment_error.unwrap_or_default(),
            url: finding.source.url(),
            source: finding.source.title(),
            about: String::new(),
        }
    }
}

/// Findings as they are shown.
#[must_use]
pub fn findings(found: &[Finding]) -> Vec<FindingView> {
    found.iter().map(FindingView::from).collect()
}

/// One line of the working, see [`Step`].
#[derive(Debug, Clone)]
pub struct StepView {
    /// What is calculated.
    pub label: String,
    /// With names.
    pub formula: String,
    /// With numbers.
    pub figures: String,
    /// What comes out.
    pub result: String,
    /// The page that says so.
    pub url: &'static str,
    /// Its title.
    pub source: &'static str,
}

impl From<&Step> for StepView {
    fn from(step: &Step) -> Self {
        Self {
            label: step.label.clone(),
            formula: step.formula.to_owned(),
            figures: step.figures.clone(),
            result: step.result.clone(),
            url: step.source.url(),
            source: step.source.title(),
        }
    }
}

/// The working as it is shown.
#[must_use]
pub fn working(steps: &[Step]) -> Vec<StepView> {
    steps.iter().map(StepView::from).collect()
}

/// A whole number with commas between the thousands: `1,048,576`.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "figures are written on the spot")]
pub fn grouped(n: impl ToString) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// How long a network is drawn: its share of the space around it, by the lengths of both.
#[must_use]
pub fn share(network: IpNet, around: IpNet) -> f64 {
    let bits = i32::from(network.prefix_len()) - i32::from(around.prefix_len());
    2_f64.powi(-bits)
}
