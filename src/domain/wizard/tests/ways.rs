//! Trees and walks.

use super::*;

/// All places that are come to by answering what is asked, one state after the other: the results with a count of
/// questions.
fn plain_ways(wizard: &Wizard, answers: &Answers, ends: &mut Vec<(Answers, Option<usize>)>) {
    let state = wizard.consider(answers);
    let Some(next) = state.next else {
        ends.push((answers.clone(), state.outcome));
        return;
    };
    for way in completions(wizard, answers, &[next]) {
        plain_ways(wizard, &way, ends);
    }
}

/// Follows answers through the tree to where they end.
fn follow<'t>(tree: &'t Tree<'_>, answers: &Answers) -> (usize, &'t Step<'t>) {
    let (mut at, mut asked) = (0, 0);
    while let Step::Ask { question, branches } = &tree.nodes[at].step {
        let answer = answers[&question.id].as_str();
        let leads = |branch: &&Branch<'_>| {
            branch.choices.iter().any(|choice| choice.map_or(UNKNOWN, |choice| choice.id.as_str()) == answer)
        };
        at = branches.iter().find(leads).expect("each answer leads somewhere").to;
        asked += 1;
    }
    (asked, &tree.nodes[at].step)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_tree_has_every_way_and_no_other((wizard, _) in small()) {
        let mut ends = Vec::new();
        plain_ways(&wizard, &Answers::new(), &mut ends);
        let tree = wizard.tree(10_000);
        prop_assert!(tree.whole);
        for (answers, result) in &ends {
            let (asked, step) = follow(&tree, answers);
            prop_assert_eq!(asked, answers.len());
            match step {
                Step::Outcome(outcome) => prop_assert_eq!(*result, Some(*outcome)),
                Step::Nothing => prop_assert_eq!(*result, None),
                Step::Ask { .. } | Step::Cut => prop_assert!(false, "{:?} ends nowhere", answers),
            }
        }
        for node in &tree.nodes {
            let next = wizard.consider(&node.answers).next;
            let asks = match &node.step { Step::Ask { question, .. } => Some(*question), _ => None };
            prop_assert_eq!(next, asks);
        }
        let walk = wizard.walk(10_000, 1);
        prop_assert!(walk.whole);
        let results: BTreeSet<usize> = ends.iter().filter_map(|(_, result)| *result).collect();
        prop_assert_eq!(walk.outcomes.keys().copied().collect::<BTreeSet<_>>(), results);
        prop_assert_eq!(walk.nothing.is_some(), ends.iter().any(|(_, result)| result.is_none()));
        prop_assert_eq!(Some(walk.longest), ends.iter().map(|(answers, _)| answers.len()).max());
        let asked: BTreeSet<&String> = ends.iter().flat_map(|(answers, _)| answers.keys()).collect();
        prop_assert_eq!(walk.asked.iter().map(|&at| &wizard.questions[at].id).collect::<BTreeSet<_>>(), asked);
        for (outcome, answers) in &walk.outcomes {
            prop_assert_eq!(wizard.consider(answers).outcome, Some(*outcome));
        }
    }

    #[test]
    fn a_sample_says_nothing_that_is_not_so((wizard, _) in small(), seed in any::<u64>()) {
        let whole = wizard.walk(10_000, seed);
        let sample = wizard.walk(1, seed);
        prop_assert_eq!(&sample, &wizard.walk(1, seed));
        prop_assert!(sample.whole || whole.states > 1);
        prop_assert!(sample.states <= whole.states && sample.longest <= whole.longest);
        prop_assert!(sample.outcomes.keys().all(|outcome| whole.outcomes.contains_key(outcome)));
        prop_assert!(sample.asked.is_subset(&whole.asked) && sample.telling.is_subset(&whole.telling));
        prop_assert!(sample.nothing.is_none() || whole.nothing.is_some());
    }
}

#[test]
fn the_toys_tree_is_small_and_shares_places() {
    let wizard = way_to_work();
    let tree = wizard.tree(100);
    assert!(tree.whole);
    let mut to: Vec<usize> = Vec::new();
    for node in &tree.nodes {
        if let Step::Ask { branches, .. } = &node.step {
            to.extend(branches.iter().map(|branch| branch.to));
        }
    }
    let nodes: BTreeSet<usize> = to.iter().copied().collect();
    assert!(nodes.len() < to.len(), "some places are come to in more than one way");
    assert_eq!(nodes.len() + 1, tree.nodes.len(), "each but the first is come to");
}

#[test]
fn a_tree_beyond_its_limit_is_cut() {
    let wizard = way_to_work();
    let tree = wizard.tree(2);
    assert!(!tree.whole);
    assert!(tree.nodes.iter().any(|node| matches!(node.step, Step::Cut)));
    assert!(!wizard.tree(0).whole);
    assert!(!wizard.walk(3, 7).whole);
}

#[test]
fn options_that_tell_nothing_are_seen() {
    let wizard = way_to_work();
    let walk = wizard.walk(1000, 0);
    assert!(walk.whole);
    assert_eq!(walk.asked, BTreeSet::from([0, 1, 2, 3]));
    let silent: Vec<(usize, usize)> = (0..4)
        .flat_map(|question| [(question, 0), (question, 1)])
        .filter(|option| !walk.telling.contains(option))
        .collect();
    assert_eq!(silent, [(2, 0), (3, 1)], "to have a licence and to live near changes nothing");
    assert_eq!(walk.outcomes.len(), 3);
    assert!(walk.nothing.is_some(), "no water, no licence, and far");
}
