//! What a failing comparison says.

use super::{
    archive::Archive,
    change::{Change, changes, first_difference},
    store::{self, Stored, layout, listing_of},
};
use crate::generated::Files;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that differs between the folder and the archives; nothing when the folder is exactly
/// what they are stored as.
pub(super) fn problems(files: &Files, today: &[Archive]) -> Vec<String> {
    let wanted = layout(today);
    if *files == wanted {
        return Vec::new();
    }
    let (stored, mut problems) = store::read(files);
    // Of an archive that could not be read whole, that is said and nothing else.
    if problems.is_empty() {
        problems = differences(&stored, today);
    }
    let used: BTreeSet<&str> = stored
        .iter()
        .flat_map(|s| s.listing.values())
        .filter_map(|line| line.file.as_deref())
        .collect();
    let orphans = files.keys().filter(|path| !used.contains(path.as_str()));
    problems.extend(
        orphans
            .filter(|path| listing_of(path).is_none())
            .map(|path| format!("tests/golden/{path}: no archive has this file")),
    );
    if problems.is_empty() {
        let names: BTreeSet<&String> = files.keys().chain(wanted.keys()).collect();
        let other = names.into_iter().filter(|path| files.get(*path) != wanted.get(*path));
        problems.extend(other.map(|path| {
            format!("tests/golden/{path}: the archives are right, but stored in another way")
        }));
    }
    problems
}

/// One line for each difference; equal ones of one stored file are one.
fn differences(stored: &[Stored], today: &[Archive]) -> Vec<String> {
    let archives: Vec<Archive> = stored.iter().map(|s| s.archive.clone()).collect();
    let mut order: Vec<(String, String, usize)> = Vec::new();
    let mut known: BTreeMap<(Option<&str>, String), usize> = BTreeMap::new();
    for change in changes(&archives, today) {
        let file = stored
            .iter()
            .find(|s| s.archive.name == change.archive)
            .and_then(|s| s.listing.get(change.path)?.file.as_deref());
        let what = what(&change);
        let index = *known.entry((file, what.clone())).or_insert(order.len());
        if let Some((_, _, more)) = order.get_mut(index).filter(|_| file.is_some()) {
            *more += 1;
            continue;
        }
        let from = file.map_or(String::new(), |file| format!("; stored in tests/golden/{file}"));
        order.push((format!("{}: {}: {what}", change.archive, change.path), from, 0));
    }
    let line = |(what, from, more): (String, String, usize)| match more {
        0 => format!("{what}{from}"),
        1 => format!("{what}{from}, also for 1 file more"),
        _ => format!("{what}{from}, also for {more} files more"),
    };
    order.into_iter().map(line).collect()
}

fn what(change: &Change) -> String {
    match (change.old, change.new) {
        (Some(old), Some(new)) => first_difference(old.content.text(), new.content.text())
            .unwrap_or_else(|| format!("its mode is {}, not {}", old.mode, new.mode)),
        (None, _) => "new, and not stored".to_owned(),
        (_, None) => "stored, and no longer written".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::store::tests::archives;

    fn two(shared: &str, own: &str) -> Vec<Archive> {
        archives(&[
            ("a", &[("bin/x", shared), ("nodes/n/x", shared), ("own", own)]),
            ("b", &[("bin/x", shared)]),
        ])
    }

    #[test]
    fn a_difference_names_archive_path_line_and_stored_file() {
        let files = layout(&two("1\n2\n", "3\n"));
        assert_eq!(problems(&files, &two("1\n2\n", "3\n")), [""; 0]);
        let said = problems(&files, &two("1\n4\n", "5\n"));
        let wanted = [
            r#"a: bin/x: line 2 is "2\n", not "4\n"; stored in tests/golden/a/bin/x, also for 2 files more"#,
            r#"a: own: line 1 is "3\n", not "5\n"; stored in tests/golden/a/own"#,
        ];
        assert_eq!(said, wanted);
    }

    #[test]
    fn whatever_is_wrong_with_the_folder_is_a_problem() {
        let today = two("1\n", "3\n");
        let right = layout(&today);
        let wrong = |change: &dyn Fn(&mut Files)| {
            let mut files = right.clone();
            change(&mut files);
            problems(&files, &today).join("\n")
        };
        let put = |files: &mut Files, path: &str, text: &str| {
            files.insert(path.to_owned(), text.as_bytes().to_vec());
        };
        let listing = String::from_utf8_lossy(&right["b.tsv"]).into_owned();
        // A file that nothing has; two stored files with one content; a mode; a listing too many,
        // too few, unreadable, with a line too few.
        let said = wrong(&|files| put(files, "a/old", "9"));
        assert_eq!(said, "tests/golden/a/old: no archive has this file");
        let said = wrong(&|files| {
            put(files, "b/bin/x", "1\n");
            put(files, "b.tsv", &listing.replace("a/bin/x", "b/bin/x"));
        });
        assert!(
            said.contains("b.tsv: the archives are right, but stored in another way"),
            "{said}"
        );
        assert!(said.contains("b/bin/x: the archives are right"), "{said}");
        let said = wrong(&|files| put(files, "b.tsv", &listing.replace("0644", "0755")));
        assert!(said.starts_with("b: bin/x: its mode is 0755, not 0644; stored in"), "{said}");
        let said = wrong(&|files| put(files, "c.tsv", &listing));
        assert!(said.starts_with("c: bin/x: stored, and no longer written; stored in"), "{said}");
        let said = wrong(&|files| drop(files.remove("b.tsv")));
        assert_eq!(said, "b: bin/x: new, and not stored");
        let said = wrong(&|files| put(files, "b.tsv", "nonsense"));
        assert!(said.starts_with("b.tsv: line 1 is not mode, path"), "{said}");
        let said = wrong(&|files| put(files, "b.tsv", "# b\n"));
        assert_eq!(said, "b: bin/x: new, and not stored");
        let said = wrong(&|files| drop(files.remove("a/own")));
        assert!(said.starts_with("a.tsv: own should be stored in a/own"), "{said}");
    }
}
