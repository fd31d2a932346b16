//! The rules about each range by itself; those about two ranges are in `overlaps`.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};

use super::MOST_CONNECTED;
use crate::domain::aks::cluster::{Cluster, Model};
use crate::domain::aks::finding::Finding;
use crate::domain::aks::formula::{STATIC_BLOCK, service_addresses};
use crate::domain::aks::ranges::{RESERVED, v4};
use crate::domain::aks::source::Source;
use crate::domain::azure::Subnet;

mod overlaps;

/// The range of the services when none is given.
pub(super) const DEFAULT_SERVICES: Ipv4Net = v4([10, 0, 0, 0], 16);
/// The DNS address when none is given.
const DEFAULT_DNS: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 10);
/// The pods' range when none is given.
pub(super) const DEFAULT_PODS: Ipv4Net = v4([10, 244, 0, 0], 16);

/// Private ranges: RFC 1918 and RFC 6598.
const PRIVATE: [Ipv4Net; 4] =
    [v4([10, 0, 0, 0], 8), v4([172, 16, 0, 0], 12), v4([192, 168, 0, 0], 16), v4([100, 64, 0, 0], 10)];
/// Not public, but not for networks of one's own either: kept for benchmarks.
const BENCHMARK: Ipv4Net = v4([198, 18, 0, 0], 15);
/// What a virtual network must not hold any part of.
const NEVER: [Ipv4Net; 5] = [
    v4([224, 0, 0, 0], 4),
    v4([255, 255, 255, 255], 32),
    v4([127, 0, 0, 0], 8),
    v4([169, 254, 0, 0], 16),
    v4([168, 63, 129, 16], 32),
];

/// A range of the cluster with its input.
#[derive(Debug, Clone)]
pub(super) struct Own {
    pub kind: Kind,
    pub field: String,
    pub net: IpNet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    NodeSubnet,
    PodSubnet,
    ApiServerSubnet,
    PodCidr,
    Services,
}

impl Kind {
    pub fn title(self) -> &'static str {
        match self {
            Self::NodeSubnet => "node subnet",
            Self::PodSubnet => "pod subnet",
            Self::ApiServerSubnet => "API server subnet",
            Self::PodCidr => "pod range",
            Self::Services => "services range",
        }
    }

    pub fn is_subnet(self) -> bool {
        matches!(self, Self::NodeSubnet | Self::PodSubnet | Self::ApiServerSubnet)
    }
}

/// The ranges that the model uses.
fn own(cluster: &Cluster) -> Vec<Own> {
    let one = |kind, field: &str, net: Option<IpNet>| {
        net.map(|net| Own { kind, field: field.to_owned(), net: net.trunc() }).into_iter()
    };
    let pod_subnet = cluster.pod_subnet.filter(|_| cluster.model.has_pod_subnet());
    let pods: &[IpNet] = if cluster.model.has_pod_cidr() { &cluster.pod_cidr } else { &[] };
    one(Kind::NodeSubnet, "node_subnet", cluster.node_subnet)
        .chain(one(Kind::PodSubnet, "pod_subnet", pod_subnet))
        .chain(one(Kind::ApiServerSubnet, "api_server_subnet", cluster.api_server_subnet))
        .chain(listed(Kind::PodCidr, "pod_cidr", pods))
        .chain(listed(Kind::Services, "service_cidr", &cluster.service_cidr))
        .collect()
}

/// At most four of a list; with more than two the list itself is a fault already.
fn listed(kind: Kind, field: &'static str, nets: &[IpNet]) -> impl Iterator<Item = Own> {
    let alone = nets.len() == 1;
    nets.iter().take(4).enumerate().map(move |(at, net)| {
        let field = if alone { field.to_owned() } else { format!("{field}[{at}]") };
        Own { kind, field, net: net.trunc() }
    })
}

pub(super) fn findings(cluster: &Cluster, found: &mut Vec<Finding>) {
    unused(cluster, found);
    let own = own(cluster);
    for range in &own {
        of_range(cluster.model, range, found);
    }
    of_dns(cluster, found);
    if cluster.connected.len() > MOST_CONNECTED {
        let message = format!(
            "{} connected networks are more than are compared here: the first {MOST_CONNECTED} were.",
            cluster.connected.len()
        );
        found.push(Finding::error("too-many-connected", Source::CniOverview, message).at("connected"));
    }
    overlaps::findings(cluster, &own, found);
}

fn unused(cluster: &Cluster, found: &mut Vec<Finding>) {
    let title = cluster.model.title();
    if cluster.pod_subnet.is_some() && !cluster.model.has_pod_subnet() {
        let message = format!("{title} has no pod subnet; the range was not looked at.");
        found.push(Finding::warning("range-not-used", Source::CniOverview, message).at("pod_subnet"));
    }
    if !cluster.pod_cidr.is_empty() && !cluster.model.has_pod_cidr() {
        let message = format!("{title} takes pod addresses from the network; the pod range was not looked at.");
        found.push(Finding::warning("range-not-used", Source::CniOverview, message).at("pod_cidr"));
    }
}

fn of_range(model: Model, range: &Own, found: &mut Vec<Finding>) {
    match range.net {
        IpNet::V4(net) => of_ipv4(model, range, net, found),
        IpNet::V6(net) if range.kind == Kind::Services && net.prefix_len() < 108 => {
            let message = format!("{net} is too large: an IPv6 services range is a /108 or smaller.");
            found.push(Finding::error("service-cidr-ipv6-too-large", Source::OverlaySetup, message).at(&range.field));
        }
        IpNet::V6(net) if range.kind.is_subnet() => {
            let message = format!(
                "{net} is IPv6; a cluster always has IPv4, so give the IPv4 range of the {}.",
                range.kind.title()
            );
            found.push(Finding::error("ipv4-needed", Source::DualStack, message).at(&range.field));
        }
        IpNet::V6(_) => {}
    }
}

fn of_ipv4(model: Model, range: &Own, net: Ipv4Net, found: &mut Vec<Finding>) {
    let (kind, title) = (range.kind, range.kind.title());
    let mut refused =
        |code, source, message: String| found.push(Finding::error(code, source, message).at(&range.field));
    if let Some(reserved) = RESERVED.into_iter().find(|reserved| touch(*reserved, net)) {
        let how = if net.contains(&reserved) && net != reserved { "holds" } else { "lies in" };
        let message =
            format!("{net} {how} {reserved}, which AKS keeps for itself: take another range for the {title}.");
        refused("reserved-range", Source::CniOverview, message);
    } else if let Some(never) = NEVER.into_iter().find(|never| touch(*never, net)) {
        if kind.is_subnet() {
            let message = format!("{net} touches {never}, which no virtual network may hold.");
            refused("range-not-for-networks", Source::VnetFaq, message);
        } else {
            let message =
                format!("{net} touches {never}: multicast, loopback and Azure's own addresses cannot be used.");
            refused("range-not-for-networks", Source::ReleaseNotes, message);
        }
    }
    if kind.is_subnet()
        && let Err(error) = Subnet::of(net.into())
    {
        refused("not-an-azure-subnet", Source::VnetFaq, error.to_string());
    }
    match kind {
        Kind::ApiServerSubnet if net.prefix_len() > STATIC_BLOCK => {
            let message = format!(
                "{net} is too small: the API server's subnet is at least a /28, nine addresses for each cluster."
            );
            refused("api-server-subnet-too-small", Source::VnetIntegration, message);
        }
        Kind::PodSubnet if model == Model::PodSubnetStatic && net.prefix_len() < 12 => {
            let message = format!("{net} is too large: with static blocks a pod subnet is a /12 at most.");
            refused("static-pod-subnet-too-large", Source::PodSubnetStatic, message);
        }
        Kind::PodCidr if !is_private(net) => {
            let message = format!(
                "{net} is not private: pods should have a range of RFC 1918 or RFC 6598, such as 10.244.0.0/16 or \
                 100.64.0.0/16; others work, but are outside support."
            );
            found.push(Finding::warning("pod-cidr-not-private", Source::Overlay, message).at(&range.field));
        }
        Kind::Services => of_services(range, net, found),
        _ => {}
    }
}

fn of_services(range: &Own, net: Ipv4Net, found: &mut Vec<Finding>) {
    let mut refused =
        |code, source, message: String| found.push(Finding::error(code, source, message).at(&range.field));
    if net.prefix_len() < 13 {
        let message = format!(
            "{net} is too large: a services range must be smaller than a /12, so a /13 or longer{}.",
            if net.prefix_len() == 12 { " (Kubernetes itself would take a /12)" } else { "" }
        );
        refused("service-cidr-too-large", Source::IpPlanning, message);
    }
    if service_addresses(net.prefix_len()) < 2 {
        let message = format!(
            "{net} is too small: the Kubernetes API and the DNS service alone need two addresses; take at least a /30, \
             better a /24."
        );
        refused("service-cidr-too-small", Source::ServiceRanges, message);
    }
    if !is_private(net) && !BENCHMARK.contains(&net) {
        let message = format!("{net} is not private: public and multicast ranges are refused for services.");
        refused("service-cidr-not-private", Source::ReleaseNotes, message);
    }
}

/// The DNS address must be in the services range, and not at its first or last place.
fn of_dns(cluster: &Cluster, found: &mut Vec<Finding>) {
    let given: Vec<IpNet> = cluster.service_cidr.iter().take(4).map(IpNet::trunc).collect();
    let ranges = if given.is_empty() { vec![IpNet::V4(DEFAULT_SERVICES)] } else { given.clone() };
    let Some(dns) = cluster.dns_service_ip else {
        let v4: Vec<&IpNet> = given.iter().filter(|net| matches!(net, IpNet::V4(_))).collect();
        if let [IpNet::V4(net)] = v4.as_slice()
            && !net.contains(&DEFAULT_DNS)
        {
            let own = Ipv4Addr::from_bits(net.network().to_bits().saturating_add(10));
            let advice = if net.contains(&own) { format!(", such as {own}") } else { String::new() };
            let message = format!(
                "AKS' own DNS address {DEFAULT_DNS} is not in {net}: give --dns-service-ip an address of the \
                 range{advice}."
            );
            found.push(Finding::warning("dns-ip-missing", Source::Kubenet, message).at("dns_service_ip"));
        }
        return;
    };
    let refused = |code, message: String| Finding::error(code, Source::IpPlanning, message).at("dns_service_ip");
    let Some(range) = ranges.iter().find(|range| range.contains(&dns)) else {
        let all: Vec<String> = ranges.iter().map(ToString::to_string).collect();
        let mut message = format!("{dns} is not in the services range {}", all.join(" or "));
        message.push_str(if given.is_empty() { ", which AKS takes when none is given." } else { "." });
        found.push(refused("dns-ip-outside-services", message));
        return;
    };
    let place = place_in(*range, dns);
    if place == 1 {
        let message =
            format!("{dns} is the first address of {range}, which the Kubernetes API takes: the tenth is usual.");
        found.push(refused("dns-ip-first-address", message));
    } else if place == 0 || (dns == range.broadcast() && dns.is_ipv4()) {
        let message = format!("{dns} is the network's own or the last address of {range}, which no service can have.");
        found.push(refused("dns-ip-not-assignable", message));
    }
}

/// How far an address is from the start of a range that holds it.
fn place_in(range: IpNet, address: IpAddr) -> u128 {
    let bits = |address| match address {
        IpAddr::V4(a) => u128::from(a.to_bits()),
        IpAddr::V6(a) => a.to_bits(),
    };
    bits(address).saturating_sub(bits(range.network()))
}

fn touch(a: Ipv4Net, b: Ipv4Net) -> bool {
    a.contains(&b) || b.contains(&a)
}

fn is_private(net: Ipv4Net) -> bool {
    PRIVATE.iter().any(|private| private.contains(&net))
}
