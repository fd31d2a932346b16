use super::*;

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn nets(text: &str) -> Vec<IpNet> {
    text.split_whitespace().map(net).collect()
}

/// Needs as `name:hosts` or `name/prefix`.
fn requests(text: &str) -> Vec<Request> {
    let request = |word: &str| {
        let (name, size) = word.split_once([':', '/']).unwrap();
        let prefix = word.contains('/');
        let size = if prefix { Size::Prefix(size.parse().unwrap()) } else { Size::Hosts(size.parse().unwrap()) };
        Request { name: name.to_owned(), size }
    };
    text.split_whitespace().map(request).collect()
}

fn given(parent: &str, used: &str, needs: &str, rules: Rules) -> String {
    match allot(net(parent), &nets(used), &requests(needs), rules) {
        Ok(found) => {
            let given: Vec<String> =
                found.allocations.iter().map(|a| format!("{} {} {}", a.name, a.network, a.usable)).collect();
            let free: Vec<String> = found.free.prefixes().map(|n| n.to_string()).collect();
            format!("{}; {}", given.join(", "), free.join(" "))
        }
        Err(error) => format!("{} ({}): {error}", error.name(), error.request()),
    }
}

const FOUR_AND_ONE: Rules = Rules { kept: 5, smallest_keep_none: false, shortest: 0, longest: 29 };
const ALWAYS_64: Rules = Rules { kept: 5, smallest_keep_none: false, shortest: 64, longest: 64 };

#[test]
fn the_lowest_free_block_is_next() {
    let next = |parent: &str, used: &str, prefix| next(net(parent), &nets(used), prefix);
    assert_eq!(next("10.0.0.0/16", "10.0.0.0/24 10.0.1.0/25", 24), Ok(Some(net("10.0.2.0/24"))));
    assert_eq!(next("10.0.0.0/24", "10.0.0.0/25 10.0.0.192/26", 25), Ok(None));
    assert_eq!(next("10.0.0.0/24", "", 24), Ok(Some(net("10.0.0.0/24"))));
    assert_eq!(next("10.0.0.9/24", "10.0.0.0/32", 32), Ok(Some(net("10.0.0.1/32"))));
    assert_eq!(next("255.255.255.0/24", "255.255.255.0/25", 25), Ok(Some(net("255.255.255.128/25"))));
    assert_eq!(next("::/0", "::/1", 1), Ok(Some(net("8000::/1"))));
    assert_eq!(next("::/0", "", 0), Ok(Some(net("::/0"))));
    assert_eq!(next("::/0", "ffff::/16", 0), Ok(None));
    assert_eq!(next("0.0.0.0/0", "::/0", 0), Ok(Some(net("0.0.0.0/0"))));
    assert_eq!(
        next("10.0.0.0/24", "", 23).unwrap_err().to_string(),
        "a /23 is larger than 10.0.0.0/24; its parts are /24 to /32"
    );
    assert!(next("10.0.0.0/24", "", 33).is_err());
}

#[test]
fn the_biggest_comes_first_and_equal_ones_in_the_order_of_their_requests() {
    assert_eq!(
        given("10.0.0.0/24", "", "small:10 a:20 big:100 b:20", Rules::STANDARD),
        "big 10.0.0.0/25 126, a 10.0.0.128/27 30, b 10.0.0.160/27 30, small 10.0.0.192/28 14; 10.0.0.208/28 10.0.0.224/27"
    );
}

#[test]
fn what_is_used_is_gone_round_and_holes_are_filled() {
    assert_eq!(
        given("10.0.0.0/24", "10.0.0.32/27 10.0.0.128/26 10.1.0.0/16", "a:20 b:5 c:50", Rules::STANDARD),
        "c 10.0.0.64/26 62, a 10.0.0.0/27 30, b 10.0.0.192/29 6; 10.0.0.200/29 10.0.0.208/28 10.0.0.224/27"
    );
}

#[test]
fn rules_decide_how_much_of_a_block_is_room() {
    assert_eq!(
        given("10.0.0.0/16", "10.0.0.0/17 10.0.192.0/18", "a:251 b:3", FOUR_AND_ONE).split(';').next().unwrap(),
        "a 10.0.128.0/24 251, b 10.0.129.0/29 3"
    );
    assert_eq!(
        given("10.0.0.0/29", "", "a:1 b:2 c:1", Rules::STANDARD),
        "b 10.0.0.0/31 2, a 10.0.0.2/32 1, c 10.0.0.3/32 1; 10.0.0.4/30"
    );
    assert_eq!(
        given("2001:db8::/62", "", "a:1000 b:3", ALWAYS_64),
        "a 2001:db8::/64 18446744073709551611, b 2001:db8:0:1::/64 18446744073709551611; 2001:db8:0:2::/63"
    );
    assert_eq!(
        given("2001:db8::/124", "", "a:8 b:1", Rules::WHOLE),
        "a 2001:db8::/125 8, b 2001:db8::8/128 1; 2001:db8::9/128 2001:db8::a/127 2001:db8::c/126"
    );
    assert_eq!(
        given("10.0.0.0/24", "", "gateway/27 nodes:100", FOUR_AND_ONE),
        "nodes 10.0.0.0/25 123, gateway 10.0.0.128/27 27; 10.0.0.160/27 10.0.0.192/26"
    );
    assert_eq!(Rules::standard(net("::/0")), Rules::WHOLE);
    assert_eq!(Rules::standard(net("0.0.0.0/0")), Rules::STANDARD);
    assert_eq!(Rules::STANDARD.usable(net("0.0.0.0/0")), Count::from(4_294_967_294_u64));
    assert_eq!(Rules::WHOLE.prefix_for(net("::/0"), u128::MAX), Some(0));
    assert_eq!(Rules::STANDARD.prefix_for(net("0.0.0.0/0"), 4_294_967_295), None);
}

#[test]
fn a_failure_names_the_request_and_what_would_be_right() {
    let cases = [
        ("10.0.0.0/24", "s1:124 s2:123", "s2 (1): s2 needs a /25, and nothing is left of 10.0.0.0/24"),
        (
            "10.0.0.0/24",
            "a:20 b:100 c:200",
            "c (2): c needs a /24, and the largest block left of 10.0.0.0/24 is 10.0.0.128/25",
        ),
        ("10.0.0.0/24", "a:20 b:0", "b (1): b asks for no hosts; ask for one at least"),
        (
            "10.0.0.0/24",
            "a:300 b:5000",
            "b (1): b needs room for 5000 hosts; of 10.0.0.0/24 blocks of /24 to /29 can be given",
        ),
        ("10.0.0.0/24", "a/30", "a (0): a needs a /30; of 10.0.0.0/24 blocks of /24 to /29 can be given"),
        ("10.0.0.0/24", "a/200", "a (0): a needs a /200; of 10.0.0.0/24 blocks of /24 to /29 can be given"),
        ("10.0.0.0/30", "a:1", "a (0): a needs room for one host; 10.0.0.0/30 is too small to give any block"),
        (
            "0.0.0.0/0",
            "a:340282366920938463463374607431768211455",
            "a (0): a needs room for 340282366920938463463374607431768211455 hosts; of 0.0.0.0/0 blocks of /0 to /29 can be given",
        ),
    ];
    for (parent, needs, expected) in cases {
        let rest = if needs == "a:20 b:100 c:200" { "10.0.0.0/25" } else { "" };
        assert_eq!(given(parent, rest, needs, FOUR_AND_ONE), expected);
    }
    let long = Request { name: "x".repeat(10_000), size: Size::Prefix(1) };
    assert!(allot(net("10.0.0.0/24"), &[], &[long], Rules::STANDARD).unwrap_err().to_string().chars().count() < 200);
}

#[test]
fn nothing_asked_is_nothing_given() {
    assert_eq!(given("10.0.0.0/24", "", "", Rules::STANDARD), "; 10.0.0.0/24");
}

#[test]
fn a_thousand_needs_among_a_hundred_thousand_used_blocks_are_met() {
    let used: Vec<IpNet> = (0..100_000_u32)
        .map(|n| IpNet::new(std::net::Ipv4Addr::from_bits(0x0a00_0000 + n * 64).into(), 32).unwrap())
        .collect();
    let needs: Vec<Request> =
        (0..1_000_u128).map(|n| Request { name: n.to_string(), size: Size::Hosts(1 + n % 30) }).collect();
    let found = allot(net("10.0.0.0/8"), &used, &needs, Rules::STANDARD).unwrap();
    assert_eq!(found.allocations.len(), 1_000);
    assert!(!found.free.overlaps(&used.iter().copied().collect()));
}
