//! The cluster with its pools.

use std::fmt::Write as _;

use super::super::super::line;
use super::super::super::terraform::quoted;
use super::tree::{self, Body, list};
use super::{located, resource, subnet_id, tagged, value};
use crate::domain::aks::cluster::Os;
use crate::domain::design::build::{Build, Pool, Program, Setting, Value, ZoneMode};
use crate::domain::sheet::Mode;

pub(super) fn write(out: &mut String, build: &Build) {
    let Some((first, others)) = build.pools.split_first() else { return };
    out.push('\n');
    let mut said = Vec::new();
    for why in build.settings.iter().map(|element| &element.why) {
        let text = format!("# {}: {} {}", line(&why.decision), line(&why.because), line(&why.source));
        if !said.contains(&text) {
            let _ = writeln!(out, "{text}");
            said.push(text);
        }
    }
    let mut body = located("var.cluster_name".to_owned()).with("dns_prefix", "replace(var.cluster_name, \"_\", \"-\")");
    for element in &build.settings {
        if Program::Terraform.lacks(&element.setting, build).is_none() {
            told(&mut body, &element.setting);
        }
    }
    body = tagged(build, body);
    let after = network_ready(build);
    if !after.is_empty() {
        body = body.with("depends_on", list(after));
    }
    let identity = if build.says(&Setting::OwnIdentity) && build.identity.is_some() {
        let ids = list(["azurerm_user_assigned_identity.main.id".to_owned()]);
        Body::default().text("type", "UserAssigned").with("identity_ids", ids)
    } else {
        Body::default().text("type", "SystemAssigned")
    };
    let named = Body::default().text("name", &first.name);
    body = body.block("default_node_pool", pool(build, named, first)).block("identity", identity);
    tree::write(out, "resource \"azurerm_kubernetes_cluster\" \"main\"", &body);
    for (n, one) in (2..).zip(others) {
        let (mode, os) = (if one.mode == Mode::System { "System" } else { "User" }, os(one));
        let named = Body::default()
            .text("name", &one.name)
            .with("kubernetes_cluster_id", "azurerm_kubernetes_cluster.main.id")
            .text("mode", mode)
            .text("os_type", os);
        resource(out, &one.why, "azurerm_kubernetes_cluster_node_pool", &format!("pool{n}"), &pool(build, named, one));
    }
}

/// What has to be there before the cluster, and is not named in it: its roles, and the way out of its subnets.
fn network_ready(build: &Build) -> Vec<String> {
    let mut found: Vec<String> = (1..=build.roles.len()).map(|n| format!("azurerm_role_assignment.role{n}")).collect();
    for place in [build.node_subnet, build.pod_subnet].into_iter().flatten() {
        let Some(subnet) = build.subnet(place) else { continue };
        let label = format!("network{}_subnet{}", place.network + 1, place.subnet + 1);
        if subnet.routed && build.route_table.is_some() {
            found.push(format!("azurerm_subnet_route_table_association.{label}"));
        }
        if subnet.natted && build.nat_gateway.is_some() {
            found.push(format!("azurerm_subnet_nat_gateway_association.{label}"));
        }
    }
    if let Some(gateway) = &build.nat_gateway {
        found.extend((1..=gateway.addresses).map(|n| format!("azurerm_nat_gateway_public_ip_association.address{n}")));
    }
    found
}

fn told(body: &mut Body, setting: &Setting) {
    const NETWORK: &str = "network_profile";
    const API: &str = "api_server_access_profile";
    const MESH: &str = "service_mesh_profile";
    let yes = || "true".to_owned();
    match setting {
        Setting::Kubernetes(version) => body.set("", "kubernetes_version", quoted(version)),
        Setting::Plugin(plugin) => body.set(NETWORK, "network_plugin", quoted(plugin)),
        Setting::Overlay => body.set(NETWORK, "network_plugin_mode", quoted("overlay")),
        Setting::CiliumDataPlane => body.set(NETWORK, "network_data_plane", quoted("cilium")),
        Setting::ContainerNetworking => {
            let networking = body.inner(NETWORK).inner("advanced_networking");
            networking.set("", "observability_enabled", yes());
            networking.set("", "security_enabled", yes());
        }
        // No engine is what the provider takes when it is told nothing; it does not know the word. The blocks stand at each
        // pool, and the identity is a block of its own.
        Setting::Policy("none")
        | Setting::StaticBlocks
        | Setting::OwnIdentity
        | Setting::AppRoutingIstio
        | Setting::GatewayApi => {}
        Setting::Policy(policy) => body.set(NETWORK, "network_policy", quoted(policy)),
        Setting::DualStack => body.set(NETWORK, "ip_versions", list(["IPv4", "IPv6"].map(quoted))),
        Setting::PodRanges(ranges) => ranged(body, "pod_cidr", "pod_cidrs", ranges),
        Setting::ServiceRanges(ranges) => ranged(body, "service_cidr", "service_cidrs", ranges),
        Setting::DnsService(address) => body.set(NETWORK, "dns_service_ip", value(address)),
        Setting::Outbound(kind) => body.set(NETWORK, "outbound_type", quoted(kind)),
        Setting::BalancerAddresses(n) => {
            body.inner(NETWORK).set("load_balancer_profile", "managed_outbound_ip_count", n.to_string());
        }
        Setting::BalancerPorts(n) => {
            body.inner(NETWORK).set("load_balancer_profile", "outbound_ports_allocated", n.to_string());
        }
        Setting::NatAddresses(n) => {
            body.inner(NETWORK).set("nat_gateway_profile", "managed_outbound_ip_count", n.to_string());
        }
        Setting::ArtifactCache => body.set("bootstrap_profile", "artifact_source", quoted("Cache")),
        Setting::Private => {
            body.set("", "private_cluster_enabled", yes());
            body.set("", "private_cluster_public_fqdn_enabled", yes());
        }
        Setting::PrivateZone(mode) => {
            let id = match mode {
                ZoneMode::System => quoted("System"),
                ZoneMode::None => quoted("None"),
                ZoneMode::Own(at) => format!("azurerm_private_dns_zone.zone{}.id", at + 1),
            };
            body.set("", "private_dns_zone_id", id);
        }
        Setting::Integrated(place) => {
            body.set(API, "virtual_network_integration_enabled", yes());
            if let Some(place) = place {
                body.set(API, "subnet_id", subnet_id(*place));
            }
        }
        Setting::AuthorizedRanges(ranges) => {
            let ranges = match ranges {
                Value::Given(text) => list(text.split(',').map(quoted)),
                Value::Asked(name) => format!("var.{name}"),
            };
            body.set(API, "authorized_ip_ranges", ranges);
        }
        Setting::OidcIssuer => body.set("", "oidc_issuer_enabled", yes()),
        Setting::WorkloadIdentity => body.set("", "workload_identity_enabled", yes()),
        Setting::SecretsProvider => {
            body.set("key_vault_secrets_provider", "secret_rotation_enabled", "false".to_owned());
        }
        Setting::AppRouting => body.set("web_app_routing", "dns_zone_ids", "[]".to_owned()),
        Setting::Istio => {
            body.set(MESH, "mode", quoted("Istio"));
            // Empty: Azure takes its default revision.
            body.set(MESH, "revisions", "[]".to_owned());
        }
        Setting::IstioGateway("internal") => body.set(MESH, "internal_ingress_gateway_enabled", yes()),
        Setting::IstioGateway(_) => body.set(MESH, "external_ingress_gateway_enabled", yes()),
    }
}

fn ranged(body: &mut Body, one: &'static str, several: &'static str, ranges: &[ipnet::IpNet]) {
    match ranges {
        [range] => body.set("network_profile", one, quoted(&range.to_string())),
        ranges => {
            body.set("network_profile", several, list(ranges.iter().map(|range| quoted(&range.to_string()))));
        }
    }
}

const fn os(pool: &Pool) -> &'static str {
    match pool.os {
        Os::Linux => "Linux",
        Os::Windows => "Windows",
    }
}

fn pool(build: &Build, named: Body, pool: &Pool) -> Body {
    let nodes = match &pool.nodes {
        Value::Given(text) if text.parse::<u32>().is_ok() => text.clone(),
        other => value(other),
    };
    let mut body = named.with("node_count", nodes).with("vm_size", value(&pool.size));
    if let Some(pods) = pool.max_pods {
        body = body.with("max_pods", pods.to_string());
    }
    if !pool.zones.is_empty() {
        body = body.with("zones", list(pool.zones.iter().map(|zone| quoted(&zone.to_string()))));
    }
    if let Some(place) = build.node_subnet {
        body = body.with("vnet_subnet_id", subnet_id(place));
    }
    if let Some(place) = build.pod_subnet {
        body = body.with("pod_subnet_id", subnet_id(place));
    }
    match &pool.surge {
        Some(surge) => body.block("upgrade_settings", Body::default().text("max_surge", surge)),
        None => body,
    }
}
