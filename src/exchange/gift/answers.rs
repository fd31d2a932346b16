//! What stands between the braces.

use super::super::fitting::weight as share;
use super::super::forms::{ANY, Forms, different};
use super::super::html::{Style, bare};
use super::super::report::{Fate, Fault, Report};
use super::read::{style, with_feedback};
use super::signs::{places, split, unescaped, unguarded, weight};
use crate::domain::question::{Choice, Gap, GapKey, Kind};

/// A question that is read.
pub(super) struct Desk<'a> {
    pub text: &'a str,
    /// Where the answers begin in the text.
    pub base: usize,
    pub style: Style,
    pub place: (usize, &'a str),
    pub report: &'a mut Report,
}

/// An answer, its place, and what was said to whoever gives it.
pub(super) struct Item<'t> {
    pub right: bool,
    pub weight: Option<f64>,
    pub raw: &'t str,
    pub feedback: Option<&'t str>,
    pub at: usize,
}

impl Item<'_> {
    pub fn share(&self) -> f64 {
        self.weight.unwrap_or(if self.right { 100.0 } else { 0.0 })
    }
}

impl Desk<'_> {
    pub fn fault(&self, at: usize, message: &str) -> Fault {
        Fault::at(self.text, self.base + at, message)
    }

    pub fn note(&mut self, what: &str, fate: Fate, detail: impl Into<String>) {
        self.report.note(self.place, what, fate, detail);
    }

    /// The kind and its key; None for what is no question here, which is noted.
    pub fn kind(&mut self, inside: &str) -> Result<Option<Kind>, Fault> {
        let text = inside.trim();
        let (first, _) = split(text, '#');
        if text.is_empty() {
            self.note("essay, which nobody here could mark", Fate::LeftOut, "");
            return Ok(None);
        }
        if text.starts_with('#') {
            let at = inside.len() - inside.trim_start().len() + 1;
            return self.number(&inside[at..], at).map(Some);
        }
        if matches!(first.trim(), "T" | "TRUE" | "F" | "FALSE") {
            return Ok(Some(self.truth(text)));
        }
        if let Some(text) = text.strip_prefix('>') {
            return self.order(text).map(Some);
        }
        if !places(inside, &['~']).is_empty() {
            return self.choice(inside).map(Some);
        }
        if text.starts_with('=') && text.contains("->") {
            return self.pairs(inside).map(Some);
        }
        Ok(Some(self.words(inside)?))
    }

    fn truth(&mut self, text: &str) -> Kind {
        let (answer, rest) = split(text, '#');
        let (wrong, right) = rest.map_or((None, None), |rest| {
            let (wrong, right) = split(rest, '#');
            (Some(wrong), right)
        });
        if let Some(right) = right.filter(|right| !right.trim().is_empty()) {
            self.note("feedback to the right answer", Fate::LeftOut, unescaped(right));
        }
        let feedback = wrong.map(|raw| self.text(raw)).unwrap_or_default();
        Kind::Truth { answer: answer.trim().starts_with('T'), feedback, misconception: None }
    }

    /// The items, each after its sign. Where there is something wrong among them, what is right has no weight.
    pub fn items<'t>(&self, inside: &'t str, signs: &[char], weighs: bool) -> Result<Vec<Item<'t>>, Fault> {
        let starts = places(inside, signs);
        let before = &inside[..starts.first().copied().unwrap_or(inside.len())];
        if !before.trim().is_empty() && !starts.is_empty() {
            let at = before.len() - before.trim_start().len();
            return Err(self.fault(
                at,
                "an answer without = or ~ before it; write = before what is right, ~ before what is wrong",
            ));
        }
        let ends = starts.iter().skip(1).copied().chain([inside.len()]);
        let item = |(start, end): (usize, usize)| {
            let right = inside.as_bytes()[start] == b'=';
            let raw = inside[start + 1..end].trim();
            let (share, raw) = if right && !weighs { (None, raw) } else { weight(raw) };
            let (raw, feedback) = with_feedback(raw);
            Item { right, weight: share, raw, feedback, at: start }
        };
        // A tilde may stand before the sign of a right answer as well.
        let doubled = |(start, end): &(usize, usize)| {
            inside[*end..].starts_with('=') && inside[start + 1..*end].trim().is_empty()
        };
        Ok(starts.iter().copied().zip(ends).filter(|place| !doubled(place)).map(item).collect())
    }

    fn choice(&mut self, inside: &str) -> Result<Kind, Fault> {
        let items = self.items(inside, &['=', '~'], false)?;
        if items.len() < 2 {
            return Err(self.fault(0, "one option alone; write two at least"));
        }
        if let Some(item) = items.iter().find(|item| item.raw.is_empty()) {
            return Err(self.fault(item.at, "an option without text; write it after its sign"));
        }
        let one = items.iter().any(|item| item.right);
        let rights = items.iter().filter(|item| if one { item.share() >= 99.99 } else { item.share() > 0.0 }).count();
        if rights == 0 {
            return Err(self.fault(0, "no option is right; write = before the right one, or weights such as ~%50%"));
        }
        let single = one && rights == 1;
        if one && rights > 1 {
            self.note("one choice with several right options", Fate::TurnedInto("several choices".to_owned()), "");
        }
        if !one || single {
            let own = |item: &Item<'_>| {
                let right = item.share() > 0.0;
                if one {
                    item.share() == 0.0 || item.share() >= 99.99
                } else {
                    close(item.share(), &share(right, rights))
                }
            };
            if !items.iter().all(own) {
                let weights: Vec<String> = items.iter().map(|item| item.share().to_string()).collect();
                self.note(
                    "weights of options",
                    Fate::TurnedInto("right and wrong, marked in equal parts".to_owned()),
                    weights.join(", "),
                );
            }
        }
        let mut options = Vec::new();
        for item in &items {
            let right = if one { item.share() >= 99.99 } else { item.share() > 0.0 };
            let feedback = item.feedback.map(|raw| self.text(raw)).filter(|text| !text.is_empty());
            options.push(Choice { text: self.text(item.raw), right, feedback, misconception: None });
        }
        Ok(if single { Kind::Choice(options) } else { Kind::Choices(options) })
    }

    /// Moodle's own addition: after `>` settings in capitals, then an item in each line.
    fn order(&mut self, text: &str) -> Result<Kind, Fault> {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let setting = |word: &str| {
            word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') || word == "none"
        };
        if !first.split_whitespace().all(setting) {
            return Err(self.fault(0, "after > come settings alone; write each item in a line of its own"));
        }
        if !first.trim().is_empty() {
            self.note("settings of an order", Fate::LeftOut, first.trim());
        }
        let items: Vec<String> =
            rest.lines().filter(|line| !line.trim().is_empty()).map(|line| self.text(line)).collect();
        if items.len() < 2 {
            return Err(self.fault(0, "an order with fewer than two items"));
        }
        Ok(Kind::Order { items, feedback: String::new() })
    }

    fn pairs(&mut self, inside: &str) -> Result<Kind, Fault> {
        let (mut pairs, mut others) = (Vec::new(), Vec::new());
        for item in self.items(inside, &['='], false)? {
            let whole = match item.feedback {
                Some(feedback) => {
                    self.note("feedback to a pair", Fate::LeftOut, unescaped(feedback));
                    item.raw
                }
                None => item.raw,
            };
            let (left, right) =
                whole.split_once("->").ok_or_else(|| self.fault(item.at, "a pair without ->; write =left -> right"))?;
            let (right_style, right) = style(right.trim(), Style::Plain);
            let right = bare(&unguarded(&unescaped(right)), right_style);
            if left.trim().is_empty() { others.push(right) } else { pairs.push((self.text(left), right)) }
        }
        if pairs.len() < 2 {
            return Err(self.fault(0, "one pair alone; write two at least"));
        }
        Ok(Kind::Match { pairs, others, feedback: String::new() })
    }

    fn words(&mut self, inside: &str) -> Result<Kind, Fault> {
        let mut forms = Forms::default();
        let whole = [Item {
            right: true,
            weight: None,
            raw: with_feedback(inside.trim()).0,
            feedback: with_feedback(inside.trim()).1,
            at: 0,
        }];
        let items = if places(inside, &['=']).is_empty() { whole.into() } else { self.items(inside, &['='], true)? };
        for item in items {
            let (form_style, raw) = style(item.raw, Style::Plain);
            let form = bare(&unguarded(&unescaped(raw)), form_style);
            let feedback = item.feedback.map(|raw| self.text(raw)).unwrap_or_default();
            forms.add(&form, item.share(), feedback, self.report, self.place);
        }
        if forms.accept.is_empty() {
            return Err(self.fault(0, "no accepted answer; write = before what is right"));
        }
        // What is said to any other answer is for the gap, if it is one.
        Ok(Kind::Text { accept: forms.accept, wrong: forms.wrong })
    }
}

fn close(share: f64, own: &str) -> bool {
    own.parse::<f64>().is_ok_and(|own| (share - own).abs() < 0.01)
}

/// A kind as the one gap of its prompt.
pub(super) fn gap(desk: &mut Desk<'_>, kind: &Kind) -> Option<Gap> {
    let (key, said): (GapKey, Vec<&str>) = match kind {
        Kind::Choice(options) => {
            let answer = options.iter().find(|option| option.right)?;
            if let Some(said) = &answer.feedback {
                desk.note("feedback to the right answer", Fate::LeftOut, said);
            }
            let said = options.iter().filter(|option| !option.right).filter_map(|option| option.feedback.as_deref());
            let texts = options.iter().map(|option| option.text.clone()).collect();
            (GapKey::Options { options: texts, answer: answer.text.clone() }, said.collect())
        }
        Kind::Text { accept, wrong } => {
            for wrong in wrong.iter().filter(|wrong| wrong.is != ANY) {
                desk.note("typical wrong answer of a gap", Fate::LeftOut, format!("{}: {}", wrong.is, wrong.feedback));
            }
            let said = wrong.iter().filter(|wrong| wrong.is == ANY).map(|wrong| wrong.feedback.as_str());
            (GapKey::Accept(accept.clone()), said.collect())
        }
        _ => {
            desk.note("text after the answers", Fate::KeptAsText, "the answers are below a line in it");
            return None;
        }
    };
    let different = different(said.into_iter());
    if different.len() > 1 {
        desk.note("feedback to each option of a gap", Fate::TurnedInto("one for the gap".to_owned()), "");
    }
    Some(Gap { key, feedback: (!different.is_empty()).then(|| different.join(" ")) })
}
