//! How far a person is with each module.

use std::collections::BTreeMap;

use super::{Card, Left, Mastery};

/// How many questions of a module stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ModuleMastery {
    /// Never answered.
    pub new: usize,
    /// Answered, not mastered yet.
    pub learning: usize,
    /// Mastered.
    pub mastered: usize,
    /// All questions that count: those in the bank. It is the sum of the others.
    pub of: usize,
}

/// How far a person is with each module, by its id. As with [`super::sections`], retired questions do not count, and those
/// known so well that they left do. A module none of whose questions counts is not in it.
#[must_use]
pub fn modules(cards: &[Card]) -> BTreeMap<&str, ModuleMastery> {
    let mut modules: BTreeMap<&str, ModuleMastery> = BTreeMap::new();
    for card in cards.iter().filter(|card| card.left != Some(Left::Retired)) {
        let module = modules.entry(&card.place.module).or_default();
        match card.mastery() {
            Mastery::New => module.new += 1,
            Mastery::Learning => module.learning += 1,
            Mastery::Mastered => module.mastered += 1,
        }
        module.of += 1;
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::super::{Day, DueRules, Outcome, Review, sections};
    use super::*;
    use crate::domain::question::Place;

    /// A question of a module, right at the first try on these days.
    fn card(module: &str, id: &str, stays: bool, days: &[i64]) -> Card {
        let right = |day: &i64| Review { day: Day(*day), outcome: Outcome::RightFirst };
        let history: Vec<Review> = days.iter().map(right).collect();
        let place = Place { module: module.to_owned(), section: id[..1].to_owned() };
        Card::of(id, &place, stays, &history, &DueRules::default())
    }

    #[test]
    fn a_module_counts_its_questions_by_how_well_they_are_known() {
        let known = [0, 2, 13, 59, 222];
        let cards = [
            card("dns", "a1", true, &[]),
            card("dns", "a2", true, &[0]),
            card("dns", "a3", true, &[0, 2]),
            card("dns", "b1", true, &known[..3]),
            // Left because it is known: counts.
            card("dns", "b2", true, &known),
            // Retired: does not, however well it was known.
            card("dns", "b3", false, &known),
            card("egress", "a1", true, &[]),
            card("gone", "a1", false, &[0]),
        ];
        let found: Vec<(&str, ModuleMastery)> = modules(&cards).into_iter().collect();
        let expected = [
            ("dns", ModuleMastery { new: 1, learning: 2, mastered: 2, of: 5 }),
            ("egress", ModuleMastery { new: 1, learning: 0, mastered: 0, of: 1 }),
        ];
        assert_eq!(found, expected);
        assert!(modules(&[]).is_empty());
    }

    #[test]
    fn a_module_adds_up_to_its_sections() {
        let (ids, sections_of) = (["m", "n", "o"], ["a", "b"]);
        let cards: Vec<Card> = (0..60_usize)
            .map(|n| {
                let days: Vec<i64> = [0, 9, 36, 81, 144][..n % 6 % 5].to_vec();
                card(ids[n % 3], &format!("{}{n}", sections_of[n / 3 % 2]), !n.is_multiple_of(7), &days)
            })
            .collect();
        for (id, module) in modules(&cards) {
            let of_it = || sections(&cards).into_iter().filter(|(place, _)| place.module == id).map(|(_, s)| s);
            assert_eq!(module.of, of_it().map(|section| section.of).sum::<usize>(), "{id}");
            assert_eq!(module.mastered, of_it().map(|section| section.mastered).sum::<usize>(), "{id}");
            assert_eq!(module.new + module.learning + module.mastered, module.of, "{id}");
        }
    }
}
