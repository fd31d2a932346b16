//! What is known of each question.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::advice::Advice;
use super::cells::{Count, Range, cells};
use super::gathered::Sheet;
use super::labels::Labels;
use super::pace::Pace;
use super::quizzes::Item;
use super::{First, Gathered, Posed, Sight};
use crate::domain::analysis::statistics::{mean, real};
use crate::domain::analysis::{Chosen, FEWEST_SHOWN, Size, distractors};
use crate::domain::question::{Place, Verdict};
use crate::domain::quiz::Certainty;

/// What is known of a question, by first answers.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionUnderstood {
    /// Its id.
    pub id: String,
    /// The last of the revisions that share its key and were asked.
    pub revision: i64,
    /// The section that teaches it.
    pub place: Place,
    /// Its place in the workshop's order, from 0.
    pub at: usize,
    /// People who were asked.
    pub people: Count,
    /// How much that says.
    pub size: Size,
    /// How their answers were.
    pub verdicts: Verdicts,
    /// The mean mark, from 0 to 1.
    pub facility: Option<Range>,
    /// What chance alone earns.
    pub guess: f64,
    /// The facility above chance: 0 for guessing, 1 for all right.
    pub above_guessing: Option<Range>,
    /// The standard deviation of the marks.
    pub spread: Option<f64>,
    /// The correlation with the rest of the quiz, from −1 to 1.
    pub discrimination: Option<f64>,
    /// How much of the discrimination that was possible was reached, 1 at most.
    pub efficiency: Option<f64>,
    /// How long it took.
    pub pace: Option<Pace>,
    /// People who took a hint.
    pub hinted: Count,
    /// How sure they were; None when nobody said.
    pub certain: Option<Certain>,
    /// What they answered, the most frequent first, hidden counts last.
    pub picked: Vec<Picked>,
    /// What to do, the most urgent first; nothing for fewer than five.
    pub advice: Vec<Advice>,
}

/// How answers were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdicts {
    /// Everything was right.
    pub right: Count,
    /// Something was.
    pub partly: Count,
    /// Nothing was, or nothing was answered.
    pub wrong: Count,
}

/// How sure people were, of those who said so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certain {
    /// Who said so.
    pub people: Count,
    /// Who were sure and had less than the full mark.
    pub sure_and_wrong: Count,
    /// Their share.
    pub share: Option<f64>,
}

/// Something that was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Picked {
    /// An option's token, `true` or `false`; `right`, `typical-1` and so on, and `other` where something is typed or put in
    /// order; the part that was wrong of pairs (a token) and gaps (`gap-1`); `none` for no answer.
    pub key: String,
    /// What it says, Markdown.
    pub say: String,
    /// Whether it is right.
    pub right: bool,
    /// The misconception that it stands for.
    pub misconception: Option<String>,
    /// How many people.
    pub people: Count,
    /// Their share of all who were asked.
    pub share: Option<f64>,
    /// Their mean mark in the rest of the quiz; for [`Sight::Groups`] only where that is five questions or more.
    pub rest: Option<f64>,
}

pub(super) fn understood(gathered: &Gathered<'_>, sheet: &Sheet<'_>, items: &[Item]) -> Vec<QuestionUnderstood> {
    let all = sheet.items.iter().zip(&sheet.answers).zip(items).enumerate();
    all.map(|(at, ((posed, answers), item))| understand(at, posed, answers, item, gathered.sight)).collect()
}

fn understand(at: usize, posed: &Posed<'_>, answers: &[&First], item: &Item, sight: Sight) -> QuestionUnderstood {
    let n = answers.len();
    let enough = n >= FEWEST_SHOWN || (sight == Sight::People && n > 0);
    let verdict = |wanted| answers.iter().filter(|first| first.mark.verdict() == wanted).count();
    let counts = [Verdict::Right, Verdict::Partly, Verdict::Wrong].map(verdict);
    let shown = cells(&counts, sight);
    let facility = item.figures.facility.and_then(|mean| Range::facility(mean, counts, sight));
    let exact = enough && facility.is_some_and(|facility| facility.exact().is_some());
    let guess = item.figures.guess;
    let hinted = answers.iter().filter(|first| first.hints > 0).count();
    let mut picked = picked(posed, answers, item, counts[0], sight);
    let discrimination = item.figures.discrimination.filter(|_| exact);
    let mut advice = Vec::new();
    if n >= FEWEST_SHOWN {
        advice.extend(discrimination.filter(|d| *d < 0.0).map(|_| Advice::LookAtKey));
        advice.extend(tempting(&picked).map(|option| Advice::LookAtQuestion(option.key.clone())));
        advice.extend(facility.map(|facility| Advice::of_facility(facility, guess)));
    }
    if sight == Sight::Groups && item.others < FEWEST_SHOWN {
        // The mean of few marks of few people can be taken apart.
        for option in &mut picked {
            option.rest = None;
        }
    }
    QuestionUnderstood {
        id: posed.question.id.clone(),
        revision: posed.revision,
        place: posed.question.place.clone(),
        at,
        people: Count::group(n, sight),
        size: Size::of(n),
        verdicts: Verdicts { right: shown[0], partly: shown[1], wrong: shown[2] },
        facility,
        guess,
        above_guessing: facility.and_then(|facility| facility.above(guess)),
        spread: item.figures.spread.filter(|_| exact),
        discrimination,
        efficiency: item.figures.efficiency.filter(|_| exact),
        pace: Pace::of(answers.iter().filter_map(|first| first.seconds).collect()),
        hinted: if enough { Count::part(hinted, n, sight) } else { Count::Hidden },
        certain: certain(answers, sight),
        picked: if enough { picked } else { Vec::new() },
        advice,
    }
}

/// A wrong option whose choosers do better elsewhere than those of the right one.
fn tempting(picked: &[Picked]) -> Option<&Picked> {
    let right = picked.iter().find(|option| option.right)?.rest?;
    let written = picked.iter().filter(|option| !option.right && !["other", "none"].contains(&&*option.key));
    let better = written.filter_map(|option| Some((option, option.rest.filter(|rest| *rest > right)?)));
    better.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(option, _)| option)
}

fn certain(answers: &[&First], sight: Sight) -> Option<Certain> {
    let said: Vec<(Certainty, bool)> =
        answers.iter().filter_map(|first| Some((first.certainty?, first.mark.get() >= 1.0))).collect();
    if said.is_empty() {
        return None;
    }
    let sure_and_wrong = said.iter().filter(|(certainty, right)| *certainty == Certainty::Sure && !right).count();
    let wrong = said.iter().filter(|(_, right)| !right).count();
    // Besides, it is known how many were wrong: neither they nor the right ones may follow.
    let counts = [sure_and_wrong, wrong - sure_and_wrong, said.len() - wrong];
    let sure_and_wrong =
        if said.len() < FEWEST_SHOWN { Count::group(counts[0], sight) } else { cells(&counts, sight)[0] };
    let hidden = sight == Sight::Groups && said.len() < FEWEST_SHOWN;
    let sure_and_wrong = if hidden { Count::Hidden } else { sure_and_wrong };
    let share = sure_and_wrong.shown().map(|n| real(n) / real(said.len()));
    Some(Certain { people: Count::group(said.len(), sight), sure_and_wrong, share })
}

fn picked(posed: &Posed<'_>, answers: &[&First], item: &Item, right: usize, sight: Sight) -> Vec<Picked> {
    let Labels { all: labels, of, one_each } = Labels::of(posed.question, answers);
    let options: Vec<_> =
        labels.iter().map(|label| (label.key.clone(), label.right, label.misconception.clone())).collect();
    let chosen: Vec<Chosen> = of
        .into_iter()
        .zip(&item.rests)
        .map(|(keys, rest)| Chosen { options: keys.into_iter().collect(), rest: *rest })
        .collect();
    let (counted, _) = distractors(&options, &chosen);
    let people: Vec<usize> = counted.iter().map(|option| option.people).collect();
    let n = answers.len();
    let shown = if one_each {
        let split = cells(&[right, n - right], sight);
        if split[0] == Count::Hidden {
            cells(&people, sight)
        } else {
            // How many were right is known, so the wrong ones have to hold together by themselves.
            let wrong: Vec<usize> = counted.iter().filter(|option| !option.right).map(|option| option.people).collect();
            let mut wrong = cells(&wrong, sight).into_iter();
            counted
                .iter()
                .map(|option| if option.right { split[0] } else { wrong.next().unwrap_or(Count::Hidden) })
                .collect()
        }
    } else {
        people.iter().map(|people| Count::part(*people, n, sight)).collect()
    };
    let say = |key: &str| labels.iter().find(|label| label.key == key).map_or("", |label| &label.say).to_owned();
    let whole = counted.into_iter().zip(shown).map(|(option, people)| Picked {
        say: say(&option.option),
        key: option.option,
        right: option.right,
        misconception: option.misconception,
        share: people.shown().map(|people| real(people) / real(n.max(1))),
        rest: option.rest.filter(|_| people.shown().is_some_and(|people| people >= FEWEST_SHOWN)),
        people,
    });
    let (mut open, mut hidden): (Vec<Picked>, Vec<Picked>) = whole.partition(|option| option.people.shown().is_some());
    // Their order would tell their sizes.
    hidden.sort_by(|a, b| a.key.cmp(&b.key));
    open.extend(hidden);
    open
}

/// The order of a report, by what is shown.
pub(super) fn worst_first(a: &QuestionUnderstood, b: &QuestionUnderstood) -> Ordering {
    let sure = |q: &QuestionUnderstood| q.certain.and_then(|certain| certain.share).unwrap_or(0.0);
    let facility = |q: &QuestionUnderstood| q.facility.map_or(2.0, |facility| facility.middle());
    let few = |q: &QuestionUnderstood| q.size == Size::TooFew;
    let by_size = few(a).cmp(&few(b));
    by_size.then(sure(b).total_cmp(&sure(a))).then(facility(a).total_cmp(&facility(b))).then(a.at.cmp(&b.at))
}

/// The mean mark by grade of certainty, where five people at least said so.
pub(super) fn calibration(sheet: &Sheet<'_>) -> [Option<f64>; 3] {
    [Certainty::Guess, Certainty::Unsure, Certainty::Sure].map(|grade| {
        let said: Vec<&&First> =
            sheet.answers.iter().flatten().filter(|first| first.certainty == Some(grade)).collect();
        let people: BTreeSet<_> = said.iter().map(|first| first.person).collect();
        mean(&said.iter().map(|first| first.mark.get()).collect::<Vec<_>>()).filter(|_| people.len() >= FEWEST_SHOWN)
    })
}
