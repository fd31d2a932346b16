//! The rules about two ranges.

use ipnet::IpNet;

use super::{DEFAULT_PODS, DEFAULT_SERVICES, Kind, MOST_CONNECTED, Own};
use crate::domain::aks::cluster::Cluster;
use crate::domain::aks::finding::{Finding, Severity};
use crate::domain::aks::ranges::shared;
use crate::domain::aks::source::Source;

pub(super) fn findings(cluster: &Cluster, own: &[Own], found: &mut Vec<Finding>) {
    for (at, a) in own.iter().enumerate() {
        for b in &own[at + 1..] {
            if let Some(net) = shared(a.net, b.net) {
                found.extend(of_pair(a, b, net));
            }
        }
    }
    for (at, connected) in cluster.connected.iter().take(MOST_CONNECTED).enumerate() {
        for range in own {
            if let Some(net) = shared(range.net, *connected) {
                found.push(with_connected(range, connected.trunc(), net).at(format!("connected[{at}]")));
            }
        }
    }
    of_defaults(cluster, own, found);
}

/// What two ranges of one cluster may not share. `a` stands before `b` in the list: subnets, pods, services.
fn of_pair(a: &Own, b: &Own, net: IpNet) -> Option<Finding> {
    let both = format!("The {} {} and the {} {}", a.kind.title(), a.net, b.kind.title(), b.net);
    let finding = match (a.kind, b.kind) {
        (Kind::Services, Kind::Services) | (Kind::PodCidr, Kind::PodCidr) => return None,
        (_, Kind::Services) if a.kind.is_subnet() => {
            let message = format!("{both} share {net}: take the services from outside the network.");
            let finding = Finding::error("service-cidr-overlaps-subnet", Source::LegacyCni, message);
            finding.refused_with("ServiceCidrOverlapExistingSubnetsCidr")
        }
        (Kind::PodCidr, Kind::Services) => {
            let message = format!("{both} share {net}: pods and services need ranges apart.");
            Finding::error("service-cidr-overlaps-pod-cidr", Source::Overlay, message)
        }
        (_, Kind::PodCidr) if a.kind.is_subnet() => {
            let message = format!("{both} share {net}: take the pods from outside the cluster's subnets.");
            let finding = Finding::error("pod-cidr-overlaps-subnet", Source::Overlay, message);
            finding.refused_with("NetworkProfileCIDROverlapVNET")
        }
        _ => {
            let message = format!("{both} share {net}: two subnets of a network never overlap.");
            Finding::error("subnets-overlap", Source::VnetFaq, message)
        }
    };
    Some(finding.at(&b.field))
}

/// What a range of the cluster shares with a connected network.
fn with_connected(range: &Own, connected: IpNet, net: IpNet) -> Finding {
    let both = format!("The {} {} and the connected network {connected}", range.kind.title(), range.net);
    let ten = matches!(connected, IpNet::V4(ten) if ten.prefix_len() <= 8 && ten.contains(&DEFAULT_SERVICES));
    let elsewhere = if ten { ", for example from 172.16.0.0/16" } else { "" };
    match range.kind {
        Kind::Services => {
            let message = format!(
                "{both} share {net}: from the cluster, these addresses of the network cannot be reached. Take the \
                 services from a range that is used nowhere{elsewhere}."
            );
            Finding::error("service-cidr-overlaps-connected", Source::Overlay, message)
        }
        Kind::PodCidr => {
            let message = format!(
                "{both} share {net}: a deployment is not refused for it, but pods cannot reach these addresses of the \
                 network. Take the pods from a range that is not routed to the cluster{elsewhere}."
            );
            Finding::warning("pod-cidr-overlaps-connected", Source::Overlay, message)
        }
        // A route to a larger range, as 10.0.0.0/8 from on-premises, leaves a subnet inside it usable.
        _ if connected.prefix_len() < range.net.prefix_len() => {
            let message = format!(
                "{both} share {net}: right when it is the route of a larger range or the cluster's own network; \
                 wrong for a peered network, which must not overlap."
            );
            Finding::warning("subnet-inside-connected", Source::PrivateConnect, message)
        }
        _ => {
            let message = format!("{both} share {net}: networks that are connected must not overlap.");
            Finding::error("subnet-overlaps-connected", Source::PrivateConnect, message)
        }
    }
}

/// Ranges that were left out take AKS' own values, and these may be in the way. Nothing is broken yet, so these only
/// warn.
fn of_defaults(cluster: &Cluster, own: &[Own], found: &mut Vec<Finding>) {
    let defaults = [
        (Kind::Services, "service_cidr", IpNet::V4(DEFAULT_SERVICES), true, Source::Kubenet),
        (Kind::PodCidr, "pod_cidr", IpNet::V4(DEFAULT_PODS), cluster.model.has_pod_cidr(), Source::OverlaySetup),
    ];
    for (kind, field, net, used, source) in defaults {
        let given = own.iter().any(|range| range.kind == kind && matches!(range.net, IpNet::V4(_)));
        if given || !used {
            continue;
        }
        let subnets = own.iter().map(|range| (range.kind.title().to_owned(), range.net));
        let connected = cluster.connected.iter().take(MOST_CONNECTED).map(|net| ("connected network".to_owned(), *net));
        let met: Vec<(String, IpNet)> =
            subnets.chain(connected).filter(|(_, other)| shared(net, *other).is_some()).collect();
        if let Some((title, other)) = met.first() {
            let more = if met.len() > 1 { format!(" and {} more", met.len() - 1) } else { String::new() };
            let message = format!(
                "Left out, the {} would be {net}, which overlaps the {title} {other}{more}: give one of your own.",
                kind.title()
            );
            let code = if kind == Kind::Services { "default-services-overlap" } else { "default-pod-cidr-overlaps" };
            found.push(Finding::new(Severity::Warning, code, source, message).at(field));
        }
    }
}
