//! The way out.

use super::look::{CONTROL, INGRESS, OUTBOUND, sheet, wizard};
use super::pages::{AUTOMATIC, DEFAULT_ACCESS, FIREWALL, NAT, NAT_SKUS, OUTBOUND_TYPES, UDR};
use super::{Rule, error, note, warning};

/// Regions without a NAT gateway of the `StandardV2` SKU.
const NO_V2: [&str; 6] =
    ["canadaeast", "indonesiacentral", "israelnorthwest", "qatarcentral", "swedensouth", "westindia"];
/// Ways in that stand behind a load balancer.
const BEHIND_LOAD_BALANCER: &[&str] =
    &["load-balancer-service", "app-routing-gateway", "istio-gateway", "app-routing-nginx", "own-nginx"];

pub(super) const RULES: &[Rule] = &[
    error("outbound-needs-managed-network", OUTBOUND_TYPES, "Some ways out need a network of AKS.", |look, found| {
        let managed = look.is(OUTBOUND, &["managed-nat-gateway", "managed-nat-gateway-v2", "block"]);
        if let (true, Some(("you", at))) = (managed, look.owner()) {
            let message = format!("{} needs a network that AKS makes, and you bring yours.", look.title(OUTBOUND));
            found.say(
                message,
                "Attach a NAT gateway of your own, or let AKS make the network.",
                [wizard(OUTBOUND), at],
            );
        }
    }),
    error("outbound-needs-own-network", OUTBOUND_TYPES, "Some ways out need a network of your own.", |look, found| {
        let own = look.is(OUTBOUND, &["user-nat-gateway", "user-defined-routing"]);
        if let (true, Some(("aks", at))) = (own, look.owner()) {
            let message = format!("{} needs a network of your own, and AKS is to make it.", look.title(OUTBOUND));
            found.say(
                message,
                "Bring the network, or take a load balancer or a managed NAT gateway.",
                [wizard(OUTBOUND), at],
            );
        }
    }),
    error("nat-v2-not-in-region", NAT_SKUS, "Six regions have no StandardV2 NAT gateway.", |look, found| {
        let region = look.sheet.get("region").filter(|region| NO_V2.contains(region));
        if let (true, Some(region)) = (look.is(OUTBOUND, &["managed-nat-gateway-v2"]), region) {
            let message = format!("The region {region} has no NAT gateway of the StandardV2 SKU.");
            found.say(message, "Take another way out, or another region.", [wizard(OUTBOUND), sheet("region")]);
        }
    }),
    error("automatic-needs-way-out", AUTOMATIC, "AKS Automatic goes out by one of four ways.", |look, found| {
        if let (true, Some(said)) = (look.is(OUTBOUND, &["none", "block"]), look.automatic()) {
            let message = format!(
                "AKS Automatic has a NAT gateway, a load balancer or routes of yours; not {}.",
                look.title(OUTBOUND)
            );
            found.say(message, "Take one of these, or a Standard cluster.", [wizard(OUTBOUND), wizard(said)]);
        }
    }),
    warning(
        "routes-without-route-table",
        UDR,
        "Routes of your own need a route table with a next hop.",
        |look, found| {
            if !look.is(OUTBOUND, &["user-defined-routing"]) || look.sheet.is_empty() {
                return;
            }
            let missing = [("route-table", "no route table"), ("next-hop", "no address of the firewall")];
            let (fields, words): (Vec<&str>, Vec<&str>) =
                missing.into_iter().filter(|(field, _)| look.sheet.get(field).is_none()).unzip();
            if !fields.is_empty() {
                let message = format!(
                    "AKS takes userDefinedRouting only when the node subnet has a route for 0.0.0.0/0 to an appliance; the sheet has \
                 {}.",
                    words.join(" and ")
                );
                let cure = "Make the route table with that route before the cluster, and name both.";
                let about: Vec<_> = fields.into_iter().map(sheet).chain([wizard(OUTBOUND)]).collect();
                found.say(message, cure, about);
            }
        },
    ),
    warning(
        "nat-gateway-not-zone-redundant",
        NAT_SKUS,
        "A Standard NAT gateway stands in one zone or none.",
        |look, found| {
            let zones = look.word("zones") == Some("yes");
            if zones && look.is(OUTBOUND, &["managed-nat-gateway"]) {
                let message =
                    "Nodes are spread over zones, and the managed Standard NAT gateway stands in one zone or in none.";
                let cure = "Take a StandardV2 NAT gateway, a load balancer, or live with the loss of a zone.";
                found.say(message, cure, [wizard(OUTBOUND), sheet("zones")]);
            }
        },
    ),
    warning("nat-v2-preview", NAT, "The managed StandardV2 NAT gateway is a preview.", |look, found| {
        if look.is(OUTBOUND, &["managed-nat-gateway-v2"]) {
            let message = "The managed NAT gateway V2 was a preview in August 2026, with no support for production.";
            found.say(
                message,
                "See whether it has left preview, or attach a StandardV2 gateway of your own.",
                [wizard(OUTBOUND)],
            );
        }
    }),
    warning("block-preview", OUTBOUND_TYPES, "The outbound type block is a preview.", |look, found| {
        if look.is(OUTBOUND, &["block"]) {
            let message = "The outbound type block was a preview in August 2026.";
            found.say(message, "Take none, with rules of your own that deny the internet.", [wizard(OUTBOUND)]);
        }
    }),
    warning("preview-not-accepted", OUTBOUND_TYPES, "A preview was ruled out.", |look, found| {
        let preview = look.is(OUTBOUND, &["managed-nat-gateway-v2", "block"]);
        if let (true, Some(said)) = (preview, look.said("preview", "no")) {
            let message = format!("Previews are not accepted, and {} is one.", look.title(OUTBOUND));
            found.say(message, "Take another way out, or accept the preview.", [wizard(OUTBOUND), wizard(said)]);
        }
    }),
    warning("firewall-answers-go-astray", FIREWALL, "Answers go out by the firewall.", |look, found| {
        let behind = look.is(INGRESS, BEHIND_LOAD_BALANCER);
        let direct =
            look.answered(INGRESS, "reached-from", "internet") || look.answered(INGRESS, "reached-from", "both");
        if look.is(OUTBOUND, &["user-defined-routing"]) && behind && direct {
            let message =
                "Traffic comes in by a public load balancer, and the answers go out by the firewall, which drops them.";
            let cure = "Publish by the firewall (DNAT) to an internal load balancer.";
            found.say(message, cure, [wizard(INGRESS), wizard(OUTBOUND)]);
        }
    }),
    note("way-out-not-authorized", FIREWALL, "The cluster’s own way out is an authorized range.", |look, found| {
        if look.is(CONTROL, &["public-ranges"]) && look.is(OUTBOUND, &["user-defined-routing"]) {
            let named = look.sheet.get("authorized-ranges").is_some();
            let message = if named {
                "Nodes reach the public API server by the firewall: its public address has to be among the authorized ranges."
            } else {
                "Nodes reach the public API server by the firewall, and no authorized range is written."
            };
            let cure = "Write the firewall’s public address to the authorized ranges, or take VNet Integration.";
            found.say(message, cure, [sheet("authorized-ranges"), wizard(CONTROL), wizard(OUTBOUND)]);
        }
    }),
    note("way-out-not-decided", DEFAULT_ACCESS, "New networks have no default way out.", |look, found| {
        let owner = look.owner();
        if let (None, Some(("you", at))) = (look.design.outcome(OUTBOUND), owner) {
            let message = "You bring the network, and the way out is not decided: subnets made with API versions after \
                           2026-03-31 have none by default.";
            found.say(message, "Decide on the way out.", [wizard(OUTBOUND), at]);
        }
    }),
];
