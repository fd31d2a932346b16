//! The decision record, to be read by people.

use std::fmt::Write as _;

use crate::domain::design::build::{Build, Program};
use crate::domain::design::{About, CHECKED, Design, Finding, KeptPlan, Severity};

mod decision;
mod sheet;
mod text;

use text::{inline, link, plain};

pub(super) fn write(design: &Design, build: &Build, findings: &[Finding]) -> String {
    let mut out = format!("# {}\n", plain(super::title(design)));
    if !design.workshop.is_empty() {
        let _ = writeln!(out, "\nMade in the workshop {}.", plain(&design.workshop));
    }
    sheet::write(&mut out, &design.sheet);
    if !design.decisions.is_empty() {
        out.push_str("\n## Decisions\n");
    }
    for decision in &design.decisions {
        decision::write(&mut out, decision);
    }
    open(&mut out, design);
    found(&mut out, design, findings);
    plans(&mut out, &design.plans);
    if !design.notes.trim().is_empty() {
        out.push_str("\n## Notes\n");
        paragraphs(&mut out, &design.notes);
    }
    left_out(&mut out, build);
    out
}

/// Lines of plain text, each a paragraph.
fn paragraphs(out: &mut String, text: &str) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let _ = writeln!(out, "\n{}", plain(line));
    }
}

fn open(out: &mut String, design: &Design) {
    let open = design.open_questions();
    if open.is_empty() {
        return;
    }
    out.push_str("\n## Open questions\n\n");
    for question in open {
        let title = question.wizard.as_deref().map_or("", |wizard| {
            design
                .decision(wizard)
                .map_or(wizard, |decision| if decision.title.is_empty() { wizard } else { &decision.title })
        });
        let of = if title.is_empty() { String::new() } else { format!(" ({})", plain(title)) };
        let _ = writeln!(out, "- [ ] {}{of}", plain(&question.text));
    }
}

fn found(out: &mut String, design: &Design, findings: &[Finding]) {
    out.push_str("\n## Findings\n");
    if findings.is_empty() {
        out.push_str("\nNothing was found.\n");
    }
    let _ = writeln!(out, "\nBy rules that were compared with their sources on {CHECKED}.");
    for (severity, title) in [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Note, "Notes")] {
        let mut of = findings.iter().filter(|finding| finding.severity == severity).peekable();
        if of.peek().is_none() {
            continue;
        }
        let _ = writeln!(out, "\n### {title}\n");
        for finding in of {
            let _ = writeln!(out, "- {} {}", inline(&finding.message), link("Source", finding.source));
            if !finding.cure.is_empty() {
                let _ = writeln!(out, "  - Cure: {}", inline(&finding.cure));
            }
            let about: Vec<String> = finding.about.iter().map(|about| called(design, about)).collect();
            if !about.is_empty() {
                let _ = writeln!(out, "  - About: {}", about.join(", "));
            }
        }
    }
}

fn called(design: &Design, about: &About) -> String {
    match about {
        About::Sheet(name) => {
            let row = name.rsplit_once('.').filter(|(_, row)| row.bytes().all(|byte| byte.is_ascii_digit()));
            let (field, row) = row.map_or((name.as_str(), None), |(field, row)| (field, row.parse::<usize>().ok()));
            let label = crate::domain::sheet::field(field).map_or(field, |field| field.label);
            let pool = row.and_then(|row| Some(design.sheet.pools().get(row)?.called(row)));
            let of = pool.map_or_else(String::new, |pool| format!(", {}", plain(&pool)));
            format!("{}{of}", plain(label))
        }
        About::Wizard(wizard) => plain(design.decision(wizard).map_or(wizard, |decision| &decision.title)),
        About::Plan(n) => plain(design.plans.get(*n).map_or("a plan", |plan| &plan.title)),
    }
}

fn plans(out: &mut String, plans: &[KeptPlan]) {
    if plans.is_empty() {
        return;
    }
    out.push_str("\n## Plans\n\n");
    for plan in plans {
        let title = if plan.title.trim().is_empty() { &plan.tool } else { &plan.title };
        let _ = write!(out, "- {}", link(title, &format!("/tools/{}?{}", plan.tool, plan.query)));
        for text in [&plan.says, &plan.note] {
            if !text.trim().is_empty() {
                let _ = write!(out, "\n  - {}", plain(text));
            }
        }
        out.push('\n');
    }
}

/// What the three programs do not hold, and what they ask for.
fn left_out(out: &mut String, build: &Build) {
    let asked: Vec<_> = build.variables.iter().filter(|variable| variable.value.is_none()).collect();
    if !asked.is_empty() {
        out.push_str("\n## What the programs ask for\n\n");
        for variable in asked {
            let _ = writeln!(out, "- `{}`: {}", variable.name, plain(variable.what));
        }
    }
    if build.left_out.is_empty() {
        return;
    }
    out.push_str("\n## What the programs leave out\n\n");
    for left in &build.left_out {
        let programs: Vec<&str> = left.of.iter().map(|program: &Program| program.title()).collect();
        let of = if programs.is_empty() { String::new() } else { format!(" (in {} only)", programs.join(" and ")) };
        let _ = writeln!(out, "- **{}**{of}: {}", plain(&left.what), plain(&left.why));
    }
}
