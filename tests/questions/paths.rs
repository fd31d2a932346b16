//! Every kind of question, answered in every way, on every path: the same marks.

use reqwest::StatusCode;

use super::Given::{Gaps, Nothing, Options, Pairs, Places, Raw, Typed, Worked};
use super::{Attempt, Given, Line, bank, borrowed, exported, fields, serving};
use crate::support::{Person, Portal};

/// An answer and the share of the mark that it earns.
type Worth = (Given, &'static str);

/// A question; what is right, wrong, and partly right; what cannot be read, and what is said to that. Where no part of a
/// question can be right alone, the third is another wrong answer.
type Row = (&'static str, Worth, Worth, Worth, (Given, &'static str));

const ROWS: [Row; 20] = [
    (
        "pick",
        (Options(&["Copper"]), "1"),
        (Options(&["Glass"]), "0"),
        (Options(&["Air at rest"]), "0"),
        (Raw(&[("answer", "copper")]), "That is none of the options"),
    ),
    (
        "pick-all",
        (Options(&["Iron", "Lead"]), "1"),
        (Options(&["Wool"]), "0"),
        (Options(&["Lead"]), "0.5"),
        (Raw(&[("answer", "x")]), "That is none of the options"),
    ),
    (
        "is-it",
        (Options(&["False"]), "1"),
        (Options(&["True"]), "0"),
        (Options(&["True"]), "0"),
        (Raw(&[("answer", "perhaps")]), "That is none of the options"),
    ),
    (
        "how-many",
        (Typed("251 addresses"), "1"),
        (Typed("254"), "0"),
        (Typed("251.1"), "0"),
        (Typed("many"), "“many” is not a number"),
    ),
    (
        "say",
        (Typed(" “Copper-CORE” "), "1"),
        (Typed("glass"), "0"),
        (Typed("core of copper"), "0"),
        (Worked(|_| "x".repeat(301)), "at most 300 characters are read"),
    ),
    (
        "sort",
        (Places(&[("Dig first", "1"), ("Lay second", "2"), ("Fill third", "3"), ("Test last", "4")]), "1"),
        (Places(&[("Dig first", "4"), ("Lay second", "3"), ("Fill third", "2"), ("Test last", "1")]), "0"),
        (Places(&[("Dig first", "1"), ("Lay second", "3"), ("Fill third", "2"), ("Test last", "4")]), "0.67"),
        (
            Places(&[("Dig first", "1"), ("Lay second", "1"), ("Fill third", "2"), ("Test last", "4")]),
            "both have place 1",
        ),
    ),
    (
        "pair-up",
        (Pairs(&[("Wire", "current"), ("Fibre", "light"), ("Pipe", "water")]), "1"),
        (Pairs(&[("Wire", "light"), ("Fibre", "nothing at all"), ("Pipe", "current")]), "0"),
        (Pairs(&[("Wire", "current"), ("Fibre", "water")]), "0.33"),
        (Pairs(&[("Wire", "no such token")]), "That is none of the options"),
    ),
    (
        "fill",
        (Gaps(&["pod-selector", "egress"]), "1"),
        (Gaps(&["label", "ingress"]), "0"),
        (Gaps(&["podSelector"]), "0.5"),
        (Gaps(&["podSelector", "sideways"]), "That is none of the options"),
    ),
    (
        "net",
        (Typed("10.0.0.5 255.255.255.192"), "1"),
        (Typed("10.0.0.0/25"), "0"),
        (Typed("10.0.1.0/26"), "0"),
        (Typed("10.0.0.256/26"), "256"),
    ),
    (
        "address",
        (Typed("10.0.0.4"), "1"),
        (Typed("10.0.0.1"), "0"),
        (Typed("10.0.0.0"), "0"),
        (Typed("the first"), "the first"),
    ),
    (
        "span",
        (Typed("10.0.0.4-10.0.0.62"), "1"),
        (Typed("10.0.0.0/26"), "0"),
        (Typed("10.0.0.4 - 10.0.0.63"), "0"),
        (Typed("from here on"), "from here on"),
    ),
    (
        "mask",
        (Typed("/26"), "1"),
        (Typed("255.255.255.224"), "0"),
        (Typed("/25"), "0"),
        (Typed("255.0.255.0"), "is not a mask"),
    ),
    (
        "wild",
        (Typed("0.0.0.63"), "1"),
        (Typed("0.0.0.31"), "0"),
        (Typed("0.0.0.127"), "0"),
        (Typed("0.63.0.0"), "is not a wildcard"),
    ),
    ("count", (Typed("59"), "1"), (Typed("64"), "0"), (Typed("62"), "0"), (Typed("1.5"), "is not a whole number")),
    (
        "length",
        (Typed("/26"), "1"),
        (Typed("27"), "0"),
        (Typed("25"), "0"),
        (Typed("long"), "is not the length of a network"),
    ),
    (
        "room",
        (Typed("10.0.0.96/27"), "1"),
        (Typed("10.0.0.32/27"), "0"),
        (Typed("10.0.0.64/26"), "0"),
        (Typed("anywhere"), "anywhere"),
    ),
    (
        "list",
        (Typed("10.0.0.0/25"), "1"),
        (Typed("10.0.0.0/26"), "0"),
        (Typed("10.0.0.0/26\n10.0.0.128/26"), "0"),
        (Typed("10.0.0.0/26\nnonsense"), "nonsense"),
    ),
    (
        "drawn-count",
        (Worked(|p| usable(length(p)).to_string()), "1"),
        (Worked(|p| (usable(length(p)) + 3).to_string()), "0"),
        (Typed("0"), "0"),
        (Typed("~"), "“~” is not a number"),
    ),
    (
        "drawn-mask",
        (Worked(|p| mask(length(p))), "1"),
        (Worked(|p| mask(other(length(p)))), "0"),
        (Worked(|p| format!("/{}", other(length(p)))), "0"),
        (Typed("255.255.255.1"), "is not a mask"),
    ),
    (
        "read-it",
        (Options(&["It lets nothing in"]), "1"),
        (Options(&["It lets all in"]), "0"),
        (Options(&["It fails to load"]), "0"),
        (Raw(&[("answer", "zz")]), "That is none of the options"),
    ),
];

/// The length that a prompt names.
fn length(prompt: &str) -> u32 {
    let after = prompt.split_once('/').unwrap_or_else(|| panic!("no length in {prompt}")).1;
    after.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).expect("a length")
}

fn usable(length: u32) -> u64 {
    (1 << (32 - length)) - 5
}

fn mask(length: u32) -> String {
    std::net::Ipv4Addr::from(u32::MAX << (32 - length)).to_string()
}

fn other(length: u32) -> u32 {
    if length > 20 { length - 1 } else { length + 1 }
}

/// The ways to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Right,
    Wrong,
    Partly,
    Nothing,
    Unreadable,
}

/// How an answer gets to the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Path {
    /// A form that is sent and redirected.
    Form,
    /// In place, as a script sends it.
    InPlace,
    /// In place under the names that a page with all questions gives, as a script sends it from there.
    InPlaceOfMany,
    /// A form with all questions.
    Sheet,
    /// The same, handed in with what stands in its fields.
    HandedIn,
}

impl Way {
    fn given(self, row: &Row) -> Given {
        match self {
            Self::Right => row.1.0,
            Self::Wrong => row.2.0,
            Self::Partly => row.3.0,
            Self::Nothing => Nothing,
            Self::Unreadable => row.4.0,
        }
    }

    /// What the result has to say.
    fn line(self, row: &Row) -> Line {
        let earned = match self {
            Self::Right => row.1.1,
            Self::Wrong => row.2.1,
            Self::Partly => row.3.1,
            Self::Nothing | Self::Unreadable => return ("Not answered".to_owned(), "0".to_owned()),
        };
        let verdict = match earned {
            "1" => "Right",
            "0" => "Wrong",
            _ => "Partly right",
        };
        (verdict.to_owned(), earned.to_owned())
    }

    /// What is said to an answer that is not accepted.
    fn complaint(self, row: &Row) -> Option<&'static str> {
        match self {
            Self::Nothing => Some("yet."),
            Self::Unreadable => Some(row.4.1),
            _ => None,
        }
    }
}

#[tokio::test]
async fn every_kind_answered_in_every_way_gets_the_same_marks_on_every_path() {
    let ids: Vec<&str> = ROWS.iter().map(|row| row.0).collect();
    assert_eq!(ids, bank::all_kinds(), "the table has a row for every question");
    let folder = bank::workshop();
    for portal in serving(&folder).await {
        for way in [Way::Right, Way::Wrong, Way::Partly, Way::Nothing, Way::Unreadable] {
            let wanted: Vec<Line> = ROWS.iter().map(|row| way.line(row)).collect();
            for path in [Path::Form, Path::InPlace, Path::InPlaceOfMany, Path::Sheet, Path::HandedIn] {
                let (lines, marks) = taken(&portal, way, path).await;
                for ((row, line), wanted) in ROWS.iter().zip(&lines).zip(&wanted) {
                    assert_eq!(line, wanted, "{} {way:?} by {path:?}", row.0);
                }
                assert_eq!(lines.len(), wanted.len());
                let earned: Vec<(String, String)> = ids
                    .iter()
                    .zip(&wanted)
                    .filter(|(_, (verdict, _))| verdict != "Not answered")
                    .map(|(id, (_, earned))| ((*id).to_owned(), earned.clone()))
                    .collect();
                assert_eq!(marks, earned, "exported, {way:?} by {path:?}");
            }
        }
    }
}

/// Takes the whole quiz in one way on one path: the lines of the result, and the marks of the export.
async fn taken(portal: &Portal, way: Way, path: Path) -> (Vec<Line>, Vec<(String, String)>) {
    let person = Person::at(portal);
    let all = matches!(path, Path::InPlaceOfMany | Path::Sheet | Path::HandedIn);
    let attempt = Attempt::begin(&person, if all { "sheet" } else { "each" }).await;
    let mut sheet: Vec<(String, String)> = Vec::new();
    let page_of_all = person.reads(&attempt.address).await;
    for (number, row) in (1..).zip(&ROWS) {
        let page = if all { None } else { Some(attempt.opens(&person, number).await) };
        let sent = fields(page.as_ref().unwrap_or(&page_of_all), row.0, way.given(row));
        let answer = match path {
            Path::Form => person.sends(&attempt.path_of(row.0), &borrowed(&sent)).await,
            Path::InPlace | Path::InPlaceOfMany => {
                person.sends_in_place(&attempt.path_of(row.0), "answer", &borrowed(&sent)).await
            }
            Path::Sheet | Path::HandedIn => {
                sheet.extend(sent);
                continue;
            }
        };
        match way.complaint(row) {
            None => assert_eq!(answer.status, StatusCode::OK, "{} {way:?} by {path:?}: {}", row.0, answer.words()),
            Some(complaint) => {
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{} {way:?} by {path:?}", row.0);
                let said = answer.texts(".error");
                assert!(said.iter().any(|said| said.contains(complaint)), "{} {way:?}: {said:?}", row.0);
            }
        }
    }
    if !sheet.is_empty() {
        let to = if path == Path::Sheet { attempt.path() } else { format!("{}/hand-in", attempt.path()) };
        let answer = person.sends(&to, &borrowed(&sheet)).await;
        if way == Way::Unreadable {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.words());
            let said = answer.texts(".error");
            for row in &ROWS {
                assert!(said.iter().any(|said| said.contains(row.4.1)), "{} is not complained about: {said:?}", row.0);
            }
        } else {
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.words());
        }
    }
    if path != Path::HandedIn || way == Way::Unreadable {
        let over = attempt.hands_in(&person).await;
        assert_eq!(over.status, StatusCode::OK, "{}", over.words());
    }
    let lines = attempt.result(&person).await;
    // Each question of what is over shows its explanation; a sheet shows all.
    let mut page = attempt.opens(&person, 1).await;
    for (number, row) in (1..).zip(&ROWS) {
        if !all && number > 1 {
            page = attempt.opens(&person, number).await;
        }
        assert!(page.body.contains(&format!("zzwhy-{}:", row.0)), "{} is not explained by {path:?}", row.0);
    }
    let attempts = exported(&person).await;
    assert_eq!(attempts.len(), 1);
    let answers = attempts[0]["answers"].as_array().expect("answers");
    let mark = |answer: &serde_json::Value| {
        let text = format!("{:.2}", answer["mark"].as_f64().unwrap_or_else(|| panic!("no mark: {answer}")));
        let earned = text.trim_end_matches('0').trim_end_matches('.').to_owned();
        (answer["question"].as_str().expect("a question").to_owned(), earned)
    };
    (lines, answers.iter().map(mark).collect())
}
