//! What a wrong network answer would mean. The right answer is not said: it may be tried once more.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::{Given, Need, NetworkKey};
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::aks::formula::node_blocks;
use crate::domain::azure::{self, Job, Subnet};
use crate::domain::net::{AddressSet, Relation, relation};

impl NetworkKey {
    /// What is said to an answer, right or wrong; None when there is nothing to say.
    pub(in crate::domain::question) fn explain(&self, given: &Given) -> Option<String> {
        let right = self.holds(given);
        if let Given::Set { network: Some(network), host: Some(host), .. } = given {
            let written = format!(
                "{host}/{} names an address in it: the network itself is written {network}.",
                network.prefix_len()
            );
            return Some(if right { written } else { format!("{written} {}", self.wrong(given)?) });
        }
        if right { None } else { self.wrong(given) }
    }

    fn wrong(&self, given: &Given) -> Option<String> {
        match (self, given) {
            (Self::Address { is, subnet }, Given::Address(address)) => Some(other_address(*is, *address, *subnet)),
            (Self::Network(is), Given::Set { network: Some(network), .. }) => Some(other_network(*is, *network)),
            (Self::Network(is), Given::Set { set, .. }) => {
                Some(format!("That is no single network: {}", difference(&AddressSet::from(*is), set)))
            }
            (Self::Range(is), Given::Set { set, .. }) => Some(difference(&std::iter::once(*is).collect(), set)),
            (Self::Networks(are), Given::Set { set, .. }) => Some(difference(&AddressSet::from(are.as_slice()), set)),
            (Self::Within { inside, prefix, used }, Given::Set { network, .. }) => {
                Some(not_free(*inside, *prefix, used, *network))
            }
            (Self::Mask(_), Given::Wildcard(length)) => Some(format!(
                "{} is a wildcard: zeros stand for the network in it. A mask has ones there.",
                wildcard(*length)
            )),
            (Self::Mask(_), Given::Length(length)) => {
                Some(format!("{} is the mask of a /{length}, which has {}.", mask(*length), addresses(*length)))
            }
            (Self::Wildcard(_), Given::Length(length)) => Some(format!(
                "{} is a mask: ones stand for the network in it. A wildcard has zeros there.",
                mask(*length)
            )),
            (Self::Wildcard(_), Given::Wildcard(length)) => {
                Some(format!("{} is the wildcard of a /{length}, which has {}.", wildcard(*length), addresses(*length)))
            }
            (Self::Prefix { is, need: Some(need) }, Given::Length(length)) => Some(what_it_leaves(*is, *need, *length)),
            (Self::Prefix { is, need: None }, Given::Length(length)) if *length <= 32 && *is <= 32 => {
                let asked = if length < is { "smaller" } else { "larger" };
                Some(format!("A /{length} has {}; the one that is asked for is {asked}.", addresses(*length)))
            }
            (Self::Count(is), Given::Count(count)) => {
                let side = if count < is { "few" } else { "many" };
                Some(format!("{} are too {side}.", grouped(*count)))
            }
            _ => None,
        }
    }
}

/// The mask of a length.
pub(super) fn mask(length: u8) -> String {
    Ipv4Addr::from_bits(ones(length)).to_string()
}

/// The wildcard of a length.
pub(super) fn wildcard(length: u8) -> String {
    Ipv4Addr::from_bits(!ones(length)).to_string()
}

fn ones(length: u8) -> u32 {
    u32::MAX.checked_shl(32 - u32::from(length.min(32))).unwrap_or(0)
}

fn addresses(length: u8) -> String {
    counted(1_u64 << (32 - length.min(32)), "address")
}

fn other_address(is: IpAddr, address: IpAddr, subnet: Option<IpNet>) -> String {
    let Some(subnet) = subnet.and_then(|subnet| Subnet::of(subnet).ok()) else {
        return if is.is_ipv4() == address.is_ipv4() {
            format!("{address} is another address than the one that is asked for.")
        } else {
            format!("{address} is of the other family.")
        };
    };
    let network = subnet.network;
    if !network.contains(&address) {
        let (first, last) = (network.network(), network.broadcast());
        return format!("{address} lies outside of {network}, which goes from {first} to {last}.");
    }
    match subnet.reserved.iter().find(|kept| kept.address == address) {
        Some(kept) => {
            let job = match kept.job {
                Job::Network => "as the network's own address",
                Job::Gateway => "for the default gateway",
                Job::Dns => "for its DNS",
                Job::Last => "as the last address, the broadcast address",
            };
            format!("Azure keeps {address} {job}: nothing can be given it.")
        }
        None => format!("{address} lies in {network} and can be given, but it is not the one that is asked for."),
    }
}

fn other_network(is: IpNet, given: IpNet) -> String {
    let count = |network: IpNet| AddressSet::from(network).count();
    match relation(is, given) {
        Relation::Apart if is.addr().is_ipv4() != given.addr().is_ipv4() => {
            format!("{given} is of the other family.")
        }
        found if found.a_contains_b() => {
            format!("{given} is a part of it only: {} of {} addresses.", count(given), count(is))
        }
        found if found.b_contains_a() => {
            format!("{given} holds it, but it has {} addresses where {} are asked for.", count(given), count(is))
        }
        _ if is.prefix_len() == given.prefix_len() => format!("{given} has the right size and lies elsewhere."),
        _ => {
            format!("{given} lies elsewhere, and it has {} addresses where {} are asked for.", count(given), count(is))
        }
    }
}

fn difference(are: &AddressSet, given: &AddressSet) -> String {
    let (missing, extra) = (are.subtract(given).count(), given.subtract(are).count());
    let zero = crate::domain::net::Count::ZERO;
    match (missing > zero, extra > zero) {
        (true, true) => format!("{missing} of the addresses are missing, and {extra} do not belong to them."),
        (true, false) => format!("{missing} of the addresses are missing."),
        _ => format!("{extra} addresses do not belong to them."),
    }
}

fn not_free(inside: IpNet, prefix: u8, used: &[IpNet], given: Option<IpNet>) -> String {
    let Some(given) = given else {
        return format!("That is no single network; a /{prefix} is asked for.");
    };
    if !relation(inside, given).a_contains_b() {
        return format!("{given} does not lie in {inside}.");
    }
    if let Some(used) = used.iter().find(|used| relation(**used, given).overlaps()) {
        return format!("{given} overlaps with {used}, which is used.");
    }
    format!("{given} is free, but a /{prefix} is asked for.")
}

fn what_it_leaves(is: u8, need: Need, length: u8) -> String {
    let (has, needed, leaves) = match need {
        Need::Addresses(n) => {
            let Some(usable) = azure::usable(length) else {
                return format!("A /{length} cannot be a subnet in Azure: the smallest is a /29, the largest a /2.");
            };
            (usable, n, format!("A /{length} leaves {} in Azure", counted(usable, "address")))
        }
        Need::Blocks(n) => {
            let blocks = node_blocks(length);
            (blocks, n, format!("A /{length} has {} of a /24, one for each node", counted(blocks, "block")))
        }
    };
    if has < needed {
        format!("{leaves}; {} are needed.", grouped(needed))
    } else if length < is {
        format!("{leaves}: enough for the {} that are needed, but a smaller range is as well.", grouped(needed))
    } else {
        format!("{leaves}; {} are needed.", grouped(needed))
    }
}
