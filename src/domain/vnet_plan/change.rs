//! What can be done to a plan. Each change checks everything first; one that is refused leaves the plan as it was.

use ipnet::IpNet;

use super::{At, COLOURS, Label, MOST_NAME, MOST_NOTE, MOST_ROWS, MOST_SPACES, Node, Plan, PlanError, Space};
use crate::domain::azure::{IPV6_PREFIX, LONGEST_PREFIX};
use crate::domain::net::{Count, Split};

/// How a network is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Into {
    /// In two halves.
    Halves,
    /// In so many parts, or the next power of two.
    Parts(u128),
    /// In parts of this length.
    Prefix(u8),
}

impl Plan {
    /// Adds an address space; gives its place.
    pub fn add_space(&mut self, network: IpNet, vnet: &str) -> Result<At, PlanError> {
        let (network, vnet) = (network.trunc(), text("name", vnet, MOST_NAME)?);
        if self.spaces.len() >= MOST_SPACES {
            return Err(PlanError::TooManySpaces);
        }
        if self.spaces.iter().any(|space| space.root.network == network && space.vnet == vnet) {
            return Err(PlanError::SpaceTwice(network));
        }
        if self.size() + 2 > MOST_ROWS {
            return Err(PlanError::TooManyRows);
        }
        self.spaces.push(Space { vnet, root: Node::blank(network) });
        Ok(At::space(self.spaces.len() - 1))
    }

    /// Takes a space out, with all that is in it.
    pub fn remove_space(&mut self, space: usize) -> Result<(), PlanError> {
        let found = self.spaces.get(space).ok_or(PlanError::NoRow(At::space(space)))?;
        if let Some(locked) = found.root.locked() {
            return Err(PlanError::Locked(locked));
        }
        self.spaces.remove(space);
        Ok(())
    }

    /// Gives the virtual network of a space another name.
    pub fn rename_space(&mut self, space: usize, vnet: &str) -> Result<(), PlanError> {
        let vnet = text("name", vnet, MOST_NAME)?;
        self.free_to_change(At::space(space))?;
        let found = self.spaces.get_mut(space).ok_or(PlanError::NoRow(At::space(space)))?;
        found.vnet = vnet;
        Ok(())
    }

    /// Splits a network; what was said about it stays with the lowest part. Gives the place of that part.
    pub fn split(&mut self, at: At, into: Into) -> Result<At, PlanError> {
        self.free_to_change(at)?;
        let node = self.node(at).ok_or(PlanError::NoRow(at))?;
        let network = node.network;
        if !node.parts.is_empty() {
            return Err(PlanError::IsSplit(network));
        }
        let split = match into {
            Into::Halves => Split::into_parts(network, 2),
            Into::Parts(n) => Split::into_parts(network, n),
            Into::Prefix(n) => Split::to_prefix(network, n),
        };
        let split = split.map_err(PlanError::Split)?;
        if split.prefix() == network.prefix_len() {
            return Err(PlanError::SameSize(network));
        }
        if split.prefix() > if network.addr().is_ipv4() { LONGEST_PREFIX } else { IPV6_PREFIX } {
            return Err(PlanError::BelowAzure(network));
        }
        let room = MOST_ROWS.saturating_sub(self.size());
        if split.count() > Count::from(room as u128) {
            return Err(PlanError::TooManyRows);
        }
        let node = self.node_mut(at)?;
        let label = std::mem::take(&mut node.label);
        node.parts = split.parts().map(Node::blank).collect();
        node.parts[0].label = label;
        Ok(At::network(at.space, node.parts[0].network))
    }

    /// Joins: what is split becomes one again; what is not is joined with the other half of the network around it. Names,
    /// roles and notes go over to the whole; where two differ, it is refused unless `lose` says that the first one wins.
    /// Gives the place of the whole.
    pub fn join(&mut self, at: At, lose: bool) -> Result<At, PlanError> {
        self.free_to_change(at)?;
        let node = self.node(at).ok_or(PlanError::NoRow(at))?;
        let network = node.network;
        if !node.parts.is_empty() {
            let node = self.node_mut(at)?;
            collapse(node, lose)?;
            return Ok(At::network(at.space, network));
        }
        let parent = self.parent(At::network(at.space, network)).ok_or(PlanError::Alone(network))?.network;
        // A part of a split is longer than the network around it, so that there is a network one bit shorter.
        let around = network.supernet().unwrap_or(parent);
        let parent = self.node_mut(At::network(at.space, parent))?;
        let mut others = parent.parts.iter().filter(|part| around.contains(&part.network));
        if let Some(other) = others.find(|part| !part.parts.is_empty()) {
            return Err(PlanError::OtherIsSplit(other.network));
        }
        if around == parent.network {
            collapse(parent, lose)?;
        } else {
            let inside = |part: &Node| around.contains(&part.network);
            let first = parent.parts.iter().position(inside).unwrap_or(0);
            let end = first + parent.parts.iter().filter(|part| inside(part)).count();
            let mut whole = Node { network: around, label: Label::default(), parts: parent.parts[first..end].to_vec() };
            collapse(&mut whole, lose)?;
            parent.parts.splice(first..end, [whole]);
        }
        Ok(At::network(at.space, around))
    }

    /// Gives a network another name, or a space another name of its virtual network.
    pub fn name(&mut self, at: At, name: &str) -> Result<(), PlanError> {
        if at.network.is_none() {
            return self.rename_space(at.space, name);
        }
        let label = self.node(at).ok_or(PlanError::NoRow(at))?.label.clone();
        self.describe(at, &Label { name: name.to_owned(), ..label })
    }

    /// Says all about a network but whether it is locked.
    pub fn describe(&mut self, at: At, label: &Label) -> Result<(), PlanError> {
        self.free_to_change(at)?;
        let label = clean(label)?;
        let node = self.node_mut(at)?;
        if label.role.is_some() && !node.parts.is_empty() {
            return Err(PlanError::RoleOfGroup(node.network));
        }
        node.label = Label { locked: node.label.locked, ..label };
        Ok(())
    }

    /// Locks a network with all that is below it, or unlocks it.
    pub fn lock(&mut self, at: At, locked: bool) -> Result<(), PlanError> {
        if let Some(outer) = self.lock_above(at) {
            return Err(PlanError::Locked(outer));
        }
        self.node_mut(at)?.label.locked = locked;
        Ok(())
    }

    /// Takes away all that is said about a network; of a space, the name of its virtual network.
    pub fn clear(&mut self, at: At) -> Result<(), PlanError> {
        if at.network.is_none() {
            return self.rename_space(at.space, "");
        }
        self.describe(at, &Label::default())
    }

    pub(super) fn node_mut(&mut self, at: At) -> Result<&mut Node, PlanError> {
        let root = &mut self.spaces.get_mut(at.space).ok_or(PlanError::NoRow(at))?.root;
        match at.network {
            None => Ok(root),
            Some(network) => root.find_mut(network).ok_or(PlanError::NoRow(at)),
        }
    }

    /// The locked network around this one.
    fn lock_above(&self, at: At) -> Option<IpNet> {
        let mut node = &self.spaces.get(at.space)?.root;
        let network = at.network?;
        while node.network != network {
            if node.label.locked {
                return Some(node.network);
            }
            node = node.parts.iter().find(|part| part.network.contains(&network))?;
        }
        None
    }

    /// Neither it nor anything around it is locked.
    pub(super) fn free_to_change(&self, at: At) -> Result<(), PlanError> {
        let own = self.node(at).filter(|node| node.label.locked).map(|node| node.network);
        self.lock_above(at).or(own).map_or(Ok(()), |locked| Err(PlanError::Locked(locked)))
    }
}

/// Makes one of a network and all its parts, with what was said about any of them.
fn collapse(node: &mut Node, lose: bool) -> Result<(), PlanError> {
    fn labels<'n>(node: &'n Node, found: &mut Vec<(IpNet, &'n Label)>) {
        found.push((node.network, &node.label));
        node.parts.iter().for_each(|part| labels(part, found));
    }
    if let Some(locked) = node.locked() {
        return Err(PlanError::Locked(locked));
    }
    let mut found = Vec::new();
    labels(node, &mut found);
    let one_of = |what, text: &dyn Fn(&Label) -> String| {
        let mut texts = found.iter().map(|(network, label)| (network, text(label))).filter(|(_, t)| !t.is_empty());
        let Some((at, first)) = texts.next() else { return Ok(()) };
        match texts.find(|(_, other)| *other != first) {
            Some((other_at, other)) if !lose => {
                Err(PlanError::WouldLose(what, format!("{first} ({at})"), format!("{other} ({other_at})")))
            }
            _ => Ok(()),
        }
    };
    one_of("name", &|label| label.name.clone())?;
    one_of("role", &|label| label.role.map(|role| role.demand().title.to_owned()).unwrap_or_default())?;
    one_of("note", &|label| label.note.clone())?;
    let first = |text: fn(&Label) -> &String| {
        found.iter().map(|(_, label)| text(label)).find(|text| !text.is_empty()).cloned().unwrap_or_default()
    };
    let label = Label {
        name: first(|label| &label.name),
        role: found.iter().find_map(|(_, label)| label.role),
        note: first(|label| &label.note),
        colour: found.iter().map(|(_, label)| label.colour).find(|colour| *colour > 0).unwrap_or_default(),
        locked: false,
    };
    node.label = label;
    node.parts.clear();
    Ok(())
}

/// What a person typed, in one line and not too long.
pub(super) fn text(what: &'static str, typed: &str, most: usize) -> Result<String, PlanError> {
    let line: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.trim();
    if line.chars().count() > most { Err(PlanError::TooLong(what, most)) } else { Ok(line.to_owned()) }
}

/// A label with its texts in order.
pub(super) fn clean(label: &Label) -> Result<Label, PlanError> {
    if label.colour > COLOURS {
        return Err(PlanError::NoColour(label.colour));
    }
    let (name, note) = (text("name", &label.name, MOST_NAME)?, text("note", &label.note, MOST_NOTE)?);
    Ok(Label { name, note, role: label.role, colour: label.colour, locked: label.locked }.named())
}
