//! One question as an `assessmentItem`: what is declared, what is shown, how it is marked, what is said.

use std::fmt::Write as _;

use super::super::report::{Fate, Report};
use super::super::xml::escaped;
use super::body::{blocks, local_images};
use super::kinds;
use crate::domain::question::{Body, Question};

/// The standard's own ways to mark, where they are enough.
const TEMPLATES: &str = "http://www.imsglobal.org/question/qti_v2p1/rptemplates";

/// What makes up an item.
#[derive(Default)]
pub(super) struct Parts {
    /// What is declared of the responses.
    pub responses: String,
    /// What is shown below the prompt.
    pub interaction: String,
    /// What is shown in the gaps of the prompt.
    pub gaps: Vec<String>,
    /// How it is marked.
    pub score: Score,
    /// What is said, and the condition for it.
    pub said: Vec<(String, String)>,
}

/// How a mark comes about.
#[derive(Default, PartialEq)]
pub(super) enum Score {
    /// All or nothing.
    #[default]
    Match,
    /// The sum of a mapping.
    Map,
    /// As these rules say.
    Rules(String),
}

impl Score {
    fn rules(&self) -> String {
        let whole = |condition: &str| {
            format!(
                "<responseCondition><responseIf>{condition}{}</responseIf><responseElse>{}</responseElse></responseCondition>",
                set_score("1"),
                set_score("0")
            )
        };
        match self {
            Self::Match => {
                whole("<match><variable identifier=\"RESPONSE\"/><correct identifier=\"RESPONSE\"/></match>")
            }
            Self::Map => format!(
                "<responseCondition><responseIf><isNull><variable identifier=\"RESPONSE\"/></isNull>{}</responseIf><responseElse>\
                 <setOutcomeValue identifier=\"SCORE\"><mapResponse identifier=\"RESPONSE\"/></setOutcomeValue></responseElse></responseCondition>",
                set_score("0")
            ),
            Self::Rules(rules) => rules.clone(),
        }
    }
}

/// A rule that gives this mark.
pub(super) fn set_score(mark: &str) -> String {
    format!("<setOutcomeValue identifier=\"SCORE\"><baseValue baseType=\"float\">{mark}</baseValue></setOutcomeValue>")
}

/// The file of a question.
pub(super) fn item(question: &Question, identifier: &str, report: &mut Report) -> String {
    let place = (0, question.id.as_str());
    let Body::Fixed(kind) = &question.body else { return String::new() };
    let parts = kinds::parts(kind, report, place);
    for image in local_images(&question.prompt) {
        report.note(place, "image of the workshop, whose file is not in the package", Fate::KeptAsText, image);
    }
    let explanation = match (question.explanation.as_str(), question.source.as_str()) {
        (text, "") => text.to_owned(),
        (text, source) => format!("{text}\n\n<{source}>"),
    };
    let said: Vec<(String, String, &str)> = parts
        .said
        .iter()
        .zip(1..)
        .map(|((condition, text), n)| (format!("FEEDBACK-{n}"), condition.clone(), text.as_str()))
        .chain((!explanation.is_empty()).then(|| ("EXPLANATION".to_owned(), String::new(), explanation.as_str())))
        .collect();
    let mut rules = parts.score.rules();
    for (name, condition, _) in &said {
        let set = format!(
            "<setOutcomeValue identifier=\"FEEDBACK\"><multiple><variable identifier=\"FEEDBACK\"/>\
             <baseValue baseType=\"identifier\">{name}</baseValue></multiple></setOutcomeValue>"
        );
        if condition.is_empty() {
            rules.push_str(&set);
        } else {
            let _ = write!(rules, "<responseCondition><responseIf>{condition}{set}</responseIf></responseCondition>");
        }
    }
    let processing = match (&parts.score, said.is_empty()) {
        (Score::Match, true) => format!("<responseProcessing template=\"{TEMPLATES}/match_correct\"/>"),
        (Score::Map, true) => format!("<responseProcessing template=\"{TEMPLATES}/map_response\"/>"),
        _ => format!("<responseProcessing>{rules}</responseProcessing>"),
    };
    let mut feedback = String::new();
    for (name, _, text) in &said {
        let _ = write!(
            feedback,
            "\n  <modalFeedback outcomeIdentifier=\"FEEDBACK\" identifier=\"{name}\" showHide=\"show\">{}</modalFeedback>",
            blocks(text, &[])
        );
    }
    let outcome = if said.is_empty() {
        ""
    } else {
        "\n  <outcomeDeclaration identifier=\"FEEDBACK\" cardinality=\"multiple\" baseType=\"identifier\"/>"
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsglobal.org/xsd/imsqti_v2p1 http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd" identifier="{identifier}" title="{title}" adaptive="false" timeDependent="false">
{responses}  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>{outcome}
  <itemBody>
    <div>{prompt}</div>{interaction}
  </itemBody>
  {processing}{feedback}
</assessmentItem>
"#,
        title = escaped(&question.id),
        responses = parts.responses,
        prompt = blocks(&question.prompt, &parts.gaps),
        interaction = parts.interaction,
    )
}
