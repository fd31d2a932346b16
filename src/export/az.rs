//! A script for bash with the Azure CLI.

use std::fmt::Write as _;

use super::line;
use crate::domain::vnet_plan::Vnet;

pub(super) fn write(vnets: &[Vnet]) -> String {
    let mut out = String::from(
        "#!/usr/bin/env bash\nset -euo pipefail\n\n\
         # The resource group must be there; the networks come to its location.\n\
         resource_group=\"${1:?Say the resource group: bash vnet-plan.sh NAME}\"\n",
    );
    for vnet in vnets {
        let name = quoted(&vnet.name);
        // Writing into a string cannot fail; the same holds in all of these files.
        let _ = write!(
            out,
            "\n# {}\naz network vnet create --resource-group \"$resource_group\" --name {name} \\\n",
            line(&vnet.name)
        );
        let _ = writeln!(out, "  --address-prefixes{}", list(&vnet.spaces));
        for subnet in &vnet.subnets {
            let _ = write!(
                out,
                "az network vnet subnet create --resource-group \"$resource_group\" --vnet-name {name} \\\n  --name {} \
                 --address-prefixes{}",
                quoted(&subnet.name),
                list(&subnet.prefixes)
            );
            if let Some(service) = subnet.delegation {
                let _ = write!(out, " \\\n  --delegations {}", quoted(service));
            }
            out.push('\n');
        }
    }
    out
}

fn list(networks: &[ipnet::IpNet]) -> String {
    networks.iter().fold(String::new(), |mut out, network| {
        let _ = write!(out, " {network}");
        out
    })
}

/// In single quotation marks nothing means anything to bash but the mark itself.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}
