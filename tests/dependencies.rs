//! What the portal is built from, held against `deny.toml`: licences, banned crates, sources.
//!
//! `cargo deny check` knows more, but not everybody has it. These three questions need nothing but cargo.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;

/// What `deny.toml` allows.
struct Policy {
    /// Licences, each as it stands in an expression: `MIT`, `Apache-2.0 WITH LLVM-exception`.
    licences: BTreeSet<String>,
    /// Crates that may not be used, with the reason.
    banned: BTreeMap<String, String>,
    /// Registries, as their addresses.
    registries: BTreeSet<String>,
}

impl Policy {
    /// Reads the parts of `deny.toml` that are checked here. What it cannot understand is a failure, never an empty rule.
    fn parse(text: &str) -> Self {
        let file: toml::Table = text.parse().expect("deny.toml is TOML");
        let list = |section: &str, key: &str| {
            let found = file.get(section).and_then(|s| s.get(key)).and_then(toml::Value::as_array);
            found.unwrap_or_else(|| panic!("deny.toml: [{section}] has a list {key:?}")).clone()
        };
        let texts = |section: &str, key: &str| {
            let text = |value: &toml::Value| value.as_str().expect("a list of texts").to_owned();
            list(section, key).iter().map(text).collect::<BTreeSet<_>>()
        };
        let ban = |value: &toml::Value| {
            let field = |name: &str| value.get(name).and_then(toml::Value::as_str).map(str::to_owned);
            (field("crate").expect("a ban names its crate"), field("reason").expect("a ban has its reason"))
        };
        Self {
            licences: texts("licenses", "allow"),
            banned: list("bans", "deny").iter().map(ban).collect(),
            registries: texts("sources", "allow-registry"),
        }
    }
}

/// One crate of the resolved graph.
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    /// As cargo writes it, such as `registry+https://…`; none for what stands in this folder.
    source: Option<String>,
    /// Ids of the crates it uses here.
    uses: Vec<String>,
}

/// The crates this one is built from, by their ids.
struct Graph {
    root: String,
    packages: BTreeMap<String, Package>,
}

impl Graph {
    /// From what `cargo metadata` prints.
    fn parse(text: &[u8]) -> Self {
        let metadata: serde_json::Value = serde_json::from_slice(text).expect("cargo metadata prints JSON");
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let name =
            |value: &serde_json::Value, key: &str| text(&value[key]).unwrap_or_else(|| panic!("{key} in {value}"));
        let list = |value: &serde_json::Value| value.as_array().cloned().expect("a list");
        let uses: BTreeMap<String, Vec<String>> = list(&metadata["resolve"]["nodes"])
            .iter()
            .map(|node| (name(node, "id"), list(&node["dependencies"]).iter().filter_map(text).collect()))
            .collect();
        let packages = list(&metadata["packages"]).into_iter().map(|package| {
            let id = name(&package, "id");
            let package = Package {
                name: name(&package, "name"),
                version: name(&package, "version"),
                licence: text(&package["license"]),
                source: text(&package["source"]),
                uses: uses.get(&id).cloned().unwrap_or_default(),
            };
            (id, package)
        });
        Self { packages: packages.collect(), root: name(&metadata["resolve"], "root") }
    }

    /// Every crate that the root leads to, each with one shortest way there: the ids from the root to it.
    fn reached(&self) -> Vec<Vec<&str>> {
        let mut seen = BTreeSet::from([self.root.as_str()]);
        let mut ways = Vec::new();
        let mut queue = VecDeque::from([vec![self.root.as_str()]]);
        while let Some(way) = queue.pop_front() {
            let last = way[way.len() - 1];
            for next in &self.packages[last].uses {
                if seen.insert(next) {
                    queue.push_back([way.as_slice(), &[next.as_str()]].concat());
                }
            }
            ways.push(way);
        }
        ways
    }

    /// Everything that breaks the policy, one sentence each, with the way from this package to the crate.
    fn faults(&self, policy: &Policy) -> Vec<String> {
        let mut faults = Vec::new();
        for way in self.reached() {
            let package = &self.packages[way[way.len() - 1]];
            let names: Vec<&str> = way.iter().map(|id| self.packages[*id].name.as_str()).collect();
            let mut fault = |what: String| {
                faults.push(format!("{} {}: {what} (by way of {})", package.name, package.version, names.join(" → ")));
            };
            match package.licence.as_deref().map(|licence| (licence, allowed(licence, &policy.licences))) {
                None => fault("it names no licence".to_owned()),
                Some((licence, Err(why))) => fault(format!("its licence {licence:?} cannot be read: {why}")),
                Some((licence, Ok(false))) => fault(format!("its licence {licence:?} is not allowed by deny.toml")),
                Some((_, Ok(true))) => {}
            }
            if let Some(reason) = policy.banned.get(&package.name) {
                fault(format!("it is banned by deny.toml: {reason}"));
            }
            let from_registry = |source: &str| {
                source.strip_prefix("registry+").is_some_and(|address| policy.registries.contains(address))
            };
            match package.source.as_deref() {
                // Only this package itself stands in this folder.
                None if way.len() == 1 => {}
                None => fault("it comes from a folder, not from crates.io".to_owned()),
                Some(source) if from_registry(source) => {}
                Some(source) => fault(format!("it comes from {source}, not from crates.io")),
            }
        }
        faults
    }
}

/// Whether an SPDX expression can be satisfied with these licences alone. `Err` says what is wrong with the expression.
fn allowed(expression: &str, licences: &BTreeSet<String>) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser { words: &words, at: 0, licences };
    let answer = parser.any()?;
    match parser.peek() {
        None => Ok(answer),
        Some(word) => Err(format!("{word:?} stands where AND, OR or the end should")),
    }
}

/// Reads an expression: WITH binds closest, then AND, then OR.
struct Parser<'a> {
    words: &'a [&'a str],
    at: usize,
    licences: &'a BTreeSet<String>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).copied()
    }

    fn takes(&mut self, word: &str) -> bool {
        let there = self.peek() == Some(word);
        self.at += usize::from(there);
        there
    }

    fn any(&mut self) -> Result<bool, String> {
        let mut answer = self.all()?;
        while self.takes("OR") {
            // Both sides are read, whatever the first one says.
            answer |= self.all()?;
        }
        Ok(answer)
    }

    fn all(&mut self) -> Result<bool, String> {
        let mut answer = self.one()?;
        while self.takes("AND") {
            answer &= self.one()?;
        }
        Ok(answer)
    }

    fn one(&mut self) -> Result<bool, String> {
        if self.takes("(") {
            let answer = self.any()?;
            return if self.takes(")") { Ok(answer) } else { Err("a parenthesis is not closed".to_owned()) };
        }
        let licence = self.name()?;
        if self.takes("WITH") {
            let exception = self.name()?;
            return Ok(self.licences.contains(&format!("{licence} WITH {exception}")));
        }
        // `MPL-2.0+` is MPL-2.0 or a later one, as we choose.
        Ok(self.licences.contains(licence)
            || licence.strip_suffix('+').is_some_and(|first| self.licences.contains(first)))
    }

    fn name(&mut self) -> Result<&'a str, String> {
        match self.peek() {
            None => Err("it ends where a licence should stand".to_owned()),
            Some(word @ ("AND" | "OR" | "WITH" | "(" | ")")) => Err(format!("{word:?} stands where a licence should")),
            Some(word) => {
                self.at += 1;
                Ok(word)
            }
        }
    }
}

/// The dependencies as they are built here. Without the platform, cargo would want the sources of crates for other systems,
/// which nobody who only builds has.
fn metadata() -> Vec<u8> {
    let rustc =
        Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into())).arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8(rustc.stdout).expect("rustc writes text");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(cargo.status.success(), "cargo metadata failed: {}", String::from_utf8_lossy(&cargo.stderr));
    cargo.stdout
}

#[test]
fn everything_the_portal_is_built_from_is_allowed() {
    let policy = Policy::parse(include_str!("../deny.toml"));
    let graph = Graph::parse(&metadata());
    let reached = graph.reached();
    // A graph that was misread would have nothing wrong with it either.
    for crate_we_know in ["axum", "sqlx-core", "libsqlite3-sys", "ring", "thirtyfour"] {
        let known = |way: &Vec<&str>| graph.packages[way[way.len() - 1]].name == crate_we_know;
        assert!(reached.iter().any(known), "{crate_we_know} is not among the {} crates found", reached.len());
    }
    let faults = graph.faults(&policy);
    assert!(faults.is_empty(), "{} of {} crates:\n{}", faults.len(), reached.len(), faults.join("\n"));
}

#[test]
fn an_expression_is_read_as_spdx_has_it() {
    let licences = ["MIT", "Apache-2.0", "MPL-2.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
    let cases = [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("mit", false),
        ("MIT OR GPL-3.0-only", true),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only OR AGPL-3.0-only", false),
        ("MIT/GPL-3.0", true),
        ("GPL-3.0 / MIT", true),
        ("MIT AND Apache-2.0", true),
        ("MIT AND GPL-3.0-only", false),
        ("GPL-3.0-only AND MIT", false),
        // AND binds closer than OR, on either side.
        ("MIT OR GPL-3.0-only AND AGPL-3.0-only", true),
        ("GPL-3.0-only AND AGPL-3.0-only OR MIT", true),
        ("GPL-3.0-only AND MIT OR AGPL-3.0-only", false),
        ("(MIT OR GPL-3.0-only) AND AGPL-3.0-only", false),
        ("(MIT OR GPL-3.0-only) AND Apache-2.0", true),
        ("((MIT))", true),
        ("GPL-3.0-only OR (MIT AND (Apache-2.0 OR AGPL-3.0-only))", true),
        // An exception belongs to its licence: neither allows the other.
        ("Apache-2.0 WITH LLVM-exception", true),
        ("MIT WITH LLVM-exception", false),
        ("GPL-2.0-only WITH Classpath-exception-2.0 OR MIT", true),
        ("GPL-2.0-only WITH Classpath-exception-2.0 AND MIT", false),
        ("MPL-2.0+", true),
        ("GPL-2.0+", false),
    ];
    for (expression, answer) in cases {
        assert_eq!(allowed(expression, &licences), Ok(answer), "{expression}");
    }
}

#[test]
fn a_broken_expression_is_no_licence() {
    let licences = ["MIT".to_owned()].into();
    let cases = [
        ("", "it ends where a licence should stand"),
        ("MIT OR", "it ends where a licence should stand"),
        ("OR MIT", "\"OR\" stands where a licence should"),
        ("MIT MIT", "\"MIT\" stands where AND, OR or the end should"),
        ("(MIT", "a parenthesis is not closed"),
        ("MIT)", "\")\" stands where AND, OR or the end should"),
        ("MIT AND ()", "\")\" stands where a licence should"),
        ("MIT WITH", "it ends where a licence should stand"),
        ("MIT or GPL-3.0-only", "\"or\" stands where AND, OR or the end should"),
    ];
    for (expression, why) in cases {
        assert_eq!(allowed(expression, &licences), Err(why.to_owned()), "{expression:?}");
    }
}

#[test]
fn each_kind_of_fault_is_named_with_the_way_to_it() {
    const CRATES: &str = "registry+https://index.example/";
    let policy = Policy::parse(
        "[licenses]\nallow = [\"MIT\"]\n\
         [bans]\ndeny = [{ crate = \"old\", reason = \"nobody mends it\" }]\n\
         [sources]\nallow-registry = [\"https://index.example/\"]\n",
    );
    let package = |name: &str, licence: Option<&str>, source: Option<&str>, uses: &[&str]| {
        let package = Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.map(str::to_owned),
            source: source.map(str::to_owned),
            uses: uses.iter().map(|id| (*id).to_owned()).collect(),
        };
        (name.to_owned(), package)
    };
    let graph = Graph {
        root: "us".to_owned(),
        packages: BTreeMap::from([
            package("us", Some("MIT"), None, &["good", "deep"]),
            package("good", Some("MIT"), Some(CRATES), &["us"]),
            package("deep", Some("MIT"), Some(CRATES), &["copyleft", "silent", "old", "forked", "local", "typo"]),
            package("copyleft", Some("GPL-3.0-only"), Some(CRATES), &[]),
            package("silent", None, Some(CRATES), &[]),
            package("old", Some("MIT"), Some(CRATES), &[]),
            package("forked", Some("MIT"), Some("git+https://code.example/forked"), &[]),
            package("local", Some("MIT"), None, &[]),
            package("typo", Some("MIT OR"), Some(CRATES), &[]),
            // In the lock file, and used by nobody.
            package("unused", Some("GPL-3.0-only"), Some(CRATES), &[]),
        ]),
    };
    assert_eq!(
        graph.faults(&policy),
        [
            "copyleft 1.0.0: its licence \"GPL-3.0-only\" is not allowed by deny.toml (by way of us → deep → copyleft)",
            "silent 1.0.0: it names no licence (by way of us → deep → silent)",
            "old 1.0.0: it is banned by deny.toml: nobody mends it (by way of us → deep → old)",
            "forked 1.0.0: it comes from git+https://code.example/forked, not from crates.io (by way of us → deep → forked)",
            "local 1.0.0: it comes from a folder, not from crates.io (by way of us → deep → local)",
            "typo 1.0.0: its licence \"MIT OR\" cannot be read: it ends where a licence should stand (by way of us → deep → typo)",
        ]
    );
}
