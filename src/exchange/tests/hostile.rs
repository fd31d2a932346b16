//! Malformed files are refused with their place, and nothing is slow.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// A format, a text, and the place and the beginning of what is said.
type Case<'t> = (Format, &'t str, &'t str);

#[test]
fn what_is_malformed_is_told_with_line_and_column() {
    let cases: [Case<'_>; 32] = [
        (Format::Gift, "", "1:1: there is no question"),
        (Format::Gift, "// only\n\nA {=b ~c}\n\nWhat { =a ~b\n\nNext {T}", "5:6: the answers are not closed"),
        (Format::Gift, "ä } {T}", "1:3: a } without a {"),
        (Format::Gift, "f() {} is {T}?", "1:11: a second brace"),
        (Format::Gift, "::name What? {T}", "1:1: the name is not closed"),
        (Format::Gift, "A\n  {#\n =x:0.1\n}", "3:2: this is no number"),
        (Format::Gift, "A {#=%0%5}", "1:4: no number is right"),
        (Format::Gift, "A {b ~c =d}", "1:4: an answer without = or ~"),
        (Format::Gift, "A {~b ~c}", "1:4: no option is right"),
        (Format::Gift, "A {=b -> c}", "1:4: one pair alone"),
        (Format::Gift, "A {=b -> c =d}", "1:12: a pair without ->"),
        (Format::Gift, "A {~=a ~}", "1:8: an option without text"),
        (Format::Gift, "A {=%0%b#no}", "1:4: no accepted answer"),
        (Format::Aiken, "", "1:1: there is no question"),
        (Format::Aiken, "Q?\nA. a\nB. b\n\nP?", "4:1: the options end"),
        (Format::Aiken, "Q?\nA. a\nC. b\nANSWER: A", "3:1: the option C where B would come"),
        (Format::Aiken, "Q?\nA. a\nB. b\nANSWER: C", "4:9: “C” is none of the options; it is one of AB"),
        (Format::Aiken, "Q?\nA. a\nANSWER: A", "3:9: an answer without a prompt"),
        (Format::Aiken, "Q?\nA. a\nB. b", "3:1: the question of line 1 has no answer"),
        (Format::Aiken, "Q?\nA. a\nmore\nB. b\nANSWER: A", "3:1: neither an option"),
        (Format::Moodle, "", "1:1: this is no XML"),
        (Format::Moodle, "<quiz>\n<question type=\"essay\">\n</quiz>", "3:1: </quiz> closes nothing here; </question>"),
        (Format::Moodle, "<quiz><question>", "1:17: <question> of line 1 is never closed"),
        (Format::Moodle, "<lesson/>", "1:1: the outermost element is <lesson>"),
        (Format::Moodle, "<quiz/>\n<quiz/>", "2:1: <quiz> stands after the end"),
        (Format::Moodle, "<quiz>\n <question>a &nbsp; b</question></quiz>", "2:14: &nbsp; stands for nothing"),
        (
            Format::Moodle,
            "<!DOCTYPE q [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><quiz>&b;</quiz>",
            "1:1: the document declares",
        ),
        (Format::Moodle, "<!DOCTYPE q SYSTEM \"file:///etc/passwd\"><quiz/>", "1:1: the document declares"),
        (Format::Moodle, "<quiz><question type=\"x></quiz>", "1:7: this is not well-formed"),
        (
            Format::Moodle,
            "<quiz>\n<question type=\"shortanswer\"><answer fraction=\"much\"><text>a</text></answer></question></quiz>",
            "2:30: the fraction “much”",
        ),
        (
            Format::Moodle,
            "<quiz>\n<question type=\"cloze\"><questiontext><text>a {1:SA:=b c</text></questiontext></question></quiz>",
            "2:24: a gap is not closed",
        ),
        (
            Format::Moodle,
            "<quiz>\n<question type=\"gapselect\"><questiontext><text>[[2]]</text></questiontext></question></quiz>",
            "2:28: [[2]] names a word",
        ),
    ];
    let mut different = Vec::new();
    for (format, text, said) in cases {
        let fault = read(format, text).expect_err(text)[0].to_string();
        if !fault.starts_with(said) {
            different.push(format!("{text}\n{fault}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n\n"));
    let several = read(Format::Gift, "A {\n\nB {T}\n\nC }").unwrap_err();
    assert_eq!(several.iter().map(|fault| fault.line).collect::<Vec<_>>(), [1, 5], "all at once");
    assert!(read(Format::Qti, "x").is_err() && read(Format::Toml, "").is_err());
    assert!(read(Format::Gift, &"a".repeat(LARGEST + 1)).unwrap_err()[0].message.contains("larger"));
}

/// Three hundred thousand bytes of something: what takes its square would take minutes.
fn much(of: &str) -> String {
    of.repeat(300_000 / of.len())
}

fn in_time(what: &str, format: Format, text: &str) {
    let begun = Instant::now();
    let _ = read(format, text);
    assert!(begun.elapsed() < Duration::from_secs(10), "{what} took {:?}", begun.elapsed());
}

#[test]
fn much_of_anything_ends() {
    let xml = |inside: &str| {
        let head = "<quiz><question type=\"shortanswer\"><answer fraction=\"100\"><text>a</text></answer><questiontext format=\"html\"><text><![CDATA[";
        format!("{head}{inside}]]></text></questiontext></question></quiz>")
    };
    for of in [
        "<b>",
        "<p>a",
        "<a b=\"",
        "<a=",
        "<ul><li>",
        "<script>",
        "</p>",
        "<!--",
        "&amp;",
        "a < b ",
        "*_`[",
        "<table><tr><td>x",
        "<a <a <a ",
        "</script",
    ] {
        in_time(of, Format::Moodle, &xml(&much(of)));
    }
    for of in ["{", "}", "\\", "~", "a {=b ~c}\n\n", "// x\n", "::", "#", "\n", "%", "=a -> b ", "a\n"] {
        in_time(of, Format::Gift, &much(of));
        in_time(of, Format::Gift, &format!("a {{{}", much(of)));
        in_time(of, Format::Gift, &format!("a {{={}}}", much(of)));
    }
    for of in ["A. a\n", "a\n", "ANSWER: A\n", "Q\nA. a\nB. b\nANSWER: A\n"] {
        in_time(of, Format::Aiken, &much(of));
    }
    for of in ["<a>", "<question type=\"essay\"/>", "<a b=\"c\"/>", "&lt;", "<![CDATA[]]>", "<question", "x"] {
        in_time(of, Format::Moodle, &format!("<quiz>{}", much(of)));
    }
    for of in ["{1:SA:=a}", "{1:MC:", "{", "~=a", "[[1]]", "\\}"] {
        let text = much(of);
        in_time(of, Format::Moodle, &xml(&text).replace("shortanswer", "cloze"));
        in_time(of, Format::Moodle, &xml(&text).replace("shortanswer", "gapselect"));
    }
}

#[test]
fn ten_megabytes_are_read() {
    let gift = "::Name:: How *many* are {=251#Yes ~254#No} here?\n\n".repeat(200_000);
    let xml = format!("<quiz>{}</quiz>", "<question type=\"truefalse\"><questiontext><text>&lt;p&gt;Is it?&lt;/p&gt;</text></questiontext><answer fraction=\"100\"><text>true</text></answer></question>\n".repeat(60_000));
    for (format, text, count) in [(Format::Gift, gift, 200_000), (Format::Moodle, xml, 60_000)] {
        assert!(text.len() > 9_000_000);
        assert_eq!(read(format, &text).unwrap().drafts.len(), count);
    }
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("<quiz>{}{}</quiz>", "<a>".repeat(1000), "</a>".repeat(1000));
    let faults = read(Format::Moodle, &deep).unwrap_err();
    assert!(faults[0].message.contains("deeper than 64"), "{}", faults[0]);
    let html = format!("{}x{}", "<blockquote>".repeat(1000), "</blockquote>".repeat(1000));
    let (text, lost) = html::markdown(&html, html::Style::Html);
    assert!(text.ends_with('x') && text.len() < 200, "{text}");
    assert!(lost.iter().any(|(_, _, detail)| detail.contains("nesting")), "{lost:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_whatever_stands_in_a_file(pieces in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "=", "~", "#", "####", "\\", "->", ":", "::", "[html]", "[", "]", "%50%", "%", "//", "$CATEGORY:", "\n", "\n\n", "T", "1..3",
        "<p>", "</p>", "<b>", "<li>", "<ul>", "</ul>", "<table>", "<tr>", "<td>", "<pre>", "<a href=", "\"", "<br>", "<!--", "-->", "&amp;", "&#x41;", "&",
        "ä", "😀", " ", "A. ", "B) ", "ANSWER: A", "{1:SA:=a}", "{1:MC:~=b}", "[[1]]", "[[", "text", "*", "`", "|", "podium:goal=", "[tag:podium:hint=%4", "[id:",
    ]), 0..40)) {
        let text = pieces.concat();
        for format in [Format::Gift, Format::Aiken, Format::Moodle] {
            let _ = read(format, &text);
        }
        for kind in ["multichoice", "cloze", "gapselect", "numerical"] {
            let inside = text.replace("]]>", "");
            let field = format!("<text><![CDATA[{inside}]]></text>");
            let bank = format!("<quiz><question type=\"{kind}\"><questiontext>{field}</questiontext><answer fraction=\"100\">{field}</answer><answer>{field}</answer><selectoption>{field}</selectoption></question></quiz>");
            let _ = read(Format::Moodle, &bank);
        }
        // What was read can be written in every format and read again.
        if let Ok(reading) = read(Format::Gift, &text) {
            let file = questions_file("m", &reading.drafts);
            prop_assert!(file.parse::<::toml::Table>().is_ok(), "{file}");
        }
    }
}
