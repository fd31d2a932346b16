//! What stands between the `+++` lines at the top of a module.

use super::fields::{Placed, Toml};
use super::model::{FacilitatorNotes, Reading};
use super::source::Source;

/// What the front matter says. After a fault the value is whatever could be read.
#[derive(Default)]
pub(super) struct FrontMatter {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) minutes: u32,
    pub(super) goals: Vec<Placed<String>>,
    pub(super) was: Vec<Placed<String>>,
    pub(super) reading: Vec<Reading>,
    pub(super) facilitator: Option<FacilitatorNotes>,
}

/// The longest module, in minutes.
const LONGEST: u32 = 24 * 60;

/// Reads the front matter and answers with it and where the Markdown begins; without a place when that cannot be told.
pub(super) fn read(source: &Source) -> (FrontMatter, Option<usize>) {
    let text = &source.text;
    let first = text.split('\n').next().unwrap_or_default();
    if first.trim_end() != "+++" {
        let cure = match first.trim_end() {
            "---" => "it is TOML between two lines +++ here, not YAML between ---",
            _ => "begin the file with a line +++, then title, summary, minutes and goals, then another line +++",
        };
        source.fault(0, format!("there is no front matter; {cure}"));
        return (FrontMatter::default(), Some(0));
    }
    let begin = (first.len() + 1).min(text.len());
    let mut end = begin;
    for line in text[begin..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return (read_fields(source, begin, end), Some(end + line.len()));
        }
        end += line.len();
    }
    source.fault(0, "the front matter is never closed; end it with a line +++");
    (FrontMatter::default(), None)
}

fn read_fields(source: &Source, begin: usize, end: usize) -> FrontMatter {
    let Some(toml) = Toml::parse(source, begin..end, 0) else { return FrontMatter::default() };
    let fields = toml.fields("the front matter");
    fields.require(&["title", "summary", "minutes"]);
    let reading = |entry: super::fields::Fields<'_>| {
        entry.require(&["title", "url"]);
        let reading = Reading {
            title: entry.filled("title").unwrap_or_default().value,
            url: entry.address("url").unwrap_or_default().value,
            note: entry.filled("note").map(|note| note.value),
        };
        entry.finish();
        reading
    };
    let facilitator = fields.table("facilitator", "[facilitator]").map(|notes| {
        notes.require(&["story", "ask", "misconception", "skip"]);
        let text = |key| notes.text(key).unwrap_or_default().value;
        let read = FacilitatorNotes {
            story: text("story"),
            ask: text("ask"),
            misconception: text("misconception"),
            skip: text("skip"),
        };
        notes.finish();
        read
    });
    let front = FrontMatter {
        title: fields.filled("title").unwrap_or_default().value,
        summary: fields.text("summary").unwrap_or_default().value,
        minutes: fields.number("minutes", 1..=LONGEST).unwrap_or_default(),
        goals: fields.texts("goals").unwrap_or_default(),
        was: fields.ids("was").unwrap_or_default(),
        reading: fields.tables("reading", "[[reading]]").into_iter().map(reading).collect(),
        facilitator,
    };
    fields.finish();
    front
}
