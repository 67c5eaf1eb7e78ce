//! What the programs behind `cargo xtask` share: a command line by a table of commands, and starting
//! other programs in the repository's top folder.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "command-line programs talk through them"
)]

mod args;
mod run;

pub use args::{Args, Command, Opt, Told, check_pages, main};
pub use run::{BUILT, built, cargo, debug, find, output, program, python, root, run};
