//! Every range against every other: `ranges`.

use ipnet::IpNet;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Refused;
use super::read::{self, Fields, Input};
use crate::domain::aks::ranges::{Kind, MOST_RANGES, Matrix, Named, Pair, Rule, State};

/// The ranges to compare.
#[derive(Debug, ToSchema)]
pub(super) struct RangesInput {
    /// The ranges, 100 at most. Those that AKS keeps for itself are added.
    #[schema(value_type = Vec<RangeOfKind>)]
    ranges: Vec<Named>,
}

/// A range with its name.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "says in the description what a range is made of; it is read as the domain's own")]
pub(super) struct RangeOfKind {
    /// What to call it; 100 characters at most.
    name: String,
    /// What it is.
    #[schema(value_type = RangeKind)]
    kind: Kind,
    /// The range.
    #[schema(value_type = String)]
    cidr: IpNet,
}

/// What a range is.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "says in the description what the domain's own kinds are called")]
pub(super) enum RangeKind {
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
    /// The pods' own range.
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

const KINDS: [(&str, Kind); 10] = [
    ("cluster-network", Kind::ClusterNetwork),
    ("node-subnet", Kind::NodeSubnet),
    ("pod-subnet", Kind::PodSubnet),
    ("api-server-subnet", Kind::ApiServerSubnet),
    ("other-subnet", Kind::OtherSubnet),
    ("pod-range", Kind::PodRange),
    ("services-range", Kind::ServicesRange),
    ("peer", Kind::Peer),
    ("on-premises", Kind::OnPremises),
    ("reserved", Kind::Reserved),
];

impl Input for RangesInput {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let wants = "write a list such as [{\"name\": \"hub\", \"kind\": \"peer\", \"cidr\": \"10.0.0.0/16\"}]";
        let ranges = fields.required("ranges", wants, |place| place.list(MOST_RANGES, |item| item.object(named)));
        Some(Self { ranges: ranges? })
    }
}

fn named(fields: &mut Fields<'_>) -> Option<Named> {
    let name = fields.required("name", "say what to call the range", read::name);
    let listed = format!("one of {}", KINDS.map(|(word, _)| word).join(", "));
    let kind = fields.required("kind", &listed, |place| place.word(&KINDS));
    let net = fields.required("cidr", "write a network such as 10.0.0.0/16", read::network);
    Some(Named { name: name?, kind: kind?, net: net? })
}

/// The matrix.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RangesAnswer {
    /// The worst of all pairs.
    #[schema(value_type = StateName)]
    state: State,
    /// The ranges, those that AKS keeps last.
    ranges: Vec<RangeAnswer>,
    /// For each two ranges one pair.
    pairs: Vec<PairAnswer>,
}

/// A range of the matrix.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RangeAnswer {
    /// Its name.
    name: String,
    /// What it is.
    #[schema(value_type = RangeKind)]
    kind: Kind,
    /// The range.
    #[schema(value_type = String)]
    cidr: IpNet,
}

/// Two ranges and what holds for them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PairAnswer {
    /// The place of the one in `ranges`, from 0.
    a: usize,
    /// The place of the other; higher than `a`.
    b: usize,
    /// What holds for two of their kinds.
    #[schema(value_type = RuleName)]
    rule: Rule,
    /// Whether it is kept.
    #[schema(value_type = StateName)]
    state: State,
    /// The prefix that they share; null when they share nothing.
    #[schema(value_type = Option<String>)]
    shared: Option<IpNet>,
    /// The reason for the rule.
    why: &'static str,
    /// The page that states it.
    source: &'static str,
}

/// A rule for two ranges.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "says in the description what the domain's own rules are called")]
pub(super) enum RuleName {
    /// They must not share an address.
    MustNotOverlap,
    /// Sharing addresses works, with a drawback.
    NotAdvised,
    /// They may be the same.
    MayRepeat,
    /// The one belongs inside the other.
    PartOf,
}

/// How ranges stand to their rule.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "says in the description what the domain's own states are called")]
pub(super) enum StateName {
    /// As it should be.
    Fine,
    /// Allowed but not advised, and so it is.
    Unwise,
    /// The rule is broken.
    Broken,
}

pub(super) fn ranges(input: &RangesInput) -> Result<RangesAnswer, Refused> {
    let matrix = Matrix::of(&input.ranges).map_err(|error| Refused::at("/ranges", error))?;
    let state = matrix.state();
    let range = |range: Named| RangeAnswer { name: range.name, kind: range.kind, cidr: range.net };
    let pair = |pair: Pair| PairAnswer {
        a: pair.a,
        b: pair.b,
        rule: pair.rule,
        state: pair.state,
        shared: pair.shared,
        why: pair.why,
        source: pair.source.url(),
    };
    Ok(RangesAnswer {
        state,
        ranges: matrix.ranges.into_iter().map(range).collect(),
        pairs: matrix.pairs.into_iter().map(pair).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_called_as_the_domain_calls_it() {
        assert_eq!(KINDS.map(|(_, kind)| kind), Kind::ALL);
        for (word, kind) in KINDS {
            assert_eq!(serde_json::to_value(kind).unwrap(), word);
        }
    }
}
