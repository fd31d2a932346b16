use std::fmt::Write as _;

use super::*;
use crate::tools::card::Worked;

fn inputs(op: &str, a: &str, b: &str) -> Inputs {
    Inputs::default().with("op", op).with("a", a).with("b", b)
}

fn answer(op: &str, a: &str, b: &str) -> Answer {
    Lists.answer(&inputs(op, a, b)).unwrap_or_else(|complaints| panic!("{op}: {complaints:?}"))
}

#[test]
fn the_worked_cases_come_out() {
    let cases = [
        ("aggregate", "10.0.0.0/25\n10.0.0.128/25", "", "10.0.0.0/24", "2 items become 1 network"),
        ("aggregate", "10.0.1.0/24 10.0.2.0/24", "", "10.0.1.0/24 10.0.2.0/24", "2 items become 2 networks"),
        (
            "aggregate",
            "2001:db8::/33, 2001:db8:8000::/33, 10.0.0.0/8",
            "",
            "10.0.0.0/8 2001:db8::/32",
            "3 items become 2 networks",
        ),
        ("", "10.0.0.0 255.0.0.0", "", "10.0.0.0/8", "1 item becomes 1 network"),
        ("union", "10.0.0.0/25", "10.0.0.128/25", "10.0.0.0/24", "Both lists together are 1 network"),
        ("union", "10.0.0.0/25", "", "10.0.0.0/25", "Both lists together are 1 network"),
        (
            "intersect",
            "10.0.0.0/8",
            "10.1.0.0/16\n11.0.0.0/8",
            "10.1.0.0/16",
            "The two lists share 65,536 addresses in 1 network",
        ),
        ("intersect", "10.0.0.0/8", "11.0.0.0/8", "", "The two lists share no address"),
        (
            "subtract",
            "10.0.0.0/24",
            "10.0.0.0/26",
            "10.0.0.64/26 10.0.0.128/25",
            "192 addresses are left, in 2 networks",
        ),
        ("subtract", "10.0.0.0/24", "10.0.0.0/8", "", "Nothing is left: the second list covers the first"),
        (
            "free",
            "10.0.0.0/24",
            "10.0.0.0/26, 192.168.0.0/24",
            "10.0.0.64/26 10.0.0.128/25",
            "192 addresses are free in 2 networks; the biggest is 10.0.0.128/25",
        ),
        ("free", "10.0.0.0/24", "0.0.0.0/0", "", "Nothing is free"),
        ("free", "10.0.0.0/24", "", "10.0.0.0/24", "256 addresses are free in 1 network; the biggest is 10.0.0.0/24"),
        (
            "prefixes",
            "10.0.0.5 - 10.0.0.9\n10.0.0.5/32",
            "",
            "10.0.0.5/32 10.0.0.6/31 10.0.0.8/31 10.0.0.5/32",
            "2 items become 4 networks, each on its own",
        ),
        ("ranges", "10.0.0.0/24 10.0.1.0/25", "", "10.0.0.0 - 10.0.1.127", "2 items become one range"),
        (
            "overlaps",
            "10.0.0.0/8\n\n10.1.0.0/16",
            "",
            "10.0.0.0/8 (line 1) and 10.1.0.0/16 (line 3) share 10.1.0.0/16",
            "One pair overlaps",
        ),
        ("overlaps", "10.0.0.0/8\n11.0.0.0/8", "", "", "No two of them overlap"),
        (
            "overlaps",
            "10.0.0.1-10.0.0.2\n10.0.0.2",
            "",
            "10.0.0.1 - 10.0.0.2 (line 1) and 10.0.0.2/32 (line 2) share 10.0.0.2/32",
            "One pair overlaps",
        ),
    ];
    for (op, a, b, expected, says) in cases {
        let answer = answer(op, a, b);
        assert_eq!(answer.says, says, "{op} {a}");
        let text = Lists.text(&inputs(op, a, b)).unwrap();
        let joined = text.trim_end().replace('\n', " ");
        assert_eq!(joined, expected, "{op} {a}");
        for line in text.lines() {
            assert!(answer.html.contains(line), "{op} {a}: {line}");
        }
    }
}

#[test]
fn programs_get_the_same_by_the_names_of_the_api() {
    let free = answer("free", "10.0.0.0/24", "10.0.0.0/26").json;
    assert_eq!(free["free"], json!(["10.0.0.64/26", "10.0.0.128/25"]));
    assert_eq!((&free["largest"], &free["free_addresses"]), (&json!("10.0.0.128/25"), &json!("192")));
    assert_eq!(answer("aggregate", "10.0.0.0/25 10.0.0.128/25", "").json["cidrs"], json!(["10.0.0.0/24"]));
    let overlaps = answer("overlaps", "10.0.0.0/8 10.1.0.0/16", "").json;
    assert_eq!(
        overlaps["overlaps"],
        json!([{ "a": "10.0.0.0/8", "a_line": 1, "b": "10.1.0.0/16", "b_line": 1, "cidr": "10.1.0.0/16" }])
    );
}

#[test]
fn what_can_be_read_is_worked_out_and_what_cannot_is_listed() {
    let a = "10.0.0.0/24\nnonsense\n10.0.1.7/24, 10.0.0.256\n";
    let answer = answer("aggregate", a, "");
    assert_eq!(answer.says, "2 items become 1 network, without 2 items that cannot be read");
    assert!(answer.html.contains("class=\"verdict warn\""));
    assert_eq!(answer.json["cidrs"], json!(["10.0.0.0/23"]));
    let errors = answer.json["a"]["errors"].as_array().unwrap();
    assert_eq!(
        (&errors[0]["line"], &errors[0]["column"], &errors[0]["text"]),
        (&json!(2), &json!(1), &json!("nonsense"))
    );
    assert_eq!(
        (&errors[1]["line"], &errors[1]["column"], &errors[1]["text"]),
        (&json!(3), &json!(14), &json!("10.0.0.256"))
    );
    assert!(answer.html.contains("What cannot be read in the first list"));
    assert!(answer.html.contains("line 3 has 10.0.1.7, which is in 10.0.1.0/24"), "{}", answer.html);
    let text = Lists.text(&inputs("aggregate", a, "")).unwrap();
    assert_eq!(text, "# 2 of the first list cannot be read\n10.0.0.0/23\n");
    // The file can be pasted again.
    assert_eq!(Lists.text(&inputs("aggregate", &text, "")).unwrap(), "10.0.0.0/23\n");
}

#[test]
fn only_the_first_faults_are_told_and_all_are_counted() {
    let a = format!("10.0.0.0/8\n{}", "x\n".repeat(1_000));
    let answer = answer("aggregate", &a, "");
    assert_eq!(answer.json["a"]["wrong"], 1_000);
    assert!(answer.html.contains("These are the first 20 of 1000"), "{}", answer.html);
}

#[test]
fn complaints_stand_at_their_fields_all_at_once() {
    let cases = [
        ("moon", "10.0.0.0/8", "", vec!["op"]),
        ("aggregate", "", "", vec!["a"]),
        ("aggregate", " \n# nothing but a comment", "", vec!["a"]),
        ("aggregate", "x y", "", vec!["a"]),
        ("subtract", "10.0.0.0/8", "", vec!["b"]),
        ("intersect", "", "x", vec!["a", "b"]),
    ];
    for (op, a, b, fields) in cases {
        let complaints = Lists.answer(&inputs(op, a, b)).err().unwrap_or_default();
        let found: Vec<&str> = complaints.iter().map(|complaint| complaint.field.as_str()).collect();
        assert_eq!(found, fields, "{op} {a} {b}");
        assert_eq!(Lists.text(&inputs(op, a, b)), None);
    }
    let complaints = Lists.answer(&inputs("aggregate", "10/8", "")).unwrap_err();
    assert_eq!(complaints[0].suggestion.as_deref(), Some("10.0.0.0/8"));
}

#[test]
fn a_list_that_is_not_used_is_said_to_be_so() {
    assert!(answer("aggregate", "10.0.0.0/8", "rubbish").html.contains("The second list is not used"));
    assert!(!answer("union", "10.0.0.0/8", "11.0.0.0/8").html.contains("is not used"));
    let free = answer("free", "10.0.0.0/24", "10.0.0.0/26, 192.168.0.0/24").html;
    assert!(free.contains("256 addresses of the second list are not in the first"), "{free}");
}

/// So many networks of one address with a gap after each.
fn lines(count: u32) -> String {
    (0..count).fold(String::new(), |mut text, n| {
        writeln!(text, "{}", std::net::Ipv4Addr::from_bits(0x0a00_0000 + 2 * n)).unwrap();
        text
    })
}

#[test]
fn a_hundred_thousand_lines_are_read_and_one_more_is_refused() {
    let text = lines(100_000);
    let started = std::time::Instant::now();
    let all = answer("aggregate", &text, "");
    assert_eq!(all.says, "100,000 items become 100,000 networks");
    assert!(all.html.contains("These are the first 1000 of 100,000. The download has them all."));
    assert!(all.html.len() < 256 * 1024, "{}", all.html.len());
    assert_eq!(all.json["cidrs"].as_array().unwrap().len(), LISTED);
    assert_eq!((&all.json["cut"], &all.json["count"]), (&json!(true), &json!(100_000)));
    assert_eq!(Lists.text(&inputs("aggregate", &text, "")).unwrap().lines().count(), 100_000);
    let left = answer("subtract", "0.0.0.0/0", &text);
    assert_eq!(left.json["addresses"], "4294867296");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());

    for (field, a, b) in
        [("a", lines(100_001), "10.0.0.0/8".to_owned()), ("b", "10.0.0.0/8".to_owned(), lines(100_001))]
    {
        let complaints = Lists.answer(&inputs("subtract", &a, &b)).unwrap_err();
        assert_eq!(complaints[0].field, field);
        assert!(
            complaints[0].message.contains("100000 lines") && complaints[0].message.contains("100001"),
            "{complaints:?}"
        );
    }
}

#[test]
fn what_would_be_endless_ends() {
    // Each address that is taken away parts a network of 2^128 addresses in 128.
    let mut text = String::new();
    for n in 0_u128..20_000 {
        writeln!(text, "{}", std::net::Ipv6Addr::from_bits(n.reverse_bits() | 1)).unwrap();
    }
    let left = answer("subtract", "::/0", &text);
    let total = left.json["count"].as_u64().unwrap();
    assert!(total > WRITTEN as u64, "{total}");
    assert!(left.html.contains("The download has the first 1,000,000."), "what is left out is said");
    let file = Lists.text(&inputs("subtract", "::/0", &text)).unwrap();
    assert_eq!(file.lines().count(), WRITTEN + 1);
    assert_eq!(file.lines().last().unwrap(), format!("# {} more are left out", grouped(total - WRITTEN as u64)));
    // Ranges that would make a hundred thousand times 254 networks.
    let wide = "::1 - ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe\n".repeat(5_000);
    let complaints = Lists.answer(&inputs("overlaps", &wide, "")).unwrap_err();
    assert!(complaints[0].message.contains("1,270,000 networks"), "{complaints:?}");
    assert_eq!(answer("prefixes", &wide, "").json["count"], 1_270_000);
    // Five billion pairs.
    let same = "10.0.0.0/8\n".repeat(100_000);
    let pairs = answer("overlaps", &same, "");
    assert_eq!(pairs.says, "4,999,950,000 pairs overlap");
    assert!(pairs.html.contains("The download has the first 10,000."), "{}", &pairs.html[pairs.html.len() - 400..]);
}

#[test]
fn long_lists_stand_in_no_link() {
    let worked = Worked::of(&Lists, inputs("aggregate", &lines(5_000), ""));
    assert_eq!(worked.link(), "/tools/lists");
    let card = worked.card("_tool", true);
    assert!(card.contains("href=\"/tools/lists.json\" data-tool-json hidden"), "{}", &card[..600]);
    assert!(card.contains("method=\"post\"") && card.contains("name=\"download\""));
    let short = Worked::of(&Lists, inputs("aggregate", "10.0.0.0/8", ""));
    assert_eq!(short.link(), "/tools/lists?op=aggregate&a=10.0.0.0/8&b=");
}

#[test]
fn every_example_answers() {
    for example in ABOUT.examples {
        let worked = Worked::of(&Lists, Inputs::of_query(example.query));
        assert!(worked.answer().is_some(), "{}: {:?}", example.title, worked.complaints());
    }
}

#[test]
fn nothing_that_can_be_typed_breaks_it() {
    let long = "9".repeat(10_000);
    let many = ", ".repeat(5_000);
    let hostile = [
        "<script>alert(1)</script>",
        "-1",
        "1000000000000000000000000000000",
        "١٠.٠.٠.٠/٨",
        "::/0",
        "0.0.0.0/0",
        &long,
        &many,
        "\u{202e}10.0.0.0/8",
        "\u{0}",
        "10.0.0.0/8 - ",
        "%31%30",
    ];
    for (op, _) in operation::OPTIONS {
        for text in hostile {
            for (a, b) in [(text, "10.0.0.0/8"), ("10.0.0.0/8", text), (text, text)] {
                let worked = Worked::of(&Lists, inputs(op, a, b));
                assert!(!worked.card("_tool", true).contains("<script>alert"), "{op} {text}");
                assert!(worked.answer_html(false).len() < 64 * 1024, "{op} {text}");
            }
        }
    }
}
