//! Work that takes long.

use super::error::Wrong;

/// Works where it keeps nobody waiting: away from the threads that serve. What fails is named in the log by what it was about.
pub async fn aside<T: Send + 'static>(
    about: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Wrong> {
    tokio::task::spawn_blocking(work).await.map_err(|panic| {
        tracing::error!(%panic, about, "work failed");
        Wrong::Internal
    })
}
