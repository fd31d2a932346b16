//! What other tools got wrong, row by row of the study of peers, through the API.

use serde_json::{Value, json};

use super::{Program, holds};

/// The rows, the operation, the body, and what the answer holds.
type Case = (&'static str, &'static str, Value, Value);

fn one(cidrs: &[&str]) -> (Value, Value) {
    (json!({"cidrs": cidrs}), json!({"cidrs": cidrs}))
}

fn set_cases() -> Vec<Case> {
    let within = json!({"overlaps": true, "equal": false, "a_contains_b": true, "b_contains_a": false});
    let mut cases: Vec<Case> = Vec::new();
    for (a, b) in [
        ("10.0.0.0/16", "10.0.255.128/25"),
        ("172.16.0.0/12", "172.31.0.0/16"),
        ("0.0.0.0/0", "10.0.0.0/8"),
        ("::/0", "2001:db8::/32"),
    ] {
        cases.push(("1, 28", "relation", json!({"a": a, "b": b}), within.clone()));
    }
    let top6 = "ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    let (pair6, single6) = (format!("{top6}:fffc/127"), format!("{top6}:fffe/128"));
    for list in [
        &["255.255.255.254/32"][..],
        &["255.255.255.252/31", "255.255.255.254/32"],
        &[pair6.as_str(), single6.as_str()],
        &["128.0.0.0/1"],
        &["127.156.0.0/15", "127.159.0.0/16"],
    ] {
        let (body, same) = one(list);
        cases.push(("2, 3, 35", "aggregate", body, same));
    }
    let cidrs = |list: Value| json!({"cidrs": list});
    let v6 = json!(["fd00:0:23e0::/43", "fd00:0:2320::/43", "fd00:0:2300::/43", "fd00:0:2380::/41"]);
    let mixed = json!(["2001:db8::/33", "10.0.1.0/24", "2001:db8:8000::/33", "10.0.0.0/24", "10.0.0.128/25"]);
    let one_network = json!(["1.0.1.0/24"]);
    let range = |first: &str, last: &str| json!({"first": first, "last": last});
    let top = "255.255.255.255";
    cases.extend([
        ("4", "subtract", json!({"from": one_network, "remove": one_network}), cidrs(json!([]))),
        ("7", "aggregate", cidrs(v6), cidrs(json!(["fd00:0:2300::/42", "fd00:0:2380::/41"]))),
        ("11", "range", range(top, top), cidrs(json!(["255.255.255.255/32"]))),
        ("12", "range", range("0.0.0.0", top), cidrs(json!(["0.0.0.0/0"]))),
        (
            "35",
            "aggregate",
            cidrs(json!(["127.159.0.0/16", "127.156.0.0/15"])),
            cidrs(json!(["127.156.0.0/15", "127.159.0.0/16"])),
        ),
        ("36", "aggregate", cidrs(mixed), cidrs(json!(["10.0.0.0/23", "2001:db8::/32"]))),
        (
            "47",
            "intersect",
            json!({"a": ["128.0.0.0/1", "10.0.0.0/9"], "b": ["10.1.2.3"]}),
            cidrs(json!(["10.1.2.3/32"])),
        ),
        (
            "29",
            "overlaps",
            json!({"ranges": [{"name": "a", "cidr": "10.43.2.192/26"}, {"name": "b", "cidr": "10.43.2.192/28"}]}),
            json!({"overlaps": [{"a": "a", "b": "b", "cidr": "10.43.2.192/28"}]}),
        ),
    ]);
    cases
}

fn parse_cases() -> Vec<Case> {
    let parse = |text: &str| json!({"text": text});
    let cidr = |cidr: &str| json!({"cidr": cidr});
    vec![
        ("5", "parse", parse("172.28.78.194/0.0.0.31"), cidr("172.28.78.192/27")),
        ("5", "parse", parse("192.168.0.0/0.0.0.255"), cidr("192.168.0.0/24")),
        ("5", "parse", parse("2001:db8::/032"), cidr("2001:db8::/32")),
        ("5", "info", cidr("10.0.0.0/31"), json!({"broadcast": "10.0.0.1", "usable": "2"})),
        ("5, 33, 34", "info", cidr("0.0.0.0/0"), json!({"usable": "4294967294", "total": "4294967296"})),
        ("5", "info", cidr("::/0"), json!({"total": "340282366920938463463374607431768211456"})),
        ("6", "parse", parse("2001:dead:beaf:dead:beaf:dead:beaf::/128"), json!({"prefix": 128})),
        (
            "6",
            "info",
            cidr("255.255.255.255/32"),
            json!({"first": "255.255.255.255", "last": "255.255.255.255", "usable": "1"}),
        ),
        ("6", "parse", parse("10.0.0.0 0.255.255.255"), cidr("10.0.0.0/8")),
        ("19", "parse", parse("10.1.0.0"), cidr("10.1.0.0/32")),
        ("33", "info", cidr("0.0.0.0/1"), json!({"usable": "2147483646"})),
        ("34, 38", "info", cidr("10.0.0.0/32"), json!({"usable": "1", "netmask": "255.255.255.255"})),
        ("37", "info", cidr("10.0.4.0/22"), json!({"parent": "10.0.0.0/21"})),
        ("38", "info", cidr("10.0.0.0/24"), json!({"usable": "254"})),
        ("39", "info", cidr("2000::/29"), json!({"total": (1_u128 << 99).to_string()})),
        (
            "41, 43",
            "info",
            cidr("2001:db8::/127"),
            json!({"network": "2001:db8::", "last": "2001:db8::1", "total": "2"}),
        ),
        ("43", "info", cidr("2001:db8::/128"), json!({"last": "2001:db8::", "total": "1"})),
        ("48", "info", cidr("8.8.8.8/24"), json!({"broadcast": "8.8.8.255"})),
    ]
}

fn block_cases() -> Vec<Case> {
    let vlsm = |parent: &str, mode: &str, hosts: &[u32]| {
        let request = |(n, hosts): (usize, &u32)| json!({"name": format!("s{}", n + 1), "hosts": hosts});
        json!({"parent": parent, "mode": mode, "requests": hosts.iter().enumerate().map(request).collect::<Vec<_>>()})
    };
    let given = |blocks: &[(&str, &str)]| json!({"allocations": blocks.iter().map(|(name, cidr)| json!({"name": name, "cidr": cidr})).collect::<Vec<_>>()});
    let next = |parent: &str, used: Value, prefix: u8| json!({"parent": parent, "used": used, "prefix": prefix});
    let azure = |prefix: u8| json!({"cidr": format!("10.0.0.0/{prefix}")});
    let used48 = json!(["2001:db8::/64", "2001:db8:0:1::/64", "2001:db8:0:2::/64", "2001:db8:0:3::/64"]);
    let both = json!(["10.0.0.0/24", "10.1.0.0/25"]);
    vec![
        (
            "8",
            "vlsm",
            vlsm("10.0.0.0/24", "standard", &[100, 50, 20]),
            given(&[("s1", "10.0.0.0/25"), ("s2", "10.0.0.128/26"), ("s3", "10.0.0.192/27")]),
        ),
        ("8", "vlsm", vlsm("192.168.1.0/24", "standard", &[10]), given(&[("s1", "192.168.1.0/28")])),
        ("9", "vlsm", vlsm("10.0.0.0/16", "azure", &[3, 251]), given(&[("s2", "10.0.0.0/24"), ("s1", "10.0.1.0/29")])),
        ("10", "vlsm", vlsm("10.0.0.0/16", "azure", &[5_000]), given(&[("s1", "10.0.0.0/19")])),
        ("13", "free", json!({"parent": "10.0.0.0/24", "used": ["10.0.0.0/24"]}), json!({"free": [], "largest": null})),
        (
            "14",
            "free",
            json!({"parent": "10.0.0.0/24", "used": []}),
            json!({"free": ["10.0.0.0/24"], "free_addresses": "256"}),
        ),
        ("15", "vlsm", vlsm("10.0.0.0/24", "standard", &[1]), given(&[("s1", "10.0.0.0/32")])),
        (
            "15",
            "vlsm",
            vlsm("10.0.0.7/24", "standard", &[100, 100]),
            given(&[("s1", "10.0.0.0/25"), ("s2", "10.0.0.128/25")]),
        ),
        ("21", "azure", azure(25), json!({"usable": "123"})),
        ("21", "azure", azure(24), json!({"usable": "251"})),
        ("21", "azure", azure(23), json!({"usable": "507"})),
        ("21", "azure", azure(21), json!({"usable": "2043"})),
        ("21", "azure", azure(20), json!({"usable": "4091"})),
        (
            "22",
            "aks-plan",
            json!({"model": "overlay", "pools": [{"nodes": 1, "max_pods": 30, "surge": 0}], "node_subnet": "10.9.0.0/25", "pod_cidr": "10.244.0.0/18"}),
            json!({"limits": {"nodes": 64, "bound_by": "pod_cidr"}}),
        ),
        ("23", "vlsm", vlsm("10.0.0.0/16", "azure", &[251]), given(&[("s1", "10.0.0.0/24")])),
        ("23", "vlsm", vlsm("10.0.0.0/16", "azure", &[507]), given(&[("s1", "10.0.0.0/23")])),
        (
            "24",
            "aks-plan",
            json!({"model": "overlay", "pools": [{"nodes": 501, "max_pods": 30, "surge": 1}, {"nodes": 500, "max_pods": 30, "surge": 1}]}),
            json!({"fits": true}),
        ),
        (
            "25",
            "next",
            next("10.171.44.0/25", json!(["10.171.44.0/26", "10.168.255.128/27"]), 27),
            json!({"cidr": "10.171.44.64/27"}),
        ),
        ("26", "next", next("10.0.0.0/24", both.clone(), 25), json!({"cidr": null})),
        ("26", "next", next("10.1.0.0/24", both, 25), json!({"cidr": "10.1.0.128/25"})),
        ("27", "split", json!({"cidr": "10.0.0.0/20", "prefix": 28}), json!({"count": "256", "list": null})),
        (
            "28",
            "split",
            json!({"cidr": "10.0.0.77/24", "prefix": 25}),
            json!({"list": ["10.0.0.0/25", "10.0.0.128/25"]}),
        ),
        ("32", "info", json!({"cidr": "10.0.32.0/19"}), json!({"usable": "8190"})),
        (
            "39",
            "split",
            json!({"cidr": "2001:db8::/48", "prefix": 64}),
            json!({"count": "65536", "last": "2001:db8:0:ffff::/64"}),
        ),
        ("40", "next", next("2001:db8::/48", used48, 64), json!({"cidr": "2001:db8:0:4::/64"})),
        (
            "42",
            "free",
            json!({"parent": "10.0.0.0/30", "used": ["10.0.0.1", "10.0.0.2/32"]}),
            json!({"free": ["10.0.0.0/32", "10.0.0.3/32"]}),
        ),
        (
            "51",
            "free",
            json!({"parent": "10.0.0.0/24", "used": ["10.0.0.0/26", "10.0.0.128/26", "2001:db8::/64"]}),
            json!({"free_addresses": "128"}),
        ),
    ]
}

#[tokio::test]
async fn every_row_that_is_answered_is_answered_right() {
    let program = Program::start();
    let mut wrong = Vec::new();
    for (row, operation, body, expected) in [set_cases(), parse_cases(), block_cases()].into_iter().flatten() {
        let found = program.asks(operation, body.clone()).await;
        if !holds(&found, &expected) {
            wrong.push(format!("row {row}: {operation} {body}\n  {found}\n  and not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_row_that_is_refused_is_refused_with_a_reason() {
    let program = Program::start();
    let parse = |text: &str| json!({"text": text});
    let cases = [
        ("16, 17", "azure", json!({"cidr": "10.0.0.0/30"}), None),
        ("16", "azure", json!({"cidr": "10.0.0.0/31"}), None),
        ("18", "parse", parse("10a0b0c0"), None),
        ("18", "parse", parse("12345678"), None),
        ("44", "parse", parse("010.0.0.1/8"), Some("10.0.0.1/8")),
        ("45", "parse", parse("1.2.3.4/+24"), Some("1.2.3.4/24")),
        ("45", "parse", parse("10.0.0.0/ 24"), Some("10.0.0.0/24")),
        ("45", "parse", parse("١٠.0.0.0/24"), Some("10.0.0.0/24")),
        ("45", "parse", parse("10.0.0.0/２４"), Some("10.0.0.0/24")),
        ("46", "split", json!({"cidr": "10.0.0.0/32", "prefix": 33}), None),
        ("46", "split", json!({"cidr": "10.0.0.0/32", "prefix": 40}), None),
        ("46", "parse", parse("fe80::1%eth0/64"), Some("fe80::1/64")),
        ("50", "parse", parse("  \t\u{a0} "), None),
        ("50", "aggregate", json!({"cidrs": [" "]}), None),
    ];
    for (row, operation, body, meant) in cases {
        let problem = program.is_refused(operation, body).await;
        let error = &problem["errors"][0];
        assert!(error["detail"].as_str().is_some_and(|detail| detail.len() > 20), "row {row}: {problem}");
        assert_eq!(error["suggestion"].as_str(), meant, "row {row}: {problem}");
    }
    // Row 52: a network with host bits is read, and it is said so.
    let found = program.asks("parse", parse("2001:db8:1::/44")).await;
    assert!(holds(&found, &json!({"cidr": "2001:db8::/44", "host_bits_set": true})), "{found}");
}
