//! The preview follows the hand: an edit brings the file, the variant and the lines that it changed
//! into view, unless a person holds the file that is shown.

use super::{App, View};
use leptos::prelude::*;
use model::RowId;
use protocol::{Baseline, Checked, FileGroup};

/// A variant of a node's file that has changed: the file's name and a node that has it.
pub type Changed = (String, RowId);

/// The variants of the nodes' files that have changed, in the order of the files.
pub fn changed(files: &[FileGroup]) -> Vec<Changed> {
    let of = |group: &FileGroup| {
        let variants = group.variants.iter().filter(|v| v.changed);
        let nodes = variants.filter_map(|v| v.nodes.first().copied());
        nodes.map(|node| (group.name.clone(), node)).collect::<Vec<_>>()
    };
    files.iter().flat_map(of).collect()
}

/// Whether something in a view has changed.
fn has_changed(view: &View, files: &[FileGroup]) -> bool {
    let shown = files.iter().find(|g| g.name == view.name);
    let variant = shown.and_then(|g| match view.node {
        Some(node) => g.variants.iter().find(|v| v.nodes.contains(&node)),
        None => g.variants.first(),
    });
    variant.is_some_and(|v| v.changed)
}

/// The view that shows what has changed: the one that a person chose or the one that is open when
/// something in it has, else another variant of its file, else the first file that has changed.
fn next(chosen: Option<&View>, view: &View, files: &[FileGroup]) -> Option<View> {
    if let Some(same) = chosen.into_iter().chain([view]).find(|v| has_changed(v, files)) {
        return Some(same.clone());
    }
    let changed = changed(files);
    let own = changed.iter().find(|(name, _)| *name == view.name);
    let (name, node) = own.or(changed.first())?;
    Some(View { name: name.clone(), node: Some(*node), compare: None })
}

impl App {
    /// An edit is on its way: what it changes is shown when the answer is here.
    pub(super) fn follow_edit(self) {
        self.following.set_value(true);
    }

    /// The view after an edit; nothing where the one that is open stays. `settled`: whether all edits
    /// are in this answer. What one of several keys changed, the last one need not change.
    pub(super) fn followed(self, checked: &Checked, settled: bool) -> Option<View> {
        if !self.following.get_value() {
            return None;
        }
        self.following.set_value(!settled);
        let view = self.view.get_untracked();
        let held = self.hold.get_untracked()
            || self.baseline.get_untracked() != Baseline::LastEdit
            || view.compare.is_some()
            || self.kept.shown.get_untracked();
        let chosen = self.left.get_value().map(|view| view.repaired(&checked.files));
        let next = if held { None } else { next(chosen.as_ref(), &view, &checked.files) }?;
        crate::panels::show_changes();
        let chosen = chosen.unwrap_or_else(|| view.clone());
        self.left.set_value((chosen != next).then_some(chosen));
        (next != view).then_some(next)
    }

    /// Goes to the next variant that has changed, or to the one before.
    pub fn next_change(self, back: bool) {
        let changed = self.checked.with_untracked(|c| changed(&c.files));
        let view = self.view.get_untracked();
        let here = self.checked.with_untracked(|c| {
            let group = c.files.iter().find(|g| g.name == view.name)?;
            let variant = group
                .variants
                .iter()
                .find(|v| view.node.is_some_and(|node| v.nodes.contains(&node)))?;
            changed
                .iter()
                .position(|(name, node)| *name == view.name && variant.nodes.contains(node))
        });
        let count = changed.len();
        let at = match (here, back) {
            (_, _) if count == 0 => return,
            (None, false) => 0,
            (None, true) => count - 1,
            (Some(at), false) => (at + 1) % count,
            (Some(at), true) => (at + count - 1) % count,
        };
        if let Some((name, node)) = changed.into_iter().nth(at) {
            crate::panels::show_changes();
            self.show_file(View { name, node: Some(node), compare: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Variant;

    fn group(name: &str, variants: &[(&[u32], bool)]) -> FileGroup {
        let variants = variants
            .iter()
            .map(|(nodes, changed)| Variant {
                nodes: nodes.iter().copied().map(RowId).collect(),
                lines: 1,
                changed: *changed,
            })
            .collect();
        FileGroup { name: name.to_owned(), variants }
    }

    fn view(name: &str, node: u32) -> View {
        View { name: name.to_owned(), node: Some(RowId(node)), compare: None }
    }

    #[test]
    fn what_is_shown_stays_while_it_changes_itself() {
        let files =
            [group("a", &[(&[1, 2], true), (&[3], true)]), group("README.md", &[(&[], true)])];
        assert_eq!(next(None, &view("a", 2), &files), Some(view("a", 2)));
        assert_eq!(next(None, &view("a", 3), &files), Some(view("a", 3)));
        assert_eq!(changed(&files).len(), 2);
    }

    #[test]
    fn a_file_of_the_cluster_stays_while_it_changes_itself() {
        let files = |changed| [group("a", &[(&[1], true)]), group("README.md", &[(&[], changed)])];
        let readme = View { name: "README.md".to_owned(), node: None, compare: None };
        assert_eq!(next(None, &readme, &files(true)), Some(readme.clone()));
        assert_eq!(next(None, &readme, &files(false)), Some(view("a", 1)));
    }

    #[test]
    fn what_a_person_chose_is_shown_again_when_it_changes() {
        let files =
            |changed| [group("a", &[(&[1], true)]), group("b", &[(&[1], changed), (&[2], true)])];
        let chosen = view("b", 1);
        assert_eq!(next(Some(&chosen), &view("a", 1), &files(false)), Some(view("a", 1)));
        assert_eq!(next(Some(&chosen), &view("a", 1), &files(true)), Some(chosen.clone()));
    }

    #[test]
    fn another_variant_comes_before_another_file() {
        let files = [
            group("a", &[(&[1], true)]),
            group("b", &[(&[1], false), (&[2, 3], true)]),
            group("c", &[(&[1], false)]),
        ];
        assert_eq!(next(None, &view("b", 1), &files), Some(view("b", 2)));
        assert_eq!(next(None, &view("c", 1), &files), Some(view("a", 1)));
    }

    #[test]
    fn nothing_changed_leaves_the_view() {
        let files = [group("a", &[(&[1], false)]), group("README.md", &[(&[], true)])];
        assert_eq!(next(None, &view("a", 1), &files), None);
    }
}
