//! Node pools.

use super::look::{MODEL, OUTBOUND, POLICY, REGISTRY, sheet, wizard};
use super::pages::{CILIUM, ISOLATED, NAT, OVERLAY, PLANNING, POLICIES, STATIC, SYSTEM_POOLS};
use super::{Rule, error, note, warning};
use crate::domain::aks::cluster::{Model, Os};
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::aks::formula::{POOL_INSTANCES, static_blocks, static_waste};
use crate::domain::aks::source::Source;
use crate::domain::sheet::Mode;

/// Pods that every pool must have room for.
const PODS_OF_A_POOL: u64 = 30;

pub(super) const RULES: &[Rule] = &[
    error("max-pods-out-of-range", PLANNING, "A node runs 10 to 250 pods at most.", |look, found| {
        for (at, name, pool) in look.pools() {
            if let Some(pods) = pool.max_pods.filter(|pods| !(10..=250).contains(pods)) {
                let message = format!("Pool {name}: {} pods per node; AKS takes 10 to 250.", grouped(pods.into()));
                found.say(message, "Write a number from 10 to 250.", [sheet(format!("pool.max_pods.{at}"))]);
            }
        }
    }),
    error("pool-below-30-pods", PLANNING, "Every pool has room for 30 pods.", |look, found| {
        for (at, name, pool) in look.pools() {
            let (Some(nodes), Some(pods)) = (pool.nodes, pool.max_pods.filter(|pods| (10..=250).contains(pods))) else {
                continue;
            };
            let room = u64::from(nodes) * u64::from(pods);
            if nodes > 0 && room < PODS_OF_A_POOL {
                let message = format!(
                    "Pool {name} has room for {} × {} = {}; every pool must have room for {PODS_OF_A_POOL}.",
                    nodes,
                    pods,
                    counted(room, "pod")
                );
                let cure = format!(
                    "With {pods} pods per node it takes {}.",
                    counted(PODS_OF_A_POOL.div_ceil(pods.into()), "node")
                );
                found.say(message, cure, [sheet(format!("pool.nodes.{at}")), sheet(format!("pool.max_pods.{at}"))]);
            }
        }
    }),
    error(
        "pool-over-1000-instances",
        Source::Upgrade.url(),
        "A pool has 1,000 instances at most, surge nodes included.",
        |look, found| {
            for (at, name, pool) in look.pools() {
                let (Some(nodes), Some(surge)) = (pool.nodes, pool.surge_nodes()) else { continue };
                let all = u64::from(nodes) + surge;
                if all > POOL_INSTANCES {
                    let message = format!(
                        "Pool {name} would have {} + {} = {}; a pool has {} at most.",
                        grouped(nodes.into()),
                        grouped(surge),
                        counted(all, "instance"),
                        grouped(POOL_INSTANCES)
                    );
                    found.say(message, "Spread them over more pools.", [sheet(format!("pool.nodes.{at}"))]);
                }
            }
        },
    ),
    error("windows-system-pool", SYSTEM_POOLS, "A system pool runs Linux.", |look, found| {
        for (at, name, pool) in look.pools() {
            if pool.os == Some(Os::Windows) && pool.mode == Some(Mode::System) {
                let message = format!("Pool {name} is a system pool with Windows; a system pool runs Linux.");
                let cure = "Make it a user pool, and have a Linux pool for the system.";
                found.say(message, cure, [sheet(format!("pool.mode.{at}"))]);
            }
        }
    }),
    error("no-system-pool", SYSTEM_POOLS, "A cluster has one system pool at least.", |look, found| {
        let pools = look.sheet.pools();
        if !pools.is_empty() && pools.iter().all(|pool| pool.mode == Some(Mode::User)) {
            let message = format!("{}, and none of them is a system pool.", counted(pools.len() as u64, "pool"));
            found.say(message, "Make a Linux pool the system pool.", [sheet("pool.mode.0")]);
        }
    }),
    error("windows-with-cilium", CILIUM, "The Cilium data plane runs on Linux alone.", |look, found| {
        if let (true, Some(at)) = (look.is("data-plane", &["cilium", "cilium-acns"]), look.windows()) {
            let message = "The design has Windows pools, and the Cilium data plane runs on Linux nodes alone.";
            let cure = "Take Azure’s standard data plane with Calico, or leave the Windows pools out.";
            found.say(message, cure, [wizard("data-plane"), at]);
        }
    }),
    error("windows-with-npm", POLICIES, "Azure NPM on Windows ended on 2026-09-30.", |look, found| {
        if let (true, Some(at)) = (look.is(POLICY, &["azure-npm"]), look.windows()) {
            let message = "Azure NPM on Windows ended on 2026-09-30, and the design has Windows pools.";
            found.say(message, "Take Calico, which filters on Windows as well.", [wizard(POLICY), at]);
        }
    }),
    error("windows-with-cilium-policies", POLICIES, "Cilium’s policies hold on Linux alone.", |look, found| {
        if let (true, Some(at)) = (look.is(POLICY, &["cilium"]), look.windows()) {
            let message = "The design has Windows pools, and Cilium’s policies hold on Linux nodes alone.";
            found.say(message, "Take Calico, or leave the Windows pools out.", [wizard(POLICY), at]);
        }
    }),
    error("windows-isolated", ISOLATED, "A network isolated cluster has no Windows pools.", |look, found| {
        if let (true, Some(at)) = (look.is(REGISTRY, &["cache-isolated"]), look.windows()) {
            let message = "A network isolated cluster has no Windows pools, and the design has some.";
            found.say(message, "Leave the Windows pools out, or give the cluster a way out.", [wizard(REGISTRY), at]);
        }
    }),
    warning("windows-over-110-pods", OVERLAY, "With Overlay a Windows node runs 110 pods at most.", |look, found| {
        if look.model != Some(Model::Overlay) {
            return;
        }
        for (at, name, pool) in look.pools().filter(|(_, _, pool)| pool.os == Some(Os::Windows)) {
            if let Some(pods) = pool.max_pods.filter(|pods| (111..=250).contains(pods)) {
                let message = format!("Pool {name}: {pods} pods on a Windows node; 110 is the recommended most.");
                found.say(message, "Write 110 or less.", [sheet(format!("pool.max_pods.{at}")), wizard(MODEL)]);
            }
        }
    }),
    warning("system-pool-of-one", SYSTEM_POOLS, "A system pool has two nodes at least.", |look, found| {
        for (at, name, pool) in look.pools().filter(|(_, _, pool)| pool.mode == Some(Mode::System)) {
            if let Some(nodes) = pool.nodes.filter(|nodes| *nodes < 2) {
                let message = format!("The system pool {name} reaches {}.", counted(nodes.into(), "node"));
                let cure = "Give a system pool two nodes at least, and three for production.";
                found.say(message, cure, [sheet(format!("pool.nodes.{at}"))]);
            }
        }
    }),
    note("windows-outbound-nat", NAT, "Windows pools do their own translation unless told not to.", |look, found| {
        let way = look.is(OUTBOUND, &["managed-nat-gateway", "managed-nat-gateway-v2", "user-nat-gateway"]);
        if let (true, Some(at)) = (way || look.is(OUTBOUND, &["user-defined-routing"]), look.windows()) {
            let message = "Windows nodes translate addresses themselves before the NAT gateway or the firewall does.";
            let cure = "For heavy traffic, make new Windows pools with --disable-windows-outbound-nat.";
            found.say(message, cure, [wizard(OUTBOUND), at]);
        }
    }),
    note(
        "static-blocks-waste",
        STATIC,
        "Static blocks come out even with 15, 31, 47 … pods per node.",
        |look, found| {
            if look.model != Some(Model::PodSubnetStatic) {
                return;
            }
            for (at, name, pool) in look.pools() {
                let Some(pods) = pool.max_pods.filter(|pods| (10..=250).contains(pods)) else { continue };
                let waste = static_waste(pods.into());
                if waste > 1 {
                    let blocks = static_blocks(pods.into());
                    let message = format!(
                        "Pool {name}: {pods} pods per node take {} of 16 addresses, of which {waste} stay unused on each node.",
                        counted(blocks, "block")
                    );
                    let even = blocks * 16 - 1;
                    let cure = format!("Take {} pods per node.", if even > 250 { even - 16 } else { even });
                    found.say(message, cure, [sheet(format!("pool.max_pods.{at}"))]);
                }
            }
        },
    ),
];
