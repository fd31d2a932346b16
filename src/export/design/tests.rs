use std::collections::BTreeMap;

use super::{FORMATS, write};
use crate::domain::design::build::Build;
use crate::domain::design::{Answered, Chosen, Decision, Design, KeptPlan, Reason, RuledOut, RunnerUp};
use crate::domain::sheet::Sheet;

mod agree;
mod hostile;
mod layout;
mod markdown;
mod outcomes;
mod read;
mod run;

/// A decision that came to an outcome, with texts of its own.
fn decision(wizard: &str, outcome: &str) -> Decision {
    Decision {
        wizard: wizard.to_owned(),
        title: format!("Choose {wizard}"),
        answers: vec![Answered {
            question: "windows".to_owned(),
            short: "Windows pools".to_owned(),
            ask: "Will there be Windows pools?".to_owned(),
            option: Some("no".to_owned()),
            say: "No".to_owned(),
            from: Some("your sheet".to_owned()),
        }],
        outcome: Some(Chosen {
            id: outcome.to_owned(),
            title: outcome.to_owned(),
            verdict: format!("Build it with {outcome}."),
            caution: None,
        }),
        reasons: vec![Reason {
            text: format!("It speaks for {outcome}."),
            source: "https://learn.microsoft.com/azure/aks/".to_owned(),
        }],
        trade_offs: vec!["Something is given up.".to_owned()],
        ruled_out: vec![RuledOut {
            id: "other".to_owned(),
            title: "Other".to_owned(),
            because: "It has no Windows pools.".to_owned(),
            source: "https://learn.microsoft.com/azure/aks/other".to_owned(),
        }],
        runner_up: Some(RunnerUp {
            id: "next".to_owned(),
            title: "Next".to_owned(),
            because: "It is simpler.".to_owned(),
        }),
        open: Vec::new(),
        note: String::new(),
    }
}

/// A sheet from names and texts, all of which can be read.
fn sheet(pairs: &[(&str, &str)]) -> Sheet {
    let pairs: Vec<(String, String)> =
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let (sheet, complaints) = Sheet::read(&pairs);
    assert_eq!(complaints, []);
    sheet
}

/// A sheet of a cluster in a network of one's own.
const OWN: &[(&str, &str)] = &[
    ("region", "westeurope"),
    ("kubernetes", "1.34"),
    ("network-owner", "you"),
    ("zones", "yes"),
    ("vnet-range", "10.1.0.0/16"),
    ("node-subnet-range", "10.1.0.0/24"),
    ("pod-subnet-range", "10.1.16.0/20"),
    ("pod-range", "10.244.0.0/16"),
    ("service-range", "10.0.0.0/16"),
    ("dns-service-address", "10.0.0.10"),
    ("api-server-range", "10.1.8.0/28"),
    ("endpoint-range", "10.1.8.32/27"),
    ("frontend-range", "10.1.9.0/24"),
    ("next-hop", "10.100.0.4"),
    ("public-addresses", "2"),
    ("ports-per-node", "4000"),
    ("registry", "acrshop"),
    ("cluster", "aks_shop"),
    ("tags", "owner=platform"),
    ("pool.name", "system"),
    ("pool.nodes", "3"),
    ("pool.max_pods", "110"),
    ("pool.surge", "10%"),
    ("pool.os", "linux"),
    ("pool.mode", "system"),
    ("pool.size", "Standard_D4s_v5"),
    ("pool.zones", "1,2,3"),
    ("pool.pods", ""),
    ("pool.name", "win"),
    ("pool.nodes", "5"),
    ("pool.max_pods", "30"),
    ("pool.surge", "2"),
    ("pool.os", "windows"),
    ("pool.mode", "user"),
    ("pool.size", "Standard_D8s_v5"),
    ("pool.zones", ""),
    ("pool.pods", ""),
];

fn design(pairs: &[(&str, &str)], decisions: &[(&str, &str)]) -> Design {
    Design {
        title: "Shop".to_owned(),
        workshop: "aks-networking".to_owned(),
        sheet: sheet(pairs),
        decisions: decisions.iter().map(|(wizard, outcome)| decision(wizard, outcome)).collect(),
        ..Design::default()
    }
}

fn text(design: &Design, format: &str) -> String {
    write(design, &[], format).unwrap().1
}

#[test]
fn every_kind_of_file_is_written_and_no_other() {
    let design = design(OWN, &[("network-model", "overlay")]);
    for format in FORMATS {
        let (found, text) = write(&design, &[], format.name).unwrap();
        assert_eq!(found.file, format.file);
        assert!(text.ends_with('\n') && !text.contains('\r'), "{text}");
        assert_eq!(text, write(&design, &[], format.name).unwrap().1, "the same design is the same file");
    }
    assert!(write(&design, &[], "svg").is_none());
    for format in ["az", "bicep", "terraform", "markdown"] {
        assert!(!write(&Design::default(), &[], format).unwrap().1.is_empty());
    }
}

#[test]
fn nothing_of_a_plan_of_networks_is_lost() {
    let plan = KeptPlan {
        tool: "vnet-plan".to_owned(),
        title: "Hub and spoke".to_owned(),
        query: "plan=1~10.9.0.0%2F24%3Avhub%2C26%3Arfirewall~10.4.0.0/22:vspoke,24:nnodes:raks-nodes,24,23&at=0"
            .to_owned(),
        ..KeptPlan::default()
    };
    let one = Design { plans: vec![plan.clone(), plan], ..design(&[], &[("network-model", "overlay")]) };
    let build = Build::of(&one);
    let names: Vec<&str> = build.networks.iter().map(|network| network.name.as_str()).collect();
    assert_eq!(names, ["hub", "spoke"]);
    assert_eq!(build.node_subnet, Some(crate::domain::design::build::Place { network: 1, subnet: 0 }));
    assert!(build.left_out.iter().any(|left| left.what == "Plan: Hub and spoke"), "the second plan is named");
    agree::same_in_all(&one);
}

/// Names with values, in their order.
type Values = BTreeMap<String, String>;
