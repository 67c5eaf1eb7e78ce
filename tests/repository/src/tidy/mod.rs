//! `cargo xtask tidy`: what no compiler checks. A check is a file here and a line in [`CHECKS`].

mod binary;
mod field_names;
mod fields;
mod graph;
mod length;
mod names;
mod observations;
mod places;
mod platform;
mod scripts;
mod texts;

use anyhow::{Result, bail};
use commands::{Args, Command};
use site_files::tree::Tree;
use std::fmt;

pub(crate) static COMMAND: Command = Command {
    name: "tidy",
    short: "Check what no compiler checks",
    long: "\
Reads the tree and prints each problem with file and line: a product's name or key outside
crates/products, a rule or script that reads a field where a program reads its key, a name of a field
that no product has, a dependency
that points the wrong way, a crate that must not be in the WebAssembly modules, web_sys or gloo
outside src/platform, a file over 400 lines without a reason, a package registry's host or a
machine's path, a text of the engine whose words its module would hold, an observation in the lab
that a rule names and docs/lab-observations.md lacks, a tracked file that is no text, and what
shellcheck says of every shell script.
Writes nothing.",
    words: "",
    options: &[],
    run: |_: &Args| check(),
};

/// Something that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Path in the repository, or the name of a package.
    pub(crate) at: String,
    /// From 1; 0 for the whole file.
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.at, self.what),
            line => write!(f, "{}:{line}: {}", self.at, self.what),
        }
    }
}

type Check = fn(&Tree) -> Result<Vec<Problem>>;

static CHECKS: &[Check] = &[
    |tree| Ok(names::check(tree)),
    |tree| Ok(fields::check(tree)),
    |tree| Ok(field_names::check(tree)),
    |tree| Ok(observations::check(tree)),
    |tree| Ok(platform::check(tree)),
    |tree| Ok(length::check(tree)),
    |tree| Ok(places::check(tree)),
    |tree| Ok(texts::check(tree)),
    |_| graph::check(),
    |_| binary::check(),
    scripts::check,
];

/// Runs all checks; an error when one of them found something.
pub(crate) fn check() -> Result<()> {
    let tree = Tree::read(&commands::root(), &[""])?;
    let mut problems = Vec::new();
    for check in CHECKS {
        problems.extend(check(&tree)?);
    }
    for problem in &problems {
        println!("{problem}");
    }
    match problems.len() {
        0 => Ok(()),
        1 => bail!("1 problem"),
        many => bail!("{many} problems"),
    }
}

#[cfg(test)]
mod tests {
    /// So that a plain `cargo test` finds what CI would.
    #[test]
    fn the_tree_is_tidy() {
        if let Err(error) = super::check() {
            panic!("{error:#}");
        }
    }
}
