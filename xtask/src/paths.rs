//! No path of this machine in what is released, so that every machine makes the same bytes.

use anyhow::{Context as _, Result, ensure};
use commands::{output, program, root};
use std::path::{Path, PathBuf};

/// Flags of rustc that replace the folders of this machine in what a program says of its sources:
/// the repository, Cargo's registry, and the sources of the standard library, which some toolchains
/// have and some don't.
///
/// # Errors
/// rustc can't be asked, or a folder has a blank in its name: Cargo parts such flags at blanks.
pub(crate) fn remapped() -> Result<String> {
    let about = output(program(rustc()).arg("-vV"))?;
    let sources = output(program(rustc()).args(["--print", "sysroot"]))?;
    let sources = Path::new(sources.trim()).join("lib/rustlib/src/rust");
    let commit = commit_of(&about).context("rustc -vV names no commit-hash")?;
    flags(&[
        (cargo_home()?, "/cargo".to_owned()),
        (root(), "/muster".to_owned()),
        (sources, format!("/rustc/{commit}")),
    ])
}

/// # Errors
/// These bytes name a folder of this machine that [`remapped`] replaces.
pub(crate) fn none_in(bytes: &[u8]) -> Result<()> {
    for folder in [cargo_home()?, root()] {
        let folder = folder.to_string_lossy().into_owned();
        ensure!(
            !holds(bytes, folder.as_bytes()),
            "{folder}, a folder of this machine, stands in it"
        );
    }
    Ok(())
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|here| here == word)
}

fn rustc() -> std::ffi::OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    Ok(std::env::home_dir().context("neither CARGO_HOME nor HOME is set")?.join(".cargo"))
}

fn commit_of(about: &str) -> Option<&str> {
    about.lines().find_map(|line| line.strip_prefix("commit-hash: "))
}

fn flags(folders: &[(PathBuf, String)]) -> Result<String> {
    let mut flags = Vec::new();
    for (from, to) in folders {
        let from = from.to_str().context("a folder's name is not UTF-8")?;
        ensure!(
            !from.contains(char::is_whitespace),
            "{from}: build in a folder without blanks in its name"
        );
        flags.push(format!("--remap-path-prefix={from}={to}"));
    }
    Ok(flags.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commit_is_read_from_what_rustc_says() {
        let about = "rustc 1.95.0\nbinary: rustc\ncommit-hash: 0a1b\nhost: x\n";
        assert_eq!(commit_of(about), Some("0a1b"));
        assert_eq!(commit_of("rustc 1.95.0"), None);
    }

    #[test]
    fn a_folder_of_this_machine_is_found() -> Result<()> {
        let named = [b"x", root().join("src").to_string_lossy().as_bytes(), b"y"].concat();
        assert!(none_in(&named).is_err());
        none_in(b"/muster/src")
    }

    #[test]
    fn folders_become_flags_unless_they_have_blanks() {
        let one = |from: &str| flags(&[(from.into(), "/x".into()), ("/c".into(), "/d".into())]);
        assert_eq!(
            one("/a/b").expect("no blanks"),
            "--remap-path-prefix=/a/b=/x --remap-path-prefix=/c=/d"
        );
        assert!(one("/a b").expect_err("a blank").to_string().contains("without blanks"));
    }
}
