//! Subnet: anything in, everything about it out.

use askama::Template;
use ipnet::IpNet;
use serde_json::json;

use super::form::Field;
use super::view::{Figure, Part, Picture, Verdict, grouped};
use super::{About, Answer, Complaint, Example, Guess, Inputs, Tool};
use crate::domain::azure;
use crate::domain::net::{self, Bits, Description, Form, Item};

/// Networks of a list that are shown; the tool for lists takes more.
const MOST_ITEMS: usize = 1_000;

/// See the module.
pub struct Subnet;

static ABOUT: About = About {
    name: "subnet",
    title: "Subnet",
    summary: "A network, a mask, a range or an address: first and last, masks, counts, what Azure keeps, its neighbours.",
    words: "cidr subnet calculator netmask mask wildcard broadcast usable hosts reserved addresses ipv4 ipv6 range prefix",
    examples: &[
        Example { title: "A subnet in Azure", query: "in=10.240.0.0/24" },
        Example { title: "An address with a mask", query: "in=192.168.1.77+255.255.255.192" },
        Example { title: "A wildcard mask", query: "in=10.0.0.0+0.255.255.255" },
        Example { title: "A range that is no network", query: "in=10.0.0.5+-+10.0.1.20" },
        Example { title: "Several at once", query: "in=10.0.0.0/25,+10.0.0.128/25,+10.0.1.0/24" },
        Example { title: "IPv6", query: "in=2001:db8::/48" },
    ],
};

/// One network as the page shows it.
struct NetworkView {
    figures: Vec<Figure>,
    /// What Azure makes of it.
    azure: Vec<Figure>,
    azure_words: String,
    picture: Option<Picture>,
    bits: Bits,
    /// Kind, words, RFC.
    kinds: Vec<(String, String, String)>,
    /// Label and network, each with a link of its own.
    around: Vec<(&'static str, IpNet, String)>,
}

#[derive(Template)]
#[template(path = "tools/subnet.html")]
struct Page {
    network: Option<NetworkView>,
    /// A range or a list: the fewest networks that cover it.
    cover: Vec<IpNet>,
    cover_figures: Vec<Figure>,
    verdict: Verdict,
}

impl Tool for Subnet {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn form(&self, inputs: &Inputs) -> Vec<Field> {
        vec![Field::text(inputs, "in", "Network, range or address", "10.240.0.0/24").hint(
            "10.0.0.0/24 · 10.0.0.1 255.255.255.0 · 10.0.0.5 - 10.0.0.9 · 10.0.0.0/25, 10.0.0.128/25 · 2001:db8::/48",
        )]
    }

    fn answer(&self, inputs: &Inputs) -> Result<Answer, Vec<Complaint>> {
        let typed = inputs.get("in");
        if typed.contains([',', ';', '\n']) {
            return of_list(typed);
        }
        let item = net::parse_item(typed).map_err(|error| vec![Complaint::text("in", &error)])?;
        match item {
            Item::Network(parsed) => Ok(of_network(parsed.network, &corrected(&parsed))),
            Item::Range(range) => match range.network() {
                Some(network) => {
                    Ok(of_network(network, &format!("{} to {} is exactly this network.", range.first(), range.last())))
                }
                None => Ok(of_range(range)),
            },
        }
    }
}

/// A word on what was typed when it is not the network itself.
fn corrected(parsed: &net::Parsed) -> String {
    let form = match parsed.form {
        Form::Wildcard => " You typed a wildcard mask: its ones are the host bits.",
        _ => "",
    };
    if parsed.host_bits_set() {
        format!("{} is an address in it.{form}", parsed.address)
    } else {
        form.trim_start().to_owned()
    }
}

fn link(network: IpNet) -> String {
    format!("/tools/subnet?{}", Inputs::default().with("in", &network.to_string()).to_query())
}

fn of_network(network: IpNet, note: &str) -> Answer {
    let facts = net::describe(network);
    let figures = figures(&facts);
    let around =
        [("Previous", facts.previous), ("Next", facts.next), ("Other half", facts.sibling), ("Parent", facts.parent)];
    let around = around.into_iter().filter_map(|(label, n)| n.map(|n| (label, n, link(n)))).collect();
    let azure = azure::Subnet::of(network);
    let (azure_figures, azure_words, picture, usable) = match &azure {
        Ok(subnet) => (azure_view(subnet), String::new(), Some(picture(subnet)), Some(subnet.usable)),
        Err(error) => (Vec::new(), error.to_string(), None, None),
    };
    let words = match usable {
        Some(usable) => format!("{network} gives {} addresses to use in Azure", grouped(usable)),
        None => format!("{network} holds {} addresses, and is no subnet in Azure", grouped(facts.total)),
    };
    let verdict = if usable.is_some() { Verdict::good(words.clone()) } else { Verdict::warn(words.clone()) };
    let kinds = facts.blocks.iter().map(|b| (b.kind.word().to_owned(), b.name.to_owned(), b.rfc.to_owned())).collect();
    let view = NetworkView {
        figures,
        azure: azure_figures,
        azure_words,
        picture,
        bits: net::bits(network.addr(), network.prefix_len()),
        kinds,
        around,
    };
    let json = json!({
        "cidr": network.to_string(),
        "total": facts.total.to_string(),
        "first": view.figures.iter().find(|f| f.label == "First host").map(|f| f.value.clone()),
        "last": view.figures.iter().find(|f| f.label == "Last host").map(|f| f.value.clone()),
        "azure": azure.ok(),
        "kinds": net::kinds(network).iter().map(|kind| kind.word()).collect::<Vec<_>>(),
    });
    let guess = usable
        .map(|usable| Guess { question: "How many addresses can you give out in Azure?", figure: grouped(usable) });
    let verdict =
        Verdict { words: format!("{}{}{note}", verdict.words, if note.is_empty() { "" } else { ". " }), ..verdict };
    let page = Page { network: Some(view), cover: Vec::new(), cover_figures: Vec::new(), verdict };
    Answer { html: super::drawn(&page), json, guess, says: words }
}

fn of_range(range: net::AddressRange) -> Answer {
    let cover = range.prefixes();
    let words = format!(
        "{} to {} is no single network; {} cover it exactly",
        range.first(),
        range.last(),
        if cover.len() == 1 { "one network".to_owned() } else { format!("{} networks", cover.len()) }
    );
    let cover_figures = vec![
        Figure::new("Addresses", grouped(range.count())),
        Figure::new("Networks", cover.len()),
        Figure::new(
            "Smallest network around",
            net::supernet(&cover).map_or_else(|_| "–".to_owned(), |n| n.to_string()),
        ),
    ];
    let json = json!({ "cidrs": cover.iter().map(ToString::to_string).collect::<Vec<_>>() });
    let page = Page { network: None, cover, cover_figures, verdict: Verdict::warn(words.clone()) };
    Answer { html: super::drawn(&page), json, guess: None, says: words }
}

/// Several at once, with commas between: what they are together.
fn of_list(typed: &str) -> Result<Answer, Vec<Complaint>> {
    let list = net::read_list(typed, MOST_ITEMS).map_err(|error| vec![Complaint::new("in", error.to_string())])?;
    if let Some(wrong) = list.errors.first() {
        return Err(vec![Complaint::new("in", wrong.error.to_string())]);
    }
    let set = list.addresses();
    let listing = set.listing(MOST_ITEMS);
    let cover = listing.items;
    let words = format!(
        "{} hold {} addresses together, in {}",
        count(list.entries.len(), "entry", "entries"),
        grouped(set.count()),
        count(cover.len(), "network", "networks"),
    );
    let cover_figures = vec![
        Figure::new("Addresses", grouped(set.count())),
        Figure::new("Networks", grouped(listing.total)),
        Figure::new(
            "Smallest network around",
            net::supernet(&cover).map_or_else(|_| "–".to_owned(), |n| n.to_string()),
        ),
    ];
    let json = json!({ "cidrs": cover.iter().map(ToString::to_string).collect::<Vec<_>>() });
    let page = Page { network: None, cover, cover_figures, verdict: Verdict::good(words.clone()) };
    Ok(Answer { html: super::drawn(&page), json, guess: None, says: words })
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn figures(facts: &Description) -> Vec<Figure> {
    let mut figures = Vec::new();
    if let Some(v4) = &facts.ipv4 {
        figures.extend([
            Figure::new("Network", facts.network),
            Figure::new("First host", v4.first),
            Figure::new("Last host", v4.last),
            Figure::new("Broadcast", v4.broadcast),
            Figure::new("Mask", v4.netmask),
            Figure::new("Wildcard", v4.wildcard),
            Figure::new("Addresses", grouped(v4.total)),
            Figure::new("Hosts without Azure", grouped(v4.usable)),
        ]);
    }
    if let Some(v6) = &facts.ipv6 {
        figures.extend([
            Figure::new("Network", facts.network),
            Figure::new("Last address", v6.last),
            Figure::new("Written out", &v6.expanded),
            Figure::new("Addresses", grouped(v6.total)),
        ]);
    }
    figures
}

fn azure_view(subnet: &azure::Subnet) -> Vec<Figure> {
    let mut figures = vec![
        Figure::new("First to give out", subnet.first),
        Figure::new("Last to give out", subnet.last),
        Figure::new("To give out", grouped(subnet.usable)),
    ];
    figures
        .extend(subnet.reserved.iter().map(|kept| Figure::new("Kept by Azure", kept.address).noted(kept.job.says())));
    figures
}

#[expect(clippy::cast_precision_loss, reason = "it is a length in a drawing")]
fn picture(subnet: &azure::Subnet) -> Picture {
    let part = |hue, label: &str, place: String, count: u128| Part {
        hue,
        label: label.to_owned(),
        place,
        count: grouped(count),
        share: count as f64,
    };
    let [network, _, _, last_of_front, last] = &subnet.reserved;
    Picture {
        title: subnet.network.to_string(),
        parts: vec![
            part("8", "kept by Azure in front", format!("{} – {}", network.address, last_of_front.address), 4),
            part("1", "to give out", format!("{} – {}", subnet.first, subnet.last), subnet.usable),
            part("8", "kept by Azure at the end", last.address.to_string(), 1),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(typed: &str) -> Result<Answer, Vec<Complaint>> {
        Subnet.answer(&Inputs::default().with("in", typed))
    }

    #[test]
    fn whatever_is_typed_is_answered_in_words() {
        let cases = [
            ("10.240.0.0/24", "10.240.0.0/24 gives 251 addresses to use in Azure"),
            ("10.0.0.77 255.255.255.192", "10.0.0.64/26 gives 59 addresses to use in Azure"),
            ("10.0.0.0/30", "10.0.0.0/30 holds 4 addresses, and is no subnet in Azure"),
            ("10.0.0.0 - 10.0.0.255", "10.0.0.0/24 gives 251 addresses to use in Azure"),
            ("10.0.0.5 - 10.0.0.9", "10.0.0.5 to 10.0.0.9 is no single network; 3 networks cover it exactly"),
            ("10.0.0.0/25, 10.0.0.128/25", "2 entries hold 256 addresses together, in 1 network"),
            ("10.0.0.0/24, 10.0.0.0/26, 10.9.0.0/24", "3 entries hold 512 addresses together, in 2 networks"),
            (
                "::/0",
                "::/0 holds 340,282,366,920,938,463,463,374,607,431,768,211,456 addresses, and is no subnet in Azure",
            ),
        ];
        for (typed, says) in cases {
            assert_eq!(answer(typed).expect("an answer").says, says, "{typed}");
        }
        for typed in ["", "10/8", "10.0.0.0/24, x", "1.2.3.4/33"] {
            let complaints = answer(typed).unwrap_err();
            assert_eq!((complaints.len(), complaints[0].field.as_str()), (1, "in"), "{typed}");
        }
    }
}
