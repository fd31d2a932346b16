//! A pool's columns as texts.

use super::{Mode, Pool};
use crate::domain::aks::cluster::{Os, Surge};
use crate::domain::aks::formula::surge_nodes;

impl Mode {
    /// The word in forms and files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
        }
    }
}

impl Pool {
    /// The canonical text of a column, such as `pool.nodes`; empty when it is not known.
    #[must_use]
    pub fn text(&self, column: &str) -> String {
        let number = |n: Option<u32>| n.map(|n| n.to_string());
        let text = match column {
            "pool.name" => self.name.clone(),
            "pool.nodes" => number(self.nodes),
            "pool.max_pods" => number(self.max_pods),
            "pool.surge" => self.surge.map(|surge| match surge {
                Surge::Nodes(n) => n.to_string(),
                Surge::Percent(percent) => format!("{percent}%"),
            }),
            "pool.os" => self.os.map(|os| if os == Os::Windows { "windows" } else { "linux" }.to_owned()),
            "pool.mode" => self.mode.map(|mode| mode.id().to_owned()),
            "pool.size" => self.size.clone(),
            "pool.zones" => Some(self.zones.iter().map(u8::to_string).collect::<Vec<_>>().join(",")),
            "pool.pods" => number(self.pods),
            _ => None,
        };
        text.unwrap_or_default()
    }

    /// What it is called where it has to be named: its name, or its number from 1.
    #[must_use]
    pub fn called(&self, row: usize) -> String {
        self.name.clone().unwrap_or_else(|| format!("pool {}", row + 1))
    }

    /// Surge nodes during an upgrade, with the preset where none were typed; none without nodes.
    #[must_use]
    pub fn surge_nodes(&self) -> Option<u64> {
        Some(surge_nodes(self.nodes?.into(), self.surge.unwrap_or(Surge::PRESET)))
    }
}
