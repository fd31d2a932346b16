//! The interactions of each kind, with their keys.

use std::fmt::Write as _;

use super::super::fitting::number;
use super::super::report::{Fate, Report};
use super::super::xml::escaped;
use super::body::bare;
use super::item::{Parts, Score, set_score};
use crate::domain::question::{Choice, Gap, GapKey, Kind, NumberKey, Wrong};

const RESPONSE: &str = "<variable identifier=\"RESPONSE\"/>";
const WRONG: &str = "<not><match><variable identifier=\"RESPONSE\"/><correct identifier=\"RESPONSE\"/></match></not>";

/// What a question of this kind declares, shows and says.
pub(super) fn parts(kind: &Kind, report: &mut Report, place: (usize, &str)) -> Parts {
    match kind {
        Kind::Choice(options) => choice(options, true),
        Kind::Choices(options) => choice(options, false),
        Kind::Truth { answer, feedback, .. } => truth(*answer, feedback),
        Kind::Number(key) => numeric(key, report, place),
        Kind::Text { accept, wrong } => typed(accept, wrong),
        Kind::Order { items, feedback } => {
            report.note(place, "part marks of an order", Fate::TurnedInto("all or nothing".to_owned()), "");
            order(items, feedback)
        }
        Kind::Match { pairs, others, feedback } => pairing(pairs, others, feedback),
        Kind::Gaps(gaps) => filling(gaps),
        // It became a text before.
        Kind::Network { .. } => Parts::default(),
    }
}

/// A declaration of a response: right values, and the mapping that gives parts of a mark.
fn response(name: &str, cardinality: &str, base: &str, right: &[String], mapping: &str) -> String {
    let values: Vec<String> = right.iter().map(|value| format!("<value>{}</value>", escaped(value))).collect();
    let values = values.concat();
    format!(
        "  <responseDeclaration identifier=\"{name}\" cardinality=\"{cardinality}\" baseType=\"{base}\">\
         <correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>\n"
    )
}

fn mapping(entries: &[(String, f64)], attributes: &str) -> String {
    let mut out = "<mapping lowerBound=\"0\" upperBound=\"1\" defaultValue=\"0\">".to_owned();
    for (key, value) in entries {
        let _ = write!(out, "<mapEntry mapKey=\"{}\" mappedValue=\"{}\"{attributes}/>", escaped(key), number(*value));
    }
    out + "</mapping>"
}

fn share(of: usize) -> f64 {
    1.0 / f64::from(u32::try_from(of.max(1)).unwrap_or(u32::MAX))
}

fn choice(options: &[Choice], one: bool) -> Parts {
    let name = |n: usize| format!("C{}", n + 1);
    let rights: Vec<String> = (0..options.len()).filter(|n| options[*n].right).map(name).collect();
    let part = share(rights.len());
    let weights: Vec<(String, f64)> =
        options.iter().enumerate().map(|(n, option)| (name(n), if option.right { part } else { -part })).collect();
    let mut shown = String::new();
    let mut said = Vec::new();
    for (n, option) in options.iter().enumerate() {
        let _ = write!(shown, "\n      <simpleChoice identifier=\"{}\">{}</simpleChoice>", name(n), bare(&option.text));
        if let Some(feedback) = option.feedback.as_ref().filter(|feedback| !feedback.is_empty()) {
            let is = format!("<baseValue baseType=\"identifier\">{}</baseValue>", name(n));
            let condition =
                if one { format!("<match>{RESPONSE}{is}</match>") } else { format!("<member>{is}{RESPONSE}</member>") };
            said.push((condition, feedback.clone()));
        }
    }
    let (cardinality, most, mapped) =
        if one { ("single", 1, String::new()) } else { ("multiple", 0, mapping(&weights, "")) };
    Parts {
        responses: response("RESPONSE", cardinality, "identifier", &rights, &mapped),
        interaction: interaction("choiceInteraction", &format!("shuffle=\"true\" maxChoices=\"{most}\""), &shown),
        score: if one { Score::Match } else { Score::Map },
        said,
        ..Parts::default()
    }
}

fn interaction(name: &str, attributes: &str, inside: &str) -> String {
    format!("\n    <{name} responseIdentifier=\"RESPONSE\" {attributes}>{inside}\n    </{name}>")
}

fn truth(answer: bool, feedback: &str) -> Parts {
    let shown = "\n      <simpleChoice identifier=\"true\">True</simpleChoice>\n      <simpleChoice identifier=\"false\">False</simpleChoice>";
    let wrong = format!("<match>{RESPONSE}<baseValue baseType=\"identifier\">{}</baseValue></match>", !answer);
    Parts {
        responses: response("RESPONSE", "single", "identifier", &[answer.to_string()], ""),
        interaction: interaction("choiceInteraction", "shuffle=\"false\" maxChoices=\"1\"", shown),
        said: (!feedback.is_empty()).then(|| (wrong, feedback.to_owned())).into_iter().collect(),
        ..Parts::default()
    }
}

fn numeric(key: &NumberKey, report: &mut Report, place: (usize, &str)) -> Parts {
    let equal = |value: &str, tolerance: &str| {
        let mode = if tolerance == "0" {
            "toleranceMode=\"exact\"".to_owned()
        } else {
            format!("toleranceMode=\"absolute\" tolerance=\"{tolerance} {tolerance}\"")
        };
        format!("<equal {mode}>{RESPONSE}<baseValue baseType=\"float\">{value}</baseValue></equal>")
    };
    let mut said = Vec::new();
    for wrong in &key.wrong {
        match super::super::fitting::plain_number(&wrong.is) {
            Some(value) => said.push((equal(&value, "0"), wrong.feedback.clone())),
            None => report.note(place, "wrong number with words", Fate::LeftOut, &wrong.is),
        }
    }
    let unit = key.unit.as_ref().map(|unit| format!(" {}", escaped(unit))).unwrap_or_default();
    let right = equal(&number(key.answer), &number(key.tolerance));
    let rules = format!(
        "<responseCondition><responseIf>{right}{}</responseIf><responseElse>{}</responseElse></responseCondition>",
        set_score("1"),
        set_score("0")
    );
    Parts {
        responses: response("RESPONSE", "single", "float", &[number(key.answer)], ""),
        interaction: format!(
            "\n    <p><textEntryInteraction responseIdentifier=\"RESPONSE\" expectedLength=\"12\"/>{unit}</p>"
        ),
        score: Score::Rules(rules),
        said: spoken(said),
        ..Parts::default()
    }
}

fn typed(accept: &[String], wrong: &[Wrong]) -> Parts {
    let said = wrong.iter().map(|wrong| {
        let is = escaped(&wrong.is);
        let condition = format!("<stringMatch caseSensitive=\"false\">{RESPONSE}<baseValue baseType=\"string\">{is}</baseValue></stringMatch>");
        (condition, wrong.feedback.clone())
    });
    Parts {
        responses: response("RESPONSE", "single", "string", accept.get(..1).unwrap_or_default(), &forms(accept, 1.0)),
        interaction: format!(
            "\n    <p><textEntryInteraction responseIdentifier=\"RESPONSE\" expectedLength=\"{}\"/></p>",
            width(accept)
        ),
        score: Score::Map,
        said: spoken(said.collect()),
        ..Parts::default()
    }
}

fn forms(accept: &[String], each: f64) -> String {
    let entries: Vec<(String, f64)> = accept.iter().map(|form| (form.clone(), each)).collect();
    mapping(&entries, " caseSensitive=\"false\"")
}

/// Room for the longest form, in steps, so that it does not give the answer away.
fn width(accept: &[String]) -> usize {
    accept.iter().map(|form| form.chars().count()).max().unwrap_or(0).div_ceil(20).max(1) * 20
}

/// What has no words says nothing.
fn spoken(mut said: Vec<(String, String)>) -> Vec<(String, String)> {
    said.retain(|(_, text)| !text.is_empty());
    said
}

fn order(items: &[String], feedback: &str) -> Parts {
    let mut shown = String::new();
    for (n, item) in items.iter().enumerate() {
        let _ = write!(shown, "\n      <simpleChoice identifier=\"I{}\">{}</simpleChoice>", n + 1, bare(item));
    }
    let right: Vec<String> = (1..=items.len()).map(|n| format!("I{n}")).collect();
    Parts {
        responses: response("RESPONSE", "ordered", "identifier", &right, ""),
        interaction: interaction("orderInteraction", "shuffle=\"true\"", &shown),
        said: spoken(vec![(WRONG.to_owned(), feedback.to_owned())]),
        ..Parts::default()
    }
}

fn pairing(pairs: &[(String, String)], others: &[String], feedback: &str) -> Parts {
    // Two pairs may have the same right side; it is shown once.
    let mut rights: Vec<&String> = Vec::new();
    for right in pairs.iter().map(|(_, right)| right).chain(others) {
        if !rights.contains(&right) {
            rights.push(right);
        }
    }
    let choice = |name: String, most: usize, text: &str| {
        format!(
            "\n        <simpleAssociableChoice identifier=\"{name}\" matchMax=\"{most}\">{}</simpleAssociableChoice>",
            bare(text)
        )
    };
    let left: String = pairs.iter().zip(1..).map(|((left, _), n)| choice(format!("L{n}"), 1, left)).collect();
    let right: String = rights.iter().zip(1..).map(|(right, n)| choice(format!("R{n}"), 0, right)).collect();
    let key: Vec<String> = pairs
        .iter()
        .zip(1..)
        .filter_map(|((_, right), n)| Some(format!("L{n} R{}", rights.iter().position(|known| *known == right)? + 1)))
        .collect();
    let entries: Vec<(String, f64)> = key.iter().map(|pair| (pair.clone(), share(pairs.len()))).collect();
    let sets = format!(
        "\n      <simpleMatchSet>{left}\n      </simpleMatchSet>\n      <simpleMatchSet>{right}\n      </simpleMatchSet>"
    );
    Parts {
        responses: response("RESPONSE", "multiple", "directedPair", &key, &mapping(&entries, "")),
        interaction: interaction(
            "matchInteraction",
            &format!("shuffle=\"true\" maxAssociations=\"{}\"", pairs.len()),
            &sets,
        ),
        score: Score::Map,
        said: spoken(vec![(WRONG.to_owned(), feedback.to_owned())]),
        ..Parts::default()
    }
}

fn filling(gaps: &[Gap]) -> Parts {
    let mut parts = Parts::default();
    let mut sum = String::new();
    for (gap, n) in gaps.iter().zip(1..) {
        let name = format!("RESPONSE-{n}");
        let mapped = format!("<mapResponse identifier=\"{name}\"/>");
        match &gap.key {
            GapKey::Accept(accept) => {
                parts.responses += &response(
                    &name,
                    "single",
                    "string",
                    accept.get(..1).unwrap_or_default(),
                    &forms(accept, share(gaps.len())),
                );
                parts.gaps.push(format!(
                    "<textEntryInteraction responseIdentifier=\"{name}\" expectedLength=\"{}\"/>",
                    width(accept)
                ));
            }
            GapKey::Options { options, answer } => {
                let right = options.iter().position(|option| option == answer).unwrap_or(0) + 1;
                let right = format!("G{n}C{right}");
                let entries = [(right.clone(), share(gaps.len()))];
                parts.responses += &response(&name, "single", "identifier", &[right], &mapping(&entries, ""));
                let choices: Vec<String> = options
                    .iter()
                    .zip(1..)
                    .map(|(option, c)| {
                        format!("<inlineChoice identifier=\"G{n}C{c}\">{}</inlineChoice>", escaped(option))
                    })
                    .collect();
                parts.gaps.push(format!(
                    "<inlineChoiceInteraction responseIdentifier=\"{name}\" shuffle=\"true\">{}</inlineChoiceInteraction>",
                    choices.concat()
                ));
            }
        }
        // An empty gap counts for nothing.
        let _ = write!(
            sum,
            "<responseCondition><responseIf><not><isNull><variable identifier=\"{name}\"/></isNull></not>\
             <setOutcomeValue identifier=\"SCORE\"><sum><variable identifier=\"SCORE\"/>{mapped}</sum></setOutcomeValue>\
             </responseIf></responseCondition>"
        );
        if let Some(feedback) = gap.feedback.as_ref().filter(|feedback| !feedback.is_empty()) {
            let nothing =
                format!("<equal toleranceMode=\"exact\">{mapped}<baseValue baseType=\"float\">0</baseValue></equal>");
            let filled = format!("<and><not><isNull><variable identifier=\"{name}\"/></isNull></not>{nothing}</and>");
            parts.said.push((filled, feedback.clone()));
        }
    }
    parts.score = Score::Rules(sum);
    parts
}
