//! Isolated clusters, registry, vault, data, mesh, and the record itself.

use super::Case;

pub(super) const CASES: &[Case] = &[
    // Without a way out.
    (
        "isolated-with-way-out",
        "registry=cache-isolated; outbound=load-balancer",
        "registry=cache-isolated; outbound=none",
    ),
    (
        "isolated-with-public-server",
        "registry=cache-isolated; control-plane=public",
        "registry=cache-isolated; control-plane=private-link",
    ),
    (
        "isolated-kubenet",
        "registry=cache-isolated; network-model=kubenet",
        "registry=public-attach; network-model=kubenet",
    ),
    ("isolated-version", "registry=cache-isolated; kubernetes=1.29", "registry=cache-isolated; kubernetes=1.30"),
    ("no-way-out-without-cache", "outbound=none; registry=public-attach", "outbound=none; registry=cache-isolated"),
    // Registry, vault, data, mesh.
    (
        "mesh-without-windows",
        "service-mesh=istio-addon; pool=a,3,30,1,windows,",
        "service-mesh=istio-addon; pool=a,3,30,1,linux,",
    ),
    ("osm-retiring", "service-mesh=osm", "service-mesh=no-mesh"),
    ("node-identity-serves-all-pods", "vault=node-identity-csi", "vault=workload-identity-csi"),
    (
        "own-dns-with-private-endpoints",
        "data-access=private-endpoint; dns-servers=10.9.0.4",
        "data-access=service-endpoint; dns-servers=10.9.0.4",
    ),
    (
        "public-data-without-way-out",
        "data-access=public-firewall; outbound=none",
        "data-access=private-endpoint; outbound=none",
    ),
    ("registry-needs-premium", "registry=private-endpoint", "registry=public-attach"),
    ("registry-secret-expires", "registry=service-principal", "registry=public-attach"),
    ("linkerd-builds", "service-mesh=linkerd", "service-mesh=no-mesh"),
    // The record.
    (
        "outcome-ruled-out",
        "network-model=overlay; out network-model=overlay",
        "network-model=overlay; out network-model=node-subnet",
    ),
    (
        "answers-contradict",
        "way-in?preview=yes; way-in=bastion; outbound?preview=no; outbound=none",
        "way-in?preview=yes; way-in=bastion; outbound?preview=yes; outbound=none",
    ),
    (
        "sheet-contradicts-windows",
        "pool=a,3,30,1,linux,; network-model=overlay; network-model?windows=yes",
        "pool=a,3,30,1,linux,; network-model=overlay; network-model?windows=no",
    ),
    (
        "sheet-contradicts-families",
        "ip-families=ipv4; network-model=overlay; network-model?ipv6=dual",
        "ip-families=ipv4; network-model=overlay; network-model?ipv6=no",
    ),
    (
        "sheet-contradicts-owner",
        "network-owner=aks; outbound=load-balancer; outbound?who-owns-network=you",
        "network-owner=aks; outbound=load-balancer; outbound?who-owns-network=aks",
    ),
    (
        "sheet-contradicts-nodes",
        "pool=a,401,30,1; outbound=load-balancer; outbound?nodes=up-to-400",
        "pool=a,401,30,1; outbound=load-balancer; outbound?nodes=up-to-1000",
    ),
    ("decision-without-outcome", "undecided registry", "registry=public-attach"),
    ("open-questions", "open Who owns the hub?", ""),
];
