//! The identity provider: what it says of itself, where people are sent, and whether what they come back with is true.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::Duration;

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthenticationFlow, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IdTokenClaims,
    IdTokenFields, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    StandardErrorResponse, StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::flow::Flow;
use crate::app::App;
use crate::config;
use crate::domain::time::Millis;
use crate::store::ProviderIdentity;
use crate::web::calls::{Http, Unanswered, call, http, in_words};
use crate::web::now::Now;

/// Waits before it is asked again what it says of itself.
const RETRIES: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];
/// What it says of itself, with its keys, is asked for again after an hour.
const FRESH_SECONDS: i64 = 3600;
/// And earlier when a signature fits none of its keys, but not more often than once a minute.
const RENEWED_SECONDS: i64 = 60;
/// How its signatures may be made: with keys of which the portal knows the public half only.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What is read of somebody beyond what every provider says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Groups {
    #[serde(default)]
    groups: serde_json::Value,
}

impl AdditionalClaims for Groups {}

type Fields = IdTokenFields<
    Groups,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Asking = Client<
    Groups,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why the provider is of no help. The words are for the log and hold nothing of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It does not answer, or not as a provider does.
    Unreachable(String),
    /// It did not take what it was shown, or what it says is not true.
    Untrue(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) | Self::Untrue(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<Unanswered> for Trouble {
    fn from(Unanswered(why): Unanswered) -> Self {
        Self::Unreachable(why)
    }
}

/// Somebody as the provider describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Who they are.
    pub identity: ProviderIdentity,
    /// Their e-mail address, as it is written there.
    pub email: Option<String>,
    /// Whether the provider has made sure that the address is theirs.
    pub email_verified: bool,
    /// Under what they sign in there; often an address.
    pub username: Option<String>,
    /// What they are called.
    pub name: Option<String>,
    /// The groups they are in.
    pub groups: Vec<String>,
}

/// The provider of a portal.
pub struct Provider {
    /// What the operator says of it.
    pub settings: config::Oidc,
    /// What it says of itself, and when it did.
    known: Mutex<Option<(Arc<CoreProviderMetadata>, Millis)>>,
    /// Ways from which somebody came back, by their seeds, until their time is over.
    used: std::sync::Mutex<HashMap<[u8; 32], Millis>>,
    http: OnceLock<Http>,
}

impl Provider {
    /// Nothing is asked before it is needed.
    #[must_use]
    pub fn new(settings: config::Oidc) -> Self {
        Self { settings, known: Mutex::default(), used: std::sync::Mutex::default(), http: OnceLock::new() }
    }

    /// Whether nobody has come back on this way yet; from now on somebody has.
    pub fn use_up(&self, flow: &Flow, now: Now) -> bool {
        self.use_up_once(flow.seed, flow.until, now)
    }

    /// Whether what this seed tells from all others was not used yet; from now on, and until this time, it was.
    pub fn use_up_once(&self, seed: [u8; 32], until: Millis, now: Now) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, until| *until > now.0);
        used.insert(seed, until).is_none()
    }

    /// Where somebody is sent, to come back to `here`.
    pub async fn way(&self, app: &App, flow: &Flow, here: String, now: Now) -> Result<String, Trouble> {
        let metadata = self.metadata(now, false).await?;
        let (state, nonce) = (flow.state(app), flow.nonce(app));
        let asking = self.asking(&metadata, here)?;
        let verifier = PkceCodeVerifier::new(flow.verifier(app));
        let mut request = asking
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        let offered =
            |name: &str| metadata.scopes_supported().is_some_and(|all| all.iter().any(|scope| **scope == *name));
        for name in ["email", "profile", "groups"] {
            if name != "groups" || (offered(name) && !self.settings.groups.is_empty()) {
                request = request.add_scope(Scope::new(name.to_owned()));
            }
        }
        Ok(request.url().0.to_string())
    }

    /// Who came back with this code: what the provider says, once its signature, its issuer, for whom it is, its time and its
    /// nonce are right.
    pub async fn who(
        &self,
        app: &App,
        flow: &Flow,
        here: String,
        code: String,
        now: Now,
    ) -> Result<Described, Trouble> {
        let metadata = self.metadata(now, false).await?;
        let asking = self.asking(&metadata, here.clone())?;
        let http = self.http()?;
        let secure = self.is_secure();
        let call = |request: HttpRequest| answered(http.clone(), secure, request);
        let request = asking.exchange_code(AuthorizationCode::new(code)).map_err(|error| unreachable(&error))?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(flow.verifier(app)));
        let answer = request.request_async(&call).await.map_err(of_exchange)?;
        let token = answer.id_token().ok_or_else(|| Trouble::Untrue("the answer holds no ID token".to_owned()))?;
        let nonce = Nonce::new(flow.nonce(app));
        let verify = |asking: &Asking| {
            let verifier = asking.id_token_verifier().set_allowed_algs(ALGORITHMS);
            token.claims(&verifier, &nonce).map(|claims| self.described(claims))
        };
        match verify(&asking) {
            Ok(described) => Ok(described),
            // Its keys may have changed since they were asked for.
            Err(openidconnect::ClaimsVerificationError::SignatureVerification(_)) => {
                let metadata = self.metadata(now, true).await?;
                verify(&self.asking(&metadata, here)?).map_err(|error| Trouble::Untrue(error.to_string()))
            }
            Err(error) => Err(Trouble::Untrue(error.to_string())),
        }
    }

    fn described(&self, claims: &IdTokenClaims<Groups, CoreGenderClaim>) -> Described {
        let texts = |value: &serde_json::Value| match value {
            serde_json::Value::Array(all) => all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            serde_json::Value::String(one) => vec![one.clone()],
            _ => Vec::new(),
        };
        Described {
            identity: ProviderIdentity {
                issuer: self.settings.issuer.clone(),
                subject: claims.subject().as_str().to_owned(),
            },
            email: claims.email().map(|email| email.as_str().to_owned()),
            email_verified: claims.email_verified() == Some(true),
            username: claims.preferred_username().map(|name| name.as_str().to_owned()),
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
            groups: texts(&claims.additional_claims().groups),
        }
    }

    fn asking(&self, metadata: &CoreProviderMetadata, here: String) -> Result<Asking, Trouble> {
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        let here = RedirectUrl::new(here).map_err(|error| unreachable(&error))?;
        Ok(Client::from_provider_metadata(metadata.clone(), id, secret).set_redirect_uri(here))
    }

    /// What the provider says of itself, with its keys: as it was asked last, or asked now. One asks at a time.
    async fn metadata(&self, now: Now, keys_are_old: bool) -> Result<Arc<CoreProviderMetadata>, Trouble> {
        let mut known = self.known.lock().await;
        let fresh = if keys_are_old { RENEWED_SECONDS } else { FRESH_SECONDS };
        if let Some((metadata, _)) = known.as_ref().filter(|(_, at)| at.plus_seconds(fresh) > now.0) {
            return Ok(metadata.clone());
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| unreachable(&error))?;
        let http = self.http()?;
        let secure = self.is_secure();
        let call = |request: HttpRequest| answered(http.clone(), secure, request);
        let mut waits = RETRIES.into_iter();
        let metadata = loop {
            match CoreProviderMetadata::discover_async(issuer.clone(), &call).await {
                Ok(metadata) => break Arc::new(metadata),
                Err(error) => match waits.next() {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => return Err(of_discovery(&error)),
                },
            }
        };
        *known = Some((metadata.clone(), now.0));
        Ok(metadata)
    }

    /// Whether every address of the provider has to be one of https: all of them, unless the operator named this machine.
    fn is_secure(&self) -> bool {
        self.settings.issuer.starts_with("https://")
    }

    fn http(&self) -> Result<Http, Trouble> {
        if let Some(http) = self.http.get() {
            return Ok(http.clone());
        }
        let http = http()?;
        Ok(self.http.get_or_init(|| http).clone())
    }
}

/// A call, with what the provider's crate takes for an error.
async fn answered(http: Http, secure: bool, request: HttpRequest) -> Result<HttpResponse, Trouble> {
    Ok(call(http, secure, request).await?)
}

/// An error with what caused it.
fn unreachable(error: &dyn std::error::Error) -> Trouble {
    Trouble::Unreachable(in_words(error))
}

fn of_discovery(error: &openidconnect::DiscoveryError<Trouble>) -> Trouble {
    match error {
        openidconnect::DiscoveryError::Request(trouble) => trouble.clone(),
        // The answer itself is not logged.
        openidconnect::DiscoveryError::Response(status, _, why) => {
            Trouble::Unreachable(format!("it answered {status}: {why}"))
        }
        other => unreachable(other),
    }
}

fn of_exchange(error: RequestTokenError<Trouble, StandardErrorResponse<CoreErrorResponseType>>) -> Trouble {
    match error {
        RequestTokenError::Request(trouble) => trouble,
        RequestTokenError::ServerResponse(refusal) => {
            Trouble::Untrue(format!("the code was not taken: {}", refusal.error()))
        }
        // The answer itself may hold tokens.
        RequestTokenError::Parse(error, _) => Trouble::Untrue(format!("its answer cannot be read at {}", error.path())),
        RequestTokenError::Other(why) => Trouble::Untrue(why),
    }
}
