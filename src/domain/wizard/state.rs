//! Where answers have led: what is still possible and why, what is asked next, and whether the decision is made.

use super::outlook::Outlook;
use super::table::{Place, Table, best, given};
use super::{Answers, Choice, Conflict, Effect, Force, Origin, Question, Taken, UNKNOWN, Wizard};

/// Up to so many questions the longest way through them is worked out; beyond, it is their number.
const WORKED_OUT: usize = 3;

/// Where answers have led. It depends on the answers alone, not on the order in which they were given.
#[derive(Debug, Clone)]
pub struct State<'a> {
    /// The wizard.
    pub wizard: &'a Wizard,
    /// What is asked next; None when the decision is settled, with an outcome or with a conflict.
    pub next: Option<&'a Question>,
    /// How many more questions may come at most, the next one included. It goes down by one at least with each answer.
    pub at_most: usize,
    /// The outcomes that are possible, the best first.
    pub possible: Vec<Standing<'a>>,
    /// The outcomes that were ruled out, in file order.
    pub excluded: Vec<Standing<'a>>,
    /// The outcome, once no question without an answer can change it.
    pub outcome: Option<usize>,
    /// What stands in the way, when nothing is possible.
    pub conflict: Option<Conflict<'a>>,
    /// The questions answered "unknown", in file order.
    pub open: Vec<Open<'a>>,
    /// All answers: the taken ones in file order, then the others in the order in which they are asked, then those
    /// that are not asked any more, in file order.
    pub answered: Vec<Answered<'a>>,
    /// Whether all this is exact. If not, a search was too long, and a question may be asked that changes nothing.
    pub exact: bool,
}

/// Where one outcome stands.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// Its place in [`Wizard::outcomes`].
    pub outcome: usize,
    /// What the answers so far have given it.
    pub points: u32,
    /// What speaks for it, in file order. Of an outcome that is possible there is always something: its own reason at
    /// least.
    pub for_it: Vec<Reason<'a>>,
    /// What rules it out, in file order.
    pub against: Vec<Reason<'a>>,
    /// Whether it still can be the result, or is it.
    pub in_reach: bool,
}

/// A reason for or against an outcome.
#[derive(Debug, Clone, Copy)]
pub struct Reason<'a> {
    /// The question whose answer is the reason; None when it is the outcome's own.
    pub question: Option<&'a Question>,
    /// The answer.
    pub choice: Option<&'a Choice>,
    /// Why, in a sentence.
    pub because: &'a str,
    /// Where that is stated.
    pub source: &'a str,
    /// How many points it gives.
    pub points: u32,
}

/// A question that was answered "unknown".
#[derive(Debug, Clone, Copy)]
pub struct Open<'a> {
    /// The question.
    pub question: &'a Question,
    /// Whether learning the answer could still change the result, by itself or with other answers that are open.
    pub matters: bool,
}

/// A question with its answer.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The question.
    pub question: &'a Question,
    /// The answer; None is "unknown".
    pub choice: Option<&'a Choice>,
    /// What the answer does.
    pub did: &'a [Effect],
    /// Where it was taken from; None when it was given here.
    pub taken: Option<&'a Origin>,
}

impl<'a> State<'a> {
    /// The best outcome so far, settled or not.
    #[must_use]
    pub fn best(&self) -> Option<&Standing<'a>> {
        self.possible.first()
    }

    /// The next best outcome.
    #[must_use]
    pub fn runner_up(&self) -> Option<&Standing<'a>> {
        self.possible.get(1)
    }

    /// Where an outcome stands.
    #[must_use]
    pub fn standing(&self, outcome: usize) -> Option<&Standing<'a>> {
        self.possible.iter().chain(&self.excluded).find(|standing| standing.outcome == outcome)
    }

    /// All answers, the taken ones too.
    #[must_use]
    pub fn answers(&self) -> Answers {
        let answer = |answered: &Answered<'_>| {
            let choice = answered.choice.map_or(UNKNOWN, |choice| &choice.id);
            (answered.question.id.clone(), choice.to_owned())
        };
        self.answered.iter().map(answer).collect()
    }
}

impl Wizard {
    /// Where these answers have led. Answers that the wizard does not know count as not given.
    #[must_use]
    pub fn consider(&self, answers: &Answers) -> State<'_> {
        self.consider_with(answers, &[])
    }

    /// Where these answers have led together with those taken from elsewhere. What was answered here counts more.
    #[must_use]
    pub fn consider_with<'a>(&'a self, answers: &Answers, taken: &[Taken<'a>]) -> State<'a> {
        let table = Table::of(self);
        let mut given = given(self, answers);
        let mut origins: Vec<Option<&'a Origin>> = vec![None; given.len()];
        for taken in taken {
            let Some(at) = self.questions.iter().position(|question| question.id == taken.question.id) else {
                continue;
            };
            let answer = self.questions[at].options.iter().position(|option| option.id == taken.choice.id);
            if given[at].is_none() && answer.is_some() {
                (given[at], origins[at]) = (answer, Some(taken.origin));
            }
        }
        let place = table.place(&given);
        let mut outlook = Outlook::of(&table, &place, &place.free);
        let next = outlook.first(&place.free);
        let mut exact = outlook.exact;
        let mattering = outlook.mattering();
        let at_most =
            if mattering.len() > WORKED_OUT { mattering.len() } else { longest(&table, &place, next, &mattering) };
        let open = self.open(&table, &given, &place, &mut exact);
        let (possible, excluded) = self.standings(&given, &outlook.results);
        let outcome = next.is_none().then(|| best(&place.points)).filter(|&best| best < self.outcomes.len());
        State {
            wizard: self,
            next: next.map(|question| &self.questions[question]),
            at_most,
            outcome,
            conflict: possible.is_empty().then(|| Conflict::of(self, &table, &given)),
            possible,
            excluded,
            open,
            answered: self.trail(&table, &given, &origins, &mut exact),
            exact,
        }
    }

    /// The questions answered "unknown". Whether they matter is asked of a place in which they are free again.
    fn open(&self, table: &Table, given: &[Option<usize>], place: &Place, exact: &mut bool) -> Vec<Open<'_>> {
        let unknown = |question: &usize| given[*question] == Some(table.options(*question));
        let unknown: Vec<usize> = (0..given.len()).filter(unknown).collect();
        if unknown.is_empty() {
            return Vec::new();
        }
        let free =
            (0..given.len()).filter(|question| given[*question].is_none() || unknown.contains(question)).collect();
        let outlook = Outlook::of(table, &Place { points: place.points.clone(), free }, &unknown);
        *exact &= outlook.exact;
        unknown.iter().map(|&at| Open { question: &self.questions[at], matters: outlook.matters[at] }).collect()
    }

    /// The possible outcomes, best first, and those ruled out.
    fn standings(&self, given: &[Option<usize>], results: &[bool]) -> (Vec<Standing<'_>>, Vec<Standing<'_>>) {
        let mut standings: Vec<Standing<'_>> = results[..self.outcomes.len()]
            .iter()
            .enumerate()
            .map(|(outcome, &in_reach)| Standing {
                outcome,
                points: 0,
                for_it: Vec::new(),
                against: Vec::new(),
                in_reach,
            })
            .collect();
        for (question, answer) in self.questions.iter().zip(given) {
            let Some(choice) = answer.and_then(|answer| question.options.get(answer)) else { continue };
            for effect in &choice.effects {
                let points = match effect.force {
                    Force::RulesOut => 0,
                    Force::Favours(by) => by,
                };
                let reason = Reason {
                    question: Some(question),
                    choice: Some(choice),
                    because: &effect.because,
                    source: &effect.source,
                    points,
                };
                for &outcome in &effect.outcomes {
                    let Some(standing) = standings.get_mut(outcome) else { continue };
                    standing.points = standing.points.saturating_add(points);
                    match effect.force {
                        Force::RulesOut => standing.against.push(reason),
                        Force::Favours(_) => standing.for_it.push(reason),
                    }
                }
            }
        }
        let (mut possible, excluded): (Vec<_>, Vec<_>) =
            standings.into_iter().partition(|standing| standing.against.is_empty());
        possible.sort_by_key(|standing| std::cmp::Reverse(standing.points));
        for standing in possible.iter_mut().filter(|standing| standing.for_it.is_empty()) {
            let own = &self.outcomes[standing.outcome];
            let (because, source) = (&*own.because, &*own.source);
            standing.for_it.push(Reason { question: None, choice: None, because, source, points: 0 });
        }
        (possible, excluded)
    }

    /// The answers in their order. Each step looks only at the questions that have an answer: when they were asked one
    /// by one, the one that was asked is the first of them.
    fn trail<'a>(
        &'a self,
        table: &Table,
        given: &[Option<usize>],
        origins: &[Option<&'a Origin>],
        exact: &mut bool,
    ) -> Vec<Answered<'a>> {
        let (taken, mut left): (Vec<usize>, Vec<usize>) =
            (0..given.len()).filter(|&question| given[question].is_some()).partition(|&at| origins[at].is_some());
        let answer = |question: usize| given[question].unwrap_or_else(|| table.options(question));
        let mut place = taken.iter().fold(table.beginning(), |place, &at| table.after(&place, at, answer(at)));
        let mut order = taken;
        while left.len() > 1 {
            let mut outlook = Outlook::of(table, &place, &left);
            let Some(first) = outlook.first(&left) else { break };
            *exact &= outlook.exact;
            left.retain(|&question| question != first);
            order.push(first);
            place = table.after(&place, first, answer(first));
        }
        order.extend(left);
        let answered = |at: usize| {
            let question = &self.questions[at];
            let choice = question.options.get(answer(at));
            Answered { question, choice, did: choice.map_or(&[], |choice| &choice.effects), taken: origins[at] }
        };
        order.into_iter().map(answered).collect()
    }
}

/// The most questions that can follow from a place whose next question is known.
fn longest(table: &Table, place: &Place, next: Option<usize>, mattering: &[usize]) -> usize {
    let Some(next) = next else { return 0 };
    if mattering.len() == 1 {
        return 1;
    }
    let after = (0..=table.options(next)).map(|answer| {
        let place = table.after(place, next, answer);
        let mut outlook = Outlook::of(table, &place, mattering);
        let next = outlook.first(mattering);
        longest(table, &place, next, &outlook.mattering())
    });
    1 + after.max().unwrap_or(0)
}
