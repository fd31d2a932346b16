//! The 120 worked cases of `cidr.json`, on which independent implementations agree.

use ipnet::IpNet;
use podium::domain::net::{
    self, AddressRange, AddressSet, Free, LISTED, Request, Rules, Size, Split, describe, parse, parse_address,
};
use serde_json::{Value, json};

const CASES: &str = include_str!("cidr.json");

/// A subnet of Azure: the first four addresses and the last are kept, and nothing is smaller than a /29.
const AZURE: Rules = Rules { kept: 5, smallest_keep_none: false, shortest: 0, longest: 29 };

fn text<'v>(input: &'v Value, key: &str) -> &'v str {
    input[key].as_str().unwrap_or_else(|| panic!("{key} in {input}"))
}

fn network(value: &Value) -> IpNet {
    parse(value.as_str().expect("a text")).expect("a network").network
}

fn networks(value: &Value) -> Vec<IpNet> {
    value.as_array().into_iter().flatten().map(network).collect()
}

fn shown<'n>(networks: impl IntoIterator<Item = &'n IpNet>) -> Value {
    networks.into_iter().map(ToString::to_string).collect()
}

fn refused() -> Value {
    json!({"ok": false})
}

fn answer(op: &str, input: &Value) -> Value {
    match op {
        "parse" => parse(text(input, "text")).map_or_else(
            |_| refused(),
            |p| {
                json!({"ok": true, "cidr": p.network.to_string(), "address": p.address.to_string(),
                    "prefix": p.network.prefix_len(), "family": p.family(), "host_bits_set": p.host_bits_set()})
            },
        ),
        "info" => {
            let f = describe(network(&input["cidr"])).ipv4.expect("IPv4");
            json!({"network": f.network.to_string(), "broadcast": f.broadcast.to_string(), "netmask": f.netmask.to_string(),
                "wildcard": f.wildcard.to_string(), "prefix": f.prefix, "first": f.first.to_string(),
                "last": f.last.to_string(), "usable": f.usable.to_string(), "total": f.total.to_string()})
        }
        "info6" => {
            let d = describe(network(&input["cidr"]));
            let f = d.ipv6.expect("IPv6");
            json!({"network": f.network.to_string(), "last": f.last.to_string(), "prefix": f.prefix,
                "cidr": d.network.to_string(), "expanded": f.expanded, "total": f.total})
        }
        "azure" => azure(network(&input["cidr"])),
        "contains" => {
            json!({"contains": net::contains(network(&input["cidr"]), parse_address(text(input, "ip")).expect("an address"))})
        }
        "relation" => {
            let r = net::relation(network(&input["a"]), network(&input["b"]));
            json!({"overlaps": r.overlaps(), "equal": r == net::Relation::Equal, "a_contains_b": r.a_contains_b(),
                "b_contains_a": r.b_contains_a()})
        }
        "split" => split(input),
        "aggregate" => json!({"cidrs": shown(&net::aggregate(&networks(&input["cidrs"])))}),
        "range" => {
            let (first, last) = (parse_address(text(input, "first")), parse_address(text(input, "last")));
            let range = AddressRange::new(first.expect("an address"), last.expect("an address"));
            range.map_or_else(|_| refused(), |range| json!({"ok": true, "cidrs": shown(&range.prefixes())}))
        }
        "subtract" => {
            let (from, remove) = (networks(&input["from"]), networks(&input["remove"]));
            let left = AddressSet::from(&from[..]).subtract(&AddressSet::from(&remove[..]));
            json!({"cidrs": shown(&left.prefixes().collect::<Vec<_>>())})
        }
        "supernet" => json!({"cidr": net::supernet(&networks(&input["cidrs"])).expect("one").to_string()}),
        "free" => {
            let Free { addresses, largest } = net::free(network(&input["parent"]), &networks(&input["used"]));
            json!({"free": shown(&addresses.prefixes().collect::<Vec<_>>()), "largest": largest.map(|n| n.to_string()),
                "free_addresses": addresses.count()})
        }
        "next" => {
            let prefix = input["prefix"].as_u64().and_then(|n| n.try_into().ok()).expect("a length");
            let next =
                net::next(network(&input["parent"]), &networks(&input["used"]), prefix).expect("a length that fits");
            json!({"cidr": next.map(|n| n.to_string())})
        }
        "vlsm" => vlsm(input),
        _ => panic!("an operation of this test: {op}"),
    }
}

fn azure(network: IpNet) -> Value {
    if network.prefix_len() > AZURE.longest {
        return json!({"ok": false, "reason": "smaller_than_29"});
    }
    let f = describe(network).ipv4.expect("IPv4");
    let at = |n: u32| std::net::Ipv4Addr::from_bits(f.network.to_bits() + n).to_string();
    json!({"ok": true, "reserved": [at(0), at(1), at(2), at(3), f.broadcast.to_string()], "first": at(4),
        "last": f.last.to_string(), "usable": AZURE.usable(network), "total": f.total.to_string()})
}

fn split(input: &Value) -> Value {
    let parent = network(&input["cidr"]);
    let split = match input["parts"].as_u64() {
        Some(parts) => Split::into_parts(parent, parts.into()),
        None => Split::to_prefix(parent, input["prefix"].as_u64().and_then(|n| n.try_into().ok()).expect("a length")),
    };
    split.map_or_else(
        |_| refused(),
        |split| {
            json!({"ok": true, "prefix": split.prefix(), "count": split.count(), "first": split.first().to_string(),
                "last": split.last().to_string(), "list": split.list(LISTED).as_ref().map(shown)})
        },
    )
}

fn vlsm(input: &Value) -> Value {
    let parent = network(&input["parent"]);
    let rules = if input["mode"] == "azure" { AZURE } else { Rules::standard(parent) };
    let request = |r: &Value| Request {
        name: text(r, "name").to_owned(),
        size: Size::Hosts(r["hosts"].as_u64().expect("a number").into()),
    };
    let requests: Vec<Request> = input["requests"].as_array().expect("a list").iter().map(request).collect();
    match net::allot(parent, &networks(&input["used"]), &requests, rules) {
        Err(error) => json!({"ok": false, "failed": error.name()}),
        Ok(allotment) => {
            let allocation =
                |a: &net::Allocation| json!({"name": a.name, "cidr": a.network.to_string(), "usable": a.usable});
            json!({"ok": true, "allocations": allotment.allocations.iter().map(allocation).collect::<Value>(),
                "free": shown(&allotment.free.prefixes().collect::<Vec<_>>())})
        }
    }
}

#[test]
fn all_worked_cases_come_out_as_expected() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    assert_eq!(cases.len(), 120);
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let found = answer(text(case, "op"), &case["input"]);
            (found != case["expected"]).then(|| format!("{}: {found}\n  and not {}", case["id"], case["expected"]))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
