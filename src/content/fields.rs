//! Reading TOML tables key by key, with every fault at its place: wrong types, missing keys, keys the format does not know.

use std::cell::RefCell;
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::slug;
use super::source::Source;

mod pairs;

/// A value and where it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Placed<T> {
    /// The value.
    pub(super) value: T,
    /// The offset of its first byte in the text.
    pub(super) at: usize,
}

/// A TOML document or a part of a file.
pub(super) struct Toml<'a> {
    source: &'a Source,
    base: usize,
    at: usize,
    table: DeTable<'a>,
}

impl<'a> Toml<'a> {
    /// Parses a part of a file; what is broken is noted, and then there is nothing to read.
    pub(super) fn parse(source: &'a Source, part: Range<usize>, at: usize) -> Option<Self> {
        let (table, errors) = DeTable::parse_recoverable(&source.text[part.clone()]);
        let mut lines = Vec::new();
        for error in &errors {
            let at = part.start + error.span().map_or(0, |span| span.start);
            // The first thing on a line is what is wrong; the rest follows from it.
            if !lines.contains(&source.line(at)) && lines.len() < 100 {
                lines.push(source.line(at));
                source.fault(at, format!("this is not TOML: {}", error.message()));
            }
        }
        errors.is_empty().then(|| Self { source, base: part.start, at, table: table.into_inner() })
    }

    /// The document's own keys. `what` names it in messages, as in "the front matter".
    pub(super) fn fields(&self, what: &'static str) -> Fields<'_> {
        Fields {
            source: self.source,
            base: self.base,
            at: self.at,
            table: &self.table,
            what,
            asked: RefCell::default(),
        }
    }
}

/// The keys of one table. Each key is asked for by name; [`finish`](Self::finish) notes those nobody asked for.
pub(super) struct Fields<'a> {
    source: &'a Source,
    base: usize,
    /// Where the table begins: missing keys are noted there.
    pub(super) at: usize,
    table: &'a DeTable<'a>,
    what: &'static str,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// The file, for findings about values.
    pub(super) fn source(&self) -> &'a Source {
        self.source
    }

    /// Whether the key is there at all; asks for it.
    pub(super) fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// Where a key's value stands; where the table begins when it is missing.
    pub(super) fn place_of(&self, key: &'static str) -> usize {
        self.get(key).map_or(self.at, |value| self.place(value))
    }

    /// Notes that a key is missing unless it is there, whatever its type.
    pub(super) fn require(&self, keys: &[&'static str]) {
        for key in keys {
            if !self.has(key) {
                self.source.fault(self.at, format!("“{key}” is missing in {}; add it", self.what));
            }
        }
    }

    /// A text; the offset is that of its first letter when the text stands in the file as it is, else of its quote.
    pub(super) fn text(&self, key: &'static str) -> Option<Placed<String>> {
        let value = self.get(key)?;
        self.as_text(value, &|| format!("“{key}”"))
    }

    /// A text that says something.
    pub(super) fn filled(&self, key: &'static str) -> Option<Placed<String>> {
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.source.fault(text.at, format!("“{key}” is empty; write something"));
            return None;
        }
        Some(Placed { value: text.value.trim().to_owned(), at: text.at })
    }

    /// An absolute address on the web.
    pub(super) fn address(&self, key: &'static str) -> Option<Placed<String>> {
        let text = self.text(key)?;
        if !is_web_address(&text.value) {
            let message =
                format!("“{key}” is not an address on the web; write it in full, as in https://example.org/page");
            self.source.fault(text.at, message);
            return None;
        }
        Some(text)
    }

    /// A text of an id's form.
    pub(super) fn id(&self, key: &'static str) -> Option<Placed<String>> {
        self.text(key).filter(|text| self.check_id(text))
    }

    /// A list of ids.
    pub(super) fn ids(&self, key: &'static str) -> Option<Vec<Placed<String>>> {
        let ids = self.texts(key)?;
        Some(ids.into_iter().filter(|id| self.check_id(id)).collect())
    }

    fn check_id(&self, text: &Placed<String>) -> bool {
        let good = slug::is_id(&text.value);
        if !good {
            self.source.fault(text.at, format!("“{}” is not an id; use {}", shown(&text.value), slug::FORM));
        }
        good
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &'static str) -> Option<Vec<Placed<String>>> {
        let value = self.get(key)?;
        let Some(list) = value.get_ref().as_array() else {
            return self.wrong(value, &format!("“{key}”"), "a list of texts, as in [\"one\", \"two\"]");
        };
        Some(list.iter().filter_map(|item| self.as_text(item, &|| format!("an entry of “{key}”"))).collect())
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, key: &'static str, bounds: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let value = self.get(key)?;
        let right = format!("a whole number from {} to {}", bounds.start(), bounds.end());
        let Some(number) = value.get_ref().as_integer() else {
            return self.wrong(value, &format!("“{key}”"), &right);
        };
        let number = u32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok();
        let within = number.filter(|number| bounds.contains(number));
        if within.is_none() {
            self.source.fault(self.place(value), format!("“{key}” is out of bounds; it must be {right}"));
        }
        within
    }

    /// True or false.
    pub(super) fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            return self.wrong(value, &format!("“{key}”"), "true or false, without quotes");
        }
        flag
    }

    /// A number, whole or with a fraction.
    pub(super) fn real(&self, key: &'static str) -> Option<Placed<f64>> {
        let value = self.get(key)?;
        let number = number_as_typed(value.get_ref()).and_then(|text| text.parse().ok());
        let Some(number) = number else {
            return self.wrong(value, &format!("“{key}”"), "a number without quotes, as in 251 or 0.5");
        };
        Some(Placed { value: number, at: self.place(value) })
    }

    /// What somebody would type: a text or a number, or a list of those, one a line.
    pub(super) fn typed(&self, key: &'static str) -> Option<Placed<Vec<Placed<String>>>> {
        let value = self.get(key)?;
        let one = |item: &'a Spanned<DeValue<'a>>, name: &str| match number_as_typed(item.get_ref()) {
            Some(number) => Some(Placed { value: number, at: self.place(item) }),
            None if item.get_ref().is_str() => self.as_text(item, &|| name.to_owned()),
            None => self.wrong(item, name, "a text in quotes or a number"),
        };
        let lines = match value.get_ref().as_array() {
            Some(list) => list.iter().filter_map(|item| one(item, &format!("an entry of “{key}”"))).collect(),
            None => vec![one(value, &format!("“{key}”"))?],
        };
        Some(Placed { value: lines, at: self.place(value) })
    }

    /// A day.
    pub(super) fn date(&self, key: &'static str) -> Option<Placed<Date>> {
        let value = self.get(key)?;
        let right = "a day without quotes, as in 2028-03-31";
        let Some(moment) = value.get_ref().as_datetime() else {
            return self.wrong(value, &format!("“{key}”"), right);
        };
        let day = moment.date.filter(|_| moment.time.is_none() && moment.offset.is_none()).and_then(|day| {
            let (year, month, day) = (day.year.try_into().ok()?, day.month.try_into().ok()?, day.day.try_into().ok()?);
            Date::new(year, month, day).ok()
        });
        if day.is_none() {
            self.source.fault(self.place(value), format!("“{key}” is not a day; it must be {right}"));
        }
        day.map(|day| Placed { value: day, at: self.place(value) })
    }

    /// A table inside this one.
    pub(super) fn table(&self, key: &'static str, what: &'static str) -> Option<Fields<'a>> {
        self.get(key)?;
        let (name, value) = self.table.get_key_value(key)?;
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong(
                value,
                &format!("“{key}”"),
                &if what.starts_with('[') {
                    format!("a table, begun with {what}")
                } else {
                    format!("a table, as in {key} = {{ … }}")
                },
            );
        };
        Some(self.inner(table, self.base + name.span().start, what))
    }

    /// A list of tables inside this one.
    pub(super) fn tables(&self, key: &'static str, what: &'static str) -> Vec<Fields<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let right = if what.starts_with('[') {
            format!("a list of tables, each begun with {what}")
        } else {
            format!("a list of tables, as in {key} = [{{ … }}]")
        };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong::<()>(value, &format!("“{key}”"), &right);
            return Vec::new();
        };
        let item = |item: &'a Spanned<DeValue<'a>>| match item.get_ref().as_table() {
            Some(table) => Some(self.inner(table, self.place(item), what)),
            None => self.wrong(item, &format!("an entry of “{key}”"), "a table"),
        };
        list.iter().filter_map(item).collect()
    }

    /// Notes every key that nobody asked for.
    pub(super) fn finish(self) {
        let known = self.asked.borrow();
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let advice = match slug::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean “{near}”?"),
                None => format!("it knows {}", known.join(", ")),
            };
            let message = format!("there is no key “{}” in {}; {advice}", shown(name), self.what);
            self.source.fault(self.base + key.span().start, message);
        }
    }

    fn inner(&self, table: &'a DeTable<'a>, at: usize, what: &'static str) -> Fields<'a> {
        Fields { source: self.source, base: self.base, at, table, what, asked: RefCell::default() }
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        if !self.asked.borrow().contains(&key) {
            self.asked.borrow_mut().push(key);
        }
        self.table.get(key)
    }

    fn place(&self, value: &Spanned<DeValue<'_>>) -> usize {
        self.base + value.span().start
    }

    fn as_text(&self, value: &Spanned<DeValue<'_>>, name: &dyn Fn() -> String) -> Option<Placed<String>> {
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong(value, &name(), "a text in quotes");
        };
        let span = self.base + value.span().start..self.base + value.span().end;
        let inner = self.source.text[span.clone()].find(text).unwrap_or(0);
        Some(Placed { value: text.to_owned(), at: span.start + inner })
    }

    fn wrong<T>(&self, value: &Spanned<DeValue<'_>>, name: &str, right: &str) -> Option<T> {
        let is = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.source.fault(self.place(value), format!("{name} is {is}; it must be {right}"));
        None
    }
}

/// A number as somebody would type it: in tens and without marks between its digits.
fn number_as_typed(value: &DeValue<'_>) -> Option<String> {
    if let Some(whole) = value.as_integer() {
        return i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(|number| number.to_string());
    }
    value.as_float().map(|number| number.as_str().to_owned())
}

/// What an author wrote, short enough for a message and on one line.
pub(super) fn shown(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(80) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

/// Whether this is an absolute http or https address.
pub(super) fn is_web_address(text: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let begin = text.get(..scheme.len())?;
        begin.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    });
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    !host.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}
