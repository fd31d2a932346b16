//! The description of the format: its examples are sound, and it names every rule.

use super::*;
use crate::domain::question::{Kind, Rule};

/// The blocks of TOML below a heading of the format's description, in order.
fn described(heading: &str) -> Vec<(String, String)> {
    let text = include_str!("../../../../content/README.md");
    let (_, section) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut blocks = Vec::new();
    let mut parts = section.split("\n```");
    let mut before = parts.next().unwrap();
    while let (Some(block), Some(after)) = (parts.next(), parts.next()) {
        blocks.push((before.to_owned(), block.strip_prefix("toml\n").unwrap().to_owned() + "\n"));
        before = after;
    }
    blocks
}

#[test]
fn what_the_format_describes_is_read() {
    let module = MODULE.replace("{#one", "{#overlay");
    let load = |questions: &str, quizzes: &str| {
        load_files(&[("modules/a.md", &module), ("questions/a.toml", questions), ("questions/quizzes.toml", quizzes)])
    };
    let faults = |loaded: Loaded| -> Vec<String> {
        loaded.findings.iter().filter(|f| f.severity == Severity::Fault).map(ToString::to_string).collect()
    };
    let blocks = described("questions/{module}.toml");
    let head = &blocks[0].1;
    let mut seen = Vec::new();
    for (before, body) in &blocks[1..] {
        // What is described last before a block in bold.
        let kinds: Vec<&str> = before.rsplit("\n\n").next().unwrap().split("**").skip(1).step_by(2).collect();
        for kind in kinds {
            let kind = kind.to_lowercase();
            let question = match kind.as_str() {
                "gaps" => head.replace("What is asked", "What is {1} or {2}"),
                "parametric" => {
                    let names = ["kind =", "prompt =", "explanation ="];
                    head.lines()
                        .filter(|line| !names.iter().any(|name| line.starts_with(name)))
                        .collect::<Vec<_>>()
                        .join("\n")
                        + "\n"
                }
                kind => head.replace("kind = \"choice\"", &format!("kind = \"{kind}\"")),
            };
            let question = if kind == "gaps" { question.replace("\"choice\"", "\"gaps\"") } else { question };
            assert_eq!(faults(load(&format!("{question}{body}"), "")), Vec::<String>::new(), "{kind}");
            seen.push(kind);
        }
    }
    assert_eq!(
        seen,
        ["choice", "choices", "truth", "number", "text", "order", "match", "gaps", "network", "parametric"]
    );
    let quizzes = &described("questions/quizzes.toml")[0].1;
    let ids = ["default-ports-of-a-node", "signs-of-exhaustion"];
    let bank: String = ids
        .iter()
        .chain(&["c", "d"])
        .map(|id| choice().replace("\"q\"", &format!("\"{id}\"")).replace("\"one\"", "\"overlay\""))
        .collect();
    let before = "[[quiz]]\nid = \"before\"\ntitle = \"B\"\nquestions = [\"c\", \"d\"]\n\n";
    let quizzes = format!("{before}{}", quizzes.replace("module = \"egress\"", "module = \"a\""));
    assert_eq!(faults(load(&bank, &quizzes)), Vec::<String>::new());
}

#[test]
fn every_rule_is_described_with_its_figures() {
    let text = include_str!("../../../../content/README.md");
    for rule in Rule::ALL {
        let row = text.lines().find(|line| line.starts_with(&format!("| `{}`: ", rule.id()))).unwrap();
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let kind = if matches!(rule.draw(0).kind, Kind::Number(_)) { "number" } else { "network" };
        let names = |names: &[&str]| names.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(" ");
        let given = rule.given();
        let computed = &rule.placeholders()[given.len() + 1..];
        assert_eq!(cells[2..5], [kind, &names(given), &names(computed)], "{}", rule.id());
    }
}
