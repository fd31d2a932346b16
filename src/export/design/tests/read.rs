//! Small readers that take from a program what it would build, so that three programs and the values can be held against
//! each other. Values of variables are their names with a question mark.

use std::collections::BTreeMap;

use super::Values;
use super::run::{Called, NUMBER};
use crate::domain::design::build::Build;

mod bicep;
mod terraform;

pub(super) use bicep::of_bicep;
pub(super) use terraform::of_terraform;

/// What a program would build.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Virtual networks by name: their ranges and servers, and their subnets.
    pub(super) networks: BTreeMap<String, (Vec<String>, Vec<SubnetTold>)>,
    /// The cluster's flags, as the CLI spells them.
    pub(super) cluster: Values,
    /// The pools in their order.
    pub(super) pools: Vec<Values>,
    /// Anything else: what it is, and its name.
    pub(super) rest: Vec<String>,
}

/// Name, ranges, delegation, name of the route table, name of the NAT gateway.
pub(super) type SubnetTold = (String, Vec<String>, Option<String>, Option<String>, Option<String>);

impl Told {
    pub(super) fn sorted(mut self) -> Self {
        self.rest.sort();
        self
    }
}

/// The name of a variable as the others have it: `nodeCount` is `?node_count`.
fn asked(camel: &str) -> String {
    let mut out = String::from("?");
    for c in camel.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// What the calls of a script would build.
pub(super) fn of_az(calls: &[Called]) -> Told {
    let mut told = Told::default();
    for call in calls {
        let text = |flag: &str| call.one(flag).map(str::to_owned);
        let name = text("--name").unwrap_or_default();
        match call.words.as_str() {
            "network vnet create" => {
                let mut ranges = call.all("--address-prefixes").unwrap().to_vec();
                ranges.extend(call.all("--dns-servers").unwrap_or_default().iter().cloned());
                told.networks.insert(name, (ranges, Vec::new()));
            }
            "network vnet subnet create" => {
                let ranges = call.all("--address-prefixes").unwrap().to_vec();
                let subnet = (name, ranges, text("--delegations"), None, None);
                told.networks.get_mut(&text("--vnet-name").unwrap()).unwrap().1.push(subnet);
            }
            "network vnet subnet update" => {
                let subnets = &mut told.networks.get_mut(&text("--vnet-name").unwrap()).unwrap().1;
                let subnet = subnets.iter_mut().find(|subnet| subnet.0 == name).unwrap();
                subnet.3 = text("--route-table").or(subnet.3.take());
                subnet.4 = text("--nat-gateway").or(subnet.4.take());
            }
            "network route-table create" => told.rest.push(format!("routes {name}")),
            "network route-table route create" => {
                told.rest.push(format!("route {}", text("--next-hop-ip-address").unwrap()));
            }
            "network public-ip create" => told.rest.push(format!("address {name} {}", text("--sku").unwrap())),
            "network nat gateway create" => {
                let n = call.all("--public-ip-addresses").unwrap().len();
                told.rest.push(format!("nat {name} {} {n}", text("--sku").unwrap()));
            }
            "network private-dns zone create" => told.rest.push(format!("zone {name}")),
            "network private-dns link vnet create" => {
                told.rest.push(format!("link {name} {}", text("--virtual-network").unwrap()));
            }
            "identity create" => told.rest.push(format!("identity {name}")),
            "role assignment create" => {
                let scope = text("--scope").unwrap();
                told.rest.push(format!("role {} on {}", text("--role").unwrap(), scope.trim_start_matches("id of ")));
            }
            "network private-endpoint create" => {
                told.rest.push(format!("endpoint {name} in {}", text("--subnet").unwrap()));
            }
            "aks create" => {
                told.pools.push(pool(call, &text("--nodepool-name").unwrap(), "System", "Linux"));
                told.cluster = cluster(call);
            }
            "aks nodepool add" => {
                let (mode, os) = (text("--mode").unwrap(), text("--os-type").unwrap());
                told.pools.push(pool(call, &name, &mode, &os));
            }
            "aks nodepool update" => {
                told.pools[0].insert("surge".to_owned(), text("--max-surge").unwrap());
            }
            "aks mesh enable-ingress-gateway" => {
                told.cluster.insert("gateway".to_owned(), text("--ingress-gateway-type").unwrap());
            }
            _ => {}
        }
    }
    told.sorted()
}

/// The flags of the cluster alone, in one spelling: lists with commas between, a bare flag as "yes".
fn cluster(call: &Called) -> Values {
    const OF_POOL: [&str; 13] = [
        "--resource-group",
        "--name",
        "--location",
        "--generate-ssh-keys",
        "--nodepool-name",
        "--node-count",
        "--node-vm-size",
        "--max-pods",
        "--zones",
        "--vnet-subnet-id",
        "--pod-subnet-id",
        "--pod-ip-allocation-mode",
        "--attach-acr",
    ];
    let mut found = Values::new();
    for (flag, values) in &call.flags {
        if OF_POOL.contains(&flag.as_str()) {
            continue;
        }
        let value = if values.is_empty() { "yes".to_owned() } else { values.join(",") };
        let (flag, value) = match flag.as_str() {
            "--pod-cidr" => ("--pod-cidrs", value),
            "--service-cidr" => ("--service-cidrs", value),
            // Whose zone, subnet and identity it is stands elsewhere.
            "--private-dns-zone" if value.starts_with("id of ") => (flag.as_str(), "own".to_owned()),
            "--apiserver-subnet-id" => (flag.as_str(), value.trim_start_matches("id of ").to_owned()),
            "--assign-identity" => (flag.as_str(), "yes".to_owned()),
            other => (other, value),
        };
        found.insert(flag.to_owned(), value);
    }
    found
}

fn pool(call: &Called, name: &str, mode: &str, os: &str) -> Values {
    let mut found = Values::new();
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            found.insert(key.to_owned(), if value == NUMBER { "?node_count".to_owned() } else { value });
        }
    };
    let of = |flag: &str| call.all(flag).map(|values| values.join(","));
    let subnet = |flag: &str| of(flag).map(|id| id.trim_start_matches("id of ").to_owned());
    put("name", Some(name.to_owned()));
    put("mode", Some(mode.to_owned()));
    put("os", Some(os.to_owned()));
    put("nodes", of("--node-count"));
    put("size", of("--node-vm-size"));
    put("pods", of("--max-pods"));
    put("zones", of("--zones"));
    put("subnet", subnet("--vnet-subnet-id"));
    put("pod subnet", subnet("--pod-subnet-id"));
    put("blocks", of("--pod-ip-allocation-mode"));
    put("surge", of("--max-surge"));
    found
}

/// The name that a registry has for who attaches it.
pub(super) fn attached(calls: &[Called]) -> Option<String> {
    calls.iter().find_map(|call| call.one("--attach-acr").map(str::to_owned))
}

/// What the values themselves say.
pub(super) fn expected_networks(build: &Build) -> BTreeMap<String, (Vec<String>, Vec<SubnetTold>)> {
    use crate::domain::design::build::Value;
    let text = |value: &Value| match value {
        Value::Given(text) => text.clone(),
        Value::Asked(name) => format!("?{name}"),
    };
    let texts = |values: &[Value]| values.iter().map(text).collect::<Vec<_>>();
    let named = build.networks.iter().map(|network| {
        let subnets = network.subnets.iter().map(|subnet| {
            let table = build.route_table.as_ref().filter(|_| subnet.routed).map(|table| table.name.clone());
            let gateway = build.nat_gateway.as_ref().filter(|_| subnet.natted).map(|gateway| gateway.name.clone());
            (subnet.name.clone(), texts(&subnet.ranges), subnet.delegation.map(str::to_owned), table, gateway)
        });
        let mut ranges = texts(&network.ranges);
        ranges.extend(network.dns_servers.iter().cloned());
        (network.name.clone(), (ranges, subnets.collect()))
    });
    named.collect()
}
