//! `cargo xtask post-build`: Trunk's hook.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "post-build",
    short: "Finish Trunk's output: hashed names, first-view data",
    long: "Called by Trunk; reads TRUNK_STAGING_DIR.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}
