//! Who overlaps whom.

use ipnet::IpNet;

use super::relation::relation;

/// How many overlaps are listed unless somebody asks for fewer; all are counted.
pub const MOST_OVERLAPS: usize = 10_000;

/// Two networks of a list that have addresses in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The place in the list of the one that comes first there.
    pub a: usize,
    /// The place in the list of the other.
    pub b: usize,
    /// The prefix they share: the smaller of the two.
    pub shared: IpNet,
}

/// The overlaps of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlaps {
    /// Pairs in the order of the list: by the place of the first, then by the place of the second. When there are more
    /// than were asked for, these are the first of them.
    pub pairs: Vec<Overlap>,
    /// How many pairs there are in all. 100,000 equal networks make 5 billion.
    pub total: u64,
}

impl Overlaps {
    /// Whether there are more than are listed.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.total > self.pairs.len() as u64
    }
}

/// One network in sorted order.
struct Place {
    /// Where it is in the list.
    index: usize,
    /// The nearest before it, in sorted order, in which it lies (or which is equal).
    outer: Option<usize>,
    /// Up to here, in sorted order, everything after it lies in it.
    end: usize,
}

/// Finds every pair of networks that overlap, and lists the first of them, `most` at most.
///
/// One sort puts every network right before all that lies in it; one sweep with a stack of those that are still open
/// counts all pairs. Then only as many pairs are looked at as are listed.
#[must_use]
pub fn overlaps(networks: &[IpNet], most: usize) -> Overlaps {
    let networks: Vec<IpNet> = networks.iter().map(IpNet::trunc).collect();
    let mut order: Vec<usize> = (0..networks.len()).collect();
    order.sort_unstable_by_key(|n| (networks[*n], *n));

    let mut places: Vec<Place> = Vec::with_capacity(order.len());
    let mut open: Vec<usize> = Vec::new();
    let mut total = 0;
    for (at, index) in order.iter().enumerate() {
        while let Some(top) = open.last() {
            if relation(networks[order[*top]], networks[*index]).a_contains_b() {
                break;
            }
            places[*top].end = at;
            open.pop();
        }
        total += open.len() as u64;
        places.push(Place { index: *index, outer: open.last().copied(), end: order.len() });
        open.push(at);
    }

    // Each pair is found at its first; what a later one has with an earlier one was listed then. So no more is looked at
    // than twice what is listed, and one more network's.
    let mut sorted_at = vec![0; order.len()];
    for (at, place) in places.iter().enumerate() {
        sorted_at[place.index] = at;
    }
    let mut pairs = Vec::new();
    for (a, at) in sorted_at.iter().enumerate() {
        if pairs.len() >= most || pairs.len() as u64 == total {
            break;
        }
        let outside = std::iter::successors(places[*at].outer, |at| places[*at].outer);
        let inside = *at + 1..places[*at].end;
        let mut others: Vec<(usize, IpNet)> = outside
            .map(|o| (places[o].index, networks[a]))
            .chain(inside.map(|i| (places[i].index, networks[places[i].index])))
            .filter(|(b, _)| *b > a)
            .collect();
        others.sort_unstable_by_key(|(b, _)| *b);
        pairs.extend(others.into_iter().take(most - pairs.len()).map(|(b, shared)| Overlap { a, b, shared }));
    }
    Overlaps { pairs, total }
}

#[cfg(test)]
mod tests;
