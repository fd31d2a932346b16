//! From a design to JSON with the keys in an order of our own.

use crate::domain::design::{Answered, Chosen, Decision, Design, KeptPlan, Reason, RuledOut, RunnerUp};
use crate::domain::sheet::{FIELDS, POOL, Sheet};
use crate::domain::typed;

/// A value to be written.
enum Node {
    Text(String),
    Number(u64),
    List(Vec<Node>),
    Object(Vec<(&'static str, Node)>),
}

pub(super) fn write(design: &Design) -> String {
    let mut text = String::new();
    of_design(design).put(0, &mut text);
    text.push('\n');
    text
}

impl Node {
    fn empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Number(_) => false,
            Self::List(nodes) => nodes.is_empty(),
            Self::Object(pairs) => pairs.is_empty(),
        }
    }

    fn put(&self, depth: usize, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::Number(n) => out.push_str(&n.to_string()),
            Self::List(nodes) => {
                let put = |node: &Self, out: &mut String| node.put(depth + 1, out);
                lines(('[', ']'), depth, nodes, put, out);
            }
            Self::Object(pairs) => {
                let put = |(key, node): &(&str, Self), out: &mut String| {
                    out.push_str(&quoted(key));
                    out.push_str(": ");
                    node.put(depth + 1, out);
                };
                lines(('{', '}'), depth, pairs, put, out);
            }
        }
    }
}

/// One entry a line, two spaces deeper than what is around.
fn lines<T>(around: (char, char), depth: usize, entries: &[T], put: impl Fn(&T, &mut String), out: &mut String) {
    out.push(around.0);
    for (at, entry) in entries.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        put(entry, out);
    }
    if !entries.is_empty() {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(around.1);
}

fn quoted(text: &str) -> String {
    // A text can always be written.
    serde_json::to_string(text).unwrap_or_default()
}

/// An object without what is empty.
fn object(pairs: Vec<(&'static str, Node)>) -> Node {
    Node::Object(pairs.into_iter().filter(|(_, node)| !node.empty()).collect())
}

fn line(text: &str) -> Node {
    Node::Text(typed::line(text))
}

fn maybe(text: Option<&String>) -> Node {
    line(text.map_or("", String::as_str))
}

fn list<T>(entries: &[T], of: impl Fn(&T) -> Node) -> Node {
    Node::List(entries.iter().map(of).collect())
}

fn of_design(design: &Design) -> Node {
    object(vec![
        ("podium_design", Node::Number(super::VERSION)),
        ("title", line(&design.title)),
        ("workshop", line(&design.workshop)),
        ("sheet", of_sheet(&design.sheet)),
        ("plans", list(&design.plans, of_plan)),
        ("decisions", list(&design.decisions, of_decision)),
        ("open", list(&design.open, |text| line(text))),
        ("notes", Node::Text(typed::text(&design.notes))),
    ])
}

fn of_sheet(sheet: &Sheet) -> Node {
    let value = |name: &'static str| (name, Node::Text(sheet.get(name).unwrap_or_default().to_owned()));
    let pool = |pool: &crate::domain::sheet::Pool| {
        object(POOL.iter().map(|field| (field.name, Node::Text(pool.text(field.name)))).collect())
    };
    object(vec![
        ("fields", object(FIELDS.iter().map(|field| value(field.name)).collect())),
        ("pools", list(sheet.pools(), pool)),
    ])
}

fn of_plan(plan: &KeptPlan) -> Node {
    object(vec![
        ("tool", line(&plan.tool)),
        ("title", line(&plan.title)),
        ("query", line(&plan.query)),
        ("says", line(&plan.says)),
        ("note", Node::Text(typed::text(&plan.note))),
    ])
}

fn of_decision(decision: &Decision) -> Node {
    let chosen = decision.outcome.as_ref().map_or(Node::Object(Vec::new()), of_chosen);
    let runner_up = decision.runner_up.as_ref().map_or(Node::Object(Vec::new()), of_runner_up);
    object(vec![
        ("wizard", line(&decision.wizard)),
        ("title", line(&decision.title)),
        ("answers", list(&decision.answers, of_answer)),
        ("outcome", chosen),
        ("reasons", list(&decision.reasons, of_reason)),
        ("trade_offs", list(&decision.trade_offs, |text| line(text))),
        ("ruled_out", list(&decision.ruled_out, of_ruled_out)),
        ("runner_up", runner_up),
        ("open", list(&decision.open, |text| line(text))),
        ("note", Node::Text(typed::text(&decision.note))),
    ])
}

fn of_answer(answer: &Answered) -> Node {
    object(vec![
        ("question", line(&answer.question)),
        ("short", line(&answer.short)),
        ("ask", line(&answer.ask)),
        ("option", maybe(answer.option.as_ref())),
        ("say", line(&answer.say)),
        ("from", maybe(answer.from.as_ref())),
    ])
}

fn of_chosen(chosen: &Chosen) -> Node {
    object(vec![
        ("id", line(&chosen.id)),
        ("title", line(&chosen.title)),
        ("verdict", line(&chosen.verdict)),
        ("caution", maybe(chosen.caution.as_ref())),
    ])
}

fn of_reason(reason: &Reason) -> Node {
    object(vec![("text", line(&reason.text)), ("source", line(&reason.source))])
}

fn of_ruled_out(out: &RuledOut) -> Node {
    object(vec![
        ("id", line(&out.id)),
        ("title", line(&out.title)),
        ("because", line(&out.because)),
        ("source", line(&out.source)),
    ])
}

fn of_runner_up(next: &RunnerUp) -> Node {
    object(vec![("id", line(&next.id)), ("title", line(&next.title)), ("because", line(&next.because))])
}
