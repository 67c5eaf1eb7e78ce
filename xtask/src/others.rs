//! Commands of other programs: `cargo xtask lab …` is `cargo run --package lab -- lab …`.

use commands::{cargo, root};
use std::process::ExitCode;

/// A command that another program knows.
pub(crate) struct Other {
    /// As typed, and its line in the list of commands; the program's own `--help` says more.
    line: (&'static str, &'static str),
    /// The package of the program.
    package: &'static str,
}

const fn other(package: &'static str, name: &'static str, short: &'static str) -> Other {
    Other { line: (name, short), package }
}

static OTHERS: &[Other] = &[
    other("repository", "tidy", "Check what no compiler checks"),
    other("repository", "golden", "Compare the archives of all presets with tests/golden"),
    other("repository", "docs", "Write the rules' pages, docs/rules"),
    other("lab", "programs", "Let the programs that admins have judge exported archives"),
    other("lab", "lab", "Try exported archives on real programs and real hosts"),
];

/// Name and line of each, for the list of commands.
pub(crate) fn list() -> Vec<(&'static str, &'static str)> {
    OTHERS.iter().map(|other| other.line).collect()
}

/// The command of another program that is called so.
pub(crate) fn find(name: &str) -> Option<&'static Other> {
    OTHERS.iter().find(|other| other.line.0 == name)
}

/// Compiles the program when it is not up to date and hands it the words.
pub(crate) fn run(other: &Other, words: &[String]) -> ExitCode {
    let mut cargo = cargo();
    cargo.args(["run", "--quiet", "--package", other.package, "--"]).args(words);
    match cargo.current_dir(root()).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(status) => {
            ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
        }
        Err(error) => {
            eprintln!("xtask {}: cargo can't be started: {error}", other.line.0);
            ExitCode::FAILURE
        }
    }
}
