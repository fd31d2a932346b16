//! What holds for every wizard, compared with going through all ways.

use super::search::{Budget, Found, Goal, find};
use super::*;

fn without_unknown(answers: &Answers) -> Answers {
    answers.iter().filter(|(_, answer)| *answer != UNKNOWN).map(|(q, a)| (q.clone(), a.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn it_is_settled_exactly_when_no_completion_changes_the_result((wizard, answers) in small()) {
        let state = wizard.consider(&answers);
        let open = unanswered(&wizard, &answers);
        let ways = completions(&wizard, &answers, &open);
        let results: BTreeSet<Option<usize>> = ways.iter().map(|way| plain_result(&wizard, way)).collect();
        prop_assert!(state.exact);
        prop_assert_eq!(state.next.is_none(), results.len() == 1, "{:?}", results);
        prop_assert_eq!(state.next.is_none(), state.outcome.is_some() || state.conflict.is_some());
        let now = plain_result(&wizard, &answers);
        prop_assert_eq!(wizard.result(&answers), now);
        prop_assert_eq!(state.best().map(|best| best.outcome), now);
        if state.next.is_none() {
            prop_assert_eq!(state.outcome, now);
        }
        for standing in state.possible.iter().chain(&state.excluded) {
            prop_assert_eq!(standing.in_reach, results.contains(&Some(standing.outcome)));
        }
    }

    #[test]
    fn a_search_finds_a_way_exactly_when_there_is_one(
        (wizard, answers) in small(),
        (target, rival, gain) in (0..5_usize, 0..5_usize, 1..=3_i64),
    ) {
        let table = table::Table::of(&wizard);
        let place = table.place(&table::given(&wizard, &answers));
        let outcomes = wizard.outcomes.len();
        let target = (target < outcomes).then_some(target);
        let rival = (target.is_some() && rival < outcomes && Some(rival) != target).then_some((rival, gain));
        let reached = |way: &Answers| {
            let mut points = table.place(&table::given(&wizard, way)).points;
            if table::best(&points) != target.unwrap_or(outcomes) {
                return false;
            }
            let Some((rival, gain)) = rival else { return true };
            points[rival] += gain;
            // With its gain the rival is ahead of the target, whoever else is.
            let ahead = |target: usize| (points[rival], target) > (points[target], rival);
            target.is_some_and(ahead)
        };
        let open = unanswered(&wizard, &answers);
        let possible = completions(&wizard, &answers, &open).iter().any(reached);
        match find(&table, &place, Goal { target, rival }, &mut Budget(1000)) {
            Found::Answers(way) => {
                let mut filled = answers.clone();
                for (question, at) in wizard.questions.iter().zip(way) {
                    filled.entry(question.id.clone()).or_insert_with(|| all(question)[at].clone());
                }
                prop_assert!(reached(&filled), "{:?}", filled);
            }
            found => prop_assert!(found == Found::Nothing && !possible, "{:?}", found),
        }
    }

    #[test]
    fn what_is_asked_matters_and_leaves_the_fewest_results((wizard, answers) in small()) {
        let state = wizard.consider(&answers);
        let open = unanswered(&wizard, &answers);
        let left = |question: &Question| {
            let others: Vec<&Question> = open.iter().copied().filter(|other| other.id != question.id).collect();
            let left: Vec<usize> = question.options.iter().map(|option| {
                let mut answers = answers.clone();
                answers.insert(question.id.clone(), option.id.clone());
                let ways = completions(&wizard, &answers, &others);
                ways.iter().map(|way| plain_result(&wizard, way)).collect::<BTreeSet<_>>().len()
            }).collect();
            // The average times 6, which the numbers of options divide.
            (left.iter().sum::<usize>() * 6 / left.len(), left.iter().max().copied())
        };
        let mattering: Vec<&Question> =
            open.iter().copied().filter(|question| plainly_matters(&wizard, &answers, &open, question)).collect();
        prop_assert!(state.at_most <= mattering.len());
        if let Some(next) = state.next {
            prop_assert!(mattering.iter().any(|question| question.id == next.id), "{} does not matter", next.id);
            let fewest = mattering.iter().map(|question| left(question)).min();
            prop_assert_eq!(Some(left(next)), fewest);
        }
    }

    #[test]
    fn what_is_open_matters_when_learning_it_may_change_the_result((wizard, answers) in small()) {
        let open = |question: &&Question| answers.get(&question.id).is_none_or(|answer| answer == UNKNOWN);
        let open: Vec<&Question> = wizard.questions.iter().filter(open).collect();
        let given = without_unknown(&answers);
        let state = wizard.consider(&answers);
        let unknown = answers.values().filter(|answer| *answer == UNKNOWN).count();
        prop_assert_eq!(state.open.len(), unknown);
        for one in &state.open {
            prop_assert_eq!(one.matters, plainly_matters(&wizard, &given, &open, one.question), "{}", &one.question.id);
        }
    }

    #[test]
    fn at_most_is_kept_whatever_is_answered(
        (wizard, mut answers) in small(),
        picks in prop::collection::vec(0..12_usize, 4),
    ) {
        let mut before = usize::MAX;
        for pick in picks {
            let state = wizard.consider(&answers);
            prop_assert!(state.at_most < before);
            prop_assert_eq!(state.at_most == 0, state.next.is_none());
            before = state.at_most;
            let Some(next) = state.next else { break };
            let all = all(next);
            answers.insert(next.id.clone(), all[pick % all.len()].clone());
        }
    }

    #[test]
    fn the_trail_is_in_the_order_of_asking((wizard, _) in small(), picks in prop::collection::vec(0..12_usize, 4)) {
        let (mut answers, mut asked) = (Answers::new(), Vec::new());
        for pick in picks {
            let state = wizard.consider(&answers);
            let trail: Vec<String> = state.answered.iter().map(|answered| answered.question.id.clone()).collect();
            prop_assert_eq!(&trail, &asked);
            prop_assert_eq!(&state.answers(), &answers);
            let Some(next) = state.next else { break };
            let all = all(next);
            answers.insert(next.id.clone(), all[pick % all.len()].clone());
            asked.push(next.id.clone());
        }
    }

    #[test]
    fn every_walk_ends_with_reasons_or_a_conflict((wizard, answers) in small()) {
        let mut answers = answers;
        for _ in 0..=wizard.questions.len() {
            let state = wizard.consider(&answers);
            prop_assert!(state.possible.iter().all(|one| !one.for_it.is_empty() && one.against.is_empty()));
            prop_assert!(state.excluded.iter().all(|one| !one.against.is_empty()));
            prop_assert_eq!(state.possible.len() + state.excluded.len(), wizard.outcomes.len());
            let reasons = state.possible.iter().chain(&state.excluded).flat_map(|s| s.for_it.iter().chain(&s.against));
            for reason in reasons {
                prop_assert!(!reason.because.is_empty() && !reason.source.is_empty());
            }
            if let Some(next) = state.next {
                answers.insert(next.id.clone(), next.options[0].id.clone());
                continue;
            }
            prop_assert_eq!(state.outcome.is_none(), state.conflict.is_some());
            prop_assert_eq!(state.conflict.is_some(), state.possible.is_empty());
            return Ok(());
        }
        prop_assert!(false, "the walk does not end");
    }

    #[test]
    fn a_conflict_is_the_smallest((wizard, answers) in small()) {
        let Some(conflict) = wizard.consider(&answers).conflict else { return Ok(()) };
        let only = |questions: &[&Question]| -> Answers {
            questions.iter().filter_map(|q| Some((q.id.clone(), answers.get(&q.id)?.clone()))).collect()
        };
        prop_assert_eq!(plain_result(&wizard, &only(&conflict.questions)), None);
        let all: Vec<&Question> = wizard.questions.iter().collect();
        for set in 0..1_usize << all.len() {
            let some: Vec<&Question> = (0..all.len()).filter(|at| set >> at & 1 == 1).map(|at| all[at]).collect();
            if some.len() < conflict.questions.len() {
                prop_assert!(plain_result(&wizard, &only(&some)).is_some());
            }
        }
        prop_assert_eq!(conflict.give_up.len(), conflict.questions.len());
        for (question, possible) in conflict.give_up {
            let mut answers = answers.clone();
            answers.insert(question.id.clone(), UNKNOWN.to_owned());
            let state = wizard.consider(&answers);
            prop_assert_eq!(possible, state.possible.iter().map(|standing| standing.outcome).collect::<Vec<_>>());
        }
    }

    #[test]
    fn flips_are_all_single_answers_that_change_the_result((wizard, answers) in small()) {
        let now = plain_result(&wizard, &answers);
        let mut expected = BTreeSet::new();
        for question in wizard.questions.iter().filter(|question| answers.contains_key(&question.id)) {
            for way in completions(&wizard, &answers, &[question]) {
                let result = plain_result(&wizard, &way);
                if result != now {
                    let settled = wizard.consider(&way).next.is_none();
                    expected.insert((question.id.clone(), way[&question.id].clone(), result, settled));
                }
            }
        }
        let flips = wizard.flips(&answers);
        let count = flips.len();
        let id = |choice: Option<&Choice>| choice.map_or(UNKNOWN.to_owned(), |choice| choice.id.clone());
        for flip in &flips {
            prop_assert_eq!(&id(flip.from), &answers[&flip.question.id]);
        }
        let flips: BTreeSet<_> =
            flips.iter().map(|flip| (flip.question.id.clone(), id(flip.to), flip.outcome, flip.settled)).collect();
        prop_assert_eq!(flips.len(), count);
        prop_assert_eq!(flips, expected);
    }

    #[test]
    fn unknown_rules_out_nothing_and_gives_nothing((wizard, answers) in small()) {
        let without = without_unknown(&answers);
        let standing = |state: State<'_>| -> Vec<(usize, u32, usize)> {
            let all = state.possible.iter().chain(&state.excluded);
            all.map(|standing| (standing.outcome, standing.points, standing.against.len())).collect()
        };
        prop_assert_eq!(standing(wizard.consider(&answers)), standing(wizard.consider(&without)));
    }

    #[test]
    fn changing_one_answer_keeps_the_others((wizard, answers) in small(), at in 0..4_usize, to in 0..12_usize) {
        let Some(question) = wizard.questions.get(at) else { return Ok(()) };
        let all = all(question);
        let mut changed = answers.clone();
        changed.insert(question.id.clone(), all[to % all.len()].clone());
        let state = wizard.consider(&changed);
        prop_assert_eq!(state.answers(), changed);
    }

    #[test]
    fn the_address_says_the_same_in_any_order((wizard, answers) in small(), seed in any::<u64>()) {
        let pairs: Vec<(&str, &str)> = answers.iter().map(|(q, a)| (q.as_str(), a.as_str())).collect();
        let order = crate::domain::question::Random::new(seed).order(pairs.len());
        let read = wizard.read(order.iter().map(|&at| pairs[at]).chain([("q0", "foreign"), ("foreign", "o0")]));
        prop_assert_eq!(&read, &answers);
    }

    #[test]
    fn foreign_answers_count_as_none((wizard, answers) in small(), foreign in "[a-z0-9]{0,3}") {
        let mut with = answers.clone();
        with.insert("foreign".to_owned(), foreign.clone());
        let free: Vec<String> = unanswered(&wizard, &answers).iter().map(|question| question.id.clone()).collect();
        for question in free {
            with.insert(question, format!("foreign {foreign}"));
        }
        let (state, other) = (wizard.consider(&with), wizard.consider(&answers));
        prop_assert_eq!(state.answers(), other.answers());
        prop_assert_eq!(state.next, other.next);
        prop_assert_eq!(state.outcome, other.outcome);
        let _ = (wizard.flips(&with), wizard.result(&with));
    }
}
