//! Ranges: every network that has to do with a cluster against every other.

use askama::Template;
use serde_json::json;

use super::form::{Column, Field};
use super::view::{Figure, FindingView, Verdict, grouped};
use super::{About, Answer, Complaint, Example, Guess, Inputs, Tool};
use crate::domain::aks::ranges::{Kind, MOST_RANGES, Matrix, Named, Pair, Rule, State, TooMany};
use crate::domain::net;

mod map;
mod table;
mod words;

/// See the module.
pub struct Ranges;

/// The most characters of a name.
const MOST_NAME: usize = 60;
/// The most pairs that are told of one by one.
const MOST_TOLD: usize = 200;
/// The most ranges that stand in the table and in the drawing.
const MOST_DRAWN: usize = 30;

static ABOUT: About = About {
    name: "ranges",
    title: "Ranges",
    summary: "Name every range around a cluster: which must not overlap, which may repeat, and where two are in each \
              other's way.",
    words: "overlap overlapping address ranges matrix vnet peering on-premises pod cidr service cidr reserved hub spoke \
            conflict",
    examples: &[
        Example {
            title: "A cluster that is in nobody's way",
            query: "range.name=Spoke&range.kind=cluster-network&range.cidr=10.240.0.0/16\
                    &range.name=Nodes&range.kind=node-subnet&range.cidr=10.240.0.0/22\
                    &range.name=Pods&range.kind=pod-range&range.cidr=100.64.0.0/16\
                    &range.name=Services&range.kind=services-range&range.cidr=172.20.0.0/16\
                    &range.name=Hub&range.kind=peer&range.cidr=10.0.0.0/16\
                    &range.name=Head+office&range.kind=on-premises&range.cidr=192.168.0.0/16",
        },
        Example {
            title: "The default services range meets the hub",
            query: "range.name=Spoke&range.kind=cluster-network&range.cidr=10.240.0.0/16\
                    &range.name=Nodes&range.kind=node-subnet&range.cidr=10.240.0.0/22\
                    &range.name=Pods&range.kind=pod-range&range.cidr=10.244.0.0/16\
                    &range.name=Services&range.kind=services-range&range.cidr=10.0.0.0/16\
                    &range.name=Hub&range.kind=peer&range.cidr=10.0.0.0/16",
        },
        Example {
            title: "On-premises has all of 10.0.0.0/8",
            query: "range.name=Spoke&range.kind=cluster-network&range.cidr=10.240.0.0/16\
                    &range.name=Nodes&range.kind=node-subnet&range.cidr=10.240.0.0/22\
                    &range.name=Pods&range.kind=pod-range&range.cidr=10.244.0.0/16\
                    &range.name=Services&range.kind=services-range&range.cidr=172.20.0.0/16\
                    &range.name=Head+office&range.kind=on-premises&range.cidr=10.0.0.0/8",
        },
        Example {
            title: "A network that holds what AKS keeps",
            query: "range.name=Spoke&range.kind=cluster-network&range.cidr=172.16.0.0/12\
                    &range.name=Nodes&range.kind=node-subnet&range.cidr=172.16.0.0/22\
                    &range.name=Services&range.kind=services-range&range.cidr=10.0.0.0/16",
        },
        Example {
            title: "Two clusters with the same pods and services",
            query: "range.name=Spoke&range.kind=cluster-network&range.cidr=10.240.0.0/16\
                    &range.name=Nodes+of+both&range.kind=node-subnet&range.cidr=10.240.0.0/22\
                    &range.name=Pods,+blue&range.kind=pod-range&range.cidr=10.244.0.0/16\
                    &range.name=Pods,+green&range.kind=pod-range&range.cidr=10.244.0.0/16\
                    &range.name=Services,+blue&range.kind=services-range&range.cidr=172.20.0.0/16\
                    &range.name=Services,+green&range.kind=services-range&range.cidr=172.20.0.0/16",
        },
    ],
};

/// What a range can be, in the order of [`Kind::ALL`]; what AKS keeps is there without being named.
static KINDS: [(&str, &str); 9] = [
    ("cluster-network", "Cluster network"),
    ("node-subnet", "Node subnet"),
    ("pod-subnet", "Pod subnet"),
    ("api-server-subnet", "API server subnet"),
    ("other-subnet", "Other subnet"),
    ("pod-range", "Pod range"),
    ("services-range", "Services range"),
    ("peer", "Peered network"),
    ("on-premises", "On-premises network"),
];

#[derive(Template)]
#[template(path = "tools/ranges.html")]
struct Page {
    verdict: Verdict,
    figures: Vec<Figure>,
    /// Pairs that are as they should not be, the broken ones first.
    told: Vec<FindingView>,
    /// How many more there are.
    untold: usize,
    table: table::Table,
    rules: Vec<words::RuleView>,
    maps: Vec<map::Map>,
    /// Ranges that lie in none of the drawn blocks.
    elsewhere: Vec<String>,
}

impl Tool for Ranges {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn form(&self, inputs: &Inputs) -> Vec<Field> {
        let column = |name, label, placeholder| Column { name, label, placeholder, options: Vec::new() };
        let columns = vec![
            column("range.name", "Name", "Hub"),
            Column { options: KINDS.to_vec(), ..column("range.kind", "What it is", "") },
            column("range.cidr", "Range", "10.0.0.0/16"),
        ];
        vec![
            Field::rows(inputs, "range", "Ranges", "Range", columns).hint(
                "Several of one kind stand in one field with commas between. What AKS keeps for itself is added.",
            ),
        ]
    }

    fn answer(&self, inputs: &Inputs) -> Result<Answer, Vec<Complaint>> {
        let ranges = read(inputs)?;
        let matrix = Matrix::of(&ranges).map_err(|error| vec![Complaint::new("range", error.to_string())])?;
        Ok(of_matrix(&matrix, ranges.len()))
    }
}

/// The ranges, or all that is wrong with them.
fn read(inputs: &Inputs) -> Result<Vec<Named>, Vec<Complaint>> {
    let mut ranges = Vec::new();
    let mut complaints = Vec::new();
    for (row, [name, kind, cidr]) in inputs.rows(["range.name", "range.kind", "range.cidr"]) {
        // A choice is always sent; a row is there when something was typed into it.
        if name.is_empty() && cidr.is_empty() {
            continue;
        }
        // Nothing chosen is the first one, as the form shows it.
        let chosen = KINDS.iter().position(|(value, _)| *value == kind).or(kind.is_empty().then_some(0));
        let kind = chosen.map(|n| Kind::ALL[n]);
        if kind.is_none() {
            let message = "There is no such kind of range; choose one of the list.";
            complaints.push(Complaint::new(format!("range.kind.{row}"), message));
        }
        if name.chars().count() > MOST_NAME {
            let message = format!("A name has at most {MOST_NAME} characters.");
            complaints.push(Complaint::new(format!("range.name.{row}"), message));
        }
        let kind = kind.unwrap_or(Kind::ClusterNetwork);
        let name = if name.is_empty() { KINDS[chosen.unwrap_or(0)].1 } else { name };
        let parts: Vec<&str> = cidr.split([',', ';']).map(str::trim).collect();
        let parts: Vec<&str> = match parts.as_slice() {
            [one] => vec![*one],
            several => several.iter().copied().filter(|part| !part.is_empty()).take(MOST_RANGES + 1).collect(),
        };
        for part in &parts {
            match net::parse_network(part) {
                Ok(net) => ranges.push(Named { name: name.to_owned(), kind, net }),
                Err(error) => {
                    let mut complaint = Complaint::text(format!("range.cidr.{row}"), &error);
                    if let [_, _, ..] = parts.as_slice() {
                        // The suggestion is for one of them; put into the field it would take the others away.
                        complaint.suggestion = None;
                    }
                    complaints.push(complaint);
                }
            }
        }
    }
    if ranges.len() > MOST_RANGES {
        complaints.push(Complaint::new("range", TooMany(ranges.len()).to_string()));
    } else if ranges.is_empty() && complaints.is_empty() {
        complaints.push(Complaint::new("range.cidr.0", "Name a range at least, such as 10.0.0.0/16."));
    }
    if complaints.is_empty() { Ok(ranges) } else { Err(complaints) }
}

fn of_matrix(matrix: &Matrix, given: usize) -> Answer {
    let (told, untold) = words::told(matrix, MOST_TOLD);
    let with = |state: State| matrix.pairs.iter().filter(|pair| pair.state == state).count();
    let (broken, unwise) = (with(State::Broken), with(State::Unwise));
    let verdict = words::verdict(matrix, given);
    let figures = vec![
        Figure::new("Ranges", given),
        Figure::new("Pairs compared", grouped(matrix.pairs.len())).noted("with the four that AKS keeps"),
        Figure::new("Rules broken", broken),
        Figure::new("Allowed, not advised", unwise),
    ];
    let (maps, elsewhere) = map::maps(&matrix.ranges[..given.min(MOST_DRAWN)]);
    let says = verdict.words.clone();
    let page = Page {
        verdict,
        figures,
        told,
        untold,
        table: table::Table::of(matrix, given, MOST_DRAWN),
        rules: words::rules(matrix),
        maps,
        elsewhere,
    };
    let overlaps: Vec<_> = matrix.pairs.iter().filter_map(|pair| overlap(matrix, pair)).collect();
    Answer {
        html: super::drawn(&page),
        json: json!({ "state": matrix.state(), "overlaps": overlaps, "ranges": matrix.ranges, "pairs": matrix.pairs }),
        guess: Some(Guess { question: "How many pairs of ranges break a rule?", figure: broken.to_string() }),
        says,
    }
}

/// Two ranges that share addresses, by their names.
fn overlap(matrix: &Matrix, pair: &Pair) -> Option<serde_json::Value> {
    let shared = pair.shared?;
    Some(json!({ "a": matrix.ranges[pair.a].name, "b": matrix.ranges[pair.b].name, "cidr": shared }))
}

/// Whether a pair is about a subnet and the network it belongs to.
fn is_place(pair: &Pair) -> bool {
    pair.rule == Rule::PartOf
}

#[cfg(test)]
mod tests;
