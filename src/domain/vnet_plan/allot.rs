//! Subnets for a list of needs, put where nobody is yet.

use ipnet::IpNet;

use super::change::clean;
use super::{At, Label, MOST_ROWS, Node, Plan, PlanError};
use crate::domain::azure::roles::Role;
use crate::domain::azure::{IPV6_PREFIX, KEPT, LONGEST_PREFIX, SHORTEST_PREFIX};
use crate::domain::net::{AddressSet, AllotError, Request, Rules, Size, allot};

/// What somebody needs a subnet for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What it will be called; the name that the role asks for where it is empty.
    pub name: String,
    /// What it is for.
    pub role: Option<Role>,
    /// How much; what the role asks for where nothing is said.
    pub wanted: Option<Wanted>,
}

/// How much is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Room for so many addresses besides the five that Azure keeps.
    Hosts(u128),
    /// A subnet of this length.
    Prefix(u8),
}

/// What Azure makes of an IPv4 subnet, and of an IPv6 subnet.
fn rules(parent: IpNet) -> Rules {
    let kept = u32::try_from(KEPT).unwrap_or(5);
    if parent.addr().is_ipv4() {
        Rules { kept, smallest_keep_none: false, shortest: SHORTEST_PREFIX, longest: LONGEST_PREFIX }
    } else {
        Rules { kept, smallest_keep_none: false, shortest: IPV6_PREFIX, longest: IPV6_PREFIX }
    }
}

impl Need {
    fn title(&self) -> String {
        match self.role {
            _ if !self.name.is_empty() => self.name.clone(),
            Some(role) => role.demand().title.to_owned(),
            None => "one without a name".to_owned(),
        }
    }

    /// As a request for a block of `parent`; `n` is its place in the list.
    fn request(&self, n: usize, parent: IpNet) -> Result<Request, PlanError> {
        let name = self.title();
        let demand = self.role.map(Role::demand);
        if let Some(demand) = demand.filter(|demand| !demand.takes_subnet) {
            return Err(PlanError::NoSubnet(n, demand.why));
        }
        let v4 = parent.addr().is_ipv4();
        let size = match (self.wanted, demand) {
            (Some(Wanted::Prefix(prefix)), _) => Size::Prefix(prefix),
            (Some(Wanted::Hosts(hosts)), Some(demand)) if v4 => match rules(parent).prefix_for(parent, hosts) {
                // So much as is needed, but never less than the role does with.
                Some(prefix) if hosts > 0 => Size::Prefix(prefix.min(demand.minimum)),
                _ => Size::Hosts(hosts),
            },
            (Some(Wanted::Hosts(hosts)), _) => Size::Hosts(hosts),
            (None, Some(_)) if !v4 => Size::Prefix(IPV6_PREFIX),
            (None, Some(demand)) if demand.recommended.is_some() || demand.minimum < LONGEST_PREFIX => {
                Size::Prefix(demand.recommended.unwrap_or(demand.minimum))
            }
            (None, _) => return Err(PlanError::NoSize(n, name)),
        };
        Ok(Request { name, size })
    }
}

impl Plan {
    /// Gives each need a subnet in what is free in this place: the biggest first, equal ones in the order of the list,
    /// each at the lowest address where it can begin. What has a name keeps what is in it for itself, unless it is the
    /// place itself. Gives the places of the subnets in the order of the list.
    ///
    /// # Errors
    ///
    /// One need cannot be met, and then none is.
    pub fn allot(&mut self, at: At, needs: &[Need]) -> Result<Vec<At>, PlanError> {
        self.free_to_change(at)?;
        let scope = self.node(at).ok_or(PlanError::NoRow(at))?;
        if scope.parts.is_empty() && scope.label.takes() {
            return Err(PlanError::Taken(scope.network, scope.label.name.clone()));
        }
        let network = scope.network;
        let mut used = Vec::new();
        scope.parts.iter().for_each(|part| taken(part, &mut used));
        let requests: Vec<_> =
            needs.iter().enumerate().map(|(n, need)| need.request(n, network)).collect::<Result<_, _>>()?;
        let labels: Vec<_> = needs
            .iter()
            .map(|need| clean(&Label { name: need.name.clone(), role: need.role, ..Label::default() }))
            .collect::<Result<_, _>>()?;
        let given = allot(network, &used, &requests, rules(network)).map_err(PlanError::Allot)?;
        let mut next = self.clone();
        let mut places = vec![at; needs.len()];
        for allocation in given.allocations {
            let label = labels[allocation.request].clone();
            carve(&mut next.spaces[at.space].root, allocation.network, label);
            places[allocation.request] = At::network(at.space, allocation.network);
        }
        if next.size() > MOST_ROWS {
            return Err(PlanError::TooManyRows);
        }
        *self = next;
        Ok(places)
    }
}

impl PlanError {
    /// The number of the need that it is about, from 0.
    #[must_use]
    pub fn need(&self) -> Option<usize> {
        match self {
            Self::NoSize(n, _) | Self::NoSubnet(n, _) => Some(*n),
            Self::Allot(
                AllotError::Nothing { request, .. }
                | AllotError::Size { request, .. }
                | AllotError::Full { request, .. },
            ) => Some(*request),
            _ => None,
        }
    }
}

/// What is not to be given away: what is taken, and groups that have a name.
fn taken(node: &Node, found: &mut Vec<IpNet>) {
    if node.label.takes() {
        found.push(node.network);
    } else {
        node.parts.iter().for_each(|part| taken(part, found));
    }
}

/// Puts a block where nothing is yet: it and the free blocks around it take the place of what was there.
fn carve(node: &mut Node, block: IpNet, label: Label) {
    if node.network == block {
        *node = Node::leaf(block, label);
        return;
    }
    if node.parts.is_empty() {
        node.parts = around(node.network, block, label);
        return;
    }
    if let Some(n) = node.parts.iter().position(|part| part.network.contains(&block)) {
        let part = &mut node.parts[n];
        if part.parts.is_empty() && part.network != block {
            let pieces = around(part.network, block, label);
            node.parts.splice(n..=n, pieces);
        } else {
            carve(part, block, label);
        }
        return;
    }
    let inside = |part: &Node| block.contains(&part.network);
    let first = node.parts.iter().position(inside).unwrap_or(0);
    let end = first + node.parts.iter().filter(|part| inside(part)).count();
    node.parts.splice(first..end, [Node::leaf(block, label)]);
}

/// A block and the largest blocks that make up the rest of the network.
fn around(network: IpNet, block: IpNet, label: Label) -> Vec<Node> {
    let rest = AddressSet::from(network).subtract(&AddressSet::from(block));
    let mut nodes: Vec<Node> = rest.prefixes().map(Node::blank).collect();
    nodes.push(Node::leaf(block, label));
    nodes.sort_by_key(|node| node.network);
    nodes
}
