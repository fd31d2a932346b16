//! Addresses, networks and ranges as people write them: in front of `ipnet`, which takes `010.0.0.1` and says too little.
//!
//! Read are an address, an address with a length, a mask or a wildcard (after a slash or a space), and a range with a
//! dash. Spaces around are ignored. Refused are leading zeros in the numbers of an address, signs, spaces inside, zones,
//! and digits of other scripts. A length may have leading zeros (`/032` is `/32`): no program reads it otherwise any more.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use super::fault::{Fault, TextError};
use super::range::AddressRange;
use super::span::byte;
use super::text::{address, blank, dash, plain, v4};

/// The most characters of one text. The longest range has 95; what is longer is refused unread.
pub const MOST_CHARACTERS: usize = 200;

/// An address and the network around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Parsed {
    /// As it was written.
    pub address: IpAddr,
    /// The network, from its first address.
    pub network: IpNet,
    /// How the network was written.
    pub form: Form,
}

impl Parsed {
    /// Whether the address is another than the first of the network.
    #[must_use]
    pub fn host_bits_set(&self) -> bool {
        self.address != self.network.addr()
    }

    /// 4 or 6.
    #[must_use]
    pub fn family(&self) -> u8 {
        if self.address.is_ipv4() { 4 } else { 6 }
    }
}

/// How a network was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// An address alone: a network of one.
    Address,
    /// With a length, `/24`.
    Length,
    /// With a mask, `255.255.255.0`. So are `0.0.0.0` and `255.255.255.255` read, which could be wildcards as well.
    Mask,
    /// With a wildcard, `0.0.0.255`.
    Wildcard,
}

/// One item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Item {
    /// An address or a network.
    Network(Parsed),
    /// A range.
    Range(AddressRange),
}

impl Item {
    /// All addresses of the network, or of the range.
    #[must_use]
    pub fn range(&self) -> AddressRange {
        match self {
            Self::Network(parsed) => parsed.network.into(),
            Self::Range(range) => *range,
        }
    }
}

/// Reads an address or a network; the address may be any of the network's.
///
/// # Errors
///
/// The text is neither; the error says why and what was probably meant.
pub fn parse(text: &str) -> Result<Parsed, TextError> {
    let found = read(text).and_then(|item| match item {
        Item::Network(parsed) => Ok(parsed),
        Item::Range(_) => Err(Fault::IsRange),
    });
    found.map_err(|fault| refused(text, fault, |meant| matches!(read(meant), Ok(Item::Network(_)))))
}

/// Reads a network where nothing but a network will do: the address must be its first. An address alone is a network of
/// one.
///
/// # Errors
///
/// As [`parse`], and [`Fault::HostBits`] with the network as the suggestion.
pub fn parse_network(text: &str) -> Result<IpNet, TextError> {
    match parse(text) {
        Ok(parsed) if parsed.host_bits_set() => {
            let suggestion = Some(parsed.network.to_string());
            Err(TextError::new(text.trim_matches(blank), Fault::HostBits(parsed.network), suggestion))
        }
        Ok(parsed) => Ok(parsed.network),
        Err(mut error) => {
            // What is suggested must not be refused in its turn.
            if let Some(Ok(Item::Network(meant))) = error.suggestion.as_deref().map(read)
                && meant.host_bits_set()
            {
                error.suggestion = Some(meant.network.to_string());
            }
            Err(error)
        }
    }
}

/// Reads an address alone. A network of one address (`10.0.0.5/32`) is not one: where an address is wanted, a length is a
/// sign of something else.
///
/// # Errors
///
/// The text is no address, or more than an address.
pub fn parse_address(text: &str) -> Result<IpAddr, TextError> {
    let found = read(text).and_then(|item| match item {
        Item::Network(Parsed { address, form: Form::Address, .. }) => Ok(address),
        Item::Network(_) => Err(Fault::IsNetwork),
        Item::Range(_) => Err(Fault::Several),
    });
    let usable = |meant: &str| matches!(read(meant), Ok(Item::Network(Parsed { form: Form::Address, .. })));
    found.map_err(|fault| refused(text, fault, usable))
}

/// Reads a range: two addresses with a dash between, with or without spaces.
///
/// # Errors
///
/// The text is no range, its ends are of different families, or the first comes after the last.
pub fn parse_range(text: &str) -> Result<AddressRange, TextError> {
    let found = read(text).and_then(|item| match item {
        Item::Network(_) => Err(Fault::IsNoRange),
        Item::Range(range) => Ok(range),
    });
    found.map_err(|fault| refused(text, fault, |meant| matches!(read(meant), Ok(Item::Range(_)))))
}

/// Reads whatever it is: an address, a network or a range.
///
/// # Errors
///
/// It is none of them.
pub fn parse_item(text: &str) -> Result<Item, TextError> {
    read(text).map_err(|fault| refused(text, fault, |meant| read(meant).is_ok()))
}

/// Reads whatever it is, or says what is wrong with it.
fn read(text: &str) -> Result<Item, Fault> {
    let text = text.trim_matches(blank);
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    // In bytes first, so that what is far too long is not even counted through.
    if text.len() > MOST_CHARACTERS {
        let characters = text.chars().count();
        if characters > MOST_CHARACTERS {
            return Err(Fault::TooLong(characters));
        }
    }
    if let Some((_, after)) = text.split_once('/')
        && after.trim_start_matches(blank).starts_with(['+', '-'])
    {
        return Err(Fault::PrefixSign);
    }
    match text.split_once(dash) {
        None => read_network(text).map(Item::Network),
        Some((_, last)) if last.contains(dash) => Err(Fault::Dashes),
        Some((first, last)) => read_range(first, last).map(Item::Range),
    }
}

fn read_range(first: &str, last: &str) -> Result<AddressRange, Fault> {
    let end = |text: &str| {
        let text = text.trim_matches(blank);
        match text {
            "" => Err(Fault::IsNoRange),
            _ if text.contains('/') => Err(Fault::IsNetwork),
            _ if text.contains(blank) => Err(Fault::Space),
            _ => address(text),
        }
    };
    AddressRange::new(end(first)?, end(last)?).map_err(Fault::Range)
}

fn read_network(text: &str) -> Result<Parsed, Fault> {
    if text.contains(blank) {
        let words: Vec<&str> = text.split(blank).filter(|word| !word.is_empty()).collect();
        return match words.as_slice() {
            [word, mask] if !word.contains('/') && !word.ends_with('.') && !mask.contains('/') && mask_like(mask) => {
                masked(address(word)?, mask)
            }
            words if words.iter().all(|word| read_network(word).is_ok()) => Err(Fault::Several),
            _ => Err(Fault::Space),
        };
    }
    let Some((before, after)) = text.split_once('/') else {
        let address = address(text)?;
        return Ok(Parsed { address, network: address.into(), form: Form::Address });
    };
    if after.contains('/') {
        return Err(Fault::Slashes);
    }
    let address = address(before)?;
    if after.contains(['.', ':']) {
        return masked(address, after);
    }
    let prefix = length(after, address)?;
    // ::ffff:10.0.0.0/24 is a slip for 10.0.0.0/24: as IPv6 it would be ::/24.
    if before.contains('.') && address.is_ipv6() && prefix <= 32 {
        return Err(Fault::MappedPrefix(prefix));
    }
    network(address, prefix, Form::Length)
}

fn length(text: &str, address: IpAddr) -> Result<u8, Fault> {
    let most = if address.is_ipv4() { 32 } else { 128 };
    if text.is_empty() {
        return Err(Fault::PrefixMissing);
    }
    if let Some(c) = text.chars().find(|c| plain(*c).is_some() || (c.is_numeric() && !c.is_ascii())) {
        return Err(Fault::Script(c));
    }
    // Rust reads "+24" as a number as well.
    if text.len() > 3 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::PrefixText(super::cut(text)));
    }
    let too_long = || Fault::PrefixTooLong { prefix: text.to_owned(), most };
    text.parse::<u8>().ok().filter(|n| *n <= most).ok_or_else(too_long)
}

fn masked(address: IpAddr, mask: &str) -> Result<Parsed, Fault> {
    if address.is_ipv6() {
        return Err(Fault::MaskOnIpv6);
    }
    let mask = v4(mask).map_err(|fault| match fault {
        Fault::LeadingZero(_) | Fault::NumberTooLarge(_) => fault,
        _ => Fault::PrefixText(super::cut(mask)),
    })?;
    let (prefix, form) = mask_length(mask).ok_or(Fault::MaskMixed(mask))?;
    network(address, prefix, form)
}

fn network(address: IpAddr, prefix: u8, form: Form) -> Result<Parsed, Fault> {
    match IpNet::new(address, prefix) {
        Ok(network) => Ok(Parsed { address, network: network.trunc(), form }),
        Err(_) => {
            Err(Fault::PrefixTooLong { prefix: prefix.to_string(), most: if address.is_ipv4() { 32 } else { 128 } })
        }
    }
}

/// The length that a mask or a wildcard stands for.
fn mask_length(mask: Ipv4Addr) -> Option<(u8, Form)> {
    let bits = mask.to_bits();
    if bits.leading_ones() + bits.trailing_zeros() == 32 {
        Some((byte(bits.leading_ones()), Form::Mask))
    } else if bits.leading_zeros() + bits.trailing_ones() == 32 {
        Some((byte(bits.leading_zeros()), Form::Wildcard))
    } else {
        None
    }
}

/// Whether the second of two words after each other is meant as a mask, even a wrong one, and not as another address.
pub(super) fn mask_like(word: &str) -> bool {
    match v4(word) {
        Ok(mask) => mask_length(mask).is_some() || matches!(mask.octets()[0], 0 | 255),
        Err(_) => word.starts_with("255.") || word.starts_with("0."),
    }
}

fn refused(text: &str, fault: Fault, usable: impl Fn(&str) -> bool) -> TextError {
    let text = text.trim_matches(blank);
    let meant = repairs(text, &fault).into_iter().find(|meant| usable(meant));
    TextError::new(text, fault, meant)
}

/// What may have been meant, the likeliest first. Whether it can be read is up to the caller.
fn repairs(text: &str, fault: &Fault) -> Vec<String> {
    let (before, after) = text.split_once('/').map_or((text, ""), |(before, _)| (before, &text[before.len()..]));
    match fault {
        Fault::Zone(_) => {
            let start = text.find('%').unwrap_or(text.len());
            let end = text[start..].find(|c: char| c == '/' || blank(c) || dash(c)).map_or(text.len(), |n| start + n);
            vec![format!("{}{}", &text[..start], &text[end..])]
        }
        Fault::Script(_) | Fault::Character(_) => vec![text.chars().map(|c| plain(c).unwrap_or(c)).collect()],
        Fault::Space => {
            let words: Vec<&str> = text.split(blank).filter(|word| !word.is_empty()).collect();
            vec![words.concat(), words.join("/")]
        }
        Fault::Brackets => vec![text.replace(['[', ']'], "")],
        Fault::Port(_) => vec![format!("{}{after}", before.split(':').next().unwrap_or(before))],
        Fault::LeadingZero(_) => vec![without_leading_zeros(text)],
        Fault::Numbers(found @ 1..4) => {
            if let Some(range) = short_range(text) {
                return vec![range];
            }
            let whole = format!("{before}{}", ".0".repeat(4 - found));
            if after.is_empty() { vec![format!("{whole}/{}", found * 8)] } else { vec![whole + after] }
        }
        Fault::Groups(0..8) => vec![format!("{before}::{after}")],
        Fault::PrefixMissing => vec![before.to_owned()],
        Fault::PrefixSign => vec![format!("{before}/{}", after.trim_start_matches(|c| blank(c) || "/+-".contains(c)))],
        Fault::MaskOnIpv6 => {
            let mask =
                text.rsplit(|c| c == '/' || blank(c)).next().and_then(|mask| mask.parse::<std::net::Ipv6Addr>().ok());
            let bits = mask.map(std::net::Ipv6Addr::to_bits).filter(|m| m.leading_ones() + m.trailing_zeros() == 128);
            bits.map(|bits| format!("{before}/{}", bits.leading_ones())).into_iter().collect()
        }
        Fault::MappedPrefix(_) => vec![format!("{}{after}", before.rsplit(':').next().unwrap_or(before))],
        Fault::IsNetwork => {
            let ends = text.split(dash).map(|end| end.trim_matches(blank).split(['/', ' ']).next().unwrap_or_default());
            vec![ends.collect::<Vec<_>>().join(" - ")]
        }
        Fault::IsRange => match read(text) {
            Ok(Item::Range(range)) => range.network().iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        },
        Fault::IsNoRange => match read(text) {
            Ok(Item::Network(parsed)) => vec![AddressRange::from(parsed.network).to_string()],
            _ => Vec::new(),
        },
        Fault::Range(super::range::RangeError::Order(a, b)) => vec![format!("{b} - {a}")],
        _ => Vec::new(),
    }
}

/// `10.0.0.1-9` written out.
fn short_range(text: &str) -> Option<String> {
    let (first, last) = text.split_once(dash)?;
    let (first, last) = (first.trim_matches(blank), last.trim_matches(blank));
    let kept = 4_usize.checked_sub(last.split('.').count())?;
    let start: Vec<&str> = first.split('.').take(kept).collect();
    Some(format!("{first} - {}.{last}", start.join(".")))
}

/// Each run of digits that a dot touches, without the zeros in front.
fn without_leading_zeros(text: &str) -> String {
    let mut whole = String::new();
    let mut at_start = true;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let zero_in_front = at_start && c == '0' && rest.peek().is_some_and(char::is_ascii_digit);
        if !zero_in_front {
            whole.push(c);
            at_start = !c.is_ascii_hexdigit();
        }
    }
    whole
}

#[cfg(test)]
mod tests;
