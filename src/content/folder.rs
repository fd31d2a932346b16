//! The files of an author's folder, from disk or from memory.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::finding::{Finding, Severity};

/// The largest file, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;
/// The most files a folder may hold.
const MOST: usize = 10_000;
/// The deepest a folder may be nested.
const DEEPEST: usize = 16;

/// One workshop's files, or several workshops' in a folder each.
#[derive(Debug, Default)]
pub struct Folder {
    /// By their path inside the folder, with `/` between names.
    pub(super) files: BTreeMap<String, Arc<[u8]>>,
    /// What was wrong with files that could not be taken.
    pub(super) findings: Vec<Finding>,
}

impl Folder {
    /// Reads a folder from disk. Hidden files, an editor's backups and `README.md` are left out, and links are followed to
    /// files inside the folder only. Fails when the folder itself cannot be read; what is wrong with a file in it is found
    /// by [`load`](super::load).
    pub fn read(path: &Path) -> io::Result<Self> {
        let root = path.canonicalize()?;
        let mut folder = Self::default();
        folder.read_into(&root, &root, "", 0)?;
        Ok(folder)
    }

    /// Takes files from memory, by their path inside the folder.
    pub fn from_files(files: impl IntoIterator<Item = (String, Arc<[u8]>)>) -> Self {
        let mut folder = Self::default();
        for (path, bytes) in files {
            if path.split('/').any(is_ignored) || folder.is_full(&path) {
                continue;
            }
            if bytes.len() as u64 > LARGEST {
                folder.refuse(&path, too_large());
                continue;
            }
            folder.files.insert(path, bytes);
        }
        folder
    }

    fn read_into(&mut self, root: &Path, directory: &Path, prefix: &str, depth: usize) -> io::Result<()> {
        let mut entries = fs::read_dir(directory)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let shown = format!("{prefix}{}", name.to_string_lossy());
                self.refuse(&shown, "the file's name is not UTF-8; rename it");
                continue;
            };
            if is_ignored(name) {
                continue;
            }
            let path = format!("{prefix}{name}");
            if self.is_full(&path) {
                return Ok(());
            }
            let result = self.read_entry(root, &entry, &path, depth);
            if let Err(error) = result {
                self.refuse(&path, format!("it cannot be read: {error}"));
            }
        }
        Ok(())
    }

    fn read_entry(&mut self, root: &Path, entry: &fs::DirEntry, path: &str, depth: usize) -> io::Result<()> {
        let mut target = entry.path();
        let mut kind = entry.file_type()?;
        if kind.is_symlink() {
            target = target.canonicalize()?;
            kind = fs::metadata(&target)?.file_type();
            if !target.starts_with(root) || !kind.is_file() {
                let message = "the link leads to something that is not a file inside the folder and is not followed; put the \
                               file itself here";
                self.findings.push(Finding::of_file(Severity::Warning, path, message));
                return Ok(());
            }
        }
        if kind.is_dir() {
            if depth == DEEPEST {
                self.refuse(path, format!("folders are nested deeper than {DEEPEST}; move this one up"));
                return Ok(());
            }
            return self.read_into(root, &target, &format!("{path}/"), depth + 1);
        }
        if !kind.is_file() {
            self.refuse(path, "it is neither a file nor a folder; take it away");
            return Ok(());
        }
        let mut bytes = Vec::new();
        fs::File::open(&target)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST {
            self.refuse(path, too_large());
        } else {
            self.files.insert(path.to_owned(), bytes.into());
        }
        Ok(())
    }

    /// Whether there is no room for another file; says so once.
    fn is_full(&mut self, path: &str) -> bool {
        let full = self.files.len() >= MOST;
        let message = format!(
            "the folder holds more than {MOST} files, and this is the first that is one too many; serve a \
                               folder with workshops and nothing else"
        );
        if full && !self.findings.iter().any(|finding| finding.message == message) {
            self.refuse(path, message);
        }
        full
    }

    fn refuse(&mut self, path: &str, message: impl Into<String>) {
        self.findings.push(Finding::of_file(Severity::Fault, path, message));
    }
}

fn too_large() -> String {
    format!("the file is larger than {} MB; make it smaller or split it", LARGEST / 1024 / 1024)
}

/// Hidden files, what editors leave beside the file they edit, and the folder's own README.
fn is_ignored(name: &str) -> bool {
    let backup = [".swp", ".swo", ".bak", ".orig", ".tmp"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    backup
        || name.starts_with('.')
        || name.starts_with('#')
        || name.ends_with('~')
        || name == "4913"
        || name == "README.md"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    #[test]
    fn hidden_files_backups_and_the_readme_are_left_out() {
        let files: [(&str, &[u8]); 9] = [
            ("workshop.toml", b"a"),
            ("modules/a.md", b"b"),
            ("modules/a.md~", b"b"),
            ("modules/.a.md.swp", b"b"),
            ("modules/#a.md#", b"b"),
            ("modules/4913", b"b"),
            (".git/config", b"b"),
            ("README.md", b"b"),
            ("images/README.md", b"b"),
        ];
        let read = Folder::read(folder(&files).path()).unwrap();
        assert_eq!(read.files.keys().collect::<Vec<_>>(), ["modules/a.md", "workshop.toml"]);
        let taken = Folder::from_files(files.map(|(path, bytes)| (path.to_owned(), Arc::from(bytes))));
        assert_eq!(taken.files, read.files);
        assert!(read.findings.is_empty());
    }

    #[test]
    fn a_file_over_4_mb_is_refused() {
        let large = vec![b'x'; 4 * 1024 * 1024 + 1];
        let folder = folder(&[("a.md", &large), ("b.md", &large[1..])]);
        let read = Folder::read(folder.path()).unwrap();
        assert_eq!(read.files.keys().collect::<Vec<_>>(), ["b.md"]);
        assert_eq!(read.findings[0].to_string(), "a.md:1:1: the file is larger than 4 MB; make it smaller or split it");
    }

    #[test]
    fn more_than_ten_thousand_files_are_refused_once() {
        let files = (0..10_050).map(|n| (format!("{n:05}.txt"), Arc::from(&b""[..])));
        let folder = Folder::from_files(files);
        assert_eq!(folder.files.len(), 10_000);
        assert_eq!(folder.findings.len(), 1);
        assert!(folder.findings[0].to_string().starts_with("10000.txt:1:1: the folder holds more than 10000 files"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_files_inside_only() {
        use std::os::unix::fs::symlink;
        let outside = folder(&[("secret.txt", b"secret")]);
        let inside = folder(&[("data/a.md", b"a"), ("modules/b.md", b"b")]);
        symlink(inside.path().join("data/a.md"), inside.path().join("modules/a.md")).unwrap();
        symlink(outside.path().join("secret.txt"), inside.path().join("modules/c.md")).unwrap();
        symlink(outside.path(), inside.path().join("out")).unwrap();
        symlink(inside.path(), inside.path().join("loop")).unwrap();
        symlink("nowhere", inside.path().join("dangling.md")).unwrap();
        let read = Folder::read(inside.path()).unwrap();
        assert_eq!(read.files.keys().collect::<Vec<_>>(), ["data/a.md", "modules/a.md", "modules/b.md"]);
        let found: Vec<_> = read.findings.iter().map(|f| (f.file.as_str(), f.severity)).collect();
        let warned = |file| (file, Severity::Warning);
        assert_eq!(found, [("dangling.md", Severity::Fault), warned("loop"), warned("modules/c.md"), warned("out")]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        assert!(Folder::read(Path::new("nowhere/at/all")).is_err());
    }
}
