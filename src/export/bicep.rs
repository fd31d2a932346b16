//! A Bicep file.

use std::fmt::Write as _;

use super::line;
use crate::domain::vnet_plan::Vnet;

/// The version of the resource; any later one has the same properties.
const API: &str = "2024-05-01";

pub(super) fn write(vnets: &[Vnet]) -> String {
    let mut out = String::from("param location string = resourceGroup().location\n");
    for (n, vnet) in (1..).zip(vnets) {
        let _ = write!(
            out,
            "\nresource vnet{n} 'Microsoft.Network/virtualNetworks@{API}' = {{\n  name: {}\n  location: location\n  \
             properties: {{\n    addressSpace: {{\n      addressPrefixes: [\n",
            quoted(&vnet.name)
        );
        for space in &vnet.spaces {
            let _ = writeln!(out, "        '{space}'");
        }
        out.push_str("      ]\n    }\n");
        if vnet.subnets.is_empty() {
            out.push_str("  }\n}\n");
            continue;
        }
        out.push_str("    subnets: [\n");
        for subnet in &vnet.subnets {
            if !subnet.note.is_empty() {
                let _ = writeln!(out, "      // {}", line(&subnet.note));
            }
            let _ = write!(out, "      {{\n        name: {}\n        properties: {{\n", quoted(&subnet.name));
            match subnet.prefixes.as_slice() {
                [prefix] => {
                    let _ = writeln!(out, "          addressPrefix: '{prefix}'");
                }
                several => {
                    out.push_str("          addressPrefixes: [\n");
                    for prefix in several {
                        let _ = writeln!(out, "            '{prefix}'");
                    }
                    out.push_str("          ]\n");
                }
            }
            if let Some(service) = subnet.delegation {
                let _ = write!(
                    out,
                    "          delegations: [\n            {{\n              name: 'delegation'\n              properties: \
                     {{\n                serviceName: {}\n              }}\n            }}\n          ]\n",
                    quoted(service)
                );
            }
            out.push_str("        }\n      }\n");
        }
        out.push_str("    ]\n  }\n}\n");
    }
    out
}

/// A text as Bicep takes it; what cannot be seen goes in by its code.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' if rest.peek() == Some(&'{') => out.push_str("\\$"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "'"
}
