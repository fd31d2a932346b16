//! What is done and what is new, in tables: a workshop as it is today, what was marked in which edition, and what shows.

use super::*;
use crate::domain::outline::{DoneRule, Need, OutlineSection};

/// A module from words such as `b` (a section), `b?` (an optional one) and `b<a` (one that was called `a`, or `old/a` when
/// it was in another module).
fn module(id: &str, was: &[&str], sections: &str) -> OutlineModule {
    let section = |word: &str| {
        let (word, former) = word.split_once('<').map_or((word, None), |(word, former)| (word, Some(former)));
        let former = former.map(|former| former.split_once('/').unwrap_or((id, former)));
        OutlineSection {
            id: word.trim_end_matches('?').to_owned(),
            was: former.map(|(m, s)| (m.to_owned(), s.to_owned())).into_iter().collect(),
            title: word.to_owned(),
            optional: word.ends_with('?'),
            need: Need::AsWritten,
        }
    };
    OutlineModule {
        id: id.to_owned(),
        was: was.iter().map(|was| (*was).to_owned()).collect(),
        title: id.to_owned(),
        minutes: 1,
        optional: false,
        sections: sections.split_whitespace().map(section).collect(),
        edition: "today".to_owned(),
    }
}

fn outline(percent: u8, modules: Vec<OutlineModule>) -> Outline {
    Outline { workshop: "w".to_owned(), modules, done: DoneRule { percent } }
}

/// Marks from words such as `m/a@abc`: section `a` of module `m`, marked while `a`, `b` and `c` counted there. Each comes
/// after the one before; without `m/` the module is `m`.
fn marks(words: &str) -> (Vec<Mark>, Editions) {
    let mut editions = Editions::new();
    let mark = |(n, word): (usize, &str)| {
        let (name, counted) = word.split_once('@').unwrap();
        let (module, section) = name.split_once('/').unwrap_or(("m", name));
        let edition = format!("{module}/{counted}");
        editions.insert(edition.clone(), counted.chars().map(|c| (module.to_owned(), c.to_string())).collect());
        let at = Millis(i64::try_from(n).unwrap() * 10);
        Mark { module: module.to_owned(), section: section.to_owned(), edition, at }
    };
    let marks = words.split_whitespace().enumerate().map(mark).collect();
    (marks, editions)
}

fn describe(outline: &Outline, n: usize, words: &str) -> String {
    let (marks, editions) = marks(words);
    let progress = Progress::of(outline, &marks, &editions);
    let mut backwards = marks;
    backwards.reverse();
    assert_eq!(Progress::of(outline, &backwards, &editions), progress, "marks come in no particular order: {words}");
    let module = &progress.modules[n];
    match module.state {
        ModuleState::NotStarted => "not started".to_owned(),
        ModuleState::Started => format!("{} of {}", module.counted_done, module.counted),
        ModuleState::Finished => "done".to_owned(),
        ModuleState::FinishedThenNew(count) => {
            let sections = outline.modules[n].sections.iter().zip(&module.new);
            let new: Vec<&str> = sections.filter(|(_, new)| **new).map(|(section, _)| section.id.as_str()).collect();
            assert_eq!(new.len(), count);
            format!("done, new: {}", new.join(" "))
        }
    }
}

#[test]
fn a_finish_is_remembered_until_it_is_taken_back() {
    let cases = [
        // What was marked, the module today, what shows.
        ("", "a b c", "not started"),
        ("a@abc b@abc", "a b c", "2 of 3"),
        ("a@abc b@abc c@abc", "a b c", "done"),
        // Two sections come after the finish; one of them is marked, then both.
        ("a@abc b@abc c@abc", "a b c d e", "done, new: d e"),
        ("a@abc b@abc c@abc d@abcde", "a b c d e", "done, new: e"),
        ("a@abc b@abc c@abc e@abcde", "a b c d e", "done, new: d"),
        ("a@abc b@abc c@abc d@abcde e@abcde", "a b c d e", "done"),
        // Finished twice: what is new came after the second time.
        ("a@abc b@abc c@abc d@abcd", "a b c d e", "done, new: e"),
        ("a@abc b@abc c@abc d@abcd e@abcdef", "a b c d e f", "done, new: f"),
        // Not finished when something came: nothing is new.
        ("a@abc b@abc", "a b c d", "2 of 4"),
        ("a@abc b@abc c@abcd", "a b c d", "3 of 4"),
        // A finish that one mark of a later edition completed never was one of the earlier edition.
        ("a@ab b@abc", "a b c", "2 of 3"),
        // A section was removed: before the finish, after it, together with one that came, and the one marked last.
        ("a@abc b@abc", "a b", "done"),
        ("a@abc b@abc c@abc", "a b", "done"),
        ("a@abc b@abc c@abc", "a b d", "done, new: d"),
        ("a@abc c@abc b@abc", "a c d", "done, new: d"),
        ("a@abc b@abc c@abc d@abd", "a b d e", "done, new: e"),
        ("a@ab b@ab", "c d", "done, new: c d"),
        // A section got another id and names its old one.
        ("a@abc b@abc c@abc", "a x<b c", "done"),
        ("a@abc b@abc c@abc", "a x<b c d", "done, new: d"),
        ("a@abc b@abc c@axc", "a x<b c d", "done, new: d"),
        ("a@abc b@abc c@abc d@axcde", "a x<b c d e", "done, new: e"),
        ("a@abc c@abc x@axc", "a x<b c d", "done, new: d"),
        ("a@abc c@abc", "a x<b c d", "2 of 4"),
        // Without the old id in the content it is another section.
        ("a@abc b@abc c@abc", "a x c", "done, new: x"),
        // A mark was taken back after the finish, of an old section or of a new one.
        ("a@abc c@abc", "a b c", "2 of 3"),
        ("a@abc c@abc", "a b c d e", "2 of 5"),
        ("a@abc b@abc", "a b c d e", "2 of 5"),
        ("a@abc c@abc d@abcde", "a b c d e", "3 of 5"),
        ("a@abc b@abc c@abc", "a b c d", "done, new: d"),
        // Optional sections count neither for the finish nor as new.
        ("a@ab b@ab", "a b c?", "done"),
        ("c@ab", "a b c?", "0 of 2"),
        ("a@ab b@ab", "a b c d?", "done, new: c"),
        ("a@ab b@ab d@abc", "a b c d? e", "done, new: c e"),
        ("a@ab b@ab", "a b? c?", "done"),
        // One that was optional at the finish counts since.
        ("a@ab b@ab", "a b c", "done, new: c"),
        ("a@ab b@ab c@ab", "a b c", "done"),
        // Nothing but optional ones: there is nothing to finish.
        ("a@", "a? b?", "0 of 0"),
    ];
    for (words, today, expected) in cases {
        let outline = outline(100, vec![module("m", &[], today)]);
        let shown = describe(&outline, 0, words);
        assert_eq!(shown, expected, "marked {words:?}, today {today:?}");
    }
}

#[test]
fn a_share_of_the_sections_may_be_enough() {
    let cases = [
        ("a@abcde b@abcde c@abcde", "a b c d e", "3 of 5"),
        ("a@abcde b@abcde c@abcde d@abcde", "a b c d e", "done"),
        // Two come: what was left open before is not new.
        ("a@abcde b@abcde c@abcde d@abcde", "a b c d e f g", "done, new: f g"),
        ("a@abcde b@abcde c@abcde d@abcde f@abcdefg", "a b c d e f g", "done, new: g"),
        ("a@abcde b@abcde c@abcde d@abcde f@abcdefg g@abcdefg", "a b c d e f g", "done"),
        // Enough of the later edition: it is finished as well, and what is left open in it is not new.
        ("a@abcde b@abcde c@abcde d@abcde e@abcde f@abcdefg", "a b c d e f g", "done"),
        ("a@abcde b@abcde c@abcde d@abcde e@abcde", "a b c d e f", "done, new: f"),
        ("a@abcde b@abcde c@abcde", "a b c d", "3 of 4"),
        ("a@abcde b@abcde c@abcde e@abcde", "a b c e", "done"),
    ];
    for (words, today, expected) in cases {
        let outline = outline(80, vec![module("m", &[], today)]);
        assert_eq!(describe(&outline, 0, words), expected, "marked {words:?}, today {today:?}");
    }
}

#[test]
fn a_finish_belongs_to_one_module() {
    // A section moved from a finished module into one where nothing is done: the rest of that one is not new.
    let moved = outline(100, vec![module("m", &[], "a"), module("n", &[], "x y b<m/b")]);
    assert_eq!(describe(&moved, 0, "a@ab b@ab"), "done");
    assert_eq!(describe(&moved, 1, "a@ab b@ab"), "1 of 3");
    // The module got another id and names its old one.
    let renamed = outline(100, vec![module("n", &["m"], "a b c")]);
    assert_eq!(describe(&renamed, 0, "a@ab b@ab"), "done, new: c");
    assert_eq!(describe(&renamed, 0, "a@ab b@ab n/c@abc"), "done");
    let more = outline(100, vec![module("n", &["m"], "a b c d")]);
    assert_eq!(describe(&more, 0, "a@ab b@ab n/c@abcd"), "done, new: d");
    // Modules and sections whose ids begin alike have nothing to do with one another.
    let alike = outline(100, vec![module("m", &[], "a b"), module("m-2", &[], "a b")]);
    assert_eq!(describe(&alike, 1, "a@ab b@ab"), "not started");
}

#[test]
fn an_edition_that_is_not_known_finishes_nothing() {
    let (marks, _) = marks("a@ab b@ab");
    let outline = outline(100, vec![module("m", &[], "a b c")]);
    let progress = Progress::of(&outline, &marks, &Editions::new());
    assert_eq!(progress.modules[0].state, ModuleState::Started);
}
