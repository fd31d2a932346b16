//! The virtual networks with their subnets: from a plan that was kept, and from the sheet.

use ipnet::IpNet;

use super::site::{Site, sheet};
use super::{Build, Holds, Network, Place, Subnet, Value, Why};
use crate::domain::azure::roles::Role;

const PLANNING: &str = "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning";
const INTEGRATION: &str = "https://learn.microsoft.com/azure/aks/api-server-vnet-integration";
const POD_SUBNET: &str = "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-pod-subnet";
const ENDPOINTS: &str = "https://learn.microsoft.com/azure/private-link/private-endpoint-overview";
const FOR_CONTAINERS: &str = "https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components";
const GATEWAY: &str = "https://learn.microsoft.com/azure/application-gateway/ingress-controller-overview";

/// A subnet that the design asks for.
struct Wanted {
    /// The fields of the sheet with its name and its range.
    fields: (&'static str, &'static str),
    /// The name that stands in the workshop's commands.
    example: &'static str,
    /// The variable that is asked for when the range is not known.
    asked: &'static str,
    what: &'static str,
    role: Role,
    /// Whether something decided needs it; else it is made only when the sheet has its range.
    needed: bool,
    why: Why,
}

pub(super) fn add(site: &Site<'_>, build: &mut Build) {
    let names = [
        ("resource_group", "resource-group", "rg-workshop", "The resource group that everything goes into."),
        ("region", "region", "westeurope", "The region, as the CLI writes it."),
        ("cluster_name", "cluster", "aks-workshop", "The name of the cluster."),
    ];
    for (name, field, example, what) in names {
        let value =
            if name == "region" { site.sheet.get(field).map(str::to_owned) } else { Some(site.name(field, example)) };
        build.variables.push(super::Variable { name, holds: Holds::Text, value, what });
    }
    build.tags = site.sheet.tags().into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    if !site.own_network {
        return;
    }
    planned(site, build);
    let at = cluster_network(site, build);
    let ranges: Vec<IpNet> = site.sheet.prefixes("vnet-range");
    for range in ranges {
        if !build.networks[at].ranges.contains(&Value::Given(range.to_string())) {
            build.networks[at].ranges.push(Value::Given(range.to_string()));
        }
    }
    let servers = site.sheet.get("dns-servers").unwrap_or_default().lines();
    build.networks[at].dns_servers =
        servers.filter(|server| server.parse::<std::net::IpAddr>().is_ok()).map(str::to_owned).collect();
    for wanted in wanted(site) {
        let place = subnet(site, build, at, &wanted);
        match wanted.role {
            Role::AksNodes => build.node_subnet = place,
            Role::AksPods if site.pod_subnet() => build.pod_subnet = place,
            _ => {}
        }
    }
    if build.networks[at].ranges.is_empty() {
        let value = build.ask("network_range", Holds::Text, "The address space of the cluster's virtual network.");
        build.networks[at].ranges.push(value);
    }
}

/// The networks of a plan that was kept.
fn planned(site: &Site<'_>, build: &mut Build) {
    let why = || sheet("It stands in the plan of virtual networks that was kept.", PLANNING);
    let given = |ranges: &[IpNet]| ranges.iter().map(|range| Value::Given(range.to_string())).collect();
    for vnet in &site.planned {
        let subnets = vnet.subnets.iter().map(|subnet| Subnet {
            name: subnet.name.clone(),
            ranges: given(&subnet.prefixes),
            delegation: subnet.delegation,
            routed: false,
            natted: false,
            why: why(),
        });
        let subnets = subnets.collect();
        build.networks.push(Network {
            name: vnet.name.clone(),
            ranges: given(&vnet.spaces),
            dns_servers: Vec::new(),
            subnets,
            why: why(),
        });
    }
}

/// The place of the cluster's network: the planned one of that name, else the one with a subnet for its nodes, else a new
/// one.
fn cluster_network(site: &Site<'_>, build: &mut Build) -> usize {
    let named = site.sheet.get("vnet").and_then(|name| build.networks.iter().position(|network| network.name == name));
    let holds_nodes = || {
        let nodes = |vnet: &crate::domain::vnet_plan::Vnet| vnet.subnets.iter().any(|s| s.role == Some(Role::AksNodes));
        if site.sheet.get("vnet").is_some() { None } else { site.planned.iter().position(nodes) }
    };
    named.or_else(holds_nodes).unwrap_or_else(|| {
        let why = sheet("Subnets, routes and endpoints of one's own need a network of one's own.", PLANNING);
        let name = site.name("vnet", "vnet-workshop");
        build.networks.push(Network { name, ranges: Vec::new(), dns_servers: Vec::new(), subnets: Vec::new(), why });
        build.networks.len() - 1
    })
}

fn wanted(site: &Site<'_>) -> Vec<Wanted> {
    let agc = site.is("ingress", &["agc"]);
    let frontends = if agc {
        (
            "Application Gateway for Containers has a subnet of its own, a /24; with Overlay exactly that.",
            FOR_CONTAINERS,
        )
    } else {
        ("Application Gateway stands in a subnet of its own.", GATEWAY)
    };
    let of =
        |fields, example, asked, what, role, needed, why| Wanted { fields, example, asked, what, role, needed, why };
    vec![
        of(
            ("node-subnet", "node-subnet-range"),
            "snet-nodes",
            "node_subnet_range",
            "The range of the nodes' subnet.",
            Role::AksNodes,
            true,
            sheet("Every node, and every surge node, has an address in it.", PLANNING),
        ),
        of(
            ("pod-subnet", "pod-subnet-range"),
            "snet-pods",
            "pod_subnet_range",
            "The range of the pods' subnet.",
            Role::AksPods,
            site.pod_subnet(),
            site.why("network-model", "Pods take their addresses from a subnet of their own.", POD_SUBNET),
        ),
        of(
            ("api-server-subnet", "api-server-range"),
            "snet-apiserver",
            "api_server_subnet_range",
            "The range of the API server's subnet, a /28 at least.",
            Role::ApiServer,
            site.integrated(),
            site.rule(
                "control-plane",
                "The API server takes a delegated subnet, with nothing else in it.",
                INTEGRATION,
            ),
        ),
        of(
            ("endpoint-subnet", "endpoint-range"),
            "snet-endpoints",
            "endpoint_subnet_range",
            "The range of the private endpoints' subnet.",
            Role::PrivateEndpoints,
            site.is("registry", &["private-endpoint"]) || site.is("data-access", &["private-endpoint"]),
            sheet("A private endpoint is a private address of a subnet.", ENDPOINTS),
        ),
        of(
            ("frontend-subnet", "frontend-range"),
            "snet-frontends",
            "frontend_subnet_range",
            "The range of the application gateway's subnet.",
            if agc { Role::ApplicationGatewayForContainers } else { Role::ApplicationGateway },
            agc || site.is("ingress", &["agic"]),
            site.rule("ingress", frontends.0, frontends.1),
        ),
    ]
}

/// The place of a subnet that is wanted: one that is planned with its range or its name, else a new one. None when nothing
/// needs it and the sheet has no range for it.
fn subnet(site: &Site<'_>, build: &mut Build, at: usize, wanted: &Wanted) -> Option<Place> {
    let range = site.sheet.prefix(wanted.fields.1);
    let named = site.sheet.get(wanted.fields.0);
    let delegation = wanted.role.demand().delegation;
    let known = build.networks[at].subnets.iter().position(|subnet| match (range, named) {
        (Some(range), _) => subnet.ranges.contains(&Value::Given(range.to_string())),
        (None, Some(name)) => subnet.name == name,
        (None, None) => false,
    });
    let planned = || {
        let vnet = site.planned.iter().find(|vnet| vnet.name == build.networks[at].name)?;
        let by_role = vnet.subnets.iter().position(|subnet| subnet.role == Some(wanted.role));
        if range.is_none() && named.is_none() { by_role } else { None }
    };
    if let Some(n) = known.or_else(planned) {
        let subnet = &mut build.networks[at].subnets[n];
        if let Some(name) = named {
            name.clone_into(&mut subnet.name);
        }
        subnet.delegation = subnet.delegation.or(delegation.filter(|_| wanted.needed));
        return Some(Place { network: at, subnet: n });
    }
    if range.is_none() && !wanted.needed {
        return None;
    }
    let range = match range {
        Some(range) => Value::Given(range.to_string()),
        None => build.ask(wanted.asked, Holds::Text, wanted.what),
    };
    let subnets = &mut build.networks[at].subnets;
    // Two subnets of one network cannot share a name.
    let mut name = named.unwrap_or(wanted.example).to_owned();
    while subnets.iter().any(|subnet| subnet.name == name) {
        name += "-2";
    }
    let delegation = delegation.filter(|_| wanted.needed || wanted.role == Role::ApiServer);
    let why = if wanted.needed { wanted.why.clone() } else { sheet("The sheet has a range for it.", PLANNING) };
    subnets.push(Subnet { name, ranges: vec![range], delegation, routed: false, natted: false, why });
    Some(Place { network: at, subnet: subnets.len() - 1 })
}
