//! The key with which this portal signs what others check: certificates, and what it says to learning platforms.
//!
//! It is an RSA key of 2,048 bits, made when something is signed for the first time, and kept in the database, sealed under the portal's
//! secret. Another secret opens none of the keys that are there: the portal then makes a new one, and goes on publishing the
//! others, so that what they have signed can still be checked.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::signature::{KeyPair as _, RsaKeyPair};
use rsa::RsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey as _;
use serde_json::{Value, json};

use super::answer;
use super::error::Wrong;
use super::jws::{self, PublicKey};
use super::now::Now;
use super::secret::Secret;
use crate::app::App;
use crate::store::{SigningKey, StoreError};

/// The length of the key, in bits: what RS256 asks for at least (RFC 7518, 3.3).
const BITS: usize = 2048;

/// Signs for this portal.
pub struct Signing {
    key: RsaKeyPair,
    public: PublicKey,
}

impl Signing {
    /// A compact token over these claims; `typ` says what kind it is, such as `JWT`.
    pub fn sign(&self, typ: &str, claims: &Value) -> Result<String, Wrong> {
        jws::sign(&self.key, &self.public.kid, typ, claims).ok_or_else(|| {
            tracing::error!("the portal's own key signs nothing");
            Wrong::Internal
        })
    }

    /// A credential as a token: the key is named by the address at which it is found, as Open Badges 3.0 wants it.
    pub fn sign_credential(&self, portal: &str, payload: &Value) -> Result<String, Wrong> {
        let kid = format!("{portal}{}", key_address(&self.public.kid));
        jws::sign(&self.key, &kid, "JWT", payload).ok_or_else(|| {
            tracing::error!("the portal's own key signs nothing");
            Wrong::Internal
        })
    }

    /// The public half of the key.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    fn read(der: &[u8]) -> Option<Self> {
        let key = RsaKeyPair::from_pkcs8(der).ok()?;
        let public: ring::rsa::PublicKeyComponents<Vec<u8>> = key.public_key().into();
        Some(Self { public: PublicKey::new(&public.n, &public.e), key })
    }
}

/// The key that signs now; made and kept when there is none yet.
pub async fn current(app: &App, now: Now) -> Result<Arc<Signing>, Wrong> {
    app.signing.get_or_try_init(|| find_or_make(app, now)).await.cloned()
}

async fn find_or_make(app: &App, now: Now) -> Result<Arc<Signing>, Wrong> {
    let kept = app.store.signing_keys().await?;
    if let Some(signing) = kept.iter().find_map(|key| Signing::read(&open(&app.secret, key)?)) {
        return Ok(Arc::new(signing));
    }
    // Some hundred milliseconds of computing.
    let made = tokio::task::spawn_blocking(|| {
        let key = RsaPrivateKey::new(&mut Now::numbers(), BITS).ok()?;
        let der = key.to_pkcs8_der().ok()?;
        Some((Signing::read(der.as_bytes())?, der))
    });
    let (signing, der) = made.await.ok().flatten().ok_or_else(|| {
        tracing::error!("no key could be made");
        Wrong::Internal
    })?;
    let (id, public_key) = (signing.public.kid.clone(), signing.public.jwk().to_string());
    let sealed = seal(&app.secret, &id, der.as_bytes()).ok_or(Wrong::Internal)?;
    app.store.keep_signing_key(SigningKey { id, public_key, sealed, made_at: now.0 }).await?;
    tracing::info!(key = signing.public.kid, "a key to sign with was made");
    Ok(Arc::new(signing))
}

/// Every key that this portal signs with or has signed with.
pub async fn published(app: &App) -> Result<Vec<PublicKey>, StoreError> {
    let kept = app.store.signing_keys().await?;
    let public = |key: &SigningKey| PublicKey::from_jwk(&serde_json::from_str(&key.public_key).ok()?);
    Ok(kept.iter().filter_map(public).collect())
}

/// The key set (RFC 7517), for whoever checks what this portal has signed.
pub async fn key_set(State(app): State<App>, now: Now) -> Result<Response, Wrong> {
    // Who asks before anything was signed wants to write the key down.
    current(&app, now).await?;
    let keys: Vec<Value> = published(&app).await?.iter().map(PublicKey::jwk).collect();
    answer::json(StatusCode::OK, "application/jwk-set+json", &json!({ "keys": keys }))
}

/// Where a key is found, without the portal's address.
fn key_address(kid: &str) -> String {
    format!("/.well-known/keys/{kid}")
}

/// `/.well-known/keys/{key}`: one key (RFC 7517), for whoever has only what a credential calls it.
pub async fn key(State(app): State<App>, Path(kid): Path<String>) -> Result<Response, Wrong> {
    let keys = published(&app).await?;
    let key = keys.iter().find(|key| key.kid == kid).ok_or(Wrong::NotFound)?;
    answer::json(StatusCode::OK, "application/jwk+json", &key.jwk())
}

fn sealing(secret: &Secret) -> Option<LessSafeKey> {
    Some(LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &secret.sealing_key()).ok()?))
}

/// The nonce, then the sealed text; `id` belongs to it.
pub(super) fn seal(secret: &Secret, id: &str, text: &[u8]) -> Option<Vec<u8>> {
    let mut nonce = [0; NONCE_LEN];
    nonce.copy_from_slice(&Now::token()[..NONCE_LEN]);
    let mut sealed = text.to_vec();
    let aad = Aad::from(id.as_bytes());
    sealing(secret)?.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed).ok()?;
    Some([&nonce[..], &sealed].concat())
}

fn open(secret: &Secret, key: &SigningKey) -> Option<Vec<u8>> {
    opened(secret, &key.id, &key.sealed)
}

/// What was [sealed](seal) under this secret and this `id`; none of anything else.
pub(super) fn opened(secret: &Secret, id: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut text = sealed.to_vec();
    let opened = sealing(secret)?.open_in_place(nonce, Aad::from(id.as_bytes()), &mut text).ok()?;
    Some(opened.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_opens_under_its_secret_and_its_name_only() {
        let secret = Secret::new(b"one");
        let sealed = seal(&secret, "name", b"text").unwrap();
        let key = |sealed: &[u8], id: &str| SigningKey {
            id: id.to_owned(),
            public_key: String::new(),
            sealed: sealed.to_vec(),
            made_at: crate::domain::time::Millis(0),
        };
        assert_eq!(open(&secret, &key(&sealed, "name")).unwrap(), b"text");
        assert_ne!(sealed, seal(&secret, "name", b"text").unwrap());
        assert_eq!(open(&Secret::new(b"two"), &key(&sealed, "name")), None);
        assert_eq!(open(&secret, &key(&sealed, "other")), None);
        assert_eq!(open(&secret, &key(&sealed[..11], "name")), None);
        let mut changed = sealed;
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(open(&secret, &key(&changed, "name")), None);
    }
}
