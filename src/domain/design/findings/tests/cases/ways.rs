//! The API server, the way out and the way in.

use super::Case;

pub(super) const CASES: &[Case] = &[
    // The API server.
    (
        "no-zone-and-no-public-name",
        "private-dns=none; private-dns?public-name=no",
        "private-dns=none; private-dns?public-name=yes",
    ),
    (
        "no-zone-and-no-public-name",
        "plan private-dns access=private&zone=none&public_name=remove",
        "plan private-dns access=private&zone=none&public_name=keep",
    ),
    (
        "authorized-ranges-on-private",
        "control-plane=private-link; authorized-ranges=203.0.113.0/24",
        "control-plane=public; authorized-ranges=203.0.113.0/24",
    ),
    (
        "integration-not-in-region",
        "control-plane=vnet-integration-public; region=qatarcentral",
        "control-plane=vnet-integration-public; region=westeurope",
    ),
    (
        "private-dns-for-public-server",
        "control-plane=public; private-dns=system",
        "control-plane=public; private-dns=not-needed",
    ),
    (
        "private-server-without-dns",
        "control-plane=private-link; private-dns=not-needed",
        "control-plane=private-link; private-dns=system",
    ),
    (
        "public-way-to-private-server",
        "control-plane=private-link; way-in=public-endpoint",
        "control-plane=private-link; way-in=peering",
    ),
    ("bastion-with-automatic", "way-in=bastion; way-in?automatic=yes", "way-in=bastion; way-in?automatic=no"),
    (
        "integration-without-subnet",
        "control-plane=vnet-integration-public; vnet-range=10.1.0.0/16",
        "control-plane=vnet-integration-public; vnet-range=10.1.0.0/16; api-server-range=10.1.8.0/28",
    ),
    (
        "authorized-ranges-missing",
        "control-plane=public-ranges; region=westeurope",
        "control-plane=public-ranges; region=westeurope; authorized-ranges=203.0.113.0/24",
    ),
    (
        "custom-zone-needs-identity",
        "private-dns=custom-zone; region=westeurope",
        "private-dns=custom-zone; region=westeurope; identity=id-a",
    ),
    (
        "own-dns-with-system-zone",
        "control-plane=private-link; private-dns=system; dns-servers=10.9.0.4",
        "control-plane=private-link; private-dns=none; dns-servers=10.9.0.4",
    ),
    (
        "private-kubenet-own-routes-and-dns",
        "control-plane=private-link; network-model=kubenet; route-table=rt-a; identity=id-a; dns-servers=10.9.0.4",
        "control-plane=private-link; network-model=kubenet; route-table=rt-a; identity=id-a",
    ),
    (
        "run-command-in-pipelines",
        "way-in=command-invoke; way-in?pipelines=own",
        "way-in=command-invoke; way-in?pipelines=none",
    ),
    ("bastion-tunnel-preview", "way-in=bastion", "way-in=peering"),
    ("private-endpoint-and-stop", "way-in=private-endpoint", "way-in=peering"),
    (
        "vpn-without-ranges",
        "way-in=vpn-expressroute; vnet-range=10.1.0.0/16",
        "way-in=vpn-expressroute; vnet-range=10.1.0.0/16; on-premises=192.168.0.0/16",
    ),
    (
        "too-many-authorized-ranges",
        "control-plane=public-ranges; authorized-ranges=*201",
        "control-plane=public-ranges; authorized-ranges=*200",
    ),
    // The way out.
    (
        "outbound-needs-managed-network",
        "outbound=managed-nat-gateway; network-owner=you",
        "outbound=managed-nat-gateway; network-owner=aks",
    ),
    (
        "outbound-needs-own-network",
        "outbound=user-nat-gateway; outbound?who-owns-network=aks",
        "outbound=user-nat-gateway; outbound?who-owns-network=you",
    ),
    (
        "nat-v2-not-in-region",
        "outbound=managed-nat-gateway-v2; region=canadaeast",
        "outbound=managed-nat-gateway-v2; region=westeurope",
    ),
    (
        "automatic-needs-way-out",
        "outbound=none; outbound?automatic-network=you",
        "outbound=none; outbound?automatic-network=no",
    ),
    (
        "routes-without-route-table",
        "outbound=user-defined-routing; region=westeurope; route-table=rt-a",
        "outbound=user-defined-routing; region=westeurope; route-table=rt-a; next-hop=10.9.0.4",
    ),
    (
        "nat-gateway-not-zone-redundant",
        "outbound=managed-nat-gateway; zones=yes",
        "outbound=managed-nat-gateway; zones=no",
    ),
    ("nat-v2-preview", "outbound=managed-nat-gateway-v2", "outbound=managed-nat-gateway"),
    ("block-preview", "outbound=block", "outbound=none"),
    ("preview-not-accepted", "outbound=block; outbound?preview=no", "outbound=block; outbound?preview=yes"),
    (
        "firewall-answers-go-astray",
        "outbound=user-defined-routing; ingress=app-routing-gateway; ingress?reached-from=internet",
        "outbound=user-defined-routing; ingress=app-routing-gateway; ingress?reached-from=firewall",
    ),
    (
        "way-out-not-authorized",
        "outbound=user-defined-routing; control-plane=public-ranges",
        "outbound=user-defined-routing; control-plane=vnet-integration-public",
    ),
    ("way-out-not-decided", "network-owner=you", "network-owner=you; outbound=load-balancer"),
    // Ports.
    ("ports-not-a-multiple-of-8", "ports-per-node=1004", "ports-per-node=1008"),
    ("ports-over-64000", "ports-per-node=64008", "ports-per-node=64000"),
    (
        "ports-of-all-nodes",
        "outbound=load-balancer; pool=a,100,30,2; ports-per-node=4000; public-addresses=6",
        "outbound=load-balancer; pool=a,100,30,2; ports-per-node=4000; public-addresses=7",
    ),
    (
        "nat-gateway-over-16-addresses",
        "outbound=user-nat-gateway; public-addresses=17",
        "outbound=user-nat-gateway; public-addresses=16",
    ),
    (
        "load-balancer-over-100-addresses",
        "outbound=load-balancer; public-addresses=101",
        "outbound=load-balancer; public-addresses=100",
    ),
    ("firewall-instances", "firewall-instances=1", "firewall-instances=2"),
    (
        "connections-over-ports",
        "outbound=load-balancer; pool=a,50,30,1; connections-per-node=600",
        "outbound=load-balancer; pool=a,49,30,1; connections-per-node=600",
    ),
    (
        "connections-over-nat-gateway",
        "outbound=user-nat-gateway; pool=a,100,30,1; connections-per-node=1000",
        "outbound=user-nat-gateway; pool=a,100,30,1; connections-per-node=1000; public-addresses=3",
    ),
    (
        "firewall-few-addresses",
        "outbound=user-defined-routing; route-table=rt-a; next-hop=10.9.0.4; public-addresses=19",
        "outbound=user-defined-routing; route-table=rt-a; next-hop=10.9.0.4; public-addresses=20",
    ),
    // The way in.
    (
        "gateway-for-containers-on-kubenet",
        "network-model=kubenet; ingress=agc",
        "network-model=kubenet; ingress=app-routing-gateway",
    ),
    (
        "istio-beside-app-routing",
        "ingress=app-routing-gateway; service-mesh=istio-addon",
        "ingress=istio-gateway; service-mesh=istio-addon",
    ),
    (
        "istio-gateway-without-addon",
        "ingress=istio-gateway; service-mesh=no-mesh",
        "ingress=istio-gateway; service-mesh=istio-addon",
    ),
    (
        "fixed-address-with-gateway-for-containers",
        "ingress=agc; ingress?fixed-address=yes",
        "ingress=agc; ingress?fixed-address=no",
    ),
    ("managed-nginx-retiring", "ingress=app-routing-nginx", "ingress=app-routing-gateway"),
    ("own-nginx-retired", "ingress=own-nginx", "ingress=app-routing-gateway"),
    (
        "application-gateway-routes-on-kubenet",
        "network-model=kubenet; ingress=agic",
        "network-model=kubenet; ingress=load-balancer-service",
    ),
    ("gateway-for-containers-on-automatic", "ingress=agc; ingress?automatic=yes", "ingress=agc; ingress?automatic=no"),
    ("application-gateway-move", "ingress=agic", "ingress=agc"),
];
