//! The registry's role and its private endpoint.

use super::super::super::terraform::quoted;
use super::tree::{self, Body, list};
use super::{located, resource, subnet_id, value};
use crate::domain::design::build::{Build, ZoneOf};

pub(super) fn write(out: &mut String, build: &Build) {
    let Some(registry) = &build.registry else { return };
    out.push('\n');
    let body = super::grouped(value(&registry.name));
    tree::write(out, "data \"azurerm_container_registry\" \"main\"", &body);
    if registry.attached {
        let body = Body::default()
            .with("scope", "data.azurerm_container_registry.main.id")
            .text("role_definition_name", "AcrPull")
            .with("principal_id", "azurerm_kubernetes_cluster.main.kubelet_identity[0].object_id");
        resource(out, &registry.why, "azurerm_role_assignment", "pull", &body);
    }
    let Some(place) = registry.endpoint else { return };
    let connection = Body::default()
        .text("name", "registry")
        .with("private_connection_resource_id", "data.azurerm_container_registry.main.id")
        .with("subresource_names", list([quoted("registry")]))
        .with("is_manual_connection", "false");
    let mut body = located(quoted("pe-registry"))
        .with("subnet_id", subnet_id(place))
        .block("private_service_connection", connection);
    if let Some(zone) = build.zones.iter().position(|zone| zone.of == ZoneOf::Registry) {
        let ids = list([format!("azurerm_private_dns_zone.zone{}.id", zone + 1)]);
        body = body
            .block("private_dns_zone_group", Body::default().text("name", "default").with("private_dns_zone_ids", ids));
    }
    resource(out, &registry.why, "azurerm_private_endpoint", "registry", &body);
}
