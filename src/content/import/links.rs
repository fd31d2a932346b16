//! Where the links of a handout lead once it is cut into modules.

use std::collections::HashMap;

use super::address::{code, encoded, is_path, leads_out, percent_decoded, scheme};
use super::edits::Edits;
use super::plan::{Ids, Plan, Role};
use super::report::Report;
use super::survey::{Link, Style, Survey};
use crate::content::fields::is_web_address;
use crate::content::slug::{is_id, slug};

/// What becomes of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays, to this address.
    Kept(String),
    /// Its words stay, with the address as text behind them.
    Text,
}

/// Headings inside sections that links lead to, by their number in the survey: they need an id that is written out.
pub(super) type Anchors = HashMap<usize, String>;

/// Finds out for each link where it leads, and makes the edits that say so.
pub(super) struct Guide<'a> {
    text: &'a str,
    survey: &'a Survey,
    plan: &'a Plan,
    /// The handout's own file name: links to it are links inside it.
    name: &'a str,
    /// Headings by the anchors that pages made of the handout have for them.
    targets: HashMap<String, usize>,
    /// Places in the text by the names that raw HTML gives them.
    named: HashMap<String, usize>,
    pub(super) anchors: Anchors,
    /// The ids that are taken, by module.
    taken: HashMap<usize, Ids>,
}

impl<'a> Guide<'a> {
    pub(super) fn new(text: &'a str, survey: &'a Survey, plan: &'a Plan, name: &'a str) -> Self {
        let mut targets = HashMap::new();
        let mut repeated: HashMap<String, usize> = HashMap::new();
        for (h, heading) in survey.headings.iter().enumerate() {
            if let Some(id) = &heading.id {
                targets.entry(id.to_lowercase()).or_insert(h);
            }
            let anchor = forge_anchor(&heading.title);
            let count = repeated.entry(anchor.clone()).or_insert(0);
            targets.entry(if *count == 0 { anchor } else { format!("{anchor}-{count}") }).or_insert(h);
            *count += 1;
        }
        // Other sites make anchors the way we make ids.
        for (h, heading) in survey.headings.iter().enumerate() {
            if let Some(id) = slug(&heading.title) {
                targets.entry(id).or_insert(h);
            }
        }
        let mut named = HashMap::new();
        for (range, html) in &survey.html {
            for name in names_in(html) {
                named.entry(name.to_lowercase()).or_insert(range.start);
            }
        }
        Self { text, survey, plan, name, targets, named, anchors: Anchors::new(), taken: HashMap::new() }
    }

    /// Decides on all links, in their order.
    pub(super) fn fates(&mut self, edits: &mut Edits, report: &mut Report) -> Vec<Fate> {
        let mut fates = Vec::with_capacity(self.survey.links.len());
        for link in &self.survey.links {
            let fate = self.fate(link, report);
            self.edit(link, &fate, edits);
            fates.push(fate);
        }
        fates
    }

    fn fate(&mut self, link: &Link, report: &mut Report) -> Fate {
        let url = link.url.trim();
        let what = if link.image { "image" } else { "link" };
        let mut text = |why: &str| {
            report.note(link.range.start, format!("the {what} to “{}” {why}; it stands as text", shown(url)));
            Fate::Text
        };
        let own_page = self.name.to_lowercase();
        let anchor = url
            .split_once('#')
            .filter(|(page, _)| page.is_empty() || page.trim_start_matches("./").to_lowercase() == own_page);
        if let (Some((_, anchor)), false) = (anchor, link.image) {
            if anchor.is_empty() {
                return text("leads nowhere");
            }
            return match self.target(link, anchor) {
                Some(target) => Fate::Kept(target),
                None => text("leads to a heading that is not there"),
            };
        }
        if url.is_empty() {
            return text("leads nowhere");
        }
        if url.starts_with("//") {
            let whole = format!("https:{url}");
            if !is_web_address(&whole) {
                return text("is no whole address");
            }
            report.note(link.range.start, format!("the {what} to “{}” has no scheme; it is https: now", shown(url)));
            return Fate::Kept(whole);
        }
        if let Some(scheme) = scheme(url) {
            return match scheme.as_str() {
                "http" | "https" if is_web_address(url) => Fate::Kept(link.url.clone()),
                "http" | "https" if is_web_address(&encoded(url)) => Fate::Kept(encoded(url)),
                "http" | "https" => text("is no whole address"),
                "mailto" | "tel" if !link.image => Fate::Kept(link.url.clone()),
                _ => text(&format!("begins with “{}:”, which pages do not follow", shown(&scheme))),
            };
        }
        let path = url.split(['?', '#']).next().unwrap_or(url);
        if link.image && (path.is_empty() || path.to_lowercase().ends_with(".md")) {
            return text("is no image");
        }
        if !is_path(path) {
            return text("is no path");
        }
        if leads_out(path) {
            return text("leads out of the workshop's folder");
        }
        // A bare word would name a module.
        let bare = is_id(url.split('#').next().unwrap_or(url));
        let kept = if bare { format!("./{url}") } else { link.url.clone() };
        report.relative(link.range.start, link.image, &kept);
        Fate::Kept(kept)
    }

    /// Where an anchor of the handout is in the workshop, as seen from the link.
    fn target(&mut self, link: &Link, anchor: &str) -> Option<String> {
        let anchor = percent_decoded(anchor).to_lowercase();
        // Text of a footnote may be shown in several modules.
        let from = link.footnote.is_none().then(|| self.plan.place(link.range.start).0);
        let to = |m: usize, id: Option<&str>| {
            let module = &self.plan.modules[m].id;
            match id {
                None => module.clone(),
                Some(id) if from == Some(m) => format!("#{id}"),
                Some(id) => format!("{module}#{id}"),
            }
        };
        let place = |at: usize| {
            let (m, s) = self.plan.place(at);
            to(m, s.map(|s| self.plan.modules[m].sections[s].id.as_str()))
        };
        let Some(h) = self.targets.get(&anchor).copied() else {
            return self.named.get(&anchor).map(|at| place(*at));
        };
        match self.plan.roles[h] {
            Role::Title => Some(to(0, None)),
            Role::Module(m) => Some(to(m, None)),
            Role::Section(m, s) => Some(to(m, Some(&self.plan.modules[m].sections[s].id))),
            Role::Inside => Some(place(self.survey.headings[h].range.start)),
            Role::Below(m, _, _) => {
                let id = match self.anchors.get(&h) {
                    Some(id) => id.clone(),
                    None => self.name_heading(h, m),
                };
                let module = &self.plan.modules[m].id;
                Some(if from == Some(m) { format!("#{id}") } else { format!("{module}#{id}") })
            }
        }
    }

    /// An id for a heading inside a section that no section and no other such heading of the module has.
    fn name_heading(&mut self, h: usize, m: usize) -> String {
        let heading = &self.survey.headings[h];
        let sections = &self.plan.modules[m].sections;
        let taken = self.taken.entry(m).or_insert_with(|| {
            let mut ids = Ids::default();
            for section in sections {
                ids.take(&section.id);
            }
            ids
        });
        let own = heading.id.clone().filter(|id| is_id(id));
        let id = taken.free(&own.or_else(|| slug(&heading.title)).unwrap_or_else(|| "heading".to_owned()));
        self.anchors.insert(h, id.clone());
        id
    }

    /// Gives an id to headings whose author gave them one, and to those that end in braces that are text: with an id behind
    /// them, nothing takes them for attributes.
    pub(super) fn name_headings(&mut self) {
        for (h, heading) in self.survey.headings.iter().enumerate() {
            let braces = self.text[heading.content.clone()].ends_with('}');
            let m = match self.plan.roles[h] {
                Role::Below(m, _, _) => m,
                Role::Inside => self.plan.place(heading.range.start).0,
                _ => continue,
            };
            let named = heading.id.is_some() || heading.attributes.is_some();
            if (named || braces) && !self.anchors.contains_key(&h) {
                self.name_heading(h, m);
            }
        }
    }

    fn edit(&self, link: &Link, fate: &Fate, edits: &mut Edits) {
        let in_cell = |text: &str| if link.in_table { text.replace('|', "\\|") } else { text.to_owned() };
        let source = &self.text[link.range.clone()];
        match (link.style, fate) {
            (_, Fate::Kept(url)) if *url == link.url => {}
            (Style::Bare, Fate::Kept(url)) => edits.replace(link.range.clone(), format!("<{url}>")),
            (Style::Bare, Fate::Text) => edits.replace(link.range.clone(), code(source.trim_matches(['<', '>']))),
            (_, Fate::Kept(url)) => {
                let url = &in_cell(url);
                let title = if link.title.is_empty() {
                    String::new()
                } else {
                    format!(" \"{}\"", link.title.replace(['\\', '"'], "'"))
                };
                let url = if url.contains([' ', '(', ')']) { format!("<{url}>") } else { url.clone() };
                edits.replace(self.closing(link)..link.range.end, format!("]({url}{title})"));
            }
            (_, Fate::Text) => {
                let opening = if link.image { 2 } else { 1 };
                edits.replace(link.range.start..link.range.start + opening, String::new());
                let url = link.url.trim();
                let address = if url.is_empty() { String::new() } else { format!(" ({})", in_cell(&code(url))) };
                edits.replace(self.closing(link)..link.range.end, address);
            }
        }
    }

    /// Where the bracket stands that closes what carries the link.
    fn closing(&self, link: &Link) -> usize {
        let from = link.inner_end.min(link.range.end);
        self.text[from..link.range.end].find(']').map_or(from, |i| from + i)
    }
}

/// The anchor that forges and editors give a heading: small letters, spaces to hyphens, punctuation out.
fn forge_anchor(title: &str) -> String {
    let keep = |c: char| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    };
    title.to_lowercase().chars().filter_map(keep).collect()
}

/// The values of `id` and `name` in a piece of HTML.
fn names_in(html: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, _) in html.match_indices(['d', 'D', 'e', 'E']) {
        let before = &html[..=at];
        let key = ["id", "name"].into_iter().find(|key| {
            let start = before.len().checked_sub(key.len()).filter(|start| html.is_char_boundary(*start));
            start.is_some_and(|start| {
                before[start..].eq_ignore_ascii_case(key) && before[..start].ends_with(|c: char| c.is_whitespace())
            })
        });
        if key.is_none() {
            continue;
        }
        let Some(value) = html[at + 1..].trim_start().strip_prefix('=').map(str::trim_start) else { continue };
        let name = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
            _ => value.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next(),
        };
        names.extend(name.filter(|name| !name.is_empty()));
    }
    names
}

/// Short enough for a line of the report.
pub(super) fn shown(text: &str) -> String {
    crate::content::fields::shown(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_html_are_anchors() {
        let cases: [(&str, &[&str]); 5] = [
            (r#"<a name="one"></a>"#, &["one"]),
            (r"<h2 ID = 'two' class=x>", &["two"]),
            ("<a id=three>", &["three"]),
            ("<p valid='x' data-name='y'>", &[]),
            ("<a é id", &[]),
        ];
        for (html, names) in cases {
            assert_eq!(names_in(html), names, "{html}");
        }
    }
}
