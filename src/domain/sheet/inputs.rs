//! What the sheet fills into each tool, by the tool's own names, and the cluster that its rules look at.

use ipnet::IpNet;

use super::{POOL, Pool, Sheet};
use crate::domain::aks::cluster::{self, Cluster, IpFamily, Model, Os, Surge};
use crate::domain::aks::plan::plan;
use crate::domain::azure::roles::Role;
use crate::domain::vnet_plan::{Item, Label, build, encode};

/// Subnets: the range's field, the name's field, the role, and the kind of the tool for ranges.
const SUBNETS: [(&str, &str, Role, &str); 5] = [
    ("node-subnet-range", "node-subnet", Role::AksNodes, "node-subnet"),
    ("pod-subnet-range", "pod-subnet", Role::AksPods, "pod-subnet"),
    ("api-server-range", "api-server-subnet", Role::ApiServer, "api-server-subnet"),
    ("endpoint-range", "endpoint-subnet", Role::PrivateEndpoints, "other-subnet"),
    ("frontend-range", "frontend-subnet", Role::ApplicationGateway, "other-subnet"),
];

/// What is said so far; empty values are not.
#[derive(Default)]
struct Said(Vec<(String, String)>);

impl Said {
    fn say(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((name.to_owned(), value));
        }
    }
}

impl Sheet {
    /// The inputs of a tool as far as the sheet knows them, by the tool's own names; none for a tool that it says nothing
    /// to. `model` is the outcome of the decision on the network model.
    #[must_use]
    pub fn inputs_for(&self, tool: &str, model: Option<&str>) -> Vec<(String, String)> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut said = Said::default();
        let model = model.and_then(Model::of_id);
        match tool {
            "aks-plan" => self.aks_plan(model, &mut said),
            "snat" => self.snat(&mut said),
            "ranges" => self.ranges(model, &mut said),
            "private-dns" => self.private_dns(model, &mut said),
            "subnet" => {
                let first = self.get("node-subnet-range").or_else(|| self.get("vnet-range")?.lines().next());
                said.say("in", first.unwrap_or_default());
            }
            "vnet-plan" => self.vnet_plan(model, &mut said),
            "lists" => self.lists(&mut said),
            _ => {}
        }
        said.0
    }

    /// The cluster as the rules of address planning see it. Pools without a number of nodes are left out; the pods of a
    /// node are the model's default where none were typed.
    #[must_use]
    pub fn cluster(&self, model: Model) -> Cluster {
        let default = model.default_max_pods().first().copied().unwrap_or_default();
        let pool = |pool: &Pool| {
            Some(cluster::Pool {
                name: pool.name.clone().unwrap_or_default(),
                nodes: pool.nodes?,
                max_pods: pool.max_pods.unwrap_or(default),
                surge: pool.surge.unwrap_or(Surge::PRESET),
                os: pool.os.unwrap_or(Os::Linux),
                pods: pool.pods,
            })
        };
        let range = |four, six| self.prefix(four).into_iter().chain(self.prefix(six)).collect::<Vec<_>>();
        Cluster {
            node_subnet: self.prefix("node-subnet-range"),
            pod_subnet: self.prefix("pod-subnet-range").filter(|_| model.has_pod_subnet()),
            pod_cidr: if model.has_pod_cidr() { range("pod-range", "pod-range-ipv6") } else { Vec::new() },
            service_cidr: range("service-range", "service-range-ipv6"),
            dns_service_ip: self.address("dns-service-address"),
            api_server_subnet: self.prefix("api-server-range"),
            connected: [self.prefixes("on-premises"), self.prefixes("connected")].concat(),
            other_addresses: self.number("other-addresses").and_then(|n| u32::try_from(n).ok()).unwrap_or_default(),
            ip_families: match self.get("ip-families") {
                Some("dual") => vec![IpFamily::Ipv4, IpFamily::Ipv6],
                Some(_) => vec![IpFamily::Ipv4],
                None => Vec::new(),
            },
            ..Cluster::new(model, self.pools.iter().filter_map(pool).collect())
        }
    }

    fn aks_plan(&self, model: Option<Model>, said: &mut Said) {
        said.say("model", model.map(Model::id).unwrap_or_default());
        for pool in &self.pools {
            // Every column of a row has its place, also when nothing stands in it.
            let known = ["pool.name", "pool.nodes", "pool.max_pods", "pool.surge", "pool.os", "pool.pods"];
            said.0.extend(known.map(|column| (column.to_owned(), pool.text(column))));
        }
        let uses = |used: fn(Model) -> bool| model.is_none_or(used);
        said.say("node_subnet", self.text("node-subnet-range"));
        if uses(Model::has_pod_subnet) {
            said.say("pod_subnet", self.text("pod-subnet-range"));
        }
        if uses(Model::has_pod_cidr) {
            said.say("pod_cidr", self.both("pod-range", "pod-range-ipv6"));
        }
        said.say("service_cidr", self.both("service-range", "service-range-ipv6"));
        said.say("dns_service_ip", self.text("dns-service-address"));
        said.say("api_server_subnet", self.text("api-server-range"));
        let connected: Vec<&str> = ["on-premises", "connected"].into_iter().filter_map(|name| self.get(name)).collect();
        said.say("connected", connected.join("\n"));
        said.say("other_addresses", self.text("other-addresses"));
        said.say(
            "families",
            match self.get("ip-families") {
                Some("dual") => "ipv4,ipv6",
                Some(_) => "ipv4",
                None => "",
            },
        );
    }

    fn snat(&self, said: &mut Said) {
        let nodes: Option<u64> = match self.fact("nodes") {
            Some(super::Fact::Number(n)) => Some(n),
            _ => None,
        };
        said.say("nodes", nodes.map(|n| n.to_string()).unwrap_or_default());
        said.say("surge_nodes", self.surge_nodes().map(|n| n.to_string()).unwrap_or_default());
        for (input, field) in [
            ("public_ips", "public-addresses"),
            ("ports_per_node", "ports-per-node"),
            ("instances", "firewall-instances"),
            ("connections_per_node", "connections-per-node"),
            ("destinations", "destinations"),
        ] {
            said.say(input, self.text(field));
        }
    }

    fn ranges(&self, model: Option<Model>, said: &mut Said) {
        let mut row = |name: String, kind: &str, cidr: String| {
            if !cidr.is_empty() {
                said.say("range.name", name);
                said.say("range.kind", kind);
                said.say("range.cidr", cidr);
            }
        };
        let named = |field: &str, otherwise: &str| self.get(field).unwrap_or(otherwise).to_owned();
        row(named("vnet", "Network"), "cluster-network", self.list("vnet-range"));
        for (range, name, _, kind) in SUBNETS {
            let unused = range == "pod-subnet-range" && model.is_some_and(|model| !model.has_pod_subnet());
            if !unused {
                row(named(name, super::field(range).map_or("", |field| field.label)), kind, self.list(range));
            }
        }
        if model.is_none_or(Model::has_pod_cidr) {
            row("Pods".to_owned(), "pod-range", self.both("pod-range", "pod-range-ipv6").replace(',', ", "));
        }
        let services = self.both("service-range", "service-range-ipv6").replace(',', ", ");
        row("Services".to_owned(), "services-range", services);
        row(named("hub-vnet", "Peered networks"), "peer", self.list("connected"));
        row("On-premises".to_owned(), "on-premises", self.list("on-premises"));
    }

    fn private_dns(&self, model: Option<Model>, said: &mut Said) {
        said.say("region", self.text("region"));
        said.say("servers", if self.get("dns-servers").is_some() { "hub" } else { "" });
        let authorized = self.prefixes("authorized-ranges").len();
        // Only a public API server has them.
        said.say("access", if authorized == 0 { "" } else { "public" });
        said.say("authorized_ranges", if authorized == 0 { String::new() } else { authorized.to_string() });
        let own_routes = model == Some(Model::Kubenet) && self.get("route-table").is_some();
        said.say("kubenet_routes", if own_routes { "1" } else { "" });
    }

    /// The network with its subnets where they stand; with none yet, the space and what has to find room in it.
    fn vnet_plan(&self, model: Option<Model>, said: &mut Said) {
        let spaces = self.prefixes("vnet-range");
        let vnet = self.get("vnet").unwrap_or_default().to_owned();
        if spaces.is_empty() {
            return;
        }
        let item = |(range, name, role, _): (&str, &str, Role, &str)| {
            let network = self.prefix(range)?;
            let label = Label { name: self.text(name).to_owned(), role: Some(role), ..Label::default() };
            let inside = spaces.iter().any(|space| crate::domain::net::relation(*space, network).a_contains_b());
            inside.then(|| Item { network, label, place: range.to_owned() })
        };
        let items: Vec<Item> = SUBNETS.into_iter().filter_map(item).collect();
        if !items.is_empty()
            && let Ok(plan) = build(vec![(vnet.clone(), spaces.clone(), items)])
        {
            said.say("plan", encode(&plan));
            return;
        }
        let line = |space: &IpNet| format!("{space} {vnet}").trim_end().to_owned();
        said.say("spaces", spaces.iter().map(line).collect::<Vec<_>>().join("\n"));
        said.say("needs", self.needs(model.unwrap_or(Model::Overlay)).join("\n"));
    }

    /// The subnets that have no range yet, a line each, the nodes' with the prefix that they need.
    fn needs(&self, model: Model) -> Vec<String> {
        let plan = plan(&self.cluster(model));
        let mut needs = Vec::new();
        let mut need = |role: Role, name: &str, prefix: Option<u8>| {
            if let Some(prefix) = prefix {
                needs.push(format!("{} {} /{prefix}", role.demand().id, self.text(name)).replace("  ", " "));
            }
        };
        if self.pools.iter().any(|pool| pool.nodes.is_some()) {
            need(Role::AksNodes, "node-subnet", plan.node_subnet.smallest_prefix);
            let pods = plan.pod_range.filter(|_| model.has_pod_subnet());
            need(Role::AksPods, "pod-subnet", pods.and_then(|pods| pods.smallest_prefix));
        }
        need(Role::PrivateEndpoints, "endpoint-subnet", Some(27).filter(|_| self.get("endpoint-subnet").is_some()));
        need(Role::ApiServer, "api-server-subnet", Some(28).filter(|_| self.get("api-server-subnet").is_some()));
        needs
    }

    fn lists(&self, said: &mut Said) {
        let fields = super::FIELDS.iter().filter(|field| {
            matches!(field.kind, super::Kind::Prefix | super::Kind::Prefixes)
                && !matches!(field.name, "authorized-ranges" | "vnet-range")
        });
        let lines = fields.flat_map(|field| {
            self.prefixes(field.name).into_iter().map(|net| format!("{net}  # {}", field.label)).collect::<Vec<_>>()
        });
        let lines: Vec<String> = lines.collect();
        if !lines.is_empty() {
            said.say("op", "overlaps");
            said.say("a", lines.join("\n"));
        }
    }

    fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    fn list(&self, name: &str) -> String {
        self.text(name).lines().collect::<Vec<_>>().join(", ")
    }

    /// A range of each family, with a comma between.
    fn both(&self, four: &str, six: &str) -> String {
        [self.get(four), self.get(six)].into_iter().flatten().collect::<Vec<_>>().join(",")
    }
}

const _: () = assert!(POOL.len() == 9, "a column more: does aks-plan take it?");
