//! The stylesheet, the scripts and the icon: embedded in the binary, with a hash of their content in the address, so that
//! a browser may keep them for ever and a new build is never met by an old file.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::error::Wrong;
use super::frame::Assets;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Static;

/// One embedded file.
struct Asset {
    /// Such as `podium.4f2a9c01d3e8b7a6.css`.
    address: String,
    mime: &'static str,
    bytes: Bytes,
    /// The same as gzip makes it at its best: done once, so that it costs nothing later.
    gzip: Bytes,
}

static ASSETS: LazyLock<Vec<(String, Asset)>> = LazyLock::new(|| {
    let asset = |name: &str| {
        let (stem, extension) = name.rsplit_once('.')?;
        let bytes = Static::get(name)?.data.into_owned();
        let bytes =
            if matches!(extension, "css" | "js") { lean(&String::from_utf8(bytes).ok()?).into_bytes() } else { bytes };
        let digest = Sha256::digest(&bytes);
        let hash = hex(&digest[..8]);
        let address = format!("{stem}.{hash}.{extension}");
        let gzip = gzip(&bytes).ok()?.into();
        Some(Asset { address, mime: mime_of(extension), bytes: bytes.into(), gzip })
    };
    Static::iter().filter_map(|name| asset(&name).map(|found| (name.to_string(), found))).collect()
});

static ADDRESSES: LazyLock<Assets> = LazyLock::new(|| {
    let address = |name: &str| {
        let found = ASSETS.iter().find(|(known, _)| known == name);
        found.map(|(_, asset)| format!("/static/{}", asset.address)).unwrap_or_default()
    };
    Assets {
        css: address("podium.css"),
        page_js: address("page.js"),
        keep_js: address("keep.js"),
        icon: address("icon.svg"),
    }
});

/// A stylesheet or a script without the comments that have lines of their own, indentation and empty lines: a browser does
/// not read them, and they are a third of what it would fetch. Inside a line nothing is touched, so no text can be hurt
/// that does not itself begin a line with `//`, `/*` or white space.
fn lean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut comment = false;
    for line in text.lines() {
        let line = line.trim_start();
        if comment || line.starts_with("/*") {
            comment = !line.contains("*/");
            // What stands behind the end of a comment would be lost: there is none, a test looks.
            continue;
        }
        if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The addresses that every page names.
#[must_use]
pub fn addresses() -> Assets {
    ADDRESSES.clone()
}

/// The files that pages with questions name besides.
#[derive(Debug, Clone)]
pub(crate) struct QuizAssets {
    /// The stylesheet of questions.
    pub(crate) css: String,
    /// What keeps answers until they are sent.
    pub(crate) answers_js: String,
    /// What makes questions smoother.
    pub(crate) js: String,
}

/// See [`QuizAssets`].
#[must_use]
pub(crate) fn quiz() -> QuizAssets {
    QuizAssets { css: address_of("quiz.css"), answers_js: address_of("answers.js"), js: address_of("quiz.js") }
}

/// The address of a script that only some pages name.
#[must_use]
pub(super) fn address_of(name: &str) -> String {
    let found = ASSETS.iter().find(|(known, _)| known == name);
    found.map(|(_, asset)| format!("/static/{}", asset.address)).unwrap_or_default()
}

/// `/static/{name}`.
pub async fn show(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Wrong> {
    let (_, asset) = ASSETS.iter().find(|(_, asset)| asset.address == name).ok_or(Wrong::NotFound)?;
    let gzip = takes_gzip(&headers);
    let kind = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "Accept-Encoding"),
    ];
    let mut response = (kind, if gzip { asset.gzip.clone() } else { asset.bytes.clone() }).into_response();
    if gzip {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

/// Whether the browser unpacks gzip; one that refuses it with `q=0` does not.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let refused = |part: &str| part.strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty());
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip")) && !parts.any(refused)
    })
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The media type of an embedded file.
fn mime_of(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_the_stylesheet_stands_in_a_layer() {
        // One outside of them would win over all that are inside, print and states included.
        for name in ["podium.css", "quiz.css", "planner.css", "wizard.css", "cohort.css", "certificate.css"] {
            every_rule_stands_in_a_layer(name);
        }
    }

    fn every_rule_stands_in_a_layer(name: &str) {
        let css = String::from_utf8(Static::get(name).expect("it is there").data.into_owned()).expect("UTF-8");
        let (mut depth, mut comment) = (0_i32, false);
        for (n, line) in css.lines().enumerate() {
            comment |= line.trim_start().starts_with("/*");
            if !comment && depth == 0 && !line.trim().is_empty() {
                assert!(line.starts_with("@layer "), "{name}:{}: {line:.60} stands in no layer", n + 1);
            }
            if !comment {
                depth += i32::try_from(line.matches('{').count()).unwrap();
                depth -= i32::try_from(line.matches('}').count()).unwrap();
            }
            assert!(depth >= 0, "{name}:{}: a brace too many", n + 1);
            comment &= !line.contains("*/");
        }
        assert_eq!(depth, 0, "a brace is never closed");
    }

    #[test]
    fn comments_are_not_sent_and_nothing_else_is_lost() {
        let text = "/* Many\n   lines. */\n\n// One.\nconst a = 1; // stays\n  /** Of b. */\n  const b = `x`;\n";
        assert_eq!(lean(text), "const a = 1; // stays\nconst b = `x`;\n");
        for name in [
            "page.js",
            "keep.js",
            "planner.js",
            "answers.js",
            "quiz.js",
            "podium.css",
            "planner.css",
            "quiz.css",
            "wizard.css",
            "cohort.css",
            "certificate.css",
        ] {
            let text = String::from_utf8(Static::get(name).expect("it is there").data.into_owned()).expect("UTF-8");
            for (n, line) in text.lines().enumerate() {
                let line = line.trim();
                assert!(line.matches('`').count() % 2 == 0, "{name}:{}: a text of several lines", n + 1);
                let ends_well = !line.contains("*/") || line.ends_with("*/") || !line.starts_with("/*");
                assert!(ends_well, "{name}:{}: something stands behind a comment", n + 1);
            }
            assert!(lean(&text).len() * 10 > text.len() * 5, "{name}: most of it is gone");
        }
    }

    #[test]
    fn gzip_is_sent_to_who_takes_it() {
        let cases = [
            ("gzip, br", true),
            ("br;q=1.0, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip; q=0.0", false),
            ("br", false),
            ("", false),
        ];
        for (offer, taken) in cases {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(offer))]);
            assert_eq!(takes_gzip(&headers), taken, "{offer}");
        }
    }

    #[test]
    fn every_address_that_pages_name_is_there() {
        let Assets { css, page_js, keep_js, icon } = addresses();
        for address in [css, page_js, keep_js, icon] {
            let name = address.strip_prefix("/static/").expect("the file is embedded");
            assert!(ASSETS.iter().any(|(_, asset)| asset.address == name), "{address}");
        }
    }
}
