//! What a run takes of cases, clusters and orders that differ in one thing: a part of them, in turn
//! from day to day, so that a run of all tests has room for every product; `--only all` takes each,
//! and `--only turn-3` what the run of another day takes.

use std::{fmt, time::SystemTime};

/// So many days until all have had their turns, whether two, three or six share them.
const TURNS: usize = 6;
const DAY: u64 = 86_400;

/// What is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share<'o> {
    /// Everything.
    All,
    /// What has its turn, counted from 0.
    Turn(usize),
    /// What has this name.
    Named(&'o str),
}

impl<'o> Share<'o> {
    /// What is said with `--only`: where nothing is, the turn of this day.
    pub(crate) fn of(only: Option<&'o str>) -> Self {
        let number = |word: &str| word.strip_prefix("turn-")?.parse().ok();
        match only {
            None => Self::Turn(today()),
            Some("all") => Self::All,
            Some(word) => number(word).map_or(Self::Named(word), Self::Turn),
        }
    }

    /// Whether it has one of `all` that share the turns: by its number, or by one of its names.
    pub(crate) fn takes(self, index: usize, all: usize, names: &[&str]) -> bool {
        match self {
            Self::All => true,
            Self::Turn(turn) => index % all == turn % all,
            Self::Named(name) => names.contains(&name),
        }
    }
}

/// As `--only` takes it.
impl fmt::Display for Share<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Turn(turn) => write!(f, "turn-{turn}"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

fn today() -> usize {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let days = now.map_or(0, |now| now.as_secs() / DAY);
    usize::try_from(days).unwrap_or(0) % TURNS
}

#[cfg(test)]
mod tests {
    use super::{Share, TURNS};

    #[test]
    fn all_have_their_turns_and_what_is_asked_for_is_taken() {
        for all in [1, 2, 3, 6] {
            for index in 0..9 {
                let turns = (0..TURNS).filter(|turn| Share::Turn(*turn).takes(index, all, &[]));
                assert_eq!(turns.count(), TURNS / all, "{index} of {all}");
                assert!(Share::All.takes(index, all, &[]));
                assert!(Share::Named("one").takes(index, all, &["DRU001", "one"]));
                assert!(!Share::Named("two").takes(index, all, &["DRU001", "one"]));
            }
        }
    }

    #[test]
    fn a_share_is_read_as_it_is_said() {
        for share in [Share::All, Share::Turn(3), Share::Named("derby"), Share::Named("turn-x")] {
            assert_eq!(Share::of(Some(&share.to_string())), share);
        }
        assert!(matches!(Share::of(None), Share::Turn(turn) if turn < TURNS));
    }
}
