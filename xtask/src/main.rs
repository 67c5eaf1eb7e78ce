//! `cargo xtask …`: everything that a developer or CI runs.
//!
//! [`COMMANDS`] is the one table: it drives parsing, `--help` and the list of commands. A command is
//! a file (or a folder) with a `pub(crate) static COMMAND`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program talks through them"
)]

mod args;
mod bench;
mod build;
mod docs;
mod fuzz;
mod generated;
mod golden;
mod lab;
mod programs;
mod run;
mod screenshot;
mod serve;
mod setup;
mod site;
mod size;
mod test;
mod texts;
mod tidy;

use args::{Command, Parsed};
use std::process::ExitCode;

/// Every command, in the order in which `--help` lists them.
static COMMANDS: &[&Command] = &[
    &setup::COMMAND,
    &serve::COMMAND,
    &build::COMMAND,
    &test::COMMAND,
    &test::CI,
    &tidy::COMMAND,
    &size::COMMAND,
    &screenshot::COMMAND,
    &docs::COMMAND,
    &golden::COMMAND,
    &programs::COMMAND,
    &lab::COMMAND,
    &bench::COMMAND,
    &fuzz::COMMAND,
    &site::COMMAND,
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (command, args) = match args::parse(COMMANDS, &words) {
        Ok(Parsed::Run(command, args)) => (command, args),
        Ok(Parsed::Help(text)) => {
            print!("{text}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprintln!("xtask: {message}");
            return ExitCode::from(2);
        }
    };
    match (command.run)(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask {}: {error:#}", command.name);
            ExitCode::FAILURE
        }
    }
}
