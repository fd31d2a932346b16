//! The board and the page of one person: who sees them, what stands there, what must not.

use jiff::Timestamp;
use podium::domain::cohort::{Names, StaffRole};
use podium::domain::question::{Answer, Mark as Earned, Place};
use podium::domain::quiz::{Attempt, Certainty, Pace, QuizRules, Slot, Try, When};
use podium::domain::time::Millis;
use podium::store::{Actor, Deed, Entry, Joined, NewAttempt, NewMember, NewParticipant, Purpose, Store};
use reqwest::{Method, StatusCode};
use uuid::Uuid;

use crate::accounts::{invited, owner};
use crate::questions::bank;
use crate::support::{Folder, Page, Person, Portal};

/// A portal with its owner, and a way into its database beside it.
pub struct Room {
    pub portal: Portal,
    owner: Person,
    store: Store,
    cohort: Uuid,
    _folder: Folder,
}

fn now() -> Millis {
    Millis(Timestamp::now().as_millisecond())
}

fn entry() -> Entry {
    let actor = Actor { id: None, name: "a test".to_owned() };
    Entry {
        id: Uuid::now_v7(),
        at: now(),
        actor,
        deed: Deed::MadeCohort,
        subject: None,
        subject_name: String::new(),
        detail: String::new(),
    }
}

impl Room {
    pub async fn with(names: Names) -> Self {
        let folder = bank::workshop();
        let portal = Portal::start_with(&["--content", &folder.argument()]);
        let owner = owner(&portal).await;
        let made = owner
            .sends(
                "/facilitate/cohorts",
                &[("name", "Autumn & <b>team</b>"), ("workshop", "plan"), ("names", names.id())],
            )
            .await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.words());
        let id = made.url.path().split('/').find_map(|part| Uuid::parse_str(part).ok());
        let store = Store::visit(&portal.database_file().display().to_string()).await.expect("the database");
        Self { portal, owner, store, cohort: id.expect("a cohort's address"), _folder: folder }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/facilitate/cohorts/{}{rest}", self.cohort)
    }

    async fn board(&self, query: &str) -> Page {
        self.owner.reads(&self.path(query)).await
    }

    /// Somebody new in the cohort: (the person, their id in it).
    pub async fn joins(&self, name: &str) -> (Uuid, Uuid) {
        let (person, at) = (Uuid::now_v7(), now());
        let token_hash: [u8; 32] = std::array::from_fn(|n| person.as_bytes()[n % 16]);
        let device = "Firefox on Linux".to_owned();
        let new = NewParticipant { person, session: Uuid::now_v7(), token_hash, device, at };
        self.store.begin(new).await.expect("a person");
        let new =
            NewMember { id: Uuid::now_v7(), cohort: self.cohort, person, name: name.to_owned(), handle: None, at };
        match self.store.enter_cohort(new).await.expect("an answer") {
            Joined::In(member) => (person, member),
            other => panic!("{name} does not get in: {other:?}"),
        }
    }

    pub async fn marks(&self, person: Uuid, sections: &[(&str, &str)]) {
        for (module, section) in sections {
            self.store.mark(person, "plan", module, section, "of-a-test", now()).await.expect("a mark");
        }
    }

    /// Tries the question `say` so many times, none of them right; answers with the attempt's id.
    pub async fn tries(&self, person: Uuid, times: usize) -> Uuid {
        let rules = QuizRules {
            tries: 9,
            try_costs: 0,
            hint_costs: 0,
            feedback: When::EachAnswer,
            certainty: true,
            limit: None,
        };
        let place = Place { module: "cables".to_owned(), section: "copper".to_owned() };
        let slot = Slot { question: "say".to_owned(), revision: 1, seed: 1, place, tries: Vec::new(), hints: 0 };
        let (slots, started) = (vec![slot], now());
        let attempt = Attempt { rules, pace: Pace::Percent(100), started, handed_in: None, slots };
        let new = NewAttempt {
            id: Uuid::now_v7(),
            workshop: "plan".to_owned(),
            purpose: Purpose::Practice,
            subject: "cables#copper".to_owned(),
            attempt,
        };
        let id = self.store.begin_attempt(person, new).await.expect("an attempt");
        for n in 0..times {
            let given = Try {
                submission: format!("s{n}"),
                at: now(),
                answer: Answer::Typed(format!("guess {n} <script>")),
                mark: Earned::from(0.0),
                certainty: Some(Certainty::Sure),
            };
            assert!(self.store.keep_answer(person, id, "say", n, &given).await.expect("an answer"));
        }
        id
    }
}

/// The names in the table, in order.
fn names(page: &Page) -> Vec<String> {
    page.texts(".heat tbody th")
}

#[tokio::test]
async fn the_board_shows_where_everybody_stands() {
    let room = Room::with(Names::Nickname).await;
    let empty = room.board("").await;
    empty.says("Nobody is here yet");
    assert_eq!(empty.count("#_board .phrase"), 1);

    let (ada, ada_in) = room.joins("Ada").await;
    let (chen, chen_in) = room.joins("Chen").await;
    let (again, _) = room.joins("ada").await;
    room.joins("<img src=x onerror=alert(1)>").await;
    room.marks(ada, &[("cables", "copper"), ("cables", "fibre")]).await;
    room.marks(again, &[("cables", "copper")]).await;
    let attempt = room.tries(chen, 4).await;

    let page = room.board("").await;
    assert_eq!(names(&page), ["<img src=x onerror=alert(1)>", "Ada (1)", "ada (2)", "Chen"]);
    assert_eq!(page.count(".heat img"), 0);
    assert_eq!(page.text(".tally"), "4 people · 0 done · 1 stuck · 1 not started");
    assert_eq!(page.text(".heat tbody tr:nth-child(2) td:nth-child(2)"), "100");
    assert_eq!(page.text(".heat tbody tr:nth-child(3) td:nth-child(2)"), "50");
    page.says("Chen has tried a question of “Copper” four times without getting it right.");
    assert_eq!(page.count("td.stuck"), 1);
    let answers = page.attributes(".stuck-list a[href*='/attempts/']", "href");
    assert_eq!(answers, [room.path(&format!("/people/{chen_in}/attempts/{attempt}#_q-say"))]);

    // Sorted, filtered, found; what makes no sense is left out.
    assert_eq!(names(&room.board("?sort=most").await)[0], "Ada (1)");
    assert_eq!(names(&room.board("?sort=stuck").await)[0], "Chen");
    assert_eq!(names(&room.board("?show=stuck").await), ["Chen"]);
    assert_eq!(names(&room.board("?show=not-started").await), ["<img src=x onerror=alert(1)>"]);
    assert_eq!(names(&room.board("?find=AD").await), ["Ada (1)", "ada (2)"]);
    assert_eq!(names(&room.board("?sort=nonsense&show=away-x&find=").await).len(), 4);
    room.board("?find=nobody%20%22%3E%3Cb%3E").await.says("Nobody is like that just now.");
    let sections = room.board("?by=sections&module=cables").await;
    assert_eq!(sections.text(".heat tbody tr:nth-child(3) td:nth-child(2)"), "✓ Done");
    assert_eq!(sections.text(".heat tfoot td:nth-child(2)"), "2");
    sections.says("section by section");

    // One person.
    let person = room.owner.reads(&room.path(&format!("/people/{ada_in}"))).await;
    person.says("Ada (1)");
    person.says("No question was answered yet.");
    let chens = room.owner.reads(&room.path(&format!("/people/{chen_in}"))).await;
    chens.says("has tried a question of “Copper” four times");
    chens.says("Practice: Copper");
    let answers = room.owner.reads(&room.path(&format!("/people/{chen_in}/attempts/{attempt}"))).await;
    answers.says("3 tries before that");
    assert_eq!(answers.attributes("#_q-say input[type=text]", "value"), ["guess 3 <script>"]);
    assert_eq!(answers.count(".answered script"), 0);
    // Somebody else's attempt is not found through them.
    for rest in [
        format!("/people/{ada_in}/attempts/{attempt}"),
        format!("/people/{ada_in}/designs/{attempt}"),
        format!("/people/{}", Uuid::nil()),
        "/people/x".to_owned(),
    ] {
        let page = room.owner.opens(&room.path(&rest)).await;
        assert!(page.status.is_client_error(), "{rest}: {}", page.status);
    }
    // Entries that count as one person.
    assert!(room.store.join_entries(room.cohort, chen_in, Some(ada_in), entry()).await.expect("an answer"));
    assert_eq!(names(&room.board("").await).len(), 3);
    let moved = room.owner.reads(&room.path(&format!("/people/{chen_in}"))).await;
    assert_eq!(moved.url.path(), room.path(&format!("/people/{ada_in}")));
    moved.says("What was done as Chen counts here, too.");
    moved.says("Practice: Copper");
}

#[tokio::test]
async fn the_part_is_sent_again_only_when_something_changed() {
    let room = Room::with(Names::Nickname).await;
    let (ada, _) = room.joins("Ada").await;
    let ask = async |tag: &str| {
        let headers = [("X-Fragment", "board"), ("If-None-Match", tag)];
        room.owner.asks(Method::GET, &room.path("?sort=most"), &headers, "").await
    };
    let page = room.board("?sort=most").await;
    let shown = format!("W/\"{}\"", page.attributes("#_as-of", "data-tag")[0]);
    let same = ask(&shown).await;
    assert_eq!((same.status, same.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(same.header("ETag"), shown);

    room.marks(ada, &[("cables", "copper")]).await;
    let changed = ask(&shown).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header("ETag"), shown);
    assert!(changed.body.trim_start().starts_with("<div id=\"_board\">"), "{}", changed.body);
    assert_eq!(changed.text(".heat tbody td"), "50");
    assert_eq!(ask(changed.header("ETag")).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn only_those_who_run_a_cohort_see_it() {
    let room = Room::with(Names::Hidden).await;
    let (_, ada) = room.joins("Ada").await;
    let bob = invited(&room.portal, &room.owner, "bob@example.org", "Bob", "facilitator").await;
    let eve = invited(&room.portal, &room.owner, "eve@example.org", "Eve", "facilitator").await;
    let participant = Person::at(&room.portal);
    participant.marks("plan", "cables", "copper").await;
    room.store
        .add_staff(room.cohort, "bob@example.org".to_owned(), StaffRole::Assistant, entry())
        .await
        .expect("an answer");
    for rest in [String::new(), format!("/people/{ada}")] {
        let path = room.path(&rest);
        room.owner.reads(&path).await.says("Ada");
        bob.reads(&path).await.says("Ada");
        assert_eq!(eve.opens(&path).await.status, StatusCode::NOT_FOUND, "{rest}");
        for outside in [&participant, &Person::at(&room.portal)] {
            let page = outside.opens(&path).await;
            assert_eq!(page.url.path(), "/facilitate/sign-in", "{rest}");
            page.does_not_say("Ada");
        }
    }
    // Who left is not there any more.
    let (person, member) = room.joins("Cy").await;
    room.owner.reads(&room.path(&format!("/people/{member}"))).await;
    assert!(room.store.leave(person, room.cohort, now()).await.expect("an answer"));
    assert_eq!(names(&room.board("").await), ["Ada"]);
    assert_eq!(room.owner.opens(&room.path(&format!("/people/{member}"))).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_anonymous_cohort_has_counts_and_nobodys_row() {
    let room = Room::with(Names::Anonymous).await;
    let mut members = Vec::new();
    for n in 0..11 {
        let (person, member) = room.joins("").await;
        members.push(member);
        if n < 7 {
            room.marks(person, &[("cables", "copper")]).await;
        }
        if n < 6 {
            room.marks(person, &[("cables", "fibre")]).await;
        }
        if n < 2 {
            room.marks(person, &[("tunnels", "dig")]).await;
        }
        if n == 0 {
            room.tries(person, 5).await;
        }
        if n == 8 {
            room.board("").await.says("With fewer than 10 people nothing is counted out.");
        }
    }
    let page = room.board("").await;
    page.says("This cohort is anonymous");
    let cells = page.texts("#_board > .scroll tbody tr:first-child td");
    assert_eq!(cells, ["7 or more", "6"]);
    assert_eq!(page.texts("#_board > .scroll tbody tr:nth-child(2) td"), ["fewer than 5", "fewer than 5"]);
    page.does_not_say("stuck");
    for member in members {
        assert!(!page.body.contains(&member.to_string()));
        assert_eq!(room.owner.opens(&room.path(&format!("/people/{member}"))).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_report_says_what_was_understood_and_compares_without_names() {
    let room = Room::with(Names::Nickname).await;
    let report = room.path("/report");
    room.owner.reads(&report).await.says("Nothing was answered or decided yet.");
    for n in 0..6 {
        let (person, _) = room.joins(&format!("Person {n}")).await;
        room.tries(person, 1 + n).await;
    }
    let page = room.owner.reads(&report).await;
    page.says("By first answers of 6 people");
    page.says("Fewer than thirty people have answered");
    page.says("What is the middle of a cable called?");
    page.says("6 of 6 were sure and wrong.");
    page.does_not_say("Person 1");
    assert_eq!(page.count(".understood script"), 0);
    // Another cohort of the same facilitator, by its id alone; somebody else's is not looked at.
    let made = room.owner.sends("/facilitate/cohorts", &[("name", "Spring"), ("workshop", "plan")]).await;
    let spring = made.url.path().split('/').find_map(|part| Uuid::parse_str(part).ok()).expect("an address");
    let compared = room.owner.reads(&format!("{report}?compare={spring}")).await;
    let head = compared.texts("[aria-label='Questions compared'] thead th");
    assert_eq!(head, ["Question", "This one", "A", "Difference"]);
    let eve = invited(&room.portal, &room.owner, "eve@example.org", "Eve", "facilitator").await;
    assert_eq!(eve.opens(&report).await.status, StatusCode::NOT_FOUND);
    let made = eve.sends("/facilitate/cohorts", &[("name", "Eve's"), ("workshop", "plan")]).await;
    let eves = made.url.path().split('/').find_map(|part| Uuid::parse_str(part).ok()).expect("an address");
    let page = eve.reads(&format!("/facilitate/cohorts/{eves}/report?compare={}", room.cohort)).await;
    assert_eq!(page.count("[aria-label='Questions compared']"), 0);
    page.does_not_say("middle of a cable");
}
