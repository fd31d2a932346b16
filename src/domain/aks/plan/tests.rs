use std::collections::BTreeSet;

use ipnet::IpNet;
use proptest::prelude::*;

use super::picture::Use;
use super::*;
use crate::domain::aks::cluster::{IpFamily, Os, Pool, Surge};
use crate::domain::aks::finding::Severity;

mod codes;
mod properties;
mod vectors;

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn pool(nodes: u32, max_pods: u32, surge: Surge) -> Pool {
    Pool { name: "system".into(), nodes, max_pods, surge, os: Os::Linux, pods: None }
}

fn cluster(model: Model, nodes: u32, max_pods: u32, surge: Surge) -> Cluster {
    Cluster::new(model, vec![pool(nodes, max_pods, surge)])
}

fn codes(plan: &Plan) -> BTreeSet<(Severity, &'static str)> {
    plan.findings.iter().map(|finding| (finding.severity, finding.code)).collect()
}

fn has(plan: &Plan, code: &str) -> bool {
    plan.findings.iter().any(|finding| finding.code == code)
}

fn refused(plan: &Plan, code: &str) -> bool {
    !plan.fits && plan.findings.iter().any(|finding| finding.code == code && finding.severity == Severity::Error)
}
