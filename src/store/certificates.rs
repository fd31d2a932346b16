//! Certificates: what the portal has signed for people who completed a cohort. They are the person's.

use uuid::Uuid;

use super::audit::{Entry, record};
use super::{Result, Store, read, write};
use crate::domain::time::Millis;

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRow {
    /// By which its page is found. It is not to be guessed.
    pub id: Uuid,
    /// Whose it is.
    pub person: Uuid,
    /// For which cohort; none once that was deleted.
    pub cohort: Option<Uuid>,
    /// What the portal signed.
    pub credential: String,
    /// When.
    pub issued_at: Millis,
    /// Since when it is good no more.
    pub withdrawn_at: Option<Millis>,
}

/// What became of a certificate that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issued {
    /// It is kept, in the place of an earlier one of the same person for the same cohort.
    Kept,
    /// A facilitator took the one for this cohort back: there is no other.
    Withdrawn,
    /// The person is not in the cohort.
    NotIn,
}

type Row = (Uuid, Uuid, Option<Uuid>, String, i64, Option<i64>);

fn certificate((id, person, cohort, credential, issued_at, withdrawn_at): Row) -> CertificateRow {
    CertificateRow {
        id,
        person,
        cohort,
        credential,
        issued_at: Millis(issued_at),
        withdrawn_at: withdrawn_at.map(Millis),
    }
}

impl Store {
    /// Keeps a certificate of somebody who is in the cohort, in the place of the one they had for it. `withdrawn_at` is
    /// passed over: a new one is good.
    pub async fn issue_certificate(&self, new: CertificateRow) -> Result<Issued> {
        write!(self, "issue_certificate", connection => {
            let member: Option<Uuid> = sqlx::query_scalar(
                "select id from members where person = $1 and cohort = $2 and left_at is null and removed_at is null",
            ).bind(new.person).bind(new.cohort).fetch_optional(&mut *connection).await?;
            if member.is_none() {
                return Ok(Issued::NotIn);
            }
            sqlx::query("delete from certificates where person = $1 and cohort = $2 and withdrawn_at is null")
                .bind(new.person).bind(new.cohort).execute(&mut *connection).await?;
            let kept = sqlx::query(
                "insert into certificates (id, person, cohort, credential, issued_at) values ($1, $2, $3, $4, $5) \
                 on conflict (person, cohort) do nothing",
            )
            .bind(new.id).bind(new.person).bind(new.cohort).bind(&new.credential).bind(new.issued_at.0)
            .execute(&mut *connection).await?.rows_affected();
            Ok(if kept == 1 { Issued::Kept } else { Issued::Withdrawn })
        })
    }

    /// The certificate of this id; none when there is none any more.
    pub async fn certificate(&self, id: Uuid) -> Result<Option<CertificateRow>> {
        let row: Option<Row> = read!(self, "certificate", pool => {
            sqlx::query_as("select id, person, cohort, credential, issued_at, withdrawn_at from certificates where id = $1")
                .bind(id).fetch_optional(pool).await?
        })?;
        Ok(row.map(certificate))
    }

    /// The certificates of a person, the newest first.
    pub async fn certificates_of(&self, person: Uuid) -> Result<Vec<CertificateRow>> {
        let rows: Vec<Row> = read!(self, "certificates_of", pool => {
            sqlx::query_as(
                "select id, person, cohort, credential, issued_at, withdrawn_at from certificates where person = $1 \
                 order by issued_at desc, id",
            ).bind(person).fetch_all(pool).await?
        })?;
        Ok(rows.into_iter().map(certificate).collect())
    }

    /// The certificate that somebody in a cohort has taken for it, whichever of their entries took it.
    pub async fn member_certificate(&self, cohort: Uuid, member: Uuid) -> Result<Option<CertificateRow>> {
        let row: Option<Row> = read!(self, "member_certificate", pool => {
            sqlx::query_as(
                "select c.id, c.person, c.cohort, c.credential, c.issued_at, c.withdrawn_at from certificates c \
                 join members m on m.person = c.person and m.cohort = c.cohort \
                 where m.cohort = $1 and (m.id = $2 or m.same_as = $2) order by c.issued_at desc limit 1",
            ).bind(cohort).bind(member).fetch_optional(pool).await?
        })?;
        Ok(row.map(certificate))
    }

    /// Certificates that are good no more, the last one first, each with the time.
    pub async fn withdrawn_certificates(&self) -> Result<Vec<(Uuid, Millis)>> {
        let rows: Vec<(Uuid, i64)> = read!(self, "withdrawn_certificates", pool => {
            sqlx::query_as(
                "select id, withdrawn_at from certificates where withdrawn_at is not null order by withdrawn_at desc, id",
            ).fetch_all(pool).await?
        })?;
        Ok(rows.into_iter().map(|(id, at)| (id, Millis(at))).collect())
    }

    /// Takes a certificate for this cohort back, for good. False when there is none that is good.
    pub async fn withdraw_certificate(&self, cohort: Uuid, id: Uuid, at: Millis, entry: Entry) -> Result<bool> {
        write!(self, "withdraw_certificate", connection => {
            let withdrawn = sqlx::query(
                "update certificates set withdrawn_at = $3 where id = $1 and cohort = $2 and withdrawn_at is null",
            ).bind(id).bind(cohort).bind(at.0).execute(&mut *connection).await?.rows_affected();
            if withdrawn == 1 {
                record!(connection, entry);
            }
            Ok(withdrawn == 1)
        })
    }

    /// Deletes a certificate of a person. One that was taken back stays, so that it is not simply taken anew. False when there is
    /// none that they may delete.
    pub async fn delete_certificate(&self, person: Uuid, id: Uuid) -> Result<bool> {
        write!(self, "delete_certificate", erasing, connection => {
            let gone = sqlx::query("delete from certificates where id = $1 and person = $2 and withdrawn_at is null")
                .bind(id).bind(person).execute(&mut *connection).await?.rows_affected();
            Ok(gone == 1)
        })
    }
}
