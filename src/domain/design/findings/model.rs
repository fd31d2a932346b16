//! The network model by itself, and against the sheet.

use super::look::{DATA_PLANE, MODEL, OUTBOUND, sheet, wizard};
use super::pages::{AUTOMATIC, BYO_CNI, CNI, DYNAMIC, KUBENET, OVERLAY, STATIC};
use super::{Rule, error, note, warning};
use crate::domain::aks::cluster::Model;
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::aks::source::Source;

/// The most pods of an Overlay cluster that Microsoft has tested.
const OVERLAY_PODS: u64 = 200_000;
/// The longest names that go with Overlay.
const OVERLAY_NAME: usize = 63;

pub(super) const RULES: &[Rule] = &[
    error("windows-with-kubenet", KUBENET, "kubenet has no Windows pools.", |look, found| {
        if let (Some(Model::Kubenet), Some(at)) = (look.model, look.windows()) {
            let message = "The design has Windows pools, and kubenet runs Linux alone.";
            found.say(message, "Take Azure CNI Overlay, or leave the Windows pools out.", [wizard(MODEL), at]);
        }
    }),
    error("kubenet-over-400-nodes", KUBENET, "A kubenet cluster has 400 nodes at most.", |look, found| {
        if let (Some(Model::Kubenet), Some(nodes)) = (look.model, look.nodes_and_surge())
            && nodes > 400
        {
            let message = format!(
                "{} with surge: kubenet needs a route for each node, and a route table holds 400.",
                counted(nodes, "node")
            );
            found.say(
                message,
                "Take Azure CNI Overlay, which goes to 5,000 nodes.",
                [wizard(MODEL), sheet("pool.nodes.0")],
            );
        }
    }),
    error("more-than-5000-nodes", Source::LargeClusters.url(), "A cluster has 5,000 nodes at most.", |look, found| {
        if let Some(nodes) = look.nodes_and_surge().filter(|nodes| *nodes > 5_000)
            && look.model != Some(Model::Kubenet)
        {
            let message = format!("{} with surge are more than the 5,000 of a cluster.", counted(nodes, "node"));
            found.say(message, "Spread the pools over more clusters, or plan fewer nodes.", [sheet("pool.nodes.0")]);
        }
    }),
    error(
        "pod-subnet-needs-own-network",
        DYNAMIC,
        "Pod Subnet needs a network of your own with two subnets.",
        |look, found| {
            if let (true, Some(("aks", at))) = (look.model.is_some_and(Model::has_pod_subnet), look.owner()) {
                let message =
                    "Pod Subnet takes a node subnet and a pod subnet by their ids, and AKS is to make the network.";
                found.say(message, "Bring the network yourself, or take Overlay.", [at, wizard(MODEL)]);
            }
        },
    ),
    error(
        "names-too-long-for-overlay",
        OVERLAY,
        "With Overlay, resource group, network and subnets have names of 63 characters at most.",
        |look, found| {
            if look.model != Some(Model::Overlay) {
                return;
            }
            for field in ["resource-group", "vnet", "node-subnet"] {
                let count = look.sheet.get(field).map_or(0, |name| name.chars().count());
                if count > OVERLAY_NAME {
                    let message = format!("This name has {count} characters; Overlay takes {OVERLAY_NAME} at most.");
                    found.say(message, "Give it a shorter name.", [sheet(field), wizard(MODEL)]);
                }
            }
        },
    ),
    error("static-blocks-version", STATIC, "Static blocks need Kubernetes 1.28 or later.", |look, found| {
        if let (Some(Model::PodSubnetStatic), Some(version)) = (look.model, look.version())
            && version < (1, 28)
        {
            let message = format!("Static blocks need Kubernetes 1.28; the sheet says {}.{}.", version.0, version.1);
            found.say(message, "Plan with a later version.", [sheet("kubernetes"), wizard(MODEL)]);
        }
    }),
    error(
        "automatic-needs-overlay",
        AUTOMATIC,
        "AKS Automatic has Overlay with the Cilium data plane.",
        |look, found| {
            let Some(said) = look.automatic() else { return };
            let model = look.design.outcome(MODEL).is_some_and(|id| id != "overlay");
            let plane = look.design.outcome(DATA_PLANE).is_some_and(|id| !id.starts_with("cilium"));
            for id in [(MODEL, model), (DATA_PLANE, plane)].into_iter().filter(|(_, wrong)| *wrong).map(|(id, _)| id) {
                let message = format!(
                    "AKS Automatic comes with Overlay and Cilium, and this decision came to {}.",
                    look.title(id)
                );
                found.say(message, "Take Overlay and Cilium, or a Standard cluster.", [wizard(id), wizard(said)]);
            }
        },
    ),
    error("automatic-has-no-windows", AUTOMATIC, "AKS Automatic has no Windows nodes.", |look, found| {
        if let (Some(said), Some(at)) = (look.automatic(), look.windows()) {
            let message = "AKS Automatic runs Linux nodes alone, and the design has Windows pools.";
            found.say(message, "Take a Standard cluster, or leave the Windows pools out.", [wizard(said), at]);
        }
    }),
    error(
        "static-egress-with-pod-subnet",
        Source::StaticEgress.url(),
        "The Static Egress Gateway does not work with Pod Subnet.",
        |look, found| {
            let asked = look.said("egress-address", "workload");
            if let (true, Some(said)) = (look.model.is_some_and(Model::has_pod_subnet), asked) {
                let message = "Single workloads are to leave by addresses of their own, and the Static Egress Gateway that \
                               does it does not work with Pod Subnet.";
                let cure = "Take Overlay, or give a pool its own pod subnet with its own NAT gateway.";
                found.say(message, cure, [wizard(MODEL), wizard(said)]);
            }
        },
    ),
    warning(
        "kubenet-retiring",
        Source::KubenetRetirement.url(),
        "Support for kubenet ends on 2028-03-31.",
        |look, found| {
            if look.model == Some(Model::Kubenet) {
                let message = "Support for kubenet ends on 2028-03-31.";
                let cure = "Start no new cluster on it; an existing one moves to Azure CNI Overlay in place.";
                found.say(message, cure, [wizard(MODEL)]);
            }
        },
    ),
    warning(
        "kubenet-needs-identity",
        KUBENET,
        "kubenet with a route table of your own needs a user-assigned identity.",
        |look, found| {
            let own = look.sheet.get("route-table").is_some();
            if look.model == Some(Model::Kubenet) && own && look.sheet.get("identity").is_none() {
                let message = "kubenet with a route table of your own needs a user-assigned identity, and the sheet names \
                               none.";
                found.say(
                    message,
                    "Make the identity before the cluster, and name it.",
                    [sheet("identity"), wizard(MODEL)],
                );
            }
        },
    ),
    warning(
        "overlay-over-200000-pods",
        Source::LargeClusters.url(),
        "An Overlay cluster is tested with 200,000 pods.",
        |look, found| {
            if let (Some(Model::Overlay), Some(pods)) = (look.model, look.pods())
                && pods > OVERLAY_PODS
            {
                let message = format!(
                    "Nodes times pods per node is {}; Overlay is tested with {}, whatever the two limits are alone.",
                    counted(pods, "pod"),
                    grouped(OVERLAY_PODS)
                );
                let cure = "Plan with fewer pods per node, with more clusters, or with static blocks.";
                found.say(message, cure, [sheet("pool.max_pods.0"), wizard(MODEL)]);
            }
        },
    ),
    warning(
        "pod-subnet-wants-nat-gateway-too",
        Source::ReleaseNotes.url(),
        "With a NAT gateway of your own, the pod subnet has it as well as the node subnet.",
        |look, found| {
            if look.model.is_some_and(Model::has_pod_subnet) && look.is(OUTBOUND, &["user-nat-gateway"]) {
                let message = "AKS checks that the NAT gateway is attached to the pod subnet too, not to the node subnet \
                               alone.";
                found.say(
                    message,
                    "Attach the NAT gateway to both subnets before the cluster is made.",
                    [wizard(OUTBOUND), sheet("nat-gateway")],
                );
            }
        },
    ),
    note("node-subnet-legacy", CNI, "Node Subnet is a legacy option.", |look, found| {
        if look.model == Some(Model::NodeSubnet) {
            let message = "Node Subnet is a legacy option: every node takes the addresses of all its pods in advance.";
            found.say(message, "Look at Overlay, or at a pod subnet where pods must be reached.", [wizard(MODEL)]);
        }
    }),
    note("own-cni-support", BYO_CNI, "Microsoft does not support a CNI that you bring.", |look, found| {
        if look.is(MODEL, &["byo-cni"]) {
            let message = "Microsoft does not support a CNI of your own: most faults between pods are the vendor’s.";
            found.say(message, "Make sure of the vendor’s support before you build on it.", [wizard(MODEL)]);
        }
    }),
];
