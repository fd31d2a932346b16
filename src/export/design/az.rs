//! A script for bash with the Azure CLI. It may be run again: what is there already is left as it is.

use std::fmt::Write as _;

use super::super::line;
use crate::domain::design::build::{Build, Holds, Network, Place, Program, Scope, Subnet, Value, Why, ZoneOf};

mod call;
mod cluster;
#[cfg(test)]
pub(super) mod flags;
mod registry;

use super::super::az::quoted;
use call::{Call, unless};

pub(super) fn write(build: &Build, title: &str) -> String {
    let mut out = String::from("#!/usr/bin/env bash\n");
    super::head(&mut out, "#", title, build, Program::Az);
    out.push_str(
        "#\n# For the Azure CLI, 2.86.0 or newer. Run it as often as you like: each create is guarded by a show, so that what is\n\
         # there is left as it is; az network vnet subnet update and az role assignment create do nothing the second time by\n\
         # themselves.\n\
         set -euo pipefail\n\n",
    );
    variables(&mut out, build);
    out.push_str(
        "# Whether there is no such thing: its show finds nothing.\n\
         missing() {\n  ! az \"$@\" --output none 2>/dev/null\n}\n\n",
    );
    let group = Call::new("group create").raw("--name", "\"$resource_group\"").raw("--location", "\"$region\"");
    unless(&mut out, &Call::new("group show").raw("--name", "\"$resource_group\""), &[group]);
    routes(&mut out, build);
    nat(&mut out, build);
    for network in &build.networks {
        networks(&mut out, build, network);
    }
    zones(&mut out, build);
    identity(&mut out, build);
    cluster::write(&mut out, build);
    registry::write(&mut out, build);
    out
}

/// Variables with a value first; the others are taken from the environment, or the script stops.
fn variables(out: &mut String, build: &Build) {
    for variable in &build.variables {
        let _ = writeln!(out, "# {}", variable.what);
        let name = variable.name;
        let _ = match &variable.value {
            Some(value) => writeln!(out, "{name}={}", quoted(value)),
            None if variable.holds == Holds::Number => writeln!(
                out,
                "{name}=\"${{{name}:?Set it first, to a number: {name}=3 bash design.sh}}\"\n\
                 case \"${name}\" in *[!0-9]*) echo '{name} is a number.' >&2; exit 1 ;; esac"
            ),
            None => writeln!(out, "{name}=\"${{{name}:?Set it first: {name}=... bash design.sh}}\""),
        };
    }
    out.push('\n');
}

/// A value as one word of the shell.
fn word(value: &Value) -> String {
    match value {
        Value::Given(text) => quoted(text),
        Value::Asked(name) => format!("\"${name}\""),
    }
}

fn words(values: &[Value]) -> Vec<String> {
    values.iter().map(word).collect()
}

/// Why what follows is there.
fn because(out: &mut String, why: &Why) {
    let _ = writeln!(out, "\n# {}: {} {}", line(&why.decision), line(&why.because), line(&why.source));
}

fn routes(out: &mut String, build: &Build) {
    let Some(table) = &build.route_table else { return };
    because(out, &table.why);
    let name = &table.name;
    let made = Call::grouped("network route-table create").text("--name", name).raw("--location", "\"$region\"");
    unless(out, &Call::grouped("network route-table show").text("--name", name), &[made]);
    let route = Call::grouped("network route-table route create")
        .text("--route-table-name", name)
        .raw("--name", "default")
        .raw("--address-prefix", "0.0.0.0/0")
        .raw("--next-hop-type", "VirtualAppliance")
        .raw("--next-hop-ip-address", &word(&table.next_hop));
    let shown =
        Call::grouped("network route-table route show").text("--route-table-name", name).raw("--name", "default");
    unless(out, &shown, &[route]);
}

fn nat(out: &mut String, build: &Build) {
    let Some(gateway) = &build.nat_gateway else { return };
    because(out, &gateway.why);
    let addresses = gateway.address_names();
    for address in &addresses {
        let made = Call::grouped("network public-ip create")
            .text("--name", address)
            .raw("--location", "\"$region\"")
            .raw("--sku", gateway.sku)
            .raw("--allocation-method", "Static");
        unless(out, &Call::grouped("network public-ip show").text("--name", address), &[made]);
    }
    let made = Call::grouped("network nat gateway create")
        .text("--name", &gateway.name)
        .raw("--location", "\"$region\"")
        .raw("--sku", gateway.sku)
        .all("--public-ip-addresses", addresses.iter().map(|name| quoted(name)).collect());
    unless(out, &Call::grouped("network nat gateway show").text("--name", &gateway.name), &[made]);
}

fn networks(out: &mut String, build: &Build, network: &Network) {
    because(out, &network.why);
    let name = &network.name;
    let mut made = Call::grouped("network vnet create")
        .text("--name", name)
        .raw("--location", "\"$region\"")
        .all("--address-prefixes", words(&network.ranges));
    if !network.dns_servers.is_empty() {
        made = made.all("--dns-servers", network.dns_servers.iter().map(|server| quoted(server)).collect());
    }
    let tags = cluster::tags(build);
    if !tags.is_empty() {
        made = made.all("--tags", tags);
    }
    unless(out, &Call::grouped("network vnet show").text("--name", name), &[made]);
    for subnet in &network.subnets {
        because(out, &subnet.why);
        let of = |words| Call::grouped(words).text("--vnet-name", name).text("--name", &subnet.name);
        let mut made = of("network vnet subnet create").all("--address-prefixes", words(&subnet.ranges));
        if let Some(service) = subnet.delegation {
            made = made.raw("--delegations", service);
        }
        unless(out, &of("network vnet subnet show"), &[made]);
        associations(out, build, subnet, &of);
    }
}

fn associations(out: &mut String, build: &Build, subnet: &Subnet, of: &impl Fn(&'static str) -> Call) {
    if let (true, Some(table)) = (subnet.routed, &build.route_table) {
        of("network vnet subnet update").text("--route-table", &table.name).write(out, 0);
    }
    if let (true, Some(gateway)) = (subnet.natted, &build.nat_gateway) {
        of("network vnet subnet update").text("--nat-gateway", &gateway.name).write(out, 0);
    }
}

/// The name of a zone, which holds the region.
fn zone_name(of: ZoneOf) -> &'static str {
    match of {
        ZoneOf::PrivateLink => "\"privatelink.$region.azmk8s.io\"",
        ZoneOf::Integrated => "\"private.$region.azmk8s.io\"",
        ZoneOf::Registry => "privatelink.azurecr.io",
    }
}

fn zones(out: &mut String, build: &Build) {
    for zone in &build.zones {
        because(out, &zone.why);
        let name = zone_name(zone.of);
        let of = |words| Call::grouped(words).raw("--name", name);
        unless(out, &of("network private-dns zone show"), &[of("network private-dns zone create")]);
        for network in zone.links.iter().filter_map(|at| build.networks.get(*at)) {
            let of = |words| {
                let link = format!("link-{}", network.name);
                Call::grouped(words).raw("--zone-name", name).text("--name", &link)
            };
            let made = of("network private-dns link vnet create")
                .text("--virtual-network", &network.name)
                .raw("--registration-enabled", "false");
            unless(out, &of("network private-dns link vnet show"), &[made]);
        }
    }
}

fn identity(out: &mut String, build: &Build) {
    let Some(identity) = &build.identity else { return };
    because(out, &identity.why);
    let name = &identity.name;
    let made = Call::grouped("identity create").text("--name", name).raw("--location", "\"$region\"");
    let shown = Call::grouped("identity show").text("--name", name);
    unless(out, &shown, &[made]);
    take(out, "identity_id", &shown, "id");
    take(out, "principal_id", &shown, "principalId");
    for role in &build.roles {
        because(out, &role.why);
        let (variable, shown) = match role.scope {
            Scope::Network(at) => {
                let Some(network) = build.networks.get(at) else { continue };
                ("network_id", Call::grouped("network vnet show").text("--name", &network.name))
            }
            Scope::Zone(at) => {
                let Some(zone) = build.zones.get(at) else { continue };
                ("zone_id", Call::grouped("network private-dns zone show").raw("--name", zone_name(zone.of)))
            }
        };
        take(out, variable, &shown, "id");
        Call::new("role assignment create")
            .raw("--assignee-object-id", "\"$principal_id\"")
            .raw("--assignee-principal-type", "ServicePrincipal")
            .raw("--role", &quoted(role.name))
            .raw("--scope", &format!("\"${variable}\""))
            .write(out, 0);
    }
}

/// A variable with what a call shows.
fn take(out: &mut String, variable: &str, shown: &Call, query: &str) {
    let call = shown.clone().raw("--query", query).raw("--output", "tsv");
    let _ = writeln!(out, "{variable}=$({})", call.line());
}

/// A variable with the id of a subnet.
fn take_subnet(out: &mut String, build: &Build, variable: &str, place: Place) {
    let (Some(network), Some(subnet)) = (build.networks.get(place.network), build.subnet(place)) else { return };
    let shown =
        Call::grouped("network vnet subnet show").text("--vnet-name", &network.name).text("--name", &subnet.name);
    take(out, variable, &shown, "id");
}
