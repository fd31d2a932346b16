//! Codes by the time as a second factor: RFC 6238 with SHA-1, six digits and steps of 30 seconds, which every authenticator
//! app knows.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use super::time::Millis;

/// Bytes of a key, as RFC 4226 recommends for SHA-1: <https://www.rfc-editor.org/rfc/rfc4226#section-4>.
pub const KEY: usize = 20;
/// How long one code is shown, in milliseconds.
const STEP: i64 = 30_000;
/// Digits of a code.
const DIGITS: usize = 6;
/// How many steps the device's clock may be off to either side.
const SLACK: i64 = 1;

/// The step of a point in time: the number of whole 30 seconds since 1970.
#[must_use]
pub fn step_of(at: Millis) -> i64 {
    at.0.div_euclid(STEP)
}

/// The code of a step: <https://www.rfc-editor.org/rfc/rfc4226#section-5.3>.
#[must_use]
pub fn code(key: &[u8], step: i64) -> String {
    let mut mac = keyed(key);
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(hash[19] & 0x0f);
    let number = u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]]);
    format!("{:0DIGITS$}", number % 1_000_000)
}

fn keyed(key: &[u8]) -> Hmac<Sha1> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    Hmac::<Sha1>::new_from_slice(key).expect("any key will do")
}

/// The step to which a typed code belongs, when it is one of now or of a step beside it, and later than `last`, the one used
/// last.
#[must_use]
pub fn step_of_code(key: &[u8], typed: &str, now: Millis, last: i64) -> Option<i64> {
    let typed = digits(typed)?;
    let now = step_of(now);
    (now - SLACK..=now + SLACK).filter(|step| *step > last).find(|step| code(key, *step) == typed)
}

/// What was typed when it has the form of a code: six digits, with white space wherever the app shows it.
#[must_use]
pub fn digits(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).take(DIGITS + 1).collect();
    (digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// A key as apps take it when it is typed: base32 (RFC 4648) without filling.
#[must_use]
pub fn base32(key: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bit = |n: usize| key.get(n / 8).map_or(0, |byte| usize::from(byte >> (7 - n % 8) & 1));
    let letter = |n: usize| (0..5).fold(0, |value, k| value << 1 | bit(5 * n + k));
    (0..(key.len() * 8).div_ceil(5)).map(|n| char::from(LETTERS[letter(n)])).collect()
}

/// A text in groups of four, as people copy it.
#[must_use]
pub fn in_fours(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The address that an authenticator app reads from a QR code: whose the codes are, and the key. What it leaves out has the
/// values above by default.
#[must_use]
pub fn address(portal: &str, account: &str, key: &[u8]) -> String {
    let (portal, account) = (encoded(portal), encoded(account));
    format!("otpauth://totp/{portal}:{account}?secret={}&issuer={portal}", base32(key))
}

/// Percent-encoded, but for what may stand anywhere in an address.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of the tables in RFC 4226, appendix D, and RFC 6238, appendix B.
    const KEY_OF_THE_RFC: &[u8; 20] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_4226() {
        let codes =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (step, expected) in (0..).zip(codes) {
            assert_eq!(code(KEY_OF_THE_RFC, step), expected, "{step}");
        }
    }

    #[test]
    fn codes_by_the_time_are_those_of_rfc_6238() {
        // The table has eight digits; six are their end.
        let cases = [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ];
        for (second, eight) in cases {
            assert_eq!(code(KEY_OF_THE_RFC, step_of(Millis(second * 1000))), eight[2..], "{second}");
        }
    }

    #[test]
    fn a_code_is_good_for_one_step_to_either_side_and_once() {
        let now = Millis(1_111_111_111_000);
        let step = step_of(now);
        let typed = |step: i64| code(KEY_OF_THE_RFC, step);
        for off in -3..=3 {
            let expected = (-1..=1).contains(&off).then_some(step + off);
            assert_eq!(step_of_code(KEY_OF_THE_RFC, &typed(step + off), now, 0), expected, "{off}");
        }
        assert_eq!(step_of_code(KEY_OF_THE_RFC, &typed(step), now, step), None, "used");
        assert_eq!(step_of_code(KEY_OF_THE_RFC, &typed(step - 1), now, step), None, "older than one that was used");
        assert_eq!(step_of_code(KEY_OF_THE_RFC, &typed(step + 1), now, step), Some(step + 1));
    }

    #[test]
    fn a_code_is_six_digits_however_they_stand() {
        let cases = [
            ("050471", Some("050471")),
            (" 050 471\n", Some("050471")),
            ("05047", None),
            ("0504711", None),
            ("05047a", None),
            ("٠٥٠٤٧١", None),
            ("", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(digits(typed).as_deref(), expected, "{typed:?}");
        }
        assert_eq!(digits(&"1".repeat(100_000)), None);
    }

    #[test]
    fn a_key_is_written_as_rfc_4648_does() {
        let cases =
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB")];
        for (key, expected) in cases {
            assert_eq!(base32(key.as_bytes()), expected, "{key:?}");
        }
        assert_eq!(in_fours("MZXW6YTBOI"), "MZXW 6YTB OI");
        assert_eq!(
            address("Podium", "zoë@example.org", b"foobar"),
            "otpauth://totp/Podium:zo%C3%AB%40example.org?secret=MZXW6YTBOI&issuer=Podium"
        );
    }
}
