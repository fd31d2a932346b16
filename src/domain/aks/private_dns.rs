//! The DNS of a private cluster: which settings go together, and who can find the API server.
//!
//! Sources: <https://learn.microsoft.com/azure/aks/private-clusters>,
//! <https://learn.microsoft.com/azure/aks/api-server-vnet-integration>; checked 2026-11-22.

use serde::{Deserialize, Serialize};

use super::finding::{self, Finding};

mod change;
mod resolve;
mod rules;
pub mod zone_name;

pub use change::{Change, change};
pub use resolve::{Answer, Resolution, Who};

/// Where Azure's own DNS answers in every virtual network.
pub const AZURE_DNS: &str = "168.63.129.16";

/// The private zone of the cluster's name: `--private-dns-zone`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// A zone that AKS makes in the node resource group; the default.
    System,
    /// A zone of one's own, by its name or resource id.
    Custom(String),
    /// No zone: the public name resolves to the private address.
    None,
}

/// The identity of the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// Made with the cluster.
    SystemAssigned,
    /// Made before; roles can be given in advance.
    UserAssigned,
    /// A service principal.
    ServicePrincipal,
}

/// Which DNS servers the cluster's network uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Servers {
    /// Azure's own.
    Azure,
    /// Servers in a hub network.
    Hub,
}

/// The settings of a private cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own of the command line or the network")]
pub struct PrivateCluster {
    /// `--enable-private-cluster`.
    pub private: bool,
    /// `--enable-apiserver-vnet-integration`.
    pub vnet_integration: bool,
    /// `--private-dns-zone`.
    pub zone: Zone,
    /// Whether the public name is there: not `--disable-public-fqdn`.
    pub public_fqdn: bool,
    /// `--fqdn-subdomain`.
    pub fqdn_subdomain: Option<String>,
    /// The cluster's region, as `westeurope`; compared with the zone's name.
    pub region: Option<String>,
    /// The cluster's identity. None when it is not said: then the demand of a custom zone is a note.
    pub identity: Option<Identity>,
    /// The DNS servers of the cluster's network.
    pub servers: Servers,
    /// Whether the zone is linked to the hub, or the hub's servers forward it to Azure's DNS in a linked network.
    pub hub_linked: bool,
    /// Whether the identity may link a zone to the cluster's network: Network Contributor on it.
    pub may_link: bool,
    /// Whether the zone is in another subscription than the cluster.
    pub zone_elsewhere: bool,
    /// `--api-server-authorized-ip-ranges`: how many.
    pub authorized_ranges: u32,
    /// Whether the virtual network is encrypted.
    pub encrypted_network: bool,
    /// kubenet with a route table of one's own.
    pub kubenet_own_routes: bool,
}

impl Default for PrivateCluster {
    /// `--enable-private-cluster` and nothing else.
    fn default() -> Self {
        Self {
            private: true,
            vnet_integration: false,
            zone: Zone::System,
            public_fqdn: true,
            fqdn_subdomain: None,
            region: None,
            identity: None,
            servers: Servers::Azure,
            hub_linked: false,
            may_link: true,
            zone_elsewhere: false,
            authorized_ranges: 0,
            encrypted_network: false,
            kubenet_own_routes: false,
        }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrivateDns {
    /// Whether the settings are accepted.
    pub allowed: bool,
    /// The answer in a sentence.
    pub verdict: String,
    /// The private zone: its name, as far as it is known. None without one.
    pub zone: Option<String>,
    /// Whether a public name is there too; it resolves to the private address.
    pub public_fqdn: bool,
    /// Who finds the API server; empty when the settings are refused.
    pub resolutions: Vec<Resolution>,
    /// What the rules say, errors first.
    pub findings: Vec<Finding>,
}

/// Checks the settings and says who finds the API server with them.
#[must_use]
pub fn private_dns(cluster: &PrivateCluster) -> PrivateDns {
    let mut findings = rules::findings(cluster);
    finding::sort(&mut findings);
    let allowed = finding::no_errors(&findings);
    // A zone that is not linked is a fault in who finds what; with any other fault there is no cluster to be found.
    let exists = findings.iter().all(|one| one.severity != finding::Severity::Error || one.code == rules::NOT_LINKED);
    let resolutions = if exists { resolve::resolutions(cluster) } else { Vec::new() };
    let zone = if cluster.private { zone_of(cluster) } else { None };
    PrivateDns {
        allowed,
        verdict: verdict(cluster, allowed, &resolutions),
        zone,
        public_fqdn: cluster.public_fqdn,
        resolutions,
        findings,
    }
}

fn zone_of(cluster: &PrivateCluster) -> Option<String> {
    let region = cluster.region.as_deref().map_or("{region}", str::trim);
    match &cluster.zone {
        Zone::System => {
            Some(format!("a subzone of {}.{region}.azmk8s.io", zone_name::first_label(cluster.vnet_integration)))
        }
        Zone::Custom(name) => Some(zone_name::of_resource(name).to_owned()),
        Zone::None => None,
    }
}

fn verdict(cluster: &PrivateCluster, allowed: bool, resolutions: &[Resolution]) -> String {
    if !allowed {
        return "Refused, or it would not work; see what is broken.".to_owned();
    }
    if !cluster.private {
        return "Allowed, but not private: the API server has a public address.".to_owned();
    }
    let lost: Vec<&str> =
        resolutions.iter().filter(|one| one.answer == Answer::Nothing).map(|one| one.who.says()).collect();
    match lost.as_slice() {
        [] => "Allowed, and everybody finds the API server's private address.".to_owned(),
        lost => format!("Allowed; without further steps these do not find the API server: {}.", lost.join(", ")),
    }
}

#[cfg(test)]
mod tests;
