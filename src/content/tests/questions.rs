//! Questions and quizzes: golden messages, and what is sound beside what is not.

use super::*;

mod described;
mod faults;
mod files;
mod lint;
mod quizzes;

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
    assert_said(cases, found);
}

fn assert_said(cases: &[(String, &[&str])], said: fn(&str) -> Vec<String>) {
    let mut wrong = String::new();
    for (questions, expected) in cases {
        let found = said(questions);
        if found != *expected {
            wrong.extend(["\n", questions, "\nfound:\n  ", &found.join("\n  "), "\n"]);
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
        let question = workshop(loaded).questions.remove(0);
        assert_eq!((question.id.as_str(), question.goal, question.checked.as_str()), ("q", 1, "2026-11-22"));
        assert_eq!((question.place.module.as_str(), question.place.section.as_str()), ("a", "one"));
    }
}
