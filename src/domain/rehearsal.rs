//! People who do not exist, for a rehearsal: how they get on, what they know, what they answer, all from a seed.
//!
//! Each has an ability, and each question a difficulty; whether somebody knows the answer is drawn by the logistic model of item
//! response theory with one parameter (Rasch 1960): the odds are e to the power of ability less difficulty. Who does not know
//! guesses, or falls for a typical wrong answer, and then is often sure of it. Nothing is marked here: what they answer goes
//! through the same marking as everybody's answers.

use std::collections::{BTreeMap, BTreeSet};

use super::question::{Answer, Asked, Choice, Difficulty, Gap, GapKey, Kind, Random, Wrong, seed};
use super::quiz::Certainty;

/// How somebody gets on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Comes to join, and never again.
    NeverBegan,
    /// Comes for the first days alone.
    GaveUp,
    /// Comes now and then, for a lot at a time.
    InBursts,
    /// Comes on most days, for a little.
    Steady,
    /// Does all of it in the last days.
    AtTheEnd,
}

/// Somebody who does not exist.
#[derive(Debug, Clone)]
pub struct Rehearser {
    /// How they get on.
    pub habit: Habit,
    /// What they know at the beginning, in logits: 0 is the middle.
    ability: f64,
    /// What each section that they have read adds for its questions, in logits.
    learns: f64,
    /// The share of what is read that they mark as done.
    marks: f64,
    seed: u64,
}

/// A day on which somebody comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Which day, from 0.
    pub day: u32,
    /// Minutes after midnight at which they begin.
    pub minute: u32,
    /// How many sections they read at most.
    pub sections: usize,
}

/// A share from 0 to 1, drawn.
fn share(random: &mut Random) -> f64 {
    f64::from(u32::try_from(random.bits() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}

/// About normal, mean 0 and deviation 1: the sum of twelve shares (the central limit), which is plenty for people who do not exist.
fn normal(random: &mut Random) -> f64 {
    (0..12).map(|_| share(random)).sum::<f64>() - 6.0
}

impl Rehearser {
    /// The person of this number, of a rehearsal with this seed.
    #[must_use]
    pub fn new(of: u64, number: u64) -> Self {
        let own = seed(&["rehearser", &of.to_string(), &number.to_string()]);
        let mut random = Random::new(own);
        let habit = match random.below(100) {
            0..7 => Habit::NeverBegan,
            7..24 => Habit::GaveUp,
            24..50 => Habit::InBursts,
            50..88 => Habit::Steady,
            _ => Habit::AtTheEnd,
        };
        let ability = normal(&mut random) * 0.9 + 0.2;
        let learns = 0.8 + 0.3 * normal(&mut random);
        Self { habit, ability, learns, marks: 0.85 + 0.15 * share(&mut random), seed: own }
    }

    /// Draws that belong to one purpose; the same each time.
    fn draws(&self, purpose: &[&str]) -> Random {
        Random::new(self.seed ^ seed(purpose))
    }

    /// The days on which they come, of so many that the rehearsal covers, in order. The first is the day they join.
    #[must_use]
    pub fn visits(&self, days: u32) -> Vec<Visit> {
        let mut random = self.draws(&["visits"]);
        let last = days.saturating_sub(1);
        // Most are there on the first day.
        let joins = match self.habit {
            Habit::AtTheEnd => last - last / 4,
            _ if random.below(5) == 0 => number(random.below(u64::from(days / 5) + 1)).min(last),
            _ => 0,
        };
        let mut visits = Vec::new();
        for day in joins..days {
            let comes = match self.habit {
                Habit::NeverBegan => day == joins,
                Habit::GaveUp => day == joins || (day - joins <= days / 6 && random.below(3) == 0),
                Habit::InBursts => day == joins || random.below(9) == 0,
                Habit::Steady => day == joins || random.below(10) < 6,
                Habit::AtTheEnd => day == joins || random.below(10) < 8,
            };
            let minute = 8 * 60 + number(random.below(10 * 60));
            let most = match self.habit {
                Habit::NeverBegan => 0,
                Habit::GaveUp => 1 + random.below(4),
                Habit::InBursts => 8 + random.below(18),
                // Whoever has few days does more on each.
                Habit::Steady => 1 + random.below(2 + 200 / u64::from(days.max(1))),
                Habit::AtTheEnd => 6 + random.below(14),
            };
            if comes {
                visits.push(Visit { day, minute, sections: usize::try_from(most).unwrap_or(0) });
            }
        }
        visits
    }

    /// Whether they mark a section that they read.
    #[must_use]
    pub fn marks(&self, module: &str, section: &str) -> bool {
        share(&mut self.draws(&["marks", module, section])) < self.marks
    }

    /// Whether they do something that not everybody does, such as a quiz; `percent` is how many of a hundred do.
    #[must_use]
    pub fn does(&self, what: &[&str], percent: u64) -> bool {
        self.draws(what).below(100) < percent
    }

    /// Seconds that they take for something that takes about so many.
    #[must_use]
    pub fn takes(&self, what: &[&str], about: u32) -> u32 {
        let factor = (0.35 * normal(&mut self.draws(what))).exp();
        // Within what an u32 holds, and never nothing.
        number_of(f64::from(about) * factor).max(2)
    }

    /// Which of so many they choose.
    #[must_use]
    pub fn chooses(&self, what: &[&str], of: usize) -> usize {
        usize::try_from(self.draws(what).below(of as u64)).unwrap_or(0)
    }

    /// What they answer, and how sure they are; `read` says whether they have read the section that teaches it, `turn` tells one time
    /// that they are asked from another.
    #[must_use]
    pub fn answers(&self, asked: &Asked, difficulty: Difficulty, read: bool, turn: &str) -> (Answer, Certainty) {
        let mut random = self.draws(&["answers", asked.id(), turn]);
        let own = normal(&mut Random::new(seed(&["difficulty", asked.id()]))) * 0.8;
        let hard = own
            + match difficulty {
                Difficulty::Recall => -0.9,
                Difficulty::Apply => -0.1,
                Difficulty::Judge => 0.5,
            };
        let odds = (self.ability + if read { self.learns } else { 0.0 } - hard).exp();
        let chance = share(&mut random);
        let sure = random.below(100);
        let of = |sure_below, unsure_below| match sure {
            sure if sure < sure_below => Certainty::Sure,
            sure if sure < unsure_below => Certainty::Unsure,
            _ => Certainty::Guess,
        };
        if chance < odds / (1.0 + odds) {
            return (right(asked), of(68, 95));
        }
        match wrong(asked, &mut random) {
            // A misconception feels like knowledge.
            Some((answer, true)) => (answer, of(38, 80)),
            Some((answer, false)) => (answer, of(6, 45)),
            None => (right(asked), of(5, 40)),
        }
    }
}

fn number(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The whole number nearest to one that is not negative.
fn number_of(n: f64) -> u32 {
    let digits = format!("{:.0}", n.clamp(0.0, f64::from(u32::MAX)));
    digits.parse().unwrap_or(0)
}

/// The right answer to a question, as somebody gives it who knows.
#[must_use]
pub fn right(asked: &Asked) -> Answer {
    let token = |text: &String| asked.token(text);
    match asked.kind() {
        Kind::Choice(options) => Answer::Choice(
            options.iter().find(|option| option.right).map(|option| token(&option.text)).unwrap_or_default(),
        ),
        Kind::Choices(options) => Answer::Choices(rights(asked, options)),
        Kind::Truth { answer, .. } => Answer::Truth(*answer),
        Kind::Number(key) => Answer::Typed(key.answer.to_string()),
        Kind::Text { accept, .. } => Answer::Typed(accept.first().cloned().unwrap_or_default()),
        Kind::Order { items, .. } => Answer::Order(items.iter().map(token).collect()),
        Kind::Match { pairs, .. } => Answer::Match(pairs.iter().map(|(l, r)| (token(l), token(r))).collect()),
        Kind::Gaps(gaps) => Answer::Gaps(gaps.iter().map(|gap| Some(filling(gap))).collect()),
        // Where others are right, too, that is said behind the first.
        Kind::Network { .. } => {
            let shown = asked.reveal().answer;
            let first = |line: &String| line.split(", or any other").next().unwrap_or_default().to_owned();
            Answer::Typed(shown.iter().map(first).collect::<Vec<_>>().join("\n"))
        }
    }
}

fn rights(asked: &Asked, options: &[Choice]) -> BTreeSet<String> {
    options.iter().filter(|option| option.right).map(|option| asked.token(&option.text)).collect()
}

/// What fills a gap rightly, as a form sends it.
fn filling(gap: &Gap) -> String {
    match &gap.key {
        GapKey::Accept(forms) => forms.first().cloned().unwrap_or_default(),
        GapKey::Options { answer, .. } => answer.clone(),
    }
}

/// A wrong answer, and whether it stands for a misconception; None when there is none that could be read.
fn wrong(asked: &Asked, random: &mut Random) -> Option<(Answer, bool)> {
    let answer = match asked.kind() {
        Kind::Choice(options) => {
            let others: Vec<&Choice> = options.iter().filter(|option| !option.right).collect();
            // One of them tempts more than the others.
            let tempting = others.iter().position(|option| option.misconception.is_some()).unwrap_or(0);
            let at = if random.below(100) < 55 {
                tempting
            } else {
                usize::try_from(random.below(others.len() as u64)).ok()?
            };
            let chosen = others.get(at)?;
            return Some((Answer::Choice(asked.token(&chosen.text)), chosen.misconception.is_some()));
        }
        Kind::Choices(options) => {
            let mut chosen = rights(asked, options);
            let option = options.get(usize::try_from(random.below(options.len() as u64)).ok()?)?;
            let token = asked.token(&option.text);
            let misled = !option.right && option.misconception.is_some();
            // One that is right is left out, or one that is not is added.
            if !chosen.remove(&token) {
                chosen.insert(token);
            }
            if chosen.is_empty() {
                chosen = options.iter().map(|option| asked.token(&option.text)).collect();
            }
            return Some((Answer::Choices(chosen), misled));
        }
        Kind::Truth { answer, misconception, .. } => return Some((Answer::Truth(!answer), misconception.is_some())),
        Kind::Number(key) => {
            return typical(asked, &key.wrong, &(key.answer + 1.0 + key.tolerance * 2.0).to_string(), random);
        }
        Kind::Text { wrong, .. } => return typical(asked, wrong, "I do not know", random),
        Kind::Network { wrong, .. } => return typical(asked, wrong, "10.255.255.0/30", random),
        Kind::Order { items, .. } => {
            let mut order: Vec<String> = items.iter().map(|item| asked.token(item)).collect();
            let at = usize::try_from(random.below(order.len().saturating_sub(1) as u64)).ok()?;
            if order.len() > 1 {
                order.swap(at, at + 1);
            }
            Answer::Order(order)
        }
        Kind::Match { pairs, .. } => {
            let rights: Vec<String> = pairs.iter().map(|(_, right)| asked.token(right)).collect();
            let shift = 1 + usize::try_from(random.below(rights.len().saturating_sub(1) as u64)).ok()?;
            let pairs = pairs.iter().enumerate();
            let other = |(at, (left, _)): (usize, &(String, String))| {
                Some((asked.token(left), rights.get((at + shift) % rights.len())?.clone()))
            };
            Answer::Match(pairs.filter_map(other).collect::<BTreeMap<_, _>>())
        }
        Kind::Gaps(gaps) => {
            let mut fillings: Vec<Option<String>> = gaps.iter().map(|gap| Some(filling(gap))).collect();
            let at = usize::try_from(random.below(fillings.len() as u64)).ok()?;
            let other = match &gaps.get(at)?.key {
                GapKey::Accept(_) => None,
                GapKey::Options { options, answer } => options.iter().find(|option| *option != answer).cloned(),
            };
            *fillings.get_mut(at)? = other.or_else(|| Some("something else".to_owned()));
            Answer::Gaps(fillings)
        }
    };
    Some((answer, false))
}

/// A typical wrong answer to what is typed, or else another one, if the question can read it.
fn typical(asked: &Asked, known: &[Wrong], other: &str, random: &mut Random) -> Option<(Answer, bool)> {
    let chosen = known.get(usize::try_from(random.below(known.len() as u64)).ok()?).filter(|_| random.below(10) < 7);
    let (text, misled) = chosen.map_or((other, false), |wrong| (wrong.is.as_str(), wrong.misconception.is_some()));
    let answer = Answer::Typed(text.to_owned());
    asked.mark(&answer).is_ok().then_some((answer, misled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_people() {
        let some = |seed| {
            (0..50).map(|n| (Rehearser::new(seed, n).habit, Rehearser::new(seed, n).visits(60))).collect::<Vec<_>>()
        };
        assert_eq!(some(7), some(7));
        assert_ne!(some(7), some(8));
    }

    #[test]
    fn people_get_on_in_different_ways_and_within_the_days() {
        let people: Vec<Rehearser> = (0..500).map(|n| Rehearser::new(1, n)).collect();
        for habit in [Habit::NeverBegan, Habit::GaveUp, Habit::InBursts, Habit::Steady, Habit::AtTheEnd] {
            let of: Vec<_> = people.iter().filter(|person| person.habit == habit).collect();
            assert!(of.len() >= 15, "{habit:?}: {}", of.len());
            for person in of {
                for days in [1, 2, 14, 60] {
                    let visits = person.visits(days);
                    assert!(!visits.is_empty(), "everybody joins: {habit:?} {days}");
                    assert!(visits.iter().all(|visit| visit.day < days && visit.minute < 24 * 60));
                    assert!(visits.is_sorted_by_key(|visit| visit.day));
                }
                let read: usize = person.visits(60).iter().map(|visit| visit.sections).sum();
                assert_eq!(read == 0, habit == Habit::NeverBegan, "{habit:?} reads {read}");
            }
        }
    }

    #[test]
    fn abilities_are_spread_around_the_middle() {
        let people: Vec<f64> = (0..2000).map(|n| Rehearser::new(1, n).ability).collect();
        let mean = people.iter().sum::<f64>() / 2000.0;
        let deviation = (people.iter().map(|ability| (ability - mean).powi(2)).sum::<f64>() / 2000.0).sqrt();
        // 0.2 and 0.9, within four standard errors.
        assert!((mean - 0.2).abs() < 0.08 && (deviation - 0.9).abs() < 0.06, "{mean} {deviation}");
    }
}
