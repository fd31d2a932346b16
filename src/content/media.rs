//! Which kinds of files a workshop may show and link to, and how big a picture is.

/// The media type of a file by its name; none when files of that kind are not served.
pub(super) fn media_type(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (_, extension) = name.rsplit_once('.')?;
    let types = [
        ("avif", "image/avif"),
        ("csv", "text/csv; charset=utf-8"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("drawio", "application/octet-stream"),
        ("gif", "image/gif"),
        ("gz", "application/gzip"),
        ("jpeg", "image/jpeg"),
        ("jpg", "image/jpeg"),
        ("json", "application/json"),
        ("pdf", "application/pdf"),
        ("png", "image/png"),
        ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("svg", "image/svg+xml"),
        ("txt", "text/plain; charset=utf-8"),
        ("webp", "image/webp"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("yaml", "text/plain; charset=utf-8"),
        ("yml", "text/plain; charset=utf-8"),
        ("zip", "application/zip"),
        // Scripts and templates are there to be read and downloaded, never to run in a browser.
        ("bicep", "text/plain; charset=utf-8"),
        ("ps1", "text/plain; charset=utf-8"),
        ("sh", "text/plain; charset=utf-8"),
        ("tf", "text/plain; charset=utf-8"),
    ];
    types.into_iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|(_, mime)| mime)
}

/// Width and height of a picture in pixels, when its first bytes tell.
pub(super) fn pixels(mime: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let size = match mime {
        "image/png" => png(bytes),
        "image/gif" => gif(bytes),
        "image/jpeg" => jpeg(bytes),
        "image/webp" => webp(bytes),
        _ => None,
    };
    size.filter(|(width, height)| *width > 0 && *height > 0)
}

fn big_endian(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn little_endian(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16)? == b"IHDR")
        .then_some((big_endian(bytes, 16, 4)?, big_endian(bytes, 20, 4)?))
}

fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.starts_with(b"GIF8")).then_some((little_endian(bytes, 6, 2)?, little_endian(bytes, 8, 2)?))
}

/// Walks the segments of a JPEG to the frame header.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"\xff\xd8") {
        return None;
    }
    let mut at = 2;
    loop {
        while *bytes.get(at)? == 0xff && *bytes.get(at + 1)? == 0xff {
            at += 1;
        }
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            0xc0..=0xcf if !matches!(bytes[at + 1], 0xc4 | 0xc8 | 0xcc) => {
                return Some((big_endian(bytes, at + 7, 2)?, big_endian(bytes, at + 5, 2)?));
            }
            0x01 | 0xd0..=0xd8 => at += 2,
            0xd9 | 0xda => return None,
            _ => at += 2 + big_endian(bytes, at + 2, 2)?.max(2) as usize,
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(b"RIFF") || bytes.get(8..12)? != b"WEBP" {
        return None;
    }
    match bytes.get(12..16)? {
        b"VP8 " => Some((little_endian(bytes, 26, 2)? & 0x3fff, little_endian(bytes, 28, 2)? & 0x3fff)),
        b"VP8L" => {
            let bits = little_endian(bytes, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => Some((little_endian(bytes, 24, 3)? + 1, little_endian(bytes, 27, 3)? + 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_tell_their_size() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\x20\0\0\x01\x90\x08\x06";
        let gif = b"GIF89a\x20\x03\x90\x01\0\0";
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08\x01\x90\x03\x20\x03";
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x20\x03\x90\x01";
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x1f\xc3\x63\0";
        let extended = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x1f\x03\0\x8f\x01\0";
        let cases: [(&str, &[u8]); 6] = [
            ("image/png", png),
            ("image/gif", gif),
            ("image/jpeg", jpeg),
            ("image/webp", lossy),
            ("image/webp", lossless),
            ("image/webp", extended),
        ];
        for (mime, bytes) in cases {
            assert_eq!(pixels(mime, bytes), Some((800, 400)), "{mime} {bytes:?}");
            for cut in 0..bytes.len() {
                let _ = pixels(mime, &bytes[..cut]);
            }
            assert_eq!(pixels(mime, b"nothing of the kind"), None);
        }
    }

    #[test]
    fn only_known_kinds_of_files_are_served() {
        assert_eq!(media_type("images/A.PNG"), Some("image/png"));
        for other in ["run.exe", "page.html", "x.js", "noextension", ".png/x", "a.wasm"] {
            assert_eq!(media_type(other), None, "{other}");
        }
    }
}
