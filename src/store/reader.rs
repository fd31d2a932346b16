//! All that the pages of one workshop show of a person, in one read of one moment.
//!
//! Every page of somebody with progress asks for this, so it is a single statement with few rows. What costs in a read is
//! the number of statements and then of rows, hence all marks come as one text; what the marks' editions hold is read once
//! and kept, since an edition never changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{PoisonError, RwLock};

use uuid::Uuid;

use super::{Identity, NoteRow, Place, Result, Store, StoreError, read};
use crate::domain::progress::{Editions, Mark};
use crate::domain::time::Millis;

/// Stand between the fields of a mark and between marks. Ids are made of letters, digits and hyphens.
const FIELD: &str = "\u{1f}";
/// See [`FIELD`].
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
pub(super) type KnownEditions = RwLock<HashMap<String, Vec<(String, String)>>>;

/// Kind, person, session; three texts; two numbers. What they are depends on the kind, see [`gather`].
type Row = (i64, Uuid, Uuid, String, String, String, i64, i64);

const WHO: i64 = 0;
const MARKS: i64 = 1;
const NOTE: i64 = 2;
const PLACE: i64 = 3;

/// One statement over everything of whoever the given one finds: $1 the workshop, $2 and $3 [`FIELD`] and [`END`].
macro_rules! all_of {
    ($who:literal) => {
        concat!(
            "with who (person, session, name, seen_at) as (",
            $who,
            ") select cast(0 as bigint), person, session, name, '', '', seen_at, cast(0 as bigint) from who ",
            "union all select 1, w.person, w.session, coalesce((select ",
            "string_agg(module || $2 || section || $2 || edition || $2 || cast(at as text), $3) ",
            "from marks m where m.person = w.person and m.workshop = $1), ''), '', '', 0, 0 from who w ",
            "union all select 2, n.person, w.session, n.module, n.section, n.body, n.revision, n.at ",
            "from who w join notes n on n.person = w.person and n.workshop = $1 and n.body <> '' ",
            "union all select 3, p.person, p.session, p.module, p.section, '', 0, p.at ",
            "from who w join places p on p.person = w.person and p.workshop = $1"
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
        let rows: Vec<Row> = read!(self, "reader", pool => {
            sqlx::query_as(BY_TOKEN)
                .bind(workshop).bind(FIELD).bind(END).bind(token_hash.as_slice()).bind(not_seen_since.0).fetch_all(pool).await?
        })?;
        self.with_editions(gather(rows, workshop)?).await
    }

    /// A person by id, in no browser in particular: the identity's session is the nil one, last used when the person came.
    pub async fn reader_of(&self, person: Uuid, workshop: &str) -> Result<Option<Reader>> {
        let rows: Vec<Row> = read!(self, "reader_of", pool => {
            sqlx::query_as(BY_PERSON).bind(workshop).bind(FIELD).bind(END).bind(person).fetch_all(pool).await?
        })?;
        let mut reader = gather(rows, workshop)?;
        if let Some(reader) = &mut reader {
            reader.identity.session = Uuid::nil();
        }
        self.with_editions(reader).await
    }

    /// Adds what the editions hold that the marks name.
    async fn with_editions(&self, reader: Option<Reader>) -> Result<Option<Reader>> {
        let Some(mut reader) = reader else { return Ok(None) };
        let mut unknown = Vec::new();
        {
            let known = self.0.editions.read().unwrap_or_else(PoisonError::into_inner);
            for mark in &reader.marks {
                if reader.editions.contains_key(&mark.edition) {
                    continue;
                }
                match known.get(&mark.edition) {
                    Some(sections) => drop(reader.editions.insert(mark.edition.clone(), sections.clone())),
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
            let sections: Vec<(String, String)> = serde_json::from_str(&text)?;
            self.0.editions.write().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), sections.clone());
            reader.editions.insert(id, sections);
        }
        Ok(Some(reader))
    }
}

/// Sorts the rows of [`all_of`] by what they are.
fn gather(rows: Vec<Row>, workshop: &str) -> Result<Option<Reader>> {
    let mut identity = None;
    let (mut marks, mut notes, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (kind, person, session, a, b, c, n, at) in rows {
        match kind {
            WHO => identity = Some(Identity { person, session, name: a, seen_at: Millis(n) }),
            MARKS => marks = a.split_terminator(END).map(mark).collect::<Result<_>>()?,
            NOTE => {
                let workshop = workshop.to_owned();
                notes.push(NoteRow { workshop, module: a, section: b, body: c, revision: n, at: Millis(at) });
            }
            PLACE => places.push(Place { session, module: a, section: b, at: Millis(at) }),
            _ => return Err(StoreError::Other(format!("a row of kind {kind} in what is kept of a person"))),
        }
    }
    Ok(identity.map(|identity| Reader { identity, marks, editions: BTreeMap::new(), notes, places }))
}

fn mark(text: &str) -> Result<Mark> {
    let fields: Vec<&str> = text.split(FIELD).collect();
    match (fields.as_slice(), fields.last().and_then(|at| at.parse().ok())) {
        ([module, section, edition, _], Some(at)) => {
            let [module, section, edition] = [module, section, edition].map(|field| (*field).to_owned());
            Ok(Mark { module, section, edition, at: Millis(at) })
        }
        _ => Err(StoreError::Other(format!("a mark that cannot be read: {text:?}"))),
    }
}
