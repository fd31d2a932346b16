use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::*;
use crate::domain::design::{Answered, Chosen, Decision, Reason};
use crate::domain::question::Kind as Asks;
use crate::domain::question::{Answer, Body, Choice, Difficulty, Fields, Mark, Place, Question};
use crate::domain::quiz::Certainty;
use crate::domain::understood::{First, Gathered, Person, Posed, QuizOf, Report, Sight};

/// What a hostile participant could call themselves: everything that a spreadsheet, a database or a page could stumble over.
const CANARIES: [&str; 12] = [
    "=HYPERLINK(\"https://example.org\",\"x\")",
    "+1",
    "-1+1|cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    " =1",
    "a,b;c\"d",
    "two\nlines",
    "<script>",
    "مريم",
];

fn place(section: &str) -> Place {
    Place { module: "addressing".to_owned(), section: section.to_owned() }
}

fn member(n: usize, name: &str) -> Member {
    let given = (1, Millis(1_000), "=1+1".to_owned(), Mark::from(0.5), Some(Certainty::Sure));
    let answer = |given| TriedAnswer {
        purpose: "quiz".to_owned(),
        subject: "check".to_owned(),
        attempt: 1,
        question: "q1".to_owned(),
        revision: 3,
        place: place("a"),
        given,
        hints: 1,
    };
    let decision = Decision {
        wizard: "egress".to_owned(),
        title: "Choose a way out".to_owned(),
        answers: vec![Answered {
            question: "inspect".to_owned(),
            short: "Inspection".to_owned(),
            ..Answered::default()
        }],
        outcome: Some(Chosen { id: "firewall".to_owned(), title: "A firewall".to_owned(), ..Chosen::default() }),
        reasons: vec![Reason { text: "It looks inside.".to_owned(), source: "https://example.org".to_owned() }],
        open: vec!["Inspection".to_owned()],
        ..Decision::default()
    };
    Member {
        id: format!("p{n}"),
        name: name.to_owned(),
        handle: Some(name.to_owned()),
        joined_at: Some(Millis(i64::try_from(100 - n).unwrap())),
        modules: (0, 1),
        sections: vec![
            SectionOf { place: place("a"), counts: true, done_at: Some(Millis(0)) },
            SectionOf { place: place("b"), counts: false, done_at: None },
        ],
        answers: vec![answer(Some(given)), answer(None)],
        decisions: vec![decision],
        ..Member::default()
    }
}

fn hostile() -> Named {
    Named::of(CANARIES.iter().enumerate().map(|(n, name)| member(n, name)).collect())
}

fn tables(named: &Named) -> [Table<'_>; 5] {
    [named.roster(), named.progress(), named.answers(), named.decisions(), named.decision_answers()]
}

/// Reads a table as RFC 4180 has it; panics where it is none.
fn read(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut signs = text.chars().peekable();
    let (mut quoted, mut begun) = (false, false);
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => field.extend(signs.next()),
            '"' if quoted => {
                quoted = false;
                assert!(matches!(signs.peek(), Some(',' | '\r')), "something stands after a closing quotation mark");
            }
            _ if quoted => field.push(sign),
            '"' => {
                assert!(!begun, "a quotation mark within a field");
                (quoted, begun) = (true, true);
            }
            ',' | '\r' => {
                row.push(std::mem::take(&mut field));
                begun = false;
                if sign == '\r' {
                    assert_eq!(signs.next(), Some('\n'));
                    rows.push(std::mem::take(&mut row));
                }
            }
            '\n' => panic!("a bare line end"),
            _ => {
                field.push(sign);
                begun = true;
            }
        }
    }
    assert!(row.is_empty() && field.is_empty() && !quoted, "the last line has no end");
    rows
}

fn question(n: usize) -> Question {
    let option = |text: &str, right| Choice { text: text.to_owned(), right, feedback: None, misconception: None };
    Question {
        id: format!("q{n}"),
        place: place("a"),
        goal: 1,
        difficulty: Difficulty::Recall,
        review: true,
        prompt: "Which?".to_owned(),
        hints: vec![],
        explanation: String::new(),
        source: "https://example.org".to_owned(),
        checked: "2026-11-22".to_owned(),
        reads_configuration: false,
        body: Body::Fixed(Asks::Choice(vec![option("=right", true), option("-wrong", false)])),
    }
}

fn reported(questions: &[Question], people: u32, sight: Sight) -> Report {
    let mut gathered = Gathered {
        sight,
        questions: questions.iter().map(|question| Posed { question, revision: 1 }).collect(),
        quizzes: vec![QuizOf { id: "check".to_owned(), title: "Check".to_owned(), questions: vec!["q0".to_owned()] }],
        answers: vec![],
        sittings: vec![],
        pairs: vec![],
        decisions: vec![],
    };
    for person in 0..people {
        for (question, posed) in questions.iter().enumerate() {
            let asked = posed.asked(0);
            let answer = Answer::Choice(asked.token(if person % 2 == 0 { "=right" } else { "-wrong" }));
            let mark = asked.mark(&answer).unwrap().mark;
            let (person, at) = (Person(person), Millis(0));
            let given = First {
                person,
                question,
                seed: 0,
                answer: Some(answer),
                mark,
                certainty: None,
                seconds: None,
                hints: 0,
                at,
            };
            gathered.answers.push(given);
        }
    }
    Report::of(&gathered)
}

#[test]
fn every_table_has_its_columns_in_every_row_and_no_formula() {
    let named = hostile();
    let questions = [question(0), question(1)];
    let anonymous = Anonymous::of(reported(&questions, 20, Sight::Groups), 20, vec![]).unwrap();
    for table in tables(&named).into_iter().chain(anonymous.report()).chain([anonymous.section_progress()]) {
        let kind = table.kind();
        let text = table.csv(false);
        let rows = read(&text);
        assert_eq!(rows[0], kind.columns.iter().map(|column| column.name).collect::<Vec<_>>());
        for field in rows.iter().flatten() {
            let first = field.trim_start().chars().next();
            let number = field.parse::<f64>().is_ok();
            assert!(number || !first.is_some_and(|c| "=+-@＝＋－＠".contains(c)), "{}: {field:?}", kind.name);
            assert!(!field.starts_with(['\t', '\r', '\n']), "{}: {field:?}", kind.name);
        }
        assert!(rows.iter().all(|row| row.len() == kind.columns.len()), "{}: {text}", kind.name);
    }
    // Behind the apostrophe each name is whole.
    let rows = read(&named.roster().csv(false));
    let called: BTreeSet<&str> = rows[1..].iter().map(|row| row[1].strip_prefix('\'').unwrap_or(&row[1])).collect();
    assert_eq!(called, CANARIES.into_iter().collect());
}

#[test]
fn json_has_the_same_names_numbers_as_numbers_and_times_in_words() {
    let named = hostile();
    let read = |table: Table<'_>| serde_json::from_str::<Value>(&table.json()).unwrap();
    let value = read(named.answers());
    assert_eq!(
        (value["table"].as_str(), value["count"].as_u64(), value["version"].as_u64()),
        (Some("answers"), Some(24), Some(1))
    );
    let row = &value["rows"][0];
    let columns: BTreeSet<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(columns, people::ANSWERS.columns.iter().map(|column| column.name).collect());
    assert_eq!(row["at"], "1970-01-01T00:00:01.000Z");
    assert_eq!(
        (row["mark"].as_f64(), row["verdict"].as_str(), row["certainty"].as_str()),
        (Some(0.5), Some("partly"), Some("sure"))
    );
    // In JSON nothing has to be disarmed.
    assert_eq!(row["answer"], "=1+1");
    let without = &value["rows"][1];
    assert!(without["at"].is_null() && without["verdict"].is_null());
    assert_eq!(read(named.progress())["rows"][0]["done"], true);
    assert_eq!(read(named.decisions())["rows"][0]["because"], "It looks inside.");
    assert_eq!(read(named.decision_answers())["rows"][0]["option"], "unknown");
}

#[test]
fn the_order_of_people_is_that_of_their_names() {
    let named = Named::of(vec![member(1, "Zoë"), member(2, "adam"), member(3, "Adam"), member(4, "bea")]);
    let rows = read(&named.roster().csv(true).replace('\u{feff}', ""));
    assert_eq!(rows[1..].iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["p3", "p2", "p4", "p1"]);
    assert!(named.roster().csv(true).starts_with("\u{feff}person,"));
}

#[test]
fn an_anonymous_cohort_has_counts_from_five_on_and_no_report_on_people() {
    let questions = [question(0)];
    assert!(Anonymous::of(reported(&questions, 20, Sight::People), 20, vec![]).is_none());
    let done = |n| SectionDone { place: place("a"), done: n };
    let sections = vec![done(0), done(1), done(4), done(5), done(15), done(16), done(19), done(20)];
    let anonymous = Anonymous::of(reported(&questions, 20, Sight::Groups), 20, sections).unwrap();
    let rows = read(&anonymous.section_progress().csv(false));
    let seen: Vec<&str> = rows[1..].iter().map(|row| row[3].as_str()).collect();
    assert_eq!(seen, ["0", "", "", "5", "15", "", "", "20"]);
    let few = [done(0), done(1), done(4)].to_vec();
    let few = Anonymous::of(reported(&questions, 4, Sight::Groups), 4, few).unwrap();
    assert!(read(&few.section_progress().csv(false))[1..].iter().all(|row| row[2].is_empty() && row[3].is_empty()));
    for table in few.report() {
        let kind = table.kind().name;
        let rows = read(&table.csv(false));
        assert!(rows.len() == 1 || kind == "report_quizzes" && rows[1][2].is_empty(), "{kind}: {rows:?}");
    }
    // No column of a table without people is about one.
    for kind in kinds().into_iter().skip(5) {
        let names: Vec<&str> = kind.columns.iter().map(|column| column.name).collect();
        assert!(!names.iter().any(|name| ["person", "name", "handle", "at"].contains(name) || name.ends_with("_at")));
    }
}

#[test]
fn answers_are_said_in_words() {
    let option = |text: &str, right| Choice { text: text.to_owned(), right, feedback: None, misconception: None };
    let mut asks = question(0);
    asks.body = Body::Fixed(Asks::Choices(vec![option("one", true), option("two", true), option("three", false)]));
    let asked = asks.asked(1);
    let fields = Fields::from_iter([("answer", asked.token("three")), ("answer", asked.token("one"))]);
    let answer = asked.read(&fields).unwrap();
    assert_eq!(said(&asked, &answer), "one; three");
    assert_eq!(said(&asked, &Answer::Choice("gone".to_owned())), "gone");
    asks.body = Body::Fixed(Asks::Order { items: vec!["a".to_owned(), "b".to_owned()], feedback: String::new() });
    let asked = asks.asked(1);
    assert_eq!(said(&asked, &Answer::Order(vec![asked.token("b"), asked.token("a")])), "b → a");
    assert_eq!(said(&asked, &Answer::Gaps(vec![Some("x".to_owned()), None])), "x; –");
    assert_eq!(said(&asked, &Answer::Truth(true)), "True");
}

/// The part of `docs/exports.md` about tables, as the columns have it.
fn documented() -> String {
    let mut text = String::new();
    for kind in kinds() {
        let _ = write!(text, "### `{}`\n\n{}\n\n| column | what it holds |\n| --- | --- |\n", kind.name, kind.row);
        for column in kind.columns {
            let _ = writeln!(text, "| `{}` | {} |", column.name, column.says);
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_documentation_has_every_column() {
    let page = include_str!("../../../docs/exports.md");
    let names: BTreeSet<&str> = kinds().iter().map(|kind| kind.name).collect();
    assert_eq!(names.len(), kinds().len());
    for part in documented().split("\n\n").filter(|part| !part.is_empty()) {
        assert!(
            page.contains(part),
            "docs/exports.md lacks or differs in:\n\n{part}\n\nAll of it:\n\n{}",
            documented()
        );
    }
    let tables = page.split("## Statements").next().unwrap();
    let of_page = tables.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(of_page, kinds().iter().map(|kind| kind.columns.len()).sum::<usize>(), "a column that is no more");
}
