//! What holds for every tool.

use super::card::Worked;
use super::*;

/// What somebody may type where anything is expected.
const HOSTILE: [&str; 16] = [
    "",
    " ",
    "0",
    "-1",
    "1e400",
    "1000000000000000000000000000000",
    "010.0.0.1",
    "10.0.0.0/33",
    "::/0",
    "0.0.0.0/0",
    "\u{661}\u{660}.\u{660}.\u{660}.\u{660}/\u{668}",
    "<script>alert(1)</script>",
    "\"' onload=x",
    "%2525252e%00",
    "\u{202e}fe80::1%eth0",
    "a\0b",
];

/// The most that an answer may hold, in bytes.
const MOST_HTML: usize = 600_000;

#[test]
fn every_tool_shows_its_examples() {
    for tool in TOOLS {
        let about = tool.about();
        assert!(about.examples.len() >= 3, "{}: too few examples", about.name);
        for example in about.examples {
            let worked = Worked::of(tool, Inputs::of_query(example.query));
            assert_eq!(worked.complaints(), [], "{}: {}", about.name, example.title);
            let answer = worked.answer().expect("an answer");
            assert!(!answer.html.trim().is_empty() && !answer.says.is_empty(), "{}: {}", about.name, example.title);
            assert!(!answer.json.is_null(), "{}: {}", about.name, example.title);
            // What the link says is what was typed, however often it is followed.
            let again = Inputs::of_query(worked.link().split_once('?').map_or("", |(_, query)| query));
            let second = Worked::of(tool, again);
            assert_eq!(second.link(), worked.link(), "{}: {}", about.name, example.title);
            assert_eq!(second.answer().expect("an answer").json, answer.json);
        }
        let bare = Worked::of(tool, Inputs::default());
        assert!(bare.answer().is_some(), "{}: an empty page shows the first example", about.name);
    }
}

#[test]
fn names_of_tools_and_fields_are_their_own() {
    let mut seen = Vec::new();
    for tool in TOOLS {
        let about = tool.about();
        assert!(!seen.contains(&about.name), "{} twice", about.name);
        seen.push(about.name);
        assert!(std::ptr::eq(find(about.name).expect("found").about(), about));
        let mut names = Vec::new();
        for field in tool.form(&Inputs::default()) {
            assert!(!field.label.is_empty(), "{}: {} has no label", about.name, field.name);
            assert!(!names.contains(&field.name), "{}: {} twice", about.name, field.name);
            names.push(field.name);
        }
        // No name means something else to the card.
        assert!(!names.iter().any(|name| matches!(*name, "guess" | "predict")), "{}", about.name);
    }
    assert!(find("no-such-tool").is_none());
}

#[test]
fn every_field_is_labelled_and_every_id_is_there_once() {
    for tool in TOOLS {
        let worked = Worked::of(tool, Inputs::default());
        let html = worked.card("x", true);
        let page = scraper::Html::parse_fragment(&html);
        let select = |css: &str| {
            let selector = scraper::Selector::parse(css).expect("a selector");
            page.select(&selector).map(|e| e.value().clone()).collect::<Vec<_>>()
        };
        let labels: Vec<String> =
            select("label[for]").iter().filter_map(|l| l.attr("for").map(str::to_owned)).collect();
        let fields =
            scraper::Selector::parse("form input:not([type=hidden]), form select, form textarea").expect("a selector");
        for field in page.select(&fields) {
            let value = field.value();
            let named = value.attr("aria-label").is_some() || value.attr("aria-labelledby").is_some();
            let labelled = value.attr("id").is_some_and(|id| labels.iter().any(|label| label == id));
            let mut around = field.ancestors().filter_map(scraper::ElementRef::wrap);
            let inside = around.any(|element| element.value().name() == "label");
            assert!(named || labelled || inside, "{}: {} has no label", tool.about().name, field.html());
        }
        let mut ids: Vec<String> = select("[id]").iter().filter_map(|e| e.attr("id").map(str::to_owned)).collect();
        ids.sort();
        let before = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), before, "{}: an id stands there twice", tool.about().name);
        assert!(!html.contains("style=") && !html.contains("<script"), "{}", tool.about().name);
    }
}

#[test]
fn nothing_that_can_be_typed_breaks_a_tool_or_passes_as_markup() {
    for tool in TOOLS {
        let about = tool.about();
        for field in tool.form(&Inputs::default()) {
            for name in field.names() {
                for text in HOSTILE {
                    let long = text.repeat(10_240 / text.len().max(1));
                    for text in [text, long.as_str()] {
                        let inputs = Inputs::of_query(about.examples[0].query).with(name, text);
                        let worked = Worked::of(tool, inputs);
                        let html = worked.card("x", true);
                        let short: String = text.chars().take(40).collect();
                        assert!(
                            html.len() < MOST_HTML,
                            "{}: {name} = {short:?} gives {} bytes",
                            about.name,
                            html.len()
                        );
                        assert!(!html.contains("<script>"), "{}: {name} = {short:?}", about.name);
                        assert!(!html.contains("\"' onload"), "{}: {name} = {short:?}", about.name);
                        for complaint in worked.complaints() {
                            assert!(complaint.message.len() < 2_000, "{}: {}", about.name, complaint.message.len());
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn a_guess_is_asked_for_before_the_answer_shows() {
    for tool in TOOLS {
        let about = tool.about();
        let inputs = || Inputs::of_query(about.examples[0].query);
        let Some(guess) = Worked::of(tool, inputs()).answer().and_then(|a| a.guess.clone()) else { continue };
        let asked = Worked::of(tool, inputs().with("predict", "1"));
        assert!(asked.answer_html(false).contains(guess.question), "{}", about.name);
        assert!(!asked.answer_html(false).contains("class=\"verdict"), "{}: the answer shows too early", about.name);
        let right = Worked::of(tool, inputs().with("predict", "1").with("guess", &guess.figure.replace(',', "")));
        assert!(right.answer_html(false).contains("That is it."), "{}", about.name);
        let wrong = Worked::of(tool, inputs().with("predict", "1").with("guess", "no idea"));
        assert!(wrong.answer_html(false).contains(&format!("It is {}", guess.figure)), "{}", about.name);
        assert!(wrong.answer_html(false).contains("class=\"verdict"), "{}", about.name);
    }
}

#[test]
fn tools_are_found_by_their_words() {
    let names = |query: &str| search(query).iter().map(|about| about.name).collect::<Vec<_>>();
    for query in ["subnet", "Subn", "wildcard mask", "usable hosts"] {
        assert!(names(query).contains(&"subnet"), "{query}");
    }
    assert_eq!(names("subnet")[0], "subnet", "the one that is called so comes first");
    for query in ["", " ", "s", "subnet zebra", "!"] {
        assert_eq!(names(query), [""; 0], "{query:?}");
    }
}

#[test]
fn the_form_of_a_guess_sends_all_that_the_question_is_about() {
    for tool in TOOLS {
        for example in tool.about().examples {
            let inputs = Inputs::of_query(example.query);
            let Some(answer) = Worked::of(tool, inputs.clone()).answer().cloned() else { continue };
            let Some(guess) = &answer.guess else { continue };
            let asked = Worked::of(tool, inputs.with("predict", "1")).card("x", true);
            let mut sent = Vec::new();
            let page = scraper::Html::parse_fragment(&asked);
            let fields = scraper::Selector::parse("form input, form select, form textarea").expect("a selector");
            let chosen = scraper::Selector::parse("option[selected]").expect("a selector");
            for field in page.select(&fields) {
                let value = field.value();
                let text = match value.name() {
                    "select" => {
                        field.select(&chosen).next().and_then(|option| option.value().attr("value")).map(str::to_owned)
                    }
                    "textarea" => Some(field.text().collect::<String>().trim_start_matches('\n').to_owned()),
                    _ if value.attr("type") == Some("checkbox") => value.attr("checked").and(Some("1".to_owned())),
                    _ => value.attr("value").map(str::to_owned),
                };
                sent.extend(value.attr("name").zip(text).map(|(name, text)| (name.to_owned(), text)));
            }
            let back = Worked::of(tool, Inputs::of_pairs(sent).with("guess", &guess.figure));
            let name = tool.about().name;
            assert_eq!(back.answer().expect("an answer").json, answer.json, "{name}: {}", example.title);
            assert!(back.answer_html(false).contains("That is it."), "{name}: {}", example.title);
        }
    }
}

#[test]
fn a_block_takes_its_inputs_from_the_fence() {
    let tool = find("subnet").expect("it is there");
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let html = embed::draw(tool, &[pair("in", "10.0.0.0/26")], "b1").expect("a card");
    assert!(html.contains("id=\"b1.in\"") && html.contains("59"), "{html}");
    let wrong = embed::draw(tool, &[pair("inn", "10.0.0.0/26")], "b1").unwrap_err();
    assert_eq!(wrong, [pair("inn", "subnet has no input “inn”; it has in, predict")]);
    let wrong = embed::draw(tool, &[pair("in", "10/8")], "b1").unwrap_err();
    assert_eq!(wrong.len(), 1);
    assert!(wrong[0].1.contains("did you mean 10.0.0.0/8"), "{wrong:?}");
}
