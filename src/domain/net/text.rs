//! One address as a person writes it. The standard library reads it; where it refuses, this finds out why.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::cut;
use super::fault::Fault;

/// Reads an address without anything around it.
pub(super) fn address(text: &str) -> Result<IpAddr, Fault> {
    if let Some(c) = text.chars().find(|c| !c.is_ascii()) {
        return Err(if plain(c).is_some() || c.is_numeric() { Fault::Script(c) } else { Fault::Character(c) });
    }
    if let Some((_, zone)) = text.split_once('%') {
        return Err(Fault::Zone(format!("%{}", cut(zone))));
    }
    if text.contains(['[', ']']) {
        return Err(Fault::Brackets);
    }
    if text.contains(':') { v6(text).map(IpAddr::V6) } else { v4(text).map(IpAddr::V4) }
}

/// Reads four numbers with dots between.
pub(super) fn v4(text: &str) -> Result<Ipv4Addr, Fault> {
    // The standard library refuses leading zeros, signs and missing numbers.
    text.parse().map_err(|_| v4_fault(text))
}

fn v4_fault(text: &str) -> Fault {
    if let Some(c) = text.chars().find(|c| !c.is_ascii_digit() && *c != '.') {
        return Fault::Character(c);
    }
    let numbers: Vec<&str> = text.split('.').collect();
    if numbers.iter().any(|n| n.is_empty()) {
        return Fault::NumberMissing;
    }
    if numbers.len() != 4 {
        return Fault::Numbers(numbers.len());
    }
    if let Some(n) = numbers.iter().find(|n| n.len() > 1 && n.starts_with('0')) {
        return Fault::LeadingZero(cut(n));
    }
    let large = numbers.iter().find(|n| n.parse::<u8>().is_err());
    large.map_or(Fault::Numbers(numbers.len()), |n| Fault::NumberTooLarge(cut(n)))
}

fn v6(text: &str) -> Result<Ipv6Addr, Fault> {
    text.parse().map_err(|_| v6_fault(text))
}

fn v6_fault(text: &str) -> Fault {
    // With one colon only, after an IPv4 address, it is a port.
    if let Some((before, port)) = text.split_once(':')
        && before.parse::<Ipv4Addr>().is_ok()
        && port.parse::<u16>().is_ok()
    {
        return Fault::Port(cut(port));
    }
    // Of a dotted end, as in ::ffff:10.0.0.1, the dotted part may be the fault.
    let (hex, dotted) = match text.rsplit_once(':') {
        Some((before, last)) if last.contains('.') => (before, Some(last)),
        _ => (text, None),
    };
    if let Some(c) = hex.chars().find(|c| !c.is_ascii_hexdigit() && *c != ':') {
        return Fault::Character(c);
    }
    if let Some(Err(fault)) = dotted.map(v4) {
        return fault;
    }
    if text.matches("::").count() > 1 {
        return Fault::TwoGaps;
    }
    let without_gap = text.replacen("::", "|", 1);
    if without_gap.starts_with(':') || without_gap.ends_with(':') || text.contains(":::") {
        return Fault::Colons;
    }
    let groups: Vec<&str> = text.split(':').filter(|g| !g.is_empty()).collect();
    if let Some(group) = groups.iter().find(|g| g.len() > 4 && !g.contains('.')) {
        return Fault::GroupTooLong(cut(group));
    }
    Fault::Groups(groups.len() + usize::from(dotted.is_some()))
}

/// A space, or a character that shows nothing and comes along when text is copied.
pub(super) fn blank(c: char) -> bool {
    c.is_whitespace() || unseen(c)
}

/// A character that shows nothing: a soft hyphen, a joiner, a mark for the direction of writing, a byte order mark.
pub(super) fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A dash of a range: the plain one, or one that a word processor put in its place.
pub(super) fn dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The plain sign that a character of another script stands for.
pub(super) fn plain(c: char) -> Option<char> {
    /// The zeros of scripts with decimal digits; the nine others follow each.
    const ZEROS: [u32; 20] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
        0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce,
    ];
    let code = u32::from(c);
    let digit = ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|n| *n < 10));
    match c {
        _ if c.is_ascii() => None,
        _ if digit.is_some() => digit.and_then(|n| char::from_digit(n, 10)),
        // Full-width letters and signs.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(code - 0xfee0),
        '\u{2044}' | '\u{2215}' => Some('/'),
        '\u{3002}' | '\u{2024}' => Some('.'),
        '\u{a789}' | '\u{2236}' => Some(':'),
        _ => None,
    }
}
