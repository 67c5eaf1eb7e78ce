//! `cargo xtask lab`: real programs and real hosts.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "lab",
    short: "Try exported archives on real programs",
    long: "hosts: deployment on several hosts. kylin: real Kylin.",
    words: "hosts|kylin",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}
