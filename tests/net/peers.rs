//! What other tools got wrong, each as a case: the rows are those of the study of peers, where the sources stand.

use std::net::IpAddr;

use ipnet::IpNet;
use podium::domain::net::{
    self, AddressRange, AddressSet, Allotment, Count, Relation, Request, Rules, Size, Split, describe, overlaps, parse,
    parse_network, relation,
};

const AZURE: Rules = Rules { kept: 5, smallest_keep_none: false, shortest: 0, longest: 29 };

fn net(text: &str) -> IpNet {
    parse(text).unwrap_or_else(|e| panic!("{e}")).network
}

fn nets(text: &str) -> Vec<IpNet> {
    text.split_whitespace().map(net).collect()
}

fn shown(networks: &[IpNet]) -> String {
    networks.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn set(text: &str) -> AddressSet {
    nets(text).into_iter().collect()
}

fn aggregated(text: &str) -> String {
    shown(&net::aggregate(&nets(text)))
}

fn range(first: &str, last: &str) -> String {
    let range = AddressRange::new(first.parse().expect("an address"), last.parse().expect("an address"));
    shown(&range.expect("in order").prefixes())
}

fn usable(text: &str) -> u64 {
    describe(net(text)).ipv4.expect("IPv4").usable
}

fn hosts(parent: &str, rules: Rules, hosts: &[u128]) -> Result<Allotment, net::AllotError> {
    let request = |(n, hosts): (usize, &u128)| Request { name: format!("s{}", n + 1), size: Size::Hosts(*hosts) };
    let requests: Vec<Request> = hosts.iter().enumerate().map(request).collect();
    net::allot(net(parent), &[], &requests, rules)
}

fn given(allotment: &Allotment) -> String {
    allotment.allocations.iter().map(|a| format!("{} {}", a.name, a.network)).collect::<Vec<_>>().join(", ")
}

#[test]
fn row_1_and_28_containment_is_seen_under_the_shorter_mask() {
    for (a, b) in [
        ("10.0.0.0/16", "10.0.255.128/25"),
        ("172.16.0.0/12", "172.31.0.0/16"),
        ("0.0.0.0/0", "10.0.0.0/8"),
        ("::/0", "2001:db8::/32"),
    ] {
        let r = relation(net(a), net(b));
        assert_eq!(r, Relation::Contains, "{a} {b}");
        assert!(r.overlaps() && r.a_contains_b() && !r.b_contains_a());
        assert_eq!(relation(net(b), net(a)), Relation::Within, "{b} {a}");
    }
    let parts: Vec<IpNet> = Split::to_prefix(net("10.0.0.77/24"), 25).unwrap().parts().collect();
    assert_eq!(shown(&parts), "10.0.0.0/25 10.0.0.128/25");
}

#[test]
fn rows_2_and_3_aggregation_at_the_end_of_the_address_space_adds_nothing() {
    for same in [
        "255.255.255.254/32",
        "255.255.255.252/31 255.255.255.254/32",
        "255.255.255.255/32",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/128",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc/127 ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/128",
        "128.0.0.0/1",
        "8000::/1",
        "0.0.0.0/0 ::/0",
    ] {
        assert_eq!(aggregated(same), same);
    }
}

#[test]
fn row_4_what_was_taken_out_again_is_gone() {
    let left = set("1.0.1.0/24").subtract(&set("1.0.1.0/24"));
    assert!(left.is_empty());
    assert_eq!((left.prefixes().count(), left.count()), (0, Count::ZERO));
}

#[test]
fn rows_5_and_6_wildcards_lengths_with_zeros_and_counts_at_the_ends() {
    assert_eq!(net("172.28.78.194/0.0.0.31").to_string(), "172.28.78.192/27");
    assert_eq!(net("192.168.0.0/0.0.0.255").to_string(), "192.168.0.0/24");
    assert_eq!(net("2001:db8::/032").to_string(), "2001:db8::/32");
    assert_eq!(net("10.0.0.0 0.255.255.255").to_string(), "10.0.0.0/8");
    assert_eq!(net("2001:dead:beaf:dead:beaf:dead:beaf::/128").prefix_len(), 128);
    let f = describe(net("10.0.0.0/31")).ipv4.unwrap();
    assert_eq!((f.broadcast.to_string(), f.usable), ("10.0.0.1".to_owned(), 2));
    let f = describe(net("0.0.0.0/0")).ipv4.unwrap();
    assert_eq!((f.usable, f.total), (4_294_967_294, 4_294_967_296));
    assert_eq!(describe(net("::/0")).total.to_string(), "340282366920938463463374607431768211456");
    let f = describe(net("255.255.255.255/32")).ipv4.unwrap();
    assert_eq!((f.first, f.last, f.usable), (f.network, f.network, 1));
}

#[test]
fn row_7_ipv6_is_aggregated_to_addresses() {
    let found = aggregated("fd00:0:23e0::/43 fd00:0:2320::/43 fd00:0:2300::/43 fd00:0:2380::/41");
    assert_eq!(found, "fd00:0:2300::/42 fd00:0:2380::/41");
}

#[test]
fn row_8_each_gets_a_block_that_is_large_enough() {
    let found = hosts("10.0.0.0/24", Rules::STANDARD, &[100, 50, 20]).unwrap();
    assert_eq!(given(&found), "s1 10.0.0.0/25, s2 10.0.0.128/26, s3 10.0.0.192/27");
    assert_eq!(given(&hosts("192.168.1.0/24", Rules::STANDARD, &[10]).unwrap()), "s1 192.168.1.0/28");
}

#[test]
fn rows_9_and_10_blocks_are_aligned_and_large_ones_have_a_length() {
    assert_eq!(given(&hosts("10.0.0.0/16", AZURE, &[3, 251]).unwrap()), "s2 10.0.0.0/24, s1 10.0.1.0/29");
    assert_eq!(given(&hosts("10.0.0.0/16", AZURE, &[5_000]).unwrap()), "s1 10.0.0.0/19");
}

#[test]
fn rows_11_and_12_ranges_at_the_end_and_over_everything() {
    assert_eq!(range("255.255.255.255", "255.255.255.255"), "255.255.255.255/32");
    assert_eq!(range("0.0.0.0", "255.255.255.255"), "0.0.0.0/0");
    assert_eq!(range("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), "::/0");
}

#[test]
fn rows_13_and_14_a_child_that_fills_its_parent_and_a_parent_without_children() {
    let full = net::free(net("10.0.0.0/24"), &nets("10.0.0.0/24"));
    assert!(full.addresses.is_empty() && full.largest.is_none());
    let empty = net::free(net("10.0.0.0/24"), &[]);
    assert_eq!((empty.largest, empty.addresses.count()), (Some(net("10.0.0.0/24")), Count::from(256_u64)));
}

#[test]
fn row_15_one_host_takes_one_address_and_a_parent_may_have_host_bits() {
    assert_eq!(
        given(&hosts("10.0.0.0/24", Rules::STANDARD, &[1, 2, 3]).unwrap()),
        "s3 10.0.0.0/29, s2 10.0.0.8/31, s1 10.0.0.10/32"
    );
    assert_eq!(given(&hosts("10.0.0.7/24", Rules::STANDARD, &[100, 100]).unwrap()), "s1 10.0.0.0/25, s2 10.0.0.128/25");
}

#[test]
fn rows_16_and_17_azure_gives_nothing_smaller_than_a_29() {
    for (prefix, room) in [(29, 3_u64), (30, 0), (31, 0), (32, 0)] {
        let network = IpNet::new("10.0.0.0".parse().unwrap(), prefix).unwrap();
        assert_eq!(AZURE.usable(network), Count::from(room));
    }
    let request = [Request { name: "tiny".to_owned(), size: Size::Prefix(30) }];
    let error = net::allot(net("10.0.0.0/24"), &[], &request, AZURE).unwrap_err();
    assert_eq!(error.to_string(), "tiny needs a /30; of 10.0.0.0/24 blocks of /24 to /29 can be given");
}

#[test]
fn rows_18_and_19_what_looks_like_an_address_is_none_and_an_address_alone_is_read() {
    for text in ["10a0b0c0", "12345678"] {
        assert!(parse(text).is_err(), "{text}");
    }
    assert_eq!(net("10.1.0.0").to_string(), "10.1.0.0/32");
}

#[test]
fn rows_21_and_23_azure_counts_and_an_exact_fit() {
    for (prefix, room) in [(25, 123_u64), (24, 251), (23, 507), (21, 2_043), (20, 4_091)] {
        let network = IpNet::new("10.0.0.0".parse().unwrap(), prefix).unwrap();
        assert_eq!(AZURE.usable(network), Count::from(room));
        assert_eq!(AZURE.prefix_for(network, room.into()), Some(prefix));
        assert_eq!(AZURE.prefix_for(network, u128::from(room) + 1), Some(prefix - 1));
    }
}

#[test]
fn row_25_what_is_used_outside_of_the_parent_is_not_offered() {
    let used = nets("10.171.44.0/26 10.168.255.128/27");
    let next = net::next(net("10.171.44.0/25"), &used, 27).unwrap();
    assert_eq!(next, Some(net("10.171.44.64/27")));
    assert_eq!(net::next(net("10.171.44.0/25"), &nets("10.168.0.0/13"), 27), Ok(None));
}

#[test]
fn row_26_when_the_first_block_is_full_the_second_gives() {
    let next = |parent: &str| net::next(net(parent), &nets("10.0.0.0/24 10.1.0.0/25"), 25).unwrap();
    assert_eq!((next("10.0.0.0/24"), next("10.1.0.0/24")), (None, Some(net("10.1.0.128/25"))));
}

#[test]
fn row_27_a_20_has_256_28s() {
    let split = Split::to_prefix(net("10.0.0.0/20"), 28).unwrap();
    assert_eq!(
        (split.count(), split.parts().count(), split.list(256).unwrap().len()),
        (Count::from(256_u64), 256, 256)
    );
}

#[test]
fn row_29_a_network_within_another_is_a_conflict_with_both_named() {
    let found = overlaps(&nets("10.43.2.192/26 10.9.0.0/16 10.43.2.192/28"), 10);
    assert_eq!((found.pairs[0].a, found.pairs[0].b), (0, 2));
    assert_eq!((found.pairs[0].shared, found.total), (net("10.43.2.192/28"), 1));
}

#[test]
fn row_31_the_order_is_by_number_and_not_by_text() {
    assert_eq!(aggregated("10.0.0.0/24 9.0.0.0/24 100.0.0.0/24 ::/128"), "9.0.0.0/24 10.0.0.0/24 100.0.0.0/24 ::/128");
}

#[test]
fn rows_33_34_and_38_counts_do_not_overflow() {
    let cases = [("0.0.0.0/0", 4_294_967_294), ("0.0.0.0/1", 2_147_483_646), ("10.0.0.0/24", 254), ("10.0.0.0/32", 1)];
    for (network, expected) in cases {
        assert_eq!(usable(network), expected, "{network}");
    }
}

#[test]
fn rows_35_36_and_47_nothing_is_added_or_lost_and_the_order_does_not_matter() {
    assert_eq!(aggregated("127.156.0.0/15 127.159.0.0/16"), "127.156.0.0/15 127.159.0.0/16");
    assert_eq!(aggregated("127.159.0.0/16 127.156.0.0/15"), "127.156.0.0/15 127.159.0.0/16");
    assert_eq!(aggregated("2001:db8::/33 10.0.1.0/24 2001:db8:8000::/33 10.0.0.0/24"), "10.0.0.0/23 2001:db8::/32");
    assert_eq!(aggregated("10.1.2.0/24 10.0.0.0/8 10.255.0.0/16"), "10.0.0.0/8");
    let address: IpAddr = "10.1.2.3".parse().unwrap();
    for text in ["128.0.0.0/1 10.0.0.0/9", "10.0.0.0/9 128.0.0.0/1"] {
        assert!(set(text).contains(address));
        assert!(!set(text).contains("11.0.0.0".parse().unwrap()));
    }
}

#[test]
fn row_37_the_parent_of_a_network_holds_it() {
    assert_eq!(describe(net("10.0.4.0/22")).parent, Some(net("10.0.0.0/21")));
}

#[test]
fn rows_39_and_40_ipv6_counts_and_next_blocks() {
    assert_eq!(describe(net("2000::/29")).total, Count::power_of_two(99));
    let split = Split::to_prefix(net("2001:db8::/48"), 64).unwrap();
    assert_eq!((split.count(), split.last()), (Count::from(65_536_u64), net("2001:db8:0:ffff::/64")));
    let used = nets("2001:db8::/64 2001:db8:0:1::/64 2001:db8:0:2::/64 2001:db8:0:3::/64");
    assert_eq!(net::next(net("2001:db8::/48"), &used, 64), Ok(Some(net("2001:db8:0:4::/64"))));
}

#[test]
fn rows_41_and_43_both_addresses_of_a_127_are_hosts() {
    for (network, total) in [("2001:db8::/127", 2_u64), ("2001:db8::/128", 1)] {
        let f = describe(net(network)).ipv6.unwrap();
        assert_eq!((f.total, Rules::WHOLE.usable(net(network))), (Count::from(total), Count::from(total)));
        assert!(f.network <= f.last);
    }
}

#[test]
fn row_42_single_addresses_count_as_used() {
    let free = net::free(net("10.0.0.0/30"), &nets("10.0.0.1 10.0.0.2/32"));
    assert_eq!(shown(&free.addresses.prefixes().collect::<Vec<_>>()), "10.0.0.0/32 10.0.0.3/32");
}

#[test]
fn rows_44_to_46_and_52_what_other_parsers_let_through_is_refused() {
    let cases = [
        ("010.0.0.1/8", "10.0.0.1/8"),
        ("1.2.3.4/+24", "1.2.3.4/24"),
        ("10.0.0.0/ 24", "10.0.0.0/24"),
        ("١٠.0.0.0/24", "10.0.0.0/24"),
        ("10.0.0.0/２４", "10.0.0.0/24"),
        ("fe80::1%eth0/64", "fe80::1/64"),
    ];
    for (text, meant) in cases {
        assert_eq!(parse(text).unwrap_err().suggestion.as_deref(), Some(meant), "{text}");
    }
    let error = parse_network("2001:db8:1::/44").unwrap_err();
    assert_eq!(error.to_string(), "2001:db8:1::/44 has host bits set; the network is 2001:db8::/44");
    assert_eq!(error.suggestion.as_deref(), Some("2001:db8::/44"));
    for prefix in [33, 40] {
        assert!(Split::to_prefix(net("10.0.0.0/32"), prefix).is_err());
    }
}

#[test]
fn row_48_the_last_address_of_a_network_with_host_bits() {
    assert_eq!(describe(net("8.8.8.8/24")).ipv4.unwrap().broadcast.to_string(), "8.8.8.255");
}

#[test]
fn row_49_a_hundred_thousand_entries_that_merge_come_down_to_one() {
    let entries: Vec<IpNet> = Split::to_prefix(net("10.0.0.0/8"), 25).unwrap().parts().take(100_000).collect();
    let merged = net::aggregate(&entries);
    assert_eq!(merged.iter().map(|n| AddressRange::from(*n).count()).sum::<Count>(), Count::from(12_800_000_u64));
    assert_eq!(merged.len(), 100_000_u32.count_ones() as usize);
}

#[test]
fn row_50_space_alone_is_an_error_and_not_an_empty_answer() {
    for text in ["", " ", "\t\n", "\u{a0}", "\u{feff}"] {
        assert!(parse(text).unwrap_err().to_string().starts_with("Nothing is there"), "{text:?}");
    }
}

#[test]
fn row_51_every_prefix_of_a_subnet_counts_as_used() {
    let used = nets("10.0.0.0/26 10.0.0.128/26 2001:db8::/64");
    assert_eq!(net::free(net("10.0.0.0/24"), &used).addresses.count(), Count::from(128_u64));
    assert_eq!(net::next(net("2001:db8::/63"), &used, 64), Ok(Some(net("2001:db8:0:1::/64"))));
}
