//! What can be changed later.

use super::{PrivateCluster, Zone};
use crate::domain::aks::finding::Finding;
use crate::domain::aks::source::Source;

/// A change of a cluster that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Another zone.
    Zone(Zone),
    /// With or without the public name.
    PublicFqdn(bool),
    /// With or without API Server `VNet` Integration.
    VnetIntegration(bool),
    /// Private or public.
    Private(bool),
}

/// What stands against a change, and what comes with it. A change to what is there already is a note.
#[must_use]
pub fn change(cluster: &PrivateCluster, to: &Change) -> Vec<Finding> {
    let (page, integration) = (Source::PrivateClusters, Source::VnetIntegration);
    let none = |message: &str| vec![Finding::note("nothing-to-change", page, message)];
    match to {
        Change::Zone(zone) if *zone == cluster.zone => none("That is the zone as it is."),
        Change::Zone(Zone::None) if !cluster.public_fqdn => {
            let message = "Without a zone the public name must be there: enable it first.";
            vec![Finding::error("zone-none-without-public-fqdn", page, message).at("public_fqdn")]
        }
        Change::Zone(Zone::None) => {
            let message = "Allowed. The nodes get a node image upgrade and use the public name from then on.";
            vec![Finding::note("zone-change-upgrades-nodes", page, message).at("zone")]
        }
        Change::Zone(_) => {
            let message = "A zone can only be changed from system or custom to none.";
            vec![Finding::error("zone-change-refused", page, message).at("zone")]
        }
        Change::PublicFqdn(on) if *on == cluster.public_fqdn => none("That is how the public name is."),
        Change::PublicFqdn(false) if cluster.zone == Zone::None => {
            let message = "Without a zone the public name must stay, or nothing resolves the API server.";
            vec![Finding::error("zone-none-without-public-fqdn", page, message).at("public_fqdn")]
        }
        Change::VnetIntegration(on) if *on == cluster.vnet_integration => none("That is how the cluster is."),
        Change::VnetIntegration(false) => {
            let message = "API Server VNet Integration is permanent: a cluster that has it cannot do without again.";
            vec![Finding::error("integration-is-permanent", integration, message).at("vnet_integration")]
        }
        Change::VnetIntegration(true) if cluster.encrypted_network => {
            let message = "API Server VNet Integration does not work in a virtual network with encryption.";
            vec![Finding::error("integration-in-encrypted-network", integration, message).at("encrypted_network")]
        }
        Change::VnetIntegration(true) => {
            let message = "Stop and start the cluster at once after it. It cannot be undone, the API server's \
                           address changes (its name stays), and node images are upgraded.";
            vec![Finding::warning("integration-needs-restart", integration, message).at("vnet_integration")]
        }
        Change::Private(on) if *on == cluster.private => none("That is how the cluster is."),
        Change::Private(_) if !cluster.vnet_integration => {
            let message = "Only a cluster with API Server VNet Integration can become private or public later; no \
                           other way is documented. Convert it first, or build it anew.";
            vec![Finding::error("private-change-needs-integration", integration, message).at("private")]
        }
        Change::Private(false) => {
            let message = "--disable-private-cluster is in preview.";
            vec![Finding::warning("disable-private-preview", integration, message).at("private")]
        }
        Change::PublicFqdn(_) | Change::Private(true) => Vec::new(),
    }
}
