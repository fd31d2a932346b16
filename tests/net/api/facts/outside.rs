//! The way out of a cluster, and the DNS of private ones.

use serde_json::{Value, json};

use super::{Case, fits, pass, with};

fn egress_cases() -> Vec<Case> {
    let snat = |outbound: &str, nodes: u32, surge: u32, ips: u32, ports: Option<u32>| json!({"outbound": outbound, "nodes": nodes, "surge_nodes": surge, "public_ips": ips, "ports_per_node": ports});
    let ports = |ports: u32| json!({"fits": true, "ports_per_node": ports});
    let mut cases: Vec<Case> = Vec::new();
    for (id, nodes, ips, each) in [
        ("EG-01", 48, 1, 1_024),
        ("EG-02", 48, 1, 1_024),
        ("EG-02", 52, 1, 512),
        ("EG-03", 100, 1, 512),
        ("EG-03", 100, 2, 1_024),
        ("EG-03", 100, 3, 1_024),
        ("EG-04", 50, 1, 1_024),
        ("EG-04", 51, 1, 512),
        ("EG-05", 200, 1, 256),
        ("EG-05", 201, 1, 128),
        ("EG-07", 801, 1, 32),
        ("EG-07", 1_000, 1, 32),
        ("EG-08", 150, 3, 768),
    ] {
        cases.push((id, "snat", snat("loadBalancer", nodes, 0, ips, None), ports(each), ""));
    }
    for (id, each, ips, most) in [
        ("EG-12", 1_000, 2, 128),
        ("EG-13", 1_000, 7, 448),
        ("EG-14", 4_000, 2, 32),
        ("EG-15", 4_000, 7, 112),
        ("EG-18", 512, 1, 125),
        ("EG-24", 64_000, 100, 100),
    ] {
        let full = json!({"fits": true, "max_nodes": most});
        cases.push((id, "snat", snat("loadBalancer", most, 0, ips, Some(each)), full, ""));
        let over = snat("loadBalancer", most + 1, 0, ips, Some(each));
        cases.push((id, "snat", over, fits(false), "lb-ports-exceed-total"));
    }
    let needed = |ips: u32| json!({"fits": true, "public_ips_needed": ips});
    let firewall = |ips: u32| snat("azureFirewall", 10, 0, ips, None);
    let total = |ports: u32| json!({"fits": true, "ports_total": ports});
    let gateway = |prefix: u8, nodes: u32| json!({"prefix": prefix, "nodes": nodes});
    let allowed = |yes: bool| json!({"allowed": yes});
    cases.extend([
        (
            "EG-16",
            "snat",
            snat("loadBalancer", 100, 2, 7, Some(4_000)),
            json!({"fits": true, "ports_total": 448_000, "public_ips_needed": 7}),
            "",
        ),
        ("EG-19", "snat", snat("loadBalancer", 100, 1, 2, Some(1_024)), needed(2), ""),
        ("EG-20", "snat", snat("loadBalancer", 500, 50, 5, Some(512)), needed(5), ""),
        ("EG-25", "snat", snat("natGateway", 10, 0, 1, None), total(64_512), ""),
        ("EG-26", "snat", snat("natGateway", 10, 0, 16, None), total(1_032_192), ""),
        ("EG-28", "snat", snat("natGateway", 10, 0, 17, None), fits(false), "nat-too-many-ips"),
        ("EG-29", "snat", snat("natGateway", 10, 0, 4, None), json!({"per_destination": 200_000}), ""),
        ("EG-30", "snat", firewall(1), total(4_992), ""),
        ("EG-31", "snat", firewall(250), total(1_248_000), ""),
        ("EG-32", "snat", firewall(20), total(99_840), ""),
        ("EG-35", "static-egress", gateway(30, 4), allowed(true), ""),
        ("EG-35", "static-egress", gateway(30, 5), allowed(false), "static-egress-too-many-nodes"),
        ("EG-36", "static-egress", gateway(27, 2), allowed(false), "static-egress-prefix"),
        (
            "EG-37",
            "outbound",
            json!({"outbound": "loadBalancer", "network": "own", "to": "userDefinedRouting"}),
            allowed(true),
            "",
        ),
        (
            "EG-39",
            "outbound",
            json!({"outbound": "loadBalancer", "network": "managed", "to": "managedNATGateway"}),
            allowed(true),
            "",
        ),
        (
            "EG-41",
            "outbound",
            json!({"outbound": "userDefinedRouting", "network": "own", "default_route": "internet"}),
            allowed(false),
            "udr-route-to-internet",
        ),
        (
            "EG-42",
            "outbound",
            json!({"outbound": "userAssignedNATGateway", "network": "own"}),
            allowed(false),
            "no-nat-gateway-on-subnet",
        ),
        // Rules that are broken are findings, and no refusals.
        ("1,004 ports", "snat", snat("loadBalancer", 10, 0, 1, Some(1_004)), fits(false), "ports-not-multiple-of-8"),
    ]);
    cases
}

fn private_cases() -> Vec<Case> {
    let allowed = |yes: bool| json!({"allowed": yes});
    let custom = |zone: &str, more: Value| with(json!({"zone": zone, "identity": "user-assigned"}), more);
    let east = "privatelink.eastus.azmk8s.io";
    vec![
        ("PR-01", "private-dns", json!({}), json!({"allowed": true, "public_fqdn": true}), ""),
        (
            "PR-02",
            "private-dns",
            json!({"zone": "none", "public_fqdn": false}),
            allowed(false),
            "zone-none-without-public-fqdn",
        ),
        ("PR-03", "private-dns", json!({"zone": "system", "public_fqdn": false}), allowed(true), ""),
        (
            "PR-04",
            "private-dns",
            custom(east, json!({"identity": "system-assigned"})),
            allowed(false),
            "custom-zone-identity",
        ),
        ("PR-05", "private-dns", custom("team1.privatelink.eastus.azmk8s.io", json!({})), allowed(true), ""),
        (
            "PR-08",
            "private-dns",
            custom("private.eastus.azmk8s.io", json!({"vnet_integration": true})),
            allowed(true),
            "",
        ),
        (
            "PR-10",
            "private-dns",
            custom(east, json!({"change": {"zone": "none"}})),
            json!({"allowed": true, "change": {"allowed": true}}),
            "zone-change-upgrades-nodes",
        ),
        ("PR-12", "private-dns", json!({"authorized_ranges": 1}), allowed(false), "authorized-ranges-on-private"),
        (
            "PR-14",
            "private-dns",
            json!({"vnet_integration": true, "encrypted_network": true}),
            allowed(false),
            "integration-in-encrypted-network",
        ),
        (
            "PR-15",
            "private-dns",
            json!({"vnet_integration": true, "change": {"vnet_integration": false}}),
            json!({"change": {"allowed": false}}),
            "integration-is-permanent",
        ),
    ]
}

#[tokio::test]
async fn the_cases_of_the_way_out_pass() {
    let seen = pass(egress_cases()).await;
    assert_eq!(seen.iter().filter(|id| id.starts_with("EG-")).count(), 29);
}

#[tokio::test]
async fn the_cases_of_private_clusters_pass() {
    assert_eq!(pass(private_cases()).await.len(), 10);
}
