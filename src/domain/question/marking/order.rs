//! How much of an order is right.

/// The length of the longest rising part of a list, not counting what stands between: the most items that are in order
/// among themselves. Items are few; the plain way is enough.
pub(super) fn longest_run(places: &[usize]) -> usize {
    let mut best: Vec<usize> = Vec::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        let before = places[..at].iter().zip(&best).filter(|(p, _)| *p < place).map(|(_, n)| *n).max();
        best.push(before.unwrap_or(0) + 1);
    }
    best.into_iter().max().unwrap_or(0)
}

/// The mean of [`longest_run`] over all orders of so many items, less one, of all less one.
pub(super) fn mean_of_chance(items: usize) -> f64 {
    // The sums over all orders of 2 to 8 items (oeis.org/A003316); beyond, twice the square root is near from above.
    match items {
        0 | 1 => 1.0,
        2 | 3 => 0.5, // (3 ÷ 2 − 1) ÷ 1 and (12 ÷ 6 − 1) ÷ 2
        4 => (58.0 / 24.0 - 1.0) / 3.0,
        5 => (335.0 / 120.0 - 1.0) / 4.0,
        6 => (2_261.0 / 720.0 - 1.0) / 5.0,
        _ => {
            let n = f64::from(u32::try_from(items).unwrap_or(u32::MAX));
            (2.0 * n.sqrt() - 1.0) / (n - 1.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every order of the numbers below n.
    fn orders(n: usize) -> Vec<Vec<usize>> {
        if n == 0 {
            return vec![vec![]];
        }
        let with = |order: Vec<usize>| (0..n).map(move |at| [&order[..at], &[n - 1], &order[at..]].concat());
        orders(n - 1).into_iter().flat_map(with).collect()
    }

    #[test]
    fn the_run_is_the_longest() {
        let cases: [(&[usize], usize); 7] = [
            (&[], 0),
            (&[0], 1),
            (&[0, 1, 2, 3], 4),
            (&[3, 2, 1, 0], 1),
            (&[1, 2, 3, 0], 3),
            (&[0, 2, 1, 3], 3),
            (&[2, 3, 0, 1], 2),
        ];
        for (places, run) in cases {
            assert_eq!(longest_run(places), run, "{places:?}");
        }
    }

    #[test]
    fn chance_earns_the_mean_over_all_orders() {
        for n in 2..=6 {
            let all = orders(n);
            let sum: usize = all.iter().map(|order| longest_run(order) - 1).sum();
            let mean = f64::from(u32::try_from(sum).unwrap()) / f64::from(u32::try_from(all.len() * (n - 1)).unwrap());
            assert!((mean_of_chance(n) - mean).abs() < 1e-12, "{n}: {mean}");
        }
    }
}
