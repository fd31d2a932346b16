//! Whether answers to the open questions can make an outcome the result: an exact search.
//!
//! Seen from the outcome that is wanted, an answer is a row of shifts, one for each rival: how much the rival gains on
//! it, or that the rival falls out. Of two answers to a question one is often at least as good against every rival
//! that is still dangerous, and the other need not be tried; so most searches end without branching at all.

use super::table::{OUT, Place, Table, out};

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goal {
    /// This is the result; None: nothing is possible.
    pub target: Option<usize>,
    /// An outcome that is possible as well, and so close behind that it would be ahead if it gained so much.
    pub rival: Option<(usize, i64)>,
}

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Answers that do it: for each question of the wizard; those that were not free have "unknown".
    Answers(Vec<usize>),
    /// There are none.
    Nothing,
    /// The search was too long.
    GaveUp,
}

/// How many steps searches may still take.
#[derive(Debug)]
pub(super) struct Budget(pub u32);

/// The search for one goal.
struct Search {
    /// How far each rival may be ahead at the end, at most.
    limit: Vec<i64>,
    /// The rival that has to be this far ahead at least.
    floor: Option<(usize, i64)>,
    /// The answers' shifts, one row after the other.
    shifts: Vec<i64>,
    /// Each row's question and answer.
    of: Vec<(usize, usize)>,
}

/// How a rival's shifts are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Low,
    High,
    Same,
}

/// Looks for answers to the free questions of a place that reach the goal.
pub(super) fn find(table: &Table, place: &Place, goal: Goal, budget: &mut Budget) -> Found {
    let Some((search, leads, open)) = Search::new(table, place, goal) else { return Found::Nothing };
    let mut taken = (0..table.questions()).map(|question| table.options(question)).collect();
    match search.descend(leads, open, &mut taken, budget) {
        Some(true) => Found::Answers(taken),
        Some(false) => Found::Nothing,
        None => Found::GaveUp,
    }
}

impl Search {
    /// The search, how far each rival is ahead, and each question's rows.
    fn new(table: &Table, place: &Place, goal: Goal) -> Option<(Self, Vec<i64>, Vec<Vec<usize>>)> {
        let own = goal.target.map_or(0, |target| place.points[target]);
        if out(own) {
            return None;
        }
        let rivals: Vec<usize> =
            (0..table.outcomes()).filter(|&r| Some(r) != goal.target && !out(place.points[r])).collect();
        // Whoever comes first in the file wins a draw. When nothing is wanted, whatever is possible is in the way.
        let limit: Vec<i64> =
            rivals.iter().map(|&rival| if goal.target.is_some_and(|target| target < rival) { 0 } else { -1 }).collect();
        let floor = match goal.rival {
            Some((rival, gain)) => {
                let at = rivals.iter().position(|&r| r == rival)?;
                Some((at, limit[at] - gain + 1))
            }
            None => None,
        };
        let ahead = |points: i64, own: i64| match goal.target {
            _ if out(points) => OUT,
            Some(_) => points - own,
            None => 0,
        };
        let leads = rivals.iter().map(|&rival| ahead(place.points[rival], own)).collect();
        let mut search = Self { limit, floor, shifts: Vec::new(), of: Vec::new() };
        let mut open = Vec::with_capacity(place.free.len());
        for &question in &place.free {
            let mut rows = Vec::new();
            for answer in 0..=table.options(question) {
                let row = table.row(question, answer);
                let own = goal.target.map_or(0, |target| row[target]);
                if out(own) || goal.rival.is_some_and(|(rival, _)| out(row[rival])) {
                    continue;
                }
                rows.push(search.of.len());
                search.of.push((question, answer));
                search.shifts.extend(rivals.iter().map(|&rival| ahead(row[rival], own)));
            }
            open.push(rows);
        }
        Some((search, leads, open))
    }

    fn shift(&self, row: usize, rival: usize) -> i64 {
        self.shifts[row * self.limit.len() + rival]
    }

    fn take(&self, row: usize, leads: &mut [i64], taken: &mut [usize]) {
        for (rival, lead) in leads.iter_mut().enumerate() {
            *lead += self.shift(row, rival);
        }
        let (question, answer) = self.of[row];
        taken[question] = answer;
    }

    /// Whether the goal can be reached from here, with the answers that do it in `taken`; None when the budget is used
    /// up.
    fn descend(
        &self,
        mut leads: Vec<i64>,
        mut open: Vec<Vec<usize>>,
        taken: &mut Vec<usize>,
        budget: &mut Budget,
    ) -> Option<bool> {
        let dangers = loop {
            let Some(dangers) = self.dangers(&leads, &open) else { return Some(false) };
            if dangers.is_empty() {
                for rows in &open {
                    self.take(rows[0], &mut leads, taken);
                }
                return Some(true);
            }
            let before: usize = open.iter().map(Vec::len).sum();
            for rows in &mut open {
                self.thin(rows, &dangers);
            }
            open.retain(|rows| match rows.as_slice() {
                [row] => {
                    self.take(*row, &mut leads, taken);
                    false
                }
                _ => true,
            });
            if open.iter().map(Vec::len).sum::<usize>() == before {
                break dangers;
            }
        };
        budget.0 = budget.0.checked_sub(1)?;
        let narrowest = open.iter().enumerate().min_by_key(|(_, rows)| rows.len()).map(|(at, _)| at)?;
        let mut rows = open.swap_remove(narrowest);
        rows.sort_by_key(|&row| dangers.iter().map(|&(rival, _)| self.shift(row, rival).max(-8)).sum::<i64>());
        for row in rows {
            let mut leads = leads.clone();
            self.take(row, &mut leads, taken);
            if self.descend(leads, open.clone(), taken, budget)? {
                return Some(true);
            }
        }
        Some(false)
    }

    /// The rivals on which the goal still depends; None when it cannot be reached.
    fn dangers(&self, leads: &[i64], open: &[Vec<usize>]) -> Option<Vec<(usize, Wanted)>> {
        let mut dangers = Vec::new();
        for (rival, &lead) in leads.iter().enumerate() {
            let floor = self.floor.and_then(|(at, floor)| (at == rival).then_some(floor));
            if out(lead) {
                continue;
            }
            let (mut lowest, mut highest) = (lead, lead);
            for rows in open {
                let mut range = (i64::MAX, OUT);
                for &row in rows {
                    let shift = self.shift(row, rival);
                    range = (range.0.min(shift), range.1.max(shift));
                }
                lowest += range.0;
                highest += range.1;
            }
            if lowest > self.limit[rival] || floor.is_some_and(|floor| highest < floor) {
                return None;
            }
            let too_high = highest > self.limit[rival];
            let too_low = floor.is_some_and(|floor| lowest < floor);
            match (too_high, too_low) {
                (true, true) => dangers.push((rival, Wanted::Same)),
                (true, false) => dangers.push((rival, Wanted::Low)),
                (false, true) => dangers.push((rival, Wanted::High)),
                (false, false) => {}
            }
        }
        Some(dangers)
    }

    /// Leaves out the answers that are nowhere better than another one.
    fn thin(&self, rows: &mut Vec<usize>, dangers: &[(usize, Wanted)]) {
        let as_good = |one: usize, other: usize| {
            dangers.iter().all(|&(rival, wanted)| {
                let (one, other) = (self.shift(one, rival), self.shift(other, rival));
                match wanted {
                    Wanted::Low => one <= other,
                    Wanted::High => one >= other,
                    Wanted::Same => one == other,
                }
            })
        };
        let mut kept: Vec<usize> = Vec::with_capacity(rows.len());
        for &row in rows.iter() {
            if !kept.iter().any(|&other| as_good(other, row)) {
                kept.retain(|&other| !as_good(row, other));
                kept.push(row);
            }
        }
        *rows = kept;
    }
}
