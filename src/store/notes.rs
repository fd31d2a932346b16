//! Notes on sections. What another device wrote meanwhile is never overwritten.

use uuid::Uuid;

use super::{Result, Store, StoreError, read, write};
use crate::domain::note::keep_both;
use crate::domain::time::Millis;

/// How often a save is tried again when another device saves the same note at the same moment.
const TRIES: usize = 50;

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
}

fn step(found: Option<&(String, i64)>, base: i64, body: &str) -> Step {
    let update = |body: String, kept_both| Step::Update { body, kept_both };
    match found {
        None if body.is_empty() => Step::Stay(saved(String::new(), 0, false)),
        None => Step::Insert,
        Some((theirs, revision)) if theirs == body => Step::Stay(saved(theirs.clone(), *revision, false)),
        Some((theirs, revision)) if *revision == base || theirs.is_empty() => update(body.to_owned(), false),
        Some((theirs, revision)) => {
            let both = if body.is_empty() { theirs.clone() } else { keep_both(theirs, body) };
            if both == *theirs { Step::Stay(saved(both, *revision, true)) } else { update(both, true) }
        }
    }
}

fn saved(body: String, revision: i64, kept_both: bool) -> SavedNote {
    let revision = if body.is_empty() { 0 } else { revision };
    SavedNote { body, revision, kept_both }
}

impl Store {
    /// Keeps a note. `base` is the revision that the person changed (0 for none); when the note has gone on since, both
    /// texts are kept. An empty text removes the note. [`Gone`](StoreError::Gone) when the person is not there.
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
        body: &str,
        at: Millis,
    ) -> Result<SavedNote> {
        let (workshop, module, section, body) =
            (workshop.to_owned(), module.to_owned(), section.to_owned(), body.to_owned());
        write!(self, "save_note", one statement, connection => {
            for _ in 0..TRIES {
                let found: Option<(String, i64)> = sqlx::query_as(
                    "select body, revision from notes where person = $1 and workshop = $2 and module = $3 and section = $4",
                ).bind(person).bind(&workshop).bind(&module).bind(&section).fetch_optional(&mut *connection).await?;
                let read = found.as_ref().map_or(base.max(0), |(_, revision)| *revision);
                // Each step holds only if the note is still as it was read; else it is looked at again.
                let (changed, kept) = match step(found.as_ref(), base, &body) {
                    Step::Stay(kept) => {
                        let there: Option<Uuid> = sqlx::query_scalar("select id from people where id = $1")
                            .bind(person).fetch_optional(&mut *connection).await?;
                        return there.map(|_| kept).ok_or(StoreError::Gone);
                    }
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
        };
        let cases = [
            (None, 0, "", "stay \"\" 0 false"),
            (None, 0, "a", "insert"),
            (None, 3, "a", "insert"),
            (note("a", 1), 1, "a", "stay \"a\" 1 false"),
            (note("a", 2), 1, "a", "stay \"a\" 2 false"),
            (note("a", 1), 1, "b", "update \"b\" false"),
            (note("a", 1), 1, "", "update \"\" false"),
            (note("a", 2), 1, "", "stay \"a\" 2 true"),
            (note("", 2), 2, "b", "update \"b\" false"),
            (note("", 2), 1, "b", "update \"b\" false"),
            (note("", 2), 1, "", "stay \"\" 0 false"),
            (note("a b", 2), 1, "a", "stay \"a b\" 2 true"),
        ];
        for (found, base, body, expected) in cases {
            assert_eq!(describe(step(found.as_ref(), base, body)), expected, "{found:?} {base} {body:?}");
        }
        let both = describe(step(note("theirs", 2).as_ref(), 1, "mine"));
        assert!(
            both.starts_with("update") && both.contains("theirs") && both.contains("mine") && both.ends_with("true"),
            "{both}"
        );
    }
}
