//! `cargo xtask size`: bytes over the wire.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "size",
    short: "Print raw, gzip and brotli bytes of every file of the site",
    long: "Of dist/.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}
