//! Whether a module holds what the handout has in its place: read again with the same parser and compared.

use super::compose::Composer;
use super::links::Fate;
use super::survey::Survey;

/// A module's share of the handout. What stands in footnotes is compared footnote by footnote.
#[derive(Default)]
pub(super) struct Share {
    /// Whether it is an image, and its address as it must be now.
    pub(super) links: Vec<(bool, String)>,
    codes: Vec<String>,
    tables: usize,
    pub(super) words: usize,
}

/// The share of each module.
pub(super) fn shares(composer: &Composer<'_>) -> Vec<Share> {
    let (survey, plan) = (composer.survey, composer.plan);
    let mut shares: Vec<Share> = plan.modules.iter().map(|_| Share::default()).collect();
    for (link, fate) in survey.links.iter().zip(composer.fates) {
        if let (None, Fate::Kept(url)) = (&link.footnote, fate) {
            shares[plan.place(link.range.start).0].links.push((link.image, url.clone()));
        }
    }
    for code in survey.codes.iter().filter(|code| code.footnote.is_none()) {
        shares[plan.place(code.range.start).0].codes.push(code.text.trim_end().to_owned());
    }
    for table in &survey.tables {
        shares[plan.place(*table).0].tables += 1;
    }
    for (at, count) in &survey.words {
        shares[plan.place(*at).0].words += count;
    }
    shares
}

/// Says what the module's text lacks or has too much of.
pub(super) fn module(composer: &Composer<'_>, share: &Share, m: usize, body: &str) -> Result<(), String> {
    let Ok(read) = Survey::read(body) else { return Err("quotes or lists are nested too deep".to_owned()) };
    let links: Vec<(bool, String)> =
        read.links.iter().filter(|link| link.footnote.is_none()).map(|link| (link.image, link.url.clone())).collect();
    if links != share.links {
        let wrong =
            share.links.iter().zip(&links).find(|(a, b)| a != b).map(|(a, b)| format!("{} became {}", a.1, b.1));
        let (before, after) = (share.links.len(), links.len());
        return Err(format!("{before} links and images became {after}; {}", wrong.unwrap_or_default()));
    }
    let codes: Vec<&str> =
        read.codes.iter().filter(|code| code.footnote.is_none()).map(|code| code.text.trim_end()).collect();
    if codes != share.codes {
        return Err(format!("{} code blocks became {} or changed", share.codes.len(), codes.len()));
    }
    if read.tables.len() != share.tables {
        return Err(format!("{} tables became {}", share.tables, read.tables.len()));
    }
    let sections: Vec<Option<&str>> = read
        .headings
        .iter()
        .filter(|heading| heading.top && heading.level == 2)
        .map(|heading| heading.id.as_deref())
        .collect();
    let planned: Vec<Option<&str>> =
        composer.plan.modules[m].sections.iter().map(|section| Some(section.id.as_str())).collect();
    if sections != planned {
        return Err(format!("{} sections became {}", planned.len(), sections.len()));
    }
    for label in composer.footnotes_named(m) {
        let links = |survey: &Survey| -> Vec<usize> {
            let inside = |footnote: &Option<String>| footnote.as_deref() == Some(*label);
            (0..survey.links.len()).filter(|i| inside(&survey.links[*i].footnote)).collect()
        };
        let wanted: Vec<&str> = links(composer.survey)
            .into_iter()
            .filter_map(|i| match &composer.fates[i] {
                Fate::Kept(url) => Some(url.as_str()),
                Fate::Text => None,
            })
            .collect();
        let found: Vec<&str> = links(&read).into_iter().map(|i| read.links[i].url.as_str()).collect();
        if !read.footnotes.iter().any(|footnote| footnote.label == *label) || !found.starts_with(&wanted) {
            return Err(format!("the footnote “{label}” is missing or lost a link"));
        }
    }
    Ok(())
}
