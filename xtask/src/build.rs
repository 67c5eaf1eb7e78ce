//! `cargo xtask build`: the site.

use crate::{paths, setup};
use anyhow::Result;
use commands::{Args, Command, Opt, built, program, root, run as start};
use std::path::PathBuf;

pub(crate) static COMMAND: Command = Command {
    name: "build",
    short: "Build the site into dist/",
    long: "\
Installs what the build needs and is missing, then compiles both WebAssembly modules (the page and
the engine) with Trunk. dist/ is the whole site: static files with relative addresses, to be put
into any folder of any web server.

With --single the whole site is written into one HTML file as well, dist-single/muster.html, which
opens from a disk without any server.",
    words: "",
    options: &[
        Opt { name: "debug", value: None, help: "quick to build, large, with debug names" },
        Opt { name: "single", value: None, help: "also as one HTML file, dist-single/muster.html" },
    ],
    run,
};

fn run(args: &Args) -> Result<()> {
    setup::for_site()?;
    site(args.has("debug"))?;
    if args.has("single") {
        single()?;
        let size = std::fs::metadata(single_file())?.len();
        println!("{}: {} KB", single_file().display(), size / 1000);
    }
    Ok(())
}

/// Writes the built site into one file, [`single_file`].
pub(crate) fn single() -> Result<()> {
    let mut write = program(built("site-files", "site-files")?);
    start(write.arg("one-file").arg(folder()).arg(single_file()))
}

/// The site as one file.
pub(crate) fn single_file() -> PathBuf {
    root().join("dist-single/muster.html")
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
    // A debug build names this machine's files; where their names can't be replaced, so does the site.
    if !debug && let Ok(flags) = paths::remapped() {
        trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    }
    start(&mut trunk)
}

/// Where the built site lies.
pub(crate) fn folder() -> PathBuf {
    root().join("dist")
}
