//! Tables whose keys are the author's own, and bounds with what stands for them.

use super::{Fields, Placed, shown};

/// A bound and what stands for everything up to it; without a bound, for whatever is above.
pub(in super::super) struct Step {
    /// None for `"more"`.
    pub(in super::super) up_to: Option<u64>,
    /// What stands for it.
    pub(in super::super) value: Placed<String>,
    /// Where the step begins.
    pub(in super::super) at: usize,
}

/// How the step above the last bound is written.
const MORE: &str = "more";

impl Fields<'_> {
    /// A table of texts with any keys, in the order in which they stand in the file.
    pub(in super::super) fn pairs(&self, key: &'static str) -> Option<Vec<(Placed<String>, Placed<String>)>> {
        let value = self.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong(value, &format!("“{key}”"), &format!("a table, as in {key} = {{ yes = \"no\" }}"));
        };
        let pair = |name: &toml::Spanned<std::borrow::Cow<'_, str>>, value| {
            let at = self.base + name.span().start;
            let named = Placed { value: name.get_ref().to_string(), at };
            Some((named, self.as_text(value, &|| format!("“{}” in “{key}”", shown(name.get_ref())))?))
        };
        let mut pairs: Vec<_> = table.iter().filter_map(|(name, value)| pair(name, value)).collect();
        pairs.sort_by_key(|(name, _)| name.at);
        Some(pairs)
    }

    /// A list of steps, each a whole number or “more” and a text.
    pub(in super::super) fn steps(&self, key: &'static str) -> Option<Vec<Step>> {
        let right = "a list of bounds, as in [[400, \"small\"], [\"more\", \"large\"]]";
        let value = self.get(key)?;
        let Some(list) = value.get_ref().as_array() else {
            return self.wrong(value, &format!("“{key}”"), right);
        };
        if list.is_empty() {
            self.source.fault(self.place(value), format!("“{key}” is empty; name at least one bound"));
        }
        let mut steps = Vec::new();
        for item in list {
            let step = item.get_ref().as_array().and_then(|step| match &step[..] {
                [bound, text] => {
                    let up_to = match bound.get_ref().as_integer() {
                        Some(number) => {
                            Some(u64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()?)
                        }
                        None if bound.get_ref().as_str() == Some(MORE) => None,
                        None => return None,
                    };
                    Some((up_to, text))
                }
                _ => None,
            });
            let Some((up_to, text)) = step else {
                self.wrong::<()>(item, &format!("an entry of “{key}”"), "a bound and an id, as in [400, \"small\"]");
                continue;
            };
            let value = self.as_text(text, &|| format!("what stands for a bound in “{key}”"))?;
            steps.push(Step { up_to, value, at: self.place(item) });
        }
        Some(steps)
    }
}
