//! What the cluster is told about its networking and its API server.

use ipnet::IpNet;

use super::site::{Site, sheet};
use super::{Build, Element, Holds, Setting, Value, Why};

const OVERLAY: &str = "https://learn.microsoft.com/azure/aks/azure-cni-overlay";
const DYNAMIC: &str = "https://learn.microsoft.com/azure/aks/configure-azure-cni-dynamic-ip-allocation";
const STATIC: &str = "https://learn.microsoft.com/azure/aks/configure-azure-cni-static-block-allocation";
const NODE_SUBNET: &str = "https://learn.microsoft.com/azure/aks/configure-azure-cni";
const KUBENET: &str = "https://learn.microsoft.com/azure/aks/configure-kubenet";
const OWN_CNI: &str = "https://learn.microsoft.com/azure/aks/use-byo-cni";
const CILIUM: &str = "https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium";
const POLICIES: &str = "https://learn.microsoft.com/azure/aks/use-network-policies";
const INTEGRATION: &str = "https://learn.microsoft.com/azure/aks/api-server-vnet-integration";
const PRIVATE: &str = "https://learn.microsoft.com/azure/aks/private-clusters";
const AUTHORIZED: &str = "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges";
const CREATE: &str = "https://learn.microsoft.com/cli/azure/aks#az-aks-create";

pub(super) fn add(site: &Site<'_>, build: &mut Build) {
    if let Some(version) = site.sheet.get("kubernetes") {
        tell(build, Setting::Kubernetes(version.to_owned()), sheet("The version that the sheet names.", CREATE));
    }
    model(site, build);
    data_plane(site, build);
    ranges(site, build);
    control_plane(site, build);
}

pub(super) fn tell(build: &mut Build, setting: Setting, why: Why) {
    if !build.says(&setting) {
        build.settings.push(Element { setting, why });
    }
}

fn model(site: &Site<'_>, build: &mut Build) {
    let (plugin, because, source) = match site.outcome("network-model") {
        Some("overlay") => ("azure", "Pods take addresses from a range that the network never sees.", OVERLAY),
        Some("pod-subnet-dynamic") => {
            ("azure", "Pods take addresses from their subnet, 16 at a time for each node.", DYNAMIC)
        }
        Some("pod-subnet-static") => ("azure", "Each node holds fixed blocks of the pods' subnet.", STATIC),
        Some("node-subnet") => ("azure", "Nodes and pods take addresses from one subnet.", NODE_SUBNET),
        Some("kubenet") => ("kubenet", "Pods have a range of their own with routes; support ends 2028-03-31.", KUBENET),
        Some("byo-cni") => ("none", "The network plugin is one's own, installed after the cluster is made.", OWN_CNI),
        _ => ("azure", "Nothing is decided: this is what AKS takes when it is told nothing.", OVERLAY),
    };
    let why = site.why("network-model", because, source);
    tell(build, Setting::Plugin(plugin), why.clone());
    match site.outcome("network-model") {
        Some("pod-subnet-dynamic" | "node-subnet" | "kubenet" | "byo-cni") => {}
        Some("pod-subnet-static") => tell(build, Setting::StaticBlocks, why),
        _ => tell(build, Setting::Overlay, why),
    }
}

fn data_plane(site: &Site<'_>, build: &mut Build) {
    let cilium = site.is("data-plane", &["cilium", "cilium-acns"]);
    let policy = match site.outcome("policy-engine") {
        Some("cilium") => Some("cilium"),
        Some("calico") => Some("calico"),
        Some("azure-npm") => Some("azure"),
        Some("none") => Some("none"),
        _ => None,
    };
    if cilium || (policy == Some("cilium") && site.outcome("data-plane").is_none()) {
        let wizard = if cilium { "data-plane" } else { "policy-engine" };
        let why = site.why(wizard, "Cilium's data plane and policy engine come together, on Linux nodes.", CILIUM);
        tell(build, Setting::CiliumDataPlane, why);
    }
    for (wizard, outcome) in [("data-plane", "cilium-acns"), ("service-mesh", "wireguard")] {
        if site.is(wizard, &[outcome]) {
            let because =
                "Filtering by name, layer 7 policies and encryption belong to Advanced Container Networking Services.";
            tell(build, Setting::ContainerNetworking, site.why(wizard, because, CILIUM));
        }
    }
    match policy {
        Some(policy) => {
            let because = "Without an engine network policies are stored and enforced by nobody.";
            tell(build, Setting::Policy(policy), site.why("policy-engine", because, POLICIES));
        }
        None if cilium && site.outcome("policy-engine").is_none() => {
            tell(
                build,
                Setting::Policy("cilium"),
                site.rule("data-plane", "Cilium brings its own policy engine.", CILIUM),
            );
        }
        None => {}
    }
}

fn ranges(site: &Site<'_>, build: &mut Build) {
    let two = site.dual_stack();
    if two {
        tell(build, Setting::DualStack, sheet("Pods and services have both families; that needs Overlay.", OVERLAY));
    }
    // With both families the lists have both, in this order; what AKS takes by itself stands where the sheet has none.
    let of = |first: Option<IpNet>, second: &str, preset: &str| {
        let second = site.sheet.prefix(second).or_else(|| preset.parse().ok()).filter(|_| two && first.is_some());
        first.into_iter().chain(second).collect::<Vec<_>>()
    };
    let own_range = !site.is("network-model", &["pod-subnet-dynamic", "pod-subnet-static", "node-subnet"]);
    let pods = of(site.sheet.prefix("pod-range"), "pod-range-ipv6", "fd12:3456:789a::/64");
    if !pods.is_empty() && own_range {
        let because = "The pods' range is outside of every network that is connected.";
        tell(build, Setting::PodRanges(pods), sheet(because, OVERLAY));
    }
    let address = site.sheet.address("dns-service-address");
    let around = |address: std::net::IpAddr| {
        let preset: Option<IpNet> = "10.0.0.0/16".parse().ok();
        preset.filter(|range| range.contains(&address))
    };
    let services = site.sheet.prefix("service-range").or_else(|| address.and_then(around));
    let services = of(services, "service-range-ipv6", "fd12:3456:789a:1::/108");
    if services.is_empty() {
        return;
    }
    let because = "The services' range is smaller than a /12, and used by nothing that is connected.";
    tell(build, Setting::ServiceRanges(services), sheet(because, KUBENET));
    let address = match address {
        Some(address) => Value::Given(address.to_string()),
        None => {
            build.ask("dns_service_address", Holds::Text, "The address of the DNS service, in the services' range.")
        }
    };
    let because = "In the services' range, and not its first address.";
    tell(build, Setting::DnsService(address), sheet(because, KUBENET));
}

fn control_plane(site: &Site<'_>, build: &mut Build) {
    if site.integrated() {
        let place = build.node_subnet.and_then(|nodes| {
            let api = |subnet: &super::Subnet| subnet.delegation == Some("Microsoft.ContainerService/managedClusters");
            let subnet = build.networks.get(nodes.network)?.subnets.iter().position(api)?;
            Some(super::Place { network: nodes.network, subnet })
        });
        let because = "The API server stands in the network, so that nodes reach it without a tunnel.";
        tell(build, Setting::Integrated(place), site.why("control-plane", because, INTEGRATION));
    }
    if site.private() {
        let because = "The API server has a private address only; a public name is there too, and leads to it.";
        tell(build, Setting::Private, site.why("control-plane", because, PRIVATE));
    }
    let listed = site.sheet.prefixes("authorized-ranges");
    let public = site.is("control-plane", &["public-ranges"])
        || (site.is("control-plane", &["vnet-integration-public"]) && !listed.is_empty());
    if public {
        let value = if listed.is_empty() {
            build.ask("authorized_ranges", Holds::List, "Who may reach the API server: ranges with commas between.")
        } else {
            Value::Given(listed.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
        };
        let because = "Only these ranges reach the public API server.";
        tell(build, Setting::AuthorizedRanges(value), site.why("control-plane", because, AUTHORIZED));
    }
}
