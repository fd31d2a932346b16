//! Questions, quizzes, review: from outside, without script, on each database.

pub mod bank;
mod before;
mod changes;
mod crowd;
mod exchange;
mod limits;
mod paths;
mod reviewing;
mod secrets;
mod twice;

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::support::{Folder, Page, Person, Portal};

/// The portals to run a story on, serving the workshop in this folder.
async fn serving(folder: &Folder) -> Vec<Portal> {
    Portal::on_each_database(&["--content", &folder.argument()]).await
}

/// What a person does in the fields of a question.
#[derive(Clone, Copy)]
enum Given {
    /// They leave them as they are.
    Nothing,
    /// They choose these options, by their words.
    Options(&'static [&'static str]),
    /// They type this.
    Typed(&'static str),
    /// They type what follows from the prompt.
    Worked(fn(&str) -> String),
    /// They give each item its place, by its words.
    Places(&'static [(&'static str, &'static str)]),
    /// They choose to each left side a right side, by their words. Words that are not there are sent as they are.
    Pairs(&'static [(&'static str, &'static str)]),
    /// They fill the gaps.
    Gaps(&'static [&'static str]),
    /// Their browser sends this, whatever stands on the page.
    Raw(&'static [(&'static str, &'static str)]),
}

/// The fields of a question as a browser would send them from this page.
fn fields(page: &Page, question: &str, given: Given) -> Vec<(String, String)> {
    let html = Html::parse_document(&page.body);
    let all = |selector: &str| -> Vec<ElementRef<'_>> {
        let selector = format!("[id='_box_q-{question}'] {selector}");
        html.select(&Selector::parse(&selector).expect("a selector")).collect()
    };
    let words =
        |element: ElementRef<'_>| element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let within = |element: ElementRef<'_>, selector: &str| {
        words(element.select(&Selector::parse(selector).expect("a selector")).next().expect("what it holds"))
    };
    let inside = |element: ElementRef<'_>, selector: &str, name: &str| {
        let found = element.select(&Selector::parse(selector).expect("a selector")).next().expect("what it holds");
        found.attr(name).unwrap_or_default().to_owned()
    };
    let submission =
        all("input[name$=submission]").pop().unwrap_or_else(|| panic!("{question} is not open: {}", page.body));
    let prefix = submission.attr("name").expect("a name").trim_end_matches("submission").to_owned();
    let mut sent = vec![(format!("{prefix}submission"), submission.attr("value").expect("a value").to_owned())];
    let mut add = |name: &str, value: String| sent.push((format!("{prefix}{name}"), value));
    match given {
        Given::Nothing => {}
        Given::Options(chosen) => {
            for wanted in chosen {
                let option = all(".option").into_iter().find(|option| within(*option, ".option-text") == *wanted);
                let option = option.unwrap_or_else(|| panic!("{question} has no option {wanted}: {}", page.body));
                add("answer", inside(option, "input", "value"));
            }
        }
        Given::Typed(text) => add("answer", text.to_owned()),
        Given::Worked(work) => add("answer", work(&words(all(".prompt")[0]))),
        Given::Places(places) => {
            for (wanted, place) in places {
                let item = all("li[data-item]").into_iter().find(|item| item.attr("data-item") == Some(wanted));
                let name = inside(item.unwrap_or_else(|| panic!("no {wanted}")), "select", "name");
                add(name.strip_prefix(&prefix).expect("the prefix"), (*place).to_owned());
            }
        }
        Given::Pairs(pairs) => {
            for (left, right) in pairs {
                let pair = all(".pair").into_iter().find(|pair| within(*pair, "label") == *left);
                let pair = pair.unwrap_or_else(|| panic!("no {left}"));
                let options = pair
                    .select(&Selector::parse("option").expect("a selector"))
                    .map(|o| (words(o), o))
                    .collect::<Vec<_>>();
                let token =
                    options.iter().find(|(words, _)| words == right).map(|(_, o)| o.attr("value").expect("a value"));
                let name = inside(pair, "select", "name");
                add(name.strip_prefix(&prefix).expect("the prefix"), token.unwrap_or(right).to_owned());
            }
        }
        Given::Gaps(filled) => {
            for (n, text) in (1..).zip(filled) {
                add(&format!("gap-{n}"), (*text).to_owned());
            }
        }
        Given::Raw(raw) => {
            for (name, value) in raw {
                add(name, (*value).to_owned());
            }
        }
    }
    sent
}

/// Whether a page has anything of what the questions of `bank` keep to themselves.
fn tells(body: &str) -> bool {
    ["zzsaid", "zzwhy", "zzhint", "zzbelief", "zzsource", "zzanswer"].iter().any(|secret| body.contains(secret))
}

/// Fields as they are sent.
fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// An attempt that somebody has begun.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Attempt {
    id: String,
    /// Where it is looked at, with a `?` in it.
    address: String,
}

/// A line of the result: "Right", "Partly right", "Wrong" or "Not answered", and what it earned.
type Line = (String, String);

impl Attempt {
    /// Begins a quiz of `plan`, or goes on with it.
    async fn begin(person: &Person, quiz: &str) -> Self {
        let page = person.sends(&format!("/w/plan/quizzes/{quiz}"), &[]).await;
        let id = Self::id_in(&page);
        let address = format!("/w/plan/quizzes/{quiz}?attempt={id}");
        Self { id, address }
    }

    /// What is due, or the practice of a section; none when it does not begin.
    async fn review(person: &Person, section: &str) -> Option<Self> {
        let page = person.sends("/w/plan/review", &[("section", section)]).await;
        if page.url.path() == "/w/plan/review" {
            return None;
        }
        let id = Self::id_in(&page);
        Some(Self { address: format!("/w/plan/attempts/{id}?"), id })
    }

    fn id_in(page: &Page) -> String {
        let action = page.attributes("[action*='/attempts/']", "action").into_iter().next();
        let action = action.unwrap_or_else(|| panic!("{} {}: {}", page.status, page.url, page.body));
        action.split('/').nth(4).expect("an id").to_owned()
    }

    fn path(&self) -> String {
        format!("/w/plan/attempts/{}", self.id)
    }

    fn path_of(&self, question: &str) -> String {
        format!("{}/questions/{question}", self.path())
    }

    /// A question by its number from 1.
    async fn opens(&self, person: &Person, number: usize) -> Page {
        person.reads(&format!("{}&q={number}", self.address)).await
    }

    /// Answers a question on its own page, with a form that is sent.
    async fn answers(&self, person: &Person, number: usize, question: &str, given: Given) -> Page {
        let page = self.opens(person, number).await;
        person.sends(&self.path_of(question), &borrowed(&fields(&page, question, given))).await
    }

    async fn hands_in(&self, person: &Person) -> Page {
        person.sends(&format!("{}/hand-in", self.path()), &[]).await
    }

    /// The result, question by question.
    async fn result(&self, person: &Person) -> Vec<Line> {
        lines(&person.reads(&self.address).await)
    }
}

/// The lines of a page that shows a result.
fn lines(page: &Page) -> Vec<Line> {
    let verdicts =
        page.texts(".result-row .said-word").into_iter().map(|said| said.split_once(' ').expect("a sign").1.to_owned());
    verdicts.zip(page.texts(".result-row .earned")).collect()
}

/// The attempts of `/me/export.json`.
async fn exported(person: &Person) -> Vec<Value> {
    let page = person.reads("/me/export.json").await;
    let all: Value = serde_json::from_str(&page.body).expect("JSON");
    all["attempts"].as_array().expect("attempts").clone()
}

/// How many answers there are in an exported attempt.
fn answers_in(attempt: &Value) -> usize {
    attempt["answers"].as_array().expect("answers").len()
}
