//! What goes out comes back as it was.

use super::bank::{ODD, everything, kinds, networks, one_gap, order, question, several_gaps};
use super::*;
use crate::domain::question::{Body, Fields, GapKey, Question};

/// The question as a draft, but for what says nothing: a feedback of no words.
fn expected(question: &Question) -> Draft {
    let mut draft = Draft::of(question);
    if let Body::Fixed(Kind::Choice(options) | Kind::Choices(options)) = &mut draft.body {
        for option in options {
            option.feedback = option.feedback.take().filter(|text| !text.is_empty());
        }
    }
    draft
}

/// Writes and reads a question, and reads it once more from what was written of the reading.
fn round(format: Format, question: &Question) {
    let export = write(format, std::slice::from_ref(question), 3);
    let text = &export.files[0].1;
    let mut reading = read(format, text).unwrap_or_else(|faults| panic!("{}: {faults:?}\n{text}", question.id));
    assert!(reading.report.notes.is_empty(), "{}\n{text}", reading.report);
    assert_eq!(reading.drafts.len(), 1, "{text}");
    let draft = &mut reading.drafts[0];
    assert_eq!(draft.title.take().as_deref(), Some(question.id.as_str()), "{text}");
    assert_eq!(draft.category.take().as_deref(), Some("$course$/top/Podium/models"));
    assert!(draft.line > 1);
    draft.line = 0;
    assert_eq!(*draft, expected(question), "{text}");
    assert_eq!(question.faults(), Vec::<String>::new());
}

#[test]
fn gift_gives_back_its_kinds_as_they_were() {
    for (n, odd) in ODD.iter().enumerate() {
        for (name, kind) in kinds(odd) {
            round(Format::Gift, &question(&format!("{name}-{n}"), odd, Body::Fixed(kind)));
        }
        for (name, prompt, kind) in one_gap(odd) {
            round(Format::Gift, &question(&format!("{name}-{n}"), prompt, Body::Fixed(kind)));
        }
    }
}

#[test]
fn moodle_gives_back_its_kinds_as_they_were() {
    for (n, odd) in ODD.iter().enumerate() {
        let fixed = |name: &str, prompt: &str, kind| {
            round(Format::Moodle, &question(&format!("{name}-{n}"), prompt, Body::Fixed(kind)));
        };
        for (name, kind) in kinds(odd) {
            fixed(name, odd, kind);
        }
        let gaps = one_gap(odd).into_iter().chain(several_gaps(odd));
        gaps.for_each(|(name, prompt, kind)| fixed(name, prompt, kind));
        fixed("order", odd, order(odd));
    }
}

#[test]
fn feedback_of_no_words_is_none_and_a_bare_question_stays_bare() {
    let options = |feedback: Option<&str>| {
        let option = |text: &str, right| crate::domain::question::Choice {
            text: text.to_owned(),
            right,
            feedback: feedback.map(str::to_owned),
            misconception: None,
        };
        Body::Fixed(Kind::Choice(vec![option("a", true), option("b", false)]))
    };
    for format in [Format::Gift, Format::Moodle] {
        round(format, &question("silent", "Which?", options(Some(""))));
        let mut bare = question("bare", "Which?", options(None));
        bare.hints.clear();
        bare.explanation.clear();
        bare.source.clear();
        bare.checked.clear();
        bare.reads_configuration = false;
        bare.review = true;
        round(format, &bare);
    }
}

#[test]
fn a_whole_bank_is_written_and_read_and_what_changed_is_told() {
    let bank = everything();
    for format in [Format::Gift, Format::Moodle] {
        let export = write(format, &bank, 3);
        let reading = read(format, &export.files[0].1).unwrap();
        assert_eq!(reading.drafts.len(), export.questions);
        assert!(export.questions >= bank.len(), "variants come on top");
        assert!(reading.report.notes.is_empty(), "{}", reading.report);
        let told =
            |id: &str, what: &str| export.report.notes.iter().any(|note| note.question == id && note.what == what);
        for question in &bank {
            match &question.body {
                Body::Fixed(Kind::Network { .. }) => assert!(told(&question.id, "network answer"), "{}", question.id),
                Body::Parametric(_) => assert!(told(&question.id, "figures drawn for each person"), "{}", question.id),
                Body::Fixed(Kind::Order { .. }) if format == Format::Gift => assert!(told(&question.id, "order")),
                Body::Fixed(Kind::Gaps(gaps)) if format == Format::Gift && gaps.len() > 1 => {
                    assert!(told(&question.id, "several gaps"), "{}", question.id);
                }
                Body::Fixed(_) => {}
            }
        }
    }
}

#[test]
fn each_form_of_a_network_answer_is_right_here_as_well() {
    for key in networks() {
        let asked = question("net", "Which?", Body::Fixed(Kind::Network { key: key.clone(), wrong: vec![] })).asked(1);
        let (forms, all) = fitting::forms(&key);
        assert!(!forms.is_empty());
        for form in &forms {
            let answer = asked
                .read(&Fields::from_iter([("answer", form.as_str())]))
                .unwrap_or_else(|complaint| panic!("{form}: {complaint}"));
            assert!((asked.mark(&answer).unwrap().mark.get() - 1.0).abs() < 1e-9, "{form}");
        }
        assert_eq!(all, !forms.iter().any(|form| form == "10.0.63.0/24"), "{forms:?}");
    }
}

#[test]
fn variants_have_their_figures_and_their_answers() {
    for question in everything().iter().filter(|question| matches!(question.body, Body::Parametric(_))) {
        let mut report = Report::default();
        let drawn = fitting::fitted(std::slice::from_ref(question), 3, &mut report);
        assert_eq!(drawn, fitting::fitted(std::slice::from_ref(question), 3, &mut Report::default()));
        assert!((1..=3).contains(&drawn.len()), "{}", question.id);
        for (n, variant) in drawn.iter().enumerate() {
            assert_eq!(variant.id, format!("{}-v{}", question.id, n + 1));
            assert!(!variant.prompt.contains('{') && !variant.explanation.contains('{'), "{variant:?}");
            assert!(!variant.hints[0].contains('{'));
            assert_eq!(variant.faults(), Vec::<String>::new());
            assert!(drawn[..n].iter().all(|other| other.prompt != variant.prompt));
        }
        assert!(fitting::fitted(std::slice::from_ref(question), 0, &mut report).is_empty());
    }
}

#[test]
fn what_gift_cannot_have_becomes_the_next_best_thing() {
    let gaps = several_gaps("x").remove(2);
    let export = write(Format::Gift, &[question("g", gaps.1, Body::Fixed(gaps.2))], 3);
    let reading = read(Format::Gift, &export.files[0].1).unwrap();
    let Body::Fixed(Kind::Match { pairs, others, .. }) = &reading.drafts[0].body else { panic!("{reading:?}") };
    assert_eq!(pairs[0], ("{1}".to_owned(), "node".to_owned()));
    assert_eq!(others, &["%5%", "up", "~"]);
    assert_eq!(reading.drafts[0].prompt, gaps.1);
    let told: Vec<&str> = export.report.notes.iter().map(|note| note.what.as_str()).collect();
    for what in ["several gaps", "further accepted form of a gap", "feedback to a gap", "hints"] {
        assert!(told.contains(&what), "{what} {told:?}");
    }
    let arrow = Kind::Text { accept: vec!["a -> b".to_owned()], wrong: vec![] };
    let export = write(Format::Gift, &[question("t", "Which?", Body::Fixed(arrow))], 3);
    assert!(export.report.notes.iter().any(|note| note.what.contains("arrow")), "{}", export.report);
    assert!(export.files[0].1.contains("=a → b"));
    assert!(
        !matches!(several_gaps("x").remove(0).2, Kind::Gaps(gaps) if gaps.iter().any(|gap| matches!(gap.key, GapKey::Accept(_))))
    );
}
