//! Whether a question can be asked and marked at all. How well it is written is for the content's lint.

use std::collections::BTreeSet;

use super::{Body, Choice, GapKey, Kind, NetworkKey, Question, Wrong, network, number, text};

impl Question {
    /// What keeps the question from being asked and marked, a sentence each; empty when nothing does.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = match &self.body {
            Body::Fixed(kind) => kind.faults(),
            Body::Parametric(rule) => {
                let before = std::iter::once(&self.prompt).chain(&self.hints).map(|text| (text, rule.given()));
                let texts = before.chain([(&self.explanation, rule.placeholders())]);
                let unknown: BTreeSet<(&str, &[&str])> = texts
                    .flat_map(|(text, known)| super::parametric::named(text).into_iter().map(move |name| (name, known)))
                    .filter(|(name, known)| !known.contains(name))
                    .collect();
                let fault = |(name, known): (&str, &[&str])| {
                    format!(
                        "{{{name}}} is no figure that can stand here with {}; there are {}",
                        rule.id(),
                        known.join(", ")
                    )
                };
                unknown.into_iter().map(fault).collect()
            }
        };
        if let Body::Fixed(Kind::Gaps(gaps)) = &self.body {
            let lacking = (1..=gaps.len()).filter(|n| !self.prompt.contains(&format!("{{{n}}}")));
            faults.extend(lacking.map(|n| format!("the prompt has no gap {{{n}}}")));
        }
        faults
    }
}

impl Kind {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |wrong: bool, text: &str| {
            if wrong {
                faults.push(text.to_owned());
            }
        };
        match self {
            Self::Choice(options) | Self::Choices(options) => {
                let right = options.iter().filter(|option| option.right).count();
                let one = matches!(self, Self::Choice(_));
                fault(one && right != 1, "one option must be right, and one alone");
                fault(!one && right == 0, "an option must be right");
                fault(options.len() < 2, "there must be two options at least");
                fault(twice(options.iter().map(|o: &Choice| o.text.as_str())), "two options say the same");
            }
            Self::Truth { .. } => {}
            Self::Number(key) => {
                let fits = key.answer.is_finite() && key.answer.abs() <= 1e15;
                fault(!fits, "the answer must be a number up to 10^15");
                fault(!(key.tolerance >= 0.0 && key.tolerance.is_finite()), "the tolerance must be a number from 0 on");
                let unit = key.unit.as_deref();
                let read = |wrong: &Wrong| number::read(&wrong.is, unit).map_err(|e| e.to_string());
                let right = |value: &f64| number::near(*value, key.answer, key.tolerance);
                faults.extend(wrongs(&key.wrong, read, right));
            }
            Self::Text { accept, wrong } => {
                fault(accept.is_empty(), "there must be an accepted form");
                fault(accept.iter().any(|form| form.trim().is_empty()), "an accepted form is empty");
                let right = |is: &String| accept.iter().any(|form| text::same(form, is));
                faults.extend(wrongs(wrong, |wrong| Ok(wrong.is.clone()), right));
            }
            Self::Order { items, .. } => {
                fault(items.len() < 2, "there must be two items at least");
                fault(twice(items.iter().map(String::as_str)), "two items say the same");
            }
            Self::Match { pairs, others, .. } => {
                fault(pairs.len() < 2, "there must be two pairs at least");
                fault(twice(pairs.iter().map(|(left, _)| left.as_str())), "two left sides say the same");
                let fits = |other: &String| pairs.iter().any(|(_, right)| right == other);
                fault(others.iter().any(fits), "one of the others is the right side of a pair");
            }
            Self::Gaps(gaps) => {
                fault(gaps.is_empty(), "there must be a gap");
                for gap in gaps {
                    match &gap.key {
                        GapKey::Accept(forms) => {
                            fault(forms.iter().all(|form| form.trim().is_empty()), "a gap has no accepted form");
                        }
                        GapKey::Options { options, answer } => {
                            fault(!options.contains(answer), "a gap's answer is none of its options");
                            let folded: Vec<String> = options.iter().map(|option| text::folded(option)).collect();
                            fault(twice(folded.iter().map(String::as_str)), "two options of a gap say the same");
                        }
                    }
                }
            }
            Self::Network { key, wrong } => {
                if let NetworkKey::Within { inside, prefix, used } = key {
                    let lowest = crate::domain::net::next(*inside, used, *prefix);
                    fault(!matches!(lowest, Ok(Some(_))), "no block of that length is free");
                }
                fault(matches!(key, NetworkKey::Networks(are) if are.is_empty()), "there must be a network");
                let read = |wrong: &Wrong| network::read(key, &wrong.is).map_err(|e| e.to_string());
                faults.extend(wrongs(wrong, read, |given| key.holds(given)));
            }
        }
        faults
    }
}

fn twice<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let mut seen = BTreeSet::new();
    !texts.into_iter().all(|text| seen.insert(text.trim()))
}

fn wrongs<T>(
    wrongs: &[Wrong],
    read: impl Fn(&Wrong) -> Result<T, String>,
    right: impl Fn(&T) -> bool,
) -> impl Iterator<Item = String> {
    let fault = |wrong: &Wrong| match read(wrong) {
        Err(error) => Some(format!("the wrong answer “{}” cannot be read: {error}", wrong.is)),
        Ok(value) if right(&value) => Some(format!("the wrong answer “{}” is right", wrong.is)),
        Ok(_) => None,
    };
    wrongs.iter().filter_map(fault).collect::<Vec<_>>().into_iter()
}
