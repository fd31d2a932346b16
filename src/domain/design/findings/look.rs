//! What the rules look at: a design with what follows from it.

use ipnet::IpNet;

use super::About;
use crate::domain::aks::cluster::{Model, Os};
use crate::domain::aks::plan::{Plan, plan};
use crate::domain::design::Design;
use crate::domain::sheet::{Fact, Pool, Sheet};

pub(super) const MODEL: &str = "network-model";
pub(super) const DATA_PLANE: &str = "data-plane";
pub(super) const CONTROL: &str = "control-plane";
pub(super) const DNS: &str = "private-dns";
pub(super) const WAY_IN: &str = "way-in";
pub(super) const OUTBOUND: &str = "outbound";
pub(super) const INGRESS: &str = "ingress";
pub(super) const POLICY: &str = "policy-engine";
pub(super) const REGISTRY: &str = "registry";
pub(super) const VAULT: &str = "vault";
pub(super) const DATA: &str = "data-access";
pub(super) const MESH: &str = "service-mesh";

/// Subnets of the cluster's network: the field of the range, and what it is called in a sentence.
pub(super) const SUBNETS: [(&str, &str); 5] = [
    ("node-subnet-range", "node subnet"),
    ("pod-subnet-range", "pod subnet"),
    ("api-server-range", "API server subnet"),
    ("endpoint-range", "private endpoint subnet"),
    ("frontend-range", "application gateway subnet"),
];

/// A design with what follows from it.
pub(super) struct Look<'d> {
    pub design: &'d Design,
    pub sheet: &'d Sheet,
    /// The network model that was decided on; none for bring your own CNI.
    pub model: Option<Model>,
    /// The address plan, when there are a model and pools with nodes.
    pub plan: Option<Plan>,
    /// Whether any pool says its nodes.
    pub counted: bool,
}

/// A range with its field and what it is called.
#[derive(Debug, Clone)]
pub(super) struct Range {
    pub field: &'static str,
    pub title: &'static str,
    pub net: IpNet,
}

/// What a rule found so far.
#[derive(Default)]
pub(super) struct Found {
    pub said: Vec<Said>,
}

/// One thing that was found.
pub(super) struct Said {
    pub message: String,
    pub cure: String,
    pub about: Vec<About>,
}

impl Found {
    pub fn say(&mut self, message: impl Into<String>, cure: impl Into<String>, about: impl Into<Vec<About>>) {
        self.said.push(Said { message: message.into(), cure: cure.into(), about: about.into() });
    }
}

pub(super) fn sheet(field: impl Into<String>) -> About {
    About::Sheet(field.into())
}

pub(super) fn wizard(id: &str) -> About {
    About::Wizard(id.to_owned())
}

impl<'d> Look<'d> {
    pub fn at(design: &'d Design) -> Self {
        let sheet = &design.sheet;
        let model = design.outcome(MODEL).and_then(Model::of_id);
        let counted = sheet.pools().iter().any(|pool| pool.nodes.is_some());
        let plan = model.filter(|_| counted).map(|model| plan(&sheet.cluster(model)));
        Self { design, sheet, model, plan, counted }
    }

    /// Whether a decision came to one of these outcomes.
    pub fn is(&self, wizard: &str, outcomes: &[&str]) -> bool {
        self.design.outcome(wizard).is_some_and(|id| outcomes.contains(&id))
    }

    /// The title of a decision's outcome, or its id where it has none.
    pub fn title(&self, wizard: &str) -> &'d str {
        let chosen = self.design.decision(wizard).and_then(|decision| decision.outcome.as_ref());
        chosen.map_or("", |chosen| if chosen.title.is_empty() { &chosen.id } else { &chosen.title })
    }

    /// Whether a question was answered so.
    pub fn answered(&self, wizard: &str, question: &str, option: &str) -> bool {
        self.design.decision(wizard).and_then(|decision| decision.answer(question)) == Some(option)
    }

    /// The decision that answered a shared question so; the first of them.
    pub fn said(&self, question: &str, option: &str) -> Option<&'d str> {
        let decision = self.design.decisions.iter().find(|decision| decision.answer(question) == Some(option))?;
        Some(&decision.wizard)
    }

    /// The decision that says that the cluster is AKS Automatic. The way out asks in one who makes the network, too.
    pub fn automatic(&self) -> Option<&'d str> {
        let made = || ["aks", "you"].into_iter().find_map(|who| self.said("automatic-network", who));
        self.said("automatic", "yes").or_else(made)
    }

    /// A word of the sheet.
    pub fn word(&self, fact: &str) -> Option<&'static str> {
        match self.sheet.fact(fact) {
            Some(Fact::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Where it says that there are Windows pools: the sheet first, or else an answer.
    pub fn windows(&self) -> Option<About> {
        let pools = || self.sheet.pools().iter().position(|pool| pool.os == Some(Os::Windows));
        match self.word("windows-pools") {
            Some("yes") => pools().map(|at| sheet(format!("pool.os.{at}"))),
            Some(_) => None,
            None => self.said("windows", "yes").map(wizard),
        }
    }

    /// Where it says that the cluster has both families.
    pub fn dual(&self) -> Option<About> {
        match self.word("ip-families") {
            Some("dual") => Some(sheet("ip-families")),
            Some(_) => None,
            None => self.said("ipv6", "dual").or_else(|| self.said("ipv6", "dual-policies")).map(wizard),
        }
    }

    /// Where it says who makes the network: the word and its place.
    pub fn owner(&self) -> Option<(&'static str, About)> {
        if let Some(word) = self.word("network-owner") {
            return Some((word, sheet("network-owner")));
        }
        let answer = |word| self.said("who-owns-network", word).map(|id| (word, wizard(id)));
        answer("you").or_else(|| answer("aks"))
    }

    /// The most nodes of all pools together.
    pub fn nodes(&self) -> Option<u64> {
        match self.sheet.fact("nodes") {
            Some(Fact::Number(n)) => Some(n),
            _ => None,
        }
    }

    /// The same with surge nodes.
    pub fn nodes_and_surge(&self) -> Option<u64> {
        Some(self.nodes()?.saturating_add(self.sheet.surge_nodes()?))
    }

    /// Nodes times pods of a node, over all pools.
    pub fn pods(&self) -> Option<u64> {
        match self.sheet.fact("pods") {
            Some(Fact::Number(n)) => Some(n),
            _ => None,
        }
    }

    /// Pools with their places and what they are called.
    pub fn pools(&self) -> impl Iterator<Item = (usize, String, &'d Pool)> {
        self.sheet.pools().iter().enumerate().map(|(at, pool)| (at, pool.called(at), pool))
    }

    /// Whether the API server has no public endpoint.
    pub fn private(&self) -> bool {
        self.is(CONTROL, &["vnet-integration-private", "private-link"])
    }

    /// Whether pods have a range of their own, as far as that is decided: yes for Overlay, kubenet and one's own CNI, and
    /// while nothing is decided.
    pub fn pods_apart(&self) -> bool {
        match self.model {
            Some(model) => model.has_pod_cidr(),
            None => true,
        }
    }

    /// The range of a field.
    pub fn range(&self, field: &'static str, title: &'static str) -> Option<Range> {
        self.sheet.prefix(field).map(|net| Range { field, title, net })
    }

    /// The subnets that are known and in use: no pod subnet for a model that has none.
    pub fn subnets(&self) -> Vec<Range> {
        let unused =
            |field: &str| field == "pod-subnet-range" && self.model.is_some_and(|model| !model.has_pod_subnet());
        let used = SUBNETS.into_iter().filter(|(field, _)| !unused(field));
        used.filter_map(|(field, title)| self.range(field, title)).collect()
    }

    /// The pods' own ranges, where they are in use.
    pub fn pod_ranges(&self) -> Vec<Range> {
        let used = [("pod-range", "pod range"), ("pod-range-ipv6", "IPv6 pod range")];
        used.into_iter().filter(|_| self.pods_apart()).filter_map(|(field, title)| self.range(field, title)).collect()
    }

    /// The services' ranges.
    pub fn services(&self) -> Vec<Range> {
        let used = [("service-range", "services range"), ("service-range-ipv6", "IPv6 services range")];
        used.into_iter().filter_map(|(field, title)| self.range(field, title)).collect()
    }

    /// All of a list.
    pub fn list(&self, field: &'static str, title: &'static str) -> Vec<Range> {
        self.sheet.prefixes(field).into_iter().map(|net| Range { field, title, net }).collect()
    }

    /// The address space of the cluster's network.
    pub fn network(&self) -> Vec<Range> {
        self.list("vnet-range", "network")
    }

    /// Peered networks and on-premises.
    pub fn others(&self) -> Vec<Range> {
        [self.list("connected", "peered network"), self.list("on-premises", "on-premises range")].concat()
    }

    /// The version of Kubernetes in two numbers.
    pub fn version(&self) -> Option<(u32, u32)> {
        let mut parts = self.sheet.get("kubernetes")?.split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }
}
