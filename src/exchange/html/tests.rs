//! Worked cases of HTML.

use super::*;

#[test]
fn html_becomes_the_markdown_that_says_the_same() {
    let cases = [
        ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\\\nlines"),
        ("<b>bold </b>and <em>it</em>", "**bold** and *it*"),
        ("<code>a | b</code> <code>`x`</code>", "`a | b` `` `x` ``"),
        ("<pre>\n  a &lt; b\n\n# c</pre>", "```\n  a < b\n\n# c\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("<ul><li>a<li>b<ol><li>c</li></ol></ul>", "- a\n- b\n  1. c"),
        ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "1. a\n\n   b\n2. c"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1|2<td>x</table>", "| a | b |\n| --- | --- |\n| 1\\|2 | x |"),
        ("<a href='https://example.org/(x)'>here</a>.", "[here](<https://example.org/(x)>)."),
        ("<a name=x>there</a>", "there"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<h3>Head</h3>text", "### Head\n\ntext"),
        ("a<hr/>b", "a\n\n---\n\nb"),
        ("2 * 3 &lt; 7 &amp;&amp; a_b", "2 * 3 < 7 && a_b"),
        ("*a* _b_ `c` [d] <!-- x -->\\(", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\] \\\\("),
        (
            "<p># no head</p><p>1. no list</p><p>- nor this</p><p>&gt; nor</p>",
            "\\# no head\n\n1\\. no list\n\n\\- nor this\n\n\\> nor",
        ),
        ("<div><span>in</span> <div>deep</div></div>", "in\n\ndeep"),
        ("a &copy; &unknown; &#8594; &#x2192;", "a © &unknown; → →"),
        ("&amp;lt; stays", "\\&lt; stays"),
        ("a < b and c > d", "a < b and c > d"),
        ("<p>  much \n space </p>", "much space"),
        ("", ""),
    ];
    for (html, expected) in cases {
        assert_eq!(markdown(html, Style::Html).0, expected, "{html}");
    }
}

#[test]
fn what_is_lost_is_told() {
    let told = |html: &str| {
        let (text, lost) = markdown(html, Style::Html);
        let lost: Vec<String> = lost.iter().map(|(what, fate, detail)| format!("{what}: {fate}: {detail}")).collect();
        (text, lost.join("; "))
    };
    let cases = [
        ("<p>plain</p>", "plain", ""),
        ("<u>a</u>", "a", "formatting that Markdown has not: left out: <u>"),
        ("<p style=\"color: red\" class=\"x\">a</p>", "a", "formatting that Markdown has not: left out: class, style"),
        ("H<sub>2</sub>O", "H2O", "raised or lowered text: kept as text: 2"),
        (
            "<img src=\"@@PLUGINFILE@@/a.png\" alt=\"A plan\">",
            "A plan",
            "image: kept as text: @@PLUGINFILE@@/a.png A plan",
        ),
        ("a<img src=\"b.png\">", "a", "image: left out: b.png "),
        ("<script>if (a < b) { x() }</script>a", "a", "script or style sheet: left out: <script>"),
        (
            "<iframe src=\"https://example.org\"></iframe>a",
            "a",
            "embedded element: left out: <iframe> https://example.org ",
        ),
        (
            "<a href=\"@@PLUGINFILE@@/b.pdf\">b</a>",
            "[b](<@@PLUGINFILE@@/b.pdf>)",
            "file kept in Moodle: kept as text: @@PLUGINFILE@@/b.pdf",
        ),
        ("\\(x^2\\)", "\\\\(x^2\\\\)", "formula: kept as text: "),
        (
            "<table><tr><td colspan=2>a</table>",
            "| a |\n| --- |",
            "formatting that Markdown has not: left out: cells over several columns or rows",
        ),
    ];
    for (html, text, lost) in cases {
        assert_eq!(told(html), (text.to_owned(), lost.to_owned()), "{html}");
    }
}

#[test]
fn plain_lines_stay_lines_and_mean_nothing_more() {
    assert_eq!(markdown("# a\n*b*\n\nc", Style::Plain).0, "\\# a\\\n\\*b\\*\n\nc");
    assert_eq!(markdown("a\nb <b>c</b>\n\nd", Style::Auto).0, "a\\\nb **c**\n\nd");
    assert_eq!(markdown("# a {x}", Style::Markdown).0, "# a {x}");
    assert_eq!(bare("<p>a &amp; <b>b</b></p>", Style::Html), "a & b");
    assert_eq!(bare("a < b", Style::Plain), "a < b");
}
