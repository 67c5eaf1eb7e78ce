//! `cargo xtask golden`: the whole archive of every preset, as files in the repository.

use crate::generated::{self, Files};
use anyhow::{Context as _, Result, bail};
use commands::{Args, Command, Opt, root};
use formats::document;
use model::Lang;
use products::presets;
use rules::{Checked, Context, Preset, Product};
use std::fmt::Write as _;

pub(crate) static COMMAND: Command = Command {
    name: "golden",
    short: "Compare tests/golden, the archives of all presets, with what is written today",
    long: "\
tests/golden/PRESET holds the tree of the archive that the preset gives, and MODES.txt beside the
files their permissions; PRESET.zh is the same in Chinese. Files that differ, are missing or are
too many make it fail. After a change that is meant, --bless writes the trees anew: read the
difference before you commit it.",
    words: "",
    options: &[Opt { name: "bless", value: None, help: "write the trees instead of comparing" }],
    run,
};

fn run(args: &Args) -> Result<()> {
    if !args.has("bless") {
        return check();
    }
    let changed = generated::write(&root().join("tests/golden"), &trees()?)?;
    println!("tests/golden: {changed} files changed");
    Ok(())
}

/// Fails when a preset's archive is not what stands in the repository.
pub(crate) fn check() -> Result<()> {
    generated::compare(&root().join("tests/golden"), &trees()?)
        .context("if it is meant: cargo xtask golden --bless, and read the difference")
}

fn trees() -> Result<Files> {
    let mut all = Files::new();
    for (product, preset) in presets() {
        for (lang, end) in [(Lang::En, ""), (Lang::Zh, ".zh")] {
            let files = tree(product, preset, lang).with_context(|| preset.id.to_owned())?;
            let folder = format!("{}{end}", preset.id);
            all.extend(files.into_iter().map(|(path, text)| (format!("{folder}/{path}"), text)));
        }
    }
    Ok(all)
}

/// The archive's files, as packed, and the list of their permissions.
fn tree(product: &'static Product, preset: &Preset, lang: Lang) -> Result<Files> {
    let mut loaded = document::read(preset.toml);
    if !loaded.complete || !loaded.problems.is_empty() {
        bail!("reading it gives {} problems", loaded.problems.len());
    }
    loaded.spec.language = lang;
    let cx = Context::new(&loaded.spec, product);
    let report = rules::check(&cx);
    let Some(checked) = Checked::new(&cx, &report) else {
        let said: Vec<_> = report.findings.iter().map(|f| f.message.render(Lang::En)).collect();
        bail!("it has errors, so it can't be exported:\n{}", said.join("\n"));
    };
    let tree = bundle::tree(checked.cx(), checked.report());
    let mut files = Files::new();
    let mut modes = String::new();
    for (path, file) in bundle::entries(&tree, &loaded.spec) {
        let _ = writeln!(modes, "{:04o} {path}", file.mode.bits());
        files.insert(path, file.to_text().into_owned().into_bytes());
    }
    files.insert("MODES.txt".to_owned(), modes.into_bytes());
    Ok(files)
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
    fn there_are_presets_and_each_gives_a_whole_archive() {
        let trees = trees().expect("every preset can be exported");
        let presets: Vec<_> = presets().collect();
        assert!(presets.len() >= 4);
        for (_, preset) in presets {
            for file in ["cluster.toml", "README.md", "SHA256SUMS", "bin/deploy"] {
                for end in ["", ".zh"] {
                    let path = format!("{}{end}/{file}", preset.id);
                    assert!(trees.contains_key(&path), "{path}");
                }
            }
        }
    }
}
