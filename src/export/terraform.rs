//! A Terraform file for the azurerm provider, laid out as `terraform fmt` does.

use std::fmt::Write as _;

use super::line;
use crate::domain::vnet_plan::Vnet;

pub(super) fn write(vnets: &[Vnet]) -> String {
    let mut out = String::from(
        "variable \"resource_group_name\" {\n  type = string\n}\n\nvariable \"location\" {\n  type = string\n}\n",
    );
    for (n, vnet) in (1..).zip(vnets) {
        let prefixes = list(&vnet.spaces);
        let _ = write!(
            out,
            "\nresource \"azurerm_virtual_network\" \"vnet{n}\" {{\n  name                = {}\n  resource_group_name = \
             var.resource_group_name\n  location            = var.location\n  address_space       = {prefixes}\n}}\n",
            quoted(&vnet.name)
        );
        for (s, subnet) in (1..).zip(&vnet.subnets) {
            out.push('\n');
            if !subnet.note.is_empty() {
                let _ = writeln!(out, "# {}", line(&subnet.note));
            }
            let _ = write!(
                out,
                "resource \"azurerm_subnet\" \"vnet{n}_subnet{s}\" {{\n  name                 = {}\n  resource_group_name  = \
                 var.resource_group_name\n  virtual_network_name = azurerm_virtual_network.vnet{n}.name\n  address_prefixes     \
                 = {}\n",
                quoted(&subnet.name),
                list(&subnet.prefixes)
            );
            if let Some(service) = subnet.delegation {
                let _ = write!(
                    out,
                    "\n  delegation {{\n    name = \"delegation\"\n\n    service_delegation {{\n      name = {}\n    }}\n  }}\n",
                    quoted(service)
                );
            }
            out.push_str("}\n");
        }
    }
    out
}

fn list(networks: &[ipnet::IpNet]) -> String {
    let texts: Vec<String> = networks.iter().map(|network| format!("\"{network}\"")).collect();
    format!("[{}]", texts.join(", "))
}

/// A text as Terraform takes it: no template is opened by what stands in a name.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if rest.peek() == Some(&'{') => out.extend([c, c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}
