//! `handout.toml`: the outline of the handout a workshop was made from, and what became of each of its links.

use super::fields::{Fields, Toml, shown};
use super::model::{Handout, HandoutHeading, HandoutLink, LinkState, SectionRef};
use super::resolve::Atlas;
use super::slug::nearest;
use super::source::Source;

/// Reads the outline and finds where each heading and link is taught.
pub(super) fn read(source: &Source, atlas: &Atlas<'_>) -> Option<Handout> {
    let toml = Toml::parse(source, 0..source.text.len(), 0)?;
    let fields = toml.fields("handout.toml");
    fields.require(&["title"]);
    let handout = Handout {
        title: fields.filled("title").unwrap_or_default().value,
        source: fields.address("source").map(|address| address.value),
        headings: fields.tables("heading", "[[heading]]").into_iter().map(|entry| heading(entry, atlas)).collect(),
    };
    fields.finish();
    Some(handout)
}

fn heading(entry: Fields<'_>, atlas: &Atlas<'_>) -> HandoutHeading {
    entry.require(&["title", "level"]);
    let heading = HandoutHeading {
        title: entry.filled("title").unwrap_or_default().value,
        level: entry.number("level", 1..=6).and_then(|level| level.try_into().ok()).unwrap_or(1),
        taught: taught(&entry, atlas),
        note: entry.filled("note").map(|note| note.value),
        links: entry.tables("link", "[[heading.link]]").into_iter().map(|entry| link(entry, atlas)).collect(),
    };
    entry.finish();
    heading
}

fn link(entry: Fields<'_>, atlas: &Atlas<'_>) -> HandoutLink {
    entry.require(&["text", "url"]);
    let link = HandoutLink {
        text: entry.text("text").unwrap_or_default().value,
        url: as_in_the_handout(&entry).unwrap_or_default(),
        taught: taught(&entry, atlas),
        state: state(&entry).unwrap_or(LinkState::Unchecked),
        now: entry.address("now").map(|address| address.value),
        note: entry.filled("note").map(|note| note.value),
    };
    entry.finish();
    link
}

/// The address of a link as the handout gives it; a path is one too, a script is none.
fn as_in_the_handout(entry: &Fields<'_>) -> Option<String> {
    let url = entry.text("url")?;
    let before = url.value.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = before.split_once(':').map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
    if let Some(scheme) = scheme.filter(|scheme| !["http", "https", "mailto", "tel"].contains(&scheme.as_str())) {
        let scheme = shown(&scheme);
        entry
            .source()
            .fault(url.at, format!("a link cannot begin with “{scheme}:”; use https:, http:, mailto:, tel: or a path"));
        return None;
    }
    Some(url.value)
}

fn state(entry: &Fields<'_>) -> Option<LinkState> {
    let states = [
        ("unchecked", LinkState::Unchecked),
        ("ok", LinkState::Ok),
        ("moved", LinkState::Moved),
        ("outdated", LinkState::Outdated),
        ("gone", LinkState::Gone),
    ];
    let word = entry.text("state")?;
    let state = states.into_iter().find(|(known, _)| *known == word.value).map(|(_, state)| state);
    if state.is_none() {
        let near = nearest(&word.value, states.map(|(known, _)| known));
        let advice = near.map(|near| format!("did you mean “{near}”? ")).unwrap_or_default();
        let message =
            format!("“{}” is no state; {advice}it is unchecked, ok, moved, outdated or gone", shown(&word.value));
        entry.source().fault(word.at, message);
    }
    state
}

fn taught(entry: &Fields<'_>, atlas: &Atlas<'_>) -> Option<SectionRef> {
    let place = entry.text("taught")?;
    match find(&place.value, atlas) {
        Ok((found, note)) => {
            if let Some(note) = note {
                entry.source().warning(place.at, note);
            }
            Some(found)
        }
        Err(message) => {
            entry.source().fault(place.at, message);
            None
        }
    }
}

/// A place, with a note when it was written under a former name; or why there is no such place.
pub(super) type Found = Result<(SectionRef, Option<String>), String>;

/// Looks up `module` or `module#section`.
pub(super) fn find(place: &str, atlas: &Atlas<'_>) -> Found {
    let (module, section) = place.split_once('#').map_or((place, None), |(module, section)| (module, Some(section)));
    let today = |m: usize, section: Option<&str>| SectionRef {
        module: atlas.modules[m].id.clone(),
        section: section.map(str::to_owned),
    };
    let found = atlas.find_module(module);
    if let Some((m, false)) = found
        && section.is_none_or(|section| atlas.modules[m].sections.iter().any(|known| known == section))
    {
        return Ok((today(m, section), None));
    }
    if let Some((m, s)) = section.and_then(|section| atlas.former_section(module, section)) {
        let right = today(m, Some(&atlas.modules[m].sections[s]));
        let note =
            format!("“{}” is a former name; write “{}#{}”", shown(place), right.module, atlas.modules[m].sections[s]);
        return Ok((right, Some(note)));
    }
    match (found, section) {
        (None, _) => Err(atlas.no_module(module)),
        (Some((m, _)), None) => {
            let note = format!("“{}” is a former name; write “{}”", shown(place), atlas.modules[m].id);
            Ok((today(m, None), Some(note)))
        }
        (Some((m, _)), Some(section)) if atlas.modules[m].anchors.contains(section) => {
            Err(format!("“{}” is a heading inside a section; name the section itself", shown(section)))
        }
        (Some((m, _)), Some(section)) => Err(atlas.no_section(m, section)),
    }
}
