//! Links that are sent by e-mail: to whom, as what, and what is said when they cannot be.

mod server;

use reqwest::StatusCode;

use super::{OTHERS, OWNERS, first_link, forms_of, joins, owner, path_of};
use crate::support::{Page, Person, Portal};
use server::{MailServer, Mode};

/// How the portal is called in these tests.
const PUBLIC: &str = "http://podium.example.org";

/// The options of a portal that sends by this server.
fn options(server: &MailServer) -> Vec<String> {
    let url = format!("smtp://127.0.0.1:{}", server.port);
    let all = ["--smtp-url", &url, "--mail-from", "Podium <podium@example.org>", "--public-url", PUBLIC];
    all.map(str::to_owned).to_vec()
}

fn given(options: &[String]) -> Vec<&str> {
    options.iter().map(String::as_str).collect()
}

async fn invites(owner: &Person, email: &str) -> Page {
    let page = owner.sends("/facilitate/facilitators", &[("email", email), ("role", "facilitator")]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    page
}

#[tokio::test]
async fn a_link_is_sent_to_whom_it_is_for_and_works() {
    // The first line of the body begins with the name: with a full stop, which ends a message when it stands alone.
    let name = ". Žofia 李小龙 علي";
    let server = MailServer::start().await;
    let own = options(&server);
    for (number, portal) in Portal::on_each_database(&given(&own)).await.into_iter().enumerate() {
        let zofia = Person::at(&portal);
        let home = joins(&zofia, &first_link(&portal), "zofia@example.org", name, OWNERS).await;
        assert_eq!(home.status, StatusCode::OK, "{}", home.words());
        let page = zofia.reads("/facilitate/facilitators").await;
        page.says("The link is sent there");
        page.does_not_say("the portal sends nothing");

        let page = invites(&zofia, "bob@example.org").await;
        assert!(page.text("#made .verdict.good").starts_with("Sent by e-mail to bob@example.org"), "{}", page.words());
        let shown = page.text("#_link");
        let letter = server.letters().remove(2 * number);
        assert_eq!(
            (letter.from.as_str(), letter.to.as_slice()),
            ("podium@example.org", &["bob@example.org".to_owned()][..])
        );
        assert_eq!(letter.header("From"), "Podium <podium@example.org>");
        assert_eq!(letter.header("To"), "bob@example.org");
        assert_eq!(letter.header("Subject"), format!("{name} invites you to a portal for workshops"));
        assert_eq!(letter.header("Content-Type"), "text/plain; charset=utf-8");
        assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
        assert!(letter.header("Message-ID").ends_with("@example.org>"), "{:?}", letter.head);
        let who = format!("\n{name} (zofia@example.org) invites you to {PUBLIC}, ");
        let until = format!("and until {}.", page.text("#made time"));
        for part in [&who, &format!("\n{shown}\n"), &until, "ignore this message"] {
            assert!(letter.body.contains(part), "{part:?} is not in {}", letter.body);
        }
        let bob = Person::at(&portal);
        joins(&bob, &path_of(&letter.body), "", "Bob", OTHERS).await.says("bob@example.org");

        let forms = forms_of(&zofia, "bob@example.org").await;
        let page = zofia.sends(&format!("{forms}/reset"), &[]).await;
        page.says("Sent by e-mail to bob@example.org");
        let letter = server.letters().remove(2 * number + 1);
        assert!(letter.header("Subject").starts_with("A link for a new password"));
        assert!(letter.body.contains("choose a new password for your account"), "{}", letter.body);
        joins(&bob, &path_of(&letter.body), "", "", OWNERS).await.says("bob@example.org");

        let log = zofia.reads("/facilitate/audit").await;
        assert_eq!(log.words().matches("sent the link by e-mail to bob@example.org").count(), 2, "{}", log.words());
        let said = std::fs::read_to_string(portal.folder().join("log")).expect("a log");
        assert!(!said.contains("bob@") && !said.contains(shown.rsplit('/').next().expect("a token")), "{said}");
    }
}

#[tokio::test]
async fn a_name_makes_no_header_and_no_recipient() {
    let server = MailServer::start().await;
    let portal = Portal::start_with(&given(&options(&server)));
    let eve = Person::at(&portal);
    let name = "Eve\r\nBcc: all@example.org\r\n\r\n.\r\nRCPT TO:<all@example.org>";
    let home = joins(&eve, &first_link(&portal), "eve@example.org", name, OWNERS).await;
    assert_eq!(home.status, StatusCode::OK, "{}", home.words());
    invites(&eve, "bob@example.org").await.says("Sent by e-mail");
    let letters = server.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to, ["bob@example.org"]);
    assert!(!letters[0].head.iter().any(|line| line.to_lowercase().starts_with("bcc")), "{:?}", letters[0].head);
    assert_eq!(server.commands().iter().filter(|command| command.starts_with("RCPT")).count(), 1);
}

#[tokio::test]
async fn what_cannot_be_sent_is_said_and_the_link_is_there_to_copy() {
    let server = MailServer::start().await;
    let portal = Portal::start_with(&given(&options(&server)));
    let ada = owner(&portal).await;
    let cases = [
        (Mode::RefusesRecipients, "takes none for this address, or none from the portal (550)"),
        (Mode::IsBusy, "takes none at the moment (421)"),
        (Mode::HangsUp, "cannot be reached, or hung up"),
        (Mode::Hangs, "did not answer within 10 seconds"),
    ];
    for (number, (mode, why)) in cases.into_iter().enumerate() {
        server.does(mode);
        let email = format!("bob{number}@example.org");
        let page = invites(&ada, &email).await;
        let said = page.text("#made .verdict.bad");
        assert!(said.starts_with("It could not be sent by e-mail: the mail server ") && said.contains(why), "{said}");
        page.does_not_say("canary");
        let bob = Person::at(&portal);
        joins(&bob, &path_of(&page.text("#_link")), "", "Bob", OTHERS).await.says(&email);
    }
    // What an account may be called, and mail does not know.
    let page = invites(&ada, "bob..b@example.org").await;
    page.says("It could not be sent by e-mail: mail knows no such address. Copy the link");
    assert_eq!(server.letters().len(), 0);
    ada.reads("/facilitate/audit").await.does_not_say("sent the link by e-mail");
    let said = std::fs::read_to_string(portal.folder().join("log")).expect("a log");
    assert!(said.contains("a message was not sent") && !said.contains("canary") && !said.contains("bob0@"), "{said}");
}

#[tokio::test]
async fn nobody_is_flooded() {
    let server = MailServer::start().await;
    let portal = Portal::start_with(&given(&options(&server)));
    let ada = owner(&portal).await;
    for _ in 0..3 {
        invites(&ada, "bob@example.org").await.says("Sent by e-mail");
    }
    let page = invites(&ada, "bob@example.org").await;
    page.says("It could not be sent by e-mail: too many messages were sent within the hour.");
    assert_eq!(page.count("#_link"), 1);
    for number in 3..30 {
        invites(&ada, &format!("bob{number}@example.org")).await.says("Sent by e-mail");
    }
    invites(&ada, "kim@example.org").await.says("too many messages");
    assert_eq!(server.letters().len(), 30);
}

#[tokio::test]
async fn without_tls_nothing_is_shown_to_a_server_that_has_to_have_it() {
    let server = MailServer::start().await;
    let url = format!("smtp://podium:canary@127.0.0.1:{}?tls=required", server.port);
    let portal = Portal::start_with(&["--smtp-url", &url, "--mail-from", "podium@example.org", "--public-url", PUBLIC]);
    let ada = owner(&portal).await;
    invites(&ada, "bob@example.org").await.says("the mail server lacks TLS");
    let commands = server.commands();
    assert!(commands.iter().all(|command| command.starts_with("EHLO") || command == "QUIT"), "{commands:?}");
}

#[tokio::test]
async fn without_a_server_nothing_is_said_of_mail() {
    let portal = Portal::start();
    let ada = owner(&portal).await;
    let page = ada.reads("/facilitate/facilitators").await;
    page.says("You get a link and send it yourself");
    page.does_not_say("The link is sent there");
    let page = invites(&ada, "bob@example.org").await;
    page.says("the portal sends nothing");
    assert_eq!(page.count("#made .verdict"), 0);
}
