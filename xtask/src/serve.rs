//! `cargo xtask serve`: the site on this machine.

use crate::{build, setup};
use anyhow::{Context as _, Result};
use commands::{Args, Command, Opt};
use site_server::{Files, Options, Server};

pub(crate) static COMMAND: Command = Command {
    name: "serve",
    short: "Build the site and serve it on 127.0.0.1",
    long: "\
Installs what the build needs and is missing, builds the site and serves dist/ to this machine
alone, until Ctrl+C. Prints the address when it answers.",
    words: "",
    options: &[
        Opt { name: "port", value: Some("N"), help: "the port; default 8123, 0 for any free one" },
        Opt {
            name: "prefix",
            value: Some("PATH"),
            help: "serve below this path, as /a/b/; default /",
        },
        Opt { name: "no-build", value: None, help: "serve dist/ as it is" },
        Opt { name: "debug", value: None, help: "build quickly, with debug names" },
    ],
    run,
};

fn run(args: &Args) -> Result<()> {
    let port = args.get("port").unwrap_or("8123");
    let port: u16 =
        port.parse().with_context(|| format!("--port {port}: not a number to 65535"))?;
    if !args.has("no-build") {
        setup::for_site()?;
        build::site(args.has("debug"))?;
    }
    let options = Options {
        prefix: args.get("prefix").unwrap_or("/").to_owned(),
        port,
        ..Options::of(Files::Folder(build::folder()))
    };
    let server = Server::start(options)
        .with_context(|| format!("can't serve on port {port}; try --port 0"))?;
    println!("Muster is at {} (Ctrl+C stops it)", server.url());
    server.wait();
    Ok(())
}
