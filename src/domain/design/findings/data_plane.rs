//! Data plane and policy engine.

use super::look::{DATA_PLANE, MESH, MODEL, POLICY, sheet, wizard};
use super::pages::{BYO_CNI, CILIUM, L7, POLICIES};
use super::{Rule, error, note, warning};
use crate::domain::aks::cluster::Model;
use crate::domain::aks::figures::{counted, grouped};

pub(super) const RULES: &[Rule] = &[
    error(
        "cilium-on-kubenet",
        "https://learn.microsoft.com/azure/aks/update-azure-cni",
        "The Cilium data plane needs Azure CNI.",
        |look, found| {
            if look.model == Some(Model::Kubenet) && look.is(DATA_PLANE, &["cilium", "cilium-acns"]) {
                let message =
                    "The Cilium data plane does not run on kubenet: an update goes to Overlay first, then to Cilium.";
                found.say(message, "Take Overlay.", [wizard(MODEL), wizard(DATA_PLANE)]);
            }
        },
    ),
    error("own-cni-brings-data-plane", BYO_CNI, "A CNI of your own brings its data plane.", |look, found| {
        let (own, plane) = (look.is(MODEL, &["byo-cni"]), look.design.outcome(DATA_PLANE));
        let wrong = plane.is_some_and(|id| (id == "own") != own) && look.design.outcome(MODEL).is_some();
        if wrong {
            let message = format!(
                "The network model is {} and the data plane {}: a CNI of your own brings its data plane, and AKS’ models take \
                 one of AKS.",
                look.title(MODEL),
                look.title(DATA_PLANE)
            );
            found.say(message, "Make one of the two decisions anew.", [wizard(DATA_PLANE), wizard(MODEL)]);
        }
    }),
    error("cilium-has-its-policies", CILIUM, "The Cilium data plane has its own policy engine.", |look, found| {
        if look.is(DATA_PLANE, &["cilium", "cilium-acns"]) && look.is(POLICY, &["azure-npm", "calico"]) {
            let message = format!(
                "The Cilium data plane enforces policies itself; {} does not go beside it.",
                look.title(POLICY)
            );
            found.say(
                message,
                "Take Cilium for policies, or Azure’s standard data plane.",
                [wizard(POLICY), wizard(DATA_PLANE)],
            );
        }
    }),
    error("cilium-policies-need-data-plane", CILIUM, "Cilium’s policies need its data plane.", |look, found| {
        if look.is(POLICY, &["cilium"]) && look.is(DATA_PLANE, &["azure"]) {
            let message =
                "Policies by Cilium need the Cilium data plane, and Azure’s standard data plane was decided on.";
            found.say(message, "Take the Cilium data plane, or Calico.", [wizard(DATA_PLANE), wizard(POLICY)]);
        }
    }),
    error("policies-on-kubenet", POLICIES, "kubenet goes with Calico alone.", |look, found| {
        if look.model == Some(Model::Kubenet) && look.is(POLICY, &["azure-npm", "cilium"]) {
            let message =
                format!("On kubenet Calico is the only policy engine; {} needs Azure CNI.", look.title(POLICY));
            found.say(message, "Take Calico, or better Overlay.", [wizard(POLICY), wizard(MODEL)]);
        }
    }),
    error("npm-over-250-nodes", POLICIES, "Azure NPM serves 250 nodes at most.", |look, found| {
        if let (true, Some(nodes)) = (look.is(POLICY, &["azure-npm"]), look.nodes_and_surge().filter(|n| *n > 250)) {
            let message = format!("Azure NPM serves 250 nodes; with surge there are {}.", grouped(nodes));
            found.say(message, "Take Cilium.", [wizard(POLICY), sheet("pool.nodes.0")]);
        }
    }),
    error("npm-over-20000-pods", POLICIES, "Azure NPM serves 20,000 pods at most.", |look, found| {
        if let (true, Some(pods)) = (look.is(POLICY, &["azure-npm"]), look.pods().filter(|n| *n > 20_000)) {
            let message = format!("Azure NPM serves 20,000 pods; nodes times pods per node is {}.", grouped(pods));
            found.say(message, "Take Cilium.", [wizard(POLICY), sheet("pool.max_pods.0")]);
        }
    }),
    error(
        "wireguard-needs-cilium-acns",
        CILIUM,
        "Encryption by WireGuard is part of Cilium with ACNS.",
        |look, found| {
            let plane = look.design.outcome(DATA_PLANE);
            if look.is(MESH, &["wireguard"]) && plane.is_some_and(|id| id != "cilium-acns") {
                let message = format!(
                    "Encryption between nodes by WireGuard comes with Cilium and Advanced Container Networking Services; the data \
                 plane is {}.",
                    look.title(DATA_PLANE)
                );
                found.say(
                    message,
                    "Take Cilium with Advanced Container Networking Services.",
                    [wizard(DATA_PLANE), wizard(MESH)],
                );
            }
        },
    ),
    warning("npm-retiring", POLICIES, "Azure NPM on Linux ends on 2028-09-30.", |look, found| {
        if look.is(POLICY, &["azure-npm"]) {
            let message = "Azure NPM ended on Windows on 2026-09-30 and ends on Linux on 2028-09-30.";
            found.say(
                message,
                "Take Cilium for a new cluster, and plan the move of an existing one.",
                [wizard(POLICY)],
            );
        }
    }),
    warning("l7-policies-over-1000-nodes", L7, "HTTP policies serve 1,000 nodes and 40,000 pods.", |look, found| {
        let asked = look.answered(DATA_PLANE, "rules", "http") || look.answered(POLICY, "rules", "http");
        let (nodes, pods) = (look.nodes_and_surge().unwrap_or(0), look.pods().unwrap_or(0));
        if asked && (nodes > 1_000 || pods > 40_000) {
            let message = format!(
                "Policies on HTTP are given for 1,000 nodes and 40,000 pods; the sheet comes to {} and {}.",
                counted(nodes, "node"),
                counted(pods, "pod")
            );
            found.say(
                message,
                "Filter by address and name, or spread over more clusters.",
                [wizard(DATA_PLANE), sheet("pool.nodes.0")],
            );
        }
    }),
    warning("l7-policies-with-istio", L7, "Cilium’s HTTP policies do not go with Istio’s.", |look, found| {
        let asked = look.answered(DATA_PLANE, "rules", "http") || look.answered(POLICY, "rules", "http");
        if asked && look.is(MESH, &["istio-addon"]) {
            let message = "Cilium and Istio would both look into HTTP; their rules for it do not go together.";
            found.say(message, "Leave the rules on HTTP to one of the two.", [wizard(MESH), wizard(DATA_PLANE)]);
        }
    }),
    note("no-policy-engine", POLICIES, "Without an engine, network policies do nothing.", |look, found| {
        let built_in = look.is(DATA_PLANE, &["cilium", "cilium-acns"]);
        if look.is(POLICY, &["none"]) && !built_in && !look.is(DATA_PLANE, &["own"]) {
            let message = "Without a policy engine, NetworkPolicy objects are taken and do nothing: every pod reaches every \
                           other.";
            found.say(
                message,
                "Decide on Cilium when the cluster is made; later all pools are reimaged.",
                [wizard(POLICY)],
            );
        }
    }),
];
