//! The DNS of a private cluster: `private-dns`.

use serde::Serialize;
use utoipa::ToSchema;

use super::cluster::MOST;
use super::findings::{self, Finding, Verdict};
use super::read::{self, Fields, Input, Place};
use crate::domain::aks::private_dns::{
    Answer, Change, Identity, PrivateCluster, Resolution, Servers, Who, Zone, change, private_dns as check,
};

/// The most characters of a zone's name or resource id.
const MOST_ZONE: usize = 1_024;

/// The settings of a private cluster; each may be missing.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "says in the description what is read as the domain's own settings and change")]
pub(super) struct PrivateDnsInput {
    #[serde(flatten)]
    settings: Settings,
    /// A change of the cluster to check as well.
    #[schema(value_type = Option<ChangeInput>)]
    change: Option<Change>,
}

/// What a cluster is created with.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "says in the description what the settings are; they are read as the domain's own")]
pub(super) struct Settings {
    /// `--enable-private-cluster`; true where nothing is said.
    private: Option<bool>,
    /// `--enable-apiserver-vnet-integration`.
    vnet_integration: Option<bool>,
    /// `--private-dns-zone`: `system`, `none`, or the name or resource id of a zone of one's own.
    zone: Option<String>,
    /// Whether the public name is there: not `--disable-public-fqdn`; true where nothing is said.
    public_fqdn: Option<bool>,
    /// `--fqdn-subdomain`.
    fqdn_subdomain: Option<String>,
    /// The cluster's region, such as `westeurope`.
    region: Option<String>,
    /// The cluster's identity.
    #[schema(value_type = Option<IdentityName>)]
    identity: Option<Identity>,
    /// The DNS servers of the cluster's network; `azure` where nothing is said.
    #[schema(value_type = Option<ServersName>)]
    servers: Option<Servers>,
    /// Whether the zone is linked to the hub, or forwarded from there.
    hub_linked: Option<bool>,
    /// Whether the identity may link a zone to the cluster's network; true where nothing is said.
    may_link: Option<bool>,
    /// Whether the zone is in another subscription.
    zone_elsewhere: Option<bool>,
    /// How many authorized IP ranges there are.
    authorized_ranges: Option<u32>,
    /// Whether the virtual network is encrypted.
    encrypted_network: Option<bool>,
    /// kubenet with a route table of one's own.
    kubenet_own_routes: Option<bool>,
}

/// The identity of a cluster.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "says in the description what the domain's own identities are called")]
pub(super) enum IdentityName {
    /// Made with the cluster.
    SystemAssigned,
    /// Made before.
    UserAssigned,
    /// A service principal.
    ServicePrincipal,
}

/// DNS servers.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "says in the description what the domain's own servers are called")]
pub(super) enum ServersName {
    /// Azure's own.
    Azure,
    /// Servers in a hub network.
    Hub,
}

/// A change: exactly one of these.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "says in the description what can be changed; it is read as the domain's own")]
pub(super) struct ChangeInput {
    /// Another zone: `system`, `none`, or a zone's name.
    zone: Option<String>,
    /// With or without the public name.
    public_fqdn: Option<bool>,
    /// With or without API Server `VNet` Integration.
    vnet_integration: Option<bool>,
    /// Private or public.
    private: Option<bool>,
}

/// The settings as they are read.
struct Read(PrivateCluster);

impl Input for (PrivateCluster, Option<Change>) {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let Read(cluster) = Read::read(fields)?;
        let change = fields.optional("change", |place| place.object(read_change));
        Some((cluster, change))
    }
}

impl Input for Read {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let plain = PrivateCluster::default();
        let identities = [
            ("system-assigned", Identity::SystemAssigned),
            ("user-assigned", Identity::UserAssigned),
            ("service-principal", Identity::ServicePrincipal),
        ];
        let mut switch = |name, otherwise| fields.optional(name, read::switch).unwrap_or(otherwise);
        let (private, vnet_integration) = (switch("private", plain.private), switch("vnet_integration", false));
        let zone = fields.optional("zone", zone).unwrap_or(plain.zone);
        let public_fqdn = fields.optional("public_fqdn", read::switch).unwrap_or(plain.public_fqdn);
        let word = |place: &Place<'_>| place.short_text("A text", 100);
        let fqdn_subdomain = fields.optional("fqdn_subdomain", word);
        let region = fields.optional("region", word);
        let identity = fields.optional("identity", |place| place.word(&identities));
        let servers = [("azure", Servers::Azure), ("hub", Servers::Hub)];
        let servers = fields.optional("servers", |place| place.word(&servers)).unwrap_or(plain.servers);
        let mut switch = |name, otherwise| fields.optional(name, read::switch).unwrap_or(otherwise);
        let hub_linked = switch("hub_linked", plain.hub_linked);
        let may_link = switch("may_link", plain.may_link);
        let zone_elsewhere = switch("zone_elsewhere", plain.zone_elsewhere);
        let encrypted_network = switch("encrypted_network", plain.encrypted_network);
        let kubenet_own_routes = switch("kubenet_own_routes", plain.kubenet_own_routes);
        let authorized_ranges =
            fields.optional("authorized_ranges", |place| place.whole(0, MOST)).unwrap_or(plain.authorized_ranges);
        Some(Self(PrivateCluster {
            private,
            vnet_integration,
            zone,
            public_fqdn,
            fqdn_subdomain,
            region,
            identity,
            servers,
            hub_linked,
            may_link,
            zone_elsewhere,
            authorized_ranges,
            encrypted_network,
            kubenet_own_routes,
        }))
    }
}

fn zone(place: &Place<'_>) -> Option<Zone> {
    let text = place.short_text("A text: system, none, or a zone's name or resource id", MOST_ZONE)?;
    Some(match text.trim() {
        "system" => Zone::System,
        "none" => Zone::None,
        _ => Zone::Custom(text),
    })
}

fn read_change(fields: &mut Fields<'_>) -> Option<Change> {
    let zone = fields.optional("zone", zone).map(Change::Zone);
    let public_fqdn = fields.optional("public_fqdn", read::switch).map(Change::PublicFqdn);
    let integration = fields.optional("vnet_integration", read::switch).map(Change::VnetIntegration);
    let private = fields.optional("private", read::switch).map(Change::Private);
    let given = ["zone", "public_fqdn", "vnet_integration", "private"].into_iter().filter(|name| fields.has(name));
    match given.count() {
        1 => zone.or(public_fqdn).or(integration).or(private),
        0 => fields.wrong("zone", "A change names one of zone, public_fqdn, vnet_integration, private."),
        _ => fields.wrong("zone", "Check one change at a time."),
    }
}

/// Whether the settings go together, and who finds the API server.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PrivateDnsAnswer {
    /// Whether the settings are accepted.
    allowed: bool,
    /// The answer in a sentence.
    verdict: String,
    /// The private zone, as far as its name is known; null without one.
    zone: Option<String>,
    /// Whether a public name is there too.
    public_fqdn: bool,
    /// Who finds the API server; empty when the settings are refused.
    resolutions: Vec<ResolutionAnswer>,
    /// What the rules say, errors first.
    findings: Vec<Finding>,
    /// The change, when one was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Verdict>,
}

/// What somebody gets who looks for the API server.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ResolutionAnswer {
    /// Who looks.
    #[schema(value_type = WhoName)]
    who: Who,
    /// What they get.
    #[schema(value_type = AnswerName)]
    answer: Answer,
    /// Whether a connection can follow, given a route.
    reaches: bool,
    /// Why, or what to do.
    why: &'static str,
    /// The page that says so.
    source: &'static str,
}

/// Somebody who looks for the API server.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "says in the description what the domain's own are called")]
pub(super) enum WhoName {
    /// The cluster's nodes.
    Nodes,
    /// A machine in the cluster's network.
    SameNetwork,
    /// A machine in a peered network.
    PeeredNetwork,
    /// A machine on-premises.
    OnPremises,
    /// Anybody on the Internet.
    Internet,
}

/// What somebody gets.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "says in the description what the domain's own are called")]
pub(super) enum AnswerName {
    /// The private address, through the private zone.
    ByPrivateZone,
    /// The private address, through the public name.
    ByPublicName,
    /// The private address without any name.
    ByAddress,
    /// The public address.
    PublicAddress,
    /// Nothing, without further steps.
    Nothing,
}

pub(super) fn private_dns((cluster, to): (PrivateCluster, Option<Change>)) -> PrivateDnsAnswer {
    let found = check(&cluster);
    let resolution = |one: Resolution| ResolutionAnswer {
        who: one.who,
        answer: one.answer,
        reaches: one.reaches,
        why: one.why,
        source: one.source.url(),
    };
    PrivateDnsAnswer {
        allowed: found.allowed,
        verdict: found.verdict,
        zone: found.zone,
        public_fqdn: found.public_fqdn,
        resolutions: found.resolutions.into_iter().map(resolution).collect(),
        findings: findings::findings(found.findings),
        change: to.map(|to| change(&cluster, &to).into()),
    }
}
