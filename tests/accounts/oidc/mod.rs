//! Signing in by an identity provider: who is let in, who is not, and what is not believed.

mod door;
mod provider;

use reqwest::StatusCode;

use super::{OTHERS, OWNERS, command, is_in, joins, owner, path_of, signs_in};
use crate::support::portal::Home;
use crate::support::{Page, Person, Portal};
use provider::{Lie, NINA, Provider, Somebody};

/// A portal that knows this provider, with more options.
fn portal_of(provider: &Provider, options: &[&str]) -> Portal {
    let own = provider.options();
    let all: Vec<&str> = own.iter().map(String::as_str).chain(options.iter().copied()).collect();
    Portal::start_with(&all)
}

/// Sets off from the sign-in page: the address to which the browser is sent.
async fn sets_off(person: &Person, fields: &[(&str, &str)]) -> String {
    let page = person.sends("/facilitate/oidc", fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    let url = page.attributes("#_on", "href").remove(0);
    let refresh = page.attributes("meta[http-equiv=refresh]", "content").remove(0);
    assert_eq!(refresh, format!("0; url={url}"));
    url
}

/// The whole way to the provider and back.
async fn signs_in_there(person: &Person) -> Page {
    let url = sets_off(person, &[]).await;
    person.follows(&url).await
}

/// Who has an account, as the owner sees it.
async fn accounts(owner: &Person) -> Vec<String> {
    owner.reads("/facilitate/facilitators").await.texts(".devices > li > div > .address")
}

#[tokio::test]
async fn somebody_of_the_domain_gets_one_account_and_keeps_it() {
    let provider = Provider::start().await;
    let mut portals = vec![portal_of(&provider, &["--oidc-domains", "example.com, example.org"])];
    if let Some(server) = crate::support::database::server() {
        let url = crate::support::database::on_server(&server).await;
        portals.push(portal_of(&provider, &["--oidc-domains", "example.org", "--database", &url]));
    }
    for portal in portals {
        provider.knows(NINA);
        let ada = owner(&portal).await;
        let nina = Person::at(&portal);
        nina.reads("/facilitate/sign-in").await.says("Sign in with Example Ltd");
        let page = nina.opens("/facilitate/tokens").await;
        let back = page.attributes("form[action='/facilitate/oidc'] input[name=back]", "value").remove(0);
        let url = sets_off(&nina, &[("back", &back)]).await;
        let page = nina.follows(&url).await;
        assert_eq!((page.status, page.url.path()), (StatusCode::OK, "/facilitate/tokens"), "{}", page.words());
        let home = nina.reads("/facilitate").await;
        home.says("nina@example.org");
        assert_eq!(home.text(".lead .pill"), "facilitator");
        assert_eq!(home.count("#password form"), 0, "there is no password to change");
        assert_eq!(accounts(&ada).await, ["ada@example.org", "nina@example.org"]);
        ada.reads("/facilitate/audit").await.says("Nina Novak (nina@example.org), by Example Ltd made the account of");

        // Another address there: the same person, the same account.
        nina.sends("/facilitate/sign-out", &[]).await;
        provider.knows(Somebody { email: "nina.b@elsewhere.example", ..NINA });
        let page = signs_in_there(&nina).await;
        assert_eq!(page.url.path(), "/facilitate", "{}", page.words());
        page.says("nina@example.org");
        assert_eq!(accounts(&ada).await.len(), 2);

        // Somebody else with that address is somebody else.
        provider.knows(Somebody { subject: "subject-2", ..NINA });
        let other = Person::at(&portal);
        let page = signs_in_there(&other).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        page.says("This account is not connected");
        assert!(!is_in(&other).await);
        assert_eq!(accounts(&ada).await.len(), 2);
    }
}

#[tokio::test]
async fn what_is_not_true_is_not_believed() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &["--oidc-domains", "example.org"]);
    let ada = owner(&portal).await;
    let nina = Person::at(&portal);
    let lies = [
        Lie::Issuer,
        Lie::Audience,
        Lie::MoreAudiences,
        Lie::Nonce,
        Lie::NoNonce,
        Lie::Expired,
        Lie::Signature,
        Lie::OtherKey,
        Lie::AlgNone,
        Lie::Hs256ByPublicKey,
        Lie::Hs256BySecret,
        Lie::NoToken,
        Lie::Refusal,
        Lie::Garbage,
        Lie::Redirect,
        Lie::TooLarge,
    ];
    for lie in lies {
        provider.lies(lie);
        let page = signs_in_there(&nina).await;
        let expected = if lie == Lie::TooLarge { StatusCode::BAD_GATEWAY } else { StatusCode::FORBIDDEN };
        assert_eq!(page.status, expected, "{lie:?}: {}", page.words());
        assert!(page.text("#_why").len() > 20, "{lie:?}");
        assert_eq!(page.count("a[href='/facilitate/sign-in']"), 1, "a way on");
        assert!(!is_in(&nina).await, "{lie:?}");
        assert_eq!(accounts(&ada).await, ["ada@example.org"], "{lie:?}");
    }
    assert_eq!(provider.was_followed(), 0, "a redirect was followed");
    provider.lies(Lie::None);
    assert_eq!(signs_in_there(&nina).await.url.path(), "/facilitate");
    assert_eq!(accounts(&ada).await.len(), 2);
}

#[tokio::test]
async fn a_way_leads_back_once_and_into_the_same_browser() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &["--oidc-domains", "example.org"]);
    let ada = owner(&portal).await;
    let nina = Person::at(&portal);
    let over = async |person: &Person, back: &str| {
        let page = person.follows(back).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.words());
        page.says("This sign-in is over");
        assert!(!is_in(person).await);
        assert_eq!(accounts(&ada).await.len(), 1);
    };
    // Another browser finishes it, or nobody began it.
    let url = sets_off(&nina, &[]).await;
    let back = nina.is_sent_on(&url).await;
    over(&Person::at(&portal), &back).await;
    let eve = Person::at(&portal);
    sets_off(&eve, &[]).await;
    over(&eve, &back).await;
    over(&nina, &portal.url("/facilitate/oidc/return?code=canary-code-1")).await;
    over(&nina, &portal.url("/facilitate/oidc/return")).await;
    // Its own state with a letter changed, and one from before.
    let url = sets_off(&nina, &[]).await;
    over(&nina, &back).await;
    let url_again = sets_off(&nina, &[]).await;
    let back = nina.is_sent_on(&url).await;
    over(&nina, &back).await;
    let url = sets_off(&nina, &[]).await;
    let back = nina.is_sent_on(&url).await;
    over(&nina, &back.replace("state=", "state=A")).await;
    assert_ne!(url, url_again);

    // Good, and then once more in a browser that has kept its cookie.
    let url = sets_off(&nina, &[]).await;
    let cookies = nina.cookies();
    let back = nina.is_sent_on(&url).await;
    let page = nina.follows(&back).await;
    assert_eq!(page.url.path(), "/facilitate", "{}", page.words());
    let again = Person::at(&portal);
    let path = back.trim_start_matches(&portal.address);
    let page = again.asks(reqwest::Method::GET, path, &[("Cookie", &cookies)], "").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}", page.words());
    assert_eq!(nina.follows(&back).await.status, StatusCode::BAD_REQUEST);

    // Sent back without a code, or by another provider.
    let way = async |query: &str| {
        let eve = Person::at(&portal);
        let url = sets_off(&eve, &[]).await;
        let back = eve.is_sent_on(&url).await;
        let state = back.split("state=").nth(1).expect("a state");
        eve.follows(&portal.url(&format!("/facilitate/oidc/return?state={state}&{query}"))).await
    };
    let page = way("error=access_denied&error_description=%3Cscript%3E").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.says("Example Ltd sent you back without signing you in");
    page.does_not_say("<script>");
    assert_eq!(way("code=canary-code-1&iss=https://evil.example").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_is_let_in_by_nothing_gets_no_account() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &["--oidc-domains", "example.org", "--oidc-groups", "trainers,/staff"]);
    let ada = owner(&portal).await;
    let strangers = [
        Somebody { email: "nina@example.com", ..NINA },
        Somebody { email: "nina@sub.example.org", ..NINA },
        Somebody { email: "nina@example.org.evil.example", ..NINA },
        Somebody { verified: false, ..NINA },
        Somebody { email: "", ..NINA },
        Somebody { email: "x@example.com", groups: &["Trainers", "staff", "trainers,/staff"], ..NINA },
    ];
    for who in strangers {
        provider.knows(who.clone());
        let page = signs_in_there(&Person::at(&portal)).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{who:?}");
        page.says("You have no account here");
    }
    assert_eq!(accounts(&ada).await.len(), 1);
    // In a group, the address is no more than a name; without any, there is none.
    provider.knows(Somebody { subject: "s3", email: "", groups: &["trainers"], ..NINA });
    signs_in_there(&Person::at(&portal)).await.says("No address to name the account by");
    provider.knows(Somebody { subject: "s4", email: "ada@example.org", verified: false, groups: &["/staff"], ..NINA });
    signs_in_there(&Person::at(&portal)).await.says("This account is not connected");
    provider.knows(Somebody { subject: "s5", email: "kim@example.com", verified: false, groups: &["/staff"], ..NINA });
    assert_eq!(signs_in_there(&Person::at(&portal)).await.url.path(), "/facilitate");
    assert_eq!(accounts(&ada).await, ["ada@example.org", "kim@example.com"]);
}

#[tokio::test]
async fn an_invitation_lets_in_by_its_address_or_its_link() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &[]);
    let ada = owner(&portal).await;
    let invite = async |email: &str| {
        let page = ada.sends("/facilitate/facilitators", &[("email", email), ("role", "owner")]).await;
        path_of(&page.text("#_link"))
    };
    let nina = Person::at(&portal);
    assert_eq!(signs_in_there(&nina).await.status, StatusCode::FORBIDDEN, "nobody invited her");
    let link = invite("nina@example.org").await;
    provider.knows(Somebody { verified: false, ..NINA });
    assert_eq!(signs_in_there(&nina).await.status, StatusCode::FORBIDDEN, "the address may be anybody's");
    provider.knows(NINA);
    let home = signs_in_there(&nina).await;
    assert_eq!(home.text(".lead .pill"), "owner");
    assert_eq!(nina.opens(&link).await.status, StatusCode::NOT_FOUND, "the link is used up");

    // With the link in hand, the account has the link's address.
    let link = invite("kim@example.org").await;
    provider.knows(Somebody { subject: "s2", email: "k@elsewhere.example", verified: false, name: "Kim", groups: &[] });
    let kim = Person::at(&portal);
    let page = kim.reads(&link).await;
    let token = page.attributes("form[action='/facilitate/oidc'] input[name=invitation]", "value").remove(0);
    let url = sets_off(&kim, &[("invitation", &token)]).await;
    kim.follows(&url).await.says("kim@example.org");
    assert_eq!(kim.opens(&link).await.status, StatusCode::NOT_FOUND);
    let page = kim.sends("/facilitate/oidc", &[("invitation", &token)]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "used up");

    // A link for a new password also connects the account that it is for.
    let (_, printed, _) = command(&portal, &["reset", "ada@example.org"]);
    let token = path_of(&printed).rsplit('/').next().unwrap_or_default().to_owned();
    let phone = Person::at(&portal);
    let url = sets_off(&phone, &[("invitation", &token)]).await;
    phone.follows(&url).await.says("Connected with another account");
    provider.knows(Somebody { subject: "s3", email: "a@elsewhere.example", verified: true, name: "A", groups: &[] });
    let url = sets_off(&phone, &[("invitation", &token)]).await;
    phone.follows(&url).await.says("ada@example.org");
    assert_eq!(signs_in_there(&Person::at(&portal)).await.url.path(), "/facilitate");
}

#[tokio::test]
async fn an_account_is_connected_by_who_is_signed_in_and_disconnected_again() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &["--oidc-domains", "example.org"]);
    let ada = owner(&portal).await;
    let connect = "/facilitate/oidc/connect";
    let page = ada.sends(connect, &[("password", OTHERS)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.text("#_password-error");
    let page = ada.sends(connect, &[("password", OWNERS)]).await;
    let url = page.attributes("#_on", "href").remove(0);
    // Signed out meanwhile, nothing is connected.
    let back = ada.is_sent_on(&url).await;
    ada.sends("/facilitate/sign-out", &[]).await;
    assert_eq!(ada.follows(&back).await.status, StatusCode::BAD_REQUEST);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    let page = ada.sends(connect, &[("password", OWNERS)]).await;
    let page = ada.follows(&page.attributes("#_on", "href")[0]).await;
    assert_eq!((page.url.path(), page.count("#disconnect")), (connect, 1), "{}", page.words());
    let phone = Person::at(&portal);
    signs_in_there(&phone).await.says("ada@example.org");

    ada.sends("/facilitate/oidc/disconnect", &[("password", OTHERS)]).await.text("#_password-error");
    let page = ada.sends("/facilitate/oidc/disconnect", &[("password", OWNERS)]).await;
    assert_eq!(page.count("#connect"), 1);
    phone.sends("/facilitate/sign-out", &[]).await;
    // She is let in as somebody new by her domain then.
    signs_in_there(&phone).await.says("nina@example.org");
    // Whose account has no password stays connected.
    let page = phone.sends("/facilitate/oidc/disconnect", &[]).await;
    assert_eq!((page.status, page.count("#disconnect")), (StatusCode::OK, 0));
    page.says("Your account has no password");
    let page = ada.sends(connect, &[("password", OWNERS)]).await;
    ada.follows(&page.attributes("#_on", "href")[0]).await.says("Connected with another account");
    let log = ada.reads("/facilitate/audit").await;
    log.says("connected the identity provider with the account of Ada Lovelace");
    log.says("disconnected the identity provider from the account of Ada Lovelace");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_after_the_provider_as_well() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &["--oidc-domains", "example.org"]);
    owner(&portal).await;
    let nina = Person::at(&portal);
    signs_in_there(&nina).await;
    let (mut device, codes) = super::second_factor::sets_up(&nina, "").await;
    nina.sends("/facilitate/sign-out", &[]).await;
    let page = signs_in_there(&nina).await;
    assert_eq!(page.url.path(), "/facilitate/sign-in/code");
    assert!(!is_in(&nina).await);
    super::second_factor::shows(&nina, &device.shows()).await;
    assert!(is_in(&nina).await);
    let page = nina.sends("/facilitate/second-factor/remove", &[("code", &codes[0])]).await;
    assert_eq!((page.status, page.count("#remove")), (StatusCode::OK, 0));
}

#[tokio::test]
async fn a_provider_that_is_down_keeps_nobody_else_out() {
    let provider = Provider::start().await;
    let portal = portal_of(&provider, &["--oidc-domains", "example.org"]);
    assert_eq!(provider.was_asked(), 0, "it is asked when it is needed");
    let ada = owner(&portal).await;
    provider.fails(100);
    let page = ada.sends("/facilitate/oidc", &[]).await;
    assert_eq!(page.status, StatusCode::BAD_GATEWAY);
    page.says("does not answer");
    assert_eq!(page.count("a[href='/facilitate/sign-in']"), 1);
    ada.sends("/facilitate/sign-out", &[]).await;
    signs_in(&ada, "ada@example.org", OWNERS).await;
    assert!(is_in(&ada).await);
    // It comes back, and is asked again; what it says is kept then.
    provider.fails(1);
    let before = provider.was_asked();
    let nina = Person::at(&portal);
    assert_eq!(signs_in_there(&nina).await.url.path(), "/facilitate");
    assert_eq!(signs_in_there(&Person::at(&portal)).await.url.path(), "/facilitate");
    assert_eq!(provider.was_asked(), before + 2);

    let other = Provider::start().await;
    other.poses_as_another();
    let portal = portal_of(&other, &[]);
    assert_eq!(Person::at(&portal).sends("/facilitate/oidc", &[]).await.status, StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_way() {
    let portal = Portal::start();
    let page = Person::at(&portal).reads("/facilitate/sign-in").await;
    assert_eq!(page.count("form[action='/facilitate/oidc']"), 0);
    let nobody = Person::at(&portal);
    assert_eq!(nobody.sends("/facilitate/oidc", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(nobody.opens("/facilitate/oidc/return?code=x&state=y").await.status, StatusCode::NOT_FOUND);
    // Half a provider stops the start, and says what is missing.
    let home = Home::new(&[]);
    let (code, _, said) = crate::support::portal::run(home.path(), &["serve", "--oidc-client-id", "x"]);
    assert!(code != 0 && said.contains("oidc_issuer is missing"), "{said}");
}

#[tokio::test]
async fn nothing_of_the_way_is_in_the_log_or_the_database() {
    let provider = Provider::start().await;
    let own = provider.options();
    let mut options: Vec<&str> = own.iter().map(String::as_str).collect();
    options.extend(["--oidc-domains", "example.org", "--log", "debug"]);
    let portal = Portal::start_with(&options);
    let ada = owner(&portal).await;
    let nina = Person::at(&portal);
    for lie in [Lie::Garbage, Lie::Nonce, Lie::Refusal, Lie::None] {
        provider.lies(lie);
        signs_in_there(&nina).await;
    }
    assert!(is_in(&nina).await);
    joins(&ada, "/facilitate/invitations/none", "", "", OTHERS).await;
    let log = portal.log();
    for secret in ["canary", "subject-1", "xample.org", "Novak", "eyJ"] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
    assert!(log.contains("the identity provider let somebody in who is new"), "{log}");
    let (_, home) = portal.stop();
    let file = std::fs::read(home.path().join("podium.db")).expect("the database");
    let holds = |text: &str| file.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("subject-1"), "the file was misread");
    for secret in ["canary-", "eyJhbGciOi"] {
        assert!(!holds(secret), "{secret} is in the database");
    }
}
