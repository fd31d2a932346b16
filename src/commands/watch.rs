//! Follows the author's folder: what changes there is served at once, what is wrong is said in the terminal and on the pages.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use podium::app::App;
use tokio::sync::mpsc;

use super::check::located;
use super::{Failure, say, today};

/// Editors write a file in several steps; what changes within this time is read once.
const SETTLE: Duration = Duration::from_millis(80);

/// Starts following. The watcher works as long as it is kept.
pub fn follow(app: App, folder: PathBuf) -> Result<RecommendedWatcher, Failure> {
    let refused = |error: notify::Error| Failure::Refused(format!("{} cannot be followed: {error}", folder.display()));
    let (tell, changes) = mpsc::unbounded_channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Reading is an event as well; following it would have us read for ever.
        if event.map_or(true, |event| !event.kind.is_access()) {
            let _ = tell.send(());
        }
    })
    .map_err(refused)?;
    watcher.watch(&folder, RecursiveMode::Recursive).map_err(refused)?;
    tokio::spawn(reload(app, folder, changes));
    Ok(watcher)
}

async fn reload(app: App, folder: PathBuf, mut changes: mpsc::UnboundedReceiver<()>) {
    while changes.recv().await.is_some() {
        while tokio::time::timeout(SETTLE, changes.recv()).await.is_ok_and(|change| change.is_some()) {}
        match app.reload(folder.clone(), today()).await {
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
