//! `cargo xtask …`: everything that a developer or CI runs.
//!
//! [`COMMANDS`] is the table of what this program does itself: it drives parsing, `--help` and the
//! list of commands. A command is a file (or a folder) with a `pub(crate) static COMMAND`. What needs
//! the products stands in other programs, which `others.rs` names and which are compiled when they
//! are asked for, so that this one is there soon.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program talks through them"
)]

mod bench;
mod build;
mod fuzz;
mod others;
mod paths;
mod release;
mod screenshot;
mod serve;
mod setup;
mod site_files;
mod size;
mod test;

use commands::Command;
use std::process::ExitCode;

/// Every command of this program, in the order in which `--help` lists them.
static COMMANDS: &[&Command] = &[
    &setup::COMMAND,
    &serve::COMMAND,
    &build::COMMAND,
    &release::COMMAND,
    &test::COMMAND,
    &test::CI,
    &test::one::COMMAND,
    &site_files::COMMAND,
    &size::COMMAND,
    &screenshot::COMMAND,
    &bench::COMMAND,
    &fuzz::COMMAND,
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().and_then(|name| others::find(name)) {
        Some(other) => others::run(other, &words),
        None => commands::main(COMMANDS, &others::list()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_command_has_a_page() {
        assert_eq!(commands::check_pages(super::COMMANDS), Ok(()));
    }
}
