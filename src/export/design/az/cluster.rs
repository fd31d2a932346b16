//! The cluster and its pools.

use std::fmt::Write as _;

use super::super::super::az::quoted;
use super::super::super::line;
use super::{Call, because, take_subnet, unless, word};
use crate::domain::aks::cluster::Os;
use crate::domain::design::build::{Build, Place, Pool, Setting, Value, ZoneMode};
use crate::domain::sheet::Mode;

pub(super) fn write(out: &mut String, build: &Build) {
    let Some((first, others)) = build.pools.split_first() else { return };
    out.push('\n');
    places(out, build);
    reasons(out, build);
    let shown = Call::new("aks show").raw("--resource-group", "\"$resource_group\"").raw("--name", "\"$cluster_name\"");
    let mut made = vec![create(build, first)];
    // The first pool cannot be told its surge when it is made.
    made.extend(first.surge.as_ref().map(|surge| of_pool("aks nodepool update", first).text("--max-surge", surge)));
    for element in &build.settings {
        if let Setting::IstioGateway(side) = element.setting {
            let call = Call::grouped("aks mesh enable-ingress-gateway").raw("--name", "\"$cluster_name\"");
            made.push(call.raw("--ingress-gateway-type", side));
        }
    }
    unless(out, &shown, &made);
    for pool in others {
        because(out, &pool.why);
        unless(out, &of_pool("aks nodepool show", pool), &[add(build, pool)]);
    }
}

/// Tags as the CLI takes them; one that would be read as a flag is left to the portal.
pub(super) fn tags(build: &Build) -> Vec<String> {
    let tags = build.tags.iter().filter(|(key, _)| !key.starts_with('-'));
    tags.map(|(key, value)| quoted(&format!("{key}={value}"))).collect()
}

/// The subnets' ids as variables.
fn places(out: &mut String, build: &Build) {
    let named =
        [("node_subnet_id", build.node_subnet), ("pod_subnet_id", build.pod_subnet), ("api_subnet_id", api(build))];
    for (variable, place) in named {
        if let Some(place) = place {
            take_subnet(out, build, variable, place);
        }
    }
}

fn api(build: &Build) -> Option<Place> {
    build.settings.iter().find_map(|element| match element.setting {
        Setting::Integrated(place) => place,
        _ => None,
    })
}

/// Each reason once.
fn reasons(out: &mut String, build: &Build) {
    let mut said = Vec::new();
    for element in &build.settings {
        let why = &element.why;
        let text = format!("# {}: {} {}", line(&why.decision), line(&why.because), line(&why.source));
        if !said.contains(&text) {
            let _ = writeln!(out, "{text}");
            said.push(text);
        }
    }
}

fn create(build: &Build, pool: &Pool) -> Call {
    let mut call = Call::grouped("aks create")
        .raw("--name", "\"$cluster_name\"")
        .raw("--location", "\"$region\"")
        .flag("--generate-ssh-keys")
        .text("--nodepool-name", &pool.name);
    call = sized(call, pool);
    call = placed(call, build);
    for element in &build.settings {
        call = told(call, &element.setting);
    }
    if let Some(registry) = build.registry.as_ref().filter(|registry| registry.attached) {
        call = call.raw("--attach-acr", &word(&registry.name));
    }
    let tags = tags(build);
    if tags.is_empty() { call } else { call.all("--tags", tags) }
}

fn told(call: Call, setting: &Setting) -> Call {
    match setting {
        Setting::Kubernetes(version) => call.text("--kubernetes-version", version),
        Setting::Plugin(plugin) => call.raw("--network-plugin", plugin),
        Setting::Overlay => call.raw("--network-plugin-mode", "overlay"),
        Setting::CiliumDataPlane => call.raw("--network-dataplane", "cilium"),
        Setting::ContainerNetworking => call.flag("--enable-acns"),
        Setting::Policy(policy) => call.raw("--network-policy", policy),
        Setting::DualStack => call.raw("--ip-families", "ipv4,ipv6"),
        Setting::PodRanges(ranges) => ranged(call, "--pod-cidr", "--pod-cidrs", ranges),
        Setting::ServiceRanges(ranges) => ranged(call, "--service-cidr", "--service-cidrs", ranges),
        Setting::DnsService(address) => call.raw("--dns-service-ip", &word(address)),
        Setting::StaticBlocks => call.raw("--pod-ip-allocation-mode", "StaticBlock"),
        Setting::Outbound(kind) => call.raw("--outbound-type", kind),
        Setting::BalancerAddresses(n) => call.raw("--load-balancer-managed-outbound-ip-count", &n.to_string()),
        Setting::BalancerPorts(n) => call.raw("--load-balancer-outbound-ports", &n.to_string()),
        Setting::NatAddresses(n) => call.raw("--nat-gateway-managed-outbound-ip-count", &n.to_string()),
        Setting::ArtifactCache => call.raw("--bootstrap-artifact-source", "Cache"),
        Setting::Private => call.flag("--enable-private-cluster"),
        Setting::PrivateZone(ZoneMode::System) => call.raw("--private-dns-zone", "system"),
        Setting::PrivateZone(ZoneMode::None) => call.raw("--private-dns-zone", "none"),
        Setting::PrivateZone(ZoneMode::Own(_)) => call.raw("--private-dns-zone", "\"$zone_id\""),
        Setting::Integrated(place) => {
            let call = call.flag("--enable-apiserver-vnet-integration");
            if place.is_some() { call.raw("--apiserver-subnet-id", "\"$api_subnet_id\"") } else { call }
        }
        Setting::AuthorizedRanges(value) => call.raw("--api-server-authorized-ip-ranges", &word(value)),
        Setting::OwnIdentity => call.raw("--assign-identity", "\"$identity_id\""),
        Setting::OidcIssuer => call.flag("--enable-oidc-issuer"),
        Setting::WorkloadIdentity => call.flag("--enable-workload-identity"),
        Setting::SecretsProvider => call.raw("--enable-addons", "azure-keyvault-secrets-provider"),
        Setting::GatewayApi => call.flag("--enable-gateway-api"),
        Setting::AppRoutingIstio => call.flag("--enable-app-routing-istio"),
        Setting::AppRouting => call.flag("--enable-app-routing"),
        Setting::Istio => call.flag("--enable-azure-service-mesh"),
        // It has a command of its own.
        Setting::IstioGateway(_) => call,
    }
}

fn ranged(call: Call, one: &'static str, several: &'static str, ranges: &[ipnet::IpNet]) -> Call {
    let texts: Vec<String> = ranges.iter().map(ToString::to_string).collect();
    call.raw(if texts.len() == 1 { one } else { several }, &texts.join(","))
}

fn add(build: &Build, pool: &Pool) -> Call {
    let mut call = of_pool("aks nodepool add", pool).raw(
        "--mode",
        match pool.mode {
            Mode::System => "System",
            Mode::User => "User",
        },
    );
    call = call.raw("--os-type", if pool.os == Os::Windows { "Windows" } else { "Linux" });
    call = placed(sized(call, pool), build);
    if build.says(&Setting::StaticBlocks) {
        call = call.raw("--pod-ip-allocation-mode", "StaticBlock");
    }
    match &pool.surge {
        Some(surge) => call.text("--max-surge", surge),
        None => call,
    }
}

fn of_pool(words: &'static str, pool: &Pool) -> Call {
    Call::grouped(words).raw("--cluster-name", "\"$cluster_name\"").text("--name", &pool.name)
}

fn sized(call: Call, pool: &Pool) -> Call {
    let mut call = call.raw("--node-count", &number(&pool.nodes)).raw("--node-vm-size", &word(&pool.size));
    if let Some(pods) = pool.max_pods {
        call = call.raw("--max-pods", &pods.to_string());
    }
    if pool.zones.is_empty() {
        return call;
    }
    call.all("--zones", pool.zones.iter().map(u8::to_string).collect())
}

/// A number needs no marks.
fn number(value: &Value) -> String {
    match value {
        Value::Given(text) if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() => text.clone(),
        other => word(other),
    }
}

fn placed(mut call: Call, build: &Build) -> Call {
    if build.node_subnet.is_some() {
        call = call.raw("--vnet-subnet-id", "\"$node_subnet_id\"");
    }
    if build.pod_subnet.is_some() {
        call = call.raw("--pod-subnet-id", "\"$pod_subnet_id\"");
    }
    call
}
