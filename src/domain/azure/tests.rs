use super::roles::{Fault, Role};
use super::*;

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

#[test]
fn azure_keeps_the_first_four_and_the_last() {
    let cases = [
        ("10.240.0.0/22", "10.240.0.4", "10.240.3.254", 1019, 1024, "10.240.3.255"),
        ("10.240.4.0/28", "10.240.4.4", "10.240.4.14", 11, 16, "10.240.4.15"),
        ("10.200.0.64/27", "10.200.0.68", "10.200.0.94", 27, 32, "10.200.0.95"),
        ("10.0.0.0/29", "10.0.0.4", "10.0.0.6", 3, 8, "10.0.0.7"),
        ("10.216.0.0/14", "10.216.0.4", "10.219.255.254", 262_139, 262_144, "10.219.255.255"),
        ("10.114.32.0/20", "10.114.32.4", "10.114.47.254", 4091, 4096, "10.114.47.255"),
        ("10.0.0.9/24", "10.0.0.4", "10.0.0.254", 251, 256, "10.0.0.255"),
        ("0.0.0.0/2", "0.0.0.4", "63.255.255.254", (1 << 30) - 5, 1 << 30, "63.255.255.255"),
        ("192.0.0.0/2", "192.0.0.4", "255.255.255.254", (1 << 30) - 5, 1 << 30, "255.255.255.255"),
    ];
    for (cidr, first, last, usable, total, end) in cases {
        let subnet = Subnet::of(net(cidr)).unwrap();
        assert_eq!((subnet.first.to_string(), subnet.last.to_string()), (first.into(), last.into()), "{cidr}");
        assert_eq!((subnet.usable, subnet.total), (usable, total), "{cidr}");
        assert_eq!(subnet.reserved[4].address.to_string(), end, "{cidr}");
    }
    let jobs = Subnet::of(net("10.1.2.0/24")).unwrap().reserved.map(|kept| (kept.address.to_string(), kept.job));
    let expected = [
        ("10.1.2.0", Job::Network),
        ("10.1.2.1", Job::Gateway),
        ("10.1.2.2", Job::Dns),
        ("10.1.2.3", Job::Dns),
        ("10.1.2.255", Job::Last),
    ];
    assert_eq!(jobs, expected.map(|(address, job)| (address.to_owned(), job)));
}

#[test]
fn an_ipv6_subnet_is_a_64_and_keeps_five() {
    let subnet = Subnet::of(net("fd00:db8:1:2::/64")).unwrap();
    assert_eq!(subnet.usable, (1 << 64) - 5);
    assert_eq!(subnet.first.to_string(), "fd00:db8:1:2::4");
    assert_eq!(subnet.last.to_string(), "fd00:db8:1:2:ffff:ffff:ffff:fffe");
}

#[test]
fn what_is_no_subnet_is_refused_with_the_reason() {
    let cases = [
        ("10.0.0.0/30", "smaller_than_29"),
        ("10.0.0.8/31", "smaller_than_29"),
        ("10.0.0.8/32", "smaller_than_29"),
        ("0.0.0.0/0", "larger_than_2"),
        ("128.0.0.0/1", "larger_than_2"),
        ("fd00::/63", "ipv6_not_64"),
        ("fd00::/65", "ipv6_not_64"),
        ("::/0", "ipv6_not_64"),
    ];
    for (cidr, reason) in cases {
        assert_eq!(Subnet::of(net(cidr)).unwrap_err().reason(), reason, "{cidr}");
    }
}

#[test]
fn the_json_has_the_shape_of_the_interface() {
    let json = serde_json::to_value(Subnet::of(net("10.0.0.0/29")).unwrap()).unwrap();
    let expected = serde_json::json!({
        "network": "10.0.0.0/29",
        "reserved": ["10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.7"],
        "first": "10.0.0.4", "last": "10.0.0.6", "usable": "3", "total": "8",
    });
    assert_eq!(json, expected);
}

#[test]
fn the_smallest_prefix_has_room_for_exactly_what_is_needed() {
    // The exact boundaries: 251 and 507 addresses fit a /24 and a /23.
    let cases = [
        (0, Some(29)),
        (3, Some(29)),
        (4, Some(28)),
        (251, Some(24)),
        (252, Some(23)),
        (507, Some(23)),
        (508, Some(22)),
        ((1 << 30) - 5, Some(2)),
        ((1 << 30) - 4, None),
        (u64::MAX, None),
    ];
    for (needed, prefix) in cases {
        assert_eq!(smallest_prefix(needed), prefix, "{needed}");
    }
    for (prefix, expected) in [(24, 251), (29, 3), (23, 507), (27, 27), (25, 123), (21, 2043), (20, 4091)] {
        assert_eq!(usable(prefix), Some(expected), "/{prefix}");
    }
    for prefix in [0, 1, 30, 31, 32, 33, 64, 128, 255] {
        assert_eq!(usable(prefix), None, "/{prefix}");
    }
}

#[test]
fn a_role_says_what_is_wrong_with_a_subnet() {
    let cases = [
        (Role::Gateway, "GatewaySubnet", "10.0.0.0/27", None),
        (Role::Gateway, "gatewaysubnet", "10.0.0.0/26", None),
        (Role::Gateway, "GatewaySubnet", "10.0.0.0/28", Some(Fault::TooSmall(28))),
        (Role::Gateway, "gateways", "10.0.0.0/27", Some(Fault::Name)),
        (Role::Gateway, "", "10.0.0.0/27", None),
        (Role::Firewall, "AzureFirewallSubnet", "10.0.0.0/26", None),
        (Role::Firewall, "AzureFirewallSubnet", "10.0.0.0/27", Some(Fault::TooSmall(27))),
        (Role::FirewallManagement, "AzureFirewallSubnet", "10.0.0.0/26", Some(Fault::Name)),
        (Role::Bastion, "AzureBastionSubnet", "10.0.0.0/27", Some(Fault::TooSmall(27))),
        (Role::ApplicationGateway, "ingress", "10.0.0.0/28", None),
        (Role::ApplicationGateway, "GatewaySubnet", "10.0.0.0/24", Some(Fault::NameOf(Role::Gateway))),
        (Role::ApplicationGatewayForContainers, "agc", "10.0.0.0/24", None),
        (Role::ApplicationGatewayForContainers, "agc", "10.0.0.0/25", Some(Fault::TooSmall(25))),
        (Role::ApiServer, "api", "10.0.0.0/28", None),
        (Role::ApiServer, "api", "10.0.0.0/29", Some(Fault::TooSmall(29))),
        (Role::AksNodes, "nodes", "10.0.0.0/29", None),
        (Role::AksPods, "pods", "10.0.0.0/12", None),
        (Role::AksPods, "pods", "10.0.0.0/11", Some(Fault::TooLarge(11))),
        (Role::NatGateway, "nat", "10.0.0.0/24", Some(Fault::NoSubnet)),
        (Role::PrivateEndpoints, "endpoints", "10.0.0.0/30", Some(Fault::TooSmall(30))),
        (Role::General, "vms", "fd00::/64", None),
        (Role::General, "vms", "fd00::/48", Some(Fault::NotA64(48))),
    ];
    for (role, name, cidr, expected) in cases {
        let fault = role.check(name, net(cidr)).err().map(|error| error.fault);
        assert_eq!(fault, expected, "{role:?} {name} {cidr}");
    }
}

#[test]
fn every_role_is_found_by_its_id_and_its_recommendation_is_allowed() {
    for role in Role::ALL {
        let demand = role.demand();
        assert_eq!(Role::of_id(demand.id), Some(role));
        assert_eq!(serde_json::to_value(role).unwrap(), demand.id);
        assert!(demand.recommended.is_none_or(|prefix| prefix <= demand.minimum), "{role:?}");
        assert!(demand.source.starts_with("https://"), "{role:?}");
    }
}
