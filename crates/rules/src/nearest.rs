//! The version on offer that stands for one that is not.

use crate::Product;

impl Product {
    /// The version on offer that is nearest to another: the same, the highest of the same family, the
    /// highest that is not higher, or the lowest. Nothing for what is no number at all.
    pub fn nearest_version(&self, version: &str) -> Option<&'static str> {
        let numbers = |text: &str| -> Vec<u32> {
            text.split('.').map_while(|part| part.parse().ok()).collect()
        };
        let wanted = Some(numbers(version)).filter(|numbers| !numbers.is_empty())?;
        let mut offered: Vec<(Vec<u32>, &'static str)> =
            self.versions.iter().map(|v| (numbers(v.id), v.id)).collect();
        offered.sort();
        let same = offered.iter().rev().find(|(n, _)| n.get(..2) == wanted.get(..2));
        let not_higher = || offered.iter().rev().find(|(n, _)| *n <= wanted);
        same.or_else(not_higher).or(offered.first()).map(|(_, id)| *id)
    }
}
