use super::*;

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn range_of(text: &str) -> AddressRange {
    parse_range(text).unwrap()
}

/// One key of each kind.
pub(in crate::domain::question) fn keys() -> Vec<NetworkKey> {
    vec![
        NetworkKey::Address { is: "10.0.0.4".parse().unwrap(), subnet: Some(net("10.0.0.0/26")) },
        NetworkKey::Network(net("10.0.0.0/26")),
        NetworkKey::Range(range_of("10.0.0.4 - 10.0.0.254")),
        NetworkKey::Mask(26),
        NetworkKey::Wildcard(26),
        NetworkKey::Count(59),
        NetworkKey::Prefix { is: 24, need: Some(Need::Addresses(250)) },
        NetworkKey::Within { inside: net("10.0.0.0/24"), prefix: 27, used: vec![net("10.0.0.0/26")] },
        NetworkKey::Networks(vec![net("10.0.0.0/26"), net("10.0.0.64/27")]),
        NetworkKey::Network(net("2001:db8::/48")),
    ]
}

#[test]
fn equal_meanings_get_equal_marks() {
    let right: [&[&str]; 10] = [
        &["10.0.0.4", " 10.0.0.4 ", "10.0.0.4/32", "\u{200b}10.0.0.4"],
        &[
            "10.0.0.0/26",
            " 10.0.0.0/26 ",
            "10.0.0.5/26",
            "10.0.0.0/255.255.255.192",
            "10.0.0.0 255.255.255.192",
            "10.0.0.0/0.0.0.63",
            "10.0.0.0 - 10.0.0.63",
            "10.0.0.0–10.0.0.63",
        ],
        &["10.0.0.4 - 10.0.0.254", "10.0.0.4-10.0.0.254", "10.0.0.4–10.0.0.254"],
        &["255.255.255.192", "/26", "26", " / 26"],
        &["0.0.0.63", " 0.0.0.63 "],
        &["59", "59 addresses", "59.0"],
        &["24", "/24", "255.255.255.0", "10.0.0.0/24", "/024"],
        &["10.0.0.64/27", "10.0.0.96/27", "10.0.0.224/27", "10.0.0.100/27", "10.0.0.128 - 10.0.0.159"],
        &[
            "10.0.0.0/26\n10.0.0.64/27",
            "10.0.0.64/27, 10.0.0.0/26",
            "10.0.0.0/27 10.0.0.32/27 10.0.0.64/27",
            "10.0.0.0 - 10.0.0.95",
            "10.0.0.0/26; 10.0.0.0/27; 10.0.0.64/27",
        ],
        &["2001:db8::/48", "2001:DB8::/48", "2001:0db8:0000::/48", "2001:db8:0:0:0:0:0:0/48", "2001:db8::1/48"],
    ];
    for (key, answers) in keys().iter().zip(right) {
        for answer in answers {
            let given = read(key, answer).unwrap_or_else(|problem| panic!("{answer}: {problem}"));
            assert!(key.holds(&given), "{answer}");
        }
        for shown in key.shown().iter().filter(|_| !matches!(key, NetworkKey::Within { .. } | NetworkKey::Networks(_)))
        {
            assert!(key.holds(&read(key, shown).unwrap()), "{shown}");
        }
    }
}

#[test]
fn a_wrong_answer_is_explained_by_what_it_would_mean() {
    let keys = keys();
    let prefix = |is, need| NetworkKey::Prefix { is, need };
    let cases = [
        (&keys[0], "10.0.0.1", "Azure keeps 10.0.0.1 for the default gateway: nothing can be given it."),
        (&keys[0], "10.0.0.3", "Azure keeps 10.0.0.3 for its DNS: nothing can be given it."),
        (
            &keys[0],
            "10.0.0.63",
            "Azure keeps 10.0.0.63 as the last address, the broadcast address: nothing can be given it.",
        ),
        (&keys[0], "10.0.1.4", "10.0.1.4 lies outside of 10.0.0.0/26, which goes from 10.0.0.0 to 10.0.0.63."),
        (
            &keys[0],
            "10.0.0.5",
            "10.0.0.5 lies in 10.0.0.0/26 and can be given, but it is not the one that is asked for.",
        ),
        (&keys[1], "10.0.0.0/25", "10.0.0.0/25 holds it, but it has 128 addresses where 64 are asked for."),
        (&keys[1], "10.0.0.32/27", "10.0.0.32/27 is a part of it only: 32 of 64 addresses."),
        (&keys[1], "10.0.0.64/26", "10.0.0.64/26 has the right size and lies elsewhere."),
        (&keys[1], "10.1.0.0/16", "10.1.0.0/16 lies elsewhere, and it has 65536 addresses where 64 are asked for."),
        (&keys[1], "2001:db8::/64", "2001:db8::/64 is of the other family."),
        (&keys[1], "10.0.0.0 - 10.0.0.62", "That is no single network: 1 of the addresses are missing."),
        (
            &keys[1],
            "10.0.0.70/26",
            "10.0.0.70/26 names an address in it: the network itself is written 10.0.0.64/26. 10.0.0.64/26 has the right size and lies elsewhere.",
        ),
        (&keys[2], "10.0.0.0/24", "5 addresses do not belong to them."),
        (&keys[2], "10.0.0.3 - 10.0.0.253", "1 of the addresses are missing, and 1 do not belong to them."),
        (&keys[3], "0.0.0.63", "0.0.0.63 is a wildcard: zeros stand for the network in it. A mask has ones there."),
        (&keys[3], "/25", "255.255.255.128 is the mask of a /25, which has 128 addresses."),
        (
            &keys[4],
            "255.255.255.192",
            "255.255.255.192 is a mask: ones stand for the network in it. A wildcard has zeros there.",
        ),
        (&keys[4], "0.0.0.127", "0.0.0.127 is the wildcard of a /25, which has 128 addresses."),
        (&keys[5], "62", "62 are too many."),
        (&keys[6], "/25", "A /25 leaves 123 addresses in Azure; 250 are needed."),
        (
            &keys[6],
            "/23",
            "A /23 leaves 507 addresses in Azure: enough for the 250 that are needed, but a smaller range is as well.",
        ),
        (&keys[6], "30", "A /30 cannot be a subnet in Azure: the smallest is a /29, the largest a /2."),
        (&prefix(17, Some(Need::Blocks(66))), "18", "A /18 has 64 blocks of a /24, one for each node; 66 are needed."),
        (&prefix(17, None), "18", "A /18 has 16,384 addresses; the one that is asked for is larger."),
        (&prefix(17, None), "16", "A /16 has 65,536 addresses; the one that is asked for is smaller."),
        (&keys[7], "10.0.0.32/27", "10.0.0.32/27 overlaps with 10.0.0.0/26, which is used."),
        (&keys[7], "10.0.1.0/27", "10.0.1.0/27 does not lie in 10.0.0.0/24."),
        (&keys[7], "10.0.0.64/26", "10.0.0.64/26 is free, but a /27 is asked for."),
        (&keys[7], "10.0.0.64 - 10.0.0.96", "That is no single network; a /27 is asked for."),
        (&keys[8], "10.0.0.0/25", "32 addresses do not belong to them."),
    ];
    for (key, answer, said) in cases {
        let given = read(key, answer).unwrap_or_else(|problem| panic!("{answer}: {problem}"));
        assert!(!key.holds(&given), "{answer}");
        assert_eq!(key.explain(&given).as_deref(), Some(said), "{answer}");
    }
    let host = read(&keys[1], "10.0.0.5/26").unwrap();
    let said = "10.0.0.5/26 names an address in it: the network itself is written 10.0.0.0/26.";
    assert_eq!(keys[1].explain(&host).as_deref(), Some(said));
    assert_eq!(keys[1].explain(&read(&keys[1], "10.0.0.0/26").unwrap()), None);
}

#[test]
fn what_is_no_such_answer_is_complained_of() {
    let keys = keys();
    let cases = [
        (0, "10.0.0.0/26"),
        (0, "10.0.0"),
        (1, "10.0.0.0"),
        (1, "10.0.0.0/26 10.0.0.64/26"),
        (2, "10.0.0.4"),
        (2, "10.0.0.9 - 10.0.0.4"),
        (3, "255.0.255.0"),
        (3, "33"),
        (3, "mask"),
        (4, "26"),
        (4, "0.0.63.0"),
        (5, "-1"),
        (5, "1.5"),
        (6, "129"),
        (6, "0.0.0.255"),
        (6, "twenty"),
        (8, "10.0.0.0/26, 10.0.0.x"),
        (8, "# a comment alone"),
    ];
    for (key, answer) in cases {
        let problem = read(&keys[key], answer).unwrap_err();
        assert!(problem.to_string().ends_with(['.', '?']), "{answer}: {problem}");
    }
    let many = "10.0.0.0/26\n".repeat(65);
    assert!(matches!(read(&keys[8], &many), Err(Problem::List(_))));
}

#[test]
fn wildcards_and_masks_keep_their_sense_at_the_ends() {
    for (length, text) in [(32, "0.0.0.0"), (0, "255.255.255.255"), (31, "0.0.0.1"), (1, "127.255.255.255")] {
        assert_eq!(explain::wildcard(length), text);
        let key = NetworkKey::Wildcard(length);
        assert!(key.holds(&read(&key, text).unwrap()), "{text}");
    }
    for (length, text) in [(0, "0.0.0.0"), (32, "255.255.255.255"), (1, "128.0.0.0")] {
        assert_eq!(explain::mask(length), text);
        let key = NetworkKey::Mask(length);
        assert!(key.holds(&read(&key, text).unwrap()), "{text}");
    }
}

#[test]
fn keys_are_read_from_the_words_of_a_file() {
    for (want, is, key) in [
        ("address", "10.0.0.4", NetworkKey::Address { is: "10.0.0.4".parse().unwrap(), subnet: None }),
        ("network", "10.0.0.0/26", NetworkKey::Network(net("10.0.0.0/26"))),
        ("range", "10.0.0.4 - 10.0.0.254", NetworkKey::Range(range_of("10.0.0.4 - 10.0.0.254"))),
        ("mask", "255.255.255.192", NetworkKey::Mask(26)),
        ("wildcard", "0.0.0.63", NetworkKey::Wildcard(26)),
        ("count", "59", NetworkKey::Count(59)),
        ("prefix", "26", NetworkKey::Prefix { is: 26, need: None }),
    ] {
        assert_eq!(NetworkKey::read(want, is), Ok(key));
    }
    for (want, is, said) in [
        ("network", "10.0.0.5/26", "10.0.0.5/26 has host bits set; write 10.0.0.0/26"),
        ("prefix", "200", "“200” is no number, mask or length up to 128"),
        ("mask", "0.0.0.63", "“0.0.0.63” is no number, mask or length up to 32"),
    ] {
        assert_eq!(NetworkKey::read(want, is).unwrap_err().to_string(), said);
    }
    assert!(NetworkKey::read("within", "x").is_err());
}
