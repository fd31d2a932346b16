//! Reading a body into an operation's input, with everything that is wrong with it at once.
//!
//! A reader answers None where it recorded a fault. So an input is read whole, field by field, and only then put together:
//! whether it may be used says [`Faults`].

use std::cell::RefCell;
use std::fmt::Write as _;
use std::net::IpAddr;

use ipnet::IpNet;

use super::nearest::nearest;
use super::problem::{FieldError, MOST_ERRORS, Refused, sentence};
use super::tree::Node;
use crate::domain::net::{self, AddressRange, MOST_ITEMS, TextError};

/// The most characters of a name.
pub(super) const MOST_NAME: usize = 100;

/// What an operation reads from its body.
pub(super) trait Input: Sized {
    /// Reads every field, and tells the faults. None only when there is a fault.
    fn read(fields: &mut Fields<'_>) -> Option<Self>;
}

/// Reads an input, or says everything that is wrong with it.
pub(super) fn input<I: Input>(body: &Node) -> Result<I, Refused> {
    let faults = Faults::default();
    let found = Place { node: body, at: &At::Top, faults: &faults }.object(I::read);
    let refused = faults.0.into_inner();
    match found {
        Some(input) if refused.total == 0 => Ok(input),
        _ if refused.total > 0 => Err(refused),
        _ => Err(Refused::at("", "The body is not what this operation takes")),
    }
}

/// What was found to be wrong so far.
#[derive(Default)]
pub(super) struct Faults(RefCell<Refused>);

/// Where a value stands: a pointer that is only written out when something is wrong there.
enum At<'a> {
    Top,
    Name(&'a Self, &'a str),
    Index(&'a Self, usize),
}

impl At<'_> {
    fn pointer(&self) -> String {
        match self {
            Self::Top => String::new(),
            Self::Name(around, name) => {
                format!("{}/{}", around.pointer(), name.replace('~', "~0").replace('/', "~1"))
            }
            Self::Index(around, index) => format!("{}/{index}", around.pointer()),
        }
    }
}

/// A value and where it stands.
pub(super) struct Place<'a> {
    node: &'a Node,
    at: &'a At<'a>,
    faults: &'a Faults,
}

impl<'a> Place<'a> {
    /// Tells what is wrong here.
    pub(super) fn wrong<T>(&self, detail: impl Into<String>, suggestion: Option<String>) -> Option<T> {
        let error = FieldError { pointer: self.at.pointer(), detail: detail.into(), suggestion };
        self.faults.0.borrow_mut().add(error);
        None
    }

    /// Something else is wanted here.
    fn wants<T>(&self, what: &str) -> Option<T> {
        self.wrong(format!("{what} is wanted here; this is {}.", self.node.kind()), None)
    }

    fn refused<T>(&self, error: TextError) -> Option<T> {
        self.wrong(sentence(&error.to_string()), error.suggestion)
    }

    /// A text.
    pub(super) fn text(&self, what: &str) -> Option<&'a str> {
        match self.node {
            Node::Text(text) => Some(text),
            _ => self.wants(what),
        }
    }

    /// A text of so many characters at most.
    pub(super) fn short_text(&self, what: &str, most: usize) -> Option<String> {
        let text = self.text(what)?;
        match text.chars().count() {
            n if n > most => self.wrong(format!("This has {n} characters; {most} is the most."), None),
            _ => Some(text.to_owned()),
        }
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&self, words: &[(&'static str, T)]) -> Option<T> {
        let listed = one_of(words.iter().map(|(word, _)| *word));
        let text = self.text(&format!("One of {listed} as a text"))?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        found.or_else(|| {
            let meant = nearest(text, words.iter().map(|(word, _)| *word)).map(str::to_owned);
            let shown: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
            self.wrong(format!("“{shown}” is none of {listed}."), meant)
        })
    }

    /// A whole number within bounds.
    pub(super) fn whole<T: TryFrom<i128>>(&self, least: u32, most: u32) -> Option<T> {
        let number = match self.node {
            Node::Whole(n) => Some(*n),
            Node::Number(n) => of_float(*n),
            _ => None,
        };
        let number = number.filter(|n| (i128::from(least)..=i128::from(most)).contains(n));
        number.and_then(|n| T::try_from(n).ok()).or_else(|| {
            let what = format!("A whole number from {least} to {most}");
            self.wrong(format!("{what} is wanted here; this is {}.", self.number_or_kind()), None)
        })
    }

    fn number_or_kind(&self) -> String {
        match self.node {
            Node::Whole(n) => n.to_string(),
            Node::Number(n) => format!("{n:e}"),
            other => other.kind().to_owned(),
        }
    }

    /// Every item of a list.
    pub(super) fn list<T>(&self, most: usize, read: impl Fn(&Place<'_>) -> Option<T>) -> Option<Vec<T>> {
        let Node::List(items) = self.node else { return self.wants("A list") };
        let most = most.min(MOST_ITEMS);
        if items.len() > most {
            return self.wrong(format!("The list has {} items; {most} is the most.", items.len()), None);
        }
        let mut found = Vec::with_capacity(items.len());
        for (index, node) in items.iter().enumerate() {
            let at = At::Index(self.at, index);
            found.extend(read(&Place { node, at: &at, faults: self.faults }));
        }
        Some(found)
    }

    /// One, or a list of some.
    pub(super) fn one_or_list<T>(&self, most: usize, read: impl Fn(&Place<'_>) -> Option<T>) -> Option<Vec<T>> {
        if matches!(self.node, Node::List(_)) { self.list(most, read) } else { read(self).map(|one| vec![one]) }
    }

    /// The fields of an object; those that nobody asked for are faults.
    pub(super) fn object<T>(&self, read: impl FnOnce(&mut Fields<'_>) -> Option<T>) -> Option<T> {
        let Node::Object(members) = self.node else { return self.wants("An object with named fields") };
        let mut fields = Fields { members, place: self, known: Vec::new() };
        let found = read(&mut fields);
        fields.finish();
        found
    }

    /// Whether it is a text.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.node, Node::Text(_))
    }
}

/// An address or a network, by any of its addresses.
pub(super) fn parsed(place: &Place<'_>) -> Option<net::Parsed> {
    let text = place.text("A text such as \"10.0.0.0/24\"")?;
    net::parse(text).map_or_else(|error| place.refused(error), Some)
}

/// The network, from its first address.
pub(super) fn network(place: &Place<'_>) -> Option<IpNet> {
    parsed(place).map(|parsed| parsed.network)
}

/// An address without a length.
pub(super) fn address(place: &Place<'_>) -> Option<IpAddr> {
    let text = place.text("An address as a text, such as \"10.0.0.4\",")?;
    net::parse_address(text).map_or_else(|error| place.refused(error), Some)
}

/// An address, a network or a range.
pub(super) fn range(place: &Place<'_>) -> Option<AddressRange> {
    let text = place.text("A text such as \"10.0.0.0/24\" or \"10.0.0.4 - 10.0.0.9\"")?;
    net::parse_item(text).map_or_else(|error| place.refused(error), |item| Some(item.range()))
}

/// A text that is shown again as it is: not empty, and not long.
pub(super) fn name(place: &Place<'_>) -> Option<String> {
    let text = place.short_text("A name as a text", MOST_NAME)?;
    if text.trim().is_empty() { place.wrong("The name is empty.", None) } else { Some(text) }
}

/// True or false.
pub(super) fn switch(place: &Place<'_>) -> Option<bool> {
    match place.node {
        Node::Bool(value) => Some(*value),
        _ => place.wants("True or false, without quotation marks,"),
    }
}

/// How many of something: a whole number, or a text of digits for what passes 2^53.
pub(super) fn count(place: &Place<'_>) -> Option<u128> {
    let digits = |text: &str| !text.is_empty() && text.len() <= 39 && text.bytes().all(|b| b.is_ascii_digit());
    let number = match place.node {
        Node::Whole(n) => u128::try_from(*n).ok(),
        Node::Number(n) => of_float(*n).and_then(|n| u128::try_from(n).ok()),
        Node::Text(text) if digits(text) => text.parse().ok(),
        _ => None,
    };
    number.or_else(|| {
        let what = "A whole number is wanted here, as a text of digits where it passes 2^53";
        place.wrong(format!("{what}; this is {}.", place.number_or_kind()), None)
    })
}

/// The whole number that a floating one is, where every digit of it is sure.
fn of_float(n: f64) -> Option<i128> {
    const SURE: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and at most 2^53")]
    (n.fract() == 0.0 && n.abs() <= SURE).then_some(n as i128)
}

/// Words as they are listed in a sentence.
fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut listed = String::new();
    for word in words {
        let _ = write!(listed, "{}{word}", if listed.is_empty() { "" } else { ", " });
    }
    listed
}

/// The fields of an object.
pub(super) struct Fields<'a> {
    members: &'a [(String, Node)],
    place: &'a Place<'a>,
    /// Those that were asked for.
    known: Vec<&'static str>,
}

impl Fields<'_> {
    /// A field that may be missing or null.
    pub(super) fn optional<T>(&mut self, name: &'static str, read: impl FnOnce(&Place<'_>) -> Option<T>) -> Option<T> {
        self.known.push(name);
        let mut given = self.members.iter().filter(|(given, _)| given == name).map(|(_, node)| node);
        let (first, again) = (given.next()?, given.next().is_some());
        let at = At::Name(self.place.at, name);
        let place = Place { node: first, at: &at, faults: self.place.faults };
        if again {
            return place.wrong(format!("{name} is there twice; give it once."), None);
        }
        if *first == Node::Null { None } else { read(&place) }
    }

    /// A field that must be there; `wants` says what, for who left it out.
    pub(super) fn required<T>(
        &mut self,
        name: &'static str,
        wants: &str,
        read: impl FnOnce(&Place<'_>) -> Option<T>,
    ) -> Option<T> {
        let given = self.members.iter().any(|(given, node)| given == name && *node != Node::Null);
        if !given {
            let twice = self.members.iter().filter(|(given, _)| given == name).count() > 1;
            self.known.push(name);
            let detail = if twice { "is there twice; give it once" } else { "is missing" };
            return self.wrong(name, format!("{name} {detail}: {wants}."));
        }
        self.optional(name, read)
    }

    /// Whether the field is there, and not null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(given, node)| given == name && *node != Node::Null)
    }

    /// Tells what is wrong with a field, or that it is missing.
    pub(super) fn wrong<T>(&self, name: &str, detail: impl Into<String>) -> Option<T> {
        let at = At::Name(self.place.at, name);
        Place { node: &Node::Null, at: &at, faults: self.place.faults }.wrong(detail, None)
    }

    fn finish(self) {
        for (given, _) in self.members {
            if self.known.contains(&given.as_str()) {
                continue;
            }
            if self.place.faults.0.borrow().total >= MOST_ERRORS {
                // Counted, and not listed any more.
                self.place.faults.0.borrow_mut().total += 1;
                continue;
            }
            let meant = nearest(given, self.known.iter().copied());
            let fields = one_of(self.known.iter().copied());
            let advice = meant
                .map_or_else(|| format!("the fields here are {fields}."), |meant| format!("did you mean {meant}?"));
            let detail = format!("There is no such field; {advice}");
            // A pointer as long as the body helps nobody.
            if given.len() > MOST_NAME {
                let _: Option<()> = self.place.wrong(detail, None);
                continue;
            }
            let at = At::Name(self.place.at, given);
            let place = Place { node: &Node::Null, at: &at, faults: self.place.faults };
            let _: Option<()> = place.wrong(detail, meant.map(str::to_owned));
        }
    }
}
