//! The name of what is served now: every answer carries it, so that a page which is open since before a new build or new
//! content can offer to be loaded again.

use std::fmt::Write as _;

use axum::http::HeaderName;
use sha2::{Digest, Sha256};

use super::assets;
use crate::content::model::Workshop;

/// The header that carries it.
pub const BUILD: HeaderName = HeaderName::from_static("x-podium-build");

/// The name of this program's pages with this content: 16 hexadecimal digits. Every instance that serves the same has the
/// same name.
#[must_use]
pub fn of(workshops: &[Workshop]) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    };
    add(env!("CARGO_PKG_VERSION"));
    let assets = assets::addresses();
    for address in [&assets.css, &assets.page_js, &assets.keep_js, &assets.icon] {
        add(address);
    }
    for workshop in workshops {
        add(&workshop.id);
        add(&workshop.title);
        add(&workshop.summary);
        for module in &workshop.modules {
            add(&module.id);
            add(&module.title);
            add(&module.summary);
            add(&module.intro);
            module.goals.iter().for_each(|goal| add(goal));
            for section in &module.sections {
                add(&section.id);
                add(&section.title_html);
                add(&section.html);
            }
        }
        for term in &workshop.glossary {
            add(&term.id);
            add(&term.definition);
        }
        for question in &workshop.questions {
            add(&question.id);
            add(&question.prompt);
            add(&question.explanation);
        }
        for quiz in &workshop.quizzes {
            add(&quiz.id);
            add(&quiz.title);
            add(&quiz.intro);
            quiz.questions.iter().for_each(|question| add(question));
        }
        for decision in &workshop.decisions {
            // Every word of it may stand on a page, so it is all taken.
            add(&format!("{decision:?}"));
        }
        for (path, file) in &workshop.files {
            add(path);
            add(&file.tag);
        }
    }
    hash.finalize()[..8].iter().fold(String::new(), |mut name, byte| {
        // Writing into a string cannot fail.
        let _ = write!(name, "{byte:02x}");
        name
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Folder, load};

    #[test]
    fn the_name_changes_with_the_content_and_with_nothing_else() {
        let name = |words: &str| {
            let manifest = "id = \"w\"\ntitle = \"W\"\nsummary = \"S\"\nlanguage = \"en\"\nmodules = [\"a\"]\n";
            let module = format!(
                "+++\ntitle = \"A\"\nsummary = \"S\"\nminutes = 5\ngoals = [\"Tell\"]\n+++\n\n## One\n\n{words}\n"
            );
            let files = [("workshop.toml", manifest.to_owned()), ("modules/a.md", module)];
            let folder = Folder::from_files(files.map(|(path, text)| (path.to_owned(), text.into_bytes().into())));
            let loaded = load(&folder, jiff::civil::date(2026, 11, 24));
            of(&loaded.library.unwrap_or_else(|| panic!("{:?}", loaded.findings)).workshops)
        };
        assert_eq!(name("Words."), name("Words."));
        assert_ne!(name("Words."), name("Other words."));
        assert_eq!(name("Words.").len(), 16);
    }
}
