//! `cargo xtask tidy`: checks that read the tree.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "tidy",
    short: "Check what no compiler checks",
    long: "Names of products, dependency direction, shell scripts.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}
