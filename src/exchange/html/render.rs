//! The tree as Markdown.

use std::fmt::Write as _;

use super::escape::{inline, line_start};
use super::tree::{Node, Tag};
use super::{Fate, Losses};

/// Elements that stand in lines of their own.
const BLOCKS: [&str; 30] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "blockquote",
    "hr",
    "dl",
    "dt",
    "dd",
    "figure",
    "center",
];

/// Blocks of Markdown, to be parted by empty lines.
pub(super) fn blocks(nodes: &[Node], losses: &mut Losses) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut run: Vec<&Node> = Vec::new();
    for node in nodes {
        match node {
            Node::Element(tag, inside) if is_block(node) => {
                blocks.extend(paragraph(&run, losses));
                run.clear();
                block(tag, inside, &mut blocks, losses);
            }
            node => run.push(node),
        }
    }
    blocks.extend(paragraph(&run, losses));
    blocks
}

/// Whether it, or something in it, stands in lines of its own.
fn is_block(node: &Node) -> bool {
    let Node::Element(tag, inside) = node else { return false };
    BLOCKS.contains(&tag.name.as_str()) || inside.iter().any(is_block)
}

fn block(tag: &Tag, inside: &[Node], out: &mut Vec<String>, losses: &mut Losses) {
    told(tag, losses);
    match tag.name.as_str() {
        "pre" => out.extend(fenced(&text_of(inside))),
        "ul" | "ol" => out.extend(list(tag, inside, losses)),
        "table" => out.extend(table(inside, losses)),
        "blockquote" => {
            let text = blocks(inside, losses).join("\n\n");
            let quoted: Vec<String> = text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
            out.push(quoted.join("\n"));
        }
        "hr" => out.push("---".to_owned()),
        heading if heading.len() == 2 && heading.starts_with('h') => {
            let marks = heading[1..].parse().unwrap_or(3);
            let text = line_of(inside, losses);
            if !text.is_empty() {
                out.push(format!("{} {text}", "#".repeat(marks)));
            }
        }
        "b" | "strong" | "i" | "em" | "code" | "a" | "u" => {
            losses.formats.insert(format!("<{}> around blocks", tag.name));
            out.extend(blocks(inside, losses));
        }
        _ => out.extend(blocks(inside, losses)),
    }
}

fn paragraph(run: &[&Node], losses: &mut Losses) -> Vec<String> {
    let mut text = String::new();
    for node in run {
        spans(node, &mut text, losses);
    }
    // Breaks in a row part paragraphs; each other one is a break.
    let mut paragraphs: Vec<Vec<String>> = vec![vec![]];
    for line in text.split('\n') {
        let line = line_start(line.trim());
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => last.push(line),
            Some(last) if !last.is_empty() => paragraphs.push(vec![]),
            _ => {}
        }
    }
    paragraphs.into_iter().filter(|lines| !lines.is_empty()).map(|lines| lines.join("\\\n")).collect()
}

/// All of it in one line.
fn line_of(nodes: &[Node], losses: &mut Losses) -> String {
    let mut text = String::new();
    for node in nodes {
        spans(node, &mut text, losses);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn spans(node: &Node, out: &mut String, losses: &mut Losses) {
    let (tag, inside) = match node {
        Node::Text(text) => return push_text(text, out),
        Node::Element(tag, inside) => (tag, inside),
    };
    told(tag, losses);
    let mut inner = String::new();
    let name = tag.name.as_str();
    if !matches!(name, "code" | "tt" | "kbd" | "samp" | "pre") {
        for node in inside {
            spans(node, &mut inner, losses);
        }
    }
    match name {
        "br" => out.push('\n'),
        "b" | "strong" => marked("**", &inner, out),
        "i" | "em" | "var" | "cite" | "dfn" => marked("*", &inner, out),
        "code" | "tt" | "kbd" | "samp" | "pre" => {
            let text = text_of(inside).split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(&code(&text));
        }
        "a" => match tag.attribute("href").filter(|href| !href.is_empty()) {
            Some(href) if !inner.trim().is_empty() => {
                if href.contains("@@PLUGINFILE@@") {
                    losses.others.push(("file kept in Moodle", Fate::KeptAsText, href.to_owned()));
                }
                let (before, text, after) = apart(&inner);
                let _ = write!(out, "{before}[{text}](<{}>){after}", href.replace(['<', '>', '\n'], ""));
            }
            _ => out.push_str(&inner),
        },
        "img" => {
            let alt = tag.attribute("alt").unwrap_or_default();
            let source = tag.attribute("src").unwrap_or_default();
            let source = if source.starts_with("data:") { "data within the file" } else { source };
            let fate = if alt.is_empty() { Fate::LeftOut } else { Fate::KeptAsText };
            losses.others.push(("image", fate, format!("{source} {alt}")));
            push_text(alt, out);
        }
        "sub" | "sup" => {
            losses.others.push(("raised or lowered text", Fate::KeptAsText, inner.clone()));
            out.push_str(&inner);
        }
        "iframe" | "video" | "audio" | "object" | "embed" | "svg" | "math" | "canvas" | "input" | "select"
        | "textarea" | "button" => {
            let source = tag.attribute("src").or(tag.attribute("data")).unwrap_or_default();
            losses.others.push(("embedded element", Fate::LeftOut, format!("<{name}> {source} {inner}")));
        }
        "span" | "abbr" | "font" | "small" | "big" | "label" | "wbr" => out.push_str(&inner),
        _ => {
            losses.formats.insert(format!("<{name}>"));
            out.push_str(&inner);
        }
    }
}

/// White space is one space, as in a browser.
fn push_text(text: &str, out: &mut String) {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        let space = letter.is_whitespace() && letter != '\u{a0}';
        let after_space = written.chars().next_back().or(out.chars().next_back()).is_none_or(|c| c == ' ' || c == '\n');
        match (space, after_space) {
            (true, true) => {}
            (true, false) => written.push(' '),
            _ => written.push(if letter == '\u{a0}' { ' ' } else { letter }),
        }
    }
    out.push_str(&inline(&written));
}

/// White space at the ends stays outside the marks, or they would be none.
fn marked(mark: &str, inner: &str, out: &mut String) {
    let (before, text, after) = apart(inner);
    if text.is_empty() {
        out.push_str(inner);
    } else {
        let _ = write!(out, "{before}{mark}{text}{mark}{after}");
    }
}

fn apart(text: &str) -> (&str, &str, &str) {
    let bare = text.trim();
    let start = text.len() - text.trim_start().len();
    if bare.is_empty() { (text, "", "") } else { (&text[..start], bare, &text[start + bare.len()..]) }
}

/// A code span; its fence is longer than what stands in it.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn fenced(text: &str) -> Option<String> {
    let text = text.strip_prefix('\n').unwrap_or(text).trim_end();
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    (!text.is_empty()).then(|| format!("{fence}\n{text}\n{fence}"))
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn list(tag: &Tag, inside: &[Node], losses: &mut Losses) -> Option<String> {
    let mut items = Vec::new();
    for node in inside {
        let Node::Element(item, inside) = node else { continue };
        let parts = if item.name == "li" {
            told(item, losses);
            blocks(inside, losses)
        } else {
            blocks(std::slice::from_ref(node), losses)
        };
        let mark = if tag.name == "ol" { format!("{}. ", items.len() + 1) } else { "- ".to_owned() };
        let indent = " ".repeat(mark.len());
        let loose = parts.len() > 1 && parts[1..].iter().any(|part| !part.starts_with(['-', '1']));
        let text = parts.join(if loose { "\n\n" } else { "\n" });
        let lines: Vec<String> =
            text.lines().map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") }).collect();
        items.push(format!("{mark}{}", lines.join("\n").trim_start()).trim_end().to_owned());
    }
    (!items.is_empty()).then(|| items.join("\n"))
}

fn table(inside: &[Node], losses: &mut Losses) -> Option<String> {
    let mut rows = Vec::new();
    rows_of(inside, &mut rows, losses);
    let columns = rows.iter().map(Vec::len).max().filter(|columns| *columns > 0)?;
    let line = |row: &[String]| {
        let cells = (0..columns).map(|n| row.get(n).map_or("", String::as_str));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(|row| line(row)).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    Some(lines.join("\n"))
}

fn rows_of(nodes: &[Node], rows: &mut Vec<Vec<String>>, losses: &mut Losses) {
    for node in nodes {
        let Node::Element(tag, inside) = node else { continue };
        match tag.name.as_str() {
            "tr" => {
                let mut cells = Vec::new();
                for cell in inside {
                    if let Node::Element(cell, inside) = cell {
                        if cell.attribute("colspan").or(cell.attribute("rowspan")).is_some_and(|n| n != "1") {
                            losses.formats.insert("cells over several columns or rows".to_owned());
                        }
                        cells.push(line_of(inside, losses).replace('|', "\\|"));
                    }
                }
                rows.push(cells);
            }
            "caption" => rows.push(vec![line_of(inside, losses)]),
            _ => rows_of(inside, rows, losses),
        }
    }
}

/// Notes what an element says of its looks.
fn told(tag: &Tag, losses: &mut Losses) {
    for (name, value) in &tag.attributes {
        if matches!(name.as_str(), "style" | "class" | "color" | "face" | "size" | "align") && !value.is_empty() {
            losses.formats.insert(name.clone());
        }
    }
}

/// The text alone, as it stands.
pub(super) fn text_of(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(tag, _) if tag.name == "br" => out.push('\n'),
            Node::Element(_, inside) => out.push_str(&text_of(inside)),
        }
    }
    out
}
