//! From Moodle XML to drafts.

use super::super::report::{Fate, Fault, MOST_FAULTS, shortened};
use super::super::xml::{self, Element};
use super::super::{Draft, Reading, ids, labels};
use super::desk::Desk;
use super::{cloze, kinds, words};

/// Reads a file.
pub(in crate::exchange) fn read(text: &str) -> Result<Reading, Vec<Fault>> {
    let root = xml::parse(text).map_err(|fault| vec![fault])?;
    if root.name != "quiz" {
        let message = format!("the outermost element is <{}>; a Moodle bank is a <quiz>", root.name);
        return Err(vec![Fault::at(text, root.at, message)]);
    }
    let (mut reading, mut faults, mut category) = (Reading::default(), Vec::new(), None);
    for element in &root.children {
        if element.name != "question" {
            let what = format!("element <{}>", element.name);
            reading.report.note((element.line, "–"), what, Fate::LeftOut, &element.text);
            continue;
        }
        if element.attribute("type") == Some("category") {
            category = named(element, "category").map(str::to_owned);
            let about = element.child("info").and_then(|info| info.child("text")).map_or("", |text| text.text.as_str());
            if !about.is_empty() {
                reading.report.note((element.line, "–"), "description of a category", Fate::LeftOut, about);
            }
            continue;
        }
        match question(text, element, &mut reading) {
            Ok(Some(mut draft)) => {
                draft.category.clone_from(&category);
                reading.drafts.push(draft);
            }
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
        if faults.len() >= MOST_FAULTS {
            break;
        }
    }
    if root.children.is_empty() {
        faults.push(Fault::at(text, root.at, "the quiz is empty; there would be <question> elements in it"));
    }
    if faults.is_empty() { Ok(reading) } else { Err(faults) }
}

/// The text within a child, when there is any.
fn named<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let child = element.child(name)?;
    let text = child.child("text").unwrap_or(child).text.trim();
    (!text.is_empty()).then_some(text)
}

fn question(document: &str, element: &Element, reading: &mut Reading) -> Result<Option<Draft>, Fault> {
    let kind = element.attribute("type").unwrap_or_default();
    let title = named(element, "name").map(str::to_owned);
    let within = named(element, "questiontext").map(shortened);
    let name = title.as_deref().map(shortened).or(within).unwrap_or_else(|| "–".to_owned());
    let mut desk = Desk { document, question: element, place: (element.line, &name), report: &mut reading.report };
    let prompt = element.child("questiontext").unwrap_or(element);
    let (kind, prompt, known): (_, _, &[&str]) = match kind {
        "multichoice" => (kinds::choice(&mut desk)?, desk.text(prompt)?, &["answer"]),
        "truefalse" => (kinds::truth(&mut desk)?, desk.text(prompt)?, &["answer"]),
        "shortanswer" => (kinds::typed(&mut desk)?, desk.text(prompt)?, &["answer"]),
        "numerical" => (kinds::number(&mut desk)?, desk.text(prompt)?, &["answer", "units"]),
        "matching" | "ddmatch" => (
            kinds::pairs(&mut desk)?,
            desk.text(prompt)?,
            &["subquestion", "incorrectfeedback", "partiallycorrectfeedback"],
        ),
        "ordering" => {
            (kinds::order(&mut desk)?, desk.text(prompt)?, &["answer", "incorrectfeedback", "partiallycorrectfeedback"])
        }
        "gapselect" | "ddwtos" => {
            let (kind, prompt) = words::read(&mut desk, prompt)?;
            (kind, prompt, &["selectoption", "dragbox"])
        }
        "cloze" | "multianswer" => {
            let Some((kind, prompt)) = cloze::read(&mut desk, prompt)? else { return Ok(None) };
            (kind, prompt, &[])
        }
        "description" => {
            let text = desk.text(prompt)?;
            desk.note("description, which asks nothing", Fate::LeftOut, text);
            return Ok(None);
        }
        "" => return Err(desk.fault(element, "a question without a type, such as type=\"multichoice\"")),
        other => {
            let text = desk.text(prompt)?;
            desk.note(format!("question of the kind {}", shortened(other)), Fate::LeftOut, text);
            return Ok(None);
        }
    };
    desk.leave(known)?;
    let mut draft = Draft::new(element.line, prompt, kind);
    draft.explanation = desk.part(element, "generalfeedback")?;
    for hint in element.all("hint") {
        let text = desk.text(hint)?;
        let flags: Vec<&str> =
            hint.children.iter().map(|child| child.name.as_str()).filter(|name| *name != "text").collect();
        if !flags.is_empty() {
            desk.note("what a hint clears or counts", Fate::LeftOut, flags.join(", "));
        }
        if !text.is_empty() {
            draft.hints.push(text);
        }
    }
    if let Some(id) = named(element, "idnumber") {
        if ids::is_id(id) {
            id.clone_into(&mut draft.id);
        } else {
            draft.id = ids::of_name(id).unwrap_or_default();
            desk.note("id of another form", Fate::TurnedInto("an id of ours".to_owned()), id);
        }
    }
    for tag in element.child("tags").into_iter().flat_map(|tags| tags.all("tag")) {
        let text = tag.child("text").unwrap_or(tag).text.trim();
        if !labels::take(&mut draft, text) {
            desk.note("tag", Fate::LeftOut, text);
        }
    }
    draft.title = title;
    Ok(Some(draft))
}
