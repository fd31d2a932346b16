//! Somebody with a browser that runs no script.

use reqwest::cookie::{CookieStore as _, Jar};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};

use super::{Page, Portal};

/// A browser with its cookies.
pub struct Person {
    client: Client,
    cookies: std::sync::Arc<Jar>,
    portal: String,
}

impl Person {
    /// A new browser in front of this portal.
    pub fn at(portal: &Portal) -> Self {
        Self::at_address(&portal.address, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    }

    /// The same, by what its browser calls itself.
    pub fn at_address(address: &str, agent: &str) -> Self {
        let cookies = std::sync::Arc::new(Jar::default());
        let client = Client::builder().cookie_provider(cookies.clone()).redirect(Policy::limited(5)).user_agent(agent);
        Self { client: client.build().expect("a client"), cookies, portal: address.to_owned() }
    }

    /// The portal has moved to another port.
    pub fn moves_to(&mut self, portal: &Portal) {
        // Cookies belong to the host, whatever the port.
        self.portal.clone_from(&portal.address);
    }

    pub async fn opens(&self, path: &str) -> Page {
        let response = self.client.get(format!("{}{path}", self.portal)).send().await.expect("an answer");
        Page::of(response).await
    }

    /// Follows a link that may lead to another host, and where that leads to.
    pub async fn follows(&self, url: &str) -> Page {
        Page::of(self.client.get(url).send().await.expect("an answer")).await
    }

    /// Where an address sends on to; the browser does not go there yet.
    pub async fn is_sent_on(&self, url: &str) -> String {
        let client = Client::builder().redirect(Policy::none()).build().expect("a client");
        let response = client.get(url).send().await.expect("an answer");
        let to = response.headers().get("location").unwrap_or_else(|| panic!("{url} leads nowhere"));
        to.to_str().expect("an address").to_owned()
    }

    /// What the browser would send of its cookies.
    pub fn cookies(&self) -> String {
        let url = self.portal.parse().expect("an address");
        let cookies = self.cookies.cookies(&url).expect("cookies");
        cookies.to_str().expect("text").to_owned()
    }

    /// Takes a cookie over that another browser has.
    pub fn takes(&self, name: &str, from: &Self) {
        let all = from.cookies();
        let one = all.split("; ").find(|pair| pair.split('=').next() == Some(name)).expect("it has one of that name");
        self.cookies.add_cookie_str(one, &self.portal.parse().expect("an address"));
    }

    /// Opens a page that has to be there.
    pub async fn reads(&self, path: &str) -> Page {
        let page = self.opens(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.words());
        page
    }

    /// Sends a form as the browser would, and follows where it leads.
    pub async fn sends(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.client.post(format!("{}{path}", self.portal)).header("Sec-Fetch-Site", "same-origin");
        Page::of(request.form(fields).send().await.expect("an answer")).await
    }

    /// Sends a form in place, as the script does.
    pub async fn sends_in_place(&self, path: &str, fragment: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.client.post(format!("{}{path}", self.portal)).header("Sec-Fetch-Site", "same-origin");
        Page::of(request.header("X-Fragment", fragment).form(fields).send().await.expect("an answer")).await
    }

    /// Sends a form in place to a portal that may die on the way: the status, if there was a whole answer.
    pub async fn tries(&self, path: &str, fragment: &str, fields: &[(&str, &str)]) -> Option<StatusCode> {
        let request = self.client.post(format!("{}{path}", self.portal)).header("Sec-Fetch-Site", "same-origin");
        let response = request.header("X-Fragment", fragment).form(fields).send().await.ok()?;
        let status = response.status();
        response.text().await.ok().map(|_| status)
    }

    /// Any request with any headers, redirects followed.
    pub async fn asks(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Page {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
            map.append(name, HeaderValue::from_str(value).expect("a header's value"));
        }
        let request = self.client.request(method, format!("{}{path}", self.portal)).headers(map).body(body.to_owned());
        Page::of(request.send().await.expect("an answer")).await
    }

    pub async fn marks(&self, workshop: &str, module: &str, section: &str) -> Page {
        self.sends(&format!("/w/{workshop}/{module}/{section}/done"), &[]).await
    }
}
