use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::domain::outline::{DoneRule, Outline, OutlineModule, OutlineSection};
use crate::domain::progress::{Editions, Mark, Progress};

fn outline(modules: &[(&str, bool, &[&str])]) -> Outline {
    let section = |id: &&str| OutlineSection {
        id: (*id).to_owned(),
        was: Vec::new(),
        title: (*id).to_owned(),
        optional: false,
        need: Need::AsWritten,
    };
    let module = |(id, optional, sections): &(&str, bool, &[&str])| OutlineModule {
        id: (*id).to_owned(),
        was: Vec::new(),
        title: (*id).to_owned(),
        minutes: 10,
        optional: *optional,
        sections: sections.iter().map(section).collect(),
        edition: format!("{id}-{}", sections.len()),
    };
    Outline { workshop: "w".to_owned(), modules: modules.iter().map(module).collect(), done: DoneRule::default() }
}

fn mark(module: &str, section: &str, edition: &str) -> Mark {
    Mark { module: module.to_owned(), section: section.to_owned(), edition: edition.to_owned(), at: Millis(1) }
}

#[test]
fn settings_of_an_earlier_version_read_as_the_usual_ones() {
    let settings: Settings = serde_json::from_str("{}").expect("settings");
    assert_eq!(settings, Settings::default());
    assert!(settings.completion.modules);
    let settings: Settings = serde_json::from_str(r#"{"door":{"most":40},"names":"hidden"}"#).expect("settings");
    assert_eq!((settings.door.most, settings.names, settings.door.entry), (Some(40), Names::Hidden, Entry::Anyone));
    let text = serde_json::to_string(&settings).expect("text");
    assert_eq!(serde_json::from_str::<Settings>(&text).expect("settings"), settings);
}

#[test]
fn the_door_says_why_it_is_shut() {
    let mut settings = Settings::default();
    assert_eq!(settings.lets_in(10_000, Millis(5)), Ok(()));
    settings.door.most = Some(40);
    assert_eq!(settings.lets_in(39, Millis(5)), Ok(()));
    assert_eq!(settings.lets_in(40, Millis(5)), Err(Shut::Full(40)));
    settings.door.closed = true;
    assert_eq!(settings.lets_in(40, Millis(5)), Err(Shut::Closed));
    settings.ends_at = Some(Millis(5));
    assert_eq!(settings.lets_in(0, Millis(5)), Err(Shut::Over(Millis(5))));
    assert_eq!(settings.lets_in(0, Millis(4)), Err(Shut::Closed));
}

#[test]
fn a_copy_keeps_the_plan_and_forgets_the_dates() {
    let plan = |need, opens_at| ModulePlan { opens_at, need, ..ModulePlan::usual("a") };
    let settings = Settings {
        zone: "Europe/Berlin".to_owned(),
        starts_at: Some(Millis(1)),
        ends_at: Some(Millis(2)),
        door: Door {
            closed: true,
            entry: Entry::Domain,
            domains: vec!["example.org".to_owned()],
            most: Some(9),
            platforms: vec!["p".to_owned()],
        },
        names: Names::Real,
        schedule: Schedule::of([plan(Need::Hidden, Some(Millis(3)))]),
        completion: Completion { modules: false, ..Completion::default() },
        announcement: Some(Announcement { text: "x".to_owned(), at: Millis(1) }),
    };
    let copy = settings.for_another();
    assert_eq!((copy.starts_at, copy.ends_at, copy.announcement.clone()), (None, None, None));
    assert_eq!(copy.door, Door { closed: false, ..settings.door });
    assert_eq!(copy.schedule.plan("a"), plan(Need::Hidden, None));
    assert_eq!(copy.zone, "Europe/Berlin");
    assert_eq!((copy.names, copy.completion.modules), (Names::Real, false));
}

#[test]
fn a_schedule_says_when_a_module_opens() {
    let at = |module: &str, opens_at, need| ModulePlan { opens_at, need, ..ModulePlan::usual(module) };
    let schedule = Schedule::of([
        at("a", Some(Millis(10)), Need::AsWritten),
        at("b", None, Need::Hidden),
        at("c", Some(Millis(1)), Need::Optional),
        at("c", Some(Millis(20)), Need::Required),
        ModulePlan::usual("d"),
    ]);
    assert_eq!(schedule.availability("a", Millis(9)), Availability::From(Millis(10)));
    assert_eq!(schedule.availability("a", Millis(10)), Availability::Open);
    assert_eq!(schedule.availability("b", Millis(99)), Availability::Hidden);
    assert_eq!(schedule.availability("c", Millis(19)), Availability::From(Millis(20)), "the last one counts");
    assert_eq!(schedule.availability("d", Millis(0)), Availability::Open);
    assert!(schedule.requires("a", false) && !schedule.requires("a", true));
    assert!(schedule.requires("c", true) && !schedule.requires("b", false));
    assert_eq!(Schedule::of([ModulePlan::usual("d")]), Schedule::default());
}

#[test]
fn what_completes_it_follows_the_schedule_and_the_workshop() {
    let outline = outline(&[("a", false, &["1", "2"]), ("b", false, &["1"]), ("c", true, &["1"]), ("d", false, &[])]);
    let need = |module: &str, need| ModulePlan { need, ..ModulePlan::usual(module) };
    let schedule = Schedule::of([need("b", Need::Optional), need("c", Need::Required)]);
    let completion = Completion {
        modules: true,
        quizzes: BTreeMap::from([("q".to_owned(), 70), ("gone".to_owned(), 70)]),
        decisions: BTreeSet::from(["w".to_owned(), "gone".to_owned()]),
    };
    let parts = completion.parts(&outline, &schedule, &BTreeSet::from(["q"]), &BTreeSet::from(["w"]));
    assert_eq!(
        parts,
        [
            Part::Module("a".to_owned()),
            Part::Module("c".to_owned()),
            Part::Quiz("q".to_owned(), 70),
            Part::Decision("w".to_owned())
        ]
    );

    let marks = [mark("a", "1", "a-2"), mark("a", "2", "a-2"), mark("c", "1", "c-1")];
    let progress = Progress::of(&outline, &marks, &Editions::new());
    let mut reached = Reached { quizzes: BTreeMap::from([("q".to_owned(), 69)]), decisions: BTreeSet::new() };
    let standing = Standing::of(&parts, &outline, &progress, &reached);
    assert_eq!((standing.count(), standing.complete()), ((2, 4), false));
    // Two modules whole, 69 of 70 (98 %), nothing decided: (100 + 100 + 98 + 0) / 4.
    assert_eq!(standing.percent(&outline, &progress, &reached), 74);
    let half = Progress::of(&outline, &marks[..1], &Editions::new());
    let standing_of = |progress: &Progress, reached: &Reached| {
        Standing::of(&parts, &outline, progress, reached).percent(&outline, progress, reached)
    };
    assert_eq!(standing_of(&half, &Reached::default()), 12, "half of one of four");
    assert_eq!(standing_of(&Progress::of(&outline, &[], &Editions::new()), &Reached::default()), 0);
    reached.quizzes.insert("q".to_owned(), 70);
    reached.decisions.insert("w".to_owned());
    let whole = Standing::of(&parts, &outline, &progress, &reached);
    assert!(whole.complete());
    assert_eq!(whole.percent(&outline, &progress, &reached), 100);
    assert!(!Standing::default().complete(), "nothing to do is not complete");
    assert_eq!(Standing::default().percent(&outline, &progress, &reached), 0);
}

/// A module was finished; then a section came.
#[test]
fn what_was_finished_stays_so_and_new_sections_are_told() {
    let before = [("a".to_owned(), "1".to_owned())];
    let editions = Editions::from([("a-1".to_owned(), before.into())]);
    let outline = outline(&[("a", false, &["1", "2"])]);
    let progress = Progress::of(&outline, &[mark("a", "1", "a-1")], &editions);
    let parts = [Part::Module("a".to_owned())];
    let standing = Standing::of(&parts, &outline, &progress, &Reached::default());
    assert!(standing.complete());
    assert_eq!(standing.parts[0].new, 1);
}

#[test]
fn names_are_of_any_script_and_equal_ones_are_told_apart() {
    for kept in ["Ada", "O'Neill & <b>", "Zoë", "李小龍", "محمد", "🦊", "x̱"] {
        assert_eq!(member_name(&format!("  {kept} ")).as_deref(), Ok(kept));
    }
    for refused in ["", "  ", "\u{200b}\u{200d}", "...", &"x".repeat(65)] {
        assert!(member_name(refused).is_err(), "{refused:?}");
    }
    assert!(member_name(&"李".repeat(64)).is_ok());
    assert!(name(" \n").is_err());
    assert_eq!(told_apart(&["Ada", "Bob", "ada ", "Ada"]), ["Ada (1)", "Bob", "ada  (2)", "Ada (3)"]);
}

#[test]
fn an_assistant_changes_and_exports_nothing() {
    for role in [StaffRole::Assistant, StaffRole::Facilitator] {
        assert_eq!(StaffRole::of_id(role.id()), Some(role));
        assert_eq!(role.may_change(), role == StaffRole::Facilitator);
        assert_eq!(role.may_export(), role == StaffRole::Facilitator);
    }
    assert_eq!(StaffRole::of_id("owner"), None);
}

#[test]
fn domains_are_read_as_people_type_them() {
    let read = |typed: &str| domains(typed).map(|domains| domains.join(" "));
    let right = [
        ("example.org", "example.org"),
        (" @Example.ORG, sub.example.org;münchen.example ", "example.org sub.example.org münchen.example"),
        ("example.org\nexample.org.", "example.org"),
    ];
    for (typed, expected) in right {
        assert_eq!(read(typed).as_deref(), Ok(expected), "{typed}");
    }
    for typed in [
        "",
        " , ",
        "example",
        "maya@example.org",
        "https://example.org",
        "*.example.org",
        "-a.org",
        "a..org",
        "a.org/b",
    ] {
        assert!(read(typed).is_err(), "{typed}");
    }
    assert!(read(&(0..21).map(|n| format!("d{n}.org")).collect::<Vec<_>>().join(" ")).is_err());
    assert!(read(&"a".repeat(300)).unwrap_err().chars().count() < 150);
}

#[test]
fn an_address_is_of_a_domain_or_of_none() {
    let door = Door { domains: vec!["example.org".to_owned(), "sub.example.net".to_owned()], ..Door::default() };
    let cases = [
        ("maya@example.org", true),
        ("maya@EXAMPLE.org", true),
        ("maya@sub.example.net", true),
        ("maya@sub.example.org", false),
        ("maya@example.net", false),
        ("maya@badexample.org", false),
        ("maya@example.org.evil.test", false),
        ("\"a@example.org\"@evil.test", false),
        ("example.org", false),
        ("", false),
    ];
    for (email, expected) in cases {
        assert_eq!(door.lets_in_address(email), expected, "{email}");
    }
    assert!(!Door::default().lets_in_address("maya@example.org"));
    for entry in Entry::ALL {
        assert_eq!(Entry::of_id(entry.id()), Some(entry));
        assert_eq!(serde_json::to_value(entry).unwrap(), entry.id());
    }
}
