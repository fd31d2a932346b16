//! What holds for every handout, however odd or large.

use proptest::prelude::*;

use super::tests::loaded;
use super::*;
use crate::content::Severity;

#[test]
fn a_handout_of_far_too_many_chapters_is_one_module_of_sections() {
    let chapter = |n: usize| format!("# Chapter {n}\n\n## Part\n\nSee [next](#chapter-{}).\n\n", (n + 1) % 1_000);
    let text: String = (0..1_000).map(chapter).collect();
    let imported = import("many.md", text.as_bytes(), Options::default()).unwrap();
    let (library, findings) = loaded(&imported);
    assert!(findings.is_empty(), "{findings:?}");
    let modules = &library.unwrap().workshops[0].modules;
    assert_eq!((modules.len(), modules[0].sections.len()), (1, 1_000));
    assert_eq!(imported.report.counts.links, 1_000);
}

#[test]
fn a_large_handout_of_anything_costs_little() {
    let pieces = [
        "## Chapter\n\n### Part\n\n",
        "[a](#chapter) ",
        "x ",
        "> - ",
        "| a | b |\n",
        "\\[",
        "[^1]: x\n\n",
        "[a]: b\n",
        "```\n",
        "<b>",
        "# \n",
        "[^1] ",
        "[a] ",
        "---\n\n",
        "# [a](#a)\n\n",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        let result = import("large.md", text.as_bytes(), Options::default());
        match result {
            Ok(imported) => assert!(imported.files.len() >= 3, "{piece}"),
            Err(ImportError::TooDeep { .. }) => assert_eq!(piece, "> - "),
            Err(ImportError::Empty) => assert!(["[^1]: x\n\n", "[a]: b\n"].contains(&piece)),
            // A hundred thousand headings.
            Err(ImportError::FileTooLarge(path)) => assert_eq!((piece, path.as_str()), ("# \n", "handout.toml")),
            Err(error) => panic!("{piece}: {error}"),
        }
    }
}

/// Pieces of Markdown that have met badly before, or might.
const PIECES: [&str; 66] = [
    "# Top",
    "## Chapter",
    "### Part",
    "##### Deep",
    "Setext\n===",
    "Two\nlines\n---",
    "## ",
    "# #",
    "## Twin",
    "## Twin",
    "## Braces {x}",
    "## Id {#id}",
    "### [l](https://a.example) {#part .c}",
    "## Ends #",
    "> # quoted {.x}",
    "- # in list",
    "Words that make a sentence. And more.",
    "No end",
    "",
    "---",
    "***",
    "- a\n- b\n  - c",
    "1. one\n\n   two",
    "\tcode",
    "```\ncode\n```",
    "```tool x\ny\n```",
    "~~~ lab\n~~~",
    "```bash\nopen",
    "> ```\n> open",
    "- ```\n  open\n\nafter",
    "````md\n```\n````",
    "| a | b |\n|---|---|\n| 1 | [x](#chapter) |",
    "| a |\n|-|",
    "[r]",
    "[t][r]",
    "[R][]",
    "![i][r]",
    "[r]: https://r.example 'T'",
    "[r]: #chapter",
    "[r]: <x y.md>",
    "note[^n]",
    "[^n]: text [r] more[^m]",
    "[^m]: other\n\n    | a |\n    |-|",
    "[^x]:\n    ```\n    code",
    "[a](#chapter)",
    "[a](#nope)",
    "[a](b)",
    "[a](../../b)",
    "[a](<b c> \"t\")",
    "[a\nb](\n#top)",
    "[![x](y.png)](#part)",
    "[![x](#a)](javascript:x)",
    "<https://a.example>",
    "<data:x>",
    "<me@a.example>",
    "<div>\n\n# x\n\n</div>",
    "<!-- open",
    "<a id='z'></a>[z](#z)",
    "[!NOTE]",
    "> [!TIP]\n> [x](#twin-1)",
    "Term\n: def [x](y)",
    "\\[a](b) `[c](d)`",
    "a\\\nb  \nc",
    "&copy; <b>x</b> ![](z)",
    "[a](b(c)d)",
    "+++",
];

/// The workshop of a text has no fault, and making it again gives the same.
fn becomes_a_workshop(text: &str) -> Result<(), TestCaseError> {
    match import("any.md", text.as_bytes(), Options::default()) {
        Ok(imported) => {
            let (library, findings) = loaded(&imported);
            let faults: Vec<_> =
                findings.iter().filter(|f| f.severity == Severity::Fault).map(ToString::to_string).collect();
            prop_assert!(faults.is_empty(), "{faults:#?}\n{text}\n=> {:#?}", imported.files);
            prop_assert!(library.is_some());
            let again = import("any.md", text.as_bytes(), Options::default());
            prop_assert_eq!(again.map(|again| again.files), Ok(imported.files));
        }
        Err(error) => prop_assert_eq!(error, ImportError::Empty, "{}", text),
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_signs_become_a_workshop_without_fault(text in "([#`>*_()!|:^<&{}~+=\\\\\\[\\] \t\na1-]|\n# |\n## |\n- |\n> |\n\n|\\]\\(|\\]: ){0,60}") {
        becomes_a_workshop(&text)?;
    }

    #[test]
    fn any_handout_becomes_a_workshop_without_fault(picks in proptest::collection::vec((0..PIECES.len(), 1..3_usize), 0..14)) {
        let text: String = picks.iter().flat_map(|(piece, gap)| [PIECES[*piece].to_owned(), "\n".repeat(*gap)]).collect();
        becomes_a_workshop(&text)?;
    }
}
