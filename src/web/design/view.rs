//! A design as its pages show it: to its owner, to whom it is shared with, and as it was.

use super::{decided, onward};
use crate::content::model::Workshop;
use crate::domain::design::{CHECKED, Design, Finding, Severity, findings};
use crate::domain::sheet::{self, FIELDS, GROUPS, Group, POOL};
use crate::domain::wizard;
use crate::export::design::FORMATS;
use crate::store::{DesignRow, PlanRow};
use crate::tools;
use crate::web::frame::Onward;
use crate::web::home::count;
use crate::web::{when, wizard as pages};

mod changed;
mod parts;

pub use changed::Changed;
pub(super) use parts::class;
pub use parts::{DecisionView, FindingView, PlanView};

/// A heading of the sheet with its rows: label and lines of values.
pub type SheetPart = (&'static str, Vec<SheetRow>);
/// See [`SheetPart`].
pub type SheetRow = (&'static str, Vec<String>);

/// Everything of a design that is shown.
pub struct RecordView {
    /// Its id.
    pub id: String,
    /// `/w/{workshop}/design`.
    pub base: String,
    /// What its owner calls it.
    pub title: String,
    /// When this revision was made.
    pub at: (String, String),
    /// The number of this revision.
    pub revision: i64,
    /// Its owner looks at it as it is now, and may change it.
    pub own: bool,
    /// Its owner looks at an earlier revision.
    pub earlier: bool,
    /// "1 error, 2 warnings"; empty without findings.
    pub verdict: String,
    /// `error`, `warning`, `note` or empty: the gravest.
    pub gravest: &'static str,
    /// What the rules say, the gravest first.
    pub findings: Vec<FindingView>,
    /// When the rules were last held against their sources: (RFC 3339, words).
    pub checked: (String, String),
    /// Headings with labels and lines of values.
    pub sheet: Vec<SheetPart>,
    /// The pools: the header and the rows.
    pub pools: (Vec<&'static str>, Vec<Vec<String>>),
    /// Decisions, in the order of the workshop's wizards.
    pub decisions: Vec<DecisionView>,
    /// Decisions that are not made yet.
    pub undecided: Vec<Onward>,
    /// Open questions, with where each is answered.
    pub open: Vec<(String, Option<String>)>,
    /// Plans that were put in.
    pub plans: Vec<PlanView>,
    /// Plans that are kept and not in the design: id, title, tool.
    pub other_plans: Vec<(String, String, &'static str)>,
    /// Tools with the sheet's figures in them.
    pub tools: Vec<Onward>,
    /// Plain text of several lines.
    pub notes: String,
    /// One's own open questions, one a line.
    pub open_lines: String,
    /// The title as it stands in the form.
    pub typed_title: String,
    /// The revision that the form with the words was filled from.
    pub base_revision: i64,
    /// What is wrong with that form; empty when nothing is.
    pub error: String,
    /// Name and title of each kind of file.
    pub files: Vec<(&'static str, &'static str)>,
    /// Where they are, without the name.
    pub file_base: String,
    /// The query that names the revision; empty for today's.
    pub file_query: String,
    /// The link for others, and since when there is one; no words for it when the portal got another secret since.
    pub share: Option<(Option<String>, (String, String))>,
    /// What changed since an earlier revision.
    pub changed: Option<Changed>,
}

impl RecordView {
    /// What everybody sees who may see it.
    pub fn of(workshop: &Workshop, design: &Design, row: &DesignRow) -> Self {
        let base = format!("/w/{}/design", workshop.id);
        let found = findings(design);
        Self {
            id: row.id.to_string(),
            title: row.title.clone(),
            at: when::moment(row.at),
            revision: row.revision,
            own: false,
            earlier: false,
            verdict: verdict(&found),
            gravest: found.first().map_or("", |finding| class(finding.severity).0),
            findings: found.iter().map(|finding| FindingView::of(finding, workshop, design)).collect(),
            checked: CHECKED.parse().map(when::day).unwrap_or_default(),
            sheet: groups(&design.sheet),
            pools: pools(&design.sheet),
            decisions: design.decisions.iter().map(|decision| DecisionView::of(workshop, design, decision)).collect(),
            undecided: Vec::new(),
            open: design
                .open_questions()
                .into_iter()
                .map(|open| {
                    let url = open.wizard.and_then(|wizard| place(workshop, design, &wizard));
                    (open.text, url)
                })
                .collect(),
            plans: design.plans.iter().map(PlanView::of).collect(),
            other_plans: Vec::new(),
            tools: Vec::new(),
            typed_title: row.title.clone(),
            base_revision: row.revision,
            error: String::new(),
            notes: design.notes.clone(),
            open_lines: design.open.join("\n"),
            files: FORMATS.iter().map(|format| (format.name, format.title)).collect(),
            file_base: format!("{base}/export"),
            base,
            file_query: String::new(),
            share: None,
            changed: None,
        }
    }

    /// Puts back what was typed and could not be kept, with what is wrong with it.
    pub(super) fn refuse(&mut self, base: i64, title: String, open: String, notes: String, error: String) {
        self.typed_title = title;
        self.base_revision = base;
        self.open_lines = open;
        self.notes = notes;
        self.error = error;
    }

    /// What its owner sees besides. `current` is the newest revision.
    pub(super) fn own(
        &mut self,
        workshop: &Workshop,
        design: &Design,
        row: &DesignRow,
        current: i64,
        plans: &[PlanRow],
    ) {
        self.earlier = row.revision != current;
        self.own = !self.earlier;
        if self.earlier {
            self.file_query = format!("?revision={}.{}", row.id, row.revision);
            return;
        }
        for view in &mut self.decisions {
            let kept = design.decision(&view.wizard);
            let decision = workshop.decisions.iter().find(|decision| decision.wizard.id == view.wizard);
            let Some((kept, decision)) = kept.zip(decision) else { continue };
            view.now = decided::turned(decision, kept, design).map(|state| outcome_words(&state));
        }
        self.undecided = workshop
            .decisions
            .iter()
            .filter(|decision| design.decision(&decision.wizard.id).is_none())
            .map(|decision| onward(&decision.wizard.title, pages::address(&workshop.id, &decision.wizard.id)))
            .collect();
        let others = |plan: &&PlanRow| !design.plans.iter().any(|p| p.tool == plan.tool && p.query == plan.query);
        self.other_plans = plans
            .iter()
            .filter(others)
            .filter_map(|plan| Some((plan.id.to_string(), plan.title.clone(), tools::find(&plan.tool)?.about().title)))
            .collect();
        self.tools = filled_tools(design);
    }
}

/// The tools that the sheet says something to, with its figures in them.
fn filled_tools(design: &Design) -> Vec<Onward> {
    let link = |tool: &&dyn tools::Tool| {
        let about = tool.about();
        let inputs = design.inputs_for(about.name);
        if inputs.is_empty() {
            return None;
        }
        let query = tools::Inputs::of_pairs(inputs).to_query();
        Some(onward(about.title, format!("/tools/{}?{query}", about.name)))
    };
    tools::TOOLS.iter().filter_map(link).collect()
}

/// Where a wizard has led, in words.
fn outcome_words(state: &wizard::State<'_>) -> String {
    match (state.outcome, &state.conflict, state.next) {
        (Some(outcome), ..) => state.wizard.outcomes[outcome].title.clone(),
        (_, Some(_), _) => "nothing that fits all answers".to_owned(),
        (.., Some(next)) => format!("a question more: {}", next.short),
        _ => "nothing yet".to_owned(),
    }
}

/// Where a decision of the design is made, with its answers.
fn place(workshop: &Workshop, design: &Design, wizard: &str) -> Option<String> {
    let decision = workshop.decisions.iter().find(|decision| decision.wizard.id == wizard)?;
    let path = pages::address(&workshop.id, wizard);
    Some(match design.decision(wizard) {
        // With what the design says now where that was not answered by oneself.
        Some(kept) => pages::with_answers(&path, decision, &decided::answers_now(decision, kept, design)),
        None => path,
    })
}

/// How much was found: "1 error, 2 warnings"; empty when nothing was.
pub(in crate::web) fn verdict(found: &[Finding]) -> String {
    let of = |severity| found.iter().filter(|finding| finding.severity == severity).count();
    let parts = [(of(Severity::Error), "error"), (of(Severity::Warning), "warning"), (of(Severity::Note), "note")];
    let parts: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| count(n, word)).collect();
    parts.join(", ")
}

/// The headings with what stands below each; those without anything are left out.
fn groups(sheet: &sheet::Sheet) -> Vec<SheetPart> {
    let rows = |group: Group| -> Vec<SheetRow> {
        let fields = FIELDS.iter().filter(|field| field.group == group);
        fields
            .filter_map(|field| {
                let value = sheet.get(field.name)?;
                let words = match field.kind {
                    sheet::Kind::Choice(options) => {
                        options.iter().find(|(option, _)| *option == value).map_or(value, |(_, words)| words)
                    }
                    _ => value,
                };
                let mut lines: Vec<String> = words.lines().map(str::to_owned).collect();
                if let [only] = lines.as_mut_slice()
                    && !field.unit.is_empty()
                {
                    *only = format!("{only} {}", field.unit);
                }
                Some((field.label, lines))
            })
            .collect()
    };
    GROUPS.into_iter().map(|group| (group.title(), rows(group))).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// The columns of the pools in which something stands, and the rows.
fn pools(sheet: &sheet::Sheet) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let used: Vec<&sheet::Field> =
        POOL.iter().filter(|column| sheet.pools().iter().any(|pool| !pool.text(column.name).is_empty())).collect();
    let rows = sheet.pools().iter().map(|pool| used.iter().map(|column| pool.text(column.name)).collect());
    (used.iter().map(|column| column.label).collect(), rows.collect())
}
