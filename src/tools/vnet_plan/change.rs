//! What the planner's forms ask for: one change each, with the next plan as its answer.

use super::show::{self, Refused};
use super::{Chosen, MOST_LINK, import, query, read, sentence};
use crate::domain::azure::roles::Role;
use crate::domain::net::parse_network;
use crate::domain::vnet_plan::{At, Into, Label, Need, Plan, PlanError, Wanted, read_size};
use crate::tools::{Answer, Complaint, Inputs};

/// What a change comes to.
#[derive(Debug)]
pub enum Changed {
    /// The query of the next plan.
    Next(String),
    /// The plan as it was, drawn with what is wrong with the form.
    Refused(Box<Answer>),
}

/// What is wrong, and whether it can be done nevertheless.
struct Wrong {
    message: String,
    anyway: Option<String>,
}

impl From<PlanError> for Wrong {
    fn from(error: PlanError) -> Self {
        Self { message: sentence(&error.to_string()), anyway: None }
    }
}

impl From<String> for Wrong {
    fn from(message: String) -> Self {
        Self { message, anyway: None }
    }
}

/// Makes the change that a form asks for. `do` holds its name and, where it has one, the row: `split 1@10.0.0.0/24`.
///
/// # Errors
///
/// The plan that came with the form cannot be read.
pub fn change(inputs: &Inputs) -> Result<Changed, Complaint> {
    let chosen = read(inputs)?;
    let asked = inputs.get("do");
    let (what, at) = asked.split_once(' ').map_or((asked, ""), |(what, at)| (what, at.trim()));
    // What is typed into the search for a row may be any text.
    let at = At::read(at).or_else(|| At::read(inputs.get("row")));
    let next = next(&chosen, what, at, inputs).and_then(|next| {
        let query = query(&next);
        if query.len() > MOST_LINK {
            Err(Wrong::from(format!(
                "The plan has grown too large for a link: {} characters, of {MOST_LINK} at most. Join what need not be \
                 apart, or plan in two links.",
                query.len()
            )))
        } else {
            Ok(query)
        }
    });
    Ok(match next {
        Ok(query) => Changed::Next(query),
        Err(Wrong { message, anyway }) => {
            let shown = Chosen { at: at.filter(|at| chosen.plan.node(*at).is_some()).or(chosen.at), ..chosen };
            Changed::Refused(Box::new(show::answer(&shown, Some(Refused { what, message, anyway }), inputs)))
        }
    })
}

fn next(chosen: &Chosen, what: &str, at: Option<At>, inputs: &Inputs) -> Result<Chosen, Wrong> {
    let mut plan = chosen.plan.clone();
    let row = || at.ok_or_else(|| Wrong::from("Choose a row first.".to_owned()));
    let at = match what {
        "edit" => row()?,
        "split" => plan.split(row()?, Into::Halves)?,
        "split-into" => plan.split(row()?, into(inputs.get("into"))?)?,
        "join" | "join-anyway" => {
            let at = row()?;
            let joined = plan.join(at, what == "join-anyway").map_err(|error| {
                let anyway = matches!(error, PlanError::WouldLose(..)).then(|| format!("join-anyway {at}"));
                Wrong { anyway, ..Wrong::from(error) }
            })?;
            shown(&plan, joined)
        }
        "lock" | "unlock" => {
            let at = row()?;
            plan.lock(at, what == "lock")?;
            at
        }
        "clear" => {
            let at = row()?;
            plan.clear(at)?;
            at
        }
        "name" => {
            let at = row()?;
            plan.name(at, inputs.get("name"))?;
            at
        }
        "describe" => {
            let at = row()?;
            describe(&mut plan, at, inputs)?;
            at
        }
        "remove" => {
            plan.remove_space(row()?.space)?;
            return Ok(Chosen { plan, at: None });
        }
        "add" => {
            let network = parse_network(inputs.get("space")).map_err(|error| sentence(&error.to_string()))?;
            plan.add_space(network, inputs.get("vnet"))?
        }
        "allot" => allot(&mut plan, inputs)?,
        "import" => {
            plan = import::read(inputs.raw("text"))?;
            return Ok(Chosen { plan, at: None });
        }
        _ => return Err("That is nothing this page can do; use its buttons.".to_owned().into()),
    };
    Ok(Chosen { plan, at: Some(at) })
}

/// A whole space that is split no more is shown as its row.
fn shown(plan: &Plan, at: At) -> At {
    let whole = plan.spaces().get(at.space).is_some_and(|space| Some(space.root().network()) == at.network);
    let split = plan.node(at).is_some_and(|node| !node.parts().is_empty());
    if whole && split { At::space(at.space) } else { at }
}

fn into(typed: &str) -> Result<Into, String> {
    match read_size(typed) {
        Some(Wanted::Prefix(prefix)) => Ok(Into::Prefix(prefix)),
        Some(Wanted::Hosts(parts)) => Ok(Into::Parts(parts)),
        None => Err("Write how many parts, such as 8, or how large each, such as /26.".to_owned()),
    }
}

fn describe(plan: &mut Plan, at: At, inputs: &Inputs) -> Result<(), PlanError> {
    if at.network.is_none() {
        return plan.rename_space(at.space, inputs.get("name"));
    }
    let label = Label {
        name: inputs.get("name").to_owned(),
        role: Role::of_id(inputs.get("role")),
        note: inputs.get("note").to_owned(),
        colour: inputs.get("colour").parse().unwrap_or_default(),
        locked: false,
    };
    plan.describe(at, &label)
}

fn allot(plan: &mut Plan, inputs: &Inputs) -> Result<At, Wrong> {
    let scope = At::read(inputs.get("scope")).ok_or_else(|| "Choose where the subnets are taken from.".to_owned())?;
    let mut needs = Vec::new();
    let mut places = Vec::new();
    for (n, [name, size, role]) in inputs.rows(["need.name", "need.size", "need.role"]) {
        let wanted = match size {
            "" => None,
            size => Some(read_size(size).ok_or_else(|| {
                format!("Need {}: the size is a number of hosts, such as 120, or a length, such as /26.", n + 1)
            })?),
        };
        needs.push(Need { name: name.to_owned(), role: Role::of_id(role), wanted });
        places.push(n);
    }
    if needs.is_empty() {
        return Err("Say what is needed: a role, or a name and a size.".to_owned().into());
    }
    let given = plan.allot(scope, &needs).map_err(|error| match error.need().and_then(|n| places.get(n)) {
        Some(n) => Wrong::from(format!("Need {}: {}", n + 1, sentence(&error.to_string()))),
        None => error.into(),
    })?;
    Ok(given.first().copied().unwrap_or(scope))
}
