//! Small workshops on disk, to serve and to change.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A workshop's folder that goes away with the test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// The workshop `plan` with two modules, `cables` and `tunnels`, of two and three sections.
    pub fn plan() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.manifest(&["cables", "tunnels"]);
        folder.module("cables", &["Copper {#copper}", "Fibre {#fibre}"]);
        folder.module("tunnels", &["Dig {#dig}", "Line {#line}", "Light {#light}"]);
        folder
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("plan")
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn argument(&self) -> String {
        self.path().display().to_string()
    }

    pub fn manifest(&self, modules: &[&str]) {
        let manifest = format!(
            "id = \"plan\"\ntitle = \"Plan a network\"\nsummary = \"Where the cables go.\"\nlanguage = \"en\"\nmodules = {modules:?}\n"
        );
        self.write("workshop.toml", &manifest);
    }

    /// A module with these section headings and a line of text in each.
    pub fn module(&self, id: &str, sections: &[&str]) {
        let mut text = format!(
            "+++\ntitle = \"All about {id}\"\nsummary = \"What {id} are.\"\nminutes = 20\ngoals = [\"Tell {id} apart\"]\n+++\n"
        );
        for section in sections {
            let _ = write!(text, "\n## {section}\n\nWords of wisdom.\n");
        }
        self.write(&format!("modules/{id}.md"), &text);
    }

    /// Writes a file as editors do: beside the old one, then in its place.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let beside = path.with_extension("tmp~");
        std::fs::write(&beside, text).expect("a file");
        std::fs::rename(&beside, &path).expect("a file");
    }
}
