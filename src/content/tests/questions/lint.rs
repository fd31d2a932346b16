//! What is badly asked, and its good neighbour.

use super::*;

/// So many choices; of each, the place of the right option and whether it is the longest.
fn choices(of: &[(usize, bool)]) -> String {
    let question = |(n, (place, longest)): (usize, &(usize, bool))| {
        let mut question = HEAD.replace("\"q\"", &format!("\"q-{n}\""));
        for option in 0..3 {
            let (text, more) = match (option == *place, longest) {
                (true, true) => ("The longest of all", "right = true"),
                (true, false) => ("Short", "right = true"),
                (false, _) => ("Of some length", "feedback = \"No.\""),
            };
            let number = option.to_string();
            question.extend(["[[question.option]]\ntext = \"", text, " ", &number, "\"\n", more, "\n"]);
        }
        question
    };
    of.iter().enumerate().map(question).collect()
}

#[test]
fn what_is_badly_asked_is_told_and_its_good_neighbour_is_not() {
    let with = |from: &str, to: &str| {
        let choice = choice();
        assert!(choice.contains(from), "{from}");
        choice.replacen(from, to, 1)
    };
    let prompt = |words: usize, code: &str| {
        with("\"Which is it?\"", &format!("\"\"\"Which is {}?{code}\"\"\"", "it ".repeat(words - 2)))
    };
    let explanation =
        |words: usize| with("It is the one that is right, for a good reason.", "word ".repeat(words).trim());
    let hint = |kind: &str, body: &str, hint: &str| {
        of_kind(kind, body).replace("prompt", &format!("hints = [\"{hint}\"]\nprompt"))
    };
    let network = "[question.network]\nwant = \"prefix\"\nis = 26\n";
    let cases: &[(String, &[&str])] = &[
        // The longest one is right.
        (
            choices(&[(0, true), (1, true), (2, true), (0, true), (1, false), (2, false)]),
            &[
                "1:1: advice: the longest option is the right one in 4 of 6 choices, so that it can be guessed; shorten it or lengthen others",
            ],
        ),
        (choices(&[(0, true), (1, true), (2, true), (0, false), (1, false), (2, false)]), &[]),
        (choices(&[(0, true), (1, true), (2, true), (0, true), (1, true)]), &[]),
        // The right one stands in the same place.
        (
            choices(&[(1, false), (1, false), (1, false), (1, false), (0, false), (2, false)]),
            &[
                "1:1: advice: the right option is number 2 in 4 of 6 choices; let its place vary, as they are read in this order, too",
            ],
        ),
        (
            choices(&[
                (1, false),
                (1, false),
                (1, false),
                (1, false),
                (1, false),
                (1, false),
                (0, false),
                (0, false),
                (2, false),
                (2, false),
            ]),
            &[],
        ),
        (choices(&[(1, false), (1, false), (1, false), (1, false), (1, false)]), &[]),
        // Of the above.
        (
            with("\"Gamma\"", "\"All of the above.\""),
            &[
                "18:9: warning: “all of the above” tests how options are read, not what is known; write options that stand alone",
            ],
        ),
        (
            with("\"Gamma\"", "\"*None* of  these\""),
            &[
                "18:9: warning: “none of these” tests how options are read, not what is known; write options that stand alone",
            ],
        ),
        (with("\"Gamma\"", "\"All of the nodes\""), &[]),
        // Nothing is said to a wrong one.
        (
            with("feedback = \"No: betas.\"\n", ""),
            &["15:9: warning: nothing is said to who chooses “Betas”; add “feedback”: why it is wrong"],
        ),
        // A negative stem; more cases stand where it is decided.
        (
            with("Which is it?", "Which of these is not a model?"),
            &["7:11: advice: the question turns on “not”, which is easily read over; ask for what is so"],
        ),
        (
            with("Which is it?", "Which of these **never** changes?"),
            &["7:11: advice: the question turns on “never”, which is easily read over; ask for what is so"],
        ),
        (with("Which is it?", "Which address cannot be given?"), &[]),
        // Length.
        (prompt(61, ""), &["7:13: advice: the prompt has 61 words outside of code; ask in 60 at most"]),
        (prompt(60, ""), &[]),
        (prompt(60, "\n\n```text\nmore words that are code\n```\n"), &[]),
        (explanation(7), &["8:16: advice: the explanation has 7 words; say in 8 to 120 why the right answer is right"]),
        (explanation(8), &[]),
        (explanation(120), &[]),
        (
            explanation(121),
            &["8:16: advice: the explanation has 121 words; say in 8 to 120 why the right answer is right"],
        ),
        // Nothing to be read.
        (
            with("checked", "reads = \"configuration\"\nchecked"),
            &["7:11: warning: the prompt shows nothing to read; put the configuration into a block of code"],
        ),
        (
            with(
                "\"Which is it?\"",
                "\"\"\"Which is it?\n\n| a | b |\n|---|---|\n| c | d |\n\"\"\"\nreads = \"configuration\"",
            ),
            &[],
        ),
        // A hint with the answer in it.
        (
            hint("choice", OPTIONS, "It begins like alpha."),
            &["7:11: warning: the hint contains the answer “Alpha”; push towards it instead"],
        ),
        (hint("choice", OPTIONS, "Alpha or Gamma?"), &[]),
        (hint("choice", OPTIONS, "It begins like alphabets."), &[]),
        (
            hint("number", "answer = 1250\n", "It is 1,250 or so."),
            &["7:11: warning: the hint contains the answer “1250”; push towards it instead"],
        ),
        (hint("number", "answer = 1250\n", "It is 125 times ten."), &[]),
        (
            hint("number", "answer = 12\n", "Look at the 12 again.")
                .replace("Which is it?", "What do 12 times 1 make?"),
            &[],
        ),
        (
            hint("text", "accept = [\"acr pull\"]\n", "Name the role `ACR pull`."),
            &["7:11: warning: the hint contains the answer “acr pull”; push towards it instead"],
        ),
        (
            hint("network", network, "A /26 will do."),
            &["7:11: warning: the hint contains the answer “/26”; push towards it instead"],
        ),
        (hint("network", network, "Begin with a /27."), &[]),
        // More than can be weighed.
        (
            choice() + &OPTIONS.replace("right = true", "feedback = \"No.\"").replace("text = \"", "text = \"Other "),
            &["1:1: advice: there are 6 options; 3 to 5 can be weighed against each other"],
        ),
        (
            of_kind("order", "items = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]\nfeedback = \"No.\"\n"),
            &["1:1: advice: there are 7 items; 3 to 6 can be weighed against each other"],
        ),
    ];
    assert_found(cases);
}

#[test]
fn a_section_that_nobody_asks_about_is_told() {
    let module = MODULE.to_owned()
        + "\n## Two\n\nWords.\n\n## More {.optional}\n\nWords.\n\n## In short: a summary\n\nWords.\n\n## Test\n\n```quiz q\n```\n";
    let quizzes = "[[quiz]]\nid = \"q\"\ntitle = \"Q\"\nquestions = [\"q\"]\n";
    let choice = choice();
    let files = [("modules/a.md", module.as_str()), ("questions/a.toml", &choice), ("questions/quizzes.toml", quizzes)];
    let expected = "16:1: advice: no question asks about this section; write one into questions/a.toml";
    assert_eq!(all(&load_files(&files), "modules/a.md:"), [expected]);
    let two = choice.clone() + &choice.replace("\"q\"", "\"r\"").replace("\"one\"", "\"two\"");
    let files = [("modules/a.md", module.as_str()), ("questions/a.toml", &two), ("questions/quizzes.toml", quizzes)];
    assert_eq!(all(&load_files(&files), ""), [""; 0]);
    // A workshop without questions wants none.
    let without = module.replace("```quiz q\n```", "Words.");
    assert_eq!(all(&load_files(&[("modules/a.md", &without)]), ""), [""; 0]);
}
