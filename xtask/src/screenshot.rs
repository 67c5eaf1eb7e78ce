//! `cargo xtask screenshot`: the README's picture of the page.

use crate::build;
use anyhow::{Context as _, Result, bail};
use commands::{Args, Command, Opt, program, root, run as start};
use site_server::{Files, Options, Server};

pub(crate) static COMMAND: Command = Command {
    name: "screenshot",
    short: "Take the README's picture of the page",
    long: "\
Serves dist/ (cargo xtask build makes it), opens it in headless Chromium at 1440 x 900 and writes
docs/screenshot.png.",
    words: "",
    options: &[
        Opt { name: "route", value: Some("ROUTE"), help: "what stands behind # in the address" },
        Opt { name: "to", value: Some("FILE"), help: "where to; default docs/screenshot.png" },
    ],
    run,
};

fn run(args: &Args) -> Result<()> {
    if !build::folder().join("index.html").is_file() {
        bail!("there is no dist/; make it with: cargo xtask build");
    }
    let server = Server::start(Options::of(Files::Folder(build::folder())))?;
    let to = root().join(args.get("to").unwrap_or("docs/screenshot.png"));
    let profile = root().join("target/screenshot-profile"); // nobody's document, nobody's theme
    if profile.exists() {
        std::fs::remove_dir_all(&profile)?;
    }
    let mut chromium = program("chromium");
    chromium.args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]);
    // The first view is whole without the engine. After 8 s of the page's own time, which runs
    // ahead on a busy machine, the page would say that it waits for it.
    chromium.args(["--hide-scrollbars", "--window-size=1440,900", "--virtual-time-budget=5000"]);
    chromium.arg(format!("--user-data-dir={}", profile.display()));
    chromium.arg(format!("--screenshot={}", to.display()));
    chromium.arg(format!("{}#{}", server.url(), args.get("route").unwrap_or("")));
    start(&mut chromium)?;
    let size =
        std::fs::metadata(&to).with_context(|| format!("{} was not written", to.display()))?;
    println!("{}: {} bytes", to.display(), size.len());
    Ok(())
}
