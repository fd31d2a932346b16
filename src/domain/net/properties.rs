//! What holds for every input.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Any network of either family, host bits included.
fn any_network() -> impl Strategy<Value = IpNet> {
    let v4 = (any::<u32>(), 0..=32_u8).prop_map(|(a, p)| IpNet::new(Ipv4Addr::from_bits(a).into(), p).unwrap());
    let v6 = (any::<u128>(), 0..=128_u8).prop_map(|(a, p)| IpNet::new(Ipv6Addr::from_bits(a).into(), p).unwrap());
    prop_oneof![v4, v6]
}

/// Networks that meet often: at the lower end, in the middle and at the upper end of both families.
fn near() -> impl Strategy<Value = IpNet> {
    let v4 = (prop_oneof![Just(0), Just(0x0a00_0000), Just(0xffff_ff00)], any::<u8>(), 22..=32_u8)
        .prop_map(|(base, low, p)| IpNet::new(Ipv4Addr::from_bits(base | u32::from(low)).into(), p).unwrap());
    let v6 = (prop_oneof![Just(0), Just(0xfd00 << 112), Just(!0xff)], any::<u8>(), 118..=128_u8)
        .prop_map(|(base, low, p)| IpNet::new(Ipv6Addr::from_bits(base | u128::from(low)).into(), p).unwrap());
    prop_oneof![4 => v4, 2 => v6, 1 => any_network()]
}

/// Networks within 10.0.0.0/24.
fn of_a_24() -> impl Strategy<Value = IpNet> {
    (any::<u8>(), 24..=32_u8).prop_map(|(low, p)| IpNet::new(Ipv4Addr::new(10, 0, 0, low).into(), p).unwrap())
}

fn parent_24() -> IpNet {
    "10.0.0.0/24".parse().unwrap()
}

/// Which of the 256 addresses of 10.0.0.0/24 are in one of the networks, one by one.
fn bitmap(networks: &[IpNet]) -> Vec<bool> {
    (0..=255).map(|n| networks.iter().any(|net| net.contains(&IpAddr::from(Ipv4Addr::new(10, 0, 0, n))))).collect()
}

/// The fewest prefixes of a bitmap whose length is a power of two: one if all of it is set, else those of its halves.
fn fewest(bits: &[bool]) -> usize {
    match (bits.iter().all(|b| *b), bits.iter().any(|b| *b)) {
        (true, _) => 1,
        (_, false) => 0,
        _ => {
            let (low, high) = bits.split_at(bits.len() / 2);
            fewest(low) + fewest(high)
        }
    }
}

fn set(networks: &[IpNet]) -> AddressSet {
    AddressSet::from(networks)
}

/// The overlaps found by comparing every network with every other.
fn pairs(networks: &[IpNet]) -> Vec<Overlap> {
    let of = |a: usize| (a + 1..networks.len()).map(move |b| (a, b));
    let all = (0..networks.len()).flat_map(of);
    all.filter_map(|(a, b)| shared(networks[a], networks[b]).map(|shared| Overlap { a, b, shared })).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn split_then_join_is_the_network(network in any_network(), bits in 0..=10_u8) {
        let prefix = network.prefix_len().saturating_add(bits).min(network.max_prefix_len());
        let split = Split::to_prefix(network, prefix).unwrap();
        let parts: Vec<IpNet> = split.parts().collect();
        prop_assert_eq!(Count::from(parts.len() as u64), split.count());
        prop_assert!(parts.windows(2).all(|w| w[0] < w[1] && !relation(w[0], w[1]).overlaps()));
        prop_assert_eq!(join(&parts), Ok(network.trunc()));
        let mut back: Vec<IpNet> = split.parts().rev().collect();
        prop_assert_eq!(join(&back), Ok(network.trunc()));
        back.reverse();
        prop_assert_eq!(back, parts);
    }

    #[test]
    fn splitting_into_parts_gives_the_next_power_of_two(network in any_network(), parts in any::<u128>(), less in 0..128_u32) {
        let parts = parts >> less;
        let fits = parts > 0 && Count::from(parts) <= Count::power_of_two(network.max_prefix_len() - network.prefix_len());
        let split = Split::into_parts(network, parts);
        prop_assert_eq!(split.is_ok(), fits);
        if let Ok(split) = split {
            prop_assert!(split.count() >= Count::from(parts));
            let half = split.prefix().checked_sub(network.prefix_len() + 1).map(Count::power_of_two);
            prop_assert!(half.is_none_or(|half| half < Count::from(parts)));
        }
    }

    #[test]
    fn aggregation_keeps_the_addresses_and_is_the_shortest(networks in vec(of_a_24(), 0..40)) {
        let found = aggregate(&networks);
        prop_assert_eq!(bitmap(&found), bitmap(&networks));
        prop_assert_eq!(found.len(), fewest(&bitmap(&networks)));
        prop_assert!(found.windows(2).all(|w| w[0] < w[1]));
        let set = set(&networks);
        prop_assert_eq!(set.prefix_count(), found.len() as u64);
        let all = bitmap(&networks).iter().filter(|b| **b).count();
        prop_assert_eq!(set.count(), Count::from(all as u64));
    }

    #[test]
    fn aggregation_agrees_with_ipnet(networks in vec(near(), 0..60)) {
        let mut theirs = IpNet::aggregate(&networks);
        theirs.sort();
        prop_assert_eq!(aggregate(&networks), theirs);
    }

    #[test]
    fn subtraction_undoes_union(a in vec(near(), 0..30), b in vec(near(), 0..30)) {
        let (a, b) = (set(&a), set(&b));
        let only_a = a.subtract(&b);
        prop_assert!(!only_a.overlaps(&b));
        prop_assert_eq!(only_a.union(&b), a.union(&b));
        prop_assert_eq!(a.union(&b).subtract(&b), only_a.clone());
        prop_assert_eq!(only_a.union(&a.intersect(&b)), a.clone());
        prop_assert_eq!(a.intersect(&b), a.subtract(&only_a));
        prop_assert_eq!(a.overlaps(&b), !a.intersect(&b).is_empty());
        prop_assert_eq!(a.union(&b).count() + a.intersect(&b).count(), a.count() + b.count());
    }

    #[test]
    fn the_operations_agree_with_each_address_by_itself(a in vec(of_a_24(), 0..12), b in vec(of_a_24(), 0..12)) {
        let (in_a, in_b) = (bitmap(&a), bitmap(&b));
        let each = |f: fn(bool, bool) -> bool| in_a.iter().zip(&in_b).map(|(a, b)| f(*a, *b)).collect::<Vec<_>>();
        let found = |set: &AddressSet| bitmap(&set.prefixes().collect::<Vec<_>>());
        let (a, b) = (set(&a), set(&b));
        prop_assert_eq!(found(&a.subtract(&b)), each(|a, b| a && !b));
        prop_assert_eq!(found(&a.union(&b)), each(|a, b| a || b));
        prop_assert_eq!(found(&a.intersect(&b)), each(|a, b| a && b));
        for n in 0..=255 {
            prop_assert_eq!(a.contains(Ipv4Addr::new(10, 0, 0, n).into()), in_a[usize::from(n)]);
        }
    }

    #[test]
    fn a_set_and_its_prefixes_and_its_ranges_are_the_same(networks in vec(near(), 0..40)) {
        let whole = set(&networks);
        let prefixes: Vec<IpNet> = whole.prefixes().collect();
        prop_assert_eq!(whole.prefix_count(), prefixes.len() as u64);
        prop_assert_eq!(set(&prefixes), whole.clone());
        prop_assert_eq!(whole.ranges().collect::<AddressSet>(), whole.clone());
        prop_assert!(prefixes.is_sorted());
        prop_assert!(networks.iter().all(|n| whole.covers(*n)));
        let counted: Count = whole.ranges().map(|r| r.count()).sum();
        prop_assert_eq!(whole.count(), counted);
        let bits = |n: IpNet| n.max_prefix_len() - n.prefix_len();
        let best = prefixes.iter().copied().reduce(|best, n| if bits(n) > bits(best) { n } else { best });
        prop_assert_eq!(whole.largest(), best);
    }

    #[test]
    fn a_range_is_made_of_its_prefixes(a in any::<u128>(), b in any::<u128>(), shift in 0..128_u32) {
        let (a, b) = (a >> shift, b >> shift);
        let end = |n: u128| IpAddr::V6(Ipv6Addr::from_bits(n));
        let range = AddressRange::new(end(a.min(b)), end(a.max(b))).unwrap();
        let prefixes = range.prefixes();
        let whole = set(&prefixes);
        prop_assert_eq!(whole.ranges().collect::<Vec<_>>(), vec![range]);
        prop_assert_eq!(whole.prefix_count(), prefixes.len() as u64);
        prop_assert_eq!(&aggregate(&prefixes), &prefixes);
        prop_assert_eq!(whole.count(), range.count());
        prop_assert_eq!(whole.largest().map(|n| n.prefix_len()), prefixes.iter().map(IpNet::prefix_len).min());
    }

    #[test]
    fn the_supernet_covers_all_and_its_halves_do_not(networks in vec(of_a_24(), 1..10)) {
        let around = supernet(&networks).unwrap();
        prop_assert!(networks.iter().all(|n| relation(around, *n).a_contains_b()));
        if around.prefix_len() < 32 {
            for half in around.subnets(around.prefix_len() + 1).unwrap() {
                prop_assert!(!networks.iter().all(|n| relation(half, *n).a_contains_b()));
            }
        }
    }

    #[test]
    fn overlaps_are_those_of_every_pair(networks in vec(near(), 0..40), most in 0..60_usize) {
        let all = pairs(&networks);
        let found = overlaps(&networks, most);
        prop_assert_eq!(found.total, all.len() as u64);
        prop_assert_eq!(found.pairs, &all[..most.min(all.len())]);
    }

    #[test]
    fn the_next_block_is_the_lowest_that_is_free(used in vec(of_a_24(), 0..12), prefix in 24..=32_u8) {
        let naive = parent_24().subnets(prefix).unwrap().find(|n| !used.iter().any(|u| relation(*n, *u).overlaps()));
        prop_assert_eq!(next(parent_24(), &used, prefix), Ok(naive));
    }

    #[test]
    fn what_is_allotted_never_overlaps_and_never_leaves_the_parent(
        used in vec(near(), 0..6),
        hosts in vec(1..70_u128, 0..12),
        kept in 0..6_u32,
        longest in 26..=32_u8,
    ) {
        let parent = parent_24();
        let rules = Rules { kept, smallest_keep_none: kept == 2, shortest: 0, longest };
        let request = |n: &u128| Request { name: n.to_string(), size: Size::Hosts(*n) };
        let requests: Vec<Request> = hosts.iter().map(request).collect();
        let left = free(parent, &used).addresses;
        // One by one, from the biggest: the same by hand.
        let mut order: Vec<(u8, usize)> =
            hosts.iter().enumerate().map(|(n, h)| (rules.prefix_for(parent, *h).unwrap(), n)).collect();
        order.sort_unstable();
        let mut taken = used.clone();
        let mut expected = Vec::new();
        let mut failed = None;
        for (prefix, n) in order {
            let Ok(Some(block)) = next(parent, &taken, prefix) else {
                failed = Some(n);
                break;
            };
            taken.push(block);
            expected.push((n, block));
        }
        match allot(parent, &used, &requests, rules) {
            Err(error) => prop_assert_eq!(Some(error.request()), failed),
            Ok(found) => {
                prop_assert_eq!(failed, None);
                let given: Vec<(usize, IpNet)> = found.allocations.iter().map(|a| (a.request, a.network)).collect();
                prop_assert_eq!(&given, &expected);
                let blocks: Vec<IpNet> = given.iter().map(|(_, n)| *n).collect();
                prop_assert_eq!(overlaps(&blocks, 1).total, 0);
                prop_assert!(blocks.iter().all(|n| relation(parent, *n).a_contains_b() && left.covers(*n)));
                prop_assert!(!found.free.overlaps(&set(&blocks)));
                prop_assert_eq!(found.free.union(&set(&blocks)), left);
                for a in &found.allocations {
                    prop_assert!(a.usable >= Count::from(hosts[a.request]));
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_input_never_matters((a, b) in vec(near(), 0..30).prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle()))) {
        prop_assert_eq!(aggregate(&a), aggregate(&b));
        prop_assert_eq!(set(&a), b.iter().copied().collect());
        prop_assert_eq!(supernet(&a).ok(), supernet(&b).ok());
        prop_assert_eq!(free(parent_24(), &a), free(parent_24(), &b));
        prop_assert_eq!(next(parent_24(), &a, 27), next(parent_24(), &b, 27));
        prop_assert_eq!(overlaps(&a, 0).total, overlaps(&b, 0).total);
    }

    #[test]
    fn what_is_shown_is_read_back(network in any_network(), last in any::<u128>()) {
        let read = parse(&network.to_string());
        // The one exception: dotted IPv6 with a length that makes no sense there.
        let mapped = matches!(&read, Err(e) if matches!(e.fault, Fault::MappedPrefix(_)));
        prop_assert!(mapped || read.as_ref().is_ok_and(|p| p.network == network.trunc() && p.address == network.addr()));
        prop_assert_eq!(parse_network(&network.trunc().to_string()), Ok(network.trunc()));
        prop_assert_eq!(parse_address(&network.addr().to_string()), Ok(network.addr()));
        let range = AddressRange::from(network);
        prop_assert_eq!(parse_range(&range.to_string()), Ok(range));
        if let IpNet::V4(n) = network {
            let Ipv4Facts { netmask, wildcard, prefix, .. } = Ipv4Facts::of(n);
            prop_assert_eq!(parse(&format!("{} {netmask}", n.addr())).unwrap().network, network.trunc());
            if (1..32).contains(&prefix) {
                prop_assert_eq!(parse(&format!("{}/{wildcard}", n.addr())).unwrap().network, network.trunc());
            }
        }
        let address = Ipv6Addr::from_bits(last);
        prop_assert_eq!(parse_address(&expanded(address)), Ok(address.into()));
    }

    #[test]
    fn any_text_is_read_or_refused_in_a_sentence(text in "\\PC{0,80}") {
        check_text(&text)?;
    }

    #[test]
    fn any_text_of_the_signs_of_addresses_is_read_or_refused(text in "[0-9a-f./: %+\\-,;#\n\u{663}\u{ff11}\u{2013}x\\[\\]]{0,60}") {
        check_text(&text)?;
    }

    #[test]
    fn any_slip_in_an_address_is_read_or_refused(network in near(), at in 0..20_usize, put in any::<char>()) {
        let mut text: Vec<char> = network.to_string().chars().collect();
        text.insert(at.min(text.len()), put);
        check_text(&text.iter().collect::<String>())?;
        text[at.min(network.to_string().len() - 1)] = '0';
        check_text(&text.into_iter().collect::<String>())?;
    }

    #[test]
    fn everything_about_a_network_fits_together(network in any_network()) {
        let d = describe(network);
        prop_assert_eq!(d.total, AddressRange::from(network).count());
        prop_assert!(!d.blocks.is_empty());
        if let (Some(sibling), Some(parent)) = (d.sibling, d.parent) {
            prop_assert_eq!(join(&[d.network, sibling]), Ok(parent));
        }
        for neighbour in [d.previous, d.next].into_iter().flatten() {
            prop_assert_eq!(set(&[neighbour, d.network]).ranges().count(), 1);
            prop_assert_eq!(neighbour.prefix_len(), network.prefix_len());
        }
        let digits: String = bits(network.addr(), network.prefix_len()).groups.iter().flat_map(|g| [g.network.clone(), g.host.clone()]).collect();
        prop_assert_eq!(digits.len(), usize::from(network.max_prefix_len()));
    }

    #[test]
    fn counts_add_up_in_decimal(a in any::<u64>(), b in any::<u64>()) {
        let sum = Count::from(a) + Count::from(b);
        prop_assert_eq!(sum.to_string(), (u128::from(a) + u128::from(b)).to_string());
        prop_assert_eq!(sum.less(b.into()), Count::from(a));
        let all = Count::power_of_two(128);
        prop_assert_eq!((all + Count::from(a)).less(u128::from(a)).to_string(), all.to_string());
    }
}

/// Whatever reads a text must not panic, must say no more than a sentence, and must be able to read what it suggests.
fn check_text(text: &str) -> Result<(), TestCaseError> {
    let mut errors = Vec::new();
    errors.extend(parse(text).err());
    errors.extend(parse_item(text).err());
    for error in &errors {
        prop_assert!(!error.to_string().is_empty() && error.to_string().chars().count() < 2_000);
        prop_assert!(error.suggestion.as_deref().is_none_or(|meant| parse_item(meant).is_ok()), "{error}");
    }
    if let Err(error) = parse_network(text) {
        prop_assert!(error.suggestion.as_deref().is_none_or(|meant| parse_network(meant).is_ok()), "{error}");
    }
    if let Err(error) = parse_address(text) {
        prop_assert!(error.suggestion.as_deref().is_none_or(|meant| parse_address(meant).is_ok()), "{error}");
    }
    if let Err(error) = parse_range(text) {
        prop_assert!(error.suggestion.as_deref().is_none_or(|meant| parse_range(meant).is_ok()), "{error}");
    }
    if let Ok(parsed) = parse(text) {
        prop_assert_eq!(parse_network(&parsed.network.to_string()), Ok(parsed.network));
        prop_assert!(parsed.network.contains(&parsed.address));
    }
    let list = read_list(text, 10);
    prop_assert!(list.is_err() || list.is_ok_and(|l| l.entries.len() + l.wrong <= 10));
    Ok(())
}
