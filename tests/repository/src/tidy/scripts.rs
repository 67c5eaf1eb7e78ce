//! Every shell script passes shellcheck, warnings included.

use super::Problem;
use anyhow::{Context as _, Result, bail};
use commands::program;
use site_files::tree::{Text, Tree};

pub(crate) fn check(tree: &Tree) -> Result<Vec<Problem>> {
    let scripts: Vec<&str> =
        tree.files.iter().filter(|file| is_script(file)).map(|file| file.path.as_str()).collect();
    let mut shellcheck = program("shellcheck");
    shellcheck.args(["--severity=warning", "--format=gcc", "--external-sources"]).args(&scripts);
    let out = shellcheck
        .output()
        .context("shellcheck is missing; install it with: apt-get install shellcheck")?;
    if !matches!(out.status.code(), Some(0 | 1)) {
        bail!("shellcheck: {}", String::from_utf8_lossy(&out.stderr));
    }
    Ok(String::from_utf8_lossy(&out.stdout).lines().map(problem).collect())
}

/// By its name, or by its first line. Golden trees hold copies of checked scripts.
fn is_script(file: &Text) -> bool {
    let first = file.text.lines().next().unwrap_or_default();
    let shell = first.starts_with("#!") && first.ends_with("sh");
    (file.is(".sh") || shell) && !file.path.starts_with("tests/golden/")
}

/// From `path:line:column: warning: words`.
fn problem(line: &str) -> Problem {
    let mut parts = line.splitn(4, ':');
    let mut next = || parts.next().unwrap_or_default().trim().to_owned();
    let (at, number) = (next(), next());
    let _column = next();
    Problem { at, line: number.parse().unwrap_or(0), what: next() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_known_by_name_or_first_line() {
        let tree = Tree::of(&[
            ("a.sh", "x=1"),
            ("bin/deploy", "#!/bin/sh\nset -eu"),
            ("b.py", "#!/usr/bin/python3"),
            ("tests/golden/x/bin/start", "#!/bin/sh"),
        ]);
        let found: Vec<_> = tree.files.iter().filter(|f| is_script(f)).map(|f| &f.path).collect();
        assert_eq!(found, ["a.sh", "bin/deploy"]);
    }

    #[test]
    fn a_line_of_shellcheck_becomes_a_problem() {
        let found = problem("a/b.sh:12:3: warning: Quote this: x [SC2046]");
        let what = "warning: Quote this: x [SC2046]".to_owned();
        assert_eq!(found, Problem { at: "a/b.sh".into(), line: 12, what });
    }
}
