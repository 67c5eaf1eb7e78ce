//! Programs of the Python package index, in an environment of their own in this repository.

use super::Scope;
use anyhow::{Context as _, Result};
use commands::{program, python, root, run};
use std::{fs, path::PathBuf};

fn folder() -> PathBuf {
    root().join(".tools/python")
}

/// What is wanted, with exact versions.
fn wanted() -> PathBuf {
    root().join("xtask/python.txt")
}

/// A copy of it, made after everything was installed.
fn stamp() -> PathBuf {
    folder().join("installed.txt")
}

fn is_there() -> bool {
    matches!((fs::read(wanted()), fs::read(stamp())), (Ok(wanted), Ok(there)) if wanted == there)
}

/// What is missing, one line.
pub(crate) fn missing(scope: Scope) -> Option<String> {
    (scope == Scope::Tests && !is_there()).then(|| "the Python programs of xtask/python.txt".into())
}

/// Installs what is missing.
pub(crate) fn install(scope: Scope) -> Result<()> {
    if missing(scope).is_none() {
        return Ok(());
    }
    run(program("python3").args(["-m", "venv"]).arg(folder()))
        .context("python3 with its venv module is needed; apt-get install python3-venv")?;
    let mut pip = program(python().join("python3"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    run(pip.arg(wanted()))?;
    fs::copy(wanted(), stamp()).context(".tools/python")?;
    Ok(())
}
