//! IPv4 and IPv6.

use super::look::{DATA_PLANE, MODEL, OUTBOUND, POLICY, sheet, wizard};
use super::pages::{CILIUM, NAT_SKUS, OVERLAY_SETUP, POLICIES};
use super::{Rule, error, note, warning};
use crate::domain::aks::cluster::Model;
use crate::domain::aks::source::Source;

pub(super) const RULES: &[Rule] = &[
    error("dual-stack-needs-overlay", Source::DualStack.url(), "Both families need Overlay.", |look, found| {
        if let (Some(model), Some(at)) = (look.model, look.dual())
            && !matches!(model, Model::Overlay | Model::PodSubnetStatic)
        {
            let message = format!("Both families need Azure CNI Overlay; {} has IPv4 alone.", model.title());
            found.say(message, "Take Overlay, or IPv4 alone.", [wizard(MODEL), at]);
        }
    }),
    error("dual-stack-with-npm", OVERLAY_SETUP, "Azure NPM has no IPv6.", |look, found| {
        if let (true, Some(at)) = (look.is(POLICY, &["azure-npm"]), look.dual()) {
            let message = "Azure NPM filters IPv4 alone, and the cluster has both families.";
            found.say(message, "Take Cilium as the data plane and for policies.", [wizard(POLICY), at]);
        }
    }),
    error("dual-stack-with-calico", OVERLAY_SETUP, "Calico does not go with both families.", |look, found| {
        if let (true, Some(at)) = (look.is(POLICY, &["calico"]), look.dual()) {
            let message = "AKS has no Calico in a cluster with both families.";
            found.say(message, "Take Cilium as the data plane and for policies.", [wizard(POLICY), at]);
        }
    }),
    error("dual-stack-with-standard-nat", NAT_SKUS, "A Standard NAT gateway has IPv4 alone.", |look, found| {
        if let (true, Some(at)) = (look.is(OUTBOUND, &["managed-nat-gateway"]), look.dual()) {
            let message = "The managed NAT gateway is of the Standard SKU, which translates IPv4 alone.";
            let cure = "Take a load balancer, or a NAT gateway of the StandardV2 SKU.";
            found.say(message, cure, [wizard(OUTBOUND), at]);
        }
    }),
    error(
        "dual-stack-with-static-egress",
        Source::StaticEgress.url(),
        "The Static Egress Gateway does not go with both families.",
        |look, found| {
            if let (Some(said), Some(at)) = (look.said("egress-address", "workload"), look.dual()) {
                let message = "Single workloads are to leave by addresses of their own, and the Static Egress Gateway that \
                               does it has IPv4 alone.";
                found.say(message, "Take IPv4 alone, or one address for the whole cluster.", [at, wizard(said)]);
            }
        },
    ),
    error("dual-stack-cilium-version", CILIUM, "Both families with Cilium need Kubernetes 1.29.", |look, found| {
        let cilium = look.is(DATA_PLANE, &["cilium", "cilium-acns"]);
        if let (true, Some(at), Some(version)) = (cilium, look.dual(), look.version())
            && version < (1, 29)
        {
            let message = format!(
                "Both families with the Cilium data plane need Kubernetes 1.29; the sheet says {}.{}.",
                version.0, version.1
            );
            found.say(message, "Plan with a later version.", [sheet("kubernetes"), at, wizard(DATA_PLANE)]);
        }
    }),
    error("ipv6-services-too-large", OVERLAY_SETUP, "An IPv6 services range is a /108 or smaller.", |look, found| {
        if let Some(net) = look.sheet.prefix("service-range-ipv6").filter(|net| net.prefix_len() < 108) {
            let message = format!("The services range {net} is too large: for IPv6 a /108 is the most.");
            found.say(message, "Take a /108 or smaller.", [sheet("service-range-ipv6")]);
        }
    }),
    error("ipv6-ranges-without-family", OVERLAY_SETUP, "IPv6 ranges need both families.", |look, found| {
        if look.word("ip-families") != Some("ipv4") {
            return;
        }
        for field in ["pod-range-ipv6", "service-range-ipv6"] {
            if let Some(net) = look.sheet.prefix(field) {
                let message = format!("{net} is an IPv6 range, and the cluster has IPv4 alone.");
                found.say(message, "Leave it out, or take both families.", [sheet(field), sheet("ip-families")]);
            }
        }
    }),
    warning(
        "dual-stack-static-blocks",
        Source::ReleaseNotes.url(),
        "Pages differ on IPv6 with static blocks.",
        |look, found| {
            if let (Some(Model::PodSubnetStatic), Some(at)) = (look.model, look.dual()) {
                let message = "The dual-stack page asks for Overlay; the release notes of 2026-06-19 describe IPv6 with static \
                           blocks too.";
                found.say(message, "Try it before you build on it, or take Overlay.", [wizard(MODEL), at]);
            }
        },
    ),
    warning("dual-stack-own-nat-gateway", NAT_SKUS, "Only a StandardV2 NAT gateway has IPv6.", |look, found| {
        if let (true, Some(at)) = (look.is(OUTBOUND, &["user-nat-gateway"]), look.dual()) {
            let message =
                "The cluster has both families, and only a NAT gateway of the StandardV2 SKU translates IPv6.";
            found.say(message, "Make the gateway with StandardV2 and StandardV2 addresses.", [wizard(OUTBOUND), at]);
        }
    }),
    note("dual-stack-default-ranges", OVERLAY_SETUP, "Left out, IPv6 ranges are AKS’ own.", |look, found| {
        let Some(at) = look.dual() else { return };
        let defaults = [
            ("pod-range", "pod-range-ipv6", "fd12:3456:789a::/64"),
            ("service-range", "service-range-ipv6", "fd12:3456:789a:1::/108"),
        ];
        for (four, six, default) in defaults {
            if look.sheet.get(four).is_some() && look.sheet.get(six).is_none() {
                let message = format!(
                    "The cluster has both families, and no IPv6 range beside the IPv4 one: AKS takes {default}."
                );
                found.say(
                    message,
                    "Write both ranges; the lists go in the order of the families.",
                    [sheet(six), at.clone()],
                );
            }
        }
    }),
    note("npm-has-no-ipv6", POLICIES, "Azure NPM keeps a cluster from IPv6.", |look, found| {
        if look.is(POLICY, &["azure-npm"]) && look.dual().is_none() && look.word("ip-families").is_none() {
            let message = "Azure NPM has no IPv6, and nothing says yet whether the cluster will have both families.";
            found.say(message, "Say which address families the cluster has.", [sheet("ip-families"), wizard(POLICY)]);
        }
    }),
];
