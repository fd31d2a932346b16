//! What a wizard can know from the sheet: words and numbers.

use super::Sheet;
use crate::domain::aks::cluster::Os;

/// Something that the sheet knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// One of the fact's words.
    Word(&'static str),
    /// A number.
    Number(u64),
}

/// All facts by name, with the words that each may be; a fact without words is a number.
pub static FACTS: &[(&str, &[&str])] = &[
    ("windows-pools", &["yes", "no"]),
    ("ip-families", &["ipv4", "dual"]),
    ("network-owner", &["aks", "you"]),
    ("zones", &["yes", "no"]),
    ("nodes", &[]),
    ("pods", &[]),
    ("pools", &[]),
];

impl Sheet {
    /// A fact by its name; none when the sheet does not say, or not for all pools.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<Fact> {
        let (_, words) = FACTS.iter().find(|(known, _)| *known == name)?;
        match name {
            "windows-pools" => self.windows().map(|yes| Fact::Word(if yes { "yes" } else { "no" })),
            "nodes" => self.nodes().map(Fact::Number),
            "pods" => self.pods().map(Fact::Number),
            "pools" => u64::try_from(self.pools.len()).ok().filter(|n| *n > 0).map(Fact::Number),
            _ => {
                let value = self.get(name)?;
                words.iter().find(|word| **word == value).map(|word| Fact::Word(word))
            }
        }
    }

    /// Whether there are Windows pools. No pool says so, and one does not say what it runs: nobody knows.
    fn windows(&self) -> Option<bool> {
        if self.pools.iter().any(|pool| pool.os == Some(Os::Windows)) {
            return Some(true);
        }
        (!self.pools.is_empty() && self.pools.iter().all(|pool| pool.os.is_some())).then_some(false)
    }

    fn nodes(&self) -> Option<u64> {
        let nodes: Option<Vec<u64>> = self.pools.iter().map(|pool| pool.nodes.map(u64::from)).collect();
        nodes.filter(|nodes| !nodes.is_empty()).map(|nodes| nodes.iter().sum())
    }

    fn pods(&self) -> Option<u64> {
        let of_pool = |pool: &super::Pool| Some(u64::from(pool.nodes?) * u64::from(pool.max_pods?));
        let pods: Option<Vec<u64>> = self.pools.iter().map(of_pool).collect();
        pods.filter(|pods| !pods.is_empty()).map(|pods| pods.iter().sum())
    }

    /// Surge nodes of all pools together; none when a pool has no nodes typed.
    #[must_use]
    pub fn surge_nodes(&self) -> Option<u64> {
        let surge: Option<Vec<u64>> = self.pools.iter().map(super::Pool::surge_nodes).collect();
        surge.filter(|surge| !surge.is_empty()).map(|surge| surge.iter().sum())
    }
}
