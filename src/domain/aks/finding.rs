//! What a check found, and how a figure came about.

use serde::Serialize;

use super::source::Source;

/// How much a finding matters. Errors come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A rule is broken: it would be refused, or it would not work.
    Error,
    /// It works, but hardly as it is meant, or not for long.
    Warning,
    /// Worth knowing; also where Microsoft's pages disagree.
    Note,
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name in kebab case.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
    /// The input it is about, named as in the API, with an index in lists: `connected[1]`, `pools[0].max_pods`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The page that states the rule.
    pub source: Source,
    /// The code of the error with which Azure refuses a deployment, where it is known. From reports in the issues of
    /// Azure/AKS-Construction (701, 403), Azure/AKS (1117) and MicrosoftDocs/azure-docs (81894).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment_error: Option<&'static str>,
}

impl Finding {
    /// A broken rule.
    pub fn error(code: &'static str, source: Source, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, source, message)
    }

    /// Something to think about.
    pub fn warning(code: &'static str, source: Source, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, source, message)
    }

    /// Something to know.
    pub fn note(code: &'static str, source: Source, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, source, message)
    }

    /// A finding about no field in particular.
    pub fn new(severity: Severity, code: &'static str, source: Source, message: impl Into<String>) -> Self {
        Self { severity, code, message: message.into(), field: None, source, deployment_error: None }
    }

    /// The same about a field.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same with the error that a deployment would end in.
    #[must_use]
    pub fn refused_with(mut self, code: &'static str) -> Self {
        self.deployment_error = Some(code);
        self
    }
}

/// Whether no rule is broken.
#[must_use]
pub fn no_errors(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity != Severity::Error)
}

/// Errors first, then warnings, then notes, each in the order they were found.
pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| finding.severity);
}

/// One line of a calculation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What is calculated.
    pub label: String,
    /// The rule in letters.
    pub formula: &'static str,
    /// The rule with the figures in it.
    pub figures: String,
    /// What comes out, with its unit.
    pub result: String,
    /// The page that states the rule.
    pub source: Source,
}

impl Step {
    /// One line.
    pub fn new(
        label: impl Into<String>,
        formula: &'static str,
        figures: impl Into<String>,
        result: impl Into<String>,
        source: Source,
    ) -> Self {
        Self { label: label.into(), formula, figures: figures.into(), result: result.into(), source }
    }
}
