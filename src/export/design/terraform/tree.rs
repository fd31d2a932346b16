//! Blocks as Terraform writes them, laid out as `terraform fmt` does: one line for each argument, their equal signs in one
//! column, blocks after them with an empty line between.

use std::fmt::Write as _;

use super::super::super::terraform::quoted;

/// What stands in the braces of a block.
#[derive(Default)]
pub(super) struct Body {
    arguments: Vec<(&'static str, String)>,
    blocks: Vec<(&'static str, Body)>,
}

impl Body {
    /// The same with an argument, whose value is an expression as it stands.
    pub(super) fn with(mut self, name: &'static str, expression: impl Into<String>) -> Self {
        self.arguments.push((name, expression.into()));
        self
    }

    /// The same with an argument that is a text.
    pub(super) fn text(self, name: &'static str, text: &str) -> Self {
        self.with(name, quoted(text))
    }

    /// The same with a block.
    pub(super) fn block(mut self, name: &'static str, body: Self) -> Self {
        self.blocks.push((name, body));
        self
    }

    /// Puts an argument into a block, or into this one when the block's name is empty. A block is made when it is not there.
    pub(super) fn set(&mut self, block: &'static str, name: &'static str, expression: String) {
        if block.is_empty() {
            self.arguments.push((name, expression));
            return;
        }
        self.inner(block).arguments.push((name, expression));
    }

    /// The block of a name, made when it is not there.
    pub(super) fn inner(&mut self, name: &'static str) -> &mut Self {
        let at = self.blocks.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.blocks.push((name, Self::default()));
            self.blocks.len() - 1
        });
        &mut self.blocks[at].1
    }
}

/// A list in one line.
pub(super) fn list(texts: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", texts.into_iter().collect::<Vec<_>>().join(", "))
}

/// Writes a block that begins with its head.
pub(super) fn write(out: &mut String, head: &str, body: &Body) {
    block(out, head, body, 0);
}

fn block(out: &mut String, head: &str, body: &Body, depth: usize) {
    let indent = 2 * depth;
    if body.arguments.is_empty() && body.blocks.is_empty() {
        let _ = writeln!(out, "{:indent$}{head} {{}}", "");
        return;
    }
    let _ = writeln!(out, "{:indent$}{head} {{", "");
    let widest = body.arguments.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, expression) in &body.arguments {
        let _ = writeln!(out, "{:indent$}{name:widest$} = {expression}", "", indent = indent + 2);
    }
    for (n, (name, body_of)) in body.blocks.iter().enumerate() {
        if n > 0 || !body.arguments.is_empty() {
            out.push('\n');
        }
        block(out, name, body_of, depth + 1);
    }
    let _ = writeln!(out, "{:indent$}}}", "");
}
