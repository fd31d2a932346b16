//! Second factors: set up, asked for, lost, taken off.

use std::time::{SystemTime, UNIX_EPOCH};

use podium::domain::time::Millis;
use podium::domain::totp;
use reqwest::StatusCode;

use super::{OTHERS, OWNERS, command, forms_of, invited, is_in, joins, owner, path_of, signs_in};
use crate::support::{Page, Person, Portal};

/// An authenticator app with the key of one account.
pub(super) struct Device {
    key: Vec<u8>,
    /// The step of the code that was shown last.
    last: i64,
}

impl Device {
    /// From a key as a page shows it: base32 in groups of four.
    fn with(key: &str) -> Self {
        let letters = key.chars().filter(|c| !c.is_whitespace());
        let value = |c: char| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).expect("base32");
        let bits: Vec<bool> = letters.flat_map(|c| (0..5).rev().map(move |n| value(c) >> n & 1 == 1)).collect();
        let byte = |bits: &[bool]| bits.iter().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit));
        Self { key: bits.chunks_exact(8).map(byte).collect(), last: 0 }
    }

    /// A code that was not shown yet and is good for some seconds more. Up to three follow each other without a wait.
    pub(super) fn shows(&mut self) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
        let now = Millis(i64::try_from(now).expect("a time of today"));
        let oldest = totp::step_of(now.plus_seconds(5)) - 1;
        self.last = oldest.max(self.last + 1);
        totp::code(&self.key, self.last)
    }
}

async fn begins(person: &Person, password: &str) -> Device {
    let page = person.sends("/facilitate/second-factor", &[("password", password)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    Device::with(&page.text("#_key"))
}

/// Sets a second factor up: the app, and the recovery codes.
pub(super) async fn sets_up(person: &Person, password: &str) -> (Device, Vec<String>) {
    let mut device = begins(person, password).await;
    let page = person.sends("/facilitate/second-factor/confirm", &[("code", &device.shows())]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    let codes: Vec<String> = page.text("#_codes").split_whitespace().map(str::to_owned).collect();
    assert_eq!(codes.len(), 10);
    (device, codes)
}

pub(super) async fn shows(person: &Person, code: &str) -> Page {
    person.sends("/facilitate/sign-in/code", &[("code", code), ("back", "/facilitate")]).await
}

#[tokio::test]
async fn a_second_factor_is_asked_for_once_it_is_confirmed() {
    for portal in Portal::on_each_database(&[]).await {
        let ada = owner(&portal).await;
        let phone = Person::at(&portal);
        signs_in(&phone, "ada@example.org", OWNERS).await;

        let page = ada.sends("/facilitate/second-factor", &[("password", OTHERS)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.text("#_password-error");
        let mut device = begins(&ada, OWNERS).await;
        let page = ada.reads("/facilitate/second-factor").await;
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.count(".qr svg"), 1);
        let page = ada.sends("/facilitate/second-factor/confirm", &[("code", "no code")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.text("#_code-error");
        let third = Person::at(&portal);
        signs_in(&third, "ada@example.org", OWNERS).await;
        assert!(is_in(&third).await, "what is only begun is not asked for");

        let first = device.shows();
        let page = ada.sends("/facilitate/second-factor/confirm", &[("code", &first)]).await;
        assert_eq!(page.text("#_codes").split_whitespace().count(), 10);
        assert!(!ada.reads("/facilitate/second-factor").await.body.contains("_codes"), "they are shown once");
        assert!(is_in(&ada).await && !is_in(&phone).await, "other browsers are signed out");

        let page = signs_in(&phone, "ada@example.org", OWNERS).await;
        assert_eq!(page.url.path(), "/facilitate/sign-in/code");
        assert!(!is_in(&phone).await, "half-way is not in");
        // With the one above, one wrong code less than there may be.
        for wrong in ["", "not-a-code-at-all", &first] {
            let page = shows(&phone, wrong).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
            page.text("#_code-error");
        }
        assert!(!is_in(&phone).await);
        let code = device.shows();
        let page = shows(&phone, &format!("{} {}", &code[..3], &code[3..])).await;
        assert_eq!((page.status, page.url.path()), (StatusCode::OK, "/facilitate"), "{}", page.words());
        assert!(is_in(&phone).await);

        // The code works nowhere else again, and half-way is over.
        assert_eq!(shows(&phone, &code).await.url.path(), "/facilitate");
        signs_in(&third, "ada@example.org", OWNERS).await;
        assert_eq!(shows(&third, &code).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let log = ada.reads("/facilitate/audit").await;
        log.says("Ada Lovelace (ada@example.org) set up a second factor for Ada Lovelace (ada@example.org)");
    }
}

#[tokio::test]
async fn recovery_codes_work_once_each_and_take_the_factor_off() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let (_, codes) = sets_up(&ada, OWNERS).await;
    let phone = Person::at(&portal);
    signs_in(&phone, "ada@example.org", OWNERS).await;
    shows(&phone, &codes[0].to_uppercase().replace('-', " ")).await;
    assert!(is_in(&phone).await);
    phone.reads("/facilitate/second-factor").await.says("9 recovery codes are left");
    phone.sends("/facilitate/sign-out", &[]).await;
    signs_in(&phone, "ada@example.org", OWNERS).await;
    assert_eq!(shows(&phone, &codes[0]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
    ada.reads("/facilitate/audit").await.says("used a recovery code of Ada Lovelace");

    let remove = async |password: &str, code: &str| {
        ada.sends("/facilitate/second-factor/remove", &[("password", password), ("code", code)]).await
    };
    remove(OTHERS, &codes[1]).await.text("#_password-error");
    remove(OWNERS, &codes[0]).await.text("#_code-error");
    remove(OWNERS, "").await.text("#_code-error");
    let page = remove(OWNERS, &codes[1]).await;
    assert_eq!((page.status, page.count("#remove")), (StatusCode::OK, 0));
    signs_in(&phone, "ada@example.org", OWNERS).await;
    assert!(is_in(&phone).await);
}

#[tokio::test]
async fn guessing_at_codes_is_stopped_by_account() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let (mut device, _) = sets_up(&ada, OWNERS).await;
    let mut tried = 0;
    for n in 0..10 {
        // Another browser each time: it is the account that is counted.
        let guesser = Person::at(&portal);
        signs_in(&guesser, "ada@example.org", OWNERS).await;
        let page = shows(&guesser, &format!("{n:06}")).await;
        if page.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        tried += 1;
    }
    assert_eq!(tried, 5);
    let late = Person::at(&portal);
    signs_in(&late, "ada@example.org", OWNERS).await;
    assert_eq!(shows(&late, &device.shows()).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(is_in(&ada).await, "who is in stays in");
}

#[tokio::test]
async fn half_way_is_bound_to_the_account_and_its_password() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let bob = invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
    let (mut device, _) = sets_up(&ada, OWNERS).await;
    let (mut bobs, _) = sets_up(&bob, OTHERS).await;
    let phone = Person::at(&portal);
    assert_eq!(phone.opens("/facilitate/sign-in/code").await.url.path(), "/facilitate/sign-in");
    signs_in(&phone, "ada@example.org", OWNERS).await;
    assert_eq!(shows(&phone, &bobs.shows()).await.status, StatusCode::UNPROCESSABLE_ENTITY, "another's code");
    let change = [("old", OWNERS), ("password", OTHERS), ("again", OTHERS)];
    ada.sends("/facilitate/password", &change).await;
    let page = shows(&phone, &device.shows()).await;
    assert_eq!(page.url.path(), "/facilitate/sign-in", "it ended with the password");
    // What was made up opens nothing.
    let made_up =
        [("Cookie", "podium-half-way=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")];
    let page = Person::at(&portal).asks(reqwest::Method::GET, "/facilitate/sign-in/code", &made_up, "").await;
    assert_eq!(page.url.path(), "/facilitate/sign-in");
}

#[tokio::test]
async fn a_link_for_a_new_password_is_no_way_around_and_an_owner_or_the_machine_helps() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let bob = invited(&portal, &ada, "bob@example.org", "Bob", "facilitator").await;
    let (mut device, _) = sets_up(&bob, OTHERS).await;
    let form = forms_of(&ada, "bob@example.org").await;
    let link = path_of(&ada.sends(&format!("{form}/reset"), &[]).await.text("#_link"));
    let new = "forty geese above the harbour";
    let phone = Person::at(&portal);
    assert_eq!(joins(&phone, &link, "", "", new).await.url.path(), "/facilitate/sign-in/code");
    assert!(!is_in(&phone).await && !is_in(&bob).await);
    shows(&phone, &device.shows()).await;
    assert!(is_in(&phone).await);

    let page = ada.reads("/facilitate/facilitators").await;
    assert_eq!(page.count("form[action$='/second-factor']"), 1);
    ada.sends(&format!("{form}/second-factor"), &[]).await;
    assert_eq!(ada.sends(&format!("{form}/second-factor"), &[]).await.status, StatusCode::NOT_FOUND);
    phone.sends("/facilitate/sign-out", &[]).await;
    signs_in(&phone, "bob@example.org", new).await;
    assert!(is_in(&phone).await);
    ada.reads("/facilitate/audit").await.says("Ada Lovelace (ada@example.org) took the second factor off Bob");

    // One's own comes off with a code, also for an owner; whoever has the machine needs none.
    sets_up(&ada, OWNERS).await;
    let own = forms_of(&ada, "ada@example.org").await;
    assert_eq!(ada.sends(&format!("{own}/second-factor"), &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (code, printed, said) = command(&portal, &["reset", "ada@example.org"]);
    assert_eq!(code, 0, "{said}");
    assert!(printed.contains("The second factor of ada@example.org was taken off"), "{printed}");
    let home = joins(&Person::at(&portal), &path_of(&printed), "", "", new).await;
    assert_eq!(home.url.path(), "/facilitate");
}

#[tokio::test]
async fn neither_key_nor_codes_are_in_the_database_or_the_log() {
    let portal = crate::support::portal::Home::new(&["--log", "debug"]).start();
    let ada = owner(&portal).await;
    let page = ada.sends("/facilitate/second-factor", &[("password", OWNERS)]).await;
    let shown = page.text("#_key");
    let mut device = Device::with(&shown);
    let page = ada.sends("/facilitate/second-factor/confirm", &[("code", &device.shows())]).await;
    let codes: Vec<String> = page.text("#_codes").split_whitespace().map(str::to_owned).collect();
    let phone = Person::at(&portal);
    signs_in(&phone, "ada@example.org", OWNERS).await;
    let code = device.shows();
    shows(&phone, &code).await;
    let key: String = shown.split_whitespace().collect();
    let log = portal.log();
    for secret in codes.iter().chain([&key]) {
        assert!(!log.contains(secret.as_str()), "{secret} is in the log");
    }
    assert!(log.contains("a second factor was set up") && log.contains("signed in with a second factor"), "{log}");
    let (_, home) = portal.stop();
    let file = std::fs::read(home.path().join("podium.db")).expect("the database");
    let holds = |bytes: &[u8]| file.windows(bytes.len()).any(|part| part == bytes);
    for code in &codes {
        assert!(!holds(code.as_bytes()) && !holds(code.replace('-', "").as_bytes()), "{code} is in the database");
    }
    assert!(!holds(&device.key) && !holds(key.as_bytes()), "the key is in the database");
}
