//! What people may type and send.

use reqwest::{Method, StatusCode};

use super::{DESIGN, OVERLAY, WIZARDS, design_id, keeps, portal_and};

#[tokio::test]
async fn markup_stays_text_wherever_a_design_shows_it() {
    let (_portal, people) = portal_and(2).await;
    let maya = &people[0];
    let evil = "</textarea><script>alert(1)</script>\u{202e}";
    let mut answers = OVERLAY.to_vec();
    answers.push(("_note", evil));
    keeps(maya, "network-model", &answers).await;
    let id = design_id(maya).await;
    let sheet = format!("{DESIGN}/sheet");
    maya.sends(&sheet, &[("_base", "2"), ("tags", "a=<script>alert(2)</script>"), ("resource-group", "rg-x")]).await;
    let words = [("base", "3"), ("title", evil), ("open", evil), ("notes", evil)];
    maya.sends(&format!("{DESIGN}/{id}/words"), &words).await;
    maya.sends(&format!("{DESIGN}/{id}/share"), &[]).await;
    let page = maya.reads(DESIGN).await;
    let link = page.text("#_share-link");
    let link = &link[link.find("/w/").unwrap()..];
    let query = OVERLAY.map(|(question, option)| format!("{question}={option}")).join("&");
    let pages = [
        DESIGN.to_owned(),
        format!("{DESIGN}/sheet"),
        format!("{DESIGN}/history"),
        format!("{DESIGN}/compare?a={id}&b={id}.1"),
        format!("{DESIGN}?since=1"),
        link.to_owned(),
        format!("{WIZARDS}/network-model?{query}"),
        "/w/aks-networking".to_owned(),
        "/tools/aks-plan".to_owned(),
    ];
    for path in pages {
        let page = maya.reads(&path).await;
        assert!(!page.body.contains("<script>"), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn forms_that_make_no_sense_are_refused_and_break_nothing() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    keeps(maya, "network-model", &OVERLAY).await;
    let id = design_id(maya).await;
    let own = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let base = format!("{DESIGN}/{id}");
    let cases = [
        (format!("{base}/words"), "base=x", StatusCode::BAD_REQUEST),
        (format!("{base}/words"), "", StatusCode::BAD_REQUEST),
        (format!("{base}/restore"), "revision=99", StatusCode::NOT_FOUND),
        (format!("{base}/restore"), "revision=-1", StatusCode::NOT_FOUND),
        (format!("{DESIGN}/new"), "copy=x", StatusCode::NOT_FOUND),
        (format!("{DESIGN}/00000000-0000-0000-0000-000000000000/use"), "", StatusCode::NOT_FOUND),
        (format!("{DESIGN}/x/use"), "", StatusCode::BAD_REQUEST),
        (format!("{WIZARDS}/nothing/keep"), "a=b", StatusCode::NOT_FOUND),
        (format!("{base}/decisions/nothing/renew"), "", StatusCode::NOT_FOUND),
    ];
    for (path, body, status) in cases {
        let page = maya.asks(Method::POST, &path, &own, body).await;
        assert_eq!(page.status, status, "{path} {body}: {}", page.words());
    }
    let foreign = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    for path in
        [format!("{base}/delete"), format!("{base}/share"), format!("{DESIGN}/sheet"), format!("{DESIGN}/import")]
    {
        let page = maya.asks(Method::POST, &path, &foreign, "sure=yes").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(maya.reads(DESIGN).await.count("#_decision-network-model"), 1);
}

#[tokio::test]
async fn answers_that_lead_to_nothing_can_be_kept_and_found_again() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let page = keeps(maya, "network-model", &[("existing", "new"), ("foreign", "x")]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.text("#_decision-network-model h3"), "Not decided yet");
    let twice = keeps(maya, "network-model", &[]).await;
    assert_eq!(twice.count("article.decision"), 1, "a wizard has one decision");
}
