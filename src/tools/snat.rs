//! Source ports: how many connections the nodes of a cluster can have open, for each way out.

use askama::Template;
use serde_json::{Value, json};

use super::form::Field;
use super::view::{self, Figure, FindingView, StepView, Verdict, grouped};
use super::{About, Answer, Complaint, Example, Guess, Inputs, Tool, number};
use crate::domain::aks::figures::counted;
use crate::domain::aks::finding::Severity;
use crate::domain::aks::snat::{Demand, MOST, Outbound, Snat, Way, WayOut, snat, ways};

mod stairs;

use stairs::Stairs;

/// See the module.
pub struct Ports;

static ABOUT: About = About {
    name: "snat",
    title: "Source ports",
    summary: "Ports for outgoing connections: what a node has with a load balancer, a NAT gateway or Azure Firewall, and \
              how many public addresses it takes.",
    words: "snat port exhaustion outbound egress load balancer nat gateway azure firewall allocated outbound ports public \
            ip addresses connections",
    examples: &[
        Example {
            title: "An upgrade that crosses a step of the default",
            query: "outbound=loadBalancer&nodes=48&surge_nodes=5&public_ips=1",
        },
        Example {
            title: "Chosen ports, with room for surge",
            query: "outbound=loadBalancer&nodes=100&surge_nodes=2&public_ips=7&ports_per_node=4000",
        },
        Example {
            title: "Many connections to one database",
            query: "outbound=loadBalancer&nodes=100&surge_nodes=10&public_ips=2&connections_per_node=3000",
        },
        Example {
            title: "A NAT gateway",
            query: "outbound=natGateway&nodes=100&surge_nodes=0&public_ips=4&connections_per_node=2000",
        },
        Example {
            title: "Azure Firewall",
            query: "outbound=azureFirewall&nodes=100&surge_nodes=0&public_ips=20&instances=2&connections_per_node=1000",
        },
        Example {
            title: "1,004 ports: no multiple of 8",
            query: "outbound=loadBalancer&nodes=20&surge_nodes=2&public_ips=1&ports_per_node=1004",
        },
    ],
};

const WAYS_OUT: [(&str, &str); 3] =
    [("loadBalancer", "Load balancer"), ("natGateway", "NAT gateway"), ("azureFirewall", "Azure Firewall")];

/// Inputs of numbers: name, label, example, hint.
const NUMBERS: [(&str, &str, &str, &str); 7] = [
    ("nodes", "Nodes", "48", "The most of all pools together."),
    ("surge_nodes", "Surge nodes", "0", "Added while pools are upgraded, all pools together."),
    ("public_ips", "Public addresses", "1", "Of the load balancer, the gateway or the firewall. Empty: 1."),
    ("ports_per_node", "Ports per node", "", "Load balancer only, a multiple of 8. Empty: Azure’s default."),
    ("instances", "Firewall instances", "", "Firewall only. Empty: 2."),
    ("connections_per_node", "Connections per node", "", "Open at the same time."),
    ("destinations", "Destinations", "", "Address, port and protocol, over which they spread evenly. Empty: 1."),
];

/// A way out as a row.
struct WayView {
    title: &'static str,
    /// The chosen one.
    chosen: bool,
    does: bool,
    addresses: String,
    ports: String,
    /// The plan with it; empty for the chosen one and for those that would not do.
    url: String,
}

#[derive(Template)]
#[template(path = "tools/snat.html")]
struct Page {
    verdict: Verdict,
    figures: Vec<Figure>,
    ways: Vec<WayView>,
    ways_words: String,
    stairs: Option<Stairs>,
    findings: Vec<FindingView>,
    working: Vec<StepView>,
}

impl Tool for Ports {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn form(&self, inputs: &Inputs) -> Vec<Field> {
        let number = |(name, label, placeholder, hint)| Field::text(inputs, name, label, placeholder).hint(hint);
        let mut fields = vec![Field::choice(inputs, "outbound", "Way out", &WAYS_OUT)];
        fields.extend(NUMBERS.map(number));
        fields
    }

    fn answer(&self, inputs: &Inputs) -> Result<Answer, Vec<Complaint>> {
        let demand = read(inputs)?;
        let snat = snat(&demand);
        let ways = ways(&demand);
        let balancer = demand.outbound == Outbound::LoadBalancer;
        let page = Page {
            verdict: verdict(&snat),
            figures: figures(&demand, &snat),
            ways: ways.iter().map(|way| way_view(way, &demand, inputs)).collect(),
            ways_words: ways_words(&demand),
            stairs: balancer.then(|| Stairs::of(&demand)),
            findings: snat.findings.iter().map(found).collect(),
            working: view::working(&snat.working),
        };
        let mut json = json!(snat);
        if let Value::Object(map) = &mut json {
            map.insert("ways".to_owned(), json!(ways));
        }
        Ok(Answer { html: super::drawn(&page), json, guess: Some(guess(&snat)), says: snat.verdict })
    }
}

fn read(inputs: &Inputs) -> Result<Demand, Vec<Complaint>> {
    let mut complaints = Vec::new();
    let outbound = match inputs.get("outbound") {
        "" | "loadBalancer" => Outbound::LoadBalancer,
        "natGateway" => Outbound::NatGateway,
        "azureFirewall" => Outbound::AzureFirewall,
        _ => {
            let message = "There is no such way out. The ways: loadBalancer, natGateway, azureFirewall.";
            complaints.push(Complaint::new("outbound", message));
            Outbound::LoadBalancer
        }
    };
    let mut numbers = [None; 7];
    for (n, (name, label, ..)) in numbers.iter_mut().zip(NUMBERS) {
        let typed = inputs.get(name);
        let read = if name == "nodes" {
            number::read(typed, name, label).map(Some)
        } else {
            number::maybe(typed, name, label)
        };
        *n = read.map_err(|complaint| complaints.push(complaint)).ok().flatten();
    }
    if !complaints.is_empty() {
        return Err(complaints);
    }
    let [nodes, surge_nodes, public_ips, ports_per_node, instances, connections_per_node, destinations] = numbers;
    Ok(Demand {
        surge_nodes: surge_nodes.unwrap_or_default(),
        ports_per_node,
        instances,
        connections_per_node,
        destinations,
        ..Demand::new(outbound, nodes.unwrap_or_default(), public_ips.unwrap_or(1))
    })
}

fn verdict(snat: &Snat) -> Verdict {
    let words = snat.verdict.as_str();
    match snat.findings.iter().map(|finding| finding.severity).min() {
        Some(Severity::Error) => Verdict::bad(words),
        Some(Severity::Warning) => Verdict::warn(words),
        _ => Verdict::good(words),
    }
}

fn found(finding: &crate::domain::aks::finding::Finding) -> FindingView {
    let field = finding.field.as_deref().unwrap_or_default();
    let about = NUMBERS.iter().find(|(name, ..)| *name == field).map_or("", |(_, label, ..)| label);
    FindingView { about: about.to_owned(), ..FindingView::from(finding) }
}

/// Nodes and surge nodes as they are counted.
fn nodes(demand: &Demand) -> u64 {
    u64::from(demand.nodes).min(MOST) + u64::from(demand.surge_nodes).min(MOST)
}

fn figures(demand: &Demand, snat: &Snat) -> Vec<Figure> {
    let or = |n: Option<u64>, otherwise: &str| n.map_or_else(|| otherwise.to_owned(), grouped);
    let balancer = demand.outbound == Outbound::LoadBalancer;
    let ports = match (snat.ports_per_node, balancer) {
        (None, true) => Figure::new("Ports per node", "no default"),
        (None, false) => Figure::new("Ports per node", "on demand"),
        (Some(ports), _) => Figure::new("Ports per node", grouped(ports)),
    };
    let chosen = match demand.ports_per_node {
        None | Some(0) if balancer => "Azure’s default",
        Some(_) if balancer => "as chosen",
        _ => "shared by all nodes",
    };
    let most = Figure::new("Nodes at most", or(snat.max_nodes, "not limited"));
    let most = match snat.max_nodes {
        Some(_) => most.noted("surge nodes included"),
        None => most.noted("by ports, as long as no connections are named"),
    };
    let needed = Figure::new("Public addresses needed", or(snat.public_ips_needed, "no number is enough"));
    let whose = if balancer { "of one node" } else { "of the whole cluster" };
    let mut shown = vec![
        ports.noted(chosen),
        Figure::new("Ports of all addresses", grouped(snat.ports_total)),
        Figure::new("Nodes with surge", grouped(nodes(demand))),
        most,
        needed.noted(format!("{} given", grouped(demand.public_ips))),
    ];
    if let Some(n) = snat.per_destination {
        shown.push(Figure::new("Connections to one destination", grouped(n)).noted(whose));
    }
    shown
}

/// For what the ways out are compared.
fn ways_words(demand: &Demand) -> String {
    let nodes = counted(nodes(demand), "node");
    let connections = demand.connections_per_node.filter(|n| *n > 0);
    match (connections, demand.ports_per_node.filter(|n| *n > 0)) {
        (Some(n), _) => {
            let over = counted(demand.destinations.unwrap_or(1).max(1).into(), "destination");
            format!("For {nodes} with surge, each with {} to {over}.", counted(n.into(), "connection"))
        }
        (None, Some(ports)) => format!("For {nodes} with surge, each with {}.", counted(ports.into(), "port")),
        (None, None) => {
            format!("For {nodes} with surge, each with a single connection: name the connections of a node to compare.")
        }
    }
}

fn way_view(way: &WayOut, demand: &Demand, inputs: &Inputs) -> WayView {
    let by_default = demand.ports_per_node.unwrap_or(0) == 0;
    let (title, outbound, id) = match way.way {
        Way::LoadBalancerByDefault => ("Load balancer, Azure’s default", Outbound::LoadBalancer, "loadBalancer"),
        Way::LoadBalancerWithPorts => ("Load balancer, chosen ports", Outbound::LoadBalancer, "loadBalancer"),
        Way::NatGateway => ("NAT gateway", Outbound::NatGateway, "natGateway"),
        Way::AzureFirewall => ("Azure Firewall", Outbound::AzureFirewall, "azureFirewall"),
    };
    let chosen = outbound == demand.outbound
        && match way.way {
            Way::LoadBalancerByDefault => by_default,
            Way::LoadBalancerWithPorts => !by_default,
            _ => true,
        };
    // Without connections to serve no number of ports is worth choosing.
    let open = way.way == Way::LoadBalancerWithPorts && by_default && demand.connections_per_node.unwrap_or(0) == 0;
    let url =
        way.public_ips.filter(|_| !open).filter(|ips| !chosen || *ips != u64::from(demand.public_ips)).map(|ips| {
            let other: &[&str] =
                if way.way == Way::AzureFirewall { &["ports_per_node"] } else { &["ports_per_node", "instances"] };
            let inputs = inputs.clone().without(other).without(&["predict", "guess"]);
            let inputs = inputs.with("outbound", id).with("public_ips", &ips.to_string());
            let inputs = match (way.way, way.ports_per_node) {
                (Way::LoadBalancerWithPorts, Some(ports)) => inputs.with("ports_per_node", &ports.to_string()),
                _ => inputs,
            };
            format!("/tools/snat?{}", inputs.to_query())
        });
    WayView {
        title,
        chosen,
        does: way.does,
        addresses: way.public_ips.map_or_else(|| "–".to_owned(), grouped),
        ports: match (way.ports_per_node, way.does) {
            (Some(ports), _) if open => format!("{} or more", grouped(ports)),
            (Some(ports), _) => grouped(ports),
            (None, true) => "on demand".to_owned(),
            (None, false) => "–".to_owned(),
        },
        url: url.unwrap_or_default(),
    }
}

fn guess(snat: &Snat) -> Guess {
    match snat.ports_per_node {
        Some(ports) => Guess { question: "How many ports does each node have?", figure: grouped(ports) },
        None => Guess { question: "How many ports are there in all?", figure: grouped(snat.ports_total) },
    }
}

#[cfg(test)]
mod tests;
