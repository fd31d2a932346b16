//! What comes of a wizard: its order, its texts, its block in a module, and how it is found.

use super::*;
use crate::content::Draw;
use crate::content::model::{Life, Said, SectionRef};
use crate::content::search::{HitKind, Index};
use crate::domain::wizard::Force;

fn decision() -> Decision {
    workshop(load_wizards(&[("toy", TOY)])).decisions.remove(0)
}

fn said(markdown: &str, html: &str, plain: &str) -> Said {
    Said { markdown: markdown.to_owned(), html: html.to_owned(), plain: plain.to_owned() }
}

#[test]
fn a_wizard_is_read_with_all_that_its_pages_say() {
    let decision = decision();
    assert_eq!((decision.wizard.id.as_str(), decision.wizard.title.as_str()), ("toy", "Choose a model"));
    assert_eq!(decision.minutes, Some(3));
    assert_eq!(decision.summary, said("Where *pods* live.", "Where <em>pods</em> live.", "Where pods live."));
    let place = SectionRef { module: "a".to_owned(), section: Some("one".to_owned()) };
    assert_eq!((decision.decides.place, decision.decides.title.as_str()), (place, "One"));
    assert_eq!(decision.decides.module_title, "A");
    let overlay = &decision.endings[0];
    assert_eq!(overlay.trade_offs[0].html, "Nobody sees the <strong>pods</strong>.");
    assert_eq!(
        overlay.next.html,
        "<p>Plan the <a href=\"/w/w/a#two\">range</a>, and see <a class=\"term\" href=\"/w/w/glossary#term-kubenet\">kubenet</a>.</p>\n<ul>\n<li>One</li>\n</ul>\n"
    );
    assert_eq!(overlay.next.plain, "Plan the range, and see kubenet. One");
    let commands = overlay.commands.as_ref().unwrap();
    assert_eq!(commands.text, "az aks create\n");
    assert!(commands.html.starts_with("<div class=\"code\" data-language=\"bash\"><pre"), "{}", commands.html);
    let read: Vec<_> = overlay.read.iter().map(|link| (link.place.module.as_str(), link.title.as_str())).collect();
    assert_eq!(read, [("a", "One"), ("b", "One")]);
    let kubenet = &decision.endings[1];
    assert_eq!(kubenet.read[0].title, "The second");
    let term = kubenet.term.as_ref().unwrap();
    assert_eq!((term.id.as_str(), term.name.as_str()), ("kubenet", "kubenet"));
    assert!(matches!(term.life, Life::Retiring(_)) && kubenet.caution.is_some());
    assert!(decision.endings[2].term.is_none() && decision.endings[2].commands.is_none());
}

#[test]
fn rules_name_outcomes_by_their_places() {
    let wizard = decision().wizard;
    assert_eq!((wizard.outcomes.len(), wizard.questions.len()), (3, 2));
    let few = &wizard.questions[1].options[1];
    assert_eq!((few.effects[0].force, few.effects[0].outcomes.as_slice()), (Force::Favours(2), &[1][..]));
    assert_eq!((few.effects[1].force, few.effects[1].outcomes.as_slice()), (Force::RulesOut, &[2][..]));
    assert_eq!(wizard.questions[0].help, "Think of the old ones.");
    assert_eq!(wizard.questions[0].options[1].hint, "That changes nothing.");
}

#[test]
fn wizards_stand_in_the_order_of_the_manifest() {
    let workshop = workshop(load_wizards(&[("toy", TOY), ("b", TOY), ("c", TOY)]));
    let ids: Vec<&str> = workshop.decisions.iter().map(|decision| decision.wizard.id.as_str()).collect();
    assert_eq!(ids, ["toy", "b", "c"]);
}

#[expect(clippy::unnecessary_wraps, reason = "the loader is handed functions of this shape")]
fn draw(kind: &str, name: &str, inputs: &[(String, String)], base: &str) -> Result<String, Vec<(String, String)>> {
    let inputs: Vec<String> = inputs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Ok(format!("<p id=\"{base}\">{kind} {name}: {}</p>", inputs.join("; ")))
}

#[test]
fn a_wizard_stands_in_a_module_as_whoever_knows_it_draws_it() {
    let load = |fence: &str, draw: Option<Draw>| {
        let module = format!("{FRONT}{MODULE}\n{fence}");
        let manifest = MANIFEST.replace("[\"a\"]", "[\"a\", \"b\"]") + "wizards = [\"toy\"]\n";
        let files = [
            ("workshop.toml", manifest.as_bytes()),
            ("glossary.toml", GLOSSARY.as_bytes()),
            ("modules/a.md", module.as_bytes()),
            ("modules/b.md", module.as_bytes()),
            ("wizards/toy.toml", TOY.as_bytes()),
        ];
        load_with(&folder(files), TODAY, &Known { draw, ..Known::default() })
    };
    let last = |loaded: Loaded| workshop(loaded).modules[0].sections[1].html.clone();
    let drawn = "<p>Text.</p>\n<p id=\"b1\">wizard toy: workshop=w; title=Choose a model; questions=2; minutes=3; summary=Where pods live.</p>\n";
    assert_eq!(last(load("```wizard toy\n```\n", Some(draw))), drawn);
    assert_eq!(last(load("```wizard toy\n```\n", None)), "<p>Text.</p>\n");
    let faults = [
        ("```wizard tay\n```\n", "there is no wizard “tay” here; did you mean “toy”?"),
        ("```wizard\n```\n", "the wizard has no name; write it after the word, as in ```wizard name"),
        (
            "```wizard toy\nwindows = \"yes\"\n```\n",
            "nothing stands in a wizard's block: what it says is in wizards/toy.toml",
        ),
    ];
    for (fence, message) in faults {
        for draw in [None, Some(draw as Draw)] {
            let found = lines(&load(fence, draw));
            assert!(found.len() == 2 && found[0].ends_with(&format!(": {message}")), "{fence}: {found:?}");
        }
    }
}

#[test]
fn a_wizard_is_found_by_its_title_its_summary_and_its_outcomes() {
    let index = Index::new(&workshop(load_wizards(&[("toy", TOY)])));
    for query in ["choose a model", "where pods live", "flat"] {
        let hits = index.search(query, 5);
        let hit = hits.iter().find(|hit| hit.kind == HitKind::Wizard).unwrap_or_else(|| panic!("{query}: {hits:?}"));
        assert_eq!((hit.url.as_str(), hit.title.as_str()), ("/w/w/wizards/toy", "Choose a model"));
    }
}
