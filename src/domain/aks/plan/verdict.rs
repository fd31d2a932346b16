//! The answer in a sentence.

use super::capacity::Room;
use super::need::Need;
use super::{Limits, Missing};
use crate::domain::aks::figures::{counted, grouped, prefix};
use crate::domain::aks::finding::{Finding, Severity};

pub(super) fn of(findings: &[Finding], need: &Need, room: &Room, limits: &Limits, missing: &[Missing]) -> String {
    let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    if !errors.is_empty() {
        return refused(&errors, need, room);
    }
    let takes: Vec<String> = missing.iter().map(takes).collect();
    let given = room.usable.is_some() || room.available.is_some();
    if !given {
        return format!("Takes {}.", takes.join(" and "));
    }
    let more = limits.nodes.saturating_sub(need.total());
    let fits = if more == 0 {
        "Fits exactly, without room for another node".to_owned()
    } else {
        format!("Fits, with room for {} more {}", grouped(more), if more == 1 { "node" } else { "nodes" })
    };
    if takes.is_empty() { format!("{fits}.") } else { format!("{fits}; takes {} besides.", takes.join(" and ")) }
}

fn takes(range: &Missing) -> String {
    let name = match range.field {
        "node_subnet" => "the nodes",
        _ => "the pods",
    };
    match range.smallest_prefix {
        Some(_) => format!("a {} for {name}", prefix(range.smallest_prefix)),
        None => format!("more than any single range for {name}"),
    }
}

fn refused(errors: &[&Finding], need: &Need, room: &Room) -> String {
    let is = |code: &str| errors.iter().any(|finding| finding.code == code);
    let mut short = Vec::new();
    if let Some(usable) = room.usable.filter(|_| is("node-subnet-too-small")) {
        short.push(format!("the node subnet is {} short", counted(need.subnet - usable, "address")));
    }
    if let Some(available) = room.available {
        if is("pod-cidr-too-small") {
            short.push(format!("the pod range is {} short", counted(need.pod - available, "block")));
        }
        if is("pod-subnet-too-small") {
            short.push(format!("the pod subnet is {} short", counted(need.pod - available, "address")));
        }
    }
    let others = errors.len() - short.len();
    match (short.is_empty(), others) {
        (false, 0) => format!("Does not fit: {}.", short.join(" and ")),
        (false, n) => format!("Does not fit: {}; and {} broken besides.", short.join(" and "), rules(n)),
        (true, n) => format!("Does not work as it is: {} broken.", rules(n)),
    }
}

fn rules(n: usize) -> String {
    if n == 1 { "1 rule is".to_owned() } else { format!("{n} rules are") }
}
