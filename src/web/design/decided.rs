//! Decisions of a design: kept from a wizard, taken out again, and held against what the design says now.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use uuid::Uuid;

use super::current::{self, Mine, answers_of};
use crate::app::App;
use crate::content::model::{Decision, Workshop};
use crate::domain::design::{self, Answered, Chosen, Design, MOST_NOTES, Reason, RuledOut, RunnerUp};
use crate::domain::typed;
use crate::domain::wizard::{self, Answers};
use crate::web::error::Wrong;
use crate::web::frame::Around;
use crate::web::now::Now;
use crate::web::session::{Caller, Token, for_somebody};
use crate::web::wizard::{find, origin_words};
use crate::web::{answer, wizard as pages};

/// A place of a wizard as it stands in a design record.
pub(super) fn record(
    workshop: &Workshop,
    decision: &Decision,
    state: &wizard::State<'_>,
    known: &wizard::Known,
    note: &str,
) -> design::Decision {
    let wizard = &decision.wizard;
    let plain = |text: &str| crate::content::question_plain(text);
    let answers = state.answered.iter().map(|answered| Answered {
        question: answered.question.id.clone(),
        short: answered.question.short.clone(),
        ask: answered.question.ask.clone(),
        option: answered.choice.map(|choice| choice.id.clone()),
        say: answered.choice.map_or_else(|| "I don’t know yet".to_owned(), |choice| choice.say.clone()),
        from: answered.taken.map(|origin| origin_words(workshop, origin, known)),
    });
    let reasons = |standing: &wizard::Standing<'_>| -> Vec<Reason> {
        let reason = |r: &wizard::Reason<'_>| Reason { text: r.because.to_owned(), source: r.source.to_owned() };
        standing.for_it.iter().map(reason).collect()
    };
    let chosen = state.outcome.and_then(|outcome| Some((outcome, state.standing(outcome)?)));
    let ruled_out = state.excluded.iter().filter_map(|standing| {
        let (outcome, against) = (&wizard.outcomes[standing.outcome], standing.against.first()?);
        let (because, source) = (against.because.to_owned(), against.source.to_owned());
        Some(RuledOut { id: outcome.id.clone(), title: outcome.title.clone(), because, source })
    });
    let runner_up = chosen.and(state.runner_up()).and_then(|standing| {
        let outcome = &wizard.outcomes[standing.outcome];
        let because = standing.for_it.first()?.because.to_owned();
        Some(RunnerUp { id: outcome.id.clone(), title: outcome.title.clone(), because })
    });
    let caution = |outcome: usize| {
        let ending = &decision.endings[outcome];
        let life = ending.term.as_ref().filter(|term| term.life.class() != "ga");
        let life = life.map(|term| format!("{}: {}.", term.name, term.life.words()));
        match (life, &ending.caution) {
            (Some(life), Some(caution)) => Some(format!("{life} {}", caution.markdown)),
            (life, caution) => life.or_else(|| caution.as_ref().map(|caution| caution.markdown.clone())),
        }
    };
    design::Decision {
        wizard: wizard.id.clone(),
        title: wizard.title.clone(),
        answers: answers.collect(),
        outcome: chosen.map(|(outcome, _)| Chosen {
            id: wizard.outcomes[outcome].id.clone(),
            title: wizard.outcomes[outcome].title.clone(),
            verdict: decision.endings[outcome].verdict.markdown.clone(),
            caution: caution(outcome),
        }),
        reasons: chosen.map(|(_, standing)| reasons(standing)).unwrap_or_default(),
        trade_offs: chosen.map_or_else(Vec::new, |(outcome, _)| {
            decision.endings[outcome].trade_offs.iter().map(|said| said.markdown.clone()).collect()
        }),
        ruled_out: ruled_out.collect(),
        runner_up,
        open: state.open.iter().map(|open| plain(&open.question.ask)).collect(),
        note: note.to_owned(),
    }
}

/// Where a decision stands with what the design says now, when it comes out otherwise.
pub(super) fn turned<'w>(
    decision: &'w Decision,
    kept: &design::Decision,
    design: &Design,
) -> Option<wizard::State<'w>> {
    let (own, taken) = parted(decision, kept, design);
    let all = together(&own, &taken);
    let chosen = kept.outcome.as_ref().map(|chosen| chosen.id.as_str());
    let outcome = |place: Option<usize>| place.map(|outcome| decision.wizard.outcomes[outcome].id.as_str());
    // With the same answers the same questions are settled; only the rules may have changed, and they are quickly asked.
    if all == answers_of(kept) && outcome(decision.wizard.result(&all)) == chosen {
        return None;
    }
    let state = decision.wizard.consider_with(&own, &taken);
    (outcome(state.outcome) != chosen).then_some(state)
}

/// Brings the decisions that come out the same, or are as open as they were, up to what the design says now: the answers that were
/// known from elsewhere, and the reasons that come from them. One that comes out otherwise stays as it was decided, until its owner
/// looks at it.
pub(super) fn follow(workshop: &Workshop, design: &mut Design) {
    for decision in &workshop.decisions {
        let Some(kept) = design.decision(&decision.wizard.id).cloned() else { continue };
        let state = now(decision, &kept, design);
        let outcome = state.outcome.map(|outcome| decision.wizard.outcomes[outcome].id.as_str());
        if outcome == kept.outcome.as_ref().map(|chosen| chosen.id.as_str()) {
            let known = current::known(design);
            put(workshop, design, record(workshop, decision, &state, &known, &kept.note));
        }
    }
}

/// Where a decision stands with what the design says now: its own answers stay, what was known from elsewhere is looked up anew.
fn now<'w>(decision: &'w Decision, kept: &design::Decision, design: &Design) -> wizard::State<'w> {
    let (own, taken) = parted(decision, kept, design);
    decision.wizard.consider_with(&own, &taken)
}

/// The answers of a decision with what the design says now.
pub(in crate::web) fn answers_now(decision: &Decision, kept: &design::Decision, design: &Design) -> Answers {
    let (own, taken) = parted(decision, kept, design);
    together(&own, &taken)
}

fn together(own: &Answers, taken: &[wizard::Taken<'_>]) -> Answers {
    let mut all = own.clone();
    all.extend(taken.iter().map(|taken| (taken.question.id.clone(), taken.choice.id.clone())));
    all
}

/// The answers that were given to the decision itself, and what the design says to its other questions.
fn parted<'w>(decision: &'w Decision, kept: &design::Decision, design: &Design) -> (Answers, Vec<wizard::Taken<'w>>) {
    let mut own = answers_of(kept);
    for answer in kept.answers.iter().filter(|answer| answer.from.is_some()) {
        own.remove(&answer.question);
    }
    let wizard = &decision.wizard;
    let own = wizard.read(own.iter().map(|(question, option)| (question.as_str(), option.as_str())));
    let taken = wizard.taken(&own, &current::known(design));
    (own, taken)
}

/// Puts what somebody answered to a wizard into a design, in the place of what they had decided with it, and says in words what
/// changed.
pub fn decide(workshop: &Workshop, decision: &Decision, design: &mut Design, given: &Answers, note: &str) -> String {
    let elsewhere = current::known(design);
    // What the design says itself is noted as taken from there, so that it follows when the design changes.
    let known = decision.wizard.taken(&Answers::new(), &elsewhere);
    let mut own = given.clone();
    own.retain(|question, option| {
        !known.iter().any(|taken| taken.question.id == *question && taken.choice.id == *option)
    });
    let from_there = decision.wizard.taken(&own, &elsewhere);
    let state = decision.wizard.consider_with(&own, &from_there);
    let record = record(workshop, decision, &state, &elsewhere, note);
    let said = match &record.outcome {
        Some(chosen) => format!("{}: {}", decision.wizard.title, chosen.title),
        None => format!("{}: not decided yet", decision.wizard.title),
    };
    put(workshop, design, record);
    follow(workshop, design);
    said
}

/// `POST /w/{workshop}/wizards/{wizard}/keep`: keeps the decision in the design that was chosen last, or in a new one. The form
/// holds the answers and `_note`.
pub async fn keep(
    State(app): State<App>,
    Path((workshop, wizard)): Path<(String, String)>,
    around: Around,
    token: Token,
    caller: Caller,
    now: Now,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let decision = find(workshop, &wizard)?;
    let pairs = || form.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let given = decision.wizard.read(pairs());
    let note = typed::text(pairs().find(|(name, _)| *name == "_note").map(|(_, note)| note).unwrap_or_default());
    let note = note.trim().to_owned();
    let characters = note.chars().count();
    if characters > MOST_NOTES {
        let error = format!("Not saved: a note has at most {MOST_NOTES} characters, this one has {characters}.");
        return pages::with_note(&app, workshop, decision, &given, (note, error), (around, &token, now)).await;
    }
    let meant = pairs().find(|(name, _)| *name == current::MEANT).and_then(|(_, id)| Uuid::parse_str(id).ok());
    let (who, id) = for_somebody(&app, &token, &caller, now, |person| {
        current::chosen_or_new(&app.store, person, workshop, meant, now)
    })
    .await?;
    let Some(id) = id else {
        let error = current::TOO_MANY.words().1;
        return pages::with_note(&app, workshop, decision, &given, (note, error), (around, &token, now)).await;
    };
    let kept =
        current::change(&app, who.person, id, now, |design| Ok(decide(workshop, decision, design, &given, &note)))
            .await;
    match kept {
        Err(Wrong::BadRequest(why)) => {
            let refused = (note, why.to_owned());
            return pages::with_note(&app, workshop, decision, &given, refused, (around, &token, now)).await;
        }
        kept => kept?,
    };
    app.store.use_design(who.person, id, now.0).await?;
    let to = format!("/w/{}/design#_decision-{wizard}", workshop.id);
    Ok(answer::redirect_with(&to, who.cookie.as_ref()))
}

/// Puts a decision into its place, in the order of the workshop's wizards.
fn put(workshop: &Workshop, design: &mut Design, record: design::Decision) {
    design.decisions.retain(|decision| decision.wizard != record.wizard);
    design.decisions.push(record);
    let place = |decision: &design::Decision| workshop.decisions.iter().position(|d| d.wizard.id == decision.wizard);
    design.decisions.sort_by_key(|decision| place(decision).unwrap_or(usize::MAX));
}

/// `POST /w/{workshop}/design/{design}/decisions/{wizard}/forget`.
pub async fn forget(
    State(app): State<App>,
    Path((workshop, id, wizard)): Path<(String, Uuid, String)>,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let mine = Mine::of(&app, &token, now, &workshop, id).await?;
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    current::change(&app, mine.person, id, now, |design| {
        let there = design.decisions.iter().position(|decision| decision.wizard == wizard).ok_or(Wrong::NotFound)?;
        let gone = design.decisions.remove(there);
        follow(workshop, design);
        Ok(format!("{}: taken out", gone.title))
    })
    .await?;
    Ok(answer::redirect(&format!("/w/{}/design#_decisions", workshop.id)))
}

/// `POST /w/{workshop}/design/{design}/decisions/{wizard}/renew`: decides anew with what the design says now.
pub async fn renew(
    State(app): State<App>,
    Path((workshop, id, wizard)): Path<(String, Uuid, String)>,
    token: Token,
    now: Now,
) -> Result<Response, Wrong> {
    let shelf = app.shelf();
    let workshop = &shelf.find(&workshop).ok_or(Wrong::NotFound)?.workshop;
    let mine = Mine::of(&app, &token, now, &workshop.id, id).await?;
    let decision = find(workshop, &wizard)?;
    current::change(&app, mine.person, id, now, |design| {
        let kept = design.decision(&wizard).ok_or(Wrong::NotFound)?.clone();
        let Some(state) = turned(decision, &kept, design) else { return Ok(String::new()) };
        let record = record(workshop, decision, &state, &current::known(design), &kept.note);
        let said = record.outcome.as_ref().map_or("not decided yet", |chosen| chosen.title.as_str());
        let said = format!("{}, decided anew: {said}", decision.wizard.title);
        put(workshop, design, record);
        follow(workshop, design);
        Ok(said)
    })
    .await?;
    let kept = app.store.design(mine.person, id, None).await?.map(current::open).transpose()?;
    let mut on = None;
    if let Some(kept) = kept.as_ref().and_then(|opened| opened.design.decision(&wizard)).filter(|k| k.outcome.is_none())
    {
        // With what is known now, something has to be asked again.
        let path = pages::address(&workshop.id, &wizard);
        on = Some(pages::with_answers(&path, decision, &answers_of(kept)));
    }
    let to = on.unwrap_or_else(|| format!("/w/{}/design#_decision-{wizard}", workshop.id));
    Ok(answer::redirect(&to))
}
