//! What the checks say, as the answers show it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::aks::finding;

/// One thing that a check found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Finding {
    /// `error`: a rule is broken; `warning`: hardly as it is meant; `note`: worth knowing.
    #[schema(value_type = Severity)]
    severity: finding::Severity,
    /// A stable name.
    code: &'static str,
    /// What is wrong and what would be right.
    message: String,
    /// The input it is about, with an index in lists: `pools[0].max_pods`.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The page that states the rule.
    source: &'static str,
    /// The code with which Azure refuses a deployment, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    deployment_error: Option<&'static str>,
}

/// How much a finding matters.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "says in the description what the domain's own severities are called")]
pub(super) enum Severity {
    /// A rule is broken.
    Error,
    /// It works, but hardly as it is meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl From<finding::Finding> for Finding {
    fn from(found: finding::Finding) -> Self {
        let finding::Finding { severity, code, message, field, source, deployment_error } = found;
        Self { severity, code, message, field, source: source.url(), deployment_error }
    }
}

/// The findings of a check, in its order.
pub(super) fn findings(found: Vec<finding::Finding>) -> Vec<Finding> {
    found.into_iter().map(Finding::from).collect()
}

/// One line of a calculation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Step {
    /// What is calculated.
    label: String,
    /// The rule in letters.
    formula: &'static str,
    /// The rule with the figures in it.
    figures: String,
    /// What comes out, with its unit.
    result: String,
    /// The page that states the rule.
    source: &'static str,
}

impl From<finding::Step> for Step {
    fn from(step: finding::Step) -> Self {
        let finding::Step { label, formula, figures, result, source } = step;
        Self { label, formula, figures, result, source: source.url() }
    }
}

/// The lines of a calculation.
pub(super) fn working(steps: Vec<finding::Step>) -> Vec<Step> {
    steps.into_iter().map(Step::from).collect()
}

/// Whether something is allowed, and what comes with it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Verdict {
    /// Whether no rule is broken.
    pub(super) allowed: bool,
    /// What the rules say.
    pub(super) findings: Vec<Finding>,
}

impl From<Vec<finding::Finding>> for Verdict {
    fn from(found: Vec<finding::Finding>) -> Self {
        Self { allowed: finding::no_errors(&found), findings: findings(found) }
    }
}
