//! Questions as other formats can have them: a network answer becomes a text with its forms, a parametric question some
//! of its variants.

use std::net::IpAddr;

use ipnet::IpNet;

use super::report::{Fate, Report};
use crate::domain::aks::figures::grouped;
use crate::domain::net::{AddressRange, Split, relation};
use crate::domain::question::{Body, Gap, GapKey, Kind, NetworkKey, Question};

/// The most free networks that are listed as accepted.
const MOST_NETWORKS: usize = 64;
/// How many seeds are tried for each variant that is wanted.
const TRIES: usize = 8;

/// The questions with fixed answers, and none of them a network answer.
pub(super) fn fitted(questions: &[Question], variants: usize, report: &mut Report) -> Vec<Question> {
    let mut fitted = Vec::new();
    for question in questions {
        let fixed = match question.body {
            Body::Fixed(_) => vec![question.clone()],
            Body::Parametric(_) => {
                let drawn = drawn(question, variants);
                let count = drawn.len();
                let fate = match count {
                    0 => Fate::LeftOut,
                    1 => Fate::TurnedInto("a variant with fixed figures".to_owned()),
                    n => Fate::TurnedInto(format!("{n} variants with fixed figures")),
                };
                report.note((0, &question.id), "figures drawn for each person", fate, "");
                drawn
            }
        };
        fitted.extend(fixed.into_iter().map(|question| without_network(question, report)));
    }
    for question in &fitted {
        let typed = |gap: &Gap| matches!(gap.key, GapKey::Accept(_));
        if match &question.body {
            Body::Fixed(Kind::Text { .. }) => true,
            Body::Fixed(Kind::Gaps(gaps)) => gaps.iter().any(typed),
            _ => false,
        } {
            let what = "comparison without white space and hyphens";
            report.note((0, &question.id), what, Fate::TurnedInto("one without case alone".to_owned()), "");
        }
    }
    fitted
}

/// So many variants with different prompts, or as many as there are. The same question gives the same variants.
fn drawn(question: &Question, variants: usize) -> Vec<Question> {
    let mut drawn: Vec<Question> = Vec::new();
    for seed in 1..=variants.saturating_mul(TRIES) as u64 {
        if drawn.len() == variants {
            break;
        }
        let asked = question.asked(seed);
        let prompt = asked.public().prompt;
        if drawn.iter().any(|other| other.prompt == prompt) {
            continue;
        }
        drawn.push(Question {
            id: format!("{}-v{}", question.id, drawn.len() + 1),
            prompt,
            hints: (0..question.hints.len()).filter_map(|n| asked.hint(n).map(str::to_owned)).collect(),
            explanation: asked.reveal().explanation,
            body: Body::Fixed(asked.kind().clone()),
            ..question.clone()
        });
    }
    drawn
}

fn without_network(mut question: Question, report: &mut Report) -> Question {
    if let Body::Fixed(Kind::Network { key, wrong }) = question.body {
        let (accept, all) = forms(&key);
        let listed = if all {
            format!("{} accepted forms", accept.len())
        } else {
            format!("{} accepted forms, which are not all", accept.len())
        };
        report.note(
            (0, &question.id),
            "network answer",
            Fate::TurnedInto("a text with its common forms".to_owned()),
            listed,
        );
        report.note((0, &question.id), "what a wrong network answer would mean", Fate::LeftOut, "");
        question.body = Body::Fixed(Kind::Text { accept, wrong });
    }
    question
}

/// The forms of a network answer that people write, the first as it is shown; and whether these are all networks that are
/// right.
pub(super) fn forms(key: &NetworkKey) -> (Vec<String>, bool) {
    let mut all = true;
    let mut forms = match key {
        NetworkKey::Address { is, .. } => {
            let length = if is.is_ipv4() { 32 } else { 128 };
            vec![is.to_string(), format!("{is}/{length}")]
        }
        NetworkKey::Network(is) => of_network(*is),
        NetworkKey::Range(is) => of_range(*is),
        NetworkKey::Mask(length) => vec![mask(*length), format!("/{length}"), length.to_string()],
        NetworkKey::Wildcard(length) => vec![wildcard(*length)],
        NetworkKey::Count(count) => vec![grouped(*count), count.to_string()],
        NetworkKey::Prefix { is, .. } => {
            let dotted = (*is <= 32).then(|| mask(*is));
            [format!("/{is}"), is.to_string()].into_iter().chain(dotted).collect()
        }
        NetworkKey::Within { inside, prefix, used } => {
            let parts = Split::to_prefix(*inside, *prefix).ok();
            let open = |part: &IpNet| !used.iter().any(|used| relation(*used, *part).overlaps());
            // What is looked through is bounded as well: a /8 has 65,536 parts of a /24.
            let mut free: Vec<IpNet> =
                parts.iter().flat_map(Split::parts).take(1 << 17).filter(open).take(MOST_NETWORKS + 1).collect();
            all = free.len() <= MOST_NETWORKS;
            free.truncate(MOST_NETWORKS);
            free.into_iter().flat_map(|network| of_network(network).into_iter().take(2)).collect()
        }
        NetworkKey::Networks(are) => {
            let mut sorted: Vec<IpNet> = are.iter().map(IpNet::trunc).collect();
            sorted.sort_unstable();
            let given: Vec<String> = are.iter().map(|network| network.trunc().to_string()).collect();
            let sorted: Vec<String> = sorted.iter().map(ToString::to_string).collect();
            [", ", " ", ","].iter().flat_map(|sign| [given.join(sign), sorted.join(sign)]).collect()
        }
    };
    let mut seen = std::collections::BTreeSet::new();
    forms.retain(|form| seen.insert(form.clone()));
    (forms, all)
}

fn of_network(network: IpNet) -> Vec<String> {
    let network = network.trunc();
    let (first, last) = (network.network(), network.broadcast());
    let mut forms = vec![network.to_string()];
    if let IpNet::V4(network) = network {
        forms.push(format!("{first}/{}", network.netmask()));
        forms.push(format!("{first} {}", network.netmask()));
    }
    forms.extend([format!("{first} - {last}"), format!("{first}-{last}")]);
    forms
}

fn of_range(range: AddressRange) -> Vec<String> {
    let (first, last): (IpAddr, IpAddr) = (range.first(), range.last());
    let mut forms =
        vec![range.to_string(), format!("{first} - {last}"), format!("{first}-{last}"), format!("{first} – {last}")];
    forms.extend(range.network().map(|network| network.to_string()));
    forms
}

pub(super) fn mask(length: u8) -> String {
    std::net::Ipv4Addr::from_bits(u32::MAX.checked_shl(32 - u32::from(length.min(32))).unwrap_or(0)).to_string()
}

pub(super) fn wildcard(length: u8) -> String {
    std::net::Ipv4Addr::from_bits(u32::MAX.checked_shr(u32::from(length)).unwrap_or(0)).to_string()
}

/// A number without exponent and needless zeros.
pub(super) fn number(value: f64) -> String {
    // Display of a floating-point number in Rust is the shortest that reads back as the same, without exponent.
    if value == 0.0 { "0".to_owned() } else { value.to_string() }
}

/// A percentage with five decimals at most, as gradebooks write thirds.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.5}", share * 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What choosing an option of several adds to the mark, in percent: a part for each right one, the same taken away for a
/// wrong one.
pub(super) fn weight(right: bool, of: usize) -> String {
    let share = percent(1.0 / f64::from(u32::try_from(of.max(1)).unwrap_or(u32::MAX)));
    if right { share } else { format!("-{share}") }
}

/// A number as other programs read it: a typical wrong answer may have commas for thousands.
pub(super) fn plain_number(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.replace([',', ' ', '_', '\u{a0}'], "");
    [text, &bare].into_iter().find(|text| text.parse::<f64>().is_ok_and(f64::is_finite)).map(str::to_owned)
}
