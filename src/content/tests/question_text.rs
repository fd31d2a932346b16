//! The Markdown of questions: what is drawn of it, and that nothing in it can hurt.

use proptest::prelude::*;

use crate::content::{question_html, question_inline};

#[test]
fn every_construct_of_a_question_has_its_html() {
    let cases = [
        ("", ""),
        ("One\ntwo  \nthree.\n\nFour.", "<p>One\ntwo<br>\nthree.</p>\n<p>Four.</p>\n"),
        (
            "*a* **b** ~~c~~ `d < e` & f",
            "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d &lt; e</code> &amp; f</p>\n",
        ),
        ("- a\n- b\n\n3. c", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol start=\"3\">\n<li>c</li>\n</ol>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("# a", "<p><strong>a</strong></p>\n"),
        ("---", "<hr>\n"),
        (
            "| a | b \"c\" |\n|--:|---|\n| 1 | `2` |",
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table: a, b &quot;c&quot;\"><table><thead><tr><th scope=\"col\" class=\"r\">a</th><th scope=\"col\">b \"c\"</th></tr></thead>\n<tbody>\n<tr><td class=\"r\">1</td><td><code>2</code></td></tr>\n</tbody></table></div>\n",
        ),
        (
            "```yaml\na: 1\n```",
            "<div class=\"code\" data-language=\"yaml\"><pre tabindex=\"0\"><code><span class=\"p\">a</span>: <span class=\"n\">1</span></code></pre></div>\n",
        ),
        ("```\na < b\n```", "<div class=\"code\"><pre tabindex=\"0\"><code>a &lt; b</code></pre></div>\n"),
        ("    a\n    b", "<div class=\"code\"><pre tabindex=\"0\"><code>a\nb</code></pre></div>\n"),
        (
            "[a](https://example.org/?a=1&b='2') <https://example.org>",
            "<p><a class=\"outside\" href=\"https://example.org/?a=1&amp;b=&#x27;2&#x27;\" rel=\"noopener\">a</a> <a class=\"outside\" href=\"https://example.org\" rel=\"noopener\">https://example.org</a></p>\n",
        ),
        ("[a](#one) [b](term:x) [c](javascript:alert) <me@example.org>", "<p>a b c me@example.org</p>\n"),
        ("![a *b*](https://example.org/x.png)", "<p>a <em>b</em></p>\n"),
        ("a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n"),
        ("<div>\nc\n</div>", "<pre class=\"raw\" tabindex=\"0\">&lt;div&gt;\nc\n&lt;/div&gt;</pre>\n"),
        ("- [ ] a[^1]\n\n[^1]: b", "<ul>\n<li>[ ] a^1</li>\n</ul>\n"),
    ];
    for (text, html) in cases {
        assert_eq!(question_html(text), html, "{text}");
    }
}

#[test]
fn an_option_is_one_line_whatever_it_begins_with() {
    let cases = [
        ("", ""),
        ("  a \n\n b ", "a b"),
        (
            "*a* **`b`** [c](https://example.org) `d`",
            "<em>a</em> <strong><code>b</code></strong> <a class=\"outside\" href=\"https://example.org\" rel=\"noopener\">c</a> <code>d</code>",
        ),
        ("**`a`** first", "<strong><code>a</code></strong> first"),
        ("_a_ first", "<em>a</em> first"),
        ("# a", "# a"),
        ("1. a", "1. a"),
        ("- a", "- a"),
        ("> a", "&gt; a"),
        ("---", "---"),
        ("```a", "```a"),
        ("| a |\n|---|", "| a | |---|"),
        ("    a", "a"),
        ("<div> a", "&lt;div&gt; a"),
        ("[a]: https://example.org", "[a]: https://example.org"),
        ("![a](https://example.org/x.png)", "a"),
        (";a", ";a"),
        ("&amp; & a", "&amp; &amp; a"),
        ("a\\", "a\\"),
    ];
    for (text, html) in cases {
        assert_eq!(question_inline(text), html, "{text}");
    }
}

#[test]
fn signs_for_gaps_come_through_wherever_they_stand() {
    let text = "Is \u{e000} or *\u{e001}*, `\u{e002}`?\n\n```yaml\nkind: \u{e003}\n```\n\n| \u{e004} |\n|---|\n| \u{e0ff} |\n\n<b \u{e005}>";
    let html = question_html(text);
    let of = |text: &str| text.chars().filter(|c| ('\u{e000}'..='\u{e0ff}').contains(c)).collect::<String>();
    assert_eq!(of(&html), of(text), "{html}");
    assert_eq!(of(&question_inline("a \u{e000} `b \u{e001}`")), "\u{e000}\u{e001}");
    // In a link's address or a fence's language a gap would stand inside a tag; there it does not come through.
    for text in ["[a](https://example.org/\u{e000})", "```ya\u{e000}ml\na\n```", "| a\u{e001} |\n|---|"] {
        no_gap_in_a_tag(&question_html(text));
    }
}

fn no_gap_in_a_tag(html: &str) {
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            '\u{e000}'..='\u{e0ff}' => assert!(!inside, "{html}"),
            _ => {}
        }
    }
}

/// Whether every tag is one that the writer makes, and all are closed in the order in which they were opened.
fn is_safe(html: &str) -> Result<(), String> {
    const PAIRS: [&str; 23] = [
        "p",
        "strong",
        "em",
        "del",
        "code",
        "blockquote",
        "pre",
        "div",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "span",
        "code",
        "pre",
        "p",
        "em",
    ];
    let mut open: Vec<&str> = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, _) = part.split_once('>').ok_or_else(|| format!("a tag without end: {part}"))?;
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if let Some(name) = name.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let mut rest = attributes;
        while !rest.is_empty() {
            let (attribute, after) = rest.split_once("=\"").ok_or_else(|| format!("an odd attribute: {tag}"))?;
            let (value, after) = after.split_once('"').ok_or_else(|| format!("an odd value: {tag}"))?;
            let known = ["class", "tabindex", "role", "aria-label", "href", "rel", "scope", "start", "data-language"];
            if !known.contains(&attribute) {
                return Err(format!("the attribute {attribute}"));
            }
            let lower = value.to_ascii_lowercase();
            if attribute == "href" && !(lower.starts_with("https://") || lower.starts_with("http://")) {
                return Err(format!("the address {value}"));
            }
            rest = after.trim_start();
        }
        if ["br", "hr"].contains(&name) {
            continue;
        }
        if !PAIRS.contains(&name) {
            return Err(format!("the tag {name}"));
        }
        open.push(name);
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} are not closed")) }
}

#[test]
fn hostile_texts_are_drawn_as_text() {
    let many = |text: &str, n: usize| text.repeat(n);
    let texts = [
        "<script>alert(1)</script>".to_owned(),
        "a <img src=x onerror=alert(1)>".to_owned(),
        "<!-- --><svg/onload=alert(1)>".to_owned(),
        "[a](javascript:alert(1))".to_owned(),
        "[a](JaVaScRiPt:alert(1)) [b](data:text/html,x) [c](//example.org)".to_owned(),
        "[a](https://example.org/\"onmouseover=\"alert(1))".to_owned(),
        "[a](<https://example.org/ \" onmouseover=alert(1)>)".to_owned(),
        "<https://example.org/\"><b>x>".to_owned(),
        "```\" onclick=\"alert(1)\nx\n```".to_owned(),
        "``` <b>\nx\n```".to_owned(),
        "| \"><b> |\n|---|\n| <i> |".to_owned(),
        "![\"><script>](https://example.org)".to_owned(),
        "[![a](x)](https://example.org) [a [b](https://example.org) c](https://example.org)".to_owned(),
        "&lt;script&gt; &#60;b&#62; &#x3c;".to_owned(),
        "\0 \u{1} \u{7f} \u{202e} \u{feff} \u{fffe}".to_owned(),
        "a\r\nb\rc".to_owned(),
        many("> ", 5_000),
        many("- ", 5_000),
        many("*a ", 5_000),
        many("[", 20_000),
        many("[a](", 5_000),
        many("`", 20_001),
        many("<b", 10_000),
        many("| a ", 2_000) + "\n" + &many("|---", 2_000),
        "```yaml\n".to_owned() + &many("- ", 5_000),
        "```python\n".to_owned() + &many("(", 5_000),
        "~~~\n".to_owned() + &many("a\n", 10_000),
    ];
    for text in texts {
        for html in [question_html(&text), question_inline(&text)] {
            let begin: String = text.chars().take(60).collect();
            is_safe(&html)
                .unwrap_or_else(|wrong| panic!("{wrong} of {begin}: {}", html.chars().take(300).collect::<String>()));
            assert!(!html.contains("<script") && !html.contains("<img"), "{begin}");
        }
    }
}

#[test]
fn what_is_nested_too_deep_is_drawn_flat() {
    let deep = "> ".repeat(60) + "a < b";
    assert_eq!(question_html(&deep), format!("<p>{}a &lt; b</p>\n", "&gt; ".repeat(60)));
}

proptest! {
    #[test]
    fn any_text_is_drawn_safely(text in "\\PC{0,80}", marks in "[-#*_`~>|<\\[\\]()!:&;\"'\\\\ \na1\u{e000}]{0,80}") {
        for text in [&text, &marks, &format!("{text}{marks}"), &format!("```yaml\n{marks}\n```")] {
            for html in [question_html(text), question_inline(text)] {
                prop_assert_eq!(is_safe(&html), Ok(()), "{}", html);
                no_gap_in_a_tag(&html);
            }
            prop_assert!(!question_inline(text).contains("<p>"));
        }
    }

    #[test]
    fn signs_for_gaps_are_kept_in_words_and_code(words in "[a-z \u{e000}\u{e001}]{0,30}") {
        let count = |text: &str| text.chars().filter(|c| *c >= '\u{e000}').count();
        prop_assert_eq!(count(&question_html(&format!("x {words}"))), count(&words));
        prop_assert_eq!(count(&question_html(&format!("```yaml\nx {words}\n```"))), count(&words));
        prop_assert_eq!(count(&question_inline(&words)), count(&words));
    }
}
