use super::*;

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn shown(networks: impl IntoIterator<Item = IpNet>) -> String {
    networks.into_iter().map(|n| n.to_string()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_network_is_split_to_a_length_or_into_parts() {
    let four = "10.0.0.0/26 10.0.0.64/26 10.0.0.128/26 10.0.0.192/26";
    assert_eq!(shown(Split::to_prefix(net("10.0.0.7/24"), 26).unwrap().parts()), four);
    for (parts, prefix, count) in [(1, 24, 1_u64), (2, 25, 2), (3, 26, 4), (4, 26, 4), (5, 27, 8), (256, 32, 256)] {
        let split = Split::into_parts(net("10.0.0.0/24"), parts).unwrap();
        assert_eq!((split.prefix(), split.count()), (prefix, Count::from(count)));
    }
    let all = Split::into_parts(net("::/0"), u128::MAX).unwrap();
    assert_eq!((all.prefix(), all.count()), (128, Count::power_of_two(128)));
}

#[test]
fn what_cannot_be_split_says_what_can() {
    let to = |network: &str, prefix| Split::to_prefix(net(network), prefix).unwrap_err().to_string();
    assert_eq!(to("10.0.0.0/24", 23), "a /23 is larger than 10.0.0.0/24; its parts are /24 to /32");
    assert_eq!(to("10.0.0.0/24", 33), "there is no /33 in IPv4; the parts of 10.0.0.0/24 are /24 to /32");
    assert_eq!(to("::/64", 255), "there is no /255 in IPv6; the parts of ::/64 are /64 to /128");
    let into = |network: &str, parts| Split::into_parts(net(network), parts).unwrap_err().to_string();
    assert_eq!(into("10.0.0.0/24", 0), "a network is split into one part at least");
    assert_eq!(into("10.0.0.0/24", 257), "10.0.0.0/24 has 256 addresses and cannot be split into 257 parts");
    assert!(Split::into_parts(net("0.0.0.0/0"), 1 << 33).is_err());
    assert!(Split::into_parts(net("::/1"), u128::MAX).is_err());
}

#[test]
fn all_of_ipv6_into_single_addresses_costs_nothing() {
    let split = Split::to_prefix(net("::/0"), 128).unwrap();
    assert_eq!(split.count().to_string(), "340282366920938463463374607431768211456");
    assert_eq!((split.first(), split.last()), (net("::/128"), net("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")));
    assert_eq!(split.list(LISTED), None);
    assert_eq!(split.list(usize::MAX), None);
    assert_eq!(shown(split.parts().skip(3).take(2)), "::3/128 ::4/128");
    assert_eq!(shown(split.parts().rev().take(1)), "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128");
    assert_eq!(split.parts().size_hint(), (usize::MAX, None));
    assert_eq!(split.part(u128::MAX), Some(split.last()));
}

#[test]
fn lists_are_given_whole_or_not_at_all() {
    let split = Split::to_prefix(net("10.0.0.0/20"), 28).unwrap();
    assert_eq!((split.list(LISTED), split.list(255)), (None, None));
    assert_eq!(split.list(256).unwrap().len(), 256);
    let most = |prefix| Split::to_prefix(net("10.0.0.0/8"), prefix).unwrap().list(usize::MAX).map(|l| l.len());
    assert_eq!((most(20), most(21)), (Some(LISTED_AT_MOST), None));
}

#[test]
fn parts_can_be_taken_from_both_ends_and_by_number() {
    let split = Split::to_prefix(net("192.168.0.0/24"), 26).unwrap();
    let mut parts = split.parts();
    assert_eq!(parts.size_hint(), (4, Some(4)));
    assert_eq!((parts.next(), parts.next_back()), (Some(net("192.168.0.0/26")), Some(net("192.168.0.192/26"))));
    assert_eq!((parts.nth(1), parts.next(), parts.next_back()), (Some(net("192.168.0.128/26")), None, None));
    assert_eq!((split.part(3), split.part(4)), (Some(net("192.168.0.192/26")), None));
    assert_eq!(split.parts().nth(usize::MAX), None);
    let one = Split::to_prefix(net("255.255.255.255/32"), 32).unwrap();
    assert_eq!(shown(one.parts()), "255.255.255.255/32");
    let ends = Split::to_prefix(net("0.0.0.0/0"), 1).unwrap();
    assert_eq!(shown(ends.parts()), "0.0.0.0/1 128.0.0.0/1");
}

#[test]
fn parts_are_joined_when_nothing_is_missing() {
    let nets = |text: &str| text.split(' ').map(net).collect::<Vec<_>>();
    assert_eq!(join(&nets("10.0.0.128/25 10.0.0.0/25")), Ok(net("10.0.0.0/24")));
    assert_eq!(join(&nets("10.0.0.0/26 10.0.0.128/25 10.0.0.64/26")), Ok(net("10.0.0.0/24")));
    assert_eq!(join(&nets("10.0.0.5/24")), Ok(net("10.0.0.0/24")));
    let said = |text: &str| join(&nets(text)).unwrap_err().to_string();
    assert_eq!(
        said("10.0.0.128/25 10.0.1.0/25"),
        "these do not make one network: of 10.0.0.0/23, 10.0.0.0/25 and more is not among them"
    );
    assert_eq!(
        said("10.0.0.0/25 10.0.0.128/26"),
        "these do not make one network: of 10.0.0.0/24, 10.0.0.192/26 is not among them"
    );
    assert_eq!(
        said("10.0.0.0/25 ::/0"),
        "10.0.0.0/25 is IPv4 and ::/0 is IPv6; no network holds both, so give those of one family"
    );
    assert_eq!(join(&[]).unwrap_err().to_string(), "there is no network in the list; give one at least");
}
