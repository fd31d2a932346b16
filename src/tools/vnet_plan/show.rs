//! A plan as the page shows it.

use askama::Template;
use ipnet::IpNet;

use super::Chosen;
use super::spaces::{SpaceView, spaces};
use crate::domain::aks::finding::Severity;
use crate::domain::azure::roles::Role;
use crate::domain::azure::{IPV6_PREFIX, LONGEST_PREFIX, Subnet};
use crate::domain::net::Count;
use crate::domain::vnet_plan::{At, COLOURS, Finding, Kind, Node, Plan, Row, Space, check, encode};
use crate::export;
use crate::tools::view::{FindingView, Verdict, grouped};
use crate::tools::{Answer, Guess, Inputs};

/// How many needs can be said at once.
const NEEDS: usize = 5;
/// The most findings that are shown.
const MOST_FINDINGS: usize = 60;
const HUES: [&str; 9] = ["free", "1", "2", "3", "4", "5", "6", "7", "8"];
const COLOUR_NAMES: [&str; 9] = ["None", "Blue", "Amber", "Green", "Purple", "Indigo", "Red", "Olive", "Grey"];

/// A change that was refused.
pub(super) struct Refused<'a> {
    /// Which form it was.
    pub what: &'a str,
    /// What is wrong.
    pub message: String,
    /// What a button asks for that does it nevertheless.
    pub anyway: Option<String>,
}

/// One row of the tree.
#[expect(clippy::struct_excessive_bools, reason = "each is a button that is there or not")]
struct RowView {
    at: String,
    level: usize,
    position: usize,
    of: usize,
    current: bool,
    anchor: bool,
    space: bool,
    kind: &'static str,
    hue: &'static str,
    network: String,
    size: String,
    usable: String,
    name: String,
    role: &'static str,
    note: String,
    locked: bool,
    split: bool,
    join: bool,
}

/// The row that is chosen, with what can be done to it.
#[expect(clippy::struct_excessive_bools, reason = "each is a button that is there or not")]
struct RowForm {
    at: String,
    network: String,
    space: bool,
    group: bool,
    name: String,
    /// Id, words, chosen.
    roles: Vec<(&'static str, String, bool)>,
    note: String,
    /// Number, name, chosen.
    colours: Vec<(usize, &'static str, bool)>,
    locked: bool,
    split: bool,
    join: bool,
    into: String,
    /// What the role asks for.
    why: &'static str,
}

/// One line of the list of needs.
struct NeedView {
    name: String,
    size: String,
    roles: Vec<(&'static str, String, bool)>,
}

/// Typed into one of the forms that say more about the plan; empty unless they come back.
struct Typed {
    space: String,
    vnet: String,
    text: String,
}

#[derive(Template)]
#[template(path = "tools/vnet_plan.html")]
struct Page {
    plan: String,
    chosen: String,
    verdict: Verdict,
    /// Which form, and what is wrong with it.
    refused: Option<(String, String)>,
    anyway: Option<String>,
    rows: Vec<RowView>,
    row: Option<RowForm>,
    spaces: Vec<SpaceView>,
    /// Place, words, chosen.
    scopes: Vec<(String, String, bool)>,
    needs: Vec<NeedView>,
    typed: Typed,
    findings: Vec<FindingView>,
    /// How many findings are not shown.
    more_findings: usize,
    /// Title, address.
    exports: Vec<(&'static str, String)>,
}

/// The page's part with the plan; `inputs` is a form that was refused.
pub(super) fn answer(chosen: &Chosen, refused: Option<Refused<'_>>, inputs: &Inputs) -> Answer {
    let plan = &chosen.plan;
    let found = check(plan);
    let verdict = verdict(plan, &found);
    let what = refused.as_ref().map(|refused| refused.what.to_owned()).unwrap_or_default();
    let back = |form: &str| if what == form { inputs.clone() } else { Inputs::default() };
    let link = Inputs::default().with("plan", &encode(plan)).to_query();
    let exports = if plan.spaces().is_empty() { &[][..] } else { &export::FORMATS[..] };
    let says = refused.as_ref().map_or_else(|| verdict.words.clone(), |refused| refused.message.clone());
    let (add, import) = (back("add"), back("import"));
    let page = Page {
        plan: encode(plan),
        chosen: chosen.at.map(|at| at.to_string()).unwrap_or_default(),
        rows: rows(chosen),
        row: chosen.at.and_then(|at| row_form(plan, at, &what, inputs)),
        spaces: spaces(plan),
        scopes: scopes(chosen, &back("allot")),
        needs: needs(&back("allot")),
        typed: Typed {
            space: add.raw("space").to_owned(),
            vnet: add.raw("vnet").to_owned(),
            text: import.raw("text").to_owned(),
        },
        more_findings: found.len().saturating_sub(MOST_FINDINGS),
        findings: found.iter().take(MOST_FINDINGS).map(finding).collect(),
        exports: exports.iter().map(|f| (f.title, format!("/tools/vnet-plan/export/{}?{link}", f.name))).collect(),
        anyway: refused.as_ref().and_then(|refused| refused.anyway.clone()),
        refused: refused.map(|refused| (refused.what.to_owned(), refused.message)),
        verdict,
    };
    let free = plan.spaces().iter().map(|space| space.free().count()).sum::<Count>();
    let guess = (!plan.spaces().is_empty())
        .then(|| Guess { question: "How many addresses are still free?", figure: count(free) });
    Answer { html: crate::tools::drawn(&page), json: export::json_value(plan), guess, says }
}

fn verdict(plan: &Plan, found: &[Finding]) -> Verdict {
    if plan.spaces().is_empty() {
        return Verdict::warn("There is no address space yet; add one below");
    }
    let leaves = |space: &Space| space.root().leaves().iter().filter(|leaf| leaf.kind() == Kind::Subnet).count();
    let subnets: usize = plan.spaces().iter().map(leaves).sum();
    let words = format!("{} in {}", plural(subnets, "subnet"), plural(plan.spaces().len(), "address space"));
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = found.iter().filter(|finding| finding.severity == Severity::Warning).count();
    match (errors, warnings) {
        (0, 0) => Verdict::good(format!("{words}; Azure would take it")),
        (0, n) => Verdict::warn(format!("{words}; {} to think about", plural(n, "thing"))),
        (1, _) => Verdict::bad(format!("{words}; one rule is broken")),
        (n, _) => Verdict::bad(format!("{words}; {n} rules are broken")),
    }
}

fn plural(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(n)) }
}

/// A count that stays readable: beyond a million billions as the power of two it is nearest to.
pub(super) fn count(count: Count) -> String {
    match count.to_u128() {
        Some(n) if n < 1_000_000_000_000_000 => grouped(n),
        Some(n) if n.is_power_of_two() => format!("2^{}", n.ilog2()),
        Some(n) => format!("about 2^{}", n.ilog2()),
        None => "2^128 or more".to_owned(),
    }
}

pub(super) fn addresses(network: IpNet) -> String {
    count(Count::power_of_two(network.max_prefix_len() - network.prefix_len()))
}

/// Whether halves of it could still be subnets.
fn can_split(node: &Node) -> bool {
    let longest = if node.network().addr().is_ipv4() { LONGEST_PREFIX } else { IPV6_PREFIX };
    node.parts().is_empty() && node.network().prefix_len() < longest && !node.label().locked
}

/// Whether it can be joined, as far as one sees without trying.
fn can_join(plan: &Plan, at: At, node: &Node) -> bool {
    !node.label().locked && (!node.parts().is_empty() || plan.parent(at).is_some())
}

fn rows(chosen: &Chosen) -> Vec<RowView> {
    let rows = chosen.plan.rows();
    let mut used = 0;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let Row { at, space, node, level, position, of } = row;
        let (label, own) = (node.label(), at.network.is_none());
        let hue = if own { "" } else { hue(node, &mut used) };
        let kind = if own { "space" } else { node.kind().word() };
        let current = Some(at) == chosen.at || (chosen.at.is_none() && views.is_empty());
        views.push(RowView {
            at: at.to_string(),
            level,
            position,
            of,
            current,
            anchor: Some(at) == chosen.at,
            space: own,
            kind,
            hue,
            network: node.network().to_string(),
            size: addresses(node.network()),
            usable: if own || !node.parts().is_empty() {
                String::new()
            } else {
                Subnet::of(node.network()).map_or("–".to_owned(), |s| count(s.usable.into()))
            },
            name: if own { space.vnet().to_owned() } else { label.name.clone() },
            role: if own { "" } else { label.role.map_or("", |role| role.demand().title) },
            note: if own { String::new() } else { label.note.clone() },
            locked: label.locked,
            split: can_split(node),
            join: if own {
                !node.parts().is_empty() && !label.locked
            } else {
                at.network == Some(node.network()) && can_join_row(space, node)
            },
        });
    }
    views
}

/// A network that is not the whole space has somebody to be joined with.
fn can_join_row(space: &Space, node: &Node) -> bool {
    !node.label().locked && (!node.parts().is_empty() || node.network() != space.root().network())
}

/// The colour that was chosen, or the next one for what is taken.
pub(super) fn hue(node: &Node, used: &mut usize) -> &'static str {
    let label = node.label();
    if !node.parts().is_empty() && label.colour == 0 {
        return "";
    }
    if node.parts().is_empty() && label.takes() {
        *used += 1;
    }
    match usize::from(label.colour) {
        0 if !label.takes() => "free",
        0 => HUES[(*used - 1) % 7 + 1],
        chosen => HUES.get(chosen).copied().unwrap_or("free"),
    }
}

fn roles(chosen: &str) -> Vec<(&'static str, String, bool)> {
    let role = |role: Role| {
        let demand = role.demand();
        (demand.id, demand.title.to_owned(), demand.id == chosen)
    };
    let none = ("", "None".to_owned(), chosen.is_empty());
    std::iter::once(none).chain(Role::ALL.into_iter().filter(|role| role.demand().takes_subnet).map(role)).collect()
}

fn row_form(plan: &Plan, at: At, what: &str, inputs: &Inputs) -> Option<RowForm> {
    let (node, space) = (plan.node(at)?, plan.spaces().get(at.space)?);
    let (label, own) = (node.label(), at.network.is_none());
    let back = |name: &str, now: &str| if what == "describe" { inputs.raw(name).to_owned() } else { now.to_owned() };
    let role = back("role", label.role.map_or("", |role| role.demand().id));
    let colour = back("colour", &label.colour.to_string()).parse::<usize>().unwrap_or_default();
    Some(RowForm {
        at: at.to_string(),
        network: node.network().to_string(),
        space: own,
        group: !own && !node.parts().is_empty(),
        name: if what == "name" {
            inputs.raw("name").to_owned()
        } else {
            back("name", if own { space.vnet() } else { &label.name })
        },
        why: Role::of_id(&role).map_or("", |role| role.demand().why),
        roles: roles(&role),
        note: back("note", &label.note),
        colours: COLOUR_NAMES
            .iter()
            .enumerate()
            .take(usize::from(COLOURS) + 1)
            .map(|(n, name)| (n, *name, n == colour))
            .collect(),
        locked: label.locked,
        split: can_split(node),
        join: if own { !node.parts().is_empty() && !label.locked } else { can_join(plan, at, node) },
        into: if what == "split-into" { inputs.raw("into").to_owned() } else { String::new() },
    })
}

/// Where subnets can be taken from: each space, and what is free or a group and chosen.
fn scopes(chosen: &Chosen, back: &Inputs) -> Vec<(String, String, bool)> {
    let plan = &chosen.plan;
    let wanted = At::read(back.get("scope")).or(chosen.at);
    let mut found: Vec<(String, String, bool)> = Vec::new();
    for (n, space) in plan.spaces().iter().enumerate() {
        let network = space.root().network();
        let words = if space.vnet().is_empty() { network.to_string() } else { format!("{} ({network})", space.vnet()) };
        let at = At::space(n);
        found.push((at.to_string(), words, wanted.is_some_and(|wanted| wanted.space == n)));
    }
    if let Some((at, node)) = wanted.and_then(|at| at.network.and_then(|_| plan.node(at)).map(|node| (at, node)))
        && (!node.parts().is_empty() || !node.label().takes())
        && plan.parent(at).is_some()
    {
        for scope in &mut found {
            scope.2 = false;
        }
        found.push((at.to_string(), format!("only {}", node.network()), true));
    }
    found
}

fn needs(back: &Inputs) -> Vec<NeedView> {
    let columns = ["need.name", "need.size", "need.role"].map(|name| back.all(name));
    let text = |c: usize, n: usize| columns[c].get(n).copied().unwrap_or_default();
    let need = |n| NeedView { name: text(0, n).to_owned(), size: text(1, n).to_owned(), roles: roles(text(2, n)) };
    (0..NEEDS.max(columns[0].len().min(64))).map(need).collect()
}

fn finding(found: &Finding) -> FindingView {
    let (class, word) = match found.severity {
        Severity::Error => ("error", "Broken rule"),
        Severity::Warning => ("warning", "Think about"),
        Severity::Note => ("note", "Good to know"),
    };
    let (source, url) = found.source;
    FindingView {
        class,
        word,
        message: found.message.clone(),
        code: found.code,
        refused_with: "",
        url,
        source,
        about: String::new(),
    }
}
