//! Certificates: taken, read by others, checked by programs that know the standards alone, taken back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use podium::domain::cohort::{Names, Settings};
use reqwest::StatusCode;
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::joining_support::Cohort;
use crate::accounts::{OWNERS, signs_in};
use crate::support::{Folder, Page, Person, Portal};

/// What stands before a SHA-256 digest in a signature (RFC 8017, 9.2).
const DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// Checks a token as somebody would who knows nothing but its text: the key is fetched from where the token says, and another
/// program's arithmetic holds it against the signature. Answers with the payload.
async fn verified(reader: &Person, token: &str) -> Option<Value> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!("{token}") };
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
    let header: Value = serde_json::from_slice(&decode(header)).expect("JSON");
    assert_eq!((header["alg"].as_str(), header["typ"].as_str()), (Some("RS256"), Some("JWT")));
    assert_eq!(header.as_object().map(serde_json::Map::len), Some(3), "other headers are not allowed: {header}");
    // The port is another one after a new start; the path stays.
    let kid = header["kid"].as_str().expect("where the key is");
    let key = reader.reads(&kid[kid.find("/.well-known/").expect("an address")..]).await;
    assert_eq!(key.header("content-type"), "application/jwk+json");
    let key: Value = serde_json::from_str(&key.body).expect("a key");
    assert_eq!(key.get("d"), None, "the private half is nobody's");
    let number = |name: &str| BigUint::from_bytes_be(&decode(key[name].as_str().expect("a number")));
    let public = RsaPublicKey::new(number("n"), number("e")).expect("a key");
    let signed = token.rsplit_once('.').expect("a signature").0;
    let digest = [&DIGEST_INFO[..], Sha256::digest(signed).as_slice()].concat();
    public.verify(Pkcs1v15Sign::new_unprefixed(), &digest, &decode(signature)).ok()?;
    Some(serde_json::from_slice(&decode(payload)).expect("JSON"))
}

/// Maya, who has completed a cohort of a small workshop.
async fn completed(portal: &Portal, settings: Settings) -> (Cohort, Person) {
    let cohort = Cohort::made(portal, "plan", "December & friends", settings).await;
    let maya = Person::at(portal);
    cohort.joins(&maya, "Maya").await;
    for (module, section) in
        [("cables", "copper"), ("cables", "fibre"), ("tunnels", "dig"), ("tunnels", "line"), ("tunnels", "light")]
    {
        maya.marks("plan", module, section).await;
    }
    (cohort, maya)
}

async fn takes(person: &Person, cohort: &Cohort, holder: &str) -> Page {
    person.sends(&format!("{}/certificate", cohort.page()), &[("holder", holder)]).await
}

#[tokio::test]
async fn a_certificate_is_taken_read_and_checked() {
    let folder = Folder::plan();
    for portal in Portal::on_each_database(&["--content", &folder.argument(), "--issuer-name", "Example Academy"]).await
    {
        let (cohort, maya) = completed(&portal, Settings::default()).await;
        let stranger = Person::at(&portal);
        let own = maya.reads(&cohort.page()).await;
        assert_eq!(own.attributes("#_holder", "value"), ["Maya"]);
        let refused = takes(&maya, &cohort, " \u{200b} ").await;
        assert_eq!(
            (refused.status, refused.count("#_holder[aria-invalid=true]")),
            (StatusCode::UNPROCESSABLE_ENTITY, 1)
        );

        let page = takes(&maya, &cohort, "Maya <b>Ødegård</b>").await;
        let path = page.url.path().to_owned();
        assert!(path.starts_with("/certificates/"), "{path}: {}", page.words());
        page.says("It is yours");
        // Anybody who has the address reads it, and may change nothing.
        let seen = stranger.reads(&path).await;
        assert_eq!(seen.text("h1"), "Maya <b>Ødegård</b>");
        for words in [
            "Plan a network",
            "“December & friends”",
            "Example Academy",
            "All about cables",
            "Good: this portal has signed it",
        ] {
            seen.says(words);
        }
        assert_eq!((seen.count("form[action$='/delete']"), seen.count("meta[name=robots][content=noindex]")), (0, 1));
        assert_eq!(stranger.sends(&format!("{path}/delete"), &[]).await.status, StatusCode::NOT_FOUND);

        let file = stranger.reads(&format!("{path}/credential.jwt")).await;
        assert_eq!(file.header("content-type"), "application/vc+jwt");
        let header = URL_SAFE_NO_PAD.decode(file.body.split('.').next().expect("a header")).expect("base64url");
        let header: Value = serde_json::from_slice(&header).expect("JSON");
        assert!(
            header["kid"].as_str().is_some_and(|kid| kid.starts_with(&portal.url("/.well-known/keys/"))),
            "{header}"
        );
        let payload = verified(&stranger, &file.body).await.expect("it is signed");
        assert_eq!(payload["issuer"]["name"], "Example Academy");
        assert_eq!(payload["credentialSubject"]["identifier"][0]["identityHash"], "Maya <b>Ødegård</b>");
        assert_eq!(payload["id"], portal.url(&path));
        let copy = stranger.reads(&format!("{path}/credential.json")).await;
        assert_eq!(serde_json::from_str::<Value>(&copy.body).expect("JSON"), payload);
        let checked = stranger.sends("/certificates", &[("text", &format!(" {}\n", file.body))]).await;
        checked.says("Good: this portal has signed it");
        checked.says("Maya <b>Ødegård</b>");

        // It outlives the portal's process.
        let portal = portal.stop().1.start();
        let later = Person::at(&portal);
        later.reads(&path).await.says("Good: this portal has signed it");
        let keys: Value = serde_json::from_str(&later.reads("/.well-known/jwks.json").await.body).expect("a key set");
        assert_eq!(keys["keys"].as_array().map(Vec::len), Some(1), "{keys}");
    }
}

#[tokio::test]
async fn forgeries_are_told_from_what_was_signed() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let (cohort, maya) = completed(&portal, Settings::default()).await;
    let path = takes(&maya, &cohort, "Maya").await.url.path().to_owned();
    let token = maya.reads(&format!("{path}/credential.jwt")).await.body;
    let (header, rest) = token.split_once('.').expect("three parts");
    let (payload, signature) = rest.split_once('.').expect("three parts");
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).expect("base64url")).expect("text");
    let other = URL_SAFE_NO_PAD.encode(text.replace("Maya", "Zora"));
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    let foreign = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","kid":"https://elsewhere.example/keys/1","typ":"JWT"}"#);
    for (forged, words) in [
        (format!("{header}.{other}.{signature}"), "changed after it was signed"),
        (format!("{none}.{payload}."), "not signed with RS256"),
        (format!("{none}.{payload}.{signature}"), "not signed with RS256"),
        (format!("{foreign}.{payload}.{signature}"), "This portal has not signed it"),
    ] {
        let page = maya.sends("/certificates", &[("text", &forged)]).await;
        page.says(words);
        assert_eq!(page.count(".verdict.good"), 0, "{}", page.words());
    }
    assert_eq!(verified(&maya, &format!("{header}.{other}.{signature}")).await, None);
    for unreadable in ["", "Maya", "{\"id\": 1}", &token[..40], "a.b.c"] {
        let page = maya.sends("/certificates", &[("text", unreadable)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{unreadable}");
        assert_eq!(page.text("#_text"), unreadable, "what was pasted stays");
    }
}

#[tokio::test]
async fn only_who_has_completed_a_cohort_with_names_takes_one() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let (zoe, stranger) = (Person::at(&portal), Person::at(&portal));
    cohort.joins(&zoe, "Zoe").await;
    zoe.marks("plan", "cables", "copper").await;
    assert_eq!(zoe.reads(&cohort.page()).await.count("#certificate"), 0);
    let page = takes(&zoe, &cohort, "Zoe").await;
    assert_eq!(page.url.path(), cohort.page(), "not yet");
    assert_eq!(takes(&stranger, &cohort, "Zoe").await.status, StatusCode::NOT_FOUND);
    assert!(cohort.store.withdrawn_certificates().await.expect("a read").is_empty());

    let anonymous = Settings { names: Names::Anonymous, ..Settings::default() };
    let (unnamed, maya) = completed(&portal, anonymous).await;
    assert_eq!(maya.reads(&unnamed.page()).await.count("#certificate"), 0);
    assert_eq!(takes(&maya, &unnamed, "Maya").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_certificate_is_replaced_deleted_and_taken_back() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let (cohort, maya) = completed(&portal, Settings::default()).await;
    let (ada, stranger) = (Person::at(&portal), Person::at(&portal));
    signs_in(&ada, "ada@example.org", OWNERS).await;
    let first = takes(&maya, &cohort, "Maya").await.url.path().to_owned();
    let token = maya.reads(&format!("{first}/credential.jwt")).await.body;
    let second = takes(&maya, &cohort, "Maya Ødegård").await.url.path().to_owned();
    assert_eq!(stranger.opens(&first).await.status, StatusCode::NOT_FOUND, "the one in its place is what there is");
    stranger.sends("/certificates", &[("text", &token)]).await.says("keeps no copy any more");
    maya.reads("/me").await.says("Certificate of");
    let export: Value = serde_json::from_str(&maya.reads("/me/export.json").await.body).expect("JSON");
    assert_eq!(export["certificates"].as_array().map(Vec::len), Some(1));

    // Somebody who left keeps it, and deletes it.
    maya.sends(&format!("{}/leave", cohort.page()), &[("sure", "yes")]).await;
    stranger.reads(&second).await.says("Good: this portal has signed it");
    maya.sends(&format!("{second}/delete"), &[]).await;
    assert_eq!(stranger.opens(&second).await.status, StatusCode::NOT_FOUND);

    cohort.joins(&maya, "Maya").await;
    let third = takes(&maya, &cohort, "Maya").await.url.path().to_owned();
    let token = maya.reads(&format!("{third}/credential.jwt")).await.body;
    let member = cohort.store.members(cohort.id).await.expect("a read")[0].id;
    let person = format!("/facilitate/cohorts/{}/people/{member}", cohort.id);
    ada.reads(&person).await.says("Certificate of");
    let withdraw = format!("{person}/certificate/withdraw");
    ada.sends(&withdraw, &[]).await;
    stranger.reads(&third).await.says("Good: this portal");
    ada.sends(&withdraw, &[("sure", "yes")]).await.says("taken back on");
    let page = stranger.reads(&third).await;
    page.says("Good no more");
    assert_eq!(page.count(".verdict.good"), 0);
    stranger.sends("/certificates", &[("text", &token)]).await.says("Good no more");
    let list: Value = serde_json::from_str(&stranger.reads("/certificates/withdrawn").await.body).expect("JSON");
    assert_eq!(list["revokedCredential"][0]["id"], portal.url(&third));
    // There is no other for it, by no way.
    maya.reads(&cohort.page()).await.says("was taken back");
    assert_eq!(takes(&maya, &cohort, "Maya").await.url.path(), cohort.page());
    assert_eq!(maya.sends(&format!("{third}/delete"), &[]).await.status, StatusCode::NOT_FOUND);
    ada.reads("/facilitate/audit").await.says("took back a certificate of a participant of");

    // Who deletes everything leaves no page behind.
    maya.sends("/me/delete", &[("sure", "yes")]).await.says("Certificates");
    assert_eq!(stranger.opens(&third).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_secret_means_another_key_and_spoils_nothing() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let (cohort, maya) = completed(&portal, Settings::default()).await;
    let path = takes(&maya, &cohort, "Maya").await.url.path().to_owned();
    let token = maya.reads(&format!("{path}/credential.jwt")).await.body;
    let before = cohort.store.signing_keys().await.expect("a read");
    // As when an operator gives the portal another secret: what was sealed does not open any more.
    let portal = portal.stop().1.with(&["--secret", "0f9c1be27a6d4853bb7e0d1c2a3f4e5d6c7b8a90"]).start();
    let zoe = Person::at(&portal);
    let keys: Value = serde_json::from_str(&zoe.reads("/.well-known/jwks.json").await.body).expect("a key set");
    let ids: Vec<&str> = keys["keys"].as_array().expect("keys").iter().filter_map(|key| key["kid"].as_str()).collect();
    assert_eq!((ids.len(), ids[1]), (2, before[0].id.as_str()), "the newest first, and the former one stays");
    zoe.reads(&path).await.says("Good: this portal has signed it");
    assert!(verified(&zoe, &token).await.is_some());
}
