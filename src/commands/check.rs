//! `podium check`: everything that is wrong with a workshop, at once.

use std::fmt::Write as _;
use std::path::Path;

use podium::app::check_content;
use podium::content::{Finding, Loaded, Severity};

use super::{Failure, explain, print, say, today};

/// Checks the folder and prints what was found to the standard output, one finding a line; of a sound folder also the tree of
/// a wizard when one is asked for.
pub fn run(folder: &Path, strict: bool, wizard: Option<&str>) -> Result<(), Failure> {
    if !folder.is_dir() {
        let what = if folder.exists() { "is a file" } else { "is not there" };
        return Err(Failure::Refused(format!(
            "{} {what}; give a folder with a workshop.toml, or a folder of such folders",
            folder.display()
        )));
    }
    let loaded = check_content(folder, today())
        .map_err(|error| Failure::Refused(format!("{} cannot be read: {error}", folder.display())))?;
    for finding in &loaded.findings {
        print(&located(folder, finding));
    }
    let of = |severity| loaded.findings.iter().filter(|finding| finding.severity == severity).count();
    let (faults, warnings) = (of(Severity::Fault), of(Severity::Warning));
    let advice = if strict { loaded.advice.as_slice() } else { &[] };
    for finding in advice {
        print(&located(folder, finding));
    }
    say(&summary(&loaded, faults, warnings, strict.then_some(advice.len())));
    if let (Some(wizard), Some(library)) = (wizard, &loaded.library) {
        explain::run(library, wizard)?;
    }
    if faults > 0 || (strict && warnings + advice.len() > 0) { Err(Failure::Faulty) } else { Ok(()) }
}

/// A finding with the path as it can be opened from here.
pub(super) fn located(folder: &Path, finding: &Finding) -> String {
    folder.join(finding.to_string()).display().to_string()
}

fn summary(loaded: &Loaded, faults: usize, warnings: usize, advice: Option<usize>) -> String {
    let number = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let mut text = format!("{}, {}", number(faults, "fault"), number(warnings, "warning"));
    if let Some(pieces) = advice {
        let _ = write!(text, ", {} of advice", number(pieces, "piece"));
    }
    for workshop in loaded.library.iter().flat_map(|library| &library.workshops) {
        let sections = workshop.modules.iter().map(|module| module.sections.len()).sum();
        let _ = write!(
            text,
            "\n{}: {}, {}, {}, {}, {}, {}",
            workshop.id,
            number(workshop.modules.len(), "module"),
            number(sections, "section"),
            number(workshop.glossary.len(), "term"),
            number(workshop.questions.len(), "question"),
            match workshop.quizzes.len() {
                1 => "1 quiz".to_owned(),
                n => format!("{n} quizzes"),
            },
            number(workshop.decisions.len(), "wizard")
        );
    }
    text
}
