//! Numbers: `{#251:0.5}`, `{#=250..252 =%0%254#feedback}`.

use super::super::forms::ANY;
use super::super::report::{Fate, Fault, Report};
use super::answers::{Desk, Item};
use super::read::with_feedback;
use super::signs::places;
use crate::domain::question::{Kind, NumberKey, Wrong};

impl Desk<'_> {
    pub fn number(&mut self, inside: &str, from: usize) -> Result<Kind, Fault> {
        let items: Vec<_> = if places(inside, &['=', '~']).is_empty() {
            let (raw, feedback) = with_feedback(inside.trim());
            vec![(from, true, 100.0, raw.to_owned(), feedback.map(str::to_owned))]
        } else {
            // `{#3 ~#feedback}`: what stands first has no sign.
            let start = places(inside, &['=', '~'])[0];
            let shift = |mut item: Item<'_>| {
                item.at += from + start;
                (item.at, item.right, item.share(), item.raw.to_owned(), item.feedback.map(str::to_owned))
            };
            let (bare, rest) = inside.split_at(start);
            let (raw, feedback) = with_feedback(bare.trim());
            let first = (!raw.is_empty()).then(|| (from, true, 100.0, raw.to_owned(), feedback.map(str::to_owned)));
            let later = Desk { base: self.base + from + start, report: &mut Report::default(), ..*self }.items(
                rest,
                &['=', '~'],
                true,
            )?;
            first.into_iter().chain(later.into_iter().map(shift)).collect()
        };
        let mut key: Option<NumberKey> = None;
        let mut wrong = Vec::new();
        for (at, right, share, raw, feedback) in items {
            let feedback = feedback.map(|raw| self.text(&raw)).unwrap_or_default();
            if !right || raw == ANY {
                self.note("feedback to any other answer", Fate::LeftOut, feedback);
                continue;
            }
            let message = "this is no number; write 251, 251:0.5 (give or take) or 250..252";
            let (answer, tolerance, range) = numbers(&raw).ok_or_else(|| self.fault(at, message))?;
            if share > 0.0 && key.is_none() {
                if range {
                    self.note(
                        "range of right numbers",
                        Fate::TurnedInto("its middle with a tolerance".to_owned()),
                        &raw,
                    );
                }
                if !feedback.is_empty() {
                    self.note("feedback to the right answer", Fate::LeftOut, feedback);
                }
                if share < 99.99 {
                    self.note("answer that is partly right", Fate::TurnedInto("a right one".to_owned()), &raw);
                }
                key = Some(NumberKey { answer, tolerance, unit: None, wrong: vec![] });
            } else if share > 0.0 {
                self.note("further right number", Fate::LeftOut, format!("{raw} for {share} %"));
            } else {
                if tolerance > 0.0 {
                    self.note("tolerance of a wrong number", Fate::LeftOut, &raw);
                }
                let is = raw.split(':').next().unwrap_or(&raw).trim().to_owned();
                wrong.push(Wrong { is, feedback, misconception: None });
            }
        }
        let mut key = key.ok_or_else(|| self.fault(0, "no number is right; write {#251} or {#=251}"))?;
        key.wrong = wrong;
        Ok(Kind::Number(key))
    }
}

/// A number with its tolerance, and whether it was a range.
fn numbers(raw: &str) -> Option<(f64, f64, bool)> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() <= 1e15);
    if let Some((low, high)) = raw.split_once("..") {
        let (low, high) = (number(low)?, number(high)?);
        return Some((f64::midpoint(low, high), (high - low).abs() / 2.0, true));
    }
    match raw.split_once(':') {
        Some((answer, tolerance)) => Some((number(answer)?, number(tolerance)?.abs(), false)),
        None => Some((number(raw)?, 0.0, false)),
    }
}
