//! What must hold towards strangers.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};

use crate::support::{Folder, Person, Portal};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// Sends these bytes as they are, and reads the answer to its end or until the time is over.
fn raw(portal: &Portal, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(portal.address.trim_start_matches("http://")).expect("the portal listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time limit");
    // The portal may answer and close before it has read everything.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    while let Ok(count) = stream.read(&mut part) {
        if count == 0 {
            break;
        }
        answer.extend_from_slice(&part[..count]);
        if answer.len() > 12 && !answer.starts_with(b"HTTP/1.1 200") {
            break;
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("no answer")
}

#[tokio::test]
async fn every_answer_has_the_headers() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    maya.marks("aks-networking", "networking-models", "kubenet").await;
    let page = maya.reads("/w/aks-networking/networking-models").await;
    let css = page.attributes("link[rel=stylesheet]", "href").remove(0);
    let paths = [
        "/",
        "/w/aks-networking/networking-models",
        "/me",
        "/nothing",
        "/healthz",
        "/api/v1/workshops",
        "/api/v1/none",
        "/robots.txt",
        &css,
    ];
    for path in paths {
        let page = maya.opens(path).await;
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert!(!page.header("x-request-id").is_empty(), "{path}");
        assert!(page.headers.get("access-control-allow-origin").is_none(), "{path}");
        assert!(page.headers.get("server").is_none(), "{path}");
    }
    assert_eq!(maya.reads("/w/aks-networking/networking-models").await.header("cache-control"), "no-store");
    assert_eq!(maya.reads("/me").await.header("cache-control"), "no-store");
    assert_eq!(maya.reads(&css).await.header("cache-control"), "public, max-age=31536000, immutable");
}

#[tokio::test]
async fn no_page_has_inline_script_or_style() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    maya.marks("aks-networking", "networking-models", "kubenet").await;
    maya.sends("/me/code", &[]).await;
    for path in [
        "/",
        "/w/aks-networking/networking-models",
        "/w/aks-networking/handout",
        "/w/aks-networking/glossary",
        "/w/aks-networking/search?q=a",
        "/w/aks-networking/notes",
        "/me",
        "/continue",
        "/nothing",
    ] {
        let page = maya.opens(path).await;
        assert_eq!(page.count("[style]"), 0, "{path} has a style attribute");
        assert_eq!(page.count("style"), 0, "{path} has a style element");
        assert_eq!(page.count("script:not([src])"), 0, "{path} has an inline script");
        for name in ["onclick", "onload", "onerror", "onsubmit", "onchange"] {
            assert_eq!(page.count(&format!("[{name}]")), 0, "{path} has {name}");
        }
    }
}

#[tokio::test]
async fn changes_from_other_sites_are_refused() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    maya.marks("plan", "cables", "copper").await;
    let attacks: [&[(&str, &str)]; 4] = [
        &[FORM, ("Sec-Fetch-Site", "cross-site")],
        &[FORM, ("Sec-Fetch-Site", "same-site")],
        &[FORM, ("Origin", "https://evil.example")],
        &[FORM, ("Origin", "null")],
    ];
    for headers in attacks {
        for (path, body) in [
            ("/w/plan/cables/copper/done", "undo=1"),
            ("/me/delete", "sure=yes"),
            ("/me/name", "name=x"),
            ("/continue", "code=a"),
            ("/theme", "theme=dark"),
        ] {
            let answer = maya.asks(Method::POST, path, headers, body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?} {path}");
        }
    }
    let page = maya.reads("/w/plan/cables").await;
    assert_eq!(page.count("#_mark-copper form input[name=undo][value='1']"), 1, "a foreign page changed something");
    // A body of a kind that a form on a foreign page could send without asking.
    let plain = maya
        .asks(
            Method::POST,
            "/w/plan/cables/copper/note",
            &[("Content-Type", "text/plain"), ("Sec-Fetch-Site", "same-origin")],
            "body=x",
        )
        .await;
    assert_eq!(plain.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn no_get_changes_anything() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    maya.marks("plan", "cables", "copper").await;
    maya.sends("/me/code", &[]).await;
    let export = |text: &str| text.lines().filter(|line| !line.contains("seen")).collect::<Vec<_>>().join("\n");
    let before = export(&maya.reads("/me/export.json").await.body);
    for path in [
        "/me/code",
        "/me/code/replace",
        "/me/code/revoke",
        "/me/delete?sure=yes",
        "/me/name?name=x",
        "/w/plan/cables/copper/done?undo=1",
        "/w/plan/cables/fibre/done",
        "/w/plan/cables/copper/note?body=x&base=0",
        "/theme?theme=dark",
    ] {
        let answer = maya.opens(path).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    for path in ["/", "/w/plan", "/w/plan/cables", "/w/plan/notes", "/me", "/continue", "/w/plan/search?q=x"] {
        maya.reads(path).await;
    }
    assert_eq!(export(&maya.reads("/me/export.json").await.body), before);
}

#[test]
fn one_host_and_only_one() {
    let portal = Portal::start();
    let get = |head: &str| raw(&portal, format!("GET /healthz HTTP/1.1\r\n{head}Connection: close\r\n\r\n").as_bytes());
    assert_eq!(status(&get("Host: a.example\r\n")), "200");
    for head in ["", "Host: a\r\nHost: b\r\n", "Host: \r\n", "Host: a/b\r\n", "Host: <script>\r\n", "Host: a b\r\n"] {
        assert_eq!(status(&get(head)), "400", "{head:?}");
    }
    assert_eq!(status(&raw(&portal, b"GET /healthz HTTP/1.0\r\n\r\n")), "200", "HTTP/1.0 needs no host");
}

#[test]
fn requests_that_can_be_read_in_two_ways_are_refused() {
    let portal = Portal::start();
    let post = |head: &str, body: &str| {
        raw(&portal, format!("POST /theme HTTP/1.1\r\nHost: a\r\n{head}\r\n{body}").as_bytes())
    };
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    for head in [
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -1\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
    ] {
        assert_eq!(status(&post(&format!("{form}{head}"), "theme=dark")), "400", "{head:?}");
    }
    let huge = format!("X: {}\r\n", "a".repeat(70 * 1024));
    assert!(["431", "400"].contains(&status(&post(&format!("{form}{huge}"), ""))));
}

#[test]
fn who_sends_the_head_of_a_request_too_slowly_is_cut_off() {
    let portal = Portal::start();
    let started = Instant::now();
    let answer = raw(&portal, b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    assert!(started.elapsed() < Duration::from_secs(19), "the connection is held open");
    assert!(started.elapsed() > Duration::from_secs(5), "slow people are cut off, too: {answer}");
}

#[tokio::test]
async fn bodies_have_a_limit() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    let answer = maya.asks(Method::POST, "/me/name", &[FORM], &format!("name={}", "x".repeat(70 * 1024))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    answer.says("nothing was saved");
    let answer = maya
        .asks(Method::POST, "/w/plan/cables/copper/note", &[FORM], &format!("base=0&body={}", "x".repeat(300 * 1024)))
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Whoever is still sending hears the refusal, however much it is and however often.
    let large = format!("name={}", "x".repeat(6 * 1024 * 1024));
    for path in ["/me/name", "/continue", "/w/plan/cables/copper/note", "/tools/subnet/keep", "/tools/vnet-plan/change"]
    {
        for _ in 0..4 {
            let answer = maya.asks(Method::POST, path, &[FORM], &large).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        }
    }
    // The longest note in the widest script, percent-encoded, is taken.
    let widest = "%F0%9F%91%A9".repeat(10_000);
    let answer = maya.asks(Method::POST, "/w/plan/cables/copper/note", &[FORM], &format!("base=0&body={widest}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.words());
}

#[tokio::test]
async fn what_people_type_is_never_markup() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let payloads = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</textarea><script>alert(1)</script>",
        "' onfocus='alert(1)",
        "{{7*7}}${7*7}",
        "javascript:alert(1)",
    ];
    for payload in payloads {
        let maya = Person::at(&portal);
        maya.sends("/w/plan/cables/copper/note", &[("body", payload), ("base", "0")]).await;
        maya.sends("/me/name", &[("name", payload)]).await;
        let query: String =
            reqwest::Url::parse_with_params("http://a/", [("q", payload)]).unwrap().query().unwrap().to_owned();
        let pages = [
            "/w/plan/cables".to_owned(),
            "/w/plan/notes".to_owned(),
            "/me".to_owned(),
            format!("/w/plan/search?{query}"),
            format!("/nothing?{query}"),
        ];
        for path in pages {
            let page = maya.opens(&path).await;
            assert_eq!(page.count("script:not([src])"), 0, "{path} runs {payload}");
            assert_eq!(
                page.count("img[src=x]") + page.count("[onerror]") + page.count("[onfocus]"),
                0,
                "{path} runs {payload}"
            );
        }
        let answer = maya.sends("/continue", &[("code", payload)]).await;
        assert_eq!(answer.count("script:not([src])") + answer.count("[onfocus]") + answer.count("[onerror]"), 0);
    }
}

#[tokio::test]
async fn what_is_somebody_elses_is_not_there() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let (maya, other) = (Person::at(&portal), Person::at(&portal));
    maya.sends("/w/plan/cables/copper/note", &[("body", "canary of mine"), ("base", "0")]).await;
    other.marks("plan", "cables", "fibre").await;
    for path in [
        "/w/plan/cables",
        "/w/plan/notes",
        "/w/plan/notes.md",
        "/me",
        "/me/export.json",
        "/me/export.md",
        "/w/plan/search?q=canary",
    ] {
        assert!(!other.opens(path).await.body.contains("canary of mine"), "{path}");
    }
}

#[tokio::test]
async fn methods_that_nobody_needs_are_refused() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    for method in ["TRACE", "PUT", "DELETE", "PATCH", "BREW"] {
        let answer = maya.asks(Method::from_bytes(method.as_bytes()).unwrap(), "/", &[], "").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
    for path in [
        "/.git/config",
        "/static/",
        "/static/../Cargo.toml",
        "/w/aks-networking/files/../workshop.toml",
        "/w/aks-networking/files/workshop.toml",
        "/w/aks-networking/files/%2e%2e/workshop.toml",
        "/podium.db",
    ] {
        assert_eq!(maya.opens(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
