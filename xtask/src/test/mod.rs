//! `cargo xtask test`: the test run, as a graph of layers.

mod children;
mod compiled;
mod console;
mod count;
mod layers;
mod logs;
pub(crate) mod one;
mod plan;
mod site;
mod table;
mod watch;

use anyhow::{Context as _, Result, bail};
use commands::{Args, Command, Opt, Told};
use layers::{Depth, LAYERS, Layer};
use std::{fs, time::Instant};
use watch::{End, Outcome};

pub(crate) static COMMAND: Command = Command {
    name: "test",
    short: "Install what is missing and run every test, in layers",
    long: "\
A layer begins when those that it needs have passed: one compiles, and beside it run those that
wait most of their time. Each writes its own log, target/test-logs/LAYER.log; of one that fails the
end is shown. A layer that fails does not stop the others, except those that need it; any failure
makes the exit status 1. Nothing is skipped silently: what a layer needs and this machine lacks
makes it fail, and it says how to install it. Ctrl+C ends all that was started.

A table at the end has the seconds and the processor's seconds of each layer;
target/test-logs/table.md is the same for docs/performance.md.",
    words: "",
    options: &[
        Opt {
            name: "quick",
            value: None,
            help: "for work: no real product, and of the browser's tests a smoke walk",
        },
        Opt { name: "only", value: Some("LAYER"), help: "run this layer; may be repeated" },
        Opt { name: "skip", value: Some("LAYER"), help: "leave this layer out; may be repeated" },
        Opt { name: "list", value: None, help: "print the layers and run nothing" },
    ],
    run,
};

pub(crate) static CI: Command = Command {
    name: "ci",
    short: "What CI runs: test, without a way to leave a layer out",
    long: "The same as `cargo xtask test` without options. .ci/run calls that.",
    words: "",
    options: &[],
    run,
};

fn run(args: &Args) -> Result<()> {
    let depth = if args.has("quick") { Depth::Quick } else { Depth::Whole };
    let (only, skip) = (args.all("only"), args.all("skip"));
    let chosen = choose(depth, &only, &skip)?;
    if args.has("list") {
        let width = LAYERS.iter().map(|layer| layer.name.len()).max().unwrap_or(0);
        for layer in chosen {
            println!("{:width$}  {}", layer.name, layer.what);
        }
        return Ok(());
    }
    let begin = Instant::now();
    let outcomes = watch::run(&chosen)?;
    println!("\n{}", table::table(&outcomes, begin.elapsed()));
    fs::write(logs::folder()?.join("table.md"), table::markdown(&outcomes, begin.elapsed()))
        .context("target/test-logs/table.md")?;
    again(&outcomes)?;
    println!("{}", kind(depth, only.is_empty() && skip.is_empty(), &chosen, &outcomes));
    let (passed, failed) = table::count(&outcomes);
    println!("{passed} passed, {failed} failed");
    if failed > 0 {
        bail!(Told);
    }
    Ok(())
}

/// Says at the end once more why something failed: what was said then may be an hour above.
fn again(outcomes: &[Outcome]) -> Result<()> {
    for outcome in outcomes.iter().filter(|outcome| outcome.end == End::Failed) {
        let name = outcome.layer.name;
        let reasons = logs::reasons(name, 2)?;
        let said = if reasons.is_empty() { logs::tail(name, 12)? } else { reasons };
        println!("{name} FAILED:\n{said}\n");
    }
    Ok(())
}

/// What of all tests this was.
fn kind(depth: Depth, all: bool, chosen: &[&Layer], outcomes: &[Outcome]) -> String {
    if outcomes.len() < chosen.len() {
        format!("This run was stopped: {} of {} layers had begun.", outcomes.len(), chosen.len())
    } else if !all {
        let names: Vec<&str> = chosen.iter().map(|layer| layer.name).collect();
        format!("This was a part of the tests: {}.", names.join(", "))
    } else if depth == Depth::Quick {
        "This was the quick run: no real product was started, and of the browser's tests a smoke \
         walk alone."
            .to_owned()
    } else {
        "This was the whole run: every layer. Clusters and mistakes of the lab that differ in one thing \
         take turns from day to day (cargo xtask lab).".to_owned()
    }
}

fn choose(depth: Depth, only: &[&str], skip: &[&str]) -> Result<Vec<&'static Layer>> {
    let known = |name: &&&str| LAYERS.iter().any(|layer| layer.name == **name);
    if let Some(name) = only.iter().chain(skip).find(|name| !known(name)) {
        bail!("there is no layer {name}; see: cargo xtask test --list");
    }
    let of_depth = |layer: &Layer| layer.depth == Depth::Each || layer.depth == depth;
    let wanted = |layer: &&Layer| {
        let named = if only.is_empty() { of_depth(layer) } else { only.contains(&layer.name) };
        named && !skip.contains(&layer.name)
    };
    Ok(LAYERS.iter().filter(wanted).collect())
}

#[cfg(test)]
mod tests;
