//! Fences: code, coloured where its language is known, and interactive blocks, drawn by whoever knows them.

use pulldown_cmark::CodeBlockKind;

use super::blocks;
use super::render::{Piece, Renderer, attribute};

/// A fence whose text is being read.
pub(super) struct Fence {
    shows: Shows,
    pub(super) text: String,
    /// Where its text begins in the file.
    at: usize,
}

enum Shows {
    /// Code in this language; empty when none is named.
    Code(String),
    /// An interactive block: its kind and its name.
    Block(&'static str, String),
    /// What is wrong with it is said already.
    Nothing,
}

impl Renderer<'_, '_> {
    /// Begins the fence at an index.
    pub(super) fn fence(&self, index: usize, kind: &CodeBlockKind<'_>) -> Fence {
        let at = self.events.get(index + 1).map_or(0, |(_, range)| range.start);
        Fence { shows: self.shows(index, kind), text: String::new(), at }
    }

    fn shows(&self, index: usize, kind: &CodeBlockKind<'_>) -> Shows {
        let CodeBlockKind::Fenced(info) = kind else { return Shows::Code(String::new()) };
        match blocks::read(info, self.around.known, self.around.quizzes, self.around.wizards) {
            None => Shows::Code(language(info).to_owned()),
            Some(Ok((kind, name))) => Shows::Block(kind, name.to_owned()),
            Some(Err(message)) => {
                self.source.fault(self.events[index].1.start, message);
                Shows::Nothing
            }
        }
    }

    /// Draws a fence that is read to its end.
    pub(super) fn end_fence(&mut self, fence: &Fence, piece: &mut Piece) {
        match &fence.shows {
            Shows::Code(language) => {
                code(&mut piece.html, language, &self.painter.paint(language, &fence.text));
                piece.text.push_str(&fence.text);
                piece.text.push('\n');
            }
            Shows::Block(kind, name) => self.block(kind, name, fence, piece),
            Shows::Nothing => {}
        }
    }

    /// Draws an interactive block, or notes what is wrong with what stands in it.
    fn block(&mut self, kind: &str, name: &str, fence: &Fence, piece: &mut Piece) {
        let workshop = &self.around.atlas.workshop;
        let inputs = if kind == "quiz" {
            if !fence.text.trim().is_empty() {
                let message =
                    "nothing stands in a quiz's block: its title, questions and rules are in questions/quizzes.toml";
                return self.source.fault(fence.at, message);
            }
            let quiz = self.around.quizzes.iter().find(|quiz| quiz.id == name);
            quiz.map(|quiz| blocks::quiz_inputs(workshop, quiz)).unwrap_or_default()
        } else if kind == "wizard" {
            if !fence.text.trim().is_empty() {
                let message = format!("nothing stands in a wizard's block: what it says is in wizards/{name}.toml");
                return self.source.fault(fence.at, message);
            }
            let decision = self.around.wizards.iter().find(|decision| decision.wizard.id == name);
            decision.map(|decision| blocks::wizard_inputs(workshop, decision)).unwrap_or_default()
        } else {
            // What stands in other blocks is for those who draw them to judge.
            if self.around.known.draw.is_none() {
                return;
            }
            match blocks::inputs(&fence.text) {
                Ok(inputs) => inputs,
                Err((at, message)) => return self.source.fault(fence.at + at, message),
            }
        };
        let Some(draw) = self.around.known.draw else { return };
        self.blocks += 1;
        match draw(kind, name, &inputs, &format!("b{}", self.blocks)) {
            Ok(html) => {
                piece.html.push_str(&html);
                piece.html.push('\n');
            }
            Err(wrong) => {
                for (field, words) in wrong {
                    self.source.fault(fence.at + blocks::place(&fence.text, &field), words);
                }
            }
        }
    }
}

/// The language that a fence's info string names.
pub(super) fn language(info: &str) -> &str {
    info.split([' ', '\t', ',', '{']).next().unwrap_or_default()
}

/// Writes a block of code that is coloured or escaped already.
pub(super) fn code(html: &mut String, language: &str, painted: &str) {
    html.push_str("<div class=\"code\"");
    if !language.is_empty() {
        html.push_str(" data-language=\"");
        attribute(html, language);
        html.push('"');
    }
    html.extend(["><pre tabindex=\"0\"><code>", painted, "</code></pre></div>\n"]);
}
