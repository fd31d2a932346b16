//! The parts of a record: findings, decisions, plans.

use super::place;
use crate::content::model::Workshop;
use crate::content::question_inline as inline;
use crate::domain::design::{self, About, Design, Finding, Severity};
use crate::domain::sheet;
use crate::tools;
use crate::web::design::onward;
use crate::web::frame::Onward;

/// Something that the rules found.
pub struct FindingView {
    /// `error`, `warning`, `note`.
    pub class: &'static str,
    /// "Error", "Warning", "Note".
    pub word: &'static str,
    pub message: String,
    pub cure: String,
    pub source: &'static str,
    pub code: &'static str,
    /// Where to change it.
    pub about: Vec<Onward>,
}

/// A decision.
pub struct DecisionView {
    pub wizard: String,
    pub title: String,
    /// The outcome's title; none when nothing is decided.
    pub outcome: Option<String>,
    /// HTML, as are all below.
    pub verdict: String,
    pub caution: Option<String>,
    pub reasons: Vec<(String, String)>,
    pub trade_offs: Vec<String>,
    pub ruled_out: Vec<(String, String, String)>,
    pub runner_up: Option<(String, String)>,
    /// Question, answer, where it was known from.
    pub answers: Vec<(String, String, Option<String>)>,
    /// Plain text.
    pub open: Vec<String>,
    /// Plain text.
    pub note: String,
    /// Where it is made, with its answers; none when the workshop has it no more.
    pub url: Option<String>,
    /// What it comes to with what the design says now, when that is something else.
    pub now: Option<String>,
}

/// A plan in the design.
pub struct PlanView {
    /// What it is known by: its tool and its inputs.
    pub key: String,
    pub title: String,
    pub tool: String,
    /// None when the portal has no such tool.
    pub url: Option<String>,
    pub says: String,
}

/// The class and the word of a severity.
pub(in crate::web::design) fn class(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("error", "Error"),
        Severity::Warning => ("warning", "Warning"),
        Severity::Note => ("note", "Note"),
    }
}

impl FindingView {
    pub(super) fn of(finding: &Finding, workshop: &Workshop, design: &Design) -> Self {
        let (class, word) = class(finding.severity);
        let about = |about: &About| match about {
            About::Sheet(field) => {
                let name = field.rsplit_once('.').filter(|(_, row)| row.parse::<usize>().is_ok());
                let label =
                    sheet::field(name.map_or(field.as_str(), |(name, _)| name)).map_or("the sheet", |f| f.label);
                Some(onward(label, format!("/w/{}/design/sheet#_sheet.{field}", workshop.id)))
            }
            About::Wizard(wizard) => {
                let title = workshop.decisions.iter().find(|decision| decision.wizard.id == *wizard)?;
                Some(onward(&title.wizard.title, place(workshop, design, wizard)?))
            }
            About::Plan(plan) => {
                let plan = design.plans.get(*plan).filter(|plan| tools::find(&plan.tool).is_some())?;
                Some(onward(&plan.title, format!("/tools/{}?{}", plan.tool, plan.query)))
            }
        };
        Self {
            class,
            word,
            message: finding.message.clone(),
            cure: finding.cure.clone(),
            source: finding.source,
            code: finding.code,
            about: finding.about.iter().filter_map(about).collect(),
        }
    }
}

impl DecisionView {
    pub(super) fn of(workshop: &Workshop, design: &Design, decision: &design::Decision) -> Self {
        let chosen = decision.outcome.as_ref();
        let url = place(workshop, design, &decision.wizard);
        Self {
            wizard: decision.wizard.clone(),
            title: decision.title.clone(),
            outcome: chosen.map(|chosen| chosen.title.clone()),
            verdict: chosen.map(|chosen| inline(&chosen.verdict)).unwrap_or_default(),
            caution: chosen.and_then(|chosen| chosen.caution.as_deref()).map(inline),
            reasons: decision.reasons.iter().map(|r| (inline(&r.text), r.source.clone())).collect(),
            trade_offs: decision.trade_offs.iter().map(|text| inline(text)).collect(),
            ruled_out: decision
                .ruled_out
                .iter()
                .map(|out| (out.title.clone(), inline(&out.because), out.source.clone()))
                .collect(),
            runner_up: decision.runner_up.as_ref().map(|next| (next.title.clone(), inline(&next.because))),
            answers: decision
                .answers
                .iter()
                .map(|answer| (inline(&answer.ask), inline(&answer.say), answer.from.clone()))
                .collect(),
            open: decision.open.clone(),
            note: decision.note.clone(),
            url,
            now: None,
        }
    }
}

impl PlanView {
    pub(super) fn of(plan: &design::KeptPlan) -> Self {
        Self {
            key: format!("{}?{}", plan.tool, plan.query),
            title: plan.title.clone(),
            tool: tools::find(&plan.tool).map_or_else(|| plan.tool.clone(), |tool| tool.about().title.to_owned()),
            url: tools::find(&plan.tool).map(|tool| format!("/tools/{}?{}", tool.about().name, plan.query)),
            says: plan.says.clone(),
        }
    }
}
