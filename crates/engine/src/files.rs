//! The files of the archive as the page shows them: groups, variants, lines with marks and reasons.

use bundle::{ARCHIVE, Group, Tree};
use formats::File;
use model::{Lang, RowId};
use protocol::{FileGroup, FileId, FileView, LineView, OriginView, PlaceLink, Variant};
use rules::Context;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// All files by name, their variants marked where they differ from the baseline.
pub(crate) fn groups(tree: &Tree, baseline: Option<&Tree>) -> Vec<FileGroup> {
    let view = |group: &Group| {
        let old = baseline.map(|old| OldGroup::of(old, &group.name));
        let variants = group.variants.iter().map(|v| Variant {
            nodes: v.nodes.clone(),
            lines: u32::try_from(v.file.lines().len()).unwrap_or(u32::MAX),
            // The archive's id changes with everything, and tells a reader nothing.
            changed: group.name != ARCHIVE
                && old.as_ref().is_some_and(|old| {
                    old.find(v.nodes.first().copied()).is_none_or(|file| {
                        !Arc::ptr_eq(file, &v.file) && !file.same_content(&v.file)
                    })
                }),
        });
        FileGroup { name: group.name.clone(), variants: variants.collect() }
    };
    tree.groups.iter().map(view).collect()
}

/// The files of one name that are compared with.
struct OldGroup<'t> {
    first: Option<&'t Arc<File>>,
    of_node: HashMap<RowId, &'t Arc<File>>,
}

impl<'t> OldGroup<'t> {
    fn of(tree: &'t Tree, name: &str) -> OldGroup<'t> {
        let variants =
            tree.groups.iter().find(|g| g.name == name).map_or(&[][..], |g| g.variants.as_slice());
        let nodes = variants.iter().flat_map(|v| v.nodes.iter().map(move |row| (*row, &v.file)));
        OldGroup { first: variants.first().map(|v| &v.file), of_node: nodes.collect() }
    }

    fn find(&self, node: Option<RowId>) -> Option<&'t Arc<File>> {
        match node {
            Some(row) => self.of_node.get(&row).copied(),
            None => self.first,
        }
    }
}

/// The file with this name; of a node, if one is named.
pub(crate) fn find<'t>(tree: &'t Tree, name: &str, node: Option<RowId>) -> Option<&'t Arc<File>> {
    let group = tree.groups.iter().find(|g| g.name == name)?;
    let variant = match node {
        Some(row) => group.variants.iter().find(|v| v.nodes.contains(&row)),
        None => group.variants.first(),
    };
    variant.map(|v| &v.file)
}

/// One file with its marks and reasons.
pub(crate) fn view(
    cx: &Context,
    tree: &Tree,
    baseline: Option<&Tree>,
    id: &FileId,
    lang: Lang,
) -> Option<FileView> {
    let file = find(tree, &id.name, id.node)?;
    let old = baseline.map(|old| find(old, &id.name, id.node).map(AsRef::as_ref));
    let changed = match old {
        None => vec![false; file.lines().len()],
        Some(None) => vec![true; file.lines().len()],
        Some(Some(old)) => changed_lines(old, file),
    };
    let lines = file.lines().zip(changed).map(|(line, changed)| LineView {
        text: line.text.to_owned(),
        changed,
        origin: line.origin,
    });
    let origins = file.origins.iter().map(|o| OriginView {
        reason: o.reason.render(lang),
        places: o
            .places
            .iter()
            .map(|place| PlaceLink {
                place: place.clone(),
                label: cx.label(place).render(lang),
                step: cx.step(place).to_owned(),
            })
            .collect(),
    });
    Some(FileView {
        path: bundle::path_of(tree, cx.spec, &id.name, id.node),
        about: file.about.get(lang).to_owned(),
        lines: lines.collect(),
        origins: origins.collect(),
        id: id.clone(),
    })
}

/// Which lines are new or moved into the middle: the common start and end are the same, and a line
/// between them is the same when the old middle has it too. Linear; enough for marks.
fn changed_lines(old: &File, new: &File) -> Vec<bool> {
    let pairs = || old.lines().zip(new.lines());
    let start = pairs().take_while(|(a, b)| a.text == b.text).count();
    let rest = old.lines().len().min(new.lines().len()) - start;
    let backwards = old.lines().rev().zip(new.lines().rev()).take(rest);
    let end = backwards.take_while(|(a, b)| a.text == b.text).count();
    let (old_end, new_end) = (old.lines().len() - end, new.lines().len() - end);
    let middle: HashSet<&str> = old.lines().take(old_end).skip(start).map(|l| l.text).collect();
    new.lines()
        .enumerate()
        .map(|(i, line)| i >= start && i < new_end && !middle.contains(line.text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Text;

    fn file(text: &str) -> File {
        File::fixed(Text::same("t"), formats::Mode::Plain, text)
    }

    #[test]
    fn only_new_lines_are_marked() {
        let old = file("a\nb\nc\n");
        assert_eq!(changed_lines(&old, &file("a\nb\nc\n")), [false; 3]);
        assert_eq!(changed_lines(&old, &file("a\nx\nc\n")), [false, true, false]);
        assert_eq!(changed_lines(&old, &file("a\nb\nn\nc\n")), [false, false, true, false]);
        assert_eq!(changed_lines(&old, &file("a\nc\n")), [false, false]);
        assert_eq!(changed_lines(&file(""), &file("a\n")), [true]);
    }
}
