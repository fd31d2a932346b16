//! A Markdown table for each address space.

use std::fmt::Write as _;

use super::line;
use crate::domain::azure::Subnet;
use crate::domain::net::Count;
use crate::domain::vnet_plan::{Kind, Plan};

pub(super) fn write(plan: &Plan) -> String {
    let mut out = String::from("# Virtual network plan\n");
    for row in plan.rows() {
        let (node, label) = (row.node, row.node.label());
        let network = node.network();
        if row.at.network.is_none() {
            let vnet = if row.space.vnet().is_empty() { "No name yet" } else { row.space.vnet() };
            let _ = write!(
                out,
                "\n## {}, {network}\n\n| Network | Addresses | Usable in Azure | Name | Role | Note |\n| --- | ---: | ---: | \
                 --- | --- | --- |\n",
                cell(vnet)
            );
            continue;
        }
        let size = Count::power_of_two(network.max_prefix_len() - network.prefix_len());
        let usable = Subnet::of(network).map_or_else(|_| "–".to_owned(), |subnet| subnet.usable.to_string());
        let shown = match node.kind() {
            Kind::Free => "*free*".to_owned(),
            _ => cell(&label.name),
        };
        let (purpose, remark) = (label.role.map_or("", |role| role.demand().title), cell(&label.note));
        // What is split is told from its parts by how far in it stands.
        let indent = "&ensp;".repeat(row.level.saturating_sub(2));
        let _ = writeln!(out, "| {indent}`{network}` | {size} | {usable} | {shown} | {purpose} | {remark} |");
    }
    out
}

/// A text in which nothing means anything to Markdown or to HTML.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for c in line(text).chars() {
        if c.is_ascii_punctuation() && !matches!(c, '-' | '.' | ',' | '/' | ':') {
            out.push('\\');
        }
        out.push(c);
    }
    // A number or a dash in front is no list in a cell, nor in a heading.
    out
}
