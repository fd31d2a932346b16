//! Worked cases.

use proptest::prelude::*;

use super::*;

mod inputs;

pub(crate) fn sheet(pairs: &[(&str, &str)]) -> Sheet {
    let (sheet, complaints) = read(pairs);
    assert_eq!(complaints, [], "{pairs:?}");
    sheet
}

fn read(pairs: &[(&str, &str)]) -> (Sheet, Vec<Complaint>) {
    let pairs: Vec<_> = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Sheet::read(&pairs)
}

#[test]
fn what_was_typed_becomes_canonical() {
    let cases = [
        ("region", " West Europe ", "westeurope"),
        ("kubernetes", "v1.34.2", "1.34.2"),
        ("ip-families", "IPv4 and IPv6 (dual stack)", "dual"),
        ("zones", "YES", "yes"),
        ("pod-range", " 10.244.0.0 255.255.0.0 ", "10.244.0.0/16"),
        ("pod-range", "１０.２４４.０.０／１６", "10.244.0.0/16"),
        ("node-subnet-range", "10.1.0.0/255.255.255.0", "10.1.0.0/24"),
        ("pod-range-ipv6", "FD12:3456:789A:0::/64", "fd12:3456:789a::/64"),
        ("dns-service-address", " 10.0.0.10", "10.0.0.10"),
        ("vnet-range", "10.1.0.0/16, 10.2.0.0/16\n10.1.0.0/16", "10.1.0.0/16\n10.2.0.0/16"),
        ("on-premises", "192.168.0.0/16 # offices\r\n10.9.0.1", "192.168.0.0/16\n10.9.0.1/32"),
        ("on-premises", "10.9.0.0 - 10.9.0.255", "10.9.0.0/24"),
        ("dns-servers", "10.0.0.4, 10.0.0.5; 10.0.0.4", "10.0.0.4\n10.0.0.5"),
        ("connections-per-node", "2,000", "2000"),
        ("resource-group", "rg (shop)_1", ""),
        ("resource-group", "rg-(shop)_1", "rg-(shop)_1"),
        ("dns-zone", "Shop.Example.com.", "shop.example.com"),
        ("tags", "owner = team a\n\ncost:42\n", "owner=team a\ncost=42"),
    ];
    for (field, typed, canonical) in cases {
        let (sheet, complaints) = read(&[(field, typed)]);
        assert_eq!(sheet.get(field).unwrap_or_default(), canonical, "{field} {typed:?} {complaints:?}");
        assert_eq!(complaints.is_empty(), !canonical.is_empty(), "{field} {typed:?} {complaints:?}");
    }
}

#[test]
fn what_is_wrong_is_said_with_what_would_be_right() {
    let cases = [
        ("region", "Europe/West", "A region is one word", None),
        ("kubernetes", "latest", "A version is two or three numbers", None),
        ("zones", "maybe", "choose one of: yes, no", None),
        ("node-subnet-range", "10.1.0.5/24", "10.1.0.0/24", Some("10.1.0.0/24")),
        ("node-subnet-range", "10.1.0.0", "write the network with its length", None),
        ("pod-range", "fd00::/64", "this range is IPv4", None),
        ("service-range-ipv6", "10.0.0.0/16", "this range is IPv6", None),
        ("on-premises", "192.168.0.0/33", "line 1", None),
        ("connections-per-node", "many", "Write a whole number", None),
        ("connections-per-node", "99999999999", "more than is counted", None),
        ("registry", "acr-shop", "letters and digits alone", Some("acrshop")),
        ("registry", "acr", "3 characters: it has 5 to 50", None),
        ("vault", "kv--shop", "single hyphens", None),
        ("vault", "1kv", "a letter first", None),
        ("vnet", "v", "1 characters: it has 2 to 64", None),
        ("resource-group", "rg.", "no period last", Some("rg")),
        ("namespace", "My Shop", "small letters", Some("my-shop")),
        ("dns-zone", "localhost", "two parts or more", None),
        ("tags", "owner", "write key=value", None),
        ("tags", "a/b=c", "which Azure does not take", None),
        ("tags", "a=1\nA=2", "stands there twice", None),
        ("dns-servers", "10.0.0", "10.0.0", None),
    ];
    for (field, typed, says, suggestion) in cases {
        let (_, complaints) = read(&[(field, typed)]);
        assert_eq!(complaints.len(), 1, "{field} {typed:?} {complaints:?}");
        let complaint = &complaints[0];
        assert_eq!(complaint.field, field);
        assert!(complaint.message.contains(says), "{field} {typed:?}: {}", complaint.message);
        assert!(complaint.message.ends_with('.') && !complaint.message.ends_with(".."), "{}", complaint.message);
        if suggestion.is_some() {
            assert_eq!(complaint.suggestion.as_deref(), suggestion, "{field} {typed:?}");
        }
        if let Some(meant) = &complaint.suggestion {
            assert_eq!(read(&[(field, meant)]).1, [], "{field}: {meant} is refused in its turn");
        }
    }
}

#[test]
fn what_could_be_read_of_a_list_is_kept() {
    let (sheet, complaints) = read(&[("on-premises", "192.168.0.0/16\nx\n10.0.0.0/8"), ("region", "?")]);
    assert_eq!(sheet.get("on-premises"), Some("192.168.0.0/16\n10.0.0.0/8"));
    assert_eq!(complaints.iter().map(|c| c.field.as_str()).collect::<Vec<_>>(), ["region", "on-premises"]);
}

#[test]
fn pools_are_rows() {
    let (sheet, complaints) = read(&[
        ("pool.name", "system"),
        ("pool.nodes", "3"),
        ("pool.surge", "33 %"),
        ("pool.os", "linux"),
        ("pool.name", ""),
        ("pool.nodes", ""),
        ("pool.surge", ""),
        ("pool.os", ""),
        ("pool.name", "windows1"),
        ("pool.nodes", "many"),
        ("pool.surge", "120%"),
        ("pool.os", "windows"),
    ]);
    assert_eq!(sheet.pools().len(), 2);
    assert_eq!(sheet.pools()[0].surge, Some(Surge::Percent(33)));
    assert_eq!(sheet.pools()[1], Pool { os: Some(Os::Windows), ..Pool::default() });
    let fields: Vec<&str> = complaints.iter().map(|complaint| complaint.field.as_str()).collect();
    assert_eq!(fields, ["pool.nodes.2", "pool.surge.2", "pool.name.2"]);
    assert!(complaints[2].message.contains("6 at most"));
    let (_, complaints) =
        read(&[("pool.name", "a"), ("pool.name", "a"), ("pool.name", "Big-Pool"), ("pool.zones", "4")]);
    let fields: Vec<&str> = complaints.iter().map(|complaint| complaint.field.as_str()).collect();
    assert_eq!(fields, ["pool.zones.0", "pool.name.1", "pool.name.2"]);
    assert_eq!(complaints[2].suggestion.as_deref(), Some("bigpool"));
}

#[test]
fn facts_are_known_only_when_every_pool_says_so() {
    let rows = |rows: &[[&'static str; 4]]| {
        let names = ["pool.name", "pool.nodes", "pool.max_pods", "pool.os"];
        let pairs: Vec<_> = rows.iter().flat_map(|row| names.into_iter().zip(*row)).collect();
        let sheet = sheet(&pairs);
        ["windows-pools", "nodes", "pods", "pools"].map(|name| sheet.fact(name))
    };
    let (yes, no) = (Some(Fact::Word("yes")), Some(Fact::Word("no")));
    let number = |n| Some(Fact::Number(n));
    assert_eq!(rows(&[]), [None; 4]);
    assert_eq!(
        rows(&[["a", "3", "110", "linux"], ["b", "10", "30", "windows"]]),
        [yes, number(13), number(630), number(2)]
    );
    assert_eq!(rows(&[["a", "3", "110", "linux"], ["b", "", "30", "linux"]]), [no, None, None, number(2)]);
    assert_eq!(rows(&[["a", "3", "", ""], ["b", "4", "30", "linux"]]), [None, number(7), None, number(2)]);
    let sheet = sheet(&[("ip-families", "dual"), ("network-owner", "you"), ("zones", "no")]);
    assert_eq!(sheet.fact("ip-families"), Some(Fact::Word("dual")));
    assert_eq!(sheet.fact("network-owner"), Some(Fact::Word("you")));
    assert_eq!(sheet.fact("zones"), Some(Fact::Word("no")));
    assert_eq!(sheet.fact("region"), None);
}

#[test]
fn names_are_unique_and_every_example_can_be_read() {
    let mut names: Vec<&str> = FIELDS.iter().chain(POOL).map(|field| field.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    for field in FIELDS.iter().chain(POOL) {
        let (sheet, complaints) = read(&[(field.name, field.example)]);
        assert_eq!(complaints, [], "{}", field.name);
        assert!(!sheet.is_empty() && !field.label.is_empty() && !field.help.is_empty(), "{}", field.name);
        if FIELDS.iter().any(|own| own.name == field.name) {
            assert_eq!(sheet.get(field.name), Some(field.example));
        } else {
            assert_eq!(sheet.pools()[0].text(field.name), field.example);
        }
    }
    let examples: Vec<&str> = FIELDS.iter().filter(|field| field.in_commands).map(|field| field.example).collect();
    assert!(examples.iter().all(|one| examples.iter().filter(|other| *other == one).count() == 1), "{examples:?}");
}

#[test]
fn differences_are_by_field_and_by_the_pools_names() {
    let a = sheet(&[
        ("region", "westeurope"),
        ("pool.name", "a"),
        ("pool.nodes", "3"),
        ("pool.name", "b"),
        ("pool.nodes", "5"),
    ]);
    let b =
        sheet(&[("vnet", "vnet-x"), ("pool.name", "b"), ("pool.nodes", "6"), ("pool.name", "c"), ("pool.nodes", "1")]);
    let found: Vec<String> = differences(&a, &b)
        .into_iter()
        .map(|d| format!("{} {:?} {:?}", d.field, d.before.unwrap_or_default(), d.after.unwrap_or_default()))
        .collect();
    assert_eq!(
        found,
        [
            r#"region "westeurope" """#,
            r#"vnet "" "vnet-x""#,
            r#"pool.nodes.0 "5" "6""#,
            r#"pool.name.1 "" "c""#,
            r#"pool.nodes.1 "" "1""#,
            r#"pool.name.2 "a" """#,
            r#"pool.nodes.2 "3" """#,
        ]
    );
    assert_eq!(differences(&a, &a), []);
}

/// Texts that are nearly right, and some that are not.
pub(crate) fn typed() -> impl Strategy<Value = Vec<(String, String)>> {
    let names: Vec<&'static str> = FIELDS.iter().chain(POOL).map(|field| field.name).collect();
    let nets = r"(10|172|192)\.[0-9]{1,3}\.0\.0/[0-9]{1,2}";
    let text = prop_oneof![
        3 => nets,
        1 => r"[0-9]{1,5}%?",
        1 => "[a-z]{1,13}",
        1 => prop::sample::select(vec!["yes", "no", "dual", "ipv4", "aks", "you", "windows", "linux", "system", "fd00::/64"])
            .prop_map(str::to_owned),
        1 => ".{0,30}",
        1 => "([a-z=:, \n#/.-]|[0-9]){0,40}",
    ];
    prop::collection::vec((prop::sample::select(names).prop_map(str::to_owned), text), 0..40)
}

proptest! {
    #[test]
    fn any_sheet_is_read_again_as_it_is(pairs in typed()) {
        let (sheet, complaints) = Sheet::read(&pairs);
        for complaint in &complaints {
            prop_assert!(!complaint.message.is_empty() && !complaint.field.is_empty());
        }
        let (again, complaints) = Sheet::read(&sheet.pairs());
        prop_assert_eq!(&complaints, &vec![]);
        prop_assert_eq!(&again, &sheet);
        for tool in ["aks-plan", "snat", "ranges", "private-dns", "subnet", "vnet-plan", "lists"] {
            for model in [None, Some("overlay"), Some("pod-subnet-static")] {
                let _ = sheet.inputs_for(tool, model);
            }
        }
        prop_assert_eq!(differences(&sheet, &again), vec![]);
    }

    #[test]
    fn any_text_can_be_put_in_own_words(text in r"(rg-workshop|shop|10\.0\.0\.10|example\.com|[ ./\-]|.){0,12}") {
        let sheet = sheet(&[("resource-group", "rg-a"), ("namespace", "b"), ("dns-service-address", "10.9.0.10")]);
        let _ = inputs::in_own_words(&sheet, &text);
    }
}
