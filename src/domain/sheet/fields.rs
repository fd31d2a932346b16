//! The fields of the sheet: what each is called, how it is typed, and the value that stands for it in examples.

mod table;

pub use table::{FIELDS, POOL};

/// A field of the sheet, or a column of its pools.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// In forms, links and files.
    pub name: &'static str,
    /// What it is called on a page.
    pub label: &'static str,
    /// What to type, or why.
    pub help: &'static str,
    /// Where it stands.
    pub group: Group,
    /// How it is typed.
    pub kind: Kind,
    /// What a number counts; empty for anything else.
    pub unit: &'static str,
    /// A value of the kind.
    pub example: &'static str,
    /// Whether the example is the value that stands in the workshop's commands, so that one's own can take its place.
    pub in_commands: bool,
}

/// Where a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// The cluster as a whole.
    Cluster,
    /// Its pools.
    Pools,
    /// Its ranges of addresses.
    Ranges,
    /// What its parts are called.
    Names,
    /// On-premises and other networks.
    Networks,
    /// The way out.
    Outbound,
    /// Tags.
    Tags,
}

/// The groups in their order.
pub const GROUPS: [Group; 7] =
    [Group::Cluster, Group::Pools, Group::Ranges, Group::Networks, Group::Outbound, Group::Names, Group::Tags];

impl Group {
    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Cluster => "Cluster",
            Self::Pools => "Node pools",
            Self::Ranges => "Address ranges",
            Self::Names => "Names",
            Self::Networks => "On-premises and other networks",
            Self::Outbound => "Outgoing connections",
            Self::Tags => "Tags",
        }
    }
}

/// How a field is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Text,
    /// A whole number.
    Number,
    /// A network.
    Prefix,
    /// An address.
    Address,
    /// Networks, one a line or with commas between.
    Prefixes,
    /// One of a few, or nothing: value and words of each.
    Choice(&'static [(&'static str, &'static str)]),
    /// Lines of text.
    Lines,
}

/// A field or a column by its name.
#[must_use]
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().chain(POOL).find(|field| field.name == name)
}
