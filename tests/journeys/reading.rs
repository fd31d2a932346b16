use reqwest::StatusCode;

use super::{done, is_done, serving};
use crate::support::{Folder, Person, Portal};

#[tokio::test]
async fn a_newcomer_reads_marks_and_is_still_there_after_a_restart() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let mut maya = Person::at(&portal);
        let home = maya.reads("/").await;
        home.says("Plan a network");
        home.says("All about cables");
        assert!(home.headers.get("set-cookie").is_none(), "a visit alone makes nobody");

        let module = maya.reads("/w/plan/cables").await;
        module.says("Words of wisdom.");
        assert!(done(&module).is_empty());

        let marked = maya.marks("plan", "cables", "copper").await;
        assert_eq!(marked.url.path(), "/w/plan/cables");
        assert_eq!(done(&marked), ["copper"]);

        let home = portal.stop().1;
        let portal = home.start();
        maya.moves_to(&portal);
        assert_eq!(done(&maya.reads("/w/plan/cables").await), ["copper"]);
        // The way on leads to the very section that comes next.
        let home = maya.reads("/w/plan").await;
        assert!(home.attributes("main a", "href").contains(&"/w/plan/cables#fibre".to_owned()), "{}", home.body);
    }
}

#[tokio::test]
async fn a_mark_is_taken_back() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        maya.marks("plan", "cables", "copper").await;
        maya.marks("plan", "cables", "copper").await;
        let page = maya.sends("/w/plan/cables/copper/done", &[("undo", "1")]).await;
        assert!(!is_done(&page, "copper"));
    }
}

#[tokio::test]
async fn a_finished_workshop_says_so() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        for (module, section) in [("cables", "copper"), ("cables", "fibre"), ("tunnels", "dig"), ("tunnels", "line")] {
            maya.marks("plan", module, section).await;
        }
        let home = maya.reads("/w/plan").await;
        home.says("4 of 5 sections");
        assert!(home.attributes("main a", "href").contains(&"/w/plan/tunnels#light".to_owned()));
        maya.marks("plan", "tunnels", "light").await;
        maya.reads("/w/plan").await.says("You have finished this workshop");
    }
}

#[tokio::test]
async fn look_alike_ids_share_nothing() {
    let folder = Folder::plan();
    folder.manifest(&["net", "net-2"]);
    folder.module("net", &["One {#q1}", "Ten {#q10}"]);
    folder.module("net-2", &["One {#q1}", "Ten {#q10}"]);
    std::fs::remove_file(folder.path().join("modules/cables.md")).unwrap();
    std::fs::remove_file(folder.path().join("modules/tunnels.md")).unwrap();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        maya.marks("plan", "net", "q1").await;
        assert_eq!(done(&maya.reads("/w/plan/net").await), ["q1"]);
        assert!(done(&maya.reads("/w/plan/net-2").await).is_empty());
    }
}

#[tokio::test]
async fn a_mark_in_place_answers_with_the_bar_and_the_list() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        let parts = maya.sends_in_place("/w/plan/cables/copper/done", "mark", &[]).await;
        assert_eq!(parts.status, StatusCode::OK);
        assert!(parts.header("vary").to_lowercase().contains("x-fragment"));
        assert_eq!((parts.count("#_mark-copper"), parts.count("#_rail"), parts.count("main")), (1, 1, 0));
        assert!(is_done(&parts, "copper"));
    }
}

#[tokio::test]
async fn an_opened_link_wins_over_the_remembered_place() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        maya.marks("plan", "cables", "copper").await;
        let kept = maya.sends("/w/plan/tunnels/line/place", &[]).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT);
        let opened = maya.reads("/w/plan/cables").await;
        assert_eq!(opened.url.path(), "/w/plan/cables");
        let back = opened.attributes("a", "href");
        assert!(back.contains(&"/w/plan/tunnels#line".to_owned()), "no way back to the place: {back:?}");
    }
}

#[tokio::test]
async fn a_place_makes_nobody() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let stranger = Person::at(&portal);
    let kept = stranger.sends("/w/plan/tunnels/line/place", &[]).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    assert!(kept.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn an_address_that_is_not_there_searches() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    for path in
        ["/w/plan/tunnel", "/w/plan/tunnels/nowhere", "/nothing/tunnels", "/w/none", "/w/plan/tunnels/line/done/x"]
    {
        let page = maya.opens(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(page.count("main form input[type=search]"), 1, "{path}: no search");
    }
    let page = maya.opens("/w/plan/tunnel").await;
    assert!(
        page.attributes("main a", "href").iter().any(|href| href.starts_with("/w/plan/tunnels")),
        "{}",
        page.words()
    );
}

#[tokio::test]
async fn a_wrong_method_is_405_and_a_form_that_cannot_be_read_400() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    assert_eq!(maya.opens("/w/plan/cables/copper/done").await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(maya.sends("/w/plan/cables", &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(maya.sends("/w/plan/cables/copper/note", &[]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(maya.sends("/w/plan/cables/nowhere/done", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn several_workshops_stand_on_one_page() {
    let folder = Folder::plan();
    let root = folder.root();
    let second = root.join("second");
    std::fs::create_dir_all(second.join("modules")).unwrap();
    let manifest = std::fs::read_to_string(folder.path().join("workshop.toml")).unwrap();
    std::fs::write(
        second.join("workshop.toml"),
        manifest.replace("\"plan\"", "\"second\"").replace("Plan a network", "Second"),
    )
    .unwrap();
    for module in ["cables.md", "tunnels.md"] {
        std::fs::copy(folder.path().join("modules").join(module), second.join("modules").join(module)).unwrap();
    }
    let argument = root.display().to_string();
    for portal in Portal::on_each_database(&["--content", &argument]).await {
        let maya = Person::at(&portal);
        maya.marks("second", "cables", "copper").await;
        let list = maya.reads("/").await;
        for (home, title) in [("/w/plan", "Plan a network"), ("/w/second", "Second")] {
            assert!(list.attributes("main a", "href").contains(&home.to_owned()));
            list.says(title);
        }
        list.says("1 of 5 sections");
        list.says("Not started");
        assert!(done(&maya.reads("/w/plan/cables").await).is_empty(), "workshops share progress");
    }
}

#[tokio::test]
async fn the_theme_is_remembered() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let maya = Person::at(&portal);
    let page = maya.sends("/theme", &[("theme", "dark"), ("back", "/w/plan/cables")]).await;
    assert_eq!(page.url.path(), "/w/plan/cables");
    assert_eq!(page.attributes("html", "data-theme"), ["dark"]);
    assert_eq!(maya.reads("/w/plan").await.attributes("html", "data-theme"), ["dark"]);
    let away = maya.sends("/theme", &[("theme", "light"), ("back", "//evil.example/")]).await;
    assert_eq!(away.url.path(), "/", "a way back must stay here");
}
