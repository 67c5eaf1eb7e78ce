//! `cargo xtask bench`: benchmarks.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "bench",
    short: "Run the benchmarks",
    long: "cargo bench.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}
