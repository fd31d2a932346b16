//! The pictures of a plan: the node subnet as a bar, the pods' range as tiles.

use crate::domain::aks::figures::counted;
use crate::domain::aks::formula::BATCH;
use crate::domain::aks::plan::picture::{Picture as Filled, Run, Use};
use crate::tools::view::{Part, Picture, grouped};

/// The most tiles that are drawn one by one.
const MOST_TILES: u64 = 256;
/// Tiles in a row.
const ACROSS: u64 = 32;
/// From one tile to the next, in units of the drawing.
const PITCH: u64 = 20;
/// What is left between two tiles.
const GAP: f64 = 2.0;

/// The hues of pools, nodes first and then their pods; 4 is surge, 7 other addresses, 8 what Azure keeps.
const HUES: [(&str, &str); 5] = [("1", "1 pale"), ("2", "2 pale"), ("3", "3 pale"), ("5", "5 pale"), ("6", "6 pale")];

/// A range and what fills it, ready to be drawn.
#[derive(Debug)]
pub(super) struct Drawing {
    /// Such as "Node subnet".
    pub heading: &'static str,
    /// A bar, its title and its legend; of tiles only title and legend are drawn.
    pub picture: Picture,
    /// None for a bar.
    pub tiles: Option<Tiles>,
    /// What is needed and not there; empty when nothing is.
    pub short: String,
}

/// A grid of tiles.
#[derive(Debug)]
pub(super) struct Tiles {
    /// The drawing's width and height.
    pub width: u64,
    /// See `width`.
    pub height: u64,
    pub rects: Vec<Rect>,
    /// What one tile stands for.
    pub scale: String,
}

/// A tile or a part of one.
#[derive(Debug)]
pub(super) struct Rect {
    pub hue: &'static str,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    /// The network and what is in it; empty when a tile stands for several.
    pub title: String,
}

pub(super) fn drawings(filled: &[Filled], pools: &[String]) -> Vec<Drawing> {
    filled.iter().filter_map(|filled| drawing(filled, pools)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "it is a length in a drawing")]
fn drawing(filled: &Filled, pools: &[String]) -> Option<Drawing> {
    let (heading, unit) = match (filled.field, filled.tile) {
        ("node_subnet", _) => ("Node subnet", "address"),
        ("pod_cidr", _) => ("Pod range", "block"),
        (_, 28) => ("Pod subnet", "block"),
        _ => ("Pod subnet", "address"),
    };
    let prefix = filled.prefix.filter(|_| !filled.runs.is_empty())?;
    let title = match filled.range {
        Some(range) => range.to_string(),
        None => format!("a /{prefix}, the smallest that would do"),
    };
    let part = |run: &Run| Part {
        hue: hue(run),
        label: label(filled, run, pools),
        place: place(filled, run),
        count: if unit == "block" { counted(run.count, unit) } else { grouped(run.count) },
        share: run.count as f64,
    };
    let short = match filled.short {
        0 => String::new(),
        n => format!("{} too few: what has no room is not drawn.", counted(n, unit)),
    };
    Some(Drawing {
        heading,
        picture: Picture { title, parts: filled.runs.iter().map(part).collect() },
        tiles: (filled.field != "node_subnet").then(|| tiles(filled, pools)),
        short,
    })
}

fn hue(run: &Run) -> &'static str {
    let of_pool = HUES[run.pool.unwrap_or_default() % HUES.len()];
    match run.used {
        Use::Kept => "8",
        Use::Nodes => of_pool.0,
        Use::Pods => of_pool.1,
        Use::Surge => "4",
        Use::Others => "7",
        Use::Free => "free",
    }
}

fn label(filled: &Filled, run: &Run, pools: &[String]) -> String {
    let nodes = if filled.field == "node_subnet" { "nodes" } else { "pods" };
    let pool = run.pool.and_then(|at| pools.get(at)).map_or("", String::as_str);
    match run.used {
        Use::Kept => "kept by Azure".to_owned(),
        Use::Nodes => format!("{nodes} of {pool}"),
        Use::Pods => format!("pods of {pool}"),
        Use::Surge => format!("surge of {pool}"),
        Use::Others => "other addresses".to_owned(),
        Use::Free => "free".to_owned(),
    }
}

/// From where to where, when the range was given.
fn place(filled: &Filled, run: &Run) -> String {
    let first = filled.tile_net(run.first);
    let last = run.count.checked_sub(1).and_then(|more| filled.tile_net(run.first + more));
    match (first, last) {
        (Some(first), Some(last)) if filled.tile == 32 && first == last => first.addr().to_string(),
        (Some(first), Some(last)) if filled.tile == 32 => format!("{} – {}", first.addr(), last.addr()),
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} – {last}"),
        _ => String::new(),
    }
}

/// Runs in tiles: as they are, or of addresses in batches of 16, without what Azure keeps.
fn in_tiles(filled: &Filled) -> Vec<(Run, u64)> {
    if filled.tile != 32 {
        return filled.runs.iter().map(|run| (run.clone(), run.count)).collect();
    }
    let run = |run: &Run| (run.used != Use::Kept).then(|| (run.clone(), run.count / BATCH));
    filled.runs.iter().filter_map(run).collect()
}

#[expect(clippy::cast_precision_loss, reason = "they are lengths in a drawing")]
fn tiles(filled: &Filled, pools: &[String]) -> Tiles {
    let runs = in_tiles(filled);
    let total: u64 = runs.iter().map(|(_, count)| count).sum();
    // So many to a tile, a power of two, that there are not more tiles than are drawn.
    let each = total.div_ceil(MOST_TILES).next_power_of_two().max(1);
    let mut rects = Vec::new();
    let mut at = 0;
    for (run, count) in &runs {
        let end = at + count;
        while at < end {
            let tile = at / each;
            let upto = ((tile + 1) * each).min(end);
            let one = if each == 1 { title(filled, run, at, pools) } else { String::new() };
            let (size, inner) = (PITCH as f64 - GAP, each as f64);
            rects.push(Rect {
                hue: hue(run),
                x: round((tile % ACROSS * PITCH) as f64 + (at % each) as f64 / inner * size),
                y: (tile / ACROSS * PITCH) as f64,
                width: round((upto - at) as f64 / inner * size),
                title: one,
            });
            at = upto;
        }
    }
    let (one, many, after) = match filled.tile {
        24 => ("block of a /24, the pods of one node", "blocks of a /24, each the pods of one node", ""),
        28 => ("block of a /28, 16 addresses of one node", "blocks of a /28", ""),
        _ => ("batch of 16 addresses", "batches of 16 addresses", " What Azure keeps is not drawn."),
    };
    let scale = match each {
        1 => format!("One tile is one {one}.{after}"),
        each => format!("One tile is {} {many}.{after}", grouped(each)),
    };
    let rows = total.div_ceil(each).div_ceil(ACROSS).max(1);
    Tiles { width: ACROSS * PITCH, height: rows * PITCH, rects, scale }
}

fn title(filled: &Filled, run: &Run, tile: u64, pools: &[String]) -> String {
    match filled.tile_net(tile).filter(|_| filled.tile != 32) {
        Some(net) => format!("{net}: {}", label(filled, run, pools)),
        None => label(filled, run, pools),
    }
}

fn round(n: f64) -> f64 {
    (n * 100.0).round() / 100.0
}
