//! The version on offer that stands for one that is not, and the field that a key may mean.

use crate::{Product, Scope};

impl Product {
    /// The version on offer that is nearest to another: the same, the one that stands for it, the highest
    /// with the same first two numbers, of the same major version the highest that is not higher or else
    /// the highest of the family above it, then the highest that is not higher, or the lowest. Nothing for
    /// what is no number at all.
    pub fn nearest_version(&self, version: &str) -> Option<&'static str> {
        let numbers = |text: &str| -> Vec<u32> {
            text.split('.').map_while(|part| part.parse().ok()).collect()
        };
        let wanted = Some(numbers(version)).filter(|numbers| !numbers.is_empty())?;
        if let Some(same) = self.version(version) {
            return Some(same.id);
        }
        let of_family = |begin: &&str| wanted.starts_with(&numbers(begin));
        if let Some(family) = self.versions.iter().find(|v| v.also.iter().any(of_family)) {
            return Some(family.id);
        }
        let mut offered: Vec<(Vec<u32>, &'static str)> =
            self.versions.iter().map(|v| (numbers(v.id), v.id)).collect();
        offered.sort();
        let same = offered.iter().rev().find(|(n, _)| n.get(..2) == wanted.get(..2));
        let not_higher = || offered.iter().rev().find(|(n, _)| *n <= wanted);
        let major = |n: &[u32]| n.first() == wanted.first();
        let of_major = || {
            let above = offered.iter().find(|(n, _)| major(n))?;
            let family = |n: &[u32]| n.get(..2) == above.0.get(..2);
            not_higher()
                .filter(|(n, _)| major(n))
                .or_else(|| offered.iter().rev().find(|(n, _)| family(n)))
        };
        same.or_else(of_major).or_else(not_higher).or(offered.first()).map(|(_, id)| *id)
    }

    /// The field of the cluster whose key is most like a text, if one is close.
    pub fn nearest_field(&self, key: &str) -> Option<&'static str> {
        let key: String = key.to_ascii_lowercase().chars().take(100).collect();
        self.all_fields()
            .filter(|field| field.scope != Scope::Node)
            .map(|field| (strsim::damerau_levenshtein(field.key, &key), field.key))
            .min()
            .filter(|(distance, known)| *distance <= 1.max(known.len() / 4))
            .map(|(_, known)| known)
    }
}
