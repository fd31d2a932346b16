//! Where links lead: to sections, modules, terms, files of the workshop, or outside.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fields::shown;
use super::finding::Severity;
use super::media;
use super::model::{File, Life};
use super::slug::{is_id, nearest};
use crate::domain::outline::Outline;
use crate::domain::progress::names_of;

/// Everything in a workshop that a link may name.
pub(super) struct Atlas<'a> {
    pub(super) workshop: String,
    /// In the order of the manifest.
    pub(super) modules: Vec<ModuleSpots>,
    /// Former names of sections, (module, section), and what they are today, as indices.
    former_sections: HashMap<(String, String), (usize, usize)>,
    former_modules: HashMap<String, usize>,
    /// Terms by id.
    pub(super) terms: BTreeMap<String, TermSpot>,
    pub(super) files: &'a BTreeMap<String, File>,
    /// Files that are there and not served, by path.
    pub(super) other_files: &'a BTreeSet<String>,
}

/// What a link may name in a module.
pub(super) struct ModuleSpots {
    pub(super) id: String,
    /// In order.
    pub(super) sections: Vec<String>,
    /// Ids of sections and of headings inside them.
    pub(super) anchors: BTreeSet<String>,
}

/// What a page shows of a term it names.
pub(super) struct TermSpot {
    pub(super) life: Life,
    /// Plain text; empty until the glossary has been read.
    pub(super) definition: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A heading of the same page.
    Here(String),
    /// Another page of the workshop.
    Page(String),
    /// A term of the glossary, by its id.
    Term(String),
    /// Another site.
    Outside(String),
    /// A file of the workshop: its path and its address.
    File(String, String),
    /// Nowhere.
    Missing,
}

/// A target, with what the author should know about the link.
pub(super) type Resolved = (Target, Option<(Severity, String)>);

impl<'a> Atlas<'a> {
    /// Makes the atlas of a workshop from its outline and the anchors of each of its modules.
    pub(super) fn new(
        outline: &Outline,
        anchors: Vec<BTreeSet<String>>,
        files: &'a BTreeMap<String, File>,
        other_files: &'a BTreeSet<String>,
    ) -> Self {
        let spots = |(module, mut anchors): (&crate::domain::outline::OutlineModule, BTreeSet<String>)| {
            let sections: Vec<String> = module.sections.iter().map(|section| section.id.clone()).collect();
            anchors.extend(sections.iter().cloned());
            ModuleSpots { id: module.id.clone(), sections, anchors }
        };
        let mut former_sections = HashMap::new();
        let mut former_modules = HashMap::new();
        for (m, module) in outline.modules.iter().enumerate() {
            for was in &module.was {
                former_modules.entry(was.clone()).or_insert(m);
            }
            for s in 0..module.sections.len() {
                for name in names_of(module, s).into_iter().skip(1) {
                    former_sections.entry(name).or_insert((m, s));
                }
            }
        }
        let modules = outline.modules.iter().zip(anchors).map(spots).collect();
        let workshop = outline.workshop.clone();
        Self { workshop, modules, former_sections, former_modules, terms: BTreeMap::new(), files, other_files }
    }

    /// Where a link leads that stands in a module, or in a file beside the modules.
    pub(super) fn resolve(&self, from: Option<usize>, link: &str) -> Resolved {
        let link = link.trim();
        if link.is_empty() || link == "#" {
            return fault("the link leads nowhere; write where it leads, as in [text](#section) or [text](https://…)");
        }
        if let Some(anchor) = link.strip_prefix('#') {
            return match from {
                Some(module) => self.anchor(from, module, anchor),
                None => fault("there are no sections here; name the module, too, as in module#section"),
            };
        }
        if let Some(id) = link.strip_prefix("term:") {
            return self.term(id);
        }
        if link.starts_with("//") {
            return fault("the address has no scheme; write it in full, as in https://example.org/");
        }
        if let Some(scheme) = scheme(link) {
            return outside(&scheme, link);
        }
        let (module, anchor) = link.split_once('#').map_or((link, None), |(module, anchor)| (module, Some(anchor)));
        if is_id(module) && !self.files.contains_key(module) {
            return self.module(from, module, anchor);
        }
        self.file(link)
    }

    /// The index of a module by its id, today's or a former one.
    pub(super) fn find_module(&self, id: &str) -> Option<(usize, bool)> {
        let today = self.modules.iter().position(|module| module.id == id).map(|m| (m, false));
        today.or_else(|| self.former_modules.get(id).map(|m| (*m, true)))
    }

    /// The indices of a section by a former name of it.
    pub(super) fn former_section(&self, module: &str, section: &str) -> Option<(usize, usize)> {
        self.former_sections.get(&(module.to_owned(), section.to_owned())).copied()
    }

    /// What to say of a module that is not there.
    pub(super) fn no_module(&self, id: &str) -> String {
        let near = nearest(id, self.modules.iter().map(|module| module.id.as_str()));
        let advice = near
            .map_or_else(|| "name one that workshop.toml names".to_owned(), |near| format!("did you mean “{near}”?"));
        format!("there is no module “{}”; {advice}", shown(id))
    }

    /// What to say of a section that is not there.
    pub(super) fn no_section(&self, module: usize, id: &str) -> String {
        let module = &self.modules[module];
        let near = nearest(id, module.anchors.iter().map(String::as_str));
        let advice =
            near.map_or_else(|| "name one of its headings".to_owned(), |near| format!("did you mean “{near}”?"));
        format!("there is no section “{}” in “{}”; {advice}", shown(id), module.id)
    }

    /// What to say of a term that is not there.
    pub(super) fn no_term(&self, id: &str) -> String {
        let advice = match nearest(id, self.terms.keys().map(String::as_str)) {
            Some(near) => format!("did you mean “{near}”?"),
            None => "add it to glossary.toml".to_owned(),
        };
        format!("there is no term “{}”; {advice}", shown(id))
    }

    fn page(&self, from: Option<usize>, module: usize, anchor: Option<&str>) -> Target {
        match anchor {
            Some(anchor) if from == Some(module) => Target::Here(anchor.to_owned()),
            Some(anchor) => Target::Page(format!("/w/{}/{}#{anchor}", self.workshop, self.modules[module].id)),
            None => Target::Page(format!("/w/{}/{}", self.workshop, self.modules[module].id)),
        }
    }

    fn module(&self, from: Option<usize>, id: &str, anchor: Option<&str>) -> Resolved {
        let anchor = anchor.filter(|anchor| !anchor.is_empty());
        // A section may have moved away from a module that is still there.
        if let Some(anchor) = anchor {
            let here = self.modules.iter().any(|module| module.id == id && module.anchors.contains(anchor));
            if let (false, Some((m, s))) = (here, self.former_section(id, anchor)) {
                return self.renamed(from, (m, s), &format!("{id}#{anchor}"));
            }
        }
        match (self.find_module(id), anchor) {
            (None, _) => fault(self.no_module(id)),
            (Some((m, false)), None) => (self.page(from, m, None), None),
            (Some((m, true)), None) => {
                let today = &self.modules[m].id;
                let note = format!("“{id}” is the former name of a module; write “{today}”");
                (self.page(from, m, None), Some((Severity::Warning, note)))
            }
            (Some((m, _)), Some(anchor)) => self.anchor(from, m, anchor),
        }
    }

    fn anchor(&self, from: Option<usize>, module: usize, anchor: &str) -> Resolved {
        if self.modules[module].anchors.contains(anchor) {
            return (self.page(from, module, Some(anchor)), None);
        }
        match self.former_section(&self.modules[module].id, anchor) {
            Some(today) => self.renamed(from, today, anchor),
            None => fault(self.no_section(module, anchor)),
        }
    }

    fn renamed(&self, from: Option<usize>, (m, s): (usize, usize), was: &str) -> Resolved {
        let (module, section) = (&self.modules[m].id, &self.modules[m].sections[s]);
        let today = if from == Some(m) { format!("#{section}") } else { format!("{module}#{section}") };
        let note = format!("“{was}” is the former name of a section; write “{today}”");
        (self.page(from, m, Some(section)), Some((Severity::Warning, note)))
    }

    fn term(&self, id: &str) -> Resolved {
        if self.terms.contains_key(id) {
            return (Target::Term(id.to_owned()), None);
        }
        fault(self.no_term(id))
    }

    /// A file by its path from the workshop's folder or from the module's file.
    fn file(&self, link: &str) -> Resolved {
        let cut = link.find(['?', '#']).unwrap_or(link.len());
        let (path, rest) = link.split_at(cut);
        let Some(path) = decoded(path) else {
            return fault(format!("“{}” is not a path; write the file's name as it is", shown(link)));
        };
        let from_module = normal(&format!("modules/{path}"));
        let from_folder = normal(path.trim_start_matches('/'));
        let paths = || from_module.iter().chain(&from_folder);
        if from_module.is_none() && from_folder.is_none() {
            let message = format!("“{}” leads out of the workshop's folder; put the file into the folder", shown(link));
            return fault(message);
        }
        if let Some(path) = paths().find(|path| self.files.contains_key(*path)) {
            let address = format!("/w/{}/files/{path}{}", self.workshop, rest.strip_prefix('?').map_or(rest, |_| ""));
            return (Target::File(path.clone(), address), None);
        }
        let module = paths().find_map(|path| path.strip_prefix("modules/")?.strip_suffix(".md"));
        if let Some((module, (m, _))) = module.and_then(|id| Some((id, self.find_module(id)?))) {
            let (target, note) = self.module(None, module, rest.strip_prefix('#'));
            let right = format!("{}{rest}", self.modules[m].id);
            let note =
                note.or_else(|| Some((Severity::Warning, format!("a module is linked by its id; write “{right}”"))));
            return (target, note);
        }
        let message = if let Some(path) = paths().find(|path| self.other_files.contains(*path)) {
            match media::media_type(path) {
                None => {
                    format!("“{}” is of a kind that is not served; use a picture, PDF, text or archive", shown(path))
                }
                Some(_) => format!("“{}” cannot be served", shown(path)),
            }
        } else {
            format!("there is no file “{}”; put it into the workshop's folder or correct the path", shown(link))
        };
        (Target::Missing, Some((Severity::Warning, message)))
    }
}

fn fault(message: impl Into<String>) -> Resolved {
    (Target::Missing, Some((Severity::Fault, message.into())))
}

/// The scheme of an absolute address, in lower case.
fn scheme(link: &str) -> Option<String> {
    let (scheme, _) = link.split_once(':')?;
    let form = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(form))
        .then(|| scheme.to_ascii_lowercase())
}

fn outside(scheme: &str, link: &str) -> Resolved {
    match scheme {
        "http" | "https" if super::fields::is_web_address(link) => (Target::Outside(link.to_owned()), None),
        "http" | "https" => {
            fault(format!("“{}” is not a whole address; write it as in https://example.org/page", shown(link)))
        }
        "mailto" | "tel" => (Target::Outside(link.to_owned()), None),
        _ => fault(format!("a link cannot begin with “{}:”; use https:, mailto:, term: or a path", shown(scheme))),
    }
}

/// A path without its `%20`s; none when that gives no text or no path.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).ok().filter(|path| !path.contains(['\0', '\\']))
}

/// The path without `.` and `..`; none when it leads out of the folder.
fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
