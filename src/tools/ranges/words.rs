//! What is said about pairs of ranges.

use crate::domain::aks::ranges::{Kind, Matrix, Named, Pair, Rule, State};
use crate::tools::view::{FindingView, Verdict, grouped};

/// A rule for two kinds of ranges, with its reason.
pub(super) struct RuleView {
    /// The one and the other kind.
    pub kinds: String,
    /// What holds for them.
    pub rule: &'static str,
    /// The reason.
    pub why: &'static str,
    /// The page that says so.
    pub url: &'static str,
    /// Its title.
    pub source: &'static str,
}

/// The answer in a sentence.
pub(super) fn verdict(matrix: &Matrix, given: usize) -> Verdict {
    let count = |rule: fn(&Pair) -> bool, state| matrix.pairs.iter().filter(|p| p.state == state && rule(p)).count();
    let overlaps = count(|pair| !super::is_place(pair), State::Broken);
    let outside = troubles(matrix).filter(|pair| super::is_place(pair)).count();
    let unwise = count(|_| true, State::Unwise);
    let misplaced = match outside {
        1 => "a subnet is not inside its network".to_owned(),
        n => format!("{n} subnets are not inside their network"),
    };
    let overlapping = match overlaps {
        1 => "Two ranges must not overlap and do".to_owned(),
        n => format!("{} pairs of ranges must not overlap and do", grouped(n)),
    };
    match (overlaps, outside, unwise) {
        (0, 0, 0) if given == 1 => Verdict::good("One range, and nothing is in its way"),
        (0, 0, 0) => Verdict::good(format!("{given} ranges, and none is in another's way")),
        (0, 0, 1) => Verdict::warn("Allowed, but two ranges overlap where it is not advised"),
        (0, 0, n) => {
            Verdict::warn(format!("Allowed, but {} pairs of ranges overlap where it is not advised", grouped(n)))
        }
        (0, _, _) => {
            let mut letters = misplaced.chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase());
            Verdict::bad(first.into_iter().chain(letters).collect::<String>())
        }
        (_, 0, _) => Verdict::bad(overlapping),
        _ => Verdict::bad(format!("{overlapping}, and {misplaced}")),
    }
}

/// Pairs that are not as they should be, the broken first. A subnet outside of its network is told once, however many
/// address spaces the network has.
fn troubles(matrix: &Matrix) -> impl Iterator<Item = &Pair> {
    let mut lost = std::collections::BTreeSet::new();
    let broken = matrix.pairs.iter().filter(|pair| pair.state == State::Broken).filter(move |pair| {
        let subnet = if matrix.ranges[pair.a].kind.is_subnet() { pair.a } else { pair.b };
        !super::is_place(pair) || lost.insert(subnet)
    });
    broken.chain(matrix.pairs.iter().filter(|pair| pair.state == State::Unwise))
}

/// Pairs that are not as they should be, so many at most, and how many more there are.
pub(super) fn told(matrix: &Matrix, most: usize) -> (Vec<FindingView>, usize) {
    let all = troubles(matrix).count();
    let told: Vec<FindingView> = troubles(matrix).take(most).map(|pair| finding(matrix, pair)).collect();
    let untold = all - told.len();
    (told, untold)
}

fn finding(matrix: &Matrix, pair: &Pair) -> FindingView {
    let (a, b) = (&matrix.ranges[pair.a], &matrix.ranges[pair.b]);
    let (one, other) = (named(a), named(b));
    let shared = pair.shared.map(|net| net.to_string()).unwrap_or_default();
    let (code, message) = match pair.rule {
        Rule::PartOf => {
            let (subnet, space) = if a.kind.is_subnet() { (one, other) } else { (other, one) };
            let place = if pair.shared.is_some() { "is larger than" } else { "does not lie in" };
            ("not-inside-its-network", format!("{subnet} {place} {space}."))
        }
        Rule::MustNotOverlap => {
            ("must-not-overlap", format!("{one} and {other} must not overlap, and share {shared}."))
        }
        Rule::NotAdvised | Rule::MayRepeat => ("overlap-not-advised", format!("{one} and {other} share {shared}.")),
    };
    let broken = pair.state == State::Broken;
    FindingView {
        class: if broken { "error" } else { "warning" },
        word: if broken { "Broken rule" } else { "Allowed, not advised" },
        message: format!("{message} {}", pair.why),
        code,
        refused_with: "",
        about: String::new(),
        url: pair.source.url(),
        source: pair.source.title(),
    }
}

/// A range with its name and what it is.
fn named(range: &Named) -> String {
    if range.kind == Kind::Reserved {
        format!("{} (kept by AKS)", range.net)
    } else if range.name.to_lowercase() == range.kind.title().to_lowercase() {
        format!("{} {}", range.name, range.net)
    } else {
        format!("{} {} ({})", range.name, range.net, range.kind.title())
    }
}

/// The rules that hold for these ranges, each once.
pub(super) fn rules(matrix: &Matrix) -> Vec<RuleView> {
    let mut seen = std::collections::BTreeSet::new();
    let mut rules = Vec::new();
    for pair in &matrix.pairs {
        let (a, b) = (matrix.ranges[pair.a].kind, matrix.ranges[pair.b].kind);
        let (a, b) = (a.min(b), a.max(b));
        if a == Kind::Reserved || !seen.insert((a, b, pair.rule.says())) {
            continue;
        }
        let kinds = if a == b { format!("two of: {}", a.title()) } else { format!("{} and {}", a.title(), b.title()) };
        let (url, source) = (pair.source.url(), pair.source.title());
        rules.push(RuleView { kinds, rule: rule(pair.rule), why: pair.why, url, source });
    }
    rules
}

/// The rule as it stands beside two kinds.
fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::PartOf => "part of",
        other => other.says(),
    }
}
