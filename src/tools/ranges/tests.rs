use super::*;
use crate::tools::card::Worked;

/// A range as it stands in an address: name, kind, network.
fn query(ranges: &[(&str, &str, &str)]) -> Inputs {
    let pairs = ranges.iter().flat_map(|(name, kind, cidr)| {
        [("range.name", name), ("range.kind", kind), ("range.cidr", cidr)].map(|(n, v)| (n.to_owned(), (*v).to_owned()))
    });
    Inputs::of_pairs(pairs)
}

fn answer(ranges: &[(&str, &str, &str)]) -> Answer {
    Ranges.answer(&query(ranges)).unwrap_or_else(|complaints| panic!("{complaints:?}"))
}

#[test]
fn the_choices_are_the_kinds_of_the_domain() {
    for ((value, words), kind) in KINDS.into_iter().zip(Kind::ALL) {
        assert_eq!(json!(kind), value);
        assert_eq!(kind.title().to_lowercase(), words.to_lowercase());
    }
    assert_eq!(Kind::ALL.len(), KINDS.len() + 1, "all but what AKS keeps can be chosen");
}

#[test]
fn the_verdict_says_what_is_in_the_way() {
    let spoke = ("Spoke", "cluster-network", "10.240.0.0/16");
    let nodes = ("Nodes", "node-subnet", "10.240.0.0/22");
    let cases: [(&[_], &str, &str); 12] = [
        (&[spoke, nodes], "2 ranges, and none is in another's way", "fine"),
        (&[spoke], "One range, and nothing is in its way", "fine"),
        (&[nodes, ("S", "services-range", "10.240.1.0/24")], "Two ranges must not overlap and do", "broken"),
        (
            &[spoke, ("S", "services-range", "10.240.9.0/24")],
            "Allowed, but two ranges overlap where it is not advised",
            "unwise",
        ),
        (
            &[("P", "pod-range", "10.0.0.0/16"), ("H", "peer", "10.0.0.0/8")],
            "Allowed, but two ranges overlap where it is not advised",
            "unwise",
        ),
        (
            &[("P", "pod-range", "10.0.0.0/16"), ("Q", "pod-range", "10.0.0.0/16")],
            "2 ranges, and none is in another's way",
            "fine",
        ),
        (&[spoke, ("N", "node-subnet", "10.9.0.0/24")], "A subnet is not inside its network", "broken"),
        // Several address spaces: told once.
        (
            &[spoke, ("Spoke", "cluster-network", "10.241.0.0/16"), ("N", "node-subnet", "10.9.0.0/24")],
            "A subnet is not inside its network",
            "broken",
        ),
        (
            &[spoke, ("Spoke", "cluster-network", "10.241.0.0/16"), ("N", "node-subnet", "10.241.0.0/24")],
            "3 ranges, and none is in another's way",
            "fine",
        ),
        (&[("Spoke", "cluster-network", "172.16.0.0/12")], "2 pairs of ranges must not overlap and do", "broken"),
        (&[("Spoke", "cluster-network", "172.31.4.0/24")], "Two ranges must not overlap and do", "broken"),
        (
            &[spoke, ("N", "node-subnet", "10.9.0.0/24"), ("S", "services-range", "10.9.0.0/16")],
            "Two ranges must not overlap and do, and a subnet is not inside its network",
            "broken",
        ),
    ];
    for (ranges, words, state) in cases {
        let answer = answer(ranges);
        assert_eq!(answer.says, words, "{ranges:?}");
        assert_eq!(answer.json["state"], state, "{ranges:?}");
        assert!(answer.html.contains("class=\"verdict"), "{ranges:?}");
    }
}

#[test]
fn a_pair_is_told_with_what_it_shares_and_why_and_from_where() {
    let answer = answer(&[("Hub", "peer", "10.0.0.0/14"), ("Services", "services-range", "10.0.0.0/16")]);
    let expected = "Hub 10.0.0.0/14 (peered network) and Services 10.0.0.0/16 (services range) must not overlap, and \
                    share 10.0.0.0/16. From the cluster,";
    assert!(answer.html.contains(expected), "{}", answer.html);
    assert!(answer.html.contains("https://learn.microsoft.com/azure/aks/"), "{}", answer.html);
    assert!(answer.html.contains("✕</span> share 10.0.0.0/16"), "{}", answer.html);
    assert_eq!(answer.json["overlaps"], json!([{ "a": "Hub", "b": "Services", "cidr": "10.0.0.0/16" }]));
    assert_eq!(answer.guess.unwrap().figure, "1");
}

#[test]
fn the_table_is_read_from_the_range_of_its_row() {
    let ranges = [("Spoke", "cluster-network", "10.0.0.0/16"), ("Nodes", "node-subnet", "10.0.0.0/24")];
    let ranges = read(&query(&ranges)).unwrap();
    let matrix = Matrix::of(&ranges).unwrap();
    let table = table::Table::of(&matrix, 2, MOST_DRAWN);
    let words =
        |row: usize, column: usize| table.rows[row].cells[column].as_ref().map(|cell| (cell.words.clone(), cell.rule));
    assert_eq!(words(0, 0), None);
    assert_eq!(words(0, 1), Some(("holds it".to_owned(), "must hold it")));
    assert_eq!(words(1, 0), Some(("inside".to_owned(), "must be part of it")));
    assert_eq!(words(1, 2), Some(("apart".to_owned(), "must not overlap")), "what AKS keeps");
    assert_eq!(table.columns.len(), 3);
}

#[test]
fn many_ranges_make_a_table_that_ends_and_a_list_that_is_whole() {
    let cidrs: Vec<String> = (0..100).map(|n| format!("10.{n}.0.0/16")).collect();
    let ranges: Vec<_> = cidrs.iter().map(|cidr| ("Hub", "peer", cidr.as_str())).collect();
    let fine = answer(&ranges);
    assert_eq!(fine.says, "100 ranges, and none is in another's way");
    assert_eq!(fine.html.matches("<th scope=\"row\">Hub").count(), MOST_DRAWN);
    assert!(fine.html.contains("70 more were compared"), "the page says what it leaves out");
    // The last one, which is not in the table, is in the way of all.
    let mut ranges = ranges;
    ranges[99] = ("Services", "services-range", "10.0.0.0/8");
    let broken = answer(&ranges);
    assert_eq!(broken.says, "99 pairs of ranges must not overlap and do");
    assert_eq!(broken.html.matches("class=\"finding error\"").count(), 99);
    let same: Vec<_> = (0..100).map(|_| ("Hub", "peer", "10.0.0.0/8")).collect();
    let bounded = answer(&same);
    assert_eq!(bounded.html.matches("<li class=\"finding").count(), MOST_TOLD);
    assert!(bounded.html.contains("4750 more are not told one by one"), "4,950 pairs in all");
    assert!(bounded.html.len() < 1_000_000, "{}", bounded.html.len());
}

#[test]
fn several_networks_stand_in_one_field() {
    let answer = answer(&[("Office", "on-premises", "192.168.0.0/16, 10.0.0.0/8;172.16.0.0/13,")]);
    assert_eq!(answer.json["ranges"].as_array().unwrap().len(), 3 + 4);
}

#[test]
fn a_range_without_a_name_or_a_kind_has_one() {
    let inputs = Inputs::of_query("range.cidr=10.0.0.0/16");
    let answer = Ranges.answer(&inputs).unwrap();
    assert_eq!(
        answer.json["ranges"][0],
        json!({ "name": "Cluster network", "kind": "cluster-network", "net": "10.0.0.0/16" })
    );
    // The empty row at the end of the form sends its choice.
    let inputs = Inputs::of_query(
        "range.name=A&range.kind=peer&range.cidr=10.0.0.0/16&range.name=&range.kind=cluster-network&range.cidr=",
    );
    assert_eq!(Ranges.answer(&inputs).unwrap().says, "One range, and nothing is in its way");
}

#[test]
fn complaints_stand_at_their_fields_all_at_once() {
    let inputs = query(&[
        ("A", "peer", "10.0.0.5/24"),
        ("B", "moon", "10.1.0.0/16"),
        ("C", "peer", ""),
        (&"x".repeat(61), "peer", "10.2.0.0/16"),
        ("E", "peer", "10.3.0.0/16, 300.0.0.0/8"),
    ]);
    let complaints = Ranges.answer(&inputs).unwrap_err();
    let fields: Vec<&str> = complaints.iter().map(|complaint| complaint.field.as_str()).collect();
    assert_eq!(fields, ["range.cidr.0", "range.kind.1", "range.cidr.2", "range.name.3", "range.cidr.4"]);
    assert_eq!(complaints[0].suggestion.as_deref(), Some("10.0.0.0/24"));
    assert_eq!(complaints[4].suggestion, None, "it would take the other network out of the field");
    let html = Worked::of(&Ranges, inputs).answer_html(false);
    assert!(html.contains("Use 10.0.0.0/24") && html.contains("range.cidr=10.0.0.0/24&#38;"), "{html}");
    let none = Ranges.answer(&Inputs::of_query("range.name=")).unwrap_err();
    assert_eq!(none[0].field, "range.cidr.0");
    let many: Vec<_> = (0..101).map(|_| ("", "peer", "10.0.0.0/8")).collect();
    assert_eq!(Ranges.answer(&query(&many)).unwrap_err()[0].field, "range");
}

#[test]
fn ranges_are_drawn_where_they_lie() {
    let ranges = read(&query(&[
        ("All", "on-premises", "10.0.0.0/8"),
        ("Half", "peer", "10.128.0.0/9"),
        ("Last", "node-subnet", "10.255.255.0/24"),
        ("Wide", "peer", "0.0.0.0/0"),
        ("Six", "peer", "fd00::/48"),
        ("Doc", "peer", "203.0.113.0/24"),
    ]));
    let (maps, elsewhere) = map::maps(&ranges.unwrap());
    assert_eq!(maps.len(), 4, "the widest lies in all blocks");
    let lanes: Vec<_> = maps[0].lanes.iter().map(|lane| (lane.name.as_str(), lane.x, lane.width)).collect();
    assert_eq!(lanes, [("Wide", 0.0, 1000.0), ("All", 0.0, 1000.0), ("Half", 500.0, 500.0), ("Last", 994.0, 6.0)]);
    assert_eq!(maps[1].lanes.iter().filter(|lane| lane.hue == 8).count(), 2, "172.30 and 172.31 are drawn, too");
    assert_eq!(elsewhere, ["Six fd00::/48", "Doc 203.0.113.0/24"]);
}

#[test]
fn every_example_shows_what_it_is_called() {
    let says: Vec<String> =
        ABOUT.examples.iter().map(|e| Ranges.answer(&Inputs::of_query(e.query)).unwrap().says).collect();
    assert_eq!(
        says,
        [
            "6 ranges, and none is in another's way",
            "Two ranges must not overlap and do",
            "Allowed, but 3 pairs of ranges overlap where it is not advised",
            "2 pairs of ranges must not overlap and do",
            "6 ranges, and none is in another's way",
        ]
    );
}

#[test]
fn nothing_that_can_be_typed_breaks_it() {
    let long = "9".repeat(10_000);
    let hostile = [
        "<script>alert(1)</script>",
        "-1",
        "1000000000000000000000000000000",
        "١٠.٠.٠.٠/٨",
        "::/0",
        "0.0.0.0/0",
        &long,
        ",,,;",
        "\u{202e}",
    ];
    for text in hostile {
        for ranges in [[(text, "peer", "10.0.0.0/8")], [("x", text, "10.0.0.0/8")], [("x", "peer", text)]] {
            let worked = Worked::of(&Ranges, query(&ranges));
            let html = worked.card("_tool", true);
            assert!(!html.contains("<script>alert"), "{text}");
            assert!(worked.answer_html(false).len() < 64 * 1024, "{text}");
        }
    }
}
