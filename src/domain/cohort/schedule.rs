//! Which modules of a workshop are open when, and which modules and sections are needed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::outline::{Need, Outline, OutlineModule};
use crate::domain::progress::names;
use crate::domain::time::Millis;

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
    /// What is said of its sections, by their ids; nothing of one is as written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sections: BTreeMap<String, Need>,
}

impl ModulePlan {
    /// For a module of which nobody said anything.
    #[must_use]
    pub fn usual(module: &str) -> Self {
        Self {
            module: module.to_owned(),
            opens_at: None,
            due_at: None,
            need: Need::AsWritten,
            sections: BTreeMap::new(),
        }
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
        for mut plan in plans {
            plan.sections.retain(|_, need| *need != Need::AsWritten);
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

    /// What is said of a section, under whichever of its names; all of a hidden module is hidden.
    #[must_use]
    pub fn section_need(&self, module: &OutlineModule, section: usize) -> Need {
        if self.plan(&module.id).need == Need::Hidden {
            return Need::Hidden;
        }
        let said = |(module, section): (&str, &str)| {
            self.0.iter().find(|plan| plan.module == module)?.sections.get(section).copied()
        };
        names(module, section).find_map(said).unwrap_or_default()
    }

    /// The workshop as the cohort goes through it.
    #[must_use]
    pub fn tailored(&self, outline: &Outline) -> Outline {
        tailored(outline, &[self])
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

/// A workshop as somebody goes through it who is in the cohorts with these schedules: what they waive is optional, what they need
/// counts. Indices stay, and so do the editions, which name what the author lets count.
#[must_use]
pub fn tailored(outline: &Outline, schedules: &[&Schedule]) -> Outline {
    let mut tailored = outline.clone();
    // Who is in none goes through it as it is written.
    if schedules.is_empty() {
        return tailored;
    }
    for (module, written) in tailored.modules.iter_mut().zip(&outline.modules) {
        module.optional = !schedules.iter().any(|schedule| schedule.requires(&written.id, written.optional));
        for (s, section) in module.sections.iter_mut().enumerate() {
            section.need = Need::together(schedules.iter().map(|schedule| schedule.section_need(written, s)));
        }
    }
    tailored
}

#[cfg(test)]
mod tests;
