//! The wizards that ship, sound as they are and broken in one place each: whatever is broken is found, with its file and line.

use super::*;
use crate::content::Finding;

/// The wizards that ship, with what they name and without what takes long to read: modules are their headings.
fn shipped() -> BTreeMap<String, String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/content/aks-networking");
    let folder = Folder::read(std::path::Path::new(root)).unwrap();
    let mut files = BTreeMap::new();
    for (path, bytes) in &folder.files {
        let text = || String::from_utf8(bytes.to_vec()).unwrap();
        if path.starts_with("modules/") {
            files.insert(path.clone(), headings(&text()));
        } else if path.starts_with("wizards/") || ["workshop.toml", "glossary.toml"].contains(&path.as_str()) {
            files.insert(path.clone(), text());
        }
    }
    files
}

/// A module's front matter and headings.
fn headings(text: &str) -> String {
    let front = text.match_indices("+++\n").nth(1).unwrap().0 + 4;
    let mut headings = text[..front].to_owned();
    let mut in_fence = false;
    for line in text[front..].lines() {
        in_fence ^= line.trim_start().starts_with("```");
        if !in_fence && line.starts_with("##") {
            headings.extend([line, "\n\n"]);
        }
    }
    headings
}

/// One wizard without the others: what it takes from them is left out, line by line.
fn alone(files: &BTreeMap<String, String>, path: &str) -> BTreeMap<String, String> {
    let id = path.trim_start_matches("wizards/").trim_end_matches(".toml");
    let mut files = files.clone();
    files.retain(|other, _| other == path || !other.starts_with("wizards/"));
    let manifest = &files["workshop.toml"];
    let (before, list) = manifest.split_once("wizards = [").unwrap();
    let (_, after) = list.split_once(']').unwrap();
    let manifest = format!("{before}wizards = [\"{id}\"]{after}");
    files.insert("workshop.toml".to_owned(), manifest);
    let own =
        |line: &str| if line.trim_start().starts_with("{ wizard =") { "\n".to_owned() } else { format!("{line}\n") };
    let text = files[path].lines().map(own).collect();
    files.insert(path.to_owned(), text);
    files
}

/// The findings about wizards.
fn about_wizards(files: &BTreeMap<String, String>, thorough: bool) -> Vec<Finding> {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    let findings = load_with(&folder(files), TODAY, &Known { thorough, ..Known::default() }).findings;
    findings.into_iter().filter(|finding| finding.file.starts_with("wizards/")).collect()
}

/// The lines of a file that begin with some text, from 1.
fn lines_with(text: &str, begin: &str) -> Vec<usize> {
    (1..).zip(text.lines()).filter(|(_, line)| line.trim_start().starts_with(begin)).map(|(number, _)| number).collect()
}

/// The same text with one line changed.
fn with_line(text: &str, number: usize, change: impl Fn(&str) -> String) -> String {
    let changed = (1..).zip(text.lines()).map(|(n, line)| if n == number { change(line) } else { line.to_owned() });
    changed.collect::<Vec<_>>().join("\n") + "\n"
}

fn wizards(files: &BTreeMap<String, String>) -> Vec<String> {
    files.keys().filter(|path| path.starts_with("wizards/")).cloned().collect()
}

/// Changes a line in every wizard, and expects a finding there.
fn each(begin: &str, change: impl Fn(&str) -> String) {
    let sound = shipped();
    let mut changed = 0;
    for path in wizards(&sound) {
        // A line in the middle is as good as any.
        let places = lines_with(&sound[&path], begin);
        let Some(&number) = places.get(places.len() / 2) else { continue };
        let mut files = sound.clone();
        files.insert(path.clone(), with_line(&sound[&path], number, &change));
        let found = about_wizards(&files, false);
        let there = |finding: &Finding| finding.file == path && finding.line == number;
        assert!(found.iter().any(there), "{path}:{number} is changed, and found is {found:?}");
        changed += 1;
    }
    assert!(changed > 0, "no wizard has a line that begins with {begin}");
}

#[test]
fn they_are_sound_together_and_alone() {
    let files = shipped();
    let found = |files: &BTreeMap<String, String>| -> Vec<String> {
        about_wizards(files, true).iter().map(ToString::to_string).collect()
    };
    assert_eq!(found(&files), Vec::<String>::new());
    for path in wizards(&files) {
        assert_eq!(found(&alone(&files, &path)), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn a_misspelt_outcome_in_an_effect_is_found() {
    each("{ rules_out = [\"", |line| line.replacen("[\"", "[\"x-", 1));
    each("{ favours = [\"", |line| line.replacen("[\"", "[\"x-", 1));
}

#[test]
fn an_effect_without_a_reason_or_a_source_is_found() {
    each("{ rules_out", |line| line.replacen("because =", "becuase =", 1));
    each("{ rules_out", |line| line.replacen("https://", "http://", 1));
}

#[test]
fn an_origin_that_is_not_there_is_found() {
    each("{ wizard = \"", |line| line.replacen("wizard = \"", "wizard = \"x-", 1));
    each("{ sheet = \"", |line| line.replacen("sheet = \"", "sheet = \"x-", 1));
}

#[test]
fn an_outcome_that_cannot_be_reached_is_found() {
    let sound = shipped();
    for path in wizards(&sound) {
        let sound = alone(&sound, &path);
        let text = &sound[&path];
        let first = text.split("[[outcome]]\nid = \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        // A double of the first outcome, which is as good as it everywhere and stands behind it.
        let double = |line: &str| {
            if !line.trim_start().starts_with("{ rules_out") && !line.trim_start().starts_with("{ favours") {
                return line.to_owned();
            }
            let (list, rest) = line.split_once(']').unwrap();
            format!("{}]{rest}", list.replace(&format!("\"{first}\""), &format!("\"{first}\", \"lost\"")))
        };
        let text: String = text.lines().map(|line| double(line) + "\n").collect();
        let (outcomes, questions) = text.split_at(text.find("[[question]]").unwrap());
        let lost = "[[outcome]]\nid = \"lost\"\ntitle = \"Lost\"\nbecause = \"B.\"\nsource = \"https://example.org/\"\n\
                    verdict = \"V.\"\ntrade_offs = [\"T.\"]\nnext = \"N.\"\nread = [\"networking-models#overlay\"]\n\n";
        let line = outcomes.lines().count() + 1;
        let mut files = sound.clone();
        files.insert(path.clone(), format!("{outcomes}{lost}{questions}"));
        let found = about_wizards(&files, true);
        let [only] = &found[..] else { panic!("{path}: {found:?}") };
        assert!(only.line == line && only.message.contains("no answers lead to “lost”"), "{path}:{line}: {only:?}");
    }
}

#[test]
fn a_scenario_with_another_outcome_is_found() {
    let sound = shipped();
    for path in wizards(&sound) {
        let sound = alone(&sound, &path);
        let text = &sound[&path];
        let scenarios = text.find("[[scenario]]").unwrap();
        let before = text[..scenarios].lines().count();
        let numbers: Vec<usize> =
            lines_with(text, "outcome = \"").into_iter().filter(|number| *number > before).collect();
        for number in numbers.into_iter().step_by(3) {
            let line = text.lines().nth(number - 1).unwrap();
            let outcomes = lines_with(&text[..text.find("[[question]]").unwrap()], "id = \"");
            let ids = outcomes.iter().filter_map(|number| text.lines().nth(number - 1)?.split('"').nth(1));
            let Some(other) = ids.into_iter().find(|id| !line.contains(&format!("\"{id}\""))) else { continue };
            let mut files = sound.clone();
            files.insert(path.clone(), with_line(text, number, |_| format!("outcome = \"{other}\"")));
            let found = about_wizards(&files, true);
            assert!(found.iter().any(|finding| finding.file == path), "{path}:{number} {other}: {found:?}");
        }
    }
}

#[test]
fn without_its_effects_a_wizard_is_not_what_its_scenarios_say() {
    let sound = shipped();
    for path in wizards(&sound) {
        let sound = alone(&sound, &path);
        let text = &sound[&path];
        let effects: Vec<usize> = lines_with(text, "{ rules_out").into_iter().step_by(3).collect();
        let missed: Vec<usize> = effects
            .iter()
            .copied()
            .filter(|number| {
                let mut files = sound.clone();
                files.insert(path.clone(), with_line(text, *number, |_| String::new()));
                about_wizards(&files, true).is_empty()
            })
            .collect();
        // A rule may say again what another says already; most do not.
        assert!(missed.len() * 2 <= effects.len(), "{path}: nobody notices when these lines go: {missed:?}");
    }
}

#[test]
fn the_rules_over_designs_know_the_wizards_that_ship() {
    use crate::domain::design::rule_cases;

    let folder = Folder::from_files(shipped().into_iter().map(|(path, text)| (path, Arc::from(text.into_bytes()))));
    let loaded = load(&folder, SHIPPED);
    let workshop = &loaded.library.expect("sound wizards").workshops[0];
    let wizard = |id: &str| workshop.decisions.iter().map(|decision| &decision.wizard).find(|wizard| wizard.id == id);
    for (id, outcomes) in rule_cases::WIZARDS {
        let wizard = wizard(id).unwrap_or_else(|| panic!("the rules know a wizard {id}"));
        let mut ours: Vec<&str> = wizard.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
        let mut theirs: Vec<&str> = outcomes.split(' ').collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(theirs, ours, "{id}");
    }
    for (id, question, option) in rule_cases::answers() {
        let asked = wizard(&id).and_then(|wizard| wizard.question(&question));
        let asked = asked.unwrap_or_else(|| panic!("a rule looks at {id}?{question}"));
        assert!(asked.option(&option).is_some(), "a rule looks at {id}?{question}={option}");
    }
}
