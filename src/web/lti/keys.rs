//! The keys of learning platforms: asked for where the platform says, kept for an hour, and asked for again when a token names one
//! that is not among them, but not more often than once a minute.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use openidconnect::HttpRequest;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::time::Millis;
use crate::store::Platform;
use crate::web::calls::{Http, call, http};
use crate::web::jws::{PublicKey, Refused, Unchecked};
use crate::web::now::Now;
use crate::web::oidc::provider::Trouble;

/// Keys are asked for again after an hour.
const FRESH_SECONDS: i64 = 3600;
/// And earlier when a key is missing.
const RENEWED_SECONDS: i64 = 60;
/// A platform that did not answer is left alone for so long.
const LEFT_ALONE_SECONDS: i64 = 10;
/// The most keys of a platform.
const MOST: usize = 50;

/// What is known of all platforms.
#[derive(Default)]
pub struct PlatformKeys {
    http: OnceLock<Http>,
    known: Mutex<HashMap<Uuid, Arc<tokio::sync::Mutex<Known>>>>,
}

/// What is known of one.
#[derive(Default)]
struct Known {
    keys: Vec<PublicKey>,
    /// When they were asked for last with success.
    read_at: Option<Millis>,
    /// When it did not answer, and why.
    failed: Option<(Millis, Trouble)>,
}

/// Why what a token claims is not known.
#[derive(Debug)]
pub enum Failure {
    /// The token is not the platform's.
    Refused(Refused),
    /// The platform's keys could not be had.
    Trouble(Trouble),
}

impl PlatformKeys {
    /// What a token claims, once it is found to be signed by the platform.
    pub async fn check(&self, platform: &Platform, token: &Unchecked<'_>, now: Now) -> Result<Value, Failure> {
        let known = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.entry(platform.id).or_default().clone()
        };
        // One asks at a time; the others then find what it was told.
        let mut known = known.lock().await;
        let older_than = |seconds| known.read_at.is_none_or(|at| at.plus_seconds(seconds) <= now.0);
        let missing = |keys: &[PublicKey]| matches!(token.check(keys), Err(Refused::Key));
        if older_than(FRESH_SECONDS) || missing(&known.keys) && older_than(RENEWED_SECONDS) {
            self.renew(platform, &mut known, now).await.map_err(Failure::Trouble)?;
        }
        token.check(&known.keys).map_err(Failure::Refused)
    }

    async fn renew(&self, platform: &Platform, known: &mut Known, now: Now) -> Result<(), Trouble> {
        if let Some((at, trouble)) = &known.failed
            && at.plus_seconds(LEFT_ALONE_SECONDS) > now.0
        {
            return Err(trouble.clone());
        }
        match self.ask(&platform.keys_url).await {
            Ok(keys) => {
                *known = Known { keys, read_at: Some(now.0), failed: None };
                Ok(())
            }
            Err(trouble) => {
                known.failed = Some((now.0, trouble.clone()));
                Err(trouble)
            }
        }
    }

    async fn ask(&self, address: &str) -> Result<Vec<PublicKey>, Trouble> {
        let odd = |why: &str| Trouble::Unreachable(why.to_owned());
        let client = if let Some(client) = self.http.get() {
            client.clone()
        } else {
            let client = http()?;
            self.http.get_or_init(|| client).clone()
        };
        let mut request = HttpRequest::new(Vec::new());
        *request.uri_mut() = address.parse().map_err(|_| odd("its address is none"))?;
        let answer = call(client, address.starts_with("https://"), request).await?;
        if answer.status() != axum::http::StatusCode::OK {
            return Err(Trouble::Unreachable(format!("it answered {}", answer.status())));
        }
        let set: Value = serde_json::from_slice(answer.body()).map_err(|_| odd("its key set is no JSON"))?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or_else(|| odd("its answer is no key set"))?;
        Ok(keys.iter().filter_map(PublicKey::from_jwk).take(MOST).collect())
    }
}
