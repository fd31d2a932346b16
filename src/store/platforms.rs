//! Learning platforms, and who comes from them into which cohort.

use uuid::Uuid;

use super::audit::{Entry, record};
use super::cohorts::{CohortRow, cohort};
use super::{Result, Store, StoreError, read, write};
use crate::domain::time::Millis;

/// A learning platform, as an owner registered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// Its id here.
    pub id: Uuid,
    /// What people here call it.
    pub name: String,
    /// What it calls itself.
    pub issuer: String,
    /// What it calls this portal.
    pub client: String,
    /// Where people are sent to be named.
    pub login_url: String,
    /// Where this portal gets access to its services.
    pub token_url: String,
    /// Where its keys are.
    pub keys_url: String,
    /// Where people see their courses; empty when that is the issuer's address.
    pub courses_url: String,
    /// The deployments that may come in; all when there are none.
    pub deployments: Vec<String>,
    /// When it was registered.
    pub made_at: Millis,
}

/// A launch on its way into a window of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaunchTicket {
    /// From which platform.
    pub platform: Uuid,
    /// A keyed hash of the deployment and of the platform's name for somebody.
    pub subject_hash: [u8; 32],
    /// Into which cohort.
    pub cohort: Uuid,
    /// What the platform calls them; may be empty.
    pub name: String,
    /// Where in the workshop it leads; empty for its home.
    pub target: String,
    /// Where what they do there is passed back to; none when the platform takes no scores, or the cohort has no names.
    pub grades: Option<GradesTo>,
}

/// Where a link's grades go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradesTo {
    /// The platform's column.
    pub column: String,
    /// The platform's name for somebody, sealed.
    pub sealed_subject: Vec<u8>,
    /// The module that the link is about; empty when it is about something else.
    pub module: String,
    /// The quiz that the link is about; empty when it is about something else.
    pub quiz: String,
}

/// Platforms, as they are read.
type Row = (Uuid, String, String, String, String, String, String, String, String, i64);

fn platform(row: Row) -> Result<Platform> {
    let (id, name, issuer, client, login_url, token_url, keys_url, courses_url, deployments, made_at) = row;
    let deployments = serde_json::from_str(&deployments)?;
    let made_at = Millis(made_at);
    Ok(Platform { id, name, issuer, client, login_url, token_url, keys_url, courses_url, deployments, made_at })
}

impl Store {
    /// All platforms, by name.
    pub async fn platforms(&self) -> Result<Vec<Platform>> {
        let rows: Vec<Row> = read!(self, "platforms", pool => {
            sqlx::query_as(
                "select id, name, issuer, client, login_url, token_url, keys_url, courses_url, deployments, made_at \
                 from platforms order by lower(name), made_at, id",
            ).fetch_all(pool).await?
        })?;
        rows.into_iter().map(platform).collect()
    }

    /// A platform.
    pub async fn platform(&self, id: Uuid) -> Result<Option<Platform>> {
        let row: Option<Row> = read!(self, "platform", pool => {
            sqlx::query_as(
                "select id, name, issuer, client, login_url, token_url, keys_url, courses_url, deployments, made_at \
                 from platforms where id = $1",
            ).bind(id).fetch_optional(pool).await?
        })?;
        row.map(platform).transpose()
    }

    /// The registrations of an issuer, the first first.
    pub async fn platforms_of(&self, issuer: &str) -> Result<Vec<Platform>> {
        let rows: Vec<Row> = read!(self, "platforms_of", pool => {
            sqlx::query_as(
                "select id, name, issuer, client, login_url, token_url, keys_url, courses_url, deployments, made_at \
                 from platforms where issuer = $1 order by made_at, id",
            ).bind(issuer).fetch_all(pool).await?
        })?;
        rows.into_iter().map(platform).collect()
    }

    /// Registers a platform. [`Taken`](StoreError::Taken) when there is one of this issuer and client.
    pub async fn add_platform(&self, new: Platform, entry: Entry) -> Result<()> {
        let deployments = serde_json::to_string(&new.deployments)?;
        write!(self, "add_platform", connection => {
            sqlx::query(
                "insert into platforms (id, name, issuer, client, login_url, token_url, keys_url, courses_url, deployments, made_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            ).bind(new.id).bind(new.name).bind(new.issuer).bind(new.client).bind(new.login_url).bind(new.token_url)
                .bind(new.keys_url).bind(new.courses_url).bind(deployments).bind(new.made_at.0)
                .execute(&mut *connection).await?;
            record!(connection, entry);
            Ok(())
        })
    }

    /// Takes a platform away, with who came from it as whom; the people stay where they are. False when it is not there.
    pub async fn remove_platform(&self, id: Uuid, entry: Entry) -> Result<bool> {
        write!(self, "remove_platform", erasing, connection => {
            let gone = sqlx::query("delete from platforms where id = $1").bind(id).execute(&mut *connection).await?;
            if gone.rows_affected() > 0 {
                record!(connection, entry);
            }
            Ok(gone.rows_affected() > 0)
        })
    }

    /// A cohort that is not put away, whoever runs it: for somebody whom a platform sends.
    pub async fn cohort_to_launch(&self, id: Uuid) -> Result<Option<CohortRow>> {
        type Text = (Uuid, String, String, String, i64, Option<String>, i64, Option<i64>);
        let row: Option<Text> = read!(self, "cohort_to_launch", pool => {
            sqlx::query_as(
                "select id, workshop, name, settings, revision, code, made_at, archived_at from cohorts \
                 where id = $1 and archived_at is null",
            ).bind(id).fetch_optional(pool).await?
        })?;
        row.map(cohort).transpose()
    }

    /// Notes that somebody came back from a platform on this way. False when somebody did before. Ways that have ended are
    /// forgotten. [`Gone`](StoreError::Gone) when the platform was taken away.
    pub async fn return_once(
        &self,
        state_hash: [u8; 32],
        platform: Uuid,
        expires_at: Millis,
        now: Millis,
    ) -> Result<bool> {
        write!(self, "return_once", connection => {
            sqlx::query("delete from platform_returns where expires_at <= $1").bind(now.0).execute(&mut *connection).await?;
            let there: i64 = sqlx::query_scalar("select count(*) from platforms where id = $1")
                .bind(platform).fetch_one(&mut *connection).await?;
            if there == 0 {
                return Err(StoreError::Gone);
            }
            let first = sqlx::query(
                "insert into platform_returns (state_hash, platform, expires_at) values ($1, $2, $3) on conflict (state_hash) do nothing",
            ).bind(state_hash.to_vec()).bind(platform).bind(expires_at.0).execute(&mut *connection).await?;
            Ok(first.rows_affected() > 0)
        })
    }

    /// Keeps a launch until it has its window. An earlier one of the same person into the same cohort ends, and those that are
    /// too old are forgotten.
    pub async fn keep_ticket(
        &self,
        token_hash: [u8; 32],
        ticket: LaunchTicket,
        until: Millis,
        now: Millis,
    ) -> Result<()> {
        let (column, subject, module, quiz) = match ticket.grades {
            Some(GradesTo { column, sealed_subject, module, quiz }) => (column, Some(sealed_subject), module, quiz),
            None => Default::default(),
        };
        write!(self, "keep_ticket", connection => {
            sqlx::query(
                "delete from platform_tickets where expires_at <= $1 or (platform = $2 and subject_hash = $3 and cohort = $4)",
            ).bind(now.0).bind(ticket.platform).bind(ticket.subject_hash.to_vec()).bind(ticket.cohort)
                .execute(&mut *connection).await?;
            sqlx::query(
                "insert into platform_tickets (token_hash, platform, subject_hash, cohort, name, target, expires_at, grade_column, \
                 sealed_subject, module, quiz) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            ).bind(token_hash.to_vec()).bind(ticket.platform).bind(ticket.subject_hash.to_vec()).bind(ticket.cohort)
                .bind(ticket.name).bind(ticket.target).bind(until.0).bind(column).bind(subject).bind(module).bind(quiz)
                .execute(&mut *connection).await?;
            Ok(())
        })
    }

    /// The launch behind a token, when it was not used and is not too old. It stays good.
    pub async fn ticket(&self, token_hash: &[u8; 32], now: Millis) -> Result<Option<LaunchTicket>> {
        let row: Option<TicketText> = read!(self, "ticket", pool => {
            sqlx::query_as(
                "select platform, subject_hash, cohort, name, target, grade_column, sealed_subject, module, quiz from platform_tickets where token_hash = $1 and expires_at > $2",
            ).bind(token_hash.as_slice()).bind(now.0).fetch_optional(pool).await?
        })?;
        row.map(ticket).transpose()
    }

    /// The same, and uses it up: of two who bring it at the same time one gets it.
    pub async fn take_ticket(&self, token_hash: [u8; 32], now: Millis) -> Result<Option<LaunchTicket>> {
        let row: Option<TicketText> = write!(self, "take_ticket", one statement, connection => {
            Ok(sqlx::query_as(
                "delete from platform_tickets where token_hash = $1 and expires_at > $2 \
                 returning platform, subject_hash, cohort, name, target, grade_column, sealed_subject, module, quiz",
            ).bind(token_hash.to_vec()).bind(now.0).fetch_optional(&mut *connection).await?)
        })?;
        row.map(ticket).transpose()
    }

    /// As whom somebody of a platform comes into a cohort; none when they never did.
    pub async fn person_of_platform(&self, ticket: &LaunchTicket) -> Result<Option<Uuid>> {
        read!(self, "person_of_platform", pool => {
            sqlx::query_scalar("select person from platform_people where platform = $1 and subject_hash = $2 and cohort = $3")
                .bind(ticket.platform).bind(ticket.subject_hash.as_slice()).bind(ticket.cohort).fetch_optional(pool).await?
        })
    }

    /// From now on somebody of a platform comes into a cohort as this person. Answers as whom they do: as another one, when that
    /// was settled before.
    pub async fn settle_person(&self, ticket: LaunchTicket, person: Uuid, at: Millis) -> Result<Uuid> {
        write!(self, "settle_person", connection => {
            sqlx::query(
                "insert into platform_people (platform, subject_hash, cohort, person, since) values ($1, $2, $3, $4, $5) \
                 on conflict (platform, subject_hash, cohort) do nothing",
            ).bind(ticket.platform).bind(ticket.subject_hash.to_vec()).bind(ticket.cohort).bind(person).bind(at.0)
                .execute(&mut *connection).await?;
            let settled: Uuid = sqlx::query_scalar(
                "select person from platform_people where platform = $1 and subject_hash = $2 and cohort = $3",
            ).bind(ticket.platform).bind(ticket.subject_hash.to_vec()).bind(ticket.cohort)
                .fetch_one(&mut *connection).await?;
            Ok(settled)
        })
    }
}

type TicketText = (Uuid, Vec<u8>, Uuid, String, String, String, Option<Vec<u8>>, String, String);

fn ticket((platform, subject, cohort, name, target, column, sealed, module, quiz): TicketText) -> Result<LaunchTicket> {
    let subject_hash =
        <[u8; 32]>::try_from(subject).map_err(|_| StoreError::Other("a hash of another length is kept".to_owned()))?;
    let grades = sealed.map(|sealed_subject| GradesTo { column, sealed_subject, module, quiz });
    Ok(LaunchTicket { platform, subject_hash, cohort, name, target, grades })
}
