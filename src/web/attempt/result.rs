//! What came out of an attempt.

use askama::Template;

use super::Taking;
use super::view::Spoken;
use crate::domain::question::Verdict;
use crate::domain::quiz::State;
use crate::store::Purpose;
use crate::web::error::Wrong;
use crate::web::frame::Onward;
use crate::web::home::count;
use crate::web::now::Now;
use crate::web::places;
use crate::web::when;

/// The element `#_quiz` when it is over.
#[derive(Template)]
#[template(path = "quiz/result.html")]
struct Result {
    title: String,
    /// "7.6 of 10".
    score: String,
    /// "7 right, 1 partly right, 2 wrong".
    counts: String,
    /// Of how many questions.
    of: usize,
    /// The same as a bar: class, where it begins, how wide it is, in questions.
    bar: Vec<(&'static str, usize, usize)>,
    /// How it ended: RFC 3339 and in words; and whether the time was over.
    ended: (String, String),
    time_up: bool,
    rows: Vec<Row>,
    /// The sections to read again.
    read: Vec<Onward>,
    /// Where the form goes that asks for the wrong ones again; none when all were right.
    again: Option<String>,
    /// The same quiz from the start.
    fresh: Option<String>,
    attempt: String,
    /// Where one was sure and wrong.
    sure_and_wrong: usize,
    /// Answers that came too late, by their numbers, and why they do not count.
    refused: Vec<String>,
    onward: Option<Onward>,
}

struct Row {
    number: usize,
    /// The question in its first words.
    words: String,
    class: &'static str,
    sign: &'static str,
    verdict: &'static str,
    /// Such as "0.75".
    earned: String,
    url: String,
    /// Such as "two tries, one hint"; may be empty.
    how: String,
    sure: bool,
}

pub(super) fn draw(taking: &Taking, spoken: &Spoken, now: Now) -> std::result::Result<String, Wrong> {
    let attempt = &taking.row.attempt;
    let outcome = attempt.result();
    let workshop = &taking.shelved.workshop;
    let right = outcome.slots.iter().filter(|slot| slot.verdict == Some(Verdict::Right)).count();
    let of = outcome.slots.len();
    let (mut counted, mut bar, mut from) = (Vec::new(), Vec::new(), 0);
    for (class, words, verdict) in [
        ("good", "right", Some(Verdict::Right)),
        ("warn", "partly right", Some(Verdict::Partly)),
        ("bad", "wrong", Some(Verdict::Wrong)),
        ("new", "not answered", None),
    ] {
        let n = outcome.slots.iter().filter(|slot| slot.verdict == verdict).count();
        if n > 0 {
            counted.push(format!("{n} {words}"));
            bar.push((class, from, n));
            from += n;
        }
    }
    let rows = outcome.slots.iter().enumerate().map(|(n, slot)| {
        let (class, sign, verdict) = match slot.verdict {
            Some(Verdict::Right) => ("good", "✓", "Right"),
            Some(Verdict::Partly) => ("warn", "◐", "Partly right"),
            Some(Verdict::Wrong) => ("bad", "✕", "Wrong"),
            None => ("soft", "–", "Not answered"),
        };
        let (tries, hints) = (attempt.slots[n].tries.len(), usize::from(attempt.slots[n].hints));
        let mut how = Vec::new();
        if tries > 1 && attempt.rules.feedback == crate::domain::quiz::When::EachAnswer {
            how.push(format!("{tries} tries"));
        }
        if hints > 0 {
            how.push(count(hints, "hint"));
        }
        let earned = slot.earned.get();
        Row {
            number: n + 1,
            words: crate::web::question::first_words(&taking.asked[n]),
            class,
            sign,
            verdict,
            earned: hundredths(earned),
            url: taking.address_of(n),
            how: how.join(", "),
            sure: slot.sure_and_wrong,
        }
    });
    let rows: Vec<Row> = rows.collect();
    let read = outcome.read_again.iter().filter_map(|place| {
        let spot = places::find(&workshop.outline, &place.module, &place.section)?;
        let label = places::words(workshop, spot.module, spot.section);
        Some(Onward { label, url: places::address(workshop, spot.module, spot.section) })
    });
    let (ended, time_up) = match attempt.state(now.0) {
        State::TimeUp { ended } => (ended, true),
        State::HandedIn { at } => (at, false),
        _ => (now.0, false),
    };
    let home = format!("/w/{}", workshop.id);
    let start = match taking.row.purpose {
        Purpose::Quiz | Purpose::Again => {
            let quiz = workshop.quizzes.iter().find(|quiz| quiz.id == taking.row.subject);
            quiz.map(|quiz| format!("{home}/quizzes/{}", quiz.id))
        }
        Purpose::Review | Purpose::Practice => None,
    };
    let result = Result {
        title: taking.title(),
        score: format!("{} of {of}", marks(outcome.score)),
        counts: counted.join(", "),
        of,
        bar,
        ended: when::lately(ended, now.0),
        time_up,
        sure_and_wrong: rows.iter().filter(|row| row.sure).count(),
        again: start.clone().filter(|_| right < of),
        fresh: start.filter(|_| taking.row.purpose == Purpose::Quiz),
        attempt: taking.row.id.to_string(),
        read: read.collect(),
        refused: spoken.refusals().map(|(slot, why)| format!("Question {}: {why}", slot + 1)).collect(),
        onward: match taking.row.purpose {
            Purpose::Review | Purpose::Practice => {
                Some(Onward { label: "Back to review".to_owned(), url: format!("{home}/review") })
            }
            _ => Some(Onward { label: "Back to the workshop".to_owned(), url: home }),
        },
        rows,
    };
    Ok(result.render()?)
}

/// A mark with two decimals at most.
fn hundredths(mark: f64) -> String {
    let text = format!("{mark:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// A sum of marks with one decimal, rounded down, and none where it is whole.
pub(crate) fn marks(score: f64) -> String {
    // A hair is added for sums such as a third three times.
    let tenths = ((score + 1e-9) * 10.0).floor() / 10.0;
    if (tenths - tenths.round()).abs() < 1e-9 { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
}
