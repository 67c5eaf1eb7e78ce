//! `cargo xtask lab alluxio-wrong`: documents that Muster rejects are shown to fail in Alluxio.
//!
//! Each is a good document with one mistake, on hosts of its own. The good ones are deployed and
//! used in the same way, so that what fails, fails because of the mistake.

#[cfg(feature = "unchecked")]
mod cases;
#[cfg(feature = "unchecked")]
mod prove;
#[cfg(feature = "unchecked")]
mod stories;

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
    cargo.args(["lab", "alluxio-wrong"]);
    if let Some(only) = only {
        cargo.args(["--only", only]);
    }
    crate::run::run(&mut cargo)
}
