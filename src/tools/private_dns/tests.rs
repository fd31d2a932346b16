use super::*;
use crate::tools::card::Worked;

fn answer(query: &str) -> Answer {
    Dns.answer(&Inputs::of_query(query)).unwrap_or_else(|complaints| panic!("{query}: {complaints:?}"))
}

fn codes(found: &serde_json::Value) -> Vec<&str> {
    found.as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect()
}

#[test]
fn the_worked_cases_come_out() {
    const OWN: &str = "zone=custom&identity=user-assigned&zone_name=";
    let cases = [
        ("PR-01", "access=private", true, ""),
        ("PR-02", "zone=none&public_name=remove", false, "zone-none-without-public-fqdn"),
        ("PR-03", "zone=system&public_name=remove", true, ""),
        (
            "PR-04",
            "zone=custom&identity=system-assigned&zone_name=privatelink.eastus.azmk8s.io",
            false,
            "custom-zone-identity",
        ),
        ("PR-05", &format!("{OWN}team1.privatelink.eastus.azmk8s.io"), true, ""),
        ("PR-08", &format!("{OWN}private.eastus.azmk8s.io&integration=1"), true, ""),
        ("PR-12", "authorized_ranges=1", false, "authorized-ranges-on-private"),
        ("PR-14", "integration=1&encrypted=1", false, "integration-in-encrypted-network"),
        ("33 characters", &format!("{OWN}{}.privatelink.eastus.azmk8s.io", "a".repeat(33)), false, "zone-name"),
        (
            "another region",
            &format!("{OWN}privatelink.eastus.azmk8s.io&region=West+Europe"),
            false,
            "zone-of-other-region",
        ),
        ("the same region", &format!("{OWN}privatelink.westeurope.azmk8s.io&region=West+Europe"), true, ""),
        ("Z14", "servers=hub&public_name=remove", false, "zone-not-linked-to-hub"),
        ("Z14 linked", "servers=hub&public_name=remove&linked=1", true, ""),
        ("Z06", "subdomain=team1", false, "subdomain-without-custom-zone"),
        ("public", "access=public&authorized_ranges=1%20999&integration=1", true, ""),
        ("public, too many", "access=public&authorized_ranges=201", false, "too-many-authorized-ranges"),
    ];
    for (id, query, allowed, code) in cases {
        let answer = answer(query);
        assert_eq!(answer.json["allowed"], allowed, "{id}: {}", answer.json);
        assert!(code.is_empty() || codes(&answer.json["findings"]).contains(&code), "{id}: {}", answer.json);
        let class = answer.html.contains("class=\"verdict bad\"");
        assert_eq!(class, !allowed, "{id}");
        assert_eq!(answer.html.contains("az aks create"), allowed, "{id}: flags stand under what works only");
        assert_eq!(answer.guess.unwrap().figure, if allowed { "yes" } else { "no" }, "{id}");
    }
}

#[test]
fn later_changes_are_taken_or_refused() {
    let own = "zone=custom&identity=user-assigned&zone_name=privatelink.eastus.azmk8s.io";
    let cases = [
        ("PR-10", format!("{own}&change=zone-none"), true, "zone-change-upgrades-nodes", "--private-dns-zone none"),
        ("PR-15", "integration=1&change=integration-off".to_owned(), false, "integration-is-permanent", ""),
        ("back to a zone", "zone=none&change=zone-system".to_owned(), false, "zone-change-refused", ""),
        ("own zone stays", format!("{own}&change=zone-custom"), true, "nothing-to-change", ""),
        ("name off", "change=public-name-off".to_owned(), true, "", "--disable-public-fqdn"),
        ("name on", "public_name=remove&change=public-name-on".to_owned(), true, "", ""),
        ("V13", "change=public".to_owned(), false, "private-change-needs-integration", ""),
        ("V10", "change=integration-on".to_owned(), true, "integration-needs-restart", "--apiserver-subnet-id"),
    ];
    for (id, query, allowed, code, flag) in cases {
        let answer = answer(&query);
        let change = &answer.json["change"];
        assert_eq!(change["allowed"], allowed, "{id}: {change}");
        assert!(code.is_empty() || codes(&change["findings"]).contains(&code), "{id}: {change}");
        let line = answer.html.split("az aks update").nth(1);
        assert_eq!(line.is_some(), !flag.is_empty(), "{id}: {}", answer.html);
        assert!(line.is_none_or(|line| line.contains(flag)), "{id}");
    }
}

#[test]
fn it_says_who_finds_the_api_server() {
    let plain = answer("access=private");
    assert_eq!(plain.says, "Allowed, and everybody finds the API server's private address");
    assert_eq!(plain.html.matches("<th scope=\"row\">").count(), 5);
    let hidden = answer("public_name=remove");
    assert_eq!(
        hidden.says,
        "Allowed; without further steps these do not find the API server: machines in peered networks, machines \
         on-premises"
    );
    assert_eq!(hidden.html.matches("✕</span> nothing").count(), 2);
    assert!(hidden.html.contains("class=\"verdict warn\""));
    let public = answer("access=public");
    assert!(public.html.contains("class=\"verdict warn\"") && public.html.contains("the public address"));
}

#[test]
fn flags_say_what_was_chosen_and_nothing_for_a_shell() {
    let flags = |query: &str| flags::create(&read::read(&Inputs::of_query(query)).unwrap().0);
    assert_eq!(flags("access=private"), ["--enable-private-cluster", "--private-dns-zone system"]);
    assert_eq!(flags("access=public"), Vec::<String>::new());
    let id =
        "/subscriptions/1/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io";
    let all = flags(&format!("zone=custom&zone_name={id}&identity=user-assigned&public_name=remove&subdomain=Team1"));
    assert_eq!(
        all,
        [
            "--enable-private-cluster",
            &format!("--private-dns-zone {id}"),
            "--fqdn-subdomain team1",
            "--disable-public-fqdn",
            "--assign-identity <resource id of the identity>",
        ]
    );
    let named = flags("zone=custom&zone_name=privatelink.eastus.azmk8s.io");
    assert_eq!(named[1], "--private-dns-zone <resource id of privatelink.eastus.azmk8s.io>");
    let hostile = flags("zone=custom&zone_name=/subscriptions/$(reboot)/privatelink.eastus.azmk8s.io");
    assert_eq!(hostile[1], "--private-dns-zone <resource id of privatelink.eastus.azmk8s.io>");
}

#[test]
fn complaints_stand_at_their_fields_all_at_once() {
    let query = "access=secret&zone=custom&region=west-europe&subdomain=-a&authorized_ranges=many&change=never";
    let complaints = Dns.answer(&Inputs::of_query(query)).unwrap_err();
    let mut fields: Vec<&str> = complaints.iter().map(|complaint| complaint.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["access", "authorized_ranges", "change", "region", "subdomain", "zone_name"]);
    let form: Vec<&str> = Dns.form(&Inputs::default()).iter().map(|field| field.name).collect();
    assert!(fields.iter().all(|field| form.contains(field)));
}

#[test]
fn every_example_shows_what_it_is_called() {
    let allowed: Vec<bool> = ABOUT.examples.iter().map(|e| answer(e.query).json["allowed"] == true).collect();
    assert_eq!(allowed, [true, false, true, false, true, true]);
    let hub = answer(ABOUT.examples[2].query);
    assert_eq!(hub.says, "Allowed, and everybody finds the API server's private address");
}

#[test]
fn nothing_that_can_be_typed_breaks_it() {
    let long = "privatelink.".repeat(900);
    let hostile = [
        "<script>alert(1)</script>",
        "-1",
        "1000000000000000000000000000000",
        "١٠",
        "::/0",
        &long,
        "\u{202e}",
        ".",
        "/",
    ];
    for text in hostile {
        for field in Dns.form(&Inputs::default()) {
            let inputs = Inputs::of_query("zone=custom&access=private&zone_name=privatelink.eastus.azmk8s.io")
                .with(field.name, text);
            let worked = Worked::of(&Dns, inputs);
            assert!(!worked.card("_tool", true).contains("<script>alert"), "{text}");
            assert!(worked.answer_html(false).len() < 64 * 1024, "{}: {text}", field.name);
        }
    }
}
