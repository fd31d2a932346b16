//! A Terraform file for the azurerm provider, laid out as `terraform fmt` does.

use std::fmt::Write as _;

use super::super::line;
use super::super::terraform::quoted;
use crate::domain::design::build::{Build, Holds, Network, Place, Program, Scope, Value, Why, ZoneOf};

mod cluster;
mod registry;
mod tree;

use tree::{Body, list};

const GROUP: &str = "azurerm_resource_group.main.name";
const REGION: &str = "azurerm_resource_group.main.location";

pub(super) fn write(build: &Build, title: &str) -> String {
    let mut out = String::new();
    super::head(&mut out, "#", title, build, Program::Terraform);
    out.push_str(
        "#\n# For the azurerm provider, version 4 (~> 4.0); API Server VNet Integration, the artifact cache and StandardV2 came\n\
         # with its later releases, so take the newest. It reads the subscription from ARM_SUBSCRIPTION_ID.\n\n",
    );
    let source =
        Body::default().with("azurerm", "{\n      source  = \"hashicorp/azurerm\"\n      version = \"~> 4.0\"\n    }");
    let settings = Body::default().with("required_version", quoted(">= 1.3")).block("required_providers", source);
    tree::write(&mut out, "terraform", &settings);
    out.push('\n');
    tree::write(&mut out, "provider \"azurerm\"", &Body::default().block("features", Body::default()));
    for variable in &build.variables {
        let kind = match variable.holds {
            Holds::Text => "string",
            Holds::Number => "number",
            Holds::List => "list(string)",
        };
        let mut body = Body::default().text("description", variable.what).with("type", kind);
        if let Some(value) = &variable.value {
            body = body.text("default", value);
        }
        out.push('\n');
        tree::write(&mut out, &format!("variable \"{}\"", variable.name), &body);
    }
    out.push('\n');
    let group = tagged(build, Body::default().with("name", "var.resource_group").with("location", "var.region"));
    tree::write(&mut out, "resource \"azurerm_resource_group\" \"main\"", &group);
    routes(&mut out, build);
    nat(&mut out, build);
    for (n, network) in build.networks.iter().enumerate() {
        networks(&mut out, build, n + 1, network);
    }
    zones(&mut out, build);
    identity(&mut out, build);
    cluster::write(&mut out, build);
    registry::write(&mut out, build);
    out
}

/// A value as an expression.
fn value(value: &Value) -> String {
    match value {
        Value::Given(text) => quoted(text),
        Value::Asked(name) => format!("var.{name}"),
    }
}

fn values(values: &[Value]) -> String {
    list(values.iter().map(value))
}

/// Writes a resource with the reason for it.
fn resource(out: &mut String, why: &Why, kind: &str, label: &str, body: &Body) {
    let _ = writeln!(out, "\n# {}: {} {}", line(&why.decision), line(&why.because), line(&why.source));
    tree::write(out, &format!("resource \"{kind}\" \"{label}\""), body);
}

fn tagged(build: &Build, body: Body) -> Body {
    if build.tags.is_empty() {
        return body;
    }
    let tags: Vec<String> =
        build.tags.iter().map(|(key, value)| format!("{} = {}", quoted(key), quoted(value))).collect();
    body.with("tags", format!("{{ {} }}", tags.join(", ")))
}

fn grouped(name: String) -> Body {
    Body::default().with("name", name).with("resource_group_name", GROUP)
}

fn located(name: String) -> Body {
    grouped(name).with("location", REGION)
}

fn routes(out: &mut String, build: &Build) {
    let Some(table) = &build.route_table else { return };
    let route = Body::default()
        .text("name", "default")
        .text("address_prefix", "0.0.0.0/0")
        .text("next_hop_type", "VirtualAppliance")
        .with("next_hop_in_ip_address", value(&table.next_hop));
    let body = tagged(build, located(quoted(&table.name))).block("route", route);
    resource(out, &table.why, "azurerm_route_table", "main", &body);
}

fn nat(out: &mut String, build: &Build) {
    let Some(gateway) = &build.nat_gateway else { return };
    for (n, name) in gateway.address_names().iter().enumerate() {
        let body = tagged(build, located(quoted(name)).text("allocation_method", "Static").text("sku", gateway.sku));
        resource(out, &gateway.why, "azurerm_public_ip", &format!("address{}", n + 1), &body);
    }
    let body = tagged(build, located(quoted(&gateway.name)).text("sku_name", gateway.sku));
    resource(out, &gateway.why, "azurerm_nat_gateway", "main", &body);
    for n in 1..=gateway.addresses {
        let body = Body::default()
            .with("nat_gateway_id", "azurerm_nat_gateway.main.id")
            .with("public_ip_address_id", format!("azurerm_public_ip.address{n}.id"));
        let label = format!("address{n}");
        resource(out, &gateway.why, "azurerm_nat_gateway_public_ip_association", &label, &body);
    }
}

fn networks(out: &mut String, build: &Build, n: usize, network: &Network) {
    let mut body = located(quoted(&network.name)).with("address_space", values(&network.ranges));
    if !network.dns_servers.is_empty() {
        body = body.with("dns_servers", list(network.dns_servers.iter().map(|server| quoted(server))));
    }
    resource(out, &network.why, "azurerm_virtual_network", &format!("network{n}"), &tagged(build, body));
    for (s, subnet) in (1..).zip(&network.subnets) {
        let mut body = grouped(quoted(&subnet.name))
            .with("virtual_network_name", format!("azurerm_virtual_network.network{n}.name"))
            .with("address_prefixes", values(&subnet.ranges));
        if let Some(service) = subnet.delegation {
            let service = Body::default().text("name", service);
            body = body
                .block("delegation", Body::default().text("name", "delegation").block("service_delegation", service));
        }
        let label = format!("network{n}_subnet{s}");
        resource(out, &subnet.why, "azurerm_subnet", &label, &body);
        let of =
            |name, id: &str| Body::default().with("subnet_id", format!("azurerm_subnet.{label}.id")).with(name, id);
        if let (true, Some(table)) = (subnet.routed, &build.route_table) {
            let body = of("route_table_id", "azurerm_route_table.main.id");
            resource(out, &table.why, "azurerm_subnet_route_table_association", &label, &body);
        }
        if let (true, Some(gateway)) = (subnet.natted, &build.nat_gateway) {
            let body = of("nat_gateway_id", "azurerm_nat_gateway.main.id");
            resource(out, &gateway.why, "azurerm_subnet_nat_gateway_association", &label, &body);
        }
    }
}

/// The id of a subnet.
fn subnet_id(place: Place) -> String {
    format!("azurerm_subnet.network{}_subnet{}.id", place.network + 1, place.subnet + 1)
}

fn zones(out: &mut String, build: &Build) {
    for (n, zone) in (1..).zip(&build.zones) {
        let name = match zone.of {
            ZoneOf::PrivateLink => "\"privatelink.${var.region}.azmk8s.io\"",
            ZoneOf::Integrated => "\"private.${var.region}.azmk8s.io\"",
            ZoneOf::Registry => "\"privatelink.azurecr.io\"",
        };
        let label = format!("zone{n}");
        resource(out, &zone.why, "azurerm_private_dns_zone", &label, &grouped(name.to_owned()));
        for at in zone.links.iter().filter(|at| **at < build.networks.len()) {
            let body = grouped(quoted(&format!("link-{}", build.networks[*at].name)))
                .with("private_dns_zone_name", format!("azurerm_private_dns_zone.{label}.name"))
                .with("virtual_network_id", format!("azurerm_virtual_network.network{}.id", at + 1))
                .with("registration_enabled", "false");
            let label = format!("{label}_network{}", at + 1);
            resource(out, &zone.why, "azurerm_private_dns_zone_virtual_network_link", &label, &body);
        }
    }
}

fn identity(out: &mut String, build: &Build) {
    let Some(identity) = &build.identity else { return };
    let body = tagged(build, located(quoted(&identity.name)));
    resource(out, &identity.why, "azurerm_user_assigned_identity", "main", &body);
    for (n, role) in (1..).zip(&build.roles) {
        let scope = match role.scope {
            Scope::Network(at) => format!("azurerm_virtual_network.network{}.id", at + 1),
            Scope::Zone(at) => format!("azurerm_private_dns_zone.zone{}.id", at + 1),
        };
        let body = Body::default()
            .with("scope", scope)
            .text("role_definition_name", role.name)
            .with("principal_id", "azurerm_user_assigned_identity.main.principal_id");
        resource(out, &role.why, "azurerm_role_assignment", &format!("role{n}"), &body);
    }
}
