//! How traffic comes in.

use super::look::{INGRESS, MESH, MODEL, sheet, wizard};
use super::pages::{AGC, AGC_ADDON, AGC_NETWORK, AGIC, APP_GATEWAY_API, APP_ROUTING, CNI, ISTIO_INGRESS, NGINX};
use super::{Rule, error, note, warning};
use crate::domain::aks::cluster::Model;

pub(super) const RULES: &[Rule] = &[
    error(
        "gateway-for-containers-on-kubenet",
        AGC_NETWORK,
        "Application Gateway for Containers needs Azure CNI.",
        |look, found| {
            if look.model == Some(Model::Kubenet) && look.is(INGRESS, &["agc"]) {
                let message = "Application Gateway for Containers does not work with kubenet.";
                found.say(message, "Take Overlay, or another way in.", [wizard(MODEL), wizard(INGRESS)]);
            }
        },
    ),
    error("istio-beside-app-routing", APP_GATEWAY_API, "One Istio control plane at a time.", |look, found| {
        if look.is(INGRESS, &["app-routing-gateway"]) && look.is(MESH, &["istio-addon"]) {
            let message = "Application routing with Gateway API and the Istio add-on each bring an Istio control plane, and AKS \
                           takes one at a time.";
            found.say(message, "Take the Istio add-on’s own gateway, or no mesh.", [wizard(INGRESS), wizard(MESH)]);
        }
    }),
    error("istio-gateway-without-addon", ISTIO_INGRESS, "The Istio gateway comes with the add-on.", |look, found| {
        let other = look.design.outcome(MESH).is_some_and(|id| id != "istio-addon");
        if look.is(INGRESS, &["istio-gateway"]) && other {
            let message = format!(
                "The Istio gateway comes with the Istio add-on, and the mesh decision came to {}.",
                look.title(MESH)
            );
            found.say(message, "Take the add-on, or another way in.", [wizard(INGRESS), wizard(MESH)]);
        }
    }),
    error(
        "fixed-address-with-gateway-for-containers",
        AGC,
        "Application Gateway for Containers has no fixed address.",
        |look, found| {
            if look.is(INGRESS, &["agc"]) && look.answered(INGRESS, "fixed-address", "yes") {
                let message =
                    "A fixed address is needed, and Application Gateway for Containers has a name without one.";
                found.say(message, "Take another way in, or let partners allow the name.", [wizard(INGRESS)]);
            }
        },
    ),
    warning(
        "managed-nginx-retiring",
        APP_ROUTING,
        "Application routing with NGINX ends in November 2026.",
        |look, found| {
            if look.is(INGRESS, &["app-routing-nginx"]) {
                let message =
                    "Application routing with NGINX gets security fixes through November 2026, and nothing after it.";
                found.say(
                    message,
                    "Move to application routing with Gateway API; both run side by side.",
                    [wizard(INGRESS)],
                );
            }
        },
    ),
    warning("own-nginx-retired", NGINX, "ingress-nginx was retired in March 2026.", |look, found| {
        if look.is(INGRESS, &["own-nginx"]) {
            let message = "The community’s ingress-nginx was retired in March 2026: no releases and no fixes, not even for \
                           vulnerabilities.";
            found.say(message, "Move to Gateway API, or to a controller with a vendor behind it.", [wizard(INGRESS)]);
        }
    }),
    warning(
        "application-gateway-routes-on-kubenet",
        CNI,
        "With kubenet the gateway’s subnet has AKS’ route table.",
        |look, found| {
            if look.model == Some(Model::Kubenet) && look.is(INGRESS, &["agic"]) {
                let message =
                    "With kubenet Application Gateway finds pods only when AKS’ route table is on its subnet too.";
                found.say(
                    message,
                    "Attach the route table to the gateway’s subnet, or take Overlay.",
                    [wizard(INGRESS), wizard(MODEL), sheet("frontend-subnet")],
                );
            }
        },
    ),
    warning(
        "gateway-for-containers-on-automatic",
        AGC_ADDON,
        "On AKS Automatic it comes by a preview add-on.",
        |look, found| {
            if let (true, Some(said)) = (look.is(INGRESS, &["agc"]), look.automatic()) {
                let message = "On AKS Automatic Application Gateway for Containers comes by the add-on, which asked for preview \
                           features in August 2026.";
                found.say(
                    message,
                    "See whether it has left preview, or take application routing.",
                    [wizard(INGRESS), wizard(said)],
                );
            }
        },
    ),
    note("application-gateway-move", AGIC, "Microsoft advises to leave the ingress controller.", |look, found| {
        if look.is(INGRESS, &["agic"]) {
            let message = "Microsoft advises to move from the Application Gateway ingress controller to Application Gateway for \
                           Containers; there is no date.";
            found.say(message, "Keep what runs, and plan new clusters with its successor.", [wizard(INGRESS)]);
        }
    }),
];
