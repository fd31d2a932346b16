//! Every flag that the script may use, each with the page that has it. A test reads scripts and refuses any other.

const GROUP: &str = "https://learn.microsoft.com/cli/azure/group#az-group-create";
const AKS: &str = "https://learn.microsoft.com/cli/azure/aks#az-aks-create";
const NODEPOOL: &str = "https://learn.microsoft.com/cli/azure/aks/nodepool#az-aks-nodepool-add";
const VNET: &str = "https://learn.microsoft.com/cli/azure/network/vnet#az-network-vnet-create";
const POOLS: &str = "https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling";
const OVERLAY: &str = "https://learn.microsoft.com/azure/aks/azure-cni-overlay";
const DYNAMIC: &str = "https://learn.microsoft.com/azure/aks/configure-azure-cni-dynamic-ip-allocation";
const STATIC: &str = "https://learn.microsoft.com/azure/aks/configure-azure-cni-static-block-allocation";
const KUBENET: &str = "https://learn.microsoft.com/azure/aks/configure-kubenet";
const CILIUM: &str = "https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium";
const POLICIES: &str = "https://learn.microsoft.com/azure/aks/use-network-policies";
const PRIVATE: &str = "https://learn.microsoft.com/azure/aks/private-clusters";
const INTEGRATION: &str = "https://learn.microsoft.com/azure/aks/api-server-vnet-integration";
const AUTHORIZED: &str = "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges";
const OUTBOUND: &str = "https://learn.microsoft.com/azure/aks/egress-outboundtype";
const BALANCER: &str = "https://learn.microsoft.com/azure/aks/configure-load-balancer-standard";
const NAT: &str = "https://learn.microsoft.com/azure/aks/nat-gateway";
const FIREWALL: &str = "https://learn.microsoft.com/azure/aks/limit-egress-traffic";
const ISOLATED: &str = "https://learn.microsoft.com/azure/aks/network-isolated";
const ACR: &str = "https://learn.microsoft.com/azure/aks/cluster-container-registry-integration";
const ACR_PRIVATE: &str = "https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints";
const ACR_ROLES: &str =
    "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions";
const SECRETS: &str = "https://learn.microsoft.com/azure/aks/csi-secrets-store-driver";
const ROUTING: &str = "https://learn.microsoft.com/azure/aks/app-routing";
const GATEWAY: &str = "https://learn.microsoft.com/azure/aks/app-routing-gateway-api";
const MESH: &str = "https://learn.microsoft.com/azure/aks/istio-deploy-addon";
const MESH_INGRESS: &str = "https://learn.microsoft.com/azure/aks/istio-deploy-ingress";

/// The words of a command, its flags, and the page that has them.
pub(in crate::export::design) const FLAGS: &[(&str, &[&str], &str)] = &[
    ("*", &["--resource-group", "--name", "--query", "--output"], AKS),
    ("group create", &["--location"], GROUP),
    ("network route-table create", &["--location"], FIREWALL),
    ("network route-table route show", &["--route-table-name"], FIREWALL),
    (
        "network route-table route create",
        &["--route-table-name", "--address-prefix", "--next-hop-type", "--next-hop-ip-address"],
        FIREWALL,
    ),
    ("network public-ip create", &["--location", "--sku", "--allocation-method"], NAT),
    ("network nat gateway create", &["--location", "--sku", "--public-ip-addresses"], NAT),
    ("network vnet create", &["--location", "--address-prefixes", "--dns-servers", "--tags"], VNET),
    ("network vnet subnet create", &["--vnet-name", "--address-prefixes", "--delegations"], INTEGRATION),
    ("network vnet subnet show", &["--vnet-name"], NAT),
    ("network vnet subnet update", &["--vnet-name", "--nat-gateway"], NAT),
    ("network vnet subnet update", &["--route-table"], FIREWALL),
    ("network private-dns link vnet show", &["--zone-name"], ACR_PRIVATE),
    (
        "network private-dns link vnet create",
        &["--zone-name", "--virtual-network", "--registration-enabled"],
        ACR_PRIVATE,
    ),
    (
        "network private-endpoint create",
        &[
            "--location",
            "--vnet-name",
            "--subnet",
            "--private-connection-resource-id",
            "--group-ids",
            "--connection-name",
        ],
        ACR_PRIVATE,
    ),
    ("network nic show", &["--ids"], ACR_PRIVATE),
    ("network private-dns record-set a show", &["--zone-name"], ACR_PRIVATE),
    (
        "network private-dns record-set a add-record",
        &["--zone-name", "--record-set-name", "--ipv4-address"],
        ACR_PRIVATE,
    ),
    ("identity create", &["--location"], PRIVATE),
    ("role assignment create", &["--assignee-object-id", "--assignee-principal-type", "--role", "--scope"], ACR_ROLES),
    (
        "aks create",
        &[
            "--location",
            "--kubernetes-version",
            "--nodepool-name",
            "--node-count",
            "--node-vm-size",
            "--zones",
            "--tags",
        ],
        AKS,
    ),
    ("aks create", &["--network-plugin", "--network-plugin-mode", "--pod-cidr", "--pod-cidrs"], OVERLAY),
    ("aks create", &["--ip-families", "--service-cidrs"], OVERLAY),
    ("aks create", &["--service-cidr", "--dns-service-ip", "--assign-identity"], KUBENET),
    ("aks create", &["--vnet-subnet-id", "--pod-subnet-id", "--max-pods"], DYNAMIC),
    ("aks create", &["--pod-ip-allocation-mode"], STATIC),
    ("aks create", &["--network-dataplane", "--enable-acns"], CILIUM),
    ("aks create", &["--network-policy"], POLICIES),
    ("aks create", &["--outbound-type"], OUTBOUND),
    ("aks create", &["--load-balancer-managed-outbound-ip-count", "--load-balancer-outbound-ports"], BALANCER),
    ("aks create", &["--nat-gateway-managed-outbound-ip-count"], NAT),
    ("aks create", &["--bootstrap-artifact-source"], ISOLATED),
    ("aks create", &["--enable-private-cluster", "--private-dns-zone"], PRIVATE),
    ("aks create", &["--enable-apiserver-vnet-integration", "--apiserver-subnet-id"], INTEGRATION),
    ("aks create", &["--api-server-authorized-ip-ranges"], AUTHORIZED),
    ("aks create", &["--attach-acr", "--generate-ssh-keys"], ACR),
    ("aks create", &["--enable-addons", "--enable-oidc-issuer", "--enable-workload-identity"], SECRETS),
    ("aks create", &["--enable-gateway-api", "--enable-app-routing-istio"], GATEWAY),
    ("aks create", &["--enable-app-routing"], ROUTING),
    ("aks create", &["--enable-azure-service-mesh"], MESH),
    ("aks mesh enable-ingress-gateway", &["--ingress-gateway-type"], MESH_INGRESS),
    ("aks nodepool show", &["--cluster-name"], POOLS),
    ("aks nodepool update", &["--cluster-name", "--max-surge"], POOLS),
    (
        "aks nodepool add",
        &["--cluster-name", "--mode", "--node-count", "--node-vm-size", "--os-type", "--zones", "--max-surge"],
        NODEPOOL,
    ),
    ("aks nodepool add", &["--vnet-subnet-id", "--pod-subnet-id", "--max-pods"], DYNAMIC),
    ("aks nodepool add", &["--pod-ip-allocation-mode"], STATIC),
];
