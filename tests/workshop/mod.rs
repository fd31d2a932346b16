//! The workshop that ships: all of the handout is in it, and what the handout has wrong by now is put right.

use std::collections::BTreeSet;
use std::path::Path;

use podium::content::model::{LinkState, Section, Workshop};

/// The handout's headings and the addresses it links to, in its order.
const OUTLINE: &str = include_str!("handout.outline");

fn workshop() -> Workshop {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/aks-networking");
    let loaded = podium::app::load_content(Some(&folder), jiff::Zoned::now().date()).expect("it is there");
    let mut library = loaded.library.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    library.workshops.remove(0)
}

fn section<'w>(workshop: &'w Workshop, place: &str) -> Option<&'w Section> {
    let (module, section) = place.split_once('#')?;
    let module = workshop.modules.iter().find(|m| m.id == module)?;
    module.sections.iter().find(|s| s.id == section)
}

#[test]
fn every_heading_and_every_link_of_the_handout_is_there_in_its_order() {
    let workshop = workshop();
    let handout = workshop.handout.as_ref().expect("an outline of the handout");
    let mut lines = Vec::new();
    for heading in &handout.headings {
        lines.push(format!("{} {}", "#".repeat(usize::from(heading.level)), heading.title));
        lines.extend(heading.links.iter().map(|link| format!("- {}", link.url)));
    }
    let expected: Vec<&str> = OUTLINE.lines().collect();
    for (n, expected) in expected.iter().enumerate() {
        assert_eq!(lines.get(n).map(String::as_str), Some(*expected), "line {}", n + 1);
    }
    assert_eq!(lines.len(), expected.len());
    let distinct: BTreeSet<&str> = expected.iter().filter_map(|line| line.strip_prefix("- ")).collect();
    let headings = expected.iter().filter(|line| line.starts_with('#')).count();
    assert_eq!((headings, distinct.len()), (24, 72));
}

#[test]
fn every_heading_and_link_says_where_it_is_taught_and_what_became_of_it() {
    let workshop = workshop();
    let handout = workshop.handout.as_ref().expect("an outline of the handout");
    for heading in &handout.headings {
        // That the place exists is what the content check is for; here it must be named, or the reason why not.
        assert!(
            heading.taught.is_some() || heading.note.is_some(),
            "{}: taught nowhere, and no word why",
            heading.title
        );
        for link in &heading.links {
            assert!(link.taught.is_some() || link.note.is_some(), "{}: taught nowhere, and no word why", link.url);
            let explained = link.state == LinkState::Ok || link.now.is_some() || link.note.is_some();
            assert!(explained, "{}: not as it was, and no word what became of it", link.url);
        }
    }
}

/// What the handout says or implies and is out of date: in short, the section that puts it right, and what must stand there.
const CORRECTED: [(&str, &str, &[&str]); 43] = [
    ("three models", "networking-models#pod-addresses", &["In the handout:", "Pod Subnet, static block", "Cilium"]),
    ("kubenet is a normal option", "networking-models#kubenet", &["31 March 2028"]),
    ("dual-stack belongs to kubenet", "networking-models#dual-stack", &["In the handout:", "Overlay"]),
    (
        "Azure CNI gives every pod an address of the network",
        "networking-models#pod-addresses",
        &["Azure CNI", "Overlay as well"],
    ),
    ("the Overlay page holds all about it", "networking-models#overlay", &["In the handout:"]),
    ("a different space for pods speaks for kubenet", "networking-models#kubenet", &["In the handout:", "Overlay"]),
    (
        "private means reachable from the private network only",
        "private-clusters#what-private-means",
        &["In the handout:", "command invoke"],
    ),
    ("a zone stands in for peering", "private-clusters#dns-zone", &["In the handout:"]),
    ("a way in without peering is a zone", "private-clusters#endpoint-elsewhere", &["private endpoint"]),
    ("two outbound types", "egress#outbound-types", &["In the handout:", "seven", "userAssignedNATGateway", "block"]),
    ("the outbound type is fixed", "egress#change-outbound-type", &["can be changed"]),
    ("NAT gateway is the managed one", "egress#nat-gateway", &["userAssignedNATGateway", "StandardV2"]),
    ("policies are Azure or Calico", "network-policies#engines", &["Cilium", "30 September 2028", "30 September 2026"]),
    ("route tables belong to kubenet", "egress#route-tables", &["In the handout:"]),
    ("nodes have some way to the internet", "egress#default-outbound-access", &["private", "explicit"]),
    ("one firewall address is enough", "egress#azure-firewall", &["20"]),
    ("HTTP application routing can be enabled", "ingress#http-application-routing", &["3 March 2025"]),
    ("NGINX by hand is the main way", "ingress#nginx", &["March 2026"]),
    ("application routing is NGINX", "ingress#application-routing", &["In the handout:", "Gateway API"]),
    ("move to managed NGINX", "ingress#application-routing-migration", &["In the handout:", "Gateway API"]),
    ("an empty list of features", "ingress#application-routing", &["Key Vault", "approuting-istio"]),
    ("Ingress first", "ingress#kubernetes-ingress", &["In the handout:", "Gateway API"]),
    (
        "AGIC is the way to Application Gateway",
        "ingress#agic",
        &["In the handout:", "Application Gateway for Containers"],
    ),
    ("Application Gateway for Containers is a preview", "ingress#agc", &["In the handout:", "generally available"]),
    ("its features", "ingress#agc", &["firewall", "80", "443", "/24"]),
    ("policies are between pods only", "network-policies#what-a-policy-does", &["In the handout:", "addresses"]),
    ("two engines", "network-policies#engines", &["In the handout:"]),
    ("Calico is a network", "network-policies#calico", &["In the handout:"]),
    ("policies allow or deny", "network-policies#semantics", &["allow"]),
    ("everything is allowed by default", "network-policies#what-a-policy-does", &["engine"]),
    (
        "an endpoint brings the service into the network",
        "external-components#private-endpoints",
        &["In the handout:", "public"],
    ),
    (
        "Azure Active Directory and pod identity",
        "external-components#key-vault-identity",
        &["In the handout:", "September 2025"],
    ),
    ("a premium registry for attaching", "external-components#acr", &["In the handout:", "Premium"]),
    ("AcrPull for every registry", "external-components#acr-abac", &["AcrPull"]),
    ("the vault is reached privately", "external-components#key-vault-private", &["public address", "private"]),
    ("a system-assigned identity for the vault", "external-components#key-vault-identity", &["system-assigned"]),
    ("pluggable policy layer and quotas", "service-mesh#istio", &["In the handout:"]),
    ("a mesh is sidecars", "service-mesh#data-planes", &["ambient"]),
    ("Linkerd is lighter than Istio", "service-mesh#linkerd", &["In the handout:"]),
    ("stable Linkerd from the project", "service-mesh#linkerd", &["edge", "vendor"]),
    ("OSM is governed by the CNCF", "service-mesh#osm", &["In the handout:", "archived", "30 September 2027"]),
    ("Kiali comes along", "service-mesh#kiali", &["In the handout:"]),
    ("the Linkerd dashboard for production", "service-mesh#linkerd-dashboard", &["6 hours"]),
];

#[test]
fn what_is_out_of_date_in_the_handout_is_put_right_where_it_is_taught() {
    let workshop = workshop();
    let mut missing = Vec::new();
    for (statement, place, words) in CORRECTED {
        let text = section(&workshop, place).map(|s| s.text.replace('\n', " ")).unwrap_or_default();
        let absent: Vec<_> = words.iter().filter(|word| !text.contains(**word)).collect();
        if !absent.is_empty() {
            missing.push(format!("{statement}: {place} lacks {absent:?}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_module_can_be_taught_by_somebody_else() {
    let workshop = workshop();
    let ids: Vec<&str> = workshop.modules.iter().map(|m| m.id.as_str()).collect();
    let seven = [
        "networking-models",
        "private-clusters",
        "egress",
        "ingress",
        "network-policies",
        "external-components",
        "service-mesh",
    ];
    assert_eq!(ids, seven);
    for module in &workshop.modules {
        let id = &module.id;
        assert!((3..=5).contains(&module.goals.len()), "{id}: {} goals", module.goals.len());
        assert!(!module.reading.is_empty(), "{id}: nothing to read further");
        let notes = module.facilitator.as_ref().unwrap_or_else(|| panic!("{id}: no notes for the facilitator"));
        for (name, text) in [("ask", &notes.ask), ("misconception", &notes.misconception), ("skip", &notes.skip)] {
            assert!(!text.is_empty(), "{id}: {name}");
        }
        let sentences = notes.story.matches(['.', '?']).count();
        assert!((2..=3).contains(&sentences), "{id}: the story is two sentences: {}", notes.story);
        let last: Vec<&str> = module.sections.iter().rev().take(5).map(|s| s.id.as_str()).collect();
        assert_eq!(last[0], "check-yourself", "{id}");
        assert!(last.contains(&"choose"), "{id}: a place to decide: {last:?}");
        for section in &module.sections {
            let place = format!("{id}#{}", section.id);
            assert!((150..=500).contains(&section.words), "{place}: {} words", section.words);
            for word in ["simply", "seamless", "powerful", "leverage", "robust"] {
                let found = section.text.split(|c: char| !c.is_alphanumeric()).any(|w| w.eq_ignore_ascii_case(word));
                assert!(!found, "{place} says “{word}”");
            }
        }
    }
    assert!(workshop.glossary.len() >= 60);
    let drawings =
        workshop.modules.iter().flat_map(|m| &m.sections).map(|s| s.html.matches("class=\"drawing\"").count());
    assert!(drawings.sum::<usize>() >= 8);
}
