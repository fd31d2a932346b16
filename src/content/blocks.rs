//! Interactive blocks: fences whose info string starts with `tool`, `wizard`, `quiz` or `lab` and a name.

use super::fields::shown;
use super::slug;

/// The kinds of blocks, as the info string names them.
const KINDS: [&str; 4] = ["tool", "wizard", "quiz", "lab"];

/// The blocks a portal has, by kind. The loader is told, because content knows nothing of tools.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Names of tools.
    pub tools: &'a [&'a str],
    /// Names of wizards.
    pub wizards: &'a [&'a str],
    /// Names of quizzes.
    pub quizzes: &'a [&'a str],
    /// Names of labs.
    pub labs: &'a [&'a str],
}

/// Reads a fence's info string: none for code, else the kind and the name of the block, or why there is no such block.
pub(super) fn read<'i>(info: &'i str, known: &Known<'_>) -> Option<Result<(&'static str, &'i str), String>> {
    let (first, name) = info.trim().split_once(char::is_whitespace).unwrap_or((info.trim(), ""));
    let kind = KINDS.into_iter().find(|kind| *kind == first)?;
    let names = match kind {
        "tool" => known.tools,
        "wizard" => known.wizards,
        "quiz" => known.quizzes,
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
            (None, []) => format!("this portal has no {kind} to show, so take the block out"),
            (None, names) => format!("there are {}", names.join(", ")),
        };
        Err(format!("there is no {kind} “{}” here; {advice}", shown(name)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_that_start_with_a_kind_are_blocks() {
        let known = Known { tools: &["aks-plan", "snat"], ..Known::default() };
        assert_eq!(read("bash", &known), None);
        assert_eq!(read("toolbox x", &known), None);
        assert_eq!(read("", &known), None);
        assert_eq!(read("tool  aks-plan", &known), Some(Ok(("tool", "aks-plan"))));
        let cases = [
            ("tool", "the tool has no name; write it after the word, as in ```tool name"),
            ("tool aks-plam", "there is no tool “aks-plam” here; did you mean “aks-plan”?"),
            ("tool x", "there is no tool “x” here; there are aks-plan, snat"),
            ("quiz basics", "there is no quiz “basics” here; this portal has no quiz to show, so take the block out"),
            (
                "wizard model",
                "there is no wizard “model” here; this portal has no wizard to show, so take the block out",
            ),
            ("lab one", "there is no lab “one” here; this portal has no lab to show, so take the block out"),
        ];
        for (info, message) in cases {
            assert_eq!(read(info, &known), Some(Err(message.to_owned())), "{info}");
        }
    }
}
