//! Handouts of all kinds become workshops that hold everything and that the loader accepts.

use std::sync::Arc;

use super::*;
use crate::content::model::Library;
use crate::content::{Finding, Folder, Severity, load};

fn handout(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/handouts/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn imported(name: &str) -> Imported {
    import(name, &handout(name), Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn file<'a>(imported: &'a Imported, path: &str) -> &'a str {
    &imported.files.iter().find(|(p, _)| p == path).unwrap_or_else(|| panic!("no {path}")).1
}

pub(super) fn loaded(imported: &Imported) -> (Option<Library>, Vec<Finding>) {
    let files = imported.files.iter().map(|(path, text)| (path.clone(), Arc::from(text.as_bytes())));
    let loaded = load(&Folder::from_files(files), jiff::civil::date(2026, 11, 24));
    (loaded.library, loaded.findings)
}

/// Module ids with their sections' ids.
fn outline(library: &Library) -> String {
    let modules = &library.workshops[0].modules;
    let one = |module: &crate::content::model::Module| {
        let sections: Vec<_> = module.sections.iter().map(|section| section.id.as_str()).collect();
        format!("{}: {}", module.id, sections.join(" "))
    };
    modules.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Links, images, tables, code blocks, footnotes.
fn counts(imported: &Imported) -> [usize; 5] {
    let counts = imported.report.counts;
    [counts.links, counts.images, counts.tables, counts.code_blocks, counts.footnotes]
}

#[test]
fn every_handout_becomes_the_workshop_it_should() {
    let cases = [
        (
            "chapters.md",
            "Storage for clusters - Handout",
            "volume-kinds: overview disk share\nbackup: overview\nappendix: commands",
            [7, 0, 1, 1, 0],
        ),
        (
            "all-top.md",
            "All top",
            "first-steps: overview\nsecond-steps: sign-in look-around\nlast-steps: overview",
            [0, 0, 0, 1, 0],
        ),
        ("skipped.md", "Guide", "one: deep\ntwo: overview", [0, 0, 0, 0, 0]),
        ("no-heading.md", "No heading", "no-heading: no-heading", [1, 0, 0, 0, 0]),
        (
            "setext_headings.md",
            "The handbook",
            "part-one: overview\na-title-on-two-lines: overview\nends-with-marks: overview",
            [0, 0, 0, 0, 0],
        ),
        ("inside.md", "Quoted headings", "real: overview\nalso-real: overview", [0, 0, 0, 2, 0]),
        (
            "twins.md",
            "Twins",
            "limits: limits limits-2\nlimits-2: overview\nsearch-2: section-1\nsearch-3: overview",
            [2, 0, 0, 0, 0],
        ),
        ("scripts.md", "Δίκτυα", "module-1: section-1 section-2\nmodule-2: grosse-mass", [1, 0, 0, 0, 0]),
        (
            "headings.md",
            "The best handout & site",
            "introduction: overview\nusing-kubectl: a-linked-bold-title\nistio: overview braces-like-these chosen bad-id\nuntitled: overview",
            [6, 0, 0, 0, 1],
        ),
        (
            "references.md",
            "References",
            "uses: overview more\nholds: own\ncomment-at-the-end: overview",
            [7, 1, 0, 1, 3],
        ),
        ("links.md", "Links", "places: overview\ncode: overview", [26, 6, 1, 4, 0]),
        ("unclosed.md", "Unclosed", "before: overview", [0, 0, 0, 1, 0]),
        ("yaml.md", "The YAML title", "only-chapter: overview", [0, 0, 0, 0, 0]),
        ("toml.md", "The TOML title", "the-toml-title: the-toml-title", [0, 0, 0, 0, 0]),
        ("windows.md", "Windows", "one: overview\ntwo: overview", [0, 0, 0, 2, 0]),
        ("late-title.md", "Late title", "before-the-title: part\ntitle: inside", [0, 0, 0, 0, 0]),
        ("lists.md", "Lists and tables", "lists-and-tables: overview", [1, 0, 1, 1, 0]),
    ];
    for (name, title, expected, numbers) in cases {
        let imported = imported(name);
        let (library, findings) = loaded(&imported);
        let faults: Vec<_> =
            findings.iter().filter(|f| f.severity == Severity::Fault).map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}\n{:#?}", imported.files);
        let library = library.unwrap();
        assert_eq!(library.workshops[0].title, title, "{name}");
        assert_eq!(outline(&library), expected, "{name}");
        assert_eq!(counts(&imported), numbers, "{name}");
    }
    let there = std::fs::read_dir(format!("{}/tests/handouts", env!("CARGO_MANIFEST_DIR"))).unwrap().count();
    assert_eq!(there, cases.len(), "every handout is in the table");
}

/// What a reader finds in some Markdown, by the parser alone: addresses outside in order, code blocks, tables.
fn found(texts: &[&str]) -> (Vec<String>, Vec<String>, usize) {
    use pulldown_cmark::{Event, Parser, Tag, TagEnd};
    let (mut links, mut codes, mut tables, mut code) = (Vec::new(), Vec::new(), 0, None::<String>);
    for event in texts.iter().flat_map(|text| Parser::new_ext(text, crate::content::markdown::options())) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let whole = if dest_url.starts_with("//") { format!("https:{dest_url}") } else { dest_url.to_string() };
                links.extend(Some(whole.replace(' ', "%20")).filter(|url| url.starts_with("http")));
            }
            Event::Start(Tag::CodeBlock(_)) => code = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => codes.extend(code.take().map(|code| code.trim_end().to_owned())),
            Event::Text(words) => code.iter_mut().for_each(|code| code.push_str(&words)),
            Event::Start(Tag::Table(_)) => tables += 1,
            _ => {}
        }
    }
    links.sort();
    codes.sort();
    (links, codes, tables)
}

#[test]
fn every_link_code_block_and_table_of_a_handout_is_in_its_workshop() {
    for entry in std::fs::read_dir(format!("{}/tests/handouts", env!("CARGO_MANIFEST_DIR"))).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let source = String::from_utf8(handout(&name)).unwrap().replace('\r', "");
        let imported = imported(&name);
        let modules = imported.files.iter().filter(|(path, _)| path.starts_with("modules/"));
        let modules: Vec<&str> = modules.map(|(_, text)| text.split_once("\n+++\n").unwrap().1).collect();
        let wanted = found(&[&source]);
        assert_eq!(found(&modules), wanted, "{name}");
        let outline: toml::Table = file(&imported, "handout.toml").parse().unwrap();
        let entries = outline["heading"].as_array().unwrap();
        let urls = entries.iter().filter_map(|entry| entry.get("link")?.as_array()).flatten();
        let mut urls: Vec<&str> =
            urls.filter_map(|link| link["url"].as_str()).filter(|url| url.starts_with("http")).collect();
        urls.sort_unstable();
        let links: Vec<&str> = wanted.0.iter().map(String::as_str).filter(|url| !url.contains(".png")).collect();
        assert_eq!(urls, links, "{name}");
    }
}

#[test]
fn links_lead_where_their_matter_is_now() {
    let links = imported("links.md");
    let places = file(&links, "modules/places.md");
    for written in [
        "[file](guide.md), [folder](../shared/a.pdf), [bare](./guide), [bare with part](./guide#x), out (`../../etc/passwd`),",
        "[site](/docs/x), [self](code), [no scheme](https://docs.example/x), empty, hash (`#`), [query](?a=b),",
        "[mail](mailto:a@docs.example), script (`javascript:alert(1)`), data (`data:text/html,x`), term (`term:kubenet`),",
        "[titled](code \"Title\"), [![badge](badge.svg)](code).",
        "<https://docs.example/bare> `javascript:alert(2)` <a@docs.example> https://docs.example/plain",
        "data (`data:image/png;base64,AAAA`) ![](images/none.png) anchor (`#code`)",
        "| [in a cell](code) | ![in a cell](images/cell.png) |",
        "| gone (`#a\\|b`) | `a\\|b` |",
        "[to the spot](#overview)",
    ] {
        assert!(places.contains(written), "{written} in:\n{places}");
    }
    let headings = imported("headings.md");
    let istio = file(&headings, "modules/istio.md");
    for written in [
        "## Braces {like these} {#braces-like-these}",
        "### Braces again {like these} {#braces-again-like-these}",
        "See [here](#chosen), [there](#well-chosen) and away (`#nowhere`).",
        "### Deeper {#well-chosen}\n",
        "[Istio](https://docs.example/istio)[^n]\n",
        "[^n]: A note.",
    ] {
        assert!(istio.contains(written), "{written} in:\n{istio}");
    }
    let twins = imported("twins.md");
    let second = file(&twins, "modules/limits-2.md");
    assert!(second.contains("see [the other](limits-2) and [itself](#overview)"), "{second}");
}

#[test]
fn what_is_used_elsewhere_is_carried_along() {
    let references = imported("references.md");
    let uses = file(&references, "modules/uses.md");
    assert!(uses.ends_with("[1]: <https://docs.example/one> \"First one\"\n[pic]: <images/pic.png>\n"), "{uses}");
    assert!(uses.contains("[Two](https://docs.example/t%20w%20o), ![picture][pic]"), "{uses}");
    assert!(uses.contains("[^b]: The second, back [to uses](uses).\n"), "{uses}");
    assert!(!file(&references, "modules/holds.md").contains("[^a]"), "a footnote goes where it is named");
    // Behind a comment that is never closed it would be lost.
    let comment = file(&references, "modules/comment-at-the-end.md");
    assert!(comment.contains("+++\n[1]: <https://docs.example/one>"), "{comment}");
}

#[test]
fn the_author_s_text_stays_as_it_was_written() {
    let chapters = imported("chapters.md");
    let source = String::from_utf8(handout("chapters.md")).unwrap();
    let modules: String = chapters.files.iter().map(|(_, text)| text.as_str()).collect();
    for line in source.lines().filter(|line| !line.starts_with('#') && *line != "---") {
        assert!(modules.contains(line.trim_end()), "{line}");
    }
    assert_eq!(chapters.report.counts.rules_left_out, 2);
    let first = file(&chapters, "modules/volume-kinds.md");
    let front =
        "+++\ntitle = \"Volume kinds\"\nsummary = \"A disk belongs to one node at a time.\"\nminutes = 7\n+++\n";
    assert!(first.starts_with(&format!("{front}> [!NOTE]\n> Made")), "{first}");
    let backup = file(&chapters, "modules/backup.md");
    assert!(backup.contains("summary = \"Links: own vault.\"\nminutes = 5\n"), "{backup}");
}

#[test]
fn the_report_says_what_was_made_and_what_could_not_be_placed() {
    assert_eq!(
        imported("chapters.md").report.to_string(),
        "Storage for clusters - Handout (storage-for-clusters-handout)\n\
         3 modules, 5 sections\n  \
         modules/volume-kinds.md  Volume kinds (3 sections)\n  \
         modules/backup.md  Backup (1 section)\n  \
         modules/appendix.md  Appendix (1 section)\n\
         Kept: 7 links, 0 images, 1 table, 1 code block, 0 footnotes\n\
         Left out: 2 rules between chapters\n"
    );
    for (name, line) in [
        (
            "links.md",
            "links.md:5: the link to “../../etc/passwd” leads out of the workshop's folder; it stands as text\n",
        ),
        ("links.md", "links.md:26: the fence “tool aks-plan” would be a block of the workshop; it is plain code now\n"),
        ("links.md", "links.md:20: the image is raw HTML and is shown as text: <img src=\"x.png\">\n"),
        (
            "links.md",
            "links.md:12: the image “images/none.png” is relative and stays as it is; put the file into the workshop's folder\n",
        ),
        ("unclosed.md", "unclosed.md:7: the fence is never closed; it is closed now where its text ends\n"),
        (
            "headings.md",
            "headings.md:21: the link to “#nowhere” leads to a heading that is not there; it stands as text\n",
        ),
        ("yaml.md", "yaml.md:1: the front matter is left out; the title was taken from it: author, tags\n"),
    ] {
        let report = imported(name).report.to_string();
        assert!(report.contains(line), "{line} in:\n{report}");
    }
}

#[test]
fn line_ends_and_marks_of_other_systems_change_nothing() {
    let windows = handout("windows.md");
    let unix = String::from_utf8(windows[3..].to_vec()).unwrap().replace("\r\n", "\n");
    let files = |bytes: &[u8]| import("windows.md", bytes, Options::default()).unwrap().files;
    assert_eq!(files(&windows), files(unix.as_bytes()));
    assert_eq!(files(&windows), files(unix.replace('\n', "\r").as_bytes()));
}

#[test]
fn what_cannot_be_a_workshop_is_refused_precisely() {
    let refused = |bytes: &[u8]| import("x.md", bytes, Options::default()).unwrap_err().to_string();
    let deep = format!("a\n\n{}x", ">".repeat(60));
    let large = vec![b'x'; LARGEST + 1];
    let cases: [(&[u8], &str); 5] = [
        (b"# A\r\n\xc3\xa4b\xffc", "2:3: the byte 0xFF is not UTF-8; save the handout in the encoding UTF-8"),
        (b"", "there is nothing to read in the handout"),
        (b" \n\t\n[a]: b\n", "there is nothing to read in the handout"),
        (&large, "the handout is larger than 4000000 bytes; split it into several"),
        (deep.as_bytes(), "3:51: quotes, lists or emphasis are nested deeper than 50; make the text flatter"),
    ];
    for (bytes, message) in cases {
        assert_eq!(refused(bytes), message);
    }
    let options = Options { id: Some("No Id"), ..Options::default() };
    assert!(import("x.md", b"x", options).unwrap_err().to_string().starts_with("“No Id” is not an id"));
}

#[test]
fn id_and_language_are_as_asked_for_and_titles_are_safe_toml() {
    let options = Options { language: "de", id: Some("netze") };
    let imported = import("x.md", b"# A \"quoted\" \\\\ '''title'''\n\n## B\n\nText.\n", options).unwrap();
    let manifest: toml::Table = file(&imported, "workshop.toml").parse().unwrap();
    assert_eq!(manifest["id"].as_str(), Some("netze"));
    assert_eq!(manifest["language"].as_str(), Some("de"));
    assert_eq!(manifest["title"].as_str(), Some("A \"quoted\" \\ '''title'''"));
}

#[test]
fn names_of_files_become_titles() {
    let cases =
        [("my-handout_2.md", "My handout 2"), (".md", ".md"), ("", "Handout"), ("a.b.md", "A.b"), ("-.md", "Handout")];
    for (name, title) in cases {
        assert_eq!(called_after(name), title, "{name}");
    }
}
