//! Where questions stand, and what follows from a file that cannot be read.

use super::quizzes::QUIZ;
use super::*;

#[test]
fn a_file_of_questions_is_named_after_a_module() {
    let (choice, broken) = (choice(), b"\xff");
    let module = MODULE.replace("goals", "was = [\"old\"]\ngoals");
    let cases: [(&str, &[u8], &[&str]); 7] = [
        (
            "questions/b.toml",
            choice.as_bytes(),
            &[
                "questions/b.toml:1:1: the file is named after a module, and there is no module “b”; name one that workshop.toml names",
            ],
        ),
        (
            "questions/old.toml",
            choice.as_bytes(),
            &["questions/old.toml:1:1: the module “old” is called “a” today; name the file a.toml"],
        ),
        (
            "questions/A b.toml",
            choice.as_bytes(),
            &[
                "questions/A b.toml:1:1: “A b” cannot be a module's id; name the file after the module that it asks about",
            ],
        ),
        (
            "questions/a/b.toml",
            choice.as_bytes(),
            &[
                "questions/a/b.toml:1:1: “a/b” cannot be a module's id; name the file after the module that it asks about",
            ],
        ),
        (
            "quizzes.toml",
            b"",
            &["quizzes.toml:1:1: the format knows no such file; did you mean questions/quizzes.toml?"],
        ),
        (
            "questions/a.toml",
            broken,
            &["questions/a.toml:1:1: the byte 0xFF is not UTF-8; save the file in the encoding UTF-8"],
        ),
        ("questions/notes.txt", b"the answers", &[]),
    ];
    for (path, bytes, expected) in cases {
        let files = [("workshop.toml", MANIFEST.as_bytes()), ("modules/a.md", module.as_bytes()), (path, bytes)];
        let loaded = load(&folder(files), TODAY);
        assert_eq!(all(&loaded, ""), expected, "{path}");
        if let Some(library) = loaded.library {
            assert!(library.workshops[0].files.is_empty(), "{path}: what lies beside questions is not served");
        }
    }
}

#[test]
fn what_follows_from_a_fault_is_not_told_as_well() {
    // A module that cannot be read has neither sections nor goals; a file that cannot be read has no ids.
    let choice = choice();
    let load = |module: &str, questions: &str| {
        let files = [
            ("modules/a.md", module),
            ("questions/a.toml", questions),
            ("questions/quizzes.toml", &QUIZ.replace("\"fourth\"", "\"q\"")),
        ];
        let loaded = load_files(&files);
        all(&loaded, "").into_iter().filter(|line| !line.contains("“first”")).collect::<Vec<_>>()
    };
    let front = MODULE.replace("goals = [\"Say\", \"Do\"]", "goals = 3");
    let cases = [
        ("no front matter", choice.as_str(), &["there is no front matter", "there is no section"][..]),
        (&front, &choice, &["“goals” is a whole number"]),
        (MODULE, "[[question]\n", &["this is not TOML"]),
    ];
    for (module, questions, told) in cases {
        let found = load(module, questions);
        assert!(found.len() == told.len(), "{found:?}");
        assert!(found.iter().zip(told).all(|(found, told)| found.contains(told)), "{found:?}");
    }
}
