//! The matrix as a table: a row and a column for each range, and one column for what AKS keeps.

use ipnet::IpNet;

use crate::domain::aks::ranges::{Matrix, Named, Pair, Rule, State};

/// The table.
pub(super) struct Table {
    /// Names and networks of the columns.
    pub columns: Vec<(String, String)>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How many ranges have no place in it.
    pub left_out: usize,
}

/// A range against all others.
pub(super) struct Row {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: &'static str,
    /// Its network.
    pub net: IpNet,
    /// In the order of the columns; none where the range meets itself.
    pub cells: Vec<Option<Cell>>,
}

/// Two ranges.
pub(super) struct Cell {
    /// `good`, `warn` or `bad`.
    pub class: &'static str,
    /// The sign for it.
    pub sign: &'static str,
    /// How the two stand.
    pub words: String,
    /// What holds for them.
    pub rule: &'static str,
}

impl Table {
    /// The first `most` of the ranges that were given.
    pub fn of(matrix: &Matrix, given: usize, most: usize) -> Self {
        let shown = given.min(most);
        let column = |range: &Named| (range.name.clone(), range.net.to_string());
        let mut columns: Vec<_> = matrix.ranges[..shown].iter().map(column).collect();
        columns.push(("Kept by AKS".to_owned(), "four ranges".to_owned()));
        let row = |r: usize| {
            let cell = |c: usize| matrix.pair(r, c).map(|pair| cell(matrix, pair, r));
            let kept = (given..matrix.ranges.len()).filter_map(|c| matrix.pair(r, c)).max_by_key(|pair| {
                // The first of those that are shared.
                (pair.state, pair.shared.is_some(), std::cmp::Reverse(pair.b))
            });
            let kept = kept.map(|pair| self::cell(matrix, pair, r));
            let Named { name, kind, net } = &matrix.ranges[r];
            let cells = (0..shown).map(cell).chain([kept]).collect();
            Row { name: name.clone(), kind: kind.title(), net: *net, cells }
        };
        Self { columns, rows: (0..shown).map(row).collect(), left_out: given - shown }
    }
}

/// A pair as it is read from the range of its row.
fn cell(matrix: &Matrix, pair: &Pair, row: usize) -> Cell {
    let (class, sign) = match pair.state {
        State::Fine => ("good", "✓"),
        State::Unwise => ("warn", "!"),
        State::Broken => ("bad", "✕"),
    };
    let subnet = matrix.ranges[row].kind.is_subnet();
    let rule = match (pair.rule, subnet) {
        (Rule::PartOf, true) => "must be part of it",
        (Rule::PartOf, false) => "must hold it",
        (Rule::NotAdvised, _) => "overlap allowed but not advised",
        (rule, _) => rule.says(),
    };
    let words = match (pair.rule, pair.shared, pair.state, subnet) {
        (Rule::PartOf, Some(_), State::Fine, true) => "inside".to_owned(),
        (Rule::PartOf, Some(_), State::Fine, false) => "holds it".to_owned(),
        (Rule::PartOf, None, State::Fine, _) => "in another of its spaces".to_owned(),
        (Rule::PartOf, Some(_), _, true) => "larger than it".to_owned(),
        (Rule::PartOf, Some(_), _, false) => "smaller than it".to_owned(),
        (Rule::PartOf, None, ..) => "outside".to_owned(),
        (_, Some(shared), ..) => format!("share {shared}"),
        (_, None, ..) => "apart".to_owned(),
    };
    Cell { class, sign, words, rule }
}
