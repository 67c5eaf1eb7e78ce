//! An address that moves between two hosts of the lab, by the generated keepalived files.

use super::{SEEN, cases::Case};
use anyhow::{Context as _, Result, bail};
use commands::{output, program, root};

/// The address that moves, in the lab's network.
pub(crate) const ADDRESS: &str = "10.74.0.100/24";

/// Runs beside the hosts.
const SCRIPT: &str = include_str!("floating.sh");

/// One archive is enough: the files of the others differ in names only.
pub(crate) fn check(cases: &[Case]) -> Result<()> {
    let case = cases.iter().find(|case| case.setting("lb.floating_address") == ADDRESS);
    let case = case.context("no case has a floating address")?;
    let mut sh = program("timeout");
    sh.args(["120", "sh", "-euc", SCRIPT, "floating.sh"]);
    sh.env("HOSTS", root().join("tests/lab/hosts.sh")).env("ADDRESS", ADDRESS);
    sh.env("ARCHIVE", format!("{SEEN}/{}", case.id));
    let said = output(&mut sh).with_context(|| case.id.clone())?;
    if !said.contains("the address moves as it should") {
        bail!("{}: {said}", case.id);
    }
    println!(
        "keepalived moves the floating address when a load balancer stops answering, and when its host dies"
    );
    Ok(())
}
