//! What no other site, and no link, gets a facilitator's browser to do. Who may do what stands in `tests/allowed.rs`.

use reqwest::{Method, StatusCode};

use super::{first_link, forms_of, invited, owner};
use crate::support::Portal;

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn nothing_is_taken_from_other_sites_and_no_get_changes_anything() {
    let portal = Portal::start();
    let link = first_link(&portal);
    let ada = owner(&portal).await;
    let bob = invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
    let bobs = forms_of(&ada, "bob@example.org").await;
    let attacks: [&[(&str, &str)]; 4] = [
        &[FORM, ("Sec-Fetch-Site", "cross-site")],
        &[FORM, ("Sec-Fetch-Site", "same-site")],
        &[FORM, ("Origin", "https://evil.example")],
        &[FORM, ("Origin", "null")],
    ];
    let before = ada.reads("/facilitate/audit").await.texts(".kept-list li");
    let owned = [
        ("/facilitate/sign-in".to_owned(), "email=bob@example.org&password=x"),
        ("/facilitate/sign-out".to_owned(), ""),
        ("/facilitate/name".to_owned(), "name=x"),
        ("/facilitate/password".to_owned(), "old=x&password=y&again=y"),
        ("/facilitate/facilitators".to_owned(), "email=c@example.org&role=owner"),
        (format!("{bobs}/role"), "role=owner"),
        (format!("{bobs}/reset"), ""),
        (format!("{bobs}/sign-out"), ""),
        (format!("{bobs}/remove"), "sure=yes"),
        (link, "name=x"),
    ];
    for headers in attacks {
        for (path, body) in &owned {
            let answer = ada.asks(Method::POST, path, headers, body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?} {path}");
        }
    }
    for path in ["/facilitate/sign-out", "/facilitate/name?name=x", &format!("{bobs}/remove?sure=yes")] {
        assert_eq!(ada.opens(path).await.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    assert_eq!(ada.reads("/facilitate/audit").await.texts(".kept-list li"), before);
    bob.reads("/facilitate").await;
}
