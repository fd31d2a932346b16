//! The other commands: check, import, backup, restore.

use std::fs;

use crate::support::portal::run;
use crate::support::{Folder, Person, Portal};

#[test]
fn the_content_that_ships_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/content/aks-networking");
    let (code, printed, said) = run(folder.path(), &["check", content, "--strict"]);
    assert_eq!((code, printed.as_str()), (0, ""), "{said}");
    assert!(said.contains("aks-networking: 7 modules"), "{said}");
}

#[test]
fn check_tells_every_fault_with_its_place() {
    let folder = Folder::plan();
    folder.write("modules/cables.md", "+++\ntitle = \"Cables\"\nsummary = \"All.\"\nminutes = 5\ncolour = 1\n+++\n\n## One {#one}\n\n[there](#nowhere) and [kubenet](term:kubenet)\n\n```tool aks-plam\n```\n\n#### Deep\n\nText.\n");
    folder.manifest(&["cables", "tunnels", "ghosts"]);
    let (code, printed, said) = run(folder.root(), &["check", "plan"]);
    assert_eq!(code, 1);
    for line in [
        "plan/workshop.toml:5:",
        "plan/modules/cables.md:5:1: ",
        "plan/modules/cables.md:10:1: ",
        "plan/modules/cables.md:10:23: ",
        "plan/modules/cables.md:12:",
    ] {
        assert!(
            printed.lines().any(|printed| printed.starts_with(line) && printed.contains("; ")),
            "{line} is not in\n{printed}"
        );
    }
    assert!(printed.contains("modules/cables.md:15:1: warning: "), "{printed}");
    assert!(said.contains("5 faults, 1 warning"), "{said}");
}

#[test]
fn warnings_are_faults_when_asked_for() {
    let folder = Folder::plan();
    folder.module("cables", &["One {#one}\n\n#### Deep"]);
    assert_eq!(run(folder.root(), &["check", "plan"]).0, 0);
    assert_eq!(run(folder.root(), &["check", "plan", "--strict"]).0, 1);
    let (code, _, said) = run(folder.root(), &["check", "none"]);
    assert!(code == 1 && said.contains("none is not there"), "{said}");
}

#[test]
fn check_explains_a_wizard() {
    let folder = Folder::plan();
    folder.module("cables", &["One {#one}\n\nText."]);
    let manifest = folder.path().join("workshop.toml");
    let named = format!("wizards = [\"medium\"]\n{}", fs::read_to_string(&manifest).unwrap());
    fs::write(manifest, named).unwrap();
    folder.write("wizards/medium.toml", MEDIUM);
    let (code, printed, said) = run(folder.root(), &["check", "plan", "--explain", "medium"]);
    assert_eq!(code, 0, "{printed}{said}");
    let expected = "Choose a medium (medium)\nfar?\n  yes → fibre\n  no or unknown → copper\n";
    assert_eq!(printed, expected);
    assert!(said.contains("1 wizard"), "{said}");
    let (code, printed, said) = run(folder.root(), &["check", "plan", "--explain", "median"]);
    assert!(code == 1 && printed.is_empty(), "{printed}");
    assert!(said.contains("there is no wizard “median”; did you mean medium?"), "{said}");
    folder.write("wizards/medium.toml", &MEDIUM.replace("[\"copper\"]", "[\"cooper\"]"));
    let (code, printed, _) = run(folder.root(), &["check", "plan", "--explain", "medium"]);
    assert_eq!(code, 1);
    assert!(printed.contains("plan/wizards/medium.toml:") && !printed.contains("far?"), "{printed}");
}

/// A wizard with two outcomes and one question.
const MEDIUM: &str = r#"title = "Choose a medium"
summary = "What carries it."
decides = "cables#one"
checked = 2026-11-22
[[outcome]]
id = "copper"
title = "Copper"
because = "It is there."
source = "https://example.org/copper"
verdict = "Take copper."
trade_offs = ["It is short."]
next = "Lay it."
read = ["cables#one"]

[[outcome]]
id = "fibre"
title = "Fibre"
because = "It is fast."
source = "https://example.org/fibre"
verdict = "Take fibre."
trade_offs = ["It breaks."]
next = "Lay it."
read = ["cables#one"]

[[question]]
id = "far"
short = "Distance"
ask = "Is it far?"

[[question.option]]
id = "yes"
say = "Yes"
effects = [{ rules_out = ["copper"], because = "It ends at 100 m.", source = "https://example.org/copper" }]

[[question.option]]
id = "no"
say = "No"
hint = "Both will do."
"#;

#[tokio::test]
async fn a_backup_taken_while_people_work_can_be_put_back() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let mut maya = Person::at(&portal);
    maya.marks("plan", "cables", "copper").await;
    let (code, printed, said) = run(portal.folder(), &["backup", "copy.db"]);
    assert_eq!(code, 0, "{said}");
    assert!(printed.contains("copy.db") && printed.contains("1 "), "{printed}");
    let (code, _, said) = run(portal.folder(), &["backup", "copy.db"]);
    assert!(code == 1 && said.contains("copy.db"), "an existing file is not overwritten: {said}");

    maya.marks("plan", "cables", "fibre").await;
    let (code, _, said) = run(portal.folder(), &["restore", "copy.db", "--force"]);
    assert!(code == 1 && said.contains("in use"), "a portal runs: {said}");
    let (_, home) = portal.stop();
    let (code, _, said) = run(home.path(), &["restore", "copy.db"]);
    assert!(code == 1 && said.contains("--force"), "{said}");
    let (code, _, said) = run(home.path(), &["restore", "copy.db", "--force"]);
    assert_eq!(code, 0, "{said}");

    let portal = home.start();
    maya.moves_to(&portal);
    let page = maya.reads("/w/plan/cables").await;
    assert_eq!(
        page.count("#_mark-copper input[name=undo][value='1']")
            + page.count("#_mark-fibre input[name=undo][value='1']"),
        1
    );
}

#[test]
fn restore_refuses_what_is_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("junk.db"), "not a database at all, only some text in a file").unwrap();
    let (code, _, said) = run(folder.path(), &["restore", "junk.db"]);
    assert!(code == 1 && said.contains("junk.db"), "{said}");
    assert!(!folder.path().join("podium.db").exists());
    let (code, _, said) = run(folder.path(), &["restore", "none.db"]);
    assert!(code == 1 && said.contains("none.db"), "{said}");
    let (code, _, said) = run(folder.path(), &["backup", "x.db", "--database", "postgres://u:pw@127.0.0.1:1/d"]);
    assert!(code == 1 && said.contains("pg_dump") && !said.contains("pw"), "{said}");
}

const HANDOUT: &str = "# Network day\n\n> [!NOTE]\n> Made for a session.\n\n## Models\n\nSee [concepts](https://example.org/concepts).\n\n### Kubenet\n\nNodes first.\n\n- [Overview](https://example.org/kubenet)\n\t- [Limits](https://example.org/limits)\n\n### Overlay\n\n```azurecli\naz aks create\n```\n\n---\n\n## Private\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n[back](#kubenet) ![picture](images/a.png)\n";

#[tokio::test]
async fn a_handout_becomes_a_workshop_that_is_served() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("handout.md"), HANDOUT).unwrap();
    let (code, printed, said) = run(folder.path(), &["import", "handout.md", "--out", "net-day"]);
    assert_eq!(code, 0, "{printed}{said}");
    assert!(printed.contains("images/a.png"), "what could not be placed is reported: {printed}");
    let (code, printed, said) = run(folder.path(), &["check", "net-day"]);
    assert_eq!(code, 0, "{printed}{said}");
    let (code, _, said) = run(folder.path(), &["import", "handout.md", "--out", "net-day"]);
    assert!(code == 1 && said.contains("net-day"), "an existing folder is not overwritten: {said}");

    let path = folder.path().join("net-day").display().to_string();
    let portal = Portal::start_with(&["--content", &path]);
    let maya = Person::at(&portal);
    let outline = maya.reads("/w/net-day/handout").await;
    for text in ["Models", "Kubenet", "Overlay", "Private", "https://example.org/limits"] {
        assert!(outline.body.contains(text), "{text}");
    }
    let models = maya.reads("/w/net-day/models").await;
    models.says("Nodes first.");
    models.says("az aks create");
    assert!(models.attributes("a", "href").contains(&"https://example.org/limits".to_owned()));
    let private = maya.reads("/w/net-day/private").await;
    assert_eq!(private.count("main table td"), 2);
    assert!(private.attributes("a", "href").contains(&"/w/net-day/models#kubenet".to_owned()));
}
