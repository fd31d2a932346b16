//! `podium serve`: from the settings to a portal that answers, and to its clean end.

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use podium::app::{App, Shelf, load_content};
use podium::config::{Config, LogFormat, without_password};
use podium::content::{Finding, Loaded, Severity};
use podium::store::{Pruned, Store};
use podium::web::now::Now;
use podium::web::secret::Secret;
use podium::web::{account, invitation, keeping, lti, router, server, session};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::check::located;
use super::{Failure, block_on, print, recording, say, today, watch};

/// The name under which the store keeps the secret that was made for it.
const SECRET: &str = "secret";
/// How often histograms are folded, so that they do not grow.
const UPKEEP: Duration = Duration::from_secs(5);
/// How often grades that have changed are passed back.
const GRADES: Duration = Duration::from_secs(5);
/// How often sessions that ended are forgotten.
const PRUNE: Duration = Duration::from_hours(6);
/// Upper ends of the buckets for times, in seconds.
const TIMES: [f64; 10] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0];
/// Upper ends of the buckets for how many changes share a commit.
const SHARED: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0, 512.0];

/// Serves until the process is asked to stop.
pub fn run(config: Config) -> Result<(), Failure> {
    start_log(&config);
    let metrics = start_metrics()?;
    let content = read_content(&config)?;
    block_on(serve(config, content, metrics))
}

fn start_log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A second start in one process, as in tests, keeps the first log.
    let _ = match config.log_format {
        LogFormat::Text => log.with_target(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}

fn start_metrics() -> Result<PrometheusHandle, Failure> {
    let refused =
        |error: metrics_exporter_prometheus::BuildError| Failure::Refused(format!("metrics cannot be kept: {error}"));
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &TIMES)
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_changes".to_owned()), &SHARED))
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(refused)
}

/// Reads the content to serve and prints what was found; faulty content is not served.
pub(super) fn read_content(config: &Config) -> Result<Shelf, Failure> {
    let folder = config.content.as_deref();
    let Loaded { library, findings, .. } = load_content(folder, today())
        .map_err(|error| Failure::Refused(format!("the content cannot be read: {error}")))?;
    let shown = |finding: &Finding| folder.map_or_else(|| finding.to_string(), |folder| located(folder, finding));
    for finding in &findings {
        say(&shown(finding));
    }
    let faults = findings.iter().filter(|finding| finding.severity == Severity::Fault).count();
    let Some(library) = library else {
        return Err(Failure::Refused(format!(
            "the content has {faults} fault{} and is not served; mend the lines above",
            if faults == 1 { "" } else { "s" }
        )));
    };
    if library.workshops.is_empty() {
        let place = folder.map_or_else(|| "what is built in".to_owned(), |folder| folder.display().to_string());
        return Err(Failure::Refused(format!(
            "there is no workshop in {place}; podium import makes one from a handout"
        )));
    }
    Ok(Shelf::of(library))
}

async fn serve(config: Config, content: Shelf, metrics: PrometheusHandle) -> Result<(), Failure> {
    // From here on nobody who asks it to stop is overheard.
    let stop = asked_to_stop()?;
    let database = without_password(&config.database);
    let store = Store::open(&config.database)
        .await
        .map_err(|error| Failure::Refused(format!("the database {database} cannot be opened: {error}")))?;
    let secret = secret(&config, &store).await?;
    let listener = listen(config.listen).await?;
    let local = listener.local_addr().unwrap_or(config.listen);
    let address = config.public_url.clone().unwrap_or_else(|| format!("http://{}", reachable(local)));
    let folder = config.content.clone();
    let app = App::new(config, store, secret, address, metrics);
    app.put_on_shelf(content, Now::read().0).await?;
    if let Some(folder) = folder {
        watch::follow(app.clone(), folder)?;
    }
    tokio::spawn(keep_house(app.clone()));
    tokio::spawn(pass_grades_on(app.clone()));
    tokio::spawn(recording::record(app.clone()));

    print(&format!("Podium is listening on http://{}", reachable(local)));
    if !app.address.ends_with(&reachable(local).to_string()) {
        print(&format!("People find it at {}", app.address));
    }
    if let Some((path, until)) = invitation::first_run(&app.store, Now::read()).await? {
        let (_, until) = podium::web::when::moment(until);
        print(&format!("The owner's account is made with this link, once, until {until}:\n  {}{path}", app.address));
    }
    tracing::info!(%local, %database, "ready");

    server::serve(listener, router(app.clone()), stop).await;
    app.store.close().await;
    tracing::info!("stopped");
    Ok(())
}

/// The portal's secret: as the settings have it, else the one that was made once and is kept in the database.
pub(super) async fn secret(config: &Config, store: &Store) -> Result<Secret, Failure> {
    Ok(match &config.secret {
        Some(secret) => Secret::new(secret.as_bytes()),
        None => Secret::new(&store.setting_or(SECRET, Now::token().to_vec()).await?),
    })
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let instead = match error.kind() {
            std::io::ErrorKind::AddrInUse => "another program listens there; stop it, or give another with --listen",
            std::io::ErrorKind::PermissionDenied => {
                "ports below 1024 need a privilege; give a higher one with --listen"
            }
            _ => "give an address of this machine with --listen",
        };
        Failure::Refused(format!("cannot listen on {address}: {error}; {instead}"))
    })
}

/// An address that a browser on this machine can open.
pub(super) fn reachable(local: SocketAddr) -> SocketAddr {
    match local {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => SocketAddr::from(([127, 0, 0, 1], v4.port())),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, v6.port())),
        other => other,
    }
}

/// Ready when the process was asked to stop: SIGTERM, or Ctrl-C at the terminal.
fn asked_to_stop() -> Result<impl Future<Output = ()>, Failure> {
    let watch = |kind| signal(kind).map_err(|error| Failure::Refused(format!("signals cannot be followed: {error}")));
    let (mut terminate, mut interrupt) = (watch(SignalKind::terminate())?, watch(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to stop");
    })
}

/// What has to be done now and then.
async fn keep_house(app: App) {
    let (mut upkeep, mut prune) = (tokio::time::interval(UPKEEP), tokio::time::interval(PRUNE));
    loop {
        tokio::select! {
            _ = upkeep.tick() => app.metrics.run_upkeep(),
            _ = prune.tick() => forget_ended(&app).await,
        }
    }
}

/// Passes what people from learning platforms have done back to them, for as long as the portal runs.
async fn pass_grades_on(app: App) {
    let mut turns = tokio::time::interval(GRADES);
    turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        match lti::grades::pass_on(&app, Now::read).await {
            Ok(0) => {}
            Ok(scores) => tracing::info!(scores, "grades were passed back"),
            Err(error) => tracing::warn!(%error, "grades could not be looked at"),
        }
    }
}

async fn forget_ended(app: &App) {
    let now = Now::read();
    match app.store.prune(now.0, session::IDLE_SECONDS).await {
        Ok(pruned) if pruned == Pruned::default() => {}
        Ok(Pruned { sessions, people }) => {
            tracing::info!(sessions, people, "what nobody can come back to was forgotten");
        }
        Err(error) => tracing::warn!(%error, "what nobody can come back to could not be forgotten"),
    }
    match keeping::forget_cohorts(&app.store, app.config.keep_cohorts_days, now).await {
        Ok(0) => {}
        Ok(cohorts) => tracing::info!(cohorts, "cohorts that were kept long enough were deleted"),
        Err(error) => tracing::warn!(%error, "cohorts that were kept long enough could not be deleted"),
    }
    if let Err(error) = app.store.prune_accounts(now.0, account::alive(now)).await {
        tracing::warn!(%error, "ended sessions of facilitators could not be forgotten");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_address_can_be_opened() {
        let cases = [("0.0.0.0:8080", "127.0.0.1:8080"), ("[::]:8080", "[::1]:8080"), ("192.0.2.1:80", "192.0.2.1:80")];
        for (listen, open) in cases {
            assert_eq!(reachable(listen.parse().unwrap()).to_string(), open);
        }
    }
}
