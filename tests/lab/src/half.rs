//! Which of many cases a run takes: half of them, in turn from day to day, so that a run of all tests
//! has room for every product; `--only all` takes each.

use std::time::SystemTime;

const HALVES: [&str; 2] = ["even", "odd"];
const DAY: u64 = 86_400;

/// What is said with `--only`: where nothing is, the half of this day.
pub(crate) fn chosen(only: Option<&str>) -> &str {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let today = now.map_or(0, |now| now.as_secs() / DAY);
    only.unwrap_or(if today.is_multiple_of(2) { HALVES[0] } else { HALVES[1] })
}

/// Whether a case is among those that were chosen: by its number, or by one of its names. One
/// without a rule, which shows that the good document works, belongs to every half.
pub(crate) fn takes(only: Option<&str>, index: usize, rule: &str, base: &str) -> bool {
    match only {
        None | Some("all") => true,
        Some("even") => rule.is_empty() || index.is_multiple_of(2),
        Some("odd") => rule.is_empty() || !index.is_multiple_of(2),
        Some(only) => only == rule || only == base,
    }
}

#[cfg(test)]
mod tests {
    use super::{HALVES, chosen, takes};

    #[test]
    fn two_days_take_all_and_what_is_asked_for_is_taken() {
        assert!(HALVES.contains(&chosen(None)));
        assert_eq!(chosen(Some("DRU001")), "DRU001");
        for index in 0..9 {
            let halves = HALVES.map(|half| takes(Some(half), index, "DRU001", "one"));
            assert_eq!(halves.iter().filter(|taken| **taken).count(), 1, "{index}");
            assert!(HALVES.iter().all(|half| takes(Some(half), index, "", "one")));
            assert!(takes(Some("all"), index, "DRU001", "one"));
            assert!(takes(Some("one"), index, "DRU001", "one"));
            assert!(!takes(Some("two"), index, "DRU001", "one"));
        }
    }
}
