use super::*;

fn named(kind: Kind, net: &str) -> Named {
    Named { name: kind.title().to_owned(), kind, net: net.parse().unwrap() }
}

fn first(a: (Kind, &str), b: (Kind, &str)) -> Pair {
    Matrix::of(&[named(a.0, a.1), named(b.0, b.1)]).unwrap().pair(0, 1).unwrap().clone()
}

#[test]
fn two_ranges_share_the_smaller_or_nothing() {
    let cases = [
        ("10.0.0.0/16", "10.0.255.128/25", Some("10.0.255.128/25")),
        ("172.16.0.0/12", "172.31.0.0/16", Some("172.31.0.0/16")),
        ("0.0.0.0/0", "10.0.0.0/8", Some("10.0.0.0/8")),
        ("10.0.0.0/24", "10.0.1.0/24", None),
        ("10.0.0.77/24", "10.0.0.200/25", Some("10.0.0.128/25")),
        ("fd00::/8", "fd12::/64", Some("fd12::/64")),
        ("::/0", "10.0.0.0/8", None),
        ("0.0.0.0/0", "0.0.0.0/0", Some("0.0.0.0/0")),
    ];
    for (a, b, expected) in cases {
        let expected = expected.map(|net| net.parse().unwrap());
        assert_eq!(shared(a.parse().unwrap(), b.parse().unwrap()), expected, "{a} {b}");
        assert_eq!(shared(b.parse().unwrap(), a.parse().unwrap()), expected, "{b} {a}");
    }
}

#[test]
fn each_pair_has_its_rule() {
    use Kind::*;
    use Rule::*;
    let cases = [
        (ServicesRange, NodeSubnet, MustNotOverlap),
        (ServicesRange, PodSubnet, MustNotOverlap),
        (ServicesRange, ApiServerSubnet, MustNotOverlap),
        (ServicesRange, PodRange, MustNotOverlap),
        (ServicesRange, Peer, MustNotOverlap),
        (ServicesRange, OnPremises, MustNotOverlap),
        (ServicesRange, Reserved, MustNotOverlap),
        (ServicesRange, ClusterNetwork, NotAdvised),
        (ServicesRange, ServicesRange, MayRepeat),
        (PodRange, PodRange, MayRepeat),
        (PodRange, NodeSubnet, MustNotOverlap),
        (PodRange, ClusterNetwork, NotAdvised),
        (PodRange, Peer, NotAdvised),
        (PodRange, OnPremises, NotAdvised),
        (PodRange, Reserved, MustNotOverlap),
        (NodeSubnet, ClusterNetwork, PartOf),
        (NodeSubnet, NodeSubnet, MayRepeat),
        (NodeSubnet, PodSubnet, MustNotOverlap),
        (NodeSubnet, Peer, MustNotOverlap),
        (ClusterNetwork, Peer, MustNotOverlap),
        (ClusterNetwork, Reserved, MustNotOverlap),
        (Peer, Peer, NotAdvised),
    ];
    for (a, b, rule) in cases {
        let net = "10.8.0.0/16";
        assert_eq!(first((a, net), (b, net)).rule, rule, "{a:?} {b:?}");
        assert_eq!(first((b, net), (a, net)).rule, rule, "{b:?} {a:?}");
    }
}

#[test]
fn a_pair_says_whether_its_rule_is_kept() {
    use Kind::*;
    let cases = [
        ((ServicesRange, "10.0.0.0/16"), (NodeSubnet, "10.0.4.0/22"), State::Broken, Some("10.0.4.0/22")),
        ((ServicesRange, "10.0.0.0/16"), (NodeSubnet, "10.1.4.0/22"), State::Fine, None),
        ((ServicesRange, "10.0.0.0/16"), (ServicesRange, "10.0.0.0/16"), State::Fine, Some("10.0.0.0/16")),
        ((PodRange, "10.244.0.0/16"), (OnPremises, "10.0.0.0/8"), State::Unwise, Some("10.244.0.0/16")),
        ((NodeSubnet, "10.1.0.0/24"), (NodeSubnet, "10.1.0.0/25"), State::Broken, Some("10.1.0.0/25")),
        ((NodeSubnet, "10.1.0.0/24"), (NodeSubnet, "10.1.0.0/24"), State::Fine, Some("10.1.0.0/24")),
        ((ClusterNetwork, "10.1.0.0/16"), (NodeSubnet, "10.1.0.0/24"), State::Fine, Some("10.1.0.0/24")),
        ((ClusterNetwork, "10.1.0.0/16"), (NodeSubnet, "10.2.0.0/24"), State::Broken, None),
        ((ClusterNetwork, "10.1.0.0/16"), (NodeSubnet, "10.0.0.0/8"), State::Broken, Some("10.1.0.0/16")),
    ];
    for (a, b, state, shared) in cases {
        let pair = first(a, b);
        assert_eq!(pair.state, state, "{a:?} {b:?}");
        assert_eq!(pair.shared, shared.map(|net| net.parse().unwrap()), "{a:?} {b:?}");
    }
}

#[test]
fn a_subnet_is_in_one_of_several_address_spaces() {
    let spaces = [named(Kind::ClusterNetwork, "10.1.0.0/16"), named(Kind::ClusterNetwork, "10.2.0.0/16")];
    let inside = Matrix::of(&[spaces[0].clone(), spaces[1].clone(), named(Kind::NodeSubnet, "10.2.4.0/22")]).unwrap();
    assert_eq!(inside.state(), State::Fine);
    let outside = Matrix::of(&[spaces[0].clone(), spaces[1].clone(), named(Kind::NodeSubnet, "10.3.4.0/22")]).unwrap();
    assert_eq!(outside.state(), State::Broken);
}

#[test]
fn the_reserved_ranges_are_always_compared() {
    let matrix = Matrix::of(&[named(Kind::PodRange, "172.16.0.0/12")]).unwrap();
    let broken: Vec<String> = matrix
        .pairs
        .iter()
        .filter(|pair| pair.state == State::Broken)
        .filter_map(|pair| pair.shared)
        .map(|net| net.to_string())
        .collect();
    assert_eq!(broken, ["172.30.0.0/16", "172.31.0.0/16"]);
    assert_eq!(Matrix::of(&[]).unwrap().state(), State::Fine);
}

#[test]
fn every_two_kinds_have_a_reason_and_the_order_does_not_matter() {
    for a in Kind::ALL {
        for b in Kind::ALL {
            for equal in [false, true] {
                let (rule, why, source) = rules::of(a, b, equal);
                assert_eq!((rule, why, source), rules::of(b, a, equal), "{a:?} {b:?}");
                assert!(why.ends_with('.'), "{a:?} {b:?}");
            }
        }
    }
}

#[test]
fn too_many_ranges_are_refused() {
    let ranges = vec![named(Kind::Peer, "10.0.0.0/8"); MOST_RANGES + 1];
    assert_eq!(Matrix::of(&ranges), Err(TooMany(101)));
    assert_eq!(Matrix::of(&ranges[1..]).unwrap().pairs.len(), 104 * 103 / 2);
}
