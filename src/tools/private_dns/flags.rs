//! The flags of `az aks create` and `az aks update` that say the same as the form.

use crate::domain::aks::private_dns::{Change, Identity, PrivateCluster, Zone, zone_name};

/// The flags that make this cluster, each on a line of its own. What only its owner knows stands in angle brackets.
pub(super) fn create(cluster: &PrivateCluster) -> Vec<String> {
    let mut flags = Vec::new();
    if cluster.private {
        flags.push("--enable-private-cluster".to_owned());
        flags.push(format!("--private-dns-zone {}", zone(&cluster.zone)));
        if let Some(subdomain) = &cluster.fqdn_subdomain {
            flags.push(format!("--fqdn-subdomain {subdomain}"));
        }
        if !cluster.public_fqdn {
            flags.push("--disable-public-fqdn".to_owned());
        }
    }
    if cluster.vnet_integration {
        flags.push("--enable-apiserver-vnet-integration".to_owned());
        flags.push("--apiserver-subnet-id <resource id of the API server's subnet>".to_owned());
    }
    if cluster.identity == Some(Identity::UserAssigned) {
        flags.push("--assign-identity <resource id of the identity>".to_owned());
    }
    if !cluster.private && cluster.authorized_ranges > 0 {
        flags.push("--api-server-authorized-ip-ranges <the ranges, with commas between>".to_owned());
    }
    flags
}

/// The line of a later change, where its flags are documented.
pub(super) fn update(cluster: &PrivateCluster, to: &Change) -> Option<String> {
    let flags = match to {
        Change::Zone(Zone::None) if cluster.zone != Zone::None => "--private-dns-zone none",
        Change::PublicFqdn(false) if cluster.public_fqdn => "--disable-public-fqdn",
        Change::VnetIntegration(true) if !cluster.vnet_integration => {
            "--enable-apiserver-vnet-integration --apiserver-subnet-id <resource id of the API server's subnet>"
        }
        Change::Private(true) if !cluster.private => "--enable-private-cluster",
        Change::Private(false) if cluster.private => "--disable-private-cluster",
        // The counterpart of --disable-public-fqdn is not in the pages that were read.
        _ => return None,
    };
    Some(format!("az aks update --resource-group <group> --name <cluster> {flags}"))
}

/// The zone as the flag wants it: a resource id as it was typed, if nothing in it means something to a shell.
fn zone(zone: &Zone) -> String {
    match zone {
        Zone::System => "system".to_owned(),
        Zone::None => "none".to_owned(),
        Zone::Custom(id) => {
            let id = id.trim();
            let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte));
            if plain && id.to_lowercase().starts_with("/subscriptions/") {
                id.to_owned()
            } else {
                format!("<resource id of {}>", zone_name::of_resource(id))
            }
        }
    }
}
