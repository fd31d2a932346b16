//! Who finds the API server, and by which name.

use serde::Serialize;

use super::{PrivateCluster, Servers, Zone};
use crate::domain::aks::source::Source;

/// Somebody who looks for the API server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// The cluster's nodes.
    Nodes,
    /// A machine in the cluster's network.
    SameNetwork,
    /// A machine in a hub or another peered network.
    PeeredNetwork,
    /// A machine on-premises, by VPN or `ExpressRoute`.
    OnPremises,
    /// Anybody on the Internet.
    Internet,
}

impl Who {
    /// Everybody.
    pub const ALL: [Self; 5] = [Self::Nodes, Self::SameNetwork, Self::PeeredNetwork, Self::OnPremises, Self::Internet];

    /// Who it is.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Nodes => "nodes",
            Self::SameNetwork => "machines in the cluster's network",
            Self::PeeredNetwork => "machines in peered networks",
            Self::OnPremises => "machines on-premises",
            Self::Internet => "the Internet",
        }
    }
}

/// What somebody gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The private address, through the private zone.
    ByPrivateZone,
    /// The private address, through the public name.
    ByPublicName,
    /// The private address without any name.
    ByAddress,
    /// The public address: the cluster is not private.
    PublicAddress,
    /// Nothing, without further steps.
    Nothing,
}

/// What somebody gets, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resolution {
    /// Who looks.
    pub who: Who,
    /// What they get.
    pub answer: Answer,
    /// Whether a connection can follow, given a route: nobody on the Internet has one to a private address.
    pub reaches: bool,
    /// Why, or what to do.
    pub why: &'static str,
    /// The page that says so.
    pub source: Source,
}

pub(super) fn resolutions(cluster: &PrivateCluster) -> Vec<Resolution> {
    let expected = |who: &Who| *who != Who::Internet || cluster.public_fqdn || !cluster.private;
    Who::ALL.into_iter().filter(expected).map(|who| resolution(cluster, who)).collect()
}

fn resolution(cluster: &PrivateCluster, who: Who) -> Resolution {
    let (answer, why, source) = answer(cluster, who);
    let reaches = answer == Answer::PublicAddress || (answer != Answer::Nothing && who != Who::Internet);
    Resolution { who, answer, reaches, why, source }
}

fn answer(cluster: &PrivateCluster, who: Who) -> (Answer, &'static str, Source) {
    let page = Source::PrivateClusters;
    if who == Who::Nodes && cluster.vnet_integration {
        let why = "With VNet Integration nodes go to the API server by its address, without DNS.";
        return (Answer::ByAddress, why, Source::VnetIntegration);
    }
    if !cluster.private {
        return (Answer::PublicAddress, "The name resolves to the public address.", page);
    }
    let zone = cluster.zone != Zone::None;
    // The zone is linked to the nodes' network; who asks other servers needs the link or the forwarding there.
    let linked = match who {
        Who::Nodes | Who::SameNetwork => cluster.servers == Servers::Azure || cluster.hub_linked,
        Who::PeeredNetwork | Who::OnPremises => cluster.hub_linked,
        Who::Internet => false,
    };
    if who == Who::Nodes && zone && !linked {
        let why =
            "Nodes of a cluster with a zone use the private name, and their DNS servers do not know the zone: link it.";
        return (Answer::Nothing, why, page);
    }
    let public = "The public name resolves to the private address.";
    match (who, zone && linked) {
        (_, true) => {
            (Answer::ByPrivateZone, "The private zone is linked where the question is asked, or forwarded to.", page)
        }
        (Who::Internet, _) => {
            (Answer::ByPublicName, "The name is public, the address private: it cannot be reached.", page)
        }
        _ if cluster.public_fqdn => (Answer::ByPublicName, public, page),
        (Who::OnPremises, _) => (
            Answer::Nothing,
            "Forward the zone from your DNS servers to ones in a network that the zone is linked to.",
            Source::PrivateConnect,
        ),
        _ => (Answer::Nothing, "Link the private zone to that network too.", Source::PrivateConnect),
    }
}
