//! Links in a page: what each kind looks like, and how a term is explained where it is first named.

use std::fmt::Write as _;

use pulldown_cmark::LinkType;
use pulldown_cmark_escape::escape_href;

use super::finding::Severity;
use super::model::Life;
use super::render::{Open, Piece, Renderer, body_text};
use super::resolve::Target;

impl Renderer<'_, '_> {
    /// Begins a link; its end is kept with what is open.
    pub(super) fn link(&mut self, index: usize, kind: LinkType, link: &str, piece: &mut Piece, open: &mut Open) {
        let address = if kind == LinkType::Email { format!("mailto:{link}") } else { link.to_owned() };
        let at = self.events[index].1.start;
        let target = self.target(at, &address);
        let html = &mut piece.html;
        let (begin, mut end, url) = match &target {
            Target::Here(anchor) => ("<a href=\"", "</a>".to_owned(), format!("#{anchor}")),
            Target::Page(url) => ("<a href=\"", "</a>".to_owned(), url.clone()),
            Target::Term(id) => {
                let url = format!("/w/{}/glossary#term-{id}", self.around.atlas.workshop);
                ("<a class=\"term\" href=\"", "</a>".to_owned(), url)
            }
            Target::Outside(url) => ("<a class=\"outside\" href=\"", "</a>".to_owned(), url.clone()),
            Target::File(_, url) => ("<a class=\"file\" href=\"", "</a>".to_owned(), url.clone()),
            Target::Missing => {
                html.push_str("<span class=\"missing\">");
                open.links.push(("</span>".to_owned(), None));
                return;
            }
        };
        let mut more = "";
        let mut tip = None;
        match &target {
            Target::Outside(_) => more = " rel=\"noopener\"",
            Target::Term(id) => {
                if !piece.terms.contains(id) {
                    piece.terms.push(id.clone());
                }
                if !open.in_heading && piece.explained.insert(id.clone()) {
                    self.tips += 1;
                    tip = Some(self.tips);
                    html.push_str("<span class=\"term-use\">");
                    end = self.explain(id, self.tips);
                }
            }
            _ => {}
        }
        html.push_str(begin);
        // Writing into a string cannot fail.
        let _ = escape_href(&mut *html, &url);
        html.push('"');
        html.push_str(more);
        if let Some(tip) = tip {
            let _ = write!(html, " aria-describedby=\"tip.{tip}\"");
        }
        html.push('>');
        let listed = matches!(target, Target::Page(_) | Target::Outside(_) | Target::File(..));
        open.links.push((end, listed.then_some((piece.text.len(), url))));
    }

    /// What follows a term that is named for the first time in a section: its definition, and where it stands in its life.
    fn explain(&self, id: &str, tip: usize) -> String {
        let term = &self.around.atlas.terms[id];
        let mut end = format!("</a><span class=\"term-tip\" role=\"tooltip\" id=\"tip.{tip}\">");
        body_text(&mut end, &term.definition);
        end.push_str("</span></span>");
        if term.life != Life::Ga {
            let _ = write!(end, " <span class=\"pill {}\">{}</span>", term.life.class(), term.life.words());
        }
        end
    }

    /// Where a link leads; what is wrong with it is noted.
    pub(super) fn target(&self, at: usize, link: &str) -> Target {
        let (target, note) = self.around.atlas.resolve(self.from, link);
        match note {
            Some((Severity::Fault, message)) => self.source.fault(at, message),
            Some((Severity::Warning, message)) => self.source.warning(at, message),
            Some((Severity::Advice, message)) => self.source.advice(at, message),
            None => {}
        }
        target
    }
}
