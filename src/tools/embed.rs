//! A tool as a block of a module: its inputs come from the fence.

use super::card::Worked;
use super::form::{Field, Kind};
use super::{Inputs, Tool};

/// Inputs that every tool takes in a fence besides its own.
const COMMON: [&str; 1] = ["predict"];

/// Form and answer as they stand in the module, with ids that begin with `base`; or what is wrong: the input and the words.
pub fn draw(tool: &'static dyn Tool, inputs: &[(String, String)], base: &str) -> Result<String, Vec<(String, String)>> {
    let typed = Inputs::of_pairs(inputs.iter().cloned());
    let fields = tool.form(&typed);
    let names: Vec<&str> = fields.iter().flat_map(Field::names).chain(COMMON).collect();
    let mut wrong: Vec<(String, String)> = Vec::new();
    for (name, value) in inputs {
        if !names.contains(&name.as_str()) {
            let words = format!("{} has no input “{name}”; it has {}", tool.about().name, names.join(", "));
            if !wrong.iter().any(|(_, said)| *said == words) {
                wrong.push((name.clone(), words));
            }
        }
        let options = fields.iter().find(|field| field.name == name).and_then(|field| match &field.kind {
            Kind::Choice { options, .. } => Some(options),
            _ => None,
        });
        if let Some(options) = options.filter(|options| options.iter().all(|(option, _)| option != value)) {
            let all: Vec<&str> = options.iter().map(|(option, _)| *option).collect();
            wrong.push((name.clone(), format!("“{value}” is no {name}; there are {}", all.join(", "))));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let worked = Worked::of(tool, typed);
    wrong.extend(worked.complaints().iter().map(|c| (c.field.clone(), format!("{}: {}", c.field, c.message))));
    if wrong.is_empty() { Ok(worked.card(base, false)) } else { Err(wrong) }
}
