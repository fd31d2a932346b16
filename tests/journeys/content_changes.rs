//! Edits of the content keep what people have done.

use std::time::{Duration, Instant};

use super::{done, note};
use crate::support::{Folder, Page, Person, Portal};

/// Opens the page again until it is as wanted: the portal follows the folder by itself.
async fn eventually(person: &Person, path: &str, what: &str, wanted: impl Fn(&Page) -> bool) -> Page {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let page = person.opens(path).await;
        if wanted(&page) {
            return page;
        }
        assert!(Instant::now() < until, "{path} never shows {what}: {}", page.words());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn edits_are_served_at_once_and_keep_progress() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    maya.marks("plan", "cables", "copper").await;
    maya.marks("plan", "cables", "fibre").await;
    maya.sends("/w/plan/cables/copper/note", &[("body", "mine"), ("base", "0")]).await;

    // Another heading and another text, the same id.
    folder.module("cables", &["Copper wires {#copper}", "Glass {#fibre}"]);
    let page =
        eventually(&maya, "/w/plan/cables", "the new heading", |page| page.words().contains("Copper wires")).await;
    assert_eq!(done(&page), ["copper", "fibre"]);

    // Another order of the modules and of the sections.
    folder.manifest(&["tunnels", "cables"]);
    folder.module("cables", &["Glass {#fibre}", "Copper wires {#copper}"]);
    let page = eventually(&maya, "/w/plan/cables", "the new order", |page| done(page) == ["fibre", "copper"]).await;
    assert_eq!(note(&page, "copper"), "mine");

    // A new section in a module that was finished.
    folder.module("cables", &["Glass {#fibre}", "Copper wires {#copper}", "Radio {#radio}"]);
    eventually(&maya, "/w/plan", "what is new", |page| page.words().contains("1 new")).await;
    let page = maya.reads("/w/plan/cables").await;
    assert_eq!(done(&page), ["fibre", "copper"]);

    // An id that names its old one, in a module that names its old one.
    folder.write("modules/wires.md", "+++\ntitle = \"Wires\"\nsummary = \"All wires.\"\nminutes = 5\nwas = [\"cables\"]\n+++\n\n## Metal {#metal was=copper}\n\nText.\n\n## Glass {#fibre}\n\nText.\n");
    folder.manifest(&["tunnels", "wires"]);
    std::fs::remove_file(folder.path().join("modules/cables.md")).unwrap();
    let page =
        eventually(&maya, "/w/plan/cables", "the module's new address", |page| page.url.path() == "/w/plan/wires")
            .await;
    assert_eq!(done(&page), ["metal", "fibre"]);
    assert_eq!(note(&page, "metal"), "mine");
}

#[tokio::test]
async fn a_fault_is_shown_and_the_last_good_version_goes_on() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    let before = folder.path().join("modules/tunnels.md");
    let good = std::fs::read_to_string(&before).unwrap();
    folder.write("modules/tunnels.md", &good.replace("title =", "tilte ="));
    let page =
        eventually(&maya, "/w/plan/tunnels", "the fault", |page| page.words().contains("modules/tunnels.md:2:1")).await;
    page.says("tilte");
    page.says("Words of wisdom.");
    maya.marks("plan", "tunnels", "dig").await;
    assert!(portal.log().contains("modules/tunnels.md:2:1"), "the terminal does not say it: {}", portal.log());

    folder.write("modules/tunnels.md", &good.replace("Words of wisdom.", "Wiser words."));
    let page =
        eventually(&maya, "/w/plan/tunnels", "the mended text", |page| page.words().contains("Wiser words.")).await;
    page.does_not_say("tilte");
    assert_eq!(done(&page), ["dig"]);
}

#[tokio::test]
async fn a_folder_that_is_replaced_as_a_whole_is_still_followed() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    let (place, aside) = (folder.path(), folder.root().join("aside"));
    std::fs::rename(&place, &aside).unwrap();
    eventually(&maya, "/w/plan", "that the folder is gone", |page| page.count(".faults") == 1).await;
    std::fs::rename(&aside, &place).unwrap();
    eventually(&maya, "/w/plan", "that it is back", |page| page.count(".faults") == 0).await;
    folder.module("cables", &["Copper {#copper}", "Radio {#radio}"]);
    eventually(&maya, "/w/plan/cables", "what came after", |page| page.words().contains("Radio")).await;
}
