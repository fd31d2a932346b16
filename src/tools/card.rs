//! A tool as it stands in a page: its form, its answer, and what stands around them.

use askama::Template;

use super::form::{Field, Kind};
use super::{Answer, Complaint, Inputs, Tool};

/// The name under which a guess is sent, and the one that asks for it.
const GUESS: &str = "guess";
/// See [`GUESS`].
const PREDICT: &str = "predict";
/// The longest query of an address that is offered, in bytes; what is longer stands in no link.
const LONGEST_LINK: usize = 8_000;

/// Stands in an answer where what follows is left out in a module.
const MORE: &str = "<!--more-->";

/// A field with its id and what is wrong with it.
struct FieldView<'f> {
    field: &'f Field,
    id: String,
    complaint: Option<&'f Complaint>,
    /// Of rows of fields only.
    rows: Vec<Vec<Cell<'f>>>,
}

/// One field of a row.
struct Cell<'f> {
    id: String,
    /// With the number of its row, as complaints name it.
    name: String,
    value: &'f str,
    complaint: Option<&'f Complaint>,
}

#[derive(Template)]
#[template(path = "tools/form.html")]
struct Form<'f> {
    fields: Vec<FieldView<'f>>,
}

#[derive(Template)]
#[template(path = "tools/card.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the template")]
struct Card<'a> {
    name: &'a str,
    title: &'a str,
    base: &'a str,
    /// On its own page.
    own: bool,
    wide: bool,
    /// Sent as a body, and to be kept as a file.
    long: bool,
    /// Whether what was typed has room in an address.
    linked: bool,
    link: String,
    json: String,
    form: String,
    answer: String,
}

#[derive(Template)]
#[template(path = "tools/answer.html")]
struct AnswerPart {
    /// What is to be guessed before anything shows.
    ask: Option<&'static str>,
    /// What was guessed, whether it was right, and the figure.
    guessed: Option<(String, bool, String)>,
    complaints: Vec<ComplaintView>,
    html: String,
    says: String,
}

struct ComplaintView {
    field: String,
    message: String,
    /// What was probably meant, and the address with it.
    instead: Option<(String, String)>,
}

/// A tool with these inputs, ready to be drawn.
pub struct Worked {
    tool: &'static dyn Tool,
    inputs: Inputs,
    outcome: Result<Answer, Vec<Complaint>>,
}

impl Worked {
    /// Works it out; with nothing typed at all, the tool's first example.
    #[must_use]
    pub fn of(tool: &'static dyn Tool, inputs: Inputs) -> Self {
        let bare = inputs.clone().without(&[PREDICT, GUESS]).is_empty();
        let inputs = match tool.about().examples.first() {
            Some(example) if bare => {
                let kept: Vec<_> = inputs.pairs().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
                let all = Inputs::of_query(example.query);
                Inputs::of_pairs(all.pairs().map(|(n, v)| (n.to_owned(), v.to_owned())).chain(kept))
            }
            _ => inputs,
        };
        let outcome = tool.answer(&inputs);
        Self { tool, inputs, outcome }
    }

    /// The whole answer as plain text, where there is one.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.answer()?;
        self.tool.text(&self.inputs)
    }

    /// The same with an answer that was worked out elsewhere.
    #[must_use]
    pub fn answered(tool: &'static dyn Tool, inputs: Inputs, answer: Answer) -> Self {
        Self { tool, inputs, outcome: Ok(answer) }
    }

    /// What is wrong with what was typed.
    #[must_use]
    pub fn complaints(&self) -> &[Complaint] {
        self.outcome.as_ref().err().map(Vec::as_slice).unwrap_or_default()
    }

    /// The answer.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        self.outcome.as_ref().ok()
    }

    /// The address with what was typed.
    #[must_use]
    pub fn link(&self) -> String {
        self.address("", &self.inputs)
    }

    /// The address that asks for a guess first, where there is something to guess.
    #[must_use]
    pub fn predict(&self) -> Option<String> {
        self.answer()?.guess.as_ref()?;
        let inputs = self.inputs.clone().without(&[GUESS]).with(PREDICT, "1");
        (self.inputs.get(PREDICT).is_empty()).then(|| self.address("", &inputs))
    }

    fn address(&self, suffix: &str, inputs: &Inputs) -> String {
        let name = self.tool.about().name;
        let query = inputs.to_query();
        if query.is_empty() || query.len() > LONGEST_LINK {
            format!("/tools/{name}{suffix}")
        } else {
            format!("/tools/{name}{suffix}?{query}")
        }
    }

    /// The part that changes while somebody types. In a module it is brief: the rest is a link away.
    #[must_use]
    pub fn answer_html(&self, brief: bool) -> String {
        let asked = !self.inputs.get(PREDICT).is_empty();
        let guess = self.answer().and_then(|answer| answer.guess.as_ref()).filter(|_| asked);
        let said = self.inputs.get(GUESS);
        let plain = |text: &str| text.replace([',', ' ', '_'], "").to_lowercase();
        let complaints = self.complaints().iter().map(|complaint| ComplaintView {
            field: complaint.field.clone(),
            message: complaint.message.clone(),
            instead: complaint
                .suggestion
                .as_ref()
                .map(|text| (text.clone(), self.address("", &self.inputs.clone().put(&complaint.field, text)))),
        });
        super::drawn(&AnswerPart {
            ask: guess.filter(|_| said.is_empty()).map(|guess| guess.question),
            guessed: guess
                .filter(|_| !said.is_empty())
                .map(|guess| (said.to_owned(), plain(said) == plain(&guess.figure), guess.figure.clone())),
            complaints: complaints.collect(),
            html: self.answer().map(|answer| self.part_of(&answer.html, brief)).unwrap_or_default(),
            says: self.answer().map(|answer| answer.says.clone()).unwrap_or_default(),
        })
    }

    fn part_of(&self, html: &str, brief: bool) -> String {
        match html.split_once(MORE) {
            Some((first, _)) if brief => {
                format!("{first}<p><a href=\"{}\">The whole answer</a></p>", self.link().replace('&', "&amp;"))
            }
            // On the tool's own page its parts stand right below the title.
            Some((first, rest)) => level(&format!("{first}{rest}"), brief),
            None => level(html, brief),
        }
    }

    /// Form and answer. `base` stands before every id; `own` on the tool's own page.
    #[must_use]
    pub fn card(&self, base: &str, own: bool) -> String {
        let about = self.tool.about();
        let mut fields = self.tool.form(&self.inputs);
        if !self.inputs.get(PREDICT).is_empty() {
            let question = self.answer().and_then(|answer| answer.guess.as_ref()).map_or("Your guess", |g| g.question);
            fields.push(Field::text(&self.inputs, GUESS, question, "").hint("Then calculate."));
        }
        let complaints = self.complaints();
        let draw = |some: Vec<&Field>| {
            super::drawn(&Form { fields: some.into_iter().map(|field| view(field, base, complaints)).collect() })
        };
        // In a module the fields that matter there are seen, the others a click away.
        let (shown, folded): (Vec<&Field>, Vec<&Field>) =
            fields.iter().partition(|field| own || self.is_typed(field) || field.complaint(complaints).is_some());
        let mut form = draw(shown);
        if !folded.is_empty() {
            form.push_str("<details class=\"working\"><summary>More inputs</summary><div class=\"folded\">");
            form.push_str(&draw(folded));
            form.push_str("</div></details>");
        }
        if !form.trim().is_empty() {
            form.push_str(&super::drawn(&Carried { pairs: self.carried(&fields) }));
        }
        super::drawn(&Card {
            name: about.name,
            title: about.title,
            base,
            own,
            wide: self.tool.wide(),
            long: self.tool.long(),
            linked: self.inputs.to_query().len() <= LONGEST_LINK,
            link: self.link(),
            json: self.address(".json", &self.inputs.clone().without(&[PREDICT, GUESS])),
            form,
            answer: self.answer_html(!own),
        })
    }
}

/// The headings of an answer: below the tool's title, which is a third level in a module and the first on its own page.
fn level(html: &str, brief: bool) -> String {
    if brief { html.to_owned() } else { html.replace("<h4>", "<h2>").replace("</h4>", "</h2>") }
}

/// Inputs that have no field of their own in the form, such as a whole plan: they are sent along.
#[derive(Template)]
#[template(
    source = r#"{% for (name, value) in pairs %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}"#,
    ext = "html"
)]
struct Carried<'a> {
    pairs: Vec<(&'a str, &'a str)>,
}

impl Worked {
    fn carried(&self, fields: &[Field]) -> Vec<(&str, &str)> {
        let has_field = |name: &str| fields.iter().any(|field| field.names().contains(&name));
        self.inputs.pairs().filter(|(name, value)| !has_field(name) && !value.is_empty()).collect()
    }

    /// Whether something stands in a field.
    fn is_typed(&self, field: &Field) -> bool {
        match &field.kind {
            Kind::Rows { .. } => field.names().into_iter().any(|name| self.inputs.has(name)),
            _ => field.name == GUESS || !self.inputs.get(field.name).is_empty(),
        }
    }
}

/// Fields as they stand in a form of a page that is no tool. `base` stands before every id.
#[must_use]
pub fn fields_html(fields: &[Field], base: &str, complaints: &[Complaint]) -> String {
    super::drawn(&Form { fields: fields.iter().map(|field| view(field, base, complaints)).collect() })
}

fn view<'f>(field: &'f Field, base: &str, complaints: &'f [Complaint]) -> FieldView<'f> {
    let mut cells = Vec::new();
    if let Kind::Rows { columns, rows, .. } = &field.kind {
        for (r, row) in rows.iter().enumerate() {
            let cell = |(column, value): (&super::Column, &'f String)| {
                let name = format!("{}.{r}", column.name);
                let complaint = complaints.iter().find(|complaint| complaint.field == name);
                Cell { id: format!("{base}.{name}"), name, value, complaint }
            };
            cells.push(columns.iter().zip(row).map(cell).collect());
        }
    }
    FieldView { field, id: format!("{base}.{}", field.name), complaint: field.complaint(complaints), rows: cells }
}
