//! AKS address plan: what a cluster takes, whether the given ranges hold it, and the same for every networking model.

use askama::Template;
use serde_json::{Value, json};

use super::form::{Column, Field};
use super::view::{self, Figure, FindingView, StepView, Verdict, grouped};
use super::{About, Answer, Complaint, Example, Guess, Inputs, Tool};
use crate::domain::aks::cluster::Model;
use crate::domain::aks::compare::compare;
use crate::domain::aks::figures::{counted, prefix};
use crate::domain::aks::finding::{Finding, Severity};
use crate::domain::aks::plan::{Bound, Plan, Unit, plan};

mod draw;
mod read;
mod sides;

use draw::Drawing;
use read::Typed;
use sides::SideView;

/// See the module.
pub struct AksPlan;

static ABOUT: About = About {
    name: "aks-plan",
    title: "AKS address plan",
    summary: "Nodes, pods and surge of a cluster: the addresses they take, whether your ranges hold them, and every \
              networking model side by side.",
    words: "aks ip planner azure cni overlay kubenet node subnet pod subnet dynamic static blocks pod cidr service cidr \
            node pool max pods surge upgrade dual stack",
    examples: &[
        Example {
            title: "Overlay: few addresses for many pods",
            query: "model=overlay&pool.name=system&pool.nodes=3&pool.max_pods=110&pool.surge=33%25&pool.name=user&pool.nodes=40\
                    &pool.max_pods=110&pool.surge=33%25&node_subnet=10.240.0.0/24&pod_cidr=10.244.0.0/16\
                    &service_cidr=10.0.0.0/16&dns_service_ip=10.0.0.10",
        },
        Example {
            title: "Node Subnet: a /24 is full after seven nodes",
            query: "model=node-subnet&pool.name=system&pool.nodes=7&pool.max_pods=30&pool.surge=1&node_subnet=10.240.0.0/24",
        },
        Example {
            title: "A pod range without a block for the upgrade",
            query: "model=overlay&pool.name=user&pool.nodes=64&pool.max_pods=110&pool.surge=1&node_subnet=10.240.0.0/24\
                    &pod_cidr=10.244.0.0/18",
        },
        Example {
            title: "Pod Subnet: batches of 16 addresses",
            query: "model=pod-subnet-dynamic&pool.name=user&pool.nodes=20&pool.max_pods=110&pool.surge=1&pool.pods=30\
                    &node_subnet=10.240.0.0/24&pod_subnet=10.241.0.0/22",
        },
        Example {
            title: "Static blocks for a thousand nodes",
            query: "model=pod-subnet-static&pool.name=batch&pool.nodes=900&pool.max_pods=111&pool.surge=10%25\
                    &node_subnet=10.240.0.0/22&pod_subnet=10.32.0.0/15",
        },
        Example {
            title: "No range yet: what to ask the network team for",
            query: "model=overlay&pool.name=system&pool.nodes=3&pool.max_pods=250&pool.surge=10%25&pool.name=user&pool.nodes=250\
                    &pool.max_pods=250&pool.surge=10%25",
        },
        Example {
            title: "Services in a network that is connected",
            query: "model=overlay&pool.name=system&pool.nodes=5&pool.max_pods=110&pool.surge=1&node_subnet=10.9.0.0/24\
                    &pod_cidr=100.64.0.0/16&service_cidr=10.0.0.0/16&dns_service_ip=10.0.0.1&connected=10.0.0.0/16",
        },
    ],
};

/// The models as they are chosen.
const MODELS: [(&str, &str); 5] = {
    let mut options = [("", ""); 5];
    let mut n = 0;
    while n < options.len() {
        options[n] = (Model::ALL[n].id(), Model::ALL[n].title());
        n += 1;
    }
    options
};

/// The families as they are chosen.
const FAMILIES: [(&str, &str); 3] =
    [("", "As the ranges say"), ("ipv4", "IPv4"), ("ipv4,ipv6", "IPv4 and IPv6 (dual stack)")];

const SYSTEMS: [(&str, &str); 2] = [("linux", "Linux"), ("windows", "Windows")];

/// Inputs and their labels, as findings name them.
const LABELS: [(&str, &str); 11] = [
    ("model", "Networking model"),
    ("pools", "Node pools"),
    ("node_subnet", "Node subnet"),
    ("pod_subnet", "Pod subnet"),
    ("pod_cidr", "Pod range"),
    ("service_cidr", "Services range"),
    ("dns_service_ip", "DNS address"),
    ("api_server_subnet", "API server subnet"),
    ("connected", "Connected networks"),
    ("other_addresses", "Other addresses"),
    ("ip_families", "Address families"),
];

#[derive(Template)]
#[template(path = "tools/aks_plan.html")]
struct Page {
    verdict: Verdict,
    figures: Vec<Figure>,
    drawings: Vec<Drawing>,
    /// A word on where blocks really are.
    drawn_in_order: bool,
    findings: Vec<FindingView>,
    working: Vec<StepView>,
    sides: Vec<SideView>,
}

impl Tool for AksPlan {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn form(&self, inputs: &Inputs) -> Vec<Field> {
        let column = |name, label, placeholder| Column { name, label, placeholder, options: Vec::new() };
        let pools = vec![
            column("pool.name", "Name", "system"),
            column("pool.nodes", "Most nodes", "3"),
            column("pool.max_pods", "Pods per node", "110"),
            column("pool.surge", "Surge", "10%"),
            Column { options: SYSTEMS.to_vec(), ..column("pool.os", "System", "") },
            column("pool.pods", "Pods that run", ""),
        ];
        let text = |name: &'static str, placeholder| Field::text(inputs, name, label(name), placeholder);
        vec![
            Field::choice(inputs, "model", label("model"), &MODELS),
            Field::rows(inputs, "pools", label("pools"), "Node pool", pools)
                .hint("Most nodes: what the autoscaler may reach. Surge: nodes added during an upgrade, as 10% or 1."),
            text("node_subnet", "10.240.0.0/24"),
            text("pod_subnet", "10.241.0.0/22").hint("For the two Pod Subnet models."),
            text("pod_cidr", "10.244.0.0/16").hint("For Overlay and kubenet; for dual stack IPv4, IPv6."),
            text("service_cidr", "10.0.0.0/16").hint("For dual stack IPv4, IPv6."),
            text("dns_service_ip", "10.0.0.10"),
            text("api_server_subnet", "10.240.1.0/28").hint("With API Server VNet Integration."),
            Field::lines(inputs, "connected", label("connected"), 3, "192.168.0.0/16")
                .hint("Peered networks and on-premises, one a line."),
            text("other_addresses", "0").hint("In the node subnet: load balancers, private endpoints, machines."),
            Field::choice(inputs, "families", "Address families", &FAMILIES),
        ]
    }

    fn answer(&self, inputs: &Inputs) -> Result<Answer, Vec<Complaint>> {
        let typed = read::cluster(inputs)?;
        let plan = plan(&typed.cluster);
        let sides = compare(&typed.cluster);
        let page = Page {
            verdict: verdict(&plan),
            figures: figures(&typed, &plan),
            drawings: draw::drawings(&plan.pictures, &names(&typed)),
            drawn_in_order: plan.pictures.iter().any(|picture| picture.field != "node_subnet"),
            findings: plan.findings.iter().map(|finding| found(&typed, finding)).collect(),
            working: view::working(&plan.working),
            sides: sides.iter().map(|side| sides::view(side, &plan, &typed.cluster)).collect(),
        };
        let mut json = json!(plan);
        if let Value::Object(map) = &mut json {
            map.insert("models".to_owned(), sides.iter().map(sides::json).collect());
        }
        Ok(Answer { html: super::drawn(&page), json, guess: Some(guess(&plan)), says: plan.verdict })
    }
}

fn label(field: &str) -> &'static str {
    LABELS.iter().find(|(name, _)| *name == field).map_or("", |(_, label)| label)
}

/// The pools' names; their numbers where they have none.
fn names(typed: &Typed) -> Vec<String> {
    let name = |(at, name): (usize, &str)| if name.is_empty() { format!("pool {}", at + 1) } else { name.to_owned() };
    typed.cluster.pools.iter().map(|pool| pool.name.as_str()).enumerate().map(name).collect()
}

fn verdict(plan: &Plan) -> Verdict {
    let words = plan.verdict.as_str();
    match plan.findings.iter().map(|finding| finding.severity).min() {
        Some(Severity::Error) => Verdict::bad(words),
        Some(Severity::Warning) => Verdict::warn(words),
        _ => Verdict::good(words),
    }
}

/// A finding with the label of the field that it is about.
fn found(typed: &Typed, finding: &Finding) -> FindingView {
    let field = finding.field.as_deref().unwrap_or_default();
    let (name, rest) = field.split_once('[').unwrap_or((field, ""));
    let (at, column) = rest.split_once(']').unwrap_or_default();
    let at = at.parse::<usize>().ok();
    let about = match (name, at) {
        ("pools", Some(at)) => {
            let row = typed.rows.get(at).map_or(at, |row| *row) + 1;
            let column = match column.trim_start_matches('.') {
                "nodes" => ", most nodes",
                "max_pods" => ", pods per node",
                "surge" => ", surge",
                "os" => ", system",
                "pods" => ", pods that run",
                _ => "",
            };
            format!("Node pool {row}{column}")
        }
        ("connected", Some(at)) => match typed.cluster.connected.get(at) {
            Some(network) => format!("{}, {network}", label(name)),
            None => label(name).to_owned(),
        },
        _ => label(name).to_owned(),
    };
    FindingView { about, ..FindingView::from(finding) }
}

/// What binds, in words.
fn bound(bound: Bound, model: Model) -> &'static str {
    match (bound, model) {
        (Bound::NodeSubnet, _) => "node subnet",
        (Bound::PodSubnet, _) => "pod subnet",
        (Bound::PodCidr, _) => "pod range",
        (Bound::VirtualNetwork, _) => "the 65,536 addresses of a virtual network",
        (Bound::Model, Model::Kubenet) => "the 400 routes of a route table",
        (Bound::Model, _) => "the 5,000 nodes of a cluster",
    }
}

fn figures(typed: &Typed, plan: &Plan) -> Vec<Figure> {
    let given = |given: bool| if given { "" } else { "not given" };
    let cluster = &typed.cluster;
    let nodes: u64 = cluster.pools.iter().map(|pool| u64::from(pool.nodes)).sum();
    let subnet = &plan.node_subnet;
    let mut shown = vec![
        Figure::new("Node addresses needed", grouped(subnet.needed)).noted(taken(typed, plan, nodes)),
        Figure::new("Smallest node subnet", prefix(subnet.smallest_prefix)).noted(given(subnet.usable.is_some())),
    ];
    if let Some(pods) = &plan.pod_range {
        let name = if plan.model.has_pod_cidr() { "pod range" } else { "pod subnet" };
        let smallest = Figure::new(format!("Smallest {name}"), prefix(pods.smallest_prefix));
        shown.extend(match (pods.unit, pods.available) {
            (Unit::Blocks, Some(available)) => {
                [smallest, Figure::new("Nodes the pod range allows", grouped(available)).noted("a /24 for each")]
            }
            (Unit::Blocks, None) => {
                [smallest.noted("not given"), Figure::new("Blocks of a /24 needed", grouped(pods.needed))]
            }
            (Unit::Addresses, available) => {
                let has = available.map_or_else(String::new, |n| format!("of {} that pods can have", grouped(n)));
                [
                    smallest.noted(given(available.is_some())),
                    Figure::new("Pod addresses needed", grouped(pods.needed)).noted(has),
                ]
            }
        });
    }
    let limits = &plan.limits;
    let running = match plan.surge_nodes {
        0 => String::new(),
        surge => format!("{} with {surge} kept free for surge", grouped(limits.running_nodes)),
    };
    let pods = match plan.surge_nodes {
        0 => String::new(),
        _ => format!("{} on the nodes without surge", grouped(limits.running_pods)),
    };
    shown.extend([
        Figure::new("Nodes at most", grouped(limits.nodes)).noted(running),
        Figure::new("Pods at most", grouped(limits.pods)).noted(pods),
        Figure::new("Bound by", bound(limits.bound_by, plan.model)),
    ]);
    if let Some(api) = &plan.api_server_subnet {
        shown.push(Figure::new("Clusters in the API server subnet", grouped(api.clusters)));
    }
    shown
}

/// What the addresses of the node subnet are for.
fn taken(typed: &Typed, plan: &Plan, nodes: u64) -> String {
    let mut parts = vec![counted(nodes, "node")];
    if plan.surge_nodes > 0 {
        parts.push(format!("{} surge", grouped(plan.surge_nodes)));
    }
    if plan.model == Model::NodeSubnet {
        parts.push("their pods".to_owned());
    }
    match typed.cluster.other_addresses {
        0 => {}
        others => parts.push(format!("{} others", grouped(others))),
    }
    parts.join(" + ")
}

/// With a range there is a most of nodes to guess; without one, the subnet to ask for.
fn guess(plan: &Plan) -> Guess {
    let given =
        plan.node_subnet.usable.is_some() || plan.pod_range.as_ref().is_some_and(|pods| pods.available.is_some());
    if given {
        Guess { question: "How many nodes can this cluster have, surge included?", figure: grouped(plan.limits.nodes) }
    } else {
        Guess { question: "What is the smallest node subnet, as /n?", figure: prefix(plan.node_subnet.smallest_prefix) }
    }
}

#[cfg(test)]
mod tests;
