//! Facilitators' accounts, through HTTP: how they are made, who may do what with them, and how they end.

mod allowed;
mod api_tokens;
mod guessing;
mod hidden;
mod lives;
mod mail;
mod oidc;
mod second_factor;
mod twice;

use std::time::{Duration, Instant};

use reqwest::StatusCode;

use crate::support::portal::run;
use crate::support::{Page, Person, Portal};

/// A password of the owner.
pub const OWNERS: &str = "copper kettle under the stairs";
/// A password of somebody else.
pub const OTHERS: &str = "nine lanterns along a quiet quay";

/// The path of the link that the portal printed at its first start.
pub fn first_link(portal: &Portal) -> String {
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        if let Some(line) = portal.printed().iter().find(|line| line.contains("/facilitate/invitations/")) {
            return path_of(line);
        }
        assert!(Instant::now() < until, "no link: {:?}", portal.printed());
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The path of the one-time link in a text.
pub fn path_of(text: &str) -> String {
    let from = text.find("/facilitate/invitations/").unwrap_or_else(|| panic!("no link in {text}"));
    text[from..].split(|c: char| c.is_whitespace() || "\"<&".contains(c)).next().unwrap_or_default().to_owned()
}

/// Makes the account of a link that says who it is for, or not, and is signed in then.
pub async fn joins(person: &Person, link: &str, email: &str, name: &str, password: &str) -> Page {
    person.sends(link, &[("email", email), ("name", name), ("password", password), ("again", password)]).await
}

/// A portal's owner, signed in.
pub async fn owner(portal: &Portal) -> Person {
    let owner = Person::at(portal);
    let home = joins(&owner, &first_link(portal), "ada@example.org", "Ada Lovelace", OWNERS).await;
    assert_eq!((home.status, home.url.path()), (StatusCode::OK, "/facilitate"), "{}", home.words());
    owner
}

/// Somebody whom the owner invites, signed in.
pub async fn invited(portal: &Portal, owner: &Person, email: &str, name: &str, role: &str) -> Person {
    let page = owner.sends("/facilitate/facilitators", &[("email", email), ("role", role)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    let somebody = Person::at(portal);
    let home = joins(&somebody, &path_of(&page.text("#_link")), "", name, OTHERS).await;
    assert_eq!((home.status, home.url.path()), (StatusCode::OK, "/facilitate"), "{}", home.words());
    somebody
}

pub async fn signs_in(person: &Person, email: &str, password: &str) -> Page {
    person.sends("/facilitate/sign-in", &[("email", email), ("password", password)]).await
}

/// Whether a browser is signed in as a facilitator.
pub async fn is_in(person: &Person) -> bool {
    person.opens("/facilitate").await.url.path() == "/facilitate"
}

/// Where the forms go that are about this address on the owner's page.
pub async fn forms_of(owner: &Person, email: &str) -> String {
    let page = owner.reads("/facilitate/facilitators").await;
    let at = page.texts(".devices > li > div > .address").iter().position(|text| text == email);
    let at = at.unwrap_or_else(|| panic!("no {email} in {}", page.words()));
    let form = &page.attributes("form[action$='/reset']", "action")[at];
    form.trim_end_matches("/reset").to_owned()
}

/// `podium facilitator …` beside a portal: (exit code, printed, said).
pub fn command(portal: &Portal, arguments: &[&str]) -> (i32, String, String) {
    run(portal.folder(), &[&["facilitator"][..], arguments].concat())
}
