//! What is wrong with questions, in the words authors read.

use super::*;

#[test]
fn faults_of_what_every_question_has() {
    let with = |from: &str, to: &str| {
        let choice = choice();
        assert!(choice.contains(from), "{from}");
        choice.replacen(from, to, 1)
    };
    let cases: &[(String, &[&str])] = &[
        (
            "[[question]]\n".to_owned(),
            &[
                "1:1: “checked” is missing in [[question]]; add it",
                "1:1: “difficulty” is missing in [[question]]; add it",
                "1:1: “explanation” is missing in [[question]]; add it",
                "1:1: “goal” is missing in [[question]]; add it",
                "1:1: “id” is missing in [[question]]; add it",
                "1:1: “kind” is missing in [[question]]; add it",
                "1:1: “prompt” is missing in [[question]]; add it",
                "1:1: “section” is missing in [[question]]; add it",
                "1:1: “source” is missing in [[question]]; add it",
            ],
        ),
        ("x = = 1\n".to_owned(), &["1:5: this is not TOML: extra `=`, expected nothing"]),
        (
            "# nothing\n".to_owned(),
            &["1:1: warning: the file holds no question; write one, begun with [[question]], or take the file away"],
        ),
        (
            "[[questions]]\nid = \"q\"\n".to_owned(),
            &[
                "1:1: warning: the file holds no question; write one, begun with [[question]], or take the file away",
                "1:3: there is no key “questions” in a file of questions; did you mean “question”?",
            ],
        ),
        (
            with("\"q\"", "\"Q 1\""),
            &["2:7: “Q 1” is not an id; use lower-case letters, digits and single hyphens, at most 80 characters"],
        ),
        (
            choice() + &choice(),
            &["21:7: the question “q” is there twice, first in questions/a.toml in line 2; give this one another id"],
        ),
        (with("\"one\"", "\"ones\""), &["4:12: there is no section “ones” in “a”; did you mean “one”?"]),
        (with("\"one\"", "\"inside\""), &["4:12: “inside” is a heading inside a section; name the section itself"]),
        (with("\"one\"", "\"b#one\""), &["4:12: there is no module “b”; name one that workshop.toml names"]),
        (with("\"one\"", "\"uno\""), &["4:12: warning: “a#uno” is a former name; write “a#one”"]),
        (with("goal = 1", "goal = 3"), &["5:8: the module “a” has 2 goals; write one of 1 to 2"]),
        (with("goal = 1", "goal = \"Say\""), &["5:8: “goal” is a text; it must be a whole number from 1 to 99"]),
        (
            with("difficulty = 2", "difficulty = 4"),
            &["6:14: “difficulty” is out of bounds; it must be a whole number from 1 to 3"],
        ),
        (
            with("difficulty = 2", "difficulty = 2\nreview = \"yes\""),
            &["7:10: “review” is a text; it must be true or false, without quotes"],
        ),
        (with("\"Which is it?\"", "\" \""), &["7:11: “prompt” is empty; write something"]),
        (with("\"Which is it?\"", "3"), &["7:10: “prompt” is a whole number; it must be a text in quotes"]),
        (
            with("Which is it?", "Which is [it](#one)?"),
            &[
                "7:20: “#one” is not an address on the web; in a question link to https://… alone: its section is linked by itself",
            ],
        ),
        (
            with("Which is it?", "Which is ![it](images/a.png)?"),
            &["7:20: a question shows no images; say it in words, a table or a block of code"],
        ),
        (
            with("\"Which is it?\"", "\"\"\"Which is it?\n\n```yaml\na: 1\n\"\"\""),
            &["9:1: the fence opened in line 3 is never closed; end it with the same marks"],
        ),
        (
            with("\"Which is it?\"", "\"\"\"# Which\n\nis \u{e001} it?\"\"\""),
            &[
                "7:13: a question has no headings; use a paragraph",
                "9:4: the sign U+E001 is kept for gaps; take it out",
            ],
        ),
        (
            with("difficulty = 2", "difficulty = 2\nhints = [\"\", 3]"),
            &[
                "7:10: a hint is empty; write something or take it out",
                "7:14: an entry of “hints” is a whole number; it must be a text in quotes",
            ],
        ),
        (
            with("explanation =", "explication ="),
            &[
                "1:1: “explanation” is missing in [[question]]; add it",
                "8:1: there is no key “explication” in [[question]]; did you mean “explanation”?",
            ],
        ),
        (with("source = \"https://example.org/rule\"\n", ""), &["1:1: “source” is missing in [[question]]; add it"]),
        (
            with("https://example.org/rule", "the handout"),
            &["9:11: “source” is not an address on the web; write it in full, as in https://example.org/page"],
        ),
        (with("checked = 2026-11-22\n", ""), &["1:1: “checked” is missing in [[question]]; add it"]),
        (
            with("2026-11-22", "\"2026-11-22\""),
            &["10:11: “checked” is a text; it must be a day without quotes, as in 2028-03-31"],
        ),
        (
            with("2026-11-22", "2026-11-24"),
            &["10:11: “checked” is 2026-11-24, which is still to come; write the day the source was read"],
        ),
        (
            with("difficulty = 2", "difficulty = 2\nreads = \"yaml\""),
            &["7:10: “yaml” is nothing a question reads; write configuration or take the line out"],
        ),
        (
            with("\"choice\"", "\"chioce\""),
            &[
                "3:9: “chioce” is no kind of question; did you mean “choice”? it is one of choice, choices, truth, number, text, order, match, gaps, network",
            ],
        ),
        (with("\"choice\"", "3"), &["3:8: “kind” is a whole number; it must be a text in quotes"]),
        (
            with("goal = 1", "gaol = 1"),
            &[
                "1:1: “goal” is missing in [[question]]; add it",
                "5:1: there is no key “gaol” in [[question]]; did you mean “goal”?",
            ],
        ),
    ];
    assert_found(cases);
}

#[test]
fn faults_of_single_kinds() {
    let gaps = "feedback = \"No.\"\n[[question.gap]]\naccept = [\"a\"]\n";
    let network = |key: &str| of_kind("network", &format!("[question.network]\n{key}\n"));
    let cases: &[(String, &[&str])] = &[
        (HEAD.to_owned(), &["1:1: “option” is missing in [[question]]; add it"]),
        (
            choice().replace("right = true\n", ""),
            &[
                "1:1: the question “q” cannot be asked: one option must be right, and one alone",
                "12:9: warning: nothing is said to who chooses “Alpha”; add “feedback”: why it is wrong",
            ],
        ),
        (
            choice().replace("right = true", "right = 1"),
            &["13:9: “right” is a whole number; it must be true or false, without quotes"],
        ),
        (
            choice().replace("text = \"Betas\"", "test = \"Betas\""),
            &[
                "14:1: “text” is missing in [[question.option]]; add it",
                "15:1: there is no key “test” in [[question.option]]; did you mean “text”?",
            ],
        ),
        (choice().replace("\"Betas\"", "\"\"\"Be\ntas\"\"\""), &["15:11: the text is more than one line; make it one"]),
        (choice().replace("Betas", "Alpha"), &["1:1: the question “q” cannot be asked: two options say the same"]),
        (
            choice().replace("right = true", "right = true\nmisconception = \"a-b\""),
            &["14:17: a right option stands for no misconception; take “misconception” out"],
        ),
        (
            choice().replace("\"No: betas.\"", "\"No: betas.\"\nmisconception = \"Takes a /24\""),
            &[
                "17:18: “Takes a /24” is no name of a misconception; use lower-case letters, digits and single hyphens, at most 80 characters",
            ],
        ),
        (
            choice() + "[question.option2]\n",
            &["20:11: there is no key “option2” in [[question]]; did you mean “option”?"],
        ),
        (
            format!("{HEAD}answer = true\noption = \"a\"\n"),
            &[
                "11:1: there is no key “answer” in [[question]]; it knows id, kind, section, goal, difficulty, prompt, explanation, source, checked, review, hints, reads, parametric, option",
                "12:10: “option” is a text; it must be a list of tables, each begun with [[question.option]]",
            ],
        ),
        (
            of_kind("choices", &OPTIONS.replace("right = true\n", "")),
            &[
                "1:1: the question “q” cannot be asked: an option must be right",
                "12:9: warning: nothing is said to who chooses “Alpha”; add “feedback”: why it is wrong",
            ],
        ),
        (
            of_kind("truth", "answer = \"true\"\n"),
            &[
                "1:1: “feedback” is missing in [[question]]; add it",
                "11:10: “answer” is a text; it must be true or false, without quotes",
            ],
        ),
        (
            of_kind("number", "answer = \"251\"\n"),
            &["11:10: “answer” is a text; it must be a number without quotes, as in 251 or 0.5"],
        ),
        (
            of_kind(
                "number",
                "answer = 251\ntolerance = -1\n[[question.wrong]]\nanswer = 251\nfeedback = \"No.\"\n[[question.wrong]]\nanswer = \"many\"\n",
            ),
            &[
                "1:1: the question “q” cannot be asked: the tolerance must be a number from 0 on",
                "1:1: the question “q” cannot be asked: the wrong answer “251” is right",
                "16:1: “feedback” is missing in [[question.wrong]]; add it",
            ],
        ),
        (
            of_kind("number", "answer = nan\n"),
            &["1:1: the question “q” cannot be asked: the answer must be a number up to 10^15"],
        ),
        (of_kind("text", ""), &["1:1: “accept” is missing in [[question]]; add it"]),
        (
            of_kind("text", "accept = []\n[[question.wrong]]\nis = \"a\"\nfeedback = \"No.\"\n"),
            &[
                "1:1: the question “q” cannot be asked: there must be an accepted form",
                "12:1: “answer” is missing in [[question.wrong]]; add it",
                "13:1: there is no key “is” in [[question.wrong]]; it knows answer, feedback, misconception",
            ],
        ),
        (of_kind("order", "items = [\"a\"]\n"), &["1:1: “feedback” is missing in [[question]]; add it"]),
        (
            of_kind("order", "items = [\"a\", \"b\", \"a\", \" \"]\nfeedback = \"No.\"\n"),
            &[
                "1:1: the question “q” cannot be asked: two items say the same",
                "11:26: the item is empty; write something",
            ],
        ),
        (
            of_kind("match", "feedback = \"No.\"\n[[question.pair]]\nleft = \"a\"\n"),
            &["12:1: “right” is missing in [[question.pair]]; add it"],
        ),
        (
            of_kind(
                "match",
                "feedback = \"No.\"\nothers = [\"x\"]\n[[question.pair]]\nleft = \"a\"\nright = \"x\"\n[[question.pair]]\nleft = \"a\"\nright = \"y\"\n[[question.pair]]\nleft = \"b\"\nright = \"y\"\n",
            ),
            &[
                "1:1: the question “q” cannot be asked: one of the others is the right side of a pair",
                "1:1: the question “q” cannot be asked: two left sides say the same",
            ],
        ),
        (of_kind("gaps", gaps), &["1:1: the question “q” cannot be asked: the prompt has no gap {1}"]),
        (
            of_kind(
                "gaps",
                "feedback = \"No.\"\n[[question.gap]]\n[[question.gap]]\naccept = [\"a\"]\nanswer = \"a\"\n",
            )
            .replace("Which", "{1} {2}"),
            &[
                "12:1: the gap has nothing that fills it; add “accept”, or “options” and “answer”",
                "13:1: a gap is typed, with “accept”, or chosen, with “options” and “answer”; take one out",
            ],
        ),
        (
            of_kind("gaps", "feedback = \"No.\"\n[[question.gap]]\noptions = [\"a\", \"b\"]\nanswer = \"c\"\n")
                .replace("Which", "{1}"),
            &["1:1: the question “q” cannot be asked: a gap's answer is none of its options"],
        ),
        (
            of_kind("gaps", "[[question.gap]]\naccept = [\"a\"]\n").replace("Which", "{1}"),
            &["11:1: warning: nothing is said to a wrong filling; add “feedback” to the gap or to the question"],
        ),
        (of_kind("network", ""), &["1:1: “network” is missing in [[question]]; add it"]),
        (network("is = \"10.0.0.4\""), &["11:11: “want” is missing in [question.network]; add it"]),
        (
            network("want = \"adress\"\nis = \"10.0.0.4\""),
            &[
                "12:9: “adress” is no network answer; did you mean “address”? it is one of address, network, range, mask, wildcard, count, prefix, within, networks",
            ],
        ),
        (network("want = \"address\""), &["11:11: “is” is missing in [question.network]; add it"]),
        (
            network("want = \"address\"\nis = \"10.0.0.400\""),
            &["13:7: 10.0.0.400: 400 is more than 255, the most a number of an IPv4 address can be"],
        ),
        (
            network("want = \"address\"\nis = \"10.0.0.4\"\nsubnet = \"10.0.1.0/26\""),
            &["14:11: 10.0.0.4 is no address of 10.0.1.0/26; correct one of them"],
        ),
        (
            network("want = \"address\"\nis = \"10.0.0.4\"\nneeds = { addresses = 3 }"),
            &["14:1: there is no key “needs” in [question.network]; it knows want, is, subnet"],
        ),
        (
            network("want = \"network\"\nis = \"10.0.0.4/26\""),
            &["13:7: 10.0.0.4/26 has host bits set; write 10.0.0.0/26"],
        ),
        (
            network("want = \"network\"\nis = [\"10.0.0.0/26\", \"10.0.0.64/26\"]"),
            &["13:6: “is” is a list; write one network"],
        ),
        (
            network("want = \"count\"\nis = true"),
            &["13:6: “is” is true or false; it must be a text in quotes or a number"],
        ),
        (network("want = \"prefix\"\nis = 129"), &["13:6: “129” is no number, mask or length up to 128"]),
        (
            network("want = \"prefix\"\nis = 26\nneeds = { addresses = 70 }"),
            &["13:6: a /26 is not what follows from “needs”: the smallest is a /25"],
        ),
        (
            network("want = \"prefix\"\nis = 26\nneeds = { addresses = 50, blocks = 2 }"),
            &["14:1: “needs” says how many addresses or how many blocks; write one, as in needs = { addresses = 250 }"],
        ),
        (
            network("want = \"prefix\"\nis = 26\nneeds = 50"),
            &["14:9: “needs” is a whole number; it must be a table, as in needs = { … }"],
        ),
        (
            network("want = \"within\"\ninside = \"10.0.0.0/24\"\nused = [\"10.0.0.0/26\", \"10.0.0.65/26\"]"),
            &[
                "11:11: “prefix” is missing in [question.network]; add it",
                "14:25: 10.0.0.65/26 has host bits set; write 10.0.0.64/26",
            ],
        ),
        (
            network(
                "want = \"within\"\ninside = \"10.0.0.0/24\"\nprefix = 25\nused = [\"10.0.0.0/26\", \"10.0.0.128/26\"]",
            ),
            &["1:1: the question “q” cannot be asked: no block of that length is free"],
        ),
        (
            network("want = \"networks\"\nis = [\"10.0.0.0/26\", \"10.0.0.64\"]"),
            &["13:23: 10.0.0.64 is an address alone; write the network's length as well, as in 10.0.0.64/32"],
        ),
        (network("want = \"networks\"\nis = []"), &["1:1: the question “q” cannot be asked: there must be a network"]),
        (
            network(
                "want = \"network\"\nis = \"10.0.0.0/26\"\n[[question.wrong]]\nis = \"10.0.0.5/26\"\nfeedback = \"No.\"\n[[question.wrong]]\nis = \"10.0.0.0\"\nfeedback = \"No.\"",
            ),
            &[
                "1:1: the question “q” cannot be asked: the wrong answer “10.0.0.0” cannot be read: 10.0.0.0 is an address alone; write the network's length as well, as in 10.0.0.0/24.",
                "1:1: the question “q” cannot be asked: the wrong answer “10.0.0.5/26” is right",
            ],
        ),
        (
            of_kind("number", "[question.parametric]\nrule = \"subnet-useable\"\n"),
            &["12:9: there is no rule “subnet-useable”; did you mean “subnet-usable”?"],
        ),
        (
            of_kind("number", "[question.parametric]\nrule = \"else\"\n"),
            &[
                "12:9: there is no rule “else”; it is one of subnet-usable, subnet-first, smallest-prefix, split-nth, broadcast, network-of, mask-of, wildcard-of, aggregate-two, surge-nodes, overlay-blocks, overlay-pod-prefix, overlay-nodes, node-subnet-addresses, node-subnet-prefix, node-subnet-nodes, dynamic-held, static-blocks, lb-default-ports, lb-ips-needed, nat-ports, firewall-ports, apiserver-clusters, free-next",
            ],
        ),
        (of_kind("number", "[question.parametric]\n"), &["11:11: “rule” is missing in [question.parametric]; add it"]),
        (
            of_kind("choice", "[question.parametric]\nrule = \"subnet-usable\"\n"),
            &["3:9: the rule “subnet-usable” asks for a number; write kind = \"number\""],
        ),
        (
            of_kind("network", "[question.parametric]\nrule = \"subnet-usable\"\n"),
            &["3:9: the rule “subnet-usable” asks for a number; write kind = \"number\""],
        ),
        (
            of_kind("number", "answer = 3\nunit = \"pods\"\n[question.parametric]\nrule = \"subnet-usable\"\n"),
            &[
                "11:10: the rule computes the answer; take “answer” out",
                "12:9: the rule “subnet-usable” does not count “pods”; its unit is “addresses”; write that or take the line out",
            ],
        ),
        (
            of_kind("number", "[question.parametric]\nrule = \"subnet-usable\"\n")
                .replace("Which is", "Of {prefix} and {answer}, {hosts} is"),
            &[
                "1:1: the question “q” cannot be asked: {answer} is no figure that can stand here with subnet-usable; there are prefix",
                "1:1: the question “q” cannot be asked: {hosts} is no figure that can stand here with subnet-usable; there are prefix",
            ],
        ),
    ];
    assert_found(cases);
}
