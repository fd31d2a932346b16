//! A table with commas, as [`read_csv`](crate::domain::vnet_plan::read_csv) reads it back.

use super::record;
use crate::domain::azure::Subnet;
use crate::domain::net::Count;
use crate::domain::vnet_plan::{CSV_COLUMNS, Plan};

pub(super) fn write(plan: &Plan) -> String {
    let mut out = CSV_COLUMNS.join(",") + "\r\n";
    for row in plan.rows() {
        let (node, label, own) = (row.node, row.node.label(), row.at.network.is_none());
        let network = node.network();
        let size = Count::power_of_two(network.max_prefix_len() - network.prefix_len()).to_string();
        let usable = if own {
            String::new()
        } else {
            Subnet::of(network).map_or_else(|_| String::new(), |s| s.usable.to_string())
        };
        let colour = if label.colour == 0 { String::new() } else { label.colour.to_string() };
        let (kind, said) = if own { ("space", false) } else { (node.kind().word(), true) };
        let only = |text: &str| if said { text.to_owned() } else { String::new() };
        let fields = [
            row.space.vnet().to_owned(),
            row.space.root().network().to_string(),
            network.to_string(),
            kind.to_owned(),
            size,
            usable,
            only(&label.name),
            only(label.role.map_or("", |role| role.demand().id)),
            only(&label.note),
            only(&colour),
            only(if label.locked { "yes" } else { "" }),
        ];
        record::write(&mut out, fields.iter().map(|field| record::text(field)));
    }
    out
}
