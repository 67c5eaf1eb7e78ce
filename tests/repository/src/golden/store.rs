//! How archives are stored: each distinct content once, where the first archive that has it has it.

use super::{
    archive::{Archive, Content, Entry, preset_of},
    listing::{self, Line, Listing},
};
use crate::generated::Files;
use std::collections::{BTreeMap, BTreeSet};

/// The one file that is written by hand.
pub(super) const PAGE: &str = "README.md";
/// The end of a listing's name, after the archive's.
const LISTING: &str = ".tsv";

/// An archive that was read from the folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) archive: Archive,
    pub(super) listing: Listing,
}

/// All files that hold these archives, by the path below `tests/golden`. Nothing but the archives
/// decides it: not what was stored before.
pub(super) fn layout(archives: &[Archive]) -> Files {
    let mut files = Files::new();
    let mut places: BTreeMap<&str, String> = BTreeMap::new();
    let mut listings: BTreeMap<&str, Listing> = BTreeMap::new();
    for archive in archives {
        let mut listing = Listing::new();
        for (path, entry) in &archive.entries {
            let file = match &entry.content {
                Content::Computed => None,
                Content::Text(text) => Some(places.entry(text).or_insert_with(|| {
                    let place = format!("{}/{path}", archive.name);
                    files.insert(place.clone(), text.clone().into_bytes());
                    place
                })),
            };
            let line = Line { mode: entry.mode.clone(), file: file.cloned() };
            listing.insert(path.clone(), line);
        }
        listings.insert(&archive.name, listing);
    }
    for (name, listing) in &listings {
        let english = preset_of(name);
        let english = (english != *name).then(|| listings.get(english)).flatten();
        let text = listing::write(name, listing, english.map(|l| (preset_of(name), l)));
        files.insert(format!("{name}{LISTING}"), text.into_bytes());
    }
    files
}

/// The archives that are stored, by name, as far as they can be read; and what is wrong otherwise.
pub(super) fn read(files: &Files) -> (Vec<Stored>, Vec<String>) {
    let (mut stored, mut problems) = (Vec::new(), Vec::new());
    let mut listings: BTreeMap<&str, Listing> = BTreeMap::new();
    // "x" stands before "x.zh": a listing is read after the one that it builds on.
    let names: BTreeSet<&str> = files.keys().filter_map(|path| listing_of(path)).collect();
    for name in names {
        let path = format!("{name}{LISTING}");
        let text = files.get(&path).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        let english = preset_of(name);
        let english = (english != name).then(|| listings.get(english)).flatten();
        match listing::read(&text, english) {
            Ok(listing) => {
                let (archive, missing) = archive(name, &listing, files);
                problems.extend(missing.into_iter().map(|what| format!("{path}: {what}")));
                listings.insert(name, listing.clone());
                stored.push(Stored { archive, listing });
            }
            Err(what) => problems.push(format!("{path}: {what}")),
        }
    }
    (stored, problems)
}

/// The archive of a listing; the files that are not there are left out and named.
fn archive(name: &str, listing: &Listing, files: &Files) -> (Archive, Vec<String>) {
    let mut missing = Vec::new();
    let mut entries = BTreeMap::new();
    for (path, line) in listing {
        let content = match line.file.as_ref().map(|file| (file, files.get(file))) {
            None => Content::Computed,
            Some((_, Some(bytes))) => Content::Text(String::from_utf8_lossy(bytes).into_owned()),
            Some((file, None)) => {
                missing.push(format!("{path} should be stored in {file}, which is not there"));
                continue;
            }
        };
        entries.insert(path.clone(), Entry { mode: line.mode.clone(), content });
    }
    (Archive { name: name.to_owned(), entries }, missing)
}

/// The archive whose listing this is.
pub(super) fn listing_of(path: &str) -> Option<&str> {
    path.strip_suffix(LISTING).filter(|name| !name.contains('/'))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Archives of plain files: path and text.
    pub(in super::super) fn archives(list: &[(&str, &[(&str, &str)])]) -> Vec<Archive> {
        let entry =
            |text: &str| Entry { mode: "0644".to_owned(), content: Content::Text(text.to_owned()) };
        list.iter()
            .map(|(name, files)| Archive {
                name: (*name).to_owned(),
                entries: files.iter().map(|(p, text)| ((*p).to_owned(), entry(text))).collect(),
            })
            .collect()
    }

    fn paths(files: &Files) -> Vec<&str> {
        files.keys().map(String::as_str).collect()
    }

    #[test]
    fn equal_files_are_stored_once_and_chinese_ones_where_they_differ() {
        let all = archives(&[
            ("b", &[("bin/x", "1"), ("nodes/n/a", "2"), ("nodes/m/a", "2"), ("README.md", "en")]),
            ("a", &[("bin/x", "1"), ("other", "2"), ("README.md", "a")]),
            (
                "b.zh",
                &[("bin/x", "1"), ("nodes/n/a", "2"), ("nodes/m/a", "2"), ("README.md", "zh")],
            ),
        ]);
        let files = layout(&all);
        // The first of the archives, and in it the first path, not the first name.
        let wanted = [
            "a.tsv",
            "a/README.md",
            "b.tsv",
            "b.zh.tsv",
            "b.zh/README.md",
            "b/README.md",
            "b/bin/x",
            "b/nodes/m/a",
        ];
        assert_eq!(paths(&files), wanted);
        let listing = String::from_utf8_lossy(&files["b.zh.tsv"]).into_owned();
        assert_eq!(listing, "# b.zh: as b, except\n0644\tREADME.md\tb.zh/README.md\n");
        let (stored, problems) = read(&files);
        assert_eq!(problems, [""; 0]);
        let mut all = all;
        all.sort_by(|a, b| a.name.cmp(&b.name));
        assert_eq!(stored.into_iter().map(|s| s.archive).collect::<Vec<_>>(), all);
    }

    #[test]
    fn a_changed_file_that_all_share_changes_one_stored_file() {
        let before = layout(&archives(&[("a", &[("x", "1"), ("y", "1")]), ("b", &[("x", "1")])]));
        let after = layout(&archives(&[("a", &[("x", "2"), ("y", "2")]), ("b", &[("x", "2")])]));
        let changed: Vec<_> = after.iter().filter(|(p, b)| before.get(*p) != Some(b)).collect();
        assert_eq!(changed.len(), 1);
        assert!(paths(&before) == paths(&after) && changed[0].0 == "a/x");
    }

    #[test]
    fn a_file_that_is_not_there_is_named_with_the_archive_path() {
        let mut files = layout(&archives(&[("a", &[("x", "1")]), ("b", &[("y", "1")])]));
        files.remove("a/x");
        let (_, problems) = read(&files);
        let wanted = [
            "a.tsv: x should be stored in a/x, which is not there",
            "b.tsv: y should be stored in a/x, which is not there",
        ];
        assert_eq!(problems, wanted);
    }
}
