//! What of a question may be shown, and when.

use serde::Serialize;

use super::random::order;
use super::{Asked, Difficulty, GapKey, Kind};
use crate::domain::aks::figures::grouped;

/// A question before it is answered. There is no field for key, feedback, hints or explanation, so that none can leave
/// the server in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Public {
    /// The question's id.
    pub id: String,
    /// What is asked, Markdown.
    pub prompt: String,
    /// What it demands.
    pub difficulty: Difficulty,
    /// Whether the prompt shows a configuration to be read.
    pub reads_configuration: bool,
    /// How many hints can be asked for.
    pub hints: usize,
    /// What kind of answer is wanted.
    pub kind: PublicKind,
}

/// What kind of answer is wanted, with what there is to choose from in the order in which it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum PublicKind {
    /// One of these.
    Choice {
        /// The options.
        options: Vec<Shown>,
    },
    /// Any number of these, one at least.
    Choices {
        /// The options.
        options: Vec<Shown>,
    },
    /// True or false.
    Truth,
    /// A number.
    Number {
        /// In this unit.
        unit: Option<String>,
    },
    /// A word or a few.
    Text,
    /// These to be put in order.
    Order {
        /// The items.
        items: Vec<Shown>,
    },
    /// To each left side one right side; a right side may be used more than once.
    Match {
        /// Left sides.
        left: Vec<Shown>,
        /// Right sides.
        right: Vec<Shown>,
    },
    /// Gaps in the prompt.
    Gaps {
        /// The gaps, from `{1}` on.
        gaps: Vec<PublicGap>,
    },
    /// An address, a network and the like.
    Network {
        /// What is wanted, such as “a network”.
        wanted: &'static str,
        /// How it is written, such as “10.0.0.0/24”; never a hint to the answer.
        example: &'static str,
        /// Whether there may be several lines.
        lines: bool,
    },
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Its name in forms.
    pub token: String,
    /// What it says, Markdown.
    pub text: String,
}

/// A gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicGap {
    /// What can be chosen; empty when it is to be typed.
    pub options: Vec<String>,
}

/// What is right and why, for when nothing more can be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// The right answer, a line for each option, item, pair or gap.
    pub answer: Vec<String>,
    /// Why, Markdown.
    pub explanation: String,
    /// The page that states the rule.
    pub source: String,
}

/// A number as sentences have it: with commas between thousands where it is whole.
fn in_words(number: f64) -> String {
    let plain = number.to_string();
    plain.parse().map_or(plain, grouped)
}

impl Asked {
    /// What may be shown before answering.
    #[must_use]
    pub fn public(&self) -> Public {
        let shown = |text: &String| Shown { token: self.token(text), text: text.clone() };
        let kind = match self.kind() {
            Kind::Choice(options) => PublicKind::Choice {
                options: self.shuffled("options", &options.iter().map(|o| shown(&o.text)).collect::<Vec<_>>()),
            },
            Kind::Choices(options) => {
                let options: Vec<Shown> = options.iter().map(|option| shown(&option.text)).collect();
                PublicKind::Choices { options: self.shuffled("options", &options) }
            }
            Kind::Truth { .. } => PublicKind::Truth,
            Kind::Number(key) => PublicKind::Number { unit: key.unit.clone() },
            Kind::Text { .. } => PublicKind::Text,
            Kind::Order { items, .. } => {
                let right: Vec<Shown> = items.iter().map(shown).collect();
                let mut items = self.shuffled("items", &right);
                // The right order would be given away.
                if items == right {
                    let by = items.len().min(1);
                    items.rotate_left(by);
                }
                PublicKind::Order { items }
            }
            Kind::Match { pairs, others, .. } => {
                let mut right: Vec<Shown> = pairs.iter().map(|(_, right)| right).chain(others).map(shown).collect();
                right.sort_by(|a, b| a.token.cmp(&b.token));
                right.dedup();
                let left = self.shuffled("left", &pairs.iter().map(|(left, _)| shown(left)).collect::<Vec<_>>());
                PublicKind::Match { left, right: self.shuffled("right", &right) }
            }
            Kind::Gaps(gaps) => {
                let public = |(n, key): (usize, &GapKey)| match key {
                    GapKey::Accept(_) => PublicGap { options: vec![] },
                    GapKey::Options { options, .. } => {
                        PublicGap { options: self.shuffled(&format!("gap-{n}"), options) }
                    }
                };
                PublicKind::Gaps { gaps: gaps.iter().map(|gap| &gap.key).enumerate().map(public).collect() }
            }
            Kind::Network { key, .. } => {
                let (wanted, example, lines) = key.wanted();
                PublicKind::Network { wanted, example, lines }
            }
        };
        Public {
            id: self.id.clone(),
            prompt: self.prompt.clone(),
            difficulty: self.difficulty,
            reads_configuration: self.reads_configuration,
            hints: self.hints.len(),
            kind,
        }
    }

    /// What is right and why.
    #[must_use]
    pub fn reveal(&self) -> Reveal {
        let answer = match self.kind() {
            Kind::Choice(options) | Kind::Choices(options) => {
                options.iter().filter(|option| option.right).map(|option| option.text.clone()).collect()
            }
            Kind::Truth { answer, .. } => vec![if *answer { "True" } else { "False" }.to_owned()],
            Kind::Number(key) => {
                let unit = key.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
                let tolerance =
                    if key.tolerance > 0.0 { format!(", give or take {}", key.tolerance) } else { String::new() };
                vec![format!("{}{unit}{tolerance}", in_words(key.answer))]
            }
            Kind::Text { accept, .. } => accept.first().cloned().into_iter().collect(),
            Kind::Order { items, .. } => items.clone(),
            Kind::Match { pairs, .. } => pairs.iter().map(|(left, right)| format!("{left} – {right}")).collect(),
            Kind::Gaps(gaps) => {
                let right = |key: &GapKey| match key {
                    GapKey::Accept(forms) => forms.first().cloned().unwrap_or_default(),
                    GapKey::Options { answer, .. } => answer.clone(),
                };
                gaps.iter().map(|gap| right(&gap.key)).collect()
            }
            Kind::Network { key, .. } => key.shown(),
        };
        Reveal { answer, explanation: self.explanation.clone(), source: self.source.clone() }
    }

    fn shuffled<T: Clone>(&self, part: &str, things: &[T]) -> Vec<T> {
        order(self.seed, &self.id, part, things.len()).into_iter().map(|at| things[at].clone()).collect()
    }
}
