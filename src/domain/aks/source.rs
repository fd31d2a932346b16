//! Where the rules are from.

use serde::{Serialize, Serializer};

/// The day on which the pages were last read. The AKS pages were read as of 2026-08-21, the release notes as of 2026-07-17.
pub const CHECKED: &str = "2026-11-22";

macro_rules! sources {
    ($($(#[$doc:meta])* $name:ident => $title:literal, $url:literal, $dated:expr;)*) => {
        /// A public page that states a rule. In JSON it is the page's address.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Source {
            $($(#[$doc])* #[doc = concat!("<", $url, ">")] $name,)*
        }

        impl Source {
            /// All pages.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What the page is about.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// The page's address.
            #[must_use]
            pub const fn url(self) -> &'static str {
                match self { $(Self::$name => $url,)* }
            }

            /// The date that the page gave itself when it was read, where it has one.
            #[must_use]
            pub const fn dated(self) -> Option<&'static str> {
                match self { $(Self::$name => $dated,)* }
            }
        }
    };
}

sources! {
    CniOverview => "CNI networking overview", "https://learn.microsoft.com/azure/aks/concepts-network-cni-overview", Some("2026-07-10");
    IpPlanning => "IP address planning", "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning", Some("2026-04-16");
    Overlay => "Azure CNI Overlay", "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay", Some("2026-07-31");
    OverlaySetup => "Configure Azure CNI Overlay", "https://learn.microsoft.com/azure/aks/azure-cni-overlay", Some("2026-07-31");
    PodCidrExpand => "Expand the overlay pod CIDR", "https://learn.microsoft.com/azure/aks/azure-cni-overlay-pod-expand", Some("2024-08-16");
    PodSubnet => "Azure CNI Pod Subnet", "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-pod-subnet", Some("2024-05-21");
    PodSubnetDynamic => "Pod Subnet, dynamic allocation", "https://learn.microsoft.com/azure/aks/configure-azure-cni-dynamic-ip-allocation", Some("2024-07-09");
    PodSubnetStatic => "Pod Subnet, static block allocation", "https://learn.microsoft.com/azure/aks/configure-azure-cni-static-block-allocation", Some("2024-03-18");
    PoolMonitor => "Azure CNS, address pool monitor", "https://github.com/Azure/azure-container-networking/blob/master/cns/ipampool/v2/monitor.go", None;
    LegacyCni => "Legacy CNI options", "https://learn.microsoft.com/azure/aks/concepts-network-legacy-cni", Some("2026-04-16");
    Kubenet => "kubenet", "https://learn.microsoft.com/azure/aks/configure-kubenet", Some("2026-04-16");
    KubenetRetirement => "kubenet retirement", "https://github.com/Azure/AKS/issues/4859", Some("2026-01-14");
    DualStack => "Dual-stack networking", "https://learn.microsoft.com/azure/aks/configure-dual-stack", Some("2023-12-07");
    PlanPods => "Plan pod networking", "https://learn.microsoft.com/azure/aks/plan-pod-networking", Some("2025-03-24");
    Upgrade => "Rolling upgrades and max surge", "https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling", Some("2026-05-29");
    LargeClusters => "Large clusters", "https://learn.microsoft.com/azure/aks/best-practices-performance-scale-large", Some("2026-06-05");
    Limits => "Quotas and limits", "https://learn.microsoft.com/azure/aks/quotas-skus-regions", Some("2026-08-03");
    PrivateClusters => "Private clusters", "https://learn.microsoft.com/azure/aks/private-clusters", Some("2026-08-05");
    PrivateConnect => "Connect to a private cluster", "https://learn.microsoft.com/azure/aks/private-cluster-connect", Some("2026-08-13");
    VnetIntegration => "API Server VNet Integration", "https://learn.microsoft.com/azure/aks/api-server-vnet-integration", Some("2026-04-15");
    AuthorizedRanges => "API server authorized IP ranges", "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges", Some("2026-08-03");
    OutboundTypes => "Outbound types", "https://learn.microsoft.com/azure/aks/egress-outboundtype", Some("2026-08-05");
    EgressUdr => "Egress with user-defined routes", "https://learn.microsoft.com/azure/aks/egress-udr", Some("2023-05-10");
    NatGateway => "NAT gateway for AKS", "https://learn.microsoft.com/azure/aks/nat-gateway", Some("2026-07-07");
    NatSkus => "NAT Gateway SKUs", "https://learn.microsoft.com/azure/nat-gateway/nat-sku", Some("2026-07-27");
    LoadBalancer => "Standard Load Balancer in AKS", "https://learn.microsoft.com/azure/aks/load-balancer-standard", Some("2024-01-23");
    LoadBalancerSetup => "Configure the Standard Load Balancer", "https://learn.microsoft.com/azure/aks/configure-load-balancer-standard", Some("2024-01-23");
    LoadBalancerOutbound => "Load Balancer outbound connections", "https://learn.microsoft.com/azure/load-balancer/load-balancer-outbound-connections", Some("2023-03-06");
    LoadBalancerProfile => "Load balancer profile in the AKS API", "https://learn.microsoft.com/javascript/api/@azure/arm-containerservice/managedclusterloadbalancerprofile", None;
    AzureFirewall => "Limit egress with Azure Firewall", "https://learn.microsoft.com/azure/aks/limit-egress-traffic", Some("2023-12-05");
    FirewallPorts => "Azure Firewall with NAT gateway", "https://learn.microsoft.com/azure/firewall/integrate-with-nat-gateway", Some("2023-10-25");
    NetworkIsolated => "Network isolated clusters", "https://learn.microsoft.com/azure/aks/concepts-network-isolated", Some("2026-06-15");
    StaticEgress => "Static Egress Gateway", "https://learn.microsoft.com/azure/aks/configure-static-egress-gateway", Some("2026-08-06");
    VnetFaq => "Virtual network questions and answers", "https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq", None;
    ServiceRanges => "Kubernetes, Service IP ranges", "https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/", None;
    ReleaseNotes => "AKS release notes", "https://github.com/Azure/AKS/blob/master/CHANGELOG.md", Some("2026-07-17");
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.url())
    }
}
