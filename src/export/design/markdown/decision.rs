//! One decision: where it led, why, and what fell out.

use std::fmt::Write as _;

use super::paragraphs;
use super::text::{inline, link, plain};
use crate::domain::design::Decision;

pub(super) fn write(out: &mut String, decision: &Decision) {
    let title = if decision.title.trim().is_empty() { &decision.wizard } else { &decision.title };
    let _ = writeln!(out, "\n### {}\n", plain(title));
    match &decision.outcome {
        Some(chosen) => {
            let _ = writeln!(out, "**{}.** {}", plain(&chosen.title), inline(&chosen.verdict));
            if let Some(caution) = &chosen.caution {
                let _ = writeln!(out, "\n> **Caution:** {}", inline(caution));
            }
        }
        None => out.push_str("Nothing is decided yet.\n"),
    }
    list(
        out,
        "Why",
        decision.reasons.iter().map(|reason| format!("{} {}", inline(&reason.text), source(&reason.source))),
    );
    list(out, "What is given up", decision.trade_offs.iter().map(|text| inline(text)));
    let fell = decision
        .ruled_out
        .iter()
        .map(|out| format!("**{}**: {} {}", plain(&out.title), inline(&out.because), source(&out.source)));
    list(out, "What fell out", fell);
    if let Some(next) = &decision.runner_up {
        let _ = writeln!(out, "\nNext best: **{}**. {}", plain(&next.title), inline(&next.because));
    }
    if !decision.answers.is_empty() {
        out.push_str("\n| Question | Answer | Known from |\n| --- | --- | --- |\n");
    }
    for answer in &decision.answers {
        let asked = if answer.short.trim().is_empty() { &answer.ask } else { &answer.short };
        let from = answer.from.as_deref().unwrap_or_default();
        let _ = writeln!(out, "| {} | {} | {} |", plain(asked), inline(&answer.say), plain(from));
    }
    if !decision.note.trim().is_empty() {
        out.push_str("\nNote:\n");
        paragraphs(out, &decision.note);
    }
}

fn source(address: &str) -> String {
    link("Source", address)
}

fn list(out: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_some() {
        let _ = writeln!(out, "\n{title}:\n");
    }
    for item in items {
        let _ = writeln!(out, "- {item}");
    }
}
