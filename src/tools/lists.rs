//! Lists: pasted lists of networks, made shorter, taken from each other, compared.

use std::fmt::Write as _;

use askama::Template;
use serde_json::{Value, json};

use super::form::Field;
use super::view::{Figure, Verdict, grouped};
use super::{About, Answer, Complaint, Example, Guess, Inputs, Tool};
use crate::domain::net::{AddressSet, Count, List, MOST_ITEMS};

mod operation;
mod read;
mod result;

use operation::Operation;
use result::Outcome;

/// See the module.
pub struct Lists;

/// The most lines of the result that stand in the page.
const SHOWN: usize = 1_000;
/// The most lines of the result for programs.
const LISTED: usize = 10_000;
/// The most lines of the file. A short list can make very many: all IPv6 addresses without 100,000 of them are some ten
/// million networks.
const WRITTEN: usize = 1_000_000;

static ABOUT: About = About {
    name: "lists",
    title: "Lists of networks",
    summary: "Paste up to 100,000 lines: make them shorter, join, compare or subtract two lists, find free space and \
              overlaps.",
    words: "aggregate summarize supernet merge subtract intersect union difference exclude free space range to cidr \
            prefixes overlaps firewall rules bulk",
    examples: &[
        Example {
            title: "Make a list shorter",
            query: "op=aggregate&a=10.240.0.0/24%0A10.240.1.0/24%0A10.240.2.0/23%0A10.240.0.128/25%0A10.240.4.0+-+10.240.7.255",
        },
        Example {
            title: "What is free in a network",
            query: "op=free&a=10.240.0.0/16&b=10.240.0.0/22%0A10.240.8.0/24%0A10.240.9.0/28",
        },
        Example {
            title: "All private addresses but the clusters'",
            query: "op=subtract&a=10.0.0.0/8%0A172.16.0.0/12%0A192.168.0.0/16&b=10.240.0.0/16%0A172.20.0.0/16",
        },
        Example {
            title: "What two lists have in common",
            query: "op=intersect&a=10.0.0.0/9%0A192.168.0.0/16&b=10.96.0.0/11%0A10.240.0.0/16%0A192.168.10.0/24",
        },
        Example {
            title: "Ranges as networks",
            query: "op=prefixes&a=10.0.0.5+-+10.0.0.9%0A192.168.1.10-192.168.1.100%0A2001:db8::1+-+2001:db8::ff",
        },
        Example {
            title: "Who overlaps whom",
            query: "op=overlaps&a=10.0.0.0/16++%23+hub%0A10.240.0.0/16++%23+spoke%0A10.0.0.0/16++%23+services%0A10.240.4.0/22++%23+nodes",
        },
    ],
};

#[derive(Template)]
#[template(path = "tools/lists.html")]
struct Page {
    verdict: Verdict,
    figures: Vec<Figure>,
    notes: Vec<String>,
    /// What the lines of the result are.
    heading: &'static str,
    lines: Vec<String>,
    total: String,
    /// Whether not all of them are shown.
    cut: bool,
    /// How many lines the file has, when it does not hold all either.
    written: Option<String>,
    unread: Vec<Unread>,
}

/// What could not be read of a list.
struct Unread {
    list: &'static str,
    count: usize,
    /// Line, column, text, what is wrong.
    lines: Vec<(usize, usize, String, String)>,
}

/// A result with what it was made from.
struct Done {
    operation: Operation,
    a: List,
    /// Not there when the operation has one list only.
    b: Option<List>,
    /// Something stands in the second list, and it is not used.
    unused: bool,
    outcome: Outcome,
}

impl Tool for Lists {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn form(&self, inputs: &Inputs) -> Vec<Field> {
        vec![
            Field::choice(inputs, "op", "What to do", &operation::OPTIONS),
            Field::lines(inputs, "a", "First list", 10, "10.240.0.0/24\n10.240.1.0/24\n10.0.0.5 - 10.0.0.9")
                .hint("Networks, addresses, masks or ranges, one a line or with commas between; # begins a comment."),
            Field::lines(inputs, "b", "Second list", 6, "10.240.0.128/25")
                .hint("For both together, what is in both, the first without the second, and free space."),
        ]
    }

    fn answer(&self, inputs: &Inputs) -> Result<Answer, Vec<Complaint>> {
        let done = work(inputs)?;
        let verdict = verdict(&done);
        let lines: Vec<String> = done.outcome.lines().take(SHOWN).collect();
        let total = done.outcome.total();
        let many = |most: usize| total > most as u64;
        let page = Page {
            figures: figures(&done),
            notes: notes(&done),
            heading: done.operation.lines(),
            cut: many(lines.len()),
            written: many(done.outcome.most()).then(|| grouped(done.outcome.most())),
            total: grouped(total),
            lines,
            unread: unread(&done),
            verdict: verdict.clone(),
        };
        let guess = Guess { question: done.operation.question(), figure: grouped(total) };
        Ok(Answer { html: super::drawn(&page), json: as_json(&done), guess: Some(guess), says: verdict.words })
    }

    fn long(&self) -> bool {
        true
    }

    fn text(&self, inputs: &Inputs) -> Option<String> {
        let done = work(inputs).ok()?;
        let mut text = String::new();
        for Unread { list, count, .. } in unread(&done) {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "# {count} of the {list} cannot be read");
        }
        for line in done.outcome.lines().take(done.outcome.most()) {
            text.push_str(&line);
            text.push('\n');
        }
        let left_out = done.outcome.total().saturating_sub(done.outcome.most() as u64);
        if left_out > 0 {
            let _ = writeln!(text, "# {} more are left out", grouped(left_out));
        }
        Some(text)
    }
}

fn work(inputs: &Inputs) -> Result<Done, Vec<Complaint>> {
    let typed = inputs.get("op");
    let operation = Operation::named(typed).ok_or_else(|| {
        vec![Complaint::new("op", format!("There is no such operation; choose one of: {}.", operation::names()))]
    })?;
    let a = read::list(inputs, "a", true);
    let b = operation.takes_two().then(|| read::list(inputs, "b", operation.needs_two()));
    let (a, b) = match (a, b) {
        (Ok(a), None) => (a, None),
        (Ok(a), Some(Ok(b))) => (a, Some(b)),
        (a, b) => return Err(a.err().into_iter().chain(b.and_then(Result::err)).collect()),
    };
    let outcome = Outcome::of(operation, &a, b.as_ref()).map_err(|complaint| vec![complaint])?;
    let unused = b.is_none() && !inputs.get("b").is_empty();
    Ok(Done { operation, a, b, unused, outcome })
}

fn verdict(done: &Done) -> Verdict {
    let said = done.operation.says(&done.a, &done.outcome);
    let wrong = done.a.wrong + done.b.as_ref().map_or(0, |b| b.wrong);
    match wrong {
        0 => said,
        1 => Verdict::warn(format!("{}, without one item that cannot be read", said.words)),
        n => Verdict::warn(format!("{}, without {} items that cannot be read", said.words, grouped(n))),
    }
}

fn figures(done: &Done) -> Vec<Figure> {
    let mut figures = vec![Figure::new("First list", items(&done.a)).noted(addresses(done.outcome.before()))];
    if let Some(b) = &done.b {
        figures.push(Figure::new("Second list", items(b)).noted(addresses(b.addresses().count())));
    }
    let total = done.outcome.total();
    let mut result = Figure::new("Result", format!("{} {}", grouped(total), done.operation.unit(total)));
    if let Some(after) = done.outcome.after() {
        result = result.noted(addresses(after));
    }
    figures.push(result);
    if let (Operation::Free, Some(largest)) = (done.operation, done.outcome.largest()) {
        figures.push(Figure::new("Biggest free network", largest));
    }
    figures
}

fn items(list: &List) -> String {
    let n = list.entries.len();
    if n == 1 { "1 item".to_owned() } else { format!("{} items", grouped(n)) }
}

fn addresses(count: Count) -> String {
    if count == Count::from(1_u64) { "1 address".to_owned() } else { format!("{} addresses", grouped(count)) }
}

fn notes(done: &Done) -> Vec<String> {
    let mut notes = Vec::new();
    if done.unused {
        notes.push("The second list is not used for this.".to_owned());
    }
    for (list, words) in [(Some(&done.a), "first"), (done.b.as_ref(), "second")] {
        let Some((count, first)) = list.and_then(read::host_bits) else { continue };
        let (line, address, network) = first;
        let what = if count == 1 { "One network".to_owned() } else { format!("{} networks", grouped(count)) };
        notes.push(format!(
            "{what} of the {words} list had host bits set and stands for its network: line {line} has {address}, which \
             is in {network}."
        ));
    }
    if let (Operation::Free, Some(b)) = (done.operation, &done.b) {
        let outside = b.addresses().subtract(&done.a.addresses());
        if !outside.is_empty() {
            notes.push(format!(
                "{} of the second list are not in the first, and change nothing.",
                addresses(outside.count())
            ));
        }
    }
    notes
}

fn unread(done: &Done) -> Vec<Unread> {
    let of = |list: &'static str, read: &List| Unread {
        list,
        count: read.wrong,
        lines: read.errors.iter().map(|e| (e.line, e.column, e.error.text.clone(), e.error.to_string())).collect(),
    };
    let all = [Some(of("first list", &done.a)), done.b.as_ref().map(|b| of("second list", b))];
    all.into_iter().flatten().filter(|unread| unread.count > 0).collect()
}

fn as_json(done: &Done) -> Value {
    let listed: Vec<String> = done.outcome.lines().take(LISTED).collect();
    let errors = |list: &List| -> Vec<Value> {
        list.errors
            .iter()
            .map(|e| json!({ "line": e.line, "column": e.column, "text": e.error.text, "detail": e.error.to_string() }))
            .collect()
    };
    let of_list = |list: &List, addresses: Count| json!({ "items": list.entries.len(), "addresses": addresses, "wrong": list.wrong, "errors": errors(list) });
    let mut value = json!({
        "operation": done.operation.name(),
        "count": done.outcome.total(),
        "cut": done.outcome.total() > listed.len() as u64,
        "addresses": done.outcome.after(),
        "a": of_list(&done.a, done.outcome.before()),
        "b": done.b.as_ref().map(|b| of_list(b, b.addresses().count())),
    });
    match done.operation {
        Operation::Overlaps => value["overlaps"] = done.outcome.overlaps_json(),
        Operation::Ranges => value["ranges"] = json!(listed),
        Operation::Free => {
            value["free"] = json!(listed);
            value["largest"] = json!(done.outcome.largest());
            value["free_addresses"] = json!(done.outcome.after());
        }
        _ => value["cidrs"] = json!(listed),
    }
    value
}

#[cfg(test)]
mod tests;
