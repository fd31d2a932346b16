//! The way to a learning platform and back. Nothing is kept of it before somebody comes back: what goes with them is signed by this
//! portal, and each way is come back on once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::app::App;
use crate::domain::time::Millis;
use crate::web::now::Now;
use crate::web::secret::token_hash;

/// How long somebody may take at the platform.
const SECONDS: i64 = 600;
/// Platform, end, seed, proof.
const LENGTH: usize = 16 + 8 + 16 + 32;

/// One way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// To which platform.
    pub platform: Uuid,
    /// Until when somebody may come back.
    pub until: Millis,
    seed: Uuid,
}

impl Way {
    /// A new one.
    #[must_use]
    pub fn new(platform: Uuid, now: Now) -> Self {
        Self { platform, until: now.0.plus_seconds(SECONDS), seed: Now::seed() }
    }

    /// What goes to the platform and back.
    #[must_use]
    pub fn state(self, app: &App) -> String {
        let proof = app.secret.on_the_way(b"lti state", &self.bytes());
        URL_SAFE_NO_PAD.encode([&self.bytes()[..], &proof].concat())
    }

    /// What the platform has to put into what it signs.
    #[must_use]
    pub fn nonce(self, app: &App) -> String {
        URL_SAFE_NO_PAD.encode(app.secret.on_the_way(b"lti nonce", &self.bytes()))
    }

    /// Under which it is kept that somebody came back.
    #[must_use]
    pub fn hash(self, app: &App) -> [u8; 32] {
        token_hash(&app.secret.on_the_way(b"lti nonce", &self.bytes()))
    }

    /// Of a [`state`](Self::state) that this portal made and that has not ended.
    #[must_use]
    pub fn of(app: &App, state: &str, now: Now) -> Option<Self> {
        let bytes: [u8; LENGTH] = URL_SAFE_NO_PAD.decode(state).ok()?.try_into().ok()?;
        let (told, proof) = bytes.split_at(LENGTH - 32);
        let way = Self {
            platform: Uuid::from_slice(&told[..16]).ok()?,
            until: Millis(i64::from_be_bytes(told[16..24].try_into().ok()?)),
            seed: Uuid::from_slice(&told[24..]).ok()?,
        };
        let right = app.secret.on_the_way(b"lti state", told);
        // Every byte is looked at, wherever the first difference is.
        let differs = right.iter().zip(proof).fold(0, |so_far, (a, b)| so_far | (a ^ b));
        (differs == 0 && way.until > now.0).then_some(way)
    }

    fn bytes(self) -> [u8; LENGTH - 32] {
        let mut bytes = [0; LENGTH - 32];
        bytes[..16].copy_from_slice(self.platform.as_bytes());
        bytes[16..24].copy_from_slice(&self.until.0.to_be_bytes());
        bytes[24..].copy_from_slice(self.seed.as_bytes());
        bytes
    }
}
