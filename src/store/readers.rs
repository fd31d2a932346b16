//! The connections that read an SQLite file.
//!
//! A pool of ours and not the library's: that one asks a connection's thread whether it is well each time it gets it back,
//! which costs as much as a small read. A connection to a file does not go away.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{PATIENCE, Result, StoreError};

/// Connections that read at the same time, each with one user at a time.
pub(super) struct Readers {
    free: Mutex<Vec<SqliteConnection>>,
    places: Semaphore,
    count: u32,
}

/// A connection while somebody reads with it.
pub(super) struct Held<'a> {
    // None only while it is given back.
    connection: Option<SqliteConnection>,
    home: &'a Readers,
    _place: SemaphorePermit<'a>,
}

impl Readers {
    /// Opens so many connections.
    pub(super) async fn open(options: &SqliteConnectOptions, count: u32) -> Result<Self> {
        let mut free = Vec::new();
        for _ in 0..count {
            free.push(options.connect().await?);
        }
        Ok(Self { free: Mutex::new(free), places: Semaphore::new(count as usize), count })
    }

    /// Waits for a connection that nobody reads with.
    pub(super) async fn take(&self) -> Result<Held<'_>> {
        let unavailable = |why: &str| StoreError::Unavailable(why.to_owned());
        let place = match self.places.try_acquire() {
            Ok(place) => place,
            Err(_) => tokio::time::timeout(PATIENCE, self.places.acquire())
                .await
                .map_err(|_| unavailable("no connection to the database became free"))?
                .map_err(|_| unavailable("the database is closed"))?,
        };
        let connection = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = connection.ok_or_else(|| unavailable("the database is closed"))?;
        Ok(Held { connection: Some(connection), home: self, _place: place })
    }

    /// Waits for those who read, then closes all connections.
    pub(super) async fn close(&self) {
        let all = self.places.acquire_many(self.count).await;
        self.places.close();
        drop(all);
        let connections = std::mem::take(&mut *self.free.lock().unwrap_or_else(PoisonError::into_inner));
        for connection in connections {
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, "a connection that reads was not closed cleanly");
            }
        }
    }
}

impl Deref for Held<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.connection.as_ref().expect("it is given back only at the end")
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection.as_mut().expect("it is given back only at the end")
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.home.free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}
