//! What holds for every plan, whatever is done to it.

use proptest::prelude::*;

use super::*;
use crate::domain::net::Split;

/// Every address of a network is in exactly one leaf of it, and every part lies in what it is a part of.
fn whole(node: &Node) {
    if node.parts.is_empty() {
        return;
    }
    let mut next = node.network.network();
    for part in &node.parts {
        assert_eq!(part.network.network(), next, "{} begins where the one before ends", part.network);
        assert!(node.network.contains(&part.network) && part.network.prefix_len() > node.network.prefix_len());
        whole(part);
        next = match part.network.broadcast() {
            std::net::IpAddr::V4(a) => std::net::Ipv4Addr::from_bits(a.to_bits().wrapping_add(1)).into(),
            std::net::IpAddr::V6(a) => std::net::Ipv6Addr::from_bits(a.to_bits().wrapping_add(1)).into(),
        };
    }
    let last = node.parts.last().map(|part| part.network.broadcast());
    assert_eq!(last, Some(node.network.broadcast()), "{} is full", node.network);
}

fn holds(plan: &Plan) {
    for space in plan.spaces() {
        whole(&space.root);
        let leaves: Vec<IpNet> = space.root.leaves().iter().map(|leaf| leaf.network).collect();
        let count = AddressSet::from(leaves.as_slice()).count();
        assert_eq!(count, space.count(), "no address is lost");
        let sum: Count = leaves.iter().map(|n| Count::power_of_two(n.max_prefix_len() - n.prefix_len())).sum();
        assert_eq!(sum, space.count(), "no address is there twice");
    }
    assert!(plan.size() <= MOST_ROWS);
    assert_eq!(plan.size(), plan.rows().len());
    assert_eq!(decode(&encode(plan)).as_ref(), Ok(plan));
}

/// One change: which, of which row, with which number.
fn changes() -> impl Strategy<Value = Vec<(u8, usize, u8)>> {
    prop::collection::vec((0..10_u8, any::<usize>(), 0..40_u8), 0..40)
}

fn done(plan: &mut Plan, (what, row, n): (u8, usize, u8)) {
    let rows = plan.rows();
    let at = rows[row % rows.len()].at;
    // Whether it is refused or not, the plan holds.
    let _ = match what {
        0 | 1 => plan.split(at, Into::Halves).map(drop),
        2 => plan.split(at, Into::Parts(n.into())).map(drop),
        3 => plan.split(at, Into::Prefix(n)).map(drop),
        4 => plan.join(at, n % 2 == 0).map(drop),
        5 => plan.name(at, &format!("n,{n}:~!x")),
        6 => plan.lock(at, n % 3 == 0),
        7 => plan.clear(at),
        8 => {
            let role = Role::ALL.get(usize::from(n)).copied();
            let label = Label { name: "ü \"'".to_owned(), role, note: "~n".to_owned(), colour: n % 9, locked: false };
            plan.describe(at, &label)
        }
        _ => {
            let need = |n: u8| Need { name: format!("need{n}"), role: None, wanted: Some(Wanted::Prefix(20 + n % 10)) };
            plan.allot(at, &[need(n), need(n / 2)]).map(drop)
        }
    };
}

proptest! {
    #[test]
    fn no_change_loses_or_doubles_an_address(changes in changes()) {
        let mut plan = decode("1~10.0.0.0/16:vhub~192.168.7.0/24~fd00:1::/56:vsix").unwrap();
        for change in changes {
            done(&mut plan, change);
            holds(&plan);
        }
    }

    #[test]
    fn split_and_then_join_is_the_same_plan(changes in changes(), row in any::<usize>(), bits in 1..5_u8) {
        let mut plan = decode("1~10.0.0.0/16:vhub").unwrap();
        for change in changes {
            done(&mut plan, change);
        }
        let at = plan.rows()[row % plan.size()].at;
        let before = plan.clone();
        let prefix = plan.node(at).unwrap().network.prefix_len() + bits;
        if plan.split(at, Into::Prefix(prefix)).is_ok() {
            plan.join(at, false).unwrap();
            prop_assert_eq!(plan, before);
        }
    }

    #[test]
    fn allotted_blocks_lie_inside_and_apart_and_only_equals_feel_the_order(
        sizes in prop::collection::vec(24..30_u8, 1..12),
        turn in any::<usize>(),
        taken in prop::collection::vec(0..256_u32, 0..6),
    ) {
        let mut plan = decode("1~10.0.0.0/20").unwrap();
        for n in taken {
            let block = Split::to_prefix(plan.spaces()[0].root.network, 28).unwrap().part(n.into()).unwrap();
            let _ = plan.allot(At::space(0), &[Need { name: "old".to_owned(), role: None, wanted: Some(Wanted::Prefix(block.prefix_len())) }]);
        }
        let before = plan.spaces()[0].taken();
        let need = |size: &u8| Need { name: format!("of{size}"), role: None, wanted: Some(Wanted::Prefix(*size)) };
        let needs: Vec<Need> = sizes.iter().map(need).collect();
        let mut turned = needs.clone();
        turned.rotate_left(turn % needs.len());
        let mut other = plan.clone();
        let (one, two) = (plan.allot(At::space(0), &needs), other.allot(At::space(0), &turned));
        prop_assert_eq!(one.is_ok(), two.is_ok());
        if let Ok(places) = one {
            // Needs of one size have one name here, so that who gets which of them does not show.
            prop_assert_eq!(&plan, &other);
            holds(&plan);
            let given: Vec<IpNet> = places.iter().map(|place| place.network.unwrap()).collect();
            for (n, network) in given.iter().enumerate() {
                prop_assert_eq!(network.prefix_len(), sizes[n]);
                prop_assert!(plan.spaces()[0].root.network.contains(network));
                let clash = |other: &IpNet| crate::domain::net::shared(*other, *network).is_some();
                prop_assert!(!before.iter().any(clash));
                prop_assert!(!given[..n].iter().any(clash));
            }
        } else {
            prop_assert_eq!(&plan, &other);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(1~10\\.0\\.0\\.0/2[0-9])?[0-9a-z/:,~x!.\\PC]{0,60}") {
        if let Ok(plan) = decode(&text) {
            holds(&plan);
        }
        let _ = read_csv(&text);
        let _ = read_needs(&text);
    }
}
