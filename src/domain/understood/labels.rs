//! What people answered, as something that can be counted: the option, the typical wrong answer, the part that was wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::gathered::Sheet;
use super::{First, Person, QuestionUnderstood, Sight};
use crate::domain::question::{Answer, Asked, Body, Choice, Kind, Question, Verdict, Wrong};

/// Something that can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Its name in tables: an option's token, `true`, `right`, `typical-1`, `other`, `gap-1`, `none`.
    pub(super) key: String,
    /// What it says, Markdown.
    pub(super) say: String,
    /// Whether it is right.
    pub(super) right: bool,
    /// The misconception that it stands for.
    pub(super) misconception: Option<String>,
}

impl Label {
    fn new(key: &str, say: &str, right: bool, misconception: Option<&String>) -> Self {
        Self {
            key: key.to_owned(),
            say: say.to_owned(),
            right,
            misconception: misconception.cloned().filter(|_| !right),
        }
    }
}

/// All that can be answered to a question, and the keys of what each person did.
pub(super) struct Labels {
    /// In the question's order.
    pub(super) all: Vec<Label>,
    /// For each answer, in the given order.
    pub(super) of: Vec<BTreeSet<String>>,
    /// Whether each answer has exactly one.
    pub(super) one_each: bool,
}

impl Labels {
    pub(super) fn of(question: &Question, answers: &[&First]) -> Self {
        let kind = match &question.body {
            Body::Fixed(kind) => kind.clone(),
            Body::Parametric(_) => question.asked(answers.first().map_or(0, |first| first.seed)).kind().clone(),
        };
        let fixed = matches!(question.body, Body::Fixed(_));
        let asked = question.asked(0);
        let mut labels = match &kind {
            Kind::Choice(choices) | Kind::Choices(choices) => {
                choices.iter().map(|choice| option(&asked, choice)).collect()
            }
            Kind::Truth { answer, misconception, .. } => {
                let label = |is: bool, say| Label::new(&is.to_string(), say, is == *answer, misconception.as_ref());
                vec![label(true, "True"), label(false, "False")]
            }
            Kind::Number(key) => typed(&key.wrong, fixed),
            Kind::Text { wrong, .. } | Kind::Network { wrong, .. } => typed(wrong, fixed),
            Kind::Order { .. } => typed(&[], fixed),
            Kind::Match { pairs, .. } => {
                pairs.iter().map(|(left, _)| Label::new(&asked.token(left), left, false, None)).collect()
            }
            Kind::Gaps(gaps) => {
                (1..=gaps.len()).map(|n| Label::new(&format!("gap-{n}"), &format!("Gap {n}"), false, None)).collect()
            }
        };
        let one_each = !matches!(kind, Kind::Choices(_) | Kind::Match { .. } | Kind::Gaps(_));
        for (key, say) in [("other", "Another answer"), ("none", "No answer")] {
            if !labels.iter().any(|label: &Label| label.key == key) {
                labels.push(Label::new(key, say, false, None));
            }
        }
        let known: BTreeSet<&str> = labels.iter().map(|label| label.key.as_str()).collect();
        let of = answers.iter().map(|first| {
            let mut keys = keys_of(question, first);
            if keys.iter().any(|key| !known.contains(key.as_str())) {
                keys = BTreeSet::from(["other".to_owned()]);
            }
            keys
        });
        let of: Vec<BTreeSet<String>> = of.collect();
        // What nobody did is left out where it is not the author's.
        labels.retain(|label| {
            !["other", "none"].contains(&&*label.key) || of.iter().any(|keys| keys.contains(&label.key))
        });
        Self { all: labels, of, one_each }
    }
}

fn option(asked: &Asked, choice: &Choice) -> Label {
    Label::new(&asked.token(&choice.text), &choice.text, choice.right, choice.misconception.as_ref())
}

fn typed(wrongs: &[Wrong], fixed: bool) -> Vec<Label> {
    let typical = (1..).zip(wrongs).map(|(n, wrong)| {
        let name = wrong.misconception.as_deref().unwrap_or("A typical wrong answer");
        let say = if fixed { wrong.is.as_str() } else { name };
        Label::new(&format!("typical-{n}"), say, false, wrong.misconception.as_ref())
    });
    std::iter::once(Label::new("right", "The right answer", true, None)).chain(typical).collect()
}

fn keys_of(question: &Question, first: &First) -> BTreeSet<String> {
    let one = |key: &str| BTreeSet::from([key.to_owned()]);
    let Some(answer) = &first.answer else { return one("none") };
    match answer {
        Answer::Choice(token) => one(token),
        Answer::Choices(tokens) => tokens.clone(),
        Answer::Truth(is) => one(&is.to_string()),
        Answer::Typed(_) | Answer::Order(_) | Answer::Match(_) | Answer::Gaps(_) => {
            let asked = question.asked(first.seed);
            let Ok(marking) = asked.mark(answer) else { return one("other") };
            let parts = marking.feedback.iter().filter_map(|said| said.about.as_deref());
            match (asked.kind(), marking.verdict()) {
                (Kind::Match { .. }, _) => parts.map(|left| asked.token(left)).collect(),
                (Kind::Gaps(_), _) => parts.map(|gap| gap.to_lowercase().replace(' ', "-")).collect(),
                (_, Verdict::Right) => one("right"),
                (kind, _) => {
                    let wrongs = match kind {
                        Kind::Number(key) => key.wrong.as_slice(),
                        Kind::Text { wrong, .. } | Kind::Network { wrong, .. } => wrong,
                        _ => &[],
                    };
                    let said = marking.feedback.first();
                    let typical = wrongs.iter().position(|wrong| {
                        said.is_some_and(|s| s.text == wrong.feedback && s.misconception == wrong.misconception)
                    });
                    typical.map_or_else(|| one("other"), |n| one(&format!("typical-{}", n + 1)))
                }
            }
        }
    }
}

/// How many people showed each misconception in a first answer, the most frequent first; hidden ones are left out. Several
/// counts of people that overlap would tell of small groups, so that for groups it is the largest count of one question.
pub(super) fn misconceptions(
    sight: Sight,
    sheet: &Sheet<'_>,
    questions: &[QuestionUnderstood],
) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    if sight == Sight::Groups {
        for option in questions.iter().flat_map(|question| &question.picked) {
            let Some((what, people)) = option.misconception.clone().zip(option.people.shown()) else { continue };
            let most = counts.entry(what).or_default();
            *most = (*most).max(people);
        }
    } else {
        let mut shown: BTreeMap<String, BTreeSet<Person>> = BTreeMap::new();
        for (posed, answers) in sheet.items.iter().zip(&sheet.answers) {
            for first in answers {
                let Some(answer) = &first.answer else { continue };
                let Ok(marking) = posed.question.asked(first.seed).mark(answer) else { continue };
                for misconception in marking.misconceptions() {
                    shown.entry(misconception.to_owned()).or_default().insert(first.person);
                }
            }
        }
        counts.extend(shown.into_iter().map(|(what, people)| (what, people.len())));
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().filter(|(_, people)| *people > 0).collect();
    counts.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    counts
}
