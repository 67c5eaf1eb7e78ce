//! One layer, as a process of its own: its output goes into its log, what it starts ends with it, and
//! its processor seconds are counted.

use super::{children, count::Count, layers::LAYERS, logs};
use anyhow::{Context as _, Result, bail};
use commands::{Args, Command};

pub(crate) static COMMAND: Command = Command {
    name: "layer",
    short: "Run one layer of the tests in this terminal: test starts each so",
    long: "\
The same as `cargo xtask test --only LAYER`, except that what it prints is shown instead of kept.",
    words: "LAYER",
    options: &[],
    run,
};

fn run(args: &Args) -> Result<()> {
    let [name] = args.words.as_slice() else {
        bail!("which layer? see: cargo xtask test --list");
    };
    let layer = LAYERS
        .iter()
        .find(|layer| layer.name == name)
        .with_context(|| format!("there is no layer {name}; see: cargo xtask test --list"))?;
    children::adopt();
    children::end_with_parent();
    ctrlc::set_handler(|| {
        children::end_all();
        std::process::exit(130);
    })
    .context("the handler of Ctrl+C")?;
    let count = Count::begin(layer.name);
    let result = (layer.run)();
    let left = children::end_all();
    if !left.is_empty() {
        println!("still running when the layer ended, and ended with it: {}", left.join(", "));
    }
    if let Some(seconds) = count.end() {
        logs::set_processor(layer.name, seconds)?;
    }
    result
}
