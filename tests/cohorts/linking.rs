//! A teacher puts a link to a cohort into a course of a learning platform.

use podium::domain::cohort::{Names, Settings};
use podium::web::jws::{self, PublicKey};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::joining_support::{Cohort, now};
use super::launching::{Key, Platform, arranged, begins, claim, comes_back, launch_of};
use crate::support::Person;

/// A request for a link, by somebody who teaches.
fn linking_of(platform: &Platform, nonce: &str) -> Value {
    let seconds = now().0 / 1000;
    json!({
        "iss": platform.address, "sub": "u-1", "aud": "client-1", "exp": seconds + 300, "iat": seconds, "nonce": nonce,
        (claim("message_type")): "LtiDeepLinkingRequest",
        (claim("version")): "1.3.0",
        (claim("deployment_id")): "d-1",
        (claim("roles")): ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"],
        "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings": {
            "deep_link_return_url": format!("{}/return?course=7", platform.address),
            "accept_types": ["ltiResourceLink"], "accept_presentation_document_targets": ["iframe", "window"],
            "accept_lineitem": true, "data": "to the letter <&>",
        },
    })
}

#[tokio::test]
async fn who_teaches_puts_a_signed_link_into_the_course_and_it_opens() {
    let key = Key::new("k-1");
    let (portal, platform, cohort, _) = arranged(&key, Settings { names: Names::Real, ..Settings::default() }).await;
    Cohort::made(&portal, "aks-networking", "Not for platforms", Settings::default()).await;
    // In a frame, so without cookies.
    let course = Person::at(&portal);
    let asked = begins(&course, &portal, &platform, "client-1").await;
    let page = comes_back(&course, &asked.state, &key.signs(&linking_of(&platform, &asked.nonce))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    let policy = page.header("content-security-policy");
    assert!(policy.contains("form-action 'self'") && policy.contains(&platform.address), "{policy}");
    assert_eq!(page.attributes("optgroup", "label"), ["Spring"], "other cohorts are not offered");
    let targets = page.attributes("option", "value");
    assert!(targets.contains(&format!("{} module egress", cohort.id)) && targets.len() > 8, "{targets:?}");

    let way = page.attributes("input[name=way]", "value")[0].clone();
    let target = format!("{} module egress", cohort.id);
    for wrong in ["", "nonsense", &Uuid::nil().to_string(), &format!("{} module nonsense", cohort.id)] {
        let page = course.sends("/lti/link", &[("way", &way), ("target", wrong)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}: {}", page.words());
        assert_eq!(page.attributes("input[name=way]", "value"), [way.as_str()], "nothing is lost");
    }
    for stray in ["", "AAAA", &way[..way.len() - 4]] {
        let page = course.sends("/lti/link", &[("way", stray), ("target", &target)]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{stray}");
    }
    let page = course.sends("/lti/link", &[("way", &way), ("target", &target)]).await;
    assert_eq!(page.attributes("form", "action"), [format!("{}/return?course=7", platform.address)]);
    let policy = page.header("content-security-policy");
    assert!(policy.contains(&format!("form-action {};", platform.address)), "{policy}");

    // The platform reads the answer with the keys that this portal shows.
    let keys: Value = serde_json::from_str(&course.reads("/.well-known/jwks.json").await.body).expect("keys");
    let keys: Vec<PublicKey> =
        keys["keys"].as_array().expect("a list").iter().filter_map(PublicKey::from_jwk).collect();
    let token = page.attributes("input[name=JWT]", "value")[0].clone();
    let claims = jws::read(&token).expect("a token").check(&keys).expect("signed by this portal");
    assert_eq!((claims["iss"].as_str(), claims["aud"].as_str()), (Some("client-1"), Some(platform.address.as_str())));
    assert_eq!(claims[claim("deployment_id")], "d-1");
    assert_eq!(claims[claim("message_type")], "LtiDeepLinkingResponse");
    assert_eq!(claims["https://purl.imsglobal.org/spec/lti-dl/claim/data"], "to the letter <&>");
    let seconds = now().0 / 1000;
    assert!(claims["exp"].as_i64().expect("an end") > seconds && claims["iat"].as_i64().expect("a time") <= seconds);
    let items = claims["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"].as_array().expect("items");
    let [item] = &items[..] else { panic!("{items:?}") };
    assert_eq!(
        (item["title"].as_str(), item["lineItem"]["scoreMaximum"].as_i64()),
        (Some("Spring: Egress traffic"), Some(100))
    );
    assert_eq!(item["url"], portal.url("/lti/launch"));

    // A launch with what the platform was told to say leads there.
    let asked = begins(&course, &portal, &platform, "client-1").await;
    let mut launch = launch_of(&platform, &cohort, &asked.nonce);
    launch[claim("custom")] = item["custom"].clone();
    let maya = Person::at(&portal);
    let into = super::launching::way(&comes_back(&course, &asked.state, &key.signs(&launch)).await);
    let page = maya.sends(&into, &[("name", "Maya")]).await;
    assert_eq!(page.url.path(), "/w/aks-networking/egress", "{}", page.words());

    // Nothing goes back as nothing.
    let page = course.sends("/lti/link", &[("way", &way), ("nothing", "yes")]).await;
    let token = page.attributes("input[name=JWT]", "value")[0].clone();
    let claims = jws::read(&token).expect("a token").check(&keys).expect("signed by this portal");
    assert_eq!(claims["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"], json!([]));
}

#[tokio::test]
async fn no_link_is_put_where_it_is_not_wanted_or_not_safe() {
    let key = Key::new("k-1");
    let (portal, platform, _, _) = arranged(&key, Settings::default()).await;
    let course = Person::at(&portal);
    let settings = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings";
    let learner = json!(["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]);
    for (what, change) in [
        ("a learner", (claim("roles"), learner)),
        ("no settings", (settings.to_owned(), Value::Null)),
        (
            "script",
            (
                settings.to_owned(),
                json!({ "deep_link_return_url": "javascript:alert(1)", "accept_types": ["ltiResourceLink"] }),
            ),
        ),
        (
            "plain http",
            (
                settings.to_owned(),
                json!({ "deep_link_return_url": "http://elsewhere.example/", "accept_types": ["ltiResourceLink"] }),
            ),
        ),
        (
            "files alone",
            (
                settings.to_owned(),
                json!({ "deep_link_return_url": format!("{}/r", platform.address), "accept_types": ["file"] }),
            ),
        ),
        ("deployment", (claim("deployment_id"), json!("d-2"))),
        ("expired", ("exp".to_owned(), json!(1))),
    ] {
        let asked = begins(&course, &portal, &platform, "client-1").await;
        let mut claims = linking_of(&platform, &asked.nonce);
        claims[change.0] = change.1;
        let page = comes_back(&course, &asked.state, &key.signs(&claims)).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{what}: {}", page.words());
        assert_eq!(page.count("form"), 0, "{what}");
    }
    // What was asked once is not asked again with the same token.
    let asked = begins(&course, &portal, &platform, "client-1").await;
    let token = key.signs(&linking_of(&platform, &asked.nonce));
    assert_eq!(comes_back(&course, &asked.state, &token).await.status, StatusCode::OK);
    assert_eq!(comes_back(&course, &asked.state, &token).await.status, StatusCode::BAD_REQUEST);
}
