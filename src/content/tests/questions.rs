//! Golden messages: every fault of questions and quizzes, in the words authors read, and what is sound beside it.

use super::*;
use crate::content::{Known, load_with};

/// A module with two goals, a section that is asked about and one that sums up.
const MODULE: &str = "+++\ntitle = \"A\"\nsummary = \"S\"\nminutes = 5\ngoals = [\"Say\", \"Do\"]\n+++\n\n## One {#one was=uno}\n\nWords.\n\n### Inside\n\n## Recap\n";

/// A question without fault, up to what its kind needs; ten lines.
const HEAD: &str = r#"[[question]]
id = "q"
kind = "choice"
section = "one"
goal = 1
difficulty = 2
prompt = "Which is it?"
explanation = "It is the one that is right, for a good reason."
source = "https://example.org/rule"
checked = 2026-11-22
"#;

const OPTIONS: &str = r#"[[question.option]]
text = "Alpha"
right = true
[[question.option]]
text = "Betas"
feedback = "No: betas."
[[question.option]]
text = "Gamma"
feedback = "No: gamma."
"#;

fn choice() -> String {
    format!("{HEAD}{OPTIONS}")
}

/// A question of another kind.
fn of_kind(kind: &str, body: &str) -> String {
    HEAD.replace("\"choice\"", &format!("\"{kind}\"")) + body
}

/// Everything that is found in `questions/a.toml`, without its name.
fn found(questions: &str) -> Vec<String> {
    let loaded = load_files(&[("modules/a.md", MODULE), ("questions/a.toml", questions)]);
    all(&loaded, "questions/a.toml:")
}

fn all(loaded: &Loaded, file: &str) -> Vec<String> {
    let found = loaded.findings.iter().chain(&loaded.advice).map(ToString::to_string);
    found.map(|line| line.strip_prefix(file).map_or(line.clone(), str::to_owned)).collect()
}

fn assert_found(cases: &[(String, &[&str])]) {
    let mut wrong = String::new();
    for (questions, expected) in cases {
        let found = found(questions);
        if found != *expected {
            wrong += &format!("\n{questions}\nfound:\n  {}\n", found.join("\n  "));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn sound_questions_of_every_kind_are_read() {
    let sound = [
        choice(),
        of_kind("choices", OPTIONS),
        of_kind("truth", "answer = true\nfeedback = \"No.\"\nmisconception = \"a-belief\"\n"),
        of_kind("number", "answer = 251\n[[question.wrong]]\nanswer = 254\nfeedback = \"No.\"\n"),
        of_kind("number", "answer = 0.5\ntolerance = 0.1\nunit = \"seconds\"\n"),
        of_kind("text", "accept = [\"AcrPull\"]\n[[question.wrong]]\nanswer = \"AcrPush\"\nfeedback = \"No.\"\n"),
        of_kind("order", "items = [\"a\", \"b\", \"c\"]\nfeedback = \"No.\"\n"),
        of_kind("match", "feedback = \"No.\"\nothers = [\"z\"]\n[[question.pair]]\nleft = \"a\"\nright = \"x\"\n[[question.pair]]\nleft = \"b\"\nright = \"y\"\n[[question.pair]]\nleft = \"c\"\nright = \"y\"\n"),
        of_kind("gaps", "feedback = \"No.\"\n[[question.gap]]\naccept = [\"a\"]\n[[question.gap]]\noptions = [\"b\", \"c\"]\nanswer = \"c\"\n").replace("Which is it?", "Which {1} is {2}?"),
        of_kind("network", "[question.network]\nwant = \"address\"\nis = \"10.0.0.4\"\nsubnet = \"10.0.0.0/26\"\n"),
        of_kind("network", "[question.network]\nwant = \"network\"\nis = \"10.0.0.0/26\"\n[[question.wrong]]\nis = \"10.0.0.0/25\"\nfeedback = \"No.\"\n"),
        of_kind("network", "[question.network]\nwant = \"range\"\nis = \"10.0.0.4 - 10.0.0.254\"\n"),
        of_kind("network", "[question.network]\nwant = \"mask\"\nis = \"255.255.255.192\"\n"),
        of_kind("network", "[question.network]\nwant = \"wildcard\"\nis = \"0.0.0.63\"\n"),
        of_kind("network", "[question.network]\nwant = \"count\"\nis = 59\n[[question.wrong]]\nis = 62\nfeedback = \"No.\"\n"),
        of_kind("network", "[question.network]\nwant = \"prefix\"\nis = 26\nneeds = { addresses = 50 }\n"),
        of_kind("network", "[question.network]\nwant = \"prefix\"\nis = 18\nneeds = { blocks = 33 }\n"),
        of_kind("network", "[question.network]\nwant = \"within\"\ninside = \"10.0.0.0/24\"\nprefix = 27\nused = [\"10.0.0.0/26\"]\n"),
        of_kind("network", "[question.network]\nwant = \"networks\"\nis = [\"10.0.0.0/26\", \"10.0.0.64/27\"]\n[[question.wrong]]\nis = [\"10.0.0.0/26\", \"10.0.1.0/27\"]\nfeedback = \"No.\"\n"),
        of_kind("number", "unit = \"addresses\"\n[question.parametric]\nrule = \"subnet-usable\"\n").replace("Which is it?", "What leaves a /{prefix}?"),
        of_kind("network", "[question.parametric]\nrule = \"overlay-pod-prefix\"\n").replace("right, for", "{answer} of {blocks}, for"),
        choice().replace("\"one\"", "\"a#one\"").replace("checked", "review = false\nchecked"),
        choice().replace("\"Which is it?\"", "'''Which is it?\n\n```yaml\na: 1\n```'''\nreads = \"configuration\""),
    ];
    for questions in sound {
        assert_eq!(found(&questions), Vec::<String>::new(), "{questions}");
        let loaded = load_files(&[("modules/a.md", MODULE), ("questions/a.toml", &questions)]);
        let question = super::workshop(loaded).questions.remove(0);
        assert_eq!((question.id.as_str(), question.goal, question.checked.as_str()), ("q", 1, "2026-11-22"));
        assert_eq!((question.place.module.as_str(), question.place.section.as_str()), ("a", "one"));
    }
}

#[test]
fn faults_of_what_every_question_has() {
    let with = |from: &str, to: &str| {
        let choice = choice();
        assert!(choice.contains(from), "{from}");
        choice.replacen(from, to, 1)
    };
    let cases: &[(String, &[&str])] = &[
        ("[[question]]\n".to_owned(), &[]),
        ("x = = 1\n".to_owned(), &[]),
        ("# nothing\n".to_owned(), &[]),
        ("[[questions]]\nid = \"q\"\n".to_owned(), &[]),
        (with("\"q\"", "\"Q 1\""), &[]),
        (choice() + &choice(), &[]),
        (with("\"one\"", "\"ones\""), &[]),
        (with("\"one\"", "\"inside\""), &[]),
        (with("\"one\"", "\"b#one\""), &[]),
        (with("\"one\"", "\"uno\""), &[]),
        (with("goal = 1", "goal = 3"), &[]),
        (with("goal = 1", "goal = \"Say\""), &[]),
        (with("difficulty = 2", "difficulty = 4"), &[]),
        (with("difficulty = 2", "difficulty = 2\nreview = \"yes\""), &[]),
        (with("\"Which is it?\"", "\" \""), &[]),
        (with("\"Which is it?\"", "3"), &[]),
        (with("Which is it?", "Which is [it](#one)?"), &[]),
        (with("Which is it?", "Which is ![it](images/a.png)?"), &[]),
        (with("\"Which is it?\"", "\"\"\"Which is it?\n\n```yaml\na: 1\n\"\"\""), &[]),
        (with("\"Which is it?\"", "\"\"\"# Which\n\nis \u{e001} it?\"\"\""), &[]),
        (with("difficulty = 2", "difficulty = 2\nhints = [\"\", 3]"), &[]),
        (with("explanation =", "explication ="), &[]),
        (with("source = \"https://example.org/rule\"\n", ""), &[]),
        (with("https://example.org/rule", "the handout"), &[]),
        (with("checked = 2026-11-22\n", ""), &[]),
        (with("2026-11-22", "\"2026-11-22\""), &[]),
        (with("2026-11-22", "2026-11-24"), &[]),
        (with("difficulty = 2", "difficulty = 2\nreads = \"yaml\""), &[]),
        (with("\"choice\"", "\"chioce\""), &[]),
        (with("\"choice\"", "3"), &[]),
        (with("goal = 1", "gaol = 1"), &[]),
    ];
    assert_found(cases);
}

#[test]
fn faults_of_single_kinds() {
    let gaps = "feedback = \"No.\"\n[[question.gap]]\naccept = [\"a\"]\n";
    let network = |key: &str| of_kind("network", &format!("[question.network]\n{key}\n"));
    let cases: &[(String, &[&str])] = &[
        (HEAD.to_owned(), &[]),
        (choice().replace("right = true\n", ""), &[]),
        (choice().replace("right = true", "right = 1"), &[]),
        (choice().replace("text = \"Betas\"", "test = \"Betas\""), &[]),
        (choice().replace("\"Betas\"", "\"\"\"Be\ntas\"\"\""), &[]),
        (choice().replace("Betas", "Alpha"), &[]),
        (choice().replace("right = true", "right = true\nmisconception = \"a-b\""), &[]),
        (choice().replace("\"No: betas.\"", "\"No: betas.\"\nmisconception = \"Takes a /24\""), &[]),
        (choice() + "[question.option2]\n", &[]),
        (format!("{HEAD}answer = true\noption = \"a\"\n"), &[]),
        (of_kind("choices", &OPTIONS.replace("right = true\n", "")), &[]),
        (of_kind("truth", "answer = \"true\"\n"), &[]),
        (of_kind("number", "answer = \"251\"\n"), &[]),
        (of_kind("number", "answer = 251\ntolerance = -1\n[[question.wrong]]\nanswer = 251\nfeedback = \"No.\"\n[[question.wrong]]\nanswer = \"many\"\n"), &[]),
        (of_kind("number", "answer = nan\n"), &[]),
        (of_kind("text", ""), &[]),
        (of_kind("text", "accept = []\n[[question.wrong]]\nis = \"a\"\nfeedback = \"No.\"\n"), &[]),
        (of_kind("order", "items = [\"a\"]\n"), &[]),
        (of_kind("order", "items = [\"a\", \"b\", \"a\", \" \"]\nfeedback = \"No.\"\n"), &[]),
        (of_kind("match", "feedback = \"No.\"\n[[question.pair]]\nleft = \"a\"\n"), &[]),
        (of_kind("match", "feedback = \"No.\"\nothers = [\"x\"]\n[[question.pair]]\nleft = \"a\"\nright = \"x\"\n[[question.pair]]\nleft = \"a\"\nright = \"y\"\n[[question.pair]]\nleft = \"b\"\nright = \"y\"\n"), &[]),
        (of_kind("gaps", gaps), &[]),
        (of_kind("gaps", "feedback = \"No.\"\n[[question.gap]]\n[[question.gap]]\naccept = [\"a\"]\nanswer = \"a\"\n").replace("Which", "{1} {2}"), &[]),
        (of_kind("gaps", "feedback = \"No.\"\n[[question.gap]]\noptions = [\"a\", \"b\"]\nanswer = \"c\"\n").replace("Which", "{1}"), &[]),
        (of_kind("gaps", "[[question.gap]]\naccept = [\"a\"]\n").replace("Which", "{1}"), &[]),
        (of_kind("network", ""), &[]),
        (network("is = \"10.0.0.4\""), &[]),
        (network("want = \"adress\"\nis = \"10.0.0.4\""), &[]),
        (network("want = \"address\""), &[]),
        (network("want = \"address\"\nis = \"10.0.0.400\""), &[]),
        (network("want = \"address\"\nis = \"10.0.0.4\"\nsubnet = \"10.0.1.0/26\""), &[]),
        (network("want = \"address\"\nis = \"10.0.0.4\"\nneeds = { addresses = 3 }"), &[]),
        (network("want = \"network\"\nis = \"10.0.0.4/26\""), &[]),
        (network("want = \"network\"\nis = [\"10.0.0.0/26\", \"10.0.0.64/26\"]"), &[]),
        (network("want = \"count\"\nis = true"), &[]),
        (network("want = \"prefix\"\nis = 129"), &[]),
        (network("want = \"prefix\"\nis = 26\nneeds = { addresses = 70 }"), &[]),
        (network("want = \"prefix\"\nis = 26\nneeds = { addresses = 50, blocks = 2 }"), &[]),
        (network("want = \"prefix\"\nis = 26\nneeds = 50"), &[]),
        (network("want = \"within\"\ninside = \"10.0.0.0/24\"\nused = [\"10.0.0.0/26\", \"10.0.0.65/26\"]"), &[]),
        (network("want = \"within\"\ninside = \"10.0.0.0/24\"\nprefix = 25\nused = [\"10.0.0.0/26\", \"10.0.0.128/26\"]"), &[]),
        (network("want = \"networks\"\nis = [\"10.0.0.0/26\", \"10.0.0.64\"]"), &[]),
        (network("want = \"networks\"\nis = []"), &[]),
        (network("want = \"network\"\nis = \"10.0.0.0/26\"\n[[question.wrong]]\nis = \"10.0.0.5/26\"\nfeedback = \"No.\"\n[[question.wrong]]\nis = \"10.0.0.0\"\nfeedback = \"No.\""), &[]),
        (of_kind("number", "[question.parametric]\nrule = \"subnet-useable\"\n"), &[]),
        (of_kind("number", "[question.parametric]\nrule = \"else\"\n"), &[]),
        (of_kind("number", "[question.parametric]\n"), &[]),
        (of_kind("choice", "[question.parametric]\nrule = \"subnet-usable\"\n"), &[]),
        (of_kind("network", "[question.parametric]\nrule = \"subnet-usable\"\n"), &[]),
        (of_kind("number", "answer = 3\nunit = \"pods\"\n[question.parametric]\nrule = \"subnet-usable\"\n"), &[]),
        (of_kind("number", "[question.parametric]\nrule = \"subnet-usable\"\n").replace("Which is", "Of {prefix} and {answer}, {hosts} is"), &[]),
    ];
    assert_found(cases);
}
