//! From one typed command to a portal that answers, and to its clean end.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};

use crate::support::portal::{Home, program, run, signal};
use crate::support::{Folder, Person, Portal};

#[tokio::test]
async fn with_nothing_configured_it_makes_its_database_and_prints_the_owners_link_once() {
    let portal = Portal::start();
    assert!(portal.address.starts_with("http://127.0.0.1:"));
    assert!(portal.database_file().exists());
    let link = |portal: &Portal| {
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            let lines = portal.printed();
            if let Some(line) = lines.iter().find(|line| line.contains("/facilitate/invitations/")) {
                return line.trim().to_owned();
            }
            assert!(Instant::now() < until, "no link: {lines:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    let link = link(&portal);
    let path = link.strip_prefix(&portal.address).expect("the portal's own address").to_owned();
    let maya = Person::at(&portal);
    maya.reads(&path).await;
    let last = path.chars().next_back().unwrap();
    let wrong = format!("{}{}", &path[..path.len() - 1], if last == 'A' { 'B' } else { 'A' });
    assert_eq!(maya.opens(&wrong).await.status, StatusCode::NOT_FOUND);
    // Only its hash is kept.
    let token = path.rsplit('/').next().unwrap();
    let file = std::fs::read(portal.database_file()).unwrap();
    let journal = std::fs::read(portal.folder().join("podium.db-wal")).unwrap_or_default();
    let holds = |bytes: &[u8]| bytes.windows(token.len()).any(|part| part == token.as_bytes());
    assert!(!holds(&file) && !holds(&journal), "the link's token is in the database");
    assert!(!portal.log().contains(token), "the link's token is in the log");

    let (_, home) = portal.stop();
    let portal = home.start();
    Person::at(&portal).reads("/readyz").await;
    assert!(
        !portal.printed().iter().any(|line| line.contains("/facilitate/")),
        "a second link: {:?}",
        portal.printed()
    );
}

#[test]
fn a_wrong_setting_stops_the_start_with_its_name_and_what_would_be_right() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, said) = run(folder.path(), &["serve", "--listen", "8080"]);
    assert_eq!(code, 2);
    assert_eq!(
        said.trim(),
        "podium: --listen is \"8080\": that is no address to listen on; give an IP address and a port, such as 127.0.0.1:8080, 0.0.0.0:80 or [::1]:8080"
    );

    let from_variable =
        program().env("PODIUM_DATABASE", "mysql://u:pw@h/d").current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8(from_variable.stderr).unwrap();
    assert_eq!(from_variable.status.code(), Some(2));
    assert!(
        said.contains("PODIUM_DATABASE is \"mysql://u@h/d\": there is no support for mysql") && !said.contains("pw"),
        "{said}"
    );

    std::fs::write(folder.path().join("podium.toml"), "\nlog_format = \"xml\"\n").unwrap();
    let (code, _, said) = run(folder.path(), &[]);
    assert_eq!(code, 2);
    assert!(
        said.contains("podium.toml:2: log_format is \"xml\": there is no such format; give text or json"),
        "{said}"
    );

    let (code, _, said) = run(folder.path(), &["serve", "--lisen", "x"]);
    assert!(code == 2 && said.contains("--listen"), "{code} {said}");
    let (code, _, said) = run(folder.path(), &["--config", "none.toml"]);
    assert!(code == 2 && said.contains("none.toml cannot be read"), "{code} {said}");
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        vec!["--help"],
        vec!["serve", "--help"],
        vec!["check", "--help"],
        vec!["import", "--help"],
        vec!["facilitator", "--help"],
        vec!["facilitator", "add", "--help"],
        vec!["facilitator", "reset", "--help"],
        vec!["backup", "--help"],
        vec!["restore", "--help"],
    ] {
        let (code, printed, _) = run(folder.path(), &command);
        assert_eq!(code, 0, "{command:?}");
        assert!(printed.contains("Example: podium"), "{command:?}: {printed}");
    }
    assert_eq!(run(folder.path(), &["nonsense"]).0, 2);
    assert_eq!(run(folder.path(), &["check"]).0, 2);
}

#[test]
fn faulty_content_is_not_served() {
    let folder = Folder::plan();
    folder.module("cables", &["Copper {#copper}", "Copper again {#copper}"]);
    let (code, _, said) = run(folder.root(), &["--listen", "127.0.0.1:0", "--content", &folder.argument()]);
    assert_eq!(code, 1, "{said}");
    let line = format!("{}/modules/cables.md:12:18: ", folder.argument());
    assert!(said.contains(&line) && said.contains("1 fault"), "{said}");
    assert!(!folder.root().join("podium.db").exists(), "a database was made for nothing");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let (code, _, said) = run(folder.path(), &["--listen", &address]);
    assert_eq!(code, 1);
    assert!(said.contains(&format!("cannot listen on {address}")) && said.contains("--listen"), "{said}");
}

#[test]
fn a_second_portal_on_the_same_file_is_refused() {
    let portal = Portal::start();
    let (code, _, said) = run(portal.folder(), &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, 1);
    assert!(said.contains("in use by another podium"), "{said}");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}/none/podium.db", folder.path().display());
    let (code, _, said) = run(folder.path(), &["--listen", "127.0.0.1:0", "--database", &database]);
    assert_eq!(code, 1);
    assert!(said.contains("none/podium.db"), "{said}");
}

#[tokio::test]
async fn asked_to_stop_it_ends_open_requests_and_closes_cleanly() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    maya.marks("aks-networking", "networking-models", "kubenet").await;
    // An open connection that does nothing does not hold up the end.
    let _idle = std::net::TcpStream::connect(portal.address.trim_start_matches("http://")).unwrap();
    let (status, home) = portal.stop();
    assert_eq!(status.code(), Some(0));
    let journal = home.path().join("podium.db-wal");
    assert!(!journal.exists() || journal.metadata().unwrap().len() == 0, "the journal was not folded into the file");

    let portal = home.start();
    signal(portal.process(), "INT");
    let (status, _) = portal.stop_after_signal();
    assert_eq!(status.code(), Some(0), "Ctrl-C ends it as well");
}

#[tokio::test]
async fn the_operator_sees_how_it_does() {
    let portal = Portal::start_with(&["--metrics-token", "6f1c0a9be2d84c57a3f0b1e2d3c4f5a6"]);
    let maya = Person::at(&portal);
    assert_eq!(maya.reads("/healthz").await.body, "ok\n");
    assert_eq!(maya.reads("/readyz").await.body, "ready\n");
    maya.marks("aks-networking", "networking-models", "kubenet").await;
    let metrics = maya.reads("/metrics").await.body;
    for line in [
        "podium_http_requests_total{method=\"POST\",route=\"/w/{workshop}/{module}/{section}/done\",status=\"3xx\"} 1",
        "podium_http_request_seconds_bucket{method=\"GET\",route=\"/readyz\"",
        "podium_store_seconds_count{verb=\"mark\"} 1",
        "podium_process_resident_memory_bytes",
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
    // From elsewhere, as a proxy tells it, only with the token.
    let forwarded = ("X-Forwarded-For", "192.0.2.1");
    assert_eq!(maya.asks(Method::GET, "/metrics", &[forwarded], "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        maya.asks(Method::GET, "/metrics", &[("Host", "rebound.example")], "").await.status,
        StatusCode::NOT_FOUND
    );
    let token = ("Authorization", "Bearer 6f1c0a9be2d84c57a3f0b1e2d3c4f5a6");
    assert_eq!(maya.asks(Method::GET, "/metrics", &[forwarded, token], "").await.status, StatusCode::OK);
    let wrong = ("Authorization", "Bearer 6f1c0a9be2d84c57a3f0b1e2d3c4f5a7");
    assert_eq!(maya.asks(Method::GET, "/metrics", &[forwarded, wrong], "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_log_is_json_with_request_numbers_and_nothing_personal() {
    let portal = Home::new(&["--log-format", "json", "--log", "debug"]).start();
    let maya = Person::at(&portal);
    maya.marks("aks-networking", "networking-models", "kubenet").await;
    maya.sends("/w/aks-networking/networking-models/kubenet/note", &[("body", "canary-of-a-note"), ("base", "0")])
        .await;
    maya.sends("/me/name", &[("name", "canary-of-a-name\u{1b}[31m")]).await;
    let code = super::journeys::code_of(&maya).await;
    maya.sends("/continue", &[("code", &code)]).await;
    maya.opens("/w/aks-networking/search?q=canary-of-a-search").await;
    let answer = maya.opens("/nothing").await;
    let number = answer.header("x-request-id").to_owned();
    assert!(!number.is_empty());
    let log = portal.log();
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    assert!(lines.iter().any(|line| line["span"]["id"] == number.as_str()), "no line of request {number}: {log}");
    assert!(!log.contains("canary-of-a"), "personal data is in the log: {log}");
    assert!(
        !log.contains(&code) && !log.contains(code.split('-').next().unwrap_or("?")),
        "the code is in the log: {log}"
    );
}
