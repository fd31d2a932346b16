//! What may not be seen before its time is nowhere: a participant opens everything there is and looks for it.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;

use reqwest::{Method, StatusCode, Url};
use scraper::{Html, Selector};
use toml::Table;
use toml::Value;

use super::before::shows_no_key;
use crate::support::{Page, Person, Portal};

/// Characters of a text that are looked for.
const PIECE: usize = 40;
/// Parts of a page that are asked for on their own, those that are there and some that are not.
const FRAGMENTS: [&str; 9] = ["quiz", "answer", "mark", "note", "results", "result", "hits", "question", "key"];

/// The texts of a question's table, by whether they may be seen before it is answered.
#[derive(Default)]
struct Texts {
    open: Vec<String>,
    secret: Vec<String>,
}

impl Texts {
    fn read(&mut self, question: &Table) {
        for (name, value) in question {
            match (name.as_str(), value) {
                ("explanation" | "feedback" | "misconception" | "source", Value::String(text)) => {
                    self.secret.push(text.clone());
                }
                ("hints", Value::Array(hints)) => {
                    self.secret.extend(hints.iter().filter_map(Value::as_str).map(str::to_owned));
                }
                // Options, gaps, pairs, wrong answers and the like.
                (_, Value::Array(tables)) if tables.iter().any(Value::is_table) => {
                    for table in tables.iter().filter_map(Value::as_table) {
                        let mut table = table.clone();
                        if name == "wrong" {
                            table.remove("answer");
                        }
                        self.read(&table);
                    }
                }
                (_, Value::String(text)) => self.open.push(text.clone()),
                (_, Value::Array(texts)) => self.open.extend(texts.iter().filter_map(Value::as_str).map(str::to_owned)),
                _ => {}
            }
        }
    }
}

/// The longest run of a Markdown text that stands in HTML as it stands there, cut to [`PIECE`] characters.
fn piece(text: &str) -> Option<String> {
    let marks = |c: char| "*_`[](){}<>&\"'’“”#|\\\n~".contains(c);
    let run = text.split(marks).map(str::trim).max_by_key(|run| run.chars().count())?;
    Some(run.chars().take(PIECE).collect::<String>().trim_end().to_owned()).filter(|run| run.chars().count() >= 25)
}

/// Pieces of everything in the workshop's questions that is kept back, and of nothing that stands elsewhere in it.
fn secrets(workshop: &Path) -> Vec<String> {
    let mut texts = Texts::default();
    let mut elsewhere = String::new();
    let read = |folder: &str| {
        let files =
            std::fs::read_dir(workshop.join(folder)).expect("a folder").map(|file| file.expect("a file").path());
        files.map(|file| (file.clone(), std::fs::read_to_string(file).expect("a text"))).collect::<Vec<_>>()
    };
    for (file, text) in read("questions") {
        if file.ends_with("quizzes.toml") {
            elsewhere.push_str(&text);
            continue;
        }
        let table: Table = text.parse().expect("TOML");
        for question in table["question"].as_array().expect("questions") {
            texts.read(question.as_table().expect("a table"));
        }
    }
    // What modules and decisions say, anybody may read.
    elsewhere.extend(read("modules").into_iter().chain(read("wizards")).map(|(_, text)| text));
    elsewhere.push_str(&texts.open.join("\n"));
    elsewhere.push_str(&std::fs::read_to_string(workshop.join("glossary.toml")).expect("a glossary"));
    let folded = elsewhere.split_whitespace().collect::<Vec<_>>().join(" ");
    // Links to sources stand in the modules as well, and a hidden one has no sentence.
    let sentences: Vec<&String> = texts.secret.iter().filter(|text| text.contains(' ')).collect();
    let pieces: BTreeSet<String> =
        sentences.iter().filter_map(|text| piece(text)).filter(|p| !folded.contains(p.as_str())).collect();
    assert!(
        pieces.len() * 100 >= sentences.len() * 90,
        "{} pieces of {} texts: too few to mean anything",
        pieces.len(),
        sentences.len()
    );
    assert!(pieces.len() > 600, "only {} pieces", pieces.len());
    pieces.into_iter().collect()
}

/// Texts to be found in pages, by their first eight bytes: there are many of both.
struct Secrets(HashMap<[u8; 8], Vec<String>>);

impl Secrets {
    fn of(pieces: Vec<String>) -> Self {
        let mut all: HashMap<[u8; 8], Vec<String>> = HashMap::new();
        for piece in pieces {
            all.entry(piece.as_bytes()[..8].try_into().expect("eight bytes")).or_default().push(piece);
        }
        Self(all)
    }

    /// One that stands in this text. Pieces are of signs that HTML writes as they are, and each begins a word.
    fn found_in(&self, text: &str) -> Option<&str> {
        let bytes = text.as_bytes();
        for at in 0..bytes.len().saturating_sub(8) {
            if at > 0 && bytes[at - 1].is_ascii_alphanumeric() {
                continue;
            }
            let first: [u8; 8] = bytes[at..at + 8].try_into().expect("eight bytes");
            let here =
                self.0.get(&first).and_then(|all| all.iter().find(|piece| bytes[at..].starts_with(piece.as_bytes())));
            if here.is_some() {
                return here.map(String::as_str);
            }
        }
        None
    }
}

/// Somebody who opens everything, and what may not be found there.
struct Crawl<'a> {
    person: &'a Person,
    portal: &'a Portal,
    secrets: &'a Secrets,
    opened: BTreeSet<String>,
}

impl<'a> Crawl<'a> {
    fn new(person: &'a Person, portal: &'a Portal, secrets: &'a Secrets) -> Self {
        Self { person, portal, secrets, opened: BTreeSet::new() }
    }

    #[track_caller]
    fn look(&self, what: &str, page: &Page) {
        assert_eq!(self.secrets.found_in(&page.body), None, "{what}");
        for (name, value) in &page.headers {
            assert_eq!(self.secrets.found_in(value.to_str().unwrap_or_default()), None, "{what}: the header {name}");
        }
        shows_no_key(what, page);
    }

    /// Opens everything that is linked from here on, the files of the pages included.
    async fn all_from(&mut self, start: &[String]) -> usize {
        let base: Url = self.portal.address.parse().expect("an address");
        let mut ahead: VecDeque<String> = start.iter().cloned().collect();
        let (mut seen, mut each): (BTreeSet<String>, BTreeMap<String, usize>) = (BTreeSet::new(), BTreeMap::new());
        while let Some(path) = ahead.pop_front() {
            if !seen.insert(path.clone()) || (path.contains("/attempts/") && self.opened.contains(&path)) {
                continue;
            }
            let address = path.split('?').next().unwrap_or_default().to_owned();
            // Every state of a calculator has an address; a few of each are enough.
            let times = each.entry(address.clone()).or_default();
            *times += 1;
            if *times > 3 && !address.contains("/quizzes/") && !address.contains("/attempts/") {
                continue;
            }
            let page = self.person.opens(&path).await;
            assert!(page.status.as_u16() < 500, "{path}: {}", page.status);
            self.look(&path, &page);
            self.opened.insert(path.clone());
            for link in links(&page) {
                let Ok(url) = base.join(&path).and_then(|here| here.join(&link)) else { continue };
                if url.host() == base.host() && url.port() == base.port() {
                    ahead.push_back(format!(
                        "{}{}",
                        url.path(),
                        url.query().map(|q| format!("?{q}")).unwrap_or_default()
                    ));
                }
            }
        }
        seen.len()
    }

    /// Asks for each part of an address.
    async fn parts_of(&self, path: &str) {
        for fragment in FRAGMENTS {
            let page = self.person.asks(Method::GET, path, &[("X-Fragment", fragment)], "").await;
            self.look(&format!("{path}, {fragment}"), &page);
        }
    }
}

/// Everything a page names: links, forms, files, and what its scripts and styles name.
fn links(page: &Page) -> Vec<String> {
    let mut links = Vec::new();
    if page.header("content-type").starts_with("text/html") {
        let html = Html::parse_document(&page.body);
        let all = Selector::parse("[href], [src], form:not([method=post])[action], [data-css]").expect("a selector");
        for element in html.select(&all) {
            let names = ["href", "src", "action", "data-css", "data-js"];
            let values = names.iter().filter_map(|name| element.attr(name)).flat_map(|value| value.split(' '));
            links.extend(values.map(str::to_owned));
        }
    }
    for (at, _) in page.body.match_indices("/static/") {
        let rest = &page.body[at..];
        links.push(
            rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && !"/._-".contains(c)).unwrap_or(rest.len())]
                .to_owned(),
        );
    }
    links.retain(|link| !link.is_empty() && !link.starts_with('#'));
    links
}

fn ids(value: &serde_json::Value) -> Vec<String> {
    let all = value.as_array().expect("a list").iter();
    all.map(|one| one["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_participant_who_opens_everything_finds_no_key_feedback_explanation_or_hint() {
    let pieces = secrets(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content/aks-networking"));
    let secrets = Secrets::of(pieces.clone());
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let mut crawl = Crawl::new(&maya, &portal, &secrets);
    let api = maya.reads("/api/v1/workshops/aks-networking").await;
    let workshop: serde_json::Value = serde_json::from_str(&api.body).expect("JSON");
    let quizzes = ids(&workshop["quizzes"]);
    assert!(quizzes.len() >= 9, "{quizzes:?}");
    let mut start: Vec<String> = [
        "/",
        "/api",
        "/api/v1/openapi.json",
        "/api/v1/workshops",
        "/api/v1/workshops/aks-networking",
        "/me/export.json",
        "/me/export.md",
        "/metrics",
        "/search?q=address",
        "/w/aks-networking/search?q=feedback",
        "/w/aks-networking/review?day1=60&day2=60",
    ]
    .map(str::to_owned)
    .to_vec();
    start.extend(quizzes.iter().map(|quiz| format!("/w/aks-networking/quizzes/{quiz}")));
    for module in workshop["modules"].as_array().expect("modules") {
        start.push(format!("/api/v1/workshops/aks-networking/modules/{}", module["id"].as_str().expect("an id")));
    }
    // As a stranger first, then with everything begun and nothing answered.
    crawl.all_from(&start).await;
    let mut begun = Vec::new();
    for quiz in &quizzes {
        let path = format!("/w/aks-networking/quizzes/{quiz}");
        let page = maya.sends(&path, &[]).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.words());
        crawl.look(&path, &page);
        begun.push((path, page));
    }
    for module in workshop["modules"].as_array().expect("modules") {
        for section in ids(&module["sections"]) {
            let named = format!("{}#{section}", module["id"].as_str().expect("an id"));
            let page = maya.sends("/w/aks-networking/review", &[("section", &named)]).await;
            crawl.look(&named, &page);
            if page.url.path().contains("/attempts/") {
                begun.push((page.url.path().to_owned(), page));
            }
        }
    }
    // The search finds what is there: the same pieces, in a page that may tell them.
    let told = pieces.iter().filter(|piece| secrets.found_in(&format!("<p>{piece}</p>")).is_some()).count();
    assert_eq!(told, pieces.len());
    assert!(begun.len() > 30, "only {} attempts", begun.len());
    let mut questions = BTreeSet::new();
    for (path, page) in &begun {
        let numbers = page.count(".dots .dot:not(.end)").max(page.count(".question"));
        for number in (1..=numbers).map(|n| n.to_string()).chain(["end".to_owned()]) {
            let address = format!("{path}?q={number}");
            let page = maya.reads(&address).await;
            crawl.look(&address, &page);
            crawl.opened.insert(address);
            questions.extend(page.attributes("[data-question]", "id"));
        }
        crawl.parts_of(path).await;
        // A complaint tells what is missing and nothing more.
        let first = maya.reads(&format!("{path}?q=1")).await;
        let action = &first.attributes("form.question-box", "action")[0];
        for fragment in ["", "answer", "quiz"] {
            let headers = [
                ("Sec-Fetch-Site", "same-origin"),
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("X-Fragment", fragment),
            ];
            let page = maya.asks(Method::POST, action, &headers, "answer=").await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{action}");
            crawl.look(action, &page);
        }
    }
    assert!(questions.len() >= 140, "only {} questions were seen", questions.len());
    start.extend(begun.iter().map(|(path, _)| path.clone()));
    let opened = crawl.all_from(&start).await;
    assert!(opened > 150, "only {opened} addresses");
    // What is over tells them: the same search, after all, on the same kind of page.
    let (path, page) = &begun[0];
    let action = page.attributes("form.question-box", "action")[0].clone();
    let attempt = action.rsplit_once("/questions/").expect("a question").0;
    maya.sends(&format!("{attempt}/hand-in"), &[]).await;
    let id = attempt.rsplit_once('/').expect("an id").1;
    let over = maya.reads(&format!("{path}?attempt={id}&q=1")).await;
    assert!(secrets.found_in(&over.body).is_some(), "an explanation that is shown is not found: {}", over.words());
    assert!(crawl.opened.iter().filter(|path| path.starts_with("/static/")).count() > 5, "{:?}", crawl.opened);
}
