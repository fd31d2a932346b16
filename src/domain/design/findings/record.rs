//! The record itself: what is open, and what says two things.

use super::look::{Found, Look, sheet, wizard};
use super::pages::RECORD;
use super::{Rule, note, warning};
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::design::Decision;

/// Questions that mean the same wherever they are asked.
const SHARED: [&str; 6] = ["windows", "ipv6", "nodes", "who-owns-network", "preview", "automatic"];
/// The nodes of each option of the question on nodes.
const NODES: [(&str, u64); 3] = [("up-to-400", 400), ("up-to-1000", 1_000), ("up-to-5000", 5_000)];

/// An answer as it is compared: both families are both families.
fn meant<'d>(decision: &'d Decision, question: &str) -> Option<&'d str> {
    let option = decision.answer(question)?;
    Some(if question == "ipv6" && option.starts_with("dual") { "dual" } else { option })
}

/// A question's words as they stand in the record.
fn short<'d>(decision: &'d Decision, question: &'d str) -> &'d str {
    let answer = decision.answers.iter().find(|answer| answer.question == question);
    answer.map(|answer| answer.short.as_str()).filter(|short| !short.is_empty()).unwrap_or(question)
}

/// An answer in words; its id where the record has none.
fn said<'d>(decision: &'d Decision, question: &str, option: &'d str) -> &'d str {
    let answer = decision.answers.iter().find(|answer| answer.question == question);
    answer.map(|answer| answer.say.as_str()).filter(|say| !say.is_empty()).unwrap_or(option)
}

fn called(decision: &Decision) -> &str {
    if decision.title.is_empty() { &decision.wizard } else { &decision.title }
}

/// Answers that the sheet says otherwise. `right` is the option that the sheet stands for.
fn against(look: &Look, found: &mut Found, question: &str, right: &str, field: &str, says: &str) {
    for decision in &look.design.decisions {
        if let Some(option) = meant(decision, question).filter(|option| *option != right) {
            let message = format!(
                "“{}” answers {} with {option}, and the sheet says {says}.",
                called(decision),
                short(decision, question)
            );
            found.say(
                message,
                "Answer the question anew, or mend the sheet.",
                [wizard(&decision.wizard), sheet(field)],
            );
        }
    }
}

pub(super) const RULES: &[Rule] = &[
    warning("outcome-ruled-out", RECORD, "A decision does not take what it ruled out.", |look, found| {
        for decision in &look.design.decisions {
            let Some(chosen) = &decision.outcome else { continue };
            if decision.ruled_out.iter().any(|out| out.id == chosen.id) {
                let title = if chosen.title.is_empty() { &chosen.id } else { &chosen.title };
                let message = format!("“{}” came to {title}, which its own answers rule out.", called(decision));
                found.say(message, "Go through the decision again.", [wizard(&decision.wizard)]);
            }
        }
    }),
    warning("answers-contradict", RECORD, "The same question has the same answer everywhere.", |look, found| {
        for question in SHARED {
            let mut first: Option<(&Decision, &str)> = None;
            for decision in &look.design.decisions {
                let Some(option) = meant(decision, question) else { continue };
                match first {
                    None => first = Some((decision, option)),
                    Some((before, known)) if known != option => {
                        let message = format!(
                            "{}: “{}” says “{}”, “{}” says “{}”.",
                            short(decision, question),
                            called(before),
                            said(before, question, known),
                            called(decision),
                            said(decision, question, option)
                        );
                        let about = [wizard(&decision.wizard), wizard(&before.wizard)];
                        found.say(message, "Give both the same answer.", about);
                    }
                    Some(_) => {}
                }
            }
        }
    }),
    warning("sheet-contradicts-windows", RECORD, "Answers on Windows go with the sheet.", |look, found| {
        if let Some(word) = look.word("windows-pools") {
            let says = if word == "yes" { "that there are Windows pools" } else { "that all pools run Linux" };
            against(look, found, "windows", word, "pool.os.0", says);
        }
    }),
    warning("sheet-contradicts-families", RECORD, "Answers on IPv6 go with the sheet.", |look, found| {
        if let Some(word) = look.word("ip-families") {
            let (right, says) = if word == "dual" { ("dual", "both families") } else { ("no", "IPv4 alone") };
            against(look, found, "ipv6", right, "ip-families", says);
        }
    }),
    warning("sheet-contradicts-owner", RECORD, "Answers on the network’s owner go with the sheet.", |look, found| {
        if let Some(word) = look.word("network-owner") {
            let says = if word == "you" { "that you bring the network" } else { "that AKS makes the network" };
            against(look, found, "who-owns-network", word, "network-owner", says);
        }
    }),
    warning("sheet-contradicts-nodes", RECORD, "Answers on nodes go with the sheet.", |look, found| {
        let Some(nodes) = look.nodes() else { return };
        for decision in &look.design.decisions {
            let most = NODES.iter().find(|(option, _)| decision.answer("nodes") == Some(option)).map(|(_, most)| *most);
            if let Some(most) = most.filter(|most| nodes > *most) {
                let message = format!(
                    "“{}” reckons with up to {} nodes, and the sheet’s pools reach {}.",
                    called(decision),
                    grouped(most),
                    grouped(nodes)
                );
                found.say(
                    message,
                    "Answer the question anew, or plan fewer nodes.",
                    [wizard(&decision.wizard), sheet("pool.nodes.0")],
                );
            }
        }
    }),
    note("decision-without-outcome", RECORD, "A decision comes to an outcome.", |look, found| {
        for decision in look.design.decisions.iter().filter(|decision| decision.outcome.is_none()) {
            let message = format!("“{}” has not come to an outcome.", called(decision));
            let cure =
                "Answer what is open; where nothing fits, give up one of the answers that cannot be had together.";
            found.say(message, cure, [wizard(&decision.wizard)]);
        }
    }),
    note("open-questions", RECORD, "Open questions are settled before it is built.", |look, found| {
        let open = look.design.open_questions();
        if let Some(first) = open.first() {
            let message = match open.len() {
                1 => format!("One question is open: {}", first.text),
                n => format!("{} are open, the first: {}", counted(n as u64, "question"), first.text),
            };
            let mut about: Vec<_> = open.iter().filter_map(|one| one.wizard.as_deref()).map(wizard).collect();
            about.dedup();
            found.say(message, "Find out, and answer them.", about);
        }
    }),
];
