//! The clock and randomness, for one request: the only place besides `main` that reads either.

use std::convert::Infallible;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::time::Millis;

/// The moment a request is answered at. Handlers take it as an argument and pass it on.
#[derive(Debug, Clone, Copy)]
pub struct Now(pub Millis);

impl Now {
    /// Reads the clock.
    #[must_use]
    pub fn read() -> Self {
        Self(Millis(Timestamp::now().as_millisecond()))
    }

    /// A new id; later ones sort after earlier ones.
    #[must_use]
    pub fn id() -> Uuid {
        Uuid::now_v7()
    }

    /// 122 random bits that name nothing yet.
    #[must_use]
    pub fn seed() -> Uuid {
        Uuid::new_v4()
    }

    /// A number that no other request of this portal has, short enough to be read out.
    #[must_use]
    pub fn request_number() -> String {
        static START: LazyLock<u32> = LazyLock::new(rand::random);
        static COUNT: AtomicU64 = AtomicU64::new(0);
        format!("{:08x}-{}", *START, COUNT.fetch_add(1, Ordering::Relaxed))
    }

    /// The operating system's generator, for `ring`.
    #[must_use]
    pub fn generator() -> ring::rand::SystemRandom {
        ring::rand::SystemRandom::new()
    }

    /// The same, for the making of RSA keys.
    #[must_use]
    pub fn numbers() -> rand_core::OsRng {
        rand_core::OsRng
    }

    /// 256 random bits from the operating system's generator.
    #[must_use]
    pub fn token() -> [u8; 32] {
        rand::random()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Now {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::read())
    }
}
