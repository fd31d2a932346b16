//! The subnets that Azure's own services ask for: what they must be called, how large they must be, and why.

use std::fmt;

use ipnet::IpNet;
use serde::Serialize;

use super::{IPV6_PREFIX, LONGEST_PREFIX};

/// What a subnet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// VPN and `ExpressRoute` gateways.
    Gateway,
    /// Azure Firewall.
    Firewall,
    /// Azure Firewall's management interface.
    FirewallManagement,
    /// Azure Bastion.
    Bastion,
    /// Application Gateway, version 2.
    ApplicationGateway,
    /// Application Gateway for Containers (AGC).
    ApplicationGatewayForContainers,
    /// The API server of AKS clusters with API Server `VNet` Integration.
    ApiServer,
    /// Nodes of AKS clusters.
    AksNodes,
    /// Pods of AKS clusters with a pod subnet.
    AksPods,
    /// Private endpoints.
    PrivateEndpoints,
    /// A NAT gateway, which takes no subnet.
    NatGateway,
    /// Virtual machines and all else without demands of its own.
    General,
}

/// What Azure asks of a subnet with a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Demand {
    /// The role.
    pub role: Role,
    /// A stable word for links and files.
    pub id: &'static str,
    /// What to call the role on a page.
    pub title: &'static str,
    /// Whether it takes a subnet at all.
    pub takes_subnet: bool,
    /// The longest IPv4 prefix that works.
    pub minimum: u8,
    /// The IPv4 prefix to take without a reason to take another. None where it follows from a plan.
    pub recommended: Option<u8>,
    /// The shortest IPv4 prefix that works, where there is one.
    pub maximum: Option<u8>,
    /// The name that the subnet must have.
    pub name: Option<&'static str>,
    /// The service that the subnet must be delegated to.
    pub delegation: Option<&'static str>,
    /// Whether nothing else may be in the subnet.
    pub alone: bool,
    /// The reason for the size and the name.
    pub why: &'static str,
    /// The page that says so.
    pub source: &'static str,
}

impl Role {
    /// All roles, in the order in which a hub and its spokes are planned.
    pub const ALL: [Self; 12] = [
        Self::Gateway,
        Self::Firewall,
        Self::FirewallManagement,
        Self::Bastion,
        Self::NatGateway,
        Self::ApplicationGateway,
        Self::ApplicationGatewayForContainers,
        Self::ApiServer,
        Self::AksNodes,
        Self::AksPods,
        Self::PrivateEndpoints,
        Self::General,
    ];

    /// The role with this id.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.demand().id == id)
    }

    /// The role that a subnet has by its name alone.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.demand().name.is_some_and(|own| own.eq_ignore_ascii_case(name)))
    }

    /// What Azure asks of a subnet with this role.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table: one entry for each role")]
    pub const fn demand(self) -> Demand {
        let plain = Demand {
            role: self,
            id: "general",
            title: "Virtual machines and others",
            takes_subnet: true,
            minimum: LONGEST_PREFIX,
            recommended: None,
            maximum: None,
            name: None,
            delegation: None,
            alone: false,
            why: "Azure keeps five addresses of every subnet, so a /29 with three to use is the smallest.",
            source: "https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq",
        };
        match self {
            Self::General => plain,
            Self::Gateway => Demand {
                id: "gateway",
                title: "VPN or ExpressRoute gateway",
                minimum: 27,
                recommended: Some(27),
                name: Some("GatewaySubnet"),
                alone: true,
                why: "The gateways' instances live here and need room to be replaced and to grow: a /27, and a /26 for \
                      16 ExpressRoute circuits. Only the Basic VPN gateway does with a /29.",
                source: "https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub",
                ..plain
            },
            Self::Firewall => Demand {
                id: "firewall",
                title: "Azure Firewall",
                minimum: 26,
                recommended: Some(26),
                name: Some("AzureFirewallSubnet"),
                alone: true,
                why: "The firewall adds instances as it scales; a /26 holds as many as it can have, a larger subnet \
                      brings nothing.",
                source: "https://learn.microsoft.com/azure/firewall/firewall-faq",
                ..plain
            },
            Self::FirewallManagement => Demand {
                id: "firewall-management",
                title: "Azure Firewall, management interface",
                minimum: 26,
                recommended: Some(26),
                name: Some("AzureFirewallManagementSubnet"),
                alone: true,
                why: "Carries the firewall's own management traffic apart from yours: always for the Basic firewall, \
                      for the others with forced tunnelling.",
                source: "https://learn.microsoft.com/azure/firewall/management-nic",
                ..plain
            },
            Self::Bastion => Demand {
                id: "bastion",
                title: "Azure Bastion",
                minimum: 26,
                recommended: Some(26),
                name: Some("AzureBastionSubnet"),
                alone: true,
                why: "Bastion adds instances as more people connect; a /26 holds as many as it can have.",
                source: "https://learn.microsoft.com/azure/bastion/configuration-settings#subnet",
                ..plain
            },
            Self::ApplicationGateway => Demand {
                id: "application-gateway",
                title: "Application Gateway v2",
                recommended: Some(24),
                alone: true,
                why: "One address for each instance, up to 125, and one for a private frontend. A /24 lets it scale \
                      to the end; a smaller one works as long as the instances fit.",
                source: "https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure",
                ..plain
            },
            Self::ApplicationGatewayForContainers => Demand {
                id: "application-gateway-for-containers",
                title: "Application Gateway for Containers",
                minimum: 24,
                recommended: Some(24),
                delegation: Some("Microsoft.ServiceNetworking/trafficControllers"),
                alone: true,
                why: "The association needs at least 256 addresses: a /24 or larger, and exactly a /24 in the same \
                      network for clusters with Azure CNI Overlay.",
                source: "https://learn.microsoft.com/azure/application-gateway/for-containers/container-networking",
                ..plain
            },
            Self::ApiServer => Demand {
                id: "api-server",
                title: "AKS API server (VNet Integration)",
                minimum: 28,
                recommended: Some(28),
                delegation: Some("Microsoft.ContainerService/managedClusters"),
                alone: true,
                why: "Each cluster keeps at least nine addresses for its API server; a /28 is the smallest and holds \
                      one cluster. When the addresses run out, the API server cannot scale.",
                source: "https://learn.microsoft.com/azure/aks/api-server-vnet-integration",
                ..plain
            },
            Self::AksNodes => Demand {
                id: "aks-nodes",
                title: "AKS nodes",
                why: "An address for each node and each surge node, and for flat networking one for each pod a node \
                      may run. The subnet must not be delegated to a service.",
                source: "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning",
                ..plain
            },
            Self::AksPods => Demand {
                id: "aks-pods",
                title: "AKS pods (pod subnet)",
                alone: true,
                maximum: Some(12),
                why: "Nodes take addresses in batches of 16 or in fixed blocks of a /28; virtual machines may not be \
                      in it. With static blocks it may be as large as a /12.",
                source: "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-pod-subnet",
                ..plain
            },
            Self::PrivateEndpoints => Demand {
                id: "private-endpoints",
                title: "Private endpoints",
                why: "Each private endpoint takes an address, some services more than one.",
                source: "https://learn.microsoft.com/azure/private-link/private-endpoint-overview",
                ..plain
            },
            Self::NatGateway => Demand {
                id: "nat-gateway",
                title: "NAT gateway",
                takes_subnet: false,
                why: "A NAT gateway takes no subnet of its own; it is attached to the subnets it serves, one gateway \
                      for each subnet.",
                source: "https://learn.microsoft.com/azure/nat-gateway/nat-gateway-resource",
                ..plain
            },
        }
    }

    /// Whether a subnet of this name and prefix can have the role. An empty name is not looked at.
    ///
    /// # Errors
    ///
    /// The first demand that is not met, with what would be right.
    pub fn check(self, name: &str, net: IpNet) -> Result<(), RoleError> {
        let demand = self.demand();
        let fault = |fault| Err(RoleError { role: self, fault });
        if !demand.takes_subnet {
            return fault(Fault::NoSubnet);
        }
        let prefix = net.prefix_len();
        match net {
            IpNet::V6(_) if prefix != IPV6_PREFIX => return fault(Fault::NotA64(prefix)),
            IpNet::V4(_) if prefix > demand.minimum => return fault(Fault::TooSmall(prefix)),
            IpNet::V4(_) if demand.maximum.is_some_and(|max| prefix < max) => return fault(Fault::TooLarge(prefix)),
            _ => {}
        }
        match demand.name {
            Some(own) if !name.is_empty() && !own.eq_ignore_ascii_case(name) => return fault(Fault::Name),
            _ => {}
        }
        match Self::of_name(name) {
            Some(other) if other != self => fault(Fault::NameOf(other)),
            _ => Ok(()),
        }
    }
}

/// A demand of a role that a subnet does not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleError {
    /// The role.
    pub role: Role,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a subnet for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The prefix is longer than the role's minimum.
    TooSmall(u8),
    /// The prefix is shorter than the role allows.
    TooLarge(u8),
    /// An IPv6 prefix that is not a /64.
    NotA64(u8),
    /// The name is not the one that Azure looks for.
    Name,
    /// The name is the one of another role.
    NameOf(Role),
    /// The role takes no subnet.
    NoSubnet,
}

impl fmt::Display for RoleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let demand = self.role.demand();
        let title = demand.title;
        match self.fault {
            Fault::TooSmall(prefix) => {
                write!(f, "A /{prefix} is too small for {title}: at least a /{}. {}", demand.minimum, demand.why)
            }
            Fault::TooLarge(prefix) => {
                let most = demand.maximum.unwrap_or_default();
                write!(f, "A /{prefix} is too large for {title}: at most a /{most}. {}", demand.why)
            }
            Fault::NotA64(prefix) => write!(f, "An IPv6 subnet in Azure is a /64 exactly, not a /{prefix}."),
            Fault::Name => {
                write!(f, "The subnet for {title} must be called {}.", demand.name.unwrap_or("by its own name"))
            }
            Fault::NameOf(other) => {
                write!(f, "This name belongs to the subnet for {}; call this one otherwise.", other.demand().title)
            }
            Fault::NoSubnet => f.write_str(demand.why),
        }
    }
}

impl std::error::Error for RoleError {}
