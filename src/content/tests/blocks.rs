//! Interactive blocks, drawn by whoever knows them.

use super::*;
use crate::content::{Known, load_with};

/// Draws what it was handed; refuses an input called `bad`.
fn draw(kind: &str, name: &str, inputs: &[(String, String)], base: &str) -> Result<String, Vec<(String, String)>> {
    let wrong: Vec<_> = inputs
        .iter()
        .filter(|(n, _)| n.ends_with("bad"))
        .map(|(n, _)| (n.clone(), format!("{n} is bad; be good")))
        .collect();
    if wrong.is_empty() { Ok(format!("<p id=\"{base}\">{kind} {name} {inputs:?}</p>")) } else { Err(wrong) }
}

fn load_blocks(markdown: &str) -> Loaded {
    let module = format!("{FRONT}{markdown}");
    let folder = folder([("workshop.toml", MANIFEST.as_bytes()), ("modules/a.md", module.as_bytes())]);
    load_with(&folder, TODAY, &Known { tools: &["t"], draw: Some(draw), ..Known::default() })
}

#[test]
fn a_block_stands_where_it_is_written_and_has_ids_of_its_own() {
    let loaded = load_blocks("## One\n\nBefore.\n\n```tool t\na = 1\n```\n\n## Two\n\n```tool t\n```\n");
    let sections = &loaded.library.as_ref().expect("sound").workshops[0].modules[0].sections;
    assert_eq!(sections[0].html, "<p>Before.</p>\n<p id=\"b1\">tool t [(\"a\", \"1\")]</p>\n");
    assert_eq!(sections[1].html, "<p id=\"b2\">tool t []</p>\n");
    assert_eq!((sections[0].words, sections[1].words), (1, 0), "what a block says is no words of the author's");
}

#[test]
fn what_is_wrong_in_a_block_is_told_at_its_line() {
    let cases = [
        ("```tool t\nbad = 1\n```\n", "9:1: bad is bad; be good"),
        ("```tool t\na = 1\n\nbad = 2\n```\n", "11:1: bad is bad; be good"),
        ("```tool t\n[[r]]\na = 1\n[[r]]\nbad = 2\n```\n", "12:1: r.bad is bad; be good"),
        ("```tool t\na = {}\n```\n", "9:1: “a” is neither a text nor a number nor a list of those"),
    ];
    for (block, expected) in cases {
        let loaded = load_blocks(&format!("## One\n\n{block}"));
        let found: Vec<String> = loaded.findings.iter().map(ToString::to_string).collect();
        assert_eq!(found.first(), Some(&format!("modules/a.md:{expected}")), "{block}");
        assert!(loaded.library.is_none(), "{block}");
    }
    let loaded = load_blocks("## One\n\n```tool t\na =\n```\n");
    assert!(
        loaded.findings[0].to_string().starts_with("modules/a.md:9:4: the block is not TOML"),
        "{:?}",
        loaded.findings
    );
}
