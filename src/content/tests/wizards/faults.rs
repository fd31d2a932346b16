//! What is wrong with a wizard's file by itself: each case is the toy with one thing changed, and what is said of it.

use super::*;

#[test]
fn an_empty_file_and_a_broken_one() {
    let missing: Vec<String> = ["checked", "decides", "outcome", "question", "summary", "title"]
        .map(|key| format!("1:1: “{key}” is missing in the wizard; add it"))
        .to_vec();
    assert_eq!(found(""), missing);
    let broken = found("title =");
    assert!(broken.len() == 1 && broken[0].starts_with("1:8: this is not TOML: "), "{broken:?}");
}

#[test]
fn faults_of_the_head() {
    check(&[
        ("minutes = 3", "minute = 3", &["3:1: there is no key “minute” in the wizard; did you mean “minutes”?"]),
        ("minutes = 3", "minutes = 0", &["3:11: “minutes” is out of bounds; it must be a whole number from 1 to 240"]),
        ("\"Choose a model\"", "\" \"", &["1:10: “title” is empty; write something"]),
        ("\"Choose a model\"", "\"\"\"\nChoose\na model\"\"\"", &["2:1: “title” is more than one line; make it one"]),
        (
            "\"Where *pods* live.\"",
            "\"\"\"Where\nthey live.\"\"\"",
            &["2:14: “summary” is more than one line; make it one"],
        ),
        (
            "\"Where *pods* live.\"",
            "\"See [one](a#one).\"",
            &["2:16: “a#one” is not a whole https address; link to https://… here, and name sections in “read”"],
        ),
        (
            "\"Where *pods* live.\"",
            "\"# Where\"",
            &["2:12: “summary” is more than a line of text; use words, emphasis, code and links alone"],
        ),
        (
            "\"Where *pods* live.\"",
            "\"A ![picture](x.png).\"",
            &["2:14: “summary” is more than a line of text; use words, emphasis, code and links alone"],
        ),
        ("\"a#one\"", "\"a#on\"", &["4:12: there is no section “on” in “a”; name one of its headings"]),
        ("\"a#one\"", "\"c#one\"", &["4:12: there is no module “c”; name one that workshop.toml names"]),
        ("\"a#one\"", "\"a\"", &["4:12: “a” is a whole module; name a section of it, as in module#section"]),
    ]);
}

#[test]
fn faults_of_outcomes() {
    check(&[
        (
            "verdict = \"Take Overlay.\"",
            "verdit = \"Take Overlay.\"",
            &[
                "6:1: “verdict” is missing in [[outcome]]; add it",
                "12:1: there is no key “verdit” in [[outcome]]; did you mean “verdict”?",
            ],
        ),
        (
            "id = \"flat\"",
            "id = \"overlay\"",
            &[
                "37:7: the outcome “overlay” is there twice, first in line 7; give this one another id",
                "81:19: there is no outcome “flat”; there are overlay, kubenet",
                "87:12: there is no outcome “flat”; there are overlay, kubenet, nothing",
            ],
        ),
        (
            "id = \"flat\"",
            "id = \"nothing\"",
            &[
                "37:7: “nothing” is what scenarios name when nothing fits; choose another id",
                "81:19: there is no outcome “flat”; there are overlay, kubenet, nothing",
                "87:12: there is no outcome “flat”; there are overlay, kubenet, nothing",
            ],
        ),
        ("because = \"It is `simple`.\"", "because = \"\"", &["9:11: “because” is empty; write something"]),
        (
            "\"https://example.org/overlay\"",
            "\"http://example.org/overlay\"",
            &["10:11: “source” does not begin with https://; write where the page is today"],
        ),
        (
            "\"https://example.org/overlay\"",
            "\"example.org\"",
            &["10:11: “source” is not an address on the web; write it in full, as in https://example.org/page"],
        ),
        ("term = \"overlay\"", "term = \"overlai\"", &["11:9: there is no term “overlai”; did you mean “overlay”?"]),
        ("[\"Nobody sees the **pods**.\"]", "[]", &["13:14: “trade_offs” is empty; write at least one"]),
        (
            "[\"Nobody sees the **pods**.\"]",
            "[\"\"]",
            &["13:15: an entry of “trade_offs” is empty; write something or take it out"],
        ),
        (
            "read = [\"a#one\", \"b#one\"]",
            "read = []",
            &["22:8: “read” is empty; name at least one section, as in module#section"],
        ),
        ("\"b#one\"]", "\"b#won\"]", &["22:19: there is no section “won” in “b”; name one of its headings"]),
        ("(a#two)", "(a#too)", &["15:10: there is no section “too” in “a”; did you mean “two”?"]),
        (
            "- One",
            "# One",
            &["17:1: “next” is words, lists, tables and code; put the rest into a module and name it in “read”"],
        ),
        (
            "- One",
            "```tool subnet\n```",
            &["17:1: “next” is words, lists, tables and code; put the rest into a module and name it in “read”"],
        ),
        ("\naz aks create\n", "\n\n", &["19:15: “commands” is empty; write something"]),
    ]);
}

#[test]
fn what_is_in_preview_or_ends_is_never_recommended_without_saying_so() {
    check(&[
        (
            "caution = \"It is retiring.\"\n",
            "",
            &["29:8: “caution” is missing, and “kubenet” retires 31 March 2028; say what that means for who takes it"],
        ),
        (
            "caution = \"It is retiring.\"",
            "caution = \"It is old.\"",
            &["31:11: “kubenet” retires 31 March 2028, and neither “verdict” nor “caution” says that; write it there"],
        ),
        (
            "term = \"overlay\"",
            "term = \"cilium\"",
            &["11:8: “caution” is missing, and “cilium” is in preview; say what that means for who takes it"],
        ),
        (
            "term = \"overlay\"",
            "term = \"basic-lb\"",
            &[
                "11:8: “caution” is missing, and “basic-lb” retired 30 September 2025; say what that means for who takes it",
            ],
        ),
        ("term = \"overlay\"", "term = \"basic-lb\"\ncaution = \"It was retired.\"", &[]),
        ("term = \"overlay\"", "term = \"cilium\"\ncaution = \"It may change.\"", &[]),
    ]);
}

#[test]
fn faults_of_questions_and_options() {
    check(&[
        ("short = \"Reach\"", "", &["64:1: “short” is missing in [[question]]; add it"]),
        (
            "id = \"reach\"",
            "id = \"windows\"",
            &[
                "65:7: the question “windows” is there twice, first in line 47; give this one another id",
                "86:30: there is no question “reach”; there are windows",
                "88:47: there is no question “reach”; there are windows",
                "92:13: there is no question “reach”; there are windows",
            ],
        ),
        (
            "id = \"no\"",
            "id = \"yes\"",
            &["60:7: the option “yes” is there twice, first in line 53; give this one another id"],
        ),
        (
            "id = \"no\"",
            "id = \"unknown\"",
            &["60:7: “unknown” is an answer to every question, without being written; choose another id"],
        ),
        (
            "hint = \"That changes nothing.\"\n",
            "",
            &["59:1: “no” has no effect; say in “hint” that it changes nothing"],
        ),
        (
            "effects = [\n  { rules_out = [\"kubenet\"], because = \"It has none.\", source = \"https://example.org/windows\" },\n]",
            "hint = \"Nor does this.\"",
            &["46:1: no option of “windows” has an effect; add “effects” to one or take the question out"],
        ),
        (
            "[[question.option]]\nid = \"no\"\nsay = \"No\"\nhint = \"That changes nothing.\"\n",
            "",
            &["52:1: with one option there is nothing to ask; write another [[question.option]]"],
        ),
        ("say = \"Yes\"", "say = \"\"", &["54:7: “say” is empty; write something"]),
        (
            "say = \"Yes\"",
            "says = \"Yes\"",
            &[
                "52:1: “say” is missing in [[question.option]]; add it",
                "54:1: there is no key “says” in [[question.option]]; did you mean “say”?",
            ],
        ),
    ]);
}

#[test]
fn faults_of_effects() {
    check(&[
        (
            "rules_out = [\"kubenet\"]",
            "rules_out = [\"kubenett\"]",
            &["56:19: there is no outcome “kubenett”; did you mean “kubenet”?"],
        ),
        ("rules_out = [\"kubenet\"]", "rules_out = []", &["56:17: “rules_out” is empty; name at least one outcome"]),
        (
            "rules_out = [\"kubenet\"]",
            "rules_out = \"kubenet\"",
            &["56:17: “rules_out” is a text; it must be a list of texts, as in [\"one\", \"two\"]"],
        ),
        (
            "rules_out = [\"kubenet\"], ",
            "",
            &["56:3: the effect neither rules out nor favours; name outcomes in “rules_out” or “favours”"],
        ),
        (
            "rules_out = [\"kubenet\"]",
            "rules_out = [\"kubenet\"], favours = [\"flat\"]",
            &["56:3: the effect rules out and favours at once; write two effects"],
        ),
        ("because = \"It has none.\", ", "", &["56:3: “because” is missing in an effect; add it"]),
        (", source = \"https://example.org/windows\"", "", &["56:3: “source” is missing in an effect; add it"]),
        ("by = 2", "by = 4", &["80:33: “by” is out of bounds; it must be a whole number from 1 to 3"]),
        (
            "rules_out = [\"flat\"]",
            "rules_out = [\"flat\"], by = 1",
            &["81:32: “by” weighs what an effect favours; take it out"],
        ),
        (
            "rules_out = [\"flat\"]",
            "rules_out = [\"flat\", \"kubenet\"]",
            &["81:27: the option rules out and favours “kubenet”, first in line 80; it can only do one"],
        ),
        (
            "favours = [\"kubenet\"]",
            "favours = [\"kubenet\", \"kubenet\"]",
            &["80:28: the option has an effect on “kubenet” already, in line 80; name it in one of them"],
        ),
        (
            "rules_out = [\"overlay\", \"kubenet\"]",
            "rules_out = [\"overlay\", \"kubenet\", \"flat\"]",
            &["69:1: the option rules out every outcome; leave whoever answers so at least one"],
        ),
    ]);
}

#[test]
fn the_manifest_and_the_folder_name_the_same_wizards() {
    let mut files = BTreeMap::from([
        ("workshop.toml".to_owned(), MANIFEST.to_owned() + "wizards = [\"toy\", \"ghost\", \"toy\"]\n"),
        ("modules/a.md".to_owned(), format!("{FRONT}{MODULE}")),
        ("glossary.toml".to_owned(), GLOSSARY.to_owned()),
        ("wizards/toy.toml".to_owned(), TOY.replace("b#one", "a#two")),
    ]);
    let expected = [
        "workshop.toml:6:20: there is no readable file wizards/ghost.toml; write it or take its name out",
        "workshop.toml:6:29: the wizard “toy” is named twice, first in line 6; name it once",
    ];
    assert_eq!(lines(&thoroughly(&files)), expected);
    files.insert("workshop.toml".to_owned(), MANIFEST.to_owned());
    let expected = ["wizards/toy.toml:1:1: workshop.toml does not name this wizard; add “toy” to “wizards”"];
    assert_eq!(lines(&thoroughly(&files)), expected);
    files.insert("workshop.toml".to_owned(), MANIFEST.to_owned() + "wizards = [\"toy\"]\n");
    assert_eq!(lines(&thoroughly(&files)), Vec::<String>::new());
    files.insert("wizards/Other one.toml".to_owned(), String::new());
    files.insert("wizard.toml".to_owned(), String::new());
    let expected = [
        "wizard.toml:1:1: the format knows no such file; it knows glossary.toml, handout.toml, workshop.toml, questions/quizzes.toml, questions/{module}.toml and wizards/{wizard}.toml",
        "wizards/Other one.toml:1:1: “Other one” cannot be a wizard's id; name the file with lower-case letters, digits and single hyphens, at most 80 characters",
    ];
    assert_eq!(lines(&thoroughly(&files)), expected);
}

#[test]
fn everything_is_told_at_once() {
    let text = toy("minutes = 3", "minutes = 0").replace("source = \"https://example.org/few\"", "source = \"x\"");
    let text = text.replace("outcome = \"flat\"", "outcome = \"flad\"");
    assert_eq!(found(&text).len(), 4, "{:?}", found(&text));
}
