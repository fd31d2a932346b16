//! A plan from a plain list of networks, as files have it: what lies in what says how it is split.

use std::fmt;

use ipnet::IpNet;

use super::change::{clean, text};
use super::{Label, MOST_NAME, MOST_ROWS, MOST_SPACES, Node, Plan, PlanError, Space};
use crate::domain::net::AddressSet;

/// One network of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The network.
    pub network: IpNet,
    /// What is said about it.
    pub label: Label,
    /// Where it stands in what was read, such as "line 3".
    pub place: String,
}

/// Why a list makes no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildError {
    /// A network stands there twice.
    Twice(String, IpNet),
    /// A network lies in no space.
    Outside(String, IpNet, String),
    /// A text or the size of the plan.
    Plan(String, Box<PlanError>),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twice(place, network) => write!(f, "{place}: {network} stands there twice"),
            Self::Outside(place, network, vnet) if vnet.is_empty() => {
                write!(f, "{place}: {network} lies in none of the address spaces")
            }
            Self::Outside(place, network, vnet) => {
                write!(f, "{place}: {network} lies in none of the address spaces of {vnet}")
            }
            Self::Plan(place, error) if place.is_empty() => error.fmt(f),
            Self::Plan(place, error) => write!(f, "{place}: {error}"),
        }
    }
}

impl std::error::Error for BuildError {}

/// Makes a plan of virtual networks: for each its name, its address spaces and the networks in them. What a list leaves
/// out is free.
pub fn build(vnets: Vec<(String, Vec<IpNet>, Vec<Item>)>) -> Result<Plan, BuildError> {
    let mut plan = Plan::default();
    for (name, spaces, items) in vnets {
        let vnet = text("name", &name, MOST_NAME).map_err(|error| BuildError::Plan(String::new(), Box::new(error)))?;
        let mut items: Vec<Item> =
            items.into_iter().map(|item| Item { network: item.network.trunc(), ..item }).collect();
        // What lies in another comes right after it.
        items.sort_by_key(|item| item.network);
        if let Some(pair) = items.windows(2).find(|pair| pair[0].network == pair[1].network) {
            return Err(BuildError::Twice(pair[1].place.clone(), pair[1].network));
        }
        let mut roots: Vec<IpNet> = spaces.iter().map(IpNet::trunc).collect();
        roots.dedup();
        for root in roots {
            let (inside, outside) = items.into_iter().partition(|item| root.contains(&item.network));
            items = outside;
            let mut root = tree(root, inside).map_err(|(place, error)| BuildError::Plan(place, error))?;
            let mut vnet = vnet.clone();
            if !root.parts.is_empty() {
                // What is called like the whole space and is split is the virtual network.
                let Label { name, locked, .. } = std::mem::take(&mut root.label);
                root.label.locked = locked;
                vnet = if vnet.is_empty() { name } else { vnet };
            }
            plan.spaces.push(Space { vnet, root });
            let refused = if plan.spaces.len() > MOST_SPACES {
                Some(PlanError::TooManySpaces)
            } else {
                (plan.size() > MOST_ROWS).then_some(PlanError::TooManyRows)
            };
            if let Some(error) = refused {
                return Err(BuildError::Plan(String::new(), Box::new(error)));
            }
        }
        if let Some(item) = items.into_iter().next() {
            return Err(BuildError::Outside(item.place, item.network, name));
        }
    }
    Ok(plan)
}

/// A network with what lies in it, sorted, and free blocks between.
fn tree(network: IpNet, items: Vec<Item>) -> Result<Node, (String, Box<PlanError>)> {
    let mut label = Label::default();
    let mut parts: Vec<Node> = Vec::new();
    let mut rest = items.into_iter().peekable();
    if let Some(own) = rest.next_if(|item| item.network == network) {
        label = clean(&own.label).map_err(|error| (own.place.clone(), Box::new(error)))?;
        if label.role.is_some() && rest.peek().is_some() {
            return Err((own.place, Box::new(PlanError::RoleOfGroup(network))));
        }
    }
    while let Some(item) = rest.next() {
        let outer = item.network;
        let mut inside = vec![item];
        while let Some(inner) = rest.next_if(|inner| outer.contains(&inner.network)) {
            inside.push(inner);
        }
        parts.push(tree(outer, inside)?);
    }
    if !parts.is_empty() {
        let used: Vec<IpNet> = parts.iter().map(|part| part.network).collect();
        let gaps = AddressSet::from(network).subtract(&AddressSet::from(used.as_slice()));
        parts.extend(gaps.prefixes().take(MOST_ROWS).map(Node::blank));
        parts.sort_by_key(|part| part.network);
    }
    Ok(Node { network, label, parts })
}
