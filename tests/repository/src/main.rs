//! What stands in the repository is as the code says: the tree is tidy, the archives of all presets
//! and the rules' pages are up to date. `cargo xtask tidy`, `golden` and `docs` start this.
#![expect(clippy::print_stdout, reason = "a command-line program talks through it")]

mod docs;
mod generated;
mod golden;
mod shipped;
mod tidy;

use commands::Command;
use std::process::ExitCode;

static COMMANDS: &[&Command] = &[&tidy::COMMAND, &golden::COMMAND, &docs::COMMAND];

fn main() -> ExitCode {
    commands::main(COMMANDS, &[])
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_command_has_a_page() {
        assert_eq!(commands::check_pages(super::COMMANDS), Ok(()));
    }
}
