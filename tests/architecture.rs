//! Holds the sources to the table in ARCHITECTURE.md: who may know whom.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// One row of the table.
struct Row {
    unit: String,
    never: Vec<String>,
    line: usize,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads the rows of the table whose header is `| unit | may use | must never use |`.
fn table(text: &str) -> Vec<Row> {
    let lines =
        text.lines().enumerate().skip_while(|(_, line)| !line.starts_with("| unit | may use | must never use |"));
    let rows = lines.skip(2).take_while(|(_, line)| line.starts_with('|'));
    let row = |(number, line): (usize, &str)| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        names(cells[0])
            .into_iter()
            .map(move |unit| Row { unit, never: names(cells[2]), line: number + 1 })
            .collect::<Vec<_>>()
    };
    rows.flat_map(row).collect()
}

/// What stands in the code when a unit uses something that the table names.
fn marks_of(name: &str) -> Vec<String> {
    match name {
        "the clock" => ["Timestamp::now", "SystemTime::now", "Instant::now", "Zoned::now"].map(str::to_owned).to_vec(),
        "randomness" => ["rand::", "now_v7", "new_v4", "now_v4"].map(str::to_owned).to_vec(),
        "files" => ["std::fs", "tokio::fs", "File::open"].map(str::to_owned).to_vec(),
        "SQL" => ["sqlx::query", "query_as(", "query_scalar("].map(str::to_owned).to_vec(),
        name => {
            let name = name.replace('-', "_");
            vec![format!("crate::{name}"), format!("use {name}"), format!("{name}::"), format!("super::{name}")]
        }
    }
}

/// The files of a unit: `src/{unit}.rs` and everything below `src/{unit}/`.
fn files_of(unit: &str) -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    let single = root().join(format!("src/{unit}.rs"));
    if single.exists() {
        found.push(single);
    }
    below(&root().join("src").join(unit), &mut found);
    found
}

/// The code of a line: without its comment, and without what stands in quotes.
fn code_of(line: &str) -> String {
    let (mut code, mut quoted, mut escaped) = (String::new(), false, false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '/' if !quoted && letters.peek() == Some(&'/') => break,
            _ if !quoted => code.push(letter),
            _ => {}
        }
    }
    code
}

/// Whether the mark stands in the code as a word of its own, not as the end of a longer one.
fn stands_in(code: &str, mark: &str) -> bool {
    code.match_indices(mark).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + mark.len()..].chars().next();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !word(before) && (mark.ends_with([':', '(']) || !word(after))
    })
}

fn faults(unit: &str, code: &str, row: &Row) -> Vec<String> {
    let forbidden = |code: &str| {
        row.never
            .iter()
            .filter(|name| marks_of(name).iter().any(|mark| stands_in(code, mark)))
            .cloned()
            .collect::<Vec<_>>()
    };
    // Tests at the foot of a file may use what they need.
    let lines = code.lines().enumerate().take_while(|(_, line)| line.trim() != "#[cfg(test)]" || line.starts_with(' '));
    lines
        .flat_map(|(number, line)| {
            let names = forbidden(&code_of(line));
            names.into_iter().map(move |name| (number + 1, name))
        })
        .map(|(number, name)| format!("{number}: {unit} must never use {name}"))
        .collect()
}

#[test]
fn nobody_knows_whom_they_must_not() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let rows = table(&text);
    assert!(rows.len() >= 4, "ARCHITECTURE.md has no table of units");
    let mut found = String::new();
    for row in &rows {
        let files = files_of(&row.unit);
        assert!(!files.is_empty(), "ARCHITECTURE.md:{}: there is no unit {}", row.line, row.unit);
        for path in files
            .iter()
            .filter(|path| !path.components().any(|part| part.as_os_str() == "tests") && !path.ends_with("tests.rs"))
        {
            let code = std::fs::read_to_string(path).expect("a source file");
            for fault in faults(&row.unit, &code, row) {
                let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
                let _ = writeln!(found, "{name}:{fault} (ARCHITECTURE.md:{})", row.line);
            }
        }
    }
    assert!(found.is_empty(), "\n{found}");
}

#[test]
fn every_unit_stands_in_the_table() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let named: Vec<String> = table(&text).into_iter().map(|row| row.unit).collect();
    let map = std::fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    for unit in map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')) {
        assert!(
            named.iter().any(|name| name == unit),
            "{unit} is in src/lib.rs and not in the table of ARCHITECTURE.md"
        );
    }
}

#[test]
fn the_test_sees_what_is_forbidden() {
    let never = ["axum", "store", "the clock", "files"].map(str::to_owned).to_vec();
    let row = Row { unit: "domain".to_owned(), never, line: 1 };
    let cases = [
        ("use axum::Router;", 1),
        ("use crate::store::Store;", 1),
        ("let a = jiff::Timestamp::now();", 1),
        ("use std::fs;", 1),
        ("// use axum::Router;", 0),
        ("let text = \"use axum::Router\";", 0),
        ("let restore::a = b;", 0),
        ("use super::time::Millis;", 0),
        ("#[cfg(test)]\nmod tests {\n    use axum::Router;\n}", 0),
    ];
    for (code, count) in cases {
        assert_eq!(faults("domain", code, &row).len(), count, "{code}");
    }
}
