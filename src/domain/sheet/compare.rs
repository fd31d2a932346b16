//! Two sheets side by side.

use super::{FIELDS, POOL, Sheet};

/// A field that is not the same in two sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name; of a pool with the number of its row in the longer of the two, from 0: `pool.nodes.1`.
    pub field: String,
    /// What it is called; a pool's column with the pool's name.
    pub label: String,
    /// In the first sheet; none when it is not known there.
    pub before: Option<String>,
    /// In the second sheet.
    pub after: Option<String>,
}

/// What is not the same in two sheets, in the order of [`FIELDS`] and then by pools. Pools of the same name belong together,
/// others by their places among those that are left.
#[must_use]
pub fn differences(a: &Sheet, b: &Sheet) -> Vec<Difference> {
    let value = |sheet: &Sheet, name| sheet.get(name).map(str::to_owned);
    let mut found: Vec<Difference> = FIELDS
        .iter()
        .filter(|field| a.get(field.name) != b.get(field.name))
        .map(|field| Difference {
            field: field.name.to_owned(),
            label: field.label.to_owned(),
            before: value(a, field.name),
            after: value(b, field.name),
        })
        .collect();
    for (row, (before, after)) in pairs(a, b).into_iter().enumerate() {
        let pool = |at: Option<usize>, sheet: &Sheet| at.and_then(|at| sheet.pools.get(at).cloned());
        let (before, after) = (pool(before, a), pool(after, b));
        let called = after.as_ref().or(before.as_ref()).map(|pool| pool.called(row)).unwrap_or_default();
        for column in POOL {
            let text = |pool: &Option<super::Pool>| {
                pool.as_ref().map(|pool| pool.text(column.name)).filter(|text| !text.is_empty())
            };
            let (before, after) = (text(&before), text(&after));
            if before != after {
                let label = format!("{}, {called}", column.label);
                found.push(Difference { field: format!("{}.{row}", column.name), label, before, after });
            }
        }
    }
    found
}

/// Places of pools that belong together, in the order of the second sheet, and then those that only the first has.
fn pairs(a: &Sheet, b: &Sheet) -> Vec<(Option<usize>, Option<usize>)> {
    let named = |n: usize| {
        let name = b.pools[n].name.as_ref()?;
        a.pools.iter().position(|pool| pool.name.as_ref() == Some(name))
    };
    let by_name: Vec<Option<usize>> = (0..b.pools.len()).map(named).collect();
    let mut taken: Vec<bool> = vec![false; a.pools.len()];
    by_name.iter().flatten().for_each(|at| taken[*at] = true);
    let mut rest = (0..a.pools.len()).filter(|at| !taken[*at]).collect::<Vec<_>>().into_iter();
    let mut seen = vec![false; a.pools.len()];
    let mut found = Vec::new();
    for (at, known) in by_name.into_iter().enumerate() {
        // Two pools of one name in the second sheet: the first of them has the partner.
        let known = known.filter(|n| !std::mem::replace(&mut seen[*n], true));
        let nameless = b.pools[at].name.is_none();
        found.push((known.or_else(|| if nameless { rest.next() } else { None }), Some(at)));
    }
    found.extend(rest.map(|at| (Some(at), None)));
    found
}
