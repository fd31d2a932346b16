//! The record as Markdown: what stands there, and that texts stay texts.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::hostile::{HOSTILE, any_text, spoil};
use super::{OWN, design, text};
use crate::domain::design::{About, Design, Finding, KeptPlan, Severity};
use crate::export::design::write;

fn whole() -> Design {
    let mut one = design(OWN, &[("network-model", "overlay"), ("outbound", "user-nat-gateway")]);
    one.decisions[0].open = vec!["How many nodes?".to_owned()];
    one.open = vec!["Who pays?".to_owned()];
    one.notes = "First.\n\nSecond.".to_owned();
    one.plans = vec![KeptPlan {
        tool: "aks-plan".to_owned(),
        title: "Ranges".to_owned(),
        query: "model=overlay&pool.nodes=3".to_owned(),
        says: "It fits.".to_owned(),
        note: String::new(),
    }];
    one
}

fn found(message: &str) -> Vec<Finding> {
    let of = |severity, code| Finding {
        code,
        severity,
        message: message.to_owned(),
        cure: message.to_owned(),
        source: "https://learn.microsoft.com/azure/aks/private-clusters",
        about: vec![About::Sheet("pool.nodes.1".to_owned()), About::Wizard("outbound".to_owned()), About::Plan(0)],
    };
    vec![of(Severity::Error, "an-error"), of(Severity::Warning, "a-warning"), of(Severity::Note, "a-note")]
}

#[test]
fn the_record_says_everything() {
    let text = write(&whole(), &found("It does not fit."), "markdown").unwrap().1;
    for expected in [
        "# Shop\n",
        "| Region | westeurope |",
        "| system | 3 | 110 | 10% | linux | system | Standard_D4s_v5 | 1,2,3 |  |",
        "### Choose network-model\n\n**overlay.** Build it with overlay.\n",
        "- It speaks for overlay. [Source](<https://learn.microsoft.com/azure/aks/>)\n",
        "- **Other**: It has no Windows pools. [Source](<https://learn.microsoft.com/azure/aks/other>)\n",
        "Next best: **Next**. It is simpler.\n",
        "| Windows pools | No | your sheet |",
        "- [ ] How many nodes? (Choose network-model)\n- [ ] Who pays?\n",
        "### Errors\n\n- It does not fit. [Source](<https://learn.microsoft.com/azure/aks/private-clusters>)\n  - Cure: It does not fit.\n",
        "  - About: Most nodes, win, Choose outbound, Ranges\n",
        "### Warnings\n",
        "### Notes\n",
        "- [Ranges](</tools/aks-plan?model=overlay&amp;pool.nodes=3>)\n  - It fits.\n",
        "## Notes\n\nFirst.\n\nSecond.\n",
        "## What the programs leave out\n",
        "- **The resource group** (in Bicep only): ",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn code_and_links_of_reasons_stay_what_they_are() {
    let mut one = whole();
    one.decisions[0].reasons[0].text =
        "Use `--pod-cidr` and [this page](https://learn.microsoft.com/x), **never** [that](javascript:alert)."
            .to_owned();
    let text = text(&one, "markdown");
    let line = text.lines().find(|line| line.contains("--pod-cidr")).unwrap();
    assert_eq!(
        line,
        "- Use `--pod-cidr` and [this page](<https://learn.microsoft.com/x>), never \\[that\\](javascript\\:alert). \
         [Source](<https://learn.microsoft.com/azure/aks/>)"
    );
}

/// What a reader of Markdown makes of it, without the texts; code and links to the web in texts are left aside.
fn shape(markdown: &str) -> Vec<String> {
    let options = Options::all() & !Options::ENABLE_SMART_PUNCTUATION;
    let mut found = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::End(pulldown_cmark::TagEnd::Link) => {}
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://") || dest_url.starts_with("/tools/"), "{dest_url}");
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                assert_eq!(&*html, "<br>");
                found.push("<br>".to_owned());
            }
            Event::Start(tag) => found.push(format!("{:?}", pulldown_cmark::TagEnd::from(tag))),
            Event::End(tag) => found.push(format!("/{tag:?}")),
            other => found.push(format!("{other:?}")),
        }
    }
    found
}

/// The texts of a document, in one.
fn words(markdown: &str) -> String {
    let options = Options::all() & !Options::ENABLE_SMART_PUNCTUATION;
    let text = |event| match event {
        Event::Text(text) | Event::Code(text) => text.into_string(),
        _ => String::new(),
    };
    Parser::new_ext(markdown, options).map(text).collect()
}

/// The texts of the cells of all tables.
fn cells(markdown: &str) -> Vec<String> {
    let (mut found, mut inside) = (Vec::new(), false);
    for event in Parser::new_ext(markdown, Options::all() & !Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Start(Tag::TableCell) => {
                inside = true;
                found.push(String::new());
            }
            Event::End(pulldown_cmark::TagEnd::TableCell) => inside = false,
            Event::Text(text) | Event::Code(text) if inside => found.last_mut().unwrap().push_str(&text),
            _ => {}
        }
    }
    found
}

fn spoilt(text: &str) -> String {
    let mut one = whole();
    spoil(&mut one, text);
    // Sources are checked apart: without https they are no links.
    for decision in &mut one.decisions {
        decision.reasons[0].source = "https://learn.microsoft.com/".to_owned();
        decision.ruled_out[0].source = "https://learn.microsoft.com/".to_owned();
    }
    write(&one, &found(text), "markdown").unwrap().1
}

/// A text with something in it, in one line: empty texts leave parts of the record away.
fn filled(text: &str) -> String {
    format!("x{}", text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " "))
}

#[test]
fn hostile_texts_are_texts() {
    let expected = shape(&spoilt("x"));
    for text in HOSTILE {
        assert_eq!(shape(&spoilt(&filled(text))), expected, "{text}");
        let bare = text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ");
        assert_eq!(shape(&spoilt(&bare)), expected, "{text}\n{}", spoilt(&bare));
    }
    let beginnings = [
        "- a",
        "* a",
        "+ a",
        "1. a",
        "1) a",
        "# a",
        "> a",
        "    a",
        "===",
        "---",
        "***",
        "[ ] a",
        "[x] a",
        "|-|",
        ": a",
        "[^1]: a",
        "[a]: https://x",
        "$x$",
        "$$x$$",
        "~~a~~",
        "www.x.com",
        "a@b.com",
        "https://x.com",
        ":smile:",
        "<https://x>",
        "&lt;",
        "```",
        "~~~",
        "==a==",
        "^a^",
        "{#a .b}",
        "!\\[a](b)",
        "\\",
        "a\\",
        "`",
        "``",
        "**",
        "**a",
        "[a](https://x",
        "`a",
        "- [ ] a",
        "+++",
    ];
    for text in beginnings {
        let spoilt = spoilt(text);
        assert_eq!(shape(&spoilt), expected, "{text}\n{spoilt}");
        assert!(words(&spoilt).starts_with(text.trim()), "{text}\n{spoilt}");
    }
    for address in ["javascript:alert(1)", "http://x", "//x", "https://x/>)[y](z", "data:text/html,x"] {
        let mut one = whole();
        one.decisions[0].reasons[0].source = address.to_owned();
        one.plans[0].tool = "/evil.example/".to_owned();
        shape(&text(&one, "markdown"));
    }
}

#[test]
fn notes_of_many_lines_are_paragraphs() {
    for lines in
        ["- a\n- b", "# a\n\n# b", "    code\n\tcode", "1. a\n2) b", "a\n===\nb\n---", "> a\n\n***\n|a|b|\n|-|-|\n"]
    {
        let mut one = Design { notes: lines.to_owned(), ..Design::default() };
        let shape = shape(&text(&one, "markdown"));
        one.notes = "x\n".repeat(lines.lines().filter(|line| !line.trim().is_empty()).count());
        assert_eq!(shape, self::shape(&text(&one, "markdown")), "{lines}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_text(text in any_text()) {
        let text = filled(&text);
        prop_assert_eq!(shape(&spoilt(&text)), shape(&spoilt("x")), "{}", spoilt(&text));
    }

    #[test]
    fn any_text_fills_its_cell(text in any_text()) {
        let text = filled(&text);
        let mut one = Design { decisions: whole().decisions, ..Design::default() };
        one.decisions.truncate(1);
        let answer = &mut one.decisions[0].answers[0];
        (answer.short, answer.say, answer.from) = (text.clone(), "x".to_owned(), Some(text.clone()));
        let text = text.replace('\0', "\u{fffd}");
        let expected = ["Question", "Answer", "Known from", text.trim(), "x", text.trim()];
        prop_assert_eq!(cells(&super::text(&one, "markdown")), expected);
    }

    #[test]
    fn any_plain_text_reads_as_it_was(text in any_text()) {
        let text = filled(&text);
        let one = Design { title: text.clone(), ..Design::default() };
        let written = super::text(&one, "markdown");
        // A reader of Markdown has no NUL, and no spaces at the end of a line.
        let text = text.replace('\0', "\u{fffd}");
        prop_assert!(words(&written).starts_with(text.trim()), "{}\n{}", written, words(&written));
    }
}
