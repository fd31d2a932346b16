//! Where answers may be known from: what is read, and what is wrong with it.

use super::*;
use crate::domain::wizard::Origin;

/// The toy as a wizard after another one, with an origin of the answer about Windows pools in line 52.
fn after(origin: &str) -> String {
    toy("help = \"Think of the old ones.\"\n", &format!("help = \"H\"\nfrom = [\n{origin}\n]\n"))
}

fn found_after(origin: &str) -> Vec<String> {
    let loaded = load_wizards(&[("first", TOY), ("toy", &after(origin)), ("last", TOY)]);
    let lines = lines(&loaded);
    lines.iter().map(|line| line.strip_prefix("wizards/toy.toml:").unwrap_or(line).to_owned()).collect()
}

fn check_after(cases: &[(&str, &str)]) {
    compare(cases.iter().map(|(origin, expected)| (found_after(origin), std::slice::from_ref(expected))));
}

#[test]
fn an_answer_may_be_known_from_another_wizard_and_from_the_sheet() {
    let origins = "{ wizard = \"first\", question = \"windows\" },
        { wizard = \"first\", question = \"reach\", options = { all = \"yes\" } },
        { wizard = \"first\", options = { flat = \"no\", kubenet = \"no\" } },
        { sheet = \"windows-pools\" },
        { sheet = \"nodes\", up_to = [[400, \"no\"], [1_000, \"yes\"], [\"more\", \"no\"]] },";
    let loaded = load_wizards(&[("first", TOY), ("toy", &after(origins))]);
    let question = workshop(loaded).decisions.remove(1).wizard.questions.remove(0);
    let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(their, own)| ((*their).to_owned(), (*own).to_owned())).collect()
    };
    let same = map(&[("yes", "yes"), ("no", "no")]);
    let (wizard, id) = ("first".to_owned(), |id: &str| id.to_owned());
    let expected = [
        Origin::Answer { wizard: wizard.clone(), question: id("windows"), options: same.clone() },
        Origin::Answer { wizard: wizard.clone(), question: id("reach"), options: map(&[("all", "yes")]) },
        Origin::Outcome { wizard, options: map(&[("flat", "no"), ("kubenet", "no")]) },
        Origin::Word { fact: id("windows-pools"), options: same },
        Origin::Number {
            fact: id("nodes"),
            up_to: vec![(Some(400), id("no")), (Some(1000), id("yes")), (None, id("no"))],
        },
    ];
    assert_eq!(question.from, expected);
}

#[test]
fn faults_of_other_wizards() {
    let cases = [
        ("{ }", "52:1: an entry of “from” names nothing; name a “wizard” or a fact of the “sheet”"),
        (
            "{ wizard = \"first\", question = \"windows\", sheet = \"zones\" }",
            "52:13: an entry of “from” names a wizard and the sheet; write an entry for each",
        ),
        ("{ wizard = \"fist\", question = \"windows\" }", "52:13: there is no wizard “fist”; did you mean “first”?"),
        (
            "{ wizard = \"toy\", question = \"windows\" }",
            "52:13: “toy” is this wizard itself; name one that stands before it in workshop.toml",
        ),
        (
            "{ wizard = \"last\", question = \"windows\" }",
            "52:13: “last” is decided later; name one that stands before this one in workshop.toml, or change their order",
        ),
        (
            "{ wizard = \"first\", question = \"window\" }",
            "52:33: there is no question “window” of “first”; did you mean “windows”?",
        ),
        (
            "{ wizard = \"first\", question = \"reach\" }",
            "52:1: no option of “reach” in “first” is called as an option of this question; say in “options” which is which",
        ),
        (
            "{ wizard = \"first\", question = \"windows\", options = { yess = \"yes\" } }",
            "52:55: there is no option “yess” of “windows” in “first”; did you mean “yes”?",
        ),
        (
            "{ wizard = \"first\", question = \"windows\", options = { yes = \"perhaps\" } }",
            "52:62: there is no option “perhaps” of this question; there are yes, no",
        ),
        (
            "{ wizard = \"first\", options = { over = \"no\" } }",
            "52:33: there is no outcome “over” of “first”; there are overlay, kubenet, flat",
        ),
        (
            "{ wizard = \"first\" }",
            "52:1: an entry of “from” says nothing of “first”; name its “question”, or its outcomes in “options”",
        ),
        (
            "{ wizard = \"first\", question = \"windows\", option = { yes = \"yes\" } }",
            "52:43: there is no key “option” in an entry of “from”; did you mean “options”?",
        ),
        (
            "{ wizard = \"first\", question = \"windows\", up_to = [] }",
            "52:51: “up_to” is for numbers of the sheet; take it out",
        ),
        (
            "{ wizard = \"first\", question = \"windows\", options = {} }",
            "52:53: “options” is empty; say which is which or take it out",
        ),
        (
            "{ wizard = \"first\", question = \"windows\", options = [] }",
            "52:53: “options” is a list; it must be a table, as in options = { yes = \"no\" }",
        ),
    ];
    check_after(&cases);
}

#[test]
fn faults_of_facts() {
    let cases = [
        (
            "{ sheet = \"window-pools\" }",
            "52:12: there is no fact “window-pools” of the sheet; did you mean “windows-pools”?",
        ),
        (
            "{ sheet = \"zone\", options = { yes = \"yes\" } }",
            "52:12: there is no fact “zone” of the sheet; did you mean “zones”?",
        ),
        (
            "{ sheet = \"ip-families\" }",
            "52:1: no word of “ip-families” is called as an option of this question; say in “options” which is which",
        ),
        (
            "{ sheet = \"ip-families\", options = { ipv6 = \"yes\" } }",
            "52:38: there is no word “ipv6” of “ip-families”; did you mean “ipv4”?",
        ),
        (
            "{ sheet = \"zones\", up_to = [[1, \"yes\"]] }",
            "52:28: “up_to” is for numbers, and “zones” is a word; take it out",
        ),
        (
            "{ sheet = \"nodes\", options = { yes = \"yes\" } , up_to = [[\"more\", \"yes\"]] }",
            "52:30: “options” is for words, and “nodes” is a number; take it out",
        ),
        (
            "{ sheet = \"nodes\" }",
            "52:1: “nodes” is a number; say in “up_to” what it stands for, as in [[400, \"small\"]]",
        ),
        ("{ sheet = \"nodes\", up_to = [] }", "52:28: “up_to” is empty; name at least one bound"),
        (
            "{ sheet = \"nodes\", up_to = [[400, \"yes\"], [400, \"no\"]] }",
            "52:43: the bound 400 is not above 400, the one before it; let them grow",
        ),
        (
            "{ sheet = \"nodes\", up_to = [[\"more\", \"yes\"], [400, \"no\"]] }",
            "52:46: nothing is above “more”; put it last",
        ),
        (
            "{ sheet = \"nodes\", up_to = [[400, \"yep\"]] }",
            "52:36: there is no option “yep” of this question; did you mean “yes”?",
        ),
        (
            "{ sheet = \"nodes\", up_to = [[\"most\", \"yes\"]] }",
            "52:29: an entry of “up_to” is a list; it must be a bound and an id, as in [400, \"small\"]",
        ),
        (
            "{ sheet = \"nodes\", up_to = [400] }",
            "52:29: an entry of “up_to” is a whole number; it must be a bound and an id, as in [400, \"small\"]",
        ),
        (
            "{ sheet = \"nodes\", question = \"windows\", up_to = [[400, \"yes\"]] }",
            "52:31: “question” is for wizards; take it out",
        ),
    ];
    check_after(&cases);
}

#[test]
fn a_wizard_that_cannot_be_read_is_told_once() {
    let after = after("{ wizard = \"first\", question = \"windows\" }");
    let found = lines(&load_wizards(&[("first", "title"), ("toy", &after)]));
    assert!(found.len() == 1 && found[0].starts_with("wizards/first.toml:1:6: this is not TOML: "), "{found:?}");
}
