//! Values with their places, and what may stand there.

use serde_json::{Map, Value};

use super::Fault;
use crate::domain::design::{MOST_ADDRESS, MOST_ID, MOST_NOTES};
use crate::domain::spelling::distance;
use crate::domain::typed;

/// What is read, or the fault that stands in its way.
pub(super) type Read<T> = Result<T, Fault>;

/// A value. Faults in it are placed from it; who read it out of something larger says where that was ([`under`]).
pub(super) struct At<'v> {
    pub value: &'v Value,
}

/// An object with the keys that it may have.
pub(super) struct Object<'v> {
    map: &'v Map<String, Value>,
}

impl<'v> At<'v> {
    pub fn object(&self, known: &[&str]) -> Read<Object<'v>> {
        let Value::Object(map) = self.value else {
            return fault(format!("This is {}; write an object with keys in braces.", kind(self.value)));
        };
        if let Some(key) = map.keys().find(|key| !known.contains(&key.as_str())) {
            let near = known.iter().map(|name| (distance(name, &key.chars().take(60).collect::<String>()), name)).min();
            let meant = match near {
                Some((0..=2, name)) => format!("; probably “{name}” was meant"),
                _ => format!("; known are {}", known[..known.len().min(10)].join(", ")),
            };
            let pointer = format!("/{}", escaped(key));
            return Err(Fault { pointer, message: format!("This key is not known{meant}.") });
        }
        Ok(Object { map })
    }

    fn string(&self, most: usize) -> Read<&'v str> {
        let Value::String(text) = self.value else {
            return fault(format!("This is {}; write a text in quotation marks.", kind(self.value)));
        };
        match text.chars().count() {
            n if n > most => fault(format!("This has {n} characters; {most} are the most here.")),
            _ => Ok(text),
        }
    }

    pub fn line(&self, most: usize) -> Read<String> {
        let text = self.string(most)?;
        match text.chars().find(|c| c.is_control()) {
            Some(c) => fault(format!("There is a {} in it; this text is one line.", named(c))),
            None => Ok(typed::line(text)),
        }
    }

    pub fn lines(&self) -> Read<String> {
        let text = self.string(MOST_NOTES)?;
        match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            Some(c) => fault(format!("There is a {} in it, which no text has.", named(c))),
            None => Ok(typed::text(text)),
        }
    }

    /// A word of small letters, digits and hyphens.
    pub fn id(&self) -> Read<String> {
        let text = self.string(MOST_ID)?;
        let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
        if text.is_empty() || !plain {
            return fault("This is no id; an id has small letters, digits and hyphens.");
        }
        Ok(text.to_owned())
    }

    pub fn source(&self) -> Read<String> {
        let text = self.string(MOST_ADDRESS)?;
        let plain = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`' | '\\'));
        if !plain || text.strip_prefix("https://").is_none_or(str::is_empty) {
            return fault("This is no source; write a whole address that begins with https://.");
        }
        Ok(text.to_owned())
    }
}

impl<'v> Object<'v> {
    /// The value of a key; none where it is left out or null.
    fn at(&self, key: &str) -> Option<At<'v>> {
        let value = self.map.get(key).filter(|value| !value.is_null())?;
        Some(At { value })
    }

    pub fn maybe<T>(&self, key: &str, read: impl FnOnce(&At<'v>) -> Read<T>) -> Read<Option<T>> {
        self.at(key).map(|at| read(&at).map_err(|fault| under(fault, &escaped(key)))).transpose()
    }

    pub fn needed<T>(&self, key: &str, read: impl FnOnce(&At<'v>) -> Read<T>) -> Read<T> {
        self.maybe(key, read)?.ok_or_else(|| Fault {
            pointer: format!("/{key}"),
            message: "This is missing; it cannot be left out.".to_owned(),
        })
    }

    pub fn line(&self, key: &str, most: usize) -> Read<String> {
        Ok(self.maybe(key, |at| at.line(most))?.unwrap_or_default())
    }

    pub fn text(&self, key: &str) -> Read<String> {
        Ok(self.maybe(key, At::lines)?.unwrap_or_default())
    }

    pub fn list<T>(&self, key: &str, most: usize, read: impl Fn(&At<'v>) -> Read<T>) -> Read<Vec<T>> {
        let all = |at: &At<'v>| {
            let Value::Array(values) = at.value else {
                return fault(format!("This is {}; write a list in brackets.", kind(at.value)));
            };
            if values.len() > most {
                return fault(format!("There are {} entries; {most} are the most here.", values.len()));
            }
            let entry =
                |(n, value): (usize, &'v Value)| read(&At { value }).map_err(|fault| under(fault, &n.to_string()));
            values.iter().enumerate().map(entry).collect()
        };
        Ok(self.maybe(key, all)?.unwrap_or_default())
    }
}

/// A fault in the value that is read.
pub(super) fn fault<T>(message: impl Into<String>) -> Read<T> {
    Err(Fault { pointer: String::new(), message: message.into() })
}

/// A fault in something that stands under this key.
fn under(mut fault: Fault, key: &str) -> Fault {
    fault.pointer.insert_str(0, key);
    fault.pointer.insert(0, '/');
    fault
}

/// A key as a part of a pointer, cut when it is long.
fn escaped(key: &str) -> String {
    let plain: String = key.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    plain.replace('~', "~0").replace('/', "~1")
}

fn named(c: char) -> String {
    match c {
        '\n' | '\r' => "line break".to_owned(),
        '\t' => "tab".to_owned(),
        c => format!("control character U+{:04X}", u32::from(c)),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
