//! Quizzes: their faults, their rules, and how they stand in modules.

use super::*;
use crate::content::model::Quiz;
use crate::content::{Draw, Known, load_with};
use crate::domain::quiz::{TimeLimit, When};

/// A bank of five questions in two modules.
fn five() -> Vec<(&'static str, String)> {
    let question = |id: &str, goal: u8, difficulty: u8| {
        let question = choice().replace("\"q\"", &format!("\"{id}\"")).replace("goal = 1", &format!("goal = {goal}"));
        question.replace("difficulty = 2", &format!("difficulty = {difficulty}"))
    };
    vec![
        ("workshop.toml", MANIFEST.replace("[\"a\"]", "[\"a\", \"b\"]")),
        ("modules/a.md", MODULE.to_owned()),
        ("modules/b.md", MODULE.to_owned()),
        ("questions/a.toml", question("first", 1, 2) + &question("second", 1, 2) + &question("third", 2, 3)),
        ("questions/b.toml", question("fourth", 1, 2) + &question("fifth", 2, 1)),
    ]
}

fn load_quizzes(quizzes: &str) -> Loaded {
    let five = five();
    let mut files: Vec<(&str, &str)> = five.iter().map(|(path, text)| (*path, text.as_str())).collect();
    files.push(("questions/quizzes.toml", quizzes));
    load_files(&files)
}

fn found_in_quizzes(quizzes: &str) -> Vec<String> {
    all(&load_quizzes(quizzes), "questions/quizzes.toml:")
}

pub(super) const QUIZ: &str = "[[quiz]]\nid = \"x\"\ntitle = \"X\"\nquestions = [\"first\", \"fourth\"]\n";

#[test]
fn faults_of_quizzes() {
    let with = |line: &str| format!("{QUIZ}{line}\n");
    let after = |questions: &str| {
        format!("{QUIZ}\n[[quiz]]\nid = \"y\"\ntitle = \"Y\"\nafter = \"x\"\nquestions = [{questions}]\n")
    };
    let cases: &[(String, &[&str])] = &[
        (String::new(), &[]),
        (
            "[[quiz]]\n".to_owned(),
            &[
                "1:1: “id” is missing in [[quiz]]; add it",
                "1:1: “questions” is missing in [[quiz]]; add it",
                "1:1: “title” is missing in [[quiz]]; add it",
            ],
        ),
        ("[[quizz]]\n".to_owned(), &["1:3: there is no key “quizz” in quizzes.toml; did you mean “quiz”?"]),
        (
            QUIZ.replace("\"x\"", "\"X\""),
            &["2:7: “X” is not an id; use lower-case letters, digits and single hyphens, at most 80 characters"],
        ),
        (format!("{QUIZ}{QUIZ}"), &["6:7: the quiz “x” is there twice, first in line 2; give this one another id"]),
        (
            QUIZ.replace("[\"first\", \"fourth\"]", "[]"),
            &["4:13: the quiz asks nothing; name the ids of its questions"],
        ),
        (
            QUIZ.replace("[\"first\", \"fourth\"]", "\"first\""),
            &["4:13: “questions” is a text; it must be a list of texts, as in [\"one\", \"two\"]"],
        ),
        (
            QUIZ.replace("\"fourth\"", "\"forth\", \"else\", \"first\""),
            &[
                "4:24: there is no question “forth”; did you mean “fourth”?",
                "4:33: there is no question “else”; write it into a file of questions or take its id out",
                "4:41: the question “first” is asked twice, first in line 4; name it once",
            ],
        ),
        (
            with("intro = \"# No\""),
            &["5:10: a quiz's introduction is words, lists and links alone; put the rest into a module"],
        ),
        (
            with("intro = \"[a](b#two) and [b](b#one), ![c](d.png)\""),
            &["5:37: a quiz's introduction is words, lists and links alone; put the rest into a module"],
        ),
        (
            with("intro = \"[a](b#two) and [b](b#one)\""),
            &["5:10: there is no section “two” in “b”; name one of its headings"],
        ),
        (
            with("tries = 0\ntry_costs = 101\nhint_costs = -1"),
            &[
                "5:9: “tries” is out of bounds; it must be a whole number from 1 to 20",
                "6:13: “try_costs” is out of bounds; it must be a whole number from 0 to 100",
                "7:14: “hint_costs” is out of bounds; it must be a whole number from 0 to 100",
            ],
        ),
        (
            with("tries = 1\ntry_costs = 25"),
            &["6:13: with one try there is none that costs; take “try_costs” out or allow more “tries”"],
        ),
        (
            with("feedback = \"both\"\nshow = \"some\"\ncertainty = 1"),
            &[
                "5:13: “feedback” is “both”; it is each or end",
                "6:9: “show” is “some”; it is one or all",
                "7:13: “certainty” is a whole number; it must be true or false, without quotes",
            ],
        ),
        (with("minutes = 0"), &["5:11: “minutes” is out of bounds; it must be a whole number from 1 to 1440"]),
        (
            with("minutes = 20\ngrace_seconds = 601"),
            &["6:17: “grace_seconds” is out of bounds; it must be a whole number from 0 to 600"],
        ),
        (
            with("grace_seconds = 10"),
            &["5:17: without a limit there is no grace; add “minutes” or take “grace_seconds” out"],
        ),
        (with("module = \"c\""), &["5:11: there is no module “c”; name one that workshop.toml names"]),
        (
            with("after = \"x\""),
            &["5:10: there is no quiz “x” before this one; name one that stands above in this file"],
        ),
        (
            with("shuffle = true"),
            &[
                "5:1: there is no key “shuffle” in [[quiz]]; it knows id, title, questions, intro, tries, try_costs, feedback, minutes, grace_seconds, hint_costs, certainty, show, after, module",
            ],
        ),
        (
            after("\"second\", \"fourth\"").replace("after = \"x\"", "after = \"xx\""),
            &["9:10: there is no quiz “xx” before this one; name one that stands above in this file"],
        ),
        (after("\"second\""), &["9:10: “x” has 2 questions and this quiz has 1; only equal numbers can be compared"]),
        (
            after("\"third\", \"second\""),
            &[
                "10:15: question 1 of “x” is “first”, and this one differs in its goal, 2 instead of 1 and its difficulty, 3 instead of 2; they must ask for the same",
                "10:24: question 2 of “x” is “fourth”, and this one differs in its module, a instead of b; they must ask for the same",
            ],
        ),
        (
            after("\"second\", \"fifth\""),
            &[
                "10:25: question 2 of “x” is “fourth”, and this one differs in its goal, 2 instead of 1 and its difficulty, 1 instead of 2; they must ask for the same",
            ],
        ),
        (
            after("\"second\", \"fourth\""),
            &["10:25: “fourth” is in “x” as well, and what is remembered is not what was learnt; ask another question"],
        ),
    ];
    assert_said(cases, found_in_quizzes);
}

#[test]
fn a_quiz_has_the_rules_that_its_author_wrote_or_the_usual_ones() {
    let of = |quizzes: &str| -> Quiz { workshop(load_quizzes(quizzes)).quizzes.remove(0) };
    let usual = of(QUIZ);
    assert_eq!((usual.id.as_str(), usual.title.as_str(), usual.intro.as_str()), ("x", "X", ""));
    assert_eq!(usual.questions, ["first", "fourth"]);
    let rules = usual.rules;
    assert_eq!((rules.tries, rules.try_costs, rules.hint_costs), (2, 25, 10));
    assert_eq!((rules.feedback, rules.certainty, rules.limit), (When::EachAnswer, false, None));
    assert_eq!((usual.all_at_once, &usual.after, &usual.module), (false, &None, &None));

    let own = of(&format!(
        "{QUIZ}intro = \"\"\"One *two*.\n\n- [three](b#one)\n\"\"\"\ntries = 3\ntry_costs = 0\nhint_costs = 100\nfeedback = \"end\"\ncertainty = true\nminutes = 20\nshow = \"all\"\nmodule = \"b\"\n"
    ));
    assert_eq!(own.intro, "<p>One <em>two</em>.</p>\n<ul>\n<li><a href=\"/w/w/b#one\">three</a></li>\n</ul>\n");
    assert_eq!(own.intro_text, "One two. three");
    let rules = own.rules;
    assert_eq!((rules.tries, rules.try_costs, rules.hint_costs), (3, 0, 100));
    assert_eq!((rules.feedback, rules.certainty), (When::AtTheEnd, true));
    assert_eq!(rules.limit, Some(TimeLimit { seconds: 1_200, grace_seconds: 10 }));
    assert_eq!((own.all_at_once, own.module.as_deref()), (true, Some("b")));

    let of_module = of(&(QUIZ.replace("\"x\"", "\"a\"") + "minutes = 1\ngrace_seconds = 0\n"));
    assert_eq!(of_module.module.as_deref(), Some("a"));
    assert_eq!(of_module.rules.limit, Some(TimeLimit { seconds: 60, grace_seconds: 0 }));
    let pair =
        format!("{QUIZ}\n[[quiz]]\nid = \"y\"\ntitle = \"Y\"\nafter = \"x\"\nquestions = [\"second\", \"fifth\"]\n");
    let mut files = five();
    files[4].1 = files[4].1.replace("goal = 2\ndifficulty = 1", "goal = 1\ndifficulty = 2");
    files.push(("questions/quizzes.toml", pair));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let quizzes = workshop(load_files(&files)).quizzes;
    assert_eq!(quizzes[1].after.as_deref(), Some("x"));
}

#[test]
fn questions_stand_in_the_order_of_modules_and_files() {
    let ids: Vec<String> = workshop(load_quizzes(QUIZ)).questions.into_iter().map(|question| question.id).collect();
    assert_eq!(ids, ["first", "second", "third", "fourth", "fifth"]);
}

/// Draws what it was handed.
#[expect(clippy::unnecessary_wraps, reason = "as blocks are drawn")]
fn draw(kind: &str, name: &str, inputs: &[(String, String)], base: &str) -> Result<String, Vec<(String, String)>> {
    let inputs: Vec<String> = inputs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Ok(format!("<p id=\"{base}\">{kind} {name}: {}</p>", inputs.join("; ")))
}

#[test]
fn a_quiz_stands_in_a_module_as_whoever_knows_it_draws_it() {
    let quizzes = format!("{QUIZ}minutes = 20\nintro = \"About [it](b#one).\"\n");
    let load = |fence: &str, draw: Option<Draw>| {
        let mut files = five();
        files[1].1 += fence;
        files.push(("questions/quizzes.toml", quizzes.clone()));
        let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        load_with(&folder(files), TODAY, &Known { draw, ..Known::default() })
    };
    let last = |loaded: Loaded| workshop(loaded).modules[0].sections[1].html.clone();
    let drawn = "<p id=\"b1\">quiz x: workshop=w; title=X; questions=2; minutes=20; intro=About it.</p>\n";
    assert_eq!(last(load("\n```quiz x\n```\n", Some(draw))), drawn);
    assert_eq!(last(load("\n```quiz x\n```\n", None)), "");
    let faults = [
        ("```quiz xx\n```\n", "there is no quiz “xx” here; there are x"),
        ("```quiz\n```\n", "the quiz has no name; write it after the word, as in ```quiz name"),
        (
            "```quiz x\ntries = 3\n```\n",
            "nothing stands in a quiz's block: its title, questions and rules are in questions/quizzes.toml",
        ),
    ];
    for (fence, message) in faults {
        for draw in [None, Some(draw as Draw)] {
            let found = all(&load(&format!("\n{fence}"), draw), "");
            assert!(found.len() == 1 && found[0].ends_with(&format!(": {message}")), "{fence}: {found:?}");
        }
    }
}
