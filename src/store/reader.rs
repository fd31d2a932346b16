//! All that the pages of one workshop show of a person, in one read of one moment.
//!
//! Every page of somebody with progress asks for this, so it is a single statement with a single row. What costs in a read is
//! the number of statements and then of rows, hence all marks, notes and places come as one text each; what the marks'
//! editions hold is read once and kept, since an edition never changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;

use super::{Identity, NoteRow, Place, Result, Store, StoreError, read};
use crate::domain::progress::{Editions, Mark};
use crate::domain::time::Millis;

/// Stands between the fields of a mark, a note or a place. Ids are made of letters, digits and hyphens, and no control
/// characters but tabs and line ends are kept of what people type ([`crate::domain::typed::text`]).
const FIELD: &str = "\u{1f}";
/// Stands after each but the last, see [`FIELD`].
const END: &str = "\u{1e}";

/// A person in one workshop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Who, and in which browser.
    pub identity: Identity,
    /// Sections marked as done, in no particular order.
    pub marks: Vec<Mark>,
    /// The editions that the marks name.
    pub editions: Editions,
    /// Notes in this workshop, in no particular order.
    pub notes: Vec<NoteRow>,
    /// Where each of the person's browsers was last in this workshop.
    pub places: Vec<Place>,
}

/// What the editions hold that were read so far.
pub(super) type KnownEditions = RwLock<HashMap<String, Arc<[(String, String)]>>>;

/// Person, session, name, when the session was seen last; marks, notes and places.
type Row = (Uuid, Uuid, String, i64, String, String, String);

/// One statement over everything of whoever the given one finds: $1 the workshop, $2 and $3 [`FIELD`] and [`END`].
macro_rules! all_of {
    ($who:literal) => {
        concat!(
            "with who (person, session, name, seen_at) as (",
            $who,
            ") select w.person, w.session, w.name, w.seen_at, coalesce((select ",
            "string_agg(module || $2 || section || $2 || cast(at as text) || $2 || edition, $3) ",
            "from marks m where m.person = w.person and m.workshop = $1), ''), coalesce((select ",
            "string_agg(module || $2 || section || $2 || cast(at as text) || $2 || cast(revision as text) || $2 || body, $3) ",
            "from notes n where n.person = w.person and n.workshop = $1 and n.body <> ''), ''), coalesce((select ",
            "string_agg(module || $2 || section || $2 || cast(at as text), $3) ",
            "from places p where p.person = w.person and p.workshop = $1), '') from who w"
        )
    };
}

const BY_TOKEN: &str = all_of!(
    "select p.id, s.id, p.name, s.seen_at from sessions s join people p on p.id = s.person where s.token_hash = $4 and s.seen_at >= $5"
);
const BY_PERSON: &str = all_of!("select id, id, name, created_at from people where id = $4");

impl Store {
    /// The person whose session's token this is. A session last used before `not_seen_since` is as good as none.
    pub async fn reader(
        &self,
        token_hash: &[u8; 32],
        not_seen_since: Millis,
        workshop: &str,
    ) -> Result<Option<Reader>> {
        let row: Option<Row> = read!(self, "reader", pool => {
            sqlx::query_as(BY_TOKEN)
                .bind(workshop).bind(FIELD).bind(END).bind(token_hash.as_slice()).bind(not_seen_since.0).fetch_optional(pool).await?
        })?;
        self.with_editions(gather(row, workshop)?).await
    }

    /// A person by id, in no browser in particular: the identity's session is the nil one, last used when the person came.
    pub async fn reader_of(&self, person: Uuid, workshop: &str) -> Result<Option<Reader>> {
        let row: Option<Row> = read!(self, "reader_of", pool => {
            sqlx::query_as(BY_PERSON).bind(workshop).bind(FIELD).bind(END).bind(person).fetch_optional(pool).await?
        })?;
        let mut reader = gather(row, workshop)?;
        if let Some(reader) = &mut reader {
            reader.identity.session = Uuid::nil();
        }
        self.with_editions(reader).await
    }

    /// Adds what the editions hold that the marks name.
    async fn with_editions(&self, reader: Option<Reader>) -> Result<Option<Reader>> {
        let Some(mut reader) = reader else { return Ok(None) };
        reader.editions = self.editions_of(&reader.marks).await?;
        Ok(Some(reader))
    }

    /// What the editions hold that marks name.
    pub async fn editions_of(&self, marks: impl IntoIterator<Item = &Mark>) -> Result<Editions> {
        let mut editions = Editions::new();
        let mut unknown = Vec::new();
        {
            let known = self.0.editions.read().unwrap_or_else(PoisonError::into_inner);
            for mark in marks {
                if editions.contains_key(&mark.edition) {
                    continue;
                }
                match known.get(&mark.edition) {
                    Some(sections) => drop(editions.insert(mark.edition.clone(), Arc::clone(sections))),
                    None if !unknown.contains(&mark.edition) => unknown.push(mark.edition.clone()),
                    None => {}
                }
            }
        }
        for id in unknown {
            let text: Option<String> = read!(self, "edition", pool => {
                sqlx::query_scalar("select sections from editions where id = $1").bind(&id).fetch_optional(pool).await?
            })?;
            let Some(text) = text else { continue };
            let sections: Arc<[(String, String)]> = serde_json::from_str::<Vec<_>>(&text)?.into();
            self.0.editions.write().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), Arc::clone(&sections));
            editions.insert(id, sections);
        }
        Ok(editions)
    }
}

/// Takes apart the texts of the row.
fn gather(row: Option<Row>, workshop: &str) -> Result<Option<Reader>> {
    let Some((person, session, name, seen_at, marks, notes, places)) = row else { return Ok(None) };
    let mark = |[module, section, at, edition]: [&str; 4]| {
        let [module, section, edition] = [module, section, edition].map(str::to_owned);
        Some(Mark { module, section, edition, at: millis(at)? })
    };
    let note = |[module, section, at, revision, body]: [&str; 5]| {
        let [module, section, body] = [module, section, body].map(str::to_owned);
        let workshop = workshop.to_owned();
        Some(NoteRow { workshop, module, section, body, revision: revision.parse().ok()?, at: millis(at)? })
    };
    let place = |[module, section, at]: [&str; 3]| {
        Some(Place { module: module.to_owned(), section: section.to_owned(), at: millis(at)? })
    };
    Ok(Some(Reader {
        identity: Identity { person, session, name, seen_at: Millis(seen_at) },
        marks: each(&marks, mark)?,
        editions: BTreeMap::new(),
        notes: each(&notes, note)?,
        places: each(&places, place)?,
    }))
}

fn millis(text: &str) -> Option<Millis> {
    text.parse().ok().map(Millis)
}

/// Reads what stands between [`END`]s, each of so many fields.
fn each<T, const FIELDS: usize>(text: &str, read: impl Fn([&str; FIELDS]) -> Option<T>) -> Result<Vec<T>> {
    let one = |one: &str| {
        let mut fields = one.split(FIELD);
        let found = [(); FIELDS].map(|()| fields.next());
        let whole = fields.next().is_none() && found.iter().all(Option::is_some);
        let read = if whole { read(found.map(Option::unwrap_or_default)) } else { None };
        // Without the text itself: it is somebody's own.
        read.ok_or_else(|| StoreError::Other("what is kept of a person cannot be read".to_owned()))
    };
    text.split_terminator(END).map(one).collect()
}
