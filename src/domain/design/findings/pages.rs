//! The pages that state the rules, besides those of address planning.

use crate::domain::aks::source::Source;

pub(super) const OVERLAY: &str = Source::Overlay.url();
pub(super) const OVERLAY_SETUP: &str = Source::OverlaySetup.url();
pub(super) const KUBENET: &str = Source::Kubenet.url();
pub(super) const CNI: &str = Source::CniOverview.url();
pub(super) const PLANNING: &str = Source::IpPlanning.url();
pub(super) const VNET_FAQ: &str = Source::VnetFaq.url();
pub(super) const RELEASES: &str = Source::ReleaseNotes.url();
pub(super) const STATIC: &str = Source::PodSubnetStatic.url();
pub(super) const DYNAMIC: &str = Source::PodSubnetDynamic.url();
pub(super) const PRIVATE: &str = Source::PrivateClusters.url();
pub(super) const CONNECT: &str = Source::PrivateConnect.url();
pub(super) const INTEGRATION: &str = Source::VnetIntegration.url();
pub(super) const AUTHORIZED: &str = Source::AuthorizedRanges.url();
pub(super) const OUTBOUND_TYPES: &str = Source::OutboundTypes.url();
pub(super) const UDR: &str = Source::EgressUdr.url();
pub(super) const FIREWALL: &str = Source::AzureFirewall.url();
pub(super) const NAT: &str = Source::NatGateway.url();
pub(super) const NAT_SKUS: &str = Source::NatSkus.url();
pub(super) const LB_SETUP: &str = Source::LoadBalancerSetup.url();
pub(super) const ISOLATED: &str = Source::NetworkIsolated.url();
pub(super) const CILIUM: &str = "https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium";
pub(super) const BYO_CNI: &str = "https://learn.microsoft.com/azure/aks/use-byo-cni";
pub(super) const POLICIES: &str = "https://learn.microsoft.com/azure/aks/use-network-policies";
pub(super) const L7: &str = "https://learn.microsoft.com/azure/aks/container-network-security-l7-policy-concepts";
pub(super) const AUTOMATIC: &str = "https://learn.microsoft.com/azure/aks/intro-aks-automatic";
pub(super) const SYSTEM_POOLS: &str = "https://learn.microsoft.com/azure/aks/use-system-pools";
pub(super) const INVOKE: &str = "https://learn.microsoft.com/azure/aks/access-private-cluster";
pub(super) const DEFAULT_ACCESS: &str =
    "https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access";
pub(super) const ISOLATED_SETUP: &str = "https://learn.microsoft.com/azure/aks/network-isolated";
pub(super) const APP_ROUTING: &str = "https://learn.microsoft.com/azure/aks/app-routing";
pub(super) const APP_GATEWAY_API: &str = "https://learn.microsoft.com/azure/aks/app-routing-gateway-api";
pub(super) const NGINX: &str = "https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement";
pub(super) const AGIC: &str = "https://learn.microsoft.com/azure/application-gateway/ingress-controller-overview";
pub(super) const GATEWAY_SUBNET: &str =
    "https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure";
pub(super) const AGC: &str = "https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components";
pub(super) const AGC_NETWORK: &str =
    "https://learn.microsoft.com/azure/application-gateway/for-containers/container-networking";
pub(super) const AGC_ADDON: &str = "https://learn.microsoft.com/azure/application-gateway/for-containers/\
    quickstart-deploy-application-gateway-for-containers-alb-controller-addon";
pub(super) const ISTIO_INGRESS: &str = "https://learn.microsoft.com/azure/aks/istio-deploy-ingress";
pub(super) const ISTIO: &str = "https://learn.microsoft.com/azure/aks/istio-about";
pub(super) const OSM: &str = "https://learn.microsoft.com/azure/aks/open-service-mesh-about";
pub(super) const LINKERD: &str = "https://linkerd.io/releases/";
pub(super) const ACR_ENDPOINT: &str =
    "https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints";
pub(super) const ACR_TENANT: &str =
    "https://learn.microsoft.com/azure/container-registry/authenticate-aks-cross-tenant";
pub(super) const ENDPOINT: &str = "https://learn.microsoft.com/azure/private-link/private-endpoint-overview";
pub(super) const ENDPOINT_DNS: &str = "https://learn.microsoft.com/azure/private-link/private-endpoint-dns";
pub(super) const VAULT_ACCESS: &str = "https://learn.microsoft.com/azure/aks/csi-secrets-store-identity-access";
pub(super) const RECORD: &str =
    "https://learn.microsoft.com/azure/well-architected/architect-role/architecture-decision-record";
