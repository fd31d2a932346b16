//! `podium backup` and `podium restore`.

use std::path::Path;

use podium::config::Config;
use podium::store::{self, BackupReport};

use super::{Failure, block_on, print};

/// Copies the database, also while a portal serves from it.
pub fn backup(config: &Config, to: &Path) -> Result<(), Failure> {
    let report = block_on(async { Ok(store::backup(&config.database, to).await?) })?;
    print(&format!("The copy is {}", words(&report)));
    if config.secret.is_some() {
        print("Keep the secret from the settings as well: without it, continue codes open nothing.");
    }
    Ok(())
}

/// Puts a copy in the place of the database.
pub fn restore(config: &Config, from: &Path, force: bool) -> Result<(), Failure> {
    let report = block_on(async { Ok(store::restore(&config.database, from, force).await?) })?;
    print(&format!("The database is {}", words(&report)));
    if let Some(replaced) = &report.replaced {
        print(&format!("The one before is kept as {}", replaced.display()));
    }
    Ok(())
}

fn words(report: &BackupReport) -> String {
    let rows: Vec<String> =
        report.rows.iter().filter(|(_, rows)| *rows > 0).map(|(table, rows)| format!("{rows} {table}")).collect();
    let rows = if rows.is_empty() { "nothing in it yet".to_owned() } else { rows.join(", ") };
    format!("{} ({} bytes): {rows}", report.file.display(), report.bytes)
}
