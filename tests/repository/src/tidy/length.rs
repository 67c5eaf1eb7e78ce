//! A file over 400 lines, its tests left out, has two subjects, unless a reason stands here.

use super::Problem;
use site_files::tree::Tree;

const MOST: usize = 400;

/// Path, or its beginning; and why it may be long.
const LONG: &[(&str, &str)] = &[("tests/golden/", "copies of scripts that stand elsewhere")];

pub(crate) fn check(tree: &Tree) -> Vec<Problem> {
    let source = |path: &str| {
        [".rs", ".sh", ".js", ".mjs", ".css", ".java"].iter().any(|end| path.ends_with(end))
    };
    let long = |path: &str| LONG.iter().any(|(begin, _)| path.starts_with(begin));
    let mut problems = Vec::new();
    for file in tree.files.iter().filter(|file| source(&file.path) && !long(&file.path)) {
        let lines = file.lines().take_while(|(_, line)| !line.starts_with("#[cfg(test)]")).count();
        if lines > MOST {
            let what =
                format!("{lines} lines, more than {MOST}: two subjects? Or a reason in LONG?");
            problems.push(Problem { at: file.path.clone(), line: 0, what });
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_source_file_is_found() {
        let long = "x\n".repeat(MOST + 1);
        let tree = Tree::of(&[("src/a.rs", &long), ("src/b.rs", &long[2..]), ("data.tsv", &long)]);
        let problems = check(&tree);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].at, "src/a.rs");
    }
}
