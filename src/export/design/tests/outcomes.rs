//! What each outcome comes to, and whole designs.

use super::agree::{expected, same_in_all};
use super::{OWN, decision, design};
use crate::domain::design::Design;
use crate::domain::design::build::{Build, Program};

/// Wizard and outcome; flags of the cluster with it; what is left out of all programs.
const EACH: &[(&str, &str, &str, &str)] = &[
    ("network-model", "overlay", "--network-plugin=azure --network-plugin-mode=overlay --pod-cidrs=10.244.0.0/16", ""),
    ("network-model", "pod-subnet-dynamic", "--network-plugin=azure", ""),
    ("network-model", "pod-subnet-static", "--network-plugin=azure", ""),
    ("network-model", "node-subnet", "--network-plugin=azure", ""),
    ("network-model", "kubenet", "--network-plugin=kubenet --pod-cidrs=10.244.0.0/16", ""),
    ("network-model", "byo-cni", "--network-plugin=none --pod-cidrs=10.244.0.0/16", "The network plugin itself"),
    ("data-plane", "cilium", "--network-dataplane=cilium --network-policy=cilium", ""),
    ("data-plane", "cilium-acns", "--network-dataplane=cilium --enable-acns=yes", ""),
    ("data-plane", "azure", "", ""),
    ("data-plane", "own", "", "The data plane"),
    ("control-plane", "public", "", ""),
    ("control-plane", "public-ranges", "--api-server-authorized-ip-ranges=?authorized_ranges", ""),
    (
        "control-plane",
        "vnet-integration-public",
        "--enable-apiserver-vnet-integration=yes --apiserver-subnet-id=snet-apiserver",
        "The rules of the API server's subnet",
    ),
    (
        "control-plane",
        "vnet-integration-private",
        "--enable-apiserver-vnet-integration=yes --enable-private-cluster=yes",
        "The private zone",
    ),
    ("control-plane", "private-link", "--enable-private-cluster=yes", "The private zone"),
    ("outbound", "load-balancer", "--outbound-type=loadBalancer --load-balancer-outbound-ports=4000", ""),
    ("outbound", "managed-nat-gateway", "--outbound-type=managedNATGateway", ""),
    ("outbound", "managed-nat-gateway-v2", "--outbound-type=managedNATGatewayV2", ""),
    ("outbound", "user-nat-gateway", "--outbound-type=userAssignedNATGateway", ""),
    (
        "outbound",
        "user-defined-routing",
        "--outbound-type=userDefinedRouting",
        "The firewall, its rules and the peering to it",
    ),
    ("outbound", "none", "--outbound-type=none", ""),
    ("outbound", "block", "--outbound-type=block", ""),
    ("ingress", "app-routing-gateway", "--enable-gateway-api=yes --enable-app-routing-istio=yes", ""),
    ("ingress", "istio-gateway", "--enable-azure-service-mesh=yes gateway=external", "An internal gateway"),
    (
        "ingress",
        "agc",
        "--enable-oidc-issuer=yes --enable-workload-identity=yes",
        "Application Gateway for Containers, its ALB Controller and their roles",
    ),
    ("ingress", "agic", "", "Application Gateway and its ingress controller"),
    ("ingress", "load-balancer-service", "", "The services of type LoadBalancer"),
    ("ingress", "own-nginx", "", "The NGINX controller"),
    ("ingress", "app-routing-nginx", "--enable-app-routing=yes", ""),
    ("policy-engine", "cilium", "--network-policy=cilium --network-dataplane=cilium", ""),
    ("policy-engine", "calico", "--network-policy=calico", ""),
    ("policy-engine", "azure-npm", "--network-policy=azure", ""),
    ("policy-engine", "none", "--network-policy=none", ""),
    ("registry", "public-attach", "", "The registry"),
    ("registry", "private-endpoint", "", "The registry, and closing its public door"),
    ("registry", "service-principal", "", "The service principal and its secret"),
    ("registry", "cache-isolated", "--bootstrap-artifact-source=Cache", "The registry of the cache"),
    (
        "vault",
        "workload-identity-csi",
        "--enable-addons=azure-keyvault-secrets-provider --enable-oidc-issuer=yes --enable-workload-identity=yes",
        "The vault, the workloads' identities, their federation and roles",
    ),
    (
        "vault",
        "node-identity-csi",
        "--enable-addons=azure-keyvault-secrets-provider",
        "The vault, and the role of the add-on's identity on it",
    ),
    (
        "vault",
        "application-reads",
        "--enable-oidc-issuer=yes --enable-workload-identity=yes",
        "The vault, the workloads' identities, their federation and roles",
    ),
    ("vault", "kubernetes-secrets", "", "The secrets"),
    ("data-access", "private-endpoint", "", "The private endpoints of databases and storage"),
    ("data-access", "service-endpoint", "", "The service endpoints of the subnets"),
    ("data-access", "public-firewall", "", "The firewall rules of databases and storage"),
    ("service-mesh", "no-mesh", "", ""),
    ("service-mesh", "istio-addon", "--enable-azure-service-mesh=yes", ""),
    ("service-mesh", "linkerd", "", "Linkerd"),
    ("service-mesh", "wireguard", "--enable-acns=yes", "Switching WireGuard on"),
    ("service-mesh", "osm", "", "The Open Service Mesh add-on"),
    ("way-in", "public-endpoint", "", ""),
    ("way-in", "vpn-expressroute", "", "VPN or ExpressRoute"),
    ("way-in", "peering", "", "The peering to the network of the administrators"),
    ("way-in", "private-endpoint", "", "The private endpoint of the API server in another network"),
    ("way-in", "bastion", "", "Azure Bastion"),
    ("way-in", "command-invoke", "", ""),
];

fn left_out(build: &Build) -> Vec<&str> {
    build.left_out.iter().map(|left| left.what.as_str()).collect()
}

#[test]
fn each_outcome_comes_to_its_flags_or_is_named() {
    for (wizard, outcome, flags, left) in EACH {
        let one = design(OWN, &[(wizard, outcome)]);
        same_in_all(&one);
        let build = Build::of(&one);
        let cluster = expected(&build, Program::Az).cluster;
        for (flag, value) in flags.split_whitespace().map(|pair| pair.split_once('=').unwrap()) {
            assert_eq!(cluster.get(flag).map(String::as_str), Some(value), "{wizard} {outcome}");
        }
        let names = left_out(&build);
        assert!(left.is_empty() || names.contains(left), "{wizard} {outcome}: {names:?}");
        assert!(!names.contains(&"The programs do not know this decision."));
        let settled = !names.iter().any(|name| *name == undecided(wizard));
        assert!(settled || undecided(wizard).is_empty(), "{wizard} is decided: {names:?}");
        // The same without a sheet.
        same_in_all(&design(&[], &[(wizard, outcome)]));
    }
}

/// What stands there while a wizard has no outcome.
fn undecided(wizard: &str) -> &str {
    match wizard {
        "network-model" => "The network model",
        "outbound" => "The way out",
        "ingress" => "The way in for traffic",
        "policy-engine" => "The policy engine",
        "vault" => "Secrets",
        "service-mesh" => "A service mesh",
        _ => "",
    }
}

#[test]
fn zones_of_private_clusters() {
    for (plane, zone, name) in [
        ("private-link", "custom-zone", "zone privatelink.REGION.azmk8s.io"),
        ("vnet-integration-private", "custom-zone", "zone private.REGION.azmk8s.io"),
        ("private-link", "system", ""),
        ("private-link", "none", ""),
        ("public", "not-needed", ""),
    ] {
        let one = design(OWN, &[("control-plane", plane), ("private-dns", zone)]);
        same_in_all(&one);
        let told = expected(&Build::of(&one), Program::Az);
        let zones: Vec<&String> = told.rest.iter().filter(|rest| rest.starts_with("zone ")).collect();
        assert_eq!(zones.len(), usize::from(!name.is_empty()));
        if zone == "custom-zone" {
            assert_eq!(zones[0], name);
            assert!(told.rest.iter().any(|rest| rest.starts_with("role Private DNS Zone Contributor on ")));
            assert!(told.rest.contains(&"role Network Contributor on vnet-workshop".to_owned()));
            // The same where AKS makes the network: the zone alone asks for an identity.
            same_in_all(&design(
                &[("network-owner", "aks"), ("region", "x")],
                &[("control-plane", plane), ("private-dns", zone)],
            ));
        }
    }
}

#[test]
fn whole_designs() {
    let designs: &[&[(&str, &str)]] = &[
        &[
            ("network-model", "overlay"),
            ("data-plane", "cilium"),
            ("control-plane", "vnet-integration-private"),
            ("private-dns", "custom-zone"),
            ("way-in", "vpn-expressroute"),
            ("outbound", "user-defined-routing"),
            ("ingress", "app-routing-gateway"),
            ("policy-engine", "cilium"),
            ("registry", "private-endpoint"),
            ("vault", "workload-identity-csi"),
            ("data-access", "private-endpoint"),
            ("service-mesh", "no-mesh"),
        ],
        &[
            ("network-model", "pod-subnet-dynamic"),
            ("data-plane", "azure"),
            ("control-plane", "private-link"),
            ("private-dns", "system"),
            ("outbound", "user-nat-gateway"),
            ("ingress", "agc"),
            ("policy-engine", "calico"),
            ("registry", "public-attach"),
            ("vault", "node-identity-csi"),
            ("service-mesh", "istio-addon"),
        ],
        &[
            ("network-model", "pod-subnet-static"),
            ("data-plane", "cilium-acns"),
            ("control-plane", "vnet-integration-public"),
            ("outbound", "user-nat-gateway"),
            ("ingress", "istio-gateway"),
            ("policy-engine", "cilium"),
            ("registry", "private-endpoint"),
            ("vault", "application-reads"),
            ("service-mesh", "istio-addon"),
        ],
        &[
            ("network-model", "node-subnet"),
            ("data-plane", "azure"),
            ("control-plane", "public-ranges"),
            ("outbound", "load-balancer"),
            ("ingress", "agic"),
            ("policy-engine", "azure-npm"),
            ("registry", "public-attach"),
            ("vault", "kubernetes-secrets"),
            ("service-mesh", "linkerd"),
        ],
        &[
            ("network-model", "kubenet"),
            ("control-plane", "public"),
            ("outbound", "user-defined-routing"),
            ("ingress", "own-nginx"),
            ("policy-engine", "none"),
            ("service-mesh", "osm"),
        ],
        &[
            ("network-model", "byo-cni"),
            ("data-plane", "own"),
            ("control-plane", "private-link"),
            ("private-dns", "none"),
            ("way-in", "command-invoke"),
            ("outbound", "none"),
            ("ingress", "load-balancer-service"),
            ("registry", "cache-isolated"),
        ],
        &[("network-model", "overlay"), ("outbound", "managed-nat-gateway"), ("ingress", "app-routing-nginx")],
        &[("network-model", "overlay"), ("outbound", "managed-nat-gateway-v2"), ("service-mesh", "wireguard")],
        &[("network-model", "overlay"), ("outbound", "block"), ("registry", "service-principal")],
        &[],
    ];
    for decisions in designs {
        same_in_all(&design(OWN, decisions));
        same_in_all(&design(&[], decisions));
        same_in_all(&design(&[("network-owner", "aks"), ("public-addresses", "3")], decisions));
        let both = [
            ("network-owner", "you"),
            ("ip-families", "dual"),
            ("pod-range", "10.244.0.0/16"),
            ("pod-range-ipv6", "fd12:3456:789a::/64"),
            ("service-range", "10.0.0.0/16"),
            ("service-range-ipv6", "fd12:3456:789a:1::/108"),
            ("dns-servers", "10.100.0.68\n10.100.0.69"),
        ];
        same_in_all(&design(&both, decisions));
    }
}

#[test]
fn open_questions_and_unknown_decisions_are_named() {
    let mut one = design(OWN, &[("network-model", "overlay"), ("something-new", "later")]);
    one.decisions[0].open = vec!["How many nodes?".to_owned()];
    one.open = vec!["Who pays?".to_owned()];
    let mut undecided = decision("outbound", "x");
    undecided.outcome = None;
    one.decisions.push(undecided);
    let build = Build::of(&one);
    let names = left_out(&build);
    for name in ["Open question: How many nodes?", "Open question: Who pays?", "later", "The way out", "The autoscaler"]
    {
        assert!(names.contains(&name), "{name}: {names:?}");
        for format in ["az", "bicep", "terraform", "markdown"] {
            assert!(super::text(&one, format).contains(name), "{name} in {format}");
        }
    }
    assert!(left_out(&Build::of(&Design::default())).contains(&"The pools"));
}
