//! Pages and searches against the same bytes from a bare server, and what a first visit brings down the wire.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::bare;
use crate::client::{Connection, get};
use crate::measure::{Round, hammer, median_round, percentile};
use crate::people::{Course, Reader};
use crate::process::Server;
use crate::table::{Row, Table};

/// Connections that ask at the same time.
const CONNECTIONS: usize = 64;
/// Rounds of each, in turn.
const ROUNDS: usize = 5;
/// The most CPU time a personal page may take, as a multiple of the bare handler's.
const MOST_TIMES: f64 = 8.0;
/// What people type: terms, words of the text, a typo, several words, the beginning of one, and nothing that is there.
const QUERIES: [&str; 8] =
    ["overlay", "private+dns", "subnet", "kubnet", "service+cidr+overlap", "ing", "how+many+pods", "zzyzx"];
/// The budget of a first visit in bytes, and of the script in it.
const VISIT: usize = 60_000;
const SCRIPT: usize = 25_000;

/// The same requests to the portal and, as stored answers, to a bare server; in turn.
struct Pair {
    what: String,
    portal: Arc<Vec<Vec<u8>>>,
    bare: Server,
    bare_requests: Arc<Vec<Vec<u8>>>,
    bytes: usize,
}

impl Pair {
    async fn new(portal: &Server, what: &str, requests: Vec<Vec<u8>>, folder: &Path) -> Result<Self> {
        let mut connection = Connection::to(portal.address).await?;
        let (mut files, mut bytes) = (Vec::new(), 0);
        for (n, request) in requests.iter().enumerate() {
            let answer = connection.send(request).await?;
            answer.expect(200, what)?;
            bytes += answer.body().len();
            let file = folder.join(format!("{}-{n}", what.replace([' ', ',', '/', '(', ')'], "-")));
            bare::keep(&answer, &file)?;
            files.push(file);
        }
        let bare = bare::start(&files, &folder.join("bare.log"))?;
        // The bare server is asked with the very headers that the portal is asked with.
        let head = |request: &Vec<u8>| {
            let text = String::from_utf8_lossy(request).into_owned();
            text.split_once("\r\n").map_or(String::new(), |(_, headers)| headers.to_owned())
        };
        let bare_requests =
            requests.iter().enumerate().map(|(n, r)| format!("GET /{n} HTTP/1.1\r\n{}", head(r)).into_bytes());
        let (what, bare_requests) = (what.to_owned(), Arc::new(bare_requests.collect()));
        Ok(Self { what, bytes: bytes / requests.len(), portal: Arc::new(requests), bare, bare_requests })
    }
}

/// Measures all pairs in interleaved rounds and adds two lines for each: CPU time, and requests a second.
async fn compare(
    table: &mut Table,
    portal: &Server,
    pairs: &[Pair],
    time: Duration,
    most: impl Fn(&str) -> Option<f64>,
) -> Result<()> {
    let mut rounds: Vec<(Vec<Round>, Vec<Round>)> = pairs.iter().map(|_| Default::default()).collect();
    for _ in 0..ROUNDS {
        for (pair, (ours, theirs)) in pairs.iter().zip(&mut rounds) {
            ours.push(hammer(portal, &pair.portal, CONNECTIONS, time).await?);
            theirs.push(hammer(&pair.bare, &pair.bare_requests, CONNECTIONS, time).await?);
        }
    }
    for (pair, (ours, theirs)) in pairs.iter().zip(&rounds) {
        let (ours, theirs) = (median_round(ours), median_round(theirs));
        let times = ours.cpu / theirs.cpu;
        let row =
            Row::new(format!("{}, CPU a request ({} bytes)", pair.what, pair.bytes), format!("{:.1} us", ours.cpu))
                .beside(format!("bare axum, same bytes: {:.1} us", theirs.cpu))
                .ratio(times);
        table.add(match most(&pair.what) {
            Some(most) => row.target(format!("at most {most}"), times <= most),
            None => row,
        });
        table.add(
            Row::new(format!("{}, requests a second", pair.what), format!("{:.0}/s", ours.rate))
                .beside(format!("bare axum: {:.0}/s", theirs.rate))
                .ratio(ours.rate / theirs.rate),
        );
    }
    Ok(())
}

/// A module page for a person with progress, plain and compressed; for a stranger; and searches.
pub async fn run(
    table: &mut Table,
    portal: &Server,
    course: &Course,
    reader: &Reader,
    folder: &Path,
    time: Duration,
) -> Result<()> {
    let (page, cookie) = (course.page(), &reader.cookie);
    let personal = format!("module page of a person with progress ({})", reader.words);
    let zipped = format!("{cookie}Accept-Encoding: gzip\r\n");
    let searches =
        |extra: &str| QUERIES.map(|query| get(&format!("/w/{}/search?q={query}", course.id), extra)).to_vec();
    let pairs = [
        Pair::new(portal, &personal, vec![get(&page, cookie)], folder).await?,
        Pair::new(portal, "the same with gzip", vec![get(&page, &zipped)], folder).await?,
        Pair::new(portal, "the same for a stranger", vec![get(&page, "")], folder).await?,
        Pair::new(portal, "search page", searches(cookie), folder).await?,
        Pair::new(portal, "search while typing", searches(&format!("{cookie}X-Fragment: results\r\n")), folder).await?,
    ];
    compare(table, portal, &pairs, time, |what| (what == personal).then_some(MOST_TIMES)).await?;
    searching(table, portal, &pairs[4]).await
}

/// How long somebody waits for a search, one at a time.
async fn searching(table: &mut Table, portal: &Server, searches: &Pair) -> Result<()> {
    let mut connection = Connection::to(portal.address).await?;
    let mut times = Vec::new();
    for request in searches.portal.iter().cycle().take(400) {
        let started = Instant::now();
        connection.send(request).await?.expect(200, "a search")?;
        times.push(started.elapsed());
    }
    let p99 = percentile(&mut times, 99);
    table.add(
        Row::new("search while typing, p99 of 400 one by one", format!("{p99:.2} ms"))
            .target("under 50 ms", p99 < 50.0),
    );
    Ok(())
}

/// Everything that a browser without a cache gets for its first module page.
pub async fn first_visit(table: &mut Table, portal: &Server, course: &Course) -> Result<()> {
    let mut connection = Connection::to(portal.address).await?;
    let (mut wanted, mut seen) = (vec![course.page()], BTreeSet::new());
    let (mut html, mut css, mut script, mut other) = (0, 0, 0, 0);
    while let Some(path) = wanted.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = connection.send(&get(&path, "Accept-Encoding: gzip\r\n")).await?;
        answer.expect(200, &path)?;
        let (wire, kind) = (answer.wire, answer.header("content-type").unwrap_or_default().to_owned());
        match kind.split(';').next().unwrap_or_default() {
            "text/html" => html += wire,
            "text/css" => css += wire,
            "text/javascript" | "application/javascript" => script += wire,
            _ => other += wire,
        }
        if kind.starts_with("text/") {
            // What a browser goes on to get: assets that a tag, a rule or an import names.
            let text = connection.send(&get(&path, "")).await?.text()?;
            let quoted = text.split(['"', '\'', '(', ')']).filter(|part| part.starts_with("/static/"));
            wanted.extend(quoted.map(str::to_owned));
        }
    }
    let all = html + css + script + other;
    let parts = format!("HTML {html}, CSS {css}, script {script}, other {other}; {} requests", seen.len());
    let share = |bytes: usize, of: usize| {
        f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / f64::from(u32::try_from(of).unwrap_or(1))
    };
    table.add(
        Row::new("first visit to a module page with gzip, heads counted", format!("{all} bytes"))
            .beside(parts)
            .ratio(share(all, VISIT))
            .target(format!("at most {VISIT}"), all <= VISIT),
    );
    table.add(
        Row::new("script in it", format!("{script} bytes"))
            .ratio(share(script, SCRIPT))
            .target(format!("at most {SCRIPT}"), script <= SCRIPT),
    );
    Ok(())
}
