use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::tools::card::Worked;

fn answer(query: &str) -> Answer {
    AksPlan.answer(&Inputs::of_query(query)).unwrap_or_else(|complaints| panic!("{query}: {complaints:?}"))
}

fn json(query: &str) -> Value {
    answer(query).json
}

fn complaints(query: &str) -> Vec<Complaint> {
    AksPlan.answer(&Inputs::of_query(query)).expect_err(query)
}

fn has(json: &Value, code: &str) -> bool {
    json["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == code)
}

/// One pool.
fn pool(nodes: u32, max_pods: u32, surge: &str) -> String {
    format!("pool.name=p&pool.nodes={nodes}&pool.max_pods={max_pods}&pool.surge={}", surge.replace('%', "%25"))
}

#[test]
fn every_example_answers_and_opens_with_every_model() {
    for example in ABOUT.examples {
        let inputs = Inputs::of_query(example.query);
        let answer = answer(example.query);
        assert!(!answer.html.is_empty() && answer.guess.is_some(), "{}", example.title);
        assert!(answer.html.contains(&answer.says.replace('/', "&#47;")) || answer.html.contains(&answer.says));
        assert!(!answer.html.contains("style=") && !answer.html.contains("<script"), "{}", example.title);
        // The link of each other model leads to the plan that its row shows.
        let cluster = read::cluster(&inputs).unwrap().cluster;
        for side in compare(&cluster) {
            let there = json(&read::query(&cluster, side.plan.model));
            for part in ["node_subnet", "pod_range", "limits"] {
                assert_eq!(there[part], json!(side.plan)[part], "{} {}", example.title, side.title);
            }
            assert_eq!(there["fits"], side.plan.fits, "{} {}", example.title, side.title);
        }
    }
}

#[test]
fn the_plan_of_the_mock_up() {
    let answer = answer(ABOUT.examples[0].query);
    assert_eq!(answer.says, "Fits, with room for 193 more nodes.");
    let plan = &answer.json;
    assert_eq!(plan["node_subnet"], json!({"needed": 58, "smallest_prefix": 26, "usable": 251, "free": 193}));
    assert_eq!(plan["pod_range"], json!({"needed": 58, "unit": "blocks", "smallest_prefix": 18, "available": 256}));
    assert_eq!(answer.guess.unwrap().figure, "251");
    assert_eq!(plan["models"].as_array().unwrap().len(), 5);
    assert_eq!(plan["models"][3]["fits"], false, "a flat cluster does not fit a /24");
}

#[test]
fn the_worked_cases_of_node_subnets() {
    let cases = [
        ("IP-01", 50, 30, "1", 1_581, 21),
        ("IP-02", 60, 30, "1", 1_891, 21),
        ("IP-05", 50, 30, "33%", 2_077, 20),
        ("IP-08", 20, 110, "1", 2_331, 20),
        ("IP-09", 100, 50, "10%", 5_610, 19),
    ];
    for (id, nodes, max_pods, surge, needed, prefix) in cases {
        let plan = json(&format!("model=node-subnet&{}", pool(nodes, max_pods, surge)));
        assert_eq!(plan["node_subnet"], json!({"needed": needed, "smallest_prefix": prefix}), "{id}");
        assert_eq!(plan["missing"][0], json!({"field": "node_subnet", "smallest_prefix": prefix}), "{id}");
    }
    let limits = [
        ("IP-03", "node-subnet", 8, 30, "0", "10.9.0.0/24", 8, 240),
        ("IP-12", "node-subnet", 31, 30, "1", "10.9.0.0/22", 32, 960),
        ("IP-17", "kubenet", 20, 110, "1", "10.9.0.0/24", 251, 27_610),
        ("IP-18", "kubenet", 20, 110, "1", "10.9.0.0/27", 27, 2_970),
    ];
    for (id, model, nodes, max_pods, surge, subnet, most, pods) in limits {
        let plan = json(&format!("model={model}&{}&node_subnet={subnet}", pool(nodes, max_pods, surge)));
        assert_eq!((&plan["limits"]["nodes"], &plan["limits"]["pods"]), (&json!(most), &json!(pods)), "{id}");
        assert_eq!(plan["limits"]["bound_by"], "node_subnet", "{id}");
    }
    let running = json(&format!("model=node-subnet&{}&node_subnet=10.9.0.0/24", pool(7, 30, "1")));
    assert_eq!(running["limits"]["running_nodes"], 7, "IP-04");
    assert_eq!(running["limits"]["running_pods"], 210, "IP-04");
    let bound = json(&format!("model=kubenet&{}&node_subnet=10.9.0.0/23&pod_cidr=10.244.0.0/16", pool(20, 110, "1")));
    assert_eq!((&bound["limits"]["nodes"], &bound["limits"]["bound_by"]), (&json!(256), &json!("pod_cidr")), "IP-19");
}

#[test]
fn the_worked_cases_of_pod_ranges() {
    for (id, nodes, blocks) in [("IP-24", 250, 275), ("IP-27", 400, 440)] {
        let query = format!("{}&pod_cidr=10.244.0.0/16", pool(nodes, 250, "10%"));
        let plan = json(&query);
        assert_eq!(
            plan["pod_range"],
            json!({"needed": blocks, "unit": "blocks", "smallest_prefix": 15, "available": 256}),
            "{id}"
        );
        assert!(plan["fits"] == false && has(&plan, "pod-cidr-too-small"), "{id}");
        assert_eq!(plan["node_subnet"]["smallest_prefix"], 23, "{id}");
    }
    let five = vec![pool(1_000, 30, "0"); 5].join("&");
    let plan = json(&format!("{five}&pod_cidr=10.96.0.0/11"));
    assert_eq!(
        (&plan["pod_range"]["needed"], &plan["pod_range"]["available"]),
        (&json!(5_000), &json!(8_192)),
        "IP-28"
    );
    assert!(plan["fits"] == true && has(&plan, "upgrade-blocked-at-limit"), "IP-28");
    let five = vec![pool(4, 30, "50%"); 5].join("&");
    assert_eq!(json(&five)["surge_nodes"], 10, "IP-54");
    assert_eq!(json(&pool(10, 30, "33%"))["surge_nodes"], 4, "IP-55");
}

#[test]
fn the_worked_cases_of_pod_subnets() {
    let cases = [
        ("IP-34", "dynamic", 1, 30, "0", 16, 27),
        ("IP-35", "dynamic", 1, 30, "8", 16, 27),
        ("IP-35", "dynamic", 1, 30, "9", 32, 26),
        ("IP-37", "dynamic", 1, 30, "", 48, 26),
        ("IP-38", "dynamic", 1, 110, "", 128, 24),
        ("IP-39", "dynamic", 1, 250, "", 272, 23),
        ("IP-40", "dynamic", 20, 30, "", 960, 22),
        ("IP-42", "dynamic", 50, 30, "0", 800, 22),
        ("IP-44", "static", 1, 30, "", 32, 26),
        ("IP-46", "static", 1, 32, "", 48, 25),
        ("IP-47", "static", 1, 110, "", 112, 24),
        ("IP-48", "static", 1, 250, "", 256, 23),
    ];
    for (id, kind, nodes, max_pods, pods, needed, prefix) in cases {
        let plan = json(&format!("model=pod-subnet-{kind}&{}&pool.pods={pods}", pool(nodes, max_pods, "0")));
        let range = json!({"needed": needed, "unit": "addresses", "smallest_prefix": prefix});
        assert_eq!(plan["pod_range"], range, "{id}");
    }
    let plan = json(&format!("model=pod-subnet-static&{}", pool(100, 110, "10")));
    assert_eq!(plan["pod_range"]["needed"], 12_320, "IP-51");
    assert_eq!(plan["pod_range"]["smallest_prefix"], 18, "IP-51");
}

#[test]
fn broken_rules_name_their_field_by_its_label() {
    let cases = [
        ("service_cidr=10.0.0.0/16&dns_service_ip=10.0.0.1", false, "DNS address · ", "IP-62"),
        ("service_cidr=10.0.0.0/16&dns_service_ip=10.1.0.10", false, "DNS address · ", "IP-63"),
        ("service_cidr=10.0.0.0/11", false, "Services range · ", "IP-64"),
        ("pod_cidr=172.16.0.0/12", false, "Pod range · ", "IP-66"),
        ("pod_cidr=192.0.0.0/16", false, "Pod range · ", "IP-68"),
        ("api_server_subnet=10.9.9.0/29", false, "API server subnet · ", "IP-74"),
        (
            "connected=192.168.0.0/16%0A10.0.0.0/8&service_cidr=10.0.0.0/16",
            false,
            "Connected networks, 10.0.0.0/8 · ",
            "",
        ),
        ("pool.nodes=2&pool.max_pods=10", false, "Node pool 2, pods per node · ", "IP-71"),
        ("pool.nodes=5&pool.max_pods=251", false, "Node pool 2, pods per node · ", "IP-70"),
        ("service_cidr=10.0.0.0/16&dns_service_ip=10.0.0.10", true, "", "IP-61"),
        ("pod_cidr=100.64.0.0/16", true, "", "IP-69"),
        ("pod_cidr=10.244.0.0/16,fd00::/64&service_cidr=10.0.0.0/16,fd01::/108", true, "", "IP-76"),
        ("pod_cidr=10.244.0.0/16,fd00::/64&service_cidr=10.0.0.0/16,fd01::/96", false, "Services range · ", "IP-76"),
    ];
    for (query, fits, label, id) in cases {
        let answer = answer(&format!("{}&{query}", pool(5, 110, "1")));
        assert_eq!(answer.json["fits"], fits, "{id} {query}: {}", answer.json["findings"]);
        assert!(answer.html.contains(label), "{id} {label}");
        assert_eq!(answer.html.contains("verdict bad"), !fits, "{id} {query}");
    }
    let clusters = |prefix: u8| json(&format!("{}&api_server_subnet=10.9.9.0/{prefix}", pool(5, 110, "1")));
    for (prefix, clusters_there) in [(28, 1), (27, 3), (26, 6)] {
        assert_eq!(clusters(prefix)["api_server_subnet"]["clusters"], clusters_there, "IP-73 /{prefix}");
    }
}

#[test]
fn what_cannot_be_read_is_told_all_at_once_and_at_its_field() {
    let query = "model=cilium&pool.name=a&pool.nodes=&pool.name=b&pool.nodes=-3&pool.surge=&pool.surge=ten&pool.max_pods=1.5\
                 &pool.os=linux&pool.os=beos&node_subnet=10.0.0.5/24&pod_cidr=10.244.0.0/16,10/8&dns_service_ip=10.0.0\
                 &connected=10.0.0.0/8%0Anonsense&other_addresses=x&families=ipx";
    let fields: Vec<String> = complaints(query).into_iter().map(|complaint| complaint.field).collect();
    let expected = [
        "model",
        "pool.nodes.0",
        "pool.max_pods.0",
        "pool.nodes.1",
        "pool.surge.1",
        "pool.os.1",
        "node_subnet",
        "pod_cidr",
        "dns_service_ip",
        "connected",
        "other_addresses",
        "families",
    ];
    assert_eq!(fields, expected);
    let all = complaints(query);
    let meant = |field: &str| all.iter().find(|c| c.field == field).unwrap().suggestion.clone();
    let both = complaints("pool.nodes=3&service_cidr=10/8,fd00::1/108&connected=x%0Ay%0Az%0Aw");
    assert_eq!(both.len(), 2, "one for each field");
    assert_eq!(both[0].suggestion.as_deref(), Some("10.0.0.0/8, fd00::/108"));
    assert!(both[1].message.starts_with("line 1, column 1: x") && both[1].message.ends_with("; and 1 more"));
    assert_eq!(meant("node_subnet").as_deref(), Some("10.0.0.0/24"));
    assert_eq!(meant("pod_cidr").as_deref(), Some("10.244.0.0/16, 10.0.0.0/8"), "the other range stays");
}

#[test]
fn a_row_says_what_breaks_with_its_model_alone() {
    let of = |query: &str| {
        let cluster = read::cluster(&Inputs::of_query(query)).unwrap().cluster;
        let shown = plan(&cluster);
        compare(&cluster).iter().map(|side| sides::view(side, &shown, &cluster)).collect::<Vec<_>>()
    };
    let large = of(&format!("{}&node_subnet=10.240.0.0/22&pod_cidr=10.64.0.0/13", pool(900, 110, "10%")));
    let why: Vec<bool> = large.iter().map(|side| !side.why.is_empty()).collect();
    assert_eq!(why, [false, true, false, true, true], "not Overlay and not static blocks");
    assert!(large[1].why.contains("65,536") && large[4].why.contains("400"), "{} {}", large[1].why, large[4].why);
    assert!(large[0].url.is_empty() && large[1].url.starts_with("/tools/aks-plan?model=pod-subnet-dynamic&"));
    let dns = of(&format!("{}&service_cidr=10.0.0.0/16&dns_service_ip=10.0.0.1", pool(5, 110, "1")));
    assert!(dns.iter().all(|side| side.why.is_empty() && side.verdict.class == "bad"), "it stands above already");
}

#[test]
fn empty_rows_and_fields_are_not_given() {
    let form = "model=overlay&pool.name=&pool.nodes=&pool.max_pods=&pool.surge=&pool.os=linux&pool.pods=\
                &pool.name=a&pool.nodes=3&pool.max_pods=&pool.surge=&pool.os=windows&pool.pods=\
                &pool.name=&pool.nodes=&pool.max_pods=&pool.surge=&pool.os=linux&pool.pods=\
                &node_subnet=&pod_subnet=&pod_cidr=&service_cidr=&connected=&other_addresses=&families=";
    let typed = read::cluster(&Inputs::of_query(form)).unwrap();
    assert_eq!((typed.rows.as_slice(), typed.cluster.pools.len()), ([1].as_slice(), 1));
    let pool = &typed.cluster.pools[0];
    assert_eq!((pool.nodes, pool.max_pods), (3, 250), "Overlay's own default");
    assert!(typed.cluster.node_subnet.is_none() && typed.cluster.connected.is_empty());
    assert!(has(&json("model=overlay&node_subnet="), "no-pools"));
}

#[test]
fn tiles_are_drawn_one_by_one_up_to_256_and_in_groups_beyond() {
    let drawn = |query: &str| {
        let typed = read::cluster(&Inputs::of_query(query)).unwrap();
        draw::drawings(&plan(&typed.cluster).pictures, &names(&typed)).pop().unwrap()
    };
    let one = drawn(&format!("{}&pod_cidr=10.244.0.0/16", pool(40, 110, "33%")));
    let tiles = one.tiles.unwrap();
    assert_eq!((tiles.rects.len(), tiles.width, tiles.height), (256, 640, 160));
    assert_eq!(tiles.rects[1].title, "10.244.1.0/24: pods of p");
    assert_eq!(tiles.scale, "One tile is one block of a /24, the pods of one node.");
    let grouped = drawn(&format!("{}&pod_cidr=10.240.0.0/12", pool(41, 110, "0")));
    let tiles = grouped.tiles.unwrap();
    // 4,096 blocks, 16 to a tile: two full tiles, 9 of 16 in the third and the rest of it free.
    assert_eq!(tiles.rects.len(), 257);
    assert!(tiles.scale.starts_with("One tile is 16 blocks of a /24"), "{}", tiles.scale);
    assert!((tiles.rects[2].width - 10.13).abs() < 0.01 && tiles.rects[3].hue == "free");
    let short = drawn(&format!("{}&pod_cidr=10.244.0.0/18", pool(64, 110, "1")));
    assert_eq!(short.short, "1 block too few: what has no room is not drawn.");
    assert_eq!(short.tiles.unwrap().rects.len(), 64);
    let batches = drawn(&format!("model=pod-subnet-dynamic&{}&pod_subnet=10.9.0.0/24", pool(3, 30, "0")));
    let tiles = batches.tiles.unwrap();
    // 3 nodes of 3 batches; of the other 107 addresses 6 batches.
    assert_eq!(tiles.rects.iter().filter(|rect| rect.hue == "1").count(), 9);
    assert_eq!(tiles.rects.iter().filter(|rect| rect.hue == "free").count(), 6);
    assert!(tiles.scale.contains("batch of 16"));
}

#[test]
fn hostile_input_is_answered_with_bounded_html() {
    let long = "9".repeat(10_240);
    let script = "%3Cscript%3Ealert(1)%3C/script%3E";
    let fields = ["model", "node_subnet", "pod_subnet", "pod_cidr", "service_cidr", "dns_service_ip", "connected"];
    for text in
        [long.as_str(), script, "-1", "10%5E30", "%D9%A3", "::/0", "0.0.0.0/0", "%00", &"10.0.0.0/8,".repeat(900)]
    {
        for field in fields.iter().chain(&read::COLUMNS).chain(&["api_server_subnet", "other_addresses", "families"]) {
            let query = format!("{}&{field}={text}&{field}={text}", pool(3, 30, "1"));
            let html = Worked::of(&AksPlan, Inputs::of_query(&query)).card("_tool", true);
            assert!(html.len() < 400_000 && !html.contains("<script"), "{field}={text:.20}: {}", html.len());
        }
    }
    let named = answer(&format!("pool.name={script}&pool.nodes=3"));
    assert!(!named.html.contains("<script") && named.html.contains("&#60;script"));
    let many = vec!["pool.nodes=1"; 2_000].join("&");
    assert_eq!(complaints(&many)[0].field, "pools");
    let most = answer(&vec!["pool.nodes=4294967295&pool.max_pods=4294967295&pool.surge=4294967295%25"; 200].join("&"));
    assert!(most.html.len() < 1_500_000 && has(&most.json, "number-too-large"), "{}", most.html.len());
}

proptest! {
    #[test]
    fn any_text_in_any_field_is_answered(texts in proptest::collection::vec("\\PC{0,40}", 15)) {
        let names = read::COLUMNS.into_iter().chain([
            "model", "node_subnet", "pod_subnet", "pod_cidr", "service_cidr", "dns_service_ip", "connected", "other_addresses",
            "families",
        ]);
        let inputs = Inputs::of_pairs(names.map(str::to_owned).zip(texts));
        if let Err(complaints) = AksPlan.answer(&inputs) {
            prop_assert!(!complaints.is_empty() && complaints.iter().all(|c| c.message.len() < 1_000));
        }
    }
}
