//! Code in colour, made once when the workshop is loaded.
//!
//! Inside `<div class="code">` the spans have one of eight classes, the many kinds of the grammars folded together:
//!
//! | class | what |
//! | --- | --- |
//! | `k` | keyword |
//! | `f` | function, command, macro, constructor |
//! | `s` | string |
//! | `c` | comment |
//! | `t` | type, namespace, tag |
//! | `n` | number, constant |
//! | `v` | variable |
//! | `p` | property, key, attribute, label |
//!
//! Operators and punctuation stay plain: they are most of the spans and say the least.

use std::sync::{Arc, LazyLock};

use arborium::{GrammarStore, Highlighter};
use pulldown_cmark_escape::escape_html_body_text;

/// The longest code that is coloured, in bytes; longer code is shown plain. Grammars take time that grows with the square
/// of what is wrong in the code: measured, up to 3 seconds for 8 KB of nothing but mistakes.
const LONGEST: usize = 8 * 1024;
/// The deepest that brackets may stand inside each other in code that is coloured: grammars slow down on what nobody reads.
const DEEPEST: usize = 100;
/// The longest line of code that is coloured, in bytes.
const LONGEST_LINE: usize = 500;
/// The farthest that a line of code may be moved in, in bytes.
const FARTHEST: usize = 60;
/// The most marks of lists and keys (`- `, `? `, `: `) in a line: in YAML each may begin another level.
const MOST_MARKS: usize = 20;
/// The last sign that code in colour may hold. Some grammars look a sign up in a table of the C library that ends here and
/// read what lies beyond it, which ended the program for some signs of other scripts; such code is shown plain.
const LAST_SIGN: char = '\u{ff}';
/// All the code of a module that is coloured, in bytes.
const BUDGET: usize = 64 * 1024;

/// Grammars are made when they are first needed and kept.
static GRAMMARS: LazyLock<Arc<GrammarStore>> = LazyLock::new(|| Arc::new(GrammarStore::new()));

/// Colours the code of one module.
pub(super) struct Painter {
    highlighter: Highlighter,
    budget: usize,
}

impl Painter {
    pub(super) fn new() -> Self {
        let config = arborium::Config { max_injection_depth: 0, ..arborium::Config::default() };
        Self { highlighter: Highlighter::with_store_and_config(GRAMMARS.clone(), config), budget: BUDGET }
    }

    /// The code as HTML: coloured when the language is known and the code is of a size and depth that people read.
    pub(super) fn paint(&mut self, language: &str, code: &str) -> String {
        let Some(grammar) = grammar(language) else { return plain(code) };
        let odd = code.chars().any(|c| c > LAST_SIGN);
        if odd || code.len() > LONGEST.min(self.budget) || nested(code) > DEEPEST || !code.lines().all(is_readable) {
            return plain(code);
        }
        self.budget -= code.len();
        match self.highlighter.highlight(grammar, code) {
            Ok(html) => fold(&html, grammar),
            Err(_) => plain(code),
        }
    }
}

/// The grammar for the name that a fence gives.
fn grammar(language: &str) -> Option<&'static str> {
    Some(match language.to_ascii_lowercase().as_str() {
        "bash" | "sh" | "shell" | "azurecli" | "console" => "bash",
        "yaml" | "yml" => "yaml",
        "json" | "jsonc" => "json",
        "toml" => "toml",
        "hcl" | "terraform" | "tf" => "hcl",
        "dockerfile" | "docker" => "dockerfile",
        "go" | "golang" => "go",
        "python" | "py" => "python",
        "rust" | "rs" => "rust",
        _ => return None,
    })
}

fn plain(code: &str) -> String {
    let mut html = String::with_capacity(code.len() + code.len() / 8);
    // Writing into a string cannot fail.
    let _ = escape_html_body_text(&mut html, code.trim_end_matches('\n'));
    html
}

/// Whether a line is one that people read. The grammars of YAML and Python remember their levels in a kilobyte and end the
/// program when there are more (about 250); such lines can make no more than about 160.
fn is_readable(line: &str) -> bool {
    let moved_in = line.bytes().take_while(u8::is_ascii_whitespace).count();
    let bytes = line.as_bytes();
    let is_mark = |(at, byte): (usize, &u8)| {
        matches!(byte, b'-' | b'?' | b':') && bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace)
    };
    line.len() <= LONGEST_LINE
        && moved_in <= FARTHEST
        && bytes.iter().enumerate().filter(|mark| is_mark(*mark)).count() <= MOST_MARKS
}

/// How deep brackets stand inside each other.
fn nested(code: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in code.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Turns the elements of the highlighter (`<a-k>`) into spans with our classes. All else in its answer is escaped text, so
/// every `<` begins one of its elements.
fn fold(html: &str, grammar: &str) -> String {
    let mut folded = String::with_capacity(html.len() * 2);
    let mut open = Vec::new();
    let mut parts = html.split('<');
    // Quotes need no escape between tags.
    let text = |escaped: &str| escaped.replace("&quot;", "\"").replace("&#39;", "'");
    folded.push_str(&text(parts.next().unwrap_or_default()));
    for part in parts {
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        if let Some(kind) = tag.strip_prefix("a-") {
            let class = class(kind, grammar);
            if let Some(class) = class {
                folded.extend(["<span class=\"", class, "\">"]);
            }
            open.push(class.is_some());
        } else if open.pop() == Some(true) {
            folded.push_str("</span>");
        }
        folded.push_str(&text(rest));
    }
    folded
}

/// Our class for a kind of the highlighter's.
fn class(kind: &str, grammar: &str) -> Option<&'static str> {
    Some(match kind {
        // The grammar of the shell calls options constants and variables properties.
        "co" if grammar == "bash" => "p",
        "pr" if grammar == "bash" => "v",
        "k" => "k",
        "f" | "m" | "cr" => "f",
        "s" => "s",
        "c" => "c",
        "t" | "ns" | "tg" => "t",
        "n" | "co" => "n",
        "v" => "v",
        "pr" | "at" | "l" => "p",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_the_format_names_is_coloured() {
        let cases = [
            ("bash", "# why\naz aks create --name \"a\" | grep $X", vec!["c", "f", "s", "p", "v"]),
            ("sh", "if true; then echo a; fi", vec!["k", "f"]),
            ("shell", "echo a", vec!["f"]),
            ("azurecli", "az aks list", vec!["f"]),
            ("console", "kubectl get pods", vec!["f"]),
            ("yaml", "kind: Pod\n# c\nn: 1", vec!["p", "c", "n"]),
            ("json", "{\"a\": [1, true]}", vec!["n"]),
            ("toml", "a = 1\nb = \"x\"", vec!["p", "n", "s"]),
            ("hcl", "resource \"a\" \"b\" {\n  c = 1\n}", vec!["n"]),
            ("terraform", "a = \"b\"", vec!["s"]),
            ("dockerfile", "FROM rust AS a\nRUN make", vec!["k"]),
            ("go", "package main\nfunc main() { return 1 }", vec!["k", "n"]),
            ("python", "def f(x):\n    return \"y\"", vec!["k", "f", "s"]),
            ("rust", "fn main() -> Option<u8> { None } // c", vec!["k", "f", "t", "c"]),
        ];
        let mut painter = Painter::new();
        for (language, code, classes) in cases {
            let html = painter.paint(language, code);
            for class in classes {
                assert!(html.contains(&format!("<span class=\"{class}\">")), "no {class} in {language}: {html}");
            }
            assert_eq!(html.matches("<span").count(), html.matches("</span>").count(), "{html}");
            let page = scraper::Html::parse_fragment(&html);
            assert_eq!(page.root_element().text().collect::<String>(), code, "the code stays as it is");
        }
    }

    #[test]
    fn other_languages_and_hostile_code_are_plain() {
        let mut painter = Painter::new();
        assert_eq!(painter.paint("brainfuck", "<b>&\n"), "&lt;b&gt;&amp;");
        let large = "true\n".repeat(20_000);
        assert!(!painter.paint("bash", &large).contains("<span"));
        let deep = "[".repeat(30_000);
        assert!(!painter.paint("json", &deep).contains("<span"));
        // Signs that ended the program in one grammar or another, in every place a grammar may look at.
        for language in ["bash", "yaml", "json", "toml", "hcl", "dockerfile", "go", "python", "rust"] {
            assert!(painter.paint(language, "é: \"ü\" # ÿ\n").contains("<span") || language == "json", "{language}");
            for sign in ['\u{100}', '–', '漢', '\u{10fffd}'] {
                let code = format!("{sign}a={sign}\nx: <<{sign} ${{{sign}}} \"{sign}\" #{sign}\n- {sign}\n");
                assert!(!painter.paint(language, &code).contains("<span"), "{language} {sign:?}");
            }
        }
    }

    #[test]
    fn lines_that_nobody_reads_are_plain() {
        let mut painter = Painter::new();
        let steps = |step: &str| (0..80).map(|n| step.replace('>', &" ".repeat(n))).collect::<Vec<_>>().concat();
        let cases = [
            ("yaml", "- ".repeat(240)),
            ("yaml", "? ".repeat(240)),
            ("yaml", "a: ".repeat(160)),
            ("yaml", steps(">a:\n")),
            ("yaml", steps(">-\n")),
            ("python", steps(">if x:\n")),
            ("bash", "x".repeat(501)),
        ];
        for (language, code) in cases {
            assert!(!painter.paint(language, &code).contains("<span"), "{language} {code}");
        }
    }

    #[test]
    fn as_many_levels_as_a_line_can_make_are_coloured() {
        let mut painter = Painter::new();
        let steps = |step: &str| (0..=60).map(|n| step.replace('>', &" ".repeat(n))).collect::<Vec<_>>().concat();
        let marks = format!("{}{}{}x: 1\n", steps(">a:\n"), " ".repeat(60), "- ".repeat(19));
        let cases = [
            ("yaml", marks),
            ("yaml", steps(">- a:\n")),
            ("yaml", steps(">a:\n>- b\n")),
            ("python", steps(">if x:\n")),
        ];
        for (language, code) in cases {
            assert!(painter.paint(language, &code).contains("<span"), "{language} {code}");
        }
    }

    #[test]
    fn a_module_full_of_code_is_coloured_up_to_its_budget() {
        let mut painter = Painter::new();
        let code = "echo a\n".repeat(LONGEST / 7);
        let coloured = (0..20).filter(|_| painter.paint("bash", &code).contains("<span")).count();
        assert_eq!(coloured, BUDGET / LONGEST);
    }
}
