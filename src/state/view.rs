//! Which file is in view, and with what it is compared.

use super::App;
use leptos::prelude::*;
use model::RowId;
use protocol::{Baseline, Checked, FileGroup, FileId};

/// The file in view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The file's name.
    pub name: String,
    /// A node of the chosen variant.
    pub node: Option<RowId>,
    /// A node of the variant that it is compared with.
    pub compare: Option<RowId>,
}

impl View {
    /// The file that a reply came with.
    pub fn of(checked: &Checked) -> View {
        match checked.view.first() {
            Some(view) => View { name: view.id.name.clone(), node: view.id.node, compare: None },
            None => View::fallback(&checked.files),
        }
    }

    /// The first file of a node, else the first of all.
    pub fn fallback(files: &[FileGroup]) -> View {
        let of_node = |g: &&FileGroup| g.variants.iter().any(|v| !v.nodes.is_empty());
        let group = files.iter().find(of_node).or_else(|| files.first());
        group.map_or_else(View::default, |g| View {
            name: g.name.clone(),
            node: g.variants.first().and_then(|v| v.nodes.first().copied()),
            compare: None,
        })
    }

    /// What the engine is asked for.
    pub fn ids(&self) -> Vec<FileId> {
        if self.name.is_empty() {
            return Vec::new();
        }
        let id = |node: Option<RowId>| FileId { name: self.name.clone(), node };
        let mut ids = vec![id(self.node)];
        if self.compare.is_some() {
            ids.push(id(self.compare));
        }
        ids
    }

    /// The view that is possible with these files: a node that went away, or that has become part
    /// of the other variant, is replaced.
    #[must_use]
    pub fn repaired(&self, files: &[FileGroup]) -> View {
        let Some(group) = files.iter().find(|g| g.name == self.name) else {
            return View::fallback(files);
        };
        let position = |node: Option<RowId>| {
            group.variants.iter().position(|v| node.is_some_and(|n| v.nodes.contains(&n)))
        };
        let shared = group.variants.iter().all(|v| v.nodes.is_empty());
        let first = group.variants.first().and_then(|v| v.nodes.first().copied());
        let node = match position(self.node) {
            Some(_) => self.node,
            None if shared => None,
            None => first,
        };
        let compare = self.compare.filter(|c| {
            let other = position(Some(*c));
            other.is_some() && other != position(node)
        });
        View { name: self.name.clone(), node, compare }
    }
}

impl App {
    /// Shows a file.
    pub fn show_file(self, view: View) {
        self.left.set_value(None);
        if self.view.get_untracked() != view {
            self.view.set(view);
            self.look();
        }
    }

    /// Marks changed lines against something else.
    pub fn set_baseline(self, baseline: Baseline) {
        self.baseline.set(baseline);
        self.look();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Variant;

    fn group(name: &str, variants: &[&[u32]]) -> FileGroup {
        let variants = variants
            .iter()
            .map(|v| Variant {
                nodes: v.iter().copied().map(RowId).collect(),
                lines: 1,
                changed: false,
            })
            .collect();
        FileGroup { name: name.to_owned(), variants }
    }

    #[test]
    fn a_view_survives_what_happens_to_its_nodes() {
        let files = [group("README.md", &[&[]]), group("a.conf", &[&[1, 2], &[3]])];
        assert_eq!(View::fallback(&files).node, Some(RowId(1)));
        let view = |name: &str, node, compare| View { name: name.to_owned(), node, compare };
        let kept = view("a.conf", Some(RowId(3)), Some(RowId(2)));
        assert_eq!(kept.repaired(&files), kept);
        let gone = view("a.conf", Some(RowId(9)), Some(RowId(2)));
        assert_eq!(gone.repaired(&files), view("a.conf", Some(RowId(1)), None));
        assert_eq!(view("README.md", None, None).repaired(&files).node, None);
        assert_eq!(view("none", None, None).repaired(&files).name, "a.conf");
        assert_eq!(View::fallback(&[]), View::default());
    }
}
