//! The registry's role and its private endpoint.

use std::fmt::Write as _;

use super::tree::{Node, Object};
use super::{NETWORK, ROLES, assignment, located, resource, subnet_id, value};
use crate::domain::design::build::{Build, ZoneOf};

pub(super) const REGISTRIES: &str = "2023-07-01";

/// `AcrPull`.
const PULL: &str = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

pub(super) fn write(out: &mut String, build: &Build) {
    let Some(registry) = &build.registry else { return };
    let _ = write!(out, "\nresource registry 'Microsoft.ContainerRegistry/registries@{REGISTRIES}' existing = ");
    super::tree::write(out, &Object::default().with("name", value(&registry.name)));
    out.push('\n');
    if registry.attached {
        let principal = "cluster.properties.identityProfile.kubeletidentity.objectId";
        let object = assignment(PULL, "registry", "cluster.id", principal);
        let kind = format!("Microsoft.Authorization/roleAssignments@{ROLES}");
        resource(out, &registry.why, "pull", &kind, &object);
    }
    let Some(place) = registry.endpoint else { return };
    let connection = Object::default()
        .with("name", Node::text("registry"))
        .with("properties.privateLinkServiceId", Node::raw("registry.id"))
        .with("properties.groupIds", Node::texts(&["registry"]));
    let object = located(Node::text("pe-registry"))
        .with("properties.subnet.id", subnet_id(build, place))
        .with("properties.privateLinkServiceConnections", Node::List(vec![Node::Object(connection)]));
    resource(out, &registry.why, "endpoint", &format!("Microsoft.Network/privateEndpoints@{NETWORK}"), &object);
    let Some(zone) = build.zones.iter().position(|zone| zone.of == ZoneOf::Registry) else { return };
    let config = Object::default()
        .with("name", Node::text("registry"))
        .with("properties.privateDnsZoneId", Node::raw(format!("zone{}.id", zone + 1)));
    let object = Object::default()
        .with("parent", Node::raw("endpoint"))
        .with("name", Node::text("default"))
        .with("properties.privateDnsZoneConfigs", Node::List(vec![Node::Object(config)]));
    let kind = format!("Microsoft.Network/privateEndpoints/privateDnsZoneGroups@{NETWORK}");
    resource(out, &registry.why, "endpointZones", &kind, &object);
}
