//! What the documents say is so.

use std::path::Path;

use podium::config::SETTINGS;

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_readme_lists_every_setting_with_all_its_names() {
    let readme = read("README.md");
    for setting in &SETTINGS {
        let row = format!("| `--{}` | `{}` | `{}` |", setting.option(), setting.variable(), setting.name);
        assert!(readme.contains(&row), "README.md has no row {row}");
    }
}

#[test]
fn the_two_commands_stand_at_the_top() {
    let readme = read("README.md");
    let top: Vec<&str> = readme.lines().take(6).collect();
    for command in ["cargo run --release", "scripts/test"] {
        assert!(top.iter().any(|line| line.starts_with(command)), "{command} is not at the top: {top:?}");
    }
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let documents =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "content/README.md"];
    for document in documents {
        let text = read(document);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            // Samples of the content format stand in code, between backticks.
            let sample = file.is_empty()
                || file.contains("://")
                || file.contains(':')
                || text.contains(&format!("`[text]({target})"))
                || text.contains(&format!("`![text]({target})"));
            let folder =
                Path::new(env!("CARGO_MANIFEST_DIR")).join(document).parent().map(Path::to_owned).unwrap_or_default();
            assert!(sample || folder.join(file).exists(), "{document} links to {target}");
        }
    }
}
