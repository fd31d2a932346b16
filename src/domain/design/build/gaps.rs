//! What no program holds, named one by one.

use super::site::Site;
use super::{Build, LeftOut, Program, Setting, Value};
use crate::domain::aks::cluster::Os;

mod table;

pub(super) use table::KNOWN;
use table::{NEEDED, NOT_HELD};

pub(super) fn add(site: &Site<'_>, build: &mut Build) {
    let mut found = Found(Vec::new());
    undecided(site, &mut found);
    decided(site, &mut found);
    network(site, build, &mut found);
    cluster(site, build, &mut found);
    for element in &build.settings {
        for program in Program::ALL {
            if let Some(why) = program.lacks(&element.setting, build) {
                found.of(&[program], title(&element.setting), why);
            }
        }
    }
    for open in site.design.open_questions() {
        let why = if open.wizard.is_some() {
            "Answer it, and write the files again."
        } else {
            "It is your own; nothing here depends on it."
        };
        found.all(&format!("Open question: {}", open.text), why);
    }
    build.left_out = found.0;
}

struct Found(Vec<LeftOut>);

impl Found {
    fn all(&mut self, what: &str, why: &str) {
        self.of(&[], what, why);
    }

    fn of(&mut self, programs: &[Program], what: &str, why: &str) {
        self.0.push(LeftOut { what: what.to_owned(), why: why.to_owned(), of: programs.to_vec() });
    }
}

fn undecided(site: &Site<'_>, found: &mut Found) {
    for (wizard, what, why) in NEEDED {
        let cilium = match *wizard {
            "policy-engine" => site.is("data-plane", &["cilium", "cilium-acns"]),
            "data-plane" => site.is("policy-engine", &["cilium"]),
            _ => false,
        };
        if site.outcome(wizard).is_none() && !cilium {
            found.all(what, why);
        }
    }
    if site.private() && site.outcome("private-dns").is_none() {
        found.all("The private zone", "Nothing is decided: AKS makes one in the node resource group.");
    }
}

fn decided(site: &Site<'_>, found: &mut Found) {
    for (wizard, outcome, what, why) in NOT_HELD {
        if site.is(wizard, &[outcome]) {
            found.all(what, why);
        }
    }
    for decision in &site.design.decisions {
        let Some(chosen) = &decision.outcome else { continue };
        let known = KNOWN.iter().any(|(id, outcomes)| *id == decision.wizard && outcomes.contains(&chosen.id.as_str()));
        if !known {
            let title = if chosen.title.is_empty() { &chosen.id } else { &chosen.title };
            found.all(title, "The programs do not know this decision.");
        }
    }
}

fn network(site: &Site<'_>, build: &Build, found: &mut Found) {
    if !site.own_network && site.needs_own_network() {
        let why = "The sheet says that AKS makes the network, and what was decided needs one of your own: subnets, routes \
                   and endpoints are not made.";
        found.all("A network of your own", why);
    }
    if site.own_network {
        found.all(
            "Network security groups",
            "AKS never changes yours: allow the nodes' range, and with Overlay the pods' range.",
        );
        if site.integrated() {
            let why = "A group on the API server's subnet lets in TCP 443 and 4443 from the cluster's subnet and TCP 9988 \
                       from Azure Load Balancer.";
            found.all("The rules of the API server's subnet", why);
        }
    }
    let other = ["on-premises", "connected", "hub-vnet"].iter().any(|field| site.sheet.get(field).is_some());
    if other {
        let why = "Peerings and gateways need rights on both sides; the ranges are in the record.";
        found.all("The connection to other networks", why);
    }
    if site.sheet.get("dns-servers").is_some() && build.networks.is_empty() {
        found.all("The DNS servers", "AKS makes the network: it has Azure's.");
    }
    let six = build.node_subnet.and_then(|place| build.subnet(place)).is_some_and(|subnet| {
        subnet.ranges.iter().any(|range| matches!(range, Value::Given(text) if text.contains(':')))
    });
    if site.dual_stack() && build.node_subnet.is_some() && !six {
        found.all(
            "IPv6 ranges of the network and its subnets",
            "The sheet has none for the nodes: each subnet gets a /64.",
        );
    }
    way_out(site, build, found);
    for title in &site.not_read {
        found.all(&format!("Plan: {title}"), "One plan of virtual networks is built, the first that can be read.");
    }
    if site.design.plans.iter().any(|plan| plan.tool != "vnet-plan") {
        found.all("Plans of other tools", "They are figures and not resources; the record has them.");
    }
}

fn way_out(site: &Site<'_>, build: &Build, found: &mut Found) {
    let addresses = site.sheet.number("public-addresses");
    if build.nat_gateway.is_some() && site.dual_stack() {
        found.all("The IPv6 address of the NAT gateway", "The addresses here are of IPv4; add one of IPv6.");
    }
    if build.nat_gateway.as_ref().is_some_and(|gateway| addresses.is_some_and(|n| n > gateway.addresses)) {
        found.all("Further public addresses", "A NAT gateway has 16 at most.");
    }
    if site.is("outbound", &["managed-nat-gateway-v2"]) && addresses.is_some() {
        found.all("The number of public addresses", "AKS takes one until it is told more.");
    }
    if build.says(&Setting::Plugin("kubenet")) && build.route_table.is_some() {
        let why = "kubenet writes its routes there: give the identity Network Contributor on the table too.";
        found.all("The cluster's rights on the route table", why);
    }
}

fn cluster(site: &Site<'_>, build: &Build, found: &mut Found) {
    if site.sheet.pools().is_empty() {
        found.all(
            "The pools",
            "The sheet has none: one system pool stands here, and its nodes and size have to be set.",
        );
    } else {
        let why = "The sheet knows the most nodes of a pool and not the fewest: each pool has the most from the start.";
        found.all("The autoscaler", why);
    }
    if build.pools.iter().any(|pool| pool.os == Os::Windows) {
        found.all("The administrator of the Windows nodes", "A password has no place in a file: Azure makes one.");
    }
    let keys = "The az script has the CLI make a pair on your machine; here no key is set.";
    found.of(&[Program::Bicep, Program::Terraform], "Keys for SSH", keys);
    found.of(&[Program::Bicep], "The resource group", "A deployment goes into one that is there: make it first.");
    if build.registry.is_some() {
        let why = "The registry is looked for in the resource group of the cluster.";
        found.of(&[Program::Bicep, Program::Terraform], "A registry in another resource group", why);
    }
    if build.says(&Setting::IstioGateway("external")) {
        found.all(
            "An internal gateway",
            "No answer says where traffic comes from: the gateway here is open to the internet.",
        );
    }
    if site.sheet.address("dns-service-address").is_some() && !build.settings.iter().any(is_dns) {
        found.all(
            "The address of the DNS service",
            "The sheet has no services range around it: AKS takes its own of both.",
        );
    }
    let flat = !build.says(&Setting::Overlay) && build.pod_subnet.is_none();
    if build.says(&Setting::CiliumDataPlane) && flat {
        let why = "The provider's page wants Overlay or a pod subnet with it; with Node Subnet it may refuse.";
        found.of(&[Program::Terraform], "Cilium's data plane with Node Subnet", why);
    }
    let dashed = build.tags.iter().any(|(key, _)| key.starts_with('-'));
    if dashed {
        found.of(&[Program::Az], "Tags that begin with a hyphen", "The CLI would read them as flags.");
    }
    let inside = ["namespace", "service-account", "dns-zone"].iter().any(|field| site.sheet.get(field).is_some());
    if inside {
        found.all("The application", "Namespace, service account and public name are made with it.");
    }
}

fn is_dns(element: &super::Element) -> bool {
    matches!(element.setting, Setting::DnsService(_))
}

/// What a setting is called.
const fn title(setting: &Setting) -> &'static str {
    match setting {
        Setting::PodRanges(_) => "The pods' range",
        Setting::ContainerNetworking => "Advanced Container Networking Services",
        Setting::StaticBlocks => "Static blocks for pods",
        Setting::Outbound(_) => "The outbound type",
        Setting::GatewayApi => "The managed Gateway API",
        Setting::AppRoutingIstio => "Application routing by Gateway API",
        _ => "A setting of the cluster",
    }
}
