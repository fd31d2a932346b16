use std::collections::BTreeMap;
use std::process::Command;

use super::*;
use crate::domain::vnet_plan::{At, Into, Label, Need, decode, encode, read_csv};

/// A plan with names that mean something to every language there is.
const HOSTILE: [&str; 12] = [
    "it's",
    "a \"b\" c",
    "$(touch /tmp/podium-was-here)",
    "`id`",
    "${resourceGroup().id}",
    "%{ if true }x",
    "$${x}",
    "back\\slash\\",
    "'''; exit 1; #",
    "=1+1",
    "<b>&amp;|</b>",
    "…ü\u{2028}日本",
];

fn hostile() -> Plan {
    let mut plan = decode("1~10.0.0.0/16:vhub").unwrap();
    plan.split(At::space(0), Into::Parts(16)).unwrap();
    plan.rename_space(0, "hub '\"$(x) ${y}").unwrap();
    let places: Vec<At> = plan.rows().iter().skip(1).map(|row| row.at).collect();
    for (place, name) in places.into_iter().zip(HOSTILE) {
        let label = Label { name: name.to_owned(), note: format!("note {name}"), ..Label::default() };
        plan.describe(place, &label).unwrap();
    }
    plan
}

fn several() -> Plan {
    let mut plan = decode(
        "1~10.0.0.0/22:vhub,26:rfirewall,27:rgateway,27:ndns,25,/24,25:nx:c3:l,25,23~10.9.0.0/24:vhub~\
         fd00:1::/56:vhub,64:ndns~10.4.0.0/22:vspoke,28:napi:rapi-server,28,27,26,25,24:nagc:rapplication-gateway-for-containers,23",
    )
    .unwrap();
    let need = Need { name: "web".to_owned(), role: None, wanted: Some(crate::domain::vnet_plan::Wanted::Hosts(100)) };
    plan.allot(At::space(3), &[need]).unwrap();
    plan
}

/// Virtual network to its subnets, each with its prefixes and the service it is delegated to.
type Found = BTreeMap<String, (Vec<String>, Vec<Carried>)>;
type Carried = (String, Vec<String>, Option<String>);

fn expected(plan: &Plan) -> Found {
    let texts = |networks: &[ipnet::IpNet]| networks.iter().map(ToString::to_string).collect::<Vec<_>>();
    vnets(plan)
        .into_iter()
        .map(|vnet| {
            let subnet = |s: &crate::domain::vnet_plan::Subnet| {
                (s.name.clone(), texts(&s.prefixes), s.delegation.map(str::to_owned))
            };
            (vnet.name.clone(), (texts(&vnet.spaces), vnet.subnets.iter().map(subnet).collect()))
        })
        .collect()
}

/// Reads a quoted text from its opening mark; gives the text and what follows it.
fn quoted<'t>(text: &'t str, doubled: &[char]) -> (String, &'t str) {
    let mark = text.chars().next().unwrap();
    let mut out = String::new();
    let mut rest = text[1..].char_indices().peekable();
    while let Some((n, c)) = rest.next() {
        match c {
            c if c == mark => return (out, &text[n + 2..]),
            '\\' => {
                let (at, code) = rest.next().unwrap();
                out.push(match code {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => {
                        let hex: String = text[at + 2..]
                            .chars()
                            .filter(|c| *c != '{')
                            .take_while(char::is_ascii_hexdigit)
                            .take(if mark == '"' { 4 } else { 8 })
                            .collect();
                        let braces = if mark == '"' { 0 } else { 2 };
                        for _ in 0..hex.len() + braces {
                            rest.next();
                        }
                        char::from_u32(u32::from_str_radix(&hex, 16).unwrap()).unwrap()
                    }
                    other => other,
                });
            }
            // In Terraform a doubled mark before a brace is the mark itself; one alone would open a template.
            c if doubled.contains(&c) && text[n + 2..].starts_with(c) && text[n + 3..].starts_with('{') => {
                rest.next();
                out.push(c);
            }
            c if doubled.contains(&c) => {
                assert!(!text[n + 2..].starts_with('{'), "a template is opened: {text}");
                out.push(c);
            }
            // In Bicep it is escaped.
            '$' => {
                assert!(!text[n + 2..].starts_with('{'), "a template is opened: {text}");
                out.push('$');
            }
            '\n' => panic!("a text goes over the line: {text}"),
            other => out.push(other),
        }
    }
    panic!("a text is not closed: {text}");
}

/// The value of `key` in a line, read with the marks of the language.
fn after<'t>(line: &'t str, key: &str, sign: char) -> Option<&'t str> {
    line.trim().strip_prefix(key)?.trim_start().strip_prefix(sign).map(str::trim)
}

fn all_quoted(mut text: &str, doubled: &[char]) -> Vec<String> {
    let mut found = Vec::new();
    while let Some(n) = text.find(['"', '\'']) {
        let (value, rest) = quoted(&text[n..], doubled);
        found.push(value);
        text = rest;
    }
    found
}

fn of_terraform(text: &str) -> Found {
    let marks = ['$', '%'];
    let (mut found, mut labels) = (Found::new(), BTreeMap::<String, String>::new());
    // The name, prefixes, network and delegation of the resource that is open.
    for block in text.split("\nresource ").skip(1) {
        let head = all_quoted(block.lines().next().unwrap(), &[]);
        let lines: Vec<&str> = block.lines().skip(1).filter(|line| !line.starts_with('#')).collect();
        let value = |key: &str| lines.iter().find_map(|line| after(line, key, '='));
        let name = quoted(value("name ").unwrap(), &marks).0;
        match head[0].as_str() {
            "azurerm_virtual_network" => {
                labels.insert(head[1].clone(), name.clone());
                found.insert(name, (all_quoted(value("address_space").unwrap(), &[]), Vec::new()));
            }
            "azurerm_subnet" => {
                let vnet = value("virtual_network_name").unwrap().split('.').nth(1).unwrap();
                let inner = lines.iter().skip_while(|line| line.trim() != "service_delegation {").nth(1);
                let service = inner.and_then(|line| after(line, "name", '=')).map(|text| quoted(text, &marks).0);
                let prefixes = all_quoted(value("address_prefixes").unwrap(), &[]);
                found.get_mut(&labels[vnet]).unwrap().1.push((name, prefixes, service));
            }
            other => panic!("{other} is no resource that was asked for"),
        }
    }
    found
}

fn of_bicep(text: &str) -> Found {
    let mut found = Found::new();
    for block in text.split("\nresource ").skip(1) {
        let (mut vnet, mut subnets): (Option<String>, Vec<Carried>) = (None, Vec::new());
        let (mut spaces, mut list): (Vec<String>, Option<usize>) = (Vec::new(), None);
        for line in block.lines().skip(1).filter(|line| !line.trim().starts_with("//")) {
            let depth = line.len() - line.trim_start().len();
            if let Some(name) = after(line, "name", ':') {
                let name = quoted(name, &[]).0;
                match depth {
                    2 => vnet = Some(name),
                    8 => subnets.push((name, Vec::new(), None)),
                    _ => {}
                }
            } else if let Some(prefix) = after(line, "addressPrefix", ':') {
                subnets.last_mut().unwrap().1.push(quoted(prefix, &[]).0);
            } else if line.trim() == "addressPrefixes: [" {
                list = Some(depth);
            } else if line.trim() == "]" {
                list = None;
            } else if let Some(depth) = list {
                let prefix = quoted(line.trim(), &[]).0;
                if depth == 6 { spaces.push(prefix) } else { subnets.last_mut().unwrap().1.push(prefix) }
            } else if let Some(service) = after(line, "serviceName", ':') {
                subnets.last_mut().unwrap().2 = Some(quoted(service, &[]).0);
            }
        }
        found.insert(vnet.unwrap(), (spaces, subnets));
    }
    found
}

/// Runs the script with an `az` that writes down what it was called with.
fn of_az(script: &str) -> Found {
    let folder = tempfile::tempdir().unwrap();
    let (file, log) = (folder.path().join("plan.sh"), folder.path().join("log"));
    std::fs::write(&file, script).unwrap();
    let checked = Command::new("bash").arg("-n").arg(&file).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    let wrapper = "az() { printf '%s\\0' \"$@\" >> \"$LOG\"; printf '\\1\\0' >> \"$LOG\"; }; source \"$0\" my-group";
    let run = Command::new("bash")
        .args(["-c", wrapper])
        .arg(&file)
        .env("LOG", &log)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing but the log was written");
    let text = std::fs::read_to_string(&log).unwrap();
    let mut found = Found::new();
    for call in text.split("\u{1}\0").filter(|call| !call.is_empty()) {
        let words: Vec<&str> = call.trim_end_matches('\0').split('\0').collect();
        let start = words.iter().position(|word| word.starts_with("--")).unwrap();
        let mut flags = BTreeMap::<&str, Vec<String>>::new();
        let mut flag = "";
        for word in &words[start..] {
            // A value may begin with anything: after --name and the like comes exactly one.
            if word.starts_with("--") && (flag.is_empty() || !flags[flag].is_empty()) {
                flag = word;
                flags.entry(flag).or_default();
            } else {
                flags.entry(flag).or_default().push((*word).to_owned());
            }
        }
        assert_eq!(flags["--resource-group"], ["my-group"]);
        let known: &[&str] = match words[..start] {
            ["network", "vnet", "create"] => {
                found.insert(flags["--name"][0].clone(), (flags["--address-prefixes"].clone(), Vec::new()));
                &["--resource-group", "--name", "--address-prefixes"]
            }
            ["network", "vnet", "subnet", "create"] => {
                let service = flags.get("--delegations").map(|services| services[0].clone());
                let subnet = (flags["--name"][0].clone(), flags["--address-prefixes"].clone(), service);
                found.get_mut(&flags["--vnet-name"][0]).unwrap().1.push(subnet);
                &["--resource-group", "--vnet-name", "--name", "--address-prefixes", "--delegations"]
            }
            ref other => panic!("{other:?} is no command that was asked for"),
        };
        assert!(flags.keys().all(|flag| known.contains(flag)), "{flags:?}");
    }
    found
}

fn text(plan: &Plan, format: &str) -> String {
    write(plan, format).unwrap().1
}

#[test]
fn programs_carry_the_subnets_of_the_plan_whatever_they_are_called() {
    for plan in [several(), hostile(), decode("1~10.0.0.0/24").unwrap(), Plan::default()] {
        let expected = expected(&plan);
        assert_eq!(of_terraform(&text(&plan, "terraform")), expected);
        assert_eq!(of_bicep(&text(&plan, "bicep")), expected);
        if !expected.is_empty() {
            assert_eq!(of_az(&text(&plan, "az")), expected);
        }
    }
    assert!(!std::path::Path::new("/tmp/podium-was-here").exists());
}

#[test]
fn even_a_newline_in_a_name_stays_in_its_place() {
    let vnet = crate::domain::vnet_plan::Vnet {
        name: "a\nb".to_owned(),
        spaces: vec!["10.0.0.0/24".parse().unwrap()],
        subnets: vec![crate::domain::vnet_plan::Subnet {
            name: "x'\ny\r\t\u{7}".to_owned(),
            prefixes: vec!["10.0.0.0/25".parse().unwrap()],
            role: None,
            delegation: None,
            note: "first\nsecond".to_owned(),
        }],
    };
    let expected = |found: Found| {
        let (_, subnets) = &found["a\nb"];
        assert_eq!(subnets[0].0, "x'\ny\r\t\u{7}");
    };
    let vnets = [vnet];
    expected(of_terraform(&terraform::write(&vnets)));
    expected(of_bicep(&bicep::write(&vnets)));
    expected(of_az(&az::write(&vnets)));
}

#[test]
fn terraform_lays_it_out_the_same_where_it_is_installed() {
    let Ok(version) = Command::new("terraform").arg("version").output() else { return };
    assert!(version.status.success());
    let folder = tempfile::tempdir().unwrap();
    for (n, plan) in [several(), hostile()].iter().enumerate() {
        std::fs::write(folder.path().join(format!("{n}.tf")), text(plan, "terraform")).unwrap();
    }
    let checked =
        Command::new("terraform").args(["fmt", "-check", "-diff"]).current_dir(folder.path()).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn tables_are_read_back_as_the_same_plan_and_are_no_formulas() {
    for plan in [several(), hostile()] {
        let table = text(&plan, "csv");
        let read = read_csv(&table).unwrap();
        // Spaces of one name come together.
        assert_eq!(expected(&read), expected(&plan));
        assert!(table.lines().all(|line| !line.contains(",=") && !line.contains(",\"=")), "{table}");
    }
    let one = decode("1~10.0.0.0/22:vhub,/24:nteam,25:nx:c3:l:t'quoted,25,24,23").unwrap();
    assert_eq!(encode(&read_csv(&text(&one, "csv")).unwrap()), encode(&one));
}

#[test]
fn pictures_and_texts_hold_nothing_but_the_names() {
    let svg = text(&hostile(), "svg");
    assert!(!svg.contains("<b>") && svg.contains("&lt;b&gt;&amp;amp;|"));
    assert_eq!(svg.matches('<').count(), svg.matches('>').count());
    let bars = svg.lines().filter(|line| line.contains("<title>")).count();
    assert_eq!(bars, 16);
    let markdown = text(&hostile(), "markdown");
    assert!(markdown.contains("\\<b\\>\\&amp\\;\\|\\<\\/b\\>") || markdown.contains("\\<b\\>\\&amp\\;\\|\\</b\\>"));
    assert!(markdown.lines().skip(6).all(|line| line.replace("\\|", "").matches('|').count() == 7), "{markdown}");
    assert!(write(&hostile(), "exe").is_none());
}
