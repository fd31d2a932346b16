//! What a person typed into a tool: names and texts, as they stand in an address.

use std::fmt::Write as _;

/// The most that is read: more stands in no address.
const MOST: usize = 2_000;

/// Names and texts in their order; a name may stand there several times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs(Vec<(String, String)>);

impl Inputs {
    /// From an address's query or a form, as `a=1&b=2`. Never fails: what is no percent-encoding stands for itself.
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        };
        Self(query.split('&').filter(|pair| !pair.is_empty()).take(MOST).map(pair).collect())
    }

    /// From pairs that are read already.
    #[must_use]
    pub fn of_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// As an address's query.
    #[must_use]
    pub fn to_query(&self) -> String {
        let pair = |(name, value): &(String, String)| format!("{}={}", encode(name), encode(value));
        self.0.iter().map(pair).collect::<Vec<_>>().join("&")
    }

    /// Whether nothing was typed at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was typed into a field, without the white space around it; empty when nothing was.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.trim())
    }

    /// The same as it was typed.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// Whether the field was sent, even when nothing stands in it.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// All that stands under a name, in order, without the white space around each.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.trim()).collect()
    }

    /// The rows of a table of fields such as `pool.name`, `pool.nodes`: the n-th of each. Rows in which nothing stands are
    /// left out; each comes with the number of its row.
    #[must_use]
    pub fn rows<const N: usize>(&self, names: [&str; N]) -> Vec<(usize, [&str; N])> {
        let columns = names.map(|name| self.all(name));
        let count = columns.iter().map(Vec::len).max().unwrap_or(0);
        let row = |r: usize| std::array::from_fn(|c| columns[c].get(r).copied().unwrap_or_default());
        (0..count)
            .map(|r| (r, row(r)))
            .filter(|(_, row): &(usize, [&str; N])| row.iter().any(|t| !t.is_empty()))
            .collect()
    }

    /// The same with one more.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with another text in a field; `pool.nodes.1` is the second under the name `pool.nodes`.
    #[must_use]
    pub fn put(mut self, field: &str, value: &str) -> Self {
        let row = field.rsplit_once('.').and_then(|(name, row)| Some((name, row.parse::<usize>().ok()?)));
        if let Some((name, row)) = row
            && let Some((_, text)) = self.0.iter_mut().filter(|(n, _)| n == name).nth(row)
        {
            value.clone_into(text);
            return self;
        }
        self.with(field, value)
    }

    /// The same without these names.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|(n, _)| !names.contains(&n.as_str()));
        self
    }

    /// All pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |n: usize| bytes.get(at + n).and_then(|b| char::from(*b).to_digit(16));
        match (bytes[at], hex(1), hex(2)) {
            (b'+', ..) => out.push(b' '),
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 2;
            }
            (other, ..) => out.push(other),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b',' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            // Writing into a string cannot fail.
            other => drop(write!(out, "%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read_and_written() {
        let cases = [
            ("a=1&b=2", vec![("a", "1"), ("b", "2")], "a=1&b=2"),
            ("cidr=10.0.0.0%2F24&x=a+b", vec![("cidr", "10.0.0.0/24"), ("x", "a b")], "cidr=10.0.0.0/24&x=a+b"),
            ("a&&b=", vec![("a", ""), ("b", "")], "a=&b="),
            ("a=%2&b=%zz&c=%", vec![("a", "%2"), ("b", "%zz"), ("c", "%")], "a=%252&b=%25zz&c=%25"),
            ("a=%FF", vec![("a", "\u{fffd}")], "a=%EF%BF%BD"),
            ("a=%252525", vec![("a", "%2525")], "a=%252525"),
            ("", vec![], ""),
        ];
        for (query, pairs, written) in cases {
            let inputs = Inputs::of_query(query);
            assert_eq!(inputs.pairs().collect::<Vec<_>>(), pairs, "{query}");
            assert_eq!(inputs.to_query(), written, "{query}");
        }
    }

    #[test]
    fn a_field_of_a_row_gets_another_text() {
        let put = |field, value| Inputs::of_query("p.c=1&p.n=x&p.c=2&a=3").put(field, value).to_query();
        assert_eq!(put("p.c.1", "9"), "p.c=1&p.n=x&p.c=9&a=3");
        assert_eq!(put("a", "9"), "p.c=1&p.n=x&p.c=2&a=9");
        assert_eq!(put("p.c.7", "9"), "p.c=1&p.n=x&p.c=2&a=3&p.c.7=9");
    }

    #[test]
    fn rows_go_together_and_empty_ones_are_left_out() {
        let inputs = Inputs::of_query("p.n=a&p.c=1&p.n=&p.c=&p.n=b&p.c=+2&p.n=c");
        assert_eq!(inputs.rows(["p.n", "p.c"]), [(0, ["a", "1"]), (2, ["b", "2"]), (3, ["c", ""])]);
    }
}
