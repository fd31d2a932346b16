//! Values as Bicep writes them, and their layout.

use std::fmt::Write as _;

use super::super::super::bicep::quoted;

/// A value.
pub(super) enum Node {
    /// An expression as it stands.
    Raw(String),
    /// Values, one a line.
    List(Vec<Node>),
    /// Keys with values.
    Object(Object),
}

/// Keys with values, in the order in which they were set.
#[derive(Default)]
pub(super) struct Object(Vec<(String, Node)>);

impl Node {
    pub(super) fn text(text: &str) -> Self {
        Self::Raw(quoted(text))
    }

    pub(super) fn raw(text: impl Into<String>) -> Self {
        Self::Raw(text.into())
    }

    pub(super) fn texts<T: ToString>(texts: &[T]) -> Self {
        Self::List(texts.iter().map(|text| Self::text(&text.to_string())).collect())
    }
}

impl Object {
    /// The same with a value at a path, whose keys have points between.
    pub(super) fn with(mut self, path: &str, node: Node) -> Self {
        self.set(path, node);
        self
    }

    /// Puts a value at a path.
    pub(super) fn set(&mut self, path: &str, node: Node) {
        let Some((first, rest)) = path.split_once('.') else { return self.key(path, node) };
        for (key, known) in &mut self.0 {
            if let (true, Node::Object(object)) = (key == first, known) {
                return object.set(rest, node);
            }
        }
        self.key(first, Node::Object(Self::default().with(rest, node)));
    }

    /// Puts a value under a key, which is taken as it stands.
    pub(super) fn key(&mut self, key: &str, node: Node) {
        self.0.push((key.to_owned(), node));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Writes an object with its braces; the first stands where the text is.
pub(super) fn write(out: &mut String, object: &Object) {
    node_of(out, object, 0);
}

fn node_of(out: &mut String, object: &Object, depth: usize) {
    if object.is_empty() {
        out.push_str("{}");
        return;
    }
    out.push_str("{\n");
    for (key, node) in &object.0 {
        let _ = write!(out, "{:indent$}{key}: ", "", indent = 2 * (depth + 1));
        value(out, node, depth + 1);
        out.push('\n');
    }
    let _ = write!(out, "{:indent$}}}", "", indent = 2 * depth);
}

fn value(out: &mut String, node: &Node, depth: usize) {
    match node {
        Node::Raw(text) => out.push_str(text),
        Node::List(nodes) if nodes.is_empty() => out.push_str("[]"),
        Node::List(nodes) => {
            out.push_str("[\n");
            for node in nodes {
                let _ = write!(out, "{:indent$}", "", indent = 2 * (depth + 1));
                value(out, node, depth + 1);
                out.push('\n');
            }
            let _ = write!(out, "{:indent$}]", "", indent = 2 * depth);
        }
        Node::Object(object) => node_of(out, object, depth),
    }
}
