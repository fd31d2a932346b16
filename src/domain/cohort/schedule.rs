//! Which modules of a workshop are open when, and which are needed.

use serde::{Deserialize, Serialize};

use crate::domain::time::Millis;

/// Whether a module is needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// As the workshop says.
    #[default]
    AsWritten,
    /// To complete the cohort.
    Required,
    /// It can be left out.
    Optional,
    /// The people of the cohort do not see it.
    Hidden,
}

impl Need {
    /// All of them, the usual one first.
    pub const ALL: [Self; 4] = [Self::AsWritten, Self::Required, Self::Optional, Self::Hidden];

    /// As it is kept and as forms send it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::AsWritten => "as-written",
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Hidden => "hidden",
        }
    }

    /// Of an [`id`](Self::id).
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.id() == id)
    }
}

/// What a cohort does with one module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModulePlan {
    /// The module's id.
    pub module: String,
    /// From when it can be read; at once when none.
    #[serde(default)]
    pub opens_at: Option<Millis>,
    /// By when it should be finished.
    #[serde(default)]
    pub due_at: Option<Millis>,
    /// Whether it is needed.
    #[serde(default)]
    pub need: Need,
}

impl ModulePlan {
    /// For a module of which nobody said anything.
    #[must_use]
    pub fn usual(module: &str) -> Self {
        Self { module: module.to_owned(), opens_at: None, due_at: None, need: Need::AsWritten }
    }

    fn is_usual(&self) -> bool {
        *self == Self::usual(&self.module)
    }
}

/// What a cohort does with the modules of its workshop. Modules of which nothing is said are open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Schedule(Vec<ModulePlan>);

/// Whether a module can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Open,
    /// Not before this time.
    From(Millis),
    /// Not at all.
    Hidden,
}

impl Schedule {
    /// From what is said of some modules; of two for one module the last counts.
    #[must_use]
    pub fn of(plans: impl IntoIterator<Item = ModulePlan>) -> Self {
        let mut kept: Vec<ModulePlan> = Vec::new();
        for plan in plans {
            kept.retain(|before| before.module != plan.module);
            if !plan.is_usual() {
                kept.push(plan);
            }
        }
        Self(kept)
    }

    /// All that is said, in the order in which it was.
    #[must_use]
    pub fn plans(&self) -> &[ModulePlan] {
        &self.0
    }

    /// What is said of a module.
    #[must_use]
    pub fn plan(&self, module: &str) -> ModulePlan {
        self.0.iter().find(|plan| plan.module == module).cloned().unwrap_or_else(|| ModulePlan::usual(module))
    }

    /// Whether a module can be read at this time.
    #[must_use]
    pub fn availability(&self, module: &str, now: Millis) -> Availability {
        let plan = self.plan(module);
        match plan.opens_at {
            _ if plan.need == Need::Hidden => Availability::Hidden,
            Some(opens_at) if opens_at > now => Availability::From(opens_at),
            _ => Availability::Open,
        }
    }

    /// Whether a module is needed, where the workshop says `optional` or not. A hidden one never is.
    #[must_use]
    pub fn requires(&self, module: &str, optional: bool) -> bool {
        match self.plan(module).need {
            Need::AsWritten => !optional,
            Need::Required => true,
            Need::Optional | Need::Hidden => false,
        }
    }

    /// The same without dates.
    #[must_use]
    pub fn undated(&self) -> Self {
        Self::of(self.0.iter().map(|plan| ModulePlan { opens_at: None, due_at: None, ..plan.clone() }))
    }

    /// Whether nothing is said of any module.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
