//! A cohort for people of a domain: who signs in at the provider with an address of it comes in, once, and nobody else does.

use podium::domain::cohort::{Door, Entry, Names, Settings};
use reqwest::StatusCode;

use super::provider::{Lie, NINA, Provider, Somebody};
use super::{OWNERS, portal_of, signs_in};
use crate::cohorts::joining_support::Cohort;
use crate::support::{Page, Person, Portal};

fn of(domains: &[&str], names: Names) -> Settings {
    let domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
    Settings { door: Door { entry: Entry::Domain, domains, ..Door::default() }, names, ..Settings::default() }
}

async fn made(portal: &Portal, settings: Settings) -> Cohort {
    Cohort::made(portal, "aks-networking", "December", settings).await
}

/// From the door to the provider and back.
async fn signs_in_at(cohort: &Cohort, person: &Person) -> Page {
    let page = person.sends(&format!("{}/sign-in", cohort.door()), &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    person.follows(&page.attributes("#_on", "href").remove(0)).await
}

#[tokio::test]
async fn somebody_of_the_domain_comes_in_and_is_known_by_the_address() {
    let provider = Provider::start().await;
    let mut portals = vec![portal_of(&provider, &[])];
    if let Some(server) = crate::support::database::server() {
        let url = crate::support::database::on_server(&server).await;
        portals.push(portal_of(&provider, &["--database", &url]));
    }
    for portal in portals {
        provider.knows(NINA);
        let cohort = made(&portal, of(&["example.net", "example.org"], Names::Real)).await;
        let nina = Person::at(&portal);
        let door = nina.reads(&cohort.door()).await;
        door.says("This cohort is for people with an address at example.net or example.org.");
        assert_eq!(door.count("[name=name]"), 0, "first the sign-in");
        // A name alone opens nothing.
        let refused = nina.sends(&cohort.door(), &[("name", "Nina"), ("handle", "nina@example.org")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(cohort.names().await, [""; 0]);

        let page = signs_in_at(&cohort, &nina).await;
        assert_eq!((page.status, page.url.path()), (StatusCode::OK, cohort.door().as_str()), "{}", page.words());
        page.says("Signed in as nina@example.org");
        assert_eq!(page.attributes("[name=name]", "value"), ["Nina Novak"]);
        // A name that is none costs no sign-in.
        let page = nina.sends(&cohort.door(), &[("name", " ")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.says("Signed in as nina@example.org");
        let page = nina.sends(&cohort.door(), &[("name", "Nina")]).await;
        assert_eq!(page.url.path(), "/w/aks-networking", "{}", page.words());

        let ada = Person::at(&portal);
        signs_in(&ada, "ada@example.org", OWNERS).await;
        let people = ada.reads(&format!("/facilitate/cohorts/{}/people", cohort.id)).await;
        people.says("nina@example.org");

        // The same address from another browser is somebody who is in.
        let laptop = Person::at(&portal);
        signs_in_at(&cohort, &laptop).await;
        let page = laptop.sends(&cohort.door(), &[("name", "Nina at home")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.says("Somebody has joined with your address already.");
        assert_eq!(cohort.names().await, ["Nina"]);
        // Who leaves can come back, with the same address.
        nina.sends(&format!("{}/leave", cohort.page()), &[("sure", "yes")]).await;
        signs_in_at(&cohort, &nina).await;
        nina.sends(&cohort.door(), &[("name", "Nina N.")]).await;
        assert_eq!(cohort.names().await, ["Nina N."]);
    }
}

#[tokio::test]
async fn nobody_else_comes_in() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &[]);
    let cohort = made(&portal, of(&["example.org"], Names::Nickname)).await;
    for (who, says) in [
        (Somebody { email: "nina@example.com", ..NINA }, "this cohort is for people with an address at example.org"),
        (
            Somebody { email: "nina@sub.example.org", ..NINA },
            "this cohort is for people with an address at example.org",
        ),
        (Somebody { email: "nina@example.org.evil.test", ..NINA }, "this cohort is for"),
        (Somebody { verified: false, ..NINA }, "gives none that it has made sure of"),
        (Somebody { email: "", ..NINA }, "gives none that it has made sure of"),
    ] {
        provider.knows(who);
        let person = Person::at(&portal);
        let page = signs_in_at(&cohort, &person).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.words());
        page.says(says);
        page.does_not_say("sign-in page");
        person.sends(&cohort.door(), &[("name", "Nina")]).await;
    }
    // What is not true lets nobody in at this door either.
    provider.knows(NINA);
    for lie in [Lie::Signature, Lie::Audience, Lie::Nonce, Lie::Expired, Lie::Issuer] {
        provider.lies(lie);
        let person = Person::at(&portal);
        let page = signs_in_at(&cohort, &person).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{lie:?}: {}", page.words());
        person.sends(&cohort.door(), &[("name", "Nina")]).await;
    }
    provider.lies(Lie::None);
    assert_eq!(cohort.names().await, [""; 0]);

    // A sign-in at one door opens no other, and none after its facilitators changed whom it is for.
    let nina = Person::at(&portal);
    signs_in_at(&cohort, &nina).await;
    let other = Cohort::made(&portal, "aks-networking", "Another", of(&["example.org"], Names::Nickname)).await;
    nina.reads(&other.door()).await.says("Sign in with Example Ltd");
    nina.sends(&other.door(), &[("name", "Nina")]).await;
    assert_eq!(other.names().await, [""; 0]);
    cohort.set("December", &of(&["example.net"], Names::Nickname)).await;
    nina.reads(&cohort.door()).await.says("Sign in with Example Ltd");
    nina.sends(&cohort.door(), &[("name", "Nina")]).await;
    assert_eq!(cohort.names().await, [""; 0]);
    // It is no sign-in to the portal.
    assert!(!super::is_in(&nina).await);
}

#[tokio::test]
async fn one_sign_in_lets_one_person_in() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &[]);
    let cohort = made(&portal, of(&["example.org"], Names::Anonymous)).await;
    let (nina, friend) = (Person::at(&portal), Person::at(&portal));
    let page = signs_in_at(&cohort, &nina).await;
    page.does_not_say("nina@example.org");
    friend.takes("podium-voucher", &nina);
    friend.reads(&cohort.door()).await.does_not_say("Sign in with");
    nina.sends(&cohort.door(), &[]).await;
    let page = friend.sends(&cohort.door(), &[]).await;
    page.says("Sign in with Example Ltd");
    assert_eq!(cohort.names().await.len(), 1);
    // Nothing says who of the domain is in: neither an address nor a list.
    let list = cohort.store.roster(cohort.id).await.expect("a read");
    assert!(list.is_empty(), "{list:?}");
    // Somebody else of the domain comes in as well.
    provider.knows(Somebody { subject: "subject-2", email: "omar@example.org", ..NINA });
    signs_in_at(&cohort, &friend).await;
    friend.sends(&cohort.door(), &[]).await;
    assert_eq!(cohort.names().await.len(), 2);
}

#[tokio::test]
async fn the_door_of_a_domain_is_set_where_there_is_a_sign_in() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &[]);
    let cohort = made(&portal, Settings::default()).await;
    let ada = Person::at(&portal);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    let settings = format!("/facilitate/cohorts/{}/settings", cohort.id);
    ada.reads(&settings).await.says("signs in at Example Ltd with an address of these domains");
    let form = |domains: &'static str, revision: &'static str| {
        [("revision", revision), ("name", "December"), ("names", "nickname"), ("entry", "domain"), ("domains", domains)]
    };
    for (domains, says) in [("", "Type the part of addresses after the @"), ("example.org, nina@x", "is no domain")] {
        let page = ada.sends(&settings, &form(domains, "1")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text("#_domains-error").contains(says), "{}", page.words());
        assert_eq!(page.attributes("#_domains", "value"), [domains]);
    }
    // What is typed there is looked at also while it does not count.
    let mut other = form("nina@x", "1");
    other[3].1 = "anyone";
    let page = ada.sends(&settings, &other).await;
    assert_eq!(
        (page.status, page.attributes("#_domains", "value")),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["nina@x".to_owned()])
    );
    ada.sends(&settings, &form("@Example.org", "1")).await.says("Saved.");
    let page = ada.reads(&settings).await;
    assert_eq!(page.attributes("[name=entry][checked]", "value"), ["domain"]);
    assert_eq!(page.attributes("#_domains", "value"), ["example.org"]);
    ada.reads(&format!("/facilitate/cohorts/{}/door", cohort.id)).await.says("people with an address at example.org");

    // A provider that is down keeps nobody in the dark.
    provider.fails(9);
    let fresh = portal_of(&provider, &[]);
    let waiting = made(&fresh, of(&["example.org"], Names::Nickname)).await;
    let page = Person::at(&fresh).sends(&format!("{}/sign-in", waiting.door()), &[]).await;
    assert_eq!(page.status, StatusCode::BAD_GATEWAY, "{}", page.words());
    page.does_not_say("a password works");
    assert_eq!(page.attributes("form[action$='/sign-in']", "action"), [format!("{}/sign-in", waiting.door())]);

    // Without a provider there is no such choice; a cohort that chose it says so at its door.
    let without = Portal::start();
    let cohort = made(&without, Settings::default()).await;
    let ada = Person::at(&without);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    let settings = format!("/facilitate/cohorts/{}/settings", cohort.id);
    assert_eq!(ada.reads(&settings).await.count("[name=domains]"), 0);
    let page = ada.sends(&settings, &form("example.org", "1")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("This portal has no sign-in of an organisation");
    cohort.set("December", &of(&["example.org"], Names::Nickname)).await;
    Person::at(&without).reads(&cohort.door()).await.says("Nobody can sign in just now");
    let page = Person::at(&without).sends(&format!("{}/sign-in", cohort.door()), &[]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(cohort.names().await, [""; 0]);
}
