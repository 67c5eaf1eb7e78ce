//! The layers of the test run, cheap ones first.

use crate::{build, setup};
use anyhow::Result;
use commands::{cargo, run};

/// One layer.
pub(crate) struct Layer {
    pub(crate) name: &'static str,
    /// One line.
    pub(crate) what: &'static str,
    /// Layers that must have passed, if they were run.
    pub(crate) needs: &'static [&'static str],
    pub(crate) run: fn() -> Result<()>,
}

/// Packages that are compiled for the browser alone.
const BROWSER: [&str; 2] = ["muster-app", "worker"];
const WASM: &str = "wasm32-unknown-unknown";

const fn layer(name: &'static str, what: &'static str, run: fn() -> Result<()>) -> Layer {
    Layer { name, what, needs: &[], run }
}

/// All layers, in the order in which they run.
pub(crate) static LAYERS: &[Layer] = &[
    layer("setup", "install what is missing", setup::for_tests),
    layer("fmt", "formatting of the Rust code", fmt),
    layer("tidy", "what no compiler checks", tidy),
    layer("deny", "licences, bans and sources of dependencies", deny),
    layer("clippy", "lints of the native packages", clippy),
    layer("clippy-wasm", "lints of page and engine", clippy_wasm),
    layer("unit", "tests of every native package", unit),
    layer("build", "the site, as it is released", || build::site(false)),
    layer("web", "components in headless Chromium", web),
    Layer { needs: &["build"], ..layer("e2e", "the built site in headless Chromium", e2e) },
    layer("programs", "programs that admins have judge archives", programs),
    layer("lab-oracle", "the products' own code reads the files", || lab("oracle")),
    layer("lab-hosts", "deployment by the archive's scripts on several hosts", || lab("hosts")),
    layer("lab-wrong", "documents that are rejected fail in the product", || lab("wrong")),
    layer("lab-cluster", "archives become real clusters", || lab("cluster")),
    layer("lab-sessions", "a login is known by other nodes", || lab("sessions")),
    layer("lab-alluxio", "Alluxio reads its files, fails at mistakes, loses its leaders", || {
        lab("alluxio")
    }),
];

fn fmt() -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))
}

/// Not the advisories: their database is fetched anew each time, so the same tree could fail tomorrow.
fn deny() -> Result<()> {
    run(cargo().args(["deny", "--workspace", "check", "licenses", "bans", "sources"]))
}

fn clippy() -> Result<()> {
    let mut clippy = cargo();
    clippy.args(["clippy", "--locked", "--workspace", "--all-targets"]);
    for package in BROWSER {
        clippy.args(["--exclude", package]);
    }
    run(clippy.args(["--", "--deny", "warnings"]))
}

fn clippy_wasm() -> Result<()> {
    let mut clippy = cargo();
    clippy.args(["clippy", "--locked", "--target", WASM, "--all-targets"]);
    for package in BROWSER {
        clippy.args(["--package", package]);
    }
    run(clippy.args(["--", "--deny", "warnings"]))
}

fn unit() -> Result<()> {
    let mut test = cargo();
    test.args(["test", "--locked", "--no-fail-fast", "--workspace", "--exclude", "e2e"]);
    run(&mut test)
}

fn web() -> Result<()> {
    let mut test = cargo();
    test.args(["test", "--locked", "--target", WASM, "--package", "muster-app", "--test", "web"]);
    run(test.env("CARGO_PROFILE_DEV_DEBUG", "0"))
}

fn e2e() -> Result<()> {
    run(cargo().args(["test", "--locked", "--package", "e2e"]))
}

fn tidy() -> Result<()> {
    package("repository", &["tidy"])
}

fn programs() -> Result<()> {
    package("lab", &["programs"])
}

/// One part of the lab, as its command runs it.
fn lab(part: &str) -> Result<()> {
    package("lab", &["lab", part])
}

/// A command of another program of this repository.
fn package(name: &str, words: &[&str]) -> Result<()> {
    run(cargo().args(["run", "--quiet", "--locked", "--package", name, "--"]).args(words))
}
