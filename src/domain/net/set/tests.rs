use super::*;

fn nets(text: &str) -> Vec<IpNet> {
    text.split_whitespace().map(|n| n.parse().unwrap()).collect()
}

fn set(text: &str) -> AddressSet {
    nets(text).into_iter().collect()
}

fn shown(set: &AddressSet) -> String {
    let prefixes: Vec<String> = set.prefixes().map(|n| n.to_string()).collect();
    assert_eq!(set.prefix_count(), prefixes.len() as u64);
    prefixes.join(" ")
}

#[test]
fn sets_are_united_intersected_and_subtracted_in_both_families() {
    let a = set("10.0.0.0/24 10.0.2.0/24 2001:db8::/33");
    let b = set("10.0.0.128/25 10.0.1.0/24 2001:db8::/32 192.168.0.0/16");
    assert_eq!(shown(&a.union(&b)), "10.0.0.0/23 10.0.2.0/24 192.168.0.0/16 2001:db8::/32");
    assert_eq!(shown(&a.intersect(&b)), "10.0.0.128/25 2001:db8::/33");
    assert_eq!(shown(&a.subtract(&b)), "10.0.0.0/25 10.0.2.0/24");
    assert_eq!(shown(&b.subtract(&a)), "10.0.1.0/24 192.168.0.0/16 2001:db8:8000::/33");
    assert!(a.overlaps(&b) && !a.subtract(&b).overlaps(&b));
    let all = set("0.0.0.0/0 ::/0");
    assert_eq!(shown(&all.subtract(&all)), "");
    assert_eq!(shown(&all.subtract(&AddressSet::new())), "0.0.0.0/0 ::/0");
    assert_eq!(shown(&AddressSet::new().subtract(&all)), "");
    assert_eq!(all.count(), Count::power_of_two(128) + Count::power_of_two(32));
}

#[test]
fn the_ends_of_the_address_space_are_ends() {
    let all = set("0.0.0.0/0 ::/0");
    let ends = set("0.0.0.0/32 255.255.255.255/32 ::/128 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128");
    let middle = all.subtract(&ends);
    assert_eq!(middle.prefix_count(), 62 + 254);
    assert_eq!(middle.prefixes().count(), 62 + 254);
    assert_eq!(middle.union(&ends), all);
    assert_eq!(shown(&all.subtract(&middle)), shown(&ends));
    assert_eq!(ends.ranges().map(|r| r.to_string()).next().unwrap(), "0.0.0.0 - 0.0.0.0");
}

#[test]
fn what_is_in_a_set_is_known() {
    let set = set("10.0.0.0/24 10.0.1.0/24 10.0.3.0/24 2001:db8::/64");
    for (address, inside) in [
        ("9.255.255.255", false),
        ("10.0.0.0", true),
        ("10.0.1.255", true),
        ("10.0.2.0", false),
        ("10.0.3.255", true),
        ("10.0.4.0", false),
        ("2001:db8::1", true),
        ("2001:db8:0:1::", false),
        ("::", false),
    ] {
        assert_eq!(set.contains(address.parse().unwrap()), inside, "{address}");
    }
    for (network, covered) in [
        ("10.0.0.0/23", true),
        ("10.0.0.0/22", false),
        ("10.0.3.128/25", true),
        ("10.0.2.0/24", false),
        ("2001:db8::/65", true),
        ("::/0", false),
    ] {
        assert_eq!(set.covers(network.parse().unwrap()), covered, "{network}");
    }
}

#[test]
fn a_listing_is_cut_and_counts_all() {
    let set = set("10.0.0.1/32 10.0.0.3/32 10.0.0.5/32");
    let listing = set.listing(2);
    assert_eq!((listing.items.len(), listing.total, listing.is_cut()), (2, 3, true));
    assert!(!set.listing(3).is_cut());
}

#[test]
fn ranges_become_the_same_set_as_their_prefixes() {
    let range = AddressRange::new("10.0.0.1".parse().unwrap(), "10.0.0.9".parse().unwrap()).unwrap();
    let twice: AddressSet = [range, range, AddressRange::from(nets("10.0.0.10/32")[0])].into_iter().collect();
    assert_eq!(shown(&twice), "10.0.0.1/32 10.0.0.2/31 10.0.0.4/30 10.0.0.8/31 10.0.0.10/32");
    assert_eq!(twice.ranges().count(), 1);
}

#[test]
fn the_supernet_is_the_smallest_around_all() {
    let around = |text: &str| supernet(&nets(text)).map(|n| n.to_string());
    assert_eq!(around("10.0.0.0/25 10.0.0.128/25").as_deref(), Ok("10.0.0.0/24"));
    assert_eq!(around("10.0.3.0/24 10.0.0.0/24").as_deref(), Ok("10.0.0.0/22"));
    assert_eq!(around("10.255.255.255/32 11.0.0.0/32").as_deref(), Ok("10.0.0.0/7"));
    assert_eq!(around("0.0.0.0/32 255.255.255.255/32").as_deref(), Ok("0.0.0.0/0"));
    assert_eq!(around("10.0.0.9/24").as_deref(), Ok("10.0.0.0/24"));
    assert_eq!(around("::/128 8000::/128").as_deref(), Ok("::/0"));
    assert_eq!(around("2001:db8::1/128").as_deref(), Ok("2001:db8::1/128"));
    assert_eq!(supernet(&[]), Err(SupernetError::Empty));
    assert!(matches!(supernet(&nets("::/0 10.0.0.0/8")), Err(SupernetError::Families(_, _))));
}

#[test]
fn free_space_is_what_is_left_of_the_parent_alone() {
    let free = |parent: &str, used: &str| free(parent.parse().unwrap(), &nets(used));
    let found = free("10.200.0.0/24", "10.200.0.0/26 10.200.0.64/27 10.200.0.128/26 10.201.0.0/16 ::/0");
    assert_eq!(shown(&found.addresses), "10.200.0.96/27 10.200.0.192/26");
    assert_eq!((found.largest, found.addresses.count()), (Some(nets("10.200.0.192/26")[0]), Count::from(96_u64)));
    // Of two that are equally large the lower one.
    assert_eq!(free("10.0.0.0/24", "10.0.0.64/26").largest, Some(nets("10.0.0.128/25")[0]));
    assert_eq!(free("10.0.0.0/24", "10.0.0.64/26 10.0.0.192/26").largest, Some(nets("10.0.0.0/26")[0]));
    // Also within one run, to both sides of its roundest address.
    let sides = free("10.0.0.0/24", "10.0.0.0/26 10.0.0.192/26");
    assert_eq!(
        (shown(&sides.addresses).as_str(), sides.largest),
        ("10.0.0.64/26 10.0.0.128/26", Some(nets("10.0.0.64/26")[0]))
    );
    let all = AddressSet::from(nets("::/0")[0]);
    assert_eq!((all.largest(), all.prefix_count()), (Some(nets("::/0")[0]), 1));
    assert_eq!(free("10.0.0.0/24", "0.0.0.0/0").largest, None);
}
