//! Two at the same moment.

use reqwest::StatusCode;

use super::{OTHERS, OWNERS, first_link, is_in, joins, owner};
use crate::support::{Person, Portal};

#[tokio::test]
async fn of_two_who_use_one_link_one_wins() {
    for portal in Portal::on_each_database(&[]).await {
        let link = first_link(&portal);
        let people: Vec<Person> = (0..4).map(|_| Person::at(&portal)).collect();
        let emails: Vec<String> = (0..4).map(|n| format!("p{n}@example.org")).collect();
        let tries = people.iter().zip(&emails).map(|(person, email)| joins(person, &link, email, "Somebody", OWNERS));
        let pages = futures_util::future::join_all(tries).await;
        let won = pages.iter().filter(|page| page.status == StatusCode::OK).count();
        let lost = pages.iter().filter(|page| page.status == StatusCode::NOT_FOUND).count();
        assert_eq!((won, lost), (1, 3));
        let mut inside = 0;
        for person in &people {
            inside += usize::from(is_in(person).await);
        }
        assert_eq!(inside, 1);
    }
}

#[tokio::test]
async fn of_two_new_passwords_at_once_one_holds() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let third = "forty geese above the harbour";
    let change = |new: &'static str| {
        let fields = [("old", OWNERS), ("password", new), ("again", new)];
        let ada = &ada;
        async move { ada.sends("/facilitate/password", &fields).await }
    };
    tokio::join!(change(OTHERS), change(third));
    let mut works = 0;
    for password in [OWNERS, OTHERS, third] {
        let browser = Person::at(&portal);
        super::signs_in(&browser, "ada@example.org", password).await;
        works += usize::from(is_in(&browser).await);
    }
    assert_eq!(works, 1);
}
