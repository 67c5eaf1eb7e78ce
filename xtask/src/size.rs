//! `cargo xtask size`: bytes over the wire.

use crate::build;
use anyhow::{Context as _, Result, bail};
use commands::{Args, Command, output, program};
use std::fmt::Write as _;

pub(crate) static COMMAND: Command = Command {
    name: "size",
    short: "Print raw, gzip and brotli bytes of every file of the site",
    long: "\
Reads dist/ (cargo xtask build makes it). Below the files stand the sums of what the first view
loads and of what has been loaded when the first archive can be exported. Compressed as a web
server would hold it ready: gzip 9, brotli 11.",
    words: "",
    options: &[],
    run,
};

/// Compresses every file below a folder; one line each: raw, gzip, brotli, path.
const COMPRESS: &str = r"
const { readdirSync, readFileSync } = require('fs'), { join, relative } = require('path'), zlib = require('zlib');
const walk = (dir) => readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? walk(join(dir, entry.name)) : [join(dir, entry.name)]);
const dist = process.argv[1];
for (const path of walk(dist).sort()) {
  const bytes = readFileSync(path);
  const sizes = [bytes.length, zlib.gzipSync(bytes, { level: 9 }).length, zlib.brotliCompressSync(bytes).length];
  console.log([...sizes, relative(dist, path)].join('\t'));
}";

/// When a file is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loaded {
    /// Before the example is drawn and the form takes input.
    FirstView,
    /// Beside it: the engine, without which there is no archive.
    Engine,
    /// When asked for, or never by a browser.
    Later,
}

fn run(_: &Args) -> Result<()> {
    let dist = build::folder();
    if !dist.join("index.html").is_file() {
        bail!("there is no {}; make it with: cargo xtask build", dist.join("index.html").display());
    }
    let listing = output(program("node").args(["-e", COMPRESS]).arg(&dist))?;
    print!("{}", report(&listing, &std::fs::read_to_string(dist.join("index.html"))?)?);
    Ok(())
}

fn report(listing: &str, page: &str) -> Result<String> {
    let mut table = format!("{:>9} {:>9} {:>9}\n", "raw", "gzip", "brotli");
    let mut first = [0_u64; 3];
    let mut export = [0_u64; 3];
    for line in listing.lines() {
        let (sizes, path) =
            read_line(line).with_context(|| format!("not a line of sizes: {line}"))?;
        let loaded = when(path, page);
        let mark = match loaded {
            Loaded::FirstView => "first view",
            Loaded::Engine => "engine",
            Loaded::Later => "when asked for",
        };
        add(&mut table, sizes, &format!("{path}  ({mark})"));
        for (sum, size) in first.iter_mut().zip(sizes) {
            *sum += if loaded == Loaded::FirstView { size } else { 0 };
        }
        for (sum, size) in export.iter_mut().zip(sizes) {
            *sum += if loaded == Loaded::Later { 0 } else { size };
        }
    }
    add(&mut table, first, "= the first view");
    add(&mut table, export, "= everything that the first export needs");
    Ok(table)
}

fn read_line(line: &str) -> Option<([u64; 3], &str)> {
    let mut cells = line.splitn(4, '\t');
    let mut size = || cells.next()?.parse::<u64>().ok();
    let sizes = [size()?, size()?, size()?];
    Some((sizes, cells.next()?))
}

fn add(table: &mut String, [raw, gzip, brotli]: [u64; 3], what: &str) {
    let _ = writeln!(table, "{raw:>9} {gzip:>9} {brotli:>9}  {what}");
}

/// What the page does not name it can't load before it runs.
fn when(path: &str, page: &str) -> Loaded {
    if path.starts_with("engine") || path.starts_with("worker") || path.starts_with("texts-en") {
        Loaded::Engine
    } else if path.starts_with("first-zh")
        || path.starts_with("texts-zh")
        || path == "service-worker.js"
    {
        // One language is loaded; English is counted. What is kept for work without the network
        // comes when everything is here.
        Loaded::Later
    } else if path == "index.html" || page.contains(path) {
        Loaded::FirstView
    } else {
        Loaded::Later
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_the_first_view_and_of_the_first_export() {
        let listing = "100\t50\t40\tapp_bg.wasm\n300\t200\t100\tengine_bg.wasm\n10\t9\t8\tindex.html\n20\t10\t5\ttexts-en-1.txt\n7\t7\t7\ttexts-zh-1.txt\n7\t7\t7\tx.png\n";
        let table = report(listing, "<script data-wasm=\"./app_bg.wasm\">").expect("six files");
        let lines: Vec<&str> = table.lines().collect();
        assert!(
            lines[7].contains("110        59        48") && lines[7].contains("first view"),
            "{table}"
        );
        assert!(
            lines[8].contains("430       269       153") && lines[8].contains("first export"),
            "{table}"
        );
        assert!(lines[6].ends_with("x.png  (when asked for)"), "{table}");
    }
}
