//! The kinds whose answers stand beside the prompt.

use super::super::fitting::weight;
use super::super::forms::{ANY, Forms};
use super::super::report::{Fate, Fault};
use super::super::xml::Element;
use super::desk::Desk;
use crate::domain::question::{Choice, Kind, NumberKey, Wrong};

pub(super) fn choice(desk: &mut Desk<'_>) -> Result<Kind, Fault> {
    let answers: Vec<&Element> = desk.question.all("answer").collect();
    let shares: Vec<f64> = answers.iter().map(|answer| desk.share(answer)).collect::<Result<_, _>>()?;
    if answers.len() < 2 {
        return Err(desk.fault(desk.question, "a choice with fewer than two answers"));
    }
    let one = matches!(desk.setting("single"), "true" | "1" | "");
    let full = shares.iter().filter(|share| **share >= 99.99).count();
    let single = one && full == 1;
    let is_right = |share: f64| if one && full > 0 { share >= 99.99 } else { share > 0.0 };
    let rights = shares.iter().filter(|share| is_right(**share)).count();
    if rights == 0 {
        return Err(desk.fault(desk.question, "no answer is right; one would have fraction=\"100\""));
    }
    if one && !single {
        desk.note("one choice with several right options", Fate::TurnedInto("several choices".to_owned()), "");
    }
    let own = |share: f64| {
        let right = is_right(share);
        if one {
            share == 0.0 || share >= 99.99
        } else {
            weight(right, rights).parse::<f64>().is_ok_and(|own| (own - share).abs() < 0.01)
        }
    };
    if !shares.iter().all(|share| own(*share)) {
        let weights: Vec<String> = shares.iter().map(ToString::to_string).collect();
        desk.note(
            "weights of options",
            Fate::TurnedInto("right and wrong, marked in equal parts".to_owned()),
            weights.join(", "),
        );
    }
    let mut options = Vec::new();
    for (answer, share) in answers.into_iter().zip(shares) {
        let feedback = desk.feedback(answer)?;
        options.push(Choice { text: desk.text(answer)?, right: is_right(share), feedback, misconception: None });
    }
    Ok(if single { Kind::Choice(options) } else { Kind::Choices(options) })
}

pub(super) fn truth(desk: &mut Desk<'_>) -> Result<Kind, Fault> {
    let (mut right, mut said) = (None, String::new());
    for answer in desk.question.all("answer") {
        let feedback = desk.feedback(answer)?;
        if desk.share(answer)? > 0.0 {
            right = match desk.bare(answer)?.to_lowercase().as_str() {
                "true" => Some(true),
                "false" => Some(false),
                other => return Err(desk.fault(answer, format!("the answer “{other}” is neither true nor false"))),
            };
            if let Some(feedback) = feedback {
                desk.note("feedback to the right answer", Fate::LeftOut, feedback);
            }
        } else {
            said = feedback.unwrap_or_default();
        }
    }
    let answer = right.ok_or_else(|| desk.fault(desk.question, "neither true nor false is right"))?;
    Ok(Kind::Truth { answer, feedback: said, misconception: None })
}

pub(super) fn typed(desk: &mut Desk<'_>) -> Result<Kind, Fault> {
    let mut forms = Forms::default();
    for answer in desk.question.all("answer") {
        let share = desk.share(answer)?;
        let form = desk.bare(answer)?;
        let feedback = desk.feedback(answer)?.unwrap_or_default();
        forms.add(&form, share, feedback, desk.report, desk.place);
    }
    if forms.accept.is_empty() {
        return Err(desk.fault(desk.question, "no answer is right; one would have fraction=\"100\""));
    }
    Ok(forms.text(desk.report, desk.place))
}

pub(super) fn number(desk: &mut Desk<'_>) -> Result<Kind, Fault> {
    let mut key: Option<NumberKey> = None;
    let mut wrong = Vec::new();
    for answer in desk.question.all("answer") {
        let share = desk.share(answer)?;
        let is = desk.bare(answer)?.trim().to_owned();
        let feedback = desk.feedback(answer)?.unwrap_or_default();
        if is == ANY {
            desk.note("feedback to any other answer", Fate::LeftOut, feedback);
            continue;
        }
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() <= 1e15);
        let value = number(&is)
            .ok_or_else(|| desk.fault(answer, format!("the answer “{is}” is no number; write 251 or 0.5")))?;
        let tolerance = answer.child("tolerance").map_or("0", |tolerance| tolerance.text.trim());
        let tolerance = number(if tolerance.is_empty() { "0" } else { tolerance })
            .ok_or_else(|| desk.fault(answer, format!("the tolerance “{tolerance}” is no number; write 0 or 0.5")))?
            .abs();
        if share > 0.0 && key.is_none() {
            if share < 99.99 {
                desk.note(
                    "answer that is partly right",
                    Fate::TurnedInto("a right one".to_owned()),
                    format!("{is} for {share} %"),
                );
            }
            if !feedback.is_empty() {
                desk.note("feedback to the right answer", Fate::LeftOut, feedback);
            }
            key = Some(NumberKey { answer: value, tolerance, unit: None, wrong: vec![] });
        } else if share > 0.0 {
            desk.note("further right number", Fate::LeftOut, format!("{is} for {share} %"));
        } else {
            if tolerance > 0.0 {
                desk.note("tolerance of a wrong number", Fate::LeftOut, tolerance.to_string());
            }
            wrong.push(Wrong { is, feedback, misconception: None });
        }
    }
    let mut key =
        key.ok_or_else(|| desk.fault(desk.question, "no number is right; one would have fraction=\"100\""))?;
    key.wrong = wrong;
    for unit in desk.question.child("units").into_iter().flat_map(|units| units.all("unit")) {
        let text = |name: &str| unit.child(name).map_or("", |child| child.text.trim()).to_owned();
        let (name, times) = (text("unit_name"), text("multiplier"));
        if key.unit.is_none() && times.parse::<f64>().is_ok_and(|times| (times - 1.0).abs() < 1e-9) {
            key.unit = Some(name);
        } else {
            desk.note("further unit", Fate::LeftOut, format!("{name}, times {times}"));
        }
    }
    Ok(Kind::Number(key))
}

pub(super) fn pairs(desk: &mut Desk<'_>) -> Result<Kind, Fault> {
    let (mut pairs, mut others) = (Vec::new(), Vec::new());
    for pair in desk.question.all("subquestion") {
        let left = desk.text(pair)?;
        let right = match pair.child("answer") {
            Some(answer) => desk.bare(answer)?,
            None => return Err(desk.fault(pair, "a <subquestion> without an <answer>")),
        };
        if left.is_empty() { others.push(right) } else { pairs.push((left, right)) }
    }
    if pairs.len() < 2 {
        return Err(desk.fault(desk.question, "a match with fewer than two pairs"));
    }
    Ok(Kind::Match { pairs, others, feedback: whole(desk)? })
}

pub(super) fn order(desk: &mut Desk<'_>) -> Result<Kind, Fault> {
    // The fraction is the place; without, as in older files, they stand in order.
    let mut items: Vec<(f64, String)> = Vec::new();
    for answer in desk.question.all("answer") {
        let place = if answer.attribute("fraction").is_some() { desk.share(answer)? } else { 0.0 };
        items.push((place, desk.text(answer)?));
        if let Some(feedback) = desk.feedback(answer)? {
            desk.note("feedback to an item", Fate::LeftOut, feedback);
        }
    }
    if items.len() < 2 {
        return Err(desk.fault(desk.question, "an order with fewer than two items"));
    }
    items.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    Ok(Kind::Order { items: items.into_iter().map(|(_, item)| item).collect(), feedback: whole(desk)? })
}

/// What is said when something is wrong.
fn whole(desk: &mut Desk<'_>) -> Result<String, Fault> {
    let wrong = desk.part(desk.question, "incorrectfeedback")?;
    let partly = desk.part(desk.question, "partiallycorrectfeedback")?;
    if wrong.is_empty() {
        return Ok(partly);
    }
    if partly != wrong && !partly.is_empty() {
        desk.note("partiallycorrectfeedback for the whole answer", Fate::LeftOut, partly);
    }
    Ok(wrong)
}
