//! `cargo xtask docs`: generated documentation.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "docs",
    short: "Write the rule pages in docs/rules",
    long: "From the rules' own metadata.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}
