//! `cargo xtask fuzz`: fuzzing.

use anyhow::{Context as _, Result, bail};
use commands::{Args, Command, Opt, output, program, root, run as start};
use std::fs;

pub(crate) static COMMAND: Command = Command {
    name: "fuzz",
    short: "Fuzz what reads foreign bytes",
    long: "\
Runs the targets of fuzz/ one after the other (all, or those that are named) and stops at the first
input that makes one panic; it lies in fuzz/artifacts/ then. Needs a nightly compiler and
cargo-fuzz: rustup toolchain install nightly && cargo install cargo-fuzz. Not part of the tests.",
    words: "[TARGET...]",
    options: &[Opt { name: "seconds", value: Some("N"), help: "for each target; default 60" }],
    run,
};

fn run(args: &Args) -> Result<()> {
    let seconds = args.get("seconds").unwrap_or("60");
    let seconds: u32 = seconds.parse().with_context(|| format!("--seconds {seconds}"))?;
    let all = targets()?;
    let unknown = args.words.iter().find(|word| !all.contains(word));
    if let Some(unknown) = unknown {
        bail!("there is no target {unknown}; there are: {}", all.join(" "));
    }
    output(program("cargo").args(["+nightly", "fuzz", "--version"]))
        .context("install with: rustup toolchain install nightly && cargo install cargo-fuzz")?;
    for target in if args.words.is_empty() { &all } else { &args.words } {
        let limit = format!("-max_total_time={seconds}");
        start(program("cargo").args(["+nightly", "fuzz", "run", target, "--", &limit]))?;
    }
    Ok(())
}

fn targets() -> Result<Vec<String>> {
    let folder = root().join("fuzz/fuzz_targets");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}
