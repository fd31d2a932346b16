//! The node pools: those of the sheet, a system pool of Linux first.

use super::site::{Site, sheet};
use super::{Build, Holds, Pool, Value};
use crate::domain::aks::cluster::Os;
use crate::domain::sheet::Mode;

const UPGRADE: &str = "https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling";

pub(super) fn add(site: &Site<'_>, build: &mut Build) {
    let pools = site.sheet.pools();
    let linux = |pool: &&crate::domain::sheet::Pool| pool.os != Some(Os::Windows);
    let system = pools.iter().position(|pool| pool.mode == Some(Mode::System) && linux(&pool));
    let first = system.or_else(|| pools.iter().position(|pool| pool.mode.is_none() && linux(&pool)));
    let spread = if site.sheet.get("zones") == Some("yes") { vec![1, 2, 3] } else { Vec::new() };
    if first.is_none() {
        let (nodes, machine) = (ask_nodes(build), ask_machine(build));
        let why = sheet("A cluster has a system pool of Linux nodes; the sheet has none.", UPGRADE);
        build.pools.push(Pool {
            name: unused(pools, "system"),
            mode: Mode::System,
            os: Os::Linux,
            nodes,
            max_pods: None,
            surge: None,
            size: machine,
            zones: spread.clone(),
            why,
        });
    }
    let order = first.into_iter().chain((0..pools.len()).filter(|n| Some(*n) != first));
    for (place, n) in order.enumerate() {
        let pool = &pools[n];
        let nodes = pool.nodes.map_or_else(|| ask_nodes(build), |nodes| Value::Given(nodes.to_string()));
        let machine = pool.size.clone().map_or_else(|| ask_machine(build), Value::Given);
        let text = |column| Some(pool.text(column)).filter(|text| !text.is_empty());
        let system = first.is_some() && place == 0;
        build.pools.push(Pool {
            name: pool.name.clone().unwrap_or_else(|| unused(pools, &format!("pool{}", n + 1))),
            mode: if system { Mode::System } else { pool.mode.unwrap_or(Mode::User) },
            os: pool.os.unwrap_or_default(),
            nodes,
            max_pods: pool.max_pods,
            surge: text("pool.surge"),
            size: machine,
            zones: if pool.zones.is_empty() { spread.clone() } else { pool.zones.clone() },
            why: sheet("A pool of the sheet, with the most nodes that it may reach.", UPGRADE),
        });
    }
}

fn ask_nodes(build: &mut Build) -> Value {
    build.ask("node_count", Holds::Number, "How many nodes a pool has when the sheet does not say.")
}

fn ask_machine(build: &mut Build) -> Value {
    build.ask(
        "node_size",
        Holds::Text,
        "The size of the machines, such as Standard_D4s_v5, when the sheet does not say.",
    )
}

/// A name that no pool of the sheet has.
fn unused(pools: &[crate::domain::sheet::Pool], name: &str) -> String {
    let taken = |name: &str| pools.iter().any(|pool| pool.name.as_deref() == Some(name));
    let numbered = (1..=pools.len() + 1).map(|n| if n == 1 { name.to_owned() } else { format!("{name}{n}") });
    numbered.into_iter().find(|name| !taken(name)).unwrap_or_default()
}
