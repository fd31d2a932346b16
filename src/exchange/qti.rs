//! QTI 2.1: a package of one file for each question, and the manifest that lists them.
//!
//! Partial marks are mappings where QTI can say them, feedback is `modalFeedback`, and what has no element of its own
//! (section, goal, misconceptions, …) stands in the manifest as keywords.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::fitting::fitted;
use super::report::{Fate, Report};
use super::xml::escaped;
use super::{Draft, Export, labels};
use crate::domain::question::Question;

mod body;
mod item;
mod kinds;

/// Writes a package.
pub(super) fn write(questions: &[Question], variants: usize) -> Export {
    let mut report = Report::default();
    let fitted = fitted(questions, variants, &mut report);
    let (mut files, mut resources) = (Vec::new(), String::new());
    let mut taken = BTreeSet::new();
    for question in &fitted {
        let identifier = free(&identifier(&question.id), &mut taken);
        let path = format!("items/{identifier}.xml");
        resources.push_str(&resource(question, &identifier, &path));
        if !question.hints.is_empty() {
            report.note((0, &question.id), "hints", Fate::LeftOut, question.hints.join(" "));
        }
        report.note((0, &question.id), "section, goal and the like", Fate::KeptAsText, "keywords in the manifest");
        files.push((path, item::item(question, &identifier, &mut report)));
    }
    files.insert(0, ("imsmanifest.xml".to_owned(), manifest(&resources)));
    Export { files, questions: fitted.len(), report }
}

/// An id as XML can have it, which begins with a letter.
fn identifier(id: &str) -> String {
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) { id.to_owned() } else { format!("q-{id}") }
}

fn free(identifier: &str, taken: &mut BTreeSet<String>) -> String {
    let mut free = identifier.to_owned();
    let mut n = 1;
    while !taken.insert(free.clone()) {
        n += 1;
        free = format!("{identifier}-{n}");
    }
    free
}

fn resource(question: &Question, identifier: &str, path: &str) -> String {
    let mut keywords = String::new();
    for label in labels::of(&Draft::of(question)) {
        let _ =
            write!(keywords, "\n            <keyword><string language=\"en\">{}</string></keyword>", escaped(&label));
    }
    format!(
        r#"    <resource identifier="RES-{identifier}" type="imsqti_item_xmlv2p1" href="{path}">
      <metadata>
        <lom xmlns="http://ltsc.ieee.org/xsd/LOM">
          <general>
            <title><string language="en">{identifier}</string></title>{keywords}
          </general>
        </lom>
      </metadata>
      <file href="{path}"/>
    </resource>
"#
    )
}

fn manifest(resources: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="MANIFEST-podium">
  <metadata>
    <schema>QTIv2.1 Package</schema>
    <schemaversion>1.0.0</schemaversion>
  </metadata>
  <organizations/>
  <resources>
{resources}  </resources>
</manifest>
"#
    )
}
