//! Items to be put in order, and pairs to be found: a row with a select each. A script makes rows to be moved of the first.

use askama::Template;

use super::{Parts, Said, words};
use crate::content::question_inline;
use crate::domain::question::{Answer, Shown};

/// An item of an order.
struct Item {
    id: String,
    /// The field's name without prefix.
    field: String,
    html: String,
    words: String,
    /// As it was chosen; empty while it has no place.
    place: String,
    /// The place it belongs to, once that may be shown.
    belongs: Option<usize>,
    /// Whether it stands there.
    right: bool,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "question/order.html")]
struct Order<'a> {
    base: &'a str,
    named_by: &'static str,
    prefix: &'a str,
    locked: bool,
    error: Option<String>,
    /// Whether the items stand in the person's own order.
    placed: bool,
    items: Vec<Item>,
}

/// A left side and what was chosen for it.
struct Pair {
    id: String,
    /// The field's name without prefix.
    field: String,
    html: String,
    /// The token of the right side; empty while it is open.
    chosen: String,
    /// What it says, HTML; empty while it is open.
    chosen_html: String,
    said: Option<Said>,
    /// The right side that belongs to it, once that may be shown.
    belongs: Option<String>,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "question/match.html")]
struct Matching<'a> {
    base: &'a str,
    named_by: &'static str,
    prefix: &'a str,
    locked: bool,
    /// Tokens and words of the right sides.
    right: Vec<(String, String)>,
    pairs: Vec<Pair>,
}

impl Parts<'_> {
    pub(super) fn order(&self, items: &[Shown]) -> askama::Result<String> {
        let view = self.view;
        let mut rows: Vec<Item> = items
            .iter()
            .map(|item| {
                let field = format!("place-{}", item.token);
                let html = question_inline(&item.text);
                let place = self.current.place(&item.token);
                let right = view.reveal.map(|reveal| &reveal.answer);
                let belongs = right.and_then(|right| right.iter().position(|text| *text == item.text));
                let belongs = belongs.map(|at| at + 1).filter(|_| view.answer.is_some());
                Item {
                    words: words::of(&html),
                    right: belongs.is_some_and(|belongs| belongs.to_string() == place),
                    error: self.complaint(&field),
                    id: format!("{}.{field}", view.base),
                    field,
                    html,
                    place,
                    belongs,
                }
            })
            .collect();
        // An order that is complete is shown as it is; one that is not stays as it was asked.
        let place = |row: &Item| row.place.parse::<usize>().ok();
        let mut taken: Vec<_> = rows.iter().map(place).collect();
        taken.sort_unstable();
        let placed = taken.iter().copied().eq((1..=rows.len()).map(Some));
        if placed {
            rows.sort_by_key(place);
        }
        Order {
            base: view.base,
            named_by: self.named_by,
            prefix: view.prefix,
            locked: view.locked,
            error: self.complaint("order"),
            placed,
            items: rows,
        }
        .render()
    }

    pub(super) fn pairs(&self, left: &[Shown], right: &[Shown]) -> askama::Result<String> {
        let view = self.view;
        let pair = |side: &Shown| {
            let field = format!("match-{}", side.token);
            let chosen = self.current.pair(&side.token);
            let said = self.said_to_pair(side);
            let open = said.as_ref().is_none_or(|said| said.class != "good");
            Pair {
                chosen_html: right
                    .iter()
                    .find(|right| right.token == chosen)
                    .map(|right| question_inline(&right.text))
                    .unwrap_or_default(),
                chosen: chosen.to_owned(),
                said,
                belongs: self.belongs(side, left).filter(|_| open).map(question_inline),
                error: self.complaint(&field),
                id: format!("{}.{field}", view.base),
                html: question_inline(&side.text),
                field,
            }
        };
        Matching {
            base: view.base,
            named_by: self.named_by,
            prefix: view.prefix,
            locked: view.locked,
            right: right.iter().map(|side| (side.token.clone(), words::of(&question_inline(&side.text)))).collect(),
            pairs: left.iter().map(pair).collect(),
        }
        .render()
    }

    fn said_to_pair(&self, side: &Shown) -> Option<Said> {
        let (marking, Answer::Match(_)) = (self.view.marking?, self.view.answer?) else { return None };
        let wrong = marking.feedback.iter().find(|feedback| feedback.about.as_ref() == Some(&side.text));
        Some(Said::unless(wrong))
    }

    /// The right side of the line of the right answer that begins with this left side: with the longest that fits, as one
    /// left side may begin like another.
    fn belongs(&self, side: &Shown, left: &[Shown]) -> Option<&str> {
        fn after<'l>(line: &'l str, side: &Shown) -> Option<&'l str> {
            line.strip_prefix(side.text.as_str())?.strip_prefix(" – ")
        }
        let longest = |line: &&String| {
            let fits = left.iter().filter(|other| after(line, other).is_some());
            fits.max_by_key(|other| other.text.len()).is_some_and(|other| other == side)
        };
        let line = self.view.reveal?.answer.iter().find(longest)?;
        after(line, side)
    }
}
