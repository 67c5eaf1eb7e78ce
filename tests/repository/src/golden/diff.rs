//! The difference as a reader wants it: with the archives' paths, and what many files have in common
//! once.

use super::{archive::Entry, change::Change};
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::rc::Rc;

/// A piece of the difference of one file.
struct Hunk {
    /// Its place in the file, `@@ -1,3 +1,4 @@`; empty where it is about the whole file.
    place: String,
    /// The lines, or what happened to the file.
    lines: String,
}

/// Hunks, in the order of the file, and the changes (their positions) that all have them.
struct Block {
    changes: Vec<usize>,
    hunks: Vec<Hunk>,
}

/// A text to print; it ends with a line about how much differs.
pub(super) fn show(changes: &[Change]) -> String {
    let mut text = String::new();
    let blocks = blocks(changes);
    for Block { changes: which, hunks } in &blocks {
        let those: Vec<&Change> = which.iter().filter_map(|at| changes.get(*at)).collect();
        let Some(first) = those.first() else { continue };
        text.push_str(&heading(&those));
        let side = |there: bool, side: &str| {
            if there { format!("{side}/{}", first.path) } else { "/dev/null".to_owned() }
        };
        let _ = writeln!(text, "--- {}", side(first.old.is_some(), "a"));
        let _ = writeln!(text, "+++ {}", side(first.new.is_some(), "b"));
        for Hunk { place, lines } in hunks {
            if !place.is_empty() {
                let _ = writeln!(text, "{place}");
            }
            text.push_str(lines);
        }
        text.push('\n');
    }
    let archives: BTreeSet<&str> = changes.iter().map(|change| change.archive).collect();
    let _ = match changes.len() {
        0 => writeln!(text, "No difference."),
        files => writeln!(
            text,
            "{} in {} differ, in {}.",
            count(files, "file"),
            count(archives.len(), "archive"),
            count(blocks.len(), "different way")
        ),
    };
    text
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Which files have the hunks that follow.
fn heading(changes: &[&Change]) -> String {
    let mut archives: Vec<(&str, Vec<&str>)> = Vec::new();
    for change in changes {
        match archives.last_mut().filter(|(name, _)| *name == change.archive) {
            Some((_, paths)) => paths.push(change.path),
            None => archives.push((change.archive, vec![change.path])),
        }
    }
    let mut lines: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for (name, paths) in archives {
        match lines.iter_mut().find(|(_, known)| *known == paths) {
            Some((names, _)) => names.push(name),
            None => lines.push((vec![name], paths)),
        }
    }
    let mut text = String::new();
    for (names, paths) in lines {
        let _ = writeln!(text, "{}: {}", names.join(", "), folded(&paths));
    }
    text
}

/// Paths of one kind, as a shell would unfold them.
fn folded(paths: &[&str]) -> String {
    let parts: Vec<(&str, &str)> = paths.iter().filter_map(|path| of_node(path)).collect();
    let [(first, file), _, ..] = parts.as_slice() else { return paths.join(", ") };
    let domain = first.find('.').map_or("", |at| &first[at..]);
    let whole = parts.iter().all(|(node, _)| node.ends_with(domain));
    let domain = if whole { domain } else { "" };
    let names: Vec<&str> =
        parts.iter().map(|(node, _)| node.strip_suffix(domain).unwrap_or(node)).collect();
    format!("nodes/{{{}}}{domain}/{file}", names.join(","))
}

/// A node's folder, and the path below it.
fn of_node(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("nodes/")?.split_once('/')
}

/// Hunks with equal lines, of files that are the same file of other nodes or archives, are one; those
/// that the same files have stand together.
fn blocks<'a>(changes: &[Change<'a>]) -> Vec<Block> {
    let mut known: BTreeMap<(&'a str, &'a str), Rc<Vec<Hunk>>> = BTreeMap::new();
    // The file, the lines, and how many times they came in it before.
    let mut common: BTreeMap<(String, String, usize), usize> = BTreeMap::new();
    let mut hunks: Vec<(Hunk, String, Vec<usize>)> = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let kind = match of_node(change.path) {
            Some((_, file)) => format!("nodes/*/{file}"),
            None => change.path.to_owned(),
        };
        let text = |entry: Option<&'a Entry>| entry.map_or("", |entry| entry.content.text());
        let texts = (text(change.old), text(change.new));
        let of_text = known.entry(texts).or_insert_with(|| Rc::new(hunks_of(texts.0, texts.1)));
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        let whole = about_the_file(change).map(|lines| (String::new(), lines));
        let pieces = of_text.iter().map(|hunk| (hunk.place.clone(), hunk.lines.clone()));
        for (place, lines) in whole.into_iter().chain(pieces) {
            let time = times.entry(lines.clone()).or_default();
            let key = (kind.clone(), lines.clone(), *time);
            *time += 1;
            let index = *common.entry(key).or_insert(hunks.len());
            match hunks.get_mut(index) {
                Some((_, _, places)) => places.push(at),
                None => hunks.push((Hunk { place, lines }, kind.clone(), vec![at])),
            }
        }
    }
    let mut blocks: Vec<(String, Block)> = Vec::new();
    for (hunk, kind, places) in hunks {
        let same = |(of, block): &&mut (String, Block)| *of == kind && block.changes == places;
        match blocks.iter_mut().find(same) {
            Some((_, block)) => block.hunks.push(hunk),
            None => blocks.push((kind, Block { changes: places, hunks: vec![hunk] })),
        }
    }
    blocks.into_iter().map(|(_, block)| block).collect()
}

fn hunks_of(old: &str, new: &str) -> Vec<Hunk> {
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff()
        .iter_hunks()
        .map(|hunk| {
            let text = hunk.to_string();
            let (place, lines) = text.split_once('\n').unwrap_or((&text, ""));
            Hunk { place: place.to_owned(), lines: lines.to_owned() }
        })
        .collect()
}

/// What happened beside a change of lines.
fn about_the_file(change: &Change) -> Option<String> {
    match (change.old, change.new) {
        (None, Some(new)) => Some(format!("new file, mode {}\n", new.mode)),
        (Some(old), None) => Some(format!("no longer there, mode was {}\n", old.mode)),
        (Some(old), Some(new)) if old.mode != new.mode => {
            Some(format!("mode {}, was {}\n", new.mode, old.mode))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::{change::changes, store::tests::archives};

    #[test]
    fn a_hunk_that_many_files_have_is_shown_once() {
        let script = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let long = format!("0\n{script}");
        let stored = archives(&[
            ("a", &[("nodes/n/x", script), ("bin/x", script)]),
            ("b", &[("nodes/m/x", &long), ("nodes/n/x", &long)]),
            ("b.zh", &[("nodes/m/x", &long), ("nodes/n/x", &long)]),
        ]);
        let (one, two) = (script.replace("9\n", "9\nend\n"), long.replace("9\n", "9\nend\n"));
        let two_own = two.replace("0\n", "null\n");
        let today = archives(&[
            ("a", &[("nodes/n/x", &one), ("bin/x", &one)]),
            ("b", &[("nodes/m/x", &two), ("nodes/n/x", &two_own)]),
            ("b.zh", &[("nodes/m/x", &two), ("nodes/n/x", &two)]),
        ]);
        let wanted = "\
a: bin/x
--- a/bin/x
+++ b/bin/x
@@ -7,3 +7,4 @@
 7
 8
 9
+end

a: nodes/n/x
b, b.zh: nodes/{m,n}/x
--- a/nodes/n/x
+++ b/nodes/n/x
@@ -7,3 +7,4 @@
 7
 8
 9
+end

b: nodes/n/x
--- a/nodes/n/x
+++ b/nodes/n/x
@@ -1,4 +1,4 @@
-0
+null
 1
 2
 3

6 files in 3 archives differ, in 3 different ways.
";
        assert_eq!(show(&changes(&stored, &today)), wanted);
        assert_eq!(show(&[]), "No difference.\n");
    }

    #[test]
    fn paths_of_nodes_are_folded() {
        assert_eq!(folded(&["nodes/a.x.y/f/g"]), "nodes/a.x.y/f/g");
        assert_eq!(folded(&["nodes/a.x.y/f/g", "nodes/b.x.y/f/g"]), "nodes/{a,b}.x.y/f/g");
        assert_eq!(folded(&["nodes/a.x/f", "nodes/b.y/f"]), "nodes/{a.x,b.y}/f");
        assert_eq!(folded(&["nodes/a/f", "nodes/b.y/f"]), "nodes/{a,b.y}/f");
    }

    #[test]
    fn new_and_gone_files_other_modes_and_repeated_hunks() {
        let far = "a\n1\n2\n3\n4\n5\n6\n7\na\n1\n2\n3\n";
        let stored = archives(&[("a", &[("gone", "1\n"), ("mode", "2"), ("twice", far)])]);
        let near = far.replace("a\n", "b\n");
        let mut today = archives(&[("a", &[("mode", "2"), ("new", "3"), ("twice", &near)])]);
        if let Some(entry) = today[0].entries.get_mut("mode") {
            entry.mode = "0755".to_owned();
        }
        let wanted = "\
a: gone
--- a/gone
+++ /dev/null
no longer there, mode was 0644
@@ -1 +0,0 @@
-1

a: mode
--- a/mode
+++ b/mode
mode 0755, was 0644

a: new
--- /dev/null
+++ b/new
new file, mode 0644
@@ -0,0 +1 @@
+3
\\ No newline at end of file

a: twice
--- a/twice
+++ b/twice
@@ -1,4 +1,4 @@
-a
+b
 1
 2
 3
@@ -6,7 +6,7 @@
 5
 6
 7
-a
+b
 1
 2
 3

4 files in 1 archive differ, in 4 different ways.
";
        assert_eq!(show(&changes(&stored, &today)), wanted);
    }
}
