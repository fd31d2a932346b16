//! Whatever an author writes, the page is safe and the program stands.

use std::collections::HashSet;

use proptest::prelude::*;
use scraper::Html;

use super::{FRONT, MANIFEST, TODAY, folder, load_text};
use crate::content::model::Module;
use crate::content::{Loaded, load};

/// Pieces of Markdown, of HTML and of what lies between them.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "## One\n",
        "\n\n### Two {#two .optional was=x}\n",
        "> ",
        "- ",
        "1. ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "```bash\n",
        "```tool x\n",
        "~~~yaml\n",
        "[a](#one)",
        "[k](term:kubenet)",
        "[k](term:cilium)",
        "[a](b)",
        "![a](b.png)",
        "![a](c.svg)",
        "[x](javascript:alert(1))",
        "[x](https://e.org/\"onclick=\"a)",
        "<https://e.org/'>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<p style=\"x\">",
        "<!-- ",
        "-->",
        "&lt;script&gt;",
        "&#60;b onclick=x&#62;",
        "\"",
        "'",
        "<",
        ">",
        "=",
        "|",
        "| a | b |\n|---|:-:|\n| c | d |\n",
        "[^1]",
        "[^1]: note\n",
        "[^2]: <script>\n",
        "term\n: def\n",
        "- [ ] task\n",
        "> [!TIP]\n> ",
        "---\n",
        "===\n",
        "\\",
        "{#id}",
        " onload=\"x\" ",
        " style=\"x\" ",
        "\u{0}",
        "é",
        "🙂",
        "\u{202e}",
        "[r]: https://e.org \"t\"\n",
        "[r]",
        "+++\n",
        "json\n",
        "key: \"v\"\n",
        "echo $X | grep 'a'\n",
    ]);
    let known = known.prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![4 => known, 1 => "\\PC{0,8}", 1 => "[a-z ]{0,12}"], 0..40)
        .prop_map(|pieces| pieces.concat())
}

/// Every piece of HTML that a module puts into a page.
fn html_of(module: &Module) -> String {
    let mut html = module.intro.clone();
    html.extend(module.goals.iter().map(String::as_str));
    for section in &module.sections {
        html.extend(["<h2 id=\"", &section.id, "\">", &section.title_html, "</h2>", &section.html]);
    }
    html
}

/// Nothing in the HTML runs, styles itself, leads anywhere it should not, or has the name of something else.
fn check(html: &str) {
    assert!(!html.to_lowercase().contains("<script"), "{html}");
    let page = Html::parse_fragment(html);
    let mut ids = HashSet::new();
    for node in page.tree.values() {
        let scraper::Node::Element(element) = node else { continue };
        assert!(!matches!(element.name(), "script" | "style" | "iframe" | "object" | "base" | "form" | "b"), "{html}");
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && name != "style", "{name} in {html}");
            if matches!(name, "href" | "src") {
                let leads =
                    ["#", "/w/w", "https://", "http://", "mailto:"].iter().any(|begin| value.starts_with(begin));
                assert!(leads, "{value} in {html}");
            }
            if name == "id" {
                assert!(ids.insert(value.to_owned()), "the id {value} is there twice in {html}");
            }
        }
    }
    for node in page.tree.values() {
        let scraper::Node::Element(element) = node else { continue };
        let leads = element.attr("href").and_then(|href| href.strip_prefix('#'));
        for id in leads.into_iter().chain(element.attr("aria-describedby")) {
            assert!(ids.contains(id), "{id} is nowhere in {html}");
        }
    }
}

fn check_loaded(loaded: &Loaded) {
    for finding in &loaded.findings {
        assert!(finding.line > 0 && finding.column > 0 && !finding.message.contains('\n'), "{finding}");
    }
    for module in loaded.library.iter().flat_map(|library| &library.workshops).flat_map(|workshop| &workshop.modules) {
        check(&html_of(module));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_is_drawn_safely_or_refused(text in pieces()) {
        check_loaded(&load_text(&format!("## One\n\n{text}\n")));
    }

    #[test]
    fn any_bytes_are_drawn_safely_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), in_front in any::<bool>()) {
        let module = if in_front { bytes.clone() } else { [FRONT.as_bytes(), b"## One\n\n", &bytes].concat() };
        let files = [
            ("workshop.toml", MANIFEST.as_bytes()),
            ("modules/a.md", &module),
            ("glossary.toml", &bytes),
            ("handout.toml", &bytes),
        ];
        check_loaded(&load(&folder(files), TODAY));
    }

    #[test]
    fn any_toml_is_read_or_refused(keys in prop::collection::vec(("(id|title|term|modules|heading|was|link|x)", "(1|\"a\"|\\[\\]|\\[1\\]|\\{a=1\\}|2026-01-01|true|1.5|\"term:x\")"), 0..6)) {
        let text = keys.iter().map(|(key, value)| format!("{key} = {value}\n")).collect::<Vec<_>>().concat();
        let module = format!("+++\n{text}+++\n## One\n");
        let files = [
            ("workshop.toml", text.as_bytes()),
            ("modules/a.md", module.as_bytes()),
            ("glossary.toml", text.as_bytes()),
            ("handout.toml", text.as_bytes()),
        ];
        check_loaded(&load(&folder(files), TODAY));
    }

    #[test]
    fn any_drawing_is_drawn_safely_or_refused(inner in drawing()) {
        let svg = format!("<svg viewBox='0 0 9 9'>{inner}</svg>");
        let module = format!("{FRONT}## One\n\n![a](c.svg)\n\n![a](c.svg)\n");
        let files = [("workshop.toml", MANIFEST.as_bytes()), ("modules/a.md", module.as_bytes()), ("c.svg", svg.as_bytes())];
        let loaded = load(&folder(files), TODAY);
        check_loaded(&loaded);
    }

    #[test]
    fn code_in_any_language_keeps_its_letters(code in "\\PC{0,60}(\n\\PC{0,60}){0,4}", language in "(bash|yaml|json|toml|hcl|dockerfile|go|python|rust)") {
        prop_assume!(!code.contains("~~~") && !code.contains('\u{0}'));
        let loaded = load_text(&format!("## One\n\n~~~{language}\n{code}\n~~~\n"));
        check_loaded(&loaded);
        let html = loaded.library.map(|library| library.workshops[0].modules[0].sections[0].html.clone()).unwrap_or_default();
        let shown: String = Html::parse_fragment(&html).root_element().text().collect();
        prop_assert_eq!(shown.trim_end(), code.trim_end());
    }
}

/// Pieces of SVG and of what lies between them.
fn drawing() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "<g>",
        "</g>",
        "<g/>",
        "<rect id='a' x='1'/>",
        "<use href='#a'/>",
        "<text>",
        "</text>",
        "words",
        "&lt;script&gt;",
        "&#60;b&#62;",
        "&",
        "<",
        "<g fill='url(#a)'/>",
        "<g class='x y'>",
        "<title>",
        "</title>",
        "<!-- c -->",
        "<path d='M0 0'",
        "/>",
        " onclick='x'",
        " style='x'",
        "<script>",
        "<desc>&lt;img src=x onerror=a&gt;</desc>",
        "<a href='javascript:x'>",
        "]]>",
        "<![CDATA[",
        "'",
        "\"",
        "\u{0}",
        "é",
    ]);
    prop::collection::vec(known, 0..12).prop_map(|pieces| pieces.concat())
}
