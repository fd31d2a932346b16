//! Front matter that a handout brings along from another system.

/// What was read from it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Foreign {
    /// The bytes and the lines that it takes at the top of the text.
    pub(super) length: usize,
    pub(super) title: Option<String>,
    /// Keys that say nothing to us.
    pub(super) left_out: Vec<String>,
}

/// Reads YAML between `---` lines or TOML between `+++` lines; none when the text begins with something else.
pub(super) fn read(text: &str) -> Option<Foreign> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let closes: &[&str] = match first.trim_end() {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        _ => return None,
    };
    let mut end = first.len();
    let inner_start = end;
    for line in lines {
        if closes.contains(&line.trim_end()) {
            let inner = &text[inner_start..end];
            let mut foreign = if closes[0] == "+++" { toml(inner)? } else { yaml(inner)? };
            foreign.length = end + line.len();
            return Some(foreign);
        }
        end += line.len();
    }
    None
}

fn toml(inner: &str) -> Option<Foreign> {
    let table: toml::Table = inner.parse().ok()?;
    let title = table.get("title").and_then(|title| title.as_str()).map(tidy);
    Some(Foreign { length: 0, title, left_out: table.keys().filter(|key| *key != "title").cloned().collect() })
}

/// No YAML parser: of all its keys only the title counts, and a title is a word or a quoted text.
fn yaml(inner: &str) -> Option<Foreign> {
    let mut foreign = Foreign::default();
    let mut keys = 0;
    for line in inner.lines() {
        if line.trim().is_empty() || line.starts_with([' ', '\t', '#', '-', ']', '}']) {
            continue;
        }
        // Anything that is not a key tells that this is text between two rules.
        let (key, value) = line.split_once(':')?;
        if key.trim().is_empty() || key.contains(' ') || !(value.is_empty() || value.starts_with([' ', '\t'])) {
            return None;
        }
        keys += 1;
        if key == "title" {
            let value = value.trim();
            let quoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
            foreign.title = Some(tidy(quoted.unwrap_or(value)));
        } else {
            foreign.left_out.push(key.to_owned());
        }
    }
    foreign.title = foreign.title.filter(|title| !title.is_empty());
    (keys > 0).then_some(foreign)
}

fn tidy(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_told_from_rules() {
        let read = |text| read(text).map(|f| (f.length, f.title.unwrap_or_default(), f.left_out.join(",")));
        let found = |length, title: &str, left: &str| Some((length, title.to_owned(), left.to_owned()));
        assert_eq!(read("---\ntitle: \"A  b\"\nauthor: x\ntags:\n  - y\n---\n# H"), found(44, "A b", "author,tags"));
        assert_eq!(read("---\ntitle: A: b\n...\n"), found(20, "A: b", ""));
        assert_eq!(read("+++\ntitle = 'T'\ndraft = true\n+++\nx"), found(33, "T", "draft"));
        assert_eq!(read("---\nJust text: with a colon\nand more\n---\n"), None);
        assert_eq!(read("---\n\n---\n"), None);
        assert_eq!(read("---\ntitle: open\n"), None);
        assert_eq!(read("+++\nnot toml\n+++\n"), None);
        assert_eq!(read("# H\n"), None);
        assert_eq!(read(""), None);
    }
}
