//! A drawing: one bar for each address space, to scale, with a list of what is in it.

use std::fmt::Write as _;

use crate::domain::vnet_plan::{Kind, Node, Plan};

const WIDTH: f64 = 960.0;
const BAR: f64 = 44.0;
const LINE: f64 = 20.0;
/// Colours that eyes of all kinds tell apart; the last one for what is kept.
const COLOURS: [&str; 8] = ["#3b82c4", "#e39b2d", "#2f9e7a", "#b65fa5", "#5f6fb3", "#c8553d", "#7d8b2b", "#6b7280"];

pub(super) fn write(plan: &Plan) -> String {
    let (mut body, mut y) = (String::new(), 8.0);
    for space in plan.spaces() {
        let root = space.root();
        let vnet = if space.vnet().is_empty() { "No name yet" } else { space.vnet() };
        y += LINE;
        let _ =
            writeln!(body, "<text x=\"20\" y=\"{y}\" font-weight=\"600\">{}, {}</text>", escaped(vnet), root.network());
        y += 10.0;
        let (mut x, mut used, mut list) = (20.0, 0, String::new());
        let below = y + BAR + 6.0;
        let mut line = below;
        for leaf in root.leaves() {
            let length =
                2_f64.powi(i32::from(root.network().prefix_len()) - i32::from(leaf.network().prefix_len())) * WIDTH;
            let colour = colour(leaf, &mut used);
            let name = name(leaf);
            let _ = writeln!(
                body,
                "<rect x=\"{x:.3}\" y=\"{y}\" width=\"{length:.3}\" height=\"{BAR}\" fill=\"{colour}\" stroke=\"#fff\" \
                 stroke-width=\"0.5\"><title>{} {}</title></rect>",
                leaf.network(),
                escaped(&name)
            );
            x += length;
            if leaf.kind() != Kind::Free {
                line += LINE;
                let _ = writeln!(
                    list,
                    "<rect x=\"20\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"40\" y=\"{line}\">{} \
                     {}</text>",
                    line - 11.0,
                    leaf.network(),
                    escaped(&name)
                );
            }
        }
        body += &list;
        y = line + LINE;
    }
    let height = y + 8.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1000 {height}\" width=\"1000\" height=\"{height}\" role=\"img\" \
         aria-label=\"Virtual network plan\" font-family=\"sans-serif\" font-size=\"14\" fill=\"#1a1d21\">\n<rect width=\"1000\" \
         height=\"{height}\" fill=\"#fff\"/>\n{body}</svg>\n"
    )
}

fn colour(leaf: &Node, used: &mut usize) -> &'static str {
    let label = leaf.label();
    if label.takes() {
        *used += 1;
    }
    match usize::from(label.colour) {
        0 if !label.takes() => "#e3dfd6",
        0 => COLOURS[(*used - 1) % 7],
        chosen => COLOURS.get(chosen - 1).copied().unwrap_or("#e3dfd6"),
    }
}

fn name(leaf: &Node) -> String {
    let label = leaf.label();
    match (leaf.kind(), label.role) {
        (Kind::Free, _) => "free".to_owned(),
        (_, Some(role)) if label.name.is_empty() => role.demand().title.to_owned(),
        _ if label.name.is_empty() => label.note.clone(),
        _ => label.name.clone(),
    }
}

/// A text in XML, which has no place for most of what cannot be seen.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
