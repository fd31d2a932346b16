//! The cluster with its pools.

use std::fmt::Write as _;

use super::super::super::line;
use super::tree::{self, Node, Object};
use super::{camel, located, subnet_id, tagged, value};
use crate::domain::aks::cluster::Os;
use crate::domain::design::build::{Build, Pool, Program, Setting, Value, ZoneMode};
use crate::domain::sheet::Mode;

/// The first version with application routing by Gateway API that is no preview.
/// <https://learn.microsoft.com/azure/templates/microsoft.containerservice/2026-04-01/managedclusters>
pub(super) const CLUSTERS: &str = "2026-04-01";

pub(super) fn write(out: &mut String, build: &Build) {
    out.push('\n');
    let mut said = Vec::new();
    for why in build.settings.iter().map(|element| &element.why).chain(build.pools.iter().map(|pool| &pool.why)) {
        let text = format!("// {}: {} {}", line(&why.decision), line(&why.because), line(&why.source));
        if !said.contains(&text) {
            let _ = writeln!(out, "{text}");
            said.push(text);
        }
    }
    let mut object = tagged(build, located(Node::raw("clusterName")));
    if build.says(&Setting::OwnIdentity) && build.identity.is_some() {
        object.set("identity.type", Node::text("UserAssigned"));
        let mut identities = Object::default();
        identities.key("'${identity.id}'", Node::Object(Object::default()));
        object.set("identity.userAssignedIdentities", Node::Object(identities));
    } else {
        object.set("identity.type", Node::text("SystemAssigned"));
    }
    object.set("properties.dnsPrefix", Node::raw("replace(clusterName, '_', '-')"));
    for element in &build.settings {
        if Program::Bicep.lacks(&element.setting, build).is_none() {
            told(&mut object, &element.setting);
        }
    }
    if let Some(subnet) = api_subnet(build) {
        object.set("properties.apiServerAccessProfile.subnetId", subnet);
    }
    let pools = build.pools.iter().map(|one| Node::Object(pool(build, one))).collect();
    object.set("properties.agentPoolProfiles", Node::List(pools));
    if !build.roles.is_empty() {
        let roles = (1..=build.roles.len()).map(|n| Node::raw(format!("role{n}"))).collect();
        object.set("dependsOn", Node::List(roles));
    }
    let _ = write!(out, "resource cluster 'Microsoft.ContainerService/managedClusters@{CLUSTERS}' = ");
    tree::write(out, &object);
    out.push('\n');
}

fn told(object: &mut Object, setting: &Setting) {
    let yes = || Node::raw("true");
    let number = |n: &u64| Node::raw(n.to_string());
    let mut set = |path: &str, node: Node| object.set(&format!("properties.{path}"), node);
    match setting {
        Setting::Kubernetes(version) => set("kubernetesVersion", Node::text(version)),
        Setting::Plugin(plugin) => set("networkProfile.networkPlugin", Node::text(plugin)),
        Setting::Overlay => set("networkProfile.networkPluginMode", Node::text("overlay")),
        Setting::CiliumDataPlane => set("networkProfile.networkDataplane", Node::text("cilium")),
        Setting::ContainerNetworking => set("networkProfile.advancedNetworking.enabled", yes()),
        Setting::Policy(policy) => set("networkProfile.networkPolicy", Node::text(policy)),
        Setting::DualStack => set("networkProfile.ipFamilies", Node::texts(&["IPv4", "IPv6"])),
        Setting::PodRanges(ranges) => set("networkProfile.podCidrs", Node::texts(ranges)),
        Setting::ServiceRanges(ranges) => set("networkProfile.serviceCidrs", Node::texts(ranges)),
        Setting::DnsService(address) => set("networkProfile.dnsServiceIP", value(address)),
        // It stands at each pool.
        Setting::StaticBlocks | Setting::OwnIdentity => {}
        Setting::Outbound(kind) => set("networkProfile.outboundType", Node::text(kind)),
        Setting::BalancerAddresses(n) => set("networkProfile.loadBalancerProfile.managedOutboundIPs.count", number(n)),
        Setting::BalancerPorts(n) => set("networkProfile.loadBalancerProfile.allocatedOutboundPorts", number(n)),
        Setting::NatAddresses(n) => {
            set("networkProfile.natGatewayProfile.managedOutboundIPProfile.count", number(n));
        }
        Setting::ArtifactCache => set("bootstrapProfile.artifactSource", Node::text("Cache")),
        Setting::Private => {
            set("apiServerAccessProfile.enablePrivateCluster", yes());
            set("apiServerAccessProfile.enablePrivateClusterPublicFQDN", yes());
        }
        Setting::PrivateZone(mode) => set(
            "apiServerAccessProfile.privateDNSZone",
            match mode {
                ZoneMode::System => Node::text("system"),
                ZoneMode::None => Node::text("none"),
                ZoneMode::Own(at) => Node::raw(format!("zone{}.id", at + 1)),
            },
        ),
        Setting::Integrated(_) => set("apiServerAccessProfile.enableVnetIntegration", yes()),
        Setting::AuthorizedRanges(ranges) => set(
            "apiServerAccessProfile.authorizedIPRanges",
            match ranges {
                Value::Given(text) => Node::texts(&text.split(',').collect::<Vec<_>>()),
                Value::Asked(name) => Node::raw(camel(name)),
            },
        ),
        Setting::OidcIssuer => set("oidcIssuerProfile.enabled", yes()),
        Setting::WorkloadIdentity => set("securityProfile.workloadIdentity.enabled", yes()),
        Setting::SecretsProvider => set("addonProfiles.azureKeyvaultSecretsProvider.enabled", yes()),
        Setting::GatewayApi => set("ingressProfile.gatewayAPI.installation", Node::text("Standard")),
        Setting::AppRoutingIstio => {
            set("ingressProfile.webAppRouting.gatewayAPIImplementations.appRoutingIstio.mode", Node::text("Enabled"));
        }
        Setting::AppRouting => set("ingressProfile.webAppRouting.enabled", yes()),
        Setting::Istio => set("serviceMeshProfile.mode", Node::text("Istio")),
        Setting::IstioGateway(side) => {
            let mode = if *side == "internal" { "Internal" } else { "External" };
            let gateway = Object::default().with("enabled", yes()).with("mode", Node::text(mode));
            let gateways = Node::List(vec![Node::Object(gateway)]);
            set("serviceMeshProfile.istio.components.ingressGateways", gateways);
        }
    }
}

/// The subnet of the API server, which needs the networks' symbols.
fn api_subnet(build: &Build) -> Option<Node> {
    build.settings.iter().find_map(|element| match element.setting {
        Setting::Integrated(Some(place)) => Some(subnet_id(build, place)),
        _ => None,
    })
}

fn pool(build: &Build, pool: &Pool) -> Object {
    let mode = if pool.mode == Mode::System { "System" } else { "User" };
    let os = if pool.os == Os::Windows { "Windows" } else { "Linux" };
    let mut object = Object::default()
        .with("name", Node::text(&pool.name))
        .with("mode", Node::text(mode))
        .with("osType", Node::text(os))
        .with("type", Node::text("VirtualMachineScaleSets"))
        .with("count", number(&pool.nodes))
        .with("vmSize", value(&pool.size));
    if let Some(pods) = pool.max_pods {
        object.set("maxPods", Node::raw(pods.to_string()));
    }
    if !pool.zones.is_empty() {
        object.set("availabilityZones", Node::texts(&pool.zones));
    }
    if let Some(surge) = &pool.surge {
        object.set("upgradeSettings.maxSurge", Node::text(surge));
    }
    if let Some(place) = build.node_subnet {
        object.set("vnetSubnetID", subnet_id(build, place));
    }
    if let Some(place) = build.pod_subnet {
        object.set("podSubnetID", subnet_id(build, place));
    }
    if build.says(&Setting::StaticBlocks) {
        object.set("podIPAllocationMode", Node::text("StaticBlock"));
    }
    object
}

fn number(nodes: &Value) -> Node {
    match nodes {
        Value::Given(text) if text.parse::<u32>().is_ok() => Node::raw(text.as_str()),
        other => value(other),
    }
}
