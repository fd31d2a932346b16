//! The page of a full design, from the portal that was built with the benchmark: on a port of its own, over one connection,
//! one request after the other. The design is made as people make it, by forms.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use podium::content::model::Workshop;
use podium::domain::design::Design;
use podium::domain::question::Random;
use podium::domain::sheet::{FIELDS, POOL, Sheet};
use podium::domain::wizard::{Answers, Known, UNKNOWN, Wizard};
use podium::export::design::json;
use podium::tools::{self, Inputs};
use podium::web::design::current;
use tokio::runtime::Runtime;

use crate::client::{Connection, get, post};
use crate::process::Server;
use crate::{WORKSHOP, micros, percentile, verdict};

/// The page may take so much more than the portal's shortest answer.
const PAGE: Duration = Duration::from_millis(5);
/// How often all requests take their turn, and how many requests are sent in one.
const ROUNDS: usize = 12;
const TURN: usize = 50;
/// Names of the sheet's pools.
const POOLS: [&str; 3] = ["system", "apps", "jobs"];
/// Tools whose first example is a plan of the design.
const PLANS: [&str; 3] = ["aks-plan", "vnet-plan", "snat"];

/// A portal with one person in it.
pub struct Portal {
    runtime: Runtime,
    server: Server,
    cookie: std::cell::OnceCell<String>,
    _folder: tempfile::TempDir,
}

impl Portal {
    /// Starts it, with an empty database.
    pub fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("podium-decisions-").tempdir()?;
        let server = Server::portal(folder.path())?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { runtime, server, cookie: std::cell::OnceCell::new(), _folder: folder })
    }

    /// Makes a full design: the sheet with the example of every field, all decisions, three plans.
    pub fn design(&self, workshop: &Workshop) -> Result<Design> {
        self.runtime.block_on(self.made(workshop))
    }

    async fn made(&self, workshop: &Workshop) -> Result<Design> {
        let mut connection = Connection::to(self.server.address).await?;
        let design = format!("/w/{WORKSHOP}/design");
        let sheet = sheet();
        let typed = post(&format!("{design}/sheet"), "", &form(sheet.clone()));
        let answer = connection.send(&typed).await?;
        answer.expect(303, "the sheet")?;
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let cookie = format!("Cookie: {}\r\n", cookie.context("the sheet made no session")?);

        let (sheet, _) = Sheet::read(&sheet);
        let mut known = current::known(&Design { sheet, ..Design::default() });
        let mut random = Random::new(3);
        for decision in &workshop.decisions {
            let wizard = &decision.wizard;
            let answers = decided(wizard, &known, &mut random)?;
            known.decide(wizard, &answers);
            let keep = post(&format!("/w/{WORKSHOP}/wizards/{}/keep", wizard.id), &cookie, &form(answers));
            connection.send(&keep).await?.expect(303, &wizard.id)?;
        }
        for name in PLANS {
            let about = tools::find(name).context(name)?.about();
            let query = about.examples.first().context("a tool without an example")?.query;
            let plan = form([("title".to_owned(), about.title.to_owned()), ("query".to_owned(), query.to_owned())]);
            connection.send(&post(&format!("/tools/{name}/keep"), &cookie, &plan)).await?.expect(303, name)?;
        }
        let page = connection.send(&get(&design, &cookie)).await?.text()?;
        for part in page.split("<form").filter(|part| part.contains("/plans/add\"")) {
            let between = |before: &str| part.split_once(before).and_then(|(_, rest)| rest.split('"').next());
            let to = between("action=\"").context("no address")?;
            let id = between("name=\"plan\" value=\"").context("no plan")?;
            connection.send(&post(to, &cookie, &format!("plan={id}"))).await?.expect(303, "a plan")?;
        }
        let record = connection.send(&get(&format!("{design}/export/json"), &cookie)).await?.text()?;
        let full = json::read(&record)?;
        let settled = full.decisions.iter().filter(|decision| decision.outcome.is_some()).count();
        if settled != workshop.decisions.len()
            || full.plans.len() != PLANS.len()
            || full.sheet.pools().len() != POOLS.len()
        {
            bail!("the design is not full: {settled} decisions, {} plans", full.plans.len());
        }
        let _ = self.cookie.set(cookie);
        Ok(full)
    }

    /// Asks for the page and for what it is held against, in turns.
    pub fn measure(self) -> Result<()> {
        self.runtime.block_on(self.asked())?;
        self.server.stop()
    }

    async fn asked(&self) -> Result<()> {
        let cookie = self.cookie.get().context("there is no design")?;
        let zipped = format!("{cookie}Accept-Encoding: gzip\r\n");
        let design = format!("/w/{WORKSHOP}/design");
        let mut asked = [
            Asked::new("shortest answer, /healthz", get("/healthz", "")),
            Asked::new("the page", get(&design, cookie)),
            Asked::new("the page, with gzip", get(&design, &zipped)),
            Asked::new("the same address for a stranger", get(&design, "")),
            Asked::new("its history", get(&format!("{design}/history"), cookie)),
            Asked::new("its record as JSON", get(&format!("{design}/export/json"), cookie)),
            Asked::new("its Markdown", get(&format!("{design}/export/markdown"), cookie)),
            Asked::new(
                "a first question, /wizards/network-model",
                get(&format!("/w/{WORKSHOP}/wizards/network-model"), ""),
            ),
        ];
        let mut connection = Connection::to(self.server.address).await?;
        for one in &asked {
            for _ in 0..10 {
                connection.send(&one.request).await?.expect(200, one.name)?;
            }
        }
        for _ in 0..ROUNDS {
            for one in &mut asked {
                let cpu = self.server.cpu()?;
                for _ in 0..TURN {
                    let start = Instant::now();
                    let answer = connection.send(&one.request).await?;
                    one.times.push(start.elapsed());
                    answer.expect(200, one.name)?;
                    one.bytes = answer.wire;
                }
                one.cpu += self.server.cpu()? - cpu;
            }
        }
        println!("over HTTP, in µs; each {} times, in turns, over one connection", ROUNDS * TURN);
        println!(
            "  {:<42} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
            "answer", "bytes", "best", "median", "p99", "CPU", "ours"
        );
        let least = percentile(&mut asked[0].times, 50);
        for one in &mut asked {
            let middle = percentile(&mut one.times, 50);
            println!(
                "  {:<42} {:>8} {:>8.0} {:>8.0} {:>8.0} {:>8.0} {:>8.0}",
                one.name,
                one.bytes,
                micros(percentile(&mut one.times, 0)),
                micros(middle),
                micros(percentile(&mut one.times, 99)),
                one.cpu * 1e6 / f64::from(u32::try_from(one.times.len())?),
                micros(middle.saturating_sub(least)),
            );
        }
        for one in &mut asked[1..=2] {
            let ours = percentile(&mut one.times, 50).saturating_sub(least);
            verdict(&format!("{}, less the shortest answer,", one.name), ours, PAGE);
        }
        Ok(())
    }
}

/// A request with what its answers took.
struct Asked {
    name: &'static str,
    request: Vec<u8>,
    times: Vec<Duration>,
    /// The portal's time on a processor, in seconds.
    cpu: f64,
    /// Of an answer on the wire.
    bytes: usize,
}

impl Asked {
    fn new(name: &'static str, request: Vec<u8>) -> Self {
        Self { name, request, times: Vec::new(), cpu: 0.0, bytes: 0 }
    }
}

fn form(pairs: impl IntoIterator<Item = (String, String)>) -> String {
    Inputs::of_pairs(pairs).to_query()
}

/// The example of every field, and a few pools.
fn sheet() -> Vec<(String, String)> {
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let pool = |name: &'static str| {
        POOL.iter().map(move |of| field(of.name, if of.name == "pool.name" { name } else { of.example }))
    };
    FIELDS.iter().map(|of| field(of.name, of.example)).chain(POOLS.into_iter().flat_map(pool)).collect()
}

/// Walks through a wizard, with what is known already, until it has an outcome: never with "unknown".
fn decided(wizard: &Wizard, known: &Known, random: &mut Random) -> Result<Answers> {
    for _ in 0..100 {
        let mut answers = Answers::new();
        loop {
            let state = wizard.consider_with(&answers, &wizard.taken(&answers, known));
            let Some(question) = state.next else {
                if state.outcome.is_some() {
                    return Ok(answers);
                }
                break;
            };
            let option = usize::try_from(random.below(question.options.len() as u64)).unwrap_or(0);
            let id = question.options.get(option).map_or(UNKNOWN, |option| &option.id);
            answers.insert(question.id.clone(), id.to_owned());
        }
    }
    bail!("no walk through {} came to an outcome", wizard.id)
}
