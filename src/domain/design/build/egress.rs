//! The way out: a NAT gateway or a route table of one's own, and the outbound type.

use super::site::{Site, sheet};
use super::{Build, Element, Holds, NatGateway, RouteTable, Setting, Value};

const TYPES: &str = "https://learn.microsoft.com/azure/aks/egress-outboundtype";
const NAT: &str = "https://learn.microsoft.com/azure/aks/nat-gateway";
const NAT_SKUS: &str = "https://learn.microsoft.com/azure/nat-gateway/nat-sku";
const UDR: &str = "https://learn.microsoft.com/azure/aks/egress-udr";
const BALANCER: &str = "https://learn.microsoft.com/azure/aks/configure-load-balancer-standard";

pub(super) fn add(site: &Site<'_>, build: &mut Build) {
    let Some(outcome) = site.outcome("outbound") else { return };
    let (kind, because, source) = match outcome {
        "load-balancer" => ("loadBalancer", "AKS makes a load balancer with a public address for the way out.", TYPES),
        "managed-nat-gateway" => ("managedNATGateway", "AKS makes a NAT gateway for its own network.", NAT),
        "managed-nat-gateway-v2" => ("managedNATGatewayV2", "AKS makes a zone-redundant NAT gateway; preview.", NAT),
        "user-nat-gateway" => {
            ("userAssignedNATGateway", "The NAT gateway is one's own, on the subnet before the cluster.", NAT)
        }
        "user-defined-routing" => ("userDefinedRouting", "A route of one's own leads out; AKS builds none.", UDR),
        "none" => ("none", "AKS builds no way out.", TYPES),
        "block" => ("block", "AKS adds rules that block the way out; preview.", TYPES),
        _ => return,
    };
    let why = site.why("outbound", because, source);
    build.settings.push(Element { setting: Setting::Outbound(kind), why: why.clone() });
    figures(site, build, kind);
    match kind {
        "userAssignedNATGateway" if site.own_network => {
            let two = site.dual_stack() || site.sheet.get("zones") == Some("yes");
            let name = site.name("nat-gateway", "ng-workshop");
            let (sku, why) = if two {
                let because = "StandardV2 is zone redundant, and the only one with IPv6.";
                ("StandardV2", site.rule("outbound", because, NAT_SKUS))
            } else {
                ("Standard", why)
            };
            let addresses = site.sheet.number("public-addresses").unwrap_or(1).clamp(1, 16);
            build.nat_gateway = Some(NatGateway { address: format!("pip-{name}"), name, addresses, sku, why });
            on_cluster_subnets(build, |subnet| subnet.natted = true);
        }
        "userDefinedRouting" if site.own_network => {
            let next_hop = match site.sheet.address("next-hop") {
                Some(address) => Value::Given(address.to_string()),
                None => build.ask("firewall_address", Holds::Text, "The private address of the firewall."),
            };
            let because =
                "The default route leads to the firewall; it has to be on the subnet before the cluster is made.";
            let why = site.rule("outbound", because, UDR);
            build.route_table = Some(RouteTable { name: site.name("route-table", "rt-egress"), next_hop, why });
            on_cluster_subnets(build, |subnet| subnet.routed = true);
        }
        _ => {}
    }
}

/// What the sheet says about addresses and ports of what AKS makes.
fn figures(site: &Site<'_>, build: &mut Build, kind: &str) {
    let addresses = site.sheet.number("public-addresses");
    let mut tell = |setting, source| {
        build.settings.push(Element { setting, why: sheet("The sheet's figure for outgoing connections.", source) });
    };
    match (kind, addresses) {
        ("loadBalancer", Some(n)) => tell(Setting::BalancerAddresses(n), BALANCER),
        ("managedNATGateway", Some(n)) => tell(Setting::NatAddresses(n), NAT),
        _ => {}
    }
    if let ("loadBalancer", Some(ports)) = (kind, site.sheet.number("ports-per-node")) {
        tell(Setting::BalancerPorts(ports), BALANCER);
    }
}

/// The nodes' subnet, and the pods' where they have one: their packets follow its own table.
fn on_cluster_subnets(build: &mut Build, change: impl Fn(&mut super::Subnet)) {
    for place in [build.node_subnet, build.pod_subnet].into_iter().flatten() {
        if let Some(subnet) =
            build.networks.get_mut(place.network).and_then(|network| network.subnets.get_mut(place.subnet))
        {
            change(subnet);
        }
    }
}
