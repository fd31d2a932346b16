//! The operations: what each is called, what it takes, what it does, and an example of it.

use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use super::problem::Refused;
use super::read::{Input, input};
use super::tree::Node;
use super::{BODY, LIST_BODY};
use super::{arithmetic, blocks, dns, egress, findings, lists, plan, ranges};
use crate::domain::aks::private_dns::{Change, PrivateCluster};

/// An operation: `POST /api/v1/net/{id}`.
pub struct Operation {
    /// The name in the address.
    pub id: &'static str,
    /// What it does, in a few words.
    pub title: &'static str,
    /// The same in a sentence or two.
    pub words: &'static str,
    /// The largest body, in bytes.
    pub body: usize,
    /// Bodies that show what it does.
    pub examples: &'static [Example],
    pub(super) request: fn(&mut Schemas) -> RefOr<Schema>,
    pub(super) answer: fn(&mut Schemas) -> RefOr<Schema>,
    run: fn(&Node) -> Result<String, Refused>,
}

/// Named schemas as they are collected.
pub(super) type Schemas = Vec<(String, RefOr<Schema>)>;

/// A body to try an operation with.
pub struct Example {
    /// What it shows.
    pub title: &'static str,
    /// The body, as JSON.
    pub body: &'static str,
}

const fn example(title: &'static str, body: &'static str) -> Example {
    Example { title, body }
}

impl Operation {
    pub(super) fn run(&self, body: &Node) -> Result<String, Refused> {
        (self.run)(body)
    }

    /// Whether it takes long lists.
    #[must_use]
    pub fn takes_lists(&self) -> bool {
        self.body > BODY
    }
}

/// The operation with this name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.id == id)
}

/// Reads, works and writes.
fn run<I: Input, A: Serialize>(body: &Node, work: impl FnOnce(I) -> Result<A, Refused>) -> Result<String, Refused> {
    let answer = work(input(body)?)?;
    serde_json::to_string(&answer).map_err(|_| Refused::at("", "the answer cannot be written as JSON"))
}

/// A reference to a type by its name; the type and all it is made of are collected.
fn schema<T: ToSchema>(schemas: &mut Schemas) -> RefOr<Schema> {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
    utoipa::openapi::Ref::from_schema_name(T::name()).into()
}

/// An operation whose input is read as `$input`; `$shown` is the type that describes it, where that is another.
macro_rules! operation {
    ($id:literal, $body:expr, $title:literal, $words:literal, $input:ty as $shown:ty, $answer:ty, |$given:ident| $work:expr, [$($example:expr),+ $(,)?]) => {
        Operation {
            id: $id,
            title: $title,
            words: $words,
            body: $body,
            examples: &[$($example),+],
            request: schema::<$shown>,
            answer: schema::<$answer>,
            run: |body| run(body, |$given: $input| $work),
        }
    };
}

/// All operations, in the order in which they are explained.
pub static OPERATIONS: [Operation; 23] = [
    operation!(
        "parse",
        BODY,
        "Read an address or a network",
        "Takes an address, a network, or an address with a mask or wildcard, after a slash or a space, and says what it is.",
        arithmetic::ParseInput as arithmetic::ParseInput,
        arithmetic::ParseAnswer,
        |i| Ok(arithmetic::parse(&i)),
        [example("A mask after a space", r#"{"text": "192.168.1.77 255.255.255.192"}"#)]
    ),
    operation!(
        "info",
        BODY,
        "Everything about a network",
        "First, last, broadcast, masks, counts, what kind of addresses it has, and the networks around it. IPv4 and IPv6 have different fields.",
        arithmetic::NetworkInput as arithmetic::NetworkInput,
        arithmetic::InfoAnswer,
        |i| arithmetic::info(&i),
        [
            example("An IPv4 network by one of its addresses", r#"{"cidr": "10.240.5.9/16"}"#),
            example("An IPv6 network", r#"{"cidr": "fd12:3456:789a::/64"}"#)
        ]
    ),
    operation!(
        "azure",
        BODY,
        "A subnet as Azure sees it",
        "The five addresses that Azure keeps, and what is left. IPv4 must be /2 to /29, IPv6 a /64.",
        arithmetic::NetworkInput as arithmetic::NetworkInput,
        arithmetic::AzureAnswer,
        |i| arithmetic::azure(&i),
        [example("A subnet of nodes", r#"{"cidr": "10.240.0.0/22"}"#)]
    ),
    operation!(
        "contains",
        BODY,
        "Whether an address lies in a network",
        "An address of the other family never does.",
        arithmetic::ContainsInput as arithmetic::ContainsInput,
        arithmetic::ContainsAnswer,
        |i| Ok(arithmetic::contains(&i)),
        [example("Just outside", r#"{"cidr": "10.0.0.0/24", "ip": "10.0.1.0"}"#)]
    ),
    operation!(
        "relation",
        BODY,
        "How two networks stand to each other",
        "Two networks are apart, equal, or one lies in the other.",
        arithmetic::RelationInput as arithmetic::RelationInput,
        arithmetic::RelationAnswer,
        |i| Ok(arithmetic::relation(&i)),
        [example("One at the end of the other", r#"{"a": "10.0.0.0/16", "b": "10.0.255.128/25"}"#)]
    ),
    operation!(
        "split",
        BODY,
        "Cut a network into equal parts",
        "By the length of the parts, or by how many there are to be, rounded up to a power of two. The list is null when there are more parts than the limit.",
        blocks::SplitInput as blocks::SplitInput,
        blocks::SplitAnswer,
        |i| blocks::split(&i),
        [
            example("Into three parts, which makes four", r#"{"cidr": "10.0.0.0/24", "parts": 3}"#),
            example("All of IPv6 into single addresses", r#"{"cidr": "::/0", "prefix": 128}"#)
        ]
    ),
    operation!(
        "aggregate",
        LIST_BODY,
        "The fewest networks with the same addresses",
        "Takes addresses, networks and ranges of both families, in any order.",
        lists::ListInput as lists::ListInput,
        lists::Prefixes,
        |i| Ok(lists::aggregate(i)),
        [example("Two halves and a range", r#"{"cidrs": ["10.0.1.0/24", "10.0.0.0/24", "10.0.2.0 - 10.0.2.9"]}"#)]
    ),
    operation!(
        "range",
        BODY,
        "A range as networks",
        "The fewest networks with exactly the addresses from the first to the last.",
        lists::RangeInput as lists::RangeInput,
        lists::Prefixes,
        |i| lists::range(&i),
        [example("Nine addresses", r#"{"first": "10.0.0.1", "last": "10.0.0.9"}"#)]
    ),
    operation!(
        "subtract",
        LIST_BODY,
        "Take addresses away",
        "What is in the first list and not in the second.",
        lists::SubtractInput as lists::SubtractInput,
        lists::Prefixes,
        |i| Ok(lists::subtract(i)),
        [example("A network without a part", r#"{"from": ["10.0.0.0/24"], "remove": ["10.0.0.64/27"]}"#)]
    ),
    operation!(
        "intersect",
        LIST_BODY,
        "What two lists share",
        "The addresses that are in both lists.",
        lists::IntersectInput as lists::IntersectInput,
        lists::Prefixes,
        |i| Ok(lists::intersect(i)),
        [example("A network and a range", r#"{"a": ["10.0.0.0/24"], "b": ["10.0.0.200 - 10.0.1.20"]}"#)]
    ),
    operation!(
        "supernet",
        BODY,
        "The network around all",
        "The smallest single network that covers all of the list, and mostly more. All must be of one family.",
        lists::SupernetInput as lists::SupernetInput,
        lists::SupernetAnswer,
        |i| lists::supernet(&i),
        [example("Two with a gap", r#"{"cidrs": ["10.0.0.0/24", "10.0.3.0/24"]}"#)]
    ),
    operation!(
        "free",
        BODY,
        "What is left of a network",
        "The free networks, the largest of them, and how many addresses are free.",
        blocks::FreeInput as blocks::FreeInput,
        blocks::FreeAnswer,
        |i| Ok(blocks::free(&i)),
        [example(
            "Three subnets in a /24",
            r#"{"parent": "10.200.0.0/24", "used": ["10.200.0.0/26", "10.200.0.64/27", "10.200.0.128/26"]}"#
        )]
    ),
    operation!(
        "next",
        BODY,
        "The next free block",
        "The lowest free block of a size; null when there is none.",
        blocks::NextInput as blocks::NextInput,
        blocks::NextAnswer,
        |i| blocks::next(&i),
        [example("The next /24", r#"{"parent": "10.0.0.0/16", "used": ["10.0.0.0/24", "10.0.1.0/25"], "prefix": 24}"#)]
    ),
    operation!(
        "vlsm",
        BODY,
        "Give everybody the block they need",
        "The biggest block first, those of a size in the order of the requests, each at the lowest free address where it can begin. When a request cannot be met, nothing is given, and the problem names it.",
        blocks::VlsmInput as blocks::VlsmInput,
        blocks::VlsmAnswer,
        |i| blocks::vlsm(i),
        [example(
            "Subnets in Azure",
            r#"{"parent": "10.0.0.0/22", "mode": "azure", "requests": [{"name": "nodes", "hosts": 251}, {"name": "endpoints", "hosts": 20}, {"name": "gateway", "prefix": 27}]}"#
        )]
    ),
    operation!(
        "overlaps",
        LIST_BODY,
        "Who overlaps whom",
        "Every pair of a list that shares addresses, with what it shares.",
        lists::OverlapsInput as lists::OverlapsInput,
        lists::OverlapsAnswer,
        |i| Ok(lists::overlaps(&i)),
        [example(
            "A network and its part",
            r#"{"ranges": [{"name": "hub", "cidr": "10.0.0.0/16"}, {"name": "spoke", "cidr": "10.1.0.0/16"}, {"name": "office", "cidr": "10.0.128.0/20"}]}"#
        )]
    ),
    operation!(
        "aks-plan",
        BODY,
        "The addresses of an AKS cluster",
        "What the cluster needs with one networking model, whether the given ranges hold it, how far it can grow, and every rule that is broken. A rule that is broken is a finding, not a problem.",
        super::cluster::PlanInput as super::cluster::PlanInput,
        plan::PlanAnswer,
        |i| Ok(plan::aks_plan(i)),
        [example(
            "Overlay, one block short",
            r#"{"model": "overlay", "pools": [{"name": "system", "nodes": 64, "max_pods": 110, "surge": 1}], "node_subnet": "10.9.0.0/24", "pod_cidr": "10.244.0.0/18", "service_cidr": "10.0.0.0/16", "dns_service_ip": "10.0.0.10"}"#
        )]
    ),
    operation!(
        "aks-compare",
        BODY,
        "An AKS cluster with every model",
        "The same pools with every networking model: what each takes, whether it fits, what binds.",
        super::cluster::CompareInput as super::cluster::CompareInput,
        plan::CompareAnswer,
        |i| Ok(plan::aks_compare(i)),
        [example(
            "Fifty nodes",
            r#"{"pools": [{"name": "system", "nodes": 50, "max_pods": 30, "surge": "33%"}], "node_subnet": "10.9.0.0/21"}"#
        )]
    ),
    operation!(
        "pod-cidr-expand",
        BODY,
        "Grow the pod range of a running cluster",
        "Whether the pod range of an Overlay cluster can become another one.",
        plan::ExpandInput as plan::ExpandInput,
        plan::ExpandAnswer,
        |i| Ok(plan::pod_cidr_expand(&i)),
        [example("Four times as many nodes", r#"{"from": "10.244.0.0/18", "to": "10.244.0.0/16"}"#)]
    ),
    operation!(
        "ranges",
        BODY,
        "Which ranges may overlap",
        "Every named range against every other and against those that AKS keeps: must not overlap, allowed but not advised, may repeat, is part of it, and why.",
        ranges::RangesInput as ranges::RangesInput,
        ranges::RangesAnswer,
        |i| ranges::ranges(&i),
        [example(
            "Pods over a peered network",
            r#"{"ranges": [{"name": "cluster", "kind": "cluster-network", "cidr": "10.9.0.0/16"}, {"name": "pods", "kind": "pod-range", "cidr": "10.244.0.0/16"}, {"name": "hub", "kind": "peer", "cidr": "10.244.128.0/20"}]}"#
        )]
    ),
    operation!(
        "snat",
        BODY,
        "Ports for outgoing connections",
        "How many ports a node has, how many nodes the public addresses serve, how many addresses it takes, and which ways out would do.",
        egress::SnatInput as egress::SnatInput,
        egress::SnatAnswer,
        |i| Ok(egress::snat(&i)),
        [example(
            "Chosen ports with surge nodes",
            r#"{"outbound": "loadBalancer", "nodes": 100, "surge_nodes": 2, "public_ips": 7, "ports_per_node": 4000}"#
        )]
    ),
    operation!(
        "outbound",
        BODY,
        "Outbound types",
        "Whether a cluster can be created with an outbound type, or changed to another.",
        egress::OutboundInput as egress::OutboundInput,
        findings::Verdict,
        |i| Ok(egress::outbound(&i)),
        [
            example(
                "A route to the Internet",
                r#"{"outbound": "userDefinedRouting", "network": "own", "default_route": "internet"}"#
            ),
            example("A change", r#"{"outbound": "loadBalancer", "network": "own", "to": "userDefinedRouting"}"#)
        ]
    ),
    operation!(
        "static-egress",
        BODY,
        "A pool of the Static Egress Gateway",
        "Whether a gateway pool goes with the prefix of its public addresses.",
        egress::StaticEgressInput as egress::StaticEgressInput,
        findings::Verdict,
        |i| Ok(egress::static_egress(&i)),
        [example("A node too many", r#"{"prefix": 30, "nodes": 5}"#)]
    ),
    operation!("private-dns", BODY, "The DNS of a private cluster",
        "Whether the settings of a private cluster go together, who finds its API server, and whether a change is allowed.",
        (PrivateCluster, Option<Change>) as dns::PrivateDnsInput, dns::PrivateDnsAnswer, |i| Ok(dns::private_dns(i)),
        [example("No zone and no public name", r#"{"zone": "none", "public_fqdn": false}"#),
         example("From a zone of one's own to none", r#"{"zone": "privatelink.eastus.azmk8s.io", "identity": "user-assigned", "change": {"zone": "none"}}"#)]),
];
