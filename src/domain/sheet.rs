//! The sheet: the figures and names of a participant's own cluster, typed once and used by every tool, wizard and command.
//!
//! Every field may be left out. What was typed is checked when it is read and kept in one spelling, so that two sheets can
//! be compared as texts and a tool can take what stands here as it is.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use crate::domain::aks::cluster::{Os, Surge};
use crate::domain::net;

mod compare;
mod facts;
mod fields;
mod inputs;
mod names;
mod own;
mod pools;
mod read;

pub use compare::{Difference, differences};
pub use facts::{FACTS, Fact};
pub use fields::{FIELDS, Field, GROUPS, Group, Kind, POOL, field};
pub use own::{Piece, pieces};

/// The most pools of a sheet.
pub const MOST_POOLS: usize = 100;
/// The most networks of one list.
pub const MOST_NETWORKS: usize = 500;
/// The most tags; Azure takes 50 for a resource.
pub const MOST_TAGS: usize = 50;

/// What is known of a cluster: canonical texts by the names of [`FIELDS`], and the pools.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    values: BTreeMap<&'static str, String>,
    pools: Vec<Pool>,
}

/// A node pool as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pool {
    /// Its name.
    pub name: Option<String>,
    /// The most nodes it may reach, surge nodes not included.
    pub nodes: Option<u32>,
    /// The most pods on one node.
    pub max_pods: Option<u32>,
    /// Nodes added during an upgrade.
    pub surge: Option<Surge>,
    /// The system of its nodes.
    pub os: Option<Os>,
    /// What it is for.
    pub mode: Option<Mode>,
    /// The size of its machines, such as `Standard_D4s_v5`.
    pub size: Option<String>,
    /// The availability zones of its nodes, from 1, in order.
    pub zones: Vec<u8>,
    /// Pods that a node really runs; only dynamic allocation depends on it.
    pub pods: Option<u32>,
}

/// What a pool is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// It runs what the cluster needs; every cluster has one.
    System,
    /// It runs applications.
    User,
}

/// What is wrong with one field, said beside it; what was typed stays in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The field's name; with its row in pools: `pool.nodes.1`.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
    /// What was probably meant, to be put into the field.
    pub suggestion: Option<String>,
}

impl Complaint {
    fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into(), suggestion: None }
    }

    fn meant(self, suggestion: impl Into<String>) -> Self {
        Self { suggestion: Some(suggestion.into()), ..self }
    }
}

impl Sheet {
    /// Reads what was typed: pairs of a field's name and its text, pools as rows of the names of [`POOL`]. What can be read
    /// is kept, and the rest is complained about; names that are not known are passed over.
    #[must_use]
    pub fn read(pairs: &[(String, String)]) -> (Self, Vec<Complaint>) {
        read::read(pairs)
    }

    /// The canonical texts, in the order of [`FIELDS`] and then the pools, every column of every row. Read again they are
    /// the same sheet.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let value = |field: &Field| Some((field.name.to_owned(), self.values.get(field.name)?.clone()));
        let rows = self.pools.iter().flat_map(|pool| POOL.iter().map(|f| (f.name.to_owned(), pool.text(f.name))));
        FIELDS.iter().filter_map(value).chain(rows).collect()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.pools.is_empty()
    }

    /// The canonical text of a field; lists have one entry a line.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The pools, in their order.
    #[must_use]
    pub fn pools(&self) -> &[Pool] {
        &self.pools
    }

    /// A field's number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }

    /// A field's address.
    #[must_use]
    pub fn address(&self, name: &str) -> Option<IpAddr> {
        net::parse_address(self.get(name)?).ok()
    }

    /// A field's network.
    #[must_use]
    pub fn prefix(&self, name: &str) -> Option<IpNet> {
        net::parse_network(self.get(name)?).ok()
    }

    /// A field's networks; none when nothing was typed.
    #[must_use]
    pub fn prefixes(&self, name: &str) -> Vec<IpNet> {
        self.get(name).unwrap_or_default().lines().filter_map(|line| net::parse_network(line).ok()).collect()
    }

    /// The tags, in their order.
    #[must_use]
    pub fn tags(&self) -> Vec<(&str, &str)> {
        self.get("tags").unwrap_or_default().lines().filter_map(|line| line.split_once('=')).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests;
