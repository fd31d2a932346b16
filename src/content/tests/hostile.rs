//! Files made to hurt: each is drawn or refused precisely.

use super::{FRONT, lines, load_files, load_text, section, workshop};
use crate::content::Loaded;

/// Loads Markdown below a section's heading.
fn load_below(markdown: &str) -> Loaded {
    load_text(&format!("## One\n\n{markdown}\n"))
}

/// A piece repeated up to so many bytes.
fn repeated(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len())
}

/// Pieces that are harmless once and hostile ten thousand times.
const PIECES: [&str; 40] = [
    "word ",
    "word\n\n",
    "> ",
    "- ",
    "[",
    "]",
    "![",
    "](",
    "[a](#b) ",
    "[a](https://example.org/) ",
    "[k](term:kubenet) ",
    "*a ",
    "**",
    "~~",
    "_a_",
    "`",
    "``` ",
    "```\n",
    "```bash\necho a\n```\n\n",
    "<b>",
    "<!-- ",
    "<a href=\"x\">\n\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
    "| a ",
    "&amp;",
    "\\",
    "[^1]",
    "[^1]: a\n\n",
    "a[^1]\n\n[^1]: b\n\n",
    "### a\n\n",
    "## a\n\n",
    "# a\n",
    "a\n: b\n\n",
    "a\n===\n",
    "- [ ] a\n",
    "> [!NOTE]\n> a\n\n",
    "\t",
    "é\u{301}🙂",
    "![a](b.png)\n\n",
    "[a]: b\n[a]\n\n",
];

/// What grows with the square of the size would go on for minutes here.
#[test]
fn whatever_comes_again_and_again_is_drawn_or_refused() {
    for piece in PIECES {
        let loaded = load_below(&repeated(piece, 160_000));
        assert!(loaded.library.is_some() || !loaded.findings.is_empty(), "{piece:?}");
    }
}

#[test]
fn two_megabytes_of_prose_are_drawn() {
    let piece =
        "Nodes take *addresses* from the [network](https://example.org/n), pods from `10.244.0.0/16`.\n\n- a\n- b\n\n";
    let loaded = load_below(&repeated(piece, 2 * 1024 * 1024));
    assert_eq!(loaded.findings.len(), 1, "the section is long, and that is all");
    assert!(loaded.library.is_some());
}

#[test]
fn what_is_nested_too_deep_is_refused_once_with_its_place() {
    let emphasis = ["*a **b ".repeat(5_000), "** c* ".repeat(5_000)].concat();
    let found = lines(&load_below(&emphasis));
    assert!(found.len() == 1 && found[0].contains("nested deeper than 50"), "{found:?}");
    let repeated = [("> ", 101), (">", 51), ("+ ", 51), ("1. ", 76)].map(|(piece, at)| (piece.repeat(10_000), at));
    for (text, column) in repeated {
        let message = "quotes, lists or emphasis are nested deeper than 50; make the text flatter";
        assert_eq!(lines(&load_below(&text)), [format!("modules/a.md:8:{column}: {message}")], "{}", &text[..20]);
    }
}

#[test]
fn brackets_without_links_are_text() {
    let brackets = ["[".repeat(10_000), "]".repeat(10_000)].concat();
    assert_eq!(section(&brackets).html, format!("<p>{brackets}</p>\n"));
}

#[test]
fn a_hundred_thousand_links_are_drawn_and_the_broken_ones_named() {
    let section = section(&"[a](https://example.org/) ".repeat(100_000));
    assert_eq!(section.links.len(), 100_000);
    let loaded = load_below(&"[a](#no) ".repeat(100_000));
    assert_eq!(loaded.findings.len(), 100_000 + 1, "and the section is long");
    assert_eq!((loaded.findings[100_000].line, loaded.findings[100_000].column), (8, 9 * 99_999 + 1));
}

#[test]
fn tables_of_any_size_are_drawn_whole() {
    let rows = 10_000;
    let long = section(&format!("| a | b |\n|---|---|\n{}", "| 1 | 2 |\n".repeat(rows)));
    assert_eq!(long.html.matches("<tr>").count(), rows + 1);
    let wide = section(&format!("{}|\n{}|\n{}|\n", "|a".repeat(1000), "|-".repeat(1000), "|b".repeat(1000)));
    assert_eq!(wide.html.matches("<td>").count(), 1000);
    assert!(wide.html.contains(" a…\""), "the label is cut");
}

#[test]
fn a_table_in_a_list_and_code_in_a_quote_stand_where_they_are() {
    let section = section("- one\n\n  | a |\n  |---|\n  | 1 |\n\n> ```\n> code\n> ```\n");
    assert!(section.html.contains("<li><p>one</p>\n<div class=\"scroll\""), "{}", section.html);
    assert!(section.html.contains(
        "<blockquote>\n<div class=\"code\"><pre tabindex=\"0\"><code>code</code></pre></div>\n</blockquote>"
    ));
}

#[test]
fn tabs_and_control_characters_are_text() {
    let section = section("a\tb\u{b}\u{1b}[0m\n\n\tcode\n");
    assert_eq!(
        section.html,
        "<p>a\tb\u{b}\u{1b}[0m</p>\n<div class=\"code\"><pre tabindex=\"0\"><code>code</code></pre></div>\n"
    );
}

#[test]
fn a_module_of_front_matter_alone_or_nothing_is_refused() {
    for text in [FRONT, "+++", "+++\n", "", "\n", "\u{feff}", "\r\n\r\n"] {
        let loaded = load_files(&[("modules/a.md", text)]);
        assert!(loaded.library.is_none(), "{text:?}");
        assert!(lines(&loaded).iter().all(|line| line.starts_with("modules/a.md:")), "{text:?}");
    }
}

#[test]
fn toml_made_to_hurt_is_refused() {
    let deep = format!("a = {}", "[".repeat(100_000));
    let tables = format!("[{}a]", "a.".repeat(100_000));
    let many = "a = 1\n".repeat(100_000);
    for text in [deep, tables, many] {
        for file in ["workshop.toml", "glossary.toml", "handout.toml"] {
            let module = format!("{FRONT}## One\n");
            let loaded = load_files(&[("modules/a.md", &module), (file, &text)]);
            assert!(loaded.library.is_none());
            assert!(loaded.findings.len() <= 101);
        }
        let loaded = load_files(&[("modules/a.md", &format!("+++\n{text}\n+++\n## One\n"))]);
        assert!(loaded.library.is_none());
    }
}

#[test]
fn a_drawing_made_to_hurt_is_refused_or_drawn() {
    let module = format!("{FRONT}## One\n\n{}", "![a](a.svg) ".repeat(100));
    for piece in ["<g>", "<g/>", "</g>", "<text>", "&amp;", "<!-- -->", "a='b' ", "<g a", "<"] {
        let svg = format!("<svg viewBox='0 0 9 9'>{}</svg>", piece.repeat(20_000));
        let loaded = load_files(&[("modules/a.md", &module), ("a.svg", &svg)]);
        assert!(loaded.findings.len() <= 1, "{piece}: told once");
    }
}

#[test]
fn a_module_of_many_sections_keeps_each() {
    let text: Vec<String> = (0..20_000).map(|n| format!("## Section {n}\n\ntext\n\n")).collect();
    assert_eq!(workshop(load_text(&text.concat())).modules[0].sections.len(), 20_000);
}

#[test]
fn code_that_is_nothing_but_mistakes_does_not_hang() {
    let worst = [
        ("go", "`"),
        ("go", "\""),
        ("toml", "f<"),
        ("toml", "<-"),
        ("toml", "a: b\n"),
        ("bash", "{}"),
        ("python", "{}"),
    ];
    for (language, piece) in worst {
        let code = piece.repeat(4_000 / piece.len());
        let lines: Vec<_> = code.as_bytes().chunks(480).map(|line| std::str::from_utf8(line).unwrap()).collect();
        // Four times as much of such pieces would go on for minutes: hence the limit on what is coloured.
        let loaded = load_below(&format!("~~~{language}\n{}\n~~~", lines.join("\n")));
        assert!(loaded.library.is_some(), "{language} {piece}");
    }
}
