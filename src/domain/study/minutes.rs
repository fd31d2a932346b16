//! How long things take.

/// Seconds that a question takes, as long as nothing better is known of a person.
pub const SECONDS_A_QUESTION: u32 = 40;
/// Fewer answers than this say nothing about a person's pace.
const ENOUGH_ANSWERS: usize = 5;
/// The pace that is believed, in seconds: who clicks through is not planned for, nor who went to lunch.
const PACE: (u32, u32) = (10, 300);

/// Seconds that a question takes this person: the median of what the answers took, between 10 and 300;
/// [`SECONDS_A_QUESTION`] with fewer than five answers. The lower one of two in the middle.
#[must_use]
pub fn seconds_a_question(taken: &[u32]) -> u32 {
    if taken.len() < ENOUGH_ANSWERS {
        return SECONDS_A_QUESTION;
    }
    let mut taken = taken.to_vec();
    let middle = (taken.len() - 1) / 2;
    let (_, median, _) = taken.select_nth_unstable(middle);
    (*median).clamp(PACE.0, PACE.1)
}

/// A module's minutes spread over its sections by their words: whole minutes that add up to exactly the module's. The
/// minutes that rounding leaves over go to those that lost most by it, the earlier one of equals. Sections without any
/// words share evenly.
#[must_use]
pub fn spread(minutes: u32, words: &[usize]) -> Vec<u32> {
    let evenly = words.iter().all(|words| *words == 0);
    let weight = |words: usize| if evenly { 1 } else { u128::try_from(words).unwrap_or(u128::MAX) };
    let all: u128 = words.iter().map(|words| weight(*words)).sum();
    // (whole minutes, what is left of the division)
    let shares: Vec<(u32, u128)> = words
        .iter()
        .map(|words| {
            let share = u128::from(minutes) * weight(*words);
            (u32::try_from(share / all).unwrap_or(minutes), share % all)
        })
        .collect();
    let given: u32 = shares.iter().map(|(whole, _)| whole).sum();
    let mut by_loss: Vec<usize> = (0..shares.len()).collect();
    by_loss.sort_by_key(|at| std::cmp::Reverse(shares[*at].1));
    let mut spread: Vec<u32> = shares.into_iter().map(|(whole, _)| whole).collect();
    // Rounding leaves less than one minute a section.
    for at in by_loss.into_iter().take((minutes - given) as usize) {
        spread[at] += 1;
    }
    spread
}

/// Whole minutes for so many questions, rounded up.
pub(super) fn of_questions(questions: usize, seconds_a_question: u32) -> u32 {
    let seconds = (questions as u64).saturating_mul(seconds_a_question.into());
    u32::try_from(seconds.div_ceil(60)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::question::Random;

    #[test]
    fn a_pace_is_the_middle_one_of_what_answers_took() {
        let cases: [(&[u32], u32); 8] = [
            (&[], 40),
            (&[5, 5, 5, 5], 40),
            (&[31, 20, 25, 22, 90], 25),
            (&[31, 20, 25, 22, 90, 90], 25),
            (&[20, 22, 25, 31, 3_600], 25),
            (&[1, 1, 1, 1, 1], 10),
            (&[900, 900, 900, 900, 900], 300),
            (&[u32::MAX; 9], 300),
        ];
        for (taken, pace) in cases {
            assert_eq!(seconds_a_question(taken), pace, "{taken:?}");
        }
    }

    #[test]
    fn minutes_are_spread_by_words() {
        let cases: [(u32, &[usize], &[u32]); 9] = [
            (45, &[], &[]),
            (45, &[300], &[45]),
            (45, &[100, 200, 150], &[10, 20, 15]),
            (10, &[100, 100, 100], &[4, 3, 3]),
            // 1.67, 3.33 and 5: the minute over goes to the one that lost two thirds.
            (10, &[100, 200, 300], &[2, 3, 5]),
            (10, &[0, 0, 0, 0], &[3, 3, 2, 2]),
            (10, &[0, 50], &[0, 10]),
            (2, &[100, 100, 100], &[1, 1, 0]),
            (0, &[100, 100], &[0, 0]),
        ];
        for (minutes, words, spread) in cases {
            assert_eq!(self::spread(minutes, words), spread, "{minutes} {words:?}");
        }
    }

    #[test]
    fn no_minute_is_lost_or_made_and_none_is_further_than_one_from_its_share() {
        let mut random = Random::new(3);
        for _ in 0..500 {
            let minutes = u32::try_from(random.below(200)).unwrap();
            let words: Vec<u32> =
                (0..random.between(1, 14)).map(|_| u32::try_from(random.below(700)).unwrap()).collect();
            let spread = spread(minutes, &words.iter().map(|words| *words as usize).collect::<Vec<_>>());
            assert_eq!(spread.iter().sum::<u32>(), minutes, "{minutes} {words:?} {spread:?}");
            let all: u32 = words.iter().sum();
            for (got, words) in spread.iter().zip(&words).filter(|_| all > 0) {
                let share = f64::from(minutes) * f64::from(*words) / f64::from(all);
                assert!((f64::from(*got) - share).abs() < 1.0, "{got} for {share}");
            }
        }
    }

    #[test]
    fn questions_take_whole_minutes() {
        let cases = [(0, 40, 0), (1, 40, 1), (3, 40, 2), (4, 40, 3), (6, 40, 4), (usize::MAX, u32::MAX, u32::MAX)];
        for (questions, seconds, minutes) in cases {
            assert_eq!(of_questions(questions, seconds), minutes, "{questions} × {seconds}");
        }
    }
}
