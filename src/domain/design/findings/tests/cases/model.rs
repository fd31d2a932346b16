//! The network model, pools, families, data plane and policies.

use super::Case;

pub(super) const CASES: &[Case] = &[
    // Model.
    (
        "windows-with-kubenet",
        "network-model=kubenet; pool=win,10,30,1,windows,",
        "network-model=kubenet; pool=lin,10,30,1,linux,",
    ),
    (
        "windows-with-kubenet",
        "network-model=kubenet; network-model?windows=yes",
        "network-model=kubenet; network-model?windows=no",
    ),
    (
        "kubenet-over-400-nodes",
        "network-model=kubenet; pool=a,396,30,5; pod-range=10.0.0.0/12",
        "network-model=kubenet; pool=a,396,30,4; pod-range=10.0.0.0/12",
    ),
    (
        "more-than-5000-nodes",
        "pool=a,900,30,1; pool=b,900,30,1; pool=c,900,30,1; pool=d,900,30,1; pool=e,900,30,1; pool=f,495,30,1",
        "pool=a,900,30,1; pool=b,900,30,1; pool=c,900,30,1; pool=d,900,30,1; pool=e,900,30,1; pool=f,494,30,1",
    ),
    (
        "pod-subnet-needs-own-network",
        "network-model=pod-subnet-dynamic; network-owner=aks; outbound=none",
        "network-model=pod-subnet-dynamic; network-owner=you; outbound=none",
    ),
    (
        "names-too-long-for-overlay",
        "network-model=overlay; vnet=v234567890123456789012345678901234567890123456789012345678901234",
        "network-model=overlay; vnet=v23456789012345678901234567890123456789012345678901234567890123",
    ),
    (
        "static-blocks-version",
        "network-model=pod-subnet-static; kubernetes=1.27.9",
        "network-model=pod-subnet-static; kubernetes=1.28",
    ),
    (
        "automatic-needs-overlay",
        "outbound?automatic-network=you; network-model=node-subnet",
        "outbound?automatic-network=no; network-model=node-subnet",
    ),
    (
        "automatic-needs-overlay",
        "outbound?automatic-network=you; data-plane=azure",
        "outbound?automatic-network=you; data-plane=cilium",
    ),
    (
        "automatic-has-no-windows",
        "outbound?automatic-network=you; pool=a,3,30,1,windows,",
        "outbound?automatic-network=you; pool=a,3,30,1,linux,",
    ),
    (
        "static-egress-with-pod-subnet",
        "network-model=pod-subnet-dynamic; network-model?egress-address=workload",
        "network-model=pod-subnet-dynamic; network-model?egress-address=pool",
    ),
    ("kubenet-retiring", "network-model=kubenet", "network-model=overlay"),
    (
        "kubenet-needs-identity",
        "network-model=kubenet; route-table=rt-a",
        "network-model=kubenet; route-table=rt-a; identity=id-a",
    ),
    (
        "overlay-over-200000-pods",
        "network-model=overlay; pool=a,900,250,1; pod-range=10.0.0.0/12",
        "network-model=overlay; pool=a,800,250,1; pod-range=10.0.0.0/12",
    ),
    (
        "pod-subnet-wants-nat-gateway-too",
        "network-model=pod-subnet-dynamic; outbound=user-nat-gateway",
        "network-model=pod-subnet-dynamic; outbound=load-balancer",
    ),
    ("node-subnet-legacy", "network-model=node-subnet", "network-model=overlay"),
    ("own-cni-support", "network-model=byo-cni", "network-model=overlay"),
    // Pools.
    ("max-pods-out-of-range", "pool=a,10,251", "pool=a,10,250"),
    ("max-pods-out-of-range", "pool=a,10,9", "pool=a,10,10"),
    ("pool-below-30-pods", "pool=a,2,10", "pool=a,3,10"),
    ("pool-over-1000-instances", "pool=a,950,30,51", "pool=a,950,30,50"),
    ("windows-system-pool", "pool=a,3,30,1,windows,system", "pool=a,3,30,1,linux,system"),
    ("no-system-pool", "pool=a,3,30,1,linux,user", "pool=a,3,30,1,linux,user; pool=b,3,30,1,linux,system"),
    ("windows-with-cilium", "data-plane=cilium; pool=a,3,30,1,windows,", "data-plane=cilium; pool=a,3,30,1,linux,"),
    (
        "windows-with-npm",
        "policy-engine=azure-npm; pool=a,3,30,1,windows,",
        "policy-engine=azure-npm; pool=a,3,30,1,linux,",
    ),
    (
        "windows-with-cilium-policies",
        "policy-engine=cilium; pool=a,3,30,1,windows,",
        "policy-engine=cilium; pool=a,3,30,1,linux,",
    ),
    (
        "windows-isolated",
        "registry=cache-isolated; pool=a,3,30,1,windows,",
        "registry=cache-isolated; pool=a,3,30,1,linux,",
    ),
    (
        "windows-over-110-pods",
        "network-model=overlay; pool=a,3,111,1,windows,",
        "network-model=overlay; pool=a,3,110,1,windows,",
    ),
    ("system-pool-of-one", "pool=a,1,30,1,linux,system", "pool=a,2,30,1,linux,system"),
    (
        "windows-outbound-nat",
        "outbound=user-nat-gateway; pool=a,3,30,1,windows,",
        "outbound=user-nat-gateway; pool=a,3,30,1,linux,",
    ),
    (
        "static-blocks-waste",
        "network-model=pod-subnet-static; pool=a,3,32,1",
        "network-model=pod-subnet-static; pool=a,3,31,1",
    ),
    // Families.
    (
        "dual-stack-needs-overlay",
        "network-model=node-subnet; ip-families=dual",
        "network-model=node-subnet; ip-families=ipv4",
    ),
    ("dual-stack-with-npm", "policy-engine=azure-npm; ip-families=dual", "policy-engine=azure-npm; ip-families=ipv4"),
    (
        "dual-stack-with-calico",
        "policy-engine=calico; policy-engine?ipv6=dual",
        "policy-engine=calico; policy-engine?ipv6=no",
    ),
    (
        "dual-stack-with-standard-nat",
        "outbound=managed-nat-gateway; ip-families=dual",
        "outbound=managed-nat-gateway; ip-families=ipv4",
    ),
    (
        "dual-stack-with-static-egress",
        "ip-families=dual; network-model?egress-address=workload; network-model=overlay",
        "ip-families=ipv4; network-model?egress-address=workload; network-model=overlay",
    ),
    (
        "dual-stack-cilium-version",
        "data-plane=cilium; ip-families=dual; kubernetes=1.28",
        "data-plane=cilium; ip-families=dual; kubernetes=1.29",
    ),
    ("ipv6-services-too-large", "service-range-ipv6=fd12::/96", "service-range-ipv6=fd12::/108"),
    (
        "ipv6-ranges-without-family",
        "ip-families=ipv4; pod-range-ipv6=fd12::/64",
        "ip-families=dual; pod-range-ipv6=fd12::/64",
    ),
    (
        "dual-stack-static-blocks",
        "network-model=pod-subnet-static; ip-families=dual",
        "network-model=pod-subnet-static; ip-families=ipv4",
    ),
    (
        "dual-stack-own-nat-gateway",
        "outbound=user-nat-gateway; ip-families=dual",
        "outbound=user-nat-gateway; ip-families=ipv4",
    ),
    (
        "dual-stack-default-ranges",
        "ip-families=dual; pod-range=10.244.0.0/16",
        "ip-families=dual; pod-range=10.244.0.0/16; pod-range-ipv6=fd12::/64",
    ),
    ("npm-has-no-ipv6", "policy-engine=azure-npm", "policy-engine=azure-npm; ip-families=ipv4"),
    // Data plane and policies.
    ("cilium-on-kubenet", "network-model=kubenet; data-plane=cilium", "network-model=kubenet; data-plane=azure"),
    ("own-cni-brings-data-plane", "network-model=byo-cni; data-plane=cilium", "network-model=byo-cni; data-plane=own"),
    ("own-cni-brings-data-plane", "network-model=overlay; data-plane=own", "network-model=overlay; data-plane=azure"),
    ("cilium-has-its-policies", "data-plane=cilium; policy-engine=calico", "data-plane=azure; policy-engine=calico"),
    (
        "cilium-policies-need-data-plane",
        "data-plane=azure; policy-engine=cilium",
        "data-plane=cilium; policy-engine=cilium",
    ),
    (
        "policies-on-kubenet",
        "network-model=kubenet; policy-engine=cilium",
        "network-model=kubenet; policy-engine=calico",
    ),
    ("npm-over-250-nodes", "policy-engine=azure-npm; pool=a,250,30,1", "policy-engine=azure-npm; pool=a,249,30,1"),
    ("npm-over-20000-pods", "policy-engine=azure-npm; pool=a,100,250,1", "policy-engine=azure-npm; pool=a,100,110,1"),
    (
        "wireguard-needs-cilium-acns",
        "data-plane=cilium; service-mesh=wireguard",
        "data-plane=cilium-acns; service-mesh=wireguard",
    ),
    ("npm-retiring", "policy-engine=azure-npm; ip-families=ipv4", "policy-engine=calico; ip-families=ipv4"),
    (
        "l7-policies-over-1000-nodes",
        "data-plane?rules=http; data-plane=cilium-acns; pool=a,600,30,1; pool=b,600,30,1",
        "data-plane?rules=names; data-plane=cilium-acns; pool=a,600,30,1; pool=b,600,30,1",
    ),
    (
        "l7-policies-with-istio",
        "data-plane?rules=http; data-plane=cilium-acns; service-mesh=istio-addon",
        "data-plane?rules=http; data-plane=cilium-acns; service-mesh=no-mesh",
    ),
    ("no-policy-engine", "policy-engine=none", "policy-engine=none; data-plane=cilium"),
];
