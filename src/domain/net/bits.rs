//! An address as its binary digits, with the boundary that the prefix draws through them.

use std::net::IpAddr;

/// The digits of an address, in the groups in which it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    /// Four groups of 8 for IPv4, eight groups of 16 for IPv6.
    pub groups: Vec<BitGroup>,
    /// How many digits from the start belong to the network.
    pub prefix: u8,
}

/// One number of the address. Both parts together have 8 or 16 digits; one of them may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BitGroup {
    /// The number as it is written in the address: decimal for IPv4, hexadecimal for IPv6.
    pub number: String,
    /// The digits that belong to the network.
    pub network: String,
    /// The digits that belong to the host.
    pub host: String,
}

/// The binary digits of an address; a length beyond its bits counts as all of them.
#[must_use]
pub fn bits(address: IpAddr, prefix: u8) -> Bits {
    let numbers: Vec<(String, String)> = match address {
        IpAddr::V4(a) => a.octets().iter().map(|n| (n.to_string(), format!("{n:08b}"))).collect(),
        IpAddr::V6(a) => a.segments().iter().map(|n| (format!("{n:x}"), format!("{n:016b}"))).collect(),
    };
    let prefix = prefix.min(if address.is_ipv4() { 32 } else { 128 });
    let mut left = usize::from(prefix);
    let groups = numbers.into_iter().map(|(number, digits)| {
        let (network, host) = digits.split_at(left.min(digits.len()));
        left -= network.len();
        BitGroup { number, network: network.to_owned(), host: host.to_owned() }
    });
    Bits { groups: groups.collect(), prefix }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(address: &str, prefix: u8) -> String {
        let bits = bits(address.parse().unwrap(), prefix);
        let group = |g: &BitGroup| format!("{}:{}|{}", g.number, g.network, g.host);
        bits.groups.iter().map(group).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_boundary_goes_through_the_digits() {
        let cases = [
            ("10.0.0.5", 8, "10:00001010| 0:|00000000 0:|00000000 5:|00000101"),
            ("172.16.255.1", 12, "172:10101100| 16:0001|0000 255:|11111111 1:|00000001"),
            ("0.0.0.0", 0, "0:|00000000 0:|00000000 0:|00000000 0:|00000000"),
            ("255.0.0.1", 32, "255:11111111| 0:00000000| 0:00000000| 1:00000001|"),
            ("255.0.0.1", 200, "255:11111111| 0:00000000| 0:00000000| 1:00000001|"),
        ];
        for (address, prefix, expected) in cases {
            assert_eq!(drawn(address, prefix), expected);
        }
        let v6 = drawn("2001:db8::", 36);
        assert!(v6.starts_with("2001:0010000000000001| db8:0000110110111000| 0:0000|000000000000 0:|0000000000000000"));
        assert_eq!(bits("2001:db8::".parse().unwrap(), 36).groups.len(), 8);
    }
}
