//! Identity, roles and zones that the cluster needs before it is made; registry, vault, ingress and mesh.

use super::cluster::tell;
use super::site::Site;
use super::{Build, Holds, Identity, Place, Registry, Role, Scope, Setting, Value, Zone, ZoneMode, ZoneOf};

const OVERVIEW: &str = "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview";
const PRIVATE: &str = "https://learn.microsoft.com/azure/aks/private-clusters";
const REGISTRY: &str = "https://learn.microsoft.com/azure/aks/cluster-container-registry-integration";
const REGISTRY_ENDPOINTS: &str =
    "https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints";
const ISOLATED: &str = "https://learn.microsoft.com/azure/aks/concepts-network-isolated";
const SECRETS: &str = "https://learn.microsoft.com/azure/aks/csi-secrets-store-driver";
const WORKLOADS: &str = "https://learn.microsoft.com/azure/aks/csi-secrets-store-identity-access";
const ROUTING_GATEWAY: &str = "https://learn.microsoft.com/azure/aks/app-routing-gateway-api";
const ROUTING: &str = "https://learn.microsoft.com/azure/aks/app-routing";
const MESH: &str = "https://learn.microsoft.com/azure/aks/istio-deploy-addon";
const MESH_INGRESS: &str = "https://learn.microsoft.com/azure/aks/istio-deploy-ingress";
const FOR_CONTAINERS: &str = "https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components";

const NETWORK_CONTRIBUTOR: (&str, &str) = ("Network Contributor", "4d97b98b-1d4f-4787-a291-c67834d212e7");
const ZONE_CONTRIBUTOR: (&str, &str) = ("Private DNS Zone Contributor", "b12aa53e-6015-4669-85d0-8515ebb3ae7f");

pub(super) fn add(site: &Site<'_>, build: &mut Build) {
    private_zone(site, build);
    identity(site, build);
    registry(site, build);
    vault(site, build);
    ingress(site, build);
    mesh(site, build);
}

fn private_zone(site: &Site<'_>, build: &mut Build) {
    if !site.private() {
        return;
    }
    let (mode, because) = match site.outcome("private-dns") {
        Some("system") => (ZoneMode::System, "AKS makes the zone of the private name."),
        Some("none") => (ZoneMode::None, "There is no private zone: the public name leads to the private address."),
        Some("custom-zone") => {
            let of = if site.integrated() { ZoneOf::Integrated } else { ZoneOf::PrivateLink };
            let because =
                "The zone is one's own; AKS links it to the cluster's network, and nobody may change it afterwards.";
            build.zones.push(Zone { of, links: Vec::new(), why: site.why("private-dns", because, PRIVATE) });
            (ZoneMode::Own(build.zones.len() - 1), because)
        }
        _ => return,
    };
    tell(build, Setting::PrivateZone(mode), site.why("private-dns", because, PRIVATE));
}

/// Where the network or the zone is one's own, the roles are given to an identity that is there before the cluster.
fn identity(site: &Site<'_>, build: &mut Build) {
    let zone = build.settings.iter().find_map(|element| match element.setting {
        Setting::PrivateZone(ZoneMode::Own(zone)) => Some(zone),
        _ => None,
    });
    if build.networks.is_empty() && zone.is_none() {
        return;
    }
    let because = "Its roles on the network can be given before the cluster is made.";
    let why = site.rule("network-model", because, OVERVIEW);
    build.identity = Some(Identity { name: site.name("identity", "id-workshop"), why: why.clone() });
    tell(build, Setting::OwnIdentity, why);
    if let Some(place) = build.node_subnet {
        let because = "The cluster joins the subnets, and changes routes and load balancers in them.";
        let (name, id) = NETWORK_CONTRIBUTOR;
        let why = site.rule("network-model", because, OVERVIEW);
        build.roles.push(Role { name, id, scope: Scope::Network(place.network), why });
    }
    if let Some(zone) = zone {
        let because = "The cluster writes its own name into the zone.";
        let (name, id) = ZONE_CONTRIBUTOR;
        build.roles.push(Role { name, id, scope: Scope::Zone(zone), why: site.rule("private-dns", because, PRIVATE) });
    }
}

fn registry(site: &Site<'_>, build: &mut Build) {
    let attached = site.is("registry", &["public-attach", "private-endpoint"]);
    if attached {
        let name = match site.sheet.get("registry") {
            Some(name) => Value::Given(name.to_owned()),
            None => build.ask("registry_name", Holds::Text, "The container registry that the cluster pulls from."),
        };
        let because = "The kubelet's identity may pull; that gives no path through the network.";
        let why = site.why("registry", because, REGISTRY);
        let endpoint = if site.is("registry", &["private-endpoint"]) { endpoint(site, build) } else { None };
        if let Some(place) = endpoint {
            let because =
                "The registry's name has to lead to the private endpoint; layers come from a second name in the zone.";
            let why = site.rule("registry", because, REGISTRY_ENDPOINTS);
            build.zones.push(Zone { of: ZoneOf::Registry, links: vec![place.network], why });
        }
        build.registry = Some(Registry { name, attached, endpoint, why });
    }
    if site.is("registry", &["cache-isolated"]) {
        let because = "System images come from a cache in a private registry, so that nothing has to leave.";
        tell(build, Setting::ArtifactCache, site.why("registry", because, ISOLATED));
    }
}

/// The subnet of private endpoints in the cluster's network: the one of the sheet's range, else of its name.
fn endpoint(site: &Site<'_>, build: &Build) -> Option<Place> {
    let network = build.node_subnet?.network;
    let subnets = &build.networks.get(network)?.subnets;
    let range = site.sheet.prefix("endpoint-range").map(|range| Value::Given(range.to_string()));
    let of_range = range.and_then(|range| subnets.iter().position(|subnet| subnet.ranges.contains(&range)));
    let name = site.name("endpoint-subnet", "snet-endpoints");
    let subnet = of_range.or_else(|| subnets.iter().position(|subnet| subnet.name == name))?;
    Some(Place { network, subnet })
}

fn vault(site: &Site<'_>, build: &mut Build) {
    let workload = site.is("vault", &["workload-identity-csi", "application-reads"]);
    if site.is("vault", &["workload-identity-csi", "node-identity-csi"]) {
        let because = "The add-on mounts secrets of the vault as files.";
        tell(build, Setting::SecretsProvider, site.why("vault", because, SECRETS));
    }
    if workload {
        let because = "Each service account acts as an identity of its own.";
        let why = site.why("vault", because, WORKLOADS);
        tell(build, Setting::OidcIssuer, why.clone());
        tell(build, Setting::WorkloadIdentity, why);
    }
}

fn ingress(site: &Site<'_>, build: &mut Build) {
    match site.outcome("ingress") {
        Some("app-routing-gateway") => {
            let because = "Envoy in the cluster, told by Gateway API, and kept by AKS.";
            let why = site.why("ingress", because, ROUTING_GATEWAY);
            tell(build, Setting::GatewayApi, why.clone());
            tell(build, Setting::AppRoutingIstio, why);
        }
        Some("app-routing-nginx") => {
            let because = "Managed NGINX; security patches were promised through November 2026 only.";
            tell(build, Setting::AppRouting, site.why("ingress", because, ROUTING));
        }
        Some("istio-gateway") => {
            let why = site.why("ingress", "The gateway belongs to the Istio add-on.", MESH_INGRESS);
            tell(build, Setting::Istio, why.clone());
            tell(build, Setting::IstioGateway(side(site)), why);
        }
        Some("agc") => {
            let because = "The ALB Controller of Application Gateway for Containers acts by workload identity.";
            let why = site.why("ingress", because, FOR_CONTAINERS);
            tell(build, Setting::OidcIssuer, why.clone());
            tell(build, Setting::WorkloadIdentity, why);
        }
        _ => {}
    }
}

/// Internal where the entry is reached from one's own networks or through one's own firewall, else external.
fn side(site: &Site<'_>) -> &'static str {
    let from = site.design.decision("ingress").and_then(|decision| decision.answer("reached-from"));
    if matches!(from, Some("private" | "firewall")) { "internal" } else { "external" }
}

fn mesh(site: &Site<'_>, build: &mut Build) {
    if site.is("service-mesh", &["istio-addon"]) {
        let because = "Sidecars with mutual TLS, kept and supported by Azure.";
        tell(build, Setting::Istio, site.why("service-mesh", because, MESH));
    }
}
