//! What the programs leave out, decision by decision.

/// Decisions that the programs do not follow: wizard, outcome, what is left out, and what to do instead.
pub(super) const NOT_HELD: &[(&str, &str, &str, &str)] = &[
    (
        "network-model",
        "byo-cni",
        "The network plugin itself",
        "It is installed in the cluster afterwards; until then nodes stay not ready.",
    ),
    ("data-plane", "own", "The data plane", "It comes with the network plugin that you install."),
    ("way-in", "vpn-expressroute", "VPN or ExpressRoute", "Gateways and circuits belong to the hub."),
    ("way-in", "peering", "The peering to the network of the administrators", "It needs rights on both networks."),
    (
        "way-in",
        "private-endpoint",
        "The private endpoint of the API server in another network",
        "It is made in that network.",
    ),
    ("way-in", "bastion", "Azure Bastion", "It stands in a subnet of its own, mostly in the hub."),
    (
        "outbound",
        "managed-nat-gateway-v2",
        "Registering the preview",
        "It needs the feature ManagedNATGatewayV2Preview and the CLI extension aks-preview, 20.0.0b1 or newer.",
    ),
    (
        "outbound",
        "block",
        "Registering the preview",
        "It is in preview: the CLI needs its extension aks-preview for it.",
    ),
    (
        "outbound",
        "user-defined-routing",
        "The firewall, its rules and the peering to it",
        "They belong to the hub; the cluster needs them before it is made.",
    ),
    (
        "ingress",
        "agc",
        "Application Gateway for Containers, its ALB Controller and their roles",
        "They come after the cluster; the delegated subnet is here.",
    ),
    (
        "ingress",
        "agic",
        "Application Gateway and its ingress controller",
        "They come after the cluster; the subnet is here.",
    ),
    ("ingress", "load-balancer-service", "The services of type LoadBalancer", "They are made in the cluster."),
    ("ingress", "own-nginx", "The NGINX controller", "It is installed in the cluster."),
    (
        "registry",
        "public-attach",
        "The registry",
        "It is there already; an ABAC registry ignores AcrPull and needs Container Registry Repository Reader instead.",
    ),
    (
        "registry",
        "private-endpoint",
        "The registry, and closing its public door",
        "It is there already and must be Premium; close it when nothing pushes from outside any more: az acr update --public-network-enabled false.",
    ),
    ("registry", "service-principal", "The service principal and its secret", "A secret has no place in a file."),
    (
        "registry",
        "cache-isolated",
        "The registry of the cache",
        "AKS makes one and deletes it with the cluster; one of your own is Premium, with a private endpoint and cache rules.",
    ),
    (
        "vault",
        "workload-identity-csi",
        "The vault, the workloads' identities, their federation and roles",
        "They are made for each service account.",
    ),
    (
        "vault",
        "application-reads",
        "The vault, the workloads' identities, their federation and roles",
        "They are made for each service account.",
    ),
    (
        "vault",
        "node-identity-csi",
        "The vault, and the role of the add-on's identity on it",
        "The identity is made with the cluster.",
    ),
    ("vault", "kubernetes-secrets", "The secrets", "They are made in the cluster; a secret has no place in a file."),
    (
        "data-access",
        "private-endpoint",
        "The private endpoints of databases and storage",
        "Their resources are not in the design; their subnet is.",
    ),
    (
        "data-access",
        "service-endpoint",
        "The service endpoints of the subnets",
        "Which services they are for is not in the design.",
    ),
    (
        "data-access",
        "public-firewall",
        "The firewall rules of databases and storage",
        "Their resources are not in the design.",
    ),
    ("service-mesh", "linkerd", "Linkerd", "It is installed in the cluster."),
    (
        "service-mesh",
        "wireguard",
        "Switching WireGuard on",
        "Advanced Container Networking Services are here; encryption is a setting of theirs, turned on afterwards.",
    ),
    (
        "service-mesh",
        "osm",
        "The Open Service Mesh add-on",
        "Its support ends 2027-09-30: nothing new should start with it.",
    ),
];

/// Wizards whose decision the programs need.
pub(super) const NEEDED: &[(&str, &str, &str)] = &[
    (
        "network-model",
        "The network model",
        "Nothing is decided: Azure CNI Overlay stands here, as AKS takes it when it is told nothing.",
    ),
    ("data-plane", "The data plane", "Nothing is decided: AKS takes the standard one."),
    ("control-plane", "How the API server is reached", "Nothing is decided: it is public."),
    ("outbound", "The way out", "Nothing is decided: AKS makes a load balancer."),
    ("ingress", "The way in for traffic", "Nothing is decided."),
    ("policy-engine", "The policy engine", "Nothing is decided: without one no policy is enforced."),
    ("registry", "The registry", "Nothing is decided: the cluster may pull from none that asks who it is."),
    ("vault", "Secrets", "Nothing is decided."),
    ("service-mesh", "A service mesh", "Nothing is decided: there is none."),
];

/// The decisions that the programs know: wizards with their outcomes.
pub(in crate::domain::design::build) const KNOWN: &[(&str, &[&str])] = &[
    ("network-model", &["overlay", "pod-subnet-dynamic", "pod-subnet-static", "node-subnet", "kubenet", "byo-cni"]),
    ("data-plane", &["cilium", "cilium-acns", "azure", "own"]),
    (
        "control-plane",
        &["public", "public-ranges", "vnet-integration-public", "vnet-integration-private", "private-link"],
    ),
    ("private-dns", &["not-needed", "system", "custom-zone", "none"]),
    ("way-in", &["public-endpoint", "vpn-expressroute", "peering", "private-endpoint", "bastion", "command-invoke"]),
    (
        "outbound",
        &[
            "load-balancer",
            "managed-nat-gateway",
            "managed-nat-gateway-v2",
            "user-nat-gateway",
            "user-defined-routing",
            "none",
            "block",
        ],
    ),
    (
        "ingress",
        &[
            "app-routing-gateway",
            "istio-gateway",
            "agc",
            "agic",
            "load-balancer-service",
            "own-nginx",
            "app-routing-nginx",
        ],
    ),
    ("policy-engine", &["cilium", "calico", "azure-npm", "none"]),
    ("registry", &["public-attach", "private-endpoint", "service-principal", "cache-isolated"]),
    ("vault", &["workload-identity-csi", "node-identity-csi", "application-reads", "kubernetes-secrets"]),
    ("data-access", &["private-endpoint", "service-endpoint", "public-firewall"]),
    ("service-mesh", &["no-mesh", "istio-addon", "linkerd", "wireguard", "osm"]),
];
