//! What deciding costs: the next question at every place that random walks through the wizards come to, beside a plain pass
//! over what the given answers do; and a full design (its sheet, all decisions and three plans): what the rules say of it,
//! the record read and written, each file, and its page as a running portal sends it, beside that portal's shortest answer.
//!
//! The walks come from a fixed seed, and so does the design. A figure is the median of several runs, so that other work on
//! the machine does not decide it. The ratios are what can be compared between machines.
//!
//! Two figures have a target: the next question of the largest wizard, at any place that was walked to, and the page of the
//! full design less what any answer costs.

#![expect(clippy::print_stdout, reason = "that is where the figures go")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use podium::content::model::{Decision, Workshop};
use podium::domain::design::build::Build;
use podium::domain::design::{Design, findings};
use podium::domain::question::Random;
use podium::domain::time::Millis;
use podium::domain::wizard::{Answers, Force, UNKNOWN, Wizard};
use podium::export::design::{FORMATS, json, write};
use podium::store::DesignRow;
use podium::web::design::{RecordView, current};

#[path = "portal/client.rs"]
mod client;
#[path = "decisions/page.rs"]
mod page;
#[path = "portal/process.rs"]
#[expect(dead_code, reason = "the benchmark of the whole portal needs more of it")]
mod process;

/// The workshop that is measured; it is built in.
const WORKSHOP: &str = "aks-networking";
/// Walks through each wizard.
const WALKS: usize = 200;
/// Runs at each place of a walk.
const RUNS: usize = 7;
/// Plain passes that are timed together: one alone is shorter than a clock can tell.
const PASSES: u32 = 64;
/// Runs of everything that is done to a design.
const TIMES: usize = 300;
/// The most places of a wizard that are counted, as in `podium check`.
const MOST_PLACES: usize = 20_000;
/// The next question may take so long.
const QUESTION: Duration = Duration::from_millis(1);

fn main() -> Result<()> {
    // A day on which the content was sound; nothing that is measured depends on it.
    let loaded = podium::app::load_content(None, Date::constant(2026, 11, 30))?;
    let library = loaded.library.context("the content built in has faults")?;
    let workshop = library.workshops.into_iter().find(|workshop| workshop.id == WORKSHOP);
    let workshop = workshop.context("the workshop is not built in")?;
    questions(&workshop);
    let portal = page::Portal::start()?;
    let design = portal.design(&workshop)?;
    record(&workshop, &design)?;
    portal.measure()
}

/// The time within which so many of a hundred were: 50 is the median, 0 the best.
fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(at).copied().unwrap_or_default()
}

fn median<T>(times: usize, mut run: impl FnMut() -> T) -> Duration {
    let one = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    percentile(&mut (0..times).map(one).collect::<Vec<_>>(), 50)
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn verdict(what: &str, time: Duration, target: Duration) {
    let held = if time <= target { "held" } else { "missed" };
    println!("  target: {what} in {:.0} µs at most: {:.1} µs, {held}", micros(target), micros(time));
}

/// What the walks through a wizard took, place by place.
struct Walked<'a> {
    wizard: &'a Wizard,
    first: Duration,
    places: Vec<Duration>,
    plain: Vec<Duration>,
    /// The most answers at a place.
    longest: usize,
    /// The slowest place.
    slowest: (Duration, Answers),
    /// Places at which a search was given up.
    inexact: usize,
}

impl<'a> Walked<'a> {
    fn through(wizard: &'a Wizard) -> Self {
        let mut random = Random::new(11);
        let first = median(TIMES, || wizard.consider(&Answers::new()));
        let (places, plain, slowest) = (Vec::new(), Vec::new(), (Duration::ZERO, Answers::new()));
        let mut walked = Self { wizard, first, places, plain, longest: 0, slowest, inexact: 0 };
        for _ in 0..WALKS {
            let mut answers = Answers::new();
            loop {
                let time = median(RUNS, || wizard.consider(&answers));
                let passes = median(RUNS, || {
                    (0..PASSES).for_each(|_| drop(black_box(points(wizard, black_box(&answers)))));
                });
                walked.places.push(time);
                walked.plain.push(passes / PASSES);
                walked.longest = walked.longest.max(answers.len());
                if time > walked.slowest.0 {
                    walked.slowest = (time, answers.clone());
                }
                let state = wizard.consider(&answers);
                walked.inexact += usize::from(!state.exact);
                let Some(question) = state.next else { break };
                // Each option, and "unknown", is as likely as any other.
                let option = usize::try_from(random.below(question.options.len() as u64 + 1)).unwrap_or(0);
                let id = question.options.get(option).map_or(UNKNOWN, |option| &option.id);
                answers.insert(question.id.clone(), id.to_owned());
            }
        }
        walked
    }

    /// How much can be said about how many outcomes.
    fn size(&self) -> usize {
        self.wizard.outcomes.len() * self.wizard.questions.iter().map(|question| question.options.len()).sum::<usize>()
    }
}

/// What cannot cost less: the points of each outcome, summed over the effects of the answers; none for what is ruled out.
fn points(wizard: &Wizard, answers: &Answers) -> Vec<Option<u32>> {
    let mut points = vec![Some(0); wizard.outcomes.len()];
    for question in &wizard.questions {
        let Some(choice) = answers.get(&question.id).and_then(|id| question.option(id)) else { continue };
        for effect in &choice.effects {
            for &outcome in &effect.outcomes {
                points[outcome] = match effect.force {
                    Force::RulesOut => None,
                    Force::Favours(by) => points[outcome].map(|sum| sum + by),
                };
            }
        }
    }
    points
}

/// The next question, at the beginning and at every place of the walks.
fn questions(workshop: &Workshop) {
    println!("the next question, in µs; {WALKS} walks through each wizard, at each place the median of {RUNS} runs");
    println!(
        "  {:<14} {:>9} {:>8} {:>8}   {:>7} {:>7} {:>7} {:>7} {:>7}   {:>7} {:>6}",
        "wizard", "questions", "outcomes", "places", "walked", "first", "median", "p99", "slowest", "plain", "ratio"
    );
    let mut all: Vec<Walked<'_>> =
        workshop.decisions.iter().map(|decision| Walked::through(&decision.wizard)).collect();
    for walked in &mut all {
        let wizard = walked.wizard;
        let walk = wizard.walk(MOST_PLACES, 1);
        let places = if walk.whole { walk.states.to_string() } else { format!(">{MOST_PLACES}") };
        let (middle, plain) = (percentile(&mut walked.places, 50), percentile(&mut walked.plain, 50));
        println!(
            "  {:<14} {:>9} {:>8} {places:>8}   {:>7} {:>7.1} {:>7.1} {:>7.1} {:>7.1}   {:>7.3} {:>6.0}",
            wizard.id,
            wizard.questions.len(),
            wizard.outcomes.len(),
            walked.places.len(),
            micros(walked.first),
            micros(middle),
            micros(percentile(&mut walked.places, 99)),
            micros(walked.slowest.0),
            micros(plain),
            middle.as_secs_f64() / plain.as_secs_f64(),
        );
    }
    let inexact: usize = all.iter().map(|walked| walked.inexact).sum();
    println!("  places at which a search was given up: {inexact}");
    let (Some(largest), Some(slowest)) =
        (all.iter().max_by_key(|walked| walked.size()), all.iter().max_by_key(|walked| walked.slowest.0))
    else {
        return;
    };
    println!("  largest, by options and outcomes: {}", largest.wizard.id);
    let named = |what: &str, walked: &Walked<'_>| {
        let (time, answers) = &walked.slowest;
        let what = format!("{what}, {}, after {} of {} answers,", walked.wizard.id, answers.len(), walked.longest);
        verdict(&what, *time, QUESTION);
    };
    named("the slowest place of the largest", largest);
    named("the slowest place of all", slowest);
}

fn row(name: &str, ours: Duration, beside: &[(&str, Duration)]) {
    let mut line = format!("  {name:<44} {:>9.1} µs", micros(ours));
    for (other, time) in beside {
        let _ = write!(line, "   {:>7.2} × {other}", ours.as_secs_f64() / time.as_secs_f64());
    }
    println!("{line}");
}

/// What is done to a design without a portal, each beside the least that could be done instead.
fn record(workshop: &Workshop, design: &Design) -> Result<()> {
    let text = json::write(design);
    if json::read(&text)? != *design {
        bail!("a record that was written is read as another design");
    }
    let found = findings(design);
    let answers: usize = design.decisions.iter().map(|decision| decision.answers.len()).sum();
    println!(
        "a full design: {} values and {} pools, {} decisions with {answers} answers, {} plans, {} findings; {} bytes as \
         JSON; the median of {TIMES} runs",
        design.sheet.pairs().len(),
        design.sheet.pools().len(),
        design.decisions.len(),
        design.plans.len(),
        found.len(),
        text.len(),
    );
    let copy = median(TIMES, || design.clone());
    let value: serde_json::Value = serde_json::from_str(&text)?;
    let parsed = median(TIMES, || serde_json::from_str::<serde_json::Value>(&text));
    let printed = median(TIMES, || serde_json::to_string_pretty(&value));
    let build = median(TIMES, || Build::of(design));
    row("a copy of it", copy, &[]);
    row("findings", median(TIMES, || findings(design)), &[("a copy", copy)]);
    row("record read", median(TIMES, || json::read(&text)), &[("serde_json to a value", parsed)]);
    row("record written", median(TIMES, || json::write(design)), &[("serde_json of a value", printed)]);
    row("what would be built, as values", build, &[("a copy", copy)]);
    for format in FORMATS {
        let length = write(design, &found, format.name).map_or(0, |(_, text)| text.len());
        let time = median(TIMES, || write(design, &found, format.name));
        row(&format!("{} ({length} bytes)", format.title), time, &[("a copy", copy), ("what would be built", build)]);
    }

    println!("parts of its page");
    let row_of = DesignRow {
        id: uuid::Uuid::nil(),
        workshop: workshop.id.clone(),
        revision: 1,
        title: design.title.clone(),
        body: text,
        said: String::new(),
        at: Millis(0),
        made_at: Millis(0),
        used_at: Millis(0),
        share: None,
    };
    row("what is shown, findings among it", median(TIMES, || RecordView::of(workshop, design, &row_of)), &[]);
    row("what is known of it, for the wizards", median(TIMES, || current::known(design)), &[]);
    let anew = median(TIMES, || workshop.decisions.iter().filter_map(|decision| anew(decision, design)).count());
    row("all decisions held against it", anew, &[]);
    Ok(())
}

/// A decision with what the design says now: what it costs where something has changed; the page asks the rules alone where nothing has.
fn anew(decision: &Decision, design: &Design) -> Option<usize> {
    let kept = design.decision(&decision.wizard.id)?;
    let mut own = current::answers_of(kept);
    own.retain(|question, _| !kept.answers.iter().any(|answer| answer.question == *question && answer.from.is_some()));
    let known = current::known(design);
    decision.wizard.consider_with(&own, &decision.wizard.taken(&own, &known)).outcome
}
