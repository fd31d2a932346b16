//! Each rule with a design that breaks it and the nearest one that does not.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::design::{Answered, Chosen, Decision, KeptPlan, RuledOut};
use crate::domain::sheet::{POOL, Sheet};

mod cases;

/// The wizards whose outcomes the rules know, with their ids; a test of the content holds them against those that ship.
pub(crate) const WIZARDS: [(&str, &str); 12] = [
    ("network-model", "overlay pod-subnet-dynamic pod-subnet-static node-subnet kubenet byo-cni"),
    ("data-plane", "cilium cilium-acns azure own"),
    ("control-plane", "public public-ranges vnet-integration-public vnet-integration-private private-link"),
    ("private-dns", "not-needed system custom-zone none"),
    ("way-in", "public-endpoint vpn-expressroute peering private-endpoint bastion command-invoke"),
    (
        "outbound",
        "load-balancer managed-nat-gateway managed-nat-gateway-v2 user-nat-gateway user-defined-routing none block",
    ),
    ("ingress", "app-routing-gateway istio-gateway agc agic load-balancer-service own-nginx app-routing-nginx"),
    ("policy-engine", "cilium calico azure-npm none"),
    ("registry", "public-attach private-endpoint service-principal cache-isolated"),
    ("vault", "workload-identity-csi node-identity-csi application-reads kubernetes-secrets"),
    ("data-access", "private-endpoint service-endpoint public-firewall"),
    ("service-mesh", "no-mesh istio-addon linkerd wireguard osm"),
];

/// Wizard, question and option of every answer that a rule is broken or kept by.
pub(crate) fn answers() -> BTreeSet<(String, String, String)> {
    let designs = cases::all().flat_map(|(_, broken, mended)| [broken, mended]).map(|words| design(words));
    let decisions = designs.flat_map(|design| design.decisions);
    let answers = decisions.flat_map(|decision| {
        let wizard = decision.wizard.clone();
        decision.answers.into_iter().map(move |answer| (wizard.clone(), answer))
    });
    answers.filter_map(|(wizard, answer)| Some((wizard, answer.question, answer.option?))).collect()
}

/// A design from words: `field=value` of the sheet, `pool=name,nodes,pods,surge,system,mode`, `wizard=outcome`,
/// `wizard?question=option`, `plan tool query`, `open text`, `undecided wizard`, `out wizard=outcome`. Entries of a list
/// have a bar between, and `*201` is a list of so many addresses.
pub(super) fn design(words: &str) -> Design {
    let mut design = Design::default();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for entry in words.split(';').map(str::trim).filter(|entry| !entry.is_empty()) {
        if let Some(text) = entry.strip_prefix("open ") {
            design.open.push(text.to_owned());
        } else if let Some(plan) = entry.strip_prefix("plan ") {
            let (tool, query) = plan.split_once(' ').unwrap();
            design.plans.push(KeptPlan { tool: tool.to_owned(), query: query.to_owned(), ..KeptPlan::default() });
        } else if let Some(wizard) = entry.strip_prefix("undecided ") {
            decision(&mut design, wizard);
        } else if let Some(out) = entry.strip_prefix("out ") {
            let (wizard, id) = out.split_once('=').unwrap();
            let out = RuledOut { id: id.to_owned(), because: "No.".to_owned(), ..RuledOut::default() };
            decision(&mut design, wizard).ruled_out.push(out);
        } else if let Some((name, value)) = entry.split_once('=') {
            if let Some((wizard, question)) = name.split_once('?') {
                let answer = Answered {
                    question: question.to_owned(),
                    option: Some(value.to_owned()).filter(|value| value != "unknown"),
                    ..Answered::default()
                };
                decision(&mut design, wizard).answers.push(answer);
            } else if let Some((_, outcomes)) = WIZARDS.iter().find(|(wizard, _)| *wizard == name) {
                assert!(outcomes.split(' ').any(|id| id == value), "{name} has no outcome {value}");
                decision(&mut design, name).outcome = Some(Chosen { id: value.to_owned(), ..Chosen::default() });
            } else if name == "pool" {
                let mut cells = value.split(',');
                pairs.extend(POOL.iter().map(|field| {
                    let column = ["pool.name", "pool.nodes", "pool.max_pods", "pool.surge", "pool.os", "pool.mode"];
                    let cell = if column.contains(&field.name) { cells.next() } else { None };
                    (field.name.to_owned(), cell.unwrap_or_default().to_owned())
                }));
            } else {
                let one = |n: u32| format!("20.0.{}.{}", n / 250, n % 250);
                let many = |n: &str| {
                    (0..n.parse().unwrap()).map(one).collect::<Vec<_>>().join(
                        "
",
                    )
                };
                let text = value.strip_prefix('*').map_or_else(|| value.replace('|', "\n"), many);
                pairs.push((name.to_owned(), text));
            }
        } else {
            panic!("what is {entry}?");
        }
    }
    let (sheet, complaints) = Sheet::read(&pairs);
    assert_eq!(complaints, [], "{words}");
    design.sheet = sheet;
    design
}

fn decision<'d>(design: &'d mut Design, wizard: &str) -> &'d mut Decision {
    assert!(WIZARDS.iter().any(|(known, _)| *known == wizard), "no wizard {wizard}");
    let at = design.decisions.iter().position(|decision| decision.wizard == wizard).unwrap_or_else(|| {
        design.decisions.push(Decision { wizard: wizard.to_owned(), ..Decision::default() });
        design.decisions.len() - 1
    });
    &mut design.decisions[at]
}

fn codes(words: &str) -> BTreeSet<&'static str> {
    findings(&design(words)).into_iter().map(|finding| finding.code).collect()
}

#[test]
fn every_rule_has_a_design_that_breaks_it_and_one_that_does_not() {
    let mut wrong = Vec::new();
    for (code, bad, good) in cases::all() {
        let (before, after) = (codes(bad), codes(good));
        let beside = cases::BESIDE.iter().find(|(known, _)| known == code).map(|(_, beside)| *beside);
        let only: Vec<_> = before.difference(&after).copied().filter(|one| Some(*one) != beside).collect();
        if only != [*code] {
            wrong.push(format!(
                "{code}: {only:?} instead, beside {:?}",
                before.intersection(&after).collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let tried: BTreeSet<&str> = cases::all().map(|(code, ..)| *code).collect();
    let untried: Vec<&str> = rules().map(|rule| rule.code).filter(|code| !tried.contains(code)).collect();
    assert_eq!(untried, [""; 0], "rules without a case");
}

#[test]
fn rules_are_named_once_and_have_their_sources() {
    let mut seen = BTreeSet::new();
    for rule in rules() {
        assert!(seen.insert(rule.code), "{} stands there twice", rule.code);
        assert!(rule.code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", rule.code);
        assert!(rule.source.starts_with("https://") && !rule.source.contains(' '), "{}: {}", rule.code, rule.source);
        assert!(rule.says.ends_with('.'), "{}: {}", rule.code, rule.says);
    }
    assert!(seen.len() >= 100, "{} rules", seen.len());
}

#[test]
fn what_is_found_can_be_read() {
    for (_, bad, _) in cases::all() {
        for finding in findings(&design(bad)) {
            let (message, cure) = (&finding.message, &finding.cure);
            assert!(message.ends_with('.') || message.ends_with('?'), "{}: {message}", finding.code);
            assert!(!message.contains("  ") && !message.contains("..") && !message.contains(" ;"), "{message}");
            assert!(cure.ends_with('.') && !cure.contains("  "), "{}: {cure}", finding.code);
            for about in &finding.about {
                match about {
                    About::Sheet(field) => {
                        let (name, row) =
                            field.rsplit_once('.').filter(|_| field.starts_with("pool.")).unwrap_or((field, "0"));
                        let known = crate::domain::sheet::field(name).is_some() && row.parse::<usize>().is_ok();
                        assert!(known, "{}: {field}", finding.code);
                    }
                    About::Wizard(id) => {
                        assert!(WIZARDS.iter().any(|(known, _)| known == id), "{}: {id}", finding.code);
                    }
                    About::Plan(_) => {}
                }
            }
        }
    }
}

#[test]
fn an_empty_design_has_no_findings_and_errors_come_first() {
    assert_eq!(findings(&Design::default()), []);
    let found = findings(&design(
        "network-model=kubenet; pool=win,500,30,1,windows,user; service-range=10.0.0.0/11; open Who pays?",
    ));
    let severities: Vec<_> = found.iter().map(|finding| finding.severity).collect();
    assert!(severities.is_sorted() && severities.contains(&Severity::Error) && severities.contains(&Severity::Note));
}

#[test]
fn messages_carry_the_figures() {
    let cases = [
        (
            "network-model=node-subnet; pool=a,50,30,1; node-subnet-range=10.1.0.0/24",
            "node-subnet-too-small",
            "The node subnet has 251 usable addresses; the nodes and 1 surge node, with the pods of each, need 1,581.",
            "Take a /21 or larger.",
        ),
        (
            "network-model=overlay; pool=a,64,110,1; pod-range=10.244.0.0/18",
            "pod-range-too-small",
            "The pod range has 64 blocks of a /24; nodes and surge nodes take 65, one each.",
            "Take a /17 or larger.",
        ),
        (
            "outbound=load-balancer; pool=a,100,110,2; ports-per-node=4000; public-addresses=6",
            "ports-of-all-nodes",
            "102 nodes × 4,000 ports are 408,000; 6 addresses of 64,000 ports have 384,000.",
            "Take 7 addresses.",
        ),
        (
            "service-range=10.0.0.0/16; connected=10.0.0.0/24",
            "services-overlap-connected",
            "The services range 10.0.0.0/16 and the peered network 10.0.0.0/24 share 10.0.0.0/24; from the cluster these \
             addresses cannot be reached.",
            "Take the services from a range that is used nowhere, such as one of 172.20.0.0/16.",
        ),
    ];
    for (words, code, message, cure) in cases {
        let found = findings(&design(words));
        let finding = found.iter().find(|finding| finding.code == code).expect(code);
        assert_eq!((finding.message.as_str(), finding.cure.as_str()), (message, cure));
    }
}

#[test]
fn a_design_as_it_should_be_has_nothing_wrong() {
    let words = "region=westeurope; kubernetes=1.34; ip-families=ipv4; network-owner=you; zones=yes; vnet=vnet-shop; \
                 vnet-range=10.1.0.0/16; node-subnet-range=10.1.0.0/24; pod-range=10.244.0.0/16; \
                 service-range=172.20.0.0/16; dns-service-address=172.20.0.10; api-server-range=10.1.8.0/28; \
                 endpoint-range=10.1.8.32/27; frontend-range=10.1.9.0/24; connected=10.100.0.0/16; \
                 on-premises=192.168.0.0/16; next-hop=10.100.0.4; route-table=rt-egress; public-addresses=20; \
                 identity=id-shop; pool=system,3,110,1,linux,system; pool=user,40,110,10%,linux,user; \
                 network-model=overlay; data-plane=cilium; control-plane=vnet-integration-private; \
                 private-dns=custom-zone; way-in=vpn-expressroute; outbound=user-defined-routing; ingress=agc; \
                 ingress?reached-from=private; policy-engine=cilium; registry=private-endpoint; \
                 vault=workload-identity-csi; data-access=private-endpoint; service-mesh=no-mesh; \
                 network-model?windows=no; policy-engine?windows=no; outbound?nodes=up-to-400";
    let found: Vec<_> = findings(&design(words)).into_iter().filter(|f| f.severity != Severity::Note).collect();
    assert_eq!(found, []);
}

fn hostile() -> impl Strategy<Value = Design> {
    let outcome = prop::sample::select(WIZARDS.to_vec()).prop_flat_map(|(wizard, outcomes)| {
        let ids: Vec<&'static str> = outcomes.split(' ').collect();
        let id = prop_oneof![4 => prop::sample::select(ids).prop_map(str::to_owned), 1 => ".{0,8}"];
        let question = prop::sample::select(vec![
            "windows",
            "ipv6",
            "nodes",
            "who-owns-network",
            "preview",
            "automatic",
            "rules",
            "x",
        ]);
        let option = prop::sample::select(vec!["yes", "no", "dual", "you", "aks", "up-to-400", "http", "workload", ""]);
        let answers = prop::collection::vec((question, prop::option::of(option)), 0..3);
        (Just(wizard), prop::option::of(id), answers, prop::collection::vec(".{0,12}", 0..2))
    });
    let decisions = prop::collection::vec(outcome, 0..14);
    let plans = prop::collection::vec(("private-dns|aks-plan", "[a-z=&_]{0,40}|zone=none&public_name=remove"), 0..3);
    (crate::domain::sheet::tests::typed(), decisions, plans).prop_map(|(pairs, decisions, plans)| Design {
        sheet: Sheet::read(&pairs).0,
        decisions: decisions
            .into_iter()
            .map(|(wizard, id, answers, open)| Decision {
                wizard: wizard.to_owned(),
                outcome: id.map(|id| Chosen { id, ..Chosen::default() }),
                answers: answers
                    .into_iter()
                    .map(|(question, option)| Answered {
                        question: question.to_owned(),
                        option: option.map(str::to_owned),
                        ..Answered::default()
                    })
                    .collect(),
                open,
                ..Decision::default()
            })
            .collect(),
        plans: plans.into_iter().map(|(tool, query)| KeptPlan { tool, query, ..KeptPlan::default() }).collect(),
        ..Design::default()
    })
}

proptest! {
    #[test]
    fn no_design_makes_a_rule_fall(design in hostile(), other in hostile()) {
        for finding in findings(&design) {
            prop_assert!(!finding.message.is_empty() && !finding.cure.is_empty());
        }
        let both = crate::domain::design::compare(&design, &other);
        prop_assert_eq!(both.findings.0, findings(&design));
        let same = crate::domain::design::compare(&design, &design);
        prop_assert!(same.sheet.is_empty() && same.decisions.is_empty() && same.mended.is_empty() && same.new.is_empty());
    }
}
