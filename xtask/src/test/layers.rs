//! The layers of the test run, in the order in which they begin when several could.

use super::{
    compiled::{self, Test},
    site,
};
use crate::{build, release, setup};
use anyhow::{Context as _, Result, bail};
use commands::{built, cargo, program, root, run};
use std::fs;

/// One layer.
pub(crate) struct Layer {
    pub(crate) name: &'static str,
    /// One line.
    pub(crate) what: &'static str,
    /// Layers that must have passed, if they are part of the run.
    pub(crate) needs: &'static [&'static str],
    pub(crate) load: Load,
    /// Whether the quick run has it, the whole one, or both.
    pub(crate) depth: Depth,
    /// How long it took when it was measured (docs/performance.md), in seconds: for what is said
    /// about the time that is left, until this machine has figures of its own.
    pub(crate) seconds: u32,
    pub(crate) run: fn() -> Result<()>,
}

/// What a layer takes of the machine.
#[derive(Clone, Copy)]
pub(crate) enum Load {
    /// It compiles: never two at once, and with little priority, so that what waits beside it for a
    /// process of its own is not kept waiting.
    Compiles,
    /// It waits most of its time: tenths of a core, and GiB of memory at most.
    Waits {
        /// Tenths of a core, on average.
        tenths: u32,
        /// At most so much memory, files in memory included, in GiB.
        memory: u32,
    },
}

/// Which runs have a layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Both.
    Each,
    /// The whole one alone.
    Whole,
    /// The quick one alone: the whole one has more of it.
    Quick,
}

/// Packages that are compiled for the browser alone.
const BROWSER: [&str; 2] = ["muster-app", "worker"];
const WASM: &str = "wasm32-unknown-unknown";

const fn compiles(
    name: &'static str,
    seconds: u32,
    needs: &'static [&'static str],
    what: &'static str,
    run: fn() -> Result<()>,
) -> Layer {
    Layer { name, what, needs, load: Load::Compiles, depth: Depth::Each, seconds, run }
}

const fn waits(
    name: &'static str,
    (seconds, tenths, memory): (u32, u32, u32),
    needs: &'static [&'static str],
    what: &'static str,
    run: fn() -> Result<()>,
) -> Layer {
    let load = Load::Waits { tenths, memory };
    Layer { name, what, needs, load, depth: Depth::Whole, seconds, run }
}

/// What a part of the lab needs.
const LAB: &[&str] = &["setup", "artifacts", "compile"];

/// All layers, in the order that ends soonest: tried out with `plan::left` on the figures here. Of
/// those that compile, first what most others need.
pub(crate) static LAYERS: &[Layer] = &[
    Layer {
        depth: Depth::Each,
        ..waits("setup", (90, 5, 1), &[], "install what is missing", setup::packages_for_tests)
    },
    Layer {
        depth: Depth::Each,
        ..waits("fmt", (3, 10, 1), &[], "formatting of the Rust code", fmt)
    },
    compiles("compile", 490, &[], "every native program and test, once", compiled::compile),
    waits("artifacts", (150, 8, 2), &["setup"], "what the lab's products are made of", artifacts),
    waits("lab-alluxio-cluster", (240, 10, 6), LAB, "archives become Alluxio clusters", || {
        lab("alluxio-cluster")
    }),
    waits("lab-cluster", (430, 8, 4), LAB, "archives become real Kylin clusters", || {
        lab("cluster")
    }),
    // 420 s with Kylin or Alluxio, a thousand with Druid.
    waits(
        "lab-reboot",
        (800, 8, 6),
        LAB,
        "hosts with systemd as process 1 lose their power, all at once",
        || lab("reboot"),
    ),
    waits(
        "lab-alluxio-wrong",
        (250, 13, 6),
        LAB,
        "documents that are rejected fail in Alluxio",
        || lab("alluxio-wrong"),
    ),
    waits("lab-druid-cluster", (490, 10, 7), LAB, "archives become Druid clusters", || {
        lab("druid-cluster")
    }),
    waits(
        "lab-druid-wrong",
        (240, 14, 5),
        LAB,
        "documents that are rejected fail in Druid",
        || lab("druid-wrong"),
    ),
    compiles(
        "tools",
        240,
        &["setup"],
        "programs that cargo install brings",
        setup::tools_for_tests,
    ),
    compiles("build", 480, &["tools"], "the site, as it is released", || build::site(false)),
    Layer {
        depth: Depth::Whole,
        ..compiles(
            "inside",
            60,
            &["compile", "build"],
            "the site as one file, and inside of muster",
            inside,
        )
    },
    waits(
        "e2e",
        (620, 12, 3),
        &["compile", "build", "inside"],
        "the built site in headless Chromium",
        e2e,
    ),
    Layer {
        depth: Depth::Quick,
        ..waits("smoke", (30, 14, 2), &["compile", "build"], "a walk through the built site", smoke)
    },
    waits("lab-runbook-split", (190, 8, 5), LAB, "the same with HBase, two HDFS and LDAP", || {
        lab("runbook-split")
    }),
    waits("lab-sessions", (790, 8, 6), LAB, "a login is known by other nodes", || lab("sessions")),
    waits(
        "lab-runbook-alluxio",
        (410, 12, 6),
        LAB,
        "the README of an Alluxio archive is walked",
        || lab("runbook-alluxio"),
    ),
    waits(
        "programs",
        (440, 10, 2),
        &["setup", "compile"],
        "programs that admins have judge archives",
        programs,
    ),
    waits("lab-wrong", (430, 7, 3), LAB, "documents that are rejected fail in Kylin", || {
        lab("wrong")
    }),
    waits(
        "lab-runbook-kylin",
        (170, 8, 5),
        LAB,
        "the README of an archive of Kylin or Kyligence is walked",
        || lab("runbook-kylin"),
    ),
    waits(
        "lab-hosts",
        (170, 10, 2),
        LAB,
        "deployment by the archive's scripts on several hosts",
        || lab("hosts"),
    ),
    waits(
        "lab-playbook",
        (190, 15, 2),
        LAB,
        "Ansible makes the same of several hosts as the archive's scripts",
        || lab("playbook"),
    ),
    waits(
        "lab-kill",
        (140, 17, 1),
        &["setup", "compile"],
        "deployments that are killed at any step are gone on with",
        || lab("kill"),
    ),
    waits("lab-alluxio-files", (40, 10, 1), LAB, "Alluxio's own code reads the files", || {
        lab("alluxio-files")
    }),
    waits("lab-oracle", (20, 10, 1), LAB, "Kylin's own code reads the files", || lab("oracle")),
    Layer {
        depth: Depth::Each,
        ..waits("tidy", (15, 10, 1), &["setup", "compile"], "what no compiler checks", tidy)
    },
    compiles("unit", 900, &["setup", "compile"], "tests of every native package", unit),
    compiles("clippy", 320, &[], "lints of the native packages", clippy),
    compiles("clippy-wasm", 80, &["setup"], "lints of page and engine", clippy_wasm),
    Layer {
        depth: Depth::Whole,
        ..compiles("web", 150, &["tools"], "components in headless Chromium", web)
    },
    compiles("deny", 5, &["tools"], "licences, bans and sources of dependencies", deny),
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

/// The tests of `tests/browser`, which are a layer of their own.
const BROWSER_TESTS: &str = "browser";

/// Every native test, one program after the other, whatever fails; and the examples in docs.
fn unit() -> Result<()> {
    let (mut count, mut failed) = (0, Vec::new());
    for test in compiled::tests()?.iter().filter(|test| test.name != BROWSER_TESTS) {
        count += 1;
        failed.extend(test.run().err().map(|error| error.to_string()));
    }
    failed.extend(docs().err().map(|error| error.to_string()));
    if !failed.is_empty() {
        bail!("{} of {count} programs with tests failed:\n{}", failed.len(), failed.join("\n"));
    }
    Ok(())
}

fn docs() -> Result<()> {
    run(cargo().args(["test", "--locked", "--quiet", "--workspace", "--doc"]))
}

/// How long the runner waits for all of them together, in seconds. Unless it is told it waits 20, which
/// a machine that compiles or runs clusters beside it does not keep.
const WEB_SECONDS: &str = "600";

fn web() -> Result<()> {
    let mut test = cargo();
    test.env("WASM_BINDGEN_TEST_TIMEOUT", WEB_SECONDS);
    test.args(["test", "--locked", "--target", WASM, "--config", "tests/in-browser.toml"]);
    // With the second product's package, which the browser tests compile: the same dependencies.
    run(test.args(["--package", "muster-app", "--package", "second-worker", "--test", "web"]))
}

/// What a release makes of the site, as cheaply as it can be tried.
fn inside() -> Result<()> {
    site::is_fresh()?;
    build::single()?;
    release::for_tests()
}

fn e2e() -> Result<()> {
    site::is_fresh()?;
    browser_tests()?.run()
}

fn smoke() -> Result<()> {
    site::is_fresh()?;
    browser_tests()?.run_some("smoke")
}

fn browser_tests() -> Result<Test> {
    let mut tests = compiled::tests()?.into_iter();
    let test = tests.find(|test| test.name == BROWSER_TESTS);
    test.with_context(|| format!("cargo names no test {BROWSER_TESTS}, of tests/e2e"))
}

fn tidy() -> Result<()> {
    run(program(built("repository", "repository")?).arg("tidy"))
}

fn programs() -> Result<()> {
    run(program(built("lab", "lab")?).arg("programs"))
}

/// One part of the lab, as its command runs it.
fn lab(part: &str) -> Result<()> {
    run(program(built("lab", "lab")?).args(["lab", part]))
}

fn artifacts() -> Result<()> {
    let folder = root().join("target/lab");
    fs::create_dir_all(&folder).context("target/lab")?;
    run(program(root().join("tests/lab/artifacts.sh")).arg(folder))
}
