//! Nodes of one cluster that read different values of one key.

use crate::Found;

/// A value that differs from what most nodes read.
#[derive(Clone, Copy, Debug)]
pub struct Apart<'f> {
    /// Where somebody set it: the value of the fewer nodes, unless only that of the others was set by
    /// hand.
    pub odd: &'f Found,
    /// What it differs from.
    pub rest: &'f Found,
}

/// Of the values of one key those that fewer nodes read, each with what most read; nothing while all
/// read the same.
pub fn apart<'f>(all: &'f [Found], same: impl Fn(&Found, &Found) -> bool) -> Vec<Apart<'f>> {
    let weight = |one: &Found| -> usize {
        all.iter().filter(|other| same(one, other)).map(|found| found.nodes.len()).sum()
    };
    let Some(usual) = all.iter().max_by_key(|one| weight(one)) else { return Vec::new() };
    let others = all.iter().filter(|one| !same(one, usual));
    let pair = |other: &'f Found| match (other.overridden(), usual.overridden()) {
        (false, true) => Apart { odd: usual, rest: other },
        _ => Apart { odd: other, rest: usual },
    };
    others.map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::apart;
    use crate::Found;
    use model::{Layer, Place, Property, RowId};

    fn found(value: &str, by_hand: bool, nodes: &[u32]) -> Found {
        let place = if by_hand {
            Place::Override(Layer::Cluster, Property::new("", "k"))
        } else {
            Place::Setting("k".to_owned())
        };
        let nodes = nodes.iter().map(|n| RowId(*n)).collect();
        Found { value: value.to_owned(), place, set: true, nodes }
    }

    fn odd(all: &[Found]) -> Vec<(&str, &str)> {
        let same = |a: &Found, b: &Found| a.value == b.value;
        apart(all, same).iter().map(|a| (a.odd.value.as_str(), a.rest.value.as_str())).collect()
    }

    #[test]
    fn the_value_of_the_fewer_is_odd_unless_the_other_one_was_set_by_hand() {
        assert!(odd(&[]).is_empty());
        assert!(odd(&[found("a", false, &[1]), found("a", true, &[2])]).is_empty());
        assert_eq!(odd(&[found("a", false, &[1, 2]), found("b", true, &[3])]), [("b", "a")]);
        assert_eq!(odd(&[found("a", false, &[1]), found("b", true, &[2, 3])]), [("b", "a")]);
        let two = [found("a", true, &[1]), found("a", false, &[2]), found("b", true, &[3])];
        assert_eq!(odd(&two), [("b", "a")]);
    }
}
