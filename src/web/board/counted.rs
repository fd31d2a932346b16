//! The board of an anonymous cohort: counts for each module and section, and nobody's row.

use askama::Template;

use crate::domain::board::{Board, FEWEST_COUNTED, FEWEST_DIVIDED, Veiled};
use crate::domain::cohort::Need;
use crate::domain::outline::Outline;
use crate::store::CohortRow;
use crate::web::error::Wrong;
use crate::web::home;

/// The element `#_board`.
#[derive(Template)]
#[template(path = "board/counted.html")]
struct Counted {
    /// Such as "42 people".
    people: String,
    /// Those who are done, in words; none where nothing says who is.
    done: Option<String>,
    /// There are so few people that nothing is counted out.
    too_few: bool,
    fewest: usize,
    fewest_divided: usize,
    modules: Vec<ModuleCounts>,
}

struct ModuleCounts {
    title: String,
    begun: String,
    finished: String,
    /// Title, and by how many it is done.
    sections: Vec<(String, String)>,
}

/// The element `#_board`.
pub(super) fn draw(board: &Board, cohort: &CohortRow, outline: &Outline) -> Result<String, Wrong> {
    let people = board.rows.len();
    let words = |count: usize| Veiled::of(count, people).words();
    let shown = outline.modules.iter().zip(&board.modules);
    let shown = shown.filter(|(module, _)| cohort.settings.schedule.plan(&module.id).need != Need::Hidden);
    let modules = shown.map(|(module, summary)| ModuleCounts {
        title: module.title.clone(),
        begun: words(summary.begun),
        finished: words(summary.finished),
        sections: module
            .sections
            .iter()
            .zip(&summary.sections)
            .filter(|(section, _)| !section.is_hidden())
            .map(|(section, done)| (section.title.clone(), words(*done)))
            .collect(),
    });
    let counted = Counted {
        people: home::people(people),
        done: board.rows.first().filter(|row| !row.standing.parts.is_empty()).map(|_| words(board.counts().done)),
        too_few: people < FEWEST_DIVIDED,
        fewest: FEWEST_COUNTED,
        fewest_divided: FEWEST_DIVIDED,
        modules: modules.collect(),
    };
    Ok(counted.render()?)
}
