//! What the sheet gives to tools and commands.

use super::sheet;
use crate::domain::sheet::{Piece, Sheet, pieces};

/// A text with one's own values in it.
pub(super) fn in_own_words(sheet: &Sheet, text: &str) -> String {
    let own = sheet.replacements();
    let words = pieces("", text, &own).into_iter().map(|piece| match piece {
        Piece::Written(text) => text,
        Piece::Own { value, .. } => value,
    });
    words.collect()
}

#[test]
fn own_values_take_the_place_of_whole_examples() {
    let sheet = sheet(&[
        ("cluster", "aks-prod"),
        ("resource-group", "rg-aks-workshop"),
        ("node-subnet", "nodes"),
        ("namespace", "orders"),
        ("dns-service-address", "172.20.0.10"),
        ("service-range", "172.20.0.0/16"),
        ("registry", "acrprod"),
        ("dns-zone", "corp.example"),
        ("region", "northeurope"),
    ]);
    let cases = [
        ("az aks create -g rg-workshop -n aks-workshop", "az aks create -g rg-aks-workshop -n aks-prod"),
        ("--name snet-nodes-2 --name snet-nodes", "--name snet-nodes-2 --name nodes"),
        ("kubectl -n shop get pods # workshop", "kubectl -n orders get pods # workshop"),
        ("shop.example.com and orders.shop.svc", "shop.corp.example and orders.shop.svc"),
        ("in shop. Then", "in shop. Then"),
        ("create namespace shop --dry-run", "create namespace orders --dry-run"),
        ("metadata:\n  name: shop\n  namespace: shop", "metadata:\n  name: shop\n  namespace: orders"),
        ("service: { name: shop }, --namespace=shop", "service: { name: shop }, --namespace=orders"),
        ("system:serviceaccount:shop:orders", "system:serviceaccount:orders:orders"),
        ("my-namespace shop", "my-namespace shop"),
        ("10.0.0.10 10.0.0.100 110.0.0.10 10.0.0.10/32", "172.20.0.10 10.0.0.100 110.0.0.10 10.0.0.10/32"),
        ("10.0.0.0/16 10.0.0.0/160", "172.20.0.0/16 10.0.0.0/160"),
        ("acrworkshop.westeurope.data.azurecr.io", "acrprod.northeurope.data.azurecr.io"),
        ("registry_data_westeurope", "registry_data_northeurope"),
        ("privatelink.westeurope.azmk8s.io", "privatelink.northeurope.azmk8s.io"),
        ("„rg-workshop“ größe", "„rg-aks-workshop“ größe"),
    ];
    for (written, own) in cases {
        assert_eq!(in_own_words(&sheet, written), own);
    }
    assert_eq!(in_own_words(&Sheet::default(), "rg-workshop"), "rg-workshop");
    let group = super::sheet(&[("resource-group", "rg-(shop)")]);
    assert_eq!(in_own_words(&group, "-g rg-workshop -n x"), "-g 'rg-(shop)' -n x");
    assert_eq!(group.own("resource-group").as_deref(), Some("rg-(shop)"));
    assert_eq!(sheet.own("vnet"), None);
    assert_eq!(
        super::sheet(&[("vnet-range", "10.1.0.0/16 10.2.0.0/16")]).own("vnet-range").as_deref(),
        Some("10.1.0.0/16,10.2.0.0/16")
    );
}

#[test]
fn tools_get_their_inputs_by_their_own_names() {
    let sheet = sheet(&[
        ("region", "westeurope"),
        ("vnet", "vnet-shop"),
        ("vnet-range", "10.1.0.0/16"),
        ("node-subnet", "snet-nodes"),
        ("node-subnet-range", "10.1.0.0/24"),
        ("pod-range", "10.244.0.0/16"),
        ("pod-range-ipv6", "fd12::/64"),
        ("pod-subnet-range", "10.1.16.0/20"),
        ("service-range", "10.0.0.0/16"),
        ("ip-families", "dual"),
        ("on-premises", "192.168.0.0/16"),
        ("connected", "10.9.0.0/16"),
        ("authorized-ranges", "203.0.113.0/24, 198.51.100.7"),
        ("pool.name", "system"),
        ("pool.nodes", "3"),
        ("pool.surge", "1"),
    ]);
    let query = |tool, model| -> String {
        let pairs = sheet.inputs_for(tool, model);
        pairs.iter().map(|(name, value)| format!("{name}={}", value.replace('\n', "|"))).collect::<Vec<_>>().join("&")
    };
    assert_eq!(
        query("aks-plan", Some("overlay")),
        "model=overlay&pool.name=system&pool.nodes=3&pool.max_pods=&pool.surge=1&pool.os=&pool.pods=&\
         node_subnet=10.1.0.0/24&pod_cidr=10.244.0.0/16,fd12::/64&service_cidr=10.0.0.0/16&\
         connected=192.168.0.0/16|10.9.0.0/16&families=ipv4,ipv6"
    );
    assert!(query("aks-plan", Some("pod-subnet-dynamic")).contains("&pod_subnet=10.1.16.0/20&service_cidr"));
    assert!(query("aks-plan", Some("byo-cni")).starts_with("pool.name"));
    assert_eq!(query("snat", None), "nodes=3&surge_nodes=1");
    assert_eq!(query("private-dns", None), "region=westeurope&access=public&authorized_ranges=2");
    assert_eq!(query("subnet", None), "in=10.1.0.0/24");
    assert!(query("ranges", Some("overlay")).starts_with(
        "range.name=vnet-shop&range.kind=cluster-network&range.cidr=10.1.0.0/16&range.name=snet-nodes&range.kind=node-subnet&"
    ));
    assert!(!query("ranges", Some("overlay")).contains("pod-subnet"));
    assert!(query("vnet-plan", None).starts_with("plan=1~10.1.0.0/16:vvnet-shop,24:nsnet-nodes:raks-nodes,"));
    assert!(query("lists", None).starts_with("op=overlaps&a=10.1.0.0/24  # "));
    assert_eq!(query("no-tool", None), "");
    let sheet =
        super::sheet(&[("vnet-range", "10.1.0.0/16"), ("pool.nodes", "40"), ("api-server-subnet", "snet-apiserver")]);
    assert_eq!(
        sheet.inputs_for("vnet-plan", Some("overlay")),
        [
            ("spaces".to_owned(), "10.1.0.0/16".to_owned()),
            ("needs".to_owned(), "aks-nodes /26\napi-server snet-apiserver /28".to_owned())
        ]
    );
}

#[test]
fn more_servers_than_a_network_has_are_told() {
    let servers: Vec<String> = (1..=26).map(|n| format!("10.0.0.{n}")).collect();
    let pairs = [("dns-servers".to_owned(), servers.join("\n"))];
    let (_, complaints) = Sheet::read(&pairs);
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].message.contains("26 servers") && complaints[0].message.contains("25"), "{complaints:?}");
    let (sheet, complaints) = Sheet::read(&[("dns-servers".to_owned(), servers[..25].join(","))]);
    assert_eq!((sheet.get("dns-servers").map(|text| text.lines().count()), complaints), (Some(25), vec![]));
}
