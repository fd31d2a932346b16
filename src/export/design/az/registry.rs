//! The private endpoint of the registry, with the two names that lead to it.

use std::fmt::Write as _;

use super::{Call, because, take, unless, word, zone_name};
use crate::domain::design::build::{Build, Value, ZoneOf};

pub(super) fn write(out: &mut String, build: &Build) {
    let Some(registry) = &build.registry else { return };
    let Some(place) = registry.endpoint else { return };
    let (Some(network), Some(subnet)) = (build.networks.get(place.network), build.subnet(place)) else { return };
    because(out, &registry.why);
    if let Value::Given(_) = registry.name {
        let _ = writeln!(out, "registry_name={}", word(&registry.name));
    }
    take(out, "registry_id", &Call::new("acr show").raw("--name", "\"$registry_name\""), "id");
    let shown = Call::grouped("network private-endpoint show").raw("--name", "pe-registry");
    let made = Call::grouped("network private-endpoint create")
        .raw("--name", "pe-registry")
        .raw("--location", "\"$region\"")
        .text("--vnet-name", &network.name)
        .text("--subnet", &subnet.name)
        .raw("--private-connection-resource-id", "\"$registry_id\"")
        .raw("--group-ids", "registry")
        .raw("--connection-name", "registry");
    unless(out, &shown, &[made]);
    take(out, "interface_id", &shown, "\"networkInterfaces[0].id\"");
    let member = |name: &str| {
        format!("\"ipConfigurations[?privateLinkConnectionProperties.requiredMemberName=='{name}'].privateIPAddress\"")
    };
    let zone = zone_name(ZoneOf::Registry);
    let names = [
        ("registry_address", "registry", "\"$registry_name\""),
        ("data_address", "registry_data_$region", "\"$registry_name.$region.data\""),
    ];
    for (variable, required, record) in names {
        let shown = Call::new("network nic show").raw("--ids", "\"$interface_id\"");
        take(out, variable, &shown, &member(required));
        let shown =
            Call::grouped("network private-dns record-set a show").raw("--zone-name", zone).raw("--name", record);
        let made = Call::grouped("network private-dns record-set a add-record")
            .raw("--zone-name", zone)
            .raw("--record-set-name", record)
            .raw("--ipv4-address", &format!("\"${variable}\""));
        unless(out, &shown, &[made]);
    }
}
