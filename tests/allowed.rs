//! Who may do what: every address of the portal, asked by everybody.

use std::collections::BTreeMap;

use base64::Engine as _;
use podium::domain::time::Millis;
use podium::export::credential::Certificate;
use podium::store::{CertificateRow, Issued, Store};
use reqwest::{Method, StatusCode};
use uuid::Uuid;

use crate::accounts::{OTHERS, OWNERS, forms_of, invited, owner};
use crate::cohorts::{makes, way_into};
use crate::support::{Page, Person, Portal};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const OWN: (&str, &str) = ("Sec-Fetch-Site", "same-origin");
/// Nobody's.
const NOBODYS: &str = "018f0000-0000-7000-8000-000000000000";
const NO_TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Everybody, in the order of the letters in the table. All that is asked for is the participant's, or of the cohort in which the
/// participant is.
const WHO: [&str; 7] = [
    "a stranger",
    "the participant",
    "a participant of another cohort",
    "the assistant",
    "a facilitator of another cohort",
    "the facilitator",
    "an owner",
];

/// (method, route, body, for each of [`WHO`]: `I` in, `S` sent to sign in, `N` there is no such page, `A` a program without a
/// token, `P` the browser is asked who it is).
const TABLE: [(&str, &str, &str, &str); 169] = [
    ("GET", "/", "", "IIIIIII"),
    ("GET", "/w/{workshop}", "", "IIIIIII"),
    ("GET", "/w/{workshop}/glossary", "", "IIIIIII"),
    ("GET", "/w/{workshop}/handout", "", "IIIIIII"),
    ("GET", "/w/{workshop}/search", "", "IIIIIII"),
    ("GET", "/w/{workshop}/notes", "", "IIIIIII"),
    ("GET", "/w/{workshop}/notes.md", "", "NIINNNN"),
    ("GET", "/w/{workshop}/files/{*path}", "", "NNNNNNN"),
    ("GET", "/w/{workshop}/quizzes/{quiz}", "", "IIIIIII"),
    ("POST", "/w/{workshop}/quizzes/{quiz}", "", "IIIIIII"),
    ("GET", "/w/{workshop}/review", "", "IIIIIII"),
    ("POST", "/w/{workshop}/review", "", "IIIIIII"),
    ("GET", "/w/{workshop}/attempts/{attempt}", "", "NINNNNN"),
    ("POST", "/w/{workshop}/attempts/{attempt}", "", "NINNNNN"),
    ("POST", "/w/{workshop}/attempts/{attempt}/hand-in", "", "NINNNNN"),
    ("POST", "/w/{workshop}/attempts/{attempt}/questions/{question}", "", "NINNNNN"),
    ("POST", "/w/{workshop}/attempts/{attempt}/questions/{question}/hint", "", "NINNNNN"),
    ("GET", "/w/{workshop}/wizards", "", "IIIIIII"),
    ("GET", "/w/{workshop}/wizards/{wizard}", "", "IIIIIII"),
    ("GET", "/w/{workshop}/wizards/{wizard}/map", "", "IIIIIII"),
    ("POST", "/w/{workshop}/wizards/{wizard}/keep", "", "IIIIIII"),
    ("GET", "/w/{workshop}/design", "", "IIIIIII"),
    ("GET", "/w/{workshop}/design/sheet", "", "IIIIIII"),
    ("POST", "/w/{workshop}/design/sheet", "", "IIIIIII"),
    ("POST", "/w/{workshop}/design/new", "", "IIIIIII"),
    ("POST", "/w/{workshop}/design/import", "", "IIIIIII"),
    ("GET", "/w/{workshop}/design/history", "", "IIIIIII"),
    ("GET", "/w/{workshop}/design/compare", "", "IIIIIII"),
    ("GET", "/w/{workshop}/design/export/{format}", "", "IIIIIII"),
    ("GET", "/w/{workshop}/design/shared/{token}", "", "NNNNNNN"),
    ("GET", "/w/{workshop}/design/shared/{token}/{format}", "", "NNNNNNN"),
    ("POST", "/w/{workshop}/design/{design}/use", "", "NINNNNN"),
    ("POST", "/w/{workshop}/design/{design}/words", "base=1&title=x", "NINNNNN"),
    ("POST", "/w/{workshop}/design/{design}/decisions/{wizard}/forget", "", "NINNNNN"),
    // Nothing is decided in it, and there is no plan to add.
    ("POST", "/w/{workshop}/design/{design}/decisions/{wizard}/renew", "", "NNNNNNN"),
    ("POST", "/w/{workshop}/design/{design}/plans/add", "", "NNNNNNN"),
    ("POST", "/w/{workshop}/design/{design}/plans/remove", "", "NNNNNNN"),
    ("POST", "/w/{workshop}/design/{design}/restore", "revision=1", "NINNNNN"),
    ("POST", "/w/{workshop}/design/{design}/share", "", "NINNNNN"),
    ("POST", "/w/{workshop}/design/{design}/unshare", "", "NINNNNN"),
    ("GET", "/w/{workshop}/{module}", "", "IIIIIII"),
    ("POST", "/w/{workshop}/{module}/{section}/done", "", "IIIIIII"),
    ("POST", "/w/{workshop}/{module}/{section}/place", "", "IIIIIII"),
    ("POST", "/w/{workshop}/{module}/{section}/note", "", "IIIIIII"),
    ("GET", "/search", "", "IIIIIII"),
    ("GET", "/tools", "", "IIIIIII"),
    ("GET", "/tools/{tool}", "", "IIIIIII"),
    ("POST", "/tools/{tool}", "", "IIIIIII"),
    ("POST", "/tools/{tool}/keep", "", "IIIIIII"),
    ("POST", "/tools/{tool}/forget", "", "IIIIIII"),
    ("GET", "/tools/vnet-plan", "", "IIIIIII"),
    ("POST", "/tools/vnet-plan/change", "", "IIIIIII"),
    ("GET", "/tools/vnet-plan/export/{format}", "", "IIIIIII"),
    ("GET", "/me", "", "IIIIIII"),
    ("POST", "/me/name", "name=Maya", "IIIIIII"),
    ("POST", "/me/code", "", "IIIIIII"),
    ("POST", "/me/code/replace", "", "IIIIIII"),
    ("POST", "/me/code/revoke", "", "IIIIIII"),
    ("GET", "/me/export.json", "", "IIIIIII"),
    ("GET", "/me/export.md", "", "IIIIIII"),
    ("GET", "/continue", "", "IIIIIII"),
    ("POST", "/continue", "code=x", "IIIIIII"),
    ("GET", "/privacy", "", "IIIIIII"),
    ("POST", "/theme", "theme=light", "IIIIIII"),
    ("GET", "/join", "", "IIIIIII"),
    ("POST", "/join", "code=x", "IIIIIII"),
    ("GET", "/join/{code}", "", "IIIIIII"),
    ("POST", "/join/{code}", "name=", "IIIIIII"),
    ("POST", "/join/{code}/sign-in", "", "IIIIIII"),
    // A link that is nobody's.
    ("GET", "/join/back/{token}", "", "NNNNNNN"),
    ("POST", "/join/back/{token}", "", "NNNNNNN"),
    ("GET", "/cohorts/{cohort}", "", "NINNNNN"),
    ("POST", "/cohorts/{cohort}/name", "name=Maya", "NINNNNN"),
    ("POST", "/cohorts/{cohort}/designs", "design={design}", "NINNNNN"),
    ("GET", "/facilitate", "", "SSSIIII"),
    ("GET", "/facilitate/sign-in", "", "IIIIIII"),
    ("POST", "/facilitate/sign-in", "email=x&password=y", "IIIIIII"),
    ("GET", "/facilitate/sign-in/code", "", "SSSIIII"),
    ("POST", "/facilitate/sign-in/code", "code=x", "SSSIIII"),
    ("POST", "/facilitate/oidc", "back=/", "NNNNNNN"),
    ("GET", "/facilitate/oidc/return", "", "NNNNNNN"),
    ("GET", "/facilitate/oidc/connect", "", "SSSNNNN"),
    ("POST", "/facilitate/oidc/connect", "password=x", "SSSNNNN"),
    ("POST", "/facilitate/oidc/disconnect", "password=x", "SSSNNNN"),
    ("GET", "/facilitate/invitations/{token}", "", "NNNNNNN"),
    ("POST", "/facilitate/invitations/{token}", "name=x", "NNNNNNN"),
    ("POST", "/facilitate/name", "name=", "SSSIIII"),
    ("POST", "/facilitate/password", "old=x", "SSSIIII"),
    ("POST", "/facilitate/sessions/{session}/end", "", "SSSNNNN"),
    ("GET", "/facilitate/cohorts/new", "", "SSSIIII"),
    ("POST", "/facilitate/cohorts", "name=&workshop=aks-networking", "SSSIIII"),
    ("GET", "/facilitate/cohorts/{cohort}/door", "", "SSSINII"),
    ("POST", "/facilitate/cohorts/{cohort}/door", "do=open", "SSSNNII"),
    ("GET", "/facilitate/cohorts/{cohort}/people", "", "SSSINII"),
    ("POST", "/facilitate/cohorts/{cohort}/people/{member}/same", "with=", "SSSNNII"),
    ("POST", "/facilitate/cohorts/{cohort}/people/{member}/link", "", "SSSNNII"),
    ("POST", "/facilitate/cohorts/{cohort}/list", "--x--\r\n", "SSSNNII"),
    ("POST", "/facilitate/cohorts/{cohort}/list/fetch", "course=018f0000-0000-7000-8000-000000000000", "SSSNNNN"),
    ("POST", "/facilitate/cohorts/{cohort}/list/keep", "table=", "SSSNNII"),
    ("POST", "/facilitate/cohorts/{cohort}/list/{entry}/remove", "", "SSSNNIN"),
    ("POST", "/facilitate/cohorts/{cohort}/staff", "email=nobody@example.org&role=assistant", "SSSNNII"),
    ("GET", "/facilitate/cohorts/{cohort}/settings", "", "SSSNNII"),
    ("POST", "/facilitate/cohorts/{cohort}/settings", "name=", "SSSNNII"),
    ("GET", "/facilitate/cohorts/{cohort}/exports", "", "SSSNNII"),
    ("GET", "/facilitate/cohorts/{cohort}/exports/{file}", "", "SSSNNII"),
    // This portal has no address to name statements by.
    ("GET", "/facilitate/cohorts/{cohort}/exports/xapi.json", "", "SSSNNNN"),
    ("GET", "/facilitate/cohorts/{cohort}", "", "SSSINII"),
    ("GET", "/facilitate/cohorts/{cohort}/report", "", "SSSINII"),
    ("GET", "/facilitate/cohorts/{cohort}/people/{member}", "", "SSSINII"),
    ("GET", "/facilitate/cohorts/{cohort}/people/{member}/attempts/{attempt}", "", "SSSINII"),
    ("GET", "/facilitate/cohorts/{cohort}/people/{member}/designs/{design}", "", "SSSINII"),
    ("GET", "/facilitate/second-factor", "", "SSSIIII"),
    ("POST", "/facilitate/second-factor", "password=x", "SSSIIII"),
    ("POST", "/facilitate/second-factor/confirm", "code=x", "SSSIIII"),
    ("POST", "/facilitate/second-factor/remove", "code=x", "SSSIIII"),
    ("GET", "/facilitate/tokens", "", "SSSIIII"),
    ("POST", "/facilitate/tokens", "name=&scope=read&days=7", "SSSIIII"),
    ("POST", "/facilitate/tokens/{token}/end", "", "SSSNNNN"),
    ("GET", "/facilitate/facilitators", "", "SSSNNNI"),
    ("POST", "/facilitate/facilitators", "email=c@example.org&role=facilitator", "SSSNNNI"),
    ("POST", "/facilitate/facilitators/{facilitator}/role", "role=facilitator", "SSSNNNI"),
    ("POST", "/facilitate/facilitators/{facilitator}/reset", "", "SSSNNNI"),
    ("POST", "/facilitate/facilitators/{facilitator}/sign-out", "", "SSSNNNI"),
    ("POST", "/facilitate/facilitators/{facilitator}/second-factor", "", "SSSNNNN"),
    ("POST", "/facilitate/facilitators/{facilitator}/remove", "", "SSSNNNI"),
    ("POST", "/facilitate/links/{link}/end", "", "SSSNNNN"),
    ("GET", "/facilitate/platforms", "", "SSSNNNI"),
    ("POST", "/facilitate/platforms", "", "SSSNNNI"),
    ("POST", "/facilitate/platforms/{platform}/remove", "", "SSSNNNN"),
    ("GET", "/facilitate/audit", "", "SSSNNNI"),
    ("GET", "/api", "", "IIIIIII"),
    ("GET", "/api/v1/openapi.json", "", "IIIIIII"),
    ("POST", "/api/v1/net/{operation}", "", "IIIIIII"),
    ("GET", "/api/v1/me", "", "AAAIIII"),
    ("GET", "/api/v1/cohorts/{cohort}/{what}", "", "AAANNII"),
    ("GET", "/api/v1/workshops", "", "IIIIIII"),
    ("GET", "/api/v1/workshops/{workshop}", "", "IIIIIII"),
    ("GET", "/api/v1/workshops/{workshop}/modules/{module}", "", "IIIIIII"),
    ("POST", "/api/v1/workshops/{workshop}/wizards/{wizard}", "", "IIIIIII"),
    ("GET", "/lti/login", "", "IIIIIII"),
    ("POST", "/lti/login", "", "IIIIIII"),
    ("POST", "/lti/launch", "", "IIIIIII"),
    ("POST", "/lti/link", "", "IIIIIII"),
    ("GET", "/lti/enter/{token}", "", "NNNNNNN"),
    ("POST", "/lti/enter/{token}", "", "NNNNNNN"),
    ("GET", "/certificates", "", "IIIIIII"),
    ("POST", "/certificates", "text=x", "IIIIIII"),
    ("GET", "/certificates/withdrawn", "", "IIIIIII"),
    ("GET", "/certificates/{certificate}", "", "IIIIIII"),
    ("GET", "/certificates/{certificate}/{file}", "", "NNNNNNN"),
    ("GET", "/.well-known/jwks.json", "", "IIIIIII"),
    ("GET", "/.well-known/keys/{key}", "", "NNNNNNN"),
    ("GET", "/healthz", "", "IIIIIII"),
    ("GET", "/readyz", "", "IIIIIII"),
    ("GET", "/metrics", "", "IIIIIII"),
    ("GET", "/static/{name}", "", "NNNNNNN"),
    ("GET", "/robots.txt", "", "IIIIIII"),
    ("POST", "/w/{workshop}/design/{design}/delete", "", "NINNNNN"),
    ("POST", "/cohorts/{cohort}/certificate", "", "NINNNNN"),
    ("POST", "/facilitate/cohorts/{cohort}/people/{member}/certificate/withdraw", "", "SSSNNII"),
    ("POST", "/certificates/{certificate}/delete", "", "NINNNNN"),
    ("POST", "/cohorts/{cohort}/leave", "", "NINNNNN"),
    ("POST", "/facilitate/cohorts/{cohort}/people/{member}/remove", "", "SSSNNII"),
    ("POST", "/facilitate/cohorts/{cohort}/staff/{facilitator}/remove", "", "SSSNNIN"),
    ("POST", "/facilitate/cohorts/{cohort}/archive", "", "SSSNNII"),
    ("POST", "/facilitate/cohorts/{cohort}/delete", "", "SSSNNII"),
    // Their only browser: after that the participant is a stranger.
    ("POST", "/me/devices/{session}/sign-out", "", "NINNNNN"),
    ("POST", "/me/delete", "", "INIIIII"),
    ("POST", "/facilitate/sign-out", "", "SSSIIII"),
];

/// The routes as the site map has them.
fn routes() -> Vec<(String, String)> {
    let map = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/mod.rs")).expect("the site map");
    let map = map.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<String>();
    let map: String = map.split_whitespace().collect();
    let mut routes = Vec::new();
    for route in map.split(".route(").skip(1) {
        let route = route.split(".fallback(").next().unwrap_or_default();
        let path = route.trim_start_matches('"').split('"').next().unwrap_or_default();
        for (mark, method) in [("get(", "GET"), ("post(", "POST")] {
            if route.contains(mark) {
                routes.push((method.to_owned(), path.to_owned()));
            }
        }
    }
    routes
}

#[test]
fn every_route_stands_in_the_table() {
    let mut map = routes();
    let mut table: Vec<(String, String)> =
        TABLE.iter().map(|(method, route, ..)| ((*method).to_owned(), (*route).to_owned())).collect();
    assert!(map.len() >= 140, "the site map was misread: {map:?}");
    map.sort();
    table.sort();
    assert_eq!(map, table, "left: the site map; right: the table");
}

/// What an answer comes to, by its letter in the table.
fn letter(route: &str, page: &Page) -> char {
    match page.status {
        StatusCode::NOT_FOUND => 'N',
        StatusCode::UNAUTHORIZED => 'A',
        StatusCode::CONFLICT => 'P',
        _ if page.url.path() == "/facilitate/sign-in" && !route.ends_with("/sign-in") => 'S',
        StatusCode::OK | StatusCode::NO_CONTENT | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST => 'I',
        status => panic!("{route}: {status} {}", page.words()),
    }
}

/// A token of somebody with an account.
async fn token_of(person: &Person, password: &str) -> String {
    let fields = [("name", "x"), ("scope", "read"), ("days", "7"), ("password", password)];
    format!("Bearer {}", person.sends("/facilitate/tokens", &fields).await.text("#_token"))
}

/// The last part of an address.
fn last(path: &str) -> String {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

/// A certificate that a member of a cohort has taken, as far as its page can show it: completing a whole workshop takes long.
async fn certificate_of(portal: &Portal, cohort: &str, member: &str) -> String {
    use sqlx::Connection as _;

    let id = Uuid::new_v4();
    let certificate = Certificate {
        url: portal.url(&format!("/certificates/{id}")),
        portal: portal.address.clone(),
        issuer: "Example Academy".to_owned(),
        holder: "Maya".to_owned(),
        achievement: format!("urn:uuid:{cohort}"),
        workshop: "Networking".to_owned(),
        summary: "About networks.".to_owned(),
        cohort: "Ours".to_owned(),
        done: vec!["Everything".to_owned()],
        language: "en".to_owned(),
        issued_at: Millis(1_764_581_400_000),
    };
    let part = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let credential =
        format!("{}.{}.{}", part(r#"{"alg":"RS256","kid":"x"}"#), part(&certificate.payload().to_string()), part("x"));
    let cohort: Uuid = cohort.parse().expect("an id");
    let file = portal.database().replace("sqlite:", "sqlite://");
    let mut connection = sqlx::SqliteConnection::connect(&file).await.expect("the database");
    let person: Uuid = sqlx::query_scalar("select person from members where id = $1")
        .bind(member.parse::<Uuid>().expect("an id"))
        .fetch_one(&mut connection)
        .await
        .expect("a member");
    let store = Store::visit(&portal.database()).await.expect("the database");
    let row = CertificateRow {
        id,
        person,
        cohort: Some(cohort),
        credential,
        issued_at: certificate.issued_at,
        withdrawn_at: None,
    };
    assert_eq!(store.issue_certificate(row).await, Ok(Issued::Kept));
    id.to_string()
}

/// Everybody with what is theirs: the seven people, their tokens, and what the names in braces stand for.
async fn everybody(portal: &Portal) -> (Vec<Person>, Vec<String>, BTreeMap<&'static str, String>) {
    let ada = owner(portal).await;
    let bob = invited(portal, &ada, "bob@example.org", "Bob", "facilitator").await;
    let eve = invited(portal, &ada, "eve@example.org", "Eve", "facilitator").await;
    let cyn = invited(portal, &ada, "cyn@example.org", "Cyn", "facilitator").await;
    let _dan = invited(portal, &ada, "dan@example.org", "Dan", "facilitator").await;
    let (ours, others) = (makes(&bob, "Ours", &[]).await, makes(&eve, "Others", &[]).await);
    let staff = format!("{ours}/staff");
    bob.sends(&staff, &[("email", "cyn@example.org"), ("role", "assistant")]).await;
    bob.sends(&staff, &[("email", "dan@example.org"), ("role", "assistant")]).await;
    let list = [("table", "name,email\nFay,fay@example.org")];
    bob.sends(&format!("{ours}/list/keep"), &list).await;

    let (maya, other) = (Person::at(portal), Person::at(portal));
    let way = way_into(&bob, &ours).await;
    maya.sends(&way, &[("name", "Maya")]).await;
    other.sends(&way_into(&eve, &others).await, &[("name", "Other")]).await;
    let quiz = maya.sends("/w/aks-networking/quizzes/networking-models", &[]).await;
    let turn = quiz.attributes("#_quiz-bar a[href*='attempt=']", "href")[0].clone();
    let attempt = turn.split("attempt=").nth(1).and_then(|rest| rest.split('&').next()).expect("an id").to_owned();
    let question = quiz.attributes("[id^='_q-']", "id")[0].trim_start_matches("_q-").to_owned();
    let design = maya.sends("/w/aks-networking/design/new", &[]).await;
    let form = design.attributes("form[action$='/delete']", "action")[0].clone();
    let design = last(form.trim_end_matches("/delete"));
    maya.sends(&format!("/cohorts/{}/designs", last(&ours)), &[("design", &design)]).await;
    let device = maya.reads("/me").await.attributes("form[action^='/me/devices/']", "action")[0].clone();
    let people = bob.reads(&format!("{ours}/people")).await;
    let member = people.attributes("form[action$='/link']", "action")[0].clone();
    let entry = people.attributes("form[action*='/list/'][action$='/remove']", "action")[0].clone();
    let dans = forms_of(&ada, "dan@example.org").await;

    let tokens = vec![
        String::new(),
        String::new(),
        String::new(),
        token_of(&cyn, OTHERS).await,
        token_of(&eve, OTHERS).await,
        token_of(&bob, OTHERS).await,
        token_of(&ada, OWNERS).await,
    ];
    let names = BTreeMap::from([
        ("{workshop}", "aks-networking".to_owned()),
        ("{module}", "networking-models".to_owned()),
        ("{section}", "kubenet".to_owned()),
        ("{quiz}", "networking-models".to_owned()),
        ("{wizard}", "network-model".to_owned()),
        ("{attempt}", attempt),
        ("{question}", question),
        ("{design}", design),
        ("{format}", "json".to_owned()),
        ("{*path}", "nothing.png".to_owned()),
        ("{tool}", "subnet".to_owned()),
        ("{session}", last(device.trim_end_matches("/sign-out"))),
        ("{code}", last(&way)),
        ("{cohort}", last(&ours)),
        ("{member}", last(member.trim_end_matches("/link"))),
        ("{certificate}", certificate_of(portal, &last(&ours), &last(member.trim_end_matches("/link"))).await),
        ("{entry}", last(entry.trim_end_matches("/remove"))),
        ("{file}", "roster.csv".to_owned()),
        ("{what}", "progress".to_owned()),
        ("{facilitator}", last(&dans)),
        ("{link}", NOBODYS.to_owned()),
        ("{token}", NO_TOKEN.to_owned()),
        ("{platform}", NOBODYS.to_owned()),
        ("{operation}", "info".to_owned()),
        ("{name}", "nothing.css".to_owned()),
    ]);
    (vec![Person::at(portal), maya, other, cyn, eve, bob, ada], tokens, names)
}

#[tokio::test]
async fn everybody_gets_what_the_table_says() {
    let portal = Portal::start();
    let (people, tokens, names) = everybody(&portal).await;
    let mut wrong = Vec::new();
    for (method, route, body, expected) in TABLE {
        let (mut path, mut body) = (route.to_owned(), body.to_owned());
        for (name, value) in &names {
            // A facilitator's browser and a token are nobody's; a participant's browser is the participant's.
            let value = if *name == "{session}" && route.starts_with("/facilitate/") { NOBODYS } else { value };
            let value = if route == "/facilitate/tokens/{token}/end" && *name == "{token}" { NOBODYS } else { value };
            (path, body) = (path.replace(name, value), body.replace(name, value));
        }
        let mut got = String::new();
        for (person, token) in people.iter().zip(&tokens) {
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let mut headers = vec![OWN];
            if method == Method::POST {
                headers.push(match route {
                    "/facilitate/cohorts/{cohort}/list" => ("Content-Type", "multipart/form-data; boundary=x"),
                    _ if path.starts_with("/api/") => ("Content-Type", "application/json"),
                    _ => FORM,
                });
            }
            if path.starts_with("/api/v1/") && !token.is_empty() {
                headers.push(("Authorization", token));
            }
            got.push(letter(route, &person.asks(method, &path, &headers, &body).await));
        }
        if got != expected {
            wrong.push(format!("(\"{method}\", \"{route}\", \"{body}\", \"{got}\"), // and not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "for {WHO:?}:\n{}", wrong.join("\n"));
}
