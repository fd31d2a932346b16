//! What a browser keeps or carries for this portal: readable, and with a check that only this portal can make.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::secret::{Secret, token_hash};

/// The length of the check in front of the text.
const CHECK: usize = 32;

/// A value as text for a cookie or a form; `purpose` tells it from what is carried for something else.
#[must_use]
pub fn write(secret: &Secret, purpose: &[u8], value: &impl Serialize) -> String {
    let text = serde_json::to_vec(value).unwrap_or_default();
    URL_SAFE_NO_PAD.encode([&secret.on_the_way(purpose, &text)[..], &text].concat())
}

/// The value of a text that this portal [wrote](write()) for this purpose; none of any other.
#[must_use]
pub fn read<T: DeserializeOwned>(secret: &Secret, purpose: &[u8], text: &str) -> Option<T> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (shown, text) = bytes.split_first_chunk::<CHECK>()?;
    // Hashed, so that how long the comparison takes tells nothing.
    if token_hash(shown) != token_hash(&secret.on_the_way(purpose, text)) {
        return None;
    }
    serde_json::from_slice(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_was_written_and_nothing_else_is() {
        let (secret, other) = (Secret::new(b"one"), Secret::new(b"another"));
        let value = ("Zoë \"Z\" Åström".to_owned(), 17_u32);
        let text = write(&secret, b"door", &value);
        assert_eq!(read(&secret, b"door", &text), Some(value));
        // Of another portal, for another purpose, of another kind, changed anywhere, cut off, or no such thing.
        assert_eq!(read::<(String, u32)>(&other, b"door", &text), None);
        assert_eq!(read::<(String, u32)>(&secret, b"link", &text), None);
        assert_eq!(read::<u32>(&secret, b"door", &text), None);
        let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(read::<(String, u32)>(&secret, b"door", &URL_SAFE_NO_PAD.encode(&changed)), None, "{at}");
            assert_eq!(read::<(String, u32)>(&secret, b"door", &URL_SAFE_NO_PAD.encode(&bytes[..at])), None, "{at}");
        }
        assert_eq!(read::<(String, u32)>(&secret, b"door", "%%%"), None);
    }
}
