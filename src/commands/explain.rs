//! `podium check --explain`: what a wizard asks after which answers, and where they lead.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use podium::content::model::Library;
use podium::domain::spelling::distance;
use podium::domain::wizard::{Choice, Step, Tree, UNKNOWN, Wizard};

use super::{Failure, print};

/// The most places that are printed; a tree of more is read by nobody.
const MOST: usize = 5_000;

/// Prints the tree of a wizard in every workshop that has it.
pub fn run(library: &Library, id: &str) -> Result<(), Failure> {
    let wizards = || library.workshops.iter().flat_map(|workshop| &workshop.decisions).map(|decision| &decision.wizard);
    for wizard in wizards().filter(|wizard| wizard.id == id) {
        print(tree(wizard).trim_end());
    }
    if wizards().any(|wizard| wizard.id == id) {
        return Ok(());
    }
    let mut ids: Vec<&str> = wizards().map(|wizard| wizard.id.as_str()).collect();
    ids.sort_by_key(|known| distance(known, id));
    let advice = match ids.first() {
        None => "the workshop has none".to_owned(),
        Some(near) if distance(near, id) <= 3 => format!("did you mean {near}?"),
        Some(_) => {
            ids.sort_unstable();
            format!("there are {}", ids.join(", "))
        }
    };
    Err(Failure::Refused(format!("there is no wizard “{id}”; {advice}")))
}

/// The tree as text: a question a line with its number when more ways than one lead there, its answers below it.
fn tree(wizard: &Wizard) -> String {
    let tree = wizard.tree(MOST);
    let mut text = format!("{} ({})\n", wizard.title, wizard.id);
    let mut printer = Printer { wizard, tree: &tree, ways: ways(&tree), numbers: BTreeMap::new(), text: &mut text };
    if !tree.nodes.is_empty() {
        printer.node(0, 0, "");
    }
    if !tree.whole {
        let _ = writeln!(text, "The tree goes on: only {MOST} places of it are looked at.");
    }
    text
}

/// How many branches lead to each node.
fn ways(tree: &Tree<'_>) -> Vec<usize> {
    let mut ways = vec![0; tree.nodes.len()];
    for node in &tree.nodes {
        if let Step::Ask { branches, .. } = &node.step {
            for branch in branches {
                ways[branch.to] += 1;
            }
        }
    }
    ways
}

/// Writing into a string cannot fail, so the answers of `write!` are dropped.
struct Printer<'p> {
    wizard: &'p Wizard,
    tree: &'p Tree<'p>,
    ways: Vec<usize>,
    /// Of the questions that are printed and that more ways than one lead to.
    numbers: BTreeMap<usize, usize>,
    text: &'p mut String,
}

impl Printer<'_> {
    /// Prints a node after the answers that lead to it.
    fn node(&mut self, node: usize, depth: usize, answers: &str) {
        let indent = "  ".repeat(depth);
        let lead = if answers.is_empty() { indent } else { format!("{indent}{answers} → ") };
        match &self.tree.nodes[node].step {
            Step::Outcome(outcome) => {
                let _ = writeln!(self.text, "{lead}{}", self.wizard.outcomes[*outcome].id);
            }
            Step::Nothing => {
                let _ = writeln!(self.text, "{lead}nothing fits");
            }
            Step::Cut => {
                let _ = writeln!(self.text, "{lead}…");
            }
            Step::Ask { question, branches } => {
                if let Some(number) = self.numbers.get(&node) {
                    let _ = writeln!(self.text, "{lead}{}? as at [{number}]", question.id);
                    return;
                }
                let mut mark = String::new();
                if self.ways[node] > 1 {
                    let number = self.numbers.len() + 1;
                    self.numbers.insert(node, number);
                    mark = format!(" [{number}]");
                }
                let _ = writeln!(self.text, "{lead}{}?{mark}", question.id);
                for branch in branches {
                    let answers: Vec<&str> = branch.choices.iter().map(|choice| said(*choice)).collect();
                    self.node(branch.to, depth + 1, &answers.join(" or "));
                }
            }
        }
    }
}

fn said(choice: Option<&Choice>) -> &str {
    choice.map_or(UNKNOWN, |choice| choice.id.as_str())
}
