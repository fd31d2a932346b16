use super::*;
use crate::domain::question::Random;
use crate::domain::review::{self, Outcome, Review};

/// The first day of the plans.
const TODAY: Day = Day(100);

fn place(name: &str) -> Place {
    let (module, section) = name.split_once('/').unwrap();
    Place { module: module.to_owned(), section: section.to_owned() }
}

/// Sections such as `m/a 10 m/b 20`.
fn sections(text: &str) -> Vec<(Place, u32)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.chunks(2).map(|pair| (place(pair[0]), pair[1].parse().unwrap())).collect()
}

/// Quizzes such as `m 10`: the quiz `m?` of the module `m` with ten questions.
fn quizzes(text: &str) -> Vec<OpenQuiz> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let quiz = |pair: &[&str]| OpenQuiz {
        quiz: format!("{}?", pair[0]),
        module: pair[0].to_owned(),
        questions: pair[1].parse().unwrap(),
    };
    words.chunks(2).map(quiz).collect()
}

/// A card that is due on such a day, or not at all.
fn card(id: usize, due: Option<i64>) -> Card {
    let history = [Review { day: Day(50), outcome: Outcome::RightFirst }];
    let card = Card::of(&format!("q{id:03}"), &place("m/a"), true, &history, &DueRules::default());
    Card { due: due.map(Day), ..card }
}

/// So many cards due on each of the days from today.
fn cards(due: &[usize]) -> Vec<Card> {
    let days = (TODAY.0..).zip(due).flat_map(|(day, count)| std::iter::repeat_n(day, *count));
    days.enumerate().map(|(id, day)| card(id, Some(day))).collect()
}

/// Somebody who has studied every day.
fn queue_of(cards: &[Card]) -> Queue {
    let days = (0..TODAY.0).map(Day).collect();
    review::queue(cards, &days, TODAY, &DueRules::default())
}

/// Items as text: `6q 4`, `m/a 10`, `m? 7`, with `!` when longer than the day.
fn said(items: &[Item]) -> String {
    let one = |item: &Item| {
        let name = match item {
            Item::Reviews { questions, .. } => format!("{questions}q"),
            Item::Section { place, .. } => format!("{}/{}", place.module, place.section),
            Item::Quiz { quiz, .. } => quiz.clone(),
        };
        format!("{name} {}{}", item.minutes(), if item.longer() { "!" } else { "" })
    };
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

struct Case {
    name: &'static str,
    minutes: [u32; DAYS],
    due: &'static [usize],
    sections: &'static str,
    quizzes: &'static str,
    days: [&'static str; DAYS],
    left: &'static str,
    finished_in: Option<u32>,
}

const NOTHING: [&str; DAYS] = [""; DAYS];

#[test]
fn a_week_is_filled_as_worked_by_hand() {
    let cases = [
        Case {
            name: "nothing to do is done",
            minutes: [30; DAYS],
            due: &[],
            sections: "",
            quizzes: "",
            days: NOTHING,
            left: "",
            finished_in: Some(0),
        },
        Case {
            name: "questions, then sections, and the quiz after the last of its module",
            minutes: [30, 0, 30, 30, 0, 0, 0],
            due: &[6, 1],
            sections: "m/a 10 m/b 12 m/c 8 n/a 9",
            quizzes: "m 10 n 3",
            days: ["6q 4, m/a 10, m/b 12", "", "1q 1, m/c 8, m? 7, n/a 9, n? 2", "", "", "", ""],
            left: "",
            finished_in: Some(2),
        },
        Case {
            name: "nothing overtakes what does not fit",
            minutes: [20, 20, 20, 0, 0, 0, 0],
            due: &[],
            sections: "m/a 15 m/b 10 m/c 5 m/d 5",
            quizzes: "",
            days: ["m/a 15", "m/b 10, m/c 5, m/d 5", "", "", "", "", ""],
            left: "",
            finished_in: Some(1),
        },
        Case {
            name: "a quiz of a module that is read comes first",
            minutes: [15; DAYS],
            due: &[],
            sections: "n/a 9",
            quizzes: "n 3 m 10",
            days: ["m? 7", "n/a 9, n? 2", "", "", "", "", ""],
            left: "",
            finished_in: Some(1),
        },
        Case {
            name: "a handful a day, and the rest waits",
            minutes: [10, 10, 0, 3, 10, 10, 10],
            due: &[14, 0, 2, 0, 0, 0, 9],
            sections: "",
            quizzes: "",
            days: ["6q 4", "6q 4", "", "4q 3", "", "", "6q 4"],
            left: "3q 2",
            finished_in: Some(0),
        },
        Case {
            name: "what is longer than a day goes where most of it has room",
            minutes: [20, 30, 60, 20, 0, 0, 0],
            due: &[],
            sections: "m/a 5 m/b 40 m/c 21 m/d 10 m/e 25",
            quizzes: "",
            days: ["m/a 5", "m/b 40!", "m/c 21, m/d 10, m/e 25", "", "", "", ""],
            left: "",
            finished_in: Some(2),
        },
        Case {
            name: "exactly half is not most of it",
            minutes: [20, 21, 0, 0, 0, 0, 0],
            due: &[],
            sections: "m/a 40",
            quizzes: "",
            days: ["", "m/a 40!", "", "", "", "", ""],
            left: "",
            finished_in: Some(1),
        },
        Case {
            name: "what is longer than two of the longest days goes to the first of these",
            minutes: [10, 20, 0, 20, 20, 0, 0],
            due: &[],
            sections: "m/a 5 m/b 90 m/c 80 m/d 3",
            quizzes: "",
            days: ["m/a 5", "m/b 90!", "", "m/c 80!", "m/d 3", "", ""],
            left: "",
            finished_in: Some(4),
        },
        Case {
            name: "a section as long as every day is not held up by the questions before it",
            minutes: [30, 30, 0, 0, 0, 0, 0],
            due: &[6, 6],
            sections: "m/a 30 m/b 26 m/c 1",
            quizzes: "",
            days: ["6q 4, m/a 30!", "6q 4, m/b 26", "", "", "", "", ""],
            left: "m/c 1",
            finished_in: Some(7),
        },
        Case {
            name: "unless a longer day has room for both",
            minutes: [30, 60, 0, 0, 0, 0, 0],
            due: &[6, 6],
            sections: "m/a 30 m/b 26",
            quizzes: "",
            days: ["6q 4", "6q 4, m/a 30, m/b 26", "", "", "", "", ""],
            left: "",
            finished_in: Some(1),
        },
        Case {
            name: "what is longer than a day does not come after another section there",
            minutes: [30, 0, 20, 30, 30, 0, 0],
            due: &[],
            sections: "m/a 5 m/b 90 m/c 3 m/d 28 m/e 1",
            quizzes: "",
            days: ["m/a 5", "", "", "m/b 90!", "m/c 3", "", ""],
            left: "m/d 28, m/e 1",
            finished_in: Some(7),
        },
        Case {
            name: "what does not fit is named, with the day on which it would be done",
            minutes: [10, 0, 0, 0, 0, 10, 0],
            due: &[],
            sections: "m/a 10 m/b 10 m/c 10 m/d 6 m/e 5",
            quizzes: "m 6",
            days: ["m/a 10", "", "", "", "", "m/b 10", ""],
            left: "m/c 10, m/d 6, m/e 5, m? 4",
            // Days 7, 12 and 14.
            finished_in: Some(14),
        },
        Case {
            name: "without time nothing is planned and nothing ends",
            minutes: [0; DAYS],
            due: &[2],
            sections: "m/a 10",
            quizzes: "m 2",
            days: NOTHING,
            left: "2q 2, m/a 10, m? 2",
            finished_in: None,
        },
        Case {
            name: "what would take more than ten years has no end",
            minutes: [1, 0, 0, 0, 0, 0, 0],
            due: &[6_000],
            sections: "m/a 1",
            quizzes: "",
            days: ["1q 1", "", "", "", "", "", ""],
            left: "5999q 4000, m/a 1",
            finished_in: None,
        },
        Case {
            name: "what is named twice counts once",
            minutes: [60; DAYS],
            due: &[],
            sections: "m/a 10 m/b 5 m/a 10",
            quizzes: "m 3 m 3",
            days: ["m/a 10, m/b 5, m? 2", "", "", "", "", "", ""],
            left: "",
            finished_in: Some(0),
        },
    ];
    for case in cases {
        let cards = cards(case.due);
        let plan = week(&Ahead {
            today: TODAY,
            minutes: case.minutes,
            sections: &sections(case.sections),
            quizzes: &quizzes(case.quizzes),
            cards: &cards,
            queue: &queue_of(&cards),
            rules: &DueRules::default(),
            seconds_a_question: 40,
        });
        let days: Vec<String> = plan.days.iter().map(|day| said(&day.items)).collect();
        assert_eq!(days, case.days, "{}", case.name);
        assert_eq!((said(&plan.left).as_str(), plan.finished_in), (case.left, case.finished_in), "{}", case.name);
        let names: Vec<(i64, u32)> = plan.days.iter().map(|day| (day.day.0, day.minutes)).collect();
        assert_eq!(names, (100..).zip(case.minutes).collect::<Vec<_>>(), "{}", case.name);
    }
}

#[test]
fn after_a_pause_the_handful_grows_with_the_days_of_study() {
    let cards = cards(&[40]);
    let rules = DueRules::default();
    let questions = |days: &[i64], answered: usize| {
        let mut queue = review::queue(&cards, &days.iter().map(|day| Day(*day)).collect(), TODAY, &rules);
        queue.today.truncate(queue.today.len() - answered);
        queue.answered_today = answered;
        let (sections, quizzes) = (&[][..], &[][..]);
        let minutes = [10, 10, 0, 10, 10, 10, 10];
        let plan = week(&Ahead {
            today: TODAY,
            minutes,
            sections,
            quizzes,
            cards: &cards,
            queue: &queue,
            rules: &rules,
            seconds_a_question: 40,
        });
        let of = |day: &DayPlan| match day.items.first() {
            Some(Item::Reviews { questions, .. }) => *questions,
            _ => 0,
        };
        plan.days.iter().map(of).collect::<Vec<usize>>()
    };
    assert_eq!(questions(&[50], 0), [3, 4, 0, 5, 6, 6, 6]);
    assert_eq!(questions(&[50], 2), [1, 4, 0, 5, 6, 6, 6]);
    assert_eq!(questions(&[50, 98, 99], 0), [5, 6, 0, 6, 6, 6, 6]);
    assert_eq!(questions(&[95, 98, 99], 0), [6, 6, 0, 6, 6, 6, 6]);
}

#[test]
fn a_pause_does_not_grow_when_little_is_due_on_its_first_day() {
    let cards = cards(&[1, 20]);
    let rules = DueRules::default();
    let queue = review::queue(&cards, &BTreeSet::from([Day(50)]), TODAY, &rules);
    let ahead = Ahead {
        today: TODAY,
        minutes: [10; DAYS],
        sections: &[],
        quizzes: &[],
        cards: &cards,
        queue: &queue,
        rules: &rules,
        seconds_a_question: 40,
    };
    let days: Vec<usize> = week(&ahead).days.iter().map(|day| questions(&day.items)).collect();
    // Three are allowed on the first day, so four on the second.
    assert_eq!(days, [1, 4, 5, 6, 5, 0, 0]);
}

#[test]
fn due_days_are_counted_from_today_with_what_is_late_on_the_first() {
    let days = [Some(3), Some(99), Some(100), Some(101), Some(106), Some(106), Some(107), None, Some(9_999)];
    let cards: Vec<Card> = days.into_iter().enumerate().map(|(id, day)| card(id, day)).collect();
    assert_eq!(due_by_day(&cards, TODAY), [3, 1, 0, 0, 0, 0, 2]);
}

/// Somebody's week, drawn from a seed.
struct Drawn {
    minutes: [u32; DAYS],
    sections: Vec<(Place, u32)>,
    quizzes: Vec<OpenQuiz>,
    cards: Vec<Card>,
    queue: Queue,
    rules: DueRules,
    seconds: u32,
}

impl Drawn {
    fn new(random: &mut Random) -> Self {
        let number = |random: &mut Random, most: u64| u32::try_from(random.below(most + 1)).unwrap();
        let longest = [5, 20, 60, 120][usize::try_from(random.below(4)).unwrap()];
        let mut minutes = [0; DAYS];
        for minutes in &mut minutes {
            *minutes = if random.below(3) == 0 { 0 } else { number(random, longest) };
        }
        let mut sections = vec![];
        let mut quizzes = vec![];
        for module in 0..random.below(6) {
            let most = [8, 25, 70][usize::try_from(random.below(3)).unwrap()];
            for section in 0..random.below(8) {
                sections.push((place(&format!("m{module}/s{section}")), number(random, most)));
            }
            for quiz in 0..random.below(3) {
                let questions = usize::try_from(random.below(16)).unwrap();
                quizzes.push(OpenQuiz { quiz: format!("m{module}-{quiz}"), module: format!("m{module}"), questions });
            }
        }
        let cards: Vec<Card> = (0..random.below(60))
            .map(|id| {
                let day = TODAY.0 - 10 + i64::from(number(random, 30));
                card(usize::try_from(id).unwrap(), (random.below(5) > 0).then_some(day))
            })
            .collect();
        let rules = DueRules { most: usize::try_from(random.between(1, 8)).unwrap(), ..DueRules::default() };
        let studied = if random.below(2) == 0 { 40..60 } else { 40..100 };
        let queue = review::queue(&cards, &studied.map(Day).collect(), TODAY, &rules);
        Self { minutes, sections, quizzes, cards, queue, rules, seconds: 10 + number(random, 110) }
    }

    fn plan(&self) -> WeekPlan {
        week(&Ahead {
            today: TODAY,
            minutes: self.minutes,
            sections: &self.sections,
            quizzes: &self.quizzes,
            cards: &self.cards,
            queue: &self.queue,
            rules: &self.rules,
            seconds_a_question: self.seconds,
        })
    }
}

fn questions(items: &[Item]) -> usize {
    let of = |item: &Item| if let Item::Reviews { questions, .. } = item { *questions } else { 0 };
    items.iter().map(of).sum()
}

fn is_reading(item: &Item) -> bool {
    !matches!(item, Item::Reviews { .. })
}

const SEEDS: std::ops::Range<u64> = 0..1_000;

#[test]
fn no_day_holds_more_than_it_has_unless_the_last_thing_is_marked() {
    let mut marked = 0;
    for seed in SEEDS {
        let plan = Drawn::new(&mut Random::new(seed)).plan();
        for day in &plan.days {
            let (before, last) = match day.items.split_last() {
                Some((last, before)) if last.longer() => (before, Some(last)),
                _ => (day.items.as_slice(), None),
            };
            let sum: u32 = before.iter().map(Item::minutes).sum();
            assert!(sum <= day.minutes && !before.iter().any(Item::longer), "{seed} {day:?}");
            assert_eq!(last.is_some(), day.planned() > day.minutes, "{seed} {day:?}");
            assert!(day.minutes > 0 || day.items.is_empty(), "{seed} {day:?}");
            assert!(!day.items.iter().skip(1).any(|item| !is_reading(item)), "{seed} {day:?}");
            marked += usize::from(last.is_some());
        }
        assert!(!plan.left.iter().any(Item::longer), "{seed}");
    }
    assert!(marked > 100, "{marked}");
}

#[test]
fn nothing_is_planned_twice_and_nothing_is_lost_and_all_is_in_order() {
    for seed in SEEDS {
        let drawn = Drawn::new(&mut Random::new(seed));
        let plan = drawn.plan();
        let planned = plan.days.iter().flat_map(|day| &day.items).chain(&plan.left).filter(|item| is_reading(item));
        let planned: Vec<&Item> = planned.collect();
        let sections: Vec<(Place, u32)> = planned
            .iter()
            .filter_map(|item| match item {
                Item::Section { place, minutes, .. } => Some((place.clone(), *minutes)),
                _ => None,
            })
            .collect();
        assert_eq!(sections, drawn.sections, "{seed}");
        let names: BTreeSet<&str> = drawn.quizzes.iter().map(|quiz| quiz.quiz.as_str()).collect();
        let quizzes: Vec<(usize, &str, u32)> = planned
            .iter()
            .enumerate()
            .filter_map(|(at, item)| match item {
                Item::Quiz { quiz, minutes, .. } => Some((at, quiz.as_str(), *minutes)),
                _ => None,
            })
            .collect();
        assert_eq!(quizzes.len(), names.len(), "{seed}");
        assert_eq!(quizzes.iter().map(|(_, quiz, _)| *quiz).collect::<BTreeSet<_>>(), names, "{seed}");
        for (at, quiz, minutes) in quizzes {
            let open = drawn.quizzes.iter().find(|open| open.quiz == quiz).unwrap();
            assert_eq!(minutes, of_questions(open.questions, drawn.seconds), "{seed}");
            let of_module = |item: &&Item| matches!(item, Item::Section { place, .. } if place.module == open.module);
            assert!(!planned[at..].iter().any(of_module), "{seed} {quiz}");
            // Right after its module, or after its module's other quiz, or before all sections.
            let before = at.checked_sub(1).map(|at| planned[at]);
            let right = match before {
                None | Some(Item::Quiz { .. }) => true,
                Some(item) => of_module(&item),
            };
            assert!(right, "{seed} {quiz}");
        }
    }
}

#[test]
fn every_question_that_is_due_is_planned_once_and_not_before_its_day() {
    for seed in SEEDS {
        let drawn = Drawn::new(&mut Random::new(seed));
        let plan = drawn.plan();
        let due = due_by_day(&drawn.cards, TODAY);
        let (mut came, mut asked) = (0, 0);
        for (day, due) in plan.days.iter().zip(due) {
            came += due;
            let now = questions(&day.items);
            asked += now;
            assert!(now <= drawn.rules.most && asked <= came, "{seed} {day:?}");
        }
        assert_eq!(asked + questions(&plan.left), came, "{seed}");
        // Today's are those of the queue, as far as there is time.
        let today = drawn.queue.today.len();
        let enough = u64::from(drawn.minutes[0]) * 60 >= today as u64 * u64::from(drawn.seconds);
        let of_today = questions(&plan.days[0].items);
        assert!(if enough && drawn.minutes[0] > 0 { of_today == today } else { of_today <= today }, "{seed}");
    }
}

#[test]
fn nothing_waits_for_a_later_day_that_would_fit_on_an_earlier_one() {
    for seed in SEEDS {
        let plan = Drawn::new(&mut Random::new(seed)).plan();
        for (at, day) in plan.days.iter().enumerate() {
            let later = plan.days[at + 1..].iter().flat_map(|day| &day.items).chain(&plan.left);
            let Some(next) = later.into_iter().find(|item| is_reading(item)) else { continue };
            assert!(day.minutes == 0 || day.planned() + next.minutes() > day.minutes, "{seed} {day:?} {next:?}");
        }
    }
}

#[test]
fn the_end_is_in_the_week_when_nothing_is_left_and_after_it_otherwise() {
    let mut after = 0;
    for seed in SEEDS {
        let drawn = Drawn::new(&mut Random::new(seed));
        let plan = drawn.plan();
        let left = plan.left.iter().any(is_reading);
        let none = drawn.sections.is_empty() && drawn.quizzes.is_empty();
        match plan.finished_in {
            None => assert!(left && drawn.minutes == [0; DAYS], "{seed}"),
            Some(0) if none => {}
            Some(day @ 0..7) => {
                assert!(!left && plan.days[day as usize].items.iter().any(is_reading), "{seed}");
                let later = plan.days.iter().skip(day as usize + 1).flat_map(|day| &day.items);
                assert!(!later.into_iter().any(is_reading), "{seed}");
            }
            Some(day) => {
                assert!(left && drawn.minutes[day as usize % DAYS] > 0, "{seed}");
                after += 1;
            }
        }
        assert_eq!(plan, drawn.plan());
    }
    assert!(after > 100, "{after}");
}

#[test]
fn planning_week_by_week_ends_on_the_day_that_was_foretold() {
    for seed in SEEDS {
        let mut drawn = Drawn::new(&mut Random::new(seed));
        // Without questions nothing is different a week later but what is done.
        drawn.cards.clear();
        drawn.queue = review::queue(&[], &BTreeSet::new(), TODAY, &drawn.rules);
        let foretold = drawn.plan().finished_in;
        let mut weeks = 0;
        while drawn.plan().left.iter().any(is_reading) && drawn.minutes != [0; DAYS] {
            let left = drawn.plan().left;
            drawn
                .sections
                .retain(|(at, _)| left.iter().any(|l| matches!(l, Item::Section { place, .. } if place == at)));
            drawn.quizzes.retain(|at| left.iter().any(|l| matches!(l, Item::Quiz { quiz, .. } if *quiz == at.quiz)));
            weeks += 7;
        }
        assert_eq!(foretold, drawn.plan().finished_in.map(|last| weeks + last), "{seed}");
    }
}
