//! A plan as Azure knows it: virtual networks with their spaces and subnets, for who writes it out.

use ipnet::IpNet;

use super::{Kind, Plan};
use crate::domain::azure::roles::Role;

/// A virtual network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vnet {
    /// Its name; `vnet-1` and so on where none was given.
    pub name: String,
    /// Its address spaces.
    pub spaces: Vec<IpNet>,
    /// Its subnets, in the order of their addresses in each space.
    pub subnets: Vec<Subnet>,
}

/// A subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// Its name; the word for its role where none was given.
    pub name: String,
    /// One prefix, or two of different families.
    pub prefixes: Vec<IpNet>,
    /// What it is for.
    pub role: Option<Role>,
    /// The service that it is delegated to.
    pub delegation: Option<&'static str>,
    /// Anything else.
    pub note: String,
}

/// The virtual networks of a plan, in the order in which they come first. Spaces of one name are one virtual network;
/// subnets of one name in it, one of each family, are one subnet.
#[must_use]
pub fn vnets(plan: &Plan) -> Vec<Vnet> {
    let mut found: Vec<Vnet> = Vec::new();
    for space in &plan.spaces {
        let known = found.iter().position(|vnet| vnet.name == space.vnet);
        let n = if let Some(n) = known {
            n
        } else {
            let name = if space.vnet.is_empty() { unused(plan, &found) } else { space.vnet.clone() };
            found.push(Vnet { name, spaces: Vec::new(), subnets: Vec::new() });
            found.len() - 1
        };
        let vnet = &mut found[n];
        vnet.spaces.push(space.root.network);
        for leaf in space.root.leaves().into_iter().filter(|leaf| leaf.kind() == Kind::Subnet) {
            let label = &leaf.label;
            let name = if label.name.is_empty() { label.role.map_or("", |role| role.demand().id) } else { &label.name };
            let other_family = |subnet: &&mut Subnet| {
                subnet.name == name
                    && subnet.prefixes.len() == 1
                    && subnet.prefixes[0].addr().is_ipv4() != leaf.network.addr().is_ipv4()
            };
            if let Some(subnet) = vnet.subnets.iter_mut().find(other_family) {
                subnet.prefixes.push(leaf.network);
                subnet.prefixes.sort();
                continue;
            }
            let delegation = label.role.and_then(|role| role.demand().delegation);
            let (name, note) = (name.to_owned(), label.note.clone());
            vnet.subnets.push(Subnet { name, prefixes: vec![leaf.network], role: label.role, delegation, note });
        }
    }
    found
}

/// A name that no other virtual network has.
fn unused(plan: &Plan, found: &[Vnet]) -> String {
    let taken =
        |name: &String| plan.spaces.iter().any(|s| s.vnet == *name) || found.iter().any(|vnet| vnet.name == *name);
    // There are no more names taken than spaces.
    (found.len() + 1..=found.len() + plan.spaces.len() + 1)
        .map(|n| format!("vnet-{n}"))
        .find(|name| !taken(name))
        .unwrap_or_default()
}
