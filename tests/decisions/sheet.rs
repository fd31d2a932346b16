//! The sheet: typed once, found everywhere.

use reqwest::StatusCode;

use super::{DESIGN, OVERLAY, WIZARDS, decided, keeps, portal_and};
use crate::support::{Page, Person};

/// A sheet that says enough for tools, wizards and rules.
const SHEET: [(&str, &str); 12] = [
    ("region", "northeurope"),
    ("resource-group", "rg-mine"),
    ("network-owner", "you"),
    ("ip-families", "ipv4"),
    ("vnet-range", "10.20.0.0/16"),
    ("node-subnet-range", "10.20.0.0/26"),
    ("pod-range", "172.16.0.0/17"),
    ("pool.name", "win"),
    ("pool.nodes", "60"),
    ("pool.max_pods", "60"),
    ("pool.surge", "33%"),
    ("pool.os", "windows"),
];

async fn types(person: &Person, fields: &[(&str, &str)], base: &str) -> Page {
    let mut form = fields.to_vec();
    form.push(("_base", base));
    person.sends(&format!("{DESIGN}/sheet"), &form).await
}

#[tokio::test]
async fn figures_typed_once_come_into_tools_wizards_commands_and_rules() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let page = types(maya, &SHEET, "0").await;
    assert_eq!((page.status, page.url.path()), (StatusCode::OK, DESIGN));
    // The rules.
    assert!(
        page.texts(".finding.error").iter().any(|said| said.contains("node subnet")),
        "{:?}",
        page.texts(".finding")
    );
    // A tool.
    let tool = maya.reads("/tools/aks-plan").await;
    tool.says("Filled in with the figures of “My design”");
    assert_eq!(tool.attributes("input[name='pool.nodes']", "value")[0], "60");
    let typed = maya.reads("/tools/aks-plan?model=overlay&pool.nodes=7").await;
    typed.does_not_say("Filled in with");
    assert_eq!(typed.attributes("input[name='pool.nodes']", "value")[0], "7", "what the address says comes first");
    // A wizard.
    let wizard = maya.reads(&format!("{WIZARDS}/network-model")).await;
    wizard.says("from your sheet");
    // The commands of the text.
    let module = maya.reads("/w/aks-networking/egress").await;
    assert!(module.texts("pre mark.own").contains(&"rg-mine".to_owned()));
    assert!(!module.texts("pre").iter().any(|code| code.contains("rg-workshop")));
    let original = maya.reads("/w/aks-networking/egress?original").await;
    assert_eq!(original.count("pre mark.own"), 0);
    assert!(original.texts("pre").iter().any(|code| code.contains("rg-workshop")));
    original.says("Show your own values");
    // A note that is refused comes back in the same page.
    let long = "x".repeat(10_001);
    let section = module.attributes("[data-section]", "data-section")[0].clone();
    let note = [("body", long.as_str()), ("base", "0")];
    let refused = maya.sends(&format!("/w/aks-networking/egress/{section}/note"), &note).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.texts("pre mark.own").contains(&"rg-mine".to_owned()));
    // A tool in the text leads to the same tool with one's own figures, where the sheet says something to it.
    assert!(module.attributes(".tool .actions a", "href").contains(&"/tools/snat".to_owned()), "{}", module.body.len());
    // The commands at the end of a decision.
    let query = OVERLAY.map(|(question, option)| format!("{question}={option}")).join("&");
    let end = maya.reads(&format!("{WIZARDS}/network-model?{query}&windows=yes")).await;
    assert!(end.texts("pre mark.own").contains(&"rg-mine".to_owned()));
    let written = maya.reads(&format!("{WIZARDS}/network-model?{query}&windows=yes&_original")).await;
    assert_eq!(written.count("pre mark.own"), 0);
    written.says("Show your own values");
    // And nobody else's.
    let stranger = &portal_and(1).await.1[0];
    assert_eq!(stranger.reads("/w/aks-networking/egress").await.count("pre mark.own"), 0);
}

#[tokio::test]
async fn a_changed_figure_says_what_changes_with_it() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    types(maya, &SHEET, "0").await;
    let mut answers = OVERLAY.to_vec();
    answers[0] = ("existing", "new");
    keeps(maya, "network-model", &answers).await;
    let mut wider = SHEET.to_vec();
    wider[5] = ("node-subnet-range", "10.20.0.0/24");
    let page = types(maya, &wider, "3").await;
    page.says("What changed");
    let rows = page.texts("#_changed tbody tr");
    assert_eq!(rows, ["Node subnet 10.20.0.0/26 10.20.0.0/24"]);
    assert_eq!(page.count("#_changed h3"), 1, "no decision changed with it: {:?}", page.texts("#_changed h3"));
    assert!(page.texts("#_changed del").iter().any(|gone| gone.contains("node subnet")), "{}", page.text("#_changed"));
    assert_eq!(page.count(".finding.error"), 0, "{:?}", page.texts(".finding.error"));
}

#[tokio::test]
async fn a_decision_that_comes_out_otherwise_says_so_and_is_decided_anew() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let linux = [("pool.name", "a"), ("pool.nodes", "9"), ("pool.max_pods", "30"), ("pool.os", "linux")];
    types(maya, &linux, "0").await;
    let kubenet = decided(maya, "network-model", &[("existing", "kubenet-frozen"), ("windows", "no")]).await;
    let kubenet: Vec<(&str, &str)> = kubenet.iter().map(|(q, o)| (q.as_str(), o.as_str())).collect();
    let page = keeps(maya, "network-model", &kubenet).await;
    assert!(page.text("#_decision-network-model h3").contains("kubenet"), "{}", page.words());
    let windows = [("pool.name", "a"), ("pool.nodes", "9"), ("pool.max_pods", "30"), ("pool.os", "windows")];
    let page = types(maya, &windows, "3").await;
    page.says("With what the design says now, this comes to");
    let action = page.attributes("form[action$='/renew']", "action")[0].clone();
    let anew = maya.sends(&action, &[]).await;
    assert_eq!(anew.status, StatusCode::OK);
    let page = maya.reads(DESIGN).await;
    assert_eq!(page.count("form[action$='/renew']"), 0, "{}", page.words());
}

#[tokio::test]
async fn what_is_open_follows_the_sheet_and_contradicts_nobody() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let pool = |nodes: &'static str| {
        [("pool.name", "a"), ("pool.nodes", nodes), ("pool.max_pods", "30"), ("pool.os", "linux")]
    };
    types(maya, &pool("9"), "0").await;
    // Both take the number of nodes from the sheet; the second is not decided yet.
    keeps(maya, "network-model", &OVERLAY).await;
    let page = keeps(maya, "outbound", &[("egress", "filtered")]).await;
    assert_eq!(page.text("#_decision-outbound h3"), "Not decided yet");
    let page = types(maya, &pool("900"), "4").await;
    page.says("Up to 1,000");
    assert!(
        !page.texts(".finding").iter().any(|said| said.contains("Give both the same")),
        "{:?}",
        page.texts(".finding")
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_told_beside_its_field_and_nothing_is_lost() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let fields = [
        ("region", "North Europe, please"),
        ("pod-range", "10.300.0.0/16"),
        ("pool.name", "TOO-long-for-a-pool"),
        ("pool.nodes", "many"),
        ("tags", "owner=platform"),
    ];
    let page = types(maya, &fields, "0").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.says("Nothing was saved yet");
    assert_eq!(page.attributes("input[name='pod-range']", "value"), ["10.300.0.0/16"]);
    assert_eq!(page.attributes("input[name='pool.nodes']", "value")[0], "many");
    assert_eq!(page.text("textarea[name=tags]"), "owner=platform");
    assert!(page.count("[aria-invalid=true]") >= 3, "{}", page.body);
    for link in page.attributes("#_complaints a", "href") {
        let id = link.trim_start_matches('#').replace('.', "\\.");
        assert_eq!(page.count(&format!("#{id}")), 1, "{link} leads to its field");
    }
    maya.reads(DESIGN).await.says("Type your figures");
}

#[tokio::test]
async fn two_devices_change_different_fields_and_both_stay() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    types(maya, &[("region", "westeurope"), ("cluster", "one")], "0").await;
    types(maya, &[("region", "northeurope"), ("cluster", "one")], "2").await;
    // The other device still shows revision 2.
    types(maya, &[("region", "westeurope"), ("cluster", "two")], "2").await;
    let page = maya.reads(&format!("{DESIGN}/sheet")).await;
    assert_eq!(page.attributes("input[name=region]", "value"), ["northeurope"]);
    assert_eq!(page.attributes("input[name=cluster]", "value"), ["two"]);
}

#[tokio::test]
async fn no_example_is_left_in_any_command_of_who_has_named_everything() {
    let (_portal, people) = portal_and(1).await;
    let maya = &people[0];
    let names = [
        ("resource-group", "rg-workshop"),
        ("cluster", "aks-workshop"),
        ("vnet", "vnet-workshop"),
        ("node-subnet", "snet-nodes"),
        ("endpoint-subnet", "snet-endpoints"),
        ("route-table", "rt-egress"),
        ("firewall", "fw-workshop"),
        ("nat-gateway", "ng-workshop"),
        ("registry", "acrworkshop"),
        ("vault", "kv-workshop"),
        ("region", "westeurope"),
    ];
    let own = |name: &str| format!("{}{}", name.replace('-', "").chars().take(10).collect::<String>(), "9");
    let fields: Vec<(&str, String)> = names.iter().map(|(name, _)| (*name, own(name))).collect();
    let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    form.push(("namespace", "kiosk"));
    let page = types(maya, &form, "0").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.words());
    let modules = [
        "networking-models",
        "private-clusters",
        "egress",
        "ingress",
        "network-policies",
        "external-components",
        "service-mesh",
    ];
    for module in modules {
        let page = maya.reads(&format!("/w/aks-networking/{module}")).await;
        for code in page.texts("pre") {
            for (_, example) in names {
                let left = code.match_indices(example).find(|(at, _)| {
                    let after = &code[at + example.len()..];
                    // Part of another name, such as snet-nodes-2.
                    !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
                        && !code[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
                });
                assert!(left.is_none(), "{module} still says {example}: {code}");
            }
        }
        // A namespace's name is no Service's.
        assert!(
            !page.texts("pre").iter().any(|code| code.contains("svc/kiosk") || code.contains("ingress kiosk")),
            "{module}"
        );
    }
}
