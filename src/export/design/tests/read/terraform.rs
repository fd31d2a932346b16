//! A reader of the Terraform that is written here.

use std::collections::BTreeMap;

use super::{SubnetTold, Told, Values};

/// What parts the texts of a list while it is one text.
const PART: &str = "\u{f8ff}";

/// A block: arguments by path, inner blocks with points between.
type Block = BTreeMap<String, String>;

/// Reads quoted text from its mark on; gives it and what follows. A template of our own leaves a NUL.
fn quoted(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut rest = text[1..].char_indices().peekable();
    while let Some((n, c)) = rest.next() {
        match c {
            '"' => return (out, &text[n + 2..]),
            '\\' => {
                let (at, code) = rest.next().unwrap();
                match code {
                    'n' => out.push('\n'),
                    'r' => out.push('\r'),
                    't' => out.push('\t'),
                    'u' => {
                        out.push(char::from_u32(u32::from_str_radix(&text[at + 2..at + 6], 16).unwrap()).unwrap());
                        for _ in 0..4 {
                            rest.next();
                        }
                    }
                    other => out.push(other),
                }
            }
            '\n' => panic!("a text goes over the line: {text}"),
            '$' | '%' if text[n + 2..].starts_with(c) && text[n + 3..].starts_with('{') => {
                rest.next();
                out.push(c);
            }
            '$' | '%' if text[n + 2..].starts_with('{') => out.push('\u{0}'),
            other => out.push(other),
        }
    }
    panic!("a text is not closed: {text}");
}

/// An expression in one spelling: a text without marks, a list with commas between, a variable with a question mark.
fn plain(expression: &str, vars: &[String]) -> String {
    if expression.starts_with('"') {
        let (text, rest) = quoted(expression);
        assert_eq!(rest.trim(), "", "one text and no more: {expression}");
        return text;
    }
    if let Some(mut rest) = expression.strip_prefix(['[', '{']) {
        let mut items = Vec::new();
        while !rest.starts_with([']', '}']) {
            rest = rest.trim_start_matches([',', ' ']);
            if rest.starts_with('"') {
                let (text, after) = quoted(rest);
                let after = after.trim_start();
                if let Some(after) = after.strip_prefix('=') {
                    let (value, after) = quoted(after.trim_start());
                    items.push(format!("{text}={value}"));
                    rest = after.trim_start();
                } else {
                    items.push(text);
                    rest = after;
                }
            } else {
                let end = rest.find([',', ']', '}']).unwrap();
                items.push(plain(rest[..end].trim(), vars));
                rest = &rest[end..];
            }
        }
        return items.into_iter().filter(|item| !item.is_empty()).collect::<Vec<_>>().join(PART);
    }
    match expression.strip_prefix("var.") {
        Some(name) if vars.iter().any(|var| var == name) => format!("?{name}"),
        _ => expression.to_owned(),
    }
}

/// The resources: kind, label, arguments; and the variables without a value.
fn resources(text: &str) -> Vec<(String, String, Block)> {
    let mut vars = Vec::new();
    for block in text.split("\nvariable \"").skip(1) {
        let body = block.split("\n}").next().unwrap();
        if !body.contains("\n  default") {
            vars.push(block.split('"').next().unwrap().to_owned());
        }
    }
    let mut found: Vec<(String, String, Block)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line == "}" {
            open.pop();
        } else if let Some(head) = line.strip_suffix(" {") {
            if open.is_empty() {
                let words: Vec<&str> = head.split('"').collect();
                let label = words.get(3).copied().unwrap_or_default();
                found.push((words.get(1).copied().unwrap_or(head).to_owned(), label.to_owned(), Block::new()));
            }
            open.push(head.trim_end_matches(" =").to_owned());
        } else if let Some((name, expression)) = line.split_once(" = ") {
            let mut path = open[1..].to_vec();
            path.push(name.trim().to_owned());
            found.last_mut().unwrap().2.insert(path.join("."), plain(expression.trim(), &vars));
        }
    }
    found
}

pub(in super::super) fn of_terraform(text: &str) -> Told {
    let found = resources(text);
    let block = |id: &str| {
        let mut parts = id.split('.');
        let (kind, label) = (parts.next().unwrap(), parts.next().unwrap());
        &found.iter().find(|(k, l, _)| k == kind && l == label).unwrap_or_else(|| panic!("{id} is not there")).2
    };
    let named = |id: &str| block(id)["name"].clone();
    let zone = |name: String| name.replace("\u{0}{var.region}", "REGION");
    let mut told = Told::default();
    let mut addresses = 0;
    for (kind, _, block) in &found {
        let text = |path: &str| block.get(path).cloned();
        let called = text("name").unwrap_or_default();
        let list = |path: &str| -> Vec<String> {
            text(path).unwrap_or_default().split(PART).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        match kind.as_str() {
            "azurerm_virtual_network" => {
                let mut ranges = list("address_space");
                ranges.extend(list("dns_servers"));
                told.networks.insert(called, (ranges, Vec::new()));
            }
            "azurerm_subnet" => {
                let service = text("delegation.service_delegation.name");
                let subnet: SubnetTold = (called, list("address_prefixes"), service, None, None);
                let network = named(&text("virtual_network_name").unwrap());
                told.networks.get_mut(&network).unwrap().1.push(subnet);
            }
            "azurerm_subnet_route_table_association" | "azurerm_subnet_nat_gateway_association" => {
                let id = text("subnet_id").unwrap();
                let network = named(&self::block(&found, &id)["virtual_network_name"]);
                let subnets = &mut told.networks.get_mut(&network).unwrap().1;
                let subnet = subnets.iter_mut().find(|subnet| subnet.0 == named(&id)).unwrap();
                subnet.3 = text("route_table_id").map(|id| named(&id)).or(subnet.3.take());
                subnet.4 = text("nat_gateway_id").map(|id| named(&id)).or(subnet.4.take());
            }
            "azurerm_route_table" => {
                let hop = text("route.next_hop_in_ip_address").unwrap();
                told.rest.extend([format!("routes {called}"), format!("route {hop}")]);
            }
            "azurerm_public_ip" => told.rest.push(format!("address {called} {}", text("sku").unwrap())),
            "azurerm_nat_gateway_public_ip_association" => addresses += 1,
            "azurerm_nat_gateway" => told.rest.push(format!("nat {called} {} ", text("sku_name").unwrap())),
            "azurerm_private_dns_zone" => told.rest.push(format!("zone {}", zone(called))),
            "azurerm_private_dns_zone_virtual_network_link" => {
                told.rest.push(format!("link {called} {}", named(&text("virtual_network_id").unwrap())));
            }
            "azurerm_user_assigned_identity" => told.rest.push(format!("identity {called}")),
            "azurerm_role_assignment" if text("role_definition_name").as_deref() != Some("AcrPull") => {
                let scope = zone(named(&text("scope").unwrap()));
                told.rest.push(format!("role {} on {scope}", text("role_definition_name").unwrap()));
            }
            "azurerm_private_endpoint" => {
                told.rest.push(format!("endpoint {called} in {}", named(&text("subnet_id").unwrap())));
            }
            "azurerm_kubernetes_cluster" => {
                cluster(&mut told, block, &named);
                told.pools.push(pool(block, "default_node_pool.", &named));
            }
            "azurerm_kubernetes_cluster_node_pool" => told.pools.push(pool(block, "", &named)),
            _ => {}
        }
    }
    for rest in &mut told.rest {
        if rest.starts_with("nat ") {
            *rest += &addresses.to_string();
        }
    }
    told.sorted()
}

fn block<'f>(found: &'f [(String, String, Block)], id: &str) -> &'f Block {
    let mut parts = id.split('.');
    let (kind, label) = (parts.next().unwrap(), parts.next().unwrap());
    &found.iter().find(|(k, l, _)| k == kind && l == label).unwrap().2
}

fn pool(block: &Block, prefix: &str, named: &impl Fn(&str) -> String) -> Values {
    let text = |path: &str| block.get(&format!("{prefix}{path}")).map(|text| text.replace(PART, ","));
    let keys = [
        ("name", "name"),
        ("nodes", "node_count"),
        ("size", "vm_size"),
        ("pods", "max_pods"),
        ("zones", "zones"),
        ("surge", "upgrade_settings.max_surge"),
    ];
    let mut found: Values = keys.iter().filter_map(|(key, path)| Some(((*key).to_owned(), text(path)?))).collect();
    // The first pool of a cluster is one of Linux, for the system.
    found.insert("mode".to_owned(), text("mode").unwrap_or_else(|| "System".to_owned()));
    found.insert("os".to_owned(), text("os_type").unwrap_or_else(|| "Linux".to_owned()));
    for (key, path) in [("subnet", "vnet_subnet_id"), ("pod subnet", "pod_subnet_id")] {
        found.extend(text(path).map(|id| (key.to_owned(), named(&id))));
    }
    found
}

fn cluster(told: &mut Told, block: &Block, named: &impl Fn(&str) -> String) {
    let paths = [
        ("--kubernetes-version", "kubernetes_version"),
        ("--network-plugin", "network_profile.network_plugin"),
        ("--network-plugin-mode", "network_profile.network_plugin_mode"),
        ("--network-dataplane", "network_profile.network_data_plane"),
        ("--enable-acns", "network_profile.advanced_networking.security_enabled"),
        ("--network-policy", "network_profile.network_policy"),
        ("--ip-families", "network_profile.ip_versions"),
        ("--pod-cidrs", "network_profile.pod_cidr"),
        ("--pod-cidrs", "network_profile.pod_cidrs"),
        ("--service-cidrs", "network_profile.service_cidr"),
        ("--service-cidrs", "network_profile.service_cidrs"),
        ("--dns-service-ip", "network_profile.dns_service_ip"),
        ("--outbound-type", "network_profile.outbound_type"),
        (
            "--load-balancer-managed-outbound-ip-count",
            "network_profile.load_balancer_profile.managed_outbound_ip_count",
        ),
        ("--load-balancer-outbound-ports", "network_profile.load_balancer_profile.outbound_ports_allocated"),
        ("--nat-gateway-managed-outbound-ip-count", "network_profile.nat_gateway_profile.managed_outbound_ip_count"),
        ("--bootstrap-artifact-source", "bootstrap_profile.artifact_source"),
        ("--enable-private-cluster", "private_cluster_enabled"),
        ("--private-dns-zone", "private_dns_zone_id"),
        ("--enable-apiserver-vnet-integration", "api_server_access_profile.virtual_network_integration_enabled"),
        ("--api-server-authorized-ip-ranges", "api_server_access_profile.authorized_ip_ranges"),
        ("--enable-oidc-issuer", "oidc_issuer_enabled"),
        ("--enable-workload-identity", "workload_identity_enabled"),
        ("--enable-addons", "key_vault_secrets_provider.secret_rotation_enabled"),
        ("--enable-app-routing", "web_app_routing.dns_zone_ids"),
        ("--enable-azure-service-mesh", "service_mesh_profile.mode"),
        ("--tags", "tags"),
    ];
    for (flag, path) in paths {
        if let Some(value) = block.get(path) {
            told.cluster.insert(flag.to_owned(), super::super::agree::one_spelling(flag, &value.replace(PART, ",")));
        }
    }
    if let Some(id) = block.get("api_server_access_profile.subnet_id") {
        told.cluster.insert("--apiserver-subnet-id".to_owned(), named(id));
    }
    if block["identity.type"] == "UserAssigned" {
        told.cluster.insert("--assign-identity".to_owned(), "yes".to_owned());
    }
    for side in ["internal", "external"] {
        if block.contains_key(&format!("service_mesh_profile.{side}_ingress_gateway_enabled")) {
            told.cluster.insert("gateway".to_owned(), side.to_owned());
        }
    }
}
