//! A plan of virtual networks: address spaces, each a tree of subnets, with names, roles, notes, colours and locks.
//!
//! The parts of a network are always exactly the network: nothing is lost and nothing is there twice, whatever is split,
//! joined or allotted. A plan is a value; each change takes one and leaves the next.

use std::fmt;

use ipnet::IpNet;

use crate::domain::azure::roles::Role;
use crate::domain::net::{AddressSet, Count, next};

mod allot;
mod build;
mod change;
mod check;
mod codec;
mod error;
mod needs;
mod read;
mod vnets;

pub use allot::{Need, Wanted};
pub use build::{BuildError, Item, build};
pub use change::Into;
pub use check::{Finding, check};
pub use codec::{CodecError, MOST_TEXT, decode, encode};
pub use error::PlanError;
pub use needs::{LineError, read_needs, read_size, read_spaces};
pub use read::{CSV_COLUMNS, CsvError, read_csv};
pub use vnets::{Subnet, Vnet, vnets};

/// The most address spaces of a plan.
pub const MOST_SPACES: usize = 64;
/// The most rows of a plan: spaces, groups, subnets and free blocks together.
pub const MOST_ROWS: usize = 4_096;
/// The most characters of a name; Azure takes 80 for a subnet.
pub const MOST_NAME: usize = 80;
/// The most characters of a note.
pub const MOST_NOTE: usize = 200;
/// Colours are numbered from 1 to this; 0 is none.
pub const COLOURS: u8 = 8;

/// What is said about a network of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub role: Option<Role>,
    /// Anything else.
    pub note: String,
    /// From 1 to [`COLOURS`]; 0 where none was chosen.
    pub colour: u8,
    /// Whether it and all below stay as they are.
    pub locked: bool,
}

impl Label {
    /// Whether somebody wants this network: a name, a role, a note or a lock keeps it from being given to others.
    #[must_use]
    pub fn takes(&self) -> bool {
        !self.name.is_empty() || self.role.is_some() || !self.note.is_empty() || self.locked
    }

    /// The name that Azure wants for the role, where nothing else was given.
    #[must_use]
    fn named(mut self) -> Self {
        if self.name.is_empty()
            && let Some(own) = self.role.and_then(|role| role.demand().name)
        {
            own.clone_into(&mut self.name);
        }
        self
    }
}

/// A network of a plan with its parts, if it has any; together they are exactly the network, lowest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    network: IpNet,
    label: Label,
    parts: Vec<Node>,
}

impl Node {
    fn leaf(network: IpNet, label: Label) -> Self {
        Self { network, label, parts: Vec::new() }
    }

    fn blank(network: IpNet) -> Self {
        Self::leaf(network, Label::default())
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> IpNet {
        self.network
    }

    /// What is said about it.
    #[must_use]
    pub fn label(&self) -> &Label {
        &self.label
    }

    /// What it is split into; nothing for a subnet or a free block.
    #[must_use]
    pub fn parts(&self) -> &[Node] {
        &self.parts
    }

    /// What is not split any further, lowest first.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Node> {
        fn collect<'n>(node: &'n Node, found: &mut Vec<&'n Node>) {
            if node.parts.is_empty() {
                found.push(node);
            }
            node.parts.iter().for_each(|part| collect(part, found));
        }
        let mut found = Vec::new();
        collect(self, &mut found);
        found
    }

    /// What it is for the eyes.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match &self.label {
            _ if !self.parts.is_empty() => Kind::Group,
            label if !label.name.is_empty() || label.role.is_some() => Kind::Subnet,
            label if label.takes() => Kind::Kept,
            _ => Kind::Free,
        }
    }

    /// How many networks are in it, itself included.
    fn size(&self) -> usize {
        1 + self.parts.iter().map(Self::size).sum::<usize>()
    }

    fn find(&self, network: IpNet) -> Option<&Node> {
        if self.network == network {
            return Some(self);
        }
        self.parts.iter().find(|part| part.network.contains(&network))?.find(network)
    }

    fn find_mut(&mut self, network: IpNet) -> Option<&mut Node> {
        if self.network == network {
            return Some(self);
        }
        self.parts.iter_mut().find(|part| part.network.contains(&network))?.find_mut(network)
    }

    /// The locked network in it, or it itself.
    fn locked(&self) -> Option<IpNet> {
        if self.label.locked { Some(self.network) } else { self.parts.iter().find_map(Self::locked) }
    }
}

/// What a network of a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is split.
    Group,
    /// It has a name or a role: it becomes a subnet in Azure.
    Subnet,
    /// It has no name, but a note or a lock: nobody else gets it.
    Kept,
    /// Nobody wants it yet.
    Free,
}

impl Kind {
    /// A stable word for files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Subnet => "subnet",
            Self::Kept => "kept",
            Self::Free => "free",
        }
    }
}

/// An address space. Those with the same name are one virtual network with several spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Space {
    /// The name of the virtual network.
    vnet: String,
    root: Node,
}

impl Space {
    /// The name of its virtual network; may be empty.
    #[must_use]
    pub fn vnet(&self) -> &str {
        &self.vnet
    }

    /// The whole of it.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// What is taken, as networks.
    #[must_use]
    pub fn taken(&self) -> Vec<IpNet> {
        self.root.leaves().into_iter().filter(|leaf| leaf.label.takes()).map(|leaf| leaf.network).collect()
    }

    /// What nobody wants yet.
    #[must_use]
    pub fn free(&self) -> AddressSet {
        let free = self.root.leaves().into_iter().filter(|leaf| !leaf.label.takes()).map(|leaf| leaf.network);
        AddressSet::from(free.collect::<Vec<_>>().as_slice())
    }

    /// The lowest free block of this length.
    #[must_use]
    pub fn next_free(&self, prefix: u8) -> Option<IpNet> {
        next(self.root.network, &self.taken(), prefix).ok().flatten()
    }

    /// How many addresses there are.
    #[must_use]
    pub fn count(&self) -> Count {
        Count::power_of_two(self.root.network.max_prefix_len() - self.root.network.prefix_len())
    }
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    spaces: Vec<Space>,
}

/// A place in a plan: a space, or a network in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct At {
    /// The number of the space, from 0.
    pub space: usize,
    /// The network; none for the space as a whole.
    pub network: Option<IpNet>,
}

impl At {
    /// A whole space.
    #[must_use]
    pub const fn space(space: usize) -> Self {
        Self { space, network: None }
    }

    /// A network.
    #[must_use]
    pub const fn network(space: usize, network: IpNet) -> Self {
        Self { space, network: Some(network) }
    }

    /// As [`Display`](fmt::Display) writes it: `1` or `1@10.0.0.0/24`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (space, network) = text.split_once('@').map_or((text, None), |(space, network)| (space, Some(network)));
        let number = space.bytes().all(|b| b.is_ascii_digit()).then(|| space.parse::<usize>().ok())??;
        let network = match network {
            Some(text) => Some(crate::domain::net::parse_network(text).ok()?),
            None => None,
        };
        Some(Self { space: number.checked_sub(1)?, network })
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.space + 1)?;
        self.network.map_or(Ok(()), |network| write!(f, "@{network}"))
    }
}

/// A row of a plan as it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Row<'p> {
    /// Where it is.
    pub at: At,
    /// Its space.
    pub space: &'p Space,
    /// Its network; the whole space for the row of a space.
    pub node: &'p Node,
    /// How deep, from 1.
    pub level: usize,
    /// Which of its neighbours on the same level, from 1.
    pub position: usize,
    /// How many these are.
    pub of: usize,
}

impl Plan {
    /// The spaces, in the order in which they were added.
    #[must_use]
    pub fn spaces(&self) -> &[Space] {
        &self.spaces
    }

    /// All rows: each space, and below it what it is split into, or itself as a block when it is not split.
    #[must_use]
    pub fn rows(&self) -> Vec<Row<'_>> {
        fn collect<'p>(rows: &mut Vec<Row<'p>>, space: (usize, &'p Space), nodes: &'p [Node], level: usize) {
            for (n, node) in nodes.iter().enumerate() {
                let at = At::network(space.0, node.network);
                rows.push(Row { at, space: space.1, node, level, position: n + 1, of: nodes.len() });
                collect(rows, space, &node.parts, level + 1);
            }
        }
        let mut rows = Vec::new();
        for (n, space) in self.spaces.iter().enumerate() {
            let (at, node) = (At::space(n), &space.root);
            rows.push(Row { at, space, node, level: 1, position: n + 1, of: self.spaces.len() });
            let below = if node.parts.is_empty() { std::slice::from_ref(node) } else { &node.parts };
            collect(&mut rows, (n, space), below, 2);
        }
        rows
    }

    /// How many rows there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.spaces.iter().map(|space| space.root.size().max(2)).sum()
    }

    /// The network at a place; the whole space where no network is named.
    #[must_use]
    pub fn node(&self, at: At) -> Option<&Node> {
        let root = &self.spaces.get(at.space)?.root;
        at.network.map_or(Some(root), |network| root.find(network))
    }

    /// The network around the one at a place, where that one is part of a split.
    #[must_use]
    pub fn parent(&self, at: At) -> Option<&Node> {
        fn parent(node: &Node, network: IpNet) -> Option<&Node> {
            let part = node.parts.iter().find(|part| part.network.contains(&network))?;
            if part.network == network { Some(node) } else { parent(part, network) }
        }
        parent(&self.spaces.get(at.space)?.root, at.network?)
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
