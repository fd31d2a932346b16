//! The programs that a design is written as, and what each of them cannot say.

use super::{Build, Setting};

/// A program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Program {
    /// A script for bash with the Azure CLI.
    Az,
    /// A Bicep file.
    Bicep,
    /// A Terraform file for the `azurerm` provider.
    Terraform,
}

impl Program {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Az, Self::Bicep, Self::Terraform];

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Az => "az script",
            Self::Bicep => "Bicep",
            Self::Terraform => "Terraform",
        }
    }

    /// Why a program cannot say this, and what to do instead; nothing when it can.
    #[must_use]
    pub fn lacks(self, setting: &Setting, build: &Build) -> Option<&'static str> {
        match (self, setting) {
            (Self::Terraform, Setting::StaticBlocks) => Some(
                "The azurerm provider has no argument for it, and dynamic allocation would come instead: make the cluster and \
                 its pools with one of the other programs. One subnet cannot serve both.",
            ),
            (Self::Terraform, Setting::Outbound("managedNATGatewayV2" | "block")) => Some(
                "The azurerm provider does not know this outbound type, and a load balancer would come instead: change it \
                 after the cluster is made, or take one of the other programs.",
            ),
            (Self::Bicep, Setting::Outbound("managedNATGatewayV2")) => Some(
                "The API calls it managedNATGateway with the SKU standardV2 of API 2026-06-01, which is newer than the one \
                 used here; a load balancer would come instead. Take the az script.",
            ),
            (Self::Terraform, Setting::GatewayApi | Setting::AppRoutingIstio) => Some(
                "The azurerm provider has no argument for it: run az aks update with --enable-gateway-api and \
                 --enable-app-routing-istio after the cluster is made.",
            ),
            (Self::Terraform, Setting::PodRanges(_)) if build.says(&Setting::Plugin("none")) => Some(
                "The azurerm provider takes a pod range with Overlay and kubenet only: take one of the other programs.",
            ),
            (Self::Terraform, Setting::ContainerNetworking) if !build.says(&Setting::CiliumDataPlane) => Some(
                "The azurerm provider takes it with Cilium's data plane only: turn it on after the cluster is made.",
            ),
            _ => None,
        }
    }
}
