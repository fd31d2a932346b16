//! HTML as a tree, read with the patience of a browser: nothing is an error, nothing nests without end.

use super::escape::decoded;
use super::{Fate, Losses};

/// The deepest nesting; what stands deeper is read as if its tags were not there.
const DEEPEST: usize = 40;
/// The most attributes of a tag; what has more is no tag.
const MOST_ATTRIBUTES: usize = 64;
/// Elements that have no end.
const VOID: [&str; 10] = ["br", "hr", "img", "input", "meta", "link", "source", "wbr", "col", "embed"];
/// Elements whose content is no text.
const OPAQUE: [&str; 2] = ["script", "style"];

/// A part of a text.
#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Element(Tag, Vec<Node>),
}

/// An element's name and what it says of itself.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: vec![] }
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a text. With `breaks`, the ends of its lines are breaks, and empty lines part paragraphs.
pub(super) fn parse(text: &str, breaks: bool, losses: &mut Losses) -> Vec<Node> {
    let mut builder = Builder { open: vec![(Tag::default(), vec![])], breaks, dropped: false };
    let mut rest = text;
    // Behind the last end of a tag there are no tags; so nothing is looked through again and again.
    let last = text.rfind('>').unwrap_or(0);
    while !rest.is_empty() {
        let Some(at) = rest.find('<').filter(|at| text.len() - rest.len() + at < last) else {
            builder.text(rest);
            break;
        };
        builder.text(&rest[..at]);
        rest = &rest[at..];
        rest = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.find("-->").map_or("", |end| &comment[end + 3..])
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            rest.find('>').map_or("", |end| &rest[end + 1..])
        } else if let Some((tag, closes, after)) = tag(rest) {
            builder.tag(tag, closes, after, losses)
        } else {
            builder.text("<");
            &rest[1..]
        };
    }
    if builder.dropped {
        losses.formats.insert(format!("nesting deeper than {DEEPEST}"));
    }
    builder.done()
}

struct Builder {
    /// From the outermost to the innermost; each with what it holds so far.
    open: Vec<(Tag, Vec<Node>)>,
    breaks: bool,
    dropped: bool,
}

impl Builder {
    fn push(&mut self, node: Node) {
        if let Some((_, inside)) = self.open.last_mut() {
            inside.push(node);
        }
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.breaks || self.open.iter().any(|(tag, _)| tag.name == "pre") {
            return self.push(Node::Text(decoded(text)));
        }
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.push(Node::Element(Tag::named("br"), vec![]));
            }
            self.push(Node::Text(decoded(line)));
        }
    }

    /// Takes a tag in; answers with what comes after it.
    fn tag<'t>(&mut self, tag: Tag, closes: bool, after: &'t str, losses: &mut Losses) -> &'t str {
        let name = tag.name.clone();
        if closes {
            if let Some(at) = self.open.iter().rposition(|(open, _)| open.name == name).filter(|at| *at > 0) {
                self.close_down_to(at);
            }
            return after;
        }
        if OPAQUE.contains(&name.as_str()) {
            losses.others.push(("script or style sheet", Fate::LeftOut, format!("<{name}>")));
            let ends = |at: &usize| {
                after.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(&name))
            };
            let end = after.match_indices("</").map(|(at, _)| at).find(ends);
            let rest = end.map_or("", |at| &after[at..]);
            return rest.find('>').map_or("", |at| &rest[at + 1..]);
        }
        let ended_by_this: &[&str] = match name.as_str() {
            "li" => &["li"],
            "td" | "th" => &["td", "th"],
            "tr" => &["td", "th", "tr"],
            "p" | "div" | "ul" | "ol" | "table" | "pre" | "blockquote" => &["p"],
            "option" => &["option"],
            _ => &[],
        };
        let fences: &[&str] = if name == "li" { &["ul", "ol"] } else { &["table", "li", "td", "th", "blockquote"] };
        while let Some((inner, _)) = self.open.last().filter(|_| self.open.len() > 1) {
            let inner = inner.name.as_str();
            let ends = self.open.iter().rposition(|(open, _)| ended_by_this.contains(&open.name.as_str()));
            let fence = self.open.iter().rposition(|(open, _)| fences.contains(&open.name.as_str()));
            match ends {
                Some(at) if at > 0 && (fence.is_none_or(|fence| at > fence) || ended_by_this.contains(&inner)) => {
                    self.close_down_to(at);
                }
                _ => break,
            }
        }
        if VOID.contains(&name.as_str()) {
            self.push(Node::Element(tag, vec![]));
        } else if self.open.len() > DEEPEST {
            self.dropped = true;
        } else {
            self.open.push((tag, vec![]));
        }
        after
    }

    fn close_down_to(&mut self, at: usize) {
        while self.open.len() > at {
            if let Some((tag, inside)) = self.open.pop() {
                self.push(Node::Element(tag, inside));
            }
        }
    }

    fn done(mut self) -> Vec<Node> {
        self.close_down_to(1);
        self.open.pop().map(|(_, nodes)| nodes).unwrap_or_default()
    }
}

/// The tag at the beginning of a text, whether it closes, and what comes after it.
fn tag(text: &str) -> Option<(Tag, bool, &str)> {
    let closes = text.starts_with("</");
    let rest = &text[if closes { 2 } else { 1 }..];
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if length == 0 || !rest.as_bytes()[0].is_ascii_alphabetic() {
        return None;
    }
    let mut tag = Tag::named(&rest[..length].to_ascii_lowercase());
    let mut rest = &rest[length..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || tag.attributes.len() > MOST_ATTRIBUTES {
            return None;
        }
        if let Some(after) = rest.strip_prefix('>') {
            return Some((tag, closes, after));
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len()).max(1);
        let end = (end..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = if let Some(quote @ ('"' | '\'')) = after.chars().next() {
                let (value, after) = after[1..].split_once(quote).unwrap_or_default();
                (decoded(value), after)
            } else {
                let end = after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len());
                (decoded(&after[..end]), &after[end..])
            };
        }
        tag.attributes.push((name, value));
    }
}
