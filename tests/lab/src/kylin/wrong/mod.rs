//! `cargo xtask lab wrong`: documents that Muster rejects are shown to fail, with the words that
//! the rule quotes.
//!
//! Each is the good document `one.toml` with one mistake. First the good one has to work on the
//! same hosts, so that what fails, fails because of the mistake.

#[cfg(feature = "unchecked")]
mod cases;
#[cfg(feature = "unchecked")]
mod prove;

use anyhow::Result;

/// Packs, deploys and starts what is wrong.
#[cfg(feature = "unchecked")]
pub(crate) fn run(only: Option<&str>) -> Result<()> {
    prove::run(only)
}

/// Starts this program again with the feature that can pack what is wrong.
#[cfg(not(feature = "unchecked"))]
pub(crate) fn run(only: Option<&str>) -> Result<()> {
    let mut cargo = crate::run::cargo();
    cargo.args(["run", "--quiet", "--package", "xtask", "--features", "unchecked", "--"]);
    cargo.args(["lab", "wrong"]);
    if let Some(only) = only {
        cargo.args(["--only", only]);
    }
    crate::run::run(&mut cargo)
}
