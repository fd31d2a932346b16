//! What is derived from the portal's secret: continue codes, the hashes under which they are found, links to designs, and the
//! keys of second factors.
//!
//! A code is not stored. It is computed from the secret and a seed, so that it can be shown again,
//! and found by a keyed hash of what somebody typed. Who reads the database alone, without the secret, learns no code when
//! the secret is given from outside (`secret` in the settings).

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::continue_code::Phrase;
use crate::domain::recovery_code::RecoveryCode;
use crate::domain::time::Millis;
use crate::domain::totp;

/// The key behind the continue codes.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// From the operator's setting, or from what the store keeps.
    #[must_use]
    pub fn new(text: &[u8]) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// The continue code of a seed.
    #[must_use]
    pub fn phrase(&self, seed: Uuid) -> Phrase {
        Phrase::from_bits(&self.keyed(b"continue code", seed.as_bytes()))
    }

    /// The hash under which a continue code is found.
    #[must_use]
    pub fn code_hash(&self, phrase: &Phrase) -> [u8; 32] {
        self.keyed(b"continue code hash", phrase.canonical().as_bytes())
    }

    /// The token of the link by which others may read a design.
    #[must_use]
    pub fn design_link(&self, seed: Uuid) -> [u8; 32] {
        self.keyed(b"design link", seed.as_bytes())
    }

    /// What a browser that was signed in to an account shows later, to be told from strangers. It opens nothing, and ends
    /// with the password whose hash it is made from.
    #[must_use]
    pub fn known_browser(&self, account: Uuid, password: &str) -> [u8; 32] {
        self.keyed(b"known browser", &[account.as_bytes(), password.as_bytes()].concat())
    }

    /// The key of a second factor's codes.
    #[must_use]
    pub fn totp_key(&self, seed: Uuid) -> [u8; totp::KEY] {
        let mut key = [0; totp::KEY];
        key.copy_from_slice(&self.keyed(b"second factor", seed.as_bytes())[..totp::KEY]);
        key
    }

    /// The hash under which a recovery code of an account is found.
    #[must_use]
    pub fn recovery_hash(&self, account: Uuid, code: &RecoveryCode) -> [u8; 32] {
        self.keyed(b"recovery code", &[account.as_bytes(), code.canonical().as_bytes()].concat())
    }

    /// What proves that somebody has shown the password of this hash, or came in by an identity provider when there is none,
    /// and may show the second factor until then.
    #[must_use]
    pub fn half_way(&self, account: Uuid, until: Millis, password: Option<&str>) -> [u8; 32] {
        let way = if password.is_some() { b"p" } else { b"i" };
        let text = [account.as_bytes(), &until.0.to_be_bytes()[..], way, password.unwrap_or_default().as_bytes()];
        self.keyed(b"half way", &text.concat())
    }

    /// Under which the private halves of the portal's signing keys are kept.
    #[must_use]
    pub fn sealing_key(&self) -> [u8; 32] {
        self.keyed(b"signing keys", b"")
    }

    /// What goes to an identity provider and back with somebody, or shows it that the same portal asks; `of` tells the way from
    /// all others.
    #[must_use]
    pub fn on_the_way(&self, purpose: &[u8], of: &[u8]) -> [u8; 32] {
        self.keyed(purpose, of)
    }

    /// Under which somebody of a learning platform is known here: nobody without the secret can tell whom it means.
    #[must_use]
    pub fn platform_subject(&self, deployment: &str, subject: &str) -> [u8; 32] {
        // The length comes first, so that nothing can be moved from the one to the other.
        let length = u64::try_from(deployment.len()).unwrap_or(u64::MAX).to_be_bytes();
        self.keyed(b"platform subject", &[&length[..], deployment.as_bytes(), subject.as_bytes()].concat())
    }

    fn keyed(&self, purpose: &[u8], text: &[u8]) -> [u8; 32] {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("any key will do");
        mac.update(purpose);
        mac.update(&[0]);
        mac.update(text);
        mac.finalize().into_bytes().into()
    }
}

/// The hash under which a random token (a session's, an invitation's) is kept. The token has 256 random bits, so that a
/// plain hash cannot be turned back.
#[must_use]
pub fn token_hash(token: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_comes_from_the_secret_and_the_seed() {
        let (a, b) = (Secret::new(b"one"), Secret::new(b"two"));
        let code = a.phrase(Uuid::from_u128(1)).canonical();
        assert_eq!(code, a.phrase(Uuid::from_u128(1)).canonical());
        assert_ne!(code, a.phrase(Uuid::from_u128(2)).canonical());
        assert_ne!(code, b.phrase(Uuid::from_u128(1)).canonical());
    }

    #[test]
    fn a_code_is_found_however_it_was_typed() {
        let secret = Secret::new(b"one");
        let phrase = secret.phrase(Uuid::from_u128(1));
        let typed = Phrase::parse(&phrase.canonical().to_uppercase().replace('-', "  ")).unwrap();
        assert_eq!(secret.code_hash(&phrase), secret.code_hash(&typed));
    }
}
