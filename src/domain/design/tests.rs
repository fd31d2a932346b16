//! Designs side by side, and what is open in them.

use super::*;

fn sheet(pairs: &[(&str, &str)]) -> Sheet {
    let pairs: Vec<_> = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Sheet::read(&pairs).0
}

fn answered(question: &str, option: Option<&str>) -> Answered {
    Answered {
        question: question.to_owned(),
        short: question.to_uppercase(),
        option: option.map(str::to_owned),
        say: option.map_or("I don’t know yet".to_owned(), |option| format!("Say {option}")),
        ..Answered::default()
    }
}

fn decision(wizard: &str, outcome: Option<&str>, answers: Vec<Answered>, open: &[&str]) -> Decision {
    Decision {
        wizard: wizard.to_owned(),
        title: format!("Choose {wizard}"),
        answers,
        outcome: outcome.map(|id| Chosen { id: id.to_owned(), ..Chosen::default() }),
        open: open.iter().map(|text| (*text).to_owned()).collect(),
        ..Decision::default()
    }
}

#[test]
fn open_questions_are_asked_once() {
    let design = Design {
        decisions: vec![
            decision("network-model", None, vec![answered("windows", None)], &["Windows?", "How many nodes?"]),
            decision("outbound", Some("none"), Vec::new(), &["Windows?"]),
        ],
        open: vec!["Who pays?".to_owned()],
        ..Design::default()
    };
    let open: Vec<_> = design.open_questions().into_iter().map(|open| (open.text, open.wizard)).collect();
    let model = || Some("network-model".to_owned());
    assert_eq!(
        open,
        [("Windows?".to_owned(), model()), ("How many nodes?".to_owned(), model()), ("Who pays?".to_owned(), None)]
    );
    assert_eq!(design.outcome("outbound"), Some("none"));
    assert_eq!(design.decisions[0].answer("windows"), None);
    assert!(!design.is_empty() && Design::default().is_empty());
}

#[test]
fn two_designs_are_told_apart_by_sheet_decisions_and_findings() {
    let windows = |option| vec![answered("windows", option)];
    let a = Design {
        sheet: sheet(&[("region", "westeurope"), ("service-range", "10.0.0.0/11")]),
        decisions: vec![
            decision("network-model", Some("kubenet"), windows(Some("no")), &[]),
            decision("data-plane", Some("azure"), Vec::new(), &[]),
            decision("vault", None, Vec::new(), &[]),
        ],
        ..Design::default()
    };
    let b = Design {
        title: "Another title is no difference".to_owned(),
        sheet: sheet(&[("region", "westeurope"), ("service-range", "10.0.0.0/16")]),
        decisions: vec![
            decision("data-plane", Some("azure"), windows(None), &[]),
            decision("network-model", Some("overlay"), windows(Some("no")), &[]),
            decision("registry", Some("private-endpoint"), Vec::new(), &[]),
        ],
        ..Design::default()
    };
    let both = compare(&a, &b);
    assert_eq!(both.sheet.iter().map(|d| d.field.as_str()).collect::<Vec<_>>(), ["service-range"]);
    let changes: Vec<_> = both
        .decisions
        .iter()
        .map(|change| {
            let id = |chosen: &Option<Chosen>| chosen.as_ref().map(|chosen| chosen.id.clone()).unwrap_or_default();
            let answers: Vec<_> = change.answers.iter().map(|one| (one.before.clone(), one.after.clone())).collect();
            (change.wizard.as_str(), id(&change.before), id(&change.after), answers)
        })
        .collect();
    let (none, unknown) = (None, Some("I don’t know yet".to_owned()));
    assert_eq!(
        changes,
        [
            ("data-plane", "azure".to_owned(), "azure".to_owned(), vec![(none, unknown)]),
            ("network-model", "kubenet".to_owned(), "overlay".to_owned(), vec![]),
            ("registry", String::new(), "private-endpoint".to_owned(), vec![]),
        ],
        "an open decision that is gone is no change"
    );
    let codes = |findings: &[Finding]| findings.iter().map(|finding| finding.code).collect::<Vec<_>>();
    assert_eq!(codes(&both.mended), ["services-too-large", "kubenet-retiring", "decision-without-outcome"]);
    assert_eq!(codes(&both.new), ["registry-needs-premium"]);
    assert_eq!(both.findings.0, findings(&a));
}

#[test]
fn decisions_are_filled_into_tools_beside_the_sheet() {
    let query = |design: &Design, tool| {
        let pairs: Vec<_> =
            design.inputs_for(tool).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    };
    let mut design = Design {
        sheet: sheet(&[("region", "westeurope"), ("identity", "id-a"), ("authorized-ranges", "203.0.113.0/24")]),
        decisions: vec![
            decision("network-model", Some("kubenet"), Vec::new(), &[]),
            decision("outbound", Some("user-nat-gateway"), Vec::new(), &[]),
            decision("control-plane", Some("vnet-integration-private"), Vec::new(), &[]),
            decision("private-dns", Some("custom-zone"), vec![answered("public-name", Some("no"))], &[]),
        ],
        ..Design::default()
    };
    assert_eq!(query(&design, "aks-plan"), "model=kubenet");
    assert_eq!(query(&design, "snat"), "outbound=natGateway");
    assert_eq!(
        query(&design, "private-dns"),
        "region=westeurope&access=private&integration=1&zone=custom&\
         zone_name=private.westeurope.azmk8s.io&identity=user-assigned&public_name=remove"
    );
    design.sheet = Sheet::default();
    assert_eq!(query(&design, "aks-plan"), "model=kubenet");
    assert_eq!(query(&Design::default(), "private-dns"), "");
}
