//! What must not be seen: passwords, tokens, cookies.

use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

use super::{OTHERS, OWNERS, command, first_link, invited, path_of, signs_in};
use crate::support::Portal;
use crate::support::portal::Home;

async fn joins_plainly(client: &Client, url: &str) -> Response {
    let form = [("email", "ada@example.org"), ("name", "Ada"), ("password", OWNERS), ("again", OWNERS)];
    client.post(url).header("Sec-Fetch-Site", "same-origin").form(&form).send().await.expect("an answer")
}

fn cookies(response: &Response) -> Vec<String> {
    response.headers().get_all("set-cookie").iter().map(|value| value.to_str().expect("plain").to_owned()).collect()
}

#[tokio::test]
async fn cookies_are_kept_from_scripts_and_from_plain_http() {
    let client = Client::builder().redirect(Policy::none()).build().expect("a client");
    for (arguments, prefix, secure) in
        [(&[][..], "", false), (&["--public-url", "https://podium.example.org"][..], "__Host-", true)]
    {
        let portal = Portal::start_with(arguments);
        let response = joins_plainly(&client, &portal.url(&first_link(&portal))).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let set = cookies(&response);
        assert_eq!(set.len(), 2, "{set:?}");
        for (cookie, name) in set.iter().zip(["podium-facilitator", "podium-known"]) {
            let (key, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            assert_eq!(key, format!("{prefix}{name}"));
            assert_eq!(value.len(), 43, "256 bits");
            for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(cookie.contains(flag), "{cookie}");
            }
            assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        assert!(set[0].contains("Max-Age=2592000"), "{}", set[0]);
        let session = set[0].split(';').next().expect("a pair").to_owned();
        // The known browser's cookie opens nothing.
        let known = set[1].split(';').next().expect("a pair").to_owned();
        let value = known.split_once('=').expect("a pair").1;
        for cookie in [known.clone(), format!("{prefix}podium-facilitator={value}")] {
            let home = client.get(portal.url("/facilitate")).header("Cookie", cookie).send().await.expect("an answer");
            assert_eq!(home.status(), StatusCode::SEE_OTHER);
        }
        let ask = |cookie: String| client.get(portal.url("/facilitate")).header("Cookie", cookie).send();
        assert_eq!(ask(session.clone()).await.expect("an answer").status(), StatusCode::OK);
        if secure {
            // A name that a neighbouring host could set is not believed.
            let plain = session.trim_start_matches("__Host-").to_owned();
            assert_eq!(ask(plain).await.expect("an answer").status(), StatusCode::SEE_OTHER);
        }
        // Signed out, the session is gone from the portal, not only from the browser.
        let out = client.post(portal.url("/facilitate/sign-out")).header("Cookie", session.clone());
        let out = out.header("Sec-Fetch-Site", "same-origin").send().await.expect("an answer");
        assert!(cookies(&out)[0].contains("Max-Age=0"), "{:?}", cookies(&out));
        assert_eq!(ask(session).await.expect("an answer").status(), StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn signing_in_gives_a_new_session_and_ends_the_one_before() {
    let client = Client::builder().redirect(Policy::none()).build().expect("a client");
    let portal = Portal::start();
    let first = cookies(&joins_plainly(&client, &portal.url(&first_link(&portal))).await).remove(0);
    let first = first.split(';').next().expect("a pair").to_owned();
    let form = [("email", "ada@example.org"), ("password", OWNERS)];
    let request = client.post(portal.url("/facilitate/sign-in")).header("Cookie", &first);
    let second = request.header("Sec-Fetch-Site", "same-origin").form(&form).send().await.expect("an answer");
    assert_eq!(second.status(), StatusCode::SEE_OTHER);
    let second = cookies(&second).remove(0).split(';').next().expect("a pair").to_owned();
    assert_ne!(first, second);
    let ask = |cookie: String| client.get(portal.url("/facilitate")).header("Cookie", cookie).send();
    assert_eq!(ask(first).await.expect("an answer").status(), StatusCode::SEE_OTHER);
    assert_eq!(ask(second).await.expect("an answer").status(), StatusCode::OK);
}

#[tokio::test]
async fn passwords_tokens_and_addresses_are_in_no_page_no_log_and_not_in_the_database() {
    let portal = Home::new(&["--log-format", "json", "--log", "debug"]).start();
    let link = first_link(&portal);
    let ada = super::owner(&portal).await;
    let mut pages = Vec::new();
    let bob = invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
    let change = [("old", OWNERS), ("password", "wrong canary two"), ("again", "wrong canary three")];
    pages.push(ada.sends("/facilitate/password", &change).await);
    pages.push(signs_in(&bob, "bob@example.org", "wrong canary one").await);
    pages.push(signs_in(&bob, "bob@example.org", OTHERS).await);
    let page = ada.sends("/facilitate/facilitators", &[("email", "eve@example.org"), ("role", "owner")]).await;
    let second = path_of(&page.text("#_link"));
    pages.push(ada.sends(&second, &[("name", "Eve"), ("password", "wrong canary"), ("again", "x")]).await);
    for path in ["/facilitate", "/facilitate/facilitators", "/facilitate/audit"] {
        pages.push(ada.reads(path).await);
    }
    let (_, printed, _) = command(&portal, &["reset", "bob@example.org"]);
    let third = path_of(&printed);
    for page in &pages {
        for secret in [OWNERS, OTHERS, "wrong canary", "$argon2id"] {
            assert!(!page.body.contains(secret), "{secret} is in {}", page.url);
        }
        assert_eq!(page.attributes("input[type=password]", "value"), Vec::<String>::new(), "{}", page.url);
    }
    let log = portal.log();
    let tokens = [&link, &second, &third].map(|link| link.rsplit('/').next().unwrap_or_default().to_owned());
    for secret in [OWNERS, OTHERS, "canary", "example.org", "Lovelace", "$argon2id"] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
    for token in &tokens {
        assert!(!log.contains(token.as_str()), "a token is in the log");
    }
    for said in ["a one-time link was used", "a facilitator's password was wrong", "a facilitator signed in"] {
        assert!(log.contains(said), "{said} is not in the log: {log}");
    }
    let (_, home) = portal.stop();
    let file = std::fs::read(home.path().join("podium.db")).expect("the database");
    let holds = |text: &str| file.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("$argon2id$v=19$"), "the file was misread");
    for secret in [OWNERS, OTHERS].into_iter().chain(tokens.iter().map(String::as_str)) {
        assert!(!holds(secret), "{secret} is in the database");
    }
}
