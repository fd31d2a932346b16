//! What a cluster can be told.

use ipnet::IpNet;

use super::{Place, Value, Why};

/// One thing that the cluster is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// What.
    pub setting: Setting,
    /// Why.
    pub why: Why,
}

/// The private zone of the API server's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneMode {
    /// AKS makes it.
    System,
    /// There is none.
    None,
    /// One's own, by its place in [`Build::zones`](super::Build::zones).
    Own(usize),
}

/// What a cluster can be told. Words are as `az aks create` spells them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// The Kubernetes version.
    Kubernetes(String),
    /// `azure`, `kubenet` or `none`.
    Plugin(&'static str),
    /// Pods from a range of their own.
    Overlay,
    /// The eBPF data plane.
    CiliumDataPlane,
    /// Advanced Container Networking Services.
    ContainerNetworking,
    /// `cilium`, `calico`, `azure` or `none`.
    Policy(&'static str),
    /// IPv4 and IPv6.
    DualStack,
    /// The pods' ranges.
    PodRanges(Vec<IpNet>),
    /// The services' ranges.
    ServiceRanges(Vec<IpNet>),
    /// The address of the cluster's DNS service.
    DnsService(Value),
    /// Pods take fixed blocks of their subnet.
    StaticBlocks,
    /// As `--outbound-type` spells it.
    Outbound(&'static str),
    /// Public addresses of the load balancer that AKS makes.
    BalancerAddresses(u64),
    /// Source ports for each node.
    BalancerPorts(u64),
    /// Public addresses of the NAT gateway that AKS makes.
    NatAddresses(u64),
    /// System images from a registry cache.
    ArtifactCache,
    /// The API server has a private address only; its name can be found in public DNS too.
    Private,
    /// The zone of the private name.
    PrivateZone(ZoneMode),
    /// The API server stands in the virtual network, in this subnet of it where the network is one's own.
    Integrated(Option<Place>),
    /// Who may reach the public API server.
    AuthorizedRanges(Value),
    /// The cluster acts as its own identity.
    OwnIdentity,
    /// An issuer of tokens for workload identity.
    OidcIssuer,
    /// Pods act as identities.
    WorkloadIdentity,
    /// The add-on that mounts secrets of a vault.
    SecretsProvider,
    /// The Gateway API, managed.
    GatewayApi,
    /// Application routing by Gateway API.
    AppRoutingIstio,
    /// Application routing with NGINX.
    AppRouting,
    /// The Istio add-on.
    Istio,
    /// Its ingress gateway: `external` or `internal`.
    IstioGateway(&'static str),
}
