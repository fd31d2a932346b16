//! Drawings: what passes, and how everything else is refused.

use super::super::source::Source;
use super::super::svg::Drawing;

fn read(text: &str) -> (Option<Drawing>, Vec<String>) {
    let source = Source::new("images/a.svg", text.as_bytes()).unwrap();
    let drawing = Drawing::read(&source);
    (drawing, source.findings().iter().map(ToString::to_string).collect())
}

#[test]
fn a_drawing_is_written_anew_with_its_ids_made_unique() {
    let text = r##"<?xml version="1.0"?>
<!-- by hand -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300" fill="none" width="100%">
  <title>Two &amp; a half</title>
  <defs><marker id="tip" viewBox="0 0 4 4" refX="4"><path d="M0 0L4 2L0 4z"/></marker></defs>
  <g class="box soft"><rect id='r' x="1" y="2" width="10" height="5" fill="var(--block-1)" stroke="currentColor"/></g>
  <use href="#r" transform="translate(20 0)"/>
  <path d="M1 2 L3,4" marker-end="url(#tip)"></path>
  <text x="1" y="2">pods &lt; <tspan>250</tspan></text>
</svg>
"##;
    let (drawing, faults) = read(text);
    assert_eq!(faults, Vec::<String>::new());
    let html = drawing.unwrap().html(3, "A \"drawing\"");
    let expected = [
        r#"<svg class="drawing" viewBox="0 0 720 300" width="720" height="300" fill="none" role="img" "#,
        r#"aria-label="A &quot;drawing&quot;"><title>Two &amp; a half</title><defs><marker id="d3.tip" "#,
        r#"viewBox="0 0 4 4" refX="4"><path d="M0 0L4 2L0 4z"></path></marker></defs><g class="box soft">"#,
        r#"<rect id="d3.r" x="1" y="2" width="10" height="5" fill="var(--block-1)" stroke="currentColor">"#,
        r##"</rect></g><use href="#d3.r" transform="translate(20 0)"></use>"##,
        r#"<path d="M1 2 L3,4" marker-end="url(#d3.tip)"></path><text x="1" y="2">pods &lt; <tspan>250</tspan>"#,
        "</text></svg>",
    ];
    assert_eq!(html, expected.concat());
}

#[test]
fn whatever_is_not_known_is_refused_with_its_place() {
    let inside = [
        ("<script>alert(1)</script>", "2:1: <script> is not allowed in a drawing; it may hold svg, g, "),
        ("<rct/>", "2:1: <rct> is not allowed in a drawing; did you mean <rect>? it may hold"),
        ("<foreignObject/>", "2:1: <foreignObject> is not allowed"),
        ("<style>a{}</style>", "2:1: <style> is not allowed"),
        ("<image href='x.png'/>", "2:1: <image> is not allowed"),
        ("<a href='#x'/>", "2:1: <a> is not allowed"),
        ("<RECT/>", "2:1: <RECT> is not allowed"),
        ("<g onclick='x'/>", "2:4: the attribute onclick is not allowed in a drawing; take it out"),
        ("<g style='fill:red'/>", "2:4: the attribute style is not allowed in a drawing; write each of its properties"),
        ("<g fil='red'/>", "2:4: the attribute fil is not allowed in a drawing; did you mean fill?"),
        ("<use href='https://x/#a'/>", "2:6: href may lead only to an id in the same drawing, as in #box"),
        ("<use xlink:href='x.svg#a'/>", "2:6: xlink:href may lead only"),
        ("<g href='#a'/>", "2:4: href belongs to <use>"),
        ("<g fill='url(https://x)'/>", "2:4: the sign : may not stand in fill; take it out"),
        ("<g fill='url(x)'/>", "2:4: fill may name only something in the same drawing, as in url(#box)"),
        ("<g fill='URL(#a) red'/>", "2:4: URL() may not stand in fill; take it out"),
        (r"<g fill='a\62'/>", r"2:4: the sign \ may not stand in fill"),
        ("<g class='A'/>", "2:4: classes are lower-case letters, digits and hyphens"),
        ("<g id='a.b'/>", "2:4: an id in a drawing is letters, digits, - and _"),
        ("<g id='a'/><g id='a'/>", "2:15: the id “a” is there twice; give one element another"),
        ("<use href='#box'/>\n<g id='bxo'/>", "2:6: there is no id “box” in the drawing; did you mean “bxo”?"),
        ("<g fill='url(#a)'/>", "2:4: there is no id “a” in the drawing; give one element this id"),
        (
            "<g id='a'><g><use href='#b'/></g></g><g id='b'/><use href='#a'/>",
            "2:54: “a” holds a <use> itself; draw it without",
        ),
        ("<use id='a' href='#a'/>", "2:13: “a” holds a <use> itself; draw it without"),
        ("<g x='1' x='2'/>", "2:10: x is given twice; give it once"),
        ("<g x=1/>", "2:6: the value of x is not in quotes; put it in quotes"),
        ("<g x/>", "2:5: x has no value; give it one, as in x=\"10\""),
        ("<g x='1' ='2'/>", "2:10: an attribute is expected here, as in width=\"10\""),
        ("<g x='<'/>", "2:7: < may not stand in a value; write &lt;"),
        ("words", "2:1: words may stand only inside <text>, <tspan>, <title> and <desc>"),
        ("<text>a &nbsp; b</text>", "2:9: this is no entity of XML; write &amp; for the sign &"),
        ("<text>&#0;</text>", "2:7: this is no entity of XML"),
        ("<title><g/></title>", "2:8: <title> and <desc> hold words alone"),
        ("<svg/>", "2:1: <svg> may not stand inside another; use <g>"),
        ("<g>", "3:1: </svg> closes nothing here; <g> is open"),
        ("<![CDATA[x]]>", "2:1: a declaration is not allowed in a drawing; take it out"),
        ("<!-- ", "2:1: the comment never ends; close it with -->"),
    ];
    let inside = inside.map(|(inner, expected)| (format!("<svg viewBox=\"0 0 9 9\">\n{inner}\n</svg>"), expected));
    let deep = format!("<svg viewBox=\"0 0 9 9\">\n{}", "<g>".repeat(40));
    let whole = [
        (deep, "2:94: elements are nested deeper than 32; make the drawing flatter"),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>".to_owned(), "1:1: a declaration is not allowed in a drawing"),
        ("<svg viewBox='0 0 9 9'>".to_owned(), "1:24: <svg> is never closed; end it with </svg>"),
        ("<svg/>".to_owned(), "1:1: the drawing does not say how large it is; give <svg> a viewBox"),
        ("<svg viewBox='0 0 0 nan'/>".to_owned(), "1:1: the drawing does not say how large it is"),
        ("<g/>".to_owned(), "1:1: a drawing begins with <svg>"),
        ("</g>".to_owned(), "1:1: </g> closes nothing here; take it out"),
        (String::new(), "1:1: there is no drawing in the file; begin it with <svg viewBox"),
        ("<svg viewBox='0 0 9 9'/><svg viewBox='0 0 9 9'/>".to_owned(), "1:25: a file holds one drawing"),
        ("<svg viewBox='0 0 9 9".to_owned(), "1:15: the value of viewBox never ends; close the quotes"),
        (" ".repeat(200 * 1024 + 1), "1:1: the drawing is larger than 200 KB; simplify it or show it as a PNG"),
    ];
    for (text, expected) in inside.into_iter().chain(whole) {
        let (drawing, faults) = read(&text);
        assert_eq!(drawing, None, "{text}");
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
        assert!(faults[0].starts_with(&format!("images/a.svg:{expected}")), "{text}\n{}\n{expected}", faults[0]);
    }
}

#[test]
fn the_size_comes_from_the_view_or_from_width_and_height() {
    let cases = [
        ("viewBox='0 0 720 300'", r#"viewBox="0 0 720 300" width="720" height="300""#),
        ("width='72px' height='30'", r#"viewBox="0 0 72 30" width="72" height="30""#),
        ("width='360' viewBox='0,0 720,300'", r#"viewBox="0 0 720 300" width="360" height="150""#),
        ("height='150' viewBox='-5 -5.5 720 300'", r#"viewBox="-5 -5.5 720 300" width="360" height="150""#),
    ];
    for (attributes, expected) in cases {
        let html = read(&format!("<svg {attributes}/>")).0.unwrap().html(1, "");
        assert_eq!(html, format!("<svg class=\"drawing\" {expected} aria-hidden=\"true\"></svg>"));
    }
}
