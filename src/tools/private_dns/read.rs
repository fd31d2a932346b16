//! The form, and the cluster that it describes.

use crate::domain::aks::private_dns::{Change, Identity, PrivateCluster, Servers, Zone};
use crate::tools::{Complaint, Field, Inputs};

/// The most characters of a zone's resource id that are read; the longest that Azure knows is far shorter.
const MOST_ZONE: usize = 1_024;
/// The most characters of a region.
const MOST_REGION: usize = 40;
/// The most characters of one part of a DNS name.
const MOST_LABEL: usize = 63;

type Options = [(&'static str, &'static str)];

const ACCESS: &Options = &[("private", "Private"), ("public", "Public")];
const ZONE: &Options = &[
    ("system", "system: AKS makes it in the node resource group"),
    ("custom", "custom: a zone of your own"),
    ("none", "none"),
];
const PUBLIC_NAME: &Options = &[("keep", "Stays, as it is by default"), ("remove", "Removed: --disable-public-fqdn")];
const IDENTITY: &Options = &[
    ("unsaid", "Not said"),
    ("system-assigned", "System-assigned"),
    ("user-assigned", "User-assigned"),
    ("service-principal", "Service principal"),
];
const SERVERS: &Options = &[("azure", "Azure's own DNS"), ("hub", "Servers in a hub network")];
const MAY_LINK: &Options = &[("yes", "Yes: Network Contributor on it"), ("no", "No")];
const CHANGE: &Options = &[
    ("", "None"),
    ("zone-none", "Zone to none"),
    ("zone-system", "Zone to system"),
    ("zone-custom", "Zone to one of your own"),
    ("public-name-off", "Remove the public name"),
    ("public-name-on", "Bring the public name back"),
    ("integration-on", "To API Server VNet Integration"),
    ("integration-off", "Away from VNet Integration"),
    ("private", "From public to private"),
    ("public", "From private to public"),
];

pub(super) fn form(inputs: &Inputs) -> Vec<Field> {
    vec![
        Field::choice(inputs, "access", "API server", ACCESS),
        Field::tick(inputs, "integration", "API Server VNet Integration"),
        Field::choice(inputs, "zone", "Private DNS zone", ZONE),
        Field::text(inputs, "zone_name", "Name or resource id of your own zone", "privatelink.westeurope.azmk8s.io")
            .hint("For a custom zone. With VNet Integration: private.<region>.azmk8s.io."),
        Field::choice(inputs, "public_name", "Public name", PUBLIC_NAME),
        Field::choice(inputs, "servers", "The cluster's network asks", SERVERS),
        Field::tick(inputs, "linked", "The zone is linked to the hub")
            .hint("Or the hub's servers forward it to a network that it is linked to."),
        Field::choice(inputs, "identity", "Identity of the cluster", IDENTITY),
        Field::text(inputs, "region", "Region", "westeurope"),
        Field::text(inputs, "subdomain", "Subdomain of the name", "team1").hint("--fqdn-subdomain; may stay empty."),
        Field::choice(inputs, "may_link", "The identity may link to the cluster's network", MAY_LINK),
        Field::tick(inputs, "zone_elsewhere", "The zone is in another subscription"),
        Field::text(inputs, "authorized_ranges", "Authorized IP ranges", "0").hint("How many; for public API servers."),
        Field::tick(inputs, "encrypted", "The virtual network is encrypted"),
        Field::tick(inputs, "kubenet_routes", "kubenet with a route table of your own"),
        Field::choice(inputs, "change", "A change later", CHANGE),
    ]
}

/// A later change in words, and what it is.
pub(super) type Later = Option<(&'static str, Change)>;

/// The cluster and the change, or all that is wrong with what was typed.
pub(super) fn read(inputs: &Inputs) -> Result<(PrivateCluster, Later), Vec<Complaint>> {
    let mut wrong = Vec::new();
    let private = choice(inputs, "access", ACCESS, &mut wrong) == "private";
    let own = zone_name(inputs, &mut wrong);
    let cluster = PrivateCluster {
        private,
        vnet_integration: tick(inputs, "integration"),
        zone: match choice(inputs, "zone", ZONE, &mut wrong) {
            "custom" => Zone::Custom(own.clone()),
            "none" => Zone::None,
            _ => Zone::System,
        },
        public_fqdn: choice(inputs, "public_name", PUBLIC_NAME, &mut wrong) != "remove",
        fqdn_subdomain: subdomain(inputs, &mut wrong),
        region: region(inputs, &mut wrong),
        identity: match choice(inputs, "identity", IDENTITY, &mut wrong) {
            "system-assigned" => Some(Identity::SystemAssigned),
            "user-assigned" => Some(Identity::UserAssigned),
            "service-principal" => Some(Identity::ServicePrincipal),
            _ => None,
        },
        servers: match choice(inputs, "servers", SERVERS, &mut wrong) {
            "hub" => Servers::Hub,
            _ => Servers::Azure,
        },
        hub_linked: tick(inputs, "linked"),
        may_link: choice(inputs, "may_link", MAY_LINK, &mut wrong) != "no",
        zone_elsewhere: tick(inputs, "zone_elsewhere"),
        authorized_ranges: authorized_ranges(inputs, &mut wrong),
        encrypted_network: tick(inputs, "encrypted"),
        kubenet_own_routes: tick(inputs, "kubenet_routes"),
    };
    let change = choice(inputs, "change", CHANGE, &mut wrong);
    let to = match change {
        "zone-none" => Some(Change::Zone(Zone::None)),
        "zone-system" => Some(Change::Zone(Zone::System)),
        "zone-custom" => Some(Change::Zone(Zone::Custom(own))),
        "public-name-off" => Some(Change::PublicFqdn(false)),
        "public-name-on" => Some(Change::PublicFqdn(true)),
        "integration-on" => Some(Change::VnetIntegration(true)),
        "integration-off" => Some(Change::VnetIntegration(false)),
        "private" => Some(Change::Private(true)),
        "public" => Some(Change::Private(false)),
        _ => None,
    };
    let words = CHANGE.iter().find(|(value, _)| *value == change).map_or("", |(_, words)| words);
    if wrong.is_empty() { Ok((cluster, to.map(|to| (words, to)))) } else { Err(wrong) }
}

/// What was chosen; the first one when nothing was.
fn choice(inputs: &Inputs, name: &str, options: &'static Options, wrong: &mut Vec<Complaint>) -> &'static str {
    let typed = inputs.get(name);
    if let Some((value, _)) = options.iter().find(|(value, _)| *value == typed) {
        return value;
    }
    if !typed.is_empty() {
        let known: Vec<&str> = options.iter().map(|(value, _)| *value).filter(|value| !value.is_empty()).collect();
        wrong.push(Complaint::new(name, format!("There is no such choice; choose one of: {}.", known.join(", "))));
    }
    options[0].0
}

fn tick(inputs: &Inputs, name: &'static str) -> bool {
    matches!(Field::tick(inputs, name, "").kind, crate::tools::Kind::Tick { on: true })
}

fn zone_name(inputs: &Inputs, wrong: &mut Vec<Complaint>) -> String {
    let name = inputs.get("zone_name");
    if name.len() > MOST_ZONE {
        let message = format!("This has {} bytes; a zone's name or resource id has {MOST_ZONE} at most.", name.len());
        wrong.push(Complaint::new("zone_name", message));
    } else if name.is_empty() && inputs.get("zone") == "custom" {
        let message = "Write the name or the resource id of the zone, such as privatelink.westeurope.azmk8s.io.";
        wrong.push(Complaint::new("zone_name", message));
    }
    name.to_owned()
}

fn region(inputs: &Inputs, wrong: &mut Vec<Complaint>) -> Option<String> {
    // "West Europe" is how portals show it.
    let region: String = inputs.get("region").split_whitespace().collect::<String>().to_lowercase();
    let word = region.len() <= MOST_REGION && region.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if !word {
        wrong.push(Complaint::new("region", "A region is one word of letters and digits, such as westeurope."));
    }
    (!region.is_empty()).then_some(region)
}

fn subdomain(inputs: &Inputs, wrong: &mut Vec<Complaint>) -> Option<String> {
    let label = inputs.get("subdomain").to_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let ends = label.starts_with('-') || label.ends_with('-');
    if label.len() > MOST_LABEL || ends || !label.chars().all(plain) {
        let message = format!("A subdomain is one word of letters, digits and hyphens inside, {MOST_LABEL} at most.");
        wrong.push(Complaint::new("subdomain", message));
    }
    (!label.is_empty()).then_some(label)
}

fn authorized_ranges(inputs: &Inputs, wrong: &mut Vec<Complaint>) -> u32 {
    let typed: String = inputs.get("authorized_ranges").chars().filter(|c| !matches!(c, ',' | '_' | ' ')).collect();
    if typed.is_empty() {
        return 0;
    }
    let digits = typed.len() <= 9 && typed.bytes().all(|byte| byte.is_ascii_digit());
    typed.parse().ok().filter(|_| digits).unwrap_or_else(|| {
        let message = "How many authorized ranges there are is a whole number, 0 or more, such as 3.";
        wrong.push(Complaint::new("authorized_ranges", message));
        0
    })
}
