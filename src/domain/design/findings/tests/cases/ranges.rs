//! Ranges by themselves, against each other, and whether they hold what they should.

use super::Case;

pub(super) const CASES: &[Case] = &[
    // Ranges.
    ("reserved-range", "pod-range=172.16.0.0/12", "pod-range=172.16.0.0/13"),
    ("reserved-range", "vnet-range=172.30.4.0/24", "vnet-range=172.29.4.0/24"),
    ("range-not-for-networks", "vnet-range=224.1.0.0/16", "vnet-range=10.1.0.0/16"),
    ("no-azure-subnet", "node-subnet-range=10.1.0.0/30", "node-subnet-range=10.1.0.0/29"),
    (
        "subnet-outside-network",
        "vnet-range=10.1.0.0/16; node-subnet-range=10.2.0.0/24",
        "vnet-range=10.1.0.0/16|10.2.0.0/16; node-subnet-range=10.2.0.0/24",
    ),
    ("services-too-large", "service-range=10.0.0.0/12", "service-range=10.0.0.0/13"),
    (
        "services-too-small",
        "service-range=10.0.0.8/31; dns-service-address=fd12::a; service-range-ipv6=fd12::/108",
        "service-range=10.0.0.0/28; dns-service-address=fd12::a; service-range-ipv6=fd12::/108",
    ),
    (
        "services-not-private",
        "service-range=8.8.0.0/16; dns-service-address=8.8.0.10",
        "service-range=100.64.0.0/16; dns-service-address=100.64.0.10",
    ),
    (
        "dns-outside-services",
        "service-range=10.0.0.0/16; dns-service-address=10.1.0.10",
        "service-range=10.0.0.0/16; dns-service-address=10.0.0.10",
    ),
    (
        "dns-first-address",
        "service-range=10.0.0.0/16; dns-service-address=10.0.0.1",
        "service-range=10.0.0.0/16; dns-service-address=10.0.0.2",
    ),
    (
        "dns-first-address",
        "service-range=10.0.0.0/24; dns-service-address=10.0.0.255",
        "service-range=10.0.0.0/24; dns-service-address=10.0.0.254",
    ),
    ("api-server-subnet-too-small", "api-server-range=10.1.0.0/29", "api-server-range=10.1.0.0/28"),
    (
        "static-pod-subnet-too-large",
        "network-model=pod-subnet-static; pod-subnet-range=10.0.0.0/11",
        "network-model=pod-subnet-static; pod-subnet-range=10.0.0.0/12",
    ),
    ("pods-not-private", "pod-range=20.0.0.0/16", "pod-range=100.64.0.0/16"),
    (
        "dns-address-left-out",
        "service-range=172.20.0.0/16",
        "service-range=172.20.0.0/16; dns-service-address=172.20.0.10",
    ),
    (
        "pod-range-unused",
        "network-model=pod-subnet-dynamic; pod-range=10.244.0.0/16",
        "network-model=overlay; pod-range=10.244.0.0/16",
    ),
    (
        "pod-subnet-unused",
        "network-model=overlay; pod-subnet-range=10.1.0.0/24",
        "network-model=pod-subnet-dynamic; pod-subnet-range=10.1.0.0/24",
    ),
    // Overlaps.
    (
        "subnets-overlap",
        "node-subnet-range=10.1.0.0/24; endpoint-range=10.1.0.32/27",
        "node-subnet-range=10.1.0.0/24; endpoint-range=10.1.1.32/27",
    ),
    (
        "services-overlap-subnet",
        "service-range=10.0.0.0/16; node-subnet-range=10.0.4.0/24",
        "service-range=10.0.0.0/16; node-subnet-range=10.1.4.0/24",
    ),
    (
        "services-overlap-pods",
        "service-range=10.0.0.0/16; pod-range=10.0.0.0/14",
        "service-range=10.0.0.0/16; pod-range=10.4.0.0/14",
    ),
    (
        "services-overlap-connected",
        "service-range=10.0.0.0/16; connected=10.0.9.0/24",
        "service-range=10.0.0.0/16; connected=10.1.9.0/24",
    ),
    (
        "services-overlap-connected",
        "service-range=10.0.0.0/16; on-premises=10.0.0.0/8",
        "service-range=10.0.0.0/16; on-premises=11.0.0.0/8",
    ),
    (
        "pods-overlap-subnet",
        "pod-range=10.1.0.0/16; node-subnet-range=10.1.0.0/24",
        "pod-range=10.2.0.0/16; node-subnet-range=10.1.0.0/24",
    ),
    (
        "network-overlaps-peer",
        "vnet-range=10.1.0.0/16; connected=10.1.0.0/20",
        "vnet-range=10.1.0.0/16; connected=10.2.0.0/20",
    ),
    (
        "services-inside-network",
        "service-range=10.1.64.0/20; dns-service-address=10.1.64.10; vnet-range=10.1.0.0/16",
        "service-range=10.2.64.0/20; dns-service-address=10.2.64.10; vnet-range=10.1.0.0/16",
    ),
    (
        "pods-inside-network",
        "pod-range=10.1.128.0/17; vnet-range=10.1.0.0/16",
        "pod-range=10.2.128.0/17; vnet-range=10.1.0.0/16",
    ),
    (
        "pods-overlap-connected",
        "pod-range=10.244.0.0/16; on-premises=10.244.7.0/24",
        "pod-range=10.244.0.0/16; on-premises=10.245.7.0/24",
    ),
    (
        "network-overlaps-on-premises",
        "vnet-range=10.1.0.0/16; service-range=172.20.0.0/16; on-premises=10.0.0.0/8",
        "vnet-range=10.1.0.0/16; service-range=172.20.0.0/16; on-premises=192.168.0.0/16",
    ),
    (
        "default-services-overlap",
        "vnet-range=10.0.0.0/8",
        "vnet-range=10.0.0.0/8; service-range=172.20.0.0/16; dns-service-address=172.20.0.10",
    ),
    (
        "default-pods-overlap",
        "network-model=overlay; connected=10.244.0.0/24",
        "network-model=overlay; connected=10.244.0.0/24; pod-range=100.64.0.0/16",
    ),
    (
        "next-hop-unreachable",
        "vnet-range=10.1.0.0/16; next-hop=10.100.0.4",
        "vnet-range=10.1.0.0/16; next-hop=10.100.0.4; connected=10.100.0.0/16",
    ),
    ("hub-without-ranges", "hub-vnet=vnet-hub", "hub-vnet=vnet-hub; connected=10.100.0.0/16"),
    // Room.
    (
        "node-subnet-too-small",
        "network-model=overlay; pool=a,250,110,2; node-subnet-range=10.1.0.0/24",
        "network-model=overlay; pool=a,250,110,1; node-subnet-range=10.1.0.0/24",
    ),
    (
        "pod-range-too-small",
        "network-model=overlay; pool=a,64,110,1; pod-range=10.244.0.0/18",
        "network-model=overlay; pool=a,63,110,1; pod-range=10.244.0.0/18",
    ),
    (
        "pod-subnet-too-small",
        "network-model=pod-subnet-dynamic; pool=a,20,30,2; pod-subnet-range=10.1.0.0/22",
        "network-model=pod-subnet-dynamic; pool=a,20,30,1; pod-subnet-range=10.1.0.0/22",
    ),
    (
        "network-address-limit",
        "network-model=node-subnet; pool=a,900,110,1",
        "network-model=node-subnet; pool=a,500,110,1",
    ),
    (
        "gateway-for-containers-subnet-too-small",
        "ingress=agc; frontend-range=10.1.9.0/25",
        "ingress=agc; frontend-range=10.1.9.0/24",
    ),
    (
        "gateway-for-containers-overlay-subnet",
        "ingress=agc; network-model=overlay; frontend-range=10.1.8.0/23",
        "ingress=agc; network-model=node-subnet; frontend-range=10.1.8.0/23",
    ),
    (
        "default-pod-range-too-small",
        "network-model=overlay; pool=a,256,110,1",
        "network-model=overlay; pool=a,255,110,1",
    ),
    (
        "network-too-small-for-subnets",
        "network-model=node-subnet; pool=a,50,30,1; vnet-range=10.1.0.0/22",
        "network-model=node-subnet; pool=a,50,30,1; vnet-range=10.1.0.0/21",
    ),
    (
        "pod-subnet-missing",
        "network-model=pod-subnet-dynamic; vnet-range=10.1.0.0/16",
        "network-model=pod-subnet-dynamic; vnet-range=10.1.0.0/16; pod-subnet-range=10.1.16.0/20",
    ),
    (
        "gateway-for-containers-subnet-missing",
        "ingress=agc; vnet-range=10.1.0.0/16",
        "ingress=agc; vnet-range=10.1.0.0/16; frontend-range=10.1.9.0/24",
    ),
    (
        "endpoint-subnet-missing",
        "registry=private-endpoint; vnet-range=10.1.0.0/16",
        "registry=private-endpoint; vnet-range=10.1.0.0/16; endpoint-range=10.1.8.0/27",
    ),
    (
        "endpoint-subnet-small",
        "registry=private-endpoint; endpoint-range=10.1.8.0/28",
        "registry=private-endpoint; endpoint-range=10.1.8.0/27",
    ),
    (
        "application-gateway-subnet-small",
        "ingress=agic; frontend-range=10.1.8.0/26",
        "ingress=agic; frontend-range=10.1.8.0/24",
    ),
    (
        "node-subnet-shared",
        "node-subnet=snet-a; endpoint-subnet=snet-a",
        "node-subnet=snet-a; endpoint-subnet=snet-a; other-addresses=4",
    ),
];
