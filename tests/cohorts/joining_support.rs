//! Cohorts for those who join them.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use podium::domain::cohort::{JoinCode, Settings};
use podium::domain::time::Millis;
use podium::store::{Actor, Deed, Entry, NewCohort, Store};
use reqwest::StatusCode;
use uuid::Uuid;

use crate::support::{Page, Person, Portal};

/// A cohort of a portal that serves.
pub struct Cohort {
    pub id: Uuid,
    /// As it stands in addresses.
    pub code: String,
    /// The portal's database, opened beside it.
    pub store: Store,
}

pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    Millis(i64::try_from(since.as_millis()).expect("before the year 292 million"))
}

/// An entry of the log by the owner.
pub fn told(by: Uuid, deed: Deed, cohort: Uuid) -> Entry {
    let actor = Actor { id: Some(by), name: "Ada Lovelace (ada@example.org)".to_owned() };
    let subject_name = "A cohort".to_owned();
    Entry { id: Uuid::now_v7(), at: now(), actor, deed, subject: Some(cohort), subject_name, detail: String::new() }
}

impl Cohort {
    /// Makes one, run by the owner, whose account is made first when there is none.
    pub async fn made(portal: &Portal, workshop: &str, name: &str, settings: Settings) -> Self {
        static COUNT: AtomicU8 = AtomicU8::new(1);
        let store = Store::visit(&portal.database()).await.expect("the portal's database");
        if store.facilitator_of("ada@example.org").await.expect("a read").is_none() {
            crate::accounts::owner(portal).await;
        }
        let by = store.facilitator_of("ada@example.org").await.expect("a read").expect("the owner").id;
        let code = JoinCode::from_bits(&[COUNT.fetch_add(1, Ordering::Relaxed); 32]).canonical();
        let id = Uuid::now_v7();
        let new = NewCohort {
            id,
            workshop: workshop.to_owned(),
            name: name.to_owned(),
            settings,
            code: code.clone(),
            by,
            at: now(),
        };
        store.make_cohort(new, told(by, Deed::MadeCohort, id)).await.expect("a cohort");
        Self { id, code, store }
    }

    pub async fn owner(&self) -> Uuid {
        self.store.facilitator_of("ada@example.org").await.expect("a read").expect("the owner").id
    }

    pub async fn told(&self, deed: Deed) -> Entry {
        told(self.owner().await, deed, self.id)
    }

    /// Changes its settings.
    pub async fn set(&self, name: &str, settings: &Settings) {
        let all = self.store.all_cohorts().await.expect("a read");
        let revision = all.iter().find(|row| row.id == self.id).expect("it is there").revision;
        let entry = self.told(Deed::ChangedCohort).await;
        let changed = self.store.change_cohort(self.id, revision, name.to_owned(), settings, entry).await;
        assert!(changed.expect("a change").is_some());
    }

    pub fn door(&self) -> String {
        format!("/join/{}", self.code)
    }

    pub fn page(&self) -> String {
        format!("/cohorts/{}", self.id)
    }

    /// Somebody joins under a name, and has to get in.
    pub async fn joins(&self, person: &Person, name: &str) -> Page {
        let page = person.sends(&self.door(), &[("name", name)]).await;
        assert_eq!(page.status, StatusCode::OK, "{name}: {}", page.words());
        assert!(page.url.path().starts_with("/w/"), "{name}: {}", page.url);
        page
    }

    /// The names of who is in it now.
    pub async fn names(&self) -> Vec<String> {
        let members = self.store.members(self.id).await.expect("a read");
        let inside = members.into_iter().filter(|member| member.left_at.is_none() && member.removed_at.is_none());
        inside.map(|member| member.name).collect()
    }
}
