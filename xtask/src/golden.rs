//! `cargo xtask golden`: golden trees.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "golden",
    short: "Compare tests/golden with what the presets give",
    long: "With --bless: rewrite them.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}
