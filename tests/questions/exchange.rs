//! Question banks from and to other programs, by the command.

use std::fs;

use crate::support::Folder;
use crate::support::portal::run;

const GIFT: &str = "$CATEGORY: $course$/Nets\n\n::Pods::How many?{\n~10#Too few.\n=250\n}\n\n// a remark\n::Talk::Discuss.{}\n\nIt runs on a {=node ~rack} there.\n";

fn bank(name: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), text).expect("a file");
    folder
}

#[test]
fn a_bank_becomes_the_questions_file_of_a_module_with_a_report() {
    let folder = bank("bank.txt", GIFT);
    let (code, printed, said) = run(folder.path(), &["questions", "import", "bank.txt", "--module", "cables"]);
    assert_eq!(code, 0, "{printed}{said}");
    for line in [
        "What does not fit, 2 things:",
        "essay, which nobody here could mark: left out (1)",
        "  line 9, “Talk”",
        "2 questions from bank.txt in questions/cables.toml: 1 gaps, 1 one choice",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line} is not in\n{printed}");
    }
    let file = fs::read_to_string(folder.path().join("questions/cables.toml")).unwrap();
    let table: toml::Table = file.parse().unwrap();
    let questions = table["question"].as_array().unwrap();
    let ids: Vec<&str> = questions.iter().map(|question| question["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["pods", "it-runs-on-a-1-there"]);
    assert_eq!(questions[0]["option"][1]["right"].as_bool(), Some(true));
    assert!(file.contains("# podium check will ask for this\nsource = \"\"\n"), "{file}");
}

#[test]
fn what_is_there_is_never_overwritten_and_can_be_added_to() {
    let folder = bank(
        "bank.xml",
        "<quiz><question type=\"truefalse\"><name><text>Pods</text></name><questiontext><text>Is it?</text></questiontext><answer fraction=\"100\"><text>true</text></answer><answer fraction=\"0\"><text>false</text></answer></question></quiz>",
    );
    fs::write(folder.path().join("bank.gift"), GIFT).unwrap();
    let out = folder.path().join("cables.toml");
    let import = |file: &str, more: &[&str]| {
        run(folder.path(), &[&["questions", "import", file, "--out", "cables.toml"], more].concat())
    };
    assert_eq!(import("bank.xml", &[]).0, 0);
    let first = fs::read_to_string(&out).unwrap();
    let (code, _, said) = import("bank.gift", &[]);
    assert!(code == 1 && said.contains("cables.toml is there already") && said.contains("--append"), "{said}");
    assert_eq!(fs::read_to_string(&out).unwrap(), first);
    let (code, printed, said) = import("bank.gift", &["--append"]);
    assert_eq!(code, 0, "{said}");
    assert!(printed.contains("id that was taken: turned into another (1)") && printed.contains("pods-2"), "{printed}");
    let both = fs::read_to_string(&out).unwrap();
    assert!(both.starts_with(first.trim_end()));
    assert_eq!(both.parse::<toml::Table>().unwrap()["question"].as_array().unwrap().len(), 3);
    assert!(!folder.path().join("cables.toml.part").exists());
    fs::write(&out, "not toml").unwrap();
    let (code, _, said) = import("bank.gift", &["--append"]);
    assert!(code == 1 && said.contains("cables.toml cannot be added to"), "{said}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "not toml");
}

#[test]
fn malformed_banks_are_refused_with_every_place_and_write_nothing() {
    let folder = bank("bad.gift", "A {=b ~c\n\nB {T}\n\nC } d\n");
    fs::write(folder.path().join("latin.txt"), b"Gr\xf6\xdfe {T}").unwrap();
    fs::write(folder.path().join("words.txt"), "only words").unwrap();
    fs::write(folder.path().join("empty.xml"), "<quiz><question type=\"essay\"/></quiz>").unwrap();
    let import = |file: &str| run(folder.path(), &["questions", "import", file, "--module", "cables"]);
    let (code, printed, _) = import("bad.gift");
    assert_eq!(code, 1);
    for line in ["bad.gift:1:3: the answers are not closed", "bad.gift:5:3: a } without"] {
        assert!(printed.lines().any(|printed| printed.starts_with(line)), "{line} is not in\n{printed}");
    }
    let (code, printed, _) = import("latin.txt");
    assert!(code == 1 && printed.starts_with("latin.txt:1:3: the byte 0xF6 is not UTF-8"), "{printed}");
    let (code, _, said) = import("words.txt");
    assert!(code == 1 && said.contains("--format gift, aiken or moodle"), "{said}");
    let (code, printed, said) = import("empty.xml");
    assert!(
        code == 1 && printed.contains("question of the kind essay: left out") && said.contains("no question"),
        "{printed}{said}"
    );
    assert!(import("none.gift").2.contains("none.gift cannot be read"));
    assert!(!folder.path().join("questions").exists());
}

#[test]
fn wrong_usage_is_code_2_and_says_what_is_right() {
    let folder = bank("bank.gift", GIFT);
    for (arguments, said) in [
        (&["questions", "import", "bank.gift"][..], "give --module ID"),
        (&["questions", "import", "bank.gift", "--module", "No Id"], "no id of a module"),
        (&["questions", "import", "bank.gift", "--format", "word"], "aiken"),
        (&["questions", "export", "--format", "moodle"], "--out"),
        (&["questions", "export", "--format", "aiken", "--out", "x"], "gift"),
        (&["questions"], "import"),
    ] {
        let (code, _, error) = run(folder.path(), arguments);
        assert!(code == 2 && error.contains(said), "{arguments:?} {code} {error}");
    }
}

#[test]
fn export_refuses_what_it_cannot_do() {
    let folder = Folder::plan();
    fs::write(folder.root().join("there.xml"), "kept").unwrap();
    let export = |more: &[&str]| run(folder.root(), &[&["questions", "export"], more].concat());
    let (code, _, said) = export(&["plan", "--format", "moodle", "--out", "there.xml"]);
    assert!(code == 1 && said.contains("there.xml is there already"), "{said}");
    assert_eq!(fs::read_to_string(folder.root().join("there.xml")).unwrap(), "kept");
    let (code, _, said) = export(&["plan", "--format", "qti", "--out", "new", "--module", "ghosts"]);
    assert!(code == 1 && said.contains("no module “ghosts”") && said.contains("cables, tunnels"), "{said}");
    let (code, _, said) = export(&["plan", "--format", "gift", "--out", "new"]);
    assert!(code == 1 && said.contains("plan has no questions"), "{said}");
    folder.manifest(&["cables", "ghosts"]);
    let (code, printed, _) = export(&["plan", "--format", "gift", "--out", "new"]);
    assert!(code == 1 && printed.contains("plan/workshop.toml:5:"), "{printed}");
    assert!(!folder.root().join("new").exists());
}

#[test]
fn the_built_in_bank_goes_out_and_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    for (format, out) in [("gift", "bank.gift"), ("moodle", "bank.xml"), ("qti", "bank-qti"), ("toml", "bank-toml")] {
        let (code, printed, said) = run(at, &["questions", "export", "--format", format, "--out", out]);
        assert_eq!(code, 0, "{format}: {printed}{said}");
        assert!(at.join(out).exists(), "{format}: {printed}");
    }
    // What cannot be said is told: parametric questions go out as variants.
    let (_, printed, _) =
        run(at, &["questions", "export", "--format", "gift", "--out", "again.gift", "--variants", "2"]);
    assert!(printed.contains("figures") || printed.contains("variants"), "{printed}");
    for (file, out) in [("bank.gift", "g"), ("bank.xml", "m")] {
        let target = format!("{out}/egress.toml");
        let (code, printed, said) = run(at, &["questions", "import", file, "--module", "egress", "--out", &target]);
        assert_eq!(code, 0, "{file}: {printed}{said}");
        let table: toml::Table = fs::read_to_string(at.join(&target)).unwrap().parse().unwrap();
        let questions = table["question"].as_array().unwrap().len();
        assert!(questions > 250, "{file}: {questions} questions came back");
    }
    // Our own form is the author's file again, with which the workshop can be checked.
    let (code, printed, said) = run(at, &["questions", "export", "--format", "toml", "--out", "bank-toml"]);
    assert_eq!(code, 1, "nothing is written over: {printed}{said}");
    let written = fs::read_dir(at.join("bank-toml")).unwrap().count();
    assert_eq!(written, 7, "a file for each module");
}
