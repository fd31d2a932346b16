//! The rule for each two kinds of ranges.

use super::{Kind, Rule};
use crate::domain::aks::source::Source;

/// The rule for two kinds, in either order; `equal` when the ranges are the same.
pub(super) fn of(a: Kind, b: Kind, equal: bool) -> (Rule, &'static str, Source) {
    let (a, b) = (a.min(b), a.max(b));
    match b {
        Kind::Reserved => reserved(a),
        Kind::Peer | Kind::OnPremises => connected(a, b),
        Kind::ServicesRange => services(a),
        Kind::PodRange => pods(a),
        _ => subnets(a, b, equal),
    }
}

fn subnets(a: Kind, b: Kind, equal: bool) -> (Rule, &'static str, Source) {
    match (a, b) {
        (Kind::ClusterNetwork, Kind::ClusterNetwork) => {
            (Rule::MustNotOverlap, "The address spaces of a virtual network are apart.", Source::VnetFaq)
        }
        (Kind::ClusterNetwork, _) => {
            (Rule::PartOf, "A subnet lies inside an address space of its network.", Source::VnetFaq)
        }
        (Kind::NodeSubnet, Kind::NodeSubnet) if equal => (
            Rule::MayRepeat,
            "Several clusters may share a node subnet; kubenet clusters may not.",
            Source::CniOverview,
        ),
        (Kind::PodSubnet, Kind::PodSubnet) if equal => (
            Rule::MayRepeat,
            "One pod subnet may serve several pools and clusters of the network, in one way of allocation.",
            Source::PodSubnetDynamic,
        ),
        (Kind::ApiServerSubnet, Kind::ApiServerSubnet) if equal => (
            Rule::MayRepeat,
            "Several clusters of the network may share the API server's subnet.",
            Source::VnetIntegration,
        ),
        _ => (Rule::MustNotOverlap, "Two subnets of a network never overlap.", Source::VnetFaq),
    }
}

fn pods(a: Kind) -> (Rule, &'static str, Source) {
    match a {
        Kind::PodRange => (
            Rule::MayRepeat,
            "Pod ranges are not routed outside their cluster: clusters may use the same one, also in one network.",
            Source::Overlay,
        ),
        Kind::ClusterNetwork => (
            Rule::NotAdvised,
            "Only an overlap with a subnet is refused, but pods cannot reach what the network has at these addresses.",
            Source::ReleaseNotes,
        ),
        _ => (
            Rule::MustNotOverlap,
            "Pods would take addresses of the subnet for other pods: the deployment is refused.",
            Source::Overlay,
        ),
    }
}

fn services(a: Kind) -> (Rule, &'static str, Source) {
    match a {
        Kind::ServicesRange => (
            Rule::MayRepeat,
            "Service addresses mean something only inside their cluster: clusters may use the same range.",
            Source::IpPlanning,
        ),
        Kind::PodRange => (Rule::MustNotOverlap, "An address would be a pod and a service at once.", Source::Overlay),
        Kind::ClusterNetwork => (
            Rule::NotAdvised,
            "Inside the network, but in no subnet, it works; nobody may ever make a subnet there.",
            Source::LegacyCni,
        ),
        _ => (
            Rule::MustNotOverlap,
            "Traffic to the subnet's addresses would go to services: the deployment is refused.",
            Source::LegacyCni,
        ),
    }
}

fn connected(a: Kind, b: Kind) -> (Rule, &'static str, Source) {
    match a {
        Kind::ServicesRange => (
            Rule::MustNotOverlap,
            "From the cluster, what has these addresses in the connected network could not be reached.",
            Source::Overlay,
        ),
        Kind::PodRange => (
            Rule::NotAdvised,
            "Nothing refuses it, but pods cannot reach what has these addresses in the connected network.",
            Source::Overlay,
        ),
        Kind::Peer | Kind::OnPremises if (a, b) == (Kind::OnPremises, Kind::OnPremises) => (
            Rule::NotAdvised,
            "Both are reached through the gateway; where they overlap, only one of them is.",
            Source::PrivateConnect,
        ),
        Kind::Peer => (
            Rule::NotAdvised,
            "They can both be connected as long as they are not connected to each other; the cluster reaches one of \
             them.",
            Source::PrivateConnect,
        ),
        _ if b == Kind::OnPremises => (
            Rule::NotAdvised,
            "The network's own addresses win over routes from on-premises, so what has them there cannot be reached.",
            Source::LegacyCni,
        ),
        _ => (Rule::MustNotOverlap, "Networks that overlap cannot be peered.", Source::PrivateConnect),
    }
}

fn reserved(a: Kind) -> (Rule, &'static str, Source) {
    match a {
        Kind::Reserved => (Rule::MayRepeat, "Both are AKS' own.", Source::CniOverview),
        Kind::Peer | Kind::OnPremises => (
            Rule::NotAdvised,
            "The rule is about the cluster's own ranges; whether nodes reach such addresses elsewhere is not \
             documented.",
            Source::CniOverview,
        ),
        _ => (
            Rule::MustNotOverlap,
            "AKS keeps these ranges for itself; a range that holds one is refused like a range inside one.",
            Source::CniOverview,
        ),
    }
}
