use super::*;
use crate::tools::card::Worked;

fn answer(query: &str) -> Answer {
    Ports.answer(&Inputs::of_query(query)).unwrap_or_else(|complaints| panic!("{query}: {complaints:?}"))
}

fn json(query: &str) -> Value {
    answer(query).json
}

fn has(json: &Value, code: &str) -> bool {
    json["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == code)
}

#[test]
fn every_example_answers() {
    for example in ABOUT.examples {
        let answer = answer(example.query);
        assert!(
            answer.html.contains("verdict") && answer.guess.is_some() && !answer.says.is_empty(),
            "{}",
            example.title
        );
        assert!(!answer.html.contains("style="), "{}", example.title);
    }
}

#[test]
fn the_worked_cases_of_the_default() {
    let cases = [
        ("EG-01", 48, 1, 1_024),
        ("EG-02", 52, 1, 512),
        ("EG-03", 100, 1, 512),
        ("EG-03", 100, 2, 1_024),
        ("EG-03", 100, 3, 1_024),
        ("EG-04", 50, 1, 1_024),
        ("EG-04", 51, 1, 512),
        ("EG-05", 200, 1, 256),
        ("EG-05", 201, 1, 128),
        ("EG-07", 801, 1, 32),
        ("EG-07", 1_000, 1, 32),
        ("EG-08", 150, 3, 768),
    ];
    for (id, nodes, ips, ports) in cases {
        let answer = answer(&format!("nodes={nodes}&public_ips={ips}"));
        assert_eq!(answer.json["ports_per_node"], ports, "{id}");
        let words = format!("{} for each of {}.", counted(ports, "port"), counted(nodes, "node"));
        assert!(answer.html.contains(&words), "{id} {words}");
    }
    let beyond = json("nodes=1001&public_ips=1");
    assert!(
        beyond["ports_per_node"].is_null() && beyond["fits"] == false && has(&beyond, "lb-default-over-1000-nodes")
    );
}

#[test]
fn the_worked_cases_of_chosen_ports() {
    let cases = [
        ("EG-12", 1_000, 2, 128),
        ("EG-13", 1_000, 7, 448),
        ("EG-14", 4_000, 2, 32),
        ("EG-15", 4_000, 7, 112),
        ("EG-18", 512, 1, 125),
        ("EG-24", 64_000, 100, 100),
    ];
    for (id, ports, ips, nodes) in cases {
        let full = json(&format!("nodes={nodes}&public_ips={ips}&ports_per_node={ports}"));
        assert_eq!((&full["max_nodes"], &full["fits"]), (&json!(nodes), &json!(true)), "{id}");
        let over = json(&format!("nodes={nodes}&surge_nodes=1&public_ips={ips}&ports_per_node={ports}"));
        assert!(over["fits"] == false && has(&over, "lb-ports-exceed-total"), "{id}");
    }
    let spare = json("nodes=100&surge_nodes=2&public_ips=7&ports_per_node=4000");
    assert_eq!((&spare["ports_total"], &spare["fits"]), (&json!(448_000), &json!(true)), "EG-16");
    assert!(spare["working"].as_array().unwrap().iter().any(|step| step["result"] == "48,000 ports"), "EG-16");
    for (id, nodes, surge, ports, ips) in [("EG-19", 100, 1, 1_024, 2), ("EG-20", 500, 50, 512, 5)] {
        let needed = json(&format!("nodes={nodes}&surge_nodes={surge}&public_ips=1&ports_per_node={ports}"));
        assert_eq!(needed["public_ips_needed"], ips, "{id}");
    }
    assert!(has(&json("nodes=10&public_ips=1&ports_per_node=1004"), "ports-not-multiple-of-8"));
}

#[test]
fn the_worked_cases_of_gateways_and_firewalls() {
    for (id, query, total) in [
        ("EG-25", "outbound=natGateway&nodes=10&public_ips=1", 64_512),
        ("EG-26", "outbound=natGateway&nodes=10&public_ips=16", 1_032_192),
        ("EG-30", "outbound=azureFirewall&nodes=10&public_ips=1&instances=2", 4_992),
        ("EG-31", "outbound=azureFirewall&nodes=10&public_ips=250&instances=", 1_248_000),
        ("EG-32", "outbound=azureFirewall&nodes=10&public_ips=20", 99_840),
    ] {
        let answer = answer(query);
        assert_eq!((&answer.json["ports_total"], &answer.json["fits"]), (&json!(total), &json!(true)), "{id}");
        assert!(!answer.html.contains("class=\"stairs\""), "{id}: no stairs where ports are shared");
    }
    let many = json("outbound=natGateway&nodes=10&public_ips=17");
    assert!(many["fits"] == false && has(&many, "nat-too-many-ips"), "EG-28");
    let full = json("outbound=natGateway&nodes=100&public_ips=4&connections_per_node=2000");
    assert_eq!((&full["per_destination"], &full["max_nodes"]), (&json!(200_000), &json!(100)), "EG-29");
}

#[test]
fn the_ways_out_say_what_they_take_and_lead_there() {
    let query = "outbound=loadBalancer&nodes=100&public_ips=1&connections_per_node=3000";
    let answer = answer(query);
    let ways = answer.json["ways"].as_array().unwrap();
    let ips: Vec<&Value> = ways.iter().map(|way| &way["public_ips"]).collect();
    assert_eq!(ips, [&Value::Null, &json!(5), &json!(6), &json!(61)]);
    let demand = read(&Inputs::of_query(query)).unwrap();
    for way in crate::domain::aks::snat::ways(&demand).iter().filter(|way| way.does) {
        let view = way_view(way, &demand, &Inputs::of_query(query));
        let there = json(view.url.strip_prefix("/tools/snat?").unwrap());
        assert_eq!(there["fits"], true, "{}: {}", view.title, there["findings"]);
        assert_eq!(there["public_ips_needed"], json!(way.public_ips), "{}", view.title);
    }
}

#[test]
fn the_stairs_show_where_the_cluster_stands() {
    let stairs = |query: &str| Stairs::of(&read(&Inputs::of_query(query)).unwrap());
    let one = stairs("nodes=48&surge_nodes=5&public_ips=1");
    let ports: Vec<&str> = one.treads.iter().map(|tread| tread.ports.as_str()).collect();
    assert_eq!(ports, ["1,024", "512", "256", "128", "64", "32"]);
    assert!(one.treads[0].here && one.treads[1].surge && one.marks.len() == 2);
    assert_eq!(one.treads[1].fall, "512 fewer");
    assert!(one.says().contains("51 – 100 nodes 512 ports"));
    let three = stairs("nodes=150&public_ips=3");
    let ports: Vec<&str> = three.treads.iter().map(|tread| tread.ports.as_str()).collect();
    assert_eq!(ports, ["1,024", "768", "384", "192", "96"]);
    assert_eq!(three.words, "768 ports for each of 150 nodes.");
    let wide: u64 = three.treads.iter().map(|tread| tread.width).sum();
    assert_eq!(wide, 480);
    for query in ["nodes=0&public_ips=0", "nodes=4294967295&surge_nodes=4294967295&public_ips=4294967295", "nodes=1001"]
    {
        let _ = stairs(query).says();
    }
    assert!(stairs("nodes=1001").marks.is_empty());
}

#[test]
fn what_cannot_be_read_is_told_at_its_field() {
    let query = "outbound=carrier-pigeon&nodes=&surge_nodes=-1&public_ips=1.5&ports_per_node=many&instances=٣\
                 &connections_per_node=1e9&destinations=99999999999999999999999999999999";
    let complaints = Ports.answer(&Inputs::of_query(query)).unwrap_err();
    let fields: Vec<&str> = complaints.iter().map(|complaint| complaint.field.as_str()).collect();
    let expected = NUMBERS.map(|(name, ..)| name);
    assert_eq!((fields[0], &fields[1..]), ("outbound", expected.as_slice()));
}

#[test]
fn hostile_input_is_answered_with_bounded_html() {
    let long = "9".repeat(10_240);
    for text in [long.as_str(), "4294967295", "0", "%3Cscript%3E", "-1", "%D9%A3", "%00"] {
        for outbound in ["loadBalancer", "natGateway", "azureFirewall"] {
            for (name, ..) in NUMBERS {
                let query = format!("{name}={text}&outbound={outbound}&nodes=3&public_ips=2&x={long}");
                let html = Worked::of(&Ports, Inputs::of_query(&query)).card("_tool", true);
                assert!(html.len() < 100_000 && !html.contains("<script"), "{name}={text:.20} {}", html.len());
            }
        }
    }
}
