//! JSON, as the planner reads it back.

use serde_json::{Map, Value, json};

use crate::domain::azure::Subnet;
use crate::domain::net::Count;
use crate::domain::vnet_plan::Plan;

/// A plan as JSON. What lies in what follows from the networks themselves.
#[must_use]
pub fn value(plan: &Plan) -> Value {
    let rows = plan.rows();
    let space = |(n, space): (usize, &crate::domain::vnet_plan::Space)| {
        let own = rows.iter().filter(|row| row.at.space == n && row.at.network.is_some());
        let rows = own.map(|row| {
            let (network, label) = (row.node.network(), row.node.label());
            let mut fields = Map::new();
            fields.insert("network".to_owned(), json!(network.to_string()));
            fields.insert("kind".to_owned(), json!(row.node.kind().word()));
            let addresses = Count::power_of_two(network.max_prefix_len() - network.prefix_len());
            fields.insert("addresses".to_owned(), json!(addresses.to_string()));
            if let Ok(subnet) = Subnet::of(network) {
                fields.insert("usable_in_azure".to_owned(), json!(subnet.usable.to_string()));
            }
            let role = label.role.map_or("", |role| role.demand().id);
            for (name, text) in [("name", label.name.as_str()), ("role", role), ("note", label.note.as_str())] {
                if !text.is_empty() {
                    fields.insert(name.to_owned(), json!(text));
                }
            }
            if label.colour > 0 {
                fields.insert("colour".to_owned(), json!(label.colour));
            }
            if label.locked {
                fields.insert("locked".to_owned(), json!(true));
            }
            Value::Object(fields)
        });
        json!({ "vnet": space.vnet(), "network": space.root().network().to_string(), "rows": rows.collect::<Vec<_>>() })
    };
    json!({ "version": 1, "spaces": plan.spaces().iter().enumerate().map(space).collect::<Vec<_>>() })
}
