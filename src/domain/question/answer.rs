//! Answers as people give them: fields of a form, and what is read from them.
//!
//! | Kind | Fields |
//! |---|---|
//! | one choice | `answer`: the option's token |
//! | several choices | `answer`, once for each chosen option |
//! | true or false | `answer`: `true` or `false` |
//! | number, text, network | `answer`: as typed |
//! | order | `place-{token}`: 1, 2, … for each item; or `order`, once for each item, or the tokens with commas between |
//! | match | `match-{token of the left side}`: the token of the right side, empty while open |
//! | gaps | `gap-1`, `gap-2`, …: as typed or chosen, empty while open |

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::complaint::{Complaint, Problem};
use super::text::{quoted, same, unseen};
use super::{Asked, Choice, Gap, GapKey, Kind, network, number};

/// The most characters of an answer on one line.
const MOST_CHARACTERS: usize = 300;
/// The most characters of a list of networks.
const MOST_OF_A_LIST: usize = 4_000;

/// The fields of a form, in their order; a name may come more than once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// The fields whose names begin with this, without it: the fields of one question of several in a form.
    #[must_use]
    pub fn under(&self, start: &str) -> Self {
        let fields =
            self.0.iter().filter_map(|(name, value)| Some((name.strip_prefix(start)?.to_owned(), value.clone())));
        Self(fields.collect())
    }

    /// All values of a field that say something.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str()).filter(|v| !blank(v))
    }

    /// The first value of a field that says something.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<&str> {
        let mut fields = self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str());
        fields.find(|value| !blank(value))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// An answer that was read. It is kept as it is: options by their tokens, which outlive a new order of the options and
/// an edit of the others; what was typed as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The token of the chosen option.
    Choice(String),
    /// The tokens of the chosen options.
    Choices(BTreeSet<String>),
    /// True or false.
    Truth(bool),
    /// A number, a text or a network answer.
    Typed(String),
    /// The tokens of the items, in the person's order.
    Order(Vec<String>),
    /// The token of the right side chosen for each left side; what is left open is missing.
    Match(BTreeMap<String, String>),
    /// What fills each gap; None for one left open.
    Gaps(Vec<Option<String>>),
}

impl Asked {
    /// Reads the answer from the fields of a form. Nothing is marked here.
    ///
    /// # Errors
    ///
    /// There is no answer, or none that can be read; the complaint names the field and says what would be right.
    pub fn read(&self, fields: &Fields) -> Result<Answer, Complaint> {
        let complain = |problem| Complaint::new("answer", problem);
        match self.kind() {
            Kind::Choice(options) => {
                let mut chosen = fields.all("answer").map(str::trim);
                let first = chosen.next().ok_or_else(|| complain(Problem::NothingChosen))?;
                if chosen.any(|other| other != first) {
                    return Err(complain(Problem::Several));
                }
                self.known(options, first).map(Answer::Choice)
            }
            Kind::Choices(options) => {
                let chosen: BTreeSet<String> =
                    fields.all("answer").map(|token| self.known(options, token.trim())).collect::<Result<_, _>>()?;
                if chosen.is_empty() {
                    return Err(complain(Problem::NothingChosen));
                }
                Ok(Answer::Choices(chosen))
            }
            Kind::Truth { .. } => match fields.one("answer").map(str::trim) {
                Some("true") if fields.all("answer").all(|v| v.trim() == "true") => Ok(Answer::Truth(true)),
                Some("false") if fields.all("answer").all(|v| v.trim() == "false") => Ok(Answer::Truth(false)),
                Some("true" | "false") => Err(complain(Problem::Several)),
                Some(_) => Err(complain(Problem::NotAnOption)),
                None => Err(complain(Problem::NothingChosen)),
            },
            Kind::Number(key) => {
                let typed = typed(fields, "answer", MOST_CHARACTERS)?;
                number::read(typed, key.unit.as_deref()).map_err(complain)?;
                Ok(Answer::Typed(typed.to_owned()))
            }
            Kind::Text { .. } => Ok(Answer::Typed(typed(fields, "answer", MOST_CHARACTERS)?.to_owned())),
            Kind::Network { key, .. } => {
                let typed = typed(fields, "answer", MOST_OF_A_LIST)?;
                network::read(key, typed).map_err(complain)?;
                Ok(Answer::Typed(typed.to_owned()))
            }
            Kind::Order { items, .. } => self.read_order(items, fields).map(Answer::Order),
            Kind::Match { pairs, others, .. } => self.read_match(pairs, others, fields).map(Answer::Match),
            Kind::Gaps(gaps) => read_gaps(gaps, fields).map(Answer::Gaps),
        }
    }

    /// What was typed, as the number that it means, where a number is asked for.
    #[must_use]
    pub fn number(&self, typed: &str) -> Option<f64> {
        match self.kind() {
            Kind::Number(key) => number::read(typed, key.unit.as_deref()).ok(),
            _ => None,
        }
    }

    fn known(&self, options: &[Choice], token: &str) -> Result<String, Complaint> {
        let known = options.iter().any(|option| self.token(&option.text) == token);
        known.then(|| token.to_owned()).ok_or_else(|| Complaint::new("answer", Problem::NotAnOption))
    }

    fn read_order(&self, items: &[String], fields: &Fields) -> Result<Vec<String>, Complaint> {
        let moved: Vec<String> =
            fields.all("order").flat_map(|list| list.split([',', ' '])).map(str::trim).map(str::to_owned).collect();
        let moved: Vec<String> = moved.into_iter().filter(|token| !token.is_empty()).collect();
        if !moved.is_empty() {
            let (mut given, mut wanted) = (moved.clone(), items.iter().map(|i| self.token(i)).collect::<Vec<_>>());
            given.sort_unstable();
            wanted.sort_unstable();
            return if given == wanted { Ok(moved) } else { Err(Complaint::new("order", Problem::NotAllItems)) };
        }
        let mut places: BTreeMap<usize, &String> = BTreeMap::new();
        if items.iter().all(|item| fields.one(&format!("place-{}", self.token(item))).is_none()) {
            return Err(Complaint::new("order", Problem::NothingChosen));
        }
        for item in items {
            let field = format!("place-{}", self.token(item));
            let complain = |problem| Err(Complaint::new(&field, problem));
            let Some(written) = fields.one(&field) else {
                return complain(Problem::NoPlace(item.clone()));
            };
            let Some(place) = written.trim().parse().ok().filter(|place| (1..=items.len()).contains(place)) else {
                return complain(Problem::NotAPlace { written: quoted(written), places: items.len() });
            };
            if let Some(other) = places.insert(place, item) {
                return complain(Problem::SamePlace { place, a: other.clone(), b: item.clone() });
            }
        }
        Ok(places.values().map(|item| self.token(item)).collect())
    }

    fn read_match(
        &self,
        pairs: &[(String, String)],
        others: &[String],
        fields: &Fields,
    ) -> Result<BTreeMap<String, String>, Complaint> {
        let mut chosen = BTreeMap::new();
        for (left, _) in pairs {
            let left = self.token(left);
            let field = format!("match-{left}");
            if let Some(right) = fields.one(&field).map(str::trim) {
                if !pairs.iter().map(|(_, r)| r).chain(others).any(|r| self.token(r) == right) {
                    return Err(Complaint::new(&field, Problem::NotAnOption));
                }
                let right = right.to_owned();
                chosen.insert(left, right);
            }
        }
        match pairs.first() {
            Some((first, _)) if chosen.is_empty() => {
                Err(Complaint::new(&format!("match-{}", self.token(first)), Problem::NothingChosen))
            }
            _ => Ok(chosen),
        }
    }
}

fn read_gaps(gaps: &[Gap], fields: &Fields) -> Result<Vec<Option<String>>, Complaint> {
    let mut filled = Vec::with_capacity(gaps.len());
    for (n, gap) in (1..).zip(gaps) {
        let field = format!("gap-{n}");
        if fields.one(&field).is_none() {
            filled.push(None);
            continue;
        }
        let given = typed(fields, &field, MOST_CHARACTERS)?;
        if let GapKey::Options { options, .. } = &gap.key
            && !options.iter().any(|option| same(option, given))
        {
            return Err(Complaint::new(&field, Problem::NotAnOption));
        }
        filled.push(Some(given.to_owned()));
    }
    if filled.iter().all(Option::is_none) {
        return Err(Complaint::new("gap-1", Problem::NothingWritten));
    }
    Ok(filled)
}

fn typed<'f>(fields: &'f Fields, name: &'f str, most: usize) -> Result<&'f str, Complaint> {
    let typed = fields.one(name).map(str::trim).ok_or_else(|| Complaint::new(name, Problem::NothingWritten))?;
    // Bytes first: what is far too long is not counted through.
    if typed.len() > most && (typed.len() > most * 4 || typed.chars().count() > most) {
        return Err(Complaint::new(name, Problem::TooLong(most)));
    }
    Ok(typed)
}

fn blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || unseen(c))
}
