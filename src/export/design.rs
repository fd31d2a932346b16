//! The design record as files: to read, to run, and to come back with.

use std::fmt::Write as _;

use super::{Format, format, line};
use crate::domain::design::build::{Build, Program};
use crate::domain::design::{Design, Finding};

mod az;
mod bicep;
pub mod json;
mod markdown;
mod terraform;

/// All kinds of file that a design is written as.
pub static FORMATS: [Format; 5] = [
    format("markdown", "Markdown", "text/markdown; charset=utf-8", "design.md"),
    format("az", "az script", "text/x-shellscript; charset=utf-8", "design.sh"),
    format("bicep", "Bicep", "text/plain; charset=utf-8", "design.bicep"),
    format("terraform", "Terraform", "text/plain; charset=utf-8", "design.tf"),
    format("json", "JSON", "application/json; charset=utf-8", "design.json"),
];

/// Writes a design as the kind of file with this name. Findings are those of the design; only Markdown has them.
#[must_use]
pub fn write(design: &Design, findings: &[Finding], name: &str) -> Option<(Format, String)> {
    let format = *FORMATS.iter().find(|format| format.name == name)?;
    let text = match name {
        "json" => json::write(design),
        "markdown" => markdown::write(design, &Build::of(design), findings),
        "az" => az::write(&Build::of(design), title(design)),
        "bicep" => bicep::write(&Build::of(design), title(design)),
        _ => terraform::write(&Build::of(design), title(design)),
    };
    Some((format, text))
}

/// The title, or what it is called without one.
fn title(design: &Design) -> &str {
    if design.title.trim().is_empty() { "Design of a cluster" } else { &design.title }
}

/// The comments on top of a program: its title, what has to be set, and what it leaves out.
fn head(out: &mut String, mark: &str, title: &str, build: &Build, program: Program) {
    let _ = writeln!(out, "{mark} {}", line(title));
    let asked: Vec<_> = build.variables.iter().filter(|variable| variable.value.is_none()).collect();
    if !asked.is_empty() {
        let _ = writeln!(out, "{mark}\n{mark} To be set:");
        for variable in asked {
            let _ = writeln!(out, "{mark} - {}: {}", variable.name, variable.what);
        }
    }
    let mut left = build.left_out_of(program).peekable();
    if left.peek().is_some() {
        let _ = writeln!(out, "{mark}\n{mark} Left out:");
        for left in left {
            let _ = writeln!(out, "{mark} - {}: {}", line(&left.what), line(&left.why));
        }
    }
}

#[cfg(test)]
mod tests;
