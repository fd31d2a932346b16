//! A request's body as a tree. In contrast to `serde_json::Value` it knows of names that stand twice in an object, and it
//! keeps the order of the names.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

/// A value of the body.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    /// A whole number that a machine word holds.
    Whole(i128),
    /// Any other number: with a fraction, or beyond 2^64.
    Number(f64),
    Text(String),
    List(Vec<Self>),
    /// In the order of the body; a name may stand there twice.
    Object(Vec<(String, Self)>),
}

impl Node {
    /// What it is, as it stands in a sentence.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Whole(_) | Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Reads a body.
///
/// # Errors
///
/// The body is no JSON: what is wrong and where, in words.
pub(super) fn read(body: &[u8]) -> Result<Node, String> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err("The body is empty; send a JSON object.".to_owned());
    }
    serde_json::from_slice(body).map_err(|error| in_words(&error))
}

fn in_words(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    if error.classify() == Category::Eof {
        return format!(
            "The JSON ends before it is complete, in line {line}, column {column}: a bracket, a brace or a quotation \
             mark is not closed."
        );
    }
    let said = error.to_string();
    let what = said.rsplit_once(" at line ").map_or(said.as_str(), |(what, _)| what);
    let what = match what {
        "number out of range" => "a number is larger than any that can be read",
        "recursion limit exceeded" => "lists or objects lie within one another more than 127 deep",
        "trailing characters" => "something follows after the end of the value",
        "trailing comma" => "a comma has nothing after it",
        "key must be a string" => "a name in an object is not in quotation marks",
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            "a text has a line end or another control character as it is; write it with a backslash, such as \\n"
        }
        "expected value" | "expected ident" => "there is no JSON value where one is wanted",
        other => other,
    };
    format!("This is not JSON: in line {line}, column {column}, {what}.")
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNode)
    }
}

struct AnyNode;

impl<'de> Visitor<'de> for AnyNode {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Whole(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Whole(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Node::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_is_said_in_words_with_its_place() {
        let cases = [
            ("", "The body is empty"),
            (" \n ", "The body is empty"),
            ("{", "ends before it is complete, in line 1, column 1"),
            ("{\"a\": 1,\n\"b\": }", "in line 2, column 6, there is no JSON value"),
            ("{\"a\": 1,}", "column 9, a comma has nothing after it"),
            ("{a: 1}", "column 2, a name in an object is not in quotation marks"),
            ("{} {}", "column 4, something follows"),
            ("{\"a\": 1e400}", "larger than any"),
            ("\"a\nb\"", "line 2, column 0, a text has a line end"),
        ];
        for (body, expected) in cases {
            let said = read(body.as_bytes()).unwrap_err();
            assert!(said.contains(expected), "{body:?}: {said}");
        }
        let deep = "[".repeat(10_000);
        assert!(read(deep.as_bytes()).unwrap_err().contains("more than 127 deep"));
        assert!(read(b"\"\xff\"").is_err());
    }

    #[test]
    fn names_that_stand_twice_are_both_there() {
        let node = read(b"\xef\xbb\xbf{\"a\": 1, \"a\": 1e3}").unwrap();
        let member = |value| ("a".to_owned(), value);
        assert_eq!(node, Node::Object(vec![member(Node::Whole(1)), member(Node::Number(1e3))]));
    }
}
