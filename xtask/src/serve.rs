//! `cargo xtask serve`: the site on this machine.

use crate::args::{Args, Command};
use anyhow::{Result, bail};

pub(crate) static COMMAND: Command = Command {
    name: "serve",
    short: "Build the site and serve it on 127.0.0.1",
    long: "Installs what is missing, builds, serves, prints the address.",
    words: "",
    options: &[],
    run,
};

fn run(_: &Args) -> Result<()> {
    bail!("not built yet")
}
