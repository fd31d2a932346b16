//! Golden HTML for each construct.

use super::{FRONT, GLOSSARY, MANIFEST, TODAY, folder, lines, load_files, load_text, section, workshop};
use crate::content::load;
use crate::content::model::{Life, Link};

#[test]
fn an_empty_corner_of_a_table_is_no_header() {
    let loaded = load_text("## One\n\n| | Pods |\n| --- | --: |\n| Overlay | 250 |\n");
    let html = &loaded.library.expect("sound").workshops[0].modules[0].sections[0].html;
    assert!(html.contains("<thead><tr><td></td><th scope=\"col\" class=\"r\">Pods</th></tr></thead>"), "{html}");
    assert!(html.contains("<td>Overlay</td>"), "{html}");
}

#[test]
fn every_construct_has_its_html() {
    let cases = [
        (
            "text *em* **strong** ~~del~~ `a < b`",
            "<p>text <em>em</em> <strong>strong</strong> <del>del</del> <code>a &lt; b</code></p>\n",
        ),
        ("a  \nb\nc", "<p>a<br>\nb\nc</p>\n"),
        ("---", "<hr>\n"),
        ("> quote", "<blockquote>\n<p>quote</p>\n</blockquote>\n"),
        (
            "> [!WARNING]\n> hot",
            "<aside class=\"aside warning\" role=\"note\"><p class=\"aside-title\">Warning</p>\n<p>hot</p>\n</aside>\n",
        ),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n\n4. b", "<ol start=\"3\">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n"),
        (
            "- [ ] open **it**\n- [x] done\n  - more",
            "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"open it\"> open <strong>it</strong></li>\n\
             <li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"done\"> done<ul>\n<li>more</li>\n</ul>\n\
             </li>\n</ul>\n",
        ),
        ("term\n: what it is", "<dl>\n<dt>term</dt>\n<dd>what it is</dd>\n</dl>\n"),
        (
            "| A | B | C |\n|---|--:|:-:|\n| 1 | 2 | <3 |",
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: A, B, C\"><table><thead><tr>\
             <th scope=\"col\">A</th><th scope=\"col\" class=\"r\">B</th><th scope=\"col\" class=\"c\">C</th></tr></thead>\n\
             <tbody>\n<tr><td>1</td><td class=\"r\">2</td><td class=\"c\">&lt;3</td></tr>\n</tbody></table></div>\n",
        ),
        (
            "| A |\n|---|",
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: A\"><table><thead><tr>\
             <th scope=\"col\">A</th></tr></thead>\n</table></div>\n",
        ),
        ("```\na < b\n```", "<div class=\"code\"><pre tabindex=\"0\"><code>a &lt; b</code></pre></div>\n"),
        ("    indented\n", "<div class=\"code\"><pre tabindex=\"0\"><code>indented</code></pre></div>\n"),
        (
            "```text,linenos\na\n```",
            "<div class=\"code\" data-language=\"text\"><pre tabindex=\"0\"><code>a</code></pre></div>\n",
        ),
        (
            "```json\n[true]\n```",
            "<div class=\"code\" data-language=\"json\"><pre tabindex=\"0\"><code>[<span class=\"n\">true</span>]</code></pre></div>\n",
        ),
        (
            "### Two *spaces*",
            "<h3 id=\"two-spaces\">Two <em>spaces</em><a class=\"anchor\" href=\"#two-spaces\" aria-label=\"Link to Two spaces\"></a></h3>\n",
        ),
        ("<b>bold</b> & <!-- c -->", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;!-- c --&gt;</p>\n"),
        (
            "<div onclick=\"x\">\n<p>\n",
            "<pre class=\"raw\" tabindex=\"0\">&lt;div onclick=\"x\"&gt;\n&lt;p&gt;\n</pre>\n",
        ),
        (
            "[out](https://example.org/a?b=1&c=2 \"t\")",
            "<p><a class=\"outside\" href=\"https://example.org/a?b=1&amp;c=2\" rel=\"noopener\">out</a></p>\n",
        ),
        (
            "<https://example.org/>",
            "<p><a class=\"outside\" href=\"https://example.org/\" rel=\"noopener\">https://example.org/</a></p>\n",
        ),
        (
            "<a@example.org>",
            "<p><a class=\"outside\" href=\"mailto:a@example.org\" rel=\"noopener\">a@example.org</a></p>\n",
        ),
        ("[here](#one)", "<p><a href=\"#one\">here</a></p>\n"),
        ("[here](a#one) [all](a)", "<p><a href=\"#one\">here</a> <a href=\"/w/w/a\">all</a></p>\n"),
        ("`[no](#link)`", "<p><code>[no](#link)</code></p>\n"),
        ("![alt \"x\"](gone.png)", "<figure><span class=\"missing\">alt \"x\"</span></figure>\n"),
        ("text [plan](plan.pdf)", "<p>text <span class=\"missing\">plan</span></p>\n"),
    ];
    for (markdown, html) in cases {
        assert_eq!(section(markdown).html, html, "{markdown}");
    }
}

#[test]
fn terms_are_explained_once_in_a_section_and_carry_their_life() {
    let module = workshop(load_text(
        "## Of [kubenet](term:kubenet)\n\n[kubenet](term:kubenet), [it](term:kubenet), [o](term:overlay)\n\n\
         ## Two\n\n[c](term:cilium) [b](term:basic-lb)\n",
    ))
    .modules
    .remove(0);
    let [one, two] = &module.sections[..] else { panic!("two sections") };
    assert_eq!(one.title, "Of kubenet");
    assert_eq!(one.title_html, "Of <a class=\"term\" href=\"/w/w/glossary#term-kubenet\">kubenet</a>");
    let expected = [
        "<p><span class=\"term-use\"><a class=\"term\" href=\"/w/w/glossary#term-kubenet\" aria-describedby=\"tip.1\">kubenet</a>",
        "<span class=\"term-tip\" role=\"tooltip\" id=\"tip.1\">Routes &amp; bridges.</span></span>",
        " <span class=\"pill retiring\">retires 31 March 2028</span>",
        ", <a class=\"term\" href=\"/w/w/glossary#term-kubenet\">it</a>, ",
        "<span class=\"term-use\"><a class=\"term\" href=\"/w/w/glossary#term-overlay\" aria-describedby=\"tip.2\">o</a>",
        "<span class=\"term-tip\" role=\"tooltip\" id=\"tip.2\">Pods have their own range.</span></span></p>\n",
    ];
    assert_eq!(one.html, expected.concat());
    assert_eq!(one.terms, ["kubenet", "overlay"]);
    assert_eq!(one.text, "kubenet, it, o", "explanations are no text of the section");
    assert!(two.html.contains("<span class=\"pill preview\">preview</span>"), "{}", two.html);
    assert!(two.html.contains("<span class=\"pill retired\">retired 30 September 2025</span>"), "{}", two.html);
}

#[test]
fn the_glossary_is_in_order_with_definitions_drawn() {
    let glossary = workshop(load_text("## One\n")).glossary;
    let names: Vec<_> = glossary.iter().map(|term| term.name.as_str()).collect();
    assert_eq!(names, ["Basic load balancer", "Cilium", "kubenet", "Overlay"]);
    let html = "Pods have <strong>their own</strong> <a class=\"term\" href=\"/w/w/glossary#term-kubenet\">range</a>.";
    assert_eq!(glossary[3].definition, html);
    assert_eq!(glossary[3].definition_text, "Pods have their own range.");
    assert_eq!(glossary[2].also, ["basic networking"]);
    assert_eq!(glossary[2].life, Life::Retiring(jiff::civil::date(2028, 3, 31)));
}

#[test]
fn footnotes_stand_at_the_end_of_the_section_that_names_them_first() {
    let module = workshop(load_text(
        "## One\n\na[^x] b[^y] c[^x]\n\n## Two\n\nd[^x] e[^z]\n\n[^z]: zed\n\n[^x]: ex, see[^w]\n[^y]: why\n\n    more\n\n[^w]: double\n",
    ))
    .modules
    .remove(0);
    let [one, two] = &module.sections[..] else { panic!("two sections") };
    let reference = |number, n| {
        format!(
            "<sup class=\"footnote-ref\"><a id=\"fnref.{number}.{n}\" href=\"#fn.{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>"
        )
    };
    let back = |number, n, name: &str| {
        format!(
            " <a class=\"footnote-back\" href=\"#fnref.{number}.{n}\" aria-label=\"Back to reference{name} of footnote {number}\">↩</a>"
        )
    };
    let expected = format!(
        "<p>a{} b{} c{}</p>\n<div class=\"footnotes\"><ol start=\"1\">\n\
         <li id=\"fn.1\"><p>ex, see{}{}{}{}</p>\n</li>\n<li id=\"fn.2\"><p>why</p>\n<p>more{}</p>\n</li>\n\
         <li id=\"fn.3\"><p>double{}</p>\n</li>\n</ol></div>\n",
        reference(1, 1),
        reference(2, 1),
        reference(1, 2),
        reference(3, 1),
        back(1, 1, " 1"),
        back(1, 2, " 2"),
        back(1, 3, " 3"),
        back(2, 1, ""),
        back(3, 1, ""),
    );
    assert_eq!(one.html, expected);
    let expected = format!(
        "<p>d{} e{}</p>\n<div class=\"footnotes\"><ol start=\"4\">\n<li id=\"fn.4\"><p>zed{}</p>\n</li>\n</ol></div>\n",
        reference(1, 3),
        reference(4, 1),
        back(4, 1, ""),
    );
    assert_eq!(two.html, expected);
}

#[test]
fn images_have_their_size_and_drawings_stand_in_the_page() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\x20\0\0\x01\x90\x08\x06";
    let svg = "<svg viewBox=\"0 0 10 5\"><rect id=\"r\"/></svg>";
    let module = format!(
        "{FRONT}## One\n\n![A](images/a.png \"Below\")\n\nin line ![B](../images/a%20b.png \"T\") ![C](images/c.svg)\n\n![C](images/c.svg)\n\n![C](images/c.svg \"Below\")\n\n[file](/images/a.png)\n"
    );
    let files = [
        ("workshop.toml", MANIFEST.as_bytes()),
        ("modules/a.md", module.as_bytes()),
        ("images/a.png", png),
        ("images/a b.png", b"no picture"),
        ("images/c.svg", svg.as_bytes()),
    ];
    let workshop = workshop(load(&folder(files), TODAY));
    let expected = [
        "<figure><img src=\"/w/w/files/images/a.png\" alt=\"A\" width=\"800\" height=\"400\" loading=\"lazy\" decoding=\"async\">",
        "<figcaption>Below</figcaption></figure>\n",
        "<p>in line <img src=\"/w/w/files/images/a%20b.png\" alt=\"B\" title=\"T\" loading=\"lazy\" decoding=\"async\"> ",
        "<svg class=\"drawing\" viewBox=\"0 0 10 5\" width=\"10\" height=\"5\" role=\"img\" aria-label=\"C\"><rect id=\"d1.r\"></rect></svg></p>\n",
        "<figure><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Drawing: C\">",
        "<svg class=\"drawing\" viewBox=\"0 0 10 5\" width=\"10\" height=\"5\" role=\"img\" aria-label=\"C\"><rect id=\"d2.r\"></rect></svg>",
        "</div></figure>\n",
        "<figure><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Drawing: C (2)\">",
        "<svg class=\"drawing\" viewBox=\"0 0 10 5\" width=\"10\" height=\"5\" role=\"img\" aria-label=\"C\"><rect id=\"d3.r\"></rect></svg>",
        "</div><figcaption>Below</figcaption></figure>\n",
        "<p><a class=\"file\" href=\"/w/w/files/images/a.png\">file</a></p>\n",
    ];
    let section = &workshop.modules[0].sections[0];
    assert_eq!(section.html, expected.concat());
    assert_eq!(section.text, "A Below\nin line B C\nC\nC Below\nfile");
    assert_eq!(workshop.files.keys().collect::<Vec<_>>(), ["images/a b.png", "images/a.png", "images/c.svg"]);
    assert_eq!(workshop.files["images/a.png"].mime, "image/png");
    assert_eq!(workshop.files["images/a.png"].tag.len(), 16);
}

#[test]
fn a_section_knows_its_words_text_links_and_headings() {
    let section = section(
        "Three words, [two more](https://example.org/x) — `code` counts.\n\n### A heading\n\n```bash\nnot these words\n```\n\n\
         | a | b |\n|---|---|\n| c | - |\n\n[here](#one) [k](term:kubenet) [mod](a)\n",
    );
    assert_eq!(section.words, 6 + 2 + 3 + 3);
    assert_eq!(
        section.text,
        "Three words, two more — code counts.\nA heading\nnot these words\n\na b \nc - \nhere k mod"
    );
    let link = |text: &str, url: &str| Link { text: text.to_owned(), url: url.to_owned() };
    assert_eq!(section.links, [link("two more", "https://example.org/x"), link("mod", "/w/w/a")]);
    assert_eq!(section.terms, ["kubenet"]);
}

#[test]
fn the_front_matter_and_manifest_reach_the_page() {
    let module = "+++\ntitle = \"A & B\"\nsummary = \"S\"\nminutes = 45\ngoals = [\"Say `why` and [where](#one)\"]\n\n\
                  [[reading]]\ntitle = \"More\"\nurl = \"https://example.org/\"\nnote = \"tables\"\n\n\
                  [facilitator]\nstory = \"s\"\nask = \"a\"\nmisconception = \"m\"\nskip = \"k\"\n+++\nIntro\n\n## One\n";
    let workshop = workshop(load_files(&[("modules/a.md", module)]));
    assert_eq!((workshop.id.as_str(), workshop.title.as_str(), workshop.language.as_str()), ("w", "W", "en"));
    let module = &workshop.modules[0];
    assert_eq!((module.title.as_str(), module.minutes, module.intro.as_str()), ("A & B", 45, "<p>Intro</p>\n"));
    assert_eq!(module.goals, ["Say <code>why</code> and <a href=\"#one\">where</a>"]);
    assert_eq!(module.reading[0].note.as_deref(), Some("tables"));
    assert_eq!(module.facilitator.as_ref().unwrap().misconception, "m");
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let module = format!("{FRONT}Intro\n\n## One\n\n- a\n- b\n\n```bash\nls\n```\n");
    let expected = workshop(load_files(&[("modules/a.md", &module)]));
    for end in ["\r\n", "\r"] {
        let all: Vec<(String, String)> =
            [("workshop.toml", MANIFEST), ("glossary.toml", GLOSSARY), ("modules/a.md", &module)]
                .map(|(path, text)| (path.to_owned(), format!("\u{feff}{}", text.replace('\n', end))))
                .to_vec();
        let files = all.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
        let loaded = load(&folder(files), TODAY);
        assert_eq!(lines(&loaded), Vec::<String>::new());
        let workshop = workshop(loaded);
        assert_eq!(workshop.modules[0].sections[0].html, expected.modules[0].sections[0].html);
        assert_eq!(workshop.outline, expected.outline);
    }
}

#[test]
fn tables_with_the_same_header_have_names_of_their_own() {
    let table = "| A |\n|---|\n| 1 |\n\n";
    let html = section(&table.repeat(3)).html;
    for name in ["\"Table: A\"", "\"Table: A (2)\"", "\"Table: A (3)\""] {
        assert_eq!(html.matches(name).count(), 1, "{name}");
    }
}

#[test]
fn several_workshops_stand_in_a_folder_each() {
    let module = format!("{FRONT}## One\n");
    let other = MANIFEST.replace("\"w\"", "\"b\"");
    let files = [
        ("w/workshop.toml", MANIFEST.as_bytes()),
        ("w/modules/a.md", module.as_bytes()),
        ("b/workshop.toml", other.as_bytes()),
        ("b/modules/a.md", module.as_bytes()),
        ("b/images/x.txt", b"x"),
    ];
    let loaded = load(&folder(files), TODAY);
    assert_eq!(lines(&loaded), Vec::<String>::new());
    let workshops = loaded.library.unwrap().workshops;
    assert_eq!(workshops.iter().map(|w| w.id.as_str()).collect::<Vec<_>>(), ["b", "w"]);
    assert_eq!(workshops[0].files.keys().collect::<Vec<_>>(), ["images/x.txt"]);
}
