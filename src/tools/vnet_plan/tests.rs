use super::change::{Changed, change};
use super::*;
use crate::tools::card::Worked;

type Form<'a> = &'a [(&'a str, &'a str)];

fn inputs(pairs: &[(&str, &str)]) -> Inputs {
    Inputs::of_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn next(pairs: &[(&str, &str)]) -> (String, String) {
    match change(&inputs(pairs)).unwrap() {
        Changed::Next(query) => {
            let query = Inputs::of_query(&query);
            (query.get("plan").to_owned(), query.get("at").to_owned())
        }
        Changed::Refused(answer) => panic!("refused: {}", answer.says),
    }
}

fn refused(pairs: &[(&str, &str)]) -> Answer {
    match change(&inputs(pairs)).unwrap() {
        Changed::Next(query) => panic!("done: {query}"),
        Changed::Refused(answer) => *answer,
    }
}

#[test]
fn the_examples_answer_and_the_first_is_one_that_azure_takes() {
    for (n, example) in ABOUT.examples.iter().enumerate() {
        let answer = VnetPlan.answer(&Inputs::of_query(example.query)).expect(example.title);
        assert!(answer.html.contains("role=\"treegrid\""), "{}", example.title);
        assert_eq!(answer.html.contains("verdict bad"), n == 3, "{}: {}", example.title, answer.says);
    }
    let worked = Worked::of(&VnetPlan, Inputs::default());
    let card = worked.card("_tool", true);
    assert!(card.contains("spoke-aks") && !card.contains("data-tool-form"), "the planner's forms are its own");
}

#[test]
fn each_button_gives_the_address_of_the_next_plan() {
    let one = "1~10.0.0.0/24:vhub";
    let two = "1~10.0.0.0/24:vhub,25:nweb,25";
    let cases: [(Form, &str, &str); 13] = [
        (&[("plan", one), ("do", "split 1")], "1~10.0.0.0/24:vhub,25x2", "1@10.0.0.0/25"),
        (&[("plan", one), ("do", "split-into 1"), ("into", "4")], "1~10.0.0.0/24:vhub,26x4", "1@10.0.0.0/26"),
        (&[("plan", one), ("do", "split-into 1"), ("into", "/27")], "1~10.0.0.0/24:vhub,27x8", "1@10.0.0.0/27"),
        (&[("plan", two), ("do", "join 1@10.0.0.128/25")], "1~10.0.0.0/24:vhub:nweb", "1@10.0.0.0/24"),
        (
            &[("plan", two), ("do", "name 1@10.0.0.128/25"), ("name", " data ")],
            "1~10.0.0.0/24:vhub,25:nweb,25:ndata",
            "1@10.0.0.128/25",
        ),
        (&[("plan", two), ("do", "name 1"), ("name", "x")], "1~10.0.0.0/24:vx,25:nweb,25", "1"),
        (&[("plan", two), ("do", "lock 1@10.0.0.0/25")], "1~10.0.0.0/24:vhub,25:nweb:l,25", "1@10.0.0.0/25"),
        (&[("plan", two), ("do", "clear 1@10.0.0.0/25")], "1~10.0.0.0/24:vhub,25x2", "1@10.0.0.0/25"),
        (&[("plan", two), ("do", "edit 1@10.0.0.0/25")], two, "1@10.0.0.0/25"),
        (
            &[
                ("plan", two),
                ("do", "describe 1@10.0.0.0/25"),
                ("name", ""),
                ("role", "gateway"),
                ("note", "n"),
                ("colour", "2"),
            ],
            "1~10.0.0.0/24:vhub,25:rgateway:tn:c2,25",
            "1@10.0.0.0/25",
        ),
        (&[("plan", "1"), ("do", "add"), ("space", "10.1.0.0/16"), ("vnet", "s")], "1~10.1.0.0/16:vs", "1"),
        (&[("plan", two), ("do", "remove 1")], "1", ""),
        (
            &[
                ("plan", one),
                ("do", "allot"),
                ("scope", "1"),
                ("need.role", ""),
                ("need.name", ""),
                ("need.size", ""),
                ("need.role", "gateway"),
                ("need.name", ""),
                ("need.size", ""),
            ],
            "1~10.0.0.0/24:vhub,27:rgateway,27,26,25",
            "1@10.0.0.0/27",
        ),
    ];
    for (form, plan, at) in cases {
        assert_eq!(next(form), (plan.to_owned(), at.to_owned()), "{form:?}");
    }
}

#[test]
fn a_form_that_is_refused_comes_back_with_what_was_typed() {
    let two = "1~10.0.0.0/24:vhub,25:nweb,25:ndata";
    let names = refused(&[("plan", two), ("do", "join 1@10.0.0.0/25")]);
    assert!(names.html.contains("value=\"join-anyway 1@10.0.0.0/25\""), "{}", names.says);
    let cases: [(Form, &str, &str); 7] = [
        (&[("plan", two), ("do", "split-into 1@10.0.0.0/25"), ("into", "many")], "how many parts", "value=\"many\""),
        (
            &[("plan", two), ("do", "add"), ("space", "10.0.0.5/24"), ("vnet", "v")],
            "10.0.0.0/24",
            "value=\"10.0.0.5/24\"",
        ),
        (&[("plan", two), ("do", "import"), ("text", "{\"a\":")], "breaks off in line 1", "{&#34;a&#34;:"),
        (
            &[("plan", two), ("do", "allot"), ("scope", "1"), ("need.name", "big"), ("need.size", "/25")],
            "Need 1: Big needs",
            "value=\"big\"",
        ),
        (
            &[("plan", two), ("do", "allot"), ("scope", "1"), ("need.name", "big"), ("need.size", "-7")],
            "Need 1: the size",
            "value=\"-7\"",
        ),
        (&[("plan", two), ("do", "explode 1")], "nothing this page can do", "treegrid"),
        (&[("plan", two), ("do", "split 9@10.0.0.0/8")], "not in this plan", "treegrid"),
    ];
    for (form, says, html) in cases {
        let answer = refused(form);
        assert!(answer.says.contains(says), "{}", answer.says);
        assert!(answer.html.contains(html), "{html}");
    }
    assert!(change(&inputs(&[("plan", "7~x"), ("do", "split 1")])).is_err());
}

#[test]
fn a_plan_too_large_for_a_link_is_refused() {
    let long = format!(",28:n{}", "ü".repeat(80)).repeat(150);
    let answer = refused(&[("plan", &format!("1~10.0.0.0/16{long}")), ("do", "lock 1")]);
    assert!(answer.says.contains("too large for a link"), "{}", answer.says);
}

#[test]
fn what_azure_prints_is_read() {
    let show = r#"{
      "addressSpace": { "addressPrefixes": ["10.0.0.0/16", "fd00:1::/56"] }, "id": "/x", "name": "hub", "type": "Microsoft.Network/virtualNetworks",
      "subnets": [
        { "addressPrefix": "10.0.1.0/26", "name": "AzureFirewallSubnet", "delegations": [] },
        { "addressPrefix": "10.0.2.0/28", "name": "api", "delegations": [{ "name": "d", "serviceName": "Microsoft.ContainerService/managedClusters" }] },
        { "addressPrefixes": ["10.0.3.0/24", "fd00:1::/64"], "addressPrefix": null, "name": "dual" }
      ] }"#;
    let (plan, _) = next(&[("plan", "1"), ("do", "import"), ("text", show)]);
    assert!(plan.starts_with("1~10.0.0.0/16:vhub,24,26:rfirewall,"), "{plan}");
    assert!(plan.contains("28:napi:rapi-server") && plan.contains("~fd00:1::/56:vhub,64:ndual"), "{plan}");
    let whole = r#"[{ "name": "s", "properties": { "addressSpace": { "addressPrefixes": ["10.1.0.0/24"] }, "subnets": [{ "name": "all", "properties": { "addressPrefix": "10.1.0.0/24" } }] } }]"#;
    assert_eq!(next(&[("plan", "1"), ("do", "import"), ("text", whole)]).0, "1~10.1.0.0/24:vs:nall");
    let cases = [
        ("{}", "no \"addressSpace\""),
        ("[]", "holds no virtual network"),
        ("7", "names no column"),
        (r#"{"addressSpace":{"addressPrefixes":[7]}}"#, "is no text with a network"),
        (
            r#"{"name":"a","addressSpace":{"addressPrefixes":["10.0.0.0/24"]},"subnets":[{"name":"b","addressPrefix":"10.1.0.0/24"}]}"#,
            "lies in none of the address spaces of a",
        ),
        (r#"{"version":2,"spaces":[]}"#, "version 2"),
        (r#"{"version":1,"spaces":[]}"#, "no network"),
        ("", "Paste something"),
        ("9~x", "names no column"),
    ];
    for (text, says) in cases {
        let answer = refused(&[("plan", "1"), ("do", "import"), ("text", text)]);
        assert!(answer.says.contains(says), "{text}: {}", answer.says);
    }
    let deep = "[".repeat(100_000);
    assert!(refused(&[("plan", "1"), ("do", "import"), ("text", &deep)]).says.contains("breaks off"));
}

#[test]
fn what_this_page_writes_it_reads() {
    for example in ABOUT.examples {
        let chosen = read(&Inputs::of_query(example.query)).unwrap();
        let plan = encode(&chosen.plan);
        for format in ["json", "csv"] {
            let (_, text) = crate::export::write(&chosen.plan, format).unwrap();
            assert_eq!(next(&[("plan", "1"), ("do", "import"), ("text", &text)]).0, plan, "{format}");
        }
        assert_eq!(next(&[("plan", "1"), ("do", "import"), ("text", &plan)]).0, plan);
    }
}

#[test]
fn whatever_stands_in_a_link_is_answered_and_bounded() {
    let large = "x".repeat(10_000);
    let texts = [
        "10000000000000000000000000000000",
        "-1",
        "٣٫٤",
        "1~",
        "1~10.0.0.0/8,24x4093",
        "1~::/0,/1,/2,/3",
        "%252525",
        "1~10.0.0.0/24:n<script>",
        large.as_str(),
    ];
    for text in texts {
        for name in ["plan", "spaces", "needs", "at"] {
            let worked = Worked::of(&VnetPlan, inputs(&[(name, text)]));
            let card = worked.card("_t", true);
            assert!(card.len() < 12 * 1024 * 1024 && !card.contains("<script>"), "{name}={}", card.len());
        }
    }
    let names = VnetPlan.answer(&inputs(&[("plan", "1~10.0.0.0/24:v\"><img src=x>,25:n'\"><b>:t</td>,25")])).unwrap();
    assert!(!names.html.contains("<img") && !names.html.contains("<b>"));
}

#[test]
fn in_words_a_fence_says_the_same() {
    let it = read(&inputs(&[("spaces", "10.0.0.0/24 hub"), ("needs", "gateway")])).unwrap();
    assert_eq!(encode(&it.plan), "1~10.0.0.0/24:vhub,27:rgateway,27,26,25");
    let cases = [
        (&[("spaces", "10.0.0.0/33")][..], "spaces"),
        (&[("needs", "gateway")][..], "spaces"),
        (&[("spaces", "10.0.0.0/24"), ("needs", "/9")][..], "needs"),
        (&[("spaces", "10.0.0.0/28"), ("needs", "gateway")][..], "needs"),
    ];
    for (typed, field) in cases {
        assert_eq!(read(&inputs(typed)).unwrap_err().field, field);
    }
}
