//! The truth about people, on SQLite or PostgreSQL: the only place with SQL.
//!
//! Both databases get the same text. A read takes any connection that is free. A change on SQLite goes to the one writer, which
//! lets changes that wait at the same time share a commit (see `writer.rs`); on PostgreSQL it is a transaction of its own.
//! Either way a verb answers only when what it changed is on disk.

mod api_tokens;
mod attempts;
mod audit;
mod backup;
mod bank;
mod certificates;
mod class;
mod cohorts;
mod continue_codes;
mod designs;
mod dialect;
mod door;
mod error;
mod everything;
mod facilitators;
mod file;
mod identities;
mod invitations;
mod marks;
mod member;
mod members;
mod merge;
mod migrations;
mod notes;
mod outbox;
mod people;
mod places;
mod plans;
mod platform_services;
mod platforms;
mod reader;
mod readers;
mod rehearsers;
mod second_factors;
mod settings;
mod shown_designs;
mod signing_keys;
mod writer;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};

pub use api_tokens::{ApiTokenRow, Borne, MOST_API_TOKENS, NewApiToken};
pub use attempts::{AttemptRow, NewAttempt, Purpose};
pub use audit::{Actor, AuditRow, Deed, Entry};
pub use backup::{BackupReport, backup, restore};
pub use bank::Synced;
pub use certificates::{CertificateRow, Issued};
pub use class::{ClassDesign, ClassMark, ClassMember};
pub use cohorts::{CohortRow, CohortRun, NewCohort, Runner, StaffChange, StaffRow};
pub use continue_codes::CodeRow;
pub use designs::{
    DesignHead, DesignRow, Kept, MOST_CHARACTERS, MOST_DESIGNS, MOST_REVISIONS, NewRevision, RevisionRow, Share,
};
pub use door::EntryBefore;
pub use error::StoreError;
pub use everything::{Device, Everything, Receipt};
pub use facilitators::{Alive, Facilitator, FacilitatorSession, NewAccount, NewSession, Outcome, SignedIn};
pub use identities::{NewIdentityAccount, ProviderIdentity, Ticket};
pub use invitations::{Invitation, InvitationRow, NewInvitation};
pub use marks::Edition;
pub use member::{ClassTries, MemberDesign};
pub use members::{Joined, MemberRow, Membership, NewMember, RosterRow};
pub use merge::Merged;
pub use notes::{NoteRow, SavedNote};
pub use outbox::{HeldStatement, NewStatement, OutboxState, Pulse, ToldRow};
pub use people::{Identity, NewParticipant, Pruned, SessionRow};
pub use places::Place;
pub use plans::{MOST_PLANS, PlanRow};
pub use platform_services::{Course, ScoreRow, ScoreState};
pub use platforms::{GradesTo, LaunchTicket, Platform};
pub use reader::Reader;
pub use second_factors::{SecondFactor, Shown};
pub use signing_keys::SigningKey;

use bank::KnownRevisions;
use reader::KnownEditions;
use readers::Readers;
use writer::{Extent, Writer};

/// Connections that read at the same time on SQLite.
const SQLITE_READERS: u32 = 4;
/// Connections to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 10;
/// How long a request waits for a connection before the store counts as unavailable.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the store's verbs answer with.
pub type Result<T> = std::result::Result<T, StoreError>;

/// The database of a portal. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Opened>);

struct Opened {
    database: Database,
    /// Editions read before; they never change.
    editions: KnownEditions,
    /// Revisions of questions read before; they never change.
    revisions: KnownRevisions,
}

enum Database {
    Lite {
        read: Readers,
        writer: Writer,
        /// Held as long as the store is open, so that no other portal writes to the same file; none for a
        /// [visit](Store::visit) beside one.
        _lock: Option<File>,
    },
    Postgres(PgPool),
}

/// Reads with the same text on either database: with a connection to a file, or with the pool of a server's connections.
macro_rules! read {
    ($store:expr, $verb:literal, $pool:ident => $body:expr) => {{
        let started = std::time::Instant::now();
        let answer: $crate::store::Result<_> = match &$store.0.database {
            $crate::store::Database::Lite { read, .. } => {
                async {
                    let mut held = read.take().await?;
                    let $pool: &mut sqlx::SqliteConnection = &mut held;
                    Ok($body)
                }
                .await
            }
            $crate::store::Database::Postgres($pool) => async { Ok($body) }.await,
        };
        $crate::store::measure($verb, started);
        answer
    }};
}

/// Changes with the same text on either database, in one transaction that is on disk when this answers. The body owns what
/// it uses: on SQLite it is carried to the writer. `one statement` says that the body fits [`Extent::One`], `erasing` that what
/// it takes away must not stay behind in a file ([`Extent::Erasing`]).
macro_rules! write {
    ($store:expr, $verb:literal, one statement, $connection:ident => $body:expr) => {
        $crate::store::write!(@ $crate::store::Extent::One, $store, $verb, $connection => $body)
    };
    ($store:expr, $verb:literal, erasing, $connection:ident => $body:expr) => {
        $crate::store::write!(@ $crate::store::Extent::Erasing, $store, $verb, $connection => $body)
    };
    ($store:expr, $verb:literal, $connection:ident => $body:expr) => {
        $crate::store::write!(@ $crate::store::Extent::Several, $store, $verb, $connection => $body)
    };
    (@ $extent:expr, $store:expr, $verb:literal, $connection:ident => $body:expr) => {{
        let started = std::time::Instant::now();
        let answer = match &$store.0.database {
            $crate::store::Database::Lite { writer, .. } => {
                writer.run($extent, move |$connection: &mut sqlx::SqliteConnection| Box::pin(async move { $body })).await
            }
            $crate::store::Database::Postgres(pool) => {
                $crate::store::answering(async {
                    let mut transaction = pool.begin().await?;
                    let $connection: &mut sqlx::PgConnection = &mut transaction;
                    let answer = $crate::store::answering(async move { $body }).await?;
                    transaction.commit().await?;
                    Ok(answer)
                })
                .await
            }
        };
        $crate::store::measure($verb, started);
        answer
    }};
}

pub(crate) use {read, write};

/// Tells the compiler that a block of a verb answers with the store's errors.
fn answering<T, F: Future<Output = Result<T>>>(block: F) -> F {
    block
}

fn measure(verb: &'static str, started: std::time::Instant) {
    metrics::histogram!("podium_store_seconds", "verb" => verb).record(started.elapsed().as_secs_f64());
}

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Location {
    File(PathBuf),
    Server(String),
}

fn locate(url: &str) -> Location {
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        return Location::Server(url.to_owned());
    }
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    Location::File(PathBuf::from(path))
}

impl Store {
    /// Opens the database, making and migrating it as needed. A file is locked against other processes that would write.
    pub async fn open(url: &str) -> Result<Self> {
        let database = match locate(url) {
            Location::File(path) => open_file(&path).await?,
            Location::Server(url) => Database::Postgres(open_server(&url).await?),
        };
        Ok(Self::of(database))
    }

    /// The same for a command that makes a small change and ends, also while a portal serves from the file: the database
    /// itself lets one of the two write at a time. [`Refused`](StoreError::Refused) when that portal is of another version.
    pub async fn visit(url: &str) -> Result<Self> {
        match locate(url) {
            Location::File(path) if path.exists() && file::is_held(&path)? => {
                let about = |error: StoreError| error.about(path.display());
                let mut looking = file::looking(&path).connect().await.map_err(|error| about(error.into()))?;
                let version = migrations::version_of(&mut looking).await.map_err(about)?;
                looking.close().await?;
                if version != migrations::newest() {
                    return Err(StoreError::Refused(format!(
                        "{} is served by a podium of another version; use the same program as that one",
                        path.display()
                    )));
                }
                Ok(Self::of(connect(&path, None).await?))
            }
            _ => Self::open(url).await,
        }
    }

    fn of(database: Database) -> Self {
        Self(Arc::new(Opened { database, editions: KnownEditions::default(), revisions: KnownRevisions::default() }))
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<()> {
        read!(self, "ready", pool => {
            sqlx::query("select 1").execute(pool).await?;
        })
    }

    /// Waits for the changes that are under way, then closes the database cleanly.
    pub async fn close(&self) {
        match &self.0.database {
            Database::Lite { read, writer, .. } => {
                read.close().await;
                writer.close().await;
            }
            Database::Postgres(pool) => pool.close().await,
        }
    }
}

async fn open_server(url: &str) -> Result<PgPool> {
    let options = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).acquire_timeout(PATIENCE);
    let pool = options.connect(url).await?;
    migrations::run_on_server(&pool).await?;
    Ok(pool)
}

async fn open_file(path: &Path) -> Result<Database> {
    let lock = file::lock(path)?;
    file::make_private(path)?;
    migrations::run_on_file(path).await?;
    connect(path, Some(lock)).await
}

async fn connect(path: &Path, lock: Option<File>) -> Result<Database> {
    let options = file::options(path);
    let writer = Writer::open(options.clone()).await?;
    let reading = options.read_only(true).optimize_on_close(false, None);
    let read = Readers::open(&reading, SQLITE_READERS).await.map_err(|error| error.about(path.display()))?;
    Ok(Database::Lite { read, writer, _lock: lock })
}
