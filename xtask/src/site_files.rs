//! `cargo xtask site-files`: what Trunk leaves to do for the site.

use anyhow::Result;
use commands::{Args, Command, built, program, run as start};

pub(crate) static COMMAND: Command = Command {
    name: "site-files",
    short: "Finish the site that Trunk has built: Trunk calls this",
    long: "\
Names with hashes, the texts of the engine and the data of the first view (crates/site-files). The
program is compiled when it is not up to date; within a run of the tests it is there already, and
compiling it alone, with other features of what it is made of, took four minutes of a processor.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    start(&mut program(built("site-files", "site-files")?))
}
