//! `cargo xtask build`: the site.

use crate::setup;
use anyhow::Result;
use commands::{Args, Command, Opt, program, root, run as start};
use std::path::PathBuf;

pub(crate) static COMMAND: Command = Command {
    name: "build",
    short: "Build the site into dist/",
    long: "\
Installs what the build needs and is missing, then compiles both WebAssembly modules (the page and
the engine) with Trunk. dist/ is the whole site: static files with relative addresses, to be put
into any folder of any web server.",
    words: "",
    options: &[Opt { name: "debug", value: None, help: "quick to build, large, with debug names" }],
    run,
};

fn run(args: &Args) -> Result<()> {
    setup::for_site()?;
    site(args.has("debug"))
}

/// Builds the site into [`folder`]; what it needs is there already.
pub(crate) fn site(debug: bool) -> Result<()> {
    let mut trunk = program("trunk");
    trunk.args(["build", "--config", "Trunk.toml"]);
    if !debug {
        trunk.arg("--release");
    }
    // Trunk would ask the network for its newest version, and fails on NO_COLOR=1.
    trunk.env("TRUNK_SKIP_VERSION_CHECK", "true").env_remove("NO_COLOR");
    start(&mut trunk)
}

/// Where the built site lies.
pub(crate) fn folder() -> PathBuf {
    root().join("dist")
}
