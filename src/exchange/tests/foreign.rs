//! Banks as other people write them: what is read, and what is told.

use super::*;
use crate::domain::question::{Choice, GapKey, NumberKey, Wrong};

/// What the report says, a line each: the line, what it is, what became of it.
fn told(reading: &Reading) -> Vec<String> {
    reading.report.notes.iter().map(|note| format!("{} {}: {}", note.line, note.what, note.fate)).collect()
}

fn one(format: Format, text: &str) -> (Draft, Vec<String>) {
    let mut reading = read(format, text).unwrap_or_else(|faults| panic!("{faults:?}\n{text}"));
    assert_eq!(reading.drafts.len(), 1, "{text}\n{}", reading.report);
    let told = told(&reading);
    (reading.drafts.remove(0), told)
}

fn kind(draft: &Draft) -> &Kind {
    match &draft.body {
        Body::Fixed(kind) => kind,
        Body::Parametric(rule) => panic!("{rule:?}"),
    }
}

fn options(draft: &Draft) -> Vec<(&str, bool, Option<&str>)> {
    let (Kind::Choice(options) | Kind::Choices(options)) = kind(draft) else { panic!("{draft:?}") };
    options.iter().map(|o: &Choice| (o.text.as_str(), o.right, o.feedback.as_deref())).collect()
}

fn wrong(is: &str, feedback: &str) -> Wrong {
    Wrong { is: is.to_owned(), feedback: feedback.to_owned(), misconception: None }
}

#[test]
fn gift_as_people_type_it() {
    let (draft, told) = one(
        Format::Gift,
        "// question: 1  name: x\n::Pods::How many\npods *fit*?{\n~10#Too few\n=250 # Yes\n~%30%110\n####Since 2 \\= 2.\n}",
    );
    assert_eq!(options(&draft), [("10", false, Some("Too few")), ("250", true, Some("Yes")), ("110", false, None)]);
    assert_eq!(draft.prompt, "How many\\\npods \\*fit\\*?");
    assert_eq!((draft.id.as_str(), draft.title.as_deref(), draft.line), ("pods", Some("Pods"), 2));
    assert_eq!(draft.explanation, "Since 2 = 2.");
    assert_eq!(told, ["2 weights of options: turned into right and wrong, marked in equal parts"]);

    let (draft, told) = one(Format::Gift, "[html]<p>Which <b>two</b>?</p>{~%50%<i>a</i> ~%50%b ~%-100%c}");
    assert_eq!(draft.prompt, "Which **two**?");
    assert_eq!(options(&draft), [("*a*", true, None), ("b", true, None), ("c", false, None)]);
    assert_eq!(told, ["1 weights of options: turned into right and wrong, marked in equal parts"]);

    let (draft, told) = one(Format::Gift, "Two at once? {=a =b ~c}");
    assert!(matches!(kind(&draft), Kind::Choices(_)));
    assert_eq!(told, ["1 one choice with several right options: turned into several choices"]);

    let (draft, told) = one(Format::Gift, "A node is a VM. {F#It is.#Well seen.}");
    assert_eq!(kind(&draft), &Kind::Truth { answer: false, feedback: "It is.".to_owned(), misconception: None });
    assert_eq!(told, ["1 feedback to the right answer: left out"]);

    let (draft, told) = one(Format::Gift, "Who asks? {=kubelet =%50%the kubelet =%20%node#Nearly. =%0%*#No. =kube*}");
    let Kind::Text { accept, wrong: others } = kind(&draft) else { panic!() };
    assert_eq!(accept, &["kubelet", "the kubelet", "kube*"]);
    assert_eq!(others, &[wrong("node", "Nearly.")]);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.contains(&"1 star for any letters: kept as text".to_owned()));
    assert!(told.contains(&"1 feedback to any other answer: left out".to_owned()));

    let (draft, told) = one(Format::Gift, "Between? {#1.5..2.5}");
    assert_eq!(kind(&draft), &Kind::Number(NumberKey { answer: 2.0, tolerance: 0.5, unit: None, wrong: vec![] }));
    assert_eq!(told, ["1 range of right numbers: turned into its middle with a tolerance"]);
    let (draft, told) = one(Format::Gift, "How many? {#=251:0 =%50%251:10 =%0%254#Five are kept. ~#Count again.}");
    assert_eq!(
        kind(&draft),
        &Kind::Number(NumberKey {
            answer: 251.0,
            tolerance: 0.0,
            unit: None,
            wrong: vec![wrong("254", "Five are kept.")]
        })
    );
    assert_eq!(told, ["1 further right number: left out", "1 feedback to any other answer: left out"]);

    let (draft, told) = one(Format::Gift, "Match. {=a -> 1 =b -> 2 = -> 3 ####Why}");
    let pairs = vec![("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())];
    assert_eq!(kind(&draft), &Kind::Match { pairs, others: vec!["3".to_owned()], feedback: String::new() });
    assert!(told.is_empty());

    let (draft, told) = one(Format::Gift, "A pod runs on a {=node ~cluster#No. ~region#Nor.} of the cluster.");
    assert_eq!(draft.prompt, "A pod runs on a {1} of the cluster.");
    let Kind::Gaps(gaps) = kind(&draft) else { panic!() };
    assert_eq!(gaps[0].feedback.as_deref(), Some("No. Nor."));
    assert!(matches!(&gaps[0].key, GapKey::Options { options, answer } if answer == "node" && options.len() == 3));
    assert_eq!(told, ["1 feedback to each option of a gap: turned into one for the gap"]);

    let (draft, _) = one(Format::Gift, "Put in order. {>ALL VERTICAL\nfirst\nsecond}");
    assert_eq!(
        kind(&draft),
        &Kind::Order { items: vec!["first".to_owned(), "second".to_owned()], feedback: String::new() }
    );
}

#[test]
fn gift_says_what_it_left_out() {
    let text = "$CATEGORY: $course$/Nets\n\nOnly words to read.\n\n// a remark\n::E::Discuss. {}\n\n[tag:y] is text {T}\n\n// [tag:easy] more\nIs it? {F} or not\n\n// alone\n";
    let reading = read(Format::Gift, text).unwrap();
    assert_eq!(reading.drafts.len(), 2, "{:?}", reading.drafts);
    assert!(reading.drafts.iter().all(|draft| draft.category.as_deref() == Some("$course$/Nets")));
    assert_eq!(reading.drafts[1].prompt, "Is it? \\_\\_\\_\\_\\_ or not");
    assert_eq!(
        told(&reading),
        [
            "3 description, which asks nothing: left out",
            "6 comment: left out",
            "6 essay, which nobody here could mark: left out",
            "11 comment: left out",
            "11 text after the answers: kept as text",
            "11 tag: left out",
            "13 comment: left out",
        ]
    );
    let shown = reading.report.to_string();
    assert!(shown.contains("essay, which nobody here could mark: left out (1)\n  line 6, “E”"), "{shown}");
}

#[test]
fn aiken_as_people_type_it() {
    let text =
        "What is 1 * 2?\r\nA) two\r\nB) *three*\r\nANSWER: A\r\n\r\nWhat is\nthis?\nA. a\nB. b\nC. c\nANSWER: C\n";
    let reading = read(Format::Aiken, text).unwrap();
    assert_eq!(options(&reading.drafts[0]), [("two", true, None), ("\\*three\\*", false, None)]);
    assert_eq!(reading.drafts[1].prompt, "What is\\\nthis?");
    assert_eq!((reading.drafts[0].line, reading.drafts[1].line), (1, 6));
    assert_eq!(told(&reading), ["6 prompt of several lines: turned into lines of one paragraph"]);
}

/// A question of Moodle with these parts.
fn moodle(kind: &str, prompt: &str, parts: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<quiz>\n<question type=\"{kind}\">\n<name><text>The Name!</text></name>\n<questiontext format=\"html\"><text><![CDATA[{prompt}]]></text></questiontext>\n{parts}\n</question>\n</quiz>"
    )
}

#[test]
fn moodle_as_it_exports() {
    let answer = |share: &str, text: &str, feedback: &str| {
        format!(
            "<answer fraction=\"{share}\" format=\"html\"><text>{text}</text><feedback format=\"html\"><text>{feedback}</text></feedback></answer>"
        )
    };
    let settings = "<defaultgrade>2.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber></idnumber><single>true</single><shuffleanswers>false</shuffleanswers><answernumbering>abc</answernumbering><correctfeedback format=\"html\"><text>Your answer is correct.</text></correctfeedback><shownumcorrect/>";
    let parts = [
        settings,
        &answer("100", "&lt;p&gt;256&lt;/p&gt;", ""),
        &answer("33.33333", "a", "&lt;p&gt;No.&lt;/p&gt;"),
        "<hint format=\"html\"><text>Think.</text><clearwrong/></hint><tags><tag><text>easy</text></tag></tags>",
    ]
    .concat();
    let (draft, told) = one(Format::Moodle, &moodle("multichoice", "<p>How <u>many</u>?</p>", &parts));
    assert_eq!(options(&draft), [("256", true, None), ("a", false, Some("No."))]);
    assert_eq!((draft.id.as_str(), draft.prompt.as_str(), draft.line), ("the-name", "How many?", 3));
    assert_eq!(draft.hints, ["Think."]);
    assert_eq!(
        told,
        [
            "3 weights of options: turned into right and wrong, marked in equal parts",
            "3 formatting that Markdown has not: left out",
            "3 setting defaultgrade: left out",
            "3 setting penalty: left out",
            "3 setting shuffleanswers: left out",
            "3 setting answernumbering: left out",
            "3 correctfeedback for the whole answer: left out",
            "3 what a hint clears or counts: left out",
            "3 tag: left out",
        ]
    );

    let parts = "<answer fraction=\"100\"><text>1.5</text><tolerance>0.1</tolerance><feedback><text></text></feedback></answer><answer fraction=\"0\"><text>*</text><feedback><text>Again.</text></feedback></answer><units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units><unitgradingtype>1</unitgradingtype>";
    let (draft, told) = one(Format::Moodle, &moodle("numerical", "How far?", parts));
    assert_eq!(
        kind(&draft),
        &Kind::Number(NumberKey { answer: 1.5, tolerance: 0.1, unit: Some("m".to_owned()), wrong: vec![] })
    );
    assert_eq!(
        told,
        ["3 feedback to any other answer: left out", "3 further unit: left out", "3 setting unitgradingtype: left out"]
    );

    let parts = "<usecase>1</usecase><answer fraction=\"100\"><text>kube*</text></answer><answer fraction=\"100\"><text>a\\*b</text></answer>";
    let (draft, told) = one(Format::Moodle, &moodle("shortanswer", "Who?", parts));
    assert_eq!(kind(&draft), &Kind::Text { accept: vec!["kube*".to_owned(), "a*b".to_owned()], wrong: vec![] });
    assert_eq!(told, ["3 star for any letters: kept as text", "3 setting usecase: left out"]);

    let parts = "<answer fraction=\"2\" format=\"html\"><text>b</text></answer><answer fraction=\"1\" format=\"html\"><text>a</text></answer><gradingtype>ABSOLUTE_POSITION</gradingtype>";
    let (draft, told) = one(Format::Moodle, &moodle("ordering", "Sort.", parts));
    assert_eq!(kind(&draft), &Kind::Order { items: vec!["a".to_owned(), "b".to_owned()], feedback: String::new() });
    assert_eq!(told, ["3 setting gradingtype: left out"]);

    let word = |text: &str, group: u8| format!("<dragbox><text>{text}</text><group>{group}</group></dragbox>");
    let parts = [word("cat", 1), word("dog", 1), word("mat", 2)].concat();
    let (draft, told) = one(Format::Moodle, &moodle("ddwtos", "<p>The [[2]] bit the [[1]] on the [[3]].</p>", &parts));
    assert_eq!(draft.prompt, "The {1} bit the {2} on the {3}.");
    let Kind::Gaps(gaps) = kind(&draft) else { panic!() };
    let words = |options: &[&str], answer: &str| GapKey::Options {
        options: options.iter().map(|&o| o.to_owned()).collect(),
        answer: answer.to_owned(),
    };
    let keys: Vec<&GapKey> = gaps.iter().map(|gap| &gap.key).collect();
    assert_eq!(keys, [&words(&["cat", "dog"], "dog"), &words(&["cat", "dog"], "cat"), &words(&["mat"], "mat")]);
    assert!(told.is_empty(), "{told:?}");

    let cloze = "<p>It is {1:SHORTANSWER:=red~%50%pink#Nearly~%0%*#No} or {2:MC:~up#Why?~=down} or {1:NM:=5:0.1}.</p>";
    let (draft, told) = one(Format::Moodle, &moodle("cloze", cloze, ""));
    assert_eq!(draft.prompt, "It is {1} or {2} or {3}.");
    let Kind::Gaps(gaps) = kind(&draft) else { panic!() };
    assert_eq!(gaps[0].key, GapKey::Accept(vec!["red".to_owned(), "pink".to_owned()]));
    assert_eq!((gaps[0].feedback.as_deref(), gaps[1].feedback.as_deref()), (Some("No"), Some("Why?")));
    assert_eq!((&gaps[1].key, &gaps[2].key), (&words(&["up", "down"], "down"), &GapKey::Accept(vec!["5".to_owned()])));
    assert_eq!(told.len(), 4, "{told:?}");
}

#[test]
fn kinds_that_are_none_here_are_named() {
    let kinds = ["essay", "calculated", "ddimageortext", "description", "random"];
    let questions: Vec<String> = kinds
        .iter()
        .map(|kind| format!("<question type=\"{kind}\"><name><text>n</text></name></question>\n"))
        .collect();
    let questions = questions.concat();
    let cloze = "<question type=\"cloze\"><questiontext><text>{1:MULTIRESPONSE:=a~=b}</text></questiontext></question>";
    let reading = read(Format::Moodle, &format!("<quiz>\n{questions}{cloze}</quiz>")).unwrap();
    assert!(reading.drafts.is_empty());
    assert_eq!(
        told(&reading),
        [
            "2 question of the kind essay: left out",
            "3 question of the kind calculated: left out",
            "4 question of the kind ddimageortext: left out",
            "5 description, which asks nothing: left out",
            "6 question of the kind random: left out",
            "7 question with a gap of another kind: left out",
        ]
    );
}

#[test]
fn no_two_drafts_have_one_id_and_formats_are_told_apart() {
    let reading =
        read(Format::Gift, "::Same:: a {T}\n\n::same:: b {T}\n\n::Same-2:: c {F}\n\n::…:: Größe? {T}").unwrap();
    let ids: Vec<&str> = reading.drafts.iter().map(|draft| draft.id.as_str()).collect();
    assert_eq!(ids, ["same", "same-2", "same-2-2", "gr-e"]);
    assert!(ids.iter().all(|id| ids::is_id(id)));
    assert_eq!(
        told(&reading),
        ["3 id that was taken: turned into another", "5 id that was taken: turned into another"]
    );
    let cases = [
        ("bank.xml", "<?xml version=\"1.0\"?><quiz/>", Some(Format::Moodle)),
        ("bank.txt", "Q?\nA. a\nB. b\nANSWER: A", Some(Format::Aiken)),
        ("bank.txt", "::x:: Is it {T}", Some(Format::Gift)),
        ("bank.gift", "words", Some(Format::Gift)),
        ("bank.txt", "words", None),
    ];
    for (name, text, format) in cases {
        assert_eq!(Format::guess(name, text), format, "{name} {text}");
    }
}
