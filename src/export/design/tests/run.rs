//! Runs a script in bash with an `az` that writes down what it was called with, and with nothing else to be run.

use std::process::Command;

use crate::domain::design::build::{Build, Holds};

/// A call: the words of its command, and its flags, each with its values.
#[derive(Debug, Clone)]
pub(super) struct Called {
    pub(super) words: String,
    pub(super) flags: Vec<(String, Vec<String>)>,
}

impl Called {
    pub(super) fn all(&self, flag: &str) -> Option<&[String]> {
        self.flags.iter().find(|(name, _)| name == flag).map(|(_, values)| values.as_slice())
    }

    pub(super) fn one(&self, flag: &str) -> Option<&str> {
        self.all(flag)?.first().map(String::as_str)
    }
}

/// What a number that is asked for is set to.
pub(super) const NUMBER: &str = "424242";

/// Shows find nothing; what is asked of a thing is answered with the query and the thing's name.
const STUB: &str = r#"
command_not_found_handle() { printf 'ran %s' "$1" >> "$LOG.ran"; }
az() {
  printf '%s\0' "$@" >> "$LOG"; printf '\1\0' >> "$LOG"
  local flag= name= query= arg
  for arg in "$@"; do
    case "$flag" in --name) name=$arg ;; --query) query=$arg ;; esac
    flag=$arg
  done
  if [ -n "$query" ]; then printf '%s of %s' "$query" "$name"; return 0; fi
  case " $* " in *' show '*) return 1 ;; esac
}
source "$0"
"#;

/// The calls of a script, in their order. Variables without a value are set to their names with a question mark in front.
pub(super) fn run(script: &str, build: &Build) -> Vec<Called> {
    let folder = tempfile::tempdir().unwrap();
    let (file, log) = (folder.path().join("design.sh"), folder.path().join("log"));
    std::fs::write(&file, script).unwrap();
    let checked = Command::new("bash").arg("-n").arg(&file).output().unwrap();
    assert!(checked.status.success(), "{}\n{script}", String::from_utf8_lossy(&checked.stderr));
    let mut bash = Command::new("/bin/bash");
    bash.args(["-c", STUB]).arg(&file).current_dir(folder.path()).env_clear().env("LOG", &log).env("PATH", "/nowhere");
    for variable in build.variables.iter().filter(|variable| variable.value.is_none()) {
        let value = if variable.holds == Holds::Number { NUMBER.to_owned() } else { format!("?{}", variable.name) };
        bash.env(variable.name, value);
    }
    let ran = bash.output().unwrap();
    assert!(ran.status.success(), "{}\n{script}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "", "nothing is said\n{script}");
    let files = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 2, "nothing but the log was written, and nothing but az was called\n{script}");
    let text = std::fs::read_to_string(&log).unwrap();
    text.split("\u{1}\0").filter(|call| !call.is_empty()).map(called).collect()
}

/// Flags that take several values; after all others comes one, or none where the next word is a flag.
const SEVERAL: [&str; 5] = ["--address-prefixes", "--dns-servers", "--tags", "--zones", "--public-ip-addresses"];
/// Flags without a value.
const BARE: [&str; 9] = [
    "--generate-ssh-keys",
    "--enable-acns",
    "--enable-private-cluster",
    "--enable-apiserver-vnet-integration",
    "--enable-oidc-issuer",
    "--enable-workload-identity",
    "--enable-gateway-api",
    "--enable-app-routing-istio",
    "--enable-app-routing",
];

fn called(call: &str) -> Called {
    let words: Vec<&str> = call.strip_suffix('\0').unwrap().split('\0').collect();
    let start = words.iter().position(|word| word.starts_with("--")).unwrap();
    let mut flags: Vec<(String, Vec<String>)> = Vec::new();
    let mut rest = words[start..].iter();
    while let Some(flag) = rest.next() {
        assert!(flag.starts_with("--"), "{flag} is no flag in {words:?}");
        let mut values = Vec::new();
        if SEVERAL.contains(flag) {
            while let Some(next) = rest.as_slice().first().filter(|word| !word.starts_with("--")) {
                values.push((*next).to_owned());
                rest.next();
            }
        } else if !BARE.contains(flag) && *flag != "--enable-azure-service-mesh" {
            values.push((*rest.next().unwrap()).to_owned());
        }
        flags.push(((*flag).to_owned(), values));
    }
    Called { words: words[..start].join(" "), flags }
}

#[test]
fn a_script_stops_before_anything_when_a_figure_is_missing() {
    let script = super::text(&super::Design::default(), "az");
    for set in [None, Some(("node_count", "3; echo no"))] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("design.sh");
        std::fs::write(&file, &script).unwrap();
        let mut bash = Command::new("/bin/bash");
        bash.args(["-c", "az() { printf 'called'; }\nsource \"$0\""]).arg(&file).env_clear();
        if let Some((name, value)) = set {
            bash.env(name, value).env("region", "x").env("node_size", "y");
        }
        let ran = bash.output().unwrap();
        assert!(!ran.status.success());
        assert_eq!(String::from_utf8_lossy(&ran.stdout), "");
    }
}
