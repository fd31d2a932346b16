//! Golden messages: every fault and every warning, in the words authors read.

use super::{FRONT, GLOSSARY, MANIFEST, TODAY, folder, lines, load_files, load_text};
use crate::content::{Known, Severity, load, load_with};

type Files<'f> = Vec<(&'f str, &'f [u8])>;

#[test]
fn faults_of_the_manifest() {
    let cases: &[(&str, &[&str])] = &[
        (
            "",
            &[
                "workshop.toml:1:1: “id” is missing in workshop.toml; add it",
                "workshop.toml:1:1: “language” is missing in workshop.toml; add it",
                "workshop.toml:1:1: “modules” is missing in workshop.toml; add it",
                "workshop.toml:1:1: “summary” is missing in workshop.toml; add it",
                "workshop.toml:1:1: “title” is missing in workshop.toml; add it",
            ],
        ),
        (
            "id = \"w\"\ntilte = \"W\"\nsummary = 3\nlanguage = \"english!\"\nmodules = \"a\"\ncolour = 1\n",
            &[
                "workshop.toml:1:1: “title” is missing in workshop.toml; add it",
                "workshop.toml:2:1: there is no key “tilte” in workshop.toml; did you mean “title”?",
                "workshop.toml:3:11: “summary” is a whole number; it must be a text in quotes",
                "workshop.toml:4:13: “english!” is not a language tag; write one as in en, de or pt-BR",
                "workshop.toml:5:11: “modules” is a text; it must be a list of texts, as in [\"one\", \"two\"]",
                "workshop.toml:6:1: there is no key “colour” in workshop.toml; it knows id, title, summary, language, modules, wizards, done",
            ],
        ),
        (
            "id = \"W 1\"\ntitle = \" \"\nsummary = \"\"\nlanguage = \"pt-BR\"\nmodules = [\"a\", \"b\", \"a\", 3, \"glossary\", \"x.y\"]\n\
          [done]\npercent = 0\noptional_modules = [\"a\", \"c\"]\n",
            &[
                "workshop.toml:1:7: “W 1” is not an id; use lower-case letters, digits and single hyphens, at most 80 characters",
                "workshop.toml:2:10: “title” is empty; write something",
                "workshop.toml:5:18: there is no readable file modules/b.md; write it or take its name out",
                "workshop.toml:5:23: the module “a” is named twice, first in line 5; name it once",
                "workshop.toml:5:27: an entry of “modules” is a whole number; it must be a text in quotes",
                "workshop.toml:5:31: a module cannot be called “glossary”: that address is taken; choose another id",
                "workshop.toml:5:43: “x.y” is not an id; use lower-case letters, digits and single hyphens, at most 80 characters",
                "workshop.toml:7:11: “percent” is out of bounds; it must be a whole number from 1 to 100",
                "workshop.toml:8:27: there is no module “c” that could be optional; name it in “modules”",
            ],
        ),
        (
            "id = \"w\ntitle = = 3\n",
            &[
                "workshop.toml:1:8: this is not TOML: invalid basic string, expected `\"`",
                "workshop.toml:2:9: this is not TOML: extra `=`, expected nothing",
            ],
        ),
        (
            "id = \"w\"\ntitle = \"W\"\nsummary = \"S\"\nlanguage = \"en\"\nmodules = []\n",
            &["workshop.toml:1:1: “modules” names no module; name at least one, as in modules = [\"first-steps\"]"],
        ),
        (
            "id = \"w\"\ntitle = \"W\"\nsummary = \"S\"\nlanguage = \"en\"\nmodules = [\"a\"]\ndone = 3\n",
            &["workshop.toml:6:8: “done” is a whole number; it must be a table, begun with [done]"],
        ),
    ];
    let module = format!("{FRONT}## One\n");
    for (manifest, expected) in cases {
        let loaded = load_files(&[("workshop.toml", manifest), ("modules/a.md", &module)]);
        assert_lines(&lines(&loaded), expected, manifest);
        assert!(loaded.library.is_none());
    }
}

#[test]
fn faults_of_the_front_matter() {
    let cases: &[(&str, &[&str])] = &[
        (
            "## One\n",
            &[
                "modules/a.md:1:1: there is no front matter; begin the file with a line +++, then title, summary, minutes and goals, then another line +++",
            ],
        ),
        (
            "",
            &[
                "modules/a.md:1:1: there is no front matter; begin the file with a line +++, then title, summary, minutes and goals, then another line +++",
                "modules/a.md:1:1: there is no section; begin one with a heading such as ## First steps",
            ],
        ),
        (
            "---\ntitle: A\n---\n## One\n",
            &[
                "modules/a.md:1:1: there is no front matter; it is TOML between two lines +++ here, not YAML between ---",
            ],
        ),
        (
            "+++\ntitle = \"A\"\n## One\n",
            &["modules/a.md:1:1: the front matter is never closed; end it with a line +++"],
        ),
        (
            "+++\n+++\n## One\n",
            &[
                "modules/a.md:1:1: “minutes” is missing in the front matter; add it",
                "modules/a.md:1:1: “summary” is missing in the front matter; add it",
                "modules/a.md:1:1: “title” is missing in the front matter; add it",
            ],
        ),
        (FRONT, &["modules/a.md:6:1: there is no section; begin one with a heading such as ## First steps"]),
        (
            "+++\ntitle = \"A\"\nsummary = \"S\"\nminutes = \"5\"\ngoal = []\nwas = [\"A b\"]\n+++\n## One\n",
            &[
                "modules/a.md:4:11: “minutes” is a text; it must be a whole number from 1 to 1440",
                "modules/a.md:5:1: there is no key “goal” in the front matter; did you mean “goals”?",
                "modules/a.md:6:9: “A b” is not an id; use lower-case letters, digits and single hyphens, at most 80 characters",
            ],
        ),
        (
            "+++\ntitle = \"A\"\nsummary = \"S\"\nminutes = 0\ngoals = [\"Say [x](#two)\", \"- a\", \"![i](a.png)\", \"\"\"a\n\nb\"\"\"]\n+++\n## One\n",
            &[
                "modules/a.md:4:11: “minutes” is out of bounds; it must be a whole number from 1 to 1440",
                "modules/a.md:5:15: there is no section “two” in “a”; name one of its headings",
                "modules/a.md:5:28: the goal is more than a line of text; use words, emphasis, code and links alone",
                "modules/a.md:5:35: the goal is more than a line of text; use words, emphasis, code and links alone",
                "modules/a.md:7:1: the goal is more than a line of text; use words, emphasis, code and links alone",
            ],
        ),
        (
            "+++\ntitle = \"A\"\nsummary = \"S\"\nminutes = 5\n[[reading]]\nurl = \"/x\"\nnotes = \"\"\n[facilitator]\nstory = \"\"\nask = 1\nskip = \"\"\n+++\n## One\n",
            &[
                "modules/a.md:5:1: “title” is missing in [[reading]]; add it",
                "modules/a.md:6:8: “url” is not an address on the web; write it in full, as in https://example.org/page",
                "modules/a.md:7:1: there is no key “notes” in [[reading]]; did you mean “note”?",
                "modules/a.md:8:2: “misconception” is missing in [facilitator]; add it",
                "modules/a.md:10:7: “ask” is a whole number; it must be a text in quotes",
            ],
        ),
        (
            "+++\ntitle = \"A\n+++\n## One\n[x](#gone)\n",
            &[
                "modules/a.md:2:11: this is not TOML: invalid basic string, expected `\"`",
                "modules/a.md:5:1: there is no section “gone” in “a”; did you mean “one”?",
            ],
        ),
    ];
    for (module, expected) in cases {
        let loaded = load_files(&[("modules/a.md", module)]);
        assert_lines(&lines(&loaded), expected, module);
        assert!(loaded.library.is_none());
    }
}

#[test]
fn faults_of_the_text() {
    let cases: &[(&str, &[&str])] = &[
        (
            "# Title\n\n## One\n",
            &["6:1: a # heading does not belong here: the title stands in the front matter; use ##"],
        ),
        (
            "Title\n=====\n\n## One\n",
            &["6:1: a # heading does not belong here: the title stands in the front matter; use ##"],
        ),
        (
            "## One\n\n## Two {#one}\n\n### x {#one}\n",
            &[
                "8:9: the id “one” is already used in line 6; give this heading another, as in {#my-id}",
                "10:8: the id “one” is already used in line 6; give this heading another, as in {#my-id}",
            ],
        ),
        (
            "## One {#A_b}\n",
            &["6:9: “A_b” is not an id; use lower-case letters, digits and single hyphens, at most 80 characters"],
        ),
        (
            "## One {.optinal}\n## Two {wsa=x}\n## Three {.x}\n## Four {was=a/b/c}\n",
            &[
                "6:9: there is no heading attribute “.optinal”; did you mean “.optional”? it knows #id, .optional and was=old-id",
                "7:9: there is no heading attribute “wsa”; did you mean “was”? it knows #id, .optional and was=old-id",
                "8:11: there is no heading attribute “.x”; it knows #id, .optional and was=old-id",
                "9:10: “a/b/c” is not a former name; write was=old-section or was=module/section",
            ],
        ),
        (
            "## One\n\n### Sub {.optional}\n",
            &["8:10: “.optional” and “was” belong to sections; put them on the heading with ##"],
        ),
        (
            "## One {#one was=two}\n## Two\n",
            &["6:14: “a/two” is a section's name today; “was” holds names no section has any more"],
        ),
        (
            "## One {#one was=x}\n## Two {was=b/y,x}\n",
            &["7:9: “a/x” is already a former name of “a/one”; name it in one place"],
        ),
        ("## One\n\n```bash\nls\n", &["8:1: the fence opened in line 8 is never closed; end it with the same marks"]),
        (
            "## One\n\n> ~~~\n> a\n\ntext\n",
            &["8:3: the fence opened in line 8 is never closed; end it with the same marks"],
        ),
        (
            "## One\n\n```tool aks-plan\n```\n\n```quiz\n```\n",
            &[
                "8:1: there is no tool “aks-plan” here; this portal has no tool to show, so take the block out",
                "11:1: the quiz has no name; write it after the word, as in ```quiz name",
            ],
        ),
        (
            "## One\n\n[a](#oen) [b](c) [c](a#x) [d](term:kubnet) [e]() [f](#) [g](term:zzzz) [h](b1#x)\n",
            &[
                "8:1: there is no section “oen” in “a”; did you mean “one”?",
                "8:11: there is no module “c”; name one that workshop.toml names",
                "8:18: there is no section “x” in “a”; name one of its headings",
                "8:27: there is no term “kubnet”; did you mean “kubenet”?",
                "8:44: the link leads nowhere; write where it leads, as in [text](#section) or [text](https://…)",
                "8:50: the link leads nowhere; write where it leads, as in [text](#section) or [text](https://…)",
                "8:57: there is no term “zzzz”; add it to glossary.toml",
                "8:72: there is no module “b1”; name one that workshop.toml names",
            ],
        ),
        (
            "## One\n\n[a](javascript:alert(1)) [b](JAVASCRIPT:x) [c](data:text/html,x) [d](ftp://x) [e](//x/y) [f](https://) [g](../../x) [h](%zz.png)\n",
            &[
                "8:1: a link cannot begin with “javascript:”; use https:, mailto:, term: or a path",
                "8:26: a link cannot begin with “javascript:”; use https:, mailto:, term: or a path",
                "8:44: a link cannot begin with “data:”; use https:, mailto:, term: or a path",
                "8:66: a link cannot begin with “ftp:”; use https:, mailto:, term: or a path",
                "8:79: the address has no scheme; write it in full, as in https://example.org/",
                "8:90: “https://” is not a whole address; write it as in https://example.org/page",
                "8:104: “../../x” leads out of the workshop's folder; put the file into the folder",
                "8:117: “%zz.png” is not a path; write the file's name as it is",
            ],
        ),
        (
            "## One\n\n![a](data:image/png;base64,x) ![b](#one) ![c](../../../etc/passwd.png)\n",
            &[
                "8:1: a link cannot begin with “data:”; use https:, mailto:, term: or a path",
                "8:31: “#one” is no image; name a file of the workshop, as in images/a.svg",
                "8:42: “../../../etc/passwd.png” leads out of the workshop's folder; put the file into the folder",
            ],
        ),
    ];
    for (markdown, expected) in cases {
        let loaded = load_text(markdown);
        let expected: Vec<String> = expected.iter().map(|line| format!("modules/a.md:{line}")).collect();
        assert_lines(&lines(&loaded), &expected.iter().map(String::as_str).collect::<Vec<_>>(), markdown);
        assert!(loaded.library.is_none());
    }
}

#[test]
fn warnings_of_the_text() {
    let words = "word ".repeat(699);
    let long = format!("## One\n\n{words}word word\n\n## Two\n\n{words}word\n\n```text\n{words}\n```\n");
    let cases: &[(&str, &[&str])] = &[
        (
            "## One\n\n#### Jump\n\n### Fine\n\n#### Fine\n\n###### Jump\n",
            &[
                "8:1: warning: the heading jumps from level 2 to level 4; use ###",
                "14:1: warning: the heading jumps from level 4 to level 6; use #####",
            ],
        ),
        (
            "### Early\n\n## One\n",
            &["6:1: warning: a heading of level 3 comes before the first section; begin a section with ##"],
        ),
        (
            "## Δίκτυα\n",
            &[
                "6:1: warning: the title gives no id, so “section-1” stands in, which changes when sections move; write one, as in {#my-id}",
            ],
        ),
        (
            "## One\n\n![](x.png) ![a](y.png) [b](z.pdf) [c](images/)\n",
            &[
                "8:1: warning: the image has no alternative text; say what it shows, as in ![Two subnets](images/a.svg)",
                "8:1: warning: there is no file “x.png”; put it into the workshop's folder or correct the path",
                "8:12: warning: there is no file “y.png”; put it into the workshop's folder or correct the path",
                "8:24: warning: there is no file “z.pdf”; put it into the workshop's folder or correct the path",
                "8:35: warning: there is no file “images/”; put it into the workshop's folder or correct the path",
            ],
        ),
        (
            "## One\n\n![a](https://example.org/x.png)\n",
            &[
                "8:1: warning: the image is on another site and is not loaded from there, only linked; save it in the workshop's folder and name that file",
            ],
        ),
        (
            "## One {#one was=uno}\n\n[a](#uno) [b](a#uno) [c](a.md#one) [d](../modules/a.md)\n",
            &[
                "8:1: warning: “uno” is the former name of a section; write “#one”",
                "8:11: warning: “a#uno” is the former name of a section; write “#one”",
                "8:22: warning: a module is linked by its id; write “a#one”",
                "8:36: warning: a module is linked by its id; write “a”",
            ],
        ),
        (
            "## One\n\na[^1]\n\n[^1]: b\n\n[^1]: c\n\n[^2]: d\n",
            &[
                "12:1: warning: the footnote “1” is defined twice, first in line 10; only the first counts",
                "14:1: warning: nothing refers to the footnote “2”, so it is not shown; refer to it or take it out",
            ],
        ),
        (&long, &["6:1: warning: the section has 701 words; cut it to at most 700 or split it"]),
    ];
    for (markdown, expected) in cases {
        let loaded = load_text(markdown);
        let expected: Vec<String> = expected.iter().map(|line| format!("modules/a.md:{line}")).collect();
        assert_lines(&lines(&loaded), &expected.iter().map(String::as_str).collect::<Vec<_>>(), markdown);
        assert!(loaded.library.is_some(), "warnings refuse nothing");
    }
}

#[test]
fn faults_and_warnings_of_the_glossary() {
    let term = |change: &dyn Fn(&str) -> String| {
        change(
            "[[term]]\nid = \"k\"\nname = \"K\"\ndefinition = \"D\"\nlife = \"ga\"\nsource = \"https://example.org/\"\nchecked = 2026-11-22\n",
        )
    };
    let with = |from: &'static str, to: &'static str| term(&|text| text.replace(from, to));
    let cases: Vec<(String, &[&str])> = vec![
        (term(&str::to_owned), &[]),
        (
            "[[term]]\n".to_owned(),
            &[
                "1:1: “checked” is missing in [[term]]; add it",
                "1:1: “definition” is missing in [[term]]; add it",
                "1:1: “id” is missing in [[term]]; add it",
                "1:1: “life” is missing in [[term]]; add it",
                "1:1: “name” is missing in [[term]]; add it",
                "1:1: “source” is missing in [[term]]; add it",
            ],
        ),
        (term(&|text| text.repeat(2)), &["9:7: the term “k” is there twice, first in line 2; keep one"]),
        (with("\"ga\"", "\"gone\""), &["5:9: “gone” is no life; it is ga, preview, retiring or retired"]),
        (
            with("\"ga\"", "\"retiring\""),
            &["5:9: a term that is retiring needs the date of its end; add it, as in date = 2028-03-31"],
        ),
        (
            with("\"ga\"", "\"retired\"\ndate = 2027-01-01"),
            &["6:8: this is to be retired only on 2027-01-01; write retiring"],
        ),
        (
            with("\"ga\"", "\"ga\"\ndate = 2027-01-01"),
            &["6:8: “date” is for what is retiring or retired, not for ga; take it out or change “life”"],
        ),
        (
            with("\"ga\"", "\"retiring\"\ndate = \"2027-01-01\""),
            &["6:8: “date” is a text; it must be a day without quotes, as in 2028-03-31"],
        ),
        (
            with("\"ga\"", "\"retiring\"\ndate = 2027-01-01T00:00:00Z"),
            &["6:8: “date” is not a day; it must be a day without quotes, as in 2028-03-31"],
        ),
        (
            with("\"ga\"", "\"retiring\"\ndate = 2026-11-22"),
            &["6:8: warning: this was to retire on 2026-11-22, which has passed; check its source and write retired"],
        ),
        (with("\"ga\"", "\"retiring\"\ndate = 2026-11-23"), &[]),
        (
            with("2026-11-22", "2026-11-24"),
            &["7:11: “checked” is 2026-11-24, which is still to come; write the day it was checked"],
        ),
        (
            with("https://example.org/", "example.org"),
            &["6:11: “source” is not an address on the web; write it in full, as in https://example.org/page"],
        ),
        (with("\"D\"", "\"See [x](term:l) <b>\""), &["4:19: there is no term “l”; add it to glossary.toml"]),
        (
            with("\"D\"", "\"\"\"\nA \\\"q\\\" [x](term:zz)\"\"\""),
            &["4:14: there is no term “zz”; add it to glossary.toml"],
        ),
        (
            with("\"D\"", "\"# D\""),
            &["4:15: the definition is more than a line of text; use words, emphasis, code and links alone"],
        ),
        (
            with("\"D\"", "\"[x](#one)\""),
            &["4:15: there are no sections here; name the module, too, as in module#section"],
        ),
        (
            with("id = \"k\"\n", "id = \"k\"\nalso = \"kay\"\nlive = 1\n"),
            &[
                "3:8: “also” is a text; it must be a list of texts, as in [\"one\", \"two\"]",
                "4:1: there is no key “live” in [[term]]; did you mean “life”?",
            ],
        ),
        (
            "terms = 1\nterm = 2\n".to_owned(),
            &[
                "1:1: there is no key “terms” in glossary.toml; did you mean “term”?",
                "2:8: “term” is a whole number; it must be a list of tables, each begun with [[term]]",
            ],
        ),
    ];
    let module = format!("{FRONT}## One\n");
    for (glossary, expected) in cases {
        let loaded = load_files(&[("glossary.toml", &glossary), ("modules/a.md", &module)]);
        let expected: Vec<String> = expected.iter().map(|line| format!("glossary.toml:{line}")).collect();
        assert_lines(&lines(&loaded), &expected.iter().map(String::as_str).collect::<Vec<_>>(), &glossary);
    }
}

#[test]
fn faults_and_warnings_of_the_handout() {
    let module =
        "+++\ntitle = \"A\"\nsummary = \"S\"\nminutes = 5\nwas = [\"old\"]\n+++\n## One {#one was=uno}\n\n### Sub\n";
    let handout = "title = \"H\"\nsource = \"https://example.org/\"\n\n[[heading]]\ntitle = \"One\"\nlevel = 2\ntaught = \"a#one\"\n\n\
                   [[heading.link]]\ntext = \"t\"\nurl = \"../x.md\"\ntaught = \"a\"\nstate = \"moved\"\nnow = \"https://example.org/y\"\nnote = \"n\"\n";
    let with = |from: &'static str, to: &'static str| handout.replace(from, to);
    let cases: Vec<(String, &[&str])> = vec![
        (handout.to_owned(), &[]),
        (String::new(), &["1:1: “title” is missing in handout.toml; add it"]),
        (
            "title = \"H\"\n[[heading]]\n[[heading.link]]\n".to_owned(),
            &[
                "2:1: “level” is missing in [[heading]]; add it",
                "2:1: “title” is missing in [[heading]]; add it",
                "3:1: “text” is missing in [[heading.link]]; add it",
                "3:1: “url” is missing in [[heading.link]]; add it",
            ],
        ),
        (with("\"a#one\"", "\"a#sub\""), &["7:11: “sub” is a heading inside a section; name the section itself"]),
        (with("\"a#one\"", "\"a#two\""), &["7:11: there is no section “two” in “a”; name one of its headings"]),
        (with("\"a#one\"", "\"bb#one\""), &["7:11: there is no module “bb”; name one that workshop.toml names"]),
        (with("\"a#one\"", "\"a#uno\""), &["7:11: warning: “a#uno” is a former name; write “a#one”"]),
        (with("\"a#one\"", "\"old#uno\""), &["7:11: warning: “old#uno” is a former name; write “a#one”"]),
        (with("\"a#one\"", "\"old\""), &["7:11: warning: “old” is a former name; write “a”"]),
        (with("level = 2", "level = 7"), &["6:9: “level” is out of bounds; it must be a whole number from 1 to 6"]),
        (
            with("\"moved\"", "\"move\""),
            &["13:10: “move” is no state; did you mean “moved”? it is unchecked, ok, moved, outdated or gone"],
        ),
        (
            with("\"https://example.org/y\"", "\"y\""),
            &["14:8: “now” is not an address on the web; write it in full, as in https://example.org/page"],
        ),
        (
            with("\"../x.md\"", "\"JavaScript:alert(1)\""),
            &["11:8: a link cannot begin with “javascript:”; use https:, http:, mailto:, tel: or a path"],
        ),
        (with("note =", "nota ="), &["15:1: there is no key “nota” in [[heading.link]]; did you mean “note”?"]),
    ];
    for (handout, expected) in cases {
        let loaded = load_files(&[("handout.toml", &handout), ("modules/a.md", module)]);
        let expected: Vec<String> = expected.iter().map(|line| format!("handout.toml:{line}")).collect();
        assert_lines(&lines(&loaded), &expected.iter().map(String::as_str).collect::<Vec<_>>(), &handout);
    }
    let taught =
        super::workshop(load_files(&[("handout.toml", &with("\"a#one\"", "\"old#uno\"")), ("modules/a.md", module)]));
    let taught = taught.handout.unwrap().headings[0].taught.clone().unwrap();
    assert_eq!((taught.module.as_str(), taught.section.as_deref()), ("a", Some("one")));
}

#[test]
fn faults_of_the_folder() {
    let module = format!("{FRONT}## One\n");
    let bad = [FRONT.as_bytes(), b"## One\n\nfine \xff\n"].concat();
    let nul = format!("{FRONT}## One\n\na\0b\n");
    let other = MANIFEST.replace("\"w\"", "\"v\"");
    let cases: Vec<(Files<'_>, &[&str])> = vec![
        (
            vec![],
            &[
                "workshop.toml:1:1: there is no such file; a workshop is a folder with a workshop.toml, and several stand in a folder each",
            ],
        ),
        (
            vec![("w/modules/a.md", module.as_bytes())],
            &[
                "w/workshop.toml:1:1: there is no such file, and so no workshop in this folder; write it or take the folder away",
            ],
        ),
        (
            vec![("w/workshop.toml", other.as_bytes()), ("w/modules/a.md", module.as_bytes())],
            &["w/workshop.toml:1:7: the id is “v” and the folder is called “w”; give both the same name"],
        ),
        (
            vec![("workshop.toml", MANIFEST.as_bytes()), ("modules/a.md", &bad), ("modules/c.md", module.as_bytes())],
            &[
                "modules/a.md:8:6: the byte 0xFF is not UTF-8; save the file in the encoding UTF-8",
                "modules/c.md:1:1: workshop.toml does not name this module; add “c” to “modules”",
                "workshop.toml:5:13: there is no readable file modules/a.md; write it or take its name out",
            ],
        ),
        (
            vec![("workshop.toml", MANIFEST.as_bytes()), ("modules/a.md", nul.as_bytes())],
            &[
                "modules/a.md:8:2: there is a NUL character, so this is no text; take it out or save the file as text",
                "workshop.toml:5:13: there is no readable file modules/a.md; write it or take its name out",
            ],
        ),
        (
            vec![
                ("workshop.toml", MANIFEST.as_bytes()),
                ("modules/a.md", module.as_bytes()),
                ("modules/B.md", b""),
                ("modules/s/c.md", b""),
            ],
            &[
                "modules/B.md:1:1: “B” cannot be a module's id; name the file with lower-case letters, digits and single hyphens, at most 80 characters",
                "modules/s/c.md:1:1: “s/c” cannot be a module's id; name the file with lower-case letters, digits and single hyphens, at most 80 characters",
            ],
        ),
        (
            vec![
                ("workshop.toml", MANIFEST.as_bytes()),
                ("modules/a.md", module.as_bytes()),
                ("glosary.toml", b""),
                ("quizzes/a.toml", b""),
            ],
            &[
                "glosary.toml:1:1: the format knows no such file; did you mean glossary.toml?",
                "quizzes/a.toml:1:1: the format knows no such file; it knows glossary.toml, handout.toml, workshop.toml, questions/quizzes.toml, questions/{module}.toml and wizards/{wizard}.toml",
            ],
        ),
    ];
    for (files, expected) in cases {
        let loaded = load(&folder(files), TODAY);
        assert_lines(&lines(&loaded), expected, "folder");
        assert!(loaded.library.is_none());
    }
}

#[test]
fn faults_of_pictures_and_files() {
    let module =
        format!("{FRONT}## One\n\n![a](images/a.svg) ![a](images/a.svg) ![b](b.pdf) [c](c.exe) [b](b.pdf#page=2)\n");
    let files = [
        ("workshop.toml", MANIFEST.as_bytes()),
        ("modules/a.md", module.as_bytes()),
        ("images/a.svg", b"<svg viewBox='0 0 9 9'>\n <g onload='x'/></svg>"),
        ("b.pdf", b"%PDF"),
        ("c.exe", b"MZ"),
        ("d.exe", b"MZ"),
    ];
    assert_lines(
        &lines(&load(&folder(files), TODAY)),
        &[
            "images/a.svg:2:5: the attribute onload is not allowed in a drawing; take it out",
            "modules/a.md:8:39: “b.pdf” is no image; show an image, or link the file as [text](path)",
            "modules/a.md:8:51: warning: “c.exe” is of a kind that is not served; use a picture, PDF, text or archive",
        ],
        "files",
    );
}

#[test]
fn former_names_of_modules_are_names_of_nobody_else() {
    let manifest = MANIFEST.replace("[\"a\"]", "[\"a\", \"b\"]");
    let module = |was: &str| FRONT.replace("minutes", &format!("was = {was}\nminutes")) + "## One\n";
    let (a, b) = (module("[\"b\", \"old\"]"), module("[\"old\"]"));
    let loaded = load_files(&[("workshop.toml", &manifest), ("modules/a.md", &a), ("modules/b.md", &b)]);
    assert_lines(
        &lines(&loaded),
        &[
            "modules/a.md:4:9: “b” is a module's name today; “was” holds names no module has any more",
            "modules/b.md:4:9: “old” is already a former name of “a”; name it in one place",
        ],
        "was",
    );
}

#[test]
fn links_follow_sections_and_modules_that_were_renamed_or_moved() {
    let manifest = MANIFEST.replace("[\"a\"]", "[\"a\", \"b\"]");
    let a = format!("{FRONT}## One\n\n[x](#moved) [y](old) [z](old#two) [t](b#two)\n");
    let b = FRONT.replace("minutes", "was = [\"old\"]\nminutes") + "## Two {#two was=a/moved}\n";
    let loaded = load_files(&[("workshop.toml", &manifest), ("modules/a.md", &a), ("modules/b.md", &b)]);
    assert_lines(
        &lines(&loaded),
        &[
            "modules/a.md:8:1: warning: “moved” is the former name of a section; write “b#two”",
            "modules/a.md:8:13: warning: “old” is the former name of a module; write “b”",
            "modules/a.md:8:22: warning: “old#two” is the former name of a section; write “b#two”",
        ],
        "renamed",
    );
    let html = &super::workshop(loaded).modules[0].sections[0].html;
    let expected = "<p><a href=\"/w/w/b#two\">x</a> <a href=\"/w/w/b\">y</a> <a href=\"/w/w/b#two\">z</a> <a href=\"/w/w/b#two\">t</a></p>\n";
    assert_eq!(html, expected);
}

#[test]
fn every_fault_of_every_file_is_named_at_once() {
    let a = format!("{FRONT}## One\n\n[x](#gone)\n\n## One\n");
    let b = "no front matter\n";
    let manifest = MANIFEST.replace("[\"a\"]", "[\"a\", \"b\"]\nmore = 1");
    let glossary = format!("{GLOSSARY}\n[[term]]\n");
    let loaded = load_files(&[
        ("workshop.toml", &manifest),
        ("modules/a.md", &a),
        ("modules/b.md", b),
        ("glossary.toml", &glossary),
        ("handout.toml", "x"),
    ]);
    for file in ["workshop.toml", "modules/a.md", "modules/b.md", "glossary.toml", "handout.toml"] {
        assert!(loaded.findings.iter().any(|finding| finding.file == file), "{file}");
    }
    assert_eq!(loaded.findings.iter().filter(|finding| finding.file == "modules/a.md").count(), 2);
}

#[test]
fn a_portal_with_tools_accepts_their_names() {
    let module = format!("{FRONT}## One\n\n```tool aks-plan\nmodel = \"overlay\"\n```\n\n```tool aks-plam\n```\n");
    let files = || folder([("workshop.toml", MANIFEST.as_bytes()), ("modules/a.md", module.as_bytes())]);
    let known = Known { tools: &["aks-plan"], ..Known::default() };
    let loaded = load_with(&files(), TODAY, &known);
    assert_lines(
        &lines(&loaded),
        &["modules/a.md:12:1: there is no tool “aks-plam” here; did you mean “aks-plan”?"],
        "tools",
    );
    assert_eq!(load(&files(), TODAY).findings.iter().filter(|f| f.severity == Severity::Fault).count(), 2);
}

/// Compares findings line by line.
fn assert_lines(found: &[String], expected: &[&str], input: &str) {
    assert!(
        found.iter().eq(expected.iter()),
        "{input}\nfound:\n  {}\nexpected:\n  {}",
        found.join("\n  "),
        expected.join("\n  ")
    );
}
