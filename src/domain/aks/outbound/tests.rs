use super::OutboundType::{
    Block, LoadBalancer, ManagedNatGateway, ManagedNatGatewayV2, UserAssignedNatGateway, UserDefinedRouting,
};
use super::*;
use crate::domain::aks::finding::no_errors;

#[test]
fn a_static_egress_prefix_has_an_address_for_each_gateway_node() {
    let cases = [
        ("EG-35", 30, 4, None),
        ("EG-35", 30, 5, Some("static-egress-too-many-nodes")),
        ("EG-36", 27, 2, Some("static-egress-prefix")),
        ("/28", 28, 16, None),
        ("/28", 28, 17, Some("static-egress-too-many-nodes")),
        ("/31", 31, 2, None),
        ("/32", 32, 1, Some("static-egress-prefix")),
        ("hostile", 255, u32::MAX, Some("static-egress-prefix")),
        ("none", 30, 0, Some("static-egress-no-node")),
    ];
    for (id, prefix, nodes, code) in cases {
        let found = static_egress(prefix, nodes);
        assert_eq!(found.first().map(|finding| finding.code), code, "{id} /{prefix} {nodes}");
        assert_eq!(no_errors(&found), code.is_none(), "{id}");
    }
    assert!(no_errors(&static_egress(30, 1)));
}

#[test]
fn the_type_changes_along_the_tables() {
    // The two tables of the outbound page, rows are from, columns to; y where the change is supported.
    let managed = [LoadBalancer, ManagedNatGatewayV2, ManagedNatGateway, OutboundType::None, Block];
    let table = ["-yyyy", "n-nnn", "ny-yy", "yyy-y", "yyyy-"];
    let own = [LoadBalancer, UserAssignedNatGateway, UserDefinedRouting, OutboundType::None, Block];
    let own_table = ["-yyyn", "y-yyn", "yy-yn", "yyy-n"];
    for (network, types, table) in [(Network::Managed, managed, &table[..]), (Network::Own, own, &own_table[..])] {
        for (from, row) in types.into_iter().zip(table) {
            for (to, cell) in types.into_iter().zip(row.chars()) {
                let allowed = no_errors(&change(network, from, to));
                assert_eq!(allowed, cell != 'n', "{network:?} {} {}", from.id(), to.id());
            }
        }
    }
    let vectors = [
        ("EG-37", Network::Own, LoadBalancer, UserDefinedRouting),
        ("EG-39", Network::Managed, LoadBalancer, ManagedNatGateway),
    ];
    for (id, network, from, to) in vectors {
        assert!(no_errors(&change(network, from, to)), "{id}");
    }
}

#[test]
fn where_pages_disagree_it_says_so() {
    for (from, to) in
        [(ManagedNatGatewayV2, OutboundType::None), (ManagedNatGatewayV2, Block), (ManagedNatGateway, LoadBalancer)]
    {
        let found = change(Network::Managed, from, to);
        assert!(found.iter().any(|finding| finding.code == "outbound-change-disputed"), "{} {}", from.id(), to.id());
    }
}

#[test]
fn a_cluster_is_created_with_what_its_type_needs() {
    let cases = [
        ("EG-41", UserDefinedRouting, Network::Own, DefaultRoute::Internet, false, Some("udr-route-to-internet")),
        ("EG-42", UserAssignedNatGateway, Network::Own, DefaultRoute::Absent, false, Some("no-nat-gateway-on-subnet")),
        ("no route", UserDefinedRouting, Network::Own, DefaultRoute::Absent, false, Some("udr-without-default-route")),
        ("a firewall", UserDefinedRouting, Network::Own, DefaultRoute::Appliance, false, None),
        ("a gateway", UserAssignedNatGateway, Network::Own, DefaultRoute::Absent, true, None),
        ("own network", ManagedNatGateway, Network::Own, DefaultRoute::Absent, false, Some("outbound-wrong-network")),
        (
            "managed",
            UserDefinedRouting,
            Network::Managed,
            DefaultRoute::Appliance,
            false,
            Some("outbound-wrong-network"),
        ),
        ("default", LoadBalancer, Network::Managed, DefaultRoute::Absent, false, None),
        ("none", OutboundType::None, Network::Own, DefaultRoute::Absent, false, None),
    ];
    for (id, kind, network, route, nat, code) in cases {
        let found = creation(kind, network, route, nat);
        assert_eq!(found.first().map(|finding| finding.code), code, "{id}");
    }
    for kind in OutboundType::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.id());
    }
}
