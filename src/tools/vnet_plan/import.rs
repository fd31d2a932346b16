//! A plan from what somebody pastes: our own JSON, what `az network vnet show` and `list` print, or a table.

use ipnet::IpNet;
use serde_json::Value;

use super::sentence;
use crate::domain::azure::roles::Role;
use crate::domain::net::parse_network;
use crate::domain::vnet_plan::{Item, Label, MOST_ROWS, Plan, build, decode, read_csv};

/// The longest text that is read, in bytes.
pub const MOST_IMPORT: usize = 1024 * 1024;

/// Reads whatever it is.
///
/// # Errors
///
/// What is wrong, in a sentence.
pub(super) fn read(text: &str) -> Result<Plan, String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err("Paste something to read: JSON, a table with commas, or the plan of a link.".to_owned());
    }
    if text.len() > MOST_IMPORT {
        return Err(format!("The text is too long; {MOST_IMPORT} bytes are read."));
    }
    let plan = if text.starts_with(['{', '[']) {
        let value = serde_json::from_str(text).map_err(|error| {
            format!("The JSON breaks off in line {}, column {}: {error}.", error.line(), error.column())
        })?;
        of_json(&value)?
    } else if text.starts_with("1~") {
        decode(text).map_err(|error| sentence(&error.to_string()))?
    } else {
        read_csv(text).map_err(|error| sentence(&error.to_string()))?
    };
    if plan.spaces().is_empty() {
        return Err("There is no network in what was pasted.".to_owned());
    }
    Ok(plan)
}

fn of_json(value: &Value) -> Result<Plan, String> {
    let vnets: Vec<&Value> = match value {
        Value::Array(all) => all.iter().collect(),
        Value::Object(one) => match one.get("spaces") {
            Some(spaces) => return ours(value, spaces),
            // `az network vnet create` puts its answer one level down.
            None => vec![one.get("newVNet").unwrap_or(value)],
        },
        _ => Vec::new(),
    };
    if vnets.is_empty() {
        return Err("The JSON holds no virtual network.".to_owned());
    }
    let vnets = vnets.iter().enumerate().map(|(n, vnet)| of_azure(n, vnet)).collect::<Result<Vec<_>, _>>()?;
    build(vnets).map_err(|error| sentence(&error.to_string()))
}

/// A field of an object, or of the `properties` in it, as resource templates have it.
fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.get(name).or_else(|| value.get("properties")?.get(name)).filter(|found| !found.is_null())
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    field(value, name).and_then(Value::as_str).unwrap_or_default()
}

fn network(place: &str, value: &Value) -> Result<IpNet, String> {
    let text = value.as_str().ok_or_else(|| format!("{place} is no text with a network."))?;
    parse_network(text).map_err(|error| format!("{place}: {}", sentence(&error.to_string())))
}

/// All networks of a field that is a list, or of one that is a single text.
fn networks(place: &str, value: &Value, many: &str, one: &str) -> Result<Vec<IpNet>, String> {
    let several = field(value, many).and_then(Value::as_array).filter(|list| !list.is_empty());
    match (several, field(value, one)) {
        (Some(list), _) if list.len() > MOST_ROWS => Err(format!("{place} has more than {MOST_ROWS} prefixes.")),
        (Some(list), _) => list.iter().map(|item| network(place, item)).collect(),
        (None, Some(item)) => Ok(vec![network(place, item)?]),
        (None, None) => Ok(Vec::new()),
    }
}

type Listed = (String, Vec<IpNet>, Vec<Item>);

fn of_azure(n: usize, vnet: &Value) -> Result<Listed, String> {
    let name = text(vnet, "name").to_owned();
    let place = if name.is_empty() { format!("Virtual network {}", n + 1) } else { name.clone() };
    let space = field(vnet, "addressSpace").ok_or_else(|| {
        format!("{place} has no \"addressSpace\"; paste what az network vnet show prints, or a plan of this page.")
    })?;
    let spaces = networks(&format!("{place}, addressSpace"), space, "addressPrefixes", "addressPrefix")?;
    let mut items = Vec::new();
    for (s, subnet) in field(vnet, "subnets").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let name = text(subnet, "name").to_owned();
        let place = format!("{place}, subnet {}", if name.is_empty() { (s + 1).to_string() } else { name.clone() });
        let delegations = field(subnet, "delegations").and_then(Value::as_array).into_iter().flatten();
        let services: Vec<&str> = delegations.map(|delegation| text(delegation, "serviceName")).collect();
        let delegated = |role: &Role| {
            let own = role.demand().delegation;
            own.is_some_and(|own| services.iter().any(|service| service.eq_ignore_ascii_case(own)))
        };
        let role = Role::of_name(&name).or_else(|| Role::ALL.into_iter().find(delegated));
        for network in networks(&place, subnet, "addressPrefixes", "addressPrefix")? {
            let label = Label { name: name.clone(), role, ..Label::default() };
            items.push(Item { network, label, place: place.clone() });
        }
    }
    Ok((name, spaces, items))
}

/// What [`crate::export`] writes.
fn ours(value: &Value, spaces: &Value) -> Result<Plan, String> {
    match value.get("version").and_then(Value::as_u64) {
        Some(1) => {}
        Some(other) => return Err(format!("This plan is of version {other}, and only version 1 is read.")),
        None => return Err("The JSON says no version; a plan of this page has \"version\": 1.".to_owned()),
    }
    let mut listed = Vec::new();
    for (n, space) in spaces.as_array().into_iter().flatten().enumerate() {
        let place = format!("Space {}", n + 1);
        let own = network(&place, space.get("network").unwrap_or(&Value::Null))?;
        let mut items = Vec::new();
        for (r, row) in space.get("rows").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let place = format!("{place}, row {}", r + 1);
            let label = Label {
                name: text(row, "name").to_owned(),
                role: Role::of_id(text(row, "role")),
                note: text(row, "note").to_owned(),
                colour: row
                    .get("colour")
                    .and_then(Value::as_u64)
                    .and_then(|n| u8::try_from(n).ok())
                    .unwrap_or_default(),
                locked: row.get("locked").and_then(Value::as_bool).unwrap_or_default(),
            };
            items.push(Item { network: network(&place, row.get("network").unwrap_or(&Value::Null))?, label, place });
        }
        listed.push((text(space, "vnet").to_owned(), vec![own], items));
    }
    build(listed).map_err(|error| sentence(&error.to_string()))
}
