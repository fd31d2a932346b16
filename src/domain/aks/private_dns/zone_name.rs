//! The name that a zone of one's own must have.

use std::fmt;

/// The most characters of a subzone.
pub const MOST_SUBZONE: usize = 32;
/// The most characters that are looked at; a resource id is far below.
const MOST: usize = 1_024;

/// A zone's name in its parts: `team1.privatelink.eastus.azmk8s.io`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneName {
    /// What stands before, if anything.
    pub subzone: Option<String>,
    /// Whether it is a name for API Server `VNet` Integration: `private` instead of `privatelink`.
    pub integration: bool,
    /// The region.
    pub region: String,
}

/// Why a name is no name for the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneNameError {
    /// It does not end in `.azmk8s.io`, or has too few or too many parts.
    Form,
    /// It has neither `privatelink` nor `private` before the region.
    NoLink,
    /// The region is no word of small letters and digits.
    Region(String),
    /// The subzone has so many characters.
    SubzoneTooLong(usize),
    /// The subzone has a character that a name cannot have, or a hyphen at an end.
    Subzone(String),
}

impl fmt::Display for ZoneNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str(
                "The zone is called privatelink.<region>.azmk8s.io, with VNet Integration \
                 private.<region>.azmk8s.io, or a subzone of it.",
            ),
            Self::NoLink => f.write_str(
                "Before the region stands privatelink, with VNet Integration private: privatelink.<region>.azmk8s.io.",
            ),
            Self::Region(region) => {
                write!(f, "“{region}” is no region; it is one word of small letters and digits, as westeurope.")
            }
            Self::SubzoneTooLong(n) => write!(f, "A subzone has at most {MOST_SUBZONE} characters; this has {n}."),
            Self::Subzone(subzone) => {
                write!(f, "“{subzone}” is no subzone; it is one word of letters, digits and hyphens, not at its ends.")
            }
        }
    }
}

impl std::error::Error for ZoneNameError {}

/// The zone's name in a resource id: what stands after the last slash. A plain name stays as it is.
#[must_use]
pub fn of_resource(text: &str) -> &str {
    let text = text.trim().trim_end_matches('/');
    text.rsplit_once('/').map_or(text, |(_, name)| name).trim_end_matches('.')
}

/// What stands before the region.
#[must_use]
pub const fn first_label(integration: bool) -> &'static str {
    if integration { "private" } else { "privatelink" }
}

/// Reads a zone's name or resource id; capital letters count as small ones.
///
/// # Errors
///
/// What is wrong with the name.
pub fn parse(text: &str) -> Result<ZoneName, ZoneNameError> {
    if text.len() > MOST {
        return Err(ZoneNameError::Form);
    }
    let name = of_resource(text).to_lowercase();
    let front = name.strip_suffix(".azmk8s.io").ok_or(ZoneNameError::Form)?;
    let labels: Vec<&str> = front.split('.').collect();
    let (subzone, link, region) = match labels.as_slice() {
        [link, region] => (None, *link, *region),
        [subzone, link, region] => (Some(*subzone), *link, *region),
        [_] => return Err(ZoneNameError::NoLink),
        _ => return Err(ZoneNameError::Form),
    };
    let integration = match link {
        "private" => true,
        "privatelink" => false,
        _ => return Err(ZoneNameError::NoLink),
    };
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if region.is_empty() || !region.chars().all(word) {
        return Err(ZoneNameError::Region(region.chars().take(40).collect()));
    }
    if let Some(subzone) = subzone {
        let length = subzone.chars().count();
        if length > MOST_SUBZONE {
            return Err(ZoneNameError::SubzoneTooLong(length));
        }
        let ends = subzone.starts_with('-') || subzone.ends_with('-');
        if subzone.is_empty() || ends || !subzone.chars().all(|c| word(c) || c == '-') {
            return Err(ZoneNameError::Subzone(subzone.to_owned()));
        }
    }
    Ok(ZoneName { subzone: subzone.map(str::to_owned), integration, region: region.to_owned() })
}
