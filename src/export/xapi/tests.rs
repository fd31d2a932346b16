use serde_json::{Value, json};

use super::*;
use crate::domain::question::{
    Body, Choice, Difficulty, Gap, GapKey, Kind, NetworkKey, NumberKey, Place, Question, Rule,
};

#[path = "../../../tests/support/statement.rs"]
mod rules;

const MEMBER: Uuid = Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0001);
const COHORT: Uuid = Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_000c);
const ATTEMPT: Uuid = Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_000a);
/// 2026-12-01T09:30:00.250Z.
const AT: Millis = Millis(1_796_117_400_250);

fn named(id: &str, title: &str) -> Named {
    Named { id: id.to_owned(), title: title.to_owned() }
}

fn course() -> Course {
    Course {
        portal: "https://podium.example.org".to_owned(),
        workshop: named("aks", "AKS networking"),
        summary: "What a cluster needs.".to_owned(),
        language: "en".to_owned(),
        cohort: COHORT,
        cohort_name: "Team 1".to_owned(),
    }
}

fn place() -> Where {
    Where { module: named("networking", "Networking"), section: named("overlay", "The overlay") }
}

fn told(fact: &Fact<'_>) -> Value {
    let statement = statement(&course(), Actor { member: MEMBER, name: None }, fact, AT);
    rules::check(&statement);
    statement
}

/// What is the same in all: `around` are the parent and the groups.
fn expected(id: &str, verb: &str, object: &Value, around: &Value) -> Value {
    json!({
        "id": id,
        "actor": {
            "objectType": "Agent",
            "account": {
                "homePage": "https://podium.example.org",
                "name": "018f0000-0000-7000-8000-000000000001",
            },
        },
        "verb": { "id": format!("http://adlnet.gov/expapi/verbs/{verb}"), "display": { "en": verb } },
        "object": object,
        "context": {
            "registration": "23d77001-a39a-5385-90a4-86fc3fa4863d",
            "platform": "Podium",
            "language": "en",
            "contextActivities": around,
        },
        "timestamp": "2026-12-01T09:30:00.250Z",
    })
}

fn activity(path: &str, kind: &str, name: &str) -> Value {
    json!({
        "objectType": "Activity",
        "id": format!("https://podium.example.org{path}"),
        "definition": { "type": format!("http://adlnet.gov/expapi/activities/{kind}"), "name": { "en": name } },
    })
}

fn workshop() -> Value {
    let mut workshop = activity("/w/aks", "course", "AKS networking");
    workshop["definition"]["description"] = json!({ "en": "What a cluster needs." });
    workshop
}

fn group() -> Value {
    let mut group = activity("/cohorts/018f0000-0000-7000-8000-00000000000c", "meeting", "");
    group["definition"]["name"] = json!({ "und": "Team 1" });
    group
}

fn module() -> Value {
    activity("/w/aks/networking", "module", "Networking")
}

fn section() -> Value {
    activity("/w/aks/networking#overlay", "lesson", "The overlay")
}

fn quiz() -> Value {
    activity("/w/aks/quizzes/check", "assessment", "Check yourself")
}

// The ids were worked out by another program: version 5 of the name space and the words beside each.

#[test]
fn joining_sections_modules_and_the_end_are_told() {
    let around = json!({ "grouping": [group()] });
    // "member 018f0000-0000-7000-8000-000000000001 joined"
    let joined = expected("14a3c493-440e-569a-a2b1-6d8570ceb7c8", "registered", &workshop(), &around);
    assert_eq!(told(&Fact::Joined), joined);

    // "member … section old-module overlay": by what it was kept under, whatever it is called now.
    let around_section = json!({ "parent": [module()], "grouping": [workshop(), group()] });
    let mut done = expected("89b685ee-7ad9-51f9-a94c-8829b926ce50", "completed", &section(), &around_section);
    done["result"] = json!({ "completion": true });
    assert_eq!(told(&Fact::Section(place(), ("old-module", "overlay"))), done);

    // "member … module networking"
    let around_module = json!({ "parent": [workshop()], "grouping": [group()] });
    let mut done = expected("bc22a029-c6b2-5005-a7dc-f52b400af0d0", "completed", &module(), &around_module);
    done["result"] = json!({ "completion": true });
    assert_eq!(told(&Fact::Module(named("networking", "Networking"), "networking")), done);

    // "member … decided egress firewall"
    let wizard = activity("/w/aks/wizards/egress", "interaction", "The way out");
    let mut decided = expected("9eed0dd4-7647-5cb2-aca2-a6cd9e37afad", "responded", &wizard, &around_module);
    decided["result"] = json!({
        "response": "firewall",
        "extensions": { "https://podium.example.org/xapi/outcome": "A firewall" },
    });
    assert_eq!(told(&Fact::Decided(named("egress", "The way out"), named("firewall", "A firewall"))), decided);

    // "member … completed"
    let mut completed = expected("f409d974-e794-5dd5-bafe-f5fd5eee106f", "completed", &workshop(), &around);
    completed["result"] = json!({ "completion": true, "success": true });
    assert_eq!(told(&Fact::Completed), completed);
}

#[test]
fn an_attempt_is_told_when_it_begins_and_when_it_ends() {
    let attempt = json!({ "https://podium.example.org/xapi/attempt": "018f0000-0000-7000-8000-00000000000a" });
    // "cohort 018f0000-0000-7000-8000-00000000000c began 018f0000-0000-7000-8000-00000000000a"
    let around = json!({ "parent": [module()], "grouping": [workshop(), group()] });
    let mut began = expected("5d2b2376-7e67-5f6c-99e0-5266e506967d", "attempted", &quiz(), &around);
    began["context"]["extensions"] = attempt.clone();
    let check = || named("check", "Check yourself");
    assert_eq!(told(&Fact::Began(ATTEMPT, check(), Some(place().module))), began);

    let ended = |passed, module| Ended {
        attempt: ATTEMPT,
        quiz: check(),
        module,
        score: 2.0 + 2.0 / 3.0,
        of: 4,
        passed,
        took: 125_340,
    };
    // "cohort … ended …"
    let mut whole = expected("d1e9d7cb-af1b-5abf-bb9a-71df84bc4663", "completed", &quiz(), &around);
    whole["context"]["extensions"] = attempt;
    whole["result"] = json!({
        "completion": true,
        "duration": "PT2M5.34S",
        "score": { "scaled": 0.666_667, "raw": 2.666_667, "min": 0, "max": 4 },
    });
    assert_eq!(told(&Fact::Ended(ended(None, Some(place().module)))), whole);
    for (passed, verb) in [(true, "passed"), (false, "failed")] {
        let told = told(&Fact::Ended(ended(Some(passed), None)));
        assert_eq!(told["id"], whole["id"], "the same fact, however it is judged");
        assert_eq!(told["verb"]["display"]["en"], verb);
        assert_eq!(told["result"]["success"], passed);
        assert_eq!(told["context"]["contextActivities"], json!({ "parent": [workshop()], "grouping": [group()] }));
    }
}

fn question(body: Body) -> Question {
    Question {
        id: "q1".to_owned(),
        place: Place { module: "networking".to_owned(), section: "overlay".to_owned() },
        goal: 1,
        difficulty: Difficulty::Apply,
        review: true,
        prompt: "What is it?".to_owned(),
        hints: Vec::new(),
        explanation: "Because.".to_owned(),
        source: "https://example.org/rule".to_owned(),
        checked: "2026-11-22".to_owned(),
        reads_configuration: false,
        body,
    }
}

fn answered<'a>(asked: &'a Asked, answer: &'a Answer, mark: f64) -> Answered<'a> {
    Answered {
        attempt: ATTEMPT,
        within: Within::Quiz(named("check", "Check yourself")),
        asked,
        revision: 3,
        drawn: false,
        place: place(),
        number: 2,
        answer,
        mark: Mark::from(mark),
        certainty: None,
        took: None,
    }
}

fn option(text: &str, right: bool) -> Choice {
    Choice { text: text.to_owned(), right, feedback: None, misconception: None }
}

#[test]
fn an_answer_is_told_whole() {
    let asked = question(Body::Fixed(Kind::Choice(vec![option("a", true), option("b c", false)]))).asked(7);
    let (a, b) = (asked.token("a"), asked.token("b c"));
    let answer = Answer::Choice(b.clone());
    let given = Answered { certainty: Some(Certainty::Sure), took: Some(4_567), ..answered(&asked, &answer, 0.0) };
    let object = json!({
        "objectType": "Activity",
        "id": "https://podium.example.org/w/aks/questions/q1/3",
        "definition": {
            "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            "name": { "und": "q1" },
            "description": { "en": "What is it?" },
            "interactionType": "choice",
            "correctResponsesPattern": [a],
            "choices": [
                { "id": a, "description": { "en": "a" } },
                { "id": b, "description": { "en": "b c" } },
            ],
        },
    });
    let around = json!({ "parent": [quiz()], "grouping": [section(), module(), workshop(), group()] });
    // "cohort … answered 018f0000-0000-7000-8000-00000000000a q1 2"
    let mut whole = expected("008217be-fc4f-5670-843e-ee21b1a4c62a", "answered", &object, &around);
    whole["result"] = json!({
        "success": false,
        "score": { "scaled": 0.0, "raw": 0.0, "min": 0, "max": 1 },
        "response": b,
        "duration": "PT4.57S",
        "extensions": { "https://podium.example.org/xapi/certainty": "sure" },
    });
    whole["context"]["extensions"] = json!({
        "https://podium.example.org/xapi/attempt": "018f0000-0000-7000-8000-00000000000a",
        "https://podium.example.org/xapi/purpose": "quiz",
        "https://podium.example.org/xapi/try": 2,
    });
    assert_eq!(told(&Fact::Answered(Box::new(given.clone()))), whole);

    let purpose = |within| {
        let told = told(&Fact::Answered(Box::new(Answered { within, ..given.clone() })));
        let around = &told["context"]["contextActivities"];
        (told["context"]["extensions"]["https://podium.example.org/xapi/purpose"].clone(), around.clone())
    };
    let grouping = json!([section(), module(), workshop(), group()]);
    let again = purpose(Within::Again(named("check", "Check yourself")));
    assert_eq!(again, (json!("again"), json!({ "parent": [quiz()], "grouping": grouping })));
    let review = activity("/w/aks/review", "assessment", "Review");
    assert_eq!(purpose(Within::Review), (json!("review"), json!({ "parent": [review], "grouping": grouping })));
    let grouping = json!([module(), workshop(), group()]);
    let practice = (json!("practice"), json!({ "parent": [section()], "grouping": grouping }));
    assert_eq!(purpose(Within::Practice), practice);
}

/// What is told of an answer to a question of this kind: the interaction, what is right, the lists, and the response.
fn interaction(kind: Kind, answer: impl FnOnce(&Asked) -> Answer) -> (String, Value, Value, String) {
    let asked = question(Body::Fixed(kind)).asked(7);
    let answer = answer(&asked);
    let told = told(&Fact::Answered(Box::new(answered(&asked, &answer, 0.5))));
    assert_eq!(told["result"]["success"], false);
    assert_eq!(told["result"]["score"], json!({ "scaled": 0.5, "raw": 0.5, "min": 0, "max": 1 }));
    let mut definition = told["object"]["definition"].as_object().unwrap().clone();
    for name in ["type", "name", "description"] {
        definition.remove(name).unwrap();
    }
    let interaction = definition.remove("interactionType").unwrap().as_str().unwrap().to_owned();
    let right = definition.remove("correctResponsesPattern").unwrap();
    (interaction, right, Value::Object(definition), told["result"]["response"].as_str().unwrap().to_owned())
}

fn list(asked: &[(&str, &str)]) -> Value {
    asked.iter().map(|(id, text)| json!({ "id": id, "description": { "en": text } })).collect()
}

#[test]
fn each_kind_of_question_is_an_interaction() {
    let token = |text: &str| question(Body::Fixed(Kind::Choice(Vec::new()))).asked(7).token(text);
    let (a, b, c, d) = (token("a"), token("b"), token("c"), token("d"));
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();

    let kind = Kind::Choices(vec![option("a", true), option("b", false), option("c", true)]);
    let told = interaction(kind, |_| Answer::Choices([c.clone(), b.clone()].into()));
    let choices = json!({ "choices": list(&[(&a, "a"), (&b, "b"), (&c, "c")]) });
    assert_eq!(told, ("choice".to_owned(), json!([format!("{a}[,]{c}")]), choices, format!("{b}[,]{c}")));

    let kind = Kind::Truth { answer: true, feedback: "x".to_owned(), misconception: None };
    let told = interaction(kind, |_| Answer::Truth(false));
    assert_eq!(told, ("true-false".to_owned(), json!(["true"]), json!({}), "false".to_owned()));

    let number = |answer, tolerance| {
        Kind::Number(NumberKey { answer, tolerance, unit: Some("addresses".to_owned()), wrong: Vec::new() })
    };
    let typed = |text: &str| Answer::Typed(text.to_owned());
    let told = interaction(number(4096.0, 0.0), |_| typed("4,095 addresses"));
    assert_eq!(told, ("numeric".to_owned(), json!(["4096"]), json!({}), "4095".to_owned()));
    let told = interaction(number(0.3, 0.1), |_| typed("0,25"));
    assert_eq!(told, ("numeric".to_owned(), json!(["0.2[:]0.4"]), json!({}), "0.25".to_owned()));

    let kind = Kind::Text { accept: texts(&["kube-proxy", "kubeproxy"]), wrong: Vec::new() };
    let told = interaction(kind, |_| typed("<script>[,]"));
    let right = json!(["kube-proxy", "kubeproxy"]);
    assert_eq!(told, ("fill-in".to_owned(), right, json!({}), "<script>[,]".to_owned()));

    let kind = Kind::Order { items: texts(&["a", "b", "c"]), feedback: "x".to_owned() };
    let told = interaction(kind, |_| Answer::Order(vec![c.clone(), a.clone(), b.clone()]));
    let choices = json!({ "choices": list(&[(&a, "a"), (&b, "b"), (&c, "c")]) });
    let right = json!([format!("{a}[,]{b}[,]{c}")]);
    assert_eq!(told, ("sequencing".to_owned(), right, choices, format!("{c}[,]{a}[,]{b}")));

    let pairs = vec![("a".to_owned(), "c".to_owned()), ("b".to_owned(), "c".to_owned())];
    let kind = Kind::Match { pairs, others: texts(&["d"]), feedback: "x".to_owned() };
    let told = interaction(kind, |_| Answer::Match([(b.clone(), d.clone()), (a.clone(), c.clone())].into()));
    let lists = json!({ "source": list(&[(&a, "a"), (&b, "b")]), "target": list(&[(&c, "c"), (&d, "d")]) });
    let right = json!([format!("{a}[.]{c}[,]{b}[.]{c}")]);
    assert_eq!(told, ("matching".to_owned(), right, lists, format!("{a}[.]{c}[,]{b}[.]{d}")));

    let options = GapKey::Options { options: texts(&["a", "b"]), answer: "b".to_owned() };
    let gap = |key| Gap { key, feedback: None };
    let kind = Kind::Gaps(vec![gap(GapKey::Accept(texts(&["one", "1"]))), gap(options)]);
    let told = interaction(kind, |_| Answer::Gaps(vec![None, Some("a".to_owned())]));
    assert_eq!(told, ("fill-in".to_owned(), json!(["one[,]b"]), json!({}), "[,]a".to_owned()));

    let key = NetworkKey::Network("10.0.0.0/24".parse().unwrap());
    let told = interaction(Kind::Network { key, wrong: Vec::new() }, |_| typed("10.0.0.0/25"));
    assert_eq!(told, ("other".to_owned(), json!(["10.0.0.0/24"]), json!({}), "10.0.0.0/25".to_owned()));
}

#[test]
fn what_the_question_has_no_more_is_told_as_it_is_kept() {
    let asked =
        question(Body::Fixed(Kind::Truth { answer: true, feedback: String::new(), misconception: None })).asked(7);
    for (answer, said) in [
        (Answer::Choices(["x".to_owned()].into()), "x"),
        (Answer::Match([("x".to_owned(), "y".to_owned())].into()), "x[.]y"),
        (Answer::Typed("4 apples".to_owned()), "4 apples"),
    ] {
        let told = told(&Fact::Answered(Box::new(answered(&asked, &answer, 0.0))));
        assert_eq!(told["result"]["response"], said);
    }
}

#[test]
fn figures_that_are_drawn_make_questions_of_their_own() {
    let question = question(Body::Parametric(Rule::SubnetUsable));
    let answer = Answer::Typed("1".to_owned());
    let id = |seed| {
        let asked = question.asked(seed);
        let given = Answered { drawn: true, ..answered(&asked, &answer, 0.0) };
        let told = told(&Fact::Answered(Box::new(given)));
        told["object"]["id"].as_str().unwrap().to_owned()
    };
    assert_eq!(id(255), "https://podium.example.org/w/aks/questions/q1/3/00000000000000ff");
    assert_ne!(id(255), id(256));
}

#[test]
fn a_name_stands_only_where_it_is_given_and_changes_no_id() {
    let named = |name| statement(&course(), Actor { member: MEMBER, name }, &Fact::Joined, AT);
    for name in [None, Some("")] {
        assert!(named(name)["actor"].get("name").is_none());
    }
    for name in ["Zoë", "\"},{\"", "مريم"] {
        let told = named(Some(name));
        rules::check(&told);
        assert_eq!(told["actor"]["name"], name);
        assert_eq!(told["id"], named(None)["id"]);
    }
}

#[test]
fn whatever_ids_hold_addresses_are_addresses() {
    let mut course = course();
    course.workshop.id = "a b/c?#ä".to_owned();
    let place = Where { module: named("..", "x"), section: named("ü#/", "x") };
    let told = statement(&course, Actor { member: MEMBER, name: None }, &Fact::Section(place, ("m", "s")), AT);
    rules::check(&told);
    assert_eq!(told["object"]["id"], "https://podium.example.org/w/a%20b%2Fc%3F%23%C3%A4/..#%C3%BC%23%2F");
}

#[test]
fn different_facts_have_different_ids() {
    let other = Uuid::from_u128(9);
    let mut keys: Vec<Key> = vec![
        Key::joined(MEMBER),
        Key::joined(other),
        Key::completed(MEMBER),
        Key::module(MEMBER, "a"),
        Key::section(MEMBER, ("a", "b")),
        Key::section(MEMBER, ("a", "c")),
        Key::section(other, ("a", "b")),
        Key::began(COHORT, ATTEMPT),
        Key::began(other, ATTEMPT),
        Key::ended(COHORT, ATTEMPT),
        Key::answered(COHORT, ATTEMPT, "q", 1),
        Key::answered(COHORT, ATTEMPT, "q", 2),
        Key::answered(COHORT, ATTEMPT, "p", 1),
        Key::decided(MEMBER, "a", "b"),
    ];
    let all = keys.len();
    keys.sort_by_key(|key| key.id);
    keys.dedup_by_key(|key| key.id);
    assert_eq!(keys.len(), all);
}
