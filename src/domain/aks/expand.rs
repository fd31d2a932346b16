//! Growing the pod range of an Overlay cluster that runs.

use ipnet::IpNet;

use super::finding::Finding;
use super::source::Source;

/// What is wrong with changing the pod range of a running Overlay cluster; empty when it is allowed. The new range must
/// hold the old one; it is changed with `az aks update --pod-cidr`.
#[must_use]
pub fn findings(from: IpNet, to: IpNet, windows: bool) -> Vec<Finding> {
    let (from, to) = (from.trunc(), to.trunc());
    let page = Source::PodCidrExpand;
    let refused = |code, message: String| Finding::error(code, page, message).at("pod_cidr");
    let mut found = Vec::new();
    if windows {
        let message = "The pod range of a cluster with Windows pools cannot grow; it takes a new cluster.";
        found.push(refused("expand-windows", message.to_owned()));
    }
    match (from, to) {
        (IpNet::V4(old), IpNet::V4(new)) if old == new => {
            found.push(Finding::note("expand-same", page, format!("{to} is the range as it is.")).at("pod_cidr"));
        }
        (IpNet::V4(old), IpNet::V4(new)) if new.contains(&old) => {}
        (IpNet::V4(old), IpNet::V4(new)) if old.contains(&new) => {
            found.push(refused(
                "expand-shrinks",
                format!("The pod range can grow, not shrink: keep {from} or take a range that holds it."),
            ));
        }
        (IpNet::V4(_), IpNet::V4(_)) => found.push(refused(
            "expand-not-superset",
            format!(
                "{to} does not hold {from}: the pod range can only grow around itself, not be replaced or added to."
            ),
        )),
        _ => found.push(refused("expand-ipv6", "Only an IPv4 pod range can grow.".to_owned())),
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::aks::finding::no_errors;
    use crate::domain::aks::formula::node_blocks;

    #[test]
    fn a_pod_range_only_grows() {
        let cases = [
            ("IP-23", "10.244.0.0/18", "10.244.0.0/16", false, None),
            ("IP-31", "10.244.0.0/16", "10.245.0.0/16", false, Some("expand-not-superset")),
            ("IP-32", "10.244.0.0/16", "10.244.0.0/18", false, Some("expand-shrinks")),
            ("windows", "10.244.0.0/18", "10.244.0.0/16", true, Some("expand-windows")),
            ("ipv6", "fd00::/64", "fd00::/56", false, Some("expand-ipv6")),
            ("other family", "10.244.0.0/18", "fd00::/56", false, Some("expand-ipv6")),
            ("grows downwards", "10.244.64.0/18", "10.244.0.0/16", false, None),
        ];
        for (id, from, to, windows, code) in cases {
            let found = findings(from.parse().unwrap(), to.parse().unwrap(), windows);
            assert_eq!(found.first().map(|finding| finding.code), code, "{id}");
            assert_eq!(no_errors(&found), code.is_none(), "{id}");
        }
        assert_eq!((node_blocks(18), node_blocks(16)), (64, 256), "IP-23");
    }
}
