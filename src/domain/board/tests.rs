use super::*;
use crate::domain::outline::{DoneRule, Need, OutlineModule, OutlineSection};

/// Noon of some day, in minutes.
const NOON: i64 = 1_000_000;

fn minute(at: i64) -> Millis {
    Millis(at * 60_000)
}

/// Modules `m` (sections a, b, c) and `n` (d).
fn outline() -> Outline {
    let section = |id: &str| OutlineSection {
        id: id.to_owned(),
        was: Vec::new(),
        title: format!("About {id}"),
        optional: false,
        need: Need::AsWritten,
    };
    let module = |id: &str, sections: &[&str]| OutlineModule {
        id: id.to_owned(),
        was: Vec::new(),
        title: format!("Module {id}"),
        minutes: 10,
        optional: false,
        sections: sections.iter().map(|id| section(id)).collect(),
        edition: format!("{id}-today"),
    };
    let modules = vec![module("m", &["a", "b", "c"]), module("n", &["d"])];
    Outline { workshop: "w".to_owned(), modules, done: DoneRule::default() }
}

fn parts() -> Vec<Part> {
    vec![Part::Module("m".to_owned()), Part::Module("n".to_owned())]
}

/// Marks from words such as `m/a-40`: section `a` of module `m`, 40 minutes before noon.
fn marks(words: &str) -> Vec<Mark> {
    let mark = |word: &str| {
        let (module, rest) = word.split_once('/').unwrap();
        let (section, before) = rest.split_once('-').unwrap();
        Mark {
            module: module.to_owned(),
            section: section.to_owned(),
            edition: format!("{module}-today"),
            at: minute(NOON - before.parse::<i64>().unwrap()),
        }
    };
    words.split_whitespace().map(mark).collect()
}

/// Tries from words such as `q:2-30`: question `q` twice, the last time 30 minutes before noon; with `!` it was right then.
fn tries(words: &str) -> Vec<Tries> {
    let one = |word: &str| {
        let (question, rest) = word.split_once(':').unwrap();
        let (wrong, before) = rest.split_once('-').unwrap();
        let right = before.ends_with('!');
        Tries {
            question: question.to_owned(),
            place: Some((0, 1)),
            wrong: wrong.parse().unwrap(),
            right,
            at: minute(NOON - before.trim_end_matches('!').parse::<i64>().unwrap()),
        }
    };
    words.split_whitespace().map(one).collect()
}

/// People from their name, marks and tries; each was seen when they did something last.
fn board(people: &[(&str, &str, &str)]) -> Board {
    let kept: Vec<(Vec<Mark>, Vec<Tries>)> = people.iter().map(|(_, m, t)| (marks(m), tries(t))).collect();
    let people: Vec<Person<'_>> = people
        .iter()
        .zip(&kept)
        .map(|((name, ..), (marks, tries))| Person {
            name,
            seen_at: marks.iter().map(|mark| mark.at).chain(tries.iter().map(|tries| tries.at)).max(),
            marks,
            tries,
            reached: Reached::default(),
        })
        .collect();
    Board::of(&outline(), &Editions::new(), &parts(), &people, minute(NOON))
}

fn why(board: &Board, n: usize) -> String {
    board.rows[n].stuck.as_ref().map_or_else(String::new, |stuck| stuck.words(&outline(), minute(NOON)))
}

#[test]
fn who_tries_a_question_too_often_is_stuck_until_it_is_right() {
    for (tries, said) in [
        ("", ""),
        ("q:2-10", ""),
        ("q:3-10", "has tried a question of “About b” three times without getting it right"),
        ("q:2-30 q:2-10", "has tried a question of “About b” four times without getting it right"),
        ("q:20-10", "has tried a question of “About b” 20 times without getting it right"),
        // Of two the one that was tried last.
        ("q:5-30 r:3-10", "has tried a question of “About b” three times without getting it right"),
        ("r:3-30 q:1-10", "has tried a question of “About b” three times without getting it right"),
        // It was right in the end, also when that took a while.
        ("q:4-10!", ""),
        ("q:3-30 q:1-10!", ""),
        // Right once, and wrong again since.
        ("q:0-30! q:2-10", ""),
        ("q:0-30! q:3-10", "has tried a question of “About b” three times without getting it right"),
        // Long ago.
        ("q:4-1440", ""),
        ("q:3-1500 q:1-10", ""),
    ] {
        assert_eq!(why(&board(&[("Ada", "", tries)]), 0), said, "{tries}");
    }
}

#[test]
fn a_question_that_is_gone_is_named_by_its_id() {
    let stuck = Stuck::Tries { question: "old-one".to_owned(), place: None, times: 3, at: minute(0) };
    assert!(stuck.words(&outline(), minute(1)).starts_with("has tried the question old-one three times"));
    let stuck = Stuck::Tries { question: "q".to_owned(), place: Some((9, 9)), times: 3, at: minute(0) };
    assert!(stuck.words(&outline(), minute(1)).starts_with("has tried the question q three times"));
}

#[test]
fn who_does_nothing_while_others_go_on_is_stuck() {
    let said = "marked “About a” and has done nothing for 40 minutes, while others went on";
    let still = ("Ada", "m/a-40", "");
    let on = [("Bob", "m/a-5", ""), ("Cy", "", "q:1-2"), ("Dee", "m/a-60 m/b-29", "")];
    assert_eq!(why(&board(&[still, on[0], on[1], on[2]]), 0), said);
    // Two are no room.
    assert_eq!(why(&board(&[still, on[0], on[1]]), 0), "");
    // Most have stopped: a pause.
    let stopped = ("Eve", "m/a-35", "");
    assert_eq!(why(&board(&[still, on[0], on[1], on[2], stopped, stopped]), 0), said);
    assert_eq!(why(&board(&[still, on[0], on[1], on[2], stopped, stopped, stopped]), 0), "");
    // Not long enough, or gone for today.
    for (marks, stuck) in [("m/a-29", false), ("m/a-30", true), ("m/a-239", true), ("m/a-240", false), ("", false)] {
        let board = board(&[("Ada", marks, ""), on[0], on[1], on[2]]);
        assert_eq!(board.rows[0].stuck.is_some(), stuck, "{marks}");
    }
    // A try is something, too.
    assert_eq!(why(&board(&[("Ada", "m/a-40", "q:1-5"), on[0], on[1], on[2]]), 0), "");
}

#[test]
fn who_is_done_is_never_stuck() {
    let on = [("Bob", "m/a-5", ""), ("Cy", "m/a-4", ""), ("Dee", "m/a-3", "")];
    let board = board(&[("Ada", "m/a-90 m/b-80 m/c-70 n/d-60", "q:5-45"), on[0], on[1], on[2]]);
    assert!(board.rows[0].done());
    assert_eq!(board.rows[0].stuck, None);
    assert_eq!(board.counts(), Counts { people: 4, done: 1, stuck: 0, not_started: 0 });
}

#[test]
fn modules_are_summed_up() {
    let board = board(&[
        ("Ada", "m/a-9 m/b-8 m/c-7", ""),
        ("Bob", "m/a-9", ""),
        ("Cy", "", ""),
        ("Dee", "n/d-3 m/a-2 m/b-1", ""),
    ]);
    assert_eq!(
        board.modules[0],
        Summary { median: Some(33), begun: 3, finished: 1, sections: vec![3, 2, 1] },
        "of 0, 33, 66 and 100 the lower one in the middle"
    );
    assert_eq!(board.modules[1], Summary { median: Some(0), begun: 1, finished: 1, sections: vec![1] });
    assert_eq!(board.counts(), Counts { people: 4, done: 0, stuck: 0, not_started: 1 });
    assert_eq!(Board::of(&outline(), &Editions::new(), &[], &[], minute(0)).modules[0].median, None);
}

#[test]
fn rows_are_sorted_filtered_and_found() {
    let board = board(&[
        ("cy", "m/a-9", "q:3-8"),
        ("Ada", "m/a-9 m/b-9 m/c-9 n/d-10080", ""),
        ("Bob", "", ""),
        ("ada", "m/a-4320", ""),
        ("Björn", "m/a-1 m/b-1 m/c-1", ""),
    ]);
    let names = |sort: &str, show: &str, find: &str| {
        let choice =
            Choice { sort: Sort::of_id(sort).unwrap(), show: Show::of_id(show).unwrap(), find: find.to_owned() };
        board.chosen(&choice, minute(NOON)).iter().map(|row| row.name.clone()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(names("name", "all", ""), "Ada (1), ada (2), Björn, Bob, cy");
    assert_eq!(names("stuck", "all", ""), "cy, Ada (1), ada (2), Björn, Bob");
    assert_eq!(names("least", "all", ""), "Bob, ada (2), cy, Björn, Ada (1)");
    assert_eq!(names("most", "all", ""), "Ada (1), Björn, ada (2), cy, Bob");
    assert_eq!(names("seen", "all", ""), "Bob, ada (2), Ada (1), cy, Björn");
    assert_eq!(names("name", "stuck", ""), "cy");
    assert_eq!(names("name", "done", ""), "Ada (1)");
    assert_eq!(names("name", "not-started", ""), "Bob");
    assert_eq!(names("name", "away-3", ""), "ada (2), Bob");
    assert_eq!(names("name", "away-4", ""), "Bob");
    assert_eq!(names("name", "all", "  ADA "), "Ada (1), ada (2)");
    assert_eq!(names("name", "all", "jör"), "Björn");
    assert_eq!(names("name", "done", "bob"), "");
}

#[test]
fn what_addresses_say_is_read_back() {
    for sort in Sort::ALL {
        assert_eq!(Sort::of_id(sort.id()), Some(sort));
    }
    for show in [Show::All, Show::Stuck, Show::Done, Show::NotStarted, Show::Away(1), Show::Away(365)] {
        assert_eq!(Show::of_id(&show.id()), Some(show));
    }
    for wrong in ["", "away-", "away-0", "away-366", "away--1", "away-x", "Stuck"] {
        assert_eq!(Show::of_id(wrong), None, "{wrong}");
    }
}

#[test]
fn a_small_group_is_counted_out_neither_as_such_nor_by_the_others() {
    for (count, all, words) in [
        (0, 0, "not said"),
        (4, 4, "not said"),
        (5, 9, "not said"),
        (0, 10, "fewer than 5"),
        (4, 10, "fewer than 5"),
        (5, 10, "5"),
        (6, 10, "6 or more"),
        (10, 10, "6 or more"),
        (37, 42, "37"),
        (38, 42, "38 or more"),
        (42, 42, "38 or more"),
    ] {
        assert_eq!(Veiled::of(count, all).words(), words, "{count} of {all}");
    }
}
