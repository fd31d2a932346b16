//! The rules about IPv4 and IPv6.

use ipnet::IpNet;

use crate::domain::aks::cluster::{Cluster, IpFamily, Model};
use crate::domain::aks::finding::Finding;
use crate::domain::aks::source::Source;

pub(super) fn findings(cluster: &Cluster, found: &mut Vec<Finding>) {
    let given = cluster.ip_families.as_slice();
    let six = cluster.pod_cidr.iter().chain(&cluster.service_cidr).any(|net| matches!(net, IpNet::V6(_)));
    let dual = match given {
        [] => {
            if six {
                let message = "An IPv6 range was given, so the cluster is planned with both families: it needs \
                               --ip-families ipv4,ipv6.";
                found.push(Finding::note("dual-stack-assumed", Source::OverlaySetup, message).at("ip_families"));
            }
            six
        }
        [IpFamily::Ipv4] => {
            if six {
                let message = "An IPv6 range needs --ip-families ipv4,ipv6; this cluster has IPv4 alone.";
                found
                    .push(Finding::error("ipv6-range-without-family", Source::OverlaySetup, message).at("ip_families"));
            }
            false
        }
        [IpFamily::Ipv4, IpFamily::Ipv6] => true,
        [IpFamily::Ipv6] => {
            let message = "A cluster with IPv6 alone is not possible: take ipv4 or ipv4,ipv6.";
            found.push(Finding::error("ipv6-only", Source::DualStack, message).at("ip_families"));
            true
        }
        _ => {
            let message = "The families are ipv4 or ipv4,ipv6, in this order.";
            found.push(Finding::error("ip-families-order", Source::OverlaySetup, message).at("ip_families"));
            given.contains(&IpFamily::Ipv6)
        }
    };
    if dual {
        of_model(cluster.model, found);
    }
    let pods: &[IpNet] = if cluster.model.has_pod_cidr() { &cluster.pod_cidr } else { &[] };
    for (field, nets) in [("pod_cidr", pods), ("service_cidr", cluster.service_cidr.as_slice())] {
        of_list(field, nets, dual, found);
    }
}

fn of_model(model: Model, found: &mut Vec<Finding>) {
    match model {
        Model::Overlay => {
            let message = "With both families there is no Azure NPM, no Calico, no virtual nodes, no Standard NAT \
                           gateway and no Static Egress Gateway.";
            found.push(Finding::note("dual-stack-limits", Source::OverlaySetup, message).at("ip_families"));
        }
        Model::PodSubnetStatic => {
            let message = "The dual-stack page asks for Overlay; the release notes of 2026-06-19 describe IPv6 with \
                           static blocks too. Test it first.";
            found.push(Finding::warning("dual-stack-pages-differ", Source::ReleaseNotes, message).at("ip_families"));
        }
        Model::Kubenet | Model::NodeSubnet | Model::PodSubnetDynamic => {
            let message = format!("Both families need Azure CNI Overlay; {} has IPv4 alone.", model.title());
            found.push(Finding::error("dual-stack-needs-overlay", Source::DualStack, message).at("ip_families"));
        }
    }
}

/// A list of ranges must have the families' order and one range for each.
fn of_list(field: &'static str, nets: &[IpNet], dual: bool, found: &mut Vec<Finding>) {
    let fault = match nets {
        [] | [_] | [IpNet::V4(_), IpNet::V6(_)] => None,
        [IpNet::V6(_), IpNet::V4(_)] => Some("The IPv4 range comes first, as in --ip-families ipv4,ipv6."),
        _ => Some("One range for each family: IPv4, and IPv6 after it."),
    };
    if let Some(message) = fault {
        found.push(Finding::error("ranges-not-as-families", Source::OverlaySetup, message).at(field));
    }
    if let ([one], true) = (nets, dual) {
        let (other, default) = match (field, one) {
            ("pod_cidr", IpNet::V4(_)) => ("IPv6", "fd12:3456:789a::/64"),
            ("pod_cidr", IpNet::V6(_)) => ("IPv4", "10.244.0.0/16"),
            (_, IpNet::V4(_)) => ("IPv6", "fd12:3456:789a:1::/108"),
            (_, IpNet::V6(_)) => ("IPv4", "10.0.0.0/16"),
        };
        let message =
            format!("Only one family was given. AKS' own range for {other} is {default}; the lists must have both.");
        found.push(Finding::note("other-family-default", Source::OverlaySetup, message).at(field));
    }
}
