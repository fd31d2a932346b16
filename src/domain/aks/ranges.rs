//! Which ranges may overlap: every named range against every other.

use std::fmt;
use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use serde::{Deserialize, Serialize};

use super::source::Source;

mod rules;

/// A range written in code.
pub(super) const fn v4(address: [u8; 4], prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(address[0], address[1], address[2], address[3]), prefix)
}

/// Ranges that AKS keeps for itself: never for services, pods or the cluster's network, neither inside nor around them.
/// From <https://learn.microsoft.com/azure/aks/concepts-network-cni-overview>, checked 2026-11-22.
pub const RESERVED: [Ipv4Net; 4] =
    [v4([169, 254, 0, 0], 16), v4([192, 0, 2, 0], 24), v4([172, 30, 0, 0], 16), v4([172, 31, 0, 0], 16)];

/// The most ranges of a matrix.
pub const MOST_RANGES: usize = 100;

/// What a range is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The address space of the cluster's virtual network.
    ClusterNetwork,
    /// A subnet of nodes in it.
    NodeSubnet,
    /// A subnet of pods in it.
    PodSubnet,
    /// The API server's subnet in it.
    ApiServerSubnet,
    /// Another subnet in it.
    OtherSubnet,
    /// The pods' own range of an Overlay or kubenet cluster.
    PodRange,
    /// The range of the services.
    ServicesRange,
    /// A peered virtual network.
    Peer,
    /// A network reached by VPN or `ExpressRoute`.
    OnPremises,
    /// Kept by AKS.
    Reserved,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::ClusterNetwork,
        Self::NodeSubnet,
        Self::PodSubnet,
        Self::ApiServerSubnet,
        Self::OtherSubnet,
        Self::PodRange,
        Self::ServicesRange,
        Self::Peer,
        Self::OnPremises,
        Self::Reserved,
    ];

    /// The name on pages.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::ClusterNetwork => "cluster network",
            Self::NodeSubnet => "node subnet",
            Self::PodSubnet => "pod subnet",
            Self::ApiServerSubnet => "API server subnet",
            Self::OtherSubnet => "other subnet",
            Self::PodRange => "pod range",
            Self::ServicesRange => "services range",
            Self::Peer => "peered network",
            Self::OnPremises => "on-premises network",
            Self::Reserved => "reserved by AKS",
        }
    }

    /// Whether it is a subnet of the cluster's network.
    #[must_use]
    pub const fn is_subnet(self) -> bool {
        matches!(self, Self::NodeSubnet | Self::PodSubnet | Self::ApiServerSubnet | Self::OtherSubnet)
    }
}

/// A range with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// As typed; shown as text.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The range; host bits are left out of account.
    pub net: IpNet,
}

/// What holds for two ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// They must not share an address.
    MustNotOverlap,
    /// Sharing addresses works, with a drawback.
    NotAdvised,
    /// They may be the same.
    MayRepeat,
    /// The one belongs inside the other.
    PartOf,
}

impl Rule {
    /// The rule in words.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::MustNotOverlap => "must not overlap",
            Self::NotAdvised => "allowed but not advised",
            Self::MayRepeat => "may repeat",
            Self::PartOf => "is part of it",
        }
    }
}

/// How two ranges stand to their rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// As it should be.
    Fine,
    /// Allowed but not advised, and so it is.
    Unwise,
    /// The rule is broken.
    Broken,
}

/// Two ranges and what holds for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The place of the first in the list.
    pub a: usize,
    /// The place of the second; larger than `a`.
    pub b: usize,
    /// The rule for the two kinds.
    pub rule: Rule,
    /// Whether it is kept.
    pub state: State,
    /// What they share.
    pub shared: Option<IpNet>,
    /// The reason for the rule.
    pub why: &'static str,
    /// The page that states it.
    pub source: Source,
}

/// Every range against every other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// The ranges, those reserved by AKS last.
    pub ranges: Vec<Named>,
    /// For each two ranges one pair: (0, 1), (0, 2), …, (1, 2), …
    pub pairs: Vec<Pair>,
}

/// More ranges than a matrix is made for; holds how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany(pub usize);

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ranges are too many for a matrix; compare {MOST_RANGES} at most.", self.0)
    }
}

impl std::error::Error for TooMany {}

impl Matrix {
    /// Compares the ranges with each other and with those reserved by AKS.
    ///
    /// # Errors
    ///
    /// More than [`MOST_RANGES`] ranges.
    pub fn of(ranges: &[Named]) -> Result<Self, TooMany> {
        if ranges.len() > MOST_RANGES {
            return Err(TooMany(ranges.len()));
        }
        let given = ranges.iter().map(|range| Named { net: range.net.trunc(), ..range.clone() });
        let reserved = RESERVED.map(|net| Named { name: net.to_string(), kind: Kind::Reserved, net: net.into() });
        let ranges: Vec<Named> = given.chain(reserved).collect();
        let pairs = (0..ranges.len())
            .flat_map(|a| (a + 1..ranges.len()).map(move |b| (a, b)))
            .map(|(a, b)| pair(&ranges, a, b))
            .collect();
        Ok(Self { ranges, pairs })
    }

    /// The pair of two ranges by their places, in either order. None for a range with itself or a place beyond the
    /// list.
    #[must_use]
    pub fn pair(&self, a: usize, b: usize) -> Option<&Pair> {
        let (a, b) = (a.min(b), a.max(b));
        self.pairs.iter().find(|pair| (pair.a, pair.b) == (a, b))
    }

    /// The worst of all pairs.
    #[must_use]
    pub fn state(&self) -> State {
        self.pairs.iter().map(|pair| pair.state).max().unwrap_or(State::Fine)
    }
}

fn pair(ranges: &[Named], a: usize, b: usize) -> Pair {
    let (one, other) = (&ranges[a], &ranges[b]);
    let shared = shared(one.net, other.net);
    let equal = one.net == other.net;
    let (rule, why, source) = rules::of(one.kind, other.kind, equal);
    let state = match (rule, shared) {
        (Rule::MustNotOverlap, Some(_)) => State::Broken,
        (Rule::NotAdvised, Some(_)) => State::Unwise,
        (Rule::PartOf, shared) => part_of(ranges, one, other, shared),
        _ => State::Fine,
    };
    Pair { a, b, rule, state, shared, why, source }
}

/// A subnet must be inside one of the network's address spaces; of several it is in one and not in the others.
fn part_of(ranges: &[Named], one: &Named, other: &Named, shared: Option<IpNet>) -> State {
    let subnet = if one.kind.is_subnet() { one } else { other };
    if shared.is_some() {
        return if shared == Some(subnet.net) { State::Fine } else { State::Broken };
    }
    let elsewhere = |space: &Named| space.kind == Kind::ClusterNetwork && space.net.contains(&subnet.net);
    if ranges.iter().any(elsewhere) { State::Fine } else { State::Broken }
}

/// What two prefixes share: the smaller of the two, when one lies in the other.
#[must_use]
pub fn shared(a: IpNet, b: IpNet) -> Option<IpNet> {
    let (a, b) = (a.trunc(), b.trunc());
    if a.contains(&b) {
        Some(b)
    } else if b.contains(&a) {
        Some(a)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
