//! A workshop with one question of each kind, and quizzes that ask them by different rules.

use std::fmt::Write as _;

use crate::support::Folder;

/// What all questions have.
const COMMON: &str = r#"
goal = 1
difficulty = 2
explanation = "The rule is a plain one, and it has more than eight words in it. KEY-TO-ALL"
source = "https://learn.microsoft.com/azure/aks/concepts-network"
checked = 2026-11-20
"#;

const NINE: [(&str, &str); 9] = [
    (
        "q-choice",
        r#"kind = "choice"
prompt = "Which cable carries **light**?"
hints = ["It is made of glass.", "It has the name of a thread."]
[[question.option]]
text = "The copper cable"
feedback = "Copper carries current."
[[question.option]]
text = "The fibre cable"
right = true
[[question.option]]
text = "The water pipe"
feedback = "A pipe carries water.""#,
    ),
    (
        "q-choices",
        r#"kind = "choices"
prompt = "Which of these belong to **both** ends of a cable?"
[[question.option]]
text = "A plug"
right = true
[[question.option]]
text = "A socket for the plug"
right = true
[[question.option]]
text = "A water tap"
feedback = "That belongs to the pipe."
[[question.option]]
text = "A garden hose"
feedback = "That belongs to the garden.""#,
    ),
    (
        "q-truth",
        "kind = \"truth\"\nprompt = \"A cable has **two** ends.\"\nanswer = true\nfeedback = \"Count them: one and another.\"",
    ),
    (
        "q-number",
        r#"kind = "number"
prompt = "How many addresses of an Azure `/24` can be given out?"
answer = 251
unit = "addresses"
[[question.wrong]]
answer = 254
feedback = "Azure keeps five, and not two.""#,
    ),
    (
        "q-text",
        r#"kind = "text"
prompt = "Which role lets a node *pull* images?"
accept = ["AcrPull"]
[[question.wrong]]
answer = "AcrPush"
feedback = "That may write as well.""#,
    ),
    (
        "q-order",
        "kind = \"order\"\nprompt = \"Put the steps in **order**.\"\nitems = [\"Dig the ditch\", \"Lay the cable\", \"Close the ditch\"]\nfeedback = \"A closed ditch takes no cable.\"",
    ),
    (
        "q-match",
        r#"kind = "match"
prompt = "What is each **made of**?"
others = ["Paper"]
feedback = "Look at the cut end."
[[question.pair]]
left = "Copper cable"
right = "Metal"
[[question.pair]]
left = "Fibre cable"
right = "Glass"
[[question.pair]]
left = "Sheath"
right = "Plastic""#,
    ),
    (
        "q-gaps",
        r#"kind = "gaps"
prompt = """A policy names its pods by {1} and its way by {2}:

```yaml
kind: NetworkPolicy
spec: { a-rather-long-name-that-makes-the-line-of-this-policy-wide: {3} }
```"""
[[question.gap]]
accept = ["podSelector"]
feedback = "It selects pods."
[[question.gap]]
options = ["ingress", "egress", "sideways"]
answer = "egress"
feedback = "It goes out."
[[question.gap]]
accept = ["shop"]
feedback = "It is the shop's.""#,
    ),
    (
        "q-network",
        r#"kind = "network"
prompt = "The range `10.40.0.0/24` has `10.40.0.0/26` in use. Name a **free** `/27` in it."
[question.network]
want = "within"
inside = "10.40.0.0/24"
prefix = 27
used = ["10.40.0.0/26"]"#,
    ),
];

const QUIZZES: &str = r#"
[[quiz]]
id = "each"
title = "One by one"
intro = "Every kind of question, **one** after the other."
questions = NINE
tries = 2
try_costs = 25
hint_costs = 10
certainty = true

[[quiz]]
id = "all"
title = "All at once"
questions = NINE
feedback = "end"
show = "all"
certainty = true

[[quiz]]
id = "end"
title = "Marked at the end"
questions = NINE
feedback = "end"

[[quiz]]
id = "timed"
title = "Against the clock"
questions = ["q-choice", "q-text", "q-truth"]
feedback = "end"
minutes = 1
grace_seconds = 2

[[quiz]]
id = "cables"
title = "Cables"
intro = "Two questions on cables."
questions = ["q-choice", "q-number"]
tries = 2
"#;

/// The folder of it; `plan` with questions on cables, and their quiz as a block below fibre.
pub fn folder() -> Folder {
    let folder = Folder::plan();
    let mut questions = String::new();
    for (id, text) in NINE {
        let (own, more) =
            text.split_once("[question").or(text.split_once("[[question")).map_or((text, ""), |(own, _)| {
                let own = own.trim_end_matches('[');
                (own, &text[own.len()..])
            });
        let _ = write!(questions, "[[question]]\nid = \"{id}\"\nsection = \"fibre\"{COMMON}{own}\n{more}\n\n");
    }
    folder.write("questions/cables.toml", &questions);
    let nine = format!("{:?}", NINE.map(|(id, _)| id));
    folder.write("questions/quizzes.toml", &QUIZZES.replace("NINE", &nine));
    let module = std::fs::read_to_string(folder.path().join("modules/cables.md")).expect("it was written");
    folder.write("modules/cables.md", &format!("{module}\n```quiz cables\n```\n"));
    folder
}
