//! The layers of the test run, cheap ones first.

use crate::{
    args::Args,
    build, lab, programs,
    run::{cargo, run},
    setup, tidy,
};
use anyhow::Result;

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

/// All layers, in the order in which they run.
pub(crate) static LAYERS: &[Layer] = &[
    Layer { name: "setup", what: "install what is missing", needs: &[], run: setup::for_tests },
    Layer { name: "fmt", what: "formatting of the Rust code", needs: &[], run: fmt },
    Layer { name: "tidy", what: "what no compiler checks", needs: &[], run: tidy::check },
    Layer {
        name: "deny",
        what: "licences, bans and sources of dependencies",
        needs: &[],
        run: deny,
    },
    Layer { name: "clippy", what: "lints of the native packages", needs: &[], run: clippy },
    Layer { name: "clippy-wasm", what: "lints of page and engine", needs: &[], run: clippy_wasm },
    Layer { name: "unit", what: "tests of every native package", needs: &[], run: unit },
    Layer {
        name: "build",
        what: "the site, as it is released",
        needs: &[],
        run: || build::site(false),
    },
    Layer { name: "web", what: "components in headless Chromium", needs: &[], run: web },
    Layer { name: "e2e", what: "the built site in headless Chromium", needs: &["build"], run: e2e },
    Layer {
        name: "programs",
        what: "programs that admins have judge archives",
        needs: &[],
        run: programs::check,
    },
    Layer {
        name: "lab-oracle",
        what: "the product's own code reads the files",
        needs: &[],
        run: || lab("oracle"),
    },
    Layer {
        name: "lab-cluster",
        what: "archives become real clusters",
        needs: &[],
        run: || lab("cluster"),
    },
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
    test.args(["test", "--locked", "--workspace", "--exclude", "e2e"]);
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

/// One part of the lab, as its command runs it.
fn lab(part: &str) -> Result<()> {
    (lab::COMMAND.run)(&Args::of_words(&[part]))
}
