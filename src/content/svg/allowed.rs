//! What a drawing may hold: elements, attributes and their values.

use super::PREFIX;
use crate::content::fields::shown;

/// All elements a drawing may hold.
pub(super) const ELEMENTS: [&str; 18] = [
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc",
    "defs", "marker", "use", "pattern", "clipPath",
];

/// All attributes an element may have beside `id` and `href`.
pub(super) const ATTRIBUTES: &[&str] = &[
    "class",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "color",
    "cx",
    "cy",
    "d",
    "direction",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "lengthAdjust",
    "letter-spacing",
    "marker-end",
    "marker-mid",
    "marker-start",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "opacity",
    "orient",
    "overflow",
    "paint-order",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "rotate",
    "rx",
    "ry",
    "shape-rendering",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "text-rendering",
    "textLength",
    "transform",
    "transform-origin",
    "vector-effect",
    "viewBox",
    "visibility",
    "width",
    "word-spacing",
    "writing-mode",
    "x",
    "x1",
    "x2",
    "xml:space",
    "y",
    "y1",
    "y2",
];

/// Functions that may stand in the value of an attribute. `url(#…)` is read on its own.
const FUNCTIONS: [&str; 20] = [
    "calc",
    "color-mix",
    "hsl",
    "hsla",
    "light-dark",
    "matrix",
    "max",
    "min",
    "oklch",
    "rgb",
    "rgba",
    "rotate",
    "scale",
    "scaleX",
    "scaleY",
    "skewX",
    "skewY",
    "translate",
    "translateX",
    "var",
];

/// Attributes that are read and left out: the page says it better, or it means nothing there.
pub(super) const LEFT_OUT: [&str; 8] =
    ["xmlns", "xmlns:xlink", "version", "baseProfile", "role", "aria-label", "aria-labelledby", "aria-hidden"];

/// Whether this may be the id of something in a drawing.
pub(super) fn is_local_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 80 && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// A value that leads nowhere outside of the drawing, with the id that it names; or why it is not one.
pub(super) fn safe_value(name: &str, value: &str) -> Result<(String, Option<String>), String> {
    let value = value.trim();
    if name == "class" {
        let good = value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b' '));
        return if good {
            Ok((value.to_owned(), None))
        } else {
            Err("classes are lower-case letters, digits and hyphens".to_owned())
        };
    }
    if let Some(id) = value.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')')).filter(|id| is_local_id(id)) {
        return Ok((format!("url(#{PREFIX}{id})"), Some(id.to_owned())));
    }
    let sign = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || ".,-+#%()_'".contains(c);
    if let Some(other) = value.chars().find(|c| !sign(*c)) {
        return Err(format!("the sign {other} may not stand in {name}; take it out"));
    }
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('(') {
        let function = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
        if !(function.is_empty() || FUNCTIONS.contains(&function)) {
            return Err(match function {
                "url" => format!("{name} may name only something in the same drawing, as in url(#box)"),
                other => format!("{}() may not stand in {name}; take it out", shown(other)),
            });
        }
        rest = after;
    }
    Ok((value.to_owned(), None))
}

/// A length in pixels.
pub(super) fn number(value: &str) -> Option<f64> {
    value.trim_end_matches("px").parse::<f64>().ok().filter(|n| n.is_finite() && *n > 0.0 && *n < 100_000.0)
}

/// The attributes that say how large a drawing is.
pub(super) fn frame(view: Option<&str>, size: (Option<f64>, Option<f64>)) -> Option<String> {
    let Some(view) = view else {
        let (width, height) = (size.0?, size.1?);
        return Some(format!(" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\""));
    };
    let numbers: Vec<f64> =
        view.split([' ', ',', '\n', '\t']).filter(|n| !n.is_empty()).map(str::parse).collect::<Result<_, _>>().ok()?;
    let [x, y, width, height] = numbers[..] else { return None };
    let good = numbers.iter().all(|n| n.is_finite() && n.abs() < 100_000.0) && width > 0.0 && height > 0.0;
    // With a width alone, the height keeps the drawing's shape.
    let (shown_width, shown_height) = match size {
        (Some(w), Some(h)) => (w, h),
        (Some(w), None) => (w, (w * height / width).round()),
        (None, Some(h)) => ((h * width / height).round(), h),
        (None, None) => (width, height),
    };
    good.then(|| format!(" viewBox=\"{x} {y} {width} {height}\" width=\"{shown_width}\" height=\"{shown_height}\""))
}
