//! What holds for whatever is sent.

use super::*;

fn names() -> impl Strategy<Value = String> {
    let place = "(place-|match-|gap-)(one|two|x|1|2)?";
    prop_oneof!["answer", "order", place, ".{0,12}"]
}

proptest! {
    #[test]
    fn whatever_is_sent_is_marked_within_bounds_or_complained_of(
        sent in prop::collection::vec((names(), prop_oneof![".{0,40}", "[0-9./:, -]{0,40}", "[abcd1-4]", "true|false"]), 0..6),
    ) {
        for kind in kinds() {
            let asked = asked(kind);
            // What looks like a text of the question is its token.
            let known = ["a", "b", "c", "d", "one", "two", "three", "four", "x", "y", "z", "1", "2", "3", "4"];
            let token = |text: &str| if known.contains(&text) { asked.token(text) } else { text.to_owned() };
            let fields: Fields = sent.iter().map(|(name, value)| {
                let name = match name.split_once('-') {
                    Some((start @ ("place" | "match"), text)) => format!("{start}-{}", token(text)),
                    _ => name.clone(),
                };
                (name, token(value))
            }).collect();
            match asked.read(&fields) {
                Ok(answer) => {
                    let marking = asked.mark(&answer);
                    let mark = marking.map(|marking| marking.mark.get());
                    prop_assert!(mark.is_ok_and(|mark| (0.0..=1.0).contains(&mark)));
                }
                Err(complaint) => prop_assert!(!complaint.to_string().is_empty()),
            }
        }
    }

    #[test]
    fn every_order_of_options_is_a_permutation(seed: u64, n in 0_usize..40) {
        let mut order = Random::new(seed).order(n);
        order.sort_unstable();
        prop_assert_eq!(order, (0..n).collect::<Vec<_>>());
    }

    #[test]
    fn every_order_of_items_has_a_mark_and_the_right_one_all(seed: u64) {
        let asked = question(kinds()[5].clone()).asked(seed);
        let order = Random::new(seed).order(4);
        let tokens: Vec<String> = order.iter().map(|at| asked.token(["one", "two", "three", "four"][*at])).collect();
        let mark = asked.mark(&Answer::Order(tokens)).map(|marking| marking.mark.get());
        let mark = mark.map_err(|complaint| TestCaseError::fail(complaint.to_string()))?;
        prop_assert!((0.0..=1.0).contains(&mark));
        prop_assert_eq!(mark >= 1.0, order == [0, 1, 2, 3]);
    }

    #[test]
    fn numbers_are_read_back_in_every_way_of_writing(n in 0_u32..100_000_000, unit in "[a-z]{1,10}") {
        let grouped = crate::domain::aks::figures::grouped(n.into());
        for text in [n.to_string(), grouped.clone(), grouped.replace(',', " "), format!("{grouped} {unit}")] {
            prop_assert_eq!(number::read(&text, Some(&unit)), Ok(f64::from(n)), "{}", text);
            prop_assert_eq!(number::read_count(&text, Some(&unit)), Ok(u64::from(n)));
        }
    }

    #[test]
    fn no_text_makes_reading_panic(text in "\\PC{0,60}", digits in "[-−+0-9., '_%/:~a-z]{0,30}") {
        for text in [&text, &digits] {
            let _ = number::read(text, Some("addresses"));
            let _ = text::folded(text);
            for key in network::tests::keys() {
                if let Ok(given) = network::read(&key, text) {
                    let _ = (key.holds(&given), key.explain(&given));
                }
            }
        }
    }
}
