//! Interactive blocks: fences whose info string starts with `tool`, `wizard`, `quiz` or `lab` and a name.

use super::fields::shown;
use super::model::{Decision, Quiz};
use super::slug;
use crate::domain::wizard::Answers;

/// The kinds of blocks, as the info string names them.
const KINDS: [&str; 4] = ["tool", "wizard", "quiz", "lab"];

/// What a portal has to show, by kind. The loader is told, because content knows nothing of tools. Quizzes and wizards are not
/// among them: they are the workshop's own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Names of tools.
    pub tools: &'a [&'a str],
    /// Names of labs.
    pub labs: &'a [&'a str],
    /// Draws a block; without it nothing stands where the block is.
    pub draw: Option<Draw>,
    /// Whether wizards are walked through and their scenarios are run, which takes longer than a start should.
    pub thorough: bool,
}

/// Draws a block of a kind and a name, with what stands in its fence, as HTML in which every id begins with the last text.
/// Else says what is wrong: the input, in rows with its number (`pool.nodes.1`), and the words.
///
/// A `quiz` is handed what a page needs to announce it: `workshop`, its id; `title`; `questions`, how many; `minutes`, empty
/// when there is no limit; `intro` as plain text. A `wizard` is handed `workshop`; `title`; `questions`, how many at most;
/// `minutes`, empty when its author does not say; `summary` as plain text.
pub type Draw = fn(&str, &str, &[(String, String)], &str) -> Result<String, Vec<(String, String)>>;

/// Whether a fence's info string is that of a block.
pub(super) fn is_block(info: &str) -> bool {
    info.split_whitespace().next().is_some_and(|first| KINDS.contains(&first))
}

/// Reads a fence's info string: none for code, else the kind and the name of the block, or why there is no such block.
pub(super) fn read<'i>(
    info: &'i str,
    known: &Known<'_>,
    quizzes: &[Quiz],
    wizards: &[Decision],
) -> Option<Result<(&'static str, &'i str), String>> {
    let (first, name) = info.trim().split_once(char::is_whitespace).unwrap_or((info.trim(), ""));
    let kind = KINDS.into_iter().find(|kind| *kind == first)?;
    let quizzes: Vec<&str> = quizzes.iter().map(|quiz| quiz.id.as_str()).collect();
    let wizards: Vec<&str> = wizards.iter().map(|decision| decision.wizard.id.as_str()).collect();
    let names = match kind {
        "tool" => known.tools,
        "wizard" => &wizards,
        "quiz" => &quizzes,
        _ => known.labs,
    };
    let name = name.trim();
    Some(if name.is_empty() {
        Err(format!("the {kind} has no name; write it after the word, as in ```{kind} name"))
    } else if names.contains(&name) {
        Ok((kind, name))
    } else {
        let advice = match (slug::nearest(name, names.iter().copied()), names) {
            (Some(near), _) => format!("did you mean “{near}”?"),
            (None, []) if kind == "quiz" => {
                "this workshop has no quiz; write it into questions/quizzes.toml or take the block out".to_owned()
            }
            (None, []) if kind == "wizard" => {
                "this workshop has no wizard; write it into wizards/ or take the block out".to_owned()
            }
            (None, []) => format!("this portal has no {kind} to show, so take the block out"),
            (None, names) => format!("there are {}", names.join(", ")),
        };
        Err(format!("there is no {kind} “{}” here; {advice}", shown(name)))
    })
}

/// What a page needs to announce a quiz.
pub(super) fn quiz_inputs(workshop: &str, quiz: &Quiz) -> Vec<(String, String)> {
    let minutes = quiz.rules.limit.map(|limit| (limit.seconds / 60).to_string()).unwrap_or_default();
    let inputs = [
        ("workshop", workshop.to_owned()),
        ("title", quiz.title.clone()),
        ("questions", quiz.questions.len().to_string()),
        ("minutes", minutes),
        ("intro", quiz.intro_text.clone()),
    ];
    inputs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

/// What a page needs to announce a wizard.
pub(super) fn wizard_inputs(workshop: &str, decision: &Decision) -> Vec<(String, String)> {
    let inputs = [
        ("workshop", workshop.to_owned()),
        ("title", decision.wizard.title.clone()),
        ("questions", decision.wizard.consider(&Answers::new()).at_most.to_string()),
        ("minutes", decision.minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
        ("summary", decision.summary.plain.clone()),
    ];
    inputs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

/// Reads what stands in a fence: names with texts, as they would be typed. A list of texts is one text of several lines; a
/// list of tables is rows, as `pool.name`, `pool.nodes`, with every name in every row. Else where it is wrong, and what.
pub(super) fn inputs(text: &str) -> Result<Vec<(String, String)>, (usize, String)> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        (at, format!("the block is not TOML: {}", error.message()))
    })?;
    let mut inputs = Vec::new();
    for (name, value) in &table {
        let odd =
            || (place(text, name), format!("“{}” is neither a text nor a number nor a list of those", shown(name)));
        match value {
            toml::Value::Array(rows) if rows.iter().any(toml::Value::is_table) => {
                let rows: Vec<&toml::Table> = rows.iter().filter_map(toml::Value::as_table).collect();
                let mut columns: Vec<&String> = Vec::new();
                for column in rows.iter().flat_map(|row| row.keys()) {
                    if !columns.contains(&column) {
                        columns.push(column);
                    }
                }
                for row in rows {
                    for column in &columns {
                        let value = row.get(*column).map_or(Some(String::new()), words).ok_or_else(odd)?;
                        inputs.push((format!("{name}.{column}"), value));
                    }
                }
            }
            toml::Value::Array(lines) => {
                let lines: Option<Vec<String>> = lines.iter().map(words).collect();
                inputs.push((name.clone(), lines.ok_or_else(odd)?.join("\n")));
            }
            value => inputs.push((name.clone(), words(value).ok_or_else(odd)?)),
        }
    }
    Ok(inputs)
}

fn words(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(n) => Some(n.to_string()),
        toml::Value::Float(n) => Some(n.to_string()),
        toml::Value::Boolean(on) => Some(if *on { "1" } else { "" }.to_owned()),
        _ => None,
    }
}

/// Where an input stands in a fence: `pod_cidr`, or in rows `pool.nodes.1`, the second `nodes`. The fence's begin when it is
/// not there.
pub(super) fn place(text: &str, field: &str) -> usize {
    let (name, row) = match field.rsplit_once('.') {
        Some((name, number)) => number.parse().map_or((field, 0), |row: usize| (name, row)),
        None => (field, 0),
    };
    let key = name.rsplit('.').next().unwrap_or(name);
    let mut at = 0;
    let begins = text.split_inclusive('\n').filter_map(|line| {
        let begin = at + (line.len() - line.trim_start().len());
        at += line.len();
        let rest = line.trim_start().strip_prefix(key)?;
        rest.trim_start().starts_with('=').then_some(begin)
    });
    // Rows before it may have left this one out.
    let begins: Vec<usize> = begins.collect();
    begins.get(row).or(begins.last()).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_that_start_with_a_kind_are_blocks() {
        let known = Known { tools: &["aks-plan", "snat"], ..Known::default() };
        assert_eq!(read("bash", &known, &[], &[]), None);
        assert_eq!(read("toolbox x", &known, &[], &[]), None);
        assert_eq!(read("", &known, &[], &[]), None);
        assert_eq!(read("tool  aks-plan", &known, &[], &[]), Some(Ok(("tool", "aks-plan"))));
        let cases = [
            ("tool", "the tool has no name; write it after the word, as in ```tool name"),
            ("tool aks-plam", "there is no tool “aks-plam” here; did you mean “aks-plan”?"),
            ("tool x", "there is no tool “x” here; there are aks-plan, snat"),
            (
                "quiz basics",
                "there is no quiz “basics” here; this workshop has no quiz; write it into questions/quizzes.toml or take the block out",
            ),
            (
                "wizard model",
                "there is no wizard “model” here; this workshop has no wizard; write it into wizards/ or take the block out",
            ),
            ("lab one", "there is no lab “one” here; this portal has no lab to show, so take the block out"),
        ];
        for (info, message) in cases {
            assert_eq!(read(info, &known, &[], &[]), Some(Err(message.to_owned())), "{info}");
        }
    }

    #[test]
    fn what_stands_in_a_fence_is_read_as_if_it_were_typed() {
        let text = "model = \"overlay\"\nnodes = 3\nhub = true\nspoke = false\nconnected = [\"10.0.0.0/8\", \"x\"]\n\n[[pool]]\nname = \"a\"\n\n[[pool]]\nname = \"b\"\nnodes = 4\n";
        let read = inputs(text).unwrap();
        let pairs: Vec<_> = read.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        for pair in [("model", "overlay"), ("nodes", "3"), ("hub", "1"), ("spoke", ""), ("connected", "10.0.0.0/8\nx")]
        {
            assert!(pairs.contains(&pair), "{pair:?} in {pairs:?}");
        }
        let rows: Vec<_> = pairs.iter().filter(|(n, _)| n.starts_with("pool.")).copied().collect();
        assert_eq!(rows, [("pool.name", "a"), ("pool.nodes", ""), ("pool.name", "b"), ("pool.nodes", "4")]);
        assert_eq!(inputs(""), Ok(Vec::new()));
        assert!(inputs("a = {}\n").unwrap_err().1.contains("neither a text"));
        let (at, message) = inputs("a = 1\nb = \n").unwrap_err();
        assert!(at >= 6 && message.starts_with("the block is not TOML"), "{at} {message}");
    }

    #[test]
    fn the_place_of_an_input_is_found() {
        let text = "model = \"x\"\n[[pool]]\nnodes = 1\n[[pool]]\n  nodes = 2\n";
        for (field, line) in
            [("model", "model ="), ("pool.nodes.0", "nodes = 1"), ("pool.nodes.1", "nodes = 2"), ("none", "model")]
        {
            assert!(text[place(text, field)..].starts_with(line), "{field}");
        }
    }
}
