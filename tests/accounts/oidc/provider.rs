//! A small identity provider of the tests' own: it signs real tokens (RS256), holds clients to PKCE, and lies when it is told to.
//! Its keys are made for these tests and open nothing.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PrivateSigningKey as _};
use rand_core::OsRng;
use rsa::RsaPrivateKey;
use rsa::pkcs1::{EncodeRsaPrivateKey as _, LineEnding};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// What the portal is called here, and what it shows.
pub const CLIENT: &str = "podium-in-tests";
pub const SECRET: &str = "canary-secret-of-the-client";

/// The key that the provider signs with, made for this run.
static KEY: LazyLock<String> = LazyLock::new(new_key);
/// A key that is nobody's.
static OTHER_KEY: LazyLock<String> = LazyLock::new(new_key);

fn new_key() -> String {
    let key = RsaPrivateKey::new(&mut OsRng, 2048).expect("a key");
    key.to_pkcs1_pem(LineEnding::LF).expect("it can be written").to_string()
}

/// In what the provider is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    None,
    Issuer,
    Audience,
    MoreAudiences,
    Nonce,
    NoNonce,
    Expired,
    Signature,
    OtherKey,
    AlgNone,
    Hs256ByPublicKey,
    Hs256BySecret,
    NoToken,
    Refusal,
    Redirect,
    Garbage,
    TooLarge,
}

/// Somebody who has an account there.
#[derive(Debug, Clone)]
pub struct Somebody {
    pub subject: &'static str,
    pub email: &'static str,
    pub verified: bool,
    pub name: &'static str,
    pub groups: &'static [&'static str],
}

struct Inside {
    issuer: String,
    lie: Lie,
    who: Somebody,
    /// From codes that were not used yet to (nonce, challenge, where they came from).
    codes: HashMap<String, (String, String, String)>,
    /// Codes so far.
    given: u32,
    /// How often a redirect of the token endpoint was followed.
    followed: u32,
    /// Whether it says of itself that it is another one.
    poses: bool,
    /// How often it was asked what it says of itself, and how often it still fails.
    asked: u32,
    failures: u32,
}

/// A provider on a free port of the loopback; ends with the test.
#[derive(Clone)]
pub struct Provider(Arc<Mutex<Inside>>);

pub const NINA: Somebody =
    Somebody { subject: "subject-1", email: "Nina@Example.org", verified: true, name: "Nina Novak", groups: &[] };

impl Provider {
    pub async fn start() -> Self {
        let door = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", door.local_addr().expect("its number"));
        let inside = Inside {
            issuer,
            lie: Lie::None,
            who: NINA,
            codes: HashMap::new(),
            given: 0,
            followed: 0,
            poses: false,
            asked: 0,
            failures: 0,
        };
        let provider = Self(Arc::new(Mutex::new(inside)));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/elsewhere", get(elsewhere).post(elsewhere))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(door, routes).await });
        provider
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().expect("no handler panicked")
    }

    pub fn issuer(&self) -> String {
        self.inside().issuer.clone()
    }

    /// The options by which a portal knows this provider.
    pub fn options(&self) -> Vec<String> {
        let issuer = self.issuer();
        let options = [("issuer", &*issuer), ("client-id", CLIENT), ("client-secret", SECRET), ("name", "Example Ltd")];
        options.iter().flat_map(|(name, value)| [format!("--oidc-{name}"), (*value).to_owned()]).collect()
    }

    pub fn lies(&self, lie: Lie) {
        self.inside().lie = lie;
    }

    pub fn knows(&self, who: Somebody) {
        self.inside().who = who;
    }

    pub fn poses_as_another(&self) {
        self.inside().poses = true;
    }

    pub fn fails(&self, times: u32) {
        self.inside().failures = times;
    }

    pub fn was_asked(&self) -> u32 {
        self.inside().asked
    }

    pub fn was_followed(&self) -> u32 {
        self.inside().followed
    }
}

async fn configuration(State(provider): State<Provider>) -> Response {
    let mut inside = provider.inside();
    inside.asked += 1;
    if inside.failures > 0 {
        inside.failures -= 1;
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let at = &inside.issuer;
    let issuer = if inside.poses { "https://login.example.org" } else { at };
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{at}/authorize"),
        "token_endpoint": format!("{at}/token"),
        "jwks_uri": format!("{at}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        "scopes_supported": ["openid", "email", "profile", "groups"],
    }))
    .into_response()
}

fn key(pem: &str) -> CoreRsaPrivateSigningKey {
    CoreRsaPrivateSigningKey::from_pem(pem, Some(JsonWebKeyId::new("key-1".to_owned()))).expect("a key")
}

fn public_keys() -> Value {
    serde_json::to_value(CoreJsonWebKeySet::new(vec![key(&KEY).as_verification_key()])).expect("JSON")
}

async fn keys() -> Json<Value> {
    Json(public_keys())
}

async fn authorize(State(provider): State<Provider>, Query(asked): Query<HashMap<String, String>>) -> Response {
    let of = |name: &str| asked.get(name).unwrap_or_else(|| panic!("no {name} in {asked:?}")).clone();
    assert_eq!((of("response_type").as_str(), of("client_id").as_str()), ("code", CLIENT));
    assert_eq!(of("code_challenge_method"), "S256");
    assert!(of("scope").split(' ').any(|scope| scope == "openid") && of("scope").contains("email"));
    let mut inside = provider.inside();
    inside.given += 1;
    let code = format!("canary-code-{}", inside.given);
    let back = of("redirect_uri");
    inside.codes.insert(code.clone(), (of("nonce"), of("code_challenge"), back.clone()));
    let to = format!("{back}?code={code}&state={}", of("state"));
    (StatusCode::FOUND, [("location", to)]).into_response()
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let of = |name: &str| form.get(name).cloned().unwrap_or_default();
    let shown = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let refused = (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))).into_response();
    if shown != format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}"))) {
        return refused;
    }
    let mut inside = provider.inside();
    let Some((nonce, challenge, back)) = inside.codes.remove(&of("code")) else { return refused };
    let computed = URL_SAFE_NO_PAD.encode(Sha256::digest(of("code_verifier")));
    if (computed, of("redirect_uri"), of("grant_type")) != (challenge, back, "authorization_code".to_owned()) {
        return refused;
    }
    match inside.lie {
        Lie::Refusal => return refused,
        Lie::Redirect => return (StatusCode::TEMPORARY_REDIRECT, [("location", "/elsewhere")]).into_response(),
        Lie::Garbage => return ([("content-type", "application/json")], "{\"access_token\": 1").into_response(),
        Lie::TooLarge => return Json(json!({"access_token": "x".repeat(2 * 1024 * 1024)})).into_response(),
        _ => {}
    }
    let mut answer = json!({"access_token": "canary-access-token", "token_type": "Bearer", "expires_in": 300});
    if inside.lie != Lie::NoToken {
        answer["id_token"] = id_token(&inside, &nonce).into();
    }
    Json(answer).into_response()
}

async fn elsewhere(State(provider): State<Provider>) -> StatusCode {
    provider.inside().followed += 1;
    StatusCode::OK
}

fn id_token(inside: &Inside, nonce: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let who = &inside.who;
    let mut claims = json!({
        "iss": inside.issuer,
        "sub": who.subject,
        "aud": [CLIENT],
        "iat": now,
        "exp": now + 300,
        "nonce": nonce,
        "email": who.email,
        "email_verified": who.verified,
        "name": who.name,
        "groups": who.groups,
    });
    let mut header = json!({"alg": "RS256", "typ": "JWT", "kid": "key-1"});
    match inside.lie {
        Lie::Issuer => claims["iss"] = "https://login.example.org".into(),
        Lie::Audience => claims["aud"] = json!(["another-client"]),
        Lie::MoreAudiences => claims["aud"] = json!([CLIENT, "another-client"]),
        Lie::Nonce => claims["nonce"] = "another-nonce".into(),
        Lie::NoNonce => drop(claims.as_object_mut().expect("an object").remove("nonce")),
        Lie::Expired => claims["exp"] = (now - 1).into(),
        Lie::AlgNone => header["alg"] = "none".into(),
        Lie::Hs256ByPublicKey | Lie::Hs256BySecret => header["alg"] = "HS256".into(),
        _ => {}
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(&claims));
    let by =
        |pem: &str| key(pem).sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, signed.as_bytes()).expect("signed");
    let mac = |key: &[u8]| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key will do");
        mac.update(signed.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let signature = match inside.lie {
        Lie::AlgNone => Vec::new(),
        Lie::OtherKey => by(&OTHER_KEY),
        Lie::Hs256ByPublicKey => {
            let n = public_keys()["keys"][0]["n"].as_str().expect("a modulus").to_owned();
            mac(&URL_SAFE_NO_PAD.decode(n).expect("base64"))
        }
        Lie::Hs256BySecret => mac(SECRET.as_bytes()),
        Lie::Signature => {
            let mut signature = by(&KEY);
            signature[17] ^= 1;
            signature
        }
        _ => by(&KEY),
    };
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}
