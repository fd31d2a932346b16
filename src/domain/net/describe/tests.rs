use super::*;

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn shown(network: Option<IpNet>) -> String {
    network.map_or_else(|| "none".to_owned(), |n| n.to_string())
}

#[test]
fn hosts_are_all_but_two_except_in_the_smallest() {
    let cases = [
        ("10.0.0.77/24", "10.0.0.0 10.0.0.255 255.255.255.0 0.0.0.255 10.0.0.1 10.0.0.254 254 256"),
        ("10.0.0.0/30", "10.0.0.0 10.0.0.3 255.255.255.252 0.0.0.3 10.0.0.1 10.0.0.2 2 4"),
        ("10.0.0.0/31", "10.0.0.0 10.0.0.1 255.255.255.254 0.0.0.1 10.0.0.0 10.0.0.1 2 2"),
        ("10.0.0.5/32", "10.0.0.5 10.0.0.5 255.255.255.255 0.0.0.0 10.0.0.5 10.0.0.5 1 1"),
        ("0.0.0.0/0", "0.0.0.0 255.255.255.255 0.0.0.0 255.255.255.255 0.0.0.1 255.255.255.254 4294967294 4294967296"),
    ];
    for (network, expected) in cases {
        let f = describe(net(network)).ipv4.unwrap();
        let addresses =
            [f.network, f.broadcast, f.netmask, f.wildcard, f.first, f.last].map(|a| a.to_string()).join(" ");
        assert_eq!(format!("{addresses} {} {}", f.usable, f.total), expected);
    }
}

#[test]
fn ipv6_is_written_out_and_counted_exactly() {
    let f = describe(net("2001:db8::/127")).ipv6.unwrap();
    assert_eq!(f.expanded, "2001:0db8:0000:0000:0000:0000:0000:0000");
    assert_eq!(f.expanded_last, "2001:0db8:0000:0000:0000:0000:0000:0001");
    assert_eq!(f.last.to_string(), "2001:db8::1");
    let all = describe(net("::/0"));
    assert_eq!(all.total.to_string(), "340282366920938463463374607431768211456");
    assert_eq!(all.ipv6.unwrap().total, all.total);
}

#[test]
fn neighbours_sibling_and_parent_end_where_the_addresses_end() {
    let cases = [
        ("10.0.1.0/24", "10.0.0.0/24 10.0.2.0/24 10.0.0.0/24 10.0.0.0/23"),
        ("10.0.0.0/24", "9.255.255.0/24 10.0.1.0/24 10.0.1.0/24 10.0.0.0/23"),
        ("0.0.0.0/24", "none 0.0.1.0/24 0.0.1.0/24 0.0.0.0/23"),
        ("255.255.255.255/32", "255.255.255.254/32 none 255.255.255.254/32 255.255.255.254/31"),
        ("0.0.0.0/0", "none none none none"),
        ("128.0.0.0/1", "0.0.0.0/1 none 0.0.0.0/1 0.0.0.0/0"),
        ("::/0", "none none none none"),
        ("2001:db8:0:1::/64", "2001:db8::/64 2001:db8:0:2::/64 2001:db8::/64 2001:db8::/63"),
        ("8000::/1", "::/1 none ::/1 ::/0"),
    ];
    for (network, expected) in cases {
        let d = describe(net(network));
        assert_eq!([d.previous, d.next, d.sibling, d.parent].map(shown).join(" "), expected, "{network}");
    }
}
