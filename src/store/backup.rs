//! Copies of an SQLite database while a portal serves from it, and the way back.
//!
//! A copy is written under another name beside its place, checked, brought to the disk and only then given its name, so
//! that what has the name is whole.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

use super::{Location, Result, StoreError, file, locate, migrations};

/// What a command may tell of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// The file that was written.
    pub file: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// The version of its tables.
    pub version: i64,
    /// Each table with its number of rows, in alphabetical order.
    pub rows: Vec<(String, u64)>,
    /// Where the file is kept that was there before; only a restore replaces one.
    pub replaced: Option<PathBuf>,
}

/// Writes a consistent copy of the database to a file that is not there yet, also while a portal serves from it.
///
/// [`Refused`](StoreError::Refused) for a PostgreSQL server, for a file that is there already, and when there is no database.
pub async fn backup(url: &str, to: &Path) -> Result<BackupReport> {
    let Location::File(database) = locate(url) else { return Err(refuse_server(to, Way::Out)) };
    if !database.is_file() {
        return Err(refuse(format!(
            "there is no database at {}; give the one the portal serves from with --database",
            database.display()
        )));
    }
    let taken = || refuse(format!("{} is there already; give another name, or move it away first", to.display()));
    if to.symlink_metadata().is_ok() {
        return Err(taken());
    }
    let mut source = look_into(&database).await?;
    let unfinished = Unfinished::beside(to)?;
    let (version, rows) = copy(&mut source, &unfinished.0, to).await?;
    source.close().await.map_err(|error| StoreError::from(error).about(database.display()))?;
    unfinished
        .become_new(to)
        .map_err(|error| if error.kind() == ErrorKind::AlreadyExists { taken() } else { file::trouble(to, &error) })?;
    file::sync_folder(file::folder(to))?;
    report(to, version, rows, None)
}

/// Makes a copy the database again. What is there already is replaced only by `force`, and kept beside it.
///
/// [`Refused`](StoreError::Refused) for a PostgreSQL server, for a file that is no sound database of a podium that this one
/// can read, and when there is a database and no `force`. [`Unavailable`](StoreError::Unavailable) while a portal serves
/// from the database.
pub async fn restore(url: &str, from: &Path, force: bool) -> Result<BackupReport> {
    let Location::File(database) = locate(url) else { return Err(refuse_server(from, Way::Back)) };
    if !from.is_file() {
        return Err(refuse(format!("there is no file {}; give one that podium backup wrote", from.display())));
    }
    if same_file(from, &database) {
        return Err(refuse(format!("{} is the database itself; give a copy of it", from.display())));
    }
    let there = database.symlink_metadata().is_ok();
    if there && !force {
        return Err(refuse(format!(
            "{} is there already; --force replaces it, and keeps it beside the new one",
            database.display()
        )));
    }
    let _lock = file::lock(&database)?;
    let mut source = look_into(from).await?;
    let unfinished = Unfinished::beside(&database)?;
    let (version, rows) = copy(&mut source, &unfinished.0, from).await?;
    source.close().await.map_err(|error| StoreError::from(error).about(from.display()))?;
    let owner = if there { &database } else { file::folder(&database) };
    file::give_to_owner_of(owner, &unfinished.0);
    file::give_to_owner_of(owner, &file::beside(&database, ".lock"));
    let replaced = if there { Some(put_aside(&database).await?) } else { None };
    // What a database that was lost left beside it belongs to no other.
    for suffix in ["-wal", "-shm", "-journal"] {
        file::remove(&file::beside(&database, suffix))?;
    }
    file::sync_folder(file::folder(&database))?;
    std::fs::rename(&unfinished.0, &database).map_err(|error| file::trouble(&database, &error))?;
    file::sync_folder(file::folder(&database))?;
    report(&database, version, rows, replaced)
}

/// Copies what a connection sees at this moment to a file that is not there yet, has it checked and brought to the disk.
/// Answers with the version of its tables and the number of rows in each. `about` is the file that faults are told of.
pub(super) async fn copy(source: &mut SqliteConnection, to: &Path, about: &Path) -> Result<(i64, Vec<(String, u64)>)> {
    // An absolute path is never taken for anything else than a path.
    let to = std::path::absolute(to).map_err(|error| file::trouble(to, &error))?;
    let Some(name) = to.to_str() else {
        return Err(refuse(format!("{} is not Unicode, which a copy's name has to be", to.display())));
    };
    file::make_private(&to)?;
    let copied = sqlx::query("vacuum into $1").bind(name).execute(&mut *source).await;
    copied.map_err(|error| StoreError::from(error).about(about.display()))?;
    file::sync(&to)?;
    let mut copy = file::looking(&to).connect().await.map_err(|error| StoreError::from(error).about(to.display()))?;
    let checked = check(&mut copy).await;
    copy.close().await.map_err(|error| StoreError::from(error).about(to.display()))?;
    checked.map_err(|error| error.about(about.display()))
}

/// Whether a copy is sound: what SQLite finds, whether all that is somebody's has its person, and what is in it.
async fn check(copy: &mut SqliteConnection) -> Result<(i64, Vec<(String, u64)>)> {
    let found: Vec<String> = sqlx::query_scalar("pragma integrity_check(5)").fetch_all(&mut *copy).await?;
    if found != ["ok"] {
        return Err(StoreError::Other(format!("it is damaged: {}", found.join("; "))));
    }
    let orphans = sqlx::query("pragma foreign_key_check").fetch_all(&mut *copy).await?.len();
    if orphans > 0 {
        return Err(StoreError::Other(format!("it is damaged: {orphans} rows belong to nobody")));
    }
    let version = migrations::version_of(copy).await?;
    let tables: Vec<String> = sqlx::query_scalar(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> '_sqlx_migrations' \
         order by name",
    ).fetch_all(&mut *copy).await?;
    let mut rows = Vec::with_capacity(tables.len());
    for table in tables {
        let quoted = table.replace('"', "\"\"");
        // The name is a table's own, and quoted.
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from \"{quoted}\"")))
            .fetch_one(&mut *copy)
            .await?;
        rows.push((table, u64::try_from(count).unwrap_or(0)));
    }
    Ok((version, rows))
}

/// Opens a database to copy it, if it is one of ours and not newer than this program.
async fn look_into(path: &Path) -> Result<SqliteConnection> {
    let opened = async {
        let mut source = file::looking(path).connect().await?;
        let version = migrations::version_of(&mut source).await?;
        Ok::<_, StoreError>((source, version))
    };
    let (source, version) = match opened.await {
        Ok(opened) => opened,
        Err(StoreError::Other(why)) => {
            return Err(refuse(format!("{} is no database of a podium: {why}", path.display())));
        }
        Err(error) => return Err(error.about(path.display())),
    };
    if version == 0 {
        return Err(refuse(format!("{} is no database of a podium: it has none of its tables", path.display())));
    }
    if version > migrations::newest() {
        return Err(refuse(migrations::newer(path.display(), version)));
    }
    Ok(source)
}

/// Keeps a database under another name, whole, ready to be replaced. Answers with that name.
async fn put_aside(database: &Path) -> Result<PathBuf> {
    // What still stands in its log goes into the file, if it can be read at all.
    let options = SqliteConnectOptions::new().filename(database);
    if let Ok(mut old) = options.connect().await {
        let _ = sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut old).await;
        let _ = old.close().await;
    }
    let mut n = 1;
    let kept = loop {
        let kept = file::beside(database, &format!(".replaced-{n}"));
        match std::fs::hard_link(database, &kept) {
            Ok(()) => break kept,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => n += 1,
            // Not every file system lets a file have two names.
            Err(_) if !kept.exists() => {
                std::fs::copy(database, &kept).map_err(|error| file::trouble(&kept, &error))?;
                file::sync(&kept)?;
                break kept;
            }
            Err(_) => n += 1,
        }
    };
    // A log that could not be brought in stays with its file, and never meets the new one.
    for suffix in ["-wal", "-journal"] {
        let log = file::beside(database, suffix);
        if log.metadata().is_ok_and(|log| log.len() > 0) {
            std::fs::rename(&log, file::beside(&kept, suffix)).map_err(|error| file::trouble(&log, &error))?;
        }
    }
    Ok(kept)
}

/// A copy that has not got its name yet. Removed when it never gets it.
struct Unfinished(PathBuf);

impl Unfinished {
    fn beside(target: &Path) -> Result<Self> {
        let path = file::beside(target, &format!(".unfinished-{}", std::process::id()));
        file::remove(&path)?;
        Ok(Self(path))
    }

    /// Gives it the name of a file that is not there.
    fn become_new(&self, target: &Path) -> std::io::Result<()> {
        match std::fs::hard_link(&self.0, target) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            // Not every file system lets a file have two names.
            Err(_) => std::fs::rename(&self.0, target),
            Ok(()) => Ok(()),
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = file::remove(&file::beside(&self.0, suffix));
        }
    }
}

#[derive(Clone, Copy)]
enum Way {
    Out,
    Back,
}

/// What to do instead, with the tools of PostgreSQL.
fn refuse_server(path: &Path, way: Way) -> StoreError {
    let path = path.display();
    refuse(match way {
        Way::Out => format!(
            "podium backup copies SQLite files; for PostgreSQL use its own tool: pg_dump --format=custom --file={path} \"$PODIUM_DATABASE\""
        ),
        Way::Back => format!(
            "podium restore puts SQLite files back; for PostgreSQL use its own tool: pg_restore --clean --if-exists --single-transaction --dbname=\"$PODIUM_DATABASE\" {path}"
        ),
    })
}

fn refuse(why: String) -> StoreError {
    StoreError::Refused(why)
}

fn same_file(a: &Path, b: &Path) -> bool {
    a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

fn report(path: &Path, version: i64, rows: Vec<(String, u64)>, replaced: Option<PathBuf>) -> Result<BackupReport> {
    let bytes = path.metadata().map_err(|error| file::trouble(path, &error))?.len();
    Ok(BackupReport { file: path.to_owned(), bytes, version, rows, replaced })
}
