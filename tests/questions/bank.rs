//! A workshop with a question of every kind. Whatever may not be seen before its time says so by a word that begins with
//! `zz`, and that stands nowhere else.

use std::fmt::Write as _;

use crate::support::Folder;

/// A question: id, kind, section, prompt, and what else stands in its table.
pub type Written = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Of `cables`.
pub const CABLES: [Written; 21] = [
    (
        "pick",
        "choice",
        "copper",
        "Which of the three carries current?",
        r#"
[[question.option]]
text = "Copper"
right = true
feedback = "zzsaid-pick-right: it does."
[[question.option]]
text = "Glass"
feedback = "zzsaid-pick-glass: it carries light."
misconception = "zzbelief-glass"
[[question.option]]
text = "Air at rest"
feedback = "zzsaid-pick-air: it keeps current off."
"#,
    ),
    (
        "pick-all",
        "choices",
        "copper",
        "Which of these are metals?",
        r#"
[[question.option]]
text = "Iron"
right = true
[[question.option]]
text = "Lead"
right = true
feedback = "zzsaid-all-lead: a soft one."
[[question.option]]
text = "Paper"
feedback = "zzsaid-all-paper: it is made of wood."
[[question.option]]
text = "Wool"
feedback = "zzsaid-all-wool: it is made by sheep."
"#,
    ),
    (
        "is-it",
        "truth",
        "copper",
        "Copper rusts red as iron does.",
        "answer = false\nfeedback = \"zzsaid-is-it: it turns green.\"\n",
    ),
    (
        "how-many",
        "number",
        "copper",
        "How many addresses of a /24 can be given out?",
        r#"
answer = 251
unit = "addresses"
[[question.wrong]]
answer = 254
feedback = "zzsaid-how-many: five are kept, not two."
"#,
    ),
    (
        "say",
        "text",
        "copper",
        "What is the middle of a cable called?",
        r#"
accept = ["copper core", "zzanswer-say"]
[[question.wrong]]
answer = "glass"
feedback = "zzsaid-say: not in this one."
"#,
    ),
    (
        "sort",
        "order",
        "copper",
        "Put the steps in order.",
        "items = [\"Dig first\", \"Lay second\", \"Fill third\", \"Test last\"]\nfeedback = \"zzsaid-sort: what is filled cannot be laid.\"\n",
    ),
    (
        "pair-up",
        "match",
        "copper",
        "What belongs together?",
        r#"
others = ["nothing at all"]
feedback = "zzsaid-pair: look at what moves."
[[question.pair]]
left = "Wire"
right = "current"
[[question.pair]]
left = "Fibre"
right = "light"
[[question.pair]]
left = "Pipe"
right = "water"
"#,
    ),
    (
        "fill",
        "gaps",
        "copper",
        "A policy picks pods by {1} and names {2} for what leaves.",
        r#"
[[question.gap]]
accept = ["podSelector"]
feedback = "zzsaid-fill-one: it selects pods."
[[question.gap]]
options = ["ingress", "egress"]
answer = "egress"
feedback = "zzsaid-fill-two: what leaves goes out."
"#,
    ),
    (
        "net",
        "network",
        "fibre",
        "Which network holds the address in the middle of the first quarter?",
        "[question.network]\nwant = \"network\"\nis = \"10.0.0.0/26\"\n[[question.wrong]]\nis = \"10.0.0.0/25\"\nfeedback = \"zzsaid-net: twice as large.\"\n",
    ),
    (
        "address",
        "network",
        "fibre",
        "Which address comes first in the subnet?",
        "[question.network]\nwant = \"address\"\nis = \"10.0.0.4\"\nsubnet = \"10.0.0.0/26\"\n",
    ),
    (
        "span",
        "network",
        "fibre",
        "Which addresses can be given?",
        "[question.network]\nwant = \"range\"\nis = \"10.0.0.4 - 10.0.0.62\"\n",
    ),
    (
        "mask",
        "network",
        "fibre",
        "Which mask cuts quarters?",
        "[question.network]\nwant = \"mask\"\nis = \"255.255.255.192\"\n",
    ),
    (
        "wild",
        "network",
        "fibre",
        "Which wildcard leaves a quarter?",
        "[question.network]\nwant = \"wildcard\"\nis = \"0.0.0.63\"\n",
    ),
    ("count", "network", "fibre", "How many are left of a quarter?", "[question.network]\nwant = \"count\"\nis = 59\n"),
    (
        "length",
        "network",
        "fibre",
        "Which length is enough for fifty?",
        "[question.network]\nwant = \"prefix\"\nis = 26\nneeds = { addresses = 50 }\n",
    ),
    (
        "room",
        "network",
        "fibre",
        "Name any free /27 beside the first quarter.",
        "[question.network]\nwant = \"within\"\ninside = \"10.0.0.0/24\"\nprefix = 27\nused = [\"10.0.0.0/26\"]\n",
    ),
    (
        "list",
        "network",
        "fibre",
        "List the networks of the first half.",
        "[question.network]\nwant = \"networks\"\nis = [\"10.0.0.0/26\", \"10.0.0.64/26\"]\n",
    ),
    (
        "drawn-count",
        "number",
        "fibre",
        "The subnet is a /{prefix}. How many addresses can be given out?",
        "unit = \"addresses\"\n[question.parametric]\nrule = \"subnet-usable\"\n",
    ),
    (
        "drawn-mask",
        "network",
        "fibre",
        "Which mask belongs to a /{prefix}?",
        "[question.parametric]\nrule = \"mask-of\"\n",
    ),
    (
        "read-it",
        "choice",
        "fibre",
        "What does this rule do?\n\n```yaml\ningress: []\n```",
        r#"
reads = "configuration"
[[question.option]]
text = "It lets nothing in"
right = true
[[question.option]]
text = "It lets all in"
feedback = "zzsaid-read-all: an empty list is no rule."
[[question.option]]
text = "It fails to load"
feedback = "zzsaid-read-fails: it is valid."
"#,
    ),
    (
        "with-hints",
        "number",
        "fibre",
        "How many bits has an address of the older kind?",
        "hints = [\"zzhint-one: four numbers.\", \"zzhint-two: of eight bits each.\"]\nanswer = 32\n",
    ),
];

/// Of `tunnels`.
pub const TUNNELS: [Written; 2] = [
    ("deep", "number", "dig", "How many metres deep is the trench of two metres?", "answer = 2\nunit = \"metres\"\n"),
    ("lit", "truth", "light", "Light travels in glass.", "answer = true\nfeedback = \"zzsaid-lit: it does.\"\n"),
];

/// The questions of the table in `paths`, in their order.
pub fn all_kinds() -> Vec<&'static str> {
    CABLES.iter().map(|written| written.0).filter(|id| *id != "with-hints").collect()
}

/// A question as its author writes it.
pub fn question((id, kind, section, prompt, rest): Written) -> String {
    let figures = if rest.contains("parametric") { " The answer is {answer}." } else { "" };
    // Tables of a question come after its own keys, whatever the rest begins with.
    format!(
        "[[question]]\nid = \"{id}\"\nkind = \"{kind}\"\nsection = \"{section}\"\ngoal = 1\ndifficulty = 1\n\
         prompt = '''{prompt}'''\nexplanation = \"zzwhy-{id}: this is why the right answer is right here.{figures}\"\n\
         source = \"https://rules.example/zzsource-{id}\"\nchecked = 2026-01-05\n{rest}\n"
    )
}

/// A quiz as its author writes it.
pub fn quiz(id: &str, questions: &[&str], rules: &str) -> String {
    format!("[[quiz]]\nid = \"{id}\"\ntitle = \"Quiz {id}\"\nquestions = {questions:?}\n{rules}\n")
}

/// All quizzes.
pub fn quizzes() -> String {
    let all = all_kinds();
    let mut text = String::new();
    for (id, questions, rules) in [
        ("each", &all[..], "tries = 1"),
        ("sheet", &all[..], "feedback = \"end\"\nshow = \"all\"\ncertainty = true"),
        ("end", &["pick", "how-many", "sort"][..], "feedback = \"end\""),
        ("retry", &["pick", "with-hints", "say"], "tries = 2\ntry_costs = 25\nhint_costs = 10"),
        ("timed", &["pick", "how-many", "is-it"], "feedback = \"end\"\nminutes = 1\ngrace_seconds = 5"),
        ("timed-sheet", &["pick", "how-many"], "feedback = \"end\"\nshow = \"all\"\nminutes = 1\ngrace_seconds = 5"),
        ("tunnels", &["deep", "lit"], "tries = 1"),
    ] {
        let _ = write!(text, "{}", quiz(id, questions, rules));
    }
    text
}

/// The workshop `plan` with all of it.
pub fn workshop() -> Folder {
    let folder = Folder::plan();
    write(&folder, "cables", &CABLES);
    write(&folder, "tunnels", &TUNNELS);
    folder.write("questions/quizzes.toml", &quizzes());
    folder
}

/// Writes the file of a module's questions.
pub fn write(folder: &Folder, module: &str, questions: &[Written]) {
    let text: String = questions.iter().copied().map(question).collect();
    folder.write(&format!("questions/{module}.toml"), &text);
}
