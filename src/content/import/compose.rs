//! The files of the workshop, from the plan and the handout's text.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::ops::Range;

use super::edits::Edits;
use super::links::{Fate, Guide};
use super::plan::{Module, Piece, Plan, Role, Section};
use super::summary;
use super::survey::{Definition, Style, Survey};
use crate::content::fields::is_web_address;

/// Everything that is known about the handout once it is decided what becomes of it.
pub(super) struct Composer<'a> {
    pub(super) text: &'a str,
    pub(super) survey: &'a Survey,
    pub(super) plan: &'a Plan,
    pub(super) fates: &'a [Fate],
    pub(super) edits: &'a Edits,
    /// The first definition of each footnote, by label.
    footnotes: HashMap<&'a str, Range<usize>>,
    /// The labels of the footnotes that each module names, in order.
    footnotes_of: Vec<BTreeSet<&'a str>>,
    /// Footnotes that are not named where they are defined: they go where they are named.
    moved: Vec<Range<usize>>,
    /// Link reference definitions that each module uses and does not hold, by label.
    definitions_of: Vec<BTreeMap<&'a str, &'a Definition>>,
}

/// Changes the headings that stay headings: their level, their id, their form.
pub(super) fn edit_headings(text: &str, survey: &Survey, plan: &Plan, guide: &Guide<'_>, edits: &mut Edits) {
    for (h, heading) in survey.headings.iter().enumerate() {
        let end = heading.range.start + text[heading.range.clone()].trim_end().len();
        let content = &text[heading.content.clone()];
        let id = guide.anchors.get(&h).map(|id| format!(" {{#{id}}}")).unwrap_or_default();
        match plan.roles[h] {
            Role::Section(..) => flatten(text, &heading.content, edits),
            Role::Below(_, _, level) => {
                let one_line =
                    !text[heading.range.start..end].contains('\n') && text[heading.range.clone()].starts_with('#');
                if one_line && level == heading.level && id.is_empty() {
                    continue;
                }
                flatten(text, &heading.content, edits);
                let marks = "#".repeat(usize::from(level));
                if content.is_empty() {
                    edits.replace(heading.range.start..end, format!("{marks} Untitled{id}"));
                } else {
                    edits.replace(heading.range.start..heading.content.start, format!("{marks} "));
                    edits.replace(heading.content.end..end.max(heading.content.end), id);
                }
            }
            Role::Inside if !id.is_empty() && !content.is_empty() => {
                // After the content, with whatever attributes stood there taken off. Closing marks stay.
                let rest = &text[heading.content.end..end.max(heading.content.end)];
                let attributes = rest.rfind('}').map_or(0, |brace| brace + 1);
                edits.replace(heading.content.end..heading.content.end + attributes, id);
            }
            Role::Inside | Role::Title | Role::Module(_) => {}
        }
    }
}

/// A heading on one line, whose last marks are no closing marks.
fn flatten(text: &str, content: &Range<usize>, edits: &mut Edits) {
    let inner = &text[content.clone()];
    for (at, _) in inner.match_indices('\n') {
        let before = inner[..at].trim_end_matches([' ', '\\']).len();
        let after = at + 1 + (inner[at + 1..].len() - inner[at + 1..].trim_start().len());
        edits.replace(content.start + before..content.start + after, " ".to_owned());
    }
    let marks = inner.len() - inner.trim_end_matches('#').len();
    if marks > 0 && inner[..inner.len() - marks].ends_with([' ', '\t']) {
        let at = content.end - marks;
        edits.replace(at..at, "\\".to_owned());
    }
}

impl<'a> Composer<'a> {
    pub(super) fn new(text: &'a str, survey: &'a Survey, plan: &'a Plan, fates: &'a [Fate], edits: &'a Edits) -> Self {
        let count = plan.modules.len();
        let mut composer = Self {
            text,
            survey,
            plan,
            fates,
            edits,
            footnotes: HashMap::new(),
            footnotes_of: vec![BTreeSet::new(); count],
            moved: Vec::new(),
            definitions_of: vec![BTreeMap::new(); count],
        };
        composer.carry_footnotes();
        composer.carry_definitions();
        composer
    }

    fn carry_footnotes(&mut self) {
        for footnote in &self.survey.footnotes {
            self.footnotes.entry(&footnote.label).or_insert_with(|| footnote.range.clone());
        }
        let mut named_in: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut ranges: Vec<(&Range<usize>, &str)> =
            self.survey.footnotes.iter().map(|footnote| (&footnote.range, footnote.label.as_str())).collect();
        ranges.sort_by_key(|(range, _)| range.start);
        for (at, label) in &self.survey.footnote_uses {
            let before = ranges.partition_point(|(range, _)| range.start <= *at);
            match before.checked_sub(1).map(|i| ranges[i]).filter(|(range, _)| range.contains(at)) {
                Some((_, inside)) => named_in.entry(inside).or_default().push(label),
                None => {
                    self.footnotes_of[self.plan.place(*at).0].insert(label);
                }
            }
        }
        // A footnote may name another.
        for labels in &mut self.footnotes_of {
            let mut open: Vec<&str> = labels.iter().copied().collect();
            while let Some(label) = open.pop() {
                for inner in named_in.get(label).into_iter().flatten() {
                    if labels.insert(inner) {
                        open.push(inner);
                    }
                }
            }
        }
        for (label, range) in &self.footnotes {
            let home = self.plan.place(range.start).0;
            let elsewhere = self.footnotes_of.iter().any(|labels| labels.contains(label));
            if elsewhere && !self.footnotes_of[home].contains(label) {
                self.moved.push(range.clone());
            }
        }
        self.moved.sort_by_key(|range| range.start);
    }

    fn carry_definitions(&mut self) {
        for (link, fate) in self.survey.links.iter().zip(self.fates) {
            let as_it_is = matches!(fate, Fate::Kept(url) if *url == link.url);
            if !matches!(link.style, Style::Reference | Style::Collapsed) || !as_it_is {
                continue;
            }
            let Some(definition) = self.survey.definitions.get(&link.label) else { continue };
            let home = self.plan.place(definition.at).0;
            let users: Vec<usize> = match &link.footnote {
                None => vec![self.plan.place(link.range.start).0],
                Some(label) => {
                    let named = (0..self.footnotes_of.len()).filter(|m| self.footnotes_of[*m].contains(label.as_str()));
                    named.chain([self.plan.place(link.range.start).0]).collect()
                }
            };
            for m in users.into_iter().filter(|m| *m != home) {
                self.definitions_of[m].insert(&link.label, definition);
            }
        }
    }

    /// What other modules hold and this one needs: footnotes and link reference definitions.
    fn carried(&self, m: usize) -> String {
        let mut carried = String::new();
        for label in &self.footnotes_of[m] {
            let Some(range) = self.footnotes.get(label) else { continue };
            if self.plan.place(range.start).0 != m {
                let _ = write!(carried, "{}\n\n", self.edits.apply(self.text, range).trim_end());
            }
        }
        for definition in self.definitions_of[m].values() {
            let url: String = definition.url.chars().flat_map(|c| escaped(c, &['<', '>', '\\', '&'])).collect();
            let _ = write!(carried, "[{}]: <{url}>", definition.label.split_whitespace().collect::<Vec<_>>().join(" "));
            if let Some(title) = definition.title.as_ref().filter(|title| !title.trim().is_empty()) {
                let title: String = title.split_inclusive('\n').filter(|line| !line.trim().is_empty()).collect();
                let title: String = title.chars().flat_map(|c| escaped(c, &['"', '\\', '&'])).collect();
                let _ = write!(carried, " \"{title}\"");
            }
            carried.push('\n');
        }
        carried.trim_end().to_owned()
    }

    /// The Markdown of a module, with what it needs of others at its end or, where the end is open, at its top.
    pub(super) fn body(&self, m: usize, carried_on_top: bool) -> String {
        let module = &self.plan.modules[m];
        let mut blocks = vec![self.pieces(&module.intro)];
        for section in &module.sections {
            blocks.push(self.heading(section));
            blocks.push(self.pieces(&section.body));
        }
        blocks.insert(if carried_on_top { 0 } else { blocks.len() }, self.carried(m));
        blocks.retain(|block| !block.is_empty());
        let mut body = blocks.join("\n\n");
        body.push('\n');
        body
    }

    fn heading(&self, section: &Section) -> String {
        let written = section.heading.map(|h| self.edits.apply(self.text, &self.survey.headings[h].content));
        let title = written.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| as_text(&section.title));
        format!("## {} {{#{}}}", title.trim(), section.id)
    }

    fn pieces(&self, pieces: &[Piece]) -> String {
        let texts: Vec<String> =
            pieces.iter().map(|piece| self.piece(piece)).filter(|text| !text.trim().is_empty()).collect();
        texts.join("\n\n")
    }

    fn piece(&self, piece: &Piece) -> String {
        let mut written = String::new();
        let mut position = piece.range.start;
        for moved in self.moved.iter().filter(|moved| piece.range.contains(&moved.start)) {
            written.push_str(&self.edits.apply(self.text, &(position..moved.start)));
            position = moved.end.min(piece.range.end);
        }
        written.push_str(&self.edits.apply(self.text, &(position..piece.range.end)));
        if piece.from_heading {
            return written.trim().to_owned();
        }
        // Empty lines go; the spaces before the first word stay, because they may make it code.
        let mut rest = written.trim_end();
        while let Some((line, after)) = rest.split_once('\n') {
            if !line.trim().is_empty() {
                break;
            }
            rest = after;
        }
        rest.to_owned()
    }

    /// A module's file.
    pub(super) fn file(&self, module: &Module, body: &str, words: usize, links: usize) -> String {
        format!(
            "+++\ntitle = {}\nsummary = {}\nminutes = {}\n+++\n{body}",
            quoted(&module.title),
            quoted(&summary::of_module(self.survey, module)),
            summary::minutes(words, links),
        )
    }

    /// `workshop.toml`.
    pub(super) fn manifest(&self, id: &str, language: &str) -> String {
        let modules: Vec<String> =
            self.plan.modules.iter().map(|module| format!("    {},\n", quoted(&module.id))).collect();
        format!(
            "id = {}\ntitle = {}\nsummary = {}\nlanguage = {}\nmodules = [\n{}]\n",
            quoted(id),
            quoted(&self.plan.title),
            quoted(&summary::of_workshop(self.survey, self.plan)),
            quoted(language),
            modules.concat(),
        )
    }

    /// `handout.toml`: all headings, and all links that lead outside.
    pub(super) fn outline(&self) -> String {
        let mut toml = format!("title = {}\n", quoted(&self.plan.title));
        let mut links = self.survey.links.iter().zip(self.fates).filter_map(|(link, fate)| match fate {
            Fate::Kept(url)
                if !link.image && (is_web_address(url) || url.starts_with("mailto:") || url.starts_with("tel:")) =>
            {
                Some((link, url))
            }
            _ => None,
        });
        let mut waiting = links.next();
        let first = self.survey.headings.first().map_or(usize::MAX, |heading| heading.range.start);
        if self.survey.headings.is_empty() || waiting.is_some_and(|(link, _)| link.range.start < first) {
            outline_heading(&mut toml, &self.plan.title, 1, &self.plan.modules[0].id);
        }
        for h in 0..=self.survey.headings.len() {
            let until = self.survey.headings.get(h).map_or(usize::MAX, |heading| heading.range.start);
            while let Some((link, url)) = waiting.filter(|(link, _)| link.range.start < until) {
                let text = link.text.split_whitespace().collect::<Vec<_>>().join(" ");
                let text = if text.is_empty() { url.clone() } else { text };
                let taught = self.taught(link.range.start);
                let _ = write!(
                    toml,
                    "\n[[heading.link]]\ntext = {}\nurl = {}\ntaught = {}\nstate = \"unchecked\"\n",
                    quoted(&text),
                    quoted(url),
                    quoted(&taught)
                );
                waiting = links.next();
            }
            let Some(heading) = self.survey.headings.get(h) else { continue };
            let module = |m: usize| self.plan.modules[m].id.clone();
            let taught = match self.plan.roles[h] {
                Role::Title => module(0),
                Role::Module(m) => module(m),
                Role::Section(m, s) | Role::Below(m, s, _) => {
                    format!("{}#{}", module(m), self.plan.modules[m].sections[s].id)
                }
                Role::Inside => self.taught(heading.range.start),
            };
            let title = if heading.title.is_empty() { "Untitled" } else { &heading.title };
            outline_heading(&mut toml, title, heading.level, &taught);
        }
        toml
    }

    fn taught(&self, at: usize) -> String {
        let (m, s) = self.plan.place(at);
        let module = &self.plan.modules[m];
        s.map_or_else(|| module.id.clone(), |s| format!("{}#{}", module.id, module.sections[s].id))
    }

    /// The footnotes that a module must hold.
    pub(super) fn footnotes_named(&self, m: usize) -> &BTreeSet<&'a str> {
        &self.footnotes_of[m]
    }
}

fn outline_heading(toml: &mut String, title: &str, level: u8, taught: &str) {
    let _ = write!(toml, "\n[[heading]]\ntitle = {}\nlevel = {level}\ntaught = {}\n", quoted(title), quoted(taught));
}

fn escaped(c: char, special: &[char]) -> Vec<char> {
    match c {
        '\n' => vec![' '],
        c if special.contains(&c) => vec!['\\', c],
        c => vec![c],
    }
}

/// A plain title as Markdown that says the same.
fn as_text(title: &str) -> String {
    let special = ['\\', '`', '*', '_', '[', ']', '<', '>', '&', '#', '~', '|', '{', '}', '!'];
    title.chars().flat_map(|c| escaped(c, &special)).collect()
}

/// A text as TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
