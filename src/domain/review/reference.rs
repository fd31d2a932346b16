//! Whole histories, compared with the crate `fsrs` 6.6.2.
//!
//! The histories were drawn from a seed: 3 to 8 answers, up to 60 days between two; in the last six about every other
//! answer came on the same day as the one before. The figures are what `FSRS::default()` of that version gave for
//! each history's last answer (`historical_memory_states` and `next_interval`), counted in single precision.

use super::*;

/// Rating (1 again, 2 hard, 3 good) and days since the last answer.
type History = &'static [(u32, u32)];

/// A history, and the reference's stability, difficulty and interval for a recall of 0.9 after it.
const REFERENCE: [(History, f64, f64, u32); 20] = [
    (&[(1, 0), (3, 42), (1, 42)], 1.26019, 8.80263, 1),
    (&[(1, 0), (2, 15), (1, 26), (1, 39)], 0.47559, 9.72153, 1),
    (&[(2, 0), (2, 40), (3, 29), (1, 49), (1, 60)], 1.00431, 9.62697, 1),
    (&[(1, 0), (3, 55), (3, 16), (2, 9), (3, 3), (1, 45)], 2.55812, 9.18881, 3),
    (&[(2, 0), (1, 21), (3, 28), (2, 10), (2, 17), (3, 17), (3, 11)], 34.46027, 9.22706, 34),
    (&[(3, 0), (3, 36), (3, 37), (3, 8), (2, 39), (3, 29), (1, 56), (1, 26)], 1.14976, 9.41097, 1),
    (&[(2, 0), (1, 44), (1, 57)], 0.41808, 9.45230, 1),
    (&[(3, 0), (2, 42), (2, 16), (3, 2)], 50.57979, 6.49066, 51),
    (&[(2, 0), (3, 18), (2, 7), (2, 52), (1, 13)], 2.65645, 9.26770, 3),
    (&[(2, 0), (2, 13), (1, 12), (3, 56), (1, 27), (1, 5)], 0.48047, 9.86155, 1),
    (&[(3, 0), (3, 24), (1, 15), (1, 2), (2, 20), (3, 34), (1, 21)], 1.42729, 9.78546, 1),
    (&[(3, 0), (3, 0), (1, 47), (1, 48), (2, 1), (3, 0), (3, 47), (2, 38)], 12.51798, 9.57236, 13),
    (&[(3, 0), (2, 3), (3, 5)], 22.67467, 4.74333, 23),
    (&[(2, 0), (1, 10), (3, 11), (3, 59)], 21.13820, 8.35234, 21),
    (&[(3, 0), (1, 0), (3, 0), (3, 55), (3, 0)], 10.08966, 7.35804, 10),
    (&[(1, 0), (1, 0), (3, 0), (1, 29), (1, 25), (3, 47)], 0.63916, 9.83532, 1),
    (&[(1, 0), (1, 0), (3, 23), (2, 0), (1, 48), (2, 0), (2, 60)], 2.10131, 9.85068, 2),
    (&[(3, 0), (2, 0), (1, 0), (1, 0), (2, 0), (1, 54), (2, 0), (3, 18)], 1.18721, 9.87258, 1),
    (&[(2, 0), (2, 0), (2, 0)], 1.29310, 7.82139, 1),
    (&[(3, 0), (2, 0), (1, 0), (1, 0)], 0.27984, 9.41348, 1),
];

fn rating(grade: u32) -> Rating {
    [Rating::Again, Rating::Hard, Rating::Good][grade as usize - 1]
}

#[test]
fn twenty_histories_end_where_those_of_the_reference_do() {
    for (history, stability, difficulty, interval) in REFERENCE {
        let mut memory: Option<Memory> = None;
        for (grade, days) in history {
            let rating = rating(*grade);
            memory = Some(memory.map_or_else(|| Memory::first(rating), |memory| memory.after(rating, *days)));
        }
        let memory = memory.unwrap();
        // A hair for single precision and for the five decimals that are noted.
        assert!((memory.stability / stability - 1.0).abs() < 1e-4, "{history:?} {memory:?} {stability}");
        assert!((memory.difficulty - difficulty).abs() < 1e-4, "{history:?} {memory:?} {difficulty}");
        assert_eq!(memory.interval(0.9, 36_500), interval, "{history:?} {memory:?}");
    }
}

#[test]
fn a_card_carries_its_answers_through_the_same_model() {
    for (history, ..) in REFERENCE {
        let (mut day, mut memory, mut reviews) = (0, None, vec![]);
        for (grade, days) in history {
            day += i64::from(*days);
            let outcome = [Outcome::Wrong, Outcome::RightOnRetry, Outcome::RightFirst][*grade as usize - 1];
            reviews.push(Review { day: Day(day), outcome });
            let rating = rating(*grade);
            memory = Some(memory.map_or_else(|| Memory::first(rating), |m: Memory| m.after(rating, *days)));
        }
        let place = Place { module: "m".to_owned(), section: "s".to_owned() };
        let card = Card::of("q", &place, true, &reviews, &DueRules::default());
        assert_eq!((card.memory, card.last), (memory, Some(Day(day))), "{history:?}");
        assert_eq!(card.due, memory.map(|memory| Day(day).plus(memory.interval(0.9, 365))), "{history:?}");
    }
}
