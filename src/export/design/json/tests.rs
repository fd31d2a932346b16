//! Worked cases, and every design there and back.

use proptest::prelude::*;

use super::*;
use crate::domain::design::{Answered, Chosen, Decision, KeptPlan, MOST_BYTES, Reason, RuledOut, RunnerUp};
use crate::domain::sheet::{FIELDS, POOL, Sheet};

const SMALL: &str = r#"{
  "podium_design": 1,
  "title": "Shop",
  "sheet": {
    "fields": {
      "region": "westeurope",
      "pod-range": "10.244.0.0/16"
    },
    "pools": [
      {
        "pool.name": "system",
        "pool.nodes": "3"
      }
    ]
  },
  "decisions": [
    {
      "wizard": "network-model",
      "title": "Choose a network model",
      "answers": [
        {
          "question": "windows",
          "say": "I don't know yet"
        }
      ],
      "outcome": {
        "id": "overlay"
      },
      "reasons": [
        {
          "text": "Few addresses.",
          "source": "https://example.com/a"
        }
      ]
    }
  ],
  "notes": "one\ntwo"
}
"#;

#[test]
fn a_record_is_read_and_written_as_it_was() {
    let design = read(SMALL).unwrap();
    assert_eq!(design.sheet.get("region"), Some("westeurope"));
    assert_eq!(design.decisions[0].answers[0].option, None);
    assert_eq!(write(&design), SMALL);
    assert_eq!(write(&Design::default()), "{\n  \"podium_design\": 1\n}\n");
    assert_eq!(read("\u{feff}{\"podium_design\":1,\"outcome\":null}").unwrap_err().pointer, "/outcome");
    assert_eq!(read("{\"podium_design\":1,\"sheet\":null,\"plans\":[]}"), Ok(Design::default()));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let with = |rest: &str| format!("{{\"podium_design\":1,{rest}}}");
    let decision = |rest: &str| with(&format!("\"decisions\":[{{\"wizard\":\"a\"}},{{{rest}}}]"));
    let cases = [
        (String::new(), "", "no JSON, at line 1"),
        ("{\"podium_design\":1,}".to_owned(), "", "no JSON, at line 1"),
        ("[]".to_owned(), "", "This is a list; write an object"),
        ("{}".to_owned(), "/podium_design", "begins with \"podium_design\": 1"),
        ("{\"podium_design\":2,\"x\":1}".to_owned(), "/podium_design", "a later Podium"),
        ("{\"podium_design\":\"1\"}".to_owned(), "/podium_design", "no such version"),
        (with("\"titel\":\"x\""), "/titel", "probably “title” was meant"),
        (with("\"a/b~c\":\"x\""), "/a~1b~0c", "known are podium_design, title"),
        (with("\"title\":7"), "/title", "This is a number; write a text"),
        (with("\"title\":\"a\\nb\""), "/title", "a line break in it"),
        (with("\"notes\":\"a\\u0007b\""), "/notes", "U+0007"),
        (with("\"plans\":{}"), "/plans", "This is an object; write a list"),
        (with("\"plans\":[{\"title\":\"x\"}]"), "/plans/0/tool", "missing"),
        (with("\"plans\":[{\"tool\":\"Aks Plan\"}]"), "/plans/0/tool", "no id"),
        (decision("\"wizard\":\"a\""), "/decisions/1/wizard", "each has one"),
        (decision("\"wizard\":\"b\",\"outcome\":{}"), "/decisions/1/outcome/id", "missing"),
        (
            decision("\"wizard\":\"b\",\"answers\":[{\"question\":\"q\"},{\"question\":\"q\"}]"),
            "/decisions/1/answers/1/question",
            "each has one",
        ),
        (
            decision("\"wizard\":\"b\",\"reasons\":[{\"text\":\"t\",\"source\":\"javascript:alert(1)\"}]"),
            "/decisions/1/reasons/0/source",
            "begins with https://",
        ),
        (with("\"sheet\":{\"fields\":{\"region\":\"?\"}}"), "/sheet/fields/region", "one word"),
        (with("\"sheet\":{\"fields\":{\"regio\":\"x\"}}"), "/sheet/fields/regio", "“region”"),
        (
            with("\"sheet\":{\"pools\":[{\"pool.name\":\"a\"},{\"pool.nodes\":\"x\"}]}"),
            "/sheet/pools/1/pool.nodes",
            "whole number",
        ),
        (with(&format!("\"title\":\"{}\"", "x".repeat(301))), "/title", "301 characters; 300 are the most"),
        (with(&format!("\"open\":[{}\"x\"]", "\"x\",".repeat(100))), "/open", "101 entries; 100"),
        ("x".repeat(MOST_BYTES + 1), "", "at most"),
    ];
    for (text, pointer, says) in cases {
        let fault = read(&text).expect_err(&text);
        let shown: String = text.chars().take(120).collect();
        assert_eq!(fault.pointer, pointer, "{shown}: {fault}");
        assert!(fault.message.contains(says), "{shown}: {fault}");
    }
    assert!(read(&"[".repeat(100_000)).is_err());
}

/// Designs as they may be in memory: texts with anything in them.
pub(crate) fn designs() -> impl Strategy<Value = Design> {
    let id = "[a-z][a-z0-9-]{0,11}";
    let text =
        || prop_oneof![3 => "[A-Za-z ,.]{0,30}", 1 => ".{0,20}", 1 => Just("a\n\u{7}\t b  c\u{1b}[31m".to_owned())];
    let source = || r"https://[a-z]{1,8}\.example/[a-z#?=&%0-9-]{0,10}";
    let maybe = |text| prop::option::of(text);
    let answer = (id, text(), text(), maybe(id), text(), maybe("[a-z]{1,8}"))
        .prop_map(|(question, short, ask, option, say, from)| Answered { question, short, ask, option, say, from });
    let chosen = (id, text(), text(), maybe("[a-z]{1,8}")).prop_map(|(id, title, verdict, caution)| Chosen {
        id,
        title,
        verdict,
        caution,
    });
    let reason = (text(), source()).prop_map(|(text, source)| Reason { text, source });
    let out =
        (id, text(), text(), source()).prop_map(|(id, title, because, source)| RuledOut { id, title, because, source });
    let next = (id, text(), text()).prop_map(|(id, title, because)| RunnerUp { id, title, because });
    let some = |strategy| prop::collection::vec(strategy, 0..3);
    let decision = (
        (
            id,
            text(),
            prop::collection::vec(answer, 0..4),
            prop::option::of(chosen),
            prop::collection::vec(reason, 0..3),
        ),
        (some(text()), prop::collection::vec(out, 0..3), prop::option::of(next), some(text()), text()),
    )
        .prop_map(
            |((wizard, title, mut answers, outcome, reasons), (trade_offs, ruled_out, runner_up, open, note))| {
                answers.sort_by(|a, b| a.question.cmp(&b.question));
                answers.dedup_by(|a, b| a.question == b.question);
                Decision { wizard, title, answers, outcome, reasons, trade_offs, ruled_out, runner_up, open, note }
            },
        );
    let plan = (id, text(), text(), text(), text()).prop_map(|(tool, title, query, says, note)| KeptPlan {
        tool,
        title,
        query,
        says,
        note,
    });
    let names: Vec<&'static str> = FIELDS.iter().chain(POOL).map(|field| field.name).collect();
    let value = prop_oneof![r"10\.[0-9]{1,3}\.0\.0/(16|20|24)", "[a-z]{5,9}", "[0-9]{1,3}", "[a-z]{2,4}=.{0,9}"];
    let sheet = prop::collection::vec((prop::sample::select(names).prop_map(str::to_owned), value), 0..20)
        .prop_map(|pairs| Sheet::read(&pairs).0);
    (
        (text(), prop_oneof![Just(String::new()), id.prop_map(|id| id)], sheet),
        (prop::collection::vec(plan, 0..3), prop::collection::vec(decision, 0..4), some(text()), text()),
    )
        .prop_map(|((title, workshop, sheet), (plans, mut decisions, open, notes))| {
            decisions.sort_by(|a, b| a.wizard.cmp(&b.wizard));
            decisions.dedup_by(|a, b| a.wizard == b.wizard);
            Design { title, workshop, sheet, plans, decisions, open, notes }
        })
}

proptest! {
    #[test]
    fn what_was_written_is_read_and_written_alike(design in designs()) {
        let text = write(&design);
        let again = read(&text).map_err(|fault| TestCaseError::fail(format!("{fault}\n{text}")))?;
        prop_assert_eq!(write(&again), text.clone());
        prop_assert_eq!(read(&write(&again)), Ok(again));
    }

    #[test]
    fn no_text_makes_the_reader_fall(text in r#"(\{"podium_design":1,|"decisions":\[|"sheet":\{|[\[\]{},":0-9a-z]|.){0,40}"#) {
        if let Err(fault) = read(&text) {
            prop_assert!(!fault.message.is_empty() && !fault.to_string().contains('\n'));
        }
    }
}
