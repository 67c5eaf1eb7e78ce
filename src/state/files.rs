//! Two variants of a file, line by line; the lines that a field writes.

use super::{App, NoticeKind, Slot, View};
use crate::text;
use leptos::prelude::*;
use model::Place;
use protocol::{Ask, Body, Change, FileId, FileView};

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// In both; its position in each.
    Both(usize, usize),
    /// Only in the first.
    Left(usize),
    /// Only in the second.
    Right(usize),
}

/// More pairs of lines than this are not compared; the files then count as different as a whole.
const LIMIT: usize = 4_000_000;

/// The longest common subsequence of lines, as a list of what is in both and what is in one.
pub fn compare_lines(left: &[&str], right: &[&str]) -> Vec<Compared> {
    let head = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let rest = left.len().min(right.len()) - head;
    let tail = left.iter().rev().zip(right.iter().rev()).take(rest).take_while(|(a, b)| a == b);
    let tail = tail.count();
    let (a, b) = (&left[head..left.len() - tail], &right[head..right.len() - tail]);
    let mut out: Vec<Compared> = (0..head).map(|i| Compared::Both(i, i)).collect();
    if a.len().saturating_mul(b.len()) > LIMIT {
        out.extend((0..a.len()).map(|i| Compared::Left(head + i)));
        out.extend((0..b.len()).map(|j| Compared::Right(head + j)));
    } else {
        middle(a, b, head, &mut out);
    }
    let (l, r) = (left.len() - tail, right.len() - tail);
    out.extend((0..tail).map(|i| Compared::Both(l + i, r + i)));
    out
}

fn middle(a: &[&str], b: &[&str], head: usize, out: &mut Vec<Compared>) {
    let width = b.len() + 1;
    // longest[i][j]: of a[i..] and b[j..].
    let mut longest = vec![0_u32; (a.len() + 1) * width];
    let at = |t: &[u32], i: usize, j: usize| t.get(i * width + j).copied().unwrap_or(0);
    for (i, line) in a.iter().enumerate().rev() {
        for (j, other) in b.iter().enumerate().rev() {
            let best = if line == other {
                at(&longest, i + 1, j + 1) + 1
            } else {
                at(&longest, i + 1, j).max(at(&longest, i, j + 1))
            };
            if let Some(cell) = longest.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a.get(i) == b.get(j) {
            out.push(Compared::Both(head + i, head + j));
            i += 1;
            j += 1;
        } else if j >= b.len() || (i < a.len() && at(&longest, i + 1, j) >= at(&longest, i, j + 1))
        {
            out.push(Compared::Left(head + i));
            i += 1;
        } else {
            out.push(Compared::Right(head + j));
            j += 1;
        }
    }
}

/// The first line that a place caused, or that begins with a key.
pub fn line_of(view: &FileView, place: &Place, key: &str) -> Option<usize> {
    let caused = view.lines.iter().position(|line| {
        let origin = line.origin.and_then(|o| view.origins.get(o as usize));
        let own = origin.is_some_and(|o| o.places.iter().any(|p| p.place == *place));
        own && (key.is_empty() || line.text.contains(key))
    });
    caused.or_else(|| {
        view.lines.iter().position(|l| !key.is_empty() && l.text.trim_start().starts_with(key))
    })
}

impl App {
    /// Shows the lines that a field writes: the file in view when they are in it, else the first
    /// file that has them.
    pub fn show_lines(self, place: Place, key: String) {
        let mut view = self.view.get_untracked().ids();
        view.truncate(1);
        self.checked.with_untracked(|c| {
            for group in &c.files {
                for variant in &group.variants {
                    view.push(FileId {
                        name: group.name.clone(),
                        node: variant.nodes.first().copied(),
                    });
                }
            }
        });
        let ask = Ask::Check {
            change: Change::None,
            step: String::new(),
            view,
            baseline: self.baseline.get_untracked(),
            opened: false,
        };
        self.ask(Slot::Find, ask, move |body| {
            let Body::Checked(checked) = body else { return };
            let found = checked
                .view
                .iter()
                .find_map(|view| line_of(view, &place, &key).map(|line| (view.id.clone(), line)));
            let Some((id, line)) = found else {
                self.notify(NoticeKind::Said, text::no_lines(&key), Vec::new());
                return;
            };
            let before = self.view.get_untracked();
            let same = before.name == id.name
                && (before.node == id.node || before.compare.is_none() && id.node.is_none());
            if !same {
                self.show_file(View { name: id.name, node: id.node, compare: None });
            }
            self.files_hidden.set(false);
            self.tab.set(super::Tab::Files);
            let drawn = same && !self.kept.shown.get_untracked();
            self.kept.shown.set(false);
            crate::panels::show_line(line, drawn);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(left: &str, right: &str) -> String {
        let left: Vec<&str> = left.split(' ').collect();
        let right: Vec<&str> = right.split(' ').collect();
        let mut out = String::new();
        for line in compare_lines(&left, &right) {
            match line {
                Compared::Both(i, j) => {
                    assert_eq!(left[i], right[j]);
                    out.push_str(left[i]);
                }
                Compared::Left(i) => out.push_str(&format!("-{}", left[i])),
                Compared::Right(j) => out.push_str(&format!("+{}", right[j])),
            }
        }
        out
    }

    #[test]
    fn a_comparison_keeps_what_is_common() {
        assert_eq!(compared("a b c", "a b c"), "abc");
        assert_eq!(compared("a b c", "a x c"), "a-b+xc");
        assert_eq!(compared("a b c d", "b d"), "-ab-cd");
        assert_eq!(compared("a", "x a y"), "+xa+y");
        assert_eq!(compared("a a a", "a a"), "aa-a");
        assert_eq!(compared("x", "y"), "-x+y");
    }
}
