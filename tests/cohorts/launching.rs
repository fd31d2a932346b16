//! A cohort launched from a learning platform: a stub of one, which signs what it is told to sign with keys of its own.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode as Answer;
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use podium::domain::cohort::{Names, Settings};
use podium::web::jws::{PublicKey, sign};
use reqwest::{Method, StatusCode, Url};
use ring::signature::{KeyPair as _, RsaKeyPair};
use rsa::pkcs8::EncodePrivateKey as _;
use serde_json::{Value, json};

use super::joining_support::{Cohort, now};
use crate::accounts::{OWNERS, signs_in};
use crate::support::{Page, Person, Portal};

/// A key of a platform.
pub(super) struct Key {
    private: RsaKeyPair,
    pub(super) public: PublicKey,
}

impl Key {
    pub(super) fn new(kid: &str) -> Self {
        let made = rsa::RsaPrivateKey::new(&mut rand_core::OsRng, 2048).expect("a key");
        let der = made.to_pkcs8_der().expect("a key");
        let private = RsaKeyPair::from_pkcs8(der.as_bytes()).expect("a key");
        let parts: ring::rsa::PublicKeyComponents<Vec<u8>> = private.public_key().into();
        let public = PublicKey { kid: kid.to_owned(), ..PublicKey::new(&parts.n, &parts.e) };
        Self { private, public }
    }

    pub(super) fn signs(&self, claims: &Value) -> String {
        sign(&self.private, &self.public.kid, "JWT", claims).expect("a token")
    }
}

/// A platform: its address, and the keys that it shows; none while it is down.
pub(super) struct Platform {
    pub(super) address: String,
    shown: Arc<Mutex<Option<Vec<Value>>>>,
}

impl Platform {
    pub(super) async fn with(key: &Key) -> Self {
        let shown = Arc::new(Mutex::new(Some(vec![key.public.jwk()])));
        let keys = async |State(shown): State<Arc<Mutex<Option<Vec<Value>>>>>| match &*shown.lock().expect("keys") {
            Some(keys) => (Answer::OK, json!({ "keys": keys }).to_string()),
            None => (Answer::SERVICE_UNAVAILABLE, String::new()),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let router = Router::new().route("/keys", get(keys)).with_state(shown.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, shown }
    }

    fn shows(&self, keys: Option<&[&Key]>) {
        *self.shown.lock().expect("keys") = keys.map(|keys| keys.iter().map(|key| key.public.jwk()).collect());
    }

    pub(super) async fn is_registered_by(&self, owner: &Person, client: &str) {
        let fields = [
            ("name", "The school"),
            ("issuer", self.address.as_str()),
            ("client", client),
            ("login", &format!("{}/auth?tenant=1", self.address)),
            ("token", &format!("{}/token", self.address)),
            ("keys", &format!("{}/keys", self.address)),
            ("deployments", "d-1"),
        ];
        let page = owner.sends("/facilitate/platforms", &fields).await;
        assert!(page.words().contains(&self.address), "{}", page.words());
    }
}

pub(super) fn claim(name: &str) -> String {
    format!("https://purl.imsglobal.org/spec/lti/claim/{name}")
}

/// Somebody at the beginning of a launch: what the portal asked the platform.
pub(super) struct Asked {
    pub(super) state: String,
    pub(super) nonce: String,
}

pub(super) async fn begins(who: &Person, portal: &Portal, platform: &Platform, client: &str) -> Asked {
    let mut url = Url::parse(&portal.url("/lti/login")).expect("an address");
    url.query_pairs_mut().extend_pairs([
        ("iss", platform.address.as_str()),
        ("login_hint", "17"),
        ("client_id", client),
        ("target_link_uri", &portal.url("/lti/launch")),
        ("lti_message_hint", "a b&c"),
    ]);
    let to = Url::parse(&who.is_sent_on(url.as_str()).await).expect("an address");
    let value = |name: &str| {
        let pair = to.query_pairs().find(|(key, _)| key == name);
        pair.map_or_else(|| panic!("{to} says no {name}"), |(_, value)| value.into_owned())
    };
    assert!(to.as_str().starts_with(&format!("{}/auth?tenant=1&", platform.address)), "{to}");
    assert_eq!((value("response_type"), value("response_mode")), ("id_token".to_owned(), "form_post".to_owned()));
    assert_eq!(
        (value("scope"), value("prompt"), value("client_id")),
        ("openid".into(), "none".into(), client.to_owned())
    );
    assert_eq!((value("login_hint"), value("lti_message_hint")), ("17".to_owned(), "a b&c".to_owned()));
    assert_eq!(value("redirect_uri"), portal.url("/lti/launch"));
    Asked { state: value("state"), nonce: value("nonce") }
}

pub(super) fn launch_of(platform: &Platform, cohort: &Cohort, nonce: &str) -> Value {
    let seconds = now().0 / 1000;
    json!({
        "iss": platform.address, "sub": "u-17", "aud": "client-1", "name": "Maya",
        "exp": seconds + 300, "iat": seconds, "nonce": nonce,
        (claim("message_type")): "LtiResourceLinkRequest",
        (claim("version")): "1.3.0",
        (claim("deployment_id")): "d-1",
        (claim("roles")): ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
        (claim("resource_link")): { "id": "link-1" },
        (claim("custom")): { "cohort": cohort.id.to_string() },
    })
}

/// The platform's form, as a browser sends it out of a frame: from another site, without cookies.
pub(super) async fn comes_back(who: &Person, state: &str, token: &str) -> Page {
    let form = [("state", state), ("id_token", token)];
    let body = Url::parse_with_params("http://x/", form).expect("a form").query().expect("a form").to_owned();
    let headers = [
        ("Sec-Fetch-Site", "cross-site"),
        ("Origin", "https://elsewhere.example"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    who.asks(Method::POST, "/lti/launch", &headers, &body).await
}

/// The way into a window of its own.
pub(super) fn way(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page.attributes("a.button[target='_blank']", "href")[0].clone()
}

/// A portal with a platform registered, and a cohort that lets people in from it.
pub(super) async fn arranged(key: &Key, settings: Settings) -> (Portal, Platform, Cohort, Person) {
    let portal = Portal::start();
    let cohort = Cohort::made(&portal, "aks-networking", "Spring", settings).await;
    let ada = Person::at(&portal);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    let platform = Platform::with(key).await;
    platform.is_registered_by(&ada, "client-1").await;
    let id = cohort.store.platforms().await.expect("a read")[0].id.to_string();
    let door = format!("/facilitate/cohorts/{}/door", cohort.id);
    let page = ada.sends(&door, &[("do", "platform"), ("platform", &id)]).await;
    assert!(page.words().contains("People come in from it"), "{}", page.words());
    (portal, platform, cohort, ada)
}

#[tokio::test]
async fn a_learner_comes_in_from_a_course_and_is_the_same_the_next_time() {
    let key = Key::new("k-1");
    let (portal, platform, cohort, _) = arranged(&key, Settings { names: Names::Real, ..Settings::default() }).await;
    let course = Person::at(&portal);
    let asked = begins(&course, &portal, &platform, "client-1").await;
    let mut claims = launch_of(&platform, &cohort, &asked.nonce);
    claims[claim("custom")]["module"] = json!("networking-models");
    let page = comes_back(&course, &asked.state, &key.signs(&claims)).await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains(&format!("frame-ancestors {}", platform.address)), "{policy}");
    assert!(page.headers.get("set-cookie").is_none(), "nothing hangs on a cookie in a frame");

    let way = way(&page);
    let maya = Person::at(&portal);
    let page = maya.reads(&way).await;
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(page.attributes("input[name=name]", "value"), ["Maya"]);
    assert_eq!(maya.sends(&way, &[("name", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = maya.sends(&way, &[("name", "Maya")]).await;
    assert_eq!((page.status, page.url.path()), (StatusCode::OK, "/w/aks-networking/networking-models"));
    assert_eq!(maya.opens(&way).await.status, StatusCode::NOT_FOUND, "it works once");
    let members = cohort.store.members(cohort.id).await.expect("a read");
    assert_eq!(members.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["Maya"]);

    // On another machine, which somebody else uses: they go in as who they were, and nobody is made one with anybody.
    let other = Person::at(&portal);
    cohort.joins(&other, "Somebody Else").await;
    let asked = begins(&course, &portal, &platform, "client-1").await;
    let claims = launch_of(&platform, &cohort, &asked.nonce);
    let again = self::way(&comes_back(&course, &asked.state, &key.signs(&claims)).await);
    let page = other.reads(&again).await;
    assert!(page.words().contains("Somebody uses this browser already"), "{}", page.words());
    assert!(page.words().contains("You go in as Maya"), "{}", page.words());
    other.sends(&again, &[]).await;
    assert!(other.reads("/me/export.json").await.body.contains("The school"), "it is their own data");
    assert_eq!(cohort.store.members(cohort.id).await.expect("a read").len(), 2);
}

#[tokio::test]
async fn what_is_not_as_it_should_be_is_refused() {
    let (key, foreign) = (Key::new("k-1"), Key::new("k-1"));
    let (portal, platform, cohort, ada) = arranged(&key, Settings::default()).await;
    let course = Person::at(&portal);
    let seconds = now().0 / 1000;
    let cases: Vec<(&str, String, Value)> = vec![
        ("expired", "exp".into(), json!(seconds - 3600)),
        ("not yet", "iat".into(), json!(seconds + 3600)),
        ("issuer", "iss".into(), json!("https://elsewhere.example")),
        ("audience", "aud".into(), json!("client-2")),
        ("nonce", "nonce".into(), json!("another")),
        ("deployment", claim("deployment_id"), json!("d-2")),
        ("version", claim("version"), json!("1.1")),
        ("message", claim("message_type"), json!("LtiStartProctoring")),
        ("no cohort", claim("custom"), json!({})),
        ("another's role", claim("roles"), json!(["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"])),
        ("kind", "exp".into(), json!("soon")),
    ];
    for (what, name, value) in cases {
        let asked = begins(&course, &portal, &platform, "client-1").await;
        let mut claims = launch_of(&platform, &cohort, &asked.nonce);
        claims[name] = value;
        let page = comes_back(&course, &asked.state, &key.signs(&claims)).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{what}: {}", page.words());
        assert!(page.words().contains("Join with a code instead"), "{what}: {}", page.words());
    }

    // By another key of the same name, by none, and by the public key as if it were a secret.
    let asked = begins(&course, &portal, &platform, "client-1").await;
    let claims = launch_of(&platform, &cohort, &asked.nonce);
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let unsigned = |header: &str| format!("{}.{}", part(header), part(&claims.to_string()));
    let by_public_key = {
        let text = unsigned(r#"{"alg":"HS256","typ":"JWT","kid":"k-1"}"#);
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key.public.jwk().to_string().as_bytes()).expect("a key");
        mac.update(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    };
    let good = key.signs(&claims);
    let none = format!("{}.", unsigned(r#"{"alg":"none"}"#));
    for token in [foreign.signs(&claims), none, by_public_key, good[..good.len() - 8].to_owned(), String::new()] {
        assert_eq!(comes_back(&course, &asked.state, &token).await.status, StatusCode::BAD_REQUEST, "{token}");
    }
    // What was refused has used nobody's way up; what was taken has.
    for state in ["", "AAAA", &format!("{}A", asked.state)] {
        assert_eq!(comes_back(&course, state, &good).await.status, StatusCode::BAD_REQUEST, "{state}");
    }
    way(&comes_back(&course, &asked.state, &good).await);
    assert_eq!(comes_back(&course, &asked.state, &good).await.status, StatusCode::BAD_REQUEST, "replayed");
    let later = begins(&course, &portal, &platform, "client-1").await;
    assert_eq!(comes_back(&course, &later.state, &good).await.status, StatusCode::BAD_REQUEST, "an old token");

    // What another platform signs opens nothing on this one's way, and its own way no door that is not open to it.
    let others = Key::new("o-1");
    let other = Platform::with(&others).await;
    other.is_registered_by(&ada, "client-1").await;
    let asked = begins(&course, &portal, &platform, "client-1").await;
    let token = others.signs(&launch_of(&platform, &cohort, &asked.nonce));
    assert_eq!(comes_back(&course, &asked.state, &token).await.status, StatusCode::BAD_REQUEST);
    let asked = begins(&course, &portal, &other, "client-1").await;
    let token = key.signs(&launch_of(&platform, &cohort, &asked.nonce));
    assert_eq!(comes_back(&course, &asked.state, &token).await.status, StatusCode::BAD_REQUEST);
    let token = others.signs(&launch_of(&other, &cohort, &asked.nonce));
    assert_eq!(comes_back(&course, &asked.state, &token).await.status, StatusCode::BAD_REQUEST);
    assert!(cohort.store.members(cohort.id).await.expect("a read").is_empty());
}

#[tokio::test]
async fn a_platform_may_change_its_keys_and_be_down() {
    let (old, new) = (Key::new("k-1"), Key::new("k-2"));
    let (portal, platform, cohort, _) = arranged(&old, Settings::default()).await;
    let course = Person::at(&portal);
    platform.shows(None);
    let asked = begins(&course, &portal, &platform, "client-1").await;
    let token = old.signs(&launch_of(&platform, &cohort, &asked.nonce));
    let page = comes_back(&course, &asked.state, &token).await;
    assert!(page.words().contains("does not answer just now"), "{}", page.words());
    // Its first answer comes with another key: the one before is good no more.
    platform.shows(Some(&[&new]));
    tokio::time::sleep(std::time::Duration::from_secs(11)).await;
    assert_eq!(comes_back(&course, &asked.state, &token).await.status, StatusCode::BAD_REQUEST);
    let token = new.signs(&launch_of(&platform, &cohort, &asked.nonce));
    way(&comes_back(&course, &asked.state, &token).await);
}

#[tokio::test]
async fn who_teaches_is_shown_the_board_and_let_in_nowhere() {
    let key = Key::new("k-1");
    let (portal, platform, cohort, _) = arranged(&key, Settings::default()).await;
    let course = Person::at(&portal);
    let asked = begins(&course, &portal, &platform, "client-1").await;
    let mut claims = launch_of(&platform, &cohort, &asked.nonce);
    claims[claim("roles")] = json!(["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"]);
    let board = way(&comes_back(&course, &asked.state, &key.signs(&claims)).await);
    assert_eq!(board, format!("/facilitate/cohorts/{}", cohort.id));
    assert!(course.opens(&board).await.url.path().starts_with("/facilitate/sign-in"), "a role elsewhere is none here");
}

#[tokio::test]
async fn only_the_two_forms_of_platforms_may_come_from_another_site() {
    let portal = Portal::start();
    let who = Person::at(&portal);
    let headers = [("Sec-Fetch-Site", "cross-site"), ("Content-Type", "application/x-www-form-urlencoded")];
    for path in ["/lti/login", "/lti/launch"] {
        let page = who.asks(Method::POST, path, &headers, "").await;
        assert!(page.words().contains("This way in does not work"), "{path}: {}", page.words());
    }
    for path in
        ["/lti/enter/x", "/lti/login/", "/lti/launch/x", "/join", "/facilitate/platforms", "//lti/login", "/theme"]
    {
        let page = who.asks(Method::POST, path, &headers, "").await;
        assert!(page.words().contains("another site"), "{path}: {}", page.words());
    }
}
