//! `cargo xtask golden`: the whole archive of every preset, as files in the repository.
//!
//! `tests/golden/README.md` says how they are stored, and why so.

mod archive;
mod change;
mod diff;
mod listing;
mod report;
mod store;

use crate::generated::{self, Files};
use anyhow::{Result, bail};
use archive::Archive;
use commands::{Args, Command, Opt, root};
use std::{collections::BTreeSet, path::PathBuf};

pub(crate) static COMMAND: Command = Command {
    name: "golden",
    short: "Compare tests/golden, the archives of all presets, with what is written today",
    long: "\
tests/golden holds what every preset's archive holds, in both languages, each distinct file once;
its README.md says how. Any difference makes it fail, also a stored file that no archive has.

--diff shows the difference as the archives' files, and ends with 0: a hunk that many files have is
shown once, below the list of them. PRESET limits it to a preset (kylin-three: both languages) or an
archive (kylin-three.zh). After a change that is meant, read that, and write it with --bless.",
    words: "[PRESET...]",
    options: &[
        Opt { name: "bless", value: None, help: "write the archives instead of comparing" },
        Opt { name: "diff", value: None, help: "show the difference, of all or of these presets" },
    ],
    run,
};

fn run(args: &Args) -> Result<()> {
    match (args.has("diff"), args.has("bless"), args.words.as_slice()) {
        (true, true, _) => bail!("either --diff or --bless"),
        (true, false, presets) => {
            print!("{}", difference(presets)?);
            Ok(())
        }
        (false, _, [preset, ..]) => bail!("{preset:?}: a preset goes with --diff"),
        (false, true, []) => {
            let changed = bless()?;
            println!("tests/golden: {changed} files changed");
            Ok(())
        }
        (false, false, []) => check(),
    }
}

fn folder() -> PathBuf {
    root().join("tests/golden")
}

/// What stands in the folder, its page left out: that one is written by hand.
fn stored() -> Result<Files> {
    let mut files = generated::read(&folder())?;
    files.remove(store::PAGE);
    Ok(files)
}

/// Fails when a preset's archive is not what stands in the repository.
pub(crate) fn check() -> Result<()> {
    let problems = report::problems(&stored()?, &archive::today()?);
    if problems.is_empty() {
        return Ok(());
    }
    bail!(
        "tests/golden is not what is written today:\n  {}\n\
         cargo xtask golden --diff shows it whole; if it is meant: cargo xtask golden --bless",
        problems.join("\n  ")
    )
}

/// Gives how many files were written or removed.
fn bless() -> Result<usize> {
    let mut wanted = store::layout(&archive::today()?);
    if let Some(page) = generated::read(&folder())?.remove(store::PAGE) {
        wanted.insert(store::PAGE.to_owned(), page);
    }
    generated::write(&folder(), &wanted)
}

fn difference(presets: &[String]) -> Result<String> {
    let today = archive::today()?;
    let known = |word: &&String| today.iter().any(|archive| chosen(archive, word));
    if let Some(word) = presets.iter().find(|word| !known(word)) {
        let names: BTreeSet<&str> = today.iter().map(|a| archive::preset_of(&a.name)).collect();
        let names: Vec<&str> = names.into_iter().collect();
        bail!("there is no preset {word:?}, but: {}", names.join(", "));
    }
    let wanted =
        |archive: &Archive| presets.is_empty() || presets.iter().any(|word| chosen(archive, word));
    let (stored, problems) = store::read(&stored()?);
    if !problems.is_empty() {
        bail!("tests/golden can't be read:\n  {}", problems.join("\n  "));
    }
    let stored: Vec<Archive> = stored.into_iter().map(|s| s.archive).filter(wanted).collect();
    let today: Vec<Archive> = today.into_iter().filter(wanted).collect();
    Ok(diff::show(&change::changes(&stored, &today)))
}

/// Whether a word of the command line means this archive: its name, or its preset's.
fn chosen(archive: &Archive, word: &str) -> bool {
    archive.name == word || archive::preset_of(&archive.name) == word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archives_of_all_presets_are_as_they_were_read_and_committed() {
        if let Err(error) = check() {
            panic!("{error:#}");
        }
    }

    #[test]
    fn a_preset_that_is_not_there_is_named_with_those_that_are() {
        let said = difference(&["kylin-tree".to_owned()]).expect_err("no preset").to_string();
        assert!(said.contains("\"kylin-tree\"") && said.contains("kylin-three"), "{said}");
    }
}
