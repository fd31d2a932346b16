//! The API server, its names and the ways to it.

use super::look::{CONTROL, DNS, Look, MODEL, WAY_IN, sheet, wizard};
use super::pages::{AUTHORIZED, CONNECT, INTEGRATION, INVOKE, PRIVATE};
use super::{About, Rule, error, note, warning};
use crate::domain::aks::cluster::Model;
use crate::domain::aks::figures::grouped;

const INTEGRATED: &[&str] = &["vnet-integration-public", "vnet-integration-private"];
const PUBLIC: &[&str] = &["public", "public-ranges", "vnet-integration-public"];

/// Whether an input of a kept plan says this, as `zone=none`.
fn says(query: &str, input: &str) -> bool {
    query.split('&').any(|pair| pair == input)
}

/// Where it says that there is neither a zone nor a public name.
fn nameless(look: &Look) -> Vec<Vec<About>> {
    let mut found = Vec::new();
    if look.is(DNS, &["none"]) && look.answered(DNS, "public-name", "no") {
        found.push(vec![wizard(DNS)]);
    }
    for (at, plan) in look.design.plans.iter().enumerate().filter(|(_, plan)| plan.tool == "private-dns") {
        if says(&plan.query, "zone=none") && says(&plan.query, "public_name=remove") {
            found.push(vec![About::Plan(at), wizard(DNS)]);
        }
    }
    found
}

pub(super) const RULES: &[Rule] = &[
    error("no-zone-and-no-public-name", PRIVATE, "Without a zone the public name stays.", |look, found| {
        for about in nameless(look) {
            let message = "Without a private zone and without the public name nothing resolves the API server’s name.";
            found.say(message, "Keep the public name, or take a zone.", about);
        }
    }),
    error(
        "authorized-ranges-on-private",
        AUTHORIZED,
        "Authorized ranges go with a public API server.",
        |look, found| {
            let count = look.sheet.prefixes("authorized-ranges").len();
            if look.private() && count > 0 {
                let message = format!(
                    "The API server is private ({}), and authorized ranges are for public ones.",
                    look.title(CONTROL)
                );
                found.say(message, "Leave the authorized ranges out.", [sheet("authorized-ranges"), wizard(CONTROL)]);
            }
        },
    ),
    error("too-many-authorized-ranges", AUTHORIZED, "An API server takes 200 authorized ranges.", |look, found| {
        let count = look.sheet.prefixes("authorized-ranges").len() as u64;
        if look.is(CONTROL, &["public", "public-ranges"]) && count > 200 {
            let message = format!("{} authorized ranges; without VNet Integration 200 is the most.", grouped(count));
            let cure = "Join ranges, or take VNet Integration, which has 2,000.";
            found.say(message, cure, [sheet("authorized-ranges"), wizard(CONTROL)]);
        }
    }),
    error("integration-not-in-region", INTEGRATION, "qatarcentral has no VNet Integration.", |look, found| {
        if look.is(CONTROL, INTEGRATED) && look.sheet.get("region") == Some("qatarcentral") {
            let message = "API Server VNet Integration is in every public region but qatarcentral.";
            found.say(message, "Take Private Link, or another region.", [wizard(CONTROL), sheet("region")]);
        }
    }),
    error("private-dns-for-public-server", PRIVATE, "A private zone goes with a private API server.", |look, found| {
        if look.is(CONTROL, PUBLIC) && look.is(DNS, &["system", "custom-zone", "none"]) {
            let message = format!(
                "The API server is public ({}), and the private DNS decision came to {}.",
                look.title(CONTROL),
                look.title(DNS)
            );
            found.say(message, "Take no private DNS, or a private API server.", [wizard(DNS), wizard(CONTROL)]);
        }
    }),
    error(
        "private-server-without-dns",
        PRIVATE,
        "A private API server needs a decision on its name.",
        |look, found| {
            if look.private() && look.is(DNS, &["not-needed"]) {
                let message = "The API server is private, and the private DNS decision says that none is needed.";
                found.say(message, "Decide on system, a zone of your own, or none.", [wizard(DNS), wizard(CONTROL)]);
            }
        },
    ),
    error("public-way-to-private-server", PRIVATE, "A private API server has no public endpoint.", |look, found| {
        if look.private() && look.is(WAY_IN, &["public-endpoint"]) {
            let message = "The API server is private, and administrators are to come by its public endpoint.";
            found.say(
                message,
                "Decide on another way in, or on a public API server.",
                [wizard(WAY_IN), wizard(CONTROL)],
            );
        }
    }),
    error("bastion-with-automatic", CONNECT, "Bastion does not go with AKS Automatic.", |look, found| {
        if let (true, Some(said)) = (look.is(WAY_IN, &["bastion"]), look.automatic()) {
            let message = "The Bastion tunnel does not work with AKS Automatic, whose node resource group is locked.";
            found.say(message, "Take a peered network, or a VPN.", [wizard(WAY_IN), wizard(said)]);
        }
    }),
    warning("integration-without-subnet", INTEGRATION, "VNet Integration needs a delegated /28.", |look, found| {
        let yours = look.owner().is_some_and(|(word, _)| word == "you") || look.sheet.get("vnet-range").is_some();
        if look.is(CONTROL, INTEGRATED) && yours && look.sheet.get("api-server-range").is_none() {
            let message = "VNet Integration in a network of your own needs a delegated /28, and the sheet has none.";
            let cure = "Keep a /28 that is delegated to Microsoft.ContainerService/managedClusters.";
            found.say(message, cure, [sheet("api-server-range"), wizard(CONTROL)]);
        }
    }),
    warning("authorized-ranges-missing", AUTHORIZED, "Authorized ranges have to be named.", |look, found| {
        let empty = look.sheet.get("authorized-ranges").is_none();
        if look.is(CONTROL, &["public-ranges"]) && empty && !look.sheet.is_empty() {
            let message = "The API server is to be open to authorized ranges alone, and the sheet names none.";
            found.say(
                message,
                "Write the ranges, the cluster’s own way out among them.",
                [sheet("authorized-ranges"), wizard(CONTROL)],
            );
        }
    }),
    warning(
        "custom-zone-needs-identity",
        PRIVATE,
        "A zone of your own needs a user-assigned identity.",
        |look, found| {
            let none = look.sheet.get("identity").is_none() && !look.sheet.is_empty();
            if look.is(DNS, &["custom-zone"]) && none {
                let message = "A zone of your own needs a user-assigned identity with Private DNS Zone Contributor on it and Network \
                           Contributor on the network; the sheet names none.";
                found.say(
                    message,
                    "Make the identity before the cluster, and name it.",
                    [sheet("identity"), wizard(DNS)],
                );
            }
        },
    ),
    warning("own-dns-with-system-zone", PRIVATE, "The zone is linked to the nodes’ network alone.", |look, found| {
        if look.private() && look.is(DNS, &["system"]) && look.sheet.get("dns-servers").is_some() {
            let message = "The network asks DNS servers of your own, and AKS links its zone to the nodes’ network alone: nodes \
                           would not find the API server.";
            let cure = "Link the zone to the servers’ network, or forward it to 168.63.129.16 there; or take a zone of your own.";
            found.say(message, cure, [wizard(DNS), sheet("dns-servers")]);
        }
    }),
    warning(
        "private-kubenet-own-routes-and-dns",
        PRIVATE,
        "Own routes, own DNS, kubenet and a private API server fail.",
        |look, found| {
            let own = look.sheet.get("route-table").is_some() && look.sheet.get("dns-servers").is_some();
            if look.private() && look.model == Some(Model::Kubenet) && own {
                let message = "kubenet with a route table and DNS servers of your own: the making of a private cluster fails until \
                           the node resource group’s route table is on the subnet.";
                found.say(message, "Take Overlay, or let Azure’s DNS answer.", [wizard(MODEL), sheet("dns-servers")]);
            }
        },
    ),
    warning("run-command-in-pipelines", INVOKE, "The run command is not for pipelines.", |look, found| {
        let pipelines = look.answered(WAY_IN, "pipelines", "own") || look.answered(WAY_IN, "pipelines", "hosted");
        if look.is(WAY_IN, &["command-invoke"]) && pipelines {
            let message = "az aks command invoke is not meant for automation: it waits 60 seconds at most for its pod and shows \
                           512 kB.";
            found.say(message, "Give pipelines agents in a connected network.", [wizard(WAY_IN)]);
        }
    }),
    note("bastion-tunnel-preview", CONNECT, "The Bastion tunnel is called a preview.", |look, found| {
        if look.is(WAY_IN, &["bastion"]) {
            let message = "AKS’ page of 2026-08 calls the tunnel through Bastion a preview; it needs the Standard or Premium SKU.";
            found.say(message, "See whether it has left preview, and have a second way.", [wizard(WAY_IN)]);
        }
    }),
    note("private-endpoint-and-stop", CONNECT, "Stopping a cluster ends its private endpoints.", |look, found| {
        if look.is(WAY_IN, &["private-endpoint"]) {
            let message = "Stopping and starting the cluster makes its Private Link service anew: endpoints of other networks are \
                           dead then.";
            found.say(message, "Keep endpoint and record in a script that can run again.", [wizard(WAY_IN)]);
        }
    }),
    note("vpn-without-ranges", CONNECT, "On-premises is compared by its ranges.", |look, found| {
        let none = look.sheet.get("on-premises").is_none() && look.sheet.get("vnet-range").is_some();
        if look.is(WAY_IN, &["vpn-expressroute"]) && none {
            let message =
                "Administrators come from on-premises, and none of its ranges is written: overlaps were not looked at.";
            found.say(message, "Write the on-premises ranges.", [sheet("on-premises"), wizard(WAY_IN)]);
        }
    }),
];
