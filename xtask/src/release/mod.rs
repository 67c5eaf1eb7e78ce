//! `cargo xtask release`: the files that people download, the same bytes from the same commit.

mod binaries;
mod bom;
mod packed;
mod time;

use crate::{build, paths, setup};
use anyhow::{Context as _, Result, ensure};
use commands::{Args, Command, cargo, output, root};
use packed::Entry;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::{fmt::Write as _, fs, path::PathBuf};

pub(crate) static COMMAND: Command = Command {
    name: "release",
    short: "Write the files of a release into target/release-files/",
    long: "\
Builds the site, and with it: the site as zip, the site as one HTML file, and for Linux on x86-64 and
arm64 the static program muster with the site inside; a list of all that is linked into them
(CycloneDX), and SHA256SUMS. Installs what that needs and is missing: what the site needs, and Rust's
targets for musl. The linker is Rust's own.

The files have the time of the commit (or of SOURCE_DATE_EPOCH, in seconds) and no path of this
machine, so the same commit gives the same bytes with the same Rust, node_modules and wasm-bindgen.",
    words: "",
    options: &[],
    run,
};

/// Where the files of a release are.
fn folder() -> PathBuf {
    root().join("target/release-files")
}

fn run(_: &Args) -> Result<()> {
    setup::for_release(&binaries::TARGETS.map(|target| target.triple))?;
    let metadata = metadata(&["--no-deps"])?;
    let version = version(&metadata)?;
    let seconds = time::of_release()?;
    build::site(false)?;
    build::single()?;

    let mut files = Vec::new();
    let name = format!("muster-{version}");
    let site = packed::folder(&build::folder(), "muster")?;
    files.push((format!("{name}-site.zip"), packed::zip(&site, seconds)?));
    files.push((format!("{name}.html"), fs::read(build::single_file())?));
    let licence = fs::read(root().join("LICENSE")).context("LICENSE")?;
    for target in &binaries::TARGETS {
        let top = format!("{name}-{}", target.name);
        let program = binaries::build(target)?;
        let entries = [
            Entry { name: format!("{top}/LICENSE"), mode: 0o644, bytes: licence.clone() },
            Entry { name: format!("{top}/muster"), mode: 0o755, bytes: program },
        ];
        files.push((format!("{top}.tar.gz"), packed::tar_gz(&entries, seconds)?));
    }
    files.push((format!("{name}.cdx.json"), bom::of_release(&version, seconds)?.into_bytes()));

    for (name, bytes) in &files {
        paths::none_in(bytes).with_context(|| name.clone())?;
    }
    for entry in &site {
        paths::none_in(&entry.bytes).with_context(|| entry.name.clone())?;
    }
    files.push(("SHA256SUMS".to_owned(), sums(&files).into_bytes()));
    write(&files)
}

/// Builds the program with the site inside for this machine, quickly, for the browser tests.
pub(crate) fn for_tests() -> Result<()> {
    binaries::for_tests()
}

/// Replaces what an earlier run has left.
fn write(files: &[(String, Vec<u8>)]) -> Result<()> {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes)?;
        println!("{:>9} KB  {}", bytes.len().div_ceil(1000), folder.join(name).display());
    }
    Ok(())
}

/// As `sha256sum --check` reads it.
fn sums(files: &[(String, Vec<u8>)]) -> String {
    files.iter().fold(String::new(), |mut text, (name, bytes)| {
        for byte in Sha256::digest(bytes) {
            let _ = write!(text, "{byte:02x}");
        }
        let _ = writeln!(text, "  {name}");
        text
    })
}

/// What Cargo says of the workspace.
fn metadata(more: &[&str]) -> Result<Value> {
    let mut metadata = cargo();
    metadata.args(["metadata", "--format-version", "1", "--locked"]).args(more);
    serde_json::from_str(&output(&mut metadata)?).context("cargo metadata")
}

/// The version of the program `muster`.
fn version(metadata: &Value) -> Result<String> {
    let mut packages = metadata["packages"].as_array().into_iter().flatten();
    let cli = packages.find(|package| package["name"] == "cli");
    let version = cli.and_then(|cli| cli["version"].as_str()).context("no package cli")?;
    ensure!(!version.is_empty() && !version.contains(['/', ' ']), "no version: {version:?}");
    Ok(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_as_sha256sum_writes_them() {
        let files = [("a".to_owned(), b"abc".to_vec()), ("b c".to_owned(), Vec::new())];
        assert_eq!(
            sums(&files),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b c\n"
        );
    }

    #[test]
    fn the_version_is_that_of_the_program() {
        let metadata = serde_json::json!({ "packages": [
            { "name": "model", "version": "9.9.9" }, { "name": "cli", "version": "0.1.0" },
        ]});
        assert_eq!(version(&metadata).ok().as_deref(), Some("0.1.0"));
        assert!(version(&serde_json::json!({ "packages": [] })).is_err());
    }
}
