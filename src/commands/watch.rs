//! Follows the author's folder: what changes there is served at once, what is wrong is said in the terminal and on the pages.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use podium::app::App;
use podium::web::now::Now;
use tokio::sync::mpsc;

use super::check::located;
use super::{Failure, say, today};

/// Editors write a file in several steps; what changes within this time is read once.
const SETTLE: Duration = Duration::from_millis(80);

/// Starts following, also across the folder's being replaced as a whole.
pub fn follow(app: App, folder: PathBuf) -> Result<(), Failure> {
    let refused = |error: notify::Error| Failure::Refused(format!("{} cannot be followed: {error}", folder.display()));
    let whole = std::path::absolute(&folder).unwrap_or_else(|_| folder.clone());
    let (tell, changes) = mpsc::unbounded_channel();
    let below = whole.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading is an event as well; following it would have us read for ever. Neighbours of the folder, perhaps our own
        // database, are none of its business.
        let ours =
            |event: notify::Event| !event.kind.is_access() && event.paths.iter().any(|path| path.starts_with(&below));
        if event.map_or(true, ours) {
            let _ = tell.send(());
        }
    })
    .map_err(refused)?;
    watcher.watch(&whole, RecursiveMode::Recursive).map_err(refused)?;
    if let Some(parent) = whole.parent() {
        watcher.watch(parent, RecursiveMode::NonRecursive).map_err(refused)?;
    }
    tokio::spawn(reload(app, folder, whole, changes, watcher));
    Ok(())
}

async fn reload(
    app: App,
    folder: PathBuf,
    whole: PathBuf,
    mut changes: mpsc::UnboundedReceiver<()>,
    mut watcher: RecommendedWatcher,
) {
    while changes.recv().await.is_some() {
        while tokio::time::timeout(SETTLE, changes.recv()).await.is_ok_and(|change| change.is_some()) {}
        // A folder that came in the place of the old one has to be followed anew; for the old one this changes nothing.
        let _ = watcher.watch(&whole, RecursiveMode::Recursive);
        match app.reload(folder.clone(), today(), Now::read().0).await {
            Ok(findings) => report(&app, &folder, &findings),
            Err(error) => tracing::error!(%error, "the changed content could not be taken over"),
        }
    }
}

fn report(app: &App, folder: &Path, findings: &[podium::content::Finding]) {
    for finding in findings {
        say(&located(folder, finding));
    }
    if app.shelf().faults.is_empty() {
        tracing::info!(warnings = findings.len(), "the content was read again");
    } else {
        tracing::warn!(findings = findings.len(), "the content is faulty; the last good version goes on serving");
    }
}
