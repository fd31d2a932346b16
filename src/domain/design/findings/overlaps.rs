//! Two ranges against each other.

use ipnet::{IpNet, Ipv4Net};
use std::net::Ipv4Addr;

use super::look::{Found, Look, MODEL, OUTBOUND, Range, sheet, wizard};
use super::pages::{CONNECT, FIREWALL, KUBENET, OVERLAY, OVERLAY_SETUP, RELEASES, VNET_FAQ};
use super::{Rule, error, note, warning};
use crate::domain::aks::source::Source;
use crate::domain::net::shared;

const DEFAULT_SERVICES: IpNet = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 16));
const DEFAULT_PODS: IpNet = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(10, 244, 0, 0), 16));
/// The most pairs of one rule that are told one by one.
const MOST_TOLD: usize = 5;

/// Each pair that shares addresses.
fn pairs(a: &[Range], b: &[Range]) -> Vec<(Range, Range, IpNet)> {
    let mut found = Vec::new();
    for one in a {
        for other in b {
            if let Some(net) = shared(one.net, other.net) {
                found.push((one.clone(), other.clone(), net));
            }
        }
    }
    found
}

/// Says of each pair what is wrong; of more than a few only how many.
fn tell(found: &mut Found, pairs: Vec<(Range, Range, IpNet)>, why: &str, cure: &str) {
    let more = pairs.len().saturating_sub(MOST_TOLD);
    for (at, (a, b, net)) in pairs.into_iter().take(MOST_TOLD).enumerate() {
        let rest = if more > 0 && at + 1 == MOST_TOLD { format!(" So do {more} pairs more.") } else { String::new() };
        let message = format!("The {} {} and the {} {} share {net}{why}.{rest}", a.title, a.net, b.title, b.net);
        found.say(message, cure, [sheet(a.field), sheet(b.field)]);
    }
}

/// What a range that was left out would overlap.
fn of_default(look: &Look, default: IpNet) -> Option<Range> {
    let others = [look.network(), look.subnets(), look.others()].concat();
    others.into_iter().find(|other| shared(default, other.net).is_some())
}

pub(super) const RULES: &[Rule] = &[
    error("subnets-overlap", VNET_FAQ, "Two subnets of a network never overlap.", |look, found| {
        let subnets = look.subnets();
        for at in 0..subnets.len() {
            let pairs = pairs(&subnets[at..=at], &subnets[at + 1..]);
            tell(found, pairs, "; two subnets never overlap", "Move one of them.");
        }
    }),
    error(
        "services-overlap-subnet",
        Source::LegacyCni.url(),
        "Services have a range outside of the subnets.",
        |look, found| {
            let why = "; the deployment is refused";
            tell(
                found,
                pairs(&look.services(), &look.subnets()),
                why,
                "Take the services from outside of the network.",
            );
        },
    ),
    error("services-overlap-pods", OVERLAY, "Pods and services have ranges apart.", |look, found| {
        tell(found, pairs(&look.services(), &look.pod_ranges()), "", "Give pods and services ranges apart.");
    }),
    error(
        "services-overlap-connected",
        OVERLAY,
        "Services have a range that no connected network has.",
        |look, found| {
            let why = "; from the cluster these addresses cannot be reached";
            let cure = "Take the services from a range that is used nowhere, such as one of 172.20.0.0/16.";
            tell(found, pairs(&look.services(), &look.others()), why, cure);
        },
    ),
    error("pods-overlap-subnet", OVERLAY, "Pods have a range outside of the cluster’s subnets.", |look, found| {
        let why = "; the deployment is refused";
        tell(found, pairs(&look.pod_ranges(), &look.subnets()), why, "Take the pods from outside of the network.");
    }),
    error("network-overlaps-peer", CONNECT, "Networks that are peered do not overlap.", |look, found| {
        let pairs = pairs(&look.network(), &look.list("connected", "peered network"));
        tell(found, pairs, "; they cannot be peered", "Give the cluster’s network a range of its own.");
    }),
    warning(
        "services-inside-network",
        Source::LegacyCni.url(),
        "Services have a range outside of the network.",
        |look, found| {
            let subnets = look.subnets();
            let clear = |range: &Range| !subnets.iter().any(|subnet| shared(range.net, subnet.net).is_some());
            let services: Vec<Range> = look.services().into_iter().filter(clear).collect();
            let why = "; it is possible while no subnet is there, and in the way of the next one";
            tell(found, pairs(&services, &look.network()), why, "Take the services from outside of the network.");
        },
    ),
    warning("pods-inside-network", RELEASES, "Pods have a range outside of the network.", |look, found| {
        let subnets = look.subnets();
        let clear = |range: &Range| !subnets.iter().any(|subnet| shared(range.net, subnet.net).is_some());
        let pods: Vec<Range> = look.pod_ranges().into_iter().filter(clear).collect();
        let why = "; AKS looks at subnets alone, and pods cannot reach what comes there later";
        tell(found, pairs(&pods, &look.network()), why, "Take the pods from outside of the network.");
    }),
    warning("pods-overlap-connected", OVERLAY, "Pods have a range that no connected network has.", |look, found| {
        let why = "; pods cannot reach these addresses of it";
        let cure = "Take the pods from a range that is not routed to the cluster, such as one of 100.64.0.0/10.";
        tell(found, pairs(&look.pod_ranges(), &look.others()), why, cure);
    }),
    warning(
        "network-overlaps-on-premises",
        Source::LegacyCni.url(),
        "The network has addresses that on-premises has not.",
        |look, found| {
            let pairs = pairs(&look.network(), &look.list("on-premises", "on-premises range"));
            let why = "; the more exact route wins, and the other side’s addresses of it are lost";
            tell(found, pairs, why, "Ask for a range that is not used on-premises.");
        },
    ),
    warning("default-services-overlap", KUBENET, "AKS’ own services range is 10.0.0.0/16.", |look, found| {
        if look.services().is_empty()
            && let Some(other) = of_default(look, DEFAULT_SERVICES)
        {
            let message = format!(
                "Left out, the services range would be {DEFAULT_SERVICES}, which overlaps the {} {}.",
                other.title, other.net
            );
            found.say(message, "Write a range of your own.", [sheet("service-range"), sheet(other.field)]);
        }
    }),
    warning("default-pods-overlap", OVERLAY_SETUP, "AKS’ own pod range is 10.244.0.0/16.", |look, found| {
        let used = look.model.is_some_and(crate::domain::aks::cluster::Model::has_pod_cidr);
        if used
            && look.sheet.get("pod-range").is_none()
            && let Some(other) = of_default(look, DEFAULT_PODS)
        {
            let message = format!(
                "Left out, the pod range would be {DEFAULT_PODS}, which overlaps the {} {}.",
                other.title, other.net
            );
            found.say(message, "Write a range of your own.", [sheet("pod-range"), sheet(other.field), wizard(MODEL)]);
        }
    }),
    warning("next-hop-unreachable", FIREWALL, "The next hop lies in the network or in a peered one.", |look, found| {
        let Some(hop) = look.sheet.address("next-hop") else { return };
        let near = [look.network(), look.list("connected", "peered network")].concat();
        if !near.is_empty() && !near.iter().any(|range| range.net.contains(&hop)) {
            let message = format!("The firewall’s address {hop} lies neither in the network nor in a peered one.");
            let cure = "Write the firewall’s private address, or add the network that it stands in to the peered ones.";
            found.say(message, cure, [sheet("next-hop"), sheet("connected"), wizard(OUTBOUND)]);
        }
    }),
    note("hub-without-ranges", CONNECT, "Peered networks are compared by their ranges.", |look, found| {
        if look.sheet.get("hub-vnet").is_some() && look.sheet.get("connected").is_none() {
            let message = "A hub network is named, but no range of it: whether it overlaps was not looked at.";
            found.say(message, "Write the hub’s address spaces to the peered networks.", [sheet("connected")]);
        }
    }),
];
