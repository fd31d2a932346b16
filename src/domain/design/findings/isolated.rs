//! Clusters without any way out.

use super::look::{CONTROL, MODEL, OUTBOUND, REGISTRY, sheet, wizard};
use super::pages::{ISOLATED, ISOLATED_SETUP};
use super::{Rule, error, warning};
use crate::domain::aks::cluster::Model;

const CACHE: &[&str] = &["cache-isolated"];

pub(super) const RULES: &[Rule] = &[
    error("isolated-with-way-out", ISOLATED, "A network isolated cluster has no way out.", |look, found| {
        let out = look.design.outcome(OUTBOUND).is_some_and(|id| !matches!(id, "none" | "block"));
        if look.is(REGISTRY, CACHE) && out {
            let message = format!(
                "The registry decision is for a cluster without a way out, and the way out is {}.",
                look.title(OUTBOUND)
            );
            found.say(
                message,
                "Take the outbound type none, or another registry.",
                [wizard(OUTBOUND), wizard(REGISTRY)],
            );
        }
    }),
    error("isolated-with-public-server", ISOLATED, "A network isolated cluster is private.", |look, found| {
        if look.is(REGISTRY, CACHE) && look.design.outcome(CONTROL).is_some() && !look.private() {
            let message = format!(
                "A network isolated cluster has a private API server, and this one is {}.",
                look.title(CONTROL)
            );
            found.say(
                message,
                "Take Private Link or VNet Integration without a public address.",
                [wizard(CONTROL), wizard(REGISTRY)],
            );
        }
    }),
    error("isolated-kubenet", ISOLATED, "kubenet cannot be network isolated.", |look, found| {
        if look.is(REGISTRY, CACHE) && look.model == Some(Model::Kubenet) {
            let message = "A network isolated cluster does not go with kubenet.";
            found.say(message, "Take Overlay.", [wizard(MODEL), wizard(REGISTRY)]);
        }
    }),
    error("isolated-version", ISOLATED_SETUP, "A network isolated cluster needs Kubernetes 1.30.", |look, found| {
        if let (true, Some(version)) = (look.is(REGISTRY, CACHE), look.version().filter(|version| *version < (1, 30))) {
            let message = format!(
                "A network isolated cluster needs Kubernetes 1.30; the sheet says {}.{}.",
                version.0, version.1
            );
            found.say(message, "Plan with a later version.", [sheet("kubernetes"), wizard(REGISTRY)]);
        }
    }),
    warning("no-way-out-without-cache", ISOLATED, "Without a way out, images come from a cache.", |look, found| {
        let other = look.design.outcome(REGISTRY).is_some_and(|id| id != "cache-isolated");
        if look.is(OUTBOUND, &["none", "block"]) && other {
            let message = format!(
                "Nodes have no way out and load AKS’ own images from the internet; the registry decision is {}.",
                look.title(REGISTRY)
            );
            found.say(
                message,
                "Take the registry cache of a network isolated cluster.",
                [wizard(REGISTRY), wizard(OUTBOUND)],
            );
        }
    }),
];
