//! The address spaces of a plan, each with its figures and drawn to scale.

use ipnet::IpNet;

use super::show::{addresses, count, hue};
use crate::domain::azure::{IPV6_PREFIX, LONGEST_PREFIX};
use crate::domain::net::AddressSet;
use crate::domain::vnet_plan::{Kind, Plan, Space};
use crate::tools::view::{Figure, Part, Picture, share};

/// The most stretches of a drawing, and the most of its legend.
const MOST_PARTS: usize = 200;
/// See [`MOST_PARTS`].
const MOST_LEGEND: usize = 12;
/// One space with its figures and its drawing.
pub(super) struct SpaceView {
    pub(super) title: String,
    pub(super) figures: Vec<Figure>,
    pub(super) picture: Picture,
    pub(super) legend: Vec<Part>,
    /// What the legend leaves out.
    pub(super) more: usize,
    /// Length and the lowest free block of it.
    pub(super) next: Vec<(u8, IpNet)>,
}

/// All spaces; colours go on from one to the next, as they do in the table.
pub(super) fn spaces(plan: &Plan) -> Vec<SpaceView> {
    let mut used = 0;
    plan.spaces().iter().map(|space| space_view(space, &mut used)).collect()
}

fn space_view(space: &Space, used: &mut usize) -> SpaceView {
    let root = space.root();
    let network = root.network();
    let free = space.free();
    let taken = space.taken();
    let mut parts = Vec::new();
    for leaf in root.leaves() {
        let hue = hue(leaf, used);
        let (label, own) = (leaf.label(), share(leaf.network(), network));
        match parts.last_mut() {
            // Free blocks side by side are one stretch.
            Some(Part { hue: "free", label, share, place, .. }) if hue == "free" => {
                *share += own;
                "free".clone_into(label);
                place.clear();
            }
            _ => parts.push(Part {
                hue,
                label: match (leaf.kind(), &label.name, label.role) {
                    (Kind::Free, ..) => "free".to_owned(),
                    (_, name, _) if !name.is_empty() => name.clone(),
                    (_, _, Some(role)) => role.demand().title.to_owned(),
                    _ if !label.note.is_empty() => label.note.clone(),
                    _ => "kept".to_owned(),
                },
                place: leaf.network().to_string(),
                count: addresses(leaf.network()),
                share: own,
            }),
        }
    }
    let mut legend: Vec<Part> = parts.iter().filter(|part| part.hue != "free").cloned().collect();
    let more = legend.len().saturating_sub(MOST_LEGEND);
    legend.truncate(MOST_LEGEND);
    if !free.is_empty() {
        let (label, count) = ("free".to_owned(), count(free.count()));
        legend.push(Part { hue: "free", label, place: String::new(), count, share: 0.0 });
    }
    let longest = if network.addr().is_ipv4() { LONGEST_PREFIX } else { IPV6_PREFIX };
    let largest = free.largest().map(|largest| largest.prefix_len());
    let next = largest.map_or_else(Vec::new, |largest| {
        (largest..=longest).take(8).filter_map(|n| space.next_free(n).map(|network| (n, network))).collect()
    });
    let vnet = if space.vnet().is_empty() { "No name yet" } else { space.vnet() };
    SpaceView {
        title: format!("{vnet}, {network}"),
        figures: vec![
            Figure::new("Addresses", count(space.count())),
            Figure::new("Taken", count(taken.iter().copied().collect::<AddressSet>().count())),
            Figure::new("Free", count(free.count())),
            Figure::new("Largest free block", free.largest().map_or_else(|| "–".to_owned(), |n| n.to_string())),
        ],
        picture: Picture { title: network.to_string(), parts: cut(parts) },
        legend,
        more,
        next,
    }
}

/// Not more stretches than can be told apart: beyond that, neighbours become one.
fn cut(parts: Vec<Part>) -> Vec<Part> {
    if parts.len() <= MOST_PARTS {
        return parts;
    }
    let several = parts.len().div_ceil(MOST_PARTS);
    let one = |run: &[Part]| {
        let taken = run.iter().find(|part| part.hue != "free").unwrap_or(&run[0]);
        let label = format!("{} and others", taken.label);
        Part { label, share: run.iter().map(|part| part.share).sum(), ..taken.clone() }
    };
    parts.chunks(several).map(one).collect()
}
