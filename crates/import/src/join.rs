//! A file that was brought beside the one that Muster writes: joined by key, in the order of the one
//! that was brought.

use crate::pieces::{Piece, known, pieces};
use rules::{Known, Product};
use std::collections::{BTreeMap, VecDeque};

/// How two pieces go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// A program reads the same, or it is the same comment.
    Same,
    /// The same key with another value.
    Differs,
    /// A key that only one of the two has.
    Alone,
    /// A comment, or an empty line, that only one of the two has.
    Comment,
}

/// Pieces that belong together, each with the number of its first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What was brought.
    pub original: Option<(u32, String)>,
    /// What Muster writes.
    pub written: Option<(u32, String)>,
    /// How they go together.
    pub join: Join,
}

/// A file that was brought (its path and text) beside the archive's; nothing where the archive has no
/// file by this name that an import reads.
pub fn beside(
    product: &Product,
    file: &str,
    (path, original): (&str, &str),
    written: &str,
) -> Option<Vec<Pair>> {
    let read = |known: &Known, text: &str| {
        let mut pieces = pieces(known.format, text);
        // However each refers to a variable, it is the same one.
        for (key, value) in pieces.iter_mut().flat_map(|piece| &mut piece.said) {
            if let Some(own) = (product.import.value)(key, value) {
                *value = own;
            }
        }
        pieces
    };
    let left = read(known(product, file, Some(path))?, original);
    let right = read(known(product, file, None)?, written);
    Some(join(&left, &right))
}

/// What a piece is joined by: its first key, or the words of a comment.
fn joint(piece: &Piece) -> Option<(bool, &str)> {
    match piece.said.first() {
        Some((key, _)) => Some((true, key)),
        None => Some((false, piece.text.trim())).filter(|(_, text)| !text.is_empty()),
    }
}

fn join(left: &[Piece], right: &[Piece]) -> Vec<Pair> {
    let mut by_joint: BTreeMap<(bool, &str), VecDeque<usize>> = BTreeMap::new();
    for (at, piece) in right.iter().enumerate() {
        if let Some(joint) = joint(piece) {
            by_joint.entry(joint).or_default().push_back(at);
        }
    }
    // Of a key that stands twice in what was brought the last counts: it is the one that is joined.
    let mut partners: Vec<Option<usize>> = vec![None; left.len()];
    for (at, piece) in left.iter().enumerate().rev() {
        let found = joint(piece).and_then(|joint| by_joint.get_mut(&joint));
        if let (Some(found), Some(partner)) = (found, partners.get_mut(at)) {
            *partner = found.pop_back();
        }
    }
    let mut around = Around::of(right, &partners);
    let mut pairs = Vec::with_capacity(left.len() + right.len());
    pairs.append(&mut around.first);
    for (piece, partner) in left.iter().zip(partners) {
        let partner = partner.and_then(|at| Some((at, right.get(at)?)));
        let Some((at, other)) = partner else {
            pairs.push(Pair { original: Some(shown(piece)), written: None, join: alone(piece) });
            continue;
        };
        pairs.extend(around.before.remove(&at).unwrap_or_default());
        let join = if piece.said == other.said { Join::Same } else { Join::Differs };
        pairs.push(Pair { original: Some(shown(piece)), written: Some(shown(other)), join });
        pairs.extend(around.behind.remove(&at).unwrap_or_default());
    }
    pairs
}

/// What Muster alone writes, by the joined piece that it stands beside.
#[derive(Default)]
struct Around {
    first: Vec<Pair>,
    before: BTreeMap<usize, Vec<Pair>>,
    behind: BTreeMap<usize, Vec<Pair>>,
}

impl Around {
    /// A comment stays before what it speaks of, a key behind the one that it follows.
    fn of(right: &[Piece], partners: &[Option<usize>]) -> Around {
        let mut joined = vec![false; right.len()];
        for at in partners.iter().flatten() {
            if let Some(joined) = joined.get_mut(*at) {
                *joined = true;
            }
        }
        let mut around = Around::default();
        let mut last = None;
        let mut comments: Vec<Pair> = Vec::new();
        for (at, (piece, joined)) in right.iter().zip(joined).enumerate() {
            if joined {
                if !comments.is_empty() {
                    around.before.insert(at, std::mem::take(&mut comments));
                }
                last = Some(at);
                continue;
            }
            if piece.text.trim().is_empty() {
                continue;
            }
            let pair = Pair { original: None, written: Some(shown(piece)), join: alone(piece) };
            comments.push(pair);
            if !piece.said.is_empty() {
                around.after(last).append(&mut comments);
            }
        }
        around.after(last).append(&mut comments);
        around
    }

    fn after(&mut self, last: Option<usize>) -> &mut Vec<Pair> {
        match last {
            Some(at) => self.behind.entry(at).or_default(),
            None => &mut self.first,
        }
    }
}

fn shown(piece: &Piece) -> (u32, String) {
    (piece.line, piece.text.clone())
}

fn alone(piece: &Piece) -> Join {
    if piece.said.is_empty() { Join::Comment } else { Join::Alone }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rules::Format;

    fn joined(left: &str, right: &str) -> Vec<String> {
        let of = |text| pieces(Format::Properties, text);
        let word =
            |side: Option<(u32, String)>| side.map_or("·".to_owned(), |(n, t)| format!("{n} {t}"));
        let line = |p: Pair| format!("{:?}: {} | {}", p.join, word(p.original), word(p.written));
        join(&of(left), &of(right)).into_iter().map(line).collect()
    }

    #[test]
    fn lines_are_joined_by_key_and_comments_stay() {
        let left = "# ours\nb = 2\na=1 \\\n  2\n\nold=x\na=7\n# same\n";
        let right = "# head\na=7\n# why c\nc=3\nb=3\n# same\n# end\n";
        assert_eq!(
            joined(left, right),
            [
                "Comment: 1 # ours | ·",
                "Differs: 2 b = 2 | 5 b=3",
                "Alone: 3 a=1 \\\n  2 | ·",
                "Comment: 5  | ·",
                "Alone: 6 old=x | ·",
                "Comment: · | 1 # head",
                "Same: 7 a=7 | 2 a=7",
                "Comment: · | 3 # why c",
                "Alone: · | 4 c=3",
                "Same: 8 # same | 6 # same",
                "Comment: · | 7 # end",
            ]
        );
        assert_eq!(joined("", "x=1\n"), ["Alone: · | 1 x=1"]);
        assert_eq!(joined("x : 1", "x=1\n"), ["Same: 1 x : 1 | 1 x=1"]);
    }
}
