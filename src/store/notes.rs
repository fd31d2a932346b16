//! Notes on sections. What another device wrote meanwhile is never overwritten.

use uuid::Uuid;

use super::dialect::keep_person;
use super::{Result, Store, StoreError, read, write};
use crate::domain::note::{MOST_KEPT, keep_both};
use crate::domain::time::Millis;

/// How often a save is tried again when another device saves the same note at the same moment.
const TRIES: usize = 50;
/// The highest revision that is believed of a page whose note is not there; one more than that still is a number for which
/// both databases have room.
const MOST_REVISION: i64 = 1 << 40;

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// The workshop's id.
    pub workshop: String,
    /// The module's id when it was written.
    pub module: String,
    /// The section's id when it was written.
    pub section: String,
    /// The text.
    pub body: String,
    /// Counts the changes from 1.
    pub revision: i64,
    /// When it was changed last.
    pub at: Millis,
}

/// How a note stands after it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedNote {
    /// The text that is kept now.
    pub body: String,
    /// Its revision; 0 when there is no note any more.
    pub revision: i64,
    /// Another device had changed it since: the text kept is not just the one that was sent.
    pub kept_both: bool,
}

/// What to do about the note that is there.
///
/// A note that was removed stays behind as an empty text with its revision. Otherwise a note written anew would start at
/// revision 1 again, and a page that still shows the first revision 1 would overwrite it.
enum Step {
    /// Nothing has to change.
    Stay(SavedNote),
    /// No note was ever there: this is the first.
    Insert,
    /// Replace the text of the revision that was read.
    Update { body: String, kept_both: bool },
    /// Both texts have no room in one note.
    TooLong,
}

fn step(found: Option<&(String, i64)>, base: i64, before: Option<&str>, body: &str) -> Step {
    let update = |body: String, kept_both| Step::Update { body, kept_both };
    match found {
        None if body.is_empty() => Step::Stay(saved(String::new(), 0, false)),
        None => Step::Insert,
        Some((theirs, revision)) if theirs == body => Step::Stay(saved(theirs.clone(), *revision, false)),
        Some((theirs, revision)) if *revision == base || theirs.is_empty() || before == Some(theirs.as_str()) => {
            update(body.to_owned(), false)
        }
        Some((theirs, revision)) => {
            let both = if body.is_empty() { theirs.clone() } else { keep_both(theirs, body) };
            if both == *theirs {
                Step::Stay(saved(both, *revision, true))
            } else if both.chars().count() > MOST_KEPT {
                Step::TooLong
            } else {
                update(both, true)
            }
        }
    }
}

fn saved(body: String, revision: i64, kept_both: bool) -> SavedNote {
    let revision = if body.is_empty() { 0 } else { revision };
    SavedNote { body, revision, kept_both }
}

impl Store {
    /// Keeps a note. `base` is the revision that the person changed (0 for none); when the note has gone on since, both
    /// texts are kept. `before` is the text that the same page sent last, when it got no answer to that: if just this is
    /// the note now, it arrived, and nothing is there that the page has not seen. An empty text removes the note.
    ///
    /// [`TooLong`](StoreError::TooLong) when both texts together have more than [`MOST_KEPT`] characters;
    /// [`Gone`](StoreError::Gone) when the person is not there.
    #[expect(
        clippy::too_many_arguments,
        reason = "where, what, on which ground and when; every caller has just these at hand"
    )]
    pub async fn save_note(
        &self,
        person: Uuid,
        workshop: &str,
        module: &str,
        section: &str,
        base: i64,
        before: Option<&str>,
        body: &str,
        at: Millis,
    ) -> Result<SavedNote> {
        let (workshop, module, section, body) =
            (workshop.to_owned(), module.to_owned(), section.to_owned(), body.to_owned());
        let before = before.map(str::to_owned);
        write!(self, "save_note", one statement, connection => {
            let there: Option<Uuid> = sqlx::query_scalar(keep_person(connection))
                .bind(person).fetch_optional(&mut *connection).await?;
            there.ok_or(StoreError::Gone)?;
            for _ in 0..TRIES {
                let found: Option<(String, i64)> = sqlx::query_as(
                    "select body, revision from notes where person = $1 and workshop = $2 and module = $3 and section = $4",
                ).bind(person).bind(&workshop).bind(&module).bind(&section).fetch_optional(&mut *connection).await?;
                let read = found.as_ref().map_or(base.clamp(0, MOST_REVISION), |(_, revision)| *revision);
                // Each step holds only if the note is still as it was read; else it is looked at again.
                let (changed, kept) = match step(found.as_ref(), base, before.as_deref(), &body) {
                    Step::Stay(kept) => return Ok(kept),
                    Step::TooLong => return Err(StoreError::TooLong),
                    Step::Insert => {
                        let inserted = sqlx::query(
                            "insert into notes (person, workshop, module, section, body, revision, at) values ($1, $2, $3, $4, $5, $6, $7) \
                             on conflict (person, workshop, module, section) do nothing",
                        ).bind(person).bind(&workshop).bind(&module).bind(&section).bind(&body).bind(read + 1).bind(at.0)
                            .execute(&mut *connection).await?;
                        (inserted.rows_affected(), saved(body.clone(), read + 1, false))
                    }
                    Step::Update { body, kept_both } => {
                        let updated = sqlx::query(
                            "update notes set body = $5, revision = revision + 1, at = $6 \
                             where person = $1 and workshop = $2 and module = $3 and section = $4 and revision = $7",
                        ).bind(person).bind(&workshop).bind(&module).bind(&section).bind(&body).bind(at.0).bind(read)
                            .execute(&mut *connection).await?;
                        (updated.rows_affected(), saved(body, read + 1, kept_both))
                    }
                };
                if changed == 1 {
                    return Ok(kept);
                }
            }
            Err(StoreError::Unavailable("a note is being changed by too many devices at once".to_owned()))
        })
    }

    /// A person's notes, in one workshop or in all.
    pub async fn notes_of(&self, person: Uuid, workshop: Option<&str>) -> Result<Vec<NoteRow>> {
        let rows: Vec<(String, String, String, String, i64, i64)> = read!(self, "notes_of", pool => {
            sqlx::query_as(
                "select workshop, module, section, body, revision, at from notes \
                 where person = $1 and body <> '' and ($2 = '' or workshop = $2) order by workshop, module, section",
            ).bind(person).bind(workshop.unwrap_or_default()).fetch_all(pool).await?
        })?;
        let row = |(workshop, module, section, body, revision, at)| NoteRow {
            workshop,
            module,
            section,
            body,
            revision,
            at: Millis(at),
        };
        Ok(rows.into_iter().map(row).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_decides_what_is_done() {
        let note = |body: &str, revision| Some((body.to_owned(), revision));
        let describe = |step| match step {
            Step::Stay(saved) => format!("stay {:?} {} {}", saved.body, saved.revision, saved.kept_both),
            Step::Insert => "insert".to_owned(),
            Step::Update { body, kept_both } => format!("update {body:?} {kept_both}"),
            Step::TooLong => "too long".to_owned(),
        };
        let long = "a".repeat(MOST_KEPT / 2);
        let cases = [
            (None, 0, None, "", "stay \"\" 0 false"),
            (None, 0, None, "a", "insert"),
            (None, 3, None, "a", "insert"),
            (None, 3, Some("a"), "a", "insert"),
            (note("a", 1), 1, None, "a", "stay \"a\" 1 false"),
            (note("a", 2), 1, None, "a", "stay \"a\" 2 false"),
            (note("a", 1), 1, None, "b", "update \"b\" false"),
            (note("a", 1), 1, None, "", "update \"\" false"),
            (note("a", 2), 1, None, "", "stay \"a\" 2 true"),
            (note("", 2), 2, None, "b", "update \"b\" false"),
            (note("", 2), 1, None, "b", "update \"b\" false"),
            (note("", 2), 1, None, "", "stay \"\" 0 false"),
            (note("a\nb", 2), 1, None, "a", "stay \"a\\nb\" 2 true"),
            (note("a\nb", 2), i64::MAX, None, "a", "stay \"a\\nb\" 2 true"),
            (note("a\nb", 2), i64::MIN, None, "a", "stay \"a\\nb\" 2 true"),
            // The page's own text, of which it does not know that it arrived.
            (note("ab", 2), 1, Some("ab"), "abc", "update \"abc\" false"),
            (note("ab", 2), 1, Some("ab"), "", "update \"\" false"),
            (note("ab", 2), 1, Some("ab"), "ab", "stay \"ab\" 2 false"),
            (note("ab", 2), 2, Some("another"), "abc", "update \"abc\" false"),
            (note("a\nb", 2), 1, Some("a"), "a", "stay \"a\\nb\" 2 true"),
            (note("ab ", 2), 1, Some("ab"), "ab ", "stay \"ab \" 2 false"),
            // More than a note may hold: only what two wrote is measured.
            (note(&long, 2), 1, None, &format!("{long}b"), "too long"),
            (note(&long, 2), 1, None, &long[1..], "too long"),
        ];
        for (found, base, before, body, expected) in cases {
            let seen = describe(step(found.as_ref(), base, before, body));
            assert_eq!(seen, expected, "{:?} {base} {before:?} {:?}", found.map(|(body, _)| body.len()), body.len());
        }
        for before in [None, Some(""), Some("their"), Some("mine")] {
            let both = describe(step(note("theirs", 2).as_ref(), 1, before, "mine"));
            assert!(
                both.starts_with("update")
                    && both.contains("theirs")
                    && both.contains("mine")
                    && both.ends_with("true"),
                "{both}"
            );
        }
        let longer = format!("{long}{long}b");
        assert_eq!(describe(step(note(&long, 2).as_ref(), 2, None, &longer)), format!("update {longer:?} false"));
        assert_eq!(describe(step(note(&longer, 2).as_ref(), 1, None, &longer)), format!("stay {longer:?} 2 false"));
        let held = format!("{longer}\nmine");
        assert_eq!(describe(step(note(&held, 2).as_ref(), 1, None, "mine")), format!("stay {held:?} 2 true"));
    }
}
