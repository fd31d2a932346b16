//! Our own format: what is written says all, and an author sees what is missing.

use ::toml::{Table, Value};

use super::bank::{everything, question};
use super::*;
use crate::domain::question::network::Need;
use crate::domain::question::{Choice, Gap, GapKey, NetworkKey, NumberKey, Rule, Wrong};

fn text(table: &Table, key: &str) -> String {
    table.get(key).unwrap_or_else(|| panic!("{key} in {table}")).as_str().unwrap().to_owned()
}

fn maybe(table: &Table, key: &str) -> Option<String> {
    table.get(key).map(|_| text(table, key))
}

fn tables<'t>(table: &'t Table, key: &str) -> Vec<&'t Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().map(|value| value.as_table().unwrap()).collect()
}

fn list(table: &Table, key: &str) -> Vec<String> {
    let values = table.get(key).and_then(Value::as_array).into_iter().flatten();
    values.map(|value| value.as_str().unwrap().to_owned()).collect()
}

fn number(value: &Value) -> f64 {
    value.as_float().unwrap_or_else(|| value.to_string().parse().unwrap())
}

fn wrongs(table: &Table, key: &str) -> Vec<Wrong> {
    let is = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let wrong = |table: &Table| Wrong {
        is: is(&table[key]),
        feedback: text(table, "feedback"),
        misconception: maybe(table, "misconception"),
    };
    tables(table, "wrong").into_iter().map(wrong).collect()
}

fn network(table: &Table) -> NetworkKey {
    let net = |text: String| text.parse().unwrap();
    match text(table, "want").as_str() {
        "within" => NetworkKey::Within {
            inside: net(text(table, "inside")),
            prefix: table["prefix"].as_integer().unwrap().try_into().unwrap(),
            used: list(table, "used").into_iter().map(net).collect(),
        },
        "networks" => NetworkKey::Networks(list(table, "is").into_iter().map(net).collect()),
        want => {
            let is = table["is"].as_str().map_or_else(|| table["is"].to_string(), str::to_owned);
            let mut key = NetworkKey::read(want, &is).unwrap();
            match &mut key {
                NetworkKey::Address { subnet, .. } => *subnet = maybe(table, "subnet").map(net),
                NetworkKey::Prefix { need, .. } => {
                    let count =
                        |key: &str| Some(table.get("needs")?.get(key)?.as_integer().unwrap().try_into().unwrap());
                    *need = count("addresses").map(Need::Addresses).or(count("blocks").map(Need::Blocks));
                }
                _ => {}
            }
            key
        }
    }
}

/// Reads a question by the format's rules.
fn parsed(table: &Table) -> Draft {
    let options = || {
        let option = |table: &Table| Choice {
            text: text(table, "text"),
            right: table.get("right").is_some_and(|right| right.as_bool().unwrap()),
            feedback: maybe(table, "feedback"),
            misconception: maybe(table, "misconception"),
        };
        tables(table, "option").into_iter().map(option).collect()
    };
    let feedback = || text(table, "feedback");
    let gap = |table: &Table| {
        let key = match table.get("accept") {
            Some(_) => GapKey::Accept(list(table, "accept")),
            None => GapKey::Options { options: list(table, "options"), answer: text(table, "answer") },
        };
        Gap { key, feedback: maybe(table, "feedback") }
    };
    let body = if let Some(rule) = table.get("parametric") {
        Body::Parametric(Rule::of_id(&text(rule.as_table().unwrap(), "rule")).unwrap())
    } else {
        Body::Fixed(match text(table, "kind").as_str() {
            "choice" => Kind::Choice(options()),
            "choices" => Kind::Choices(options()),
            "truth" => Kind::Truth {
                answer: table["answer"].as_bool().unwrap(),
                feedback: feedback(),
                misconception: table.get("misconception").map(|_| text(table, "misconception")),
            },
            "number" => Kind::Number(NumberKey {
                answer: number(&table["answer"]),
                tolerance: number(&table["tolerance"]),
                unit: maybe(table, "unit"),
                wrong: wrongs(table, "answer"),
            }),
            "text" => Kind::Text { accept: list(table, "accept"), wrong: wrongs(table, "answer") },
            "order" => Kind::Order { items: list(table, "items"), feedback: feedback() },
            "match" => {
                let pair = |table: &Table| (text(table, "left"), text(table, "right"));
                Kind::Match {
                    pairs: tables(table, "pair").into_iter().map(pair).collect(),
                    others: list(table, "others"),
                    feedback: feedback(),
                }
            }
            "gaps" => Kind::Gaps(tables(table, "gap").into_iter().map(gap).collect()),
            "network" => {
                Kind::Network { key: network(table["network"].as_table().unwrap()), wrong: wrongs(table, "is") }
            }
            other => panic!("{other}"),
        })
    };
    let section = text(table, "section");
    let (module, section) = section.split_once('#').unwrap_or(("models", &section));
    Draft {
        id: text(table, "id"),
        title: None,
        category: None,
        line: 0,
        module: Some(module.to_owned()),
        section: Some(section.to_owned()),
        goal: Some(table["goal"].as_integer().unwrap().try_into().unwrap()),
        difficulty: Some(
            [Difficulty::Recall, Difficulty::Apply, Difficulty::Judge]
                [usize::try_from(table["difficulty"].as_integer().unwrap()).unwrap() - 1],
        ),
        review: Some(table["review"].as_bool().unwrap()),
        prompt: text(table, "prompt"),
        hints: list(table, "hints"),
        explanation: text(table, "explanation"),
        source: text(table, "source"),
        checked: table["checked"].as_datetime().unwrap().to_string(),
        reads_configuration: table.get("reads").is_some_and(|reads| reads.as_str() == Some("configuration")),
        body,
    }
}

#[test]
fn our_own_format_gives_everything_back() {
    let bank = everything();
    let export = write(Format::Toml, &bank, 3);
    assert_eq!((export.files.len(), export.questions, export.report.notes.len()), (1, bank.len(), 0));
    assert_eq!(export.files[0].0, "models.toml");
    let file: Table = export.files[0].1.parse().unwrap_or_else(|error| panic!("{error}"));
    let questions = tables(&file, "question");
    assert_eq!(questions.len(), bank.len());
    for (table, question) in questions.into_iter().zip(&bank) {
        assert_eq!(parsed(table), Draft::of(question));
        assert_eq!(
            text(table, "kind"),
            match question.asked(5).kind() {
                Kind::Choice(_) => "choice",
                Kind::Choices(_) => "choices",
                Kind::Truth { .. } => "truth",
                Kind::Number(_) => "number",
                Kind::Text { .. } => "text",
                Kind::Order { .. } => "order",
                Kind::Match { .. } => "match",
                Kind::Gaps(_) => "gaps",
                Kind::Network { .. } => "network",
            }
        );
    }
}

#[test]
fn each_module_has_its_file_and_another_modules_section_is_named_in_full() {
    let one = question(
        "a",
        "Is it?",
        Body::Fixed(Kind::Truth { answer: true, feedback: "No.".to_owned(), misconception: None }),
    );
    let mut two = one.clone();
    two.place.module = "egress".to_owned();
    let export = write(Format::Toml, &[one.clone(), two, one.clone()], 3);
    let names: Vec<&str> = export.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["models.toml", "egress.toml"]);
    let file: Table = questions_file("egress", &[Draft::of(&one)]).parse().unwrap();
    assert!(text(tables(&file, "question")[0], "section").starts_with("models#"));
}

#[test]
fn what_a_draft_lacks_is_marked_for_its_author() {
    let reading = read(Format::Aiken, "Is it?\nA. Yes\nB. No\nANSWER: A\n").unwrap();
    let file = questions_file("models", &reading.drafts);
    let table: Table = file.parse().unwrap();
    let question = tables(&table, "question")[0];
    for key in ["section", "explanation", "source"] {
        assert_eq!(text(question, key), "");
        assert!(file.contains(&format!("# podium check will ask for this\n{key} = \"\"\n")), "{file}");
    }
    for key in ["goal", "difficulty", "checked", "feedback"] {
        assert!(file.contains(&format!("# podium check will ask for this: {key} = ")), "{file}");
        assert!(!question.contains_key(key));
    }
    assert_eq!(text(question, "id"), "is-it");
}
