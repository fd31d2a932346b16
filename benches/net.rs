//! How fast the sets of prefixes are, side by side with `ipnet` and the `iprange` crate on the same input.
//!
//! Every figure is the best of several runs: on a busy machine the fastest says the most about the code. The random
//! prefixes come from a fixed seed.

#![expect(clippy::print_stdout, reason = "that is where the figures go")]

use std::hint::black_box;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use ipnet::{IpNet, Ipv4Net, Ipv4Subnets};
use iprange::IpRange;
use podium::domain::net::{
    AddressRange, AddressSet, MOST_ITEMS, MOST_OVERLAPS, Request, Rules, Size, aggregate, allot, overlaps, read_list,
};

/// A small generator (splitmix64), good enough to scatter prefixes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u32 {
        u32::try_from(self.next() % n).expect("below 2^32")
    }
}

/// Random prefixes of these lengths in 10.0.0.0/8.
fn prefixes(n: usize, shortest: u8, longest: u8, seed: u64) -> Vec<Ipv4Net> {
    let mut random = Random(seed);
    let mut one = || {
        let address = Ipv4Addr::from_bits(0x0a00_0000 | random.below(1 << 24));
        let length = shortest + u8::try_from(random.below(u64::from(longest - shortest) + 1)).expect("a length");
        Ipv4Net::new(address, length).expect("a length").trunc()
    };
    (0..n).map(|_| one()).collect()
}

fn both(networks: &[Ipv4Net]) -> Vec<IpNet> {
    networks.iter().copied().map(IpNet::V4).collect()
}

/// The fastest of several runs.
fn best<T>(times: usize, mut run: impl FnMut() -> T) -> Duration {
    let one = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    (0..times).map(one).min().unwrap_or_default()
}

fn row(name: &str, ours: Duration, others: &[(&str, Duration)]) {
    let ms = |d: Duration| d.as_secs_f64() * 1_000.0;
    let mut line = format!("{name:<34} {:>10.3} ms", ms(ours));
    for (other, time) in others {
        let ratio = ours.as_secs_f64() / time.as_secs_f64();
        line.push_str("   ");
        line.push_str(&[*other, &format!("{:.3} ms, ours is {ratio:.3}x", ms(*time))].join(" "));
    }
    println!("{line}");
}

fn aggregation() {
    println!("aggregate random /24 to /32 in 10.0.0.0/8");
    let mut before = None;
    for n in [1_000, 10_000, 100_000, 1_000_000] {
        let times = if n < 100_000 { 50 } else { 7 };
        let v4 = prefixes(n, 24, 32, 7);
        let all = both(&v4);
        assert_eq!(aggregate(&all), IpNet::aggregate(&all));
        let ours = best(times, || aggregate(&all));
        let theirs = best(times, || IpNet::aggregate(&all));
        let v4_only = best(times, || Ipv4Net::aggregate(&v4));
        let mut others = vec![("IpNet", theirs), ("Ipv4Net", v4_only)];
        if n <= 100_000 {
            others.push((
                "iprange",
                best(1, || {
                    let mut range: IpRange<Ipv4Net> = v4.iter().copied().collect();
                    range.simplify();
                    range.iter().count()
                }),
            ));
        }
        row(&format!("  {n}"), ours, &others);
        if let Some(before) = before.replace(ours) {
            let before: Duration = before;
            println!("    ten times as many take {:.1} times as long", ours.as_secs_f64() / before.as_secs_f64());
        }
    }
    let v6: Vec<IpNet> = {
        let mut random = Random(9);
        let mut one = || {
            let bits = 0x2001_0db8_u128 << 96 | u128::from(random.next()) << 32;
            IpNet::new(std::net::Ipv6Addr::from_bits(bits).into(), 40 + (random.next() % 57).to_le_bytes()[0])
                .expect("a length")
        };
        (0..100_000).map(|_| one()).collect()
    };
    row("  100000 of IPv6", best(7, || aggregate(&v6)), &[("IpNet", best(7, || IpNet::aggregate(&v6)))]);
}

fn ranges() {
    let mut random = Random(11);
    let mut one = || {
        let first = 0x0a00_0000 + random.below(1 << 23);
        (first, first + random.below(1 << 20))
    };
    let ends: Vec<(Ipv4Addr, Ipv4Addr)> = (0..10_000).map(|_| one()).map(|(a, b)| (a.into(), b.into())).collect();
    let ranges: Vec<AddressRange> =
        ends.iter().map(|(a, b)| AddressRange::new((*a).into(), (*b).into()).expect("in order")).collect();
    let ours = best(20, || ranges.iter().map(|r| r.prefixes().len()).sum::<usize>());
    let theirs =
        best(20, || ends.iter().map(|(a, b)| Ipv4Subnets::new(*a, *b, 0).collect::<Vec<_>>().len()).sum::<usize>());
    row("10000 ranges to prefixes", ours, &[("ipnet", theirs)]);
}

fn overlap() {
    for n in [1_000, 100_000] {
        let networks = both(&prefixes(n, 16, 28, 13));
        let ours = best(10, || overlaps(&networks, MOST_OVERLAPS));
        let mut others = Vec::new();
        if n == 1_000 {
            let meeting = |a: usize| networks[a + 1..].iter().filter(|b| networks_meet(&networks[a], b)).count();
            let pairs = || (0..networks.len()).map(meeting).sum::<usize>();
            assert_eq!(pairs() as u64, overlaps(&networks, 0).total);
            others.push(("all pairs", best(10, pairs)));
        }
        let found = overlaps(&networks, MOST_OVERLAPS);
        row(&format!("overlaps in {n}"), ours, &others);
        println!("    {} pairs, {} of them listed", found.total, found.pairs.len());
    }
}

fn networks_meet(a: &IpNet, b: &IpNet) -> bool {
    a.contains(b) || b.contains(a)
}

fn subtraction() {
    let (from, remove) = (prefixes(100_000, 20, 28, 17), prefixes(100_000, 24, 32, 19));
    let (a, b) = (both(&from), both(&remove));
    let ours = best(7, || AddressSet::from(&a[..]).subtract(&AddressSet::from(&b[..])).prefixes().count());
    let ranges = best(1, || {
        let (a, b): (IpRange<Ipv4Net>, IpRange<Ipv4Net>) =
            (from.iter().copied().collect(), remove.iter().copied().collect());
        a.exclude(&b).iter().count()
    });
    row("subtract 100000 from 100000", ours, &[("iprange", ranges)]);
}

fn allocation() {
    let used = both(&prefixes(10_000, 28, 32, 23));
    let mut random = Random(29);
    let requests: Vec<Request> = (0..1_000)
        .map(|n| Request { name: format!("s{n}"), size: Size::Hosts(u128::from(1 + random.below(250))) })
        .collect();
    let parent: IpNet = "10.0.0.0/8".parse().expect("a network");
    row("allocate 1000 in an empty /8", best(20, || allot(parent, &[], &requests, Rules::STANDARD)), &[]);
    row("allocate 1000 among 10000 used", best(20, || allot(parent, &used, &requests, Rules::STANDARD)), &[]);
}

fn reading() {
    let networks = prefixes(100_000, 24, 32, 31);
    let text = networks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let ours = best(7, || read_list(&text, MOST_ITEMS));
    let theirs = best(7, || text.lines().map(str::parse::<IpNet>).collect::<Result<Vec<_>, _>>());
    row("read a list of 100000 lines", ours, &[("ipnet", theirs)]);
}

fn main() {
    aggregation();
    ranges();
    overlap();
    subtraction();
    allocation();
    reading();
}
