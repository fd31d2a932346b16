//! Parametric questions: figures drawn from a seed, the answer computed by the code that the tools use.
//!
//! A rule draws its figures within sensible bounds and so that the question is never empty: nothing is asked whose answer
//! can be read off a figure, and typical mistakes lead somewhere else than to the answer. The same seed gives the same
//! variant for ever: tests hold the figures of some seeds.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::network::{Need, NetworkKey};
use super::random::Random;
use super::text::unseen;
use super::{Kind, NumberKey, Wrong, network, number};
use crate::domain::aks::figures::grouped;

/// How often a variant is drawn again at most.
const MOST_DRAWS: usize = 32;

mod clusters;
mod outbound;
mod prefixes;
mod subnets;

macro_rules! rules {
    ($($name:ident $id:literal $what:literal $figures:expr, $draw:path;)*) => {
        /// How figures and answer come about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Rule {
            $(#[doc = $what] #[serde(rename = $id)] $name,)*
        }

        impl Rule {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in the questions' files.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }

            /// The names that stand for figures: those that are given, then `answer`, then others that are computed.
            #[must_use]
            pub fn placeholders(self) -> &'static [&'static str] {
                match self { $(Self::$name => &$figures),* }
            }

            fn figures(self, random: &mut Random) -> Draft {
                match self { $(Self::$name => $draw(random)),* }
            }
        }
    };
}

rules! {
    SubnetUsable "subnet-usable" "Usable addresses of an Azure subnet." ["prefix", "answer", "total"], subnets::usable;
    SubnetFirst "subnet-first" "The first address of an Azure subnet that can be given." ["network", "answer", "last"], subnets::first;
    SmallestPrefix "smallest-prefix" "The smallest Azure subnet for so many addresses." ["hosts", "answer", "usable", "smaller", "smaller_usable"], subnets::smallest;
    SplitNth "split-nth" "One of the equal parts of a network, counted from 1." ["network", "prefix", "n", "answer", "size", "parts"], prefixes::split_nth;
    Broadcast "broadcast" "The last address of the network around an address." ["address", "prefix", "answer", "network", "size"], prefixes::broadcast;
    NetworkOf "network-of" "The network around an address." ["address", "prefix", "answer", "last", "size"], prefixes::network_of;
    MaskOf "mask-of" "The mask of a length." ["prefix", "answer", "size"], prefixes::mask_of;
    WildcardOf "wildcard-of" "The wildcard of a length." ["prefix", "answer", "mask", "size"], prefixes::wildcard_of;
    AggregateTwo "aggregate-two" "The one network that two neighbours make." ["a", "b", "answer"], prefixes::aggregate_two;
    SurgeNodes "surge-nodes" "Nodes added while a pool is upgraded." ["nodes", "percent", "answer", "all"], clusters::surge;
    OverlayBlocks "overlay-blocks" "Blocks of a /24 that an Overlay cluster needs." ["nodes", "surge", "answer"], clusters::overlay_blocks;
    OverlayPodPrefix "overlay-pod-prefix" "The smallest pod range of an Overlay cluster." ["nodes", "surge", "answer", "blocks", "available"], clusters::overlay_pod_prefix;
    OverlayNodes "overlay-nodes" "Nodes that a pod range allows, surge nodes included." ["prefix", "answer"], clusters::overlay_nodes;
    NodeSubnetAddresses "node-subnet-addresses" "Addresses that a flat subnet of nodes and pods needs." ["nodes", "pods", "surge", "answer", "all", "each"], clusters::node_subnet_addresses;
    NodeSubnetPrefix "node-subnet-prefix" "The smallest flat subnet of nodes and pods." ["nodes", "pods", "surge", "answer", "needed", "usable", "all", "each"], clusters::node_subnet_prefix;
    NodeSubnetNodes "node-subnet-nodes" "Nodes that run in a flat subnet when surge nodes are kept free." ["prefix", "pods", "surge", "answer", "usable", "all", "each"], clusters::node_subnet_nodes;
    DynamicHeld "dynamic-held" "Addresses that a node holds under dynamic allocation." ["pods", "answer", "batches"], clusters::dynamic_held;
    StaticBlocks "static-blocks" "Blocks of a /28 that a node takes under static allocation." ["pods", "answer", "addresses"], clusters::static_blocks;
    LbDefaultPorts "lb-default-ports" "Ports of a node by the load balancer's default, with one public address." ["nodes", "answer", "from", "to"], outbound::lb_default_ports;
    LbIpsNeeded "lb-ips-needed" "Public addresses for chosen ports on the load balancer." ["nodes", "ports", "answer", "all"], outbound::lb_ips_needed;
    NatPorts "nat-ports" "Ports of a NAT gateway." ["ips", "answer"], outbound::nat_ports;
    FirewallPorts "firewall-ports" "Ports of an Azure Firewall." ["ips", "instances", "answer"], outbound::firewall_ports;
    ApiserverClusters "apiserver-clusters" "Clusters that share a subnet for API servers." ["prefix", "answer", "usable"], subnets::apiserver_clusters;
    FreeNext "free-next" "The lowest free block of a length." ["parent", "used", "prefix", "answer"], prefixes::free_next;
}

/// A question's figures, key and typical wrong answers for one seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The figures by name, as they are shown in sentences; the answer is one of them.
    pub figures: Vec<(&'static str, String)>,
    /// What is right, and typical wrong answers.
    pub kind: Kind,
}

impl Rule {
    /// The rule with this name.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// The names of the figures that are given: those that may stand in prompt and hints.
    #[must_use]
    pub fn given(self) -> &'static [&'static str] {
        let names = self.placeholders();
        names.iter().position(|name| *name == "answer").map_or(names, |answer| &names[..answer])
    }

    /// Draws the figures and computes the answer. The same seed gives the same for ever.
    ///
    /// Where the answer happens to look like a given figure, such as 27 usable addresses of a /27, it is drawn again.
    #[must_use]
    pub fn draw(self, seed: u64) -> Variant {
        let mut random = Random::new(seed);
        let mut variant = self.figures(&mut random).done();
        for _ in 0..MOST_DRAWS {
            let answer = variant.figure("answer");
            if self.given().iter().all(|name| variant.figure(name) != answer) {
                break;
            }
            variant = self.figures(&mut random).done();
        }
        variant
    }
}

impl Variant {
    /// Puts the figures in place of their names in braces. Within back quotes, where commands stand, numbers have no
    /// comma. Other braces stay as they are.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        self.filled(text, |_| true)
    }

    /// The same with the figures of these names alone.
    pub(super) fn filled(&self, text: &str, may: impl Fn(&str) -> bool) -> String {
        let (mut filled, mut rest, mut in_code) = (String::with_capacity(text.len()), text, false);
        while let Some(at) = rest.find(['`', '{']) {
            filled.push_str(&rest[..at]);
            let found = &rest[at..];
            let quotes = found.len() - found.trim_start_matches('`').len();
            if quotes > 0 {
                in_code = !in_code;
                filled.push_str(&found[..quotes]);
                rest = &found[quotes..];
                continue;
            }
            let figure = found[1..]
                .split_once('}')
                .filter(|(name, _)| may(name))
                .and_then(|(name, after)| Some((self.figure(name)?, after)));
            if let Some((figure, after)) = figure {
                filled.push_str(&if in_code { ungrouped(figure) } else { Cow::Borrowed(figure) });
                rest = after;
            } else {
                filled.push('{');
                rest = &found[1..];
            }
        }
        filled + rest
    }

    /// A figure as it is shown in sentences.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<&str> {
        self.figures.iter().find(|(known, _)| *known == name).map(|(_, shown)| shown.as_str())
    }
}

/// A number without its commas; lists of networks keep theirs.
fn ungrouped(figure: &str) -> Cow<'_, str> {
    if figure.bytes().all(|b| b.is_ascii_digit() || b == b',') { figure.replace(',', "").into() } else { figure.into() }
}

/// The names in braces in a text, as far as they look like names of figures.
pub(super) fn named(text: &str) -> Vec<&str> {
    let names = text.split('{').skip(1).filter_map(|after| after.split_once('}')).map(|(name, _)| name);
    names.filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).collect()
}

/// A variant in the making.
struct Draft {
    figures: Vec<(&'static str, String)>,
    kind: Kind,
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "what is shown is made for the call; a reference would only be in the way"
)]
impl Draft {
    /// A number of something is asked for.
    fn number(answer: u64, unit: &str) -> Self {
        let key = NumberKey { answer: real(answer), tolerance: 0.0, unit: Some(unit.to_owned()), wrong: vec![] };
        Self { figures: vec![("answer", grouped(answer))], kind: Kind::Number(key) }
    }

    /// A network answer is asked for; `shown` is how it stands in a sentence.
    fn network(key: NetworkKey, shown: impl ToString) -> Self {
        Self { figures: vec![("answer", shown.to_string())], kind: Kind::Network { key, wrong: vec![] } }
    }

    fn prefix(is: u8, need: Need) -> Self {
        Self::network(NetworkKey::Prefix { is, need: Some(need) }, is)
    }

    /// A figure that is no number, or one below 1,000.
    fn with(mut self, name: &'static str, shown: impl ToString) -> Self {
        self.figures.push((name, shown.to_string()));
        self
    }

    /// A number.
    fn count(self, name: &'static str, n: u64) -> Self {
        self.with(name, grouped(n))
    }

    /// A typical wrong answer. It is left out where it happens to be right, or the same as one before.
    fn wrong(mut self, is: impl ToString, misconception: &str, feedback: impl Into<String>) -> Self {
        let wrong =
            Wrong { is: is.to_string(), feedback: feedback.into(), misconception: Some(misconception.to_owned()) };
        match &mut self.kind {
            Kind::Number(key) => {
                let value = |is: &str| number::read(is, None).ok();
                let new = value(&wrong.is).filter(|new| !number::near(*new, key.answer, 0.0));
                if new.is_some_and(|new| !key.wrong.iter().any(|w| value(&w.is) == Some(new))) {
                    key.wrong.push(wrong);
                }
            }
            Kind::Network { key, wrong: wrongs } => {
                let new = network::read(key, &wrong.is).ok().filter(|new| !key.holds(new));
                let known =
                    |new: &network::Given| wrongs.iter().any(|w| network::read(key, &w.is).is_ok_and(|w| w.same(new)));
                if new.is_some_and(|new| !known(&new)) {
                    wrongs.push(wrong);
                }
            }
            _ => {}
        }
        self
    }

    fn done(self) -> Variant {
        debug_assert!(self.figures.iter().all(|(_, shown)| !shown.chars().any(unseen)));
        Variant { figures: self.figures, kind: self.kind }
    }
}

/// A number of an answer; all of them are below 2^32.
fn real(n: u64) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// A length of a network, drawn.
fn length(random: &mut Random, first: u8, last: u8) -> u8 {
    u8::try_from(random.between(first.into(), last.into())).unwrap_or(last)
}

#[cfg(test)]
mod tests;
