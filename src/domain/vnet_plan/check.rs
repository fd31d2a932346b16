//! What Azure would say to a plan.

use ipnet::IpNet;

use super::{At, Kind, Plan};
use crate::domain::aks::finding::Severity;
use crate::domain::azure::Subnet;
use crate::domain::azure::roles::{Fault, Role};
use crate::domain::net::{self, overlaps};

const FAQ: (&str, &str) =
    ("virtual network FAQ", "https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq");
const NAMES: (&str, &str) = (
    "naming rules of Azure resources",
    "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules",
);
const PEERING: (&str, &str) =
    ("virtual network peering", "https://learn.microsoft.com/azure/virtual-network/virtual-network-peering-overview");
/// Azure takes none of these as an address space, see [`FAQ`].
const REFUSED: [&str; 5] = ["224.0.0.0/4", "255.255.255.255/32", "127.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32"];
/// The most overlaps that are told of.
const MOST_OVERLAPS: usize = 20;

/// One thing to say about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// A stable name in kebab case.
    pub code: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
    /// The row that it is about.
    pub at: At,
    /// The page that says so: its title and its address.
    pub source: (&'static str, &'static str),
}

/// Checks a plan: sizes, roles, names, spaces. Errors come first, then in the order of the rows.
#[must_use]
pub fn check(plan: &Plan) -> Vec<Finding> {
    let mut found = Vec::new();
    spaces(plan, &mut found);
    names(plan, &mut found);
    for row in plan.rows() {
        if row.at.network.is_some() && row.node.kind() == Kind::Subnet {
            subnet(row.at, row.node, &mut found);
        }
    }
    found.sort_by_key(|finding| finding.severity);
    found
}

fn spaces(plan: &Plan, found: &mut Vec<Finding>) {
    let networks: Vec<IpNet> = plan.spaces.iter().map(|space| space.root.network).collect();
    for pair in overlaps(&networks, MOST_OVERLAPS).pairs {
        let (a, b) = (&plan.spaces[pair.a], &plan.spaces[pair.b]);
        let (at, shared) = (At::space(pair.b), pair.shared);
        let (one, other) = (a.root.network, b.root.network);
        if a.vnet == b.vnet && !a.vnet.is_empty() {
            let message = format!(
                "{one} and {other} of {} share {shared}; the spaces of a virtual network must not overlap.",
                a.vnet
            );
            found.push(Finding { severity: Severity::Error, code: "space-overlap", message, at, source: FAQ });
        } else {
            let message = format!(
                "{one} and {other} share {shared}: virtual networks that overlap cannot be peered, nor reach each other \
                 over a gateway."
            );
            found.push(Finding { severity: Severity::Warning, code: "vnet-overlap", message, at, source: PEERING });
        }
    }
    for (n, space) in plan.spaces.iter().enumerate() {
        let (network, at) = (space.root.network, At::space(n));
        let refused = REFUSED
            .iter()
            .filter_map(|text| text.parse::<IpNet>().ok())
            .find(|refused| net::shared(*refused, network).is_some());
        if let Some(refused) = refused {
            let message = format!("Azure takes no address space with {refused} in it, as {network} has.");
            found.push(Finding { severity: Severity::Error, code: "space-refused", message, at, source: FAQ });
        } else if net::kinds(network).contains(&net::Kind::Global) {
            let message = format!(
                "{network} is not only private addresses: their owners on the internet cannot be reached from this network."
            );
            found.push(Finding { severity: Severity::Warning, code: "space-public", message, at, source: FAQ });
        }
    }
}

/// Names that are there twice in a virtual network, and names that Azure does not take.
fn names(plan: &Plan, found: &mut Vec<Finding>) {
    let mut seen = std::collections::HashSet::new();
    for (n, space) in plan.spaces.iter().enumerate() {
        if !space.vnet.is_empty() && (!characters(&space.vnet) || !(2..=64).contains(&space.vnet.len())) {
            let message = format!(
                "Azure does not take \"{}\" as the name of a virtual network: 2 to 64 letters, digits, \".\", \"_\" and \
                 \"-\", a letter or a digit first, and no \".\" or \"-\" last.",
                space.vnet
            );
            let at = At::space(n);
            found.push(Finding { severity: Severity::Error, code: "vnet-name", message, at, source: NAMES });
        }
        // Spaces without a name are virtual networks of their own.
        let vnet = if space.vnet.is_empty() { format!("\n{n}") } else { space.vnet.to_lowercase() };
        for leaf in space.root.leaves().into_iter().filter(|leaf| leaf.kind() == Kind::Subnet) {
            let (name, at) = (&leaf.label.name, At::network(n, leaf.network));
            if name.is_empty() {
                continue;
            }
            if !characters(name) || name.len() > 80 {
                let message = format!(
                    "Azure does not take \"{name}\" as the name of a subnet: up to 80 letters, digits, \".\", \"_\" and \
                     \"-\", a letter or a digit first, and no \".\" or \"-\" last."
                );
                found.push(Finding { severity: Severity::Error, code: "subnet-name", message, at, source: NAMES });
            }
            if !seen.insert((vnet.clone(), name.to_lowercase(), leaf.network.addr().is_ipv4())) {
                let message =
                    format!("{} is called {name}, as another subnet of this virtual network is.", leaf.network);
                found.push(Finding { severity: Severity::Error, code: "name-twice", message, at, source: NAMES });
            }
        }
    }
}

/// Whether Azure takes these characters in the name of a network.
fn characters(name: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    name.chars().all(inside)
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

fn subnet(at: At, node: &super::Node, found: &mut Vec<Finding>) {
    let (label, network) = (&node.label, node.network);
    let error = |code, message, source| Finding { severity: Severity::Error, code, message, at, source };
    if let Err(fault) = Subnet::of(network) {
        found.push(error("subnet-size", fault.to_string(), FAQ));
        return;
    }
    let named = Role::of_name(&label.name);
    let Some(role) = label.role.or(named) else { return };
    let demand = role.demand();
    let source = (demand.title, demand.source);
    match role.check(&label.name, network) {
        Err(fault) => {
            let code = match fault.fault {
                Fault::TooSmall(_) | Fault::TooLarge(_) | Fault::NotA64(_) => "role-size",
                Fault::Name | Fault::NameOf(_) => "role-name",
                Fault::NoSubnet => "role-no-subnet",
            };
            found.push(error(code, format!("{network}: {fault}"), source));
        }
        Ok(()) => {
            if let Some(recommended) =
                demand.recommended.filter(|r| network.addr().is_ipv4() && network.prefix_len() > *r)
            {
                let message = format!("{network} is smaller than the /{recommended} that is advised. {}", demand.why);
                found.push(Finding { severity: Severity::Warning, code: "role-small", message, at, source });
            }
        }
    }
    if let Some(service) = demand.delegation {
        let message = format!("{network} is delegated to {service}; the files to take away say so.");
        found.push(Finding { severity: Severity::Note, code: "role-delegated", message, at, source });
    }
}
