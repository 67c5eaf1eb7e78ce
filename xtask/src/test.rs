//! `cargo xtask test`: the whole test run.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "test",
    short: "Install what is missing and run everything",
    long: "In layers.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}

pub(crate) static CI: Command = Command { name: "ci", short: "The same as test", ..COPY };
const COPY: Command =
    Command { name: "", short: "", long: "In layers.", words: "", options: &[], run };
