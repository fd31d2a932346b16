//! Where a wizard ends: the verdict, its reasons, what else was possible, and what follows.

use super::view::{ReasonView, life, section_link};
use super::{Context, ORIGINAL, plain, with_answers};
use crate::content::model::{Decision, Workshop};
use crate::domain::wizard::{State, UNKNOWN};
use crate::web::design::own_words;
use crate::web::frame::Onward;

/// An outcome as its page shows it.
pub struct Ending {
    /// The outcome's title.
    pub title: String,
    /// Inline HTML.
    pub verdict: String,
    /// What to know before taking it, inline HTML.
    pub caution: Option<String>,
    /// Class and words of the pill.
    pub life: Option<(&'static str, String)>,
    /// The entry of the glossary: address and name.
    pub term: Option<Onward>,
    /// What speaks for it.
    pub reasons: Vec<ReasonView>,
    /// Inline HTML, each.
    pub trade_offs: Vec<String>,
    /// Title and reasons.
    pub runner_up: Option<(String, Vec<ReasonView>)>,
    /// Single other answers that would lead to another outcome.
    pub flips: Vec<FlipView>,
    /// Single other answers with which nothing would fit.
    pub dead_ends: Vec<FlipView>,
    /// Questions that are not known yet: in a few words, whether it can still change the result, and where it is answered.
    pub open: Vec<(String, bool, String)>,
    /// HTML.
    pub next: String,
    /// HTML of the block, and whether there are own values for it.
    pub commands: Option<(String, bool)>,
    /// The commands are shown as they were written.
    pub original: bool,
    /// The same place with one's own values in the commands, or from there without them.
    pub other: String,
    /// Sections.
    pub read: Vec<Onward>,
    /// Where the form goes that keeps it.
    pub keep: String,
    /// All answers, for that form.
    pub answers: Vec<(String, String)>,
    /// The note that is kept with it.
    pub note: String,
    /// Why the note could not be kept; empty when nothing is wrong.
    pub error: String,
    /// What the design says of this decision already.
    pub kept: Option<KeptView>,
    /// The wizard that comes next, when there is one.
    pub onward: Option<Onward>,
}

/// What would lead to something else.
pub struct FlipView {
    /// "Windows pools".
    pub short: String,
    /// "Yes".
    pub say: String,
    /// The outcome's title; empty when nothing fits.
    pub outcome: String,
    /// The place with that answer.
    pub url: String,
}

/// What is kept of it in the person's design.
pub struct KeptView {
    /// The design's id.
    pub id: String,
    /// The design's title.
    pub design: String,
    /// The outcome's title that is kept; none when nothing was decided.
    pub outcome: Option<String>,
    /// Whether these very answers are kept.
    pub same: bool,
}

impl Ending {
    pub(super) fn of(
        workshop: &Workshop,
        decision: &Decision,
        state: &State<'_>,
        outcome: usize,
        path: &str,
        original: bool,
        context: &Context,
    ) -> Self {
        let wizard = &decision.wizard;
        let ending = &decision.endings[outcome];
        let all = state.answers();
        let reasons =
            |standing: &crate::domain::wizard::Standing<'_>| standing.for_it.iter().map(ReasonView::of).collect();
        let flips =
            wizard.flips(&all).into_iter().filter(|flip| flip.from.is_some() || flip.to.is_some()).map(|flip| {
                let mut answers = all.clone();
                let option = flip.to.map_or(UNKNOWN, |choice| choice.id.as_str());
                answers.insert(flip.question.id.clone(), option.to_owned());
                FlipView {
                    short: flip.question.short.clone(),
                    say: flip.to.map_or_else(|| "not known".to_owned(), |choice| plain(&choice.say)),
                    outcome: flip.outcome.map(|o| wizard.outcomes[o].title.clone()).unwrap_or_default(),
                    url: with_answers(path, decision, &answers),
                }
            });
        let (flips, dead_ends) = flips.partition(|flip: &FlipView| !flip.outcome.is_empty());
        let open = state.open.iter().map(|open| {
            let url = super::again_address(path, decision, &all, &open.question.id);
            (open.question.short.clone(), open.matters, url)
        });
        let commands = ending.commands.as_ref().map(|commands| {
            let own = context.opened.as_ref().map(|opened| opened.design.sheet.replacements()).unwrap_or_default();
            let (html, found) = own_words::in_code(&commands.html, &own);
            if original { (commands.html.clone(), found) } else { (html, found) }
        });
        let here = with_answers(path, decision, &all);
        let other = match (original, here.contains('?')) {
            (true, _) => here,
            (false, true) => format!("{here}&{ORIGINAL}"),
            (false, false) => format!("{here}?{ORIGINAL}"),
        };
        let kept = context.opened.as_ref().map(|opened| {
            let kept = opened.design.decision(&wizard.id);
            KeptView {
                id: opened.row.id.to_string(),
                design: opened.row.title.clone(),
                outcome: kept.and_then(|kept| kept.outcome.as_ref()).map(|chosen| chosen.title.clone()),
                same: kept.is_some_and(|kept| super::current::answers_of(kept) == all),
            }
        });
        let note = context.opened.as_ref().and_then(|opened| opened.design.decision(&wizard.id));
        let place = workshop.decisions.iter().position(|other| other.wizard.id == wizard.id).unwrap_or_default();
        let (before, after) = workshop.decisions.split_at(place + 1);
        let decided = |other: &&Decision| {
            let design = context.opened.as_ref().map(|opened| &opened.design);
            design.is_some_and(|design| design.decision(&other.wizard.id).is_some())
        };
        let others = after.iter().chain(before).filter(|other| other.wizard.id != wizard.id);
        let onward = others.into_iter().find(|other| !decided(other)).map(|other| Onward {
            label: other.wizard.title.clone(),
            url: super::address(&workshop.id, &other.wizard.id),
        });
        Self {
            title: wizard.outcomes[outcome].title.clone(),
            verdict: ending.verdict.html.clone(),
            caution: ending.caution.as_ref().map(|caution| caution.html.clone()),
            life: life(decision, outcome),
            term: ending.term.as_ref().map(|term| Onward {
                label: term.name.clone(),
                url: format!("/w/{}/glossary#term-{}", workshop.id, term.id),
            }),
            reasons: state.standing(outcome).map(reasons).unwrap_or_default(),
            trade_offs: ending.trade_offs.iter().map(|said| said.html.clone()).collect(),
            runner_up: state
                .runner_up()
                .map(|standing| (wizard.outcomes[standing.outcome].title.clone(), reasons(standing))),
            flips,
            dead_ends,
            open: open.collect(),
            next: ending.next.html.clone(),
            commands,
            original,
            other,
            read: ending.read.iter().map(|link| section_link(workshop, link)).collect(),
            keep: format!("{path}/keep"),
            answers: all.into_iter().collect(),
            note: note.map(|kept| kept.note.clone()).unwrap_or_default(),
            error: String::new(),
            kept,
            onward,
        }
    }
}
