//! What only `--strict` asks for.

use super::*;

fn advice(loaded: &Loaded) -> Vec<String> {
    loaded.advice.iter().map(ToString::to_string).collect()
}

const NO_SOURCE: &str =
    "advice: the table holds figures and names no source; link one in it, or in the paragraph before or after it";

#[test]
fn a_table_with_figures_says_where_they_come_from() {
    let table = "| Model | Pods |\n| --- | --- |\n| Overlay | 250 |\n";
    let words = "| Model 2 | Pods |\n| --- | --- |\n| Overlay | many |\n";
    let link = "From [the limits](https://example.org/limits).\n";
    let cases: [(String, Option<&str>); 10] = [
        (table.to_owned(), Some("8:1")),
        (format!("Words.\n\n{table}\nMore words, [here](#one).\n"), Some("10:1")),
        (format!("{link}\n{table}"), None),
        (format!("{table}\n{link}"), None),
        (format!("{table}\nWords.\n\n{link}"), Some("8:1")),
        (format!("{link}\nWords.\n\n{table}"), Some("12:1")),
        (words.to_owned(), None),
        ("| Model | Pods |\n| --- | --- |\n| [Overlay](https://example.org/) | 250 |\n".to_owned(), None),
        (format!("> {}\n", table.trim_end().replace('\n', "\n> ")), Some("8:3")),
        (format!("{link}\n{table}\n{table}"), Some("14:1")),
    ];
    for (text, place) in cases {
        let loaded = load_text(&format!("## One\n\n{text}"));
        let expected: Vec<String> = place.iter().map(|place| format!("modules/a.md:{place}: {NO_SOURCE}")).collect();
        assert_eq!(advice(&loaded), expected, "{text}");
        assert!(loaded.library.is_some() && loaded.findings.is_empty(), "advice refuses nothing: {text}");
    }
}

#[test]
fn a_long_section_is_advised_against_before_it_is_warned_of() {
    let section = |words: usize| format!("## One\n\n{}\n", "word ".repeat(words));
    for (words, expected) in [
        (500, vec![]),
        (501, vec!["modules/a.md:6:1: advice: the section has 501 words; more than 500 are seldom read to the end"]),
    ] {
        assert_eq!(advice(&load_text(&section(words))), expected, "{words}");
    }
    let longer = load_text(&section(701));
    assert_eq!((longer.findings.len(), longer.advice.len()), (1, 0), "said once");
}

#[test]
fn a_drawing_says_the_same_in_words() {
    let module = format!("{FRONT}## One\n\n![Two boxes](images/a.svg \"Boxes\")\n");
    let load = |inner: &str| {
        let svg = format!("<svg viewBox=\"0 0 10 10\">{inner}<rect width=\"4\" height=\"4\"/></svg>");
        load_files(&[("workshop.toml", MANIFEST), ("modules/a.md", &module), ("images/a.svg", &svg)])
    };
    let html = |loaded: &Loaded| loaded.library.as_ref().unwrap().workshops[0].modules[0].sections[0].html.clone();
    let silent = load("<title>Boxes</title><g><desc>Not of the whole.</desc></g>");
    assert_eq!(
        advice(&silent),
        ["images/a.svg:1:1: advice: the drawing has no <desc>; say in it in words what the picture says"]
    );
    assert!(!html(&silent).contains("<details"));

    let spoken = load("<title>Boxes</title><desc> One box &lt; two boxes. </desc>");
    assert_eq!(advice(&spoken), [""; 0]);
    let html = html(&spoken);
    let words = "<figcaption>Boxes</figcaption><details class=\"in-words\"><summary>The drawing in words</summary><p>One box &lt; two boxes.</p></details></figure>";
    assert!(html.contains(words), "{html}");
    assert_eq!(html.matches("two boxes").count(), 1, "not inside the drawing as well: {html}");
}
