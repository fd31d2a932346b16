use super::*;

fn nets(text: &str) -> Vec<IpNet> {
    text.split_whitespace().map(|n| n.parse().unwrap()).collect()
}

fn said(text: &str, most: usize) -> (String, u64) {
    let found = overlaps(&nets(text), most);
    assert_eq!(found.is_cut(), found.pairs.len() as u64 != found.total);
    let pairs: Vec<String> = found.pairs.iter().map(|p| format!("{}+{} {}", p.a, p.b, p.shared)).collect();
    (pairs.join(", "), found.total)
}

#[test]
fn pairs_stand_in_the_order_of_the_list_with_what_they_share() {
    let text = "10.0.1.0/24 10.0.0.0/8 10.0.1.128/25 192.168.0.0/16 10.0.1.0/24 ::/0 fd00::/8";
    let expected = "0+1 10.0.1.0/24, 0+2 10.0.1.128/25, 0+4 10.0.1.0/24, 1+2 10.0.1.128/25, 1+4 10.0.1.0/24, \
        2+4 10.0.1.128/25, 5+6 fd00::/8";
    assert_eq!(said(text, 100), (expected.to_owned(), 7));
    assert_eq!(said(text, 7), (expected.to_owned(), 7));
    assert_eq!(said(text, 2), ("0+1 10.0.1.0/24, 0+2 10.0.1.128/25".to_owned(), 7));
    assert_eq!(said(text, 0), (String::new(), 7));
    assert_eq!(said("", 10), (String::new(), 0));
    assert_eq!(said("10.0.0.0/24 10.0.1.0/24", 10), (String::new(), 0));
}

#[test]
fn host_bits_do_not_matter_and_families_do_not_meet() {
    assert_eq!(said("10.0.0.5/24 10.0.0.200/25 ::10.0.0.0/104", 10), ("0+1 10.0.0.128/25".to_owned(), 1));
    assert_eq!(said("0.0.0.0/0 ::/0", 10), (String::new(), 0));
}

#[test]
fn a_hundred_thousand_equal_networks_are_counted_and_not_listed() {
    let same = vec!["10.0.0.0/24".parse().unwrap(); 100_000];
    let found = overlaps(&same, MOST_OVERLAPS);
    assert_eq!((found.pairs.len(), found.total), (MOST_OVERLAPS, 100_000 * 99_999 / 2));
    assert!(found.pairs.iter().all(|p| p.a == 0));
}

#[test]
fn a_hundred_thousand_in_one_that_comes_last_are_found() {
    let mut networks: Vec<IpNet> = (0..99_999_u32)
        .map(|n| IpNet::new(std::net::Ipv4Addr::from_bits(0x0a00_0000 + n).into(), 32).unwrap())
        .collect();
    networks.push("10.0.0.0/8".parse().unwrap());
    let found = overlaps(&networks, usize::MAX);
    assert_eq!((found.pairs.len(), found.total), (99_999, 99_999));
    assert!(found.pairs.iter().enumerate().all(|(n, p)| (p.a, p.b) == (n, 99_999)));
}
