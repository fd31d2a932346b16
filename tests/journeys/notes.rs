use reqwest::StatusCode;

use super::{note, serving};
use crate::support::{Folder, Person};

const NOTE: &str = "/w/plan/cables/copper/note";

#[tokio::test]
async fn a_note_is_kept_and_shown_as_typed() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        let typed = "ask <b>them</b> & \"us\"\r\n  - 10.244/16?";
        let page = maya.sends(NOTE, &[("body", typed), ("base", "0")]).await;
        assert_eq!(page.url.path(), "/w/plan/cables");
        assert!(page.body.contains("ask &#60;b&#62;them") || page.body.contains("ask &lt;b&gt;them"), "{}", page.body);
        assert_eq!(note(&page, "copper"), "ask <b>them</b> & \"us\" - 10.244/16?");
        page.says("Saved");

        let list = maya.reads("/w/plan/notes").await;
        list.says("ask <b>them</b> & \"us\"");
        let file = maya.reads("/w/plan/notes.md").await;
        assert_eq!(file.header("content-type"), "text/markdown; charset=utf-8");
        assert!(file.header("content-disposition").starts_with("attachment"));
        assert!(
            file.body.contains("### Copper") && file.body.contains("ask <b>them</b> & \"us\"\n  - 10.244/16?"),
            "{}",
            file.body
        );
    }
}

#[tokio::test]
async fn what_two_devices_wrote_is_kept_from_both() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        maya.sends(NOTE, &[("body", "first"), ("base", "0")]).await;
        maya.sends(NOTE, &[("body", "from the phone"), ("base", "1")]).await;
        let late = maya.sends_in_place(NOTE, "note", &[("body", "from the laptop"), ("base", "1")]).await;
        assert_eq!(late.status, StatusCode::OK);
        let text = note(&late, "copper");
        assert!(text.contains("from the phone") && text.contains("from the laptop"), "{text}");
        assert_eq!(late.attributes("input[name=base]", "value"), ["3"]);
    }
}

#[tokio::test]
async fn a_note_that_is_too_long_comes_back_whole() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        let long = "é".repeat(10_001);
        let page = maya.sends(NOTE, &[("body", &long), ("base", "0")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(note(&page, "copper"), long, "the text must still be there");
        page.says("1 character too many");
        let exact = "é".repeat(10_000);
        let page = maya.sends(NOTE, &[("body", &exact), ("base", "0")]).await;
        assert_eq!((page.status, note(&page, "copper")), (StatusCode::OK, exact));
    }
}

#[tokio::test]
async fn an_empty_note_removes_it_and_a_strangers_empty_note_makes_nobody() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let stranger = Person::at(&portal);
        let page = stranger.sends(NOTE, &[("body", "  \n"), ("base", "0")]).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(stranger.reads("/me").await.count("#devices") == 0, "an empty note made somebody");

        let maya = Person::at(&portal);
        maya.sends(NOTE, &[("body", "something"), ("base", "0")]).await;
        let page = maya.sends(NOTE, &[("body", ""), ("base", "1")]).await;
        assert_eq!(note(&page, "copper"), "");
        maya.reads("/w/plan/notes").await.does_not_say("something");
    }
}

#[tokio::test]
async fn a_note_whose_answer_was_lost_is_not_doubled() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        maya.sends(NOTE, &[("body", "one"), ("base", "0")]).await;
        // This arrived, but its answer did not: the page still has revision 1.
        maya.sends(NOTE, &[("body", "one\r\ntwo"), ("base", "1")]).await;
        let fields = [("body", "one, two\r\nthree"), ("base", "1"), ("before", "one\r\ntwo")];
        let page = maya.sends_in_place(NOTE, "note", &fields).await;
        assert_eq!(page.attributes("input[name=base]", "value"), ["3"]);
        assert_eq!(note(&page, "copper"), "one, two three");
        let long = ["é", "ü"].map(|letter| "\u{1f600}".repeat(9_999) + letter);
        let fields = [("body", long[1].as_str()), ("base", "3"), ("before", long[0].as_str())];
        assert_eq!(maya.sends(NOTE, &fields).await.status, StatusCode::OK, "two of the longest texts fit");
    }
}

#[tokio::test]
async fn texts_of_several_devices_that_are_too_long_together_are_refused_whole() {
    let folder = Folder::plan();
    for portal in serving(&folder).await {
        let maya = Person::at(&portal);
        let texts = ["a", "b", "c", "d"].map(|letter| letter.repeat(9_990));
        for text in &texts[..3] {
            let page = maya.sends(NOTE, &[("body", text), ("base", "0")]).await;
            assert_eq!(page.status, StatusCode::OK);
        }
        let kept = note(&maya.reads("/w/plan/cables").await, "copper");
        for in_place in [true, false] {
            let fields = [("body", texts[3].as_str()), ("base", "0")];
            let page = if in_place {
                maya.sends_in_place(NOTE, "note", &fields).await
            } else {
                maya.sends(NOTE, &fields).await
            };
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(note(&page, "copper"), texts[3], "what was typed is still there");
            page.says("longer than 40000 characters");
        }
        assert_eq!(note(&maya.reads("/w/plan/cables").await, "copper"), kept);
    }
}
