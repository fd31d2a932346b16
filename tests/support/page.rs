//! An answer of the portal, read as a person or a browser would.

use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode, Url};
use scraper::{ElementRef, Html, Selector};

/// An answer, whole.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Where the browser ended up.
    pub url: Url,
    pub body: String,
}

impl Page {
    pub async fn of(response: Response) -> Self {
        let (status, headers, url) = (response.status(), response.headers().clone(), response.url().clone());
        Self { status, headers, url, body: response.text().await.expect("a text") }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a plain header"))
    }

    /// The text of all elements that match, in order, white space folded.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.each(selector, |element| folded(element.text()))
    }

    /// The text of the first element that matches.
    pub fn text(&self, selector: &str) -> String {
        self.texts(selector)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no {selector} in {}: {}", self.url, self.body))
    }

    /// An attribute of all elements that match and have it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.each(selector, |element| element.attr(name).map(str::to_owned)).into_iter().flatten().collect()
    }

    pub fn count(&self, selector: &str) -> usize {
        self.each(selector, |_| ()).len()
    }

    /// All that can be read on the page.
    pub fn words(&self) -> String {
        folded(Html::parse_document(&self.body).root_element().text())
    }

    #[track_caller]
    pub fn says(&self, text: &str) {
        assert!(self.words().contains(text), "{} does not say {text:?}: {}", self.url, self.words());
    }

    #[track_caller]
    pub fn does_not_say(&self, text: &str) {
        assert!(!self.words().contains(text), "{} says {text:?}", self.url);
    }

    fn each<T>(&self, selector: &str, read: impl Fn(ElementRef<'_>) -> T) -> Vec<T> {
        let selector = Selector::parse(selector).expect("a selector");
        Html::parse_document(&self.body).select(&selector).map(read).collect()
    }
}

fn folded<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}
