//! What would be built: a design as plain values, before anything is written in one language or another.
//!
//! Each element says why it is there and which page states it. What no program can hold, and what is not known, is named in
//! [`Build::left_out`] or asked for by a [`Variable`]; nothing falls away in silence.
//!
//! Sources: the pages that each element names; checked 2026-11-22.

use super::Design;

mod access;
mod cluster;
mod egress;
mod gaps;
mod networks;
mod parts;
mod pools;
mod program;
mod setting;
mod site;

pub use parts::{Identity, NatGateway, Network, Place, Pool, Registry, Role, RouteTable, Scope, Subnet, Zone, ZoneOf};
pub use program::Program;
pub use setting::{Element, Setting, ZoneMode};

/// A design as values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Build {
    /// The names and figures on top of each program; those without a value have to be set.
    pub variables: Vec<Variable>,
    /// The virtual networks; none when AKS makes the network.
    pub networks: Vec<Network>,
    /// The route table of the cluster's subnets.
    pub route_table: Option<RouteTable>,
    /// The NAT gateway of the cluster's subnets.
    pub nat_gateway: Option<NatGateway>,
    /// Private DNS zones.
    pub zones: Vec<Zone>,
    /// The cluster's own identity.
    pub identity: Option<Identity>,
    /// The roles that it needs before the cluster is made.
    pub roles: Vec<Role>,
    /// The registry that the cluster pulls from, which is there already.
    pub registry: Option<Registry>,
    /// What the cluster is told.
    pub settings: Vec<Element>,
    /// Its pools; the first is a system pool, and there is one at least.
    pub pools: Vec<Pool>,
    /// The subnet of the nodes.
    pub node_subnet: Option<Place>,
    /// The subnet of the pods.
    pub pod_subnet: Option<Place>,
    /// Tags of the cluster, the networks and all else that takes them.
    pub tags: Vec<(String, String)>,
    /// What the programs do not hold.
    pub left_out: Vec<LeftOut>,
}

/// Why something is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// The decision it follows from, in words, or "Sheet".
    pub decision: String,
    /// The reason in a sentence.
    pub because: String,
    /// The page that states it.
    pub source: String,
}

/// A value: known, or a variable's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// As it is.
    Given(String),
    /// That of the variable with this name.
    Asked(&'static str),
}

/// What a variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// Texts.
    List,
}

/// A name or a figure that stands on top of each program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name in small letters with underscores.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Its value; without one it has to be set.
    pub value: Option<String>,
    /// What it is, in a few words of ours.
    pub what: &'static str,
}

/// Something that the programs do not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is.
    pub what: String,
    /// Why, and what to do instead.
    pub why: String,
    /// The programs that lack it; all of them when there is none.
    pub of: Vec<Program>,
}

impl Build {
    /// What would be built.
    #[must_use]
    pub fn of(design: &Design) -> Self {
        let site = site::Site::of(design);
        let mut build = Self::default();
        networks::add(&site, &mut build);
        egress::add(&site, &mut build);
        cluster::add(&site, &mut build);
        access::add(&site, &mut build);
        pools::add(&site, &mut build);
        gaps::add(&site, &mut build);
        build
    }

    /// What one program does not hold.
    pub fn left_out_of(&self, program: Program) -> impl Iterator<Item = &LeftOut> {
        self.left_out.iter().filter(move |left| left.of.is_empty() || left.of.contains(&program))
    }

    /// Whether the cluster is told this.
    #[must_use]
    pub fn says(&self, setting: &Setting) -> bool {
        self.settings.iter().any(|element| element.setting == *setting)
    }

    /// The subnet at a place.
    #[must_use]
    pub fn subnet(&self, place: Place) -> Option<&Subnet> {
        self.networks.get(place.network)?.subnets.get(place.subnet)
    }

    /// The value of a variable that is not known, which every program then asks for.
    fn ask(&mut self, name: &'static str, holds: Holds, what: &'static str) -> Value {
        if self.variables.iter().all(|variable| variable.name != name) {
            self.variables.push(Variable { name, holds, value: None, what });
        }
        Value::Asked(name)
    }
}

#[cfg(test)]
mod tests;
