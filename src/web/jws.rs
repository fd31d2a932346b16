//! JSON Web Signatures in their compact form (RFC 7515), with RS256 and nothing else: what learning platforms and verifiers of
//! badges all know. `ring` does the arithmetic; whoever names another algorithm, or none, is refused before anything else is
//! looked at.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::now::Now;

/// The longest token that is looked at, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// A public RSA key, as JSON Web Keys write one (RFC 7517, RFC 7518 6.3.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey {
    /// What tokens call it.
    pub kid: String,
    /// The modulus, big-endian, in base64url.
    pub n: String,
    /// The exponent, big-endian, in base64url.
    pub e: String,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not three parts of base64url with JSON in the first two, or too long.
    #[error("it is no signed token")]
    Unreadable,
    /// It names an algorithm other than RS256, or none.
    #[error("it is not signed with RS256")]
    Algorithm,
    /// It asks the reader to know something that this one does not (`crit`).
    #[error("it wants more than is known here")]
    Critical,
    /// None of the keys is the one that it names.
    #[error("it is signed by a key that is not known")]
    Key,
    /// The signature is not that key's over this text.
    #[error("its signature is wrong")]
    Signature,
}

/// What stands in front of a token, not checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchecked<'a> {
    /// Which key it says it is signed by.
    pub kid: Option<String>,
    signed: &'a str,
    payload: &'a str,
    signature: Vec<u8>,
}

impl PublicKey {
    /// A key from its modulus and exponent, big-endian, called by its thumbprint (RFC 7638).
    #[must_use]
    pub fn new(modulus: &[u8], exponent: &[u8]) -> Self {
        let (n, e) = (URL_SAFE_NO_PAD.encode(modulus), URL_SAFE_NO_PAD.encode(exponent));
        let text = format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#);
        Self { kid: URL_SAFE_NO_PAD.encode(Sha256::digest(text)), n, e }
    }

    /// As it stands in a key set.
    #[must_use]
    pub fn jwk(&self) -> Value {
        json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": self.n, "e": self.e })
    }

    /// From a key set; none for keys of other kinds and for other uses.
    #[must_use]
    pub fn from_jwk(jwk: &Value) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let fits = text("kty") == Some("RSA")
            && text("use").is_none_or(|purpose| purpose == "sig")
            && text("alg").is_none_or(|algorithm| algorithm == "RS256");
        if !fits {
            return None;
        }
        Some(Self {
            kid: text("kid").unwrap_or_default().to_owned(),
            n: text("n")?.to_owned(),
            e: text("e")?.to_owned(),
        })
    }

    fn verifies(&self, signed: &str, signature: &[u8]) -> bool {
        let part = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
        let (Some(n), Some(e)) = (part(&self.n), part(&self.e)) else { return false };
        let leading = n.iter().take_while(|byte| **byte == 0).count();
        let components = RsaPublicKeyComponents { n: &n[leading..], e: e.as_slice() };
        components.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), signature).is_ok()
    }
}

/// Signs claims; `typ` says what kind of token it is, such as `JWT`. None when `ring` refuses the key, which it
/// has accepted before.
pub fn sign(key: &RsaKeyPair, kid: &str, typ: &str, claims: &Value) -> Option<String> {
    let header = json!({ "alg": "RS256", "typ": typ, "kid": kid });
    let signed =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &Now::generator(), signed.as_bytes(), &mut signature).ok()?;
    Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// Takes a token apart, so that its key can be looked for.
pub fn read(token: &str) -> Result<Unchecked<'_>, Refused> {
    if token.len() > LONGEST {
        return Err(Refused::Unreadable);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Refused::Unreadable)?;
    let (header, payload) =
        signed.split_once('.').filter(|(_, rest)| !rest.contains('.')).ok_or(Refused::Unreadable)?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Refused::Unreadable);
    let header: Value = serde_json::from_slice(&decode(header)?).map_err(|_| Refused::Unreadable)?;
    if header.get("alg").and_then(Value::as_str) != Some("RS256") {
        return Err(Refused::Algorithm);
    }
    if header.get("crit").is_some() {
        return Err(Refused::Critical);
    }
    let kid = header.get("kid").and_then(Value::as_str).map(str::to_owned);
    Ok(Unchecked { kid, signed, payload, signature: decode(signature)? })
}

impl Unchecked<'_> {
    /// What the token claims, whoever has signed it: only for what is known to be one's own, or to be shown.
    #[must_use]
    pub fn unchecked(&self) -> Option<Value> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(self.payload).ok()?).ok()
    }

    /// The claims, once this key is found to have signed them, whatever the token calls it.
    pub fn check_with(&self, key: &PublicKey) -> Result<Value, Refused> {
        if !key.verifies(self.signed, &self.signature) {
            return Err(Refused::Signature);
        }
        self.unchecked().ok_or(Refused::Unreadable)
    }

    /// The claims, once one of the keys is found to have signed them: the one that the token names, or any when it names none.
    pub fn check(&self, keys: &[PublicKey]) -> Result<Value, Refused> {
        let named = |key: &&PublicKey| self.kid.as_ref().is_none_or(|kid| *kid == key.kid);
        let mut named = keys.iter().filter(named).peekable();
        if named.peek().is_none() {
            return Err(Refused::Key);
        }
        if !named.any(|key| key.verifies(self.signed, &self.signature)) {
            return Err(Refused::Signature);
        }
        self.unchecked().ok_or(Refused::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7515, appendix A.2: a token, and the key that signed it.
    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

    fn published() -> PublicKey {
        PublicKey { kid: "joe".to_owned(), n: N.to_owned(), e: "AQAB".to_owned() }
    }

    fn with_header(header: &str) -> String {
        let (_, rest) = TOKEN.split_once('.').unwrap();
        format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header))
    }

    #[test]
    fn the_published_example_is_accepted() {
        let claims = read(TOKEN).unwrap().check(&[published()]).unwrap();
        assert_eq!(claims["iss"], "joe");
        let padded = PublicKey { n: format!("AA{N}"), ..published() };
        // Not the same number of bytes: two signs more are not a zero byte in front.
        assert_eq!(read(TOKEN).unwrap().check(&[padded]), Err(Refused::Signature));
    }

    #[test]
    fn other_algorithms_are_refused_before_any_key_is_looked_at() {
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"HS256"}"#, r#"{"alg":"rs256"}"#, "{}", r#"{"alg":["RS256"]}"#] {
            assert_eq!(read(&with_header(header)), Err(Refused::Algorithm), "{header}");
        }
        let critical = with_header(r#"{"alg":"RS256","crit":["exp"]}"#);
        assert_eq!(read(&critical), Err(Refused::Critical));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in ["", ".", "..", "a.b", "a.b.c", "a.b.c.d", "e30.e30.*", "é.é.é", "bnVsbA.e30.AA"] {
            assert!(matches!(read(text), Err(Refused::Unreadable | Refused::Algorithm)), "{text}");
        }
        assert_eq!(read(&"a".repeat(LONGEST + 1)), Err(Refused::Unreadable));
    }

    #[test]
    fn a_changed_token_or_another_key_is_refused() {
        let changed = TOKEN.replacen(".eyJpc3MiOiJqb2Ui", ".eyJpc3MiOiJqb2Vl", 1);
        assert_eq!(read(&changed).unwrap().check(&[published()]), Err(Refused::Signature));
        assert_eq!(read(TOKEN).unwrap().check(&[]), Err(Refused::Key));
        let named = with_header(r#"{"alg":"RS256","kid":"somebody"}"#);
        assert_eq!(read(&named).unwrap().check(&[published()]), Err(Refused::Key));
        let broken = PublicKey { n: "****".to_owned(), ..published() };
        assert_eq!(read(TOKEN).unwrap().check(&[broken]), Err(Refused::Signature));
    }

    #[test]
    fn a_key_is_called_by_its_thumbprint() {
        // RFC 7638, section 3.1.
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let key = PublicKey::new(&URL_SAFE_NO_PAD.decode(n).unwrap(), &[1, 0, 1]);
        assert_eq!(key.kid, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert_eq!(PublicKey::from_jwk(&key.jwk()), Some(key.clone()));
        let mut other = key.jwk();
        other["use"] = "enc".into();
        assert_eq!(PublicKey::from_jwk(&other), None);
    }
}
