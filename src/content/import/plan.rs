//! Which heading of a handout becomes a module, which a section, and where the rest goes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::survey::Survey;
use crate::content::manifest;
use crate::content::slug::{is_id, slug};

/// A text before the first section of up to this many words is an introduction, unless it holds links, images, code or
/// tables: those are matter, and matter can be marked as done.
const INTRODUCTION: usize = 80;

/// The most modules that can be found their way through; a handout with more chapters becomes one module of many sections.
const MOST_MODULES: usize = 200;

/// A workshop as it will be.
pub(super) struct Plan {
    pub(super) title: String,
    pub(super) modules: Vec<Module>,
    /// What became of each heading of the survey.
    pub(super) roles: Vec<Role>,
    /// Where the parts begin, in order.
    starts: Vec<(usize, usize, Option<usize>)>,
}

/// A module as it will be.
pub(super) struct Module {
    pub(super) id: String,
    pub(super) title: String,
    /// What stands before the first section.
    pub(super) intro: Vec<Piece>,
    pub(super) sections: Vec<Section>,
}

/// A section as it will be.
pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
    /// The heading in the survey; none when the handout has none for this text.
    pub(super) heading: Option<usize>,
    pub(super) body: Vec<Piece>,
}

/// Some of the handout's text.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    /// What stood in a heading, which now is a paragraph: a module's title cannot hold links.
    pub(super) from_heading: bool,
}

/// What a heading became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The workshop's title.
    Title,
    /// A module, by its number.
    Module(usize),
    /// A section, by the numbers of module and section.
    Section(usize, usize),
    /// A heading inside a section, with its new level.
    Below(usize, usize, u8),
    /// Inside a quote or a list: stays what it is.
    Inside,
}

/// A heading of the structure with what it becomes, before there are numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Title,
    Module,
    Section,
    Below(u8),
}

impl Plan {
    /// Plans a workshop; `named` is what to call it when the handout has no title of its own.
    pub(super) fn new(text: &str, survey: &Survey, titled: Option<&str>, named: &str) -> Self {
        let top: Vec<usize> = (0..survey.headings.len()).filter(|h| survey.headings[*h].top).collect();
        let levels: Vec<u8> = top.iter().map(|h| survey.headings[*h].level).collect();
        let ranks = ranks(&levels);
        let called = |h: usize| Some(survey.headings[h].title.clone()).filter(|title| !title.is_empty());
        let own = top.iter().zip(&ranks).find(|(_, rank)| **rank == Rank::Title).and_then(|(h, _)| called(*h));
        let only = if top.len() == 1 { called(top[0]) } else { None };
        let title = own.or(titled.map(str::to_owned)).or(only).unwrap_or_else(|| named.to_owned());
        let plan = Self { title, modules: Vec::new(), roles: Vec::new(), starts: Vec::new() };
        let mut builder = Builder { survey, text, plan };
        builder.build(&top, &ranks);
        builder.plan
    }

    /// The module and the section that hold a place of the handout.
    pub(super) fn place(&self, at: usize) -> (usize, Option<usize>) {
        let next = self.starts.partition_point(|(start, _, _)| *start <= at);
        next.checked_sub(1).map_or((0, None), |i| (self.starts[i].1, self.starts[i].2))
    }

    fn find_starts(&mut self, survey: &Survey) {
        for (m, module) in self.modules.iter().enumerate() {
            self.starts.extend(module.intro.iter().map(|piece| (piece.range.start, m, None)));
            for (s, section) in module.sections.iter().enumerate() {
                self.starts.extend(section.heading.map(|h| (survey.headings[h].range.start, m, Some(s))));
                self.starts.extend(section.body.iter().map(|piece| (piece.range.start, m, Some(s))));
            }
        }
        self.starts.sort_unstable();
    }
}

/// What each heading of the structure becomes, from the levels alone.
fn ranks(levels: &[u8]) -> Vec<Rank> {
    let Some(highest) = levels.iter().min() else { return Vec::new() };
    let titled = levels.len() > 1 && levels[0] == *highest && levels[1..].iter().all(|level| level > highest);
    let rest = if titled { &levels[1..] } else { levels };
    let module = rest.iter().min().copied().unwrap_or(1);
    // Headings before the first of the modules' level make modules of their own.
    let first = rest.iter().position(|level| *level == module).unwrap_or(0);
    let before = rest[..first].iter().min().copied().unwrap_or(module);
    let mut ranks = if titled { vec![Rank::Title] } else { Vec::new() };
    // The levels that are open above the heading, inside the module.
    let mut above: Vec<u8> = Vec::new();
    for (i, level) in rest.iter().enumerate() {
        if *level <= (if i < first { before } else { module }) || i == 0 {
            above.clear();
            ranks.push(Rank::Module);
            continue;
        }
        while above.last().is_some_and(|open| open >= level) {
            above.pop();
        }
        above.push(*level);
        // However levels were skipped, each step down is one level.
        let depth = u8::try_from(above.len()).unwrap_or(u8::MAX);
        ranks.push(if depth == 1 { Rank::Section } else { Rank::Below((depth + 1).min(6)) });
    }
    if ranks.iter().filter(|rank| **rank == Rank::Module).count() > MOST_MODULES {
        for rank in &mut ranks {
            *rank = match rank {
                Rank::Title => Rank::Title,
                Rank::Module => Rank::Section,
                Rank::Section => Rank::Below(3),
                Rank::Below(level) => Rank::Below((*level + 1).min(6)),
            };
        }
    }
    ranks
}

struct Builder<'a> {
    survey: &'a Survey,
    text: &'a str,
    plan: Plan,
}

impl Builder<'_> {
    fn build(&mut self, top: &[usize], ranks: &[Rank]) {
        self.plan.roles = vec![Role::Inside; self.survey.headings.len()];
        let begin = |i: usize| top.get(i).map_or(self.text.len(), |h| self.survey.headings[*h].range.start);
        // What stands before the first module.
        let mut preamble = vec![Piece { range: 0..begin(0), from_heading: false }];
        let mut next = 0;
        if ranks.first() == Some(&Rank::Title) {
            self.plan.roles[top[0]] = Role::Title;
            preamble.extend(self.heading_piece(top[0]));
            preamble.push(Piece { range: self.survey.headings[top[0]].range.end..begin(1), from_heading: false });
            next = 1;
        }
        preamble.retain(|piece| !self.text[piece.range.clone()].trim().is_empty());
        let mut opening = Vec::new();
        if !ranks.contains(&Rank::Module) {
            // No heading at all, or far too many.
            let title = self.plan.title.clone();
            self.begin_module(&title);
            if next == top.len() {
                self.plan.modules[0].sections.push(untitled(&title, preamble));
            } else if self.is_matter(&preamble) {
                self.plan.modules[0].sections.push(untitled("Overview", preamble));
            } else {
                self.plan.modules[0].intro = preamble;
            }
        } else if self.is_matter(&preamble) {
            self.begin_module("Introduction");
            self.plan.modules[0].sections.push(untitled("Overview", preamble));
        } else {
            opening = preamble;
        }
        while next < top.len() {
            let heading = top[next];
            let title = match self.survey.headings[heading].title.as_str() {
                "" => "Untitled",
                title => title,
            };
            // A heading's text runs to the next heading that is a module or a section.
            let mut after = next + 1;
            while ranks.get(after).is_some_and(|rank| matches!(rank, Rank::Below(_))) {
                after += 1;
            }
            let body = Piece { range: self.survey.headings[heading].range.end..begin(after), from_heading: false };
            match ranks[next] {
                Rank::Module | Rank::Title => {
                    let title = title.to_owned();
                    self.begin_module(&title);
                    let m = self.plan.modules.len() - 1;
                    self.plan.roles[heading] = Role::Module(m);
                    let mut pieces: Vec<Piece> = self.heading_piece(heading).into_iter().collect();
                    if !self.text[body.range.clone()].trim().is_empty() {
                        pieces.push(body);
                    }
                    let alone = !ranks.get(after).is_some_and(|rank| *rank == Rank::Section);
                    self.plan.modules[m].intro = std::mem::take(&mut opening);
                    if alone || self.is_matter(&pieces) {
                        self.plan.modules[m].sections.push(untitled("Overview", pieces));
                    } else {
                        self.plan.modules[m].intro.extend(pieces);
                    }
                }
                Rank::Section | Rank::Below(_) => {
                    let m = self.plan.modules.len() - 1;
                    let s = self.plan.modules[m].sections.len();
                    self.plan.roles[heading] = Role::Section(m, s);
                    let section = Section {
                        id: String::new(),
                        title: title.to_owned(),
                        heading: Some(heading),
                        body: vec![body],
                    };
                    self.plan.modules[m].sections.push(section);
                    for below in next + 1..after {
                        if let Rank::Below(level) = ranks[below] {
                            self.plan.roles[top[below]] = Role::Below(m, s, level);
                        }
                    }
                }
            }
            next = after;
        }
        self.name_everything();
        self.plan.find_starts(self.survey);
    }

    fn begin_module(&mut self, title: &str) {
        let title = title.to_owned();
        self.plan.modules.push(Module { id: String::new(), title, intro: Vec::new(), sections: Vec::new() });
    }

    /// Links, images and footnotes of a heading that becomes a mere title.
    fn heading_piece(&self, heading: usize) -> Option<Piece> {
        let range = &self.survey.headings[heading].content;
        let links = self.survey.links.iter().any(|link| range.contains(&link.range.start));
        let footnotes = self.survey.footnote_uses.iter().any(|(at, _)| range.contains(at));
        (links || footnotes).then(|| Piece { range: range.clone(), from_heading: true })
    }

    /// Whether this is more than a short text to begin with.
    fn is_matter(&self, pieces: &[Piece]) -> bool {
        let survey = self.survey;
        pieces.iter().any(|piece| {
            let here = |at: usize| piece.range.contains(&at);
            // Footnotes go where they are named.
            survey.links.iter().any(|link| link.footnote.is_none() && here(link.range.start))
                || survey.codes.iter().any(|code| code.footnote.is_none() && here(code.range.start))
                || survey.tables.iter().any(|table| here(*table))
                || survey.words_in(&piece.range) > INTRODUCTION
        })
    }

    /// Ids: the author's own where he gave some, else from the titles; each once.
    fn name_everything(&mut self) {
        let own = |heading: Option<usize>| {
            let id = heading.and_then(|h| self.survey.headings[h].id.clone());
            id.filter(|id| is_id(id))
        };
        let mut heading_of: Vec<Option<usize>> = vec![None; self.plan.modules.len()];
        for (h, role) in self.plan.roles.iter().enumerate() {
            if let Role::Module(m) = role {
                heading_of[*m] = Some(h);
            }
        }
        let mut modules = Ids::default();
        for taken in manifest::TAKEN {
            modules.take(taken);
        }
        for (m, module) in self.plan.modules.iter_mut().enumerate() {
            let wanted =
                own(heading_of[m]).or_else(|| slug(&module.title)).unwrap_or_else(|| format!("module-{}", m + 1));
            module.id = modules.free(&wanted);
            let mut taken = Ids::default();
            // The author's ids first: a made one gives way.
            for section in &mut module.sections {
                if let Some(id) = own(section.heading).filter(|id| taken.take(id)) {
                    section.id = id;
                }
            }
            for (s, section) in module.sections.iter_mut().enumerate() {
                if section.id.is_empty() {
                    let wanted = slug(&section.title).unwrap_or_else(|| format!("section-{}", s + 1));
                    section.id = taken.free(&wanted);
                }
            }
        }
    }
}

fn untitled(title: &str, body: Vec<Piece>) -> Section {
    Section { id: String::new(), title: title.to_owned(), heading: None, body }
}

/// Ids that are taken, in one module or among the modules.
#[derive(Default)]
pub(super) struct Ids {
    taken: HashSet<String>,
    /// The last number that was put behind an id.
    numbers: HashMap<String, usize>,
}

impl Ids {
    /// Takes the id as it is; false when it is taken already.
    pub(super) fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// Takes the id, or the id with a number when it is taken already.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        if self.taken.contains(&id) {
            let number = self.numbers.entry(wanted.to_owned()).or_insert(1);
            while self.taken.contains(&id) {
                *number += 1;
                let end = format!("-{number}");
                id = format!("{}{end}", wanted[..wanted.len().min(80 - end.len())].trim_end_matches('-'));
            }
        }
        self.taken.insert(id.clone());
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_become_ranks_whatever_was_skipped() {
        // t: the workshop's title, m: a module, s: a section, digits: a heading inside a section, by its new level.
        let cases: [(&[u8], &str); 12] = [
            (&[], ""),
            (&[1], "m"),
            (&[1, 2, 2, 2], "tmmm"),
            (&[1, 2, 3, 3, 2], "tmssm"),
            (&[1, 1, 1], "mmm"),
            (&[1, 2, 1, 2, 3], "msms3"),
            (&[1, 3, 3, 5], "tmms"),
            (&[2, 2, 4, 6, 5], "mms33"),
            (&[2, 3, 1, 2, 2], "msmss"),
            (&[1, 4, 3, 2], "tmmm"),
            (&[1, 2, 4, 3, 6, 6, 4], "tmss333"),
            (&[1, 1, 2, 3, 4, 5, 6], "mms3456"),
        ];
        for (levels, expected) in cases {
            let shown: String = ranks(levels)
                .into_iter()
                .map(|rank| match rank {
                    Rank::Title => "t".to_owned(),
                    Rank::Module => "m".to_owned(),
                    Rank::Section => "s".to_owned(),
                    Rank::Below(level) => level.to_string(),
                })
                .collect();
            assert_eq!(shown, expected, "{levels:?}");
        }
    }

    #[test]
    fn a_taken_id_gets_a_number_and_keeps_its_length() {
        let mut ids = Ids::default();
        assert!(ids.take("a-2"));
        assert_eq!(["a", "a", "a"].map(|id| ids.free(id)), ["a", "a-3", "a-4"]);
        let long = "x".repeat(80);
        ids.free(&long);
        assert_eq!(ids.free(&long).len(), 80);
    }
}
