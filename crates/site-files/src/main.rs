//! Trunk's hook after a build: finishes the site in the folder that `TRUNK_STAGING_DIR` names. And
//! `site-files one-file SITE FILE`: the finished site as one file.
#![expect(clippy::print_stderr, reason = "a command-line program talks through it")]

mod finish;

use anyhow::{Context as _, Result, bail};
use site_files::one_file;
use std::{fs, path::Path, process::ExitCode};

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
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {
            let staging = std::env::var("TRUNK_STAGING_DIR")
                .context("TRUNK_STAGING_DIR is not set: Trunk calls this")?;
            finish::finish(Path::new(&staging))
        }
        ["one-file", site, file] => {
            let page = one_file::page(Path::new(site))?;
            let file = Path::new(file);
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(file, page).with_context(|| file.display().to_string())
        }
        _ => bail!("either nothing, as Trunk calls it, or: one-file SITE FILE"),
    }
}
