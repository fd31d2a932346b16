use reqwest::{Method, StatusCode};

use crate::support::{Person, Portal};

const CHANGE: &str = "/tools/vnet-plan/change";

/// The plan in the address of a page.
fn plan_of(url: &reqwest::Url) -> String {
    url.query_pairs().find(|(name, _)| name == "plan").map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[tokio::test]
async fn a_hub_and_two_spokes_are_planned_without_script() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let steps: [&[(&str, &str)]; 7] = [
        &[("do", "add"), ("space", "10.0.0.0/24"), ("vnet", "hub")],
        &[("do", "allot"), ("scope", "1"), ("need.role", "gateway"), ("need.name", ""), ("need.size", "")],
        &[("do", "add"), ("space", "10.0.1.0/24"), ("vnet", "spoke-one")],
        &[("do", "add"), ("space", "10.0.2.0/24"), ("vnet", "spoke-two")],
        &[("do", "split 2"), ("row", "2")],
        &[("do", "describe 2@10.0.1.0/25"), ("name", "nodes"), ("role", "aks-nodes"), ("note", ""), ("colour", "0")],
        &[("do", "split-into 3"), ("into", "/26")],
    ];
    let mut plan = "1".to_owned();
    for step in steps {
        let fields: Vec<(&str, &str)> = [("plan", plan.as_str())].iter().chain(step).copied().collect();
        let page = maya.sends(CHANGE, &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{step:?}");
        assert_eq!(page.url.path(), "/tools/vnet-plan", "the answer is an address to keep");
        assert_eq!(page.count("#_row"), 1);
        plan = plan_of(&page.url);
    }
    let expected = "1~10.0.0.0/24:vhub,27:rgateway,27,26,25~10.0.1.0/24:vspoke-one,25:nnodes:raks-nodes,25~\
                    10.0.2.0/24:vspoke-two,26x4";
    assert_eq!(plan, expected);
    // Somebody else opens the link.
    let ben = Person::at(&portal);
    let page = ben.reads(&format!("/tools/vnet-plan?plan={plan}")).await;
    assert_eq!(page.texts("tr[aria-level='1'] code"), ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]);
    page.says("GatewaySubnet");
}

#[tokio::test]
async fn a_plan_is_taken_away_and_a_form_that_is_wrong_comes_back() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let kinds = [
        ("az", "az network vnet create"),
        ("bicep", "Microsoft.Network/virtualNetworks"),
        ("terraform", "azurerm_subnet"),
        ("csv", "vnet,address_space,network"),
        ("json", "\"version\": 1"),
        ("markdown", "# Virtual network plan"),
        ("svg", "<svg xmlns"),
    ];
    for (kind, says) in kinds {
        let file = maya.reads(&format!("/tools/vnet-plan/export/{kind}?plan=1~10.0.0.0/24:vhub,25:nweb,25")).await;
        assert!(file.body.contains(says), "{kind}: {}", file.body);
        assert!(file.header("content-disposition").starts_with("attachment; filename=\"vnet-plan."));
    }
    for (path, status) in [
        ("/tools/vnet-plan/export/exe?plan=1", StatusCode::NOT_FOUND),
        ("/tools/vnet-plan/export/az?plan=x", StatusCode::BAD_REQUEST),
        ("/tools/vnet-plan?plan=9~", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(maya.opens(path).await.status, status, "{path}");
    }
    let wrong = maya.sends(CHANGE, &[("plan", "1~10.0.0.0/24"), ("do", "split-into 1"), ("into", "/30")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.count("[data-refused='split-into']"), 1);
    wrong.says("the smallest subnet in Azure is a /29");
    let large = "x".repeat(4 * 1024 * 1024);
    let kind = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let refused = maya.asks(Method::POST, CHANGE, &kind, &format!("plan=1&do=import&text={large}")).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    refused.says("That is too much at once");
}

#[tokio::test]
async fn a_plan_is_kept_found_again_and_taken_away() {
    let portal = Portal::start();
    let maya = Person::at(&portal);
    let link = "/tools/subnet?in=10.9.0.0/26";
    let page = maya.reads(link).await;
    assert_eq!(page.attributes("[data-keep-plan] [name=query]", "value"), ["in=10.9.0.0/26"]);
    // Keeping is worth remembering: it makes the person.
    let page = maya.sends("/tools/subnet/keep", &[("query", "in=10.9.0.0/26"), ("title", "  Web <b>shop</b>\n")]).await;
    assert_eq!((page.status, page.url.path()), (StatusCode::OK, "/tools/subnet"));
    assert_eq!(page.texts(".kept-list a"), ["Web <b>shop</b>"], "{}", page.body);
    maya.sends("/tools/snat/keep", &[("query", "outbound=natGateway&nodes=9"), ("title", "")]).await;
    let all = maya.reads("/tools").await;
    assert_eq!(all.texts(".kept-list a"), ["Source ports", "Web <b>shop</b>"]);
    assert_eq!(all.attributes(".kept-list a", "href")[1], link);
    assert_eq!(maya.reads("/tools/aks-plan").await.count(".kept-list"), 0, "each tool shows its own");

    let id = &all.attributes(".kept-list [name=id]", "value")[1];
    let ben = Person::at(&portal);
    ben.sends("/tools/subnet/keep", &[("query", "in=10.0.0.0/8"), ("title", "of Ben")]).await;
    let theft = ben.sends("/tools/subnet/forget", &[("id", id)]).await;
    assert_eq!(theft.status, StatusCode::NOT_FOUND, "what is another's is not there");
    let page = maya.sends("/tools/subnet/forget", &[("id", id), ("back", "all")]).await;
    assert_eq!(page.texts(".kept-list a"), ["Source ports"]);
    let cases = [
        ("/tools/nothing/keep", vec![("query", "a=1")], StatusCode::NOT_FOUND),
        ("/tools/subnet/keep", vec![("query", "")], StatusCode::BAD_REQUEST),
        ("/tools/subnet/keep", vec![("query", "in=a b\r\nSet-Cookie: x")], StatusCode::BAD_REQUEST),
        ("/tools/subnet/forget", vec![("id", "x")], StatusCode::NOT_FOUND),
    ];
    for (path, fields, status) in cases {
        assert_eq!(maya.sends(path, &fields).await.status, status, "{path} {fields:?}");
    }
}
