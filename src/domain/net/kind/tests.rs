use super::*;

fn words(network: &str) -> String {
    kinds(network.parse().unwrap()).iter().map(|k| k.word()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_table_is_sorted_and_no_block_has_host_bits() {
    assert!(BLOCKS.is_sorted_by(|a, b| a.network < b.network));
    assert!(BLOCKS.iter().all(|b| b.network == b.network.trunc() && !b.name.is_empty() && b.rfc.starts_with("RFC ")));
}

#[test]
fn each_network_has_its_kinds_in_the_order_of_its_addresses() {
    let cases = [
        ("10.0.0.0/8", "private"),
        ("10.240.0.0/16", "private"),
        ("172.16.0.0/12", "private"),
        ("172.16.0.0/11", "global private"),
        ("172.32.0.0/16", "global"),
        ("192.168.1.0/24", "private"),
        ("192.168.0.0/15", "private global"),
        ("100.64.0.0/10", "shared"),
        ("100.0.0.0/8", "global shared"),
        ("169.254.1.0/24", "link-local"),
        ("127.0.0.1/32", "loopback"),
        ("224.0.0.0/4", "multicast"),
        ("239.1.0.0/16", "multicast"),
        ("192.0.2.0/24", "documentation"),
        ("198.51.100.7/32", "documentation"),
        ("203.0.113.0/25", "documentation"),
        ("198.18.0.0/15", "benchmarking"),
        ("240.0.0.0/4", "reserved broadcast"),
        ("255.255.255.255/32", "broadcast"),
        ("255.255.255.254/31", "reserved broadcast"),
        ("0.0.0.0/8", "unspecified"),
        ("8.8.8.0/24", "global"),
        ("192.0.0.0/24", "reserved global"),
        ("192.0.0.8/31", "reserved global"),
        ("192.0.0.9/32", "global"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("fd00::/8", "unique-local"),
        ("fe80::/10", "link-local"),
        ("ff02::1/128", "multicast"),
        ("::1/128", "loopback"),
        ("::/128", "unspecified"),
        ("::/127", "unspecified loopback"),
        ("2600::/12", "global"),
        ("2001::/32", "transition"),
        ("2002::/16", "transition"),
        ("::ffff:10.0.0.0/104", "transition"),
        ("100::/64", "discard"),
        ("4000::/3", "reserved"),
        ("fec0::/10", "reserved"),
    ];
    for (network, expected) in cases {
        assert_eq!(words(network), expected, "{network}");
    }
}

#[test]
fn all_of_ipv4_has_every_kind_of_ipv4() {
    let found = kinds("0.0.0.0/0".parse().unwrap());
    assert_eq!(found.len(), 11);
    assert_eq!(
        blocks("0.0.0.0/0".parse().unwrap()).len(),
        BLOCKS.iter().filter(|b| b.network.addr().is_ipv4()).count()
    );
    assert!(!found.contains(&Kind::UniqueLocal));
}

#[test]
fn a_block_has_a_name_and_says_where_it_is_laid_down() {
    let [block] = blocks("100.100.0.0/16".parse().unwrap())[..] else { panic!("one block") };
    assert_eq!(
        (block.name, block.rfc, block.network.to_string().as_str()),
        ("shared address space", "RFC 6598", "100.64.0.0/10")
    );
}

#[test]
fn each_address_is_of_one_kind() {
    for text in [
        "0.0.0.0",
        "10.1.2.3",
        "192.0.0.1",
        "192.88.99.2",
        "255.255.255.255",
        "::",
        "2001:1::2",
        "2001:1ff::",
        "ffff::",
    ] {
        let address: std::net::IpAddr = text.parse().unwrap();
        assert_eq!(blocks(address.into()).len(), 1, "{text}");
    }
}
