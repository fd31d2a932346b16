//! What people do with the portal, without any script, on each database.

mod content_changes;
mod continuing;
mod finding;
mod long_lists;
mod me;
mod notes;
mod planner;
mod reading;

use crate::support::{Folder, Page, Person, Portal};

/// The portals to run a story on, serving the workshop in this folder.
async fn serving(folder: &Folder) -> Vec<Portal> {
    Portal::on_each_database(&["--content", &folder.argument()]).await
}

/// Whether a module page shows a section as done: its form then takes the mark back.
fn is_done(page: &Page, section: &str) -> bool {
    assert_eq!(page.count(&format!("#_mark-{section} form")), 1, "no form for {section}: {}", page.body);
    page.count(&format!("#_mark-{section} form input[name=undo][value='1']")) == 1
}

/// The sections of a module page that are done.
fn done(page: &Page) -> Vec<String> {
    let bars = page.attributes("[id^=_mark-]", "id");
    let ids = bars.iter().filter_map(|id| id.strip_prefix("_mark-"));
    ids.filter(|id| is_done(page, id)).map(str::to_owned).collect()
}

/// The note on a section as the page shows it.
fn note(page: &Page, section: &str) -> String {
    page.text(&format!("#_note-{section} textarea[name=body]"))
}

/// The continue code that `/me` shows.
pub async fn code_of(person: &Person) -> String {
    person.sends("/me/code", &[]).await;
    let page = person.reads("/me").await;
    page.text("#code .phrase")
}
