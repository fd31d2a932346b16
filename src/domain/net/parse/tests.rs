use super::*;

fn said(text: &str) -> String {
    parse(text).map_or_else(|e| e.to_string(), |p| format!("{} {} {:?}", p.address, p.network, p.form))
}

fn refused(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(parse(text).unwrap_err().to_string(), *expected, "{text:?}");
    }
}

#[test]
fn every_form_is_read() {
    let cases = [
        ("10.1.2.3/8", "10.1.2.3 10.0.0.0/8 Length"),
        ("  10.1.2.3/8\t", "10.1.2.3 10.0.0.0/8 Length"),
        ("\u{a0}10.1.2.3\u{200b}", "10.1.2.3 10.1.2.3/32 Address"),
        ("192.168.1.77 255.255.255.192", "192.168.1.77 192.168.1.64/26 Mask"),
        ("192.168.1.77 \t 255.255.255.192", "192.168.1.77 192.168.1.64/26 Mask"),
        ("172.16.5.4/255.255.240.0", "172.16.5.4 172.16.0.0/20 Mask"),
        ("10.0.0.0/0.255.255.255", "10.0.0.0 10.0.0.0/8 Wildcard"),
        // Both could be a mask as well as a wildcard, and are read as masks.
        ("10.0.0.1/0.0.0.0", "10.0.0.1 0.0.0.0/0 Mask"),
        ("10.0.0.1/255.255.255.255", "10.0.0.1 10.0.0.1/32 Mask"),
        ("10.0.0.1/128.0.0.0", "10.0.0.1 0.0.0.0/1 Mask"),
        ("10.0.0.1/127.255.255.255", "10.0.0.1 0.0.0.0/1 Wildcard"),
        ("10.0.0.0/024", "10.0.0.0 10.0.0.0/24 Length"),
        ("0.0.0.0/0", "0.0.0.0 0.0.0.0/0 Length"),
        ("2001:DB8:0:0:0:0:0:1/32", "2001:db8::1 2001:db8::/32 Length"),
        ("::/0", ":: ::/0 Length"),
        ("::", ":: ::/128 Address"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0 1:2:3:4:5:6:7:0/128 Address"),
        // Addresses of IPv4 within IPv6 are IPv6.
        ("::ffff:10.0.0.1", "::ffff:10.0.0.1 ::ffff:10.0.0.1/128 Address"),
        ("::ffff:10.0.0.1/120", "::ffff:10.0.0.1 ::ffff:10.0.0.0/120 Length"),
        ("64:ff9b::10.0.0.1/96", "64:ff9b::a00:1 64:ff9b::/96 Length"),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_wrong_is_said_with_what_was_probably_meant() {
    let long = "1".repeat(300);
    let cases = [
        ("", "Nothing is there; write an address or a network, such as 10.0.0.0/24 or 2001:db8::/32"),
        (
            &long,
            "111111111111111111111111111111111111111111111111111111111111… has 300 characters, more than any address, network or range",
        ),
        ("10/8", "10/8: did you mean 10.0.0.0/8? An IPv4 address has four numbers"),
        ("10.0.0/24", "10.0.0/24: did you mean 10.0.0.0/24? An IPv4 address has four numbers"),
        ("192.168", "192.168: did you mean 192.168.0.0/16? An IPv4 address has four numbers"),
        ("10.0.0.0.1/24", "10.0.0.0.1/24 has 5 numbers; an IPv4 address has four"),
        ("12345678", "12345678 has one number; an IPv4 address has four"),
        (
            "010.0.0.1/8",
            "010.0.0.1/8: 010 has a leading zero, which some programs read as octal; did you mean 10.0.0.1/8?",
        ),
        ("10.00.0.1", "10.00.0.1: 00 has a leading zero, which some programs read as octal; did you mean 10.0.0.1?"),
        ("10.0.0.256/24", "10.0.0.256/24: 256 is more than 255, the most a number of an IPv4 address can be"),
        ("10..0.1", "10..0.1 has a dot without a number beside it"),
        ("10.0.0.1.", "10.0.0.1. has a dot without a number beside it"),
        ("10a0b0c0", "10a0b0c0 is not an address: “a” has no place in one"),
        ("0x0a.0.0.1", "0x0a.0.0.1 is not an address: “x” has no place in one"),
        ("10.0.0.0/33", "10.0.0.0/33: /33 is too long; the length of an IPv4 network is 0 to 32"),
        ("2001:db8::1/129", "2001:db8::1/129: /129 is too long; the length of an IPv6 network is 0 to 128"),
        ("10.0.0.0/999", "10.0.0.0/999: /999 is too long; the length of an IPv4 network is 0 to 32"),
        ("10.0.0.0/", "10.0.0.0/ has nothing after the slash; a length such as /24 is wanted; did you mean 10.0.0.0?"),
        ("10.0.0.0/+24", "10.0.0.0/+24 has a sign before the length; did you mean 10.0.0.0/24?"),
        ("10.0.0.0/-24", "10.0.0.0/-24 has a sign before the length; did you mean 10.0.0.0/24?"),
        ("10.0.0.0/0024", "10.0.0.0/0024: 0024 is neither a length such as 24 nor a mask"),
        ("10.0.0.0/x", "10.0.0.0/x: x is neither a length such as 24 nor a mask"),
        ("10.0.0.0/24.", "10.0.0.0/24.: 24. is neither a length such as 24 nor a mask"),
        ("10.0.0.0/24/25", "10.0.0.0/24/25 has more than one slash; after the address stands one length or mask"),
        ("10.0.0.0/ 24", "10.0.0.0/ 24 has a space inside; did you mean 10.0.0.0/24?"),
        ("10.0.0.0 /24", "10.0.0.0 /24 has a space inside; did you mean 10.0.0.0/24?"),
        ("10.0.0.0 24", "10.0.0.0 24 has a space inside; did you mean 10.0.0.0/24?"),
        ("10.0. 0.0/24", "10.0. 0.0/24 has a space inside; did you mean 10.0.0.0/24?"),
        ("10.0.0.0\u{200b}/24", "10.0.0.0\\u{200b}/24 has a space inside; did you mean 10.0.0.0/24?"),
        ("10.0.0.1 10.0.0.2", "10.0.0.1 10.0.0.2 is more than one; write one here"),
        ("10.0.0.0/24 10.0.1.0/24 ::", "10.0.0.0/24 10.0.1.0/24 :: is more than one; write one here"),
        ("10.0.0.0/255.0.255.0", "255.0.255.0 is not a mask: ones after zeros"),
        ("10.0.0.0 255.0.255.0", "255.0.255.0 is not a mask: ones after zeros"),
        ("10.0.0.0/0.255.0.255", "0.255.0.255 is not a wildcard: zeros after ones"),
        ("10.0.0.0/255.255.255", "10.0.0.0/255.255.255: 255.255.255 is neither a length such as 24 nor a mask"),
        (
            "10.0.0.0/255.255.255.256",
            "10.0.0.0/255.255.255.256: 256 is more than 255, the most a number of an IPv4 address can be",
        ),
    ];
    refused(&cases);
}

#[test]
fn the_same_for_ipv6_and_for_other_scripts() {
    let cases = [
        (
            "2001:db8::/255.255.0.0",
            "2001:db8::/255.255.0.0 has a mask; an IPv6 network is written with a length, such as /64",
        ),
        (
            "2001:db8::/ffff:ffff::",
            "2001:db8::/ffff:ffff:: has a mask; an IPv6 network is written with a length, such as /64; did you mean 2001:db8::/32?",
        ),
        (
            "fe80::1%eth0/64",
            "fe80::1%eth0/64 has a zone (%eth0), which means something on one computer only; did you mean fe80::1/64?",
        ),
        (
            "fe80::1%25eth0",
            "fe80::1%25eth0 has a zone (%25eth0), which means something on one computer only; did you mean fe80::1?",
        ),
        ("[2001:db8::1]", "[2001:db8::1] has brackets around the address; did you mean 2001:db8::1?"),
        ("10.0.0.1:443", "10.0.0.1:443 has a port (443), which is no part of an address; did you mean 10.0.0.1?"),
        ("1::2::3/64", "1::2::3/64 has :: more than once, so that nobody can say how many zeros each stands for"),
        (
            "2001:db8/32",
            "2001:db8/32 has 2 groups; an IPv6 address has eight, or :: for those that are zero; did you mean 2001:db8::/32?",
        ),
        (
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7:8:9 has 9 groups; an IPv6 address has eight, or fewer and :: for the zeros",
        ),
        (
            "1:2:3:4:5:6:7:8::",
            "1:2:3:4:5:6:7:8:: has 8 groups; an IPv6 address has eight, or fewer and :: for the zeros",
        ),
        ("2001:db8:::1", "2001:db8:::1 has a colon with nothing beside it"),
        ("2001:db8:", "2001:db8: has a colon with nothing beside it"),
        ("2001:00db8::", "2001:00db8::: 00db8 is longer than the four digits of a group"),
        ("2001:dbg::", "2001:dbg:: is not an address: “g” has no place in one"),
        (
            "::ffff:010.0.0.1",
            "::ffff:010.0.0.1: 010 has a leading zero, which some programs read as octal; did you mean ::ffff:10.0.0.1?",
        ),
        ("::ffff:10.0.0", "::ffff:10.0.0 has 3 numbers; an IPv4 address has four"),
        (
            "::ffff:10.0.0.0/24",
            "::ffff:10.0.0.0/24 is an IPv4 address written as IPv6, where a length of 24 reaches no bit of the IPv4 part; did you mean 10.0.0.0/24?",
        ),
        (
            "١٠.0.0.0/8",
            "١٠.0.0.0/8 has “١”; addresses are written with the plain signs 0 to 9, a to f, . : and /; did you mean 10.0.0.0/8?",
        ),
        (
            "１０．０．０．０／８",
            "１０．０．０．０／８ has “１”; addresses are written with the plain signs 0 to 9, a to f, . : and /; did you mean 10.0.0.0/8?",
        ),
        (
            "10.0.0.0/८",
            "10.0.0.0/८ has “८”; addresses are written with the plain signs 0 to 9, a to f, . : and /; did you mean 10.0.0.0/8?",
        ),
        ("10.0.0.²", "10.0.0.² has “²”; addresses are written with the plain signs 0 to 9, a to f, . : and /"),
        ("10.0.0.é", "10.0.0.é is not an address: “é” has no place in one"),
        ("10.0.0.\u{1}", "10.0.0.\\u{1} is not an address: “\\u{1}” has no place in one"),
        ("contoso.example", "contoso.example is not an address: “c” has no place in one"),
        (
            "10.0.0.0 - 10.0.0.255",
            "10.0.0.0 - 10.0.0.255 is a range; a network is wanted here; did you mean 10.0.0.0/24?",
        ),
        ("10.0.0.0 - 10.0.0.254", "10.0.0.0 - 10.0.0.254 is a range; a network is wanted here"),
        ("10.0.0.9 - 10.0.0.1", "10.0.0.9 comes after 10.0.0.1"),
        ("1-2-3", "1-2-3 has more than one dash; a range is two addresses with one dash between"),
    ];
    refused(&cases);
}

#[test]
fn where_a_network_is_wanted_host_bits_are_refused_with_the_network() {
    assert_eq!(parse_network("10.0.0.0/24").map(|n| n.to_string()), Ok("10.0.0.0/24".to_owned()));
    assert_eq!(parse_network("10.0.0.5").map(|n| n.to_string()), Ok("10.0.0.5/32".to_owned()));
    let cases = [
        ("10.0.0.5/24", "10.0.0.5/24 has host bits set; the network is 10.0.0.0/24", "10.0.0.0/24"),
        (
            "10.0.0.5 255.255.255.0",
            "10.0.0.5 255.255.255.0 has host bits set; the network is 10.0.0.0/24",
            "10.0.0.0/24",
        ),
        ("2001:db8::1/64", "2001:db8::1/64 has host bits set; the network is 2001:db8::/64", "2001:db8::/64"),
        (
            "010.0.0.5/24",
            "010.0.0.5/24: 010 has a leading zero, which some programs read as octal; did you mean 10.0.0.0/24?",
            "10.0.0.0/24",
        ),
    ];
    for (text, said, meant) in cases {
        let error = parse_network(text).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.suggestion.as_deref()), (said, Some(meant)));
    }
}

#[test]
fn where_an_address_is_wanted_a_network_is_refused() {
    assert_eq!(parse_address(" 10.0.0.5 "), Ok("10.0.0.5".parse().unwrap()));
    let cases = [
        ("10.0.0.5/24", "10.0.0.5/24 is a network; an address alone is wanted here; did you mean 10.0.0.5?"),
        (
            "10.0.0.5 255.0.0.0",
            "10.0.0.5 255.0.0.0 is a network; an address alone is wanted here; did you mean 10.0.0.5?",
        ),
        ("10.0.0.5 - 10.0.0.6", "10.0.0.5 - 10.0.0.6 is more than one; write one here"),
        ("10.0.0", "10.0.0 has 3 numbers; an IPv4 address has four"),
        ("010.0.0.1", "010.0.0.1: 010 has a leading zero, which some programs read as octal; did you mean 10.0.0.1?"),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_address(text).unwrap_err().to_string(), expected);
    }
}

#[test]
fn ranges_are_read_with_any_dash_and_with_or_without_spaces() {
    for text in [
        "10.0.0.1-10.0.0.9",
        "10.0.0.1 - 10.0.0.9",
        " 10.0.0.1 -10.0.0.9 ",
        "10.0.0.1\u{2013}10.0.0.9",
        "10.0.0.1 \u{2212} 10.0.0.9",
    ] {
        assert_eq!(parse_range(text).map(|r| r.to_string()), Ok("10.0.0.1 - 10.0.0.9".to_owned()));
    }
    assert_eq!(parse_range("::1-::ffff").map(|r| r.to_string()), Ok("::1 - ::ffff".to_owned()));
    let cases = [
        ("10.0.0.9 - 10.0.0.1", "10.0.0.9 comes after 10.0.0.1; did you mean 10.0.0.1 - 10.0.0.9?"),
        ("10.0.0.1-9", "10.0.0.1-9: did you mean 10.0.0.1 - 10.0.0.9? An IPv4 address has four numbers"),
        ("10.0.0.1 - 1.9", "10.0.0.1 - 1.9: did you mean 10.0.0.1 - 10.0.1.9? An IPv4 address has four numbers"),
        (
            "10.0.0.0/24 - 10.0.1.0/24",
            "10.0.0.0/24 - 10.0.1.0/24 is a network; an address alone is wanted here; did you mean 10.0.0.0 - 10.0.1.0?",
        ),
        ("10.0.0.1 - ::1", "10.0.0.1 and ::1 are of two families; both ends of a range are of one"),
        (
            "10.0.0.0/30",
            "10.0.0.0/30 is no range; write its first and last address with a dash between, such as 10.0.0.4 - 10.0.0.9; did you mean 10.0.0.0 - 10.0.0.3?",
        ),
        (
            "10.0.0.1 -",
            "10.0.0.1 - is no range; write its first and last address with a dash between, such as 10.0.0.4 - 10.0.0.9",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_range(text).unwrap_err().to_string(), expected);
    }
}

#[test]
fn an_item_is_a_network_or_a_range() {
    assert!(matches!(parse_item("10.0.0.1 - 10.0.0.9"), Ok(Item::Range(_))));
    assert!(matches!(parse_item("10.0.0.1"), Ok(Item::Network(_))));
    assert_eq!(parse_item("10.0.0.0/30").unwrap().range(), parse_item("10.0.0.0-10.0.0.3").unwrap().range());
}

#[test]
fn ten_megabytes_are_refused_at_once_and_not_said_back() {
    for text in ["1".repeat(10 << 20), "-".repeat(10 << 20), "\u{663}".repeat(5 << 20), " /+".repeat(3 << 20)] {
        assert!(parse(&text).unwrap_err().to_string().chars().count() < 600);
        assert!(parse_range(&text).is_err() && parse_address(&text).is_err() && parse_item(&text).is_err());
    }
}
