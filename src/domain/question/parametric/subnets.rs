//! Rules about subnets in Azure.

use ipnet::IpNet;

use super::prefixes::private;
use super::{Draft, Need, length};
use crate::domain::aks::figures::{counted, grouped};
use crate::domain::aks::formula::{API_SERVER_ADDRESSES, api_server_clusters};
use crate::domain::azure::{self, Subnet};
use crate::domain::question::network::NetworkKey;
use crate::domain::question::random::Random;

/// All addresses of a length.
fn total(prefix: u8) -> u64 {
    1 << (32 - prefix.min(32))
}

/// Addresses that Azure leaves in a subnet of a length; all lengths that are drawn are allowed.
fn left(prefix: u8) -> u64 {
    azure::usable(prefix).unwrap_or(0)
}

pub(super) fn usable(random: &mut Random) -> Draft {
    let prefix = length(random, 20, 29);
    let all = total(prefix);
    Draft::number(left(prefix), "addresses")
        .with("prefix", prefix)
        .count("total", all)
        .wrong(
            grouped(all - 2),
            "two-addresses-kept",
            "Outside of a cloud two are lost, the first and the last. Azure keeps five.",
        )
        .wrong(grouped(all), "no-addresses-kept", "These are all addresses; Azure keeps five of them.")
        .wrong(
            grouped(all - 3),
            "three-addresses-kept",
            "Three go to the gateway and to DNS; the network's own address and the last one are kept as well.",
        )
        .wrong(grouped(all - 4), "last-address-not-kept", "These are without the first four; the last is kept as well.")
}

pub(super) fn first(random: &mut Random) -> Draft {
    let prefix = length(random, 24, 28);
    let network = IpNet::V4(private(random, prefix));
    // An IPv4 network of that length is always a subnet.
    let (first, last, kept) = Subnet::of(network).map_or_else(
        |_| (network.network(), network.broadcast(), [network.network(); 5]),
        |subnet| (subnet.first, subnet.last, subnet.reserved.map(|kept| kept.address)),
    );
    Draft::network(NetworkKey::Address { is: first, subnet: Some(network) }, first)
        .with("network", network)
        .with("last", last)
        .wrong(
            kept[1],
            "first-host-is-free",
            "Outside of a cloud this one would be the first to give out; in Azure it is the gateway's.",
        )
        .wrong(kept[0], "network-address-is-free", "That is the network's own address.")
        .wrong(kept[3], "three-addresses-kept", "That is the last of the four that Azure keeps at the start.")
        .wrong(kept[2], "dns-address-is-free", "Only the network's address and the gateway's are left out here.")
}

pub(super) fn smallest(random: &mut Random) -> Draft {
    let prefix = length(random, 22, 28);
    let (has, smaller) = (left(prefix), prefix + 1);
    // Half of the time so many that the next smaller one would do if Azure kept two addresses only.
    let hosts = if random.below(2) == 0 {
        random.between(left(smaller) + 1, total(smaller) - 2)
    } else {
        random.between(total(smaller) - 1, has)
    };
    let answer = azure::smallest_prefix(hosts).unwrap_or(prefix);
    let close = if total(smaller) - 2 >= hosts { "two-addresses-kept" } else { "subnet-too-small" };
    let said = if total(smaller) - 2 >= hosts {
        "It would do if two addresses were lost; Azure keeps five."
    } else {
        "It is too small even before Azure keeps its five."
    };
    Draft::prefix(answer, Need::Addresses(hosts))
        .count("hosts", hosts)
        .count("usable", has)
        .with("smaller", smaller)
        .count("smaller_usable", left(smaller))
        .wrong(format!("/{smaller}"), close, said)
        .wrong(format!("/{}", prefix - 1), "subnet-twice-as-large", "It is twice as large as it has to be.")
}

pub(super) fn apiserver_clusters(random: &mut Random) -> Draft {
    let prefix = length(random, 23, 28);
    let usable = left(prefix);
    let answer = api_server_clusters(prefix).unwrap_or(0);
    Draft::number(answer, "clusters")
        .with("prefix", prefix)
        .count("usable", usable)
        .wrong(
            grouped(total(prefix) / API_SERVER_ADDRESSES),
            "no-addresses-kept",
            "Azure's own five addresses have to come off before it is divided by nine.",
        )
        .wrong(
            grouped(usable),
            "one-address-for-an-api-server",
            format!("Every cluster takes {} at least, not one.", counted(API_SERVER_ADDRESSES, "address")),
        )
        .wrong(
            grouped(usable.div_ceil(API_SERVER_ADDRESSES)),
            "rounds-up-what-does-not-fit",
            "For the last of these too few addresses are left: what does not fit whole does not fit.",
        )
}
