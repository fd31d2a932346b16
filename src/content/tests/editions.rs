//! Ids, former ids and editions: what progress is kept under.

use super::{FRONT, MANIFEST, load_files, load_text, workshop};
use crate::domain::progress::names_of;

fn edition(markdown: &str) -> String {
    workshop(load_text(markdown)).outline.modules[0].edition.clone()
}

#[test]
fn an_edition_changes_only_with_the_set_of_sections_that_count() {
    let first = edition("## One\n\ntext\n\n## Two\n\ntext\n\n## Three {.optional}\n");
    let same = [
        "## One\n\nother text, a typo less\n\n## Two\n\n### A heading\n\n## Three {.optional}\n",
        "## Two\n\n## One\n\n## Three {.optional}\n",
        "## Uno {#one}\n\n## Dos {#two}\n\n## Tres {#three .optional}\n",
        "intro\n\n## One\n\n## Two\n",
        "## One\n\n## Two\n\n## Four {.optional}\n\n## Three {.optional}\n",
        "## One {#one was=zero}\n\n## Two\n",
    ];
    for markdown in same {
        assert_eq!(edition(markdown), first, "{markdown}");
    }
    let other = [
        "## One\n",
        "## One\n\n## Two\n\n## Three\n",
        "## One\n\n## Two {.optional}\n",
        "## One\n\n## Two {#two-2}\n",
        "## One two\n",
    ];
    for markdown in other {
        assert_ne!(edition(markdown), first, "{markdown}");
    }
    assert_eq!(first.len(), 16);
}

#[test]
fn editions_of_look_alike_modules_and_workshops_differ() {
    let module = format!("{FRONT}## One\n");
    let two = "id = \"w\"\ntitle = \"W\"\nsummary = \"S\"\nlanguage = \"en\"\nmodules = [\"net\", \"net-2\"]\n";
    let files = [("workshop.toml", two), ("modules/net.md", &module), ("modules/net-2.md", &module)];
    let outline = workshop(load_files(&files)).outline;
    assert_ne!(outline.modules[0].edition, outline.modules[1].edition);
    let other = two.replace("\"w\"", "\"v\"");
    let files = [("workshop.toml", other.as_str()), ("modules/net.md", &module), ("modules/net-2.md", &module)];
    assert_ne!(workshop(load_files(&files)).outline.modules[0].edition, outline.modules[0].edition);
}

#[test]
fn the_outline_knows_every_former_name() {
    let manifest = MANIFEST.replace("[\"a\"]", "[\"a\", \"b\"]\n[done]\npercent = 80\noptional_modules = [\"b\"]");
    let a = "+++\ntitle = \"A\"\nsummary = \"\"\nminutes = 5\nwas = [\"old-a\", \"older-a\"]\n+++\n\
             ## One {#one was=uno,elsewhere/un}\n\n## Two {.optional}\n";
    let b = format!("{FRONT}## One\n");
    let outline =
        workshop(load_files(&[("workshop.toml", &manifest), ("modules/a.md", a), ("modules/b.md", &b)])).outline;
    let names: Vec<String> = names_of(&outline.modules[0], 0).into_iter().map(|(m, s)| format!("{m}/{s}")).collect();
    let expected = ["a/one", "a/uno", "elsewhere/un", "old-a/one", "old-a/uno", "older-a/one", "older-a/uno"];
    assert_eq!(names, expected);
    assert_eq!(outline.done.percent, 80);
    assert_eq!(outline.modules.iter().map(|m| m.optional).collect::<Vec<_>>(), [false, true]);
    assert_eq!(outline.modules[0].sections.iter().map(|s| s.optional).collect::<Vec<_>>(), [false, true]);
    assert_eq!(names_of(&outline.modules[1], 0), [("b".to_owned(), "one".to_owned())], "look-alikes share nothing");
}

#[test]
fn sections_begin_at_headings_of_level_two_outside_of_quotes_and_lists() {
    let markdown =
        "intro\n\nOne\n---\n\n> ## Quoted\n\n- ## In a list\n\nTwo {#zwei}\n----\n\n### Sub\n\n#### Deeper\n";
    let module = workshop(load_text(markdown)).modules.remove(0);
    assert_eq!(module.intro, "<p>intro</p>\n");
    assert_eq!(module.sections.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["one", "zwei"]);
    assert!(module.sections[0].headings.is_empty());
    assert!(module.sections[0].html.contains("<h3 id=\"quoted\">Quoted<a class=\"anchor\""));
    let headings: Vec<_> = module.sections[1].headings.iter().map(|h| (h.id.as_str(), h.level)).collect();
    assert_eq!(headings, [("sub", 3), ("deeper", 4)]);
}

#[test]
fn headings_inside_sections_get_ids_of_their_own() {
    let markdown = "## One\n\n### Example\n\n### Two\n\n## Two\n\n### Example\n\n### Example {#example-2}\n\n### !\n";
    let module = workshop(load_text(markdown)).modules.remove(0);
    let ids: Vec<_> = module.sections.iter().flat_map(|s| &s.headings).map(|h| h.id.as_str()).collect();
    assert_eq!(ids, ["example", "two-2", "example-3", "example-2", "heading"]);
}
