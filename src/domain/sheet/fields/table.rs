//! All fields, in their order.

use super::{Field, Group, Kind};

const FAMILIES: &[(&str, &str)] = &[("ipv4", "IPv4"), ("dual", "IPv4 and IPv6 (dual stack)")];
const OWNERS: &[(&str, &str)] = &[("aks", "AKS makes it"), ("you", "You bring it")];
const YES_NO: &[(&str, &str)] = &[("yes", "Yes"), ("no", "No")];
const SYSTEMS: &[(&str, &str)] = &[("linux", "Linux"), ("windows", "Windows")];
const MODES: &[(&str, &str)] = &[("system", "System"), ("user", "User")];

const fn of(
    group: Group,
    name: &'static str,
    label: &'static str,
    kind: Kind,
    example: &'static str,
    help: &'static str,
) -> Field {
    Field { name, label, help, group, kind, unit: "", example, in_commands: false }
}

impl Field {
    /// The same for a number of these.
    const fn unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// The same with an example that stands in commands.
    const fn shown(self) -> Self {
        Self { in_commands: true, ..self }
    }
}

const fn range(name: &'static str, label: &'static str, example: &'static str, help: &'static str) -> Field {
    of(Group::Ranges, name, label, Kind::Prefix, example, help)
}

const fn name(name: &'static str, label: &'static str, example: &'static str, help: &'static str) -> Field {
    of(Group::Names, name, label, Kind::Text, example, help).shown()
}

const fn count(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    example: &'static str,
    help: &'static str,
) -> Field {
    of(Group::Outbound, name, label, Kind::Number, example, help).unit(unit)
}

/// All fields but the pools', in the order of the page and of files.
pub static FIELDS: &[Field] = &[
    of(Group::Cluster, "region", "Region", Kind::Text, "westeurope", "As the CLI writes it: one word.").shown(),
    of(Group::Cluster, "kubernetes", "Kubernetes version", Kind::Text, "1.34", "Such as 1.34 or 1.34.2."),
    of(
        Group::Cluster,
        "ip-families",
        "Address families",
        Kind::Choice(FAMILIES),
        "ipv4",
        "What pods and services have.",
    ),
    of(
        Group::Cluster,
        "network-owner",
        "Who makes the network",
        Kind::Choice(OWNERS),
        "you",
        "A network that AKS makes \
        stays AKS’s: its routes and endpoints are not yours to change.",
    ),
    of(
        Group::Cluster,
        "zones",
        "Availability zones",
        Kind::Choice(YES_NO),
        "yes",
        "Whether nodes are spread over zones.",
    ),
    of(
        Group::Ranges,
        "vnet-range",
        "Network’s address space",
        Kind::Prefixes,
        "10.1.0.0/16",
        "Of the cluster’s virtual \
        network; one a line when there are several.",
    ),
    range(
        "node-subnet-range",
        "Node subnet",
        "10.1.0.0/24",
        "An address for each node and each surge node; with Node \
        Subnet for each pod too.",
    ),
    range("pod-subnet-range", "Pod subnet", "10.1.16.0/20", "For the two Pod Subnet models."),
    range("pod-range", "Pod range", "10.244.0.0/16", "For Overlay and kubenet: a /24 for each node.").shown(),
    range("pod-range-ipv6", "Pod range, IPv6", "fd12:3456:789a::/64", "With both families."),
    range("service-range", "Services range", "10.0.0.0/16", "Smaller than a /12, and used nowhere else.").shown(),
    range(
        "service-range-ipv6",
        "Services range, IPv6",
        "fd12:3456:789a:1::/108",
        "With both families: a /108 or smaller.",
    ),
    of(
        Group::Ranges,
        "dns-service-address",
        "DNS service address",
        Kind::Address,
        "10.0.0.10",
        "In the services range, \
        and not its first address.",
    )
    .shown(),
    range("api-server-range", "API server subnet", "10.1.8.0/28", "With API Server VNet Integration: a /28 or larger."),
    range(
        "endpoint-range",
        "Private endpoint subnet",
        "10.1.8.32/27",
        "For private endpoints of registry, vault and data.",
    ),
    range(
        "frontend-range",
        "Application gateway subnet",
        "10.1.9.0/24",
        "For Application Gateway, or for Containers: a \
        /24.",
    ),
    of(
        Group::Ranges,
        "other-addresses",
        "Other addresses in the node subnet",
        Kind::Number,
        "0",
        "Load balancers, \
        private endpoints, machines.",
    )
    .unit("addresses"),
    of(
        Group::Ranges,
        "authorized-ranges",
        "Authorized ranges",
        Kind::Prefixes,
        "203.0.113.0/24",
        "Who may reach a public \
        API server; one a line.",
    ),
    of(
        Group::Networks,
        "on-premises",
        "On-premises ranges",
        Kind::Prefixes,
        "192.168.0.0/16",
        "Reached by VPN or \
        ExpressRoute; one a line.",
    ),
    of(
        Group::Networks,
        "connected",
        "Peered networks",
        Kind::Prefixes,
        "10.100.0.0/16",
        "The hub and other networks that \
        are peered; one a line.",
    ),
    of(
        Group::Networks,
        "next-hop",
        "Firewall’s private address",
        Kind::Address,
        "10.100.0.4",
        "Where the default route \
        of the node subnet leads.",
    ),
    of(
        Group::Networks,
        "dns-servers",
        "DNS servers of the network",
        Kind::Lines,
        "10.100.0.68",
        "Addresses of your own \
        servers, one a line; empty for Azure’s.",
    ),
    count(
        "public-addresses",
        "Public addresses for the way out",
        "addresses",
        "1",
        "Of the load balancer, the NAT \
        gateway or the firewall.",
    ),
    count(
        "ports-per-node",
        "Ports per node",
        "ports",
        "4000",
        "Load balancer only: a multiple of 8; empty for Azure’s \
        default.",
    ),
    count(
        "connections-per-node",
        "Connections per node",
        "connections",
        "2000",
        "Open at the same time, to the outside.",
    ),
    count("destinations", "Destinations", "destinations", "1", "Over which the connections spread evenly."),
    count("firewall-instances", "Firewall instances", "instances", "2", "Azure Firewall only."),
    name("resource-group", "Resource group", "rg-workshop", "1 to 90 characters."),
    name("cluster", "Cluster", "aks-workshop", "1 to 63 letters, digits, hyphens and underscores."),
    name("vnet", "Virtual network", "vnet-workshop", "2 to 64 characters."),
    name("node-subnet", "Node subnet’s name", "snet-nodes", "1 to 80 characters."),
    name("pod-subnet", "Pod subnet’s name", "snet-pods", "For the two Pod Subnet models."),
    name("api-server-subnet", "API server subnet’s name", "snet-apiserver", "With API Server VNet Integration."),
    name("endpoint-subnet", "Private endpoint subnet’s name", "snet-endpoints", "For private endpoints."),
    name(
        "frontend-subnet",
        "Application gateway subnet’s name",
        "snet-frontends",
        "For Application Gateway, or for \
        Containers.",
    ),
    name("hub-vnet", "Hub network", "vnet-hub", "The network that this one is peered with."),
    name("nat-gateway", "NAT gateway", "ng-workshop", "When it is your own."),
    name("route-table", "Route table", "rt-egress", "Of the node subnet, for routes of your own."),
    name("firewall", "Firewall", "fw-workshop", "Azure Firewall."),
    name("registry", "Container registry", "acrworkshop", "5 to 50 letters and digits."),
    name("vault", "Key vault", "kv-workshop", "3 to 24 letters, digits and hyphens."),
    name("identity", "Managed identity", "id-workshop", "A user-assigned identity."),
    name("namespace", "Namespace", "shop", "Of the application in the cluster."),
    of(Group::Names, "service-account", "Service account", Kind::Text, "orders", "Of the application’s pods."),
    name("dns-zone", "DNS zone", "example.com", "Under which the application is published."),
    of(Group::Tags, "tags", "Tags", Kind::Lines, "owner=platform", "key=value, one a line; 50 at most."),
];

const fn column(
    name: &'static str,
    label: &'static str,
    kind: Kind,
    example: &'static str,
    help: &'static str,
) -> Field {
    of(Group::Pools, name, label, kind, example, help)
}

/// The columns of a pool, in their order.
pub static POOL: &[Field] = &[
    column(
        "pool.name",
        "Name",
        Kind::Text,
        "system",
        "Small letters and digits, a letter first: 12 at most, 6 for \
        Windows.",
    ),
    column("pool.nodes", "Most nodes", Kind::Number, "3", "What the autoscaler may reach.").unit("nodes"),
    column("pool.max_pods", "Pods per node", Kind::Number, "110", "From 10 to 250.").unit("pods"),
    column("pool.surge", "Surge", Kind::Text, "10%", "Nodes added during an upgrade: 10% or a number."),
    column("pool.os", "System", Kind::Choice(SYSTEMS), "linux", "What its nodes run."),
    column("pool.mode", "Mode", Kind::Choice(MODES), "system", "A cluster has one system pool at least."),
    column("pool.size", "VM size", Kind::Text, "Standard_D4s_v5", "As Azure writes it."),
    column("pool.zones", "Zones", Kind::Text, "1,2,3", "Numbers with commas between."),
    column("pool.pods", "Pods that run", Kind::Number, "30", "On a node; only dynamic allocation asks for it.")
        .unit("pods"),
];
