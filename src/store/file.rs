//! The files of an SQLite database: who may read them, who has them open, how a name gets onto the disk.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use super::{Result, StoreError};

/// How long a connection waits for another one that is in its way.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// How a portal opens its file.
pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .statement_cache_capacity(200)
        .optimize_on_close(true, None)
}

/// How a file is opened only to be looked at or copied; nothing in it is changed.
pub(super) fn looking(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY)
}

/// Takes the lock beside a database file; who has it is the only one to write there.
pub(super) fn lock(path: &Path) -> Result<File> {
    let beside = beside(path, ".lock");
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    private(&mut options);
    let file = options.open(&beside).map_err(|error| trouble(&beside, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(StoreError::Unavailable(format!("{} is in use by another podium; stop that one first", path.display())))
        }
        Err(TryLockError::Error(error)) => Err(trouble(&beside, &error)),
    }
}

/// Whether somebody has that lock now.
pub(super) fn is_held(path: &Path) -> Result<bool> {
    let beside = beside(path, ".lock");
    let file = match OpenOptions::new().write(true).open(&beside) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(trouble(&beside, &error)),
    };
    match file.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(trouble(&beside, &error)),
    }
}

/// Makes an empty file that only its owner can read, which is a database without tables. False when one is there already.
pub(super) fn make_private(path: &Path) -> Result<bool> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    match options.open(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(trouble(path, &error)),
    }
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}

/// Gives a file that was made by another user, such as the administrator who restores a database, to the one whose file or
/// folder this is. Only the administrator can, and only they need to.
#[cfg(unix)]
pub(super) fn give_to_owner_of(like: &Path, path: &Path) {
    use std::os::unix::fs::{MetadataExt as _, chown};
    if let (Ok(like), Ok(own)) = (like.metadata(), path.metadata())
        && (like.uid(), like.gid()) != (own.uid(), own.gid())
    {
        let _ = chown(path, Some(like.uid()), Some(like.gid()));
    }
}

#[cfg(not(unix))]
pub(super) fn give_to_owner_of(_: &Path, _: &Path) {}

/// The path of a file that belongs to another: `podium.db` and `.lock` give `podium.db.lock`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The folder that a file is in.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Waits until what a file holds is on the disk.
pub(super) fn sync(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| trouble(path, &error))
}

/// Waits until the names in a folder are on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    // Elsewhere a folder cannot be opened as a file.
    if cfg!(unix) { sync(folder) } else { Ok(()) }
}

/// Removes a file that may not be there.
pub(super) fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(trouble(path, &error)),
        _ => Ok(()),
    }
}

/// What the system says of a file.
pub(super) fn trouble(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("{}: {error}", path.display()))
}
