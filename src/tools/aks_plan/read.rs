//! From what was typed to a cluster.

use ipnet::IpNet;

use super::{FAMILIES, MODELS};
use crate::domain::aks::cluster::{Cluster, IpFamily, Model, Os, Pool, Surge};
use crate::domain::net::{self, TextError};
use crate::tools::{Complaint, Inputs, number};

/// The most rows of pools that are read; the plan itself counts fewer.
const MOST_ROWS: usize = 200;
/// The longest name of a pool in characters; AKS allows twelve.
const LONGEST_NAME: usize = 40;
/// The most lines of connected networks that are read, and the most networks they may come to; the plan compares fewer.
const MOST_LINES: usize = 1_000;

/// The columns of a pool.
pub(super) const COLUMNS: [&str; 6] =
    ["pool.name", "pool.nodes", "pool.max_pods", "pool.surge", "pool.os", "pool.pods"];

/// A cluster as it was typed.
#[derive(Debug)]
pub(super) struct Typed {
    pub cluster: Cluster,
    /// For each pool the number of its row in the form, from 0.
    pub rows: Vec<usize>,
}

/// What could be read, and what is wrong with the rest.
struct Reader<'i> {
    inputs: &'i Inputs,
    complaints: Vec<Complaint>,
}

pub(super) fn cluster(inputs: &Inputs) -> Result<Typed, Vec<Complaint>> {
    let mut reader = Reader { inputs, complaints: Vec::new() };
    let model = reader.model();
    let (rows, pools) = reader.pools(model);
    let cluster = Cluster {
        node_subnet: reader.network("node_subnet"),
        pod_subnet: reader.network("pod_subnet"),
        pod_cidr: reader.networks("pod_cidr"),
        service_cidr: reader.networks("service_cidr"),
        dns_service_ip: reader.field("dns_service_ip", net::parse_address),
        api_server_subnet: reader.network("api_server_subnet"),
        connected: reader.connected(),
        other_addresses: reader.others(),
        ip_families: reader.families(),
        ..Cluster::new(model, pools)
    };
    if reader.complaints.is_empty() { Ok(Typed { cluster, rows }) } else { Err(reader.complaints) }
}

impl Reader<'_> {
    fn keep<T>(&mut self, read: Result<T, Complaint>) -> Option<T> {
        read.map_err(|complaint| self.complaints.push(complaint)).ok()
    }

    fn model(&mut self) -> Model {
        match self.inputs.get("model") {
            "" => Model::Overlay,
            id => Model::of_id(id).unwrap_or_else(|| {
                let known = MODELS.map(|(id, _)| id).join(", ");
                self.complaints.push(Complaint::new("model", format!("There is no such model. The models: {known}.")));
                Model::Overlay
            }),
        }
    }

    fn pools(&mut self, model: Model) -> (Vec<usize>, Vec<Pool>) {
        let rows = self.inputs.rows(COLUMNS);
        // The system is always chosen, also in a row that nobody filled.
        let filled = |(_, [name, nodes, max_pods, surge, _, pods]): &(usize, [&str; 6])| {
            [name, nodes, max_pods, surge, pods].iter().any(|text| !text.is_empty())
        };
        let rows: Vec<_> = rows.into_iter().filter(filled).collect();
        if rows.len() > MOST_ROWS {
            let message = format!("{} pools are more than are read here; {MOST_ROWS} is the most.", rows.len());
            self.complaints.push(Complaint::new("pools", message));
            return (Vec::new(), Vec::new());
        }
        rows.into_iter().filter_map(|(r, row)| self.pool(model, r, row).map(|pool| (r, pool))).unzip()
    }

    fn pool(&mut self, model: Model, r: usize, row: [&str; 6]) -> Option<Pool> {
        let [name, nodes, max_pods, surge, os, pods] = row;
        let at = |column: &str| format!("pool.{column}.{r}");
        let name = self.keep(pool_name(name, &at("name")));
        let nodes = self.keep(number::read(nodes, &at("nodes"), "Most nodes"));
        let max_pods = self.keep(number::maybe(max_pods, &at("max_pods"), "Pods per node"));
        let surge = self.keep(read_surge(surge, &at("surge")));
        let os = self.keep(match os {
            "" | "linux" => Ok(Os::Linux),
            "windows" => Ok(Os::Windows),
            _ => Err(Complaint::new(at("os"), "The system of a pool is linux or windows.")),
        });
        let pods = self.keep(number::maybe(pods, &at("pods"), "Pods that really run"));
        let default = model.default_max_pods().first().copied().unwrap_or_default();
        let max_pods = max_pods?.unwrap_or(default);
        Some(Pool { name: name?, nodes: nodes?, max_pods, surge: surge?, os: os?, pods: pods? })
    }

    fn field<T>(&mut self, field: &str, read: impl Fn(&str) -> Result<T, TextError>) -> Option<T> {
        let typed = self.inputs.get(field);
        if typed.is_empty() {
            return None;
        }
        self.keep(read(typed).map_err(|error| Complaint::text(field, &error)))
    }

    fn network(&mut self, field: &str) -> Option<IpNet> {
        self.field(field, net::parse_network)
    }

    /// One or several with commas between. What is suggested is the whole text, with those in question replaced.
    fn networks(&mut self, field: &str) -> Vec<IpNet> {
        let typed = self.inputs.get(field);
        let parts: Vec<&str> = typed.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() > 8 {
            self.complaints.push(Complaint::new(field, "One range, or one for each family: IPv4, IPv6."));
            return Vec::new();
        }
        let read: Vec<_> = parts.iter().map(|part| net::parse_network(part)).collect();
        let wrong: Vec<String> = read.iter().filter_map(|part| part.as_ref().err()).map(ToString::to_string).collect();
        if !wrong.is_empty() {
            let meant = |part: &Result<IpNet, TextError>| match part {
                Ok(network) => Some(network.to_string()),
                Err(error) => error.suggestion.clone(),
            };
            let meant: Option<Vec<String>> = read.iter().map(meant).collect();
            let suggestion = meant.map(|meant| meant.join(", "));
            self.complaints.push(Complaint { suggestion, ..Complaint::new(field, wrong.join("; ")) });
        }
        read.into_iter().flatten().collect()
    }

    fn connected(&mut self) -> Vec<IpNet> {
        let refused = |message: String| Complaint::new("connected", message);
        let list = match net::read_list(self.inputs.get("connected"), MOST_LINES) {
            Ok(list) => list,
            Err(error) => {
                self.complaints.push(refused(format!("{error}.")));
                return Vec::new();
            }
        };
        if list.wrong > 0 {
            let mut wrong: Vec<String> = list.errors.iter().take(3).map(ToString::to_string).collect();
            if list.wrong > 3 {
                wrong.push(format!("and {} more", list.wrong - 3));
            }
            self.complaints.push(refused(wrong.join("; ")));
            return Vec::new();
        }
        let networks: Vec<IpNet> = list.ranges().flat_map(|range| range.prefixes()).take(MOST_LINES + 1).collect();
        if networks.len() > MOST_LINES {
            let message = format!("These ranges come to more than the {MOST_LINES} networks that are read here.");
            self.complaints.push(refused(message));
        }
        networks
    }

    fn others(&mut self) -> u32 {
        let typed = self.inputs.get("other_addresses");
        self.keep(number::maybe(typed, "other_addresses", "Other addresses")).flatten().unwrap_or_default()
    }

    fn families(&mut self) -> Vec<IpFamily> {
        let family = |text: &str| match text.trim() {
            "ipv4" => Some(IpFamily::Ipv4),
            "ipv6" => Some(IpFamily::Ipv6),
            _ => None,
        };
        let typed = self.inputs.get("families");
        let read: Option<Vec<IpFamily>> =
            typed.split(',').filter(|text| !text.is_empty()).take(5).map(family).collect();
        read.unwrap_or_else(|| {
            let known = FAMILIES.map(|(id, _)| id)[1..].join(" or ");
            self.complaints.push(Complaint::new("families", format!("The families are {known}.")));
            Vec::new()
        })
    }
}

fn pool_name(typed: &str, field: &str) -> Result<String, Complaint> {
    match typed.chars().count() {
        0..=LONGEST_NAME => Ok(typed.to_owned()),
        n => Err(Complaint::new(field, format!("A name of {n} characters is too long; AKS allows 12."))),
    }
}

fn read_surge(typed: &str, field: &str) -> Result<Surge, Complaint> {
    if typed.is_empty() {
        return Ok(Surge::PRESET);
    }
    match typed.strip_suffix('%') {
        Some(percent) => number::read(percent.trim_end(), field, "Surge").map(Surge::Percent),
        None => number::read(typed, field, "Surge").map(Surge::Nodes),
    }
    .map_err(|_| Complaint::new(field, "Surge: write a share of the nodes such as 10%, or a count such as 1."))
}

/// A cluster as it stands in an address: everything that was given, and the pods of a node in any case, as each model
/// has a default of its own.
pub(super) fn query(cluster: &Cluster, model: Model) -> String {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut say = |name: &str, value: String| pairs.push((name.to_owned(), value));
    say("model", model.id().to_owned());
    for pool in &cluster.pools {
        let surge = match pool.surge {
            Surge::Nodes(n) => n.to_string(),
            Surge::Percent(percent) => format!("{percent}%"),
        };
        let os = if pool.os == Os::Windows { "windows" } else { "linux" };
        let pods = pool.pods.map(|pods| pods.to_string()).unwrap_or_default();
        let row = [pool.name.clone(), pool.nodes.to_string(), pool.max_pods.to_string(), surge, os.to_owned(), pods];
        COLUMNS.into_iter().zip(row).for_each(|(name, value)| say(name, value));
    }
    let one = |net: &Option<IpNet>| net.map(|net| net.to_string()).unwrap_or_default();
    let several = |nets: &[IpNet], between| nets.iter().map(ToString::to_string).collect::<Vec<_>>().join(between);
    let families = cluster.ip_families.iter().map(|family| match family {
        IpFamily::Ipv4 => "ipv4",
        IpFamily::Ipv6 => "ipv6",
    });
    let others = if cluster.other_addresses == 0 { String::new() } else { cluster.other_addresses.to_string() };
    let given = [
        ("node_subnet", one(&cluster.node_subnet)),
        ("pod_subnet", one(&cluster.pod_subnet)),
        ("pod_cidr", several(&cluster.pod_cidr, ",")),
        ("service_cidr", several(&cluster.service_cidr, ",")),
        ("dns_service_ip", cluster.dns_service_ip.map(|ip| ip.to_string()).unwrap_or_default()),
        ("api_server_subnet", one(&cluster.api_server_subnet)),
        ("connected", several(&cluster.connected, "\n")),
        ("other_addresses", others),
        ("families", families.collect::<Vec<_>>().join(",")),
    ];
    given.into_iter().filter(|(_, value)| !value.is_empty()).for_each(|(name, value)| say(name, value));
    Inputs::of_pairs(pairs).to_query()
}
