//! Which files of which archives differ.

use super::archive::{Archive, Content, Entry};
use std::collections::BTreeSet;

/// One file of one archive that is not as it is stored.
#[derive(Debug)]
pub(super) struct Change<'a> {
    pub(super) archive: &'a str,
    /// In the archive.
    pub(super) path: &'a str,
    /// As stored; none when the file is new.
    pub(super) old: Option<&'a Entry>,
    /// As written today; none when the file is gone.
    pub(super) new: Option<&'a Entry>,
}

/// All changes: by archive as they are written today, then the archives that are gone; by path.
pub(super) fn changes<'a>(stored: &'a [Archive], today: &'a [Archive]) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    let find = |list: &'a [Archive], name: &str| list.iter().find(|a| a.name == name);
    let gone = stored.iter().filter(|archive| find(today, &archive.name).is_none());
    for Archive { name, .. } in today.iter().chain(gone) {
        let entries = |list| find(list, name).into_iter().flat_map(|archive| &archive.entries);
        let paths: BTreeSet<&str> =
            entries(stored).chain(entries(today)).map(|(path, _)| path.as_str()).collect();
        for path in paths {
            let entry = |list| find(list, name).and_then(|archive| archive.entries.get(path));
            let (old, new) = (entry(stored), entry(today));
            if old != new {
                changes.push(Change { archive: name, path, old, new });
            }
        }
    }
    changes
}

impl Content {
    /// As text; what is computed has none, and is shown as that.
    pub(super) fn text(&self) -> &str {
        match self {
            Content::Text(text) => text,
            Content::Computed => "(computed from the other files)\n",
        }
    }
}

/// Where two texts part, in words; none when they are equal.
pub(super) fn first_difference(stored: &str, today: &str) -> Option<String> {
    if stored == today {
        return None;
    }
    let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (stored, today) = (lines(stored), lines(today));
    let same = stored.iter().zip(&today).take_while(|(stored, today)| stored == today).count();
    let show = |lines: &[String]| lines.get(same).map_or("the end".into(), |l| format!("{l:?}"));
    Some(format!("line {} is {}, not {}", same + 1, show(&stored), show(&today)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::store::tests::archives;

    #[test]
    fn changed_new_and_gone_files_and_archives() {
        let stored = archives(&[("a", &[("x", "1"), ("old", "2")]), ("gone", &[("x", "1")])]);
        let mut today = archives(&[("b", &[("x", "1")]), ("a", &[("x", "3"), ("new", "2")])]);
        let seen = |today: &[Archive]| {
            changes(&stored, today)
                .iter()
                .map(|c| {
                    format!("{}/{} {} {}", c.archive, c.path, c.old.is_some(), c.new.is_some())
                })
                .collect::<Vec<_>>()
        };
        let wanted = [
            "b/x false true",
            "a/new false true",
            "a/old true false",
            "a/x true true",
            "gone/x true false",
        ];
        assert_eq!(seen(&today), wanted);
        today.clone_from(&stored);
        assert_eq!(seen(&today), [""; 0]);
        // The same text with other permissions is another file.
        if let Some(entry) = today[0].entries.get_mut("x") {
            entry.mode = "0755".to_owned();
        }
        assert_eq!(seen(&today), ["a/x true true"]);
    }

    #[test]
    fn the_first_difference_has_its_line() {
        let said = |a, b| first_difference(a, b).unwrap_or_default();
        assert_eq!(said("1\n2\n", "1\n3\n"), r#"line 2 is "2\n", not "3\n""#);
        assert_eq!(said("1\n", "1"), r#"line 1 is "1\n", not "1""#);
        assert_eq!(said("1\n", "1\n2\n"), r#"line 2 is the end, not "2\n""#);
        assert_eq!(said("1\n", "1\n"), "");
    }
}
