//! Git tracks texts, and of other files only those that are named here: what a download or a build left
//! behind stays in every clone for ever.

use super::Problem;
use anyhow::Result;
use commands::{output, program, root};
use std::fs;

/// What is no text and is meant to be here.
const KNOWN: [&str; 1] = ["docs/screenshot.png"];

/// Looks at what Git tracks. A file that is gone from the disk is not looked at.
pub(crate) fn check() -> Result<Vec<Problem>> {
    let tracked = output(program("git").args(["ls-files", "-z"]))?;
    let contents = |path: &str| fs::read(root().join(path)).ok();
    let problems = tracked.split('\0').filter(|path| !path.is_empty());
    Ok(problems.filter_map(|path| problem(path, &contents(path)?)).collect())
}

fn problem(path: &str, bytes: &[u8]) -> Option<Problem> {
    let stranger = std::str::from_utf8(bytes).is_err() && !KNOWN.contains(&path);
    let what = "no text, and not named in tidy/binary.rs: left behind by a tool?".to_owned();
    stranger.then(|| Problem { at: path.to_owned(), line: 0, what })
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn what_is_no_text_is_named_or_a_stranger() {
        assert!(problem("a.whl", b"PK\x03\x04\xff").is_some());
        assert_eq!(problem("docs/screenshot.png", b"\x89PNG"), None);
        assert_eq!(problem("README.md", "中文".as_bytes()), None);
    }
}
