//! The search over one workshop: its sections, its wizards, its terms and the addresses it links to.
//!
//! Every word of the query counts as the beginning of a word, because somebody may still be typing it; one slip in a word
//! of four letters or more is forgiven. A hit that answers every word stands before one that answers some. Within that,
//! a hit scores as in BM25: rare words say more than common ones, the second mention less than the first, and a mention in
//! the title most. All parts of a score are ratios, so hits of two workshops can be put in one list.

mod documents;
mod fold;
#[cfg(test)]
mod properties;
mod query;
mod snippet;
#[cfg(test)]
mod tests;
mod vocabulary;
mod words;

use std::ops::Range;

use self::documents::{Document, TITLE, documents};
use self::query::{Query, Wanted};
use self::snippet::{Place, snippet};
use self::vocabulary::{Collector, Vocabulary};
use self::words::names;
use super::model::Workshop;

/// Over one workshop. It keeps the texts it shows snippets of.
pub struct Index {
    vocabulary: Vocabulary,
    /// Where the postings of each word end.
    ends: Vec<u32>,
    postings: Vec<Posting>,
    documents: Vec<Indexed>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitKind {
    /// A section of a module, or the beginning of a module.
    Section,
    /// A wizard.
    Wizard,
    /// A term of the glossary.
    Term,
    /// An address that the workshop links to.
    Link,
}

/// One thing that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Plain text.
    pub title: String,
    /// Where it stands, in plain text: the module's title, the workshop's, the glossary, or for a link also its host.
    pub place: String,
    /// Where it leads: a path of the portal, or for a link its own address.
    pub url: String,
    /// The best spot of the text as HTML, with `<mark>` around what matched.
    pub snippet: String,
    /// Higher is better. Comparable between indexes: [`ALL`] and more when every word of the query is answered.
    pub score: f64,
}

/// What a hit scores for answering every word; nothing reaches it otherwise.
pub const ALL: f64 = 2.0;

/// A word in a document.
struct Posting {
    document: u32,
    /// How much the word says about the document: its mentions by the weight of their field.
    weight: f32,
    in_title: bool,
}

/// A document as it is kept.
struct Indexed {
    document: Document,
    /// Words of its text by number and place, in order.
    spots: Vec<Spot>,
    /// Different words of the title.
    title_words: u16,
}

/// A word in a document's text.
struct Spot {
    word: u32,
    start: u32,
    length: u32,
}

/// From here on another mention says little.
const SATURATION: f32 = 1.5;
/// How much the length of a text matters: 0 not at all, 1 in full.
const LENGTH: f32 = 0.4;
/// What a hit gains when its title is nothing but the query.
const TITLE_BONUS: f32 = 0.6;
/// A link stands below what we say ourselves.
const LINK: f32 = 0.5;

impl Index {
    /// Reads the workshop. Notes for the facilitator are left out.
    #[must_use]
    pub fn new(workshop: &Workshop) -> Self {
        let documents = documents(workshop);
        let mut collector = Collector::default();
        let mut folded = String::new();
        let mut read = |text: &str, each: &mut dyn FnMut(u32, Range<usize>)| {
            for name in names(text) {
                name.spellings(text, &mut folded, |word, at| each(collector.number(word), at));
            }
        };
        let mut raw: Vec<(u32, Posting)> = Vec::new();
        let mut indexed = Vec::with_capacity(documents.len());
        let total: usize = documents.iter().map(|document| document.text.len()).sum();
        let mean = ratio(total, documents.len()).max(1.0);
        for (number, mut document) in (0..).zip(documents) {
            let mut mentions: Vec<(u32, f32, bool)> = Vec::new();
            read(&document.title, &mut |word, _| mentions.push((word, TITLE, true)));
            let mut title: Vec<u32> = mentions.iter().map(|mention| mention.0).collect();
            title.sort_unstable();
            title.dedup();
            for (weight, text) in std::mem::take(&mut document.also) {
                read(&text, &mut |word, _| mentions.push((word, weight, false)));
            }
            let long = 1.0 - LENGTH + LENGTH * ratio(document.text.len(), 1) / mean;
            let mut spots = Vec::new();
            read(&document.text, &mut |word, at| {
                mentions.push((word, 1.0 / long, false));
                spots.push(Spot { word, start: small(at.start), length: small(at.len()) });
            });
            // The title last, so that the first of a group says whether the title has the word.
            mentions.sort_by_key(|(word, _, in_title)| (*word, !in_title));
            for group in mentions.chunk_by(|a, b| a.0 == b.0) {
                let weight = group.iter().map(|mention| mention.1).sum();
                raw.push((group[0].0, Posting { document: number, weight, in_title: group[0].2 }));
            }
            spots.shrink_to_fit();
            document.text.shrink_to_fit();
            indexed.push(Indexed { document, spots, title_words: u16::try_from(title.len()).unwrap_or(u16::MAX) });
        }
        let (vocabulary, now) = collector.finish();
        for spot in indexed.iter_mut().flat_map(|document| &mut document.spots) {
            spot.word = now[spot.word as usize];
        }
        for (word, _) in &mut raw {
            *word = now[*word as usize];
        }
        raw.sort_by_key(|(word, posting)| (*word, posting.document));
        let mut ends = vec![0; vocabulary.len()];
        for (word, _) in &raw {
            ends[*word as usize] += 1;
        }
        let mut end = 0;
        for count in &mut ends {
            end += *count;
            *count = end;
        }
        let postings = raw.into_iter().map(|(_, posting)| posting).collect();
        Self { vocabulary, ends, postings, documents: indexed }
    }

    /// The best hits first, at most `limit`. Equals stand in the order of the workshop: sections, wizards, terms, links. Of a query
    /// the first 200 characters and 12 words count; one without words finds nothing.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = Query::new(query);
        if query.wanted.is_empty() || limit == 0 || self.documents.is_empty() {
            return Vec::new();
        }
        let mut tally = vec![Tally::default(); self.documents.len()];
        let mut answers = vec![0_u16; self.vocabulary.len()];
        let mut weights = 0.0;
        for (bit, wanted) in (0_u16..).zip(&query.wanted) {
            let found = self.answer(wanted, &mut |word| answers[word] |= 1 << bit);
            let count = found.iter().filter(|answer| answer.score > 0.0).count();
            let rare = rarity(count, self.documents.len());
            weights += rare;
            for (tally, answer) in tally.iter_mut().zip(found) {
                tally.score += rare * answer.score;
                tally.title += answer.title;
                tally.answered += u16::from(answer.sure && wanted.needed);
                tally.touched |= answer.score > 0.0;
            }
        }
        let needed = query.wanted.iter().filter(|wanted| wanted.needed).count();
        let mut ranked: Vec<(f64, usize)> = tally
            .iter()
            .enumerate()
            .filter(|(_, tally)| tally.touched)
            .map(|(number, tally)| {
                let Indexed { document, title_words, .. } = &self.documents[number];
                let words = ratio((*title_words).into(), 1).max(ratio(query.wanted.len(), 1));
                let share = tally.score / weights + TITLE_BONUS * (tally.title / words).min(1.0);
                let own = if document.kind == HitKind::Link { share * LINK } else { share };
                let all = if usize::from(tally.answered) == needed { ALL } else { 0.0 };
                (all + f64::from(own).min(ALL - 0.001), number)
            })
            .collect();
        let order = |a: &(f64, usize), b: &(f64, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        ranked.sort_unstable_by(order);
        ranked.truncate(limit);
        ranked.into_iter().map(|(score, number)| self.hit(score, number, &answers)).collect()
    }

    /// For each document, how well it answers one word of the query; tells the words that did.
    fn answer(&self, wanted: &Wanted, matched: &mut dyn FnMut(usize)) -> Vec<Answer> {
        let mut best = vec![Answer::default(); self.documents.len()];
        for spelling in &wanted.spellings {
            let mut all: Option<Vec<Answer>> = None;
            for word in &spelling.words {
                let mut answers = vec![Answer::default(); self.documents.len()];
                word.matches(&self.vocabulary, |range, quality, sure| {
                    for number in range {
                        let quality = quality.of(&word.letters, self.vocabulary.word(number));
                        if quality > 0.0 {
                            matched(number);
                            self.credit(number, quality, sure, &mut answers);
                        }
                    }
                });
                all = Some(match all {
                    None => answers,
                    Some(mut all) => {
                        all.iter_mut().zip(answers).for_each(|(all, answer)| all.join(answer));
                        all
                    }
                });
            }
            let count = ratio(spelling.words.len(), 1);
            for (best, answer) in best.iter_mut().zip(all.into_iter().flatten()) {
                best.better(Answer {
                    score: answer.score * spelling.quality / count,
                    title: answer.title * spelling.quality / count,
                    sure: answer.sure,
                });
            }
        }
        best
    }

    fn credit(&self, word: usize, quality: f32, sure: bool, answers: &mut [Answer]) {
        let start = if word == 0 { 0 } else { self.ends[word - 1] as usize };
        for posting in &self.postings[start..self.ends[word] as usize] {
            answers[posting.document as usize].better(Answer {
                score: quality * posting.weight / (posting.weight + SATURATION),
                title: if posting.in_title { quality } else { 0.0 },
                sure,
            });
        }
    }

    fn hit(&self, score: f64, number: usize, answers: &[u16]) -> Hit {
        let Indexed { document, spots, .. } = &self.documents[number];
        let place = |spot: &Spot| {
            let answers = answers[spot.word as usize];
            let start = spot.start as usize;
            (answers != 0).then(|| Place { at: start..start + spot.length as usize, answers })
        };
        let mut places: Vec<Place> = spots.iter().filter_map(place).collect();
        places.sort_by_key(|place| (place.at.start, place.at.end));
        Hit {
            kind: document.kind,
            title: document.title.clone(),
            place: document.place.clone(),
            url: document.url.clone(),
            snippet: snippet(&document.text, &places),
            score,
        }
    }
}

/// What a document has gathered over all words of the query.
#[derive(Clone, Default)]
struct Tally {
    score: f32,
    title: f32,
    answered: u16,
    touched: bool,
}

/// How well a document answers one word of the query.
#[derive(Clone, Copy, Default)]
struct Answer {
    /// Below 1; 0 is not at all.
    score: f32,
    /// The same for the title alone.
    title: f32,
    /// False for a guess that does not count as an answer.
    sure: bool,
}

impl Answer {
    fn better(&mut self, other: Self) {
        self.score = self.score.max(other.score);
        self.title = self.title.max(other.title);
        self.sure |= other.sure;
    }

    /// Both parts of a name: no answer unless both are there.
    fn join(&mut self, other: Self) {
        let both = self.score > 0.0 && other.score > 0.0;
        self.score = if both { self.score + other.score } else { 0.0 };
        self.title = if both { self.title + other.title } else { 0.0 };
        self.sure = both && self.sure && other.sure;
    }
}

/// 1 for a word of one document, near 0 for a word of all.
fn rarity(with: usize, of: usize) -> f32 {
    let idf = |with: f32, of: f32| (1.0 + (of - with + 0.5) / (with + 0.5)).ln();
    let of = ratio(of, 1);
    idf(ratio(with.max(1), 1), of) / idf(1.0, of)
}

#[expect(clippy::cast_precision_loss, reason = "counts and lengths far below 2^24; scores need no more")]
fn ratio(a: usize, b: usize) -> f32 {
    a as f32 / b.max(1) as f32
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
