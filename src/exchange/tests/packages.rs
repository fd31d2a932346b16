//! QTI: what the standard asks of an item and of a package.

use std::collections::BTreeSet;

use super::bank::{everything, question, texts};
use super::xml::Element;
use super::*;

fn parsed(text: &str) -> Element {
    xml::parse(text).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

/// An element and all that is in it.
fn all<'e>(element: &'e Element, found: &mut Vec<&'e Element>) {
    found.push(element);
    element.children.iter().for_each(|child| all(child, found));
}

fn within(element: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    all(element, &mut found);
    found
}

/// Elements of XHTML that QTI has, and those of its own that hold them.
const KNOWN: [&str; 76] = [
    "assessmentItem",
    "responseDeclaration",
    "correctResponse",
    "value",
    "mapping",
    "mapEntry",
    "outcomeDeclaration",
    "defaultValue",
    "itemBody",
    "responseProcessing",
    "modalFeedback",
    "choiceInteraction",
    "simpleChoice",
    "orderInteraction",
    "matchInteraction",
    "simpleMatchSet",
    "simpleAssociableChoice",
    "textEntryInteraction",
    "inlineChoiceInteraction",
    "inlineChoice",
    "responseCondition",
    "responseIf",
    "responseElse",
    "setOutcomeValue",
    "baseValue",
    "variable",
    "correct",
    "match",
    "member",
    "equal",
    "stringMatch",
    "not",
    "and",
    "isNull",
    "mapResponse",
    "sum",
    "multiple",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "code",
    "ol",
    "ul",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "em",
    "strong",
    "span",
    "a",
    "img",
    "br",
    "hr",
    "sub",
    "sup",
    "q",
    "cite",
    "kbd",
    "samp",
    "var",
    "dl",
    "dt",
    "dd",
    "small",
    "big",
];

#[test]
fn every_item_has_what_the_standard_asks_for() {
    let export = write(Format::Qti, &everything(), 2);
    assert_eq!(export.files.len(), export.questions + 1);
    for (path, text) in export.files.iter().filter(|(path, _)| path != "imsmanifest.xml") {
        let item = parsed(text);
        let told = |what: &str| format!("{what} in {path}\n{text}");
        assert_eq!(item.name, "assessmentItem");
        assert_eq!(item.attribute("xmlns"), Some("http://www.imsglobal.org/xsd/imsqti_v2p1"));
        for attribute in ["identifier", "title", "adaptive", "timeDependent"] {
            assert!(item.attribute(attribute).is_some_and(|value| !value.is_empty()), "{}", told(attribute));
        }
        let order = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"];
        let places: Vec<usize> = item
            .children
            .iter()
            .map(|child| order.iter().position(|name| *name == child.name).expect(&child.name))
            .collect();
        assert!(places.is_sorted(), "{}", told("order"));
        for (name, count) in [("itemBody", 1), ("responseProcessing", 1)] {
            assert_eq!(item.all(name).count(), count, "{}", told(name));
        }
        let elements = within(&item);
        for element in &elements {
            assert!(KNOWN.contains(&element.name.as_str()), "{}", told(&element.name));
        }
        // Every declaration has one interaction, every interaction its declaration.
        let named = |name: &str, of: &str| -> Vec<String> {
            let found = elements.iter().filter(|element| element.name.ends_with(name));
            found.filter_map(|element| element.attribute(of).map(str::to_owned)).collect()
        };
        let (mut declared, mut used) =
            (named("responseDeclaration", "identifier"), named("Interaction", "responseIdentifier"));
        declared.sort();
        used.sort();
        assert_eq!(declared, used, "{}", told("interactions"));
        assert!(!declared.is_empty());
        let outcomes = named("outcomeDeclaration", "identifier");
        for outcome in named("setOutcomeValue", "identifier") {
            assert!(outcomes.contains(&outcome), "{}", told(&outcome));
        }
        // Choices have names of their own, and keys name choices.
        let choices: Vec<String> = ["simpleChoice", "simpleAssociableChoice", "inlineChoice"]
            .iter()
            .flat_map(|name| named(name, "identifier"))
            .collect();
        let distinct: BTreeSet<&String> = choices.iter().chain(&declared).chain(&outcomes).collect();
        assert_eq!(distinct.len(), choices.len() + declared.len() + outcomes.len(), "{}", told("identifiers"));
        for declaration in item.all("responseDeclaration") {
            let base = declaration.attribute("baseType").unwrap();
            let values = declaration.child("correctResponse").unwrap().all("value").map(|value| value.text.clone());
            let keys = declaration.child("mapping").into_iter().flat_map(|mapping| mapping.all("mapEntry"));
            let keys = keys.map(|entry| entry.attribute("mapKey").unwrap().to_owned());
            if matches!(base, "identifier" | "directedPair") {
                for name in values.chain(keys).flat_map(|value| value.split(' ').map(str::to_owned).collect::<Vec<_>>())
                {
                    assert!(choices.contains(&name), "{}", told(&name));
                }
            }
        }
        let feedback = named("modalFeedback", "identifier");
        assert_eq!(feedback.iter().collect::<BTreeSet<_>>().len(), feedback.len());
        let named_in_rules: Vec<String> =
            elements.iter().filter(|element| element.name == "baseValue").map(|element| element.text.clone()).collect();
        assert!(feedback.iter().all(|name| named_in_rules.contains(name)), "{}", told("feedback"));
        // Interactions of blocks stand in blocks, those of lines in lines; text stands in neither.
        let body = item.child("itemBody").unwrap();
        assert!(
            body.text.trim().is_empty()
                && body.children.iter().all(|child| matches!(
                    child.name.as_str(),
                    "div" | "p" | "choiceInteraction" | "orderInteraction" | "matchInteraction"
                ))
        );
    }
}

#[test]
fn the_manifest_lists_every_file_once() {
    let mut bank = everything();
    bank.push(question(
        "7-first",
        "Is it?",
        Body::Fixed(Kind::Truth { answer: true, feedback: String::new(), misconception: None }),
    ));
    bank.push(question(
        "q-7-first",
        "Is it?",
        Body::Fixed(Kind::Truth { answer: true, feedback: String::new(), misconception: None }),
    ));
    let export = write(Format::Qti, &bank, 1);
    let manifest = parsed(&export.files[0].1);
    assert_eq!(
        (manifest.name.as_str(), manifest.attribute("xmlns")),
        ("manifest", Some("http://www.imsglobal.org/xsd/imscp_v1p1"))
    );
    let names: Vec<&str> = manifest.children.iter().map(|child| child.name.as_str()).collect();
    assert_eq!(names, ["metadata", "organizations", "resources"]);
    let resources: Vec<&Element> = manifest.child("resources").unwrap().all("resource").collect();
    let mut identifiers = BTreeSet::new();
    let mut files = BTreeSet::new();
    for resource in &resources {
        assert_eq!(resource.attribute("type"), Some("imsqti_item_xmlv2p1"));
        assert!(identifiers.insert(resource.attribute("identifier").unwrap()));
        let href = resource.attribute("href").unwrap();
        assert_eq!(resource.child("file").unwrap().attribute("href"), Some(href));
        files.insert(href);
        let identifier = href.trim_start_matches("items/").trim_end_matches(".xml");
        assert!(identifier.starts_with(|c: char| c.is_ascii_alphabetic()), "{identifier}");
    }
    let written: BTreeSet<&str> = export.files.iter().skip(1).map(|(path, _)| path.as_str()).collect();
    assert_eq!((files.len(), files == written), (bank.len(), true));
}

#[test]
fn marks_are_the_standards_own_templates_or_mappings_as_ours() {
    let bare = |kind: Kind| {
        let mut question = question("q", "{1} or {2}", Body::Fixed(kind));
        question.explanation.clear();
        question.source.clear();
        write(Format::Qti, &[question], 1).files[1].1.clone()
    };
    let option = |text: &str, right| crate::domain::question::Choice {
        text: text.to_owned(),
        right,
        feedback: None,
        misconception: None,
    };
    let one = bare(Kind::Choice(vec![option("a", true), option("b", false)]));
    assert!(one.contains("template=\"http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct\""), "{one}");
    let several = bare(Kind::Choices(vec![option("a", true), option("b", false), option("c", true)]));
    assert!(several.contains("rptemplates/map_response\""), "{several}");
    for entry in
        ["mapKey=\"C1\" mappedValue=\"0.5\"", "mapKey=\"C2\" mappedValue=\"-0.5\"", "lowerBound=\"0\" upperBound=\"1\""]
    {
        assert!(several.contains(entry), "{entry} {several}");
    }
    let pairs = vec![("a".to_owned(), "x".to_owned()), ("b".to_owned(), "x".to_owned())];
    let matched = bare(Kind::Match { pairs, others: texts(&["y"]), feedback: String::new() });
    assert!(
        matched.contains("mapKey=\"L2 R1\" mappedValue=\"0.5\"")
            && matched.contains("identifier=\"R2\" matchMax=\"0\""),
        "{matched}"
    );
    let number = |tolerance| {
        Kind::Number(crate::domain::question::NumberKey { answer: 251.0, tolerance, unit: None, wrong: vec![] })
    };
    assert!(bare(number(0.0)).contains("<equal toleranceMode=\"exact\">"));
    assert!(bare(number(0.5)).contains("toleranceMode=\"absolute\" tolerance=\"0.5 0.5\""));
    let text = bare(Kind::Text { accept: texts(&["a<b", "c"]), wrong: vec![] });
    assert!(text.contains("mapKey=\"a&lt;b\" mappedValue=\"1\" caseSensitive=\"false\""), "{text}");
}
