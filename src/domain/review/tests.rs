use proptest::prelude::*;

use super::*;

fn place(section: &str) -> Place {
    Place { module: "m".to_owned(), section: section.to_owned() }
}

fn rating(number: u32) -> Rating {
    match number {
        1 => Rating::Again,
        2 => Rating::Hard,
        _ => Rating::Good,
    }
}

/// Histories of rating and days since the last answer, with what the crate `fsrs` 6.6.2 gave after each answer: stability,
/// difficulty, the interval for a recall of 0.9 and of 0.8, and the recall after ten days.
type Step = (u32, u32, f64, f64, u32, u32, f64);
const WORKED: [&[Step]; 4] = [
    &[
        (3, 0, 2.3065, 2.1181, 2, 8, 0.77437),
        (3, 2, 10.9643, 2.1112, 11, 36, 0.90620),
        (3, 11, 46.2803, 2.1043, 46, 153, 0.97081),
        (3, 46, 162.8623, 2.0975, 163, 540, 0.99103),
    ],
    &[
        (1, 0, 0.2120, 6.4133, 1, 1, 0.55185),
        (2, 1, 1.2192, 7.6042, 1, 4, 0.71212),
        (3, 1, 3.0863, 7.5918, 3, 10, 0.80218),
        (3, 4, 8.7079, 7.5795, 9, 29, 0.89022),
        (1, 20, 1.4089, 9.1896, 1, 5, 0.72626),
        (2, 1, 2.0140, 9.4473, 2, 7, 0.76121),
        (3, 3, 3.9809, 9.4330, 4, 13, 0.82570),
    ],
    &[
        (2, 0, 1.2931, 5.1122, 1, 4, 0.71787),
        (3, 0, 1.3359, 5.1023, 1, 4, 0.72106),
        (1, 0, 0.4653, 8.3754, 1, 2, 0.62058),
        (3, 1, 1.6937, 8.3622, 2, 6, 0.74429),
        (2, 5, 4.2935, 8.8980, 4, 14, 0.83250),
    ],
    &[
        (3, 0, 2.3065, 2.1181, 2, 8, 0.77437),
        (1, 30, 0.9053, 7.3945, 1, 3, 0.68321),
        (1, 1, 0.2890, 9.1288, 1, 1, 0.57818),
        (1, 1, 0.1251, 9.6989, 1, 1, 0.50944),
        (3, 365, 1.2558, 9.6844, 1, 4, 0.71501),
    ],
];

#[test]
fn worked_histories_give_what_the_reference_gives() {
    for history in WORKED {
        let mut memory: Option<Memory> = None;
        for (grade, days, stability, difficulty, of_90, of_80, in_ten) in history {
            let now = memory.map_or_else(|| Memory::first(rating(*grade)), |m| m.after(rating(*grade), *days));
            // The reference counts in single precision.
            assert!((now.stability / stability - 1.0).abs() < 1e-3, "{now:?} {stability}");
            assert!((now.difficulty - difficulty).abs() < 1e-3, "{now:?} {difficulty}");
            assert_eq!((now.interval(0.9, 36_500), now.interval(0.8, 36_500)), (*of_90, *of_80));
            assert!((now.recall(10) - in_ten).abs() < 1e-4, "{now:?} {in_ten}");
            memory = Some(now);
        }
    }
}

#[test]
fn intervals_for_a_stability_of_one_day_are_the_published_ones() {
    let memory = Memory { stability: 1.0, difficulty: 5.0 };
    let intervals: Vec<u32> = (1..=10_u32).map(|r| memory.interval(f64::from(r) / 10.0, 10_000_000)).collect();
    // A recall of 1 is none that can be wanted, and counts as 0.9.
    assert_eq!(intervals[1..], [34_793, 2_508, 387, 90, 27, 9, 3, 1, 1]);
    assert!((memory.recall(1) - 0.9).abs() < 1e-12);
    assert_eq!(memory.interval(0.5, 60), 60);
}

fn history(reviews: &[(i64, Outcome)]) -> Vec<Review> {
    reviews.iter().map(|(day, outcome)| Review { day: Day(*day), outcome: *outcome }).collect()
}

fn card(id: &str, reviews: &[(i64, Outcome)]) -> Card {
    Card::of(id, &place("s"), true, &history(reviews), &DueRules::default())
}

use Outcome::{RightFirst, RightOnRetry, Wrong};

#[test]
fn a_card_is_new_then_learning_then_mastered_and_then_leaves() {
    let new = card("q", &[]);
    assert_eq!((new.mastery(), new.due, new.recall(Day(3))), (Mastery::New, None, None));
    let steps = [(0, 2), (2, 13), (13, 59), (59, 222)];
    let mut reviews = vec![];
    for (n, (day, due)) in steps.into_iter().enumerate() {
        reviews.push((day, RightFirst));
        let card = card("q", &reviews);
        let mastery = if n < 2 { Mastery::Learning } else { Mastery::Mastered };
        assert_eq!((card.mastery(), card.due, card.successes as usize), (mastery, Some(Day(due)), n + 1));
    }
    reviews.push((222, RightFirst));
    let known = card("q", &reviews);
    assert_eq!((known.left, known.due, known.mastery()), (Some(Left::Known), None, Mastery::Mastered));
    // A slip brings it back.
    reviews.push((230, Wrong));
    let slipped = card("q", &reviews);
    assert_eq!((slipped.left, slipped.mastery(), slipped.lapses), (None, Mastery::Learning, 1));
    assert!(slipped.due.is_some());
}

#[test]
fn repeating_on_one_day_masters_nothing() {
    let card = card("q", &[(5, RightFirst), (5, RightFirst), (5, RightFirst), (5, RightFirst)]);
    assert_eq!((card.successes, card.mastery()), (1, Mastery::Learning));
    // Answers are in the order of their days, in whatever order the store gives them.
    let a = [(3, Wrong), (4, RightFirst)];
    assert_eq!(self::card("q", &a), self::card("q", &[a[1], a[0]]));
}

#[test]
fn outcomes_stand_for_ratings() {
    let ratings = [RightFirst, RightOnRetry, Wrong].map(Outcome::rating);
    assert_eq!(ratings, [Rating::Good, Rating::Hard, Rating::Again]);
}

#[test]
fn a_day_is_where_the_person_is() {
    let late = Millis(1_000 * (86_400 + 23 * 3_600));
    assert_eq!((Day::of(late, 0), Day::of(late, 120), Day::of(Millis(0), -60)), (Day(1), Day(2), Day(-1)));
    assert_eq!((Day(5).since(Day(9)), Day(9).since(Day(5))), (0, 4));
}

#[test]
fn a_section_is_mastered_when_all_of_it_is() {
    let mastered = [(0, RightFirst), (2, RightFirst), (13, RightFirst)];
    let of = |id: &str, section: &str, stays: bool, reviews: &[(i64, Outcome)]| {
        Card::of(id, &place(section), stays, &history(reviews), &DueRules::default())
    };
    let cards = [
        of("a", "one", true, &mastered),
        of("b", "one", false, &[]),
        of("c", "two", true, &mastered),
        of("d", "two", true, &[]),
        of("e", "three", true, &[]),
    ];
    let found: Vec<(String, Mastery, usize, usize)> =
        sections(&cards).into_iter().map(|(p, s)| (p.section.clone(), s.mastery, s.mastered, s.of)).collect();
    let expected = [
        ("one".to_owned(), Mastery::Mastered, 1, 1),
        ("three".to_owned(), Mastery::New, 0, 1),
        ("two".to_owned(), Mastery::Learning, 1, 2),
    ];
    assert_eq!(found, expected);
}

/// Ten questions that were answered wrong on day 0, and one answered right.
fn deck() -> Vec<Card> {
    let mut cards: Vec<Card> = (0..10).map(|n| card(&format!("w{n}"), &[(0, Wrong)])).collect();
    cards.push(card("r", &[(0, RightFirst)]));
    cards
}

fn study(days: &[i64]) -> BTreeSet<Day> {
    days.iter().map(|day| Day(*day)).collect()
}

#[test]
fn a_handful_comes_back_and_the_most_forgotten_first() {
    let rules = DueRules::default();
    let none = queue(&deck(), &study(&[0]), Day(0), &rules);
    assert_eq!((none.today.len(), none.due, none.next, none.why), (0, 0, Some(Day(1)), Why::Nothing));
    let some = queue(&deck(), &study(&[0]), Day(2), &rules);
    assert_eq!((some.due, some.next, some.why), (11, None, Why::MostForgotten));
    assert_eq!(some.today, ["w0", "w1", "w2", "w3", "w4", "w5"]);
    // What was answered today counts against the handful.
    let mut cards = deck();
    for (n, cards) in cards.iter_mut().take(4).enumerate() {
        *cards = card(&format!("w{n}"), &[(0, Wrong), (2, RightFirst)]);
    }
    let rest = queue(&cards, &study(&[0, 2]), Day(2), &rules);
    assert_eq!((rest.today.as_slice(), rest.answered_today), (&["w4".to_owned(), "w5".to_owned()][..], 4));
    let done = queue(&cards, &study(&[0, 2]), Day(2), &DueRules { most: 4, ..rules });
    assert_eq!((done.today.len(), done.next), (0, Some(Day(3))));
}

#[test]
fn after_a_pause_it_begins_gently() {
    let rules = DueRules::default();
    let first = queue(&deck(), &study(&[0]), Day(40), &rules);
    assert_eq!((first.today.len(), first.due, first.why), (3, 11, Why::AfterPause(39)));
    assert_eq!(first.today[0], "r");
    let days: Vec<usize> = (0..5)
        .map(|n| {
            let studied: Vec<i64> = std::iter::once(0).chain(40..40 + n).collect();
            queue(&deck(), &study(&studied), Day(40 + n), &rules).today.len()
        })
        .collect();
    assert_eq!(days, [3, 4, 5, 6, 6]);
    // Fourteen days between are a pause, thirteen are none.
    assert_eq!(queue(&deck(), &study(&[0]), Day(14), &rules).today.len(), 6);
    assert_eq!(queue(&deck(), &study(&[0]), Day(15), &rules).why, Why::AfterPause(14));
}

#[test]
fn retired_questions_do_not_come_back() {
    let gone = Card::of("q", &place("s"), false, &history(&[(0, Wrong)]), &DueRules::default());
    assert_eq!((gone.left, gone.due), (Some(Left::Retired), None));
    assert_eq!(queue(&[gone], &study(&[0]), Day(50), &DueRules::default()).due, 0);
}

proptest! {
    #[test]
    fn whatever_happens_memory_keeps_its_bounds(history in prop::collection::vec((1_u32..=3, 0_u32..4_000), 1..40)) {
        let mut memory = Memory::first(rating(history[0].0));
        for (grade, days) in &history[1..] {
            memory = memory.after(rating(*grade), *days);
            prop_assert!((0.001..=36_500.0).contains(&memory.stability) && (1.0..=10.0).contains(&memory.difficulty));
            prop_assert!((1..=365).contains(&memory.interval(0.9, 365)));
            prop_assert!((0.0..=1.0).contains(&memory.recall(*days)));
            prop_assert!(memory.recall(days + 1) < memory.recall(*days));
        }
    }

    #[test]
    fn a_queue_is_never_longer_than_a_handful_and_names_nothing_twice(
        histories in prop::collection::vec(prop::collection::vec((0_i64..60, 0_u8..3), 0..20), 0..60),
        today in 0_i64..200,
    ) {
        let outcome = |n: u8| [RightFirst, RightOnRetry, Wrong][usize::from(n)];
        let histories: Vec<Vec<Review>> = histories
            .iter()
            .map(|reviews| reviews.iter().map(|(day, n)| Review { day: Day(*day), outcome: outcome(*n) }).collect())
            .collect();
        let rules = DueRules::default();
        let of = |(n, h): (usize, &Vec<Review>)| Card::of(&format!("q{n}"), &place("s"), true, h, &rules);
        let cards: Vec<Card> = histories.iter().enumerate().map(of).collect();
        let queue = queue(&cards, &days(histories.iter().map(Vec::as_slice)), Day(today), &rules);
        let names: BTreeSet<&String> = queue.today.iter().collect();
        prop_assert!(queue.today.len() <= rules.most && queue.today.len() <= queue.due);
        prop_assert_eq!(names.len(), queue.today.len());
    }
}
