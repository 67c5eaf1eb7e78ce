//! Tools that come from Cargo, rustup and npm, at exact versions.

use super::Scope;
use anyhow::{Context as _, Result};
use commands::{cargo, find, output, program, root, run};
use std::{fs, path::PathBuf};

const TARGET: &str = "wasm32-unknown-unknown";

/// The newest Trunk that the project's minimal Rust version compiles.
const TRUNK: &str = "0.21.14";

/// Checks licences, bans and sources.
const CARGO_DENY: &str = "0.20.2";

/// A program that `cargo install` brings.
struct Tool {
    program: &'static str,
    package: &'static str,
    version: String,
    flags: &'static [&'static str],
    scope: Scope,
}

/// The tools of a scope.
fn tools(scope: Scope) -> Result<Vec<Tool>> {
    let mut tools = vec![
        // Without --locked: the lock file that it was published with names a version that was withdrawn.
        Tool {
            program: "wasm-bindgen",
            package: "wasm-bindgen-cli",
            version: locked("wasm-bindgen")?,
            flags: &["--no-default-features"],
            scope: Scope::Site,
        },
        Tool {
            program: "trunk",
            package: "trunk",
            version: TRUNK.to_owned(),
            flags: &["--locked", "--no-default-features"],
            scope: Scope::Site,
        },
        Tool {
            program: "cargo-deny",
            package: "cargo-deny",
            version: CARGO_DENY.to_owned(),
            flags: &["--locked"],
            scope: Scope::Tests,
        },
    ];
    tools.retain(|tool| tool.scope <= scope);
    Ok(tools)
}

/// What is missing, one line each.
pub(crate) fn missing(scope: Scope) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    if !has_target(TARGET)? {
        missing.push(format!("the Rust target {TARGET}"));
    }
    for tool in tools(scope)? {
        if found(&tool).as_deref() != Some(&tool.version) {
            missing.push(format!("{} {}", tool.package, tool.version));
        }
    }
    if !has_node_modules() {
        missing.push("the npm packages of package-lock.json".to_owned());
    }
    Ok(missing)
}

/// Fetches what need not be compiled and is missing.
pub(crate) fn fetch() -> Result<()> {
    target(TARGET)?;
    if !has_node_modules() {
        run(program("npm").args(["ci", "--no-audit", "--no-fund"]))?;
        fs::copy(root().join("package-lock.json"), node_stamp()).context("node_modules")?;
    }
    Ok(())
}

/// Fetches a target of Rust that is missing.
pub(crate) fn target(target: &str) -> Result<()> {
    if has_target(target)? {
        return Ok(());
    }
    run(program("rustup").args(["target", "add", target])).with_context(|| {
        format!("the Rust target {target} is missing; without rustup, install it as your Rust came")
    })
}

/// Compiles the programs that are missing.
pub(crate) fn install(scope: Scope) -> Result<()> {
    for tool in tools(scope)? {
        let found = found(&tool);
        if found.as_ref() != Some(&tool.version) {
            cargo_install(&tool, found.is_some())?;
        }
    }
    Ok(())
}

/// Compiled for a short wait: these programs run for seconds, and their makers' release settings
/// take three times as long to compile as they save.
fn cargo_install(tool: &Tool, another_is_there: bool) -> Result<()> {
    let mut install = cargo();
    install.args(["install", tool.package, "--version", &tool.version]).args(tool.flags);
    if another_is_there {
        install.arg("--force").arg("--root").arg(root().join(".tools"));
    }
    for (key, value) in [
        ("TARGET_DIR", root().join("target/tools").as_os_str()),
        ("PROFILE_RELEASE_OPT_LEVEL", "0".as_ref()),
        ("PROFILE_RELEASE_LTO", "off".as_ref()),
        ("PROFILE_RELEASE_CODEGEN_UNITS", "256".as_ref()),
        ("PROFILE_RELEASE_DEBUG", "false".as_ref()),
    ] {
        install.env(format!("CARGO_{key}"), value);
    }
    run(&mut install)
}

/// The version that the first program of that name on PATH says it is.
fn found(tool: &Tool) -> Option<String> {
    find(tool.program)?;
    let said = output(program(tool.program).arg("--version")).ok()?;
    said.split_whitespace().nth(1).map(str::to_owned)
}

fn has_target(target: &str) -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = output(program(rustc).args(["--print", "target-libdir", "--target", target]))?;
    Ok(PathBuf::from(folder.trim()).is_dir())
}

/// npm's own record says nothing about an interrupted installation; this copy is made after it.
fn node_stamp() -> PathBuf {
    root().join("node_modules/.installed-lock.json")
}

fn has_node_modules() -> bool {
    let wanted = fs::read(root().join("package-lock.json"));
    matches!((wanted, fs::read(node_stamp())), (Ok(wanted), Ok(there)) if wanted == there)
}

/// The version of a package in Cargo.lock.
fn locked(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("Cargo.lock")?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock has no {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split('"').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"2.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n";
        assert_eq!(version_in(lock, "a").as_deref(), Some("1.2.3"));
        assert_eq!(version_in(lock, "b"), None);
    }
}
