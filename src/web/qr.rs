//! QR codes.

use fast_qr::QRBuilder;
use fast_qr::convert::{Builder as _, svg::SvgBuilder};

use super::error::Wrong;

/// The QR code of a text as an `<svg>` in the colour of the text around it.
pub fn qr(text: &str) -> Result<String, Wrong> {
    let code = QRBuilder::new(text).build().map_err(|error| {
        tracing::error!(?error, "no QR code could be made");
        Wrong::Internal
    })?;
    let svg = SvgBuilder::default().margin(2).to_str(&code);
    // The builder paints a white ground and black modules; both become the page's to choose.
    Ok(svg
        .replace("#ffffffff", "none")
        .replace("#ffffff", "none")
        .replace("#000000ff", "currentColor")
        .replace("#000000", "currentColor"))
}
