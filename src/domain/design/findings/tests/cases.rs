//! Cases: the code of a rule, a design that breaks it, and the corrected one.

mod model;
mod ranges;
mod record;
mod ways;

/// The code of a rule, a design that breaks it, and the corrected one.
pub(super) type Case = (&'static str, &'static str, &'static str);

/// What goes with a rule whenever it is broken, and so cannot stay in the corrected design.
pub(super) const BESIDE: &[(&str, &str)] = &[("application-gateway-routes-on-kubenet", "application-gateway-move")];

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Case> {
    [model::CASES, ranges::CASES, ways::CASES, record::CASES].into_iter().flatten()
}
