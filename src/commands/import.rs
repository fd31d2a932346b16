//! `podium import`: any Markdown handout as a workshop's folder.

use std::fs;
use std::path::Path;

use podium::app::load_content;
use podium::content::Severity;
use podium::content::import::{Imported, Options, import};
use podium::content::slug::is_id;

use super::check::located;
use super::{Failure, print, today};

/// Makes the folder and prints what was made, and what could not be placed as it was. Writes nothing into a folder that is
/// there already, and leaves none behind when something goes wrong.
pub fn run(handout: &Path, out: &Path) -> Result<(), Failure> {
    let refused = |path: &Path, what: &str, error: std::io::Error| {
        Failure::Refused(format!("{} {what}: {error}", path.display()))
    };
    let bytes = fs::read(handout).map_err(|error| refused(handout, "cannot be read", error))?;
    if out.exists() {
        return Err(Failure::Refused(format!(
            "{} is there already; give a folder that is not, so that nothing is overwritten",
            out.display()
        )));
    }
    let name = handout.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !is_id(&folder) {
        return Err(Failure::Refused(format!(
            "a workshop is called by its folder, and {folder:?} is no id; give --out a name of lower-case letters, digits and single hyphens"
        )));
    }
    let made = import(&name, &bytes, Options { id: Some(&folder), ..Options::default() })
        .map_err(|error| Failure::Refused(format!("{}: {error}", handout.display())))?;
    // Beside its place first, so that a full disk leaves no half of a workshop.
    let beside = out.with_file_name(format!("{folder}.part"));
    let _ = fs::remove_dir_all(&beside);
    write(&made, &beside).and_then(|()| fs::rename(&beside, out)).map_err(|error| {
        let _ = fs::remove_dir_all(&beside);
        refused(out, "cannot be written", error)
    })?;
    print(made.report.to_string().trim_end());
    verify(out)
}

fn write(made: &Imported, folder: &Path) -> std::io::Result<()> {
    for (path, text) in &made.files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

/// What is written has to be accepted by the check; anything else is a defect of the import.
fn verify(folder: &Path) -> Result<(), Failure> {
    let loaded = load_content(Some(folder), today())
        .map_err(|error| Failure::Refused(format!("{} cannot be read again: {error}", folder.display())))?;
    for finding in &loaded.findings {
        print(&located(folder, finding));
    }
    if loaded.findings.iter().any(|finding| finding.severity == Severity::Fault) {
        return Err(Failure::Refused(format!(
            "the workshop in {} has faults: a defect of the import, please report it with the handout",
            folder.display()
        )));
    }
    print(&format!("Show it with: podium serve --content {}", folder.display()));
    Ok(())
}
