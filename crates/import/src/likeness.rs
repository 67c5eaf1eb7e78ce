//! How much alike two values are.

use crate::fit::WRONG;
use std::collections::BTreeSet;

/// What a line costs at least that is not the same.
const DIFFERENT: u64 = 20;

/// How different two values are: by the words that only one of them has.
pub(crate) fn distance(a: &str, b: &str) -> u64 {
    if a == b {
        return 0;
    }
    let words = |text: &str| -> BTreeSet<String> {
        let word = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
        text.split(word).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let (all, both) = (count(a.union(&b).count()), count(a.intersection(&b).count()));
    let apart = (WRONG - DIFFERENT) * (all - both) / all.max(1);
    DIFFERENT + apart
}
