//! What a cohort opens when, for who is in it and for nobody else.

use podium::domain::cohort::{ModulePlan, Need, Schedule, Settings};
use podium::web::when;
use reqwest::StatusCode;

use super::joining_support::{Cohort, now};
use crate::accounts::{OWNERS, signs_in};
use crate::support::{Folder, Person, Portal};

fn scheduled(plans: Vec<ModulePlan>) -> Settings {
    Settings { schedule: Schedule::of(plans), ..Settings::default() }
}

#[tokio::test]
async fn a_module_opens_when_the_cohort_says_so() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let cohort = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let (maya, stranger) = (Person::at(&portal), Person::at(&portal));
    cohort.joins(&maya, "Maya").await;
    let (opens, due) = (now().plus_seconds(86_400), now().plus_seconds(2 * 86_400));
    let later = ModulePlan { opens_at: Some(opens), due_at: Some(due), ..ModulePlan::usual("tunnels") };
    cohort.set("December", &scheduled(vec![later.clone()])).await;
    let (_, opens) = when::moment(opens);
    let (_, due) = when::moment(due);

    let page = maya.reads("/w/plan/tunnels").await;
    page.says(&format!("Opens on {opens}"));
    page.says("with cohort December");
    for text in ["Words of wisdom", "Tell tunnels apart", "Dig"] {
        page.does_not_say(text);
    }
    let home = maya.reads("/w/plan").await;
    home.says(&format!("Opens {opens}"));
    home.says(&format!("due {due}"));
    home.says("Start: All about cables");
    let cables = maya.reads("/w/plan/cables").await;
    assert!(cables.text("#_rail").contains(&format!("opens {opens}")), "{}", cables.text("#_rail"));
    let own = maya.reads(&cohort.page()).await;
    own.says(&format!("All about tunnels Opens {opens} Due {due}"));
    // All that is open is done: nothing leads into what is not.
    for section in ["copper", "fibre"] {
        maya.marks("plan", "cables", section).await;
    }
    assert_eq!(maya.reads("/w/plan").await.count("a.button.onto"), 0);
    // For everybody else the workshop is as it was.
    stranger.reads("/w/plan/tunnels").await.says("Words of wisdom");
    assert!(!stranger.reads("/w/plan").await.words().contains("December"));

    // In another cohort it is open: then it is open.
    let other = Cohort::made(&portal, "plan", "Another", Settings::default()).await;
    other.joins(&maya, "Maya").await;
    let page = maya.reads("/w/plan/tunnels").await;
    page.says("Words of wisdom");
    page.says(&format!("December · due {due}"));
    maya.sends(&format!("{}/leave", other.page()), &[("sure", "yes")]).await;
    maya.reads("/w/plan/tunnels").await.says("Opens on");
    // Its time has come.
    let past = ModulePlan { opens_at: Some(now().plus_seconds(-1)), ..later };
    cohort.set("December", &scheduled(vec![past])).await;
    maya.reads("/w/plan/tunnels").await.says("Words of wisdom");
}

#[tokio::test]
async fn a_module_that_is_left_out_is_seen_nowhere() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let hidden = ModulePlan { need: Need::Hidden, ..ModulePlan::usual("tunnels") };
    let cohort = Cohort::made(&portal, "plan", "December", scheduled(vec![hidden])).await;
    let maya = Person::at(&portal);
    cohort.joins(&maya, "Maya").await;
    for path in ["/w/plan", "/w/plan/cables", &cohort.page()] {
        maya.reads(path).await.does_not_say("All about tunnels");
    }
    let page = maya.reads("/w/plan/tunnels").await;
    page.says("Cohort December leaves it out.");
    page.does_not_say("Words of wisdom");
    let cables = maya.reads("/w/plan/cables").await;
    assert_eq!(cables.attributes(".pager .next", "href"), ["/w/plan"]);
}

#[tokio::test]
async fn sections_that_are_left_out_are_seen_nowhere_and_missed_by_nobody() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let joined = Cohort::made(&portal, "plan", "December", Settings::default()).await;
    let ada = Person::at(&portal);
    signs_in(&ada, "ada@example.org", OWNERS).await;
    let cohort = format!("/facilitate/cohorts/{}", joined.id);
    let settings = format!("{cohort}/settings");
    let form = ada.reads(&settings).await;
    assert_eq!(form.texts("[name='need:cables#fibre'] option[selected]"), ["As the workshop says"]);
    // What is no such word says nothing.
    let said = [
        ("revision", "1"),
        ("name", "December"),
        ("by-modules", "yes"),
        ("names", "nickname"),
        ("need:cables#fibre", "hidden"),
        ("need:tunnels#dig", "nonsense"),
    ];
    let saved = ada.sends(&settings, &said).await;
    saved.says("Saved.");
    saved.says("1 not shown");
    assert_eq!(saved.attributes("[name='need:cables#fibre'] option[selected]", "value"), ["hidden"]);

    let maya = Person::at(&portal);
    joined.joins(&maya, "Maya").await;
    let page = maya.reads("/w/plan/cables").await;
    assert_eq!(page.attributes("section.section", "data-section"), ["copper"]);
    assert!(!page.text("#_rail").contains("Fibre"), "{}", page.text("#_rail"));
    assert!(page.text("#_mark-copper").contains("Section 1 of 1"), "{}", page.text("#_mark-copper"));
    // Whoever follows a link to it is told.
    assert!(page.text("#fibre.left-out").contains("Your cohort leaves “Fibre” out."));
    maya.reads("/w/plan").await.says("20 min · 1 section · start here");
    let marked = maya.marks("plan", "cables", "copper").await;
    assert_eq!(marked.attributes("#_mark-copper .onward", "href"), ["/w/plan/tunnels"]);
    assert!(marked.text("#_rail").contains("1 of 1 sections done"), "{}", marked.text("#_rail"));
    maya.reads("/w/plan").await.does_not_say("Fibre");

    // The board counts and shows what the cohort sees; a table keeps every section and says which count.
    let board = ada.reads(&format!("{cohort}?by=sections&module=cables")).await;
    assert_eq!(board.texts("#_board thead th a"), ["Copper"]);
    ada.reads(&cohort).await.says("Done");
    let taken = ada.reads(&format!("{cohort}/exports/progress.csv")).await;
    let cables: Vec<Vec<&str>> =
        taken.body.lines().filter(|line| line.contains(",cables,")).map(|line| line.split(',').collect()).collect();
    let counts: Vec<(&str, &str)> = cables.iter().map(|fields| (fields[3], fields[4])).collect();
    assert_eq!(counts, [("copper", "yes"), ("fibre", "no")]);

    // For everybody else the workshop is as it was, and for Maya once she has left.
    Person::at(&portal).reads("/w/plan/cables").await.says("Section 2 of 2");
    maya.sends(&format!("{}/leave", joined.page()), &[("sure", "yes")]).await;
    let page = maya.reads("/w/plan/cables").await;
    assert_eq!(page.attributes("section.section", "data-section"), ["copper", "fibre"]);
    assert_eq!(page.count(".left-out"), 0);
}

#[tokio::test]
async fn what_completes_the_cohort_is_told_and_counted() {
    let folder = Folder::plan();
    let portal = Portal::start_with(&["--content", &folder.argument()]);
    let optional = ModulePlan { need: Need::Optional, ..ModulePlan::usual("tunnels") };
    let late = ModulePlan { due_at: Some(now().plus_seconds(-60)), ..ModulePlan::usual("cables") };
    let cohort = Cohort::made(&portal, "plan", "December", scheduled(vec![optional, late])).await;
    let maya = Person::at(&portal);
    cohort.joins(&maya, "Maya").await;
    let page = maya.reads(&cohort.page()).await;
    page.says("0 of 1 done");
    page.says("Was due");
    for section in ["copper", "fibre"] {
        maya.marks("plan", "cables", section).await;
    }
    let page = maya.reads(&cohort.page()).await;
    page.says("You have completed this cohort.");
    page.does_not_say("Was due");
    assert_eq!(page.texts(".todo li"), ["Done: All about cables"]);
}

#[tokio::test]
async fn a_quiz_waits_for_its_module() {
    let portal = Portal::start();
    let later = |module: &str| ModulePlan { opens_at: Some(now().plus_seconds(86_400)), ..ModulePlan::usual(module) };
    let cohort = Cohort::made(&portal, "aks-networking", "December", scheduled(vec![later("egress")])).await;
    let maya = Person::at(&portal);
    cohort.joins(&maya, "Maya").await;
    let quiz = "/w/aks-networking/quizzes/egress";
    let page = maya.reads(quiz).await;
    page.says("Not open yet");
    assert_eq!(page.count("form[action*=quizzes]"), 0);
    let started = maya.sends(quiz, &[]).await;
    assert_eq!(started.url.path(), quiz);
    started.says("Not open yet");
    let practised = maya.sends("/w/aks-networking/review", &[("section", "egress#outbound-types")]).await;
    assert!(practised.status == StatusCode::NOT_FOUND || practised.words().contains("Not open yet"));
    Person::at(&portal).reads(quiz).await.does_not_say("Not open yet");
}
