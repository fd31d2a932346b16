//! Pictures: files of the workshop with their size, and drawings that stand in the page itself.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;

use pulldown_cmark::{Event, Tag};
use pulldown_cmark_escape::escape_href;

use super::fields::shown;
use super::finding::Finding;
use super::markdown::plain;
use super::media;
use super::model::{File, Link};
use super::render::{Piece, Renderer, attribute, body_text};
use super::resolve::Target;
use super::source::Source;
use super::svg::Drawing;

/// The drawings of a workshop, each read once.
pub(super) struct Drawings<'f> {
    /// Stands before every path in findings.
    prefix: &'f str,
    read: RefCell<HashMap<String, Option<Rc<Drawing>>>>,
    findings: RefCell<Vec<Finding>>,
}

impl<'f> Drawings<'f> {
    pub(super) fn new(prefix: &'f str) -> Self {
        Self { prefix, read: RefCell::default(), findings: RefCell::default() }
    }

    fn get(&self, path: &str, file: &File) -> Option<Rc<Drawing>> {
        let known = self.read.borrow().get(path).cloned();
        known.unwrap_or_else(|| {
            let drawing = match Source::new(&format!("{}{path}", self.prefix), &file.bytes) {
                Ok(source) => {
                    let drawing = Drawing::read(&source);
                    if drawing.as_ref().is_some_and(|drawing| drawing.words.is_empty()) {
                        source.advice(0, "the drawing has no <desc>; say in it in words what the picture says");
                    }
                    self.findings.borrow_mut().extend(source.findings());
                    drawing
                }
                Err(finding) => {
                    self.findings.borrow_mut().push(finding);
                    None
                }
            };
            let drawing = drawing.map(Rc::new);
            self.read.borrow_mut().insert(path.to_owned(), drawing.clone());
            drawing
        })
    }

    /// What was wrong with the drawings.
    pub(super) fn findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }
}

impl Renderer<'_, '_> {
    /// Draws the image that begins at an index; in a figure its title stands below it.
    pub(super) fn image(&mut self, index: usize, piece: &mut Piece, figure: bool) {
        let (event, range) = &self.events[index];
        let Event::Start(Tag::Image { dest_url, title, .. }) = event else { return };
        let alt = plain(&self.events[index..self.end_of(index)]);
        let (alt, title) = (alt.trim(), title.trim());
        if alt.is_empty() {
            let message = "the image has no alternative text; say what it shows, as in ![Two subnets](images/a.svg)";
            self.source.warning(range.start, message);
        }
        piece.text.push_str(alt);
        let at = range.start;
        let target = self.target(at, dest_url);
        let mut in_words = String::new();
        match target {
            Target::File(path, url) => {
                in_words = self.picture(at, &path, &url, &Words { alt, title, figure }, piece);
            }
            Target::Missing => missing(piece, alt, dest_url),
            Target::Outside(url) if super::fields::is_web_address(&url) => {
                let message = "the image is on another site and is not loaded from there, only linked; save it in the \
                               workshop's folder and name that file";
                self.source.warning(at, message);
                let words = if alt.is_empty() { url.as_str() } else { alt };
                piece.html.push_str("<a class=\"outside\" href=\"");
                let _ = escape_href(&mut piece.html, &url);
                piece.html.push_str("\" rel=\"noopener\">");
                body_text(&mut piece.html, words);
                piece.html.push_str("</a>");
                piece.links.push(Link { text: words.to_owned(), url });
            }
            _ => {
                let message =
                    format!("“{}” is no image; name a file of the workshop, as in images/a.svg", shown(dest_url));
                self.source.fault(at, message);
                missing(piece, alt, dest_url);
            }
        }
        if figure && !title.is_empty() {
            piece.html.push_str("<figcaption>");
            body_text(&mut piece.html, title);
            piece.html.push_str("</figcaption>");
            piece.text.push(' ');
            piece.text.push_str(title);
        }
        if !in_words.is_empty() {
            let _ = write!(
                piece.html,
                "<details class=\"in-words\"><summary>The drawing in words</summary><p>{in_words}</p></details>"
            );
        }
    }

    /// Draws a file, and answers with what is to stand below it: what a drawing says in words, as HTML.
    fn picture(&mut self, at: usize, path: &str, url: &str, words: &Words<'_>, piece: &mut Piece) -> String {
        let Words { alt, title, figure } = *words;
        let files = self.around.atlas.files;
        let Some(file) = files.get(path) else { return String::new() };
        if file.mime == "image/svg+xml" {
            if let Some(drawing) = self.around.drawings.get(path, file) {
                self.drawn += 1;
                let svg = drawing.html(self.drawn, alt);
                if figure {
                    // On a phone its letters stay large enough to read: the box scrolls, the page does not.
                    let label = self.region_label("Drawing", alt);
                    piece.html.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
                    attribute(&mut piece.html, &label);
                    let _ = write!(piece.html, "\">{svg}</div>");
                    return drawing.words.clone();
                }
                piece.html.push_str(&svg);
            }
            return String::new();
        }
        if !file.mime.starts_with("image/") {
            self.source
                .fault(at, format!("“{}” is no image; show an image, or link the file as [text](path)", shown(path)));
            return String::new();
        }
        let html = &mut piece.html;
        html.push_str("<img src=\"");
        let _ = escape_href(&mut *html, url);
        html.push_str("\" alt=\"");
        attribute(html, alt);
        html.push('"');
        if !figure && !title.is_empty() {
            html.push_str(" title=\"");
            attribute(html, title);
            html.push('"');
        }
        if let Some((width, height)) = media::pixels(file.mime, &file.bytes) {
            let _ = write!(html, " width=\"{width}\" height=\"{height}\"");
        }
        html.push_str(" loading=\"lazy\" decoding=\"async\">");
        String::new()
    }
}

/// What an image says in words, and whether it stands alone: its title is drawn below it then.
struct Words<'w> {
    alt: &'w str,
    title: &'w str,
    figure: bool,
}

fn missing(piece: &mut Piece, alt: &str, path: &str) {
    piece.html.push_str("<span class=\"missing\">");
    body_text(&mut piece.html, if alt.is_empty() { path } else { alt });
    piece.html.push_str("</span>");
}
