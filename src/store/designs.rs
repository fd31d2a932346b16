//! Designs: each with all its revisions, and perhaps a link by which others may read it.

use uuid::Uuid;

use super::dialect::{hold_people, keep_person};
use super::{Result, Store, StoreError, read, write};
use crate::domain::time::Millis;

/// The most designs of a person; one more is refused.
pub const MOST_DESIGNS: i64 = 20;
/// So many revisions of a design are kept, the newest.
pub const MOST_REVISIONS: i64 = 200;
/// So many characters do the revisions of a design hold together; the newest stays, however long.
pub const MOST_CHARACTERS: i64 = 4 * 1024 * 1024;

/// A design in one of its revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignRow {
    /// Its id.
    pub id: Uuid,
    /// The workshop's id.
    pub workshop: String,
    /// The number of the revision; the first is 1.
    pub revision: i64,
    /// What its owner calls it.
    pub title: String,
    /// The design as JSON.
    pub body: String,
    /// What changed with this revision, in words.
    pub said: String,
    /// When this revision was made.
    pub at: Millis,
    /// When the design was begun.
    pub made_at: Millis,
    /// When it was chosen last.
    pub used_at: Millis,
    /// The link by which others may read it, when there is one.
    pub share: Option<Share>,
}

/// What a design is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignHead {
    /// Its id.
    pub id: Uuid,
    /// What its owner calls it.
    pub title: String,
    /// When it was changed last.
    pub at: Millis,
}

/// A link by which others may read a design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What the link is computed from, together with the portal's secret.
    pub seed: Uuid,
    /// The hash under which it is found. It is not the one of `seed` any more when the portal got another secret since.
    pub hash: Vec<u8>,
    /// When it was made.
    pub made_at: Millis,
}

/// What a revision says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRevision {
    /// What its owner calls the design.
    pub title: String,
    /// The design as JSON.
    pub body: String,
    /// What changed, in words.
    pub said: String,
}

/// One line of a design's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRow {
    /// The number of the revision.
    pub number: i64,
    /// What changed, in words.
    pub said: String,
    /// When.
    pub at: Millis,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is on disk, as the revision with this number.
    As(i64),
    /// Somebody changed the design meanwhile: it has this revision now, and nothing was kept.
    Behind(i64),
}

pub(super) type Row =
    (Uuid, String, i64, String, String, String, i64, i64, i64, Option<Uuid>, Option<Vec<u8>>, Option<i64>);

/// The columns of a [`Row`] and where they come from, with the number of the revision and what is wanted of it.
macro_rules! designs {
    ($revision:literal, $which:literal) => {
        concat!(
            "select d.id, d.workshop, r.number, r.title, r.body, r.said, r.at, d.made_at, d.used_at, s.seed, s.token_hash, s.made_at ",
            "from designs d join design_revisions r on r.design = d.id and r.number = ",
            $revision,
            " left join design_shares s on s.design = d.id where ",
            $which
        )
    };
}

pub(super) use designs;

pub(super) fn design(
    (id, workshop, revision, title, body, said, at, made_at, used_at, seed, hash, shared_at): Row,
) -> DesignRow {
    let (at, made_at, used_at) = (Millis(at), Millis(made_at), Millis(used_at));
    let share = seed.zip(hash).zip(shared_at);
    let share = share.map(|((seed, hash), at)| Share { seed, hash, made_at: Millis(at) });
    DesignRow { id, workshop, revision, title, body, said, at, made_at, used_at, share }
}

impl Store {
    /// What a person's designs in a workshop are called, the one chosen last first.
    pub async fn designs_of(&self, person: Uuid, workshop: &str) -> Result<Vec<DesignHead>> {
        let rows: Vec<(Uuid, String, i64)> = read!(self, "designs_of", pool => {
            sqlx::query_as(
                "select d.id, r.title, r.at from designs d join design_revisions r on r.design = d.id \
                 and r.number = d.revision where d.person = $1 and d.workshop = $2 order by d.used_at desc, d.id desc",
            ).bind(person).bind(workshop).fetch_all(pool).await?
        })?;
        Ok(rows.into_iter().map(|(id, title, at)| DesignHead { id, title, at: Millis(at) }).collect())
    }

    /// The design that a person chose last in a workshop.
    pub async fn current_design(&self, person: Uuid, workshop: &str) -> Result<Option<DesignRow>> {
        let row: Option<Row> = read!(self, "current_design", pool => {
            sqlx::query_as(designs!(
                "d.revision",
                "d.person = $1 and d.workshop = $2 order by d.used_at desc, d.id desc limit 1"
            )).bind(person).bind(workshop).fetch_optional(pool).await?
        })?;
        Ok(row.map(design))
    }

    /// The design that a person chose last, in whatever workshop.
    pub async fn latest_design(&self, person: Uuid) -> Result<Option<DesignRow>> {
        let row: Option<Row> = read!(self, "latest_design", pool => {
            sqlx::query_as(designs!("d.revision", "d.person = $1 order by d.used_at desc, d.id desc limit 1"))
                .bind(person).fetch_optional(pool).await?
        })?;
        Ok(row.map(design))
    }

    /// A design of a person: as it is now, or in an earlier revision.
    pub async fn design(&self, person: Uuid, id: Uuid, revision: Option<i64>) -> Result<Option<DesignRow>> {
        let row: Option<Row> = read!(self, "design", pool => {
            sqlx::query_as(designs!("coalesce($3, d.revision)", "d.id = $2 and d.person = $1"))
                .bind(person).bind(id).bind(revision).fetch_optional(pool).await?
        })?;
        Ok(row.map(design))
    }

    /// Begins a design and chooses it. False when the person has [`MOST_DESIGNS`] already; [`Gone`](StoreError::Gone) when they
    /// are not there.
    pub async fn add_design(
        &self,
        person: Uuid,
        id: Uuid,
        workshop: &str,
        first: NewRevision,
        at: Millis,
    ) -> Result<bool> {
        let workshop = workshop.to_owned();
        write!(self, "add_design", connection => {
            let there: Option<Uuid> =
                sqlx::query_scalar(keep_person(connection)).bind(person).fetch_optional(&mut *connection).await?;
            there.ok_or(StoreError::Gone)?;
            let kept: i64 = sqlx::query_scalar("select count(*) from designs where person = $1")
                .bind(person).fetch_one(&mut *connection).await?;
            if kept >= MOST_DESIGNS {
                return Ok(false);
            }
            sqlx::query("insert into designs (id, person, workshop, revision, made_at, used_at) values ($1, $2, $3, 1, $4, $4)")
                .bind(id).bind(person).bind(workshop).bind(at.0).execute(&mut *connection).await?;
            sqlx::query("insert into design_revisions (design, number, title, body, said, at) values ($1, 1, $2, $3, $4, $5)")
                .bind(id).bind(first.title).bind(first.body).bind(first.said).bind(at.0).execute(&mut *connection).await?;
            Ok(true)
        })
    }

    /// The id of the design that a person chose last in a workshop; when there is none, this one is begun. Of several that do this at
    /// the same moment, one begins it and all get the same. None when the person has [`MOST_DESIGNS`] already;
    /// [`Gone`](StoreError::Gone) when they are not there.
    pub async fn chosen_or_begun(
        &self,
        person: Uuid,
        id: Uuid,
        workshop: &str,
        first: NewRevision,
        at: Millis,
    ) -> Result<Option<Uuid>> {
        let workshop = workshop.to_owned();
        write!(self, "chosen_or_begun", connection => {
            let there: Vec<(Uuid, String)> = sqlx::query_as(hold_people(connection))
                .bind(person).bind(person).fetch_all(&mut *connection).await?;
            if there.is_empty() {
                return Err(StoreError::Gone);
            }
            let chosen: Option<Uuid> = sqlx::query_scalar(
                "select id from designs where person = $1 and workshop = $2 order by used_at desc, id desc limit 1",
            ).bind(person).bind(&workshop).fetch_optional(&mut *connection).await?;
            if chosen.is_some() {
                return Ok(chosen);
            }
            let kept: i64 = sqlx::query_scalar("select count(*) from designs where person = $1")
                .bind(person).fetch_one(&mut *connection).await?;
            if kept >= MOST_DESIGNS {
                return Ok(None);
            }
            sqlx::query("insert into designs (id, person, workshop, revision, made_at, used_at) values ($1, $2, $3, 1, $4, $4)")
                .bind(id).bind(person).bind(workshop).bind(at.0).execute(&mut *connection).await?;
            sqlx::query("insert into design_revisions (design, number, title, body, said, at) values ($1, 1, $2, $3, $4, $5)")
                .bind(id).bind(first.title).bind(first.body).bind(first.said).bind(at.0).execute(&mut *connection).await?;
            Ok(Some(id))
        })
    }

    /// Makes a new revision of a design that is at the revision `base`. None when it is not theirs or not there.
    pub async fn change_design(
        &self,
        person: Uuid,
        id: Uuid,
        base: i64,
        next: NewRevision,
        at: Millis,
    ) -> Result<Option<Kept>> {
        write!(self, "change_design", connection => {
            sqlx::query(keep_person(connection)).bind(person).execute(&mut *connection).await?;
            let changed = sqlx::query("update designs set revision = revision + 1 where id = $1 and person = $2 and revision = $3")
                .bind(id).bind(person).bind(base).execute(&mut *connection).await?.rows_affected();
            if changed == 0 {
                let now: Option<i64> = sqlx::query_scalar("select revision from designs where id = $1 and person = $2")
                    .bind(id).bind(person).fetch_optional(&mut *connection).await?;
                return Ok(now.map(Kept::Behind));
            }
            sqlx::query("insert into design_revisions (design, number, title, body, said, at) values ($1, $2, $3, $4, $5, $6)")
                .bind(id).bind(base + 1).bind(next.title).bind(next.body).bind(next.said).bind(at.0)
                .execute(&mut *connection).await?;
            sqlx::query("delete from design_revisions where design = $1 and number <= $2")
                .bind(id).bind(base + 1 - MOST_REVISIONS).execute(&mut *connection).await?;
            sqlx::query(
                "delete from design_revisions where design = $1 and number < $2 and number in (select number from \
                 (select number, sum(length(body)) over (order by number desc) as held from design_revisions \
                 where design = $1) as sums where held > $3)",
            ).bind(id).bind(base + 1).bind(MOST_CHARACTERS).execute(&mut *connection).await?;
            Ok(Some(Kept::As(base + 1)))
        })
    }

    /// Chooses a design. False when it is not theirs or not there.
    pub async fn use_design(&self, person: Uuid, id: Uuid, at: Millis) -> Result<bool> {
        write!(self, "use_design", one statement, connection => {
            let changed = sqlx::query("update designs set used_at = $3 where id = $1 and person = $2")
                .bind(id).bind(person).bind(at.0).execute(&mut *connection).await?;
            Ok(changed.rows_affected() > 0)
        })
    }

    /// Deletes a design with its history and its link. False when it is not theirs or not there.
    pub async fn delete_design(&self, person: Uuid, id: Uuid) -> Result<bool> {
        write!(self, "delete_design", erasing, connection => {
            let gone = sqlx::query("delete from designs where id = $1 and person = $2")
                .bind(id).bind(person).execute(&mut *connection).await?;
            Ok(gone.rows_affected() > 0)
        })
    }

    /// The history of a design, newest first; nothing when it is not theirs or not there.
    pub async fn design_history(&self, person: Uuid, id: Uuid) -> Result<Vec<RevisionRow>> {
        let rows: Vec<(i64, String, i64)> = read!(self, "design_history", pool => {
            sqlx::query_as(
                "select r.number, r.said, r.at from design_revisions r join designs d on d.id = r.design \
                 where d.id = $2 and d.person = $1 order by r.number desc",
            ).bind(person).bind(id).fetch_all(pool).await?
        })?;
        Ok(rows.into_iter().map(|(number, said, at)| RevisionRow { number, said, at: Millis(at) }).collect())
    }

    /// Makes the link by which others may read a design, unless there is one. False when the design is not theirs or not there.
    pub async fn share_design(&self, person: Uuid, id: Uuid, hash: [u8; 32], seed: Uuid, at: Millis) -> Result<bool> {
        write!(self, "share_design", connection => {
            sqlx::query(keep_person(connection)).bind(person).execute(&mut *connection).await?;
            let there: Option<Uuid> = sqlx::query_scalar("select id from designs where id = $1 and person = $2")
                .bind(id).bind(person).fetch_optional(&mut *connection).await?;
            if there.is_none() {
                return Ok(false);
            }
            sqlx::query(
                "insert into design_shares (token_hash, design, seed, made_at) values ($1, $2, $3, $4) on conflict (design) do nothing",
            ).bind(hash.to_vec()).bind(id).bind(seed).bind(at.0).execute(&mut *connection).await?;
            Ok(true)
        })
    }

    /// Ends the link. False when there was none of theirs.
    pub async fn unshare_design(&self, person: Uuid, id: Uuid) -> Result<bool> {
        write!(self, "unshare_design", erasing, connection => {
            let gone = sqlx::query(
                "delete from design_shares where design in (select id from designs where id = $1 and person = $2)",
            ).bind(id).bind(person).execute(&mut *connection).await?;
            Ok(gone.rows_affected() > 0)
        })
    }

    /// The design that this link shows, as it is now.
    pub async fn shared_design(&self, hash: &[u8; 32]) -> Result<Option<DesignRow>> {
        let row: Option<Row> = read!(self, "shared_design", pool => {
            sqlx::query_as(designs!("d.revision", "s.token_hash = $1"))
                .bind(hash.as_slice()).fetch_optional(pool).await?
        })?;
        Ok(row.map(design))
    }
}
