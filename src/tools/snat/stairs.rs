//! The default table of the load balancer as stairs: each tread is a row of the table, each riser a cliff.

use crate::domain::aks::figures::counted;
use crate::domain::aks::snat::load_balancer::{DEFAULT_TABLE, MOST_BY_DEFAULT, default_ports, default_steps};
use crate::domain::aks::snat::{Demand, MOST};
use crate::tools::view::grouped;

/// The drawing's width.
const WIDTH: u64 = 480;
/// The height of the highest tread.
const HIGHEST: u64 = 150;
/// Where the treads stand.
const GROUND: u64 = 190;

/// The stairs, ready to be drawn.
#[derive(Debug)]
pub(super) struct Stairs {
    /// With so many public addresses.
    pub title: String,
    pub treads: Vec<Tread>,
    pub marks: Vec<Mark>,
    /// Where the cluster stands, in sentences.
    pub words: String,
}

/// A row of the table.
#[derive(Debug)]
pub(super) struct Tread {
    /// From how many nodes to how many.
    pub nodes: String,
    /// The most nodes, at the tread's right end.
    pub to: String,
    pub ports: String,
    /// Ports fewer than on the tread before; empty for the first.
    pub fall: String,
    /// Whether the cluster stands on it, and whether only with its surge nodes.
    pub here: bool,
    pub surge: bool,
    pub x: u64,
    pub y: u64,
    pub width: u64,
    pub height: u64,
    pub middle: u64,
}

/// The cluster on the stairs.
#[derive(Debug)]
pub(super) struct Mark {
    pub x: u64,
    pub y: u64,
    /// With surge nodes.
    pub surge: bool,
}

impl Stairs {
    pub fn of(demand: &Demand) -> Self {
        let ips = u64::from(demand.public_ips).min(MOST);
        let nodes = u64::from(demand.nodes).min(MOST);
        let total = nodes + u64::from(demand.surge_nodes).min(MOST);
        let steps = default_steps(ips);
        // A tread is as wide as the rows of the table that are joined in it.
        let column = WIDTH / DEFAULT_TABLE.len() as u64;
        let columns =
            |from: u64, to: u64| DEFAULT_TABLE.iter().filter(|row| row.from >= from && row.to <= to).count() as u64;
        let (mut treads, mut marks, mut x, mut before) = (Vec::new(), Vec::new(), 0, None);
        for step in steps {
            let width = columns(step.from, step.to) * column;
            let height = step.ports * HIGHEST / MOST_BY_DEFAULT;
            let y = GROUND - height;
            let on = |n: u64| (step.from..=step.to).contains(&n.max(1));
            for (n, surge) in [(nodes, false), (total, true)] {
                if on(n) && !(surge && total == nodes) {
                    let along = (n.max(1) - step.from) * width / (step.to - step.from).max(1);
                    marks.push(Mark { x: x + along.clamp(6, width - 6), y, surge });
                }
            }
            let fall = before.map(|ports: u64| format!("{} fewer", grouped(ports - step.ports))).unwrap_or_default();
            treads.push(Tread {
                nodes: format!("{} – {}", grouped(step.from), grouped(step.to)),
                to: grouped(step.to),
                ports: grouped(step.ports),
                fall,
                here: on(nodes),
                surge: on(total) && !on(nodes),
                x,
                y,
                width,
                height,
                middle: x + width / 2,
            });
            before = Some(step.ports);
            x += width;
        }
        let title = format!("Azure’s default with {}", counted(ips, "public address"));
        Self { title, treads, marks, words: words(demand, nodes, total, ips) }
    }

    /// The drawing in a sentence, for who cannot see it.
    pub fn says(&self) -> String {
        let tread = |tread: &Tread| format!("{} nodes {} ports", tread.nodes, tread.ports);
        let treads: Vec<String> = self.treads.iter().map(tread).collect();
        format!("{}: {}. {}", self.title, treads.join(", "), self.words)
    }
}

fn words(demand: &Demand, nodes: u64, total: u64, ips: u64) -> String {
    let at = |n: u64| match default_ports(n, ips) {
        Some(ports) => format!("{} for each of {}", counted(ports, "port"), counted(n, "node")),
        None => format!("no default for {}", counted(n, "node")),
    };
    let by_default = if demand.ports_per_node.unwrap_or(0) == 0 { "" } else { "Without chosen ports it would be " };
    if nodes == total {
        format!("{by_default}{}.", at(nodes))
    } else {
        format!("{by_default}{}; during an upgrade {}.", at(nodes), at(total))
    }
}
