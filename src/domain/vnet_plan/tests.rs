use super::*;
use crate::domain::aks::finding::Severity;
use crate::domain::net::AllotError;

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn at(text: &str) -> At {
    At::read(text).unwrap()
}

fn plan(text: &str) -> Plan {
    decode(text).unwrap()
}

type Change = fn(&mut Plan) -> Result<(), PlanError>;

/// The rows below the spaces, as `network name`, indented.
fn drawn(plan: &Plan) -> Vec<String> {
    let line = |row: &Row<'_>| {
        let name = if row.at.network.is_none() { row.space.vnet() } else { &row.node.label.name };
        format!("{}{} {name}", " ".repeat(row.level - 1), row.node.network).trim_end().to_owned()
    };
    plan.rows().iter().map(line).collect()
}

#[test]
fn a_space_is_split_and_what_was_said_stays_with_the_first_part() {
    let mut it = plan("1~10.0.0.0/24:vhub:nweb:rgeneral:tnote:c3");
    assert_eq!(drawn(&it), ["10.0.0.0/24 hub", " 10.0.0.0/24 web"]);
    assert_eq!(it.split(At::space(0), Into::Parts(3)).unwrap(), at("1@10.0.0.0/26"));
    let rows = ["10.0.0.0/24 hub", " 10.0.0.0/26 web", " 10.0.0.64/26", " 10.0.0.128/26", " 10.0.0.192/26"];
    assert_eq!(drawn(&it), rows);
    it.split(at("1@10.0.0.192/26"), Into::Prefix(28)).unwrap();
    assert_eq!(it.rows()[5].level, 3);
    assert_eq!(it.rows()[5].of, 4);
    assert_eq!(it.join(At::space(0), false).unwrap(), at("1@10.0.0.0/24"));
    assert_eq!(encode(&it), "1~10.0.0.0/24:vhub:nweb:rgeneral:tnote:c3");
}

#[test]
fn siblings_join_though_one_of_them_is_in_pieces_of_the_same_split() {
    let mut it = plan("1~10.0.0.0/24,26:na,27,27,25");
    assert_eq!(it.join(at("1@10.0.0.64/27"), false).unwrap(), at("1@10.0.0.64/26"));
    assert_eq!(it.join(at("1@10.0.0.64/26"), false).unwrap(), at("1@10.0.0.0/25"));
    assert_eq!(drawn(&it), ["10.0.0.0/24", " 10.0.0.0/25 a", " 10.0.0.128/25"]);
    assert_eq!(it.join(at("1@10.0.0.128/25"), false).unwrap(), at("1@10.0.0.0/24"));
    assert_eq!(encode(&it), "1~10.0.0.0/24:na");
}

#[test]
fn a_change_that_would_lose_something_is_refused_and_changes_nothing() {
    let two = "1~10.0.0.0/24,25:nweb:tfront,25:ndata";
    let cases: [(&str, Change, &str); 15] = [
        (
            two,
            |p| p.join(At::space(0), false).map(drop),
            "one name would be lost: web (10.0.0.0/25) or data (10.0.0.128/25)",
        ),
        (two, |p| p.split(At::space(0), Into::Halves).map(drop), "10.0.0.0/24 is split already"),
        (two, |p| p.split(at("1@10.0.0.0/25"), Into::Prefix(30)).map(drop), "the smallest subnet in Azure is a /29"),
        (two, |p| p.split(at("1@10.0.0.0/25"), Into::Prefix(25)).map(drop), "has this size already"),
        (two, |p| p.split(at("1@10.0.0.0/25"), Into::Prefix(8)).map(drop), "a /8 is larger than 10.0.0.0/25"),
        (two, |p| p.split(at("1@10.0.0.0/25"), Into::Parts(0)).map(drop), "one part at least"),
        (two, |p| p.split(at("1@10.0.0.64/26"), Into::Halves).map(drop), "10.0.0.64/26 is not in this plan any more"),
        (two, |p| p.split(at("3@10.0.0.0/25"), Into::Halves).map(drop), "10.0.0.0/25 is not in this plan any more"),
        (two, |p| p.name(at("1@10.0.0.0/25"), &"x".repeat(81)), "the name is too long; it has 80"),
        (two, |p| p.add_space(net("10.0.0.0/24"), "").map(drop), "in this virtual network already"),
        ("1~10.0.0.0/8", |p| p.split(At::space(0), Into::Prefix(24)).map(drop), "more than 4096 rows"),
        ("1~10.0.0.0/24,25,25:l", |p| p.join(at("1@10.0.0.0/25"), true).map(drop), "10.0.0.128/25 is locked"),
        ("1~10.0.0.0/24,/25:l,26,26,25", |p| p.clear(at("1@10.0.0.64/26")), "10.0.0.0/25 is locked; unlock it first"),
        (
            "1~10.0.0.0/24,/25,26,26,25",
            |p| p.join(at("1@10.0.0.128/25"), true).map(drop),
            "10.0.0.0/25, next to it, is split",
        ),
        ("1~10.0.0.0/24", |p| p.join(at("1@10.0.0.0/24"), true).map(drop), "there is nothing to join it with"),
    ];
    for (text, change, says) in cases {
        let mut it = plan(text);
        let before = it.clone();
        let error = change(&mut it).unwrap_err().to_string();
        assert!(error.contains(says), "{error}\n{says}");
        assert_eq!(it, before, "{says}");
    }
}

#[test]
fn join_anyway_keeps_the_first() {
    let mut it = plan("1~10.0.0.0/24,25:nweb:tfront,25:ndata:tback");
    it.join(At::space(0), true).unwrap();
    assert_eq!(encode(&it), "1~10.0.0.0/24:nweb:tfront");
}

#[test]
fn locks_come_off_again() {
    let mut it = plan("1~10.0.0.0/24,25:nweb,25");
    it.lock(at("1@10.0.0.0/25"), true).unwrap();
    assert_eq!(it.name(at("1@10.0.0.0/25"), "other"), Err(PlanError::Locked(net("10.0.0.0/25"))));
    assert_eq!(it.remove_space(0), Err(PlanError::Locked(net("10.0.0.0/25"))));
    it.lock(at("1@10.0.0.0/25"), false).unwrap();
    it.name(at("1@10.0.0.0/25"), " a\nb ").unwrap();
    assert_eq!(it.node(at("1@10.0.0.0/25")).unwrap().label.name, "a b");
    it.remove_space(0).unwrap();
    assert!(it.spaces().is_empty());
}

#[test]
fn needs_are_met_the_biggest_first_and_roles_know_their_size_and_name() {
    let mut it = plan("1~10.0.0.0/22:vhub");
    let needs =
        read_needs("web 120\ngateway\nfirewall\n# a comment\napi-server api\ndata /28\nAzureBastionSubnet\n").unwrap();
    let places = it.allot(At::space(0), &needs).unwrap();
    let networks: Vec<String> = places.iter().map(|place| place.network.unwrap().to_string()).collect();
    assert_eq!(
        networks,
        ["10.0.0.0/25", "10.0.1.0/27", "10.0.0.128/26", "10.0.1.32/28", "10.0.1.48/28", "10.0.0.192/26"]
    );
    let names: Vec<&str> = it.spaces()[0].root.leaves().iter().map(|leaf| leaf.label.name.as_str()).collect();
    let expected = ["web", "AzureFirewallSubnet", "AzureBastionSubnet", "GatewaySubnet", "api", "data", "", "", ""];
    assert_eq!(names, expected);
    assert!(check(&it).iter().all(|finding| finding.severity == Severity::Note), "{:?}", check(&it));
}

#[test]
fn what_has_a_name_keeps_its_free_blocks() {
    let it = plan("1~10.0.0.0/24,/25:nteam,26:na,26,25");
    let mut outside = it.clone();
    outside.allot(At::space(0), &read_needs("b /26").unwrap()).unwrap();
    assert_eq!(drawn(&outside)[4], " 10.0.0.128/26 b");
    let mut inside = it.clone();
    inside.allot(at("1@10.0.0.0/25"), &read_needs("b /26").unwrap()).unwrap();
    assert_eq!(drawn(&inside)[3], "  10.0.0.64/26 b");
    // A block over what was split and is free all the same.
    let mut halves = plan("1~10.0.0.0/24,/25,26,26,25");
    halves.allot(At::space(0), &read_needs("all /24").unwrap()).unwrap();
    assert_eq!(drawn(&halves), ["10.0.0.0/24", " 10.0.0.0/24 all"]);
}

#[test]
fn a_need_that_cannot_be_met_says_why() {
    let cases = [
        ("aks-nodes", "AKS nodes needs a size"),
        ("nat-gateway", "takes no subnet of its own"),
        ("a /25\nb /25\nc /29", "c needs a /29, and nothing is left of 10.0.0.0/24"),
        ("a 252", "a needs room for 252 hosts; of 10.0.0.0/24 blocks of /24 to /29 can be given"),
        ("a 0", "a asks for no hosts"),
        ("a /30", "a needs a /30; of 10.0.0.0/24 blocks of /24 to /29 can be given"),
        ("a 99999999999999999999999999999999999", "can be given"),
    ];
    for (needs, says) in cases {
        let mut it = plan("1~10.0.0.0/24");
        let error = it.allot(At::space(0), &read_needs(needs).unwrap()).unwrap_err();
        assert!(error.to_string().contains(says), "{error}\n{says}");
        assert!(error.need().is_some());
        assert_eq!(encode(&it), "1~10.0.0.0/24");
    }
    let full = plan("1~10.0.0.0/24:nx").allot(At::space(0), &read_needs("a /25").unwrap()).unwrap_err();
    assert_eq!(full, PlanError::Taken(net("10.0.0.0/24"), "x".to_owned()));
    let mut six = plan("1~fd00:db8::/56");
    six.allot(At::space(0), &read_needs("gateway\nweb 100").unwrap()).unwrap();
    assert_eq!(six.spaces()[0].taken(), [net("fd00:db8::/64"), net("fd00:db8:0:1::/64")]);
    let exact = plan("1~10.0.0.0/24").allot(At::space(0), &read_needs("a 251").unwrap());
    assert_eq!(exact.unwrap(), [at("1@10.0.0.0/24")]);
    assert!(matches!(PlanError::Allot(AllotError::Nothing { request: 2, name: String::new() }).need(), Some(2)));
}

#[test]
fn links_are_written_short_and_read_back() {
    let cases = [
        "1",
        "1~10.0.0.0/16:vhub",
        "1~10.0.0.0/16,24x256",
        "1~10.0.0.0/24:vhub,/25:nteams:c2,26:na!cb!d!t!e:l,26:tkeep,25:rapi-server",
        "1~10.0.0.0/24,27:rgateway,27:nother:rgateway,26,25~2001:db8::/56:vsix,57,57:nx",
        "1~0.0.0.0/0,1x2",
        "1~::/0,1x2",
        "1~10.0.0.0/24:l",
    ];
    for text in cases {
        assert_eq!(encode(&plan(text)), text);
    }
    let large = plan("1~10.0.0.0/12,24x4094");
    assert_eq!(large.spaces()[0].root.leaves().len(), 4_095, "the last two are one free /23");
}

#[test]
fn unknown_parts_of_a_link_are_passed_over_and_missing_ones_are_free() {
    let it = plan("1~10.0.0.0/24:vhub:zlater,26:nweb:Q7:rof-a-later-version:c99");
    assert_eq!(drawn(&it), ["10.0.0.0/24 hub", " 10.0.0.0/26 web", " 10.0.0.64/26", " 10.0.0.128/25"]);
}

#[test]
fn a_link_that_cannot_be_read_says_where() {
    let cases = [
        ("", "this is no plan; one begins with 1~"),
        ("hello", "this is no plan; one begins with 1~"),
        ("2~10.0.0.0/8", "this plan is of version \"2\""),
        ("1~10.0.0.1/24", "address space 1: 10.0.0.1/24"),
        ("1~10.0.0.0/24~x", "address space 2: "),
        ("1~10.0.0.0/24,26,x", "address space 1, row 2: \"x\" is no length"),
        ("1~10.0.0.0/24,+25", "row 1: \"+25\" is no length"),
        ("1~10.0.0.0/24,26,25", "row 2: a /25 does not fit there in 10.0.0.0/24"),
        ("1~10.0.0.0/24,24", "row 1: a /24 does not fit"),
        ("1~10.0.0.0/24,33", "row 1: a /33 does not fit"),
        ("1~10.0.0.0/24,25,25,25", "row 3: 10.0.0.0/24 is full"),
        ("1~10.0.0.0/24,25x3", "row 1: 10.0.0.0/24 is full"),
        ("1~10.0.0.0/8,24x99999999999", "row 1: the plan would have more than 4096 rows"),
        ("1~10.0.0.0/8,24x0", "\"24x0\" is no length"),
        ("1~10.0.0.0/8,/24x2", "\"/24x2\" is no length"),
    ];
    for (text, says) in cases {
        let error = decode(text).unwrap_err().to_string();
        assert!(error.contains(says), "{text}: {error}");
    }
    assert!(decode(&format!("1{}", "~10.0.0.0/24".repeat(65))).unwrap_err().to_string().contains("64 address spaces"));
    assert!(decode(&format!("1~10.0.0.0/24:n{}", "x".repeat(MOST_TEXT))).unwrap_err().to_string().contains("too long"));
    assert!(decode("1~::/0,/1,/2,/3,4").is_ok());
    let deep = (1..=128).map(|n| format!(",/{n}")).collect::<Vec<_>>().concat();
    assert!(decode(&format!("1~::/0{deep}")).is_ok());
}

#[test]
fn a_plan_is_held_to_what_azure_asks() {
    let cases: [(&str, &[(&str, &str)]); 12] = [
        ("1~10.0.0.0/24,28:nGatewaySubnet", &[("role-size", "10.0.0.0/28: A /28 is too small")]),
        ("1~10.0.0.0/24,27:nfw:rfirewall", &[("role-size", "at least a /26")]),
        ("1~10.0.0.0/24,26:nfw:rfirewall", &[("role-name", "must be called AzureFirewallSubnet")]),
        ("1~10.0.0.0/24,26:nGatewaySubnet:rgeneral", &[("role-name", "belongs to the subnet for VPN")]),
        ("1~10.0.0.0/24,25:ringress,25:rapplication-gateway", &[("role-small", "the /24 that is advised")]),
        ("1~10.0.0.0/24,30:ntiny", &[("subnet-size", "10.0.0.0/30 is too small")]),
        ("1~fd00::/56,65:nx", &[("subnet-size", "a /64 exactly")]),
        ("1~10.0.0.0/24:va1,25:nweb,25:nWEB", &[("name-twice", "10.0.0.128/25 is called WEB")]),
        (
            "1~10.0.0.0/24:vhub~10.0.0.0/25:vspoke",
            &[("vnet-overlap", "share 10.0.0.0/25: virtual networks that overlap")],
        ),
        ("1~10.0.0.0/24:vhub~10.0.0.0/25:vhub", &[("space-overlap", "must not overlap")]),
        ("1~168.63.0.0/16:vhub", &[("space-refused", "168.63.129.16/32")]),
        (
            "1~8.8.0.0/16:v-x,24:n-a b",
            &[("vnet-name", "\"-x\""), ("subnet-name", "\"-a b\""), ("space-public", "not only private")],
        ),
    ];
    for (text, expected) in cases {
        let found = check(&plan(text));
        let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, expected.iter().map(|(code, _)| *code).collect::<Vec<_>>(), "{text}");
        for (finding, (_, says)) in found.iter().zip(expected) {
            assert!(finding.message.contains(says), "{}", finding.message);
        }
    }
    let delegated = check(&plan("1~10.0.0.0/24,28:napi:rapi-server"));
    assert!(delegated[0].message.contains("Microsoft.ContainerService/managedClusters"));
}

#[test]
fn spaces_of_one_name_are_one_network_and_both_families_one_subnet() {
    let it = plan("1~10.0.0.0/24:vhub,25:nweb,25:raks-nodes~fd00:1::/56:vhub,64:nweb~10.1.0.0/24~10.2.0.0/24:vvnet-2");
    let found = vnets(&it);
    let names: Vec<&str> = found.iter().map(|vnet| vnet.name.as_str()).collect();
    assert_eq!(names, ["hub", "vnet-3", "vnet-2"], "a name that was given is not given again");
    assert_eq!(found[0].spaces, [net("10.0.0.0/24"), net("fd00:1::/56")]);
    assert_eq!(found[0].subnets.len(), 2);
    assert_eq!(found[0].subnets[0].prefixes, [net("10.0.0.0/25"), net("fd00:1::/64")]);
    assert_eq!(found[0].subnets[1].name, "aks-nodes");
}

#[test]
fn free_space_is_what_nobody_wants() {
    let it = plan("1~10.0.0.0/24,26:na,26:tkeep,25");
    let space = &it.spaces()[0];
    assert_eq!(space.free().count().to_string(), "128");
    assert_eq!(space.next_free(26), Some(net("10.0.0.128/26")));
    assert_eq!(space.next_free(24), None);
    assert_eq!(space.next_free(8), None);
}

#[test]
fn tables_are_read_as_spreadsheets_write_them() {
    let text = "\u{feff}VNet;Address space;Network;Name;Note\r\nhub;10.0.0.0/22;10.0.0.0/24;\"a;\"\"b\"\"\";\"two\nlines\"\r\n\r\nhub;;10.0.1.0/24;GatewaySubnet;\r\n";
    let it = read_csv(text).unwrap();
    assert_eq!(drawn(&it), ["10.0.0.0/22 hub", " 10.0.0.0/24 a;\"b\"", " 10.0.1.0/24 GatewaySubnet", " 10.0.2.0/23"]);
    assert_eq!(it.rows()[2].node.label.role, Some(Role::Gateway));
    let flat = read_csv("network,name\n10.0.0.0/26,a\n10.0.0.64/26,b\n").unwrap();
    assert_eq!(drawn(&flat), ["10.0.0.0/25", " 10.0.0.0/26 a", " 10.0.0.64/26 b"]);
    let cases = [
        ("name\nweb\n", "the first line names no column \"network\""),
        ("network\n10.0.0.0/8/9\n", "line 2: "),
        ("network,name\n10.0.0.0/24,\"web\n", "line 2: a quotation mark is opened and never closed"),
        ("network,address_space\n10.1.0.0/24,10.0.0.0/16\n", "line 2: 10.1.0.0/24 lies in none"),
        ("network\n10.0.0.0/24\n10.0.0.0/24\n", "line 3: 10.0.0.0/24 stands there twice"),
    ];
    for (text, says) in cases {
        let error = read_csv(text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn needs_and_spaces_are_read_a_line_at_a_time() {
    assert_eq!(read_spaces("10.0.0.0/16 hub\n\n10.1.0.0/16, a spoke\n").unwrap().len(), 2);
    assert_eq!(read_spaces("10.0.0.0/16\n10.1.0.1/16").unwrap_err().line, 2);
    let needs = read_needs("aks-nodes pool a 1,000 hosts\nweb").unwrap();
    assert_eq!(
        needs[0],
        Need { name: "pool a".to_owned(), role: Some(Role::AksNodes), wanted: Some(Wanted::Hosts(1000)) }
    );
    assert_eq!(needs[1].wanted, None);
    assert!(read_needs("/24").is_err());
    for odd in ["", "-1", "/", "/129", "/-1", "1e3", "٣", "+5"] {
        assert_eq!(read_size(odd), None, "{odd}");
    }
}
