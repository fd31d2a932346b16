//! A Bicep file for a resource group that is there.

use std::fmt::Write as _;

use super::super::bicep::quoted;
use super::super::line;
use crate::domain::design::build::{Build, Holds, Network, Place, Program, Role, Scope, Subnet, Value, Why, ZoneOf};

mod cluster;
mod registry;
mod tree;

use tree::{Node, Object};

/// The versions of the resources' descriptions. `StandardV2` of NAT gateways and public addresses needs the first.
const NETWORK: &str = "2025-05-01";
const ZONES: &str = "2024-06-01";
const IDENTITY: &str = "2023-01-31";
const ROLES: &str = "2022-04-01";

pub(super) fn write(build: &Build, title: &str) -> String {
    let mut out = String::new();
    super::head(&mut out, "//", title, build, Program::Bicep);
    let versions = [
        ("Microsoft.Network", NETWORK),
        ("private DNS zones", ZONES),
        ("managed identities", IDENTITY),
        ("role assignments", ROLES),
        ("managed clusters", cluster::CLUSTERS),
        ("registries", registry::REGISTRIES),
    ];
    let versions: Vec<String> = versions.iter().map(|(what, version)| format!("{what} {version}")).collect();
    let _ = writeln!(out, "//\n// API versions: {}.\n", versions.join(", "));
    for variable in build.variables.iter().filter(|variable| variable.name != "resource_group") {
        let kind = match variable.holds {
            Holds::Text => "string",
            Holds::Number => "int",
            Holds::List => "string[]",
        };
        let value = variable.value.as_ref().map_or_else(String::new, |value| format!(" = {}", quoted(value)));
        let _ = writeln!(out, "@description({})\nparam {} {kind}{value}", quoted(variable.what), camel(variable.name));
    }
    routes(&mut out, build);
    nat(&mut out, build);
    for (n, network) in build.networks.iter().enumerate() {
        networks(&mut out, build, n, network);
    }
    zones(&mut out, build);
    identity(&mut out, build);
    cluster::write(&mut out, build);
    registry::write(&mut out, build);
    out
}

/// `node_count` as Bicep spells names: `nodeCount`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for (n, part) in name.split('_').enumerate() {
        let (first, rest) = part.split_at(usize::from(n > 0).min(part.len()));
        out.push_str(&first.to_ascii_uppercase());
        out.push_str(rest);
    }
    out
}

/// A value as an expression.
fn value(value: &Value) -> Node {
    match value {
        Value::Given(text) => Node::text(text),
        Value::Asked(name) => Node::raw(camel(name)),
    }
}

/// Writes a resource with the reason for it.
fn resource(out: &mut String, why: &Why, symbol: &str, kind: &str, object: &Object) {
    let _ = writeln!(out, "\n// {}: {} {}", line(&why.decision), line(&why.because), line(&why.source));
    let _ = write!(out, "resource {symbol} '{kind}' = ");
    tree::write(out, object);
    out.push('\n');
}

fn tagged(build: &Build, object: Object) -> Object {
    if build.tags.is_empty() {
        return object;
    }
    let mut tags = Object::default();
    for (key, value) in &build.tags {
        tags.key(&quoted(key), Node::text(value));
    }
    object.with("tags", Node::Object(tags))
}

fn located(name: Node) -> Object {
    Object::default().with("name", name).with("location", Node::raw("region"))
}

fn routes(out: &mut String, build: &Build) {
    let Some(table) = &build.route_table else { return };
    let route = Object::default()
        .with("name", Node::text("default"))
        .with("properties.addressPrefix", Node::text("0.0.0.0/0"))
        .with("properties.nextHopType", Node::text("VirtualAppliance"))
        .with("properties.nextHopIpAddress", value(&table.next_hop));
    let object = tagged(build, located(Node::text(&table.name)))
        .with("properties.routes", Node::List(vec![Node::Object(route)]));
    resource(out, &table.why, "routeTable", &format!("Microsoft.Network/routeTables@{NETWORK}"), &object);
}

fn nat(out: &mut String, build: &Build) {
    let Some(gateway) = &build.nat_gateway else { return };
    let mut ids = Vec::new();
    for (n, name) in gateway.address_names().iter().enumerate() {
        let object = tagged(build, located(Node::text(name)))
            .with("sku.name", Node::text(gateway.sku))
            .with("properties.publicIPAllocationMethod", Node::text("Static"));
        let symbol = format!("address{}", n + 1);
        resource(out, &gateway.why, &symbol, &format!("Microsoft.Network/publicIPAddresses@{NETWORK}"), &object);
        ids.push(Node::Object(Object::default().with("id", Node::raw(format!("{symbol}.id")))));
    }
    let object = tagged(build, located(Node::text(&gateway.name)))
        .with("sku.name", Node::text(gateway.sku))
        .with("properties.publicIpAddresses", Node::List(ids));
    resource(out, &gateway.why, "natGateway", &format!("Microsoft.Network/natGateways@{NETWORK}"), &object);
}

fn networks(out: &mut String, build: &Build, n: usize, network: &Network) {
    let ranges = network.ranges.iter().map(value).collect();
    let mut object = tagged(build, located(Node::text(&network.name)))
        .with("properties.addressSpace.addressPrefixes", Node::List(ranges));
    if !network.dns_servers.is_empty() {
        object.set("properties.dhcpOptions.dnsServers", Node::texts(&network.dns_servers));
    }
    let subnets = network.subnets.iter().map(|one| Node::Object(subnet(build, one))).collect();
    object.set("properties.subnets", Node::List(subnets));
    for subnet in &network.subnets {
        let why = &subnet.why;
        let (name, source) = (line(&subnet.name), line(&why.source));
        let _ = write!(out, "\n// {name}: {}: {} {source}", line(&why.decision), line(&why.because));
    }
    let symbol = format!("network{}", n + 1);
    resource(out, &network.why, &symbol, &format!("Microsoft.Network/virtualNetworks@{NETWORK}"), &object);
}

fn subnet(build: &Build, subnet: &Subnet) -> Object {
    let mut object = Object::default().with("name", Node::text(&subnet.name));
    match subnet.ranges.as_slice() {
        [range] => object.set("properties.addressPrefix", value(range)),
        ranges => object.set("properties.addressPrefixes", Node::List(ranges.iter().map(value).collect())),
    }
    if let Some(service) = subnet.delegation {
        let delegation = Object::default()
            .with("name", Node::text("delegation"))
            .with("properties.serviceName", Node::text(service));
        object.set("properties.delegations", Node::List(vec![Node::Object(delegation)]));
    }
    if subnet.routed && build.route_table.is_some() {
        object.set("properties.routeTable.id", Node::raw("routeTable.id"));
    }
    if subnet.natted && build.nat_gateway.is_some() {
        object.set("properties.natGateway.id", Node::raw("natGateway.id"));
    }
    object
}

/// The id of a subnet.
fn subnet_id(build: &Build, place: Place) -> Node {
    let name = build.subnet(place).map_or_else(String::new, |subnet| quoted(&subnet.name));
    let inner = name.trim_start_matches('\'');
    Node::raw(format!("'${{network{}.id}}/subnets/{inner}", place.network + 1))
}

fn zone_name(of: ZoneOf) -> Node {
    Node::raw(match of {
        ZoneOf::PrivateLink => "'privatelink.${region}.azmk8s.io'",
        ZoneOf::Integrated => "'private.${region}.azmk8s.io'",
        ZoneOf::Registry => "'privatelink.azurecr.io'",
    })
}

fn zones(out: &mut String, build: &Build) {
    for (n, zone) in build.zones.iter().enumerate() {
        let symbol = format!("zone{}", n + 1);
        let object = Object::default().with("name", zone_name(zone.of)).with("location", Node::text("global"));
        resource(out, &zone.why, &symbol, &format!("Microsoft.Network/privateDnsZones@{ZONES}"), &object);
        for at in zone.links.iter().filter(|at| **at < build.networks.len()) {
            let object = Object::default()
                .with("parent", Node::raw(symbol.as_str()))
                .with("name", Node::text(&format!("link-{}", build.networks[*at].name)))
                .with("location", Node::text("global"))
                .with("properties.registrationEnabled", Node::raw("false"))
                .with("properties.virtualNetwork.id", Node::raw(format!("network{}.id", at + 1)));
            let kind = format!("Microsoft.Network/privateDnsZones/virtualNetworkLinks@{ZONES}");
            resource(out, &zone.why, &format!("{symbol}Link{}", at + 1), &kind, &object);
        }
    }
}

fn identity(out: &mut String, build: &Build) {
    let Some(identity) = &build.identity else { return };
    let object = tagged(build, located(Node::text(&identity.name)));
    let kind = format!("Microsoft.ManagedIdentity/userAssignedIdentities@{IDENTITY}");
    resource(out, &identity.why, "identity", &kind, &object);
    for (n, role) in build.roles.iter().enumerate() {
        let object = assignment(role.id, &scope(role), "identity.id", "identity.properties.principalId");
        let kind = format!("Microsoft.Authorization/roleAssignments@{ROLES}");
        resource(out, &role.why, &format!("role{}", n + 1), &kind, &object);
    }
}

fn scope(role: &Role) -> String {
    match role.scope {
        Scope::Network(at) => format!("network{}", at + 1),
        Scope::Zone(at) => format!("zone{}", at + 1),
    }
}

/// A role, by the id of its definition, on a scope for a principal.
fn assignment(role: &str, scope: &str, holder: &str, principal: &str) -> Object {
    let definition = format!("subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{role}')");
    Object::default()
        .with("name", Node::raw(format!("guid({scope}.id, {holder}, '{role}')")))
        .with("scope", Node::raw(scope))
        .with("properties.roleDefinitionId", Node::raw(definition))
        .with("properties.principalId", Node::raw(principal))
        .with("properties.principalType", Node::text("ServicePrincipal"))
}
