//! Trunk's hook after a build: finishes the site in the folder that `TRUNK_STAGING_DIR` names.
#![expect(clippy::print_stderr, reason = "a command-line program talks through it")]

mod finish;

use anyhow::{Context as _, Result};
use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("site-files: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let staging = std::env::var("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this")?;
    finish::finish(Path::new(&staging))
}
