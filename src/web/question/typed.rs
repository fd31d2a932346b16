//! One field to type in: a number, a text, a network answer.

use askama::Template;

use super::Parts;

#[derive(Template)]
#[template(path = "question/typed.html")]
struct Typed<'a> {
    base: &'a str,
    named_by: &'static str,
    name: String,
    value: &'a str,
    locked: bool,
    unit: Option<&'a str>,
    hint: String,
    mono: bool,
    lines: bool,
    /// `text` or `decimal`: which keys a phone offers.
    keys: &'static str,
    error: Option<String>,
}

impl Parts<'_> {
    pub(super) fn number(&self, unit: Option<&str>) -> askama::Result<String> {
        let unit = unit.filter(|unit| !unit.is_empty());
        Typed { unit, mono: true, keys: "decimal", ..self.typed() }.render()
    }

    pub(super) fn text(&self) -> askama::Result<String> {
        self.typed().render()
    }

    pub(super) fn network(&self, wanted: &str, example: &str, lines: bool) -> askama::Result<String> {
        let hint = format!("Write {wanted}, such as {example}.");
        Typed { hint, mono: true, lines, ..self.typed() }.render()
    }

    fn typed(&self) -> Typed<'_> {
        Typed {
            base: self.view.base,
            named_by: self.named_by,
            name: format!("{}answer", self.view.prefix),
            value: self.current.typed(),
            locked: self.view.locked,
            unit: None,
            hint: String::new(),
            mono: false,
            lines: false,
            keys: "text",
            error: self.complaint("answer"),
        }
    }
}
