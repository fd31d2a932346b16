//! The worked cases of the facts about AKS, each by its name, through the API.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Program, holds};

mod outside;

/// A case: its name, the operation, the body, what the answer holds, and a finding that it has; `!` before a code means
/// that the answer must not have it.
type Case = (&'static str, &'static str, Value, Value, &'static str);

/// The one with the fields of the other.
fn with(mut body: Value, more: Value) -> Value {
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    body
}

/// A plan of one pool, with more fields.
fn plan(model: &str, nodes: u32, max_pods: u32, surge: Value, more: Value) -> Value {
    let mut pool = json!({"name": "system", "nodes": nodes, "max_pods": max_pods});
    pool["surge"] = surge;
    let mut body = json!({"model": model});
    body["pools"] = Value::Array(vec![pool]);
    with(body, more)
}

fn small(more: Value) -> Value {
    plan("overlay", 3, 30, json!(1), more)
}

fn needs(addresses: u32, prefix: u8) -> Value {
    json!({"fits": true, "node_subnet": {"needed": addresses, "smallest_prefix": prefix}, "pod_range": null})
}

fn pods(needed: u32, prefix: u8) -> Value {
    json!({"pod_range": {"needed": needed, "smallest_prefix": prefix}})
}

fn limits(nodes: u32, pods: u32, bound_by: &str) -> Value {
    json!({"fits": true, "limits": {"nodes": nodes, "pods": pods, "bound_by": bound_by}})
}

fn running(nodes: u32, pods: u32) -> Value {
    json!({"fits": true, "limits": {"running_nodes": nodes, "running_pods": pods}})
}

fn fits(yes: bool) -> Value {
    json!({"fits": yes})
}

fn network_cases() -> Vec<Case> {
    let flat = |nodes, max_pods, surge| plan("node-subnet", nodes, max_pods, surge, json!({}));
    let in_subnet = |model, nodes, max_pods, surge: u32, subnet: &str| {
        plan(model, nodes, max_pods, json!(surge), json!({"node_subnet": subnet}))
    };
    let kubenet =
        |subnet: &str| plan("kubenet", 20, 110, json!(1), json!({"node_subnet": subnet, "pod_cidr": "10.244.0.0/16"}));
    let overlay = |nodes, pod_cidr: &str| plan("overlay", nodes, 250, json!("10%"), json!({"pod_cidr": pod_cidr}));
    let expand = |from: &str, to: &str| json!({"from": from, "to": to});
    vec![
        ("IP-01", "aks-plan", flat(50, 30, json!(1)), needs(1_581, 21), ""),
        ("IP-02", "aks-plan", flat(60, 30, json!(1)), needs(1_891, 21), ""),
        ("IP-03", "aks-plan", in_subnet("node-subnet", 8, 30, 0, "10.9.0.0/24"), limits(8, 240, "node_subnet"), ""),
        ("IP-04", "aks-plan", in_subnet("node-subnet", 7, 30, 1, "10.9.0.0/24"), running(7, 210), ""),
        ("IP-05", "aks-plan", flat(50, 30, json!("33%")), needs(2_077, 20), ""),
        ("IP-08", "aks-plan", flat(20, 110, json!(1)), needs(2_331, 20), ""),
        ("IP-09", "aks-plan", flat(100, 50, json!("10%")), needs(5_610, 19), ""),
        ("IP-12", "aks-plan", in_subnet("node-subnet", 31, 30, 1, "10.9.0.0/22"), running(31, 930), ""),
        ("IP-14", "azure", json!({"cidr": "10.0.0.0/24"}), json!({"usable": "251"}), ""),
        ("IP-15", "azure", json!({"cidr": "10.0.0.0/29"}), json!({"usable": "3"}), ""),
        ("IP-17", "aks-plan", kubenet("10.9.0.0/24"), limits(251, 27_610, "node_subnet"), "kubenet-retiring"),
        ("IP-18", "aks-plan", kubenet("10.9.0.0/27"), limits(27, 2_970, "node_subnet"), ""),
        ("IP-19", "aks-plan", kubenet("10.9.0.0/23"), limits(256, 28_160, "pod_cidr"), ""),
        ("IP-22", "aks-plan", overlay(250, "10.244.0.0/16"), json!({"pod_range": {"available": 256}}), ""),
        (
            "IP-23",
            "pod-cidr-expand",
            expand("10.244.0.0/18", "10.244.0.0/16"),
            json!({"allowed": true, "blocks_before": 64, "blocks_after": 256}),
            "",
        ),
        ("IP-24", "aks-plan", overlay(250, "10.244.0.0/16"), pods(275, 15), "pod-cidr-too-small"),
        (
            "IP-24",
            "aks-plan",
            overlay(250, "10.244.0.0/15"),
            json!({"fits": true, "node_subnet": {"smallest_prefix": 23}}),
            "",
        ),
        (
            "IP-27",
            "aks-plan",
            overlay(400, "10.244.0.0/15"),
            json!({"fits": true, "pod_range": {"needed": 440, "smallest_prefix": 15}, "node_subnet": {"smallest_prefix": 23}}),
            "",
        ),
        (
            "IP-28",
            "aks-plan",
            json!({"model": "overlay", "pod_cidr": "10.96.0.0/11", "pools": vec![json!({"nodes": 1_000, "max_pods": 30, "surge": 0}); 5]}),
            json!({"fits": true, "pod_range": {"needed": 5_000, "smallest_prefix": 11, "available": 8_192}}),
            "upgrade-blocked-at-limit",
        ),
        (
            "IP-31",
            "pod-cidr-expand",
            expand("10.244.0.0/16", "10.245.0.0/16"),
            json!({"allowed": false}),
            "expand-not-superset",
        ),
        (
            "IP-32",
            "pod-cidr-expand",
            expand("10.244.0.0/16", "10.244.0.0/18"),
            json!({"allowed": false}),
            "expand-shrinks",
        ),
    ]
}

fn pod_subnet_cases() -> Vec<Case> {
    let dynamic = |nodes, max_pods, pods: Option<u32>| json!({"model": "pod-subnet-dynamic", "pools": [{"nodes": nodes, "max_pods": max_pods, "surge": 0, "pods": pods}]});
    let fixed = |max_pods| plan("pod-subnet-static", 1, max_pods, json!(0), json!({}));
    let static_in = |subnet: &str| plan("pod-subnet-static", 100, 110, json!(10), json!({"pod_subnet": subnet}));
    let addresses = |blocks: u32| json!({"pod_range": {"needed": blocks * 16, "unit": "addresses"}});
    vec![
        ("IP-34", "aks-plan", dynamic(1, 30, Some(0)), pods(16, 27), ""),
        ("IP-35", "aks-plan", dynamic(1, 30, Some(8)), pods(16, 27), ""),
        ("IP-35", "aks-plan", dynamic(1, 30, Some(9)), pods(32, 26), ""),
        ("IP-37", "aks-plan", dynamic(1, 30, None), pods(48, 26), ""),
        ("IP-38", "aks-plan", dynamic(1, 110, None), pods(128, 24), ""),
        ("IP-39", "aks-plan", dynamic(1, 250, None), pods(272, 23), "dynamic-clamp-undocumented"),
        ("IP-40", "aks-plan", dynamic(20, 30, None), pods(960, 22), "!dynamic-clamp-undocumented"),
        (
            "IP-40",
            "aks-plan",
            plan("pod-subnet-dynamic", 20, 30, json!(0), json!({"pod_subnet": "10.10.0.0/22"})),
            json!({"fits": true, "pod_range": {"available": 1_019}}),
            "",
        ),
        ("IP-42", "aks-plan", dynamic(50, 30, Some(0)), pods(800, 22), ""),
        ("IP-44", "aks-plan", fixed(30), addresses(2), "static-block-waste"),
        ("IP-45", "aks-plan", fixed(31), addresses(2), "!static-block-waste"),
        ("IP-46", "aks-plan", fixed(32), addresses(3), "static-block-waste"),
        ("IP-47", "aks-plan", fixed(110), addresses(7), "static-block-waste"),
        ("IP-48", "aks-plan", fixed(250), addresses(16), "static-block-waste"),
        ("IP-51", "aks-plan", static_in("10.64.0.0/18"), pods(12_320, 18), "!pod-subnet-too-small"),
        ("IP-51", "aks-plan", static_in("10.64.0.0/19"), fits(false), "pod-subnet-too-small"),
        ("IP-53", "aks-plan", static_in("10.0.0.0/11"), fits(false), "static-pod-subnet-too-large"),
        (
            "IP-54",
            "aks-plan",
            json!({"model": "overlay", "pools": vec![json!({"nodes": 4, "max_pods": 30, "surge": "50%"}); 5]}),
            json!({"surge_nodes": 10}),
            "",
        ),
        ("IP-55", "aks-plan", plan("overlay", 10, 30, json!("33%"), json!({})), json!({"surge_nodes": 4}), ""),
    ]
}

fn range_cases() -> Vec<Case> {
    let services = |range: &str, dns: Option<&str>| small(json!({"service_cidr": range, "dns_service_ip": dns}));
    let pod_range = |range: &str| small(json!({"pod_cidr": range}));
    let api_server = |subnet: &str| small(json!({"api_server_subnet": subnet}));
    let clusters = |n: u32| json!({"fits": true, "api_server_subnet": {"clusters": n}});
    vec![
        ("IP-59", "aks-plan", services("10.0.0.0/28", None), fits(true), ""),
        ("IP-60", "aks-plan", services("10.0.0.0/24", None), fits(true), ""),
        ("IP-61", "aks-plan", services("10.0.0.0/16", Some("10.0.0.10")), fits(true), ""),
        ("IP-62", "aks-plan", services("10.0.0.0/16", Some("10.0.0.1")), fits(false), "dns-ip-first-address"),
        ("IP-63", "aks-plan", services("10.0.0.0/16", Some("10.1.0.10")), fits(false), "dns-ip-outside-services"),
        ("IP-64", "aks-plan", services("10.0.0.0/11", None), fits(false), "service-cidr-too-large"),
        ("IP-66", "aks-plan", pod_range("172.16.0.0/12"), fits(false), "reserved-range"),
        ("IP-68", "aks-plan", pod_range("192.0.0.0/16"), fits(false), "reserved-range"),
        ("IP-69", "aks-plan", pod_range("100.64.0.0/16"), fits(true), ""),
        ("IP-70", "aks-plan", plan("overlay", 10, 9, json!(1), json!({})), fits(false), "max-pods-out-of-range"),
        ("IP-70", "aks-plan", plan("overlay", 10, 251, json!(1), json!({})), fits(false), "max-pods-out-of-range"),
        ("IP-71", "aks-plan", plan("overlay", 2, 10, json!(1), json!({})), fits(false), "pool-below-30-pods"),
        ("IP-73", "aks-plan", api_server("10.8.0.0/28"), clusters(1), ""),
        ("IP-73", "aks-plan", api_server("10.8.0.0/27"), clusters(3), ""),
        ("IP-73", "aks-plan", api_server("10.8.0.0/26"), clusters(6), ""),
        ("IP-74", "aks-plan", api_server("10.8.0.0/29"), fits(false), "api-server-subnet-too-small"),
        ("IP-76", "aks-plan", services("fd12:3456:789a:1::/108", None), fits(true), ""),
        ("IP-76", "aks-plan", services("fd12:3456:789a:1::/96", None), fits(false), "service-cidr-ipv6-too-large"),
    ]
}

async fn pass(cases: Vec<Case>) -> BTreeSet<&'static str> {
    let program = Program::start();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (id, operation, body, expected, code) in cases {
        let found = program.asks(operation, body.clone()).await;
        seen.insert(id);
        let findings = found["findings"].as_array().into_iter().chain(found["change"]["findings"].as_array());
        let codes: Vec<&str> = findings.flatten().filter_map(|finding| finding["code"].as_str()).collect();
        let has_code =
            code.is_empty() || code.strip_prefix('!').map_or(codes.contains(&code), |code| !codes.contains(&code));
        if !holds(&found, &expected) || !has_code {
            wrong.push(format!("{id}: {body}\n  {found}\n  and not {expected} {code}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    seen
}

#[tokio::test]
async fn the_cases_of_address_plans_pass() {
    let cases: Vec<Case> = [network_cases(), pod_subnet_cases(), range_cases()].into_iter().flatten().collect();
    let seen = pass(cases).await;
    assert_eq!(seen.len(), 51 - 1, "all but IP-21, which is below");
    // IP-21: nodes of a kubenet cluster take the blocks of the pod range in order.
    let program = Program::start();
    let blocks = program.asks("split", json!({"cidr": "10.244.0.0/16", "prefix": 24, "limit": 256})).await;
    assert_eq!(blocks["list"].as_array().unwrap()[..3], ["10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24"]);
    // IP-59, IP-60: what is left of a services range for services.
    for (range, left) in [("10.0.0.0/28", "12 addresses"), ("10.0.0.0/24", "252 addresses")] {
        let found = program.asks("aks-plan", small(json!({"service_cidr": range}))).await;
        let steps = found["working"].as_array().unwrap();
        let line = steps.iter().find(|step| step["label"].as_str().unwrap().starts_with("Services")).unwrap();
        assert_eq!(line["result"], left);
    }
}
