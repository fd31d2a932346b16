//! Private cluster DNS: which settings go together, and who finds the API server.

use askama::Template;
use serde_json::json;

use super::form::Field;
use super::view::{Figure, FindingView, Verdict, findings};
use super::{About, Answer, Complaint, Example, Guess, Inputs, Tool};
use crate::domain::aks::finding::{Severity, no_errors};
use crate::domain::aks::private_dns::{self as dns, PrivateCluster, PrivateDns, Resolution};

mod flags;
mod read;

/// See the module.
pub struct Dns;

static ABOUT: About = About {
    name: "private-dns",
    title: "Private cluster DNS",
    summary: "Zone, public name, hub and spoke, identity: whether AKS takes it, and who finds the API server then.",
    words: "private cluster dns zone privatelink azmk8s.io fqdn hub spoke resolver forwarder api server vnet integration \
            custom zone identity",
    examples: &[
        Example { title: "A private cluster and nothing else", query: "access=private&zone=system&public_name=keep" },
        Example {
            title: "Hub and spoke, the zone not linked to the hub",
            query: "access=private&zone=system&public_name=remove&servers=hub",
        },
        Example {
            title: "Hub and spoke as it should be",
            query: "access=private&zone=custom&zone_name=privatelink.westeurope.azmk8s.io&public_name=remove\
                    &region=westeurope&identity=user-assigned&servers=hub&linked=1",
        },
        Example { title: "No zone and no public name", query: "access=private&zone=none&public_name=remove" },
        Example {
            title: "A zone of your own with VNet Integration",
            query: "access=private&integration=1&zone=custom&zone_name=team1.private.westeurope.azmk8s.io\
                    &public_name=keep&region=westeurope&identity=user-assigned",
        },
        Example {
            title: "From a zone to none, later",
            query: "access=private&zone=system&public_name=keep&change=zone-none",
        },
    ],
};

#[derive(Template)]
#[template(path = "tools/private_dns.html")]
struct Page {
    verdict: Verdict,
    figures: Vec<Figure>,
    who: Vec<WhoView>,
    findings: Vec<FindingView>,
    /// Of a later change: what it is, whether it is taken, what comes with it.
    change: Option<ChangeView>,
    /// The flags of `az aks create`; empty when it would be refused.
    flags: Vec<String>,
    /// Whether `VNet` Integration is among them.
    integration: bool,
}

/// Who finds what.
struct WhoView {
    who: String,
    /// `good`, `warn` or `bad`.
    class: &'static str,
    sign: &'static str,
    gets: &'static str,
    reaches: &'static str,
    why: &'static str,
    url: &'static str,
    source: &'static str,
}

struct ChangeView {
    words: &'static str,
    verdict: Verdict,
    findings: Vec<FindingView>,
    /// The line for it, where it is taken and its flags are documented.
    line: Option<String>,
}

impl Tool for Dns {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn form(&self, inputs: &Inputs) -> Vec<Field> {
        read::form(inputs)
    }

    fn answer(&self, inputs: &Inputs) -> Result<Answer, Vec<Complaint>> {
        let (cluster, change) = read::read(inputs)?;
        let answer = dns::private_dns(&cluster);
        let changed = change.as_ref().map(|(words, to)| (*words, to, dns::change(&cluster, to)));
        let verdict = verdict(&answer);
        let says = verdict.words.clone();
        let flags = if answer.allowed { flags::create(&cluster) } else { Vec::new() };
        let json = json!({
            "allowed": answer.allowed,
            "verdict": answer.verdict,
            "zone": answer.zone,
            "public_fqdn": answer.public_fqdn,
            "resolutions": answer.resolutions,
            "findings": answer.findings,
            "change": changed.as_ref().map(|(_, _, found)| json!({ "allowed": no_errors(found), "findings": found })),
        });
        let page = Page {
            verdict,
            figures: figures(&cluster, &answer),
            who: answer.resolutions.iter().map(who).collect(),
            findings: findings(&answer.findings),
            change: changed.map(|(words, to, found)| ChangeView {
                words,
                verdict: change_verdict(&found, answer.allowed),
                line: (answer.allowed && no_errors(&found)).then(|| flags::update(&cluster, to)).flatten(),
                findings: findings(&found),
            }),
            flags,
            integration: cluster.vnet_integration,
        };
        let figure = if answer.allowed { "yes" } else { "no" };
        let guess = Guess {
            question: "Would AKS take these settings, and would they work: yes or no?",
            figure: figure.to_owned(),
        };
        Ok(Answer { html: super::drawn(&page), json, guess: Some(guess), says })
    }
}

fn verdict(answer: &PrivateDns) -> Verdict {
    let lost = answer.resolutions.iter().any(|one| one.answer == dns::Answer::Nothing);
    let warned = answer.findings.iter().any(|one| one.severity == Severity::Warning);
    // The sentence of a figure or a heading has no full stop.
    let words = answer.verdict.trim_end_matches('.').to_owned();
    if !answer.allowed && !answer.resolutions.is_empty() {
        // Taken, but of no use: nothing else is wrong than that nodes ask where nobody knows the zone.
        return Verdict::bad("It would not work: the nodes do not find the API server");
    }
    match (answer.allowed, lost || warned || answer.verdict.contains("not private")) {
        (false, _) => Verdict::bad(words),
        (true, true) => Verdict::warn(words),
        (true, false) => Verdict::good(words),
    }
}

fn change_verdict(found: &[crate::domain::aks::finding::Finding], exists: bool) -> Verdict {
    if !exists {
        Verdict::bad("There is no such cluster to change: see what is broken above")
    } else if !no_errors(found) {
        Verdict::bad("The change is refused")
    } else if found.iter().any(|one| one.code == "nothing-to-change") {
        Verdict::warn("There is nothing to change")
    } else if found.is_empty() {
        Verdict::good("The change is taken")
    } else {
        Verdict::warn("The change is taken, and something comes with it")
    }
}

fn figures(cluster: &PrivateCluster, answer: &PrivateDns) -> Vec<Figure> {
    if !answer.allowed {
        return Vec::new();
    }
    let server = match (cluster.private, cluster.vnet_integration) {
        (true, false) => "private endpoint",
        (true, true) => "internal load balancer",
        (false, true) => "public, and internal for nodes",
        (false, false) => "public",
    };
    let mut figures = vec![Figure::new("API server's address", server)];
    if cluster.private {
        figures.push(Figure::new(
            "Private zone",
            answer.zone.as_deref().map_or("none".to_owned(), |zone| zone.replace("{region}", "<region>")),
        ));
        figures.push(Figure::new(
            "Public name",
            if answer.public_fqdn { "there, with the private address" } else { "none" },
        ));
        if answer.zone.is_some() && cluster.servers == dns::Servers::Hub {
            figures.push(Figure::new("Forward the zone to", dns::AZURE_DNS).noted("Azure's own DNS"));
        }
    }
    figures
}

fn who(one: &Resolution) -> WhoView {
    let (class, sign) = match (one.answer, one.reaches) {
        (dns::Answer::Nothing, _) => ("bad", "✕"),
        (_, false) => ("warn", "!"),
        (_, true) => ("good", "✓"),
    };
    let gets = match one.answer {
        dns::Answer::ByPrivateZone => "the private address, from the private zone",
        dns::Answer::ByPublicName => "the private address, from public DNS",
        dns::Answer::ByAddress => "the private address, without a name",
        dns::Answer::PublicAddress => "the public address",
        dns::Answer::Nothing => "nothing",
    };
    let mut letters = one.who.says().chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    WhoView {
        who: first.into_iter().chain(letters).collect(),
        class,
        sign,
        gets,
        reaches: if one.reaches { "yes, where a route leads there" } else { "no" },
        why: one.why,
        url: one.source.url(),
        source: one.source.title(),
    }
}

#[cfg(test)]
mod tests;
