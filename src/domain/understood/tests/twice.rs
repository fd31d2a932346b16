//! The same figures worked out a second way: straight from the list of answers, by sums of squares and products.

use std::collections::BTreeMap;

use super::*;
use crate::domain::analysis::statistics::real;

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = real(pairs.len());
    let (mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (a, b) in pairs {
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    (n * xy - x * y) / ((n * xx - x * x).sqrt() * (n * yy - y * y).sqrt())
}

fn variance(values: &[f64]) -> f64 {
    let n = real(values.len());
    let sum: f64 = values.iter().sum();
    let squares: f64 = values.iter().map(|v| v * v).sum();
    (squares - sum * sum / n) / (n - 1.0)
}

#[test]
fn a_cohort_of_sixty_is_worked_out_twice() {
    let questions: Vec<Question> = (0..8).map(|n| question(&format!("q{n}"), ["a", "b"][n % 2])).collect();
    let mut all = gathered(&questions, Sight::Groups);
    // A small generator with a fixed seed: persons are of different strength, questions of different difficulty.
    let mut state = 20_261_201_u64;
    let mut draw = |below: u64| -> u32 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % below).unwrap()
    };
    for person in 0..60 {
        let strength = draw(60);
        for at in 0..8 {
            let chance = 10 + strength + draw(30) + 4 * u32::try_from(at).unwrap();
            let option = if draw(100) < chance {
                "r"
            } else if draw(2) == 0 {
                "b"
            } else {
                "c"
            };
            first(&mut all, person, at, option);
            all.answers.last_mut().unwrap().seconds = Some(5 + draw(90));
        }
    }
    let report = Report::of(&all);
    let mark = |person: u32, at: usize| {
        all.answers.iter().find(|f| f.person.0 == person && f.question == at).unwrap().mark.get()
    };
    let mut compared = 0;
    for at in 0..8 {
        let pairs: Vec<(f64, f64)> = (0..60)
            .map(|p| (mark(p, at), (0..8).filter(|other| *other != at).map(|other| mark(p, other)).sum::<f64>()))
            .collect();
        let seen = of(&report, &format!("q{at}"));
        let right = pairs.iter().filter(|(x, _)| *x > 0.5).count();
        near(seen.facility.unwrap().exact(), real(right) / 60.0);
        near(seen.discrimination, correlation(&pairs));
        // Of right-or-wrong marks the largest possible covariance has all right ones with the best.
        let mut rest: Vec<f64> = pairs.iter().map(|(_, y)| *y).collect();
        rest.sort_by(f64::total_cmp);
        let best: f64 = rest[60 - right..].iter().sum();
        let is: f64 = pairs.iter().map(|(x, y)| x * y).sum();
        let by_chance = real(right) * rest.iter().sum::<f64>() / 60.0;
        near(seen.efficiency, (is - by_chance) / (best - by_chance));
        let mut seconds: Vec<u32> = all.answers.iter().filter(|f| f.question == at).filter_map(|f| f.seconds).collect();
        seconds.sort_unstable();
        near(Some(seen.pace.unwrap().median), f64::from(seconds[29] + seconds[30]) / 2.0);
        let mut options: BTreeMap<String, usize> = BTreeMap::new();
        for f in all.answers.iter().filter(|f| f.question == at) {
            *options.entry(format!("{:?}", f.answer)).or_default() += 1;
        }
        let counted: usize = seen.picked.iter().filter_map(|p| p.people.shown()).sum();
        if counted == 60 {
            let mut expected: Vec<usize> = options.into_values().collect();
            expected.sort_unstable();
            let mut shown: Vec<usize> =
                seen.picked.iter().filter_map(|p| p.people.shown()).filter(|n| *n > 0).collect();
            shown.sort_unstable();
            assert_eq!(shown, expected);
            compared += 1;
        }
    }
    assert!(compared > 4, "{compared}");
    let sums: Vec<f64> = (0..60).map(|p| (0..8).map(|at| mark(p, at)).sum()).collect();
    let of_items: f64 = (0..8).map(|at| variance(&(0..60).map(|p| mark(p, at)).collect::<Vec<_>>())).sum();
    let alpha = 8.0 / 7.0 * (1.0 - of_items / variance(&sums));
    near(report.quizzes[0].consistency, alpha);
    near(report.quizzes[0].standard_error, (variance(&sums) * (1.0 - alpha)).sqrt() / 8.0);
    near(report.quizzes[0].mean.unwrap().exact(), sums.iter().sum::<f64>() / 480.0);
}
