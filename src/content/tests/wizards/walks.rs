//! What walking through a wizard finds, and its scenarios.

use super::*;
use crate::content::load_with;

#[test]
fn an_outcome_that_no_answers_lead_to_is_found() {
    check(&[(
        "favours = [\"kubenet\"], by = 2",
        "favours = [\"overlay\"], by = 2",
        &[
            "24:1: no answers lead to “kubenet” as the best (all 3 places were looked at); favour it somewhere, rule others out or take it out",
            "46:1: “windows” is never asked, as no answer to it changes the result (all 3 places were looked at); mend its effects or take it out",
            "93:12: “Few” leads to “overlay” and not to “kubenet” (2 points to 0); mend the rules or the scenario",
        ],
    )]);
}

#[test]
fn a_question_that_changes_nothing_is_found() {
    check(&[(
        "rules_out = [\"kubenet\"], because = \"It has none.\"",
        "favours = [\"overlay\"], because = \"It is first.\"",
        &[
            "46:1: “windows” is never asked, as no answer to it changes the result (all 4 places were looked at); mend its effects or take it out",
            "88:15: “Windows and all”: the answer to “windows” does not rule out “kubenet”; mend the rules or the scenario",
        ],
    )]);
}

#[test]
fn scenarios_are_run() {
    check(&[
        (
            "outcome = \"kubenet\"",
            "outcome = \"overlay\"",
            &["93:12: “Few” leads to “kubenet” and not to “overlay” (2 points to 0); mend the rules or the scenario"],
        ),
        (
            "outcome = \"flat\"",
            "outcome = \"kubenet\"",
            &[
                "87:12: “Windows and all” leads to “flat” and not to “kubenet”, which is ruled out by “windows” and “reach”; mend the rules or the scenario",
            ],
        ),
        (
            "overlay = \"reach\" }",
            "overlay = \"windows\" }",
            &[
                "88:36: “Windows and all”: the answer to “windows” does not rule out “overlay”; mend the rules or the scenario",
            ],
        ),
        (
            "outcome = \"kubenet\"",
            "outcome = \"nothing\"\nconflict = [\"reach\"]",
            &["93:12: “Few” leads to “kubenet” and not to “nothing”; mend the rules or the scenario"],
        ),
    ]);
}

#[test]
fn faults_of_scenarios() {
    check(&[
        ("title = \"Few\"", "", &["90:1: “title” is missing in [[scenario]]; add it"]),
        (
            "{ reach = \"few\" }",
            "{ rich = \"few\" }",
            &["92:13: there is no question “rich”; there are windows, reach"],
        ),
        (
            "{ reach = \"few\" }",
            "{ reach = \"fee\" }",
            &["92:22: there is no option “fee” of “reach”; did you mean “few”?"],
        ),
        (
            "outcome = \"kubenet\"",
            "outcome = \"kubenett\"",
            &["93:12: there is no outcome “kubenett”; did you mean “kubenet”?"],
        ),
        (
            "{ kubenet = \"windows\",",
            "{ cubenet = \"windows\",",
            &["88:15: there is no outcome “cubenet”; did you mean “kubenet”?"],
        ),
        (
            "{ kubenet = \"windows\",",
            "{ kubenet = \"window\",",
            &["88:26: there is no question “window”; did you mean “windows”?"],
        ),
        (
            "answers = { windows = \"yes\", reach = \"all\" }",
            "answers = { reach = \"all\" }",
            &["88:26: “windows” is not answered in this scenario; name a question of “answers”"],
        ),
        (
            "outcome = \"kubenet\"",
            "outcome = \"nothing\"",
            &[
                "93:11: “conflict” is missing, and nothing fits; name the questions whose answers cannot be had together",
            ],
        ),
        (
            "outcome = \"kubenet\"",
            "outcome = \"kubenet\"\nconflict = [\"reach\"]",
            &["94:12: “conflict” is for scenarios in which nothing fits; take it out"],
        ),
        (
            "outcome = \"kubenet\"",
            "outcome = \"kubenet\"\nruledout = {}",
            &["94:1: there is no key “ruledout” in [[scenario]]; did you mean “ruled_out”?"],
        ),
    ]);
}

/// The toy in which Windows pools and a reach for all leave nothing.
fn conflicting(conflict: &str) -> String {
    let text = toy("rules_out = [\"kubenet\"]", "rules_out = [\"kubenet\", \"flat\"]");
    text.replace(
        "outcome = \"flat\"\nruled_out = { kubenet = \"windows\", overlay = \"reach\" }",
        &format!("outcome = \"nothing\"\nconflict = {conflict}"),
    )
}

#[test]
fn a_conflict_is_compared() {
    let fits = |conflict: &str| found(&conflicting(conflict));
    assert_eq!(fits("[\"reach\", \"windows\"]"), Vec::<String>::new());
    let expected = "88:12: “Windows and all”: the answers that cannot be had together are those to “windows”, “reach”; mend the rules or the scenario";
    assert_eq!(fits("[\"windows\"]"), [expected]);
}

#[test]
fn only_a_thorough_check_walks() {
    let text = toy("outcome = \"kubenet\"", "outcome = \"overlay\"");
    let manifest = MANIFEST.to_owned() + "wizards = [\"toy\"]\n";
    let module = format!("{FRONT}{MODULE}");
    let text = text.replace("b#one", "a#one");
    let files = || {
        folder([
            ("workshop.toml", manifest.as_bytes()),
            ("glossary.toml", GLOSSARY.as_bytes()),
            ("modules/a.md", module.as_bytes()),
            ("wizards/toy.toml", text.as_bytes()),
        ])
    };
    for (thorough, count) in [(false, 0), (true, 1)] {
        let known = Known { thorough, ..Known::default() };
        assert_eq!(load_with(&files(), TODAY, &known).findings.len(), count, "{thorough}");
    }
}
