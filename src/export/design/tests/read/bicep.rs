//! A reader of the Bicep that is written here.

use std::collections::BTreeMap;

use super::{SubnetTold, Told, asked};

/// A value as it was read.
#[derive(Debug, Clone)]
enum Read {
    /// A text, or an expression as it stands.
    Text(String),
    List(Vec<Read>),
    Object(Vec<(String, Read)>),
}

impl Read {
    fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |read, key| match read {
            Self::Object(pairs) => pairs.iter().find(|(known, _)| known == key).map(|(_, read)| read),
            _ => None,
        })
    }

    fn text(&self, path: &str) -> Option<String> {
        match self.at(path)? {
            Self::Text(text) => Some(text.clone()),
            Self::List(list) => {
                let texts =
                    list.iter().map(|read| if let Self::Text(text) = read { text.clone() } else { String::new() });
                Some(texts.collect::<Vec<_>>().join(","))
            }
            Self::Object(_) => None,
        }
    }

    /// Texts of a list, or the one that stands there alone.
    fn texts(&self, path: &str) -> Vec<String> {
        let text = |read: &Self| if let Self::Text(text) = read { text.clone() } else { panic!("{read:?} is no text") };
        match self.at(path) {
            Some(Self::List(list)) => list.iter().map(text).collect(),
            Some(read) => vec![text(read)],
            None => Vec::new(),
        }
    }

    fn list(&self, path: &str) -> Vec<Self> {
        match self.at(path) {
            Some(Self::List(list)) => list.clone(),
            _ => Vec::new(),
        }
    }
}

/// Reads quoted text from its mark on; gives it and what follows.
pub(super) fn quoted(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut rest = text[1..].char_indices().peekable();
    while let Some((n, c)) = rest.next() {
        match c {
            '\'' => return (out, &text[n + 2..]),
            '\\' => {
                let (at, code) = rest.next().unwrap();
                match code {
                    'n' => out.push('\n'),
                    'r' => out.push('\r'),
                    't' => out.push('\t'),
                    'u' => {
                        let hex: String = text[at + 3..].chars().take_while(char::is_ascii_hexdigit).collect();
                        out.push(char::from_u32(u32::from_str_radix(&hex, 16).unwrap()).unwrap());
                        for _ in 0..hex.len() + 2 {
                            rest.next();
                        }
                    }
                    other => out.push(other),
                }
            }
            '\n' => panic!("a text goes over the line: {text}"),
            // A template of our own: it is kept as it stands.
            '$' if text[n + 2..].starts_with('{') => out.push('\u{0}'),
            other => out.push(other),
        }
    }
    panic!("a text is not closed: {text}");
}

fn value<'t>(text: &'t str, params: &[String]) -> (Read, &'t str) {
    let text = text.trim_start();
    match text.chars().next().unwrap() {
        '\'' => {
            let (text, rest) = quoted(text);
            (Read::Text(text), rest)
        }
        '[' => {
            let (mut list, mut rest) = (Vec::new(), text[1..].trim_start());
            while !rest.starts_with(']') {
                let (item, after) = value(rest, params);
                list.push(item);
                rest = after.trim_start();
            }
            (Read::List(list), &rest[1..])
        }
        '{' => {
            let (mut pairs, mut rest) = (Vec::new(), text[1..].trim_start());
            while !rest.starts_with('}') {
                let (key, after) = if rest.starts_with('\'') {
                    quoted(rest)
                } else {
                    let end = rest.find(':').unwrap();
                    (rest[..end].to_owned(), &rest[end..])
                };
                let (item, after) = value(after.trim_start().strip_prefix(':').unwrap(), params);
                pairs.push((key, item));
                rest = after.trim_start();
            }
            (Read::Object(pairs), &rest[1..])
        }
        _ => {
            let end = text.find('\n').unwrap();
            let word = &text[..end];
            let known = params.iter().any(|param| param == word);
            (Read::Text(if known { asked(word) } else { word.to_owned() }), &text[end..])
        }
    }
}

/// The resources by symbol: kind without version, and what it is given.
fn resources(text: &str) -> BTreeMap<String, (String, Read)> {
    let params: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("param "))
        .filter(|line| !line.contains(" = "))
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect();
    let mut found = BTreeMap::new();
    let mut rest = text;
    while let Some(at) = rest.find("\nresource ") {
        let head = &rest[at + 10..];
        let symbol = head.split(' ').next().unwrap().to_owned();
        let mark = head.find('\'').unwrap();
        let (kind, after) = quoted(&head[mark..]);
        let after = after.trim_start().trim_start_matches("existing").trim_start();
        let (read, after) = value(after.strip_prefix('=').unwrap(), &params);
        found.insert(symbol, (kind.split('@').next().unwrap().to_owned(), read));
        rest = after;
    }
    found
}

pub(in super::super) fn of_bicep(text: &str) -> Told {
    let found = resources(text);
    let name = |symbol: &str| found[symbol].1.text("name").unwrap();
    let symbol = |id: Option<String>| id.map(|id| name(id.trim_end_matches(".id")));
    // `{network1.id}/subnets/name`, with the sign that stands for the template.
    let subnet = |id: Option<String>| id.map(|id| id.split_once("/subnets/").unwrap().1.to_owned());
    let zone = |name: String| name.replace("\u{0}{region}", "REGION");
    let mut told = Told::default();
    for (label, (kind, read)) in &found {
        let text = |path: &str| read.text(path);
        let called = text("name").unwrap_or_default();
        match kind.as_str() {
            "Microsoft.Network/virtualNetworks" => {
                let mut ranges = read.texts("properties.addressSpace.addressPrefixes");
                ranges.extend(read.texts("properties.dhcpOptions.dnsServers"));
                let subnets = read.list("properties.subnets").into_iter().map(|read| -> SubnetTold {
                    let text = |path: &str| read.text(path);
                    let mut ranges = read.texts("properties.addressPrefix");
                    ranges.extend(read.texts("properties.addressPrefixes"));
                    let service =
                        read.list("properties.delegations").first().and_then(|d| d.text("properties.serviceName"));
                    let (table, gateway) = (text("properties.routeTable.id"), text("properties.natGateway.id"));
                    (text("name").unwrap(), ranges, service, symbol(table), symbol(gateway))
                });
                told.networks.insert(called, (ranges, subnets.collect()));
            }
            "Microsoft.Network/routeTables" => {
                let hop = read.list("properties.routes")[0].text("properties.nextHopIpAddress").unwrap();
                told.rest.extend([format!("routes {called}"), format!("route {hop}")]);
            }
            "Microsoft.Network/publicIPAddresses" => {
                told.rest.push(format!("address {called} {}", text("sku.name").unwrap()));
            }
            "Microsoft.Network/natGateways" => {
                let n = read.list("properties.publicIpAddresses").len();
                told.rest.push(format!("nat {called} {} {n}", text("sku.name").unwrap()));
            }
            "Microsoft.Network/privateDnsZones" => told.rest.push(format!("zone {}", zone(called))),
            "Microsoft.Network/privateDnsZones/virtualNetworkLinks" => {
                told.rest.push(format!("link {called} {}", symbol(text("properties.virtualNetwork.id")).unwrap()));
            }
            "Microsoft.ManagedIdentity/userAssignedIdentities" => told.rest.push(format!("identity {called}")),
            "Microsoft.Authorization/roleAssignments" if label != "pull" => {
                let definition = text("properties.roleDefinitionId").unwrap();
                let role = if definition.contains("4d97b98b-1d4f-4787-a291-c67834d212e7") {
                    "Network Contributor"
                } else {
                    "Private DNS Zone Contributor"
                };
                told.rest.push(format!("role {role} on {}", zone(name(&text("scope").unwrap()))));
            }
            "Microsoft.Network/privateEndpoints" => {
                told.rest.push(format!("endpoint {called} in {}", subnet(text("properties.subnet.id")).unwrap()));
            }
            "Microsoft.ContainerService/managedClusters" => {
                cluster(&mut told, read);
                for read in read.list("properties.agentPoolProfiles") {
                    let keys = [
                        ("name", "name"),
                        ("mode", "mode"),
                        ("os", "osType"),
                        ("nodes", "count"),
                        ("size", "vmSize"),
                        ("pods", "maxPods"),
                        ("zones", "availabilityZones"),
                        ("blocks", "podIPAllocationMode"),
                        ("surge", "upgradeSettings.maxSurge"),
                    ];
                    let mut pool: super::Values =
                        keys.iter().filter_map(|(key, path)| Some(((*key).to_owned(), read.text(path)?))).collect();
                    for (key, path) in [("subnet", "vnetSubnetID"), ("pod subnet", "podSubnetID")] {
                        pool.extend(subnet(read.text(path)).map(|name| (key.to_owned(), name)));
                    }
                    told.pools.push(pool);
                }
            }
            _ => {}
        }
    }
    told.sorted()
}

fn cluster(told: &mut Told, read: &Read) {
    let paths = [
        ("--kubernetes-version", "kubernetesVersion"),
        ("--network-plugin", "networkProfile.networkPlugin"),
        ("--network-plugin-mode", "networkProfile.networkPluginMode"),
        ("--network-dataplane", "networkProfile.networkDataplane"),
        ("--enable-acns", "networkProfile.advancedNetworking.enabled"),
        ("--network-policy", "networkProfile.networkPolicy"),
        ("--ip-families", "networkProfile.ipFamilies"),
        ("--pod-cidrs", "networkProfile.podCidrs"),
        ("--service-cidrs", "networkProfile.serviceCidrs"),
        ("--dns-service-ip", "networkProfile.dnsServiceIP"),
        ("--outbound-type", "networkProfile.outboundType"),
        ("--load-balancer-managed-outbound-ip-count", "networkProfile.loadBalancerProfile.managedOutboundIPs.count"),
        ("--load-balancer-outbound-ports", "networkProfile.loadBalancerProfile.allocatedOutboundPorts"),
        ("--nat-gateway-managed-outbound-ip-count", "networkProfile.natGatewayProfile.managedOutboundIPProfile.count"),
        ("--bootstrap-artifact-source", "bootstrapProfile.artifactSource"),
        ("--enable-private-cluster", "apiServerAccessProfile.enablePrivateCluster"),
        ("--private-dns-zone", "apiServerAccessProfile.privateDNSZone"),
        ("--enable-apiserver-vnet-integration", "apiServerAccessProfile.enableVnetIntegration"),
        ("--apiserver-subnet-id", "apiServerAccessProfile.subnetId"),
        ("--api-server-authorized-ip-ranges", "apiServerAccessProfile.authorizedIPRanges"),
        ("--enable-oidc-issuer", "oidcIssuerProfile.enabled"),
        ("--enable-workload-identity", "securityProfile.workloadIdentity.enabled"),
        ("--enable-addons", "addonProfiles.azureKeyvaultSecretsProvider.enabled"),
        ("--enable-gateway-api", "ingressProfile.gatewayAPI.installation"),
        ("--enable-app-routing-istio", "ingressProfile.webAppRouting.gatewayAPIImplementations.appRoutingIstio.mode"),
        ("--enable-app-routing", "ingressProfile.webAppRouting.enabled"),
        ("--enable-azure-service-mesh", "serviceMeshProfile.mode"),
    ];
    for (flag, path) in paths {
        if let Some(value) = read.text(&format!("properties.{path}")) {
            told.cluster.insert(flag.to_owned(), super::super::agree::one_spelling(flag, &value));
        }
    }
    if read.text("identity.type").as_deref() == Some("UserAssigned") {
        told.cluster.insert("--assign-identity".to_owned(), "yes".to_owned());
    }
    if let Some(gateway) = read.list("properties.serviceMeshProfile.istio.components.ingressGateways").first() {
        told.cluster.insert("gateway".to_owned(), gateway.text("mode").unwrap().to_lowercase());
    }
    if let Some(Read::Object(tags)) = read.at("tags") {
        let tags: Vec<String> = tags
            .iter()
            .map(|(key, value)| format!("{key}={}", if let Read::Text(text) = value { text.as_str() } else { "" }))
            .collect();
        told.cluster.insert("--tags".to_owned(), tags.join(","));
    }
}
