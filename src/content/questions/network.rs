//! `[question.network]`: the key of a network answer.

use ipnet::IpNet;

use super::super::fields::{Fields, Placed, shown};
use super::super::slug::nearest;
use crate::domain::aks::formula::{NODE_BLOCK, prefix_for_blocks};
use crate::domain::azure;
use crate::domain::question::NetworkKey;
use crate::domain::question::network::Need;

/// What can be wanted.
const WANTS: [&str; 9] = ["address", "network", "range", "mask", "wildcard", "count", "prefix", "within", "networks"];

/// The keys of all of them, for one that nobody knows.
const KEYS: [&str; 6] = ["is", "inside", "prefix", "used", "needs", "subnet"];

/// Reads the key. None after a fault.
pub(super) fn key(fields: Fields<'_>) -> Option<NetworkKey> {
    let key = read(&fields);
    fields.finish();
    key
}

fn read(fields: &Fields<'_>) -> Option<NetworkKey> {
    fields.require(&["want"]);
    let Some(want) = fields.text("want") else {
        pass_over(fields);
        return None;
    };
    match want.value.as_str() {
        "within" => within(fields),
        "networks" => {
            fields.require(&["is"]);
            let networks: Vec<Option<IpNet>> =
                fields.typed("is")?.value.iter().map(|network| network_of(fields, network)).collect();
            let networks: Option<Vec<IpNet>> = networks.into_iter().collect();
            networks.map(NetworkKey::Networks)
        }
        other if WANTS.contains(&other) => one(fields, other),
        other => {
            pass_over(fields);
            let near = nearest(other, WANTS).map(|near| format!("did you mean “{near}”? ")).unwrap_or_default();
            let message = format!("“{}” is no network answer; {near}it is one of {}", shown(other), WANTS.join(", "));
            fields.source().fault(want.at, message);
            None
        }
    }
}

/// Nothing can be said of keys while nobody knows what is wanted.
fn pass_over(fields: &Fields<'_>) {
    for key in KEYS {
        fields.has(key);
    }
}

/// A key of one text.
fn one(fields: &Fields<'_>, want: &str) -> Option<NetworkKey> {
    fields.require(&["is"]);
    let is = fields.typed("is");
    let subnet = if want == "address" { fields.text("subnet") } else { None };
    let needs = if want == "prefix" { fields.table("needs", "“needs”").map(need) } else { None };
    let is = is?;
    let [text] = &is.value[..] else {
        fields.source().fault(is.at, format!("“is” is a list; write one {want}"));
        return None;
    };
    let mut key = match NetworkKey::read(want, &text.value) {
        Ok(NetworkKey::Network(_)) => NetworkKey::Network(network_of(fields, text)?),
        Ok(key) => key,
        Err(error) => {
            fields.source().fault(text.at, error.to_string());
            return None;
        }
    };
    match &mut key {
        NetworkKey::Address { is, subnet: of } => {
            if let Some(subnet) = subnet {
                let network = network_of(fields, &subnet)?;
                if !network.contains(&*is) {
                    fields.source().fault(subnet.at, format!("{is} is no address of {network}; correct one of them"));
                    return None;
                }
                *of = Some(network);
            }
        }
        NetworkKey::Prefix { is, need: of } => {
            if let Some(need) = needs {
                let need = need?;
                let right = smallest(need);
                if right != Some(*is) {
                    let advice = right.map_or_else(
                        || "no range holds that".to_owned(),
                        |right| format!("the smallest is a /{right}"),
                    );
                    fields.source().fault(text.at, format!("a /{is} is not what follows from “needs”: {advice}"));
                    return None;
                }
                *of = Some(need);
            }
        }
        _ => {}
    }
    Some(key)
}

/// The smallest range that holds it.
fn smallest(need: Need) -> Option<u8> {
    match need {
        Need::Addresses(addresses) => azure::smallest_prefix(addresses),
        Need::Blocks(blocks) => prefix_for_blocks(blocks, NODE_BLOCK),
    }
}

fn need(needs: Fields<'_>) -> Option<Need> {
    let most = 1..=u32::MAX;
    let (addresses, blocks) = (needs.number("addresses", most.clone()), needs.number("blocks", most));
    if needs.has("addresses") == needs.has("blocks") {
        let message =
            "“needs” says how many addresses or how many blocks; write one, as in needs = { addresses = 250 }";
        needs.source().fault(needs.at, message);
        return None;
    }
    needs.finish();
    addresses.map(|n| Need::Addresses(n.into())).or(blocks.map(|n| Need::Blocks(n.into())))
}

fn within(fields: &Fields<'_>) -> Option<NetworkKey> {
    fields.require(&["inside", "prefix"]);
    let inside = fields.text("inside").and_then(|inside| network_of(fields, &inside));
    let prefix = fields.number("prefix", 0..=128);
    let used = fields.texts("used").unwrap_or_default();
    let used: Vec<Option<IpNet>> = used.iter().map(|used| network_of(fields, used)).collect();
    let used: Option<Vec<IpNet>> = used.into_iter().collect();
    Some(NetworkKey::Within { inside: inside?, prefix: u8::try_from(prefix?).ok()?, used: used? })
}

/// A network as the key of one is read.
fn network_of(fields: &Fields<'_>, text: &Placed<String>) -> Option<IpNet> {
    match NetworkKey::read("network", &text.value) {
        Ok(NetworkKey::Network(network)) if !text.value.contains(['/', ' ']) => {
            let message =
                format!("{} is an address alone; write the network's length as well, as in {network}", text.value);
            fields.source().fault(text.at, message);
            None
        }
        Ok(NetworkKey::Network(network)) => Some(network),
        Ok(_) => None,
        Err(error) => {
            fields.source().fault(text.at, error.to_string());
            None
        }
    }
}
