//! `cargo xtask setup`: what the other commands need, installed where it is missing.

mod debian;
mod needs;
mod python;
mod tools;

use anyhow::{Result, bail};
use commands::{Args, Command, Opt};
use needs::Scope;

pub(crate) static COMMAND: Command = Command {
    name: "setup",
    short: "Install what the other commands need and this machine does not have",
    long: "\
On Debian and Ubuntu as root: Debian packages (no service is started by their installation),
the wasm target of the Rust toolchain, trunk, wasm-bindgen at the version of Cargo.lock, and the
npm packages of package-lock.json, and the Python programs of xtask/python.txt (in .tools/python).
Elsewhere, or not as root, Debian packages are not installed;
what is missing is named. When nothing is missing this takes a second or two and writes nothing.

trunk and wasm-bindgen go where `cargo install` puts programs; if another version of one is there
already, it stays, and ours goes to .tools/ in this repository.",
    words: "",
    options: &[
        Opt { name: "site", value: None, help: "only what building and serving the site needs" },
        Opt { name: "check", value: None, help: "install nothing; fail when something is missing" },
    ],
    run,
};

fn run(args: &Args) -> Result<()> {
    let scope = if args.has("site") { Scope::Site } else { Scope::Tests };
    if !args.has("check") {
        return ensure(scope);
    }
    let mut missing: Vec<String> = debian::missing(scope).iter().map(ToString::to_string).collect();
    missing.extend(tools::missing(scope)?);
    missing.extend(python::missing(scope));
    if missing.is_empty() {
        return Ok(());
    }
    bail!("missing:\n  {}", missing.join("\n  "))
}

/// What `serve` and `build` need.
pub(crate) fn for_site() -> Result<()> {
    ensure(Scope::Site)
}

/// What a release needs: the site's, and these targets of Rust.
pub(crate) fn for_release(targets: &[&str]) -> Result<()> {
    ensure(Scope::Site)?;
    targets.iter().try_for_each(|target| tools::target(target))
}

/// What the whole test run needs, except what [`tools_for_tests`] compiles.
pub(crate) fn packages_for_tests() -> Result<()> {
    packages(Scope::Tests)
}

/// The programs that the test run needs and `cargo install` compiles.
pub(crate) fn tools_for_tests() -> Result<()> {
    tools::install(Scope::Tests)
}

fn ensure(scope: Scope) -> Result<()> {
    packages(scope).and(tools::install(scope))
}

fn packages(scope: Scope) -> Result<()> {
    // Debian packages first: npm and a linker come from there. What else can be installed is
    // installed even where they can't, so that the message at the end names the rest.
    let packages = debian::install(scope);
    let fetched = tools::fetch();
    let python = python::install(scope);
    packages.and(fetched).and(python)
}
