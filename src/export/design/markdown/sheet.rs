//! The sheet as tables.

use std::fmt::Write as _;

use super::text::plain;
use crate::domain::sheet::{FIELDS, GROUPS, Group, Kind, POOL, Sheet};

pub(super) fn write(out: &mut String, sheet: &Sheet) {
    if sheet.is_empty() {
        return;
    }
    out.push_str("\n## Sheet\n");
    for group in GROUPS {
        let known = FIELDS.iter().filter(|field| field.group == group);
        let mut known = known.filter_map(|field| Some((field, sheet.get(field.name)?))).peekable();
        if known.peek().is_some() {
            let _ = writeln!(out, "\n### {}\n\n| Field | Value |\n| --- | --- |", group.title());
        }
        for (field, value) in known {
            let value = match field.kind {
                Kind::Choice(options) => {
                    options.iter().find(|(option, _)| *option == value).map_or(value, |(_, words)| words)
                }
                _ => value,
            };
            let value: Vec<String> = value.lines().map(plain).collect();
            let unit = if field.unit.is_empty() { String::new() } else { format!(" {}", field.unit) };
            let _ = writeln!(out, "| {} | {}{unit} |", plain(field.label), value.join("<br>"));
        }
        if group == Group::Pools {
            pools(out, sheet);
        }
    }
}

fn pools(out: &mut String, sheet: &Sheet) {
    if sheet.pools().is_empty() {
        return;
    }
    let labels: Vec<String> = POOL.iter().map(|field| plain(field.label)).collect();
    let rule = "| --- ".repeat(POOL.len());
    let _ = writeln!(out, "\n### Node pools\n\n| {} |\n{rule}|", labels.join(" | "));
    for pool in sheet.pools() {
        let cells: Vec<String> = POOL.iter().map(|field| plain(&pool.text(field.name))).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}
