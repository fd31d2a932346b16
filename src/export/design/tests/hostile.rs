//! Texts that mean something to a language stay texts.

use std::process::Command;

use proptest::prelude::*;

use super::agree::hold;
use super::{OWN, design};
use crate::domain::design::Design;
use crate::domain::design::build::{Build, LeftOut, Setting, Value, Why};
use crate::export::design::{az, bicep, terraform};

/// Texts that mean something to bash, Bicep, Terraform, Markdown or HTML.
pub(super) const HOSTILE: [&str; 22] = [
    "it's",
    "a \"b\" c",
    "$(touch /tmp/podium-was-here)",
    "`touch /tmp/podium-was-here`",
    "${region}",
    "$${var.region}",
    "%{ if true }x%{ endif }",
    "back\\slash\\",
    "'''; touch /tmp/podium-was-here; #",
    "a\nb",
    "a\r\ntouch /tmp/podium-was-here",
    "\u{2028}next\u{2029}",
    "EOF\n}\nresource \"x\" \"y\" {",
    "\n}\nresource evil 'x@1' = {",
    "a -- --yes",
    "*/ // # \u{7}\u{1b}[31m",
    "$HOME !! ~ * ? {a,b} <(id) >x |y &z",
    "\\u{41} \\u0041 \\'",
    "\u{85}\u{feff}\u{202e}",
    "日本 ü 🚀",
    "<b onclick=x>&amp;</b>",
    "| a | b |",
];

const DECISIONS: &[(&str, &str)] = &[
    ("network-model", "pod-subnet-dynamic"),
    ("data-plane", "cilium"),
    ("control-plane", "vnet-integration-private"),
    ("private-dns", "custom-zone"),
    ("outbound", "user-nat-gateway"),
    ("ingress", "istio-gateway"),
    ("registry", "private-endpoint"),
    ("vault", "workload-identity-csi"),
];

/// Values with a text, and a number so that names stay unique, wherever a text can stand.
fn poisoned(text: &str, routed: bool) -> (Build, String) {
    let mut number = 0;
    let mut next = || {
        number += 1;
        format!("{text}{number}")
    };
    let way = if routed { "user-defined-routing" } else { "user-nat-gateway" };
    let mut build = Build::of(&design(OWN, DECISIONS));
    if routed {
        build = Build::of(&design(OWN, &[&DECISIONS[..4], &[("outbound", way)], &DECISIONS[5..]].concat()));
    }
    let why = || Why { decision: text.to_owned(), because: text.to_owned(), source: text.to_owned() };
    for network in &mut build.networks {
        network.name = next();
        network.why = why();
        network.dns_servers = vec![next(), next()];
        for subnet in &mut network.subnets {
            subnet.name = next();
            subnet.ranges = vec![Value::Given(next()), Value::Given(next())];
            subnet.why = why();
        }
    }
    if let Some(gateway) = &mut build.nat_gateway {
        (gateway.name, gateway.address, gateway.why) = (next(), next(), why());
    }
    if let Some(table) = &mut build.route_table {
        (table.name, table.next_hop, table.why) = (next(), Value::Given(next()), why());
    }
    if let Some(identity) = &mut build.identity {
        (identity.name, identity.why) = (next(), why());
    }
    if let Some(registry) = &mut build.registry {
        (registry.name, registry.why) = (Value::Given(next()), why());
    }
    for zone in &mut build.zones {
        zone.why = why();
    }
    for role in &mut build.roles {
        role.why = why();
    }
    for element in &mut build.settings {
        element.why = why();
        if let Setting::Kubernetes(version) = &mut element.setting {
            *version = next();
        }
    }
    for pool in &mut build.pools {
        (pool.name, pool.size, pool.nodes, pool.why) = (next(), Value::Given(next()), Value::Given(next()), why());
        pool.surge = Some(next());
    }
    for variable in &mut build.variables {
        variable.value = Some(next());
    }
    // The CLI would take one with a hyphen in front for a flag, and the script leaves it out.
    build.tags = vec![(next(), next())];
    build.left_out.push(LeftOut { what: text.to_owned(), why: text.to_owned(), of: Vec::new() });
    (build, text.to_owned())
}

fn programs((build, title): &(Build, String)) -> [String; 3] {
    [az::write(build, title), bicep::write(build, title), terraform::write(build, title)]
}

#[test]
fn hostile_texts_arrive_as_they_are_and_run_nothing() {
    for text in HOSTILE {
        for routed in [false, true] {
            let poisoned = poisoned(text, routed);
            hold(&poisoned.0, &programs(&poisoned));
        }
    }
    assert!(!std::path::Path::new("/tmp/podium-was-here").exists());
}

#[test]
fn hostile_texts_keep_the_layout_of_terraform() {
    if Command::new("terraform").arg("version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (n, text) in HOSTILE.iter().enumerate() {
        let inner = folder.path().join(n.to_string());
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(inner.join("design.tf"), &programs(&poisoned(text, n % 2 == 0))[2]).unwrap();
    }
    let checked = Command::new("terraform")
        .args(["fmt", "-check", "-diff", "-recursive"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = [checked.stdout, checked.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    assert!(checked.status.success(), "{said:?}");
}

#[test]
fn a_nul_goes_no_further_than_its_text() {
    let nul = poisoned("a\0b", false);
    let [script, bicep, terraform] = programs(&nul);
    assert!([&script, &bicep, &terraform].iter().all(|text| !text.contains('\0')));
    // Bash has no such character: the names come without it.
    let plain = poisoned("ab", false);
    let calls = super::run::run(&script, &nul.0);
    let expected = super::run::run(&programs(&plain)[0], &plain.0);
    let flags = |calls: &[super::run::Called]| calls.iter().map(|call| call.flags.clone()).collect::<Vec<_>>();
    assert_eq!(flags(&calls), flags(&expected));
}

#[test]
fn a_tag_is_no_flag() {
    let mut build = Build::of(&design(OWN, &[]));
    build.tags = vec![("--debug".to_owned(), "x".to_owned()), ("a".to_owned(), "--debug".to_owned())];
    let programs = programs(&(build.clone(), "x".to_owned()));
    assert!(!programs[0].contains("'--debug"));
    hold(&build, &programs);
}

#[test]
fn texts_of_a_record_are_comments_and_nothing_else() {
    for text in HOSTILE {
        let mut one = design(OWN, DECISIONS);
        spoil(&mut one, text);
        let build = Build::of(&one);
        let programs = ["az", "bicep", "terraform"].map(|format| super::text(&one, format));
        hold(&build, &programs);
        for (program, mark) in programs.iter().zip(["#", "//", "#"]) {
            let code = |program: &str| {
                let lines =
                    program.lines().filter(|line| !line.trim_start().starts_with(mark) && !line.trim().is_empty());
                lines.map(str::to_owned).collect::<Vec<_>>()
            };
            let mut benign = design(OWN, DECISIONS);
            spoil(&mut benign, "x");
            let format = if mark == "//" {
                "bicep"
            } else if program.starts_with("#!") {
                "az"
            } else {
                "terraform"
            };
            assert_eq!(code(program), code(&super::text(&benign, format)), "{text:?}");
        }
    }
}

/// Every text of a record that is no name of the sheet.
pub(super) fn spoil(one: &mut Design, text: &str) {
    let text = || text.to_owned();
    one.title = text();
    one.workshop = text();
    one.notes = text();
    one.open = vec![text()];
    for plan in &mut one.plans {
        (plan.title, plan.says, plan.note) = (text(), text(), text());
    }
    for decision in &mut one.decisions {
        decision.title = text();
        decision.note = text();
        decision.open = vec![text()];
        if let Some(chosen) = &mut decision.outcome {
            (chosen.title, chosen.verdict, chosen.caution) = (text(), text(), Some(text()));
        }
        for reason in &mut decision.reasons {
            (reason.text, reason.source) = (text(), text());
        }
        decision.trade_offs = vec![text()];
        for out in &mut decision.ruled_out {
            (out.title, out.because, out.source) = (text(), text(), text());
        }
        if let Some(next) = &mut decision.runner_up {
            (next.title, next.because) = (text(), text());
        }
        for answer in &mut decision.answers {
            (answer.short, answer.ask, answer.say, answer.from) = (text(), text(), text(), Some(text()));
        }
    }
}

/// Texts of the signs that mean something, and of anything.
pub(super) fn any_text() -> impl Strategy<Value = String> {
    let signs = "'\"\\`${}%()[]<>|&;#*_~!-+=:./@\n\r\t \u{0}\u{7}\u{85}\u{2028}a1é日";
    let signs: Vec<char> = signs.chars().collect();
    prop_oneof![
        proptest::collection::vec(proptest::sample::select(signs), 0..24).prop_map(|signs| signs.into_iter().collect()),
        proptest::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_arrives_as_it_is(text in any_text(), routed in any::<bool>()) {
        // A flag's place is no place for a hyphen in front, and bash has no NUL.
        let text = format!("n{}", text.replace('\0', ""));
        let poisoned = poisoned(&text, routed);
        hold(&poisoned.0, &programs(&poisoned));
    }
}
