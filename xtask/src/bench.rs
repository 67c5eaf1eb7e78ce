//! `cargo xtask bench`: benchmarks.

use anyhow::Result;
use commands::{Args, Command, cargo, run as start};

pub(crate) static COMMAND: Command = Command {
    name: "bench",
    short: "Run the benchmarks and print their figures",
    long: "\
Runs every native benchmark of the workspace, compiled as the command line tool is; words select
some by their name. Figures of one machine stand in docs/performance.md.",
    words: "[NAME...]",
    options: &[],
    run,
};

fn run(args: &Args) -> Result<()> {
    let mut bench = cargo();
    bench.args([
        "bench",
        "--workspace",
        "--exclude",
        "muster-app",
        "--benches",
        "--profile",
        "cli",
    ]);
    if !args.words.is_empty() {
        bench.arg("--").args(&args.words);
    }
    start(&mut bench)
}
