use std::sync::Arc;

use super::*;
use crate::domain::outline::{DoneRule, OutlineSection};
use crate::domain::progress::{Editions, Mark, ModuleState, Progress};
use crate::domain::question::Random;

/// A module "m" with sections of one letter: `a b? c<x` (optional; called x before). The edition is the letters that count.
fn outline(percent: u8, sections: &str) -> Outline {
    let section = |word: &str| {
        let (word, was) = word.split_once('<').map_or((word, None), |(word, was)| (word, Some(was)));
        OutlineSection {
            id: word.trim_end_matches('?').to_owned(),
            was: was.map(|was| ("m".to_owned(), was.to_owned())).into_iter().collect(),
            title: word.to_owned(),
            optional: word.ends_with('?'),
            need: Need::AsWritten,
        }
    };
    let sections: Vec<OutlineSection> = sections.split(' ').map(section).collect();
    let edition = sections.iter().filter(|section| !section.optional).map(|section| section.id.as_str()).collect();
    let module = OutlineModule {
        id: "m".to_owned(),
        was: Vec::new(),
        title: "M".to_owned(),
        minutes: 10,
        optional: false,
        sections,
        edition,
    };
    Outline { workshop: "w".to_owned(), modules: vec![module], done: DoneRule { percent } }
}

/// Such as `b=hidden c=required`.
fn schedule(said: &str) -> Schedule {
    let one = |word: &str| {
        let (section, need) = word.split_once('=').unwrap();
        (section.to_owned(), Need::of_id(need).unwrap())
    };
    let sections = said.split_whitespace().map(one).collect();
    Schedule::of([ModulePlan { sections, ..ModulePlan::usual("m") }])
}

/// Marks such as `a/ab b/abc`: the section, and the edition in which it was marked.
fn progress(outline: &Outline, words: &str) -> Progress {
    let (mut marks, mut editions) = (Vec::new(), Editions::new());
    for (at, word) in (0..).zip(words.split_whitespace()) {
        let (section, edition) = word.split_once('/').unwrap();
        let counted: Vec<(String, String)> = edition.chars().map(|c| ("m".to_owned(), c.to_string())).collect();
        editions.insert(edition.to_owned(), Arc::from(counted));
        let (module, section, edition) = ("m".to_owned(), section.to_owned(), edition.to_owned());
        marks.push(Mark { module, section, edition, at: Millis(at) });
    }
    Progress::of(outline, &marks, &editions)
}

fn state(outline: &Outline, words: &str) -> ModuleState {
    progress(outline, words).modules[0].state
}

#[test]
fn what_several_cohorts_say_of_one_part() {
    use Need::{AsWritten, Hidden, Optional, Required};
    let cases: [(&[Need], Need); 10] = [
        (&[], AsWritten),
        (&[Hidden], Hidden),
        (&[Hidden, Hidden], Hidden),
        (&[Hidden, AsWritten], AsWritten),
        (&[Hidden, Optional], Optional),
        (&[Optional, Optional], Optional),
        (&[Optional, AsWritten], AsWritten),
        (&[Hidden, Required], Required),
        (&[AsWritten, Required, Optional], Required),
        (&[Required], Required),
    ];
    for (needs, expected) in cases {
        assert_eq!(Need::together(needs.iter().copied()), expected, "{needs:?}");
        assert_eq!(Need::together(needs.iter().rev().copied()), expected, "{needs:?}");
    }
}

#[test]
fn a_schedule_of_an_earlier_version_reads_and_what_is_usual_is_not_kept() {
    let kept = r#"[{"module":"m","opens_at":7,"due_at":null,"need":"hidden"}]"#;
    let read: Schedule = serde_json::from_str(kept).unwrap();
    assert_eq!(read.plan("m").need, Need::Hidden);
    assert_eq!(serde_json::to_string(&read).unwrap(), kept);
    let read = schedule("b=hidden");
    let again: Schedule = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
    assert_eq!(again, read);
    assert_eq!(schedule("b=as-written"), Schedule::default());
}

#[test]
fn a_cohort_waives_and_asks_for_sections() {
    use ModuleState::{Finished, FinishedThenNew, NotStarted, Started};
    let cases = [
        // Sections, what the cohort says, marks, where somebody stands.
        ("a b c?", "", "a/ab", Started),
        ("a b c?", "b=hidden", "a/ab", Finished),
        ("a b c?", "b=optional", "a/ab", Finished),
        ("a b c?", "b=hidden", "", NotStarted),
        ("a b c?", "b=hidden", "c/ab", Started),
        // What is asked for has to be done, whatever the author says.
        ("a b c?", "c=required", "a/ab b/ab", Started),
        ("a b c?", "c=required", "a/ab b/ab c/ab", Finished),
        ("a b c?", "c=required", "c/ab", Started),
        // Also when it came after everything was done.
        ("a b c d?", "d=required", "a/ab b/ab", Started),
        ("a b c d?", "d=required", "a/ab b/ab d/abc", FinishedThenNew(1)),
        // Finished without what is waived, and then a section came.
        ("a b c", "b=hidden", "a/ab", FinishedThenNew(1)),
        ("a b c", "b=hidden c=hidden", "a/ab", Finished),
        // What was called otherwise is waived under its former name as well.
        ("a b<x", "x=hidden", "a/ab", Finished),
        ("a b<x", "x=hidden b=required", "a/ab", Started),
        // Nothing is left to do, and nothing was done.
        ("a b", "a=hidden b=hidden", "", NotStarted),
        ("a b", "a=hidden b=hidden", "a/ab b/ab", Finished),
    ];
    for (sections, said, marks, expected) in cases {
        let outline = schedule(said).tailored(&outline(100, sections));
        assert_eq!(state(&outline, marks), expected, "{sections}; {said}; {marks}");
    }
    // A share of the sections may be enough, and what is asked for is wanted besides.
    let four = outline(50, "a b c d");
    assert_eq!(state(&schedule("c=required").tailored(&four), "a/abcd b/abcd"), Started);
    assert_eq!(state(&schedule("c=required").tailored(&four), "a/abcd c/abcd"), Finished);
    assert_eq!(state(&schedule("a=hidden b=hidden").tailored(&four), "a/abcd b/abcd"), Finished);
    assert_eq!(state(&schedule("a=hidden b=hidden").tailored(&four), "c/abcd"), Finished);
}

#[test]
fn nobody_is_led_to_what_is_hidden() {
    let written = outline(100, "a b c?");
    let next = |said: &str, marks: &str| {
        let outline = schedule(said).tailored(&written);
        progress(&outline, marks).next(&outline, None).map(|(_, s)| outline.modules[0].sections[s].id.clone())
    };
    assert_eq!(next("", "a/ab").as_deref(), Some("b"));
    assert_eq!(next("b=hidden", "a/ab").as_deref(), Some("c"));
    assert_eq!(next("b=hidden c=hidden", "a/ab"), None);
    assert_eq!(next("a=optional c=required", "").as_deref(), Some("b"));
    assert_eq!(next("a=optional c=required", "b/ab c/ab").as_deref(), Some("a"));

    // All of a hidden module is hidden, whatever is said of its sections; in another cohort it is there.
    let mut plan = schedule("c=required").plan("m");
    plan.need = Need::Hidden;
    let hidden = Schedule::of([plan]);
    let seen = hidden.tailored(&written);
    assert!(seen.modules[0].optional && seen.modules[0].sections.iter().all(OutlineSection::is_hidden));
    let both = tailored(&written, &[&hidden, &Schedule::default()]);
    assert_eq!(both, written);
    assert_eq!(tailored(&written, &[]), written);
}

/// Whatever a cohort waives: who has finished a module has finished it.
#[test]
fn what_is_waived_takes_no_finish_away() {
    let mut random = Random::new(26);
    let (mut finished, mut began) = (0, 0);
    for _ in 0..20_000 {
        let sections = ["a b c d?", "a b? c", "a b c d", "a"][usize::try_from(random.below(4)).unwrap()];
        let percent = [100, 100, 50, 1][usize::try_from(random.below(4)).unwrap()];
        let written = outline(percent, sections);
        let mut pick = |of: &[&str]| of[usize::try_from(random.below(of.len() as u64)).unwrap()].to_owned();
        let marks: Vec<String> = (0..4)
            .map(|_| format!("{}/{}", pick(&["a", "b", "c", "d"]), pick(&["a", "ab", "abc", "ac", "abcd"])))
            .collect();
        let said: Vec<String> =
            (0..2).map(|_| format!("{}={}", pick(&["a", "b", "c", "d"]), pick(&["hidden", "optional"]))).collect();
        let (marks, said) = (marks.join(" "), said.join(" "));
        let is_finished = |state| matches!(state, ModuleState::Finished | ModuleState::FinishedThenNew(_));
        if is_finished(state(&written, &marks)) {
            let tailored = schedule(&said).tailored(&written);
            assert!(is_finished(state(&tailored, &marks)), "{percent} {sections}; {said}; {marks}");
            finished += 1;
        } else {
            began += 1;
        }
    }
    assert!(finished > 2_000 && began > 2_000, "{finished} {began}");
}
