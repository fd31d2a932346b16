//! Keys as they stand in a question's file.

use super::{Given, NetworkKey, mask, wildcard};
use crate::domain::net::{Fault, TextError, parse_address, parse_item, parse_network};
use crate::domain::question::text::quoted;

impl NetworkKey {
    /// A key from the text of a question's file, read with the words that an answer is read with: `want` and `is`.
    ///
    /// # Errors
    ///
    /// The text says nothing that such a key can be.
    pub fn read(want: &str, is: &str) -> Result<Self, KeyError> {
        let text = |error: TextError| KeyError::Text(error);
        let number = |most: u64| {
            let bare = is.trim().trim_start_matches('/');
            bare.parse::<u64>().ok().filter(|n| *n <= most).ok_or_else(|| KeyError::Number(quoted(is), most))
        };
        let short = |n: u64| u8::try_from(n).unwrap_or(u8::MAX);
        Ok(match want {
            "address" => Self::Address { is: parse_address(is).map_err(text)?, subnet: None },
            "network" => Self::Network(parse_network(is).map_err(text)?),
            "range" => Self::Range(parse_item(is).map_err(text)?.range()),
            "mask" => match mask(is) {
                Ok(Given::Length(length)) => Self::Mask(length),
                _ => return Err(KeyError::Number(quoted(is), 32)),
            },
            "wildcard" => match wildcard(is) {
                Ok(Given::Wildcard(length)) => Self::Wildcard(length),
                _ => return Err(KeyError::Number(quoted(is), 32)),
            },
            "count" => Self::Count(number(u64::from(u32::MAX))?),
            "prefix" => Self::Prefix { is: short(number(128)?), need: None },
            _ => return Err(KeyError::Want(quoted(want))),
        })
    }
}

/// Why a key could not be read from a question's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    /// There is no such kind of network answer, or it takes more than one text.
    Want(String),
    /// The text is no address, network or range.
    Text(TextError),
    /// The text is no number up to this.
    Number(String, u64),
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Want(want) => write!(
                f,
                "“{want}” is no network answer; it is one of address, network, range, mask, wildcard, count, prefix, \
                 within, networks"
            ),
            Self::Text(TextError { fault: Fault::HostBits(network), text, .. }) => {
                write!(f, "{text} has host bits set; write {network}")
            }
            Self::Text(error) => write!(f, "{error}"),
            Self::Number(text, most) => write!(f, "“{text}” is no number, mask or length up to {most}"),
        }
    }
}

impl std::error::Error for KeyError {}
