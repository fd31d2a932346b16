//! A stub of a learning platform's services. It believes nothing that it cannot check, and ails when it is told to.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode as Status, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use podium::web::jws::{self, PublicKey};
use serde_json::{Value, json};

use crate::cohorts::joining_support::now;

pub const SCORE: &str = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
const MEMBERS: &str = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";

/// What the platform does instead of taking a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ails {
    Answers(u16, Option<&'static str>),
    Forgets,
    Hangs,
}

#[derive(Default)]
pub(super) struct Inside {
    pub(super) address: String,
    pub(super) portal: String,
    pub(super) tokens: BTreeSet<String>,
    pub(super) jtis: BTreeSet<String>,
    /// What was wrong with what was asked; a test looks that there is nothing.
    pub(super) complaints: Vec<String>,
    pub(super) scores: Vec<Value>,
    pub(super) ails: VecDeque<Ails>,
    pub(super) asked: usize,
    pub(super) down: bool,
    pub(super) pages: Vec<String>,
    pub(super) next: Vec<String>,
}

/// The services of a platform.
#[derive(Clone)]
pub(super) struct Campus(Arc<Mutex<Inside>>);

impl Campus {
    pub(super) async fn start(portal: &str) -> Self {
        let door = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", door.local_addr().expect("its number"));
        let campus = Self(Arc::new(Mutex::new(Inside { address, portal: portal.to_owned(), ..Inside::default() })));
        let routes = Router::new()
            .route("/token", post(token))
            .route("/items/7/scores", post(score))
            .route("/members", get(members))
            .with_state(campus.clone());
        tokio::spawn(async move { axum::serve(door, routes).await });
        campus
    }

    pub(super) fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().expect("no handler panicked")
    }

    /// Waits until it has taken so many scores.
    pub(super) async fn has(&self, scores: usize) -> Vec<Value> {
        for _ in 0..600 {
            if self.inside().scores.len() >= scores {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let inside = self.inside();
        assert_eq!(inside.complaints, [""; 0]);
        assert_eq!(inside.scores.len(), scores, "{:?}", inside.scores);
        inside.scores.clone()
    }
}

impl Campus {
    /// Waits until the last score is this.
    pub(super) async fn has_at_last(&self, percent: u64) -> Vec<Value> {
        for _ in 0..1600 {
            if self.inside().scores.last().is_some_and(|score| score["scoreGiven"] == percent) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let inside = self.inside();
        assert_eq!(inside.complaints, [""; 0]);
        assert_eq!(
            inside.scores.last().map(|score| score["scoreGiven"].clone()),
            Some(json!(percent)),
            "{:?}",
            inside.scores
        );
        inside.scores.clone()
    }
}

async fn token(State(campus): State<Campus>, Form(form): Form<Vec<(String, String)>>) -> Response {
    let field =
        |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let (portal, address) = {
        let inside = campus.inside();
        if inside.down {
            return Status::SERVICE_UNAVAILABLE.into_response();
        }
        (inside.portal.clone(), inside.address.clone())
    };
    let keys: Value =
        reqwest::get(format!("{portal}/.well-known/jwks.json")).await.expect("keys").json().await.expect("JSON");
    let keys: Vec<PublicKey> =
        keys["keys"].as_array().expect("a list").iter().filter_map(PublicKey::from_jwk).collect();
    let assertion = field("client_assertion");
    let claims = jws::read(&assertion).and_then(|token| token.check(&keys));
    let mut inside = campus.inside();
    let mut complain = |what: String| inside.complaints.push(what);
    match claims {
        Err(why) => complain(format!("the statement: {why}")),
        Ok(claims) => {
            let seconds = now().0 / 1000;
            if (claims["iss"].as_str(), claims["sub"].as_str()) != (Some("client-1"), Some("client-1")) {
                complain(format!("whose: {claims}"));
            }
            if claims["aud"] != format!("{address}/token") {
                complain(format!("to whom: {claims}"));
            }
            let end = claims["exp"].as_i64().unwrap_or(0);
            if end <= seconds || end > seconds + 300 || claims["iat"].as_i64().is_none_or(|at| at > seconds + 5) {
                complain(format!("when: {claims}"));
            }
            let jti = claims["jti"].as_str().unwrap_or_default().to_owned();
            if jti.len() < 16 || !inside.jtis.insert(jti) {
                inside.complaints.push("it came before".to_owned());
            }
        }
    }
    let wanted = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
    ];
    for (name, value) in wanted {
        if field(name) != value {
            inside.complaints.push(format!("{name} is {}", field(name)));
        }
    }
    if ![SCORE, MEMBERS].contains(&field("scope").as_str()) {
        inside.complaints.push(format!("scope {}", field("scope")));
    }
    let token = format!("t-{}", inside.tokens.len());
    inside.tokens.insert(token.clone());
    axum::Json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": field("scope") }))
        .into_response()
}

fn bears(headers: &HeaderMap, inside: &Inside) -> bool {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    bearer.strip_prefix("Bearer ").is_some_and(|token| inside.tokens.contains(token))
}

async fn score(
    State(campus): State<Campus>,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let ails = {
        let mut inside = campus.inside();
        inside.asked += 1;
        if inside.down {
            return Status::SERVICE_UNAVAILABLE.into_response();
        }
        inside.ails.pop_front()
    };
    match ails {
        Some(Ails::Answers(status, after)) => {
            let status = Status::from_u16(status).expect("a status");
            return match after {
                Some(after) => (status, [(header::RETRY_AFTER, after)]).into_response(),
                None => status.into_response(),
            };
        }
        Some(Ails::Hangs) => tokio::time::sleep(Duration::from_secs(30)).await,
        Some(Ails::Forgets) => campus.inside().tokens.clear(),
        None => {}
    }
    let mut inside = campus.inside();
    if !bears(&headers, &inside) {
        return Status::UNAUTHORIZED.into_response();
    }
    if query != [("type_id".to_owned(), "2".to_owned())] {
        inside.complaints.push(format!("asked {query:?}"));
    }
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/vnd.ims.lis.v1.score+json") {
        inside.complaints.push("of another kind".to_owned());
    }
    let new: Value = serde_json::from_slice(&body).expect("JSON");
    let at = |score: &Value| score["timestamp"].as_str().expect("a time").to_owned();
    let before = inside.scores.iter().rev().find(|score| score["userId"] == new["userId"]);
    // Compared as times: not every text has parts of a second.
    let later =
        |new: &str, old: &str| new.parse::<jiff::Timestamp>().expect("RFC 3339") > old.parse().expect("RFC 3339");
    if before.is_some_and(|before| !later(&at(&new), &at(before))) {
        return Status::CONFLICT.into_response();
    }
    inside.scores.push(new);
    Status::NO_CONTENT.into_response()
}

async fn members(
    State(campus): State<Campus>,
    Query(query): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let mut inside = campus.inside();
    if inside.down {
        return Status::SERVICE_UNAVAILABLE.into_response();
    }
    if !bears(&headers, &inside) {
        inside.complaints.push("no token".to_owned());
        return Status::UNAUTHORIZED.into_response();
    }
    if headers.get(header::ACCEPT).is_none_or(|kind| kind != "application/vnd.ims.lti-nrps.v2.membershipcontainer+json")
    {
        inside.complaints.push("another kind is asked for".to_owned());
    }
    let page = query.iter().find(|(name, _)| name == "p").map_or(0, |(_, value)| value.parse().expect("a number"));
    let link = inside.next.get(page).cloned().unwrap_or_default();
    match inside.pages.get(page) {
        Some(text) => ([(header::LINK, link)], text.clone()).into_response(),
        None => Status::NOT_FOUND.into_response(),
    }
}
