//! The program `muster` with the site inside, static, for Linux.

use crate::{build, paths};
use anyhow::{Context as _, Result, ensure};
use commands::{cargo, output, root, run};
use std::{fs, path::PathBuf};

/// What a program is built for.
pub(super) struct Target {
    /// As Rust calls it.
    pub(super) triple: &'static str,
    /// As the files of the release are called.
    pub(super) name: &'static str,
    /// The machine in the head of an ELF file.
    machine: u8,
}

/// musl's C library comes with Rust's target, and Rust's own linker with Rust: nothing of this
/// machine's is linked, and either is built on any.
pub(super) const TARGETS: [Target; 2] = [
    Target { triple: "x86_64-unknown-linux-musl", name: "linux-x86_64", machine: 62 },
    Target { triple: "aarch64-unknown-linux-musl", name: "linux-arm64", machine: 183 },
];

/// Builds the program and gives its bytes.
pub(super) fn build(target: &Target) -> Result<Vec<u8>> {
    no_c(target)?;
    let flags = paths::remapped()?;
    let flags = format!("{flags} -C linker=rust-lld -C target-feature=+crt-static");
    let triple = target.triple;
    let mut build = cargo();
    build.args(["build", "--locked", "--profile", "cli", "--package", "cli", "--features", "site"]);
    build.args(["--target", triple]);
    let variable = triple.to_uppercase().replace('-', "_");
    build.env(format!("CARGO_TARGET_{variable}_RUSTFLAGS"), flags);
    build.env("MUSTER_SITE", build::folder());
    run(&mut build)?;
    let folder =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into);
    let path = folder.join(triple).join("cli/muster");
    let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    is_static(&bytes, target.machine).with_context(|| path.display().to_string())?;
    Ok(bytes)
}

fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Builds the program for this machine into a folder of its own: the one without a site, which the
/// other tests start, stays where it is. What both are made of is compiled once: Cargo takes the features
/// that crates have for each other from all packages that are named, and from what tests need when a test
/// is named, too. The program's package alone would compile the products again (210 s of a processor).
pub(super) fn for_tests() -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--locked", "--workspace", "--features", "cli/site"]);
    build.args(["--bin", "muster", "--test", "server"]);
    build.arg("--target-dir").arg(target_folder().join("with-site"));
    build.env("CARGO_BUILD_BUILD_DIR", target_folder());
    build.env("MUSTER_SITE", build::folder());
    run(&mut build)
}

/// A C compiler for another machine is not asked for: nothing that is linked may need one.
fn no_c(target: &Target) -> Result<()> {
    let mut tree = cargo();
    tree.args(["tree", "--locked", "--package", "cli", "--features", "site", "--prefix", "none"]);
    tree.args(["--target", target.triple, "--edges", "normal,build", "--format", "{p}"]);
    let tree = output(&mut tree)?;
    for crate_of_c in ["cc", "cmake"] {
        let named = tree.lines().any(|line| line.split(' ').next() == Some(crate_of_c));
        ensure!(!named, "{crate_of_c} compiles C for the program; Rust's linker alone can't");
    }
    Ok(())
}

/// An ELF file of 64 bits for this machine, without a loader.
fn is_static(bytes: &[u8], machine: u8) -> Result<()> {
    ensure!(bytes.starts_with(b"\x7fELF\x02\x01"), "no ELF file of 64 bits");
    ensure!(bytes.get(18) == Some(&machine), "for another machine: {:?}", bytes.get(18));
    let number = |at: usize, length: usize| -> Result<usize> {
        let bytes = bytes.get(at..at + length).context("the file ends early")?;
        Ok(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    let (table, size, count) = (number(32, 8)?, number(54, 2)?, number(56, 2)?);
    for at in 0..count {
        ensure!(number(table + at * size, 4)? != INTERPRETER, "it needs a loader of the machine");
    }
    Ok(())
}

/// `PT_INTERP`, the kind of a program header that names the loader.
const INTERPRETER: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_with_a_loader_is_refused() -> Result<()> {
        // A head, and one program header of this kind behind it.
        let file = |kind: u8| {
            let mut file = b"\x7fELF\x02\x01".to_vec();
            file.resize(64 + 56, 0);
            (file[18], file[32], file[54], file[56], file[64]) = (62, 64, 56, 1, kind);
            file
        };
        is_static(&file(1), 62)?;
        assert!(is_static(&file(3), 62).expect_err("a loader").to_string().contains("loader"));
        assert!(is_static(&file(1), 183).is_err());
        assert!(is_static(&file(1)[..70], 62).is_ok() && is_static(&file(1)[..66], 62).is_err());
        assert!(is_static(b"#!/bin/sh", 62).is_err());
        Ok(())
    }

    /// The test itself is linked against the machine's own library.
    #[test]
    fn a_real_program_of_the_machine_is_told_apart() -> Result<()> {
        let own = fs::read(std::env::current_exe()?)?;
        let machine = own.get(18).copied().context("no head")?;
        assert!(is_static(&own, machine).is_err() || cfg!(target_feature = "crt-static"));
        Ok(())
    }

    #[test]
    fn nothing_that_is_linked_compiles_c() -> Result<()> {
        TARGETS.iter().try_for_each(no_c)
    }
}
