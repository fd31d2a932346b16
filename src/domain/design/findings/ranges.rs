//! Each range by itself.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};

use super::look::{Look, MODEL, Range, sheet, wizard};
use super::pages::{CNI, INTEGRATION, KUBENET, OVERLAY, PLANNING, RELEASES, STATIC, VNET_FAQ};
use super::{Rule, error, note, warning};
use crate::domain::aks::cluster::Model;
use crate::domain::aks::formula::service_addresses;
use crate::domain::aks::ranges::RESERVED;
use crate::domain::aks::source::Source;
use crate::domain::azure::Subnet;
use crate::domain::net::shared;

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

/// Private ranges: RFC 1918 and RFC 6598.
const PRIVATE: [Ipv4Net; 4] =
    [v4(10, 0, 0, 0, 8), v4(172, 16, 0, 0, 12), v4(192, 168, 0, 0, 16), v4(100, 64, 0, 0, 10)];
/// What a virtual network must not hold any part of.
const NEVER: [Ipv4Net; 5] = [
    v4(224, 0, 0, 0, 4),
    v4(255, 255, 255, 255, 32),
    v4(127, 0, 0, 0, 8),
    v4(169, 254, 0, 0, 16),
    v4(168, 63, 129, 16, 32),
];
/// AKS' own DNS address.
const DEFAULT_DNS: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 10);

/// All ranges of the cluster.
fn all(look: &Look) -> Vec<Range> {
    [look.network(), look.subnets(), look.pod_ranges(), look.services()].concat()
}

fn private(net: Ipv4Net) -> bool {
    PRIVATE.iter().any(|private| private.contains(&net))
}

pub(super) const RULES: &[Rule] = &[
    error("reserved-range", CNI, "AKS keeps four ranges for itself.", |look, found| {
        for range in all(look) {
            let reserved = RESERVED.into_iter().find(|reserved| shared(range.net, IpNet::V4(*reserved)).is_some());
            if let Some(reserved) = reserved {
                let message =
                    format!("The {} {} touches {reserved}, which AKS keeps for itself.", range.title, range.net);
                let cure = "Take a range that neither holds nor lies in 169.254.0.0/16, 192.0.2.0/24, 172.30.0.0/16 or \
                            172.31.0.0/16.";
                found.say(message, cure, [sheet(range.field)]);
            }
        }
    }),
    error("range-not-for-networks", VNET_FAQ, "Some ranges can stand in no virtual network.", |look, found| {
        for range in all(look) {
            let reserved = RESERVED.into_iter().any(|reserved| shared(range.net, IpNet::V4(reserved)).is_some());
            let never = NEVER.into_iter().find(|never| shared(range.net, IpNet::V4(*never)).is_some());
            if let Some(never) = never.filter(|_| !reserved) {
                let message = format!("The {} {} touches {never}, which no network may hold.", range.title, range.net);
                let cure = "Take a private range, from 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10.";
                found.say(message, cure, [sheet(range.field)]);
            }
        }
    }),
    error("no-azure-subnet", VNET_FAQ, "A subnet in Azure is a /29 or larger.", |look, found| {
        for range in look.subnets() {
            if let Err(error) = Subnet::of(range.net) {
                let cure = format!("Give the {} a /29 or larger.", range.title);
                found.say(error.to_string(), cure, [sheet(range.field)]);
            }
        }
    }),
    error("subnet-outside-network", VNET_FAQ, "A subnet lies in its network’s address space.", |look, found| {
        let network = look.network();
        for range in look.subnets().into_iter().filter(|_| !network.is_empty()) {
            let inside = network.iter().any(|space| space.net.contains(&range.net));
            if !inside {
                let spaces: Vec<String> = network.iter().map(|space| space.net.to_string()).collect();
                let message =
                    format!("The {} {} lies outside of the network, {}.", range.title, range.net, spaces.join(", "));
                let cure = "Take a range from the network, or add an address space that holds it.";
                found.say(message, cure, [sheet(range.field), sheet("vnet-range")]);
            }
        }
    }),
    error("services-too-large", PLANNING, "A services range is smaller than a /12.", |look, found| {
        if let Some(net) = look.sheet.prefix("service-range").filter(|net| net.prefix_len() < 13) {
            let message = format!("The services range {net} is too large: it must be smaller than a /12.");
            found.say(message, "Take a /13 or longer; a /16 is usual.", [sheet("service-range")]);
        }
    }),
    error(
        "services-too-small",
        Source::ServiceRanges.url(),
        "A services range has room for the API and DNS at least.",
        |look, found| {
            if let Some(net) = look.sheet.prefix("service-range")
                && service_addresses(net.prefix_len()) < 2
            {
                let message =
                    format!("The services range {net} has no room for the API’s and the DNS service’s addresses.");
                found.say(message, "Take a /30 at least, better a /24.", [sheet("service-range")]);
            }
        },
    ),
    error("services-not-private", RELEASES, "Public ranges are refused for services.", |look, found| {
        if let Some(IpNet::V4(net)) = look.sheet.prefix("service-range")
            && !private(net)
            && !v4(198, 18, 0, 0, 15).contains(&net)
            && !NEVER.iter().chain(&RESERVED).any(|never| shared(IpNet::V4(net), IpNet::V4(*never)).is_some())
        {
            let message = format!("The services range {net} is not private; public ranges are refused for services.");
            found.say(message, "Take a range of RFC 1918 or RFC 6598.", [sheet("service-range")]);
        }
    }),
    error("dns-outside-services", PLANNING, "The DNS address lies in the services range.", |look, found| {
        let (Some(dns), Some(net)) = (look.sheet.address("dns-service-address"), look.sheet.prefix("service-range"))
        else {
            return;
        };
        let six = look.sheet.prefix("service-range-ipv6").is_some_and(|net| net.contains(&dns));
        if !net.contains(&dns) && !six {
            let message = format!("The DNS address {dns} lies outside of the services range {net}.");
            let cure = tenth(net).map_or("Take an address of the range.".to_owned(), |ip| format!("Take {ip}."));
            found.say(message, cure, [sheet("dns-service-address"), sheet("service-range")]);
        }
    }),
    error("dns-first-address", PLANNING, "The first address of the services is the API’s.", |look, found| {
        let (Some(dns), Some(net)) = (look.sheet.address("dns-service-address"), look.sheet.prefix("service-range"))
        else {
            return;
        };
        let first = nth(net, 1);
        let unusable = dns == net.network() || dns == net.broadcast();
        if net.contains(&dns) && (first == Some(dns) || unusable) {
            let whose = if unusable {
                "the range’s own or its last, which no service has"
            } else {
                "the first, which the \
                Kubernetes API takes"
            };
            let message = format!("The DNS address {dns} of {net} is {whose}.");
            let cure = tenth(net).map_or("Take a larger range.".to_owned(), |ip| format!("Take {ip}."));
            found.say(message, cure, [sheet("dns-service-address")]);
        }
    }),
    error(
        "api-server-subnet-too-small",
        INTEGRATION,
        "The API server’s subnet is a /28 or larger.",
        |look, found| {
            if let Some(net) = look.sheet.prefix("api-server-range").filter(|net| (29..=32).contains(&net.prefix_len()))
            {
                let message =
                    format!("The API server subnet {net} is too small: each cluster keeps nine addresses of a /28.");
                found.say(message, "Take a /28 or larger.", [sheet("api-server-range")]);
            }
        },
    ),
    error("static-pod-subnet-too-large", STATIC, "With static blocks a pod subnet is a /12 at most.", |look, found| {
        let net = look.sheet.prefix("pod-subnet-range").filter(|net| net.prefix_len() < 12);
        if let (Some(Model::PodSubnetStatic), Some(net)) = (look.model, net) {
            let message = format!("The pod subnet {net} is larger than the /12 that static blocks go to.");
            found.say(message, "Take a /12 or smaller.", [sheet("pod-subnet-range")]);
        }
    }),
    warning("pods-not-private", OVERLAY, "The pods’ range is private.", |look, found| {
        for range in look.pod_ranges() {
            let IpNet::V4(net) = range.net else { continue };
            let refused = NEVER.iter().chain(&RESERVED).any(|never| shared(range.net, IpNet::V4(*never)).is_some());
            if !private(net) && !refused {
                let message = format!("The pod range {net} is not private: it works, but is outside support.");
                let cure = "Take a range of RFC 1918 or RFC 6598, such as 100.64.0.0/16.";
                found.say(message, cure, [sheet("pod-range")]);
            }
        }
    }),
    warning("dns-address-left-out", KUBENET, "AKS’ own DNS address is 10.0.0.10.", |look, found| {
        let left = look.sheet.get("dns-service-address").is_none();
        if let Some(net) =
            look.sheet.prefix("service-range").filter(|net| left && !net.contains(&IpAddr::V4(DEFAULT_DNS)))
        {
            let message = format!("Left out, the DNS address would be {DEFAULT_DNS}, which is not in {net}.");
            let cure = tenth(net).map_or("Write an address of the range.".to_owned(), |ip| format!("Write {ip}."));
            found.say(message, cure, [sheet("dns-service-address"), sheet("service-range")]);
        }
    }),
    note("pod-range-unused", CNI, "Flat models have no pod range.", |look, found| {
        if let (Some(model), Some(net)) = (look.model, look.sheet.prefix("pod-range"))
            && !model.has_pod_cidr()
        {
            let message =
                format!("{} takes pod addresses from the network; the pod range {net} is not used.", model.title());
            found.say(message, "Leave it out.", [sheet("pod-range"), wizard(MODEL)]);
        }
    }),
    note("pod-subnet-unused", CNI, "Only Pod Subnet has a pod subnet.", |look, found| {
        if let (Some(model), Some(net)) = (look.model, look.sheet.prefix("pod-subnet-range"))
            && !model.has_pod_subnet()
        {
            let message = format!("{} has no pod subnet; {net} is not used.", model.title());
            found.say(
                message,
                "Leave it out, or keep the range for something else.",
                [sheet("pod-subnet-range"), wizard(MODEL)],
            );
        }
    }),
];

/// The usual DNS address of a services range, or the last that can be given in a smaller one.
fn tenth(net: IpNet) -> Option<IpAddr> {
    [10, 2].into_iter().filter_map(|n| nth(net, n)).find(|ip| *ip != net.broadcast())
}

/// The n-th address of an IPv4 network, 0 being the network's own.
fn nth(net: IpNet, n: u32) -> Option<IpAddr> {
    let IpNet::V4(net) = net else { return None };
    let ip = Ipv4Addr::from_bits(net.network().to_bits().checked_add(n)?);
    net.contains(&ip).then_some(IpAddr::V4(ip))
}
