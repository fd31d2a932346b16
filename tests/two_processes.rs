//! Two portals on one PostgreSQL serve the same people.

use futures_util::future::join_all;

use crate::support::{Folder, Person, Portal, database};

#[tokio::test]
async fn two_portals_on_one_server_serve_the_same_people() {
    let Some(server) = database::server() else { return };
    let url = database::on_server(&server).await;
    let folder = Folder::plan();
    let content = folder.argument();
    // Both start at once: one of them migrates, both end up with the same secret.
    let start = || {
        let (url, content) = (url.clone(), content.clone());
        tokio::task::spawn_blocking(move || Portal::start_with(&["--content", &content, "--database", &url]))
    };
    let (one, two) = tokio::join!(start(), start());
    let (one, two) = (one.expect("it starts"), two.expect("it starts"));

    let mut maya = Person::at(&one);
    maya.marks("plan", "cables", "copper").await;
    let code = super::journeys::code_of(&maya).await;
    maya.moves_to(&two);
    let page = maya.marks("plan", "cables", "fibre").await;
    assert_eq!(
        page.count("#_mark-copper form input[name=undo][value='1']"),
        1,
        "the other portal does not know the person"
    );
    assert_eq!(super::journeys::code_of(&maya).await, code, "the portals have different secrets");
    let phone = Person::at(&two);
    phone.sends("/continue", &[("code", &code)]).await;
    let phone_page = phone.reads("/w/plan/cables").await;
    assert_eq!(phone_page.count("[id^=_mark-] form input[name=undo][value='1']"), 2);

    // One note, changed by many at once through both: every line is kept.
    let devices: Vec<Person> = join_all((0..12).map(|n| {
        let device = Person::at(if n % 2 == 0 { &one } else { &two });
        let code = code.clone();
        async move {
            device.sends("/continue", &[("code", &code)]).await;
            device
        }
    }))
    .await;
    join_all(devices.iter().enumerate().map(|(n, device)| async move {
        let line = format!("line {n} of many");
        device.sends_in_place("/w/plan/cables/copper/note", "note", &[("body", &line), ("base", "0")]).await
    }))
    .await;
    let note = maya.reads("/w/plan/cables").await.text("#_note-copper textarea");
    for n in 0..12 {
        assert!(note.contains(&format!("line {n} of many")), "line {n} is lost: {note}");
    }
    // Only one of the two printed the owner's link.
    let links = |portal: &Portal| portal.printed().iter().filter(|line| line.contains("/facilitate/")).count();
    assert_eq!(links(&one) + links(&two), 1);
}
