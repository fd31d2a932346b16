//! The few sums that everything else is made of. None where a figure has no meaning.

/// How many, as a real number.
pub(in crate::domain) fn real(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Whether a variance of marks is nothing but what counting in binary leaves.
pub(in crate::domain) fn nothing(variance: f64) -> bool {
    variance.abs() < 1e-12
}

/// The mean; None of nothing.
pub(in crate::domain) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / real(values.len()))
}

/// The covariance of two lists of the same length, by n − 1; None below two.
pub(in crate::domain) fn covariance(x: &[f64], y: &[f64]) -> Option<f64> {
    if x.len() < 2 || x.len() != y.len() {
        return None;
    }
    let (of_x, of_y) = (mean(x)?, mean(y)?);
    Some(x.iter().zip(y).map(|(x, y)| (x - of_x) * (y - of_y)).sum::<f64>() / real(x.len() - 1))
}

/// The variance, by n − 1; None below two.
pub(in crate::domain) fn variance(values: &[f64]) -> Option<f64> {
    covariance(values, values)
}

/// The standard deviation, by n − 1; None below two.
pub(in crate::domain) fn deviation(values: &[f64]) -> Option<f64> {
    variance(values).map(f64::sqrt)
}

/// The 97.5th percentile of Student's t with so many degrees of freedom, from the printed tables; between two rows that of
/// the fewer, which makes ranges wider rather than narrower. None for 0.
pub(in crate::domain) fn t(freedom: usize) -> Option<f64> {
    const TO_30: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];
    match freedom {
        0 => None,
        1..=30 => Some(TO_30[freedom - 1]),
        31..=39 => Some(2.042),
        40..=59 => Some(2.021),
        60..=119 => Some(2.000),
        120..=999 => Some(1.980),
        _ => Some(1.962),
    }
}
