//! What a design says about where and how the cluster stands, read once.

use super::{Design, Why};
use crate::domain::design::Decision;
use crate::domain::sheet::Sheet;
use crate::domain::vnet_plan::{Vnet, decode, vnets};

/// A design with the questions answered that several parts ask.
pub(super) struct Site<'d> {
    pub(super) design: &'d Design,
    pub(super) sheet: &'d Sheet,
    /// Whether the virtual network is one's own.
    pub(super) own_network: bool,
    /// The networks of the first plan of virtual networks that was kept.
    pub(super) planned: Vec<Vnet>,
    /// The titles of further such plans.
    pub(super) not_read: Vec<String>,
}

impl<'d> Site<'d> {
    pub(super) fn of(design: &'d Design) -> Self {
        let (planned, not_read) = planned(design);
        let mut site = Self { design, sheet: &design.sheet, own_network: false, planned, not_read };
        site.own_network = match site.sheet.get("network-owner") {
            Some("you") => true,
            Some(_) => false,
            None => site.needs_own_network() || !site.planned.is_empty() || site.has_subnets(),
        };
        site
    }

    /// The id of what was decided.
    pub(super) fn outcome(&self, wizard: &str) -> Option<&'d str> {
        self.design.outcome(wizard)
    }

    pub(super) fn is(&self, wizard: &str, outcomes: &[&str]) -> bool {
        self.outcome(wizard).is_some_and(|outcome| outcomes.contains(&outcome))
    }

    /// A name of the sheet, or the one that stands in the workshop's commands.
    pub(super) fn name(&self, field: &str, example: &str) -> String {
        self.sheet.get(field).unwrap_or(example).to_owned()
    }

    pub(super) fn pod_subnet(&self) -> bool {
        self.is("network-model", &["pod-subnet-dynamic", "pod-subnet-static"])
    }

    pub(super) fn integrated(&self) -> bool {
        self.is("control-plane", &["vnet-integration-public", "vnet-integration-private"])
    }

    pub(super) fn private(&self) -> bool {
        self.is("control-plane", &["vnet-integration-private", "private-link"])
    }

    pub(super) fn dual_stack(&self) -> bool {
        self.sheet.get("ip-families") == Some("dual")
    }

    /// Whether something was decided that only a network of one's own can have.
    pub(super) fn needs_own_network(&self) -> bool {
        self.pod_subnet()
            || self.is("outbound", &["user-nat-gateway", "user-defined-routing"])
            || self.is("registry", &["private-endpoint"])
            || self.is("data-access", &["private-endpoint"])
            || self.is("ingress", &["agc", "agic"])
    }

    fn has_subnets(&self) -> bool {
        let fields = [
            "vnet-range",
            "node-subnet-range",
            "pod-subnet-range",
            "api-server-range",
            "endpoint-range",
            "frontend-range",
        ];
        fields.iter().any(|field| self.sheet.get(field).is_some()) || self.sheet.get("vnet").is_some()
    }

    /// Why something follows from a decision: its own first reason, or else the rule as it is given here.
    pub(super) fn why(&self, wizard: &str, because: &str, source: &str) -> Why {
        let Some(decision) = self.design.decision(wizard) else { return sheet(because, source) };
        let reason = decision.reasons.first();
        Why {
            decision: titled(decision),
            because: reason.map_or(because, |reason| &reason.text).to_owned(),
            source: reason.map_or(source, |reason| &reason.source).to_owned(),
        }
    }

    /// Why something is needed with a decision: the rule as it is given here.
    pub(super) fn rule(&self, wizard: &str, because: &str, source: &str) -> Why {
        let decision = self.design.decision(wizard).map_or_else(|| "Sheet".to_owned(), titled);
        Why { decision, because: because.to_owned(), source: source.to_owned() }
    }
}

/// A reason that lies in the sheet.
pub(super) fn sheet(because: &str, source: &str) -> Why {
    Why { decision: "Sheet".to_owned(), because: because.to_owned(), source: source.to_owned() }
}

/// "Choose a network model: Azure CNI Overlay".
fn titled(decision: &Decision) -> String {
    let title = if decision.title.is_empty() { &decision.wizard } else { &decision.title };
    match &decision.outcome {
        Some(chosen) => format!("{title}: {}", if chosen.title.is_empty() { &chosen.id } else { &chosen.title }),
        None => title.clone(),
    }
}

/// The networks of the first plan that can be read, and the titles of all other plans of virtual networks.
fn planned(design: &Design) -> (Vec<Vnet>, Vec<String>) {
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    for kept in design.plans.iter().filter(|kept| kept.tool == "vnet-plan") {
        let link = kept.query.split('&').find_map(|pair| pair.strip_prefix("plan="));
        match link.and_then(|link| decode(&unescaped(link)).ok()) {
            Some(plan) if found.is_empty() => found = vnets(&plan),
            _ => rest.push(kept.title.clone()),
        }
    }
    (found, rest)
}

/// A value of an address as it was typed: `%2C` is a comma, a plus sign a space.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = digits.filter(|two| !two.contains('+')).and_then(|two| u8::from_str_radix(two, 16).ok());
        match (*first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &tail[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = tail;
            }
            (byte, _) => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
