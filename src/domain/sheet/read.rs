//! From what was typed to a sheet.

use ipnet::IpNet;

use super::{Complaint, FIELDS, Field, Kind, MOST_NETWORKS, MOST_POOLS, MOST_TAGS, Mode, POOL, Pool, Sheet, names};
use crate::domain::aks::cluster::{Os, Surge};
use crate::domain::aks::plan::{MOST_NODES, MOST_PODS};
use crate::domain::net::{self, Form, TextError};
use crate::domain::typed;

/// The most characters that are read of one field.
const MOST_TYPED: usize = 20_000;
/// The most servers of a network.
const MOST_SERVERS: usize = 25;

type Read<T> = Result<T, Complaint>;

pub(super) fn read(pairs: &[(String, String)]) -> (Sheet, Vec<Complaint>) {
    let (mut sheet, mut complaints) = (Sheet::default(), Vec::new());
    for field in FIELDS {
        let Some((_, typed)) = pairs.iter().find(|(name, _)| name == field.name) else { continue };
        if typed.len() > MOST_TYPED {
            let message = format!("This is longer than the {MOST_TYPED} characters that are read.");
            complaints.push(Complaint::new(field.name, message));
            continue;
        }
        let typed = plain(typed);
        let read = if typed.is_empty() { Ok(None) } else { value(field, &typed, &mut complaints) };
        match read {
            Ok(Some(value)) => drop(sheet.values.insert(field.name, value)),
            Ok(None) => {}
            Err(complaint) => complaints.push(complaint),
        }
    }
    pools(pairs, &mut sheet, &mut complaints);
    (sheet, complaints)
}

/// The text as it was meant: wide letters and signs as plain ones, no white space around.
fn plain(typed: &str) -> String {
    let narrow = |c: char| match u32::from(c) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(c),
        0xA0 | 0x202F | 0x3000 => ' ',
        _ => c,
    };
    typed::text(&typed.chars().map(narrow).collect::<String>()).trim().to_owned()
}

/// The canonical text of a field; none when nothing of it could be kept. What is wrong with parts of a list is put beside.
fn value(field: &Field, typed: &str, complaints: &mut Vec<Complaint>) -> Read<Option<String>> {
    let name = field.name;
    match field.kind {
        Kind::Number => number(typed, name, u64::from(u32::MAX)).map(|n| Some(n.to_string())),
        Kind::Prefix => prefix(name, typed).map(|net| Some(net.to_string())),
        Kind::Address => net::parse_address(typed).map(|ip| Some(ip.to_string())).map_err(|error| text(name, &error)),
        Kind::Prefixes => Ok(prefixes(name, typed, complaints)),
        Kind::Choice(options) => choice(name, typed, options).map(|value| Some(value.to_owned())),
        Kind::Lines if name == "tags" => Ok(tags(name, typed, complaints)),
        Kind::Lines => Ok(servers(name, typed, complaints)),
        Kind::Text => line(name, &typed::line(typed)).map(Some),
    }
}

fn line(name: &str, typed: &str) -> Read<String> {
    match name {
        "region" => names::region(name, typed),
        "kubernetes" => names::version(name, typed),
        "dns-zone" => names::zone(name, typed),
        _ => names::check(name, name, typed),
    }
}

fn text(field: &str, error: &TextError) -> Complaint {
    Complaint { suggestion: error.suggestion.clone(), ..Complaint::new(field, format!("{error}.").replace("..", ".")) }
}

/// One network. An address alone is none here: a range of one address is of no use to a cluster.
fn prefix(field: &str, typed: &str) -> Read<IpNet> {
    let parsed = net::parse(typed).map_err(|error| text(field, &error))?;
    if parsed.form == Form::Address {
        let message =
            format!("{} is an address alone; write the network with its length, such as /24.", parsed.address);
        return Err(Complaint::new(field, message));
    }
    let net = net::parse_network(typed).map_err(|error| text(field, &error))?;
    let six = field.ends_with("-ipv6");
    if net.addr().is_ipv6() != six {
        let (is, wanted) = if six { ("IPv4", "IPv6") } else { ("IPv6", "IPv4") };
        return Err(Complaint::new(field, format!("{net} is {is}; this range is {wanted}.")));
    }
    Ok(net)
}

fn prefixes(field: &str, typed: &str, complaints: &mut Vec<Complaint>) -> Option<String> {
    let list = match net::read_list(typed, MOST_NETWORKS) {
        Ok(list) => list,
        Err(error) => {
            complaints.push(Complaint::new(field, format!("{error}.")));
            return None;
        }
    };
    if list.wrong > 0 {
        let mut wrong: Vec<String> = list.errors.iter().take(3).map(ToString::to_string).collect();
        if list.wrong > 3 {
            wrong.push(format!("and {} more", list.wrong - 3));
        }
        let alone = list.entries.is_empty() && list.wrong == 1;
        let suggestion = list.errors.first().filter(|_| alone).and_then(|line| line.error.suggestion.clone());
        complaints.push(Complaint { suggestion, ..Complaint::new(field, format!("{}.", wrong.join("; "))) });
    }
    let mut found: Vec<IpNet> = Vec::new();
    for net in list.ranges().flat_map(|range| range.prefixes()).take(MOST_NETWORKS + 1) {
        if !found.contains(&net) {
            found.push(net);
        }
    }
    if found.len() > MOST_NETWORKS {
        let message = format!("These come to more than {MOST_NETWORKS} networks; the first {MOST_NETWORKS} are kept.");
        complaints.push(Complaint::new(field, message));
        found.truncate(MOST_NETWORKS);
    }
    lines(&found.iter().map(ToString::to_string).collect::<Vec<_>>())
}

fn lines(entries: &[String]) -> Option<String> {
    (!entries.is_empty()).then(|| entries.join("\n"))
}

fn servers(field: &str, typed: &str, complaints: &mut Vec<Complaint>) -> Option<String> {
    let parts = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|part| !part.is_empty());
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for part in parts {
        match net::parse_address(part) {
            Ok(ip) if !found.contains(&ip.to_string()) => found.push(ip.to_string()),
            Ok(_) => {}
            Err(error) => wrong.push(error.to_string()),
        }
    }
    if !wrong.is_empty() {
        complaints.push(Complaint::new(field, format!("{}.", wrong.join("; "))));
    }
    if found.len() > MOST_SERVERS {
        let message = format!("These are {} servers; a network has {MOST_SERVERS} at most.", found.len());
        complaints.push(Complaint::new(field, message));
        found.truncate(MOST_SERVERS);
    }
    lines(&found)
}

fn tags(field: &str, typed: &str, complaints: &mut Vec<Complaint>) -> Option<String> {
    let (mut found, mut wrong): (Vec<(String, String)>, Vec<String>) = (Vec::new(), Vec::new());
    for line in typed.lines().map(typed::line).filter(|line| !line.is_empty()) {
        match names::tag(&line) {
            Ok((key, _)) if found.iter().any(|(known, _)| known.to_lowercase() == key.to_lowercase()) => {
                wrong.push(format!("the key “{}” stands there twice", names::cut(&key)));
            }
            Ok(_) if found.len() == MOST_TAGS => {
                wrong.push(format!("a resource has {MOST_TAGS} tags at most"));
                break;
            }
            Ok(tag) => found.push(tag),
            Err(message) => wrong.push(message),
        }
    }
    if !wrong.is_empty() {
        wrong.truncate(3);
        complaints.push(Complaint::new(field, format!("{}.", capital(&wrong.join("; ")))));
    }
    lines(&found.into_iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default() + letters.as_str()
}

/// One of a few, by its value or by its words.
fn choice(field: &str, typed: &str, options: &[(&'static str, &'static str)]) -> Read<&'static str> {
    let same = |a: &str| a.eq_ignore_ascii_case(typed);
    if let Some((value, _)) = options.iter().find(|(value, words)| same(value) || same(words)) {
        return Ok(value);
    }
    let known: Vec<&str> = options.iter().map(|(value, _)| *value).collect();
    let message = format!("There is no such choice; choose one of: {}.", known.join(", "));
    Err(Complaint::new(field, message))
}

/// A whole number: plain digits, or grouped by threes as in `5,000` and `5 000`.
fn number(typed: &str, field: &str, most: u64) -> Read<u64> {
    let wrong = || Complaint::new(field, format!("Write a whole number such as 3, not “{}”.", names::cut(typed)));
    let mut digits = typed.to_owned();
    if let Some(sign) = typed.chars().find(|c| !c.is_ascii_digit()) {
        let groups: Vec<&str> = typed.split(sign).collect();
        let threes = groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len());
        if !matches!(sign, ',' | ' ' | '_' | '\'' | '’') || !threes {
            return Err(wrong());
        }
        digits = groups.concat();
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let n = digits.parse::<u64>().ok().filter(|n| *n <= most);
    n.ok_or_else(|| {
        let most = crate::domain::aks::figures::grouped(most);
        Complaint::new(field, format!("{} is more than is counted here; {most} is the most.", names::cut(typed)))
    })
}

fn pools(pairs: &[(String, String)], sheet: &mut Sheet, complaints: &mut Vec<Complaint>) {
    let column = |field: &Field| -> Vec<&str> {
        pairs.iter().filter(|(name, _)| name == field.name).map(|(_, text)| text.as_str()).collect()
    };
    let columns: Vec<Vec<&str>> = POOL.iter().map(column).collect();
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    for row in 0..rows {
        let cells: Vec<String> =
            columns.iter().map(|texts| plain(texts.get(row).copied().unwrap_or_default())).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if sheet.pools.len() == MOST_POOLS {
            let message = format!("More pools than the {MOST_POOLS} that are read; the rest was left out.");
            complaints.push(Complaint::new("pools", message));
            return;
        }
        let pool = pool(row, &cells, complaints);
        let twice = pool.name.is_some() && sheet.pools.iter().any(|known| known.name == pool.name);
        let pool = if twice {
            let message = "Another pool has this name; each has its own.";
            complaints.push(Complaint::new(format!("pool.name.{row}"), message));
            Pool { name: None, ..pool }
        } else {
            pool
        };
        if pool != Pool::default() {
            sheet.pools.push(pool);
        }
    }
}

fn pool(row: usize, cells: &[String], complaints: &mut Vec<Complaint>) -> Pool {
    let mut pool = Pool::default();
    for (field, typed) in POOL.iter().zip(cells).filter(|(_, typed)| !typed.is_empty()) {
        let at = format!("{}.{row}", field.name);
        let typed = typed::line(typed);
        if let Err(complaint) = cell(&mut pool, field, &at, &typed) {
            complaints.push(complaint);
        }
    }
    if pool.os == Some(Os::Windows) && pool.name.as_ref().is_some_and(|name| name.len() > 6) {
        let name = pool.name.take().unwrap_or_default();
        let message = format!("“{name}” has {} characters; the name of a Windows pool has 6 at most.", name.len());
        complaints.push(Complaint::new(format!("pool.name.{row}"), message));
    }
    pool
}

fn cell(pool: &mut Pool, field: &Field, at: &str, typed: &str) -> Read<()> {
    let count = |most: u64| number(typed, at, most).map(|n| u32::try_from(n).ok());
    match field.name {
        "pool.name" => pool.name = Some(names::check("pool.name", at, typed)?),
        "pool.nodes" => pool.nodes = count(MOST_NODES)?,
        "pool.max_pods" => pool.max_pods = count(MOST_PODS)?,
        "pool.pods" => pool.pods = count(MOST_PODS)?,
        "pool.surge" => pool.surge = Some(surge(at, typed)?),
        "pool.size" => pool.size = Some(names::size(at, typed)?),
        "pool.zones" => pool.zones = zones(at, typed)?,
        _ => {
            let Kind::Choice(options) = field.kind else { return Ok(()) };
            let word = choice(at, typed, options)?;
            match field.name {
                "pool.os" => pool.os = Some(if word == "windows" { Os::Windows } else { Os::Linux }),
                _ => pool.mode = Some(if word == "system" { Mode::System } else { Mode::User }),
            }
        }
    }
    Ok(())
}

fn surge(field: &str, typed: &str) -> Read<Surge> {
    let wrong = |_| Complaint::new(field, "Write a share of the nodes such as 10%, or a number such as 1.");
    let whole = |typed: &str, most| number(typed.trim(), field, most).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    match typed.strip_suffix('%') {
        Some(percent) => match whole(percent, u64::from(u32::MAX)).map_err(wrong)? {
            n @ 0..=100 => Ok(Surge::Percent(n)),
            _ => Err(Complaint::new(field, "More than all nodes cannot be added; 100% is the most.").meant("100%")),
        },
        None => whole(typed, MOST_NODES).map(Surge::Nodes).map_err(wrong),
    }
}

fn zones(field: &str, typed: &str) -> Read<Vec<u8>> {
    let parts = typed.split([',', ';', ' ']).filter(|part| !part.is_empty());
    let zone = |part: &str| part.parse::<u8>().ok().filter(|n| (1..=3).contains(n) && part.len() == 1);
    let read: Option<Vec<u8>> = parts.map(zone).collect();
    let wrong = || Complaint::new(field, "Zones are the numbers 1, 2 and 3 with commas between.");
    let mut zones = read.filter(|zones| !zones.is_empty()).ok_or_else(wrong)?;
    zones.sort_unstable();
    zones.dedup();
    Ok(zones)
}
