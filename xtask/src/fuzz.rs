//! `cargo xtask fuzz`: fuzzing.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "fuzz",
    short: "Fuzz the readers of foreign bytes",
    long: "Needs a nightly compiler and cargo-fuzz.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}
