//! What holds for every cluster.

use super::*;
use crate::domain::aks::compare::compare;

fn any_model() -> impl Strategy<Value = Model> {
    proptest::sample::select(Model::ALL.to_vec())
}

fn any_surge() -> impl Strategy<Value = Surge> {
    prop_oneof![(0_u32..20).prop_map(Surge::Nodes), (0_u32..=100).prop_map(Surge::Percent)]
}

fn any_pool() -> impl Strategy<Value = Pool> {
    let os = prop_oneof![Just(Os::Linux), Just(Os::Windows)];
    let pods = proptest::option::of(0_u32..250);
    ("[a-z]{0,12}", 0_u32..400, 10_u32..=250, any_surge(), os, pods)
        .prop_map(|(name, nodes, max_pods, surge, os, pods)| Pool { name, nodes, max_pods, surge, os, pods })
}

fn hostile_pool() -> impl Strategy<Value = Pool> {
    let surge = prop_oneof![any::<u32>().prop_map(Surge::Nodes), any::<u32>().prop_map(Surge::Percent)];
    ("\\PC*", any::<u32>(), any::<u32>(), surge, proptest::option::of(any::<u32>()))
        .prop_map(|(name, nodes, max_pods, surge, pods)| Pool { name, nodes, max_pods, surge, os: Os::Linux, pods })
}

fn any_net() -> impl Strategy<Value = IpNet> {
    prop_oneof![
        (any::<u32>(), 0_u8..=32)
            .prop_map(|(ip, prefix)| IpNet::new(std::net::Ipv4Addr::from(ip).into(), prefix).unwrap()),
        (any::<u128>(), 0_u8..=128)
            .prop_map(|(ip, prefix)| IpNet::new(std::net::Ipv6Addr::from(ip).into(), prefix).unwrap()),
    ]
}

fn hostile_cluster() -> impl Strategy<Value = Cluster> {
    let family = prop_oneof![Just(IpFamily::Ipv4), Just(IpFamily::Ipv6)];
    let maybe = || proptest::option::of(any_net());
    let list = || proptest::collection::vec(any_net(), 0..4);
    (
        any_model(),
        proptest::collection::vec(hostile_pool(), 0..6),
        (maybe(), maybe(), maybe()),
        (list(), list(), list()),
        proptest::option::of(any::<std::net::IpAddr>()),
        any::<u32>(),
        proptest::collection::vec(family, 0..4),
    )
        .prop_map(|(model, pools, subnets, lists, dns_service_ip, other_addresses, ip_families)| Cluster {
            model,
            pools,
            node_subnet: subnets.0,
            pod_subnet: subnets.1,
            api_server_subnet: subnets.2,
            pod_cidr: lists.0,
            service_cidr: lists.1,
            connected: lists.2,
            dns_service_ip,
            other_addresses,
            ip_families,
        })
}

/// What does not depend on the order of pools.
fn figures(plan: &Plan) -> impl PartialEq + std::fmt::Debug + use<> {
    let codes = codes(plan);
    (plan.fits, plan.surge_nodes, plan.node_subnet.clone(), plan.pod_range.clone(), plan.limits.clone(), codes)
}

proptest! {
    #[test]
    fn no_input_makes_it_panic_or_pass_2_to_53(cluster in hostile_cluster()) {
        for side in compare(&cluster) {
            let plan = side.plan;
            let pods = plan.pod_range.map_or(0, |range| range.needed.max(range.available.unwrap_or(0)));
            for n in [plan.node_subnet.needed, plan.limits.nodes, plan.limits.pods, pods, plan.surge_nodes] {
                prop_assert!(n < 1 << 53, "{n}");
            }
            for picture in &plan.pictures {
                let drawn: u64 = picture.runs.iter().map(|run| run.count).sum();
                prop_assert_eq!(drawn, picture.total);
                prop_assert!(picture.runs.windows(2).all(|two| two[0].first + two[0].count == two[1].first));
            }
        }
        let _ = plan(&cluster);
    }

    #[test]
    fn more_nodes_never_need_less(
        model in any_model(),
        pools in proptest::collection::vec(any_pool(), 1..5),
        more in 1_u32..300,
    ) {
        let cluster = Cluster::new(model, pools);
        let mut larger = cluster.clone();
        larger.pools[0].nodes += more;
        let (a, b) = (plan(&cluster), plan(&larger));
        prop_assert!(a.surge_nodes <= b.surge_nodes);
        prop_assert!(a.node_subnet.needed < b.node_subnet.needed);
        let needed = |plan: &Plan| plan.pod_range.as_ref().map(|range| range.needed);
        prop_assert!(needed(&a) < needed(&b) || model == Model::NodeSubnet);
        // A shorter prefix is larger; none is larger still.
        let size = |plan: &Plan| plan.node_subnet.smallest_prefix.map_or(64, |prefix| 32 - prefix);
        prop_assert!(size(&a) <= size(&b));
    }

    #[test]
    fn what_fits_still_fits_in_larger_ranges(
        model in any_model(),
        pools in proptest::collection::vec(any_pool(), 1..4),
        subnet in 17_u8..=27,
        pods in 13_u8..=24,
        larger in 1_u8..4,
    ) {
        // The two ranges stay apart however large they become.
        let of = |subnet: u8, pods: u8| {
            let mut cluster = Cluster::new(model, pools.clone());
            cluster.node_subnet = Some(net(&format!("10.128.0.0/{subnet}")).trunc());
            let range = net(&format!("100.64.0.0/{pods}")).trunc();
            if model.has_pod_cidr() { cluster.pod_cidr = vec![range]; }
            if model.has_pod_subnet() { cluster.pod_subnet = Some(range); }
            plan(&cluster)
        };
        let (a, b) = (of(subnet, pods), of(subnet - larger, pods.max(13 + larger) - larger));
        prop_assert!(!a.fits || b.fits || pods < 13 + larger, "{:?}", b.findings);
        prop_assert!(a.limits.nodes <= b.limits.nodes || pods < 13 + larger);
    }

    #[test]
    fn what_is_asked_for_is_enough_and_one_bit_less_is_not(
        model in any_model(),
        pools in proptest::collection::vec(any_pool(), 1..4),
    ) {
        let mut cluster = Cluster::new(model, pools);
        let free = plan(&cluster);
        // Pools without nodes need nothing, and no range is too small for that.
        if !free.fits || free.node_subnet.needed == 0 {
            return Ok(());
        }
        for missing in &free.missing {
            let prefix = missing.smallest_prefix.unwrap();
            let (base, short) = if missing.field == "node_subnet" { ("10.128.0.0", 29) } else { ("100.64.0.0", 28) };
            let set = |cluster: &mut Cluster, prefix: u8| {
                let range = net(&format!("{base}/{prefix}")).trunc();
                match missing.field {
                    "node_subnet" => cluster.node_subnet = Some(range),
                    "pod_subnet" => cluster.pod_subnet = Some(range),
                    _ => cluster.pod_cidr = vec![range],
                }
            };
            if prefix < short.min(if missing.field == "pod_cidr" { 24 } else { 32 }) {
                set(&mut cluster, prefix + 1);
                prop_assert!(!plan(&cluster).fits, "{} /{}", missing.field, prefix + 1);
            }
            set(&mut cluster, prefix);
            prop_assert!(plan(&cluster).fits, "{} /{prefix} {:?}", missing.field, plan(&cluster).findings);
        }
        let full = plan(&cluster);
        prop_assert!(full.missing.is_empty() && full.limits.nodes >= full.surge_nodes);
    }

    #[test]
    fn the_order_of_pools_does_not_matter(
        model in any_model(),
        pools in proptest::collection::vec(any_pool(), 1..6),
        prefix in 18_u8..=26,
    ) {
        let mut cluster = Cluster::new(model, pools);
        cluster.node_subnet = Some(net(&format!("10.128.0.0/{prefix}")).trunc());
        let mut turned = cluster.clone();
        turned.pools.reverse();
        prop_assert_eq!(figures(&plan(&cluster)), figures(&plan(&turned)));
    }

    #[test]
    fn it_fits_when_the_limit_is_not_passed(
        model in any_model(),
        pools in proptest::collection::vec(any_pool(), 1..4),
        prefix in 17_u8..=27,
    ) {
        let mut cluster = Cluster::new(model, pools);
        cluster.node_subnet = Some(net(&format!("10.128.0.0/{prefix}")).trunc());
        let plan = plan(&cluster);
        let total: u64 = cluster.pools.iter().map(|pool| u64::from(pool.nodes)).sum::<u64>() + plan.surge_nodes;
        let too_many = ["node-subnet-too-small", "network-address-limit", "cluster-node-limit", "kubenet-node-limit"];
        prop_assert_eq!(total <= plan.limits.nodes, !too_many.iter().any(|code| has(&plan, code)), "{:?}", plan);
    }
}
