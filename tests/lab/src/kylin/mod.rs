//! Real Kylin clusters, deployed by the exported archive's own scripts.

pub(super) mod archive;
pub(super) mod client;
pub(super) mod cluster;
pub(super) mod sessions;
pub(super) mod surroundings;
pub(super) mod wrong;

use crate::oracle;
use anyhow::Result;

/// `cargo xtask lab kylin`: what is quick first.
pub(super) fn run(only: Option<&str>) -> Result<()> {
    if only.is_some() {
        anyhow::bail!("--only goes with one of: oracle, wrong, sessions");
    }
    oracle::run(None)?;
    wrong::run(None)?;
    cluster::run(None)?;
    sessions::run(None)
}
