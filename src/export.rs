//! Plans, designs and cohorts as files to take away. Pure functions from values to text; every value is quoted for where it goes, so that no
//! name, however it is written, becomes part of a program.

use serde_json::Value;

use crate::domain::vnet_plan::{Plan, vnets};

mod az;
mod bicep;
pub mod cohort;
pub mod credential;
mod csv;
pub mod design;
mod json;
mod markdown;
mod moment;
mod record;
mod svg;
mod terraform;
pub mod xapi;

pub use json::value as json_value;

/// A kind of file.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// In addresses.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The media type.
    pub mime: &'static str,
    /// The name of the file.
    pub file: &'static str,
}

const fn format(name: &'static str, title: &'static str, mime: &'static str, file: &'static str) -> Format {
    Format { name, title, mime, file }
}

/// All kinds of file that a plan of virtual networks is written as.
pub static FORMATS: [Format; 7] = [
    format("az", "az script", "text/x-shellscript; charset=utf-8", "vnet-plan.sh"),
    format("bicep", "Bicep", "text/plain; charset=utf-8", "vnet-plan.bicep"),
    format("terraform", "Terraform", "text/plain; charset=utf-8", "vnet-plan.tf"),
    format("csv", "CSV", "text/csv; charset=utf-8", "vnet-plan.csv"),
    format("json", "JSON", "application/json; charset=utf-8", "vnet-plan.json"),
    format("markdown", "Markdown", "text/markdown; charset=utf-8", "vnet-plan.md"),
    format("svg", "SVG", "image/svg+xml", "vnet-plan.svg"),
];

/// Writes a plan as the kind of file with this name.
#[must_use]
pub fn write(plan: &Plan, name: &str) -> Option<(Format, String)> {
    let format = *FORMATS.iter().find(|format| format.name == name)?;
    let text = match name {
        "az" => az::write(&vnets(plan)),
        "bicep" => bicep::write(&vnets(plan)),
        "terraform" => terraform::write(&vnets(plan)),
        "csv" => csv::write(plan),
        "json" => pretty(&json::value(plan)),
        "markdown" => markdown::write(plan),
        _ => svg::write(plan),
    };
    Some((format, text))
}

fn pretty(value: &Value) -> String {
    // A value that is made of texts, numbers and lists can always be written.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// A text in one line, for comments.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests;
