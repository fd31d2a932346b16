//! Which settings go together.

use super::{Identity, PrivateCluster, Servers, Zone, zone_name};
use crate::domain::aks::finding::Finding;
use crate::domain::aks::source::Source;

const PAGE: Source = Source::PrivateClusters;
/// The zone is not known where the cluster's network asks.
pub(super) const NOT_LINKED: &str = "zone-not-linked-to-hub";

pub(super) fn findings(cluster: &PrivateCluster) -> Vec<Finding> {
    let mut found = Vec::new();
    of_api_server(cluster, &mut found);
    if !cluster.private {
        if cluster.zone != Zone::System || !cluster.public_fqdn {
            let message = "A private DNS zone and the public name are settings of a private cluster.";
            found.push(Finding::error("zone-without-private-cluster", PAGE, message).at("zone"));
        }
        return found;
    }
    if cluster.zone == Zone::None && !cluster.public_fqdn {
        let message = "Without a zone and without the public name nothing would resolve the API server: keep the \
                       public name, or take a zone.";
        found.push(Finding::error("zone-none-without-public-fqdn", PAGE, message).at("public_fqdn"));
    }
    match &cluster.zone {
        Zone::Custom(name) => custom(cluster, name, &mut found),
        Zone::System | Zone::None => {
            if cluster.fqdn_subdomain.is_some() {
                let message = "--fqdn-subdomain goes with a zone of your own only.";
                found.push(Finding::error("subdomain-without-custom-zone", PAGE, message).at("fqdn_subdomain"));
            }
        }
    }
    if cluster.public_fqdn {
        let message = "The public name resolves to the private address: everybody can look it up, nobody can reach \
                       it from the Internet. --disable-public-fqdn removes it.";
        found.push(Finding::note("public-fqdn-is-only-a-name", PAGE, message).at("public_fqdn"));
    }
    hub(cluster, &mut found);
    found
}

fn of_api_server(cluster: &PrivateCluster, found: &mut Vec<Finding>) {
    if cluster.private && cluster.authorized_ranges > 0 {
        let message = "Authorized IP ranges protect a public API server; a private one has no use for them.";
        found.push(
            Finding::error("authorized-ranges-on-private", Source::AuthorizedRanges, message).at("authorized_ranges"),
        );
    }
    let most = if cluster.vnet_integration { 2_000 } else { 200 };
    if !cluster.private && cluster.authorized_ranges > most {
        let message = format!("At most {most} authorized ranges: 200, or 2,000 with VNet Integration.");
        found.push(
            Finding::error("too-many-authorized-ranges", Source::AuthorizedRanges, message).at("authorized_ranges"),
        );
    }
    let integration = Source::VnetIntegration;
    if cluster.vnet_integration && cluster.encrypted_network {
        let message = "API Server VNet Integration does not work in a virtual network with encryption.";
        found.push(Finding::error("integration-in-encrypted-network", integration, message).at("encrypted_network"));
    }
    if cluster.vnet_integration && region(cluster).is_some_and(|region| region == "qatarcentral") {
        let message = "API Server VNet Integration is in every public region but qatarcentral.";
        found.push(Finding::error("integration-not-in-region", integration, message).at("region"));
    }
}

fn custom(cluster: &PrivateCluster, name: &str, found: &mut Vec<Finding>) {
    match zone_name::parse(name) {
        Err(error) => found.push(Finding::error("zone-name", PAGE, error.to_string()).at("zone_name")),
        Ok(zone) => {
            if zone.integration != cluster.vnet_integration {
                let (now, right) = if zone.integration {
                    ("private.… is the zone of a cluster with VNet Integration", "privatelink")
                } else {
                    ("privatelink.… is the zone of a cluster with private link", "private")
                };
                let message = format!("{now}; here it is {right}.{}.azmk8s.io.", zone.region);
                found.push(Finding::error("zone-of-other-flavour", PAGE, message).at("zone_name"));
            }
            if let Some(region) = region(cluster).filter(|region| *region != zone.region) {
                let message = format!("The zone is for {}, the cluster in {region}.", zone.region);
                found.push(Finding::error("zone-of-other-region", PAGE, message).at("zone_name"));
            }
        }
    }
    let roles = "Private DNS Zone Contributor on the zone and Network Contributor on the network";
    match cluster.identity {
        Some(Identity::SystemAssigned) => {
            let message = format!(
                "A zone of your own needs a user-assigned identity (or a service principal) with {roles}: the \
                 system-assigned one is made too late to have them."
            );
            found.push(Finding::error("custom-zone-identity", PAGE, message).at("identity"));
        }
        Some(Identity::UserAssigned | Identity::ServicePrincipal) => {
            let message = format!("The identity needs {roles}.");
            found.push(Finding::note("custom-zone-roles", PAGE, message).at("identity"));
        }
        None => {
            let message = format!("A zone of your own needs a user-assigned identity with {roles}.");
            found.push(Finding::note("custom-zone-roles", PAGE, message).at("identity"));
        }
    }
    if cluster.zone_elsewhere {
        let message = "With the zone in another subscription, register Microsoft.ContainerService in both.";
        found.push(Finding::note("zone-in-other-subscription", PAGE, message).at("zone_elsewhere"));
    }
    let message = "Do not change or delete the zone later: upgrades would fail.";
    found.push(Finding::note("zone-must-stay", PAGE, message).at("zone_name"));
}

fn hub(cluster: &PrivateCluster, found: &mut Vec<Finding>) {
    let has_zone = cluster.zone != Zone::None;
    if has_zone && !cluster.may_link {
        let message = "AKS links the zone to the cluster's network; without Network Contributor on it the creation \
                       can fail. Take a zone of your own and no public name, or no zone and the public name.";
        found.push(Finding::warning("zone-link-may-fail", PAGE, message).at("may_link"));
    }
    if cluster.servers == Servers::Azure {
        return;
    }
    if has_zone && !cluster.hub_linked {
        // With VNet Integration nodes go to the API server by its address and need no name.
        let message = "The network asks the hub's DNS servers, and the zone is linked to the cluster's network \
                       only: link it to the hub too and forward it to 168.63.129.16, or use a DNS Private Resolver \
                       in a linked network.";
        let finding = if cluster.vnet_integration {
            Finding::warning(NOT_LINKED, PAGE, message)
        } else {
            Finding::error(NOT_LINKED, PAGE, message)
        };
        found.push(finding.at("hub_linked"));
    }
    if has_zone {
        let message = "Forward the zone itself: forwarding for a subdomain of it is not supported.";
        found.push(Finding::note("no-subdomain-forwarding", PAGE, message).at("servers"));
    }
    if cluster.kubenet_own_routes {
        let message = "kubenet with your own route table and DNS servers: the creation fails until the route table \
                       of the node resource group is on the subnet.";
        found.push(Finding::error("kubenet-own-routes-and-dns", PAGE, message).at("kubenet_own_routes"));
    }
}

fn region(cluster: &PrivateCluster) -> Option<String> {
    let region = cluster.region.as_deref()?.trim().to_lowercase();
    (!region.is_empty()).then_some(region)
}
