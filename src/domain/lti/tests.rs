//! Each thing that can be wrong with a launch, alone.

use serde_json::{Value, json};

use super::*;

const NOW: i64 = 1_800_000_000;

fn claim(name: &str) -> String {
    format!("https://purl.imsglobal.org/spec/lti/claim/{name}")
}

/// A launch in which nothing is wrong.
fn good() -> Value {
    json!({
        "iss": "https://platform.example",
        "sub": "u-17",
        "aud": "client-1",
        "exp": NOW + 300,
        "iat": NOW,
        "nonce": "n-1",
        "name": "Ada Lovelace",
        (claim("message_type")): "LtiResourceLinkRequest",
        (claim("version")): "1.3.0",
        (claim("deployment_id")): "d-1",
        (claim("roles")): ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
        (claim("resource_link")): { "id": "link-1", "title": "Networks" },
        (claim("custom")): { "cohort": "c-1", "module": "overlay", "other": 1 },
    })
}

fn message(claims: Value, deployments: &[String]) -> Result<Message, Refused> {
    let claims: Claims = serde_json::from_value(claims).unwrap();
    claims.check(Expected {
        issuer: "https://platform.example",
        client: "client-1",
        deployments,
        nonce: "n-1",
        now: Millis(NOW * 1000),
    })
}

fn check_among(claims: Value, deployments: &[String]) -> Result<Launch, Refused> {
    match message(claims, deployments)? {
        Message::Launch(launch) => Ok(launch),
        Message::Linking(linking) => panic!("{linking:?} opens no link"),
    }
}

fn check(claims: Value) -> Result<Launch, Refused> {
    check_among(claims, &["d-0".to_owned(), "d-1".to_owned()])
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = good();
    claims[name] = value;
    claims
}

#[test]
fn a_good_launch_says_who_comes_and_where_to() {
    let launch = check(good()).unwrap();
    let expected = Launch {
        subject: "u-17".to_owned(),
        deployment: "d-1".to_owned(),
        stands: Stands::Learns,
        name: "Ada Lovelace".to_owned(),
        link: "link-1".to_owned(),
        services: Services::default(),
        target: Target { cohort: Some("c-1".to_owned()), module: Some("overlay".to_owned()), quiz: None },
    };
    assert_eq!(launch, expected);
    // Where no deployments were agreed, every one of the platform's comes in.
    assert_eq!(check_among(with(&claim("deployment_id"), json!("d-9")), &[]).unwrap().deployment, "d-9");
}

#[test]
fn each_wrong_thing_is_refused() {
    let cases = [
        ("iss", json!("https://platform.example/"), Refused::Issuer),
        ("iss", json!(""), Refused::Issuer),
        ("aud", json!("client-2"), Refused::Audience),
        ("aud", json!([]), Refused::Audience),
        ("aud", json!(["client-1", "client-2"]), Refused::Audience),
        ("azp", json!("client-2"), Refused::Audience),
        ("exp", json!(NOW - LEEWAY_SECONDS), Refused::Expired),
        ("exp", json!(-1), Refused::Expired),
        ("exp", json!(-1e300), Refused::Expired),
        ("iat", json!(NOW + LEEWAY_SECONDS + 1), Refused::NotYet),
        ("iat", json!(1e300), Refused::NotYet),
        ("nbf", json!(NOW + LEEWAY_SECONDS + 1), Refused::NotYet),
        ("nonce", json!("n-2"), Refused::Nonce),
        ("nonce", json!(""), Refused::Nonce),
        (&claim("version"), json!("1.1.0"), Refused::Version),
        (&claim("version"), json!("1.3"), Refused::Version),
        (&claim("message_type"), json!("LtiSubmissionReviewRequest"), Refused::Message),
        (&claim("deployment_id"), json!("d-2"), Refused::Deployment),
        (&claim("deployment_id"), json!(""), Refused::Deployment),
        ("sub", json!(""), Refused::Nobody),
        ("sub", json!(" "), Refused::Nobody),
        ("sub", json!("u".repeat(LONGEST_SUBJECT + 1)), Refused::Nobody),
        (&claim("resource_link"), json!({ "id": "" }), Refused::NoLink),
        (&claim("resource_link"), Value::Null, Refused::NoLink),
    ];
    for (name, value, refused) in cases {
        assert_eq!(check(with(name, value.clone())), Err(refused), "{name} {value}");
    }
    let mut nobody = good();
    nobody.as_object_mut().unwrap().remove("sub");
    assert_eq!(check(nobody), Err(Refused::Nobody));
    // Any deployment is not no deployment, nor one without end.
    for deployment in [String::new(), "d".repeat(LONGEST_DEPLOYMENT + 1)] {
        assert_eq!(check_among(with(&claim("deployment_id"), json!(deployment)), &[]), Err(Refused::Deployment));
    }
    // An empty nonce never fits, not even one that was asked for.
    let claims: Claims = serde_json::from_value(with("nonce", json!(""))).unwrap();
    let expected = Expected {
        issuer: "https://platform.example",
        client: "client-1",
        deployments: &[],
        nonce: "",
        now: Millis(NOW * 1000),
    };
    assert_eq!(claims.check(expected), Err(Refused::Nonce));
}

#[test]
fn what_is_just_good_enough_passes() {
    let cases = [
        ("aud", json!(["client-1"])),
        ("azp", json!("client-1")),
        ("exp", json!(NOW - LEEWAY_SECONDS + 1)),
        ("exp", json!(1e300)),
        ("exp", json!(1_800_000_300.5)),
        ("iat", json!(NOW + LEEWAY_SECONDS)),
        ("nbf", json!(NOW + LEEWAY_SECONDS)),
        ("nbf", Value::Null),
        ("sub", json!("u".repeat(LONGEST_SUBJECT))),
    ];
    for (name, value) in cases {
        assert!(check(with(name, value.clone())).is_ok(), "{name} {value}");
    }
    let mut several = with("aud", json!(["client-2", "client-1"]));
    several["azp"] = json!("client-1");
    assert!(check(several).is_ok());
}

#[test]
fn claims_that_must_be_there_are_missed_and_other_kinds_are_not_read() {
    let needed = ["iss", "aud", "exp", "iat", "nonce"].map(str::to_owned);
    for name in needed.into_iter().chain(["message_type", "version", "deployment_id"].map(claim)) {
        let mut claims = good();
        claims.as_object_mut().unwrap().remove(&name);
        assert!(serde_json::from_value::<Claims>(claims).is_err(), "{name}");
    }
    for (name, value) in [("exp", json!("1800000300")), ("aud", json!(1)), ("iss", Value::Null), ("sub", json!({}))] {
        assert!(serde_json::from_value::<Claims>(with(name, value.clone())).is_err(), "{name} {value}");
    }
}

#[test]
fn only_roles_in_the_course_count() {
    let course = |rest: &str| format!("{IN_COURSE}{rest}");
    let institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor".to_owned();
    let system = "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator".to_owned();
    let cases = [
        (vec![], Stands::Neither),
        (vec![course("#Learner")], Stands::Learns),
        (vec![course("/Learner#ExternalLearner")], Stands::Learns),
        (vec![course("#Instructor")], Stands::Teaches),
        (vec![course("/Instructor#TeachingAssistant")], Stands::Teaches),
        (vec![course("#Learner"), course("#Instructor")], Stands::Teaches),
        (vec!["Learner".to_owned()], Stands::Learns),
        (vec!["Instructor".to_owned()], Stands::Teaches),
        (vec![institution, system, course("#Learner")], Stands::Learns),
        (vec![course("#Mentor")], Stands::Neither),
        (vec![course("/Mentor#Instructor")], Stands::Neither),
        (vec![course("Instructor"), course("#instructor"), course("#Instructors")], Stands::Neither),
    ];
    for (roles, expected) in cases {
        assert_eq!(stands(&roles), expected, "{roles:?}");
    }
}

#[test]
fn a_name_is_taken_whole_or_put_together() {
    let named = |name: Value, given: Value, family: Value| {
        let mut claims = with("name", name);
        claims["given_name"] = given;
        claims["family_name"] = family;
        check(claims).unwrap().name
    };
    assert_eq!(named(json!(" Ada "), json!("Grace"), Value::Null), "Ada");
    assert_eq!(named(json!(" "), json!("Ada"), json!("Lovelace")), "Ada Lovelace");
    assert_eq!(named(Value::Null, Value::Null, json!("Lovelace")), "Lovelace");
    assert_eq!(named(Value::Null, Value::Null, Value::Null), "");
}

#[test]
fn who_builds_a_course_may_put_a_link_into_it() {
    let asks = |role: &str, version: &str| {
        let mut claims = good();
        claims[claim("message_type")] = json!("LtiDeepLinkingRequest");
        claims[claim("version")] = json!(version);
        claims[claim("roles")] = json!([format!("http://purl.imsglobal.org/vocab/lis/v2/{role}")]);
        claims.as_object_mut().unwrap().remove(&claim("resource_link"));
        claims["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"] = json!({
            "deep_link_return_url": "https://platform.example/return", "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["window"], "data": "d",
        });
        message(claims, &[])
    };
    for role in ["membership#Instructor", "membership#ContentDeveloper", "membership/Instructor#TeachingAssistant"] {
        let Ok(Message::Linking(linking)) = asks(role, "1.3.0") else { panic!("{role}") };
        assert_eq!(
            (linking.deployment.as_str(), linking.return_url.as_str()),
            ("d-1", "https://platform.example/return")
        );
    }
    for role in
        ["membership#Learner", "membership#Mentor", "institution/person#Instructor", "system/person#Administrator"]
    {
        assert_eq!(asks(role, "1.3.0"), Err(Refused::NoLinking(NoLinking::NotTeaching)), "{role}");
    }
    assert_eq!(asks("membership#Instructor", "1.1"), Err(Refused::Version));
    let mut without = good();
    without[claim("message_type")] = json!("LtiDeepLinkingRequest");
    assert_eq!(message(without, &[]), Err(Refused::NoLinking(NoLinking::NoReturn)));
}
