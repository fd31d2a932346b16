//! A plan as a short text for links.
//!
//! `1~10.0.0.0/16:vhub,27:rgateway,27,/26:nteams,27,27,25x2` is version 1 with one space, called hub, in five blocks. Each
//! row is the length of a block: where it begins follows from those before it. A slash in front says that the rows after
//! it, as long as they fit, are its parts; `x2` that there are two such blocks. What follows a colon is said about the
//! block: `n` its name, `r` its role, `t` its note, `c` its colour, `l` that it is locked, `v` the virtual network of a
//! space. Parts with other letters are of a later version and are passed over. What a text leaves out is free.

use std::fmt::{self, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::change::{clean, text};
use super::{Label, MOST_NAME, MOST_ROWS, MOST_SPACES, Node, Plan, PlanError, Space};
use crate::domain::azure::roles::Role;
use crate::domain::net::{AddressSet, TextError, parse_network};

/// The most bytes of a text that is read.
pub const MOST_TEXT: usize = 256 * 1024;
/// What is written.
const VERSION: &str = "1";

/// Why a text is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodecError {
    /// The space, from 1; 0 for the text as a whole.
    pub space: usize,
    /// The row in it, from 1; 0 for the space itself.
    pub row: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is too long.
    TooLong,
    /// It begins with no version, or with one that is not known.
    Version(String),
    /// It names no network.
    Network(TextError),
    /// It is no length of a block.
    Length(String),
    /// A block of this length does not fit there.
    Fit(u8, IpNet),
    /// A block that is not there any more.
    Left(IpNet),
    /// A text or a size.
    Plan(PlanError),
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.space, self.row) {
            (0, _) => {}
            (space, 0) => write!(f, "address space {space}: ")?,
            (space, row) => write!(f, "address space {space}, row {row}: ")?,
        }
        match &self.fault {
            Fault::TooLong => write!(f, "the plan is too long; {MOST_TEXT} bytes are read"),
            Fault::Version(found) if found.is_empty() => f.write_str("this is no plan; one begins with 1~"),
            Fault::Version(found) => write!(f, "this plan is of version \"{found}\", and only version 1 is read"),
            Fault::Network(error) => error.fmt(f),
            Fault::Length(found) => write!(f, "\"{found}\" is no length of a block, such as 24, /24 or 24x8"),
            Fault::Fit(length, network) => write!(f, "a /{length} does not fit there in {network}"),
            Fault::Left(network) => write!(f, "{network} is full; this row and all after it have no place"),
            Fault::Plan(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CodecError {}

/// Writes a plan.
#[must_use]
pub fn encode(plan: &Plan) -> String {
    let mut out = VERSION.to_owned();
    for space in &plan.spaces {
        // Writing into a string cannot fail; the same holds below.
        let _ = write!(out, "~{}", space.root.network);
        field(&mut out, 'v', &space.vnet);
        fields(&mut out, &space.root.label);
        rows(&mut out, &space.root.parts);
    }
    out
}

fn rows(out: &mut String, parts: &[Node]) {
    let plain = |node: &Node| node.parts.is_empty() && node.label == Label::default();
    let alike = |a: &Node, b: &Node| plain(a) && plain(b) && a.network.prefix_len() == b.network.prefix_len();
    for run in parts.chunk_by(alike) {
        let length = run[0].network.prefix_len();
        let _ = match (run[0].parts.is_empty(), run.len()) {
            (false, _) => write!(out, ",/{length}"),
            (true, 1) => write!(out, ",{length}"),
            (true, n) => write!(out, ",{length}x{n}"),
        };
        fields(out, &run[0].label);
        rows(out, &run[0].parts);
    }
}

fn fields(out: &mut String, label: &Label) {
    let own = label.role.and_then(|role| role.demand().name);
    field(out, 'n', if own == Some(&label.name) { "" } else { &label.name });
    field(out, 'r', label.role.map_or("", |role| role.demand().id));
    field(out, 't', &label.note);
    if label.colour > 0 {
        let _ = write!(out, ":c{}", label.colour);
    }
    if label.locked {
        out.push_str(":l");
    }
}

fn field(out: &mut String, key: char, value: &str) {
    if value.is_empty() {
        return;
    }
    out.extend([':', key]);
    for c in value.chars() {
        match c {
            '!' => out.push_str("!e"),
            ',' => out.push_str("!c"),
            ':' => out.push_str("!d"),
            '~' => out.push_str("!t"),
            other => out.push(other),
        }
    }
}

/// Reads a plan.
///
/// # Errors
///
/// The text is no plan of a version that is known, with the first place where it cannot be read.
pub fn decode(typed: &str) -> Result<Plan, CodecError> {
    let whole = |fault| CodecError { space: 0, row: 0, fault };
    if typed.len() > MOST_TEXT {
        return Err(whole(Fault::TooLong));
    }
    let mut spaces = typed.trim().split('~');
    let version = spaces.next().unwrap_or_default();
    if version != VERSION {
        let shown = if version.bytes().all(|b| b.is_ascii_digit()) {
            version.chars().take(20).collect()
        } else {
            String::new()
        };
        return Err(whole(Fault::Version(shown)));
    }
    let mut plan = Plan::default();
    for (n, written) in (1..).zip(spaces) {
        if n > MOST_SPACES {
            return Err(whole(Fault::Plan(PlanError::TooManySpaces)));
        }
        let room = MOST_ROWS.saturating_sub(plan.size());
        let space = space(written, room).map_err(|(row, fault)| CodecError { space: n, row, fault })?;
        plan.spaces.push(space);
        if plan.size() > MOST_ROWS {
            return Err(whole(Fault::Plan(PlanError::TooManyRows)));
        }
    }
    Ok(plan)
}

fn space(written: &str, room: usize) -> Result<Space, (usize, Fault)> {
    let mut written = written.split(',');
    let head = written.next().unwrap_or_default();
    // An IPv6 address has colons too: the network ends with its length.
    let slash = head.find('/').unwrap_or(head.len());
    let end = head[slash..].find(':').map_or(head.len(), |colon| slash + colon);
    let network = parse_network(&head[..end]).map_err(|error| (0, Fault::Network(error)))?;
    let (label, vnet) = said(&head[end..]).map_err(|error| (0, Fault::Plan(error)))?;
    let mut reader = Reader { rows: written, row: 0, room, repeat: None };
    let parts = reader.parts(network)?;
    if let Some(left) = reader.next()? {
        return Err((left.row, Fault::Left(network)));
    }
    Ok(Space { vnet, root: Node { network, label, parts } })
}

/// One block, read.
#[derive(Clone)]
struct Written {
    row: usize,
    length: u8,
    split: bool,
    label: Label,
}

struct Reader<'t, I: Iterator<Item = &'t str>> {
    rows: I,
    row: usize,
    room: usize,
    /// A block that is there several times, and how often still.
    repeat: Option<(Written, usize)>,
}

impl<'t, I: Iterator<Item = &'t str>> Reader<'t, I> {
    fn next(&mut self) -> Result<Option<Written>, (usize, Fault)> {
        if let Some((block, left)) = self.repeat.take() {
            self.repeat = (left > 1).then(|| (block.clone(), left - 1));
            return Ok(Some(block));
        }
        let Some(text) = self.rows.next() else { return Ok(None) };
        self.row += 1;
        let row = self.row;
        let (shape, said_of_it) = text.split_at(text.find(':').unwrap_or(text.len()));
        let fault = || (row, Fault::Length(shape.chars().take(20).collect()));
        let (split, lengths) = shape.strip_prefix('/').map_or((false, shape), |rest| (true, rest));
        let (length, times) = lengths.split_once('x').map_or((lengths, "1"), |(length, times)| (length, times));
        let number =
            |text: &str| if text.bytes().all(|b| b.is_ascii_digit()) { text.parse::<usize>().ok() } else { None };
        let length = number(length).and_then(|n| u8::try_from(n).ok()).ok_or_else(fault)?;
        let times = number(times).filter(|n| *n > 0 && !(split && *n > 1)).ok_or_else(fault)?;
        if times > self.room {
            return Err((row, Fault::Plan(PlanError::TooManyRows)));
        }
        self.room -= times;
        let (label, _) = said(said_of_it).map_err(|error| (row, Fault::Plan(error)))?;
        let block = Written { row, length, split, label };
        self.repeat = (times > 1).then(|| (block.clone(), times - 1));
        Ok(Some(block))
    }

    /// The parts of a network: as many rows as fill it, and free blocks where there are no more rows.
    fn parts(&mut self, network: IpNet) -> Result<Vec<Node>, (usize, Fault)> {
        let (first, last) = (number(network.network()), number(network.broadcast()));
        let mut parts = Vec::new();
        let mut start = first;
        while let Some(block) = self.next()? {
            let fault = (block.row, Fault::Fit(block.length, network));
            if block.length <= network.prefix_len() || block.length > network.max_prefix_len() {
                return Err(fault);
            }
            let hosts = u128::MAX.checked_shr(128 - u32::from(network.max_prefix_len() - block.length)).unwrap_or(0);
            if start & hosts != 0 {
                return Err(fault);
            }
            let own = at(network, start, block.length);
            let mut node = Node::leaf(own, block.label);
            if block.split {
                node.parts = self.parts(own)?;
            }
            parts.push(node);
            match start | hosts {
                end if end >= last => return Ok(parts),
                end => start = end + 1,
            }
        }
        if !parts.is_empty() {
            let used: Vec<IpNet> = parts.iter().map(|part| part.network).collect();
            let rest = AddressSet::from(network).subtract(&AddressSet::from(used.as_slice()));
            parts.extend(rest.prefixes().map(Node::blank));
        }
        Ok(parts)
    }
}

fn number(address: std::net::IpAddr) -> u128 {
    match address {
        std::net::IpAddr::V4(a) => a.to_bits().into(),
        std::net::IpAddr::V6(a) => a.to_bits(),
    }
}

/// The network of this length that begins there, of the family of the one around it.
fn at(around: IpNet, start: u128, length: u8) -> IpNet {
    match around {
        // The start lies in an IPv4 network, so that it has 32 bits.
        IpNet::V4(_) => {
            IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::from_bits(u32::try_from(start).unwrap_or(u32::MAX)), length))
        }
        IpNet::V6(_) => IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::from_bits(start), length)),
    }
}

/// What is said about a block, and the name of a virtual network.
fn said(fields: &str) -> Result<(Label, String), PlanError> {
    let (mut label, mut vnet) = (Label::default(), String::new());
    for field in fields.split(':').skip(1) {
        let Some(key) = field.chars().next() else { continue };
        let value = &field[key.len_utf8()..];
        match key {
            'n' => label.name = plain(value),
            'v' => vnet = text("name", &plain(value), MOST_NAME)?,
            // A role of a later version is none here.
            'r' => label.role = Role::of_id(value),
            't' => label.note = plain(value),
            'c' => label.colour = value.parse().ok().filter(|n| *n <= super::COLOURS).unwrap_or_default(),
            'l' => label.locked = true,
            _ => {}
        }
    }
    Ok((clean(&label)?, vnet))
}

fn plain(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        out.push(match c {
            '!' => match rest.next() {
                Some('c') => ',',
                Some('d') => ':',
                Some('t') => '~',
                Some('e') | None => '!',
                Some(other) => other,
            },
            other => other,
        });
    }
    out
}
