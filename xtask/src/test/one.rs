//! One layer, as a process of its own: its output goes into its log, what it starts ends with it, and
//! its processor seconds are counted.

use super::{
    children,
    count::Count,
    layers::{LAYERS, Layer},
    logs,
};
use anyhow::{Context as _, Result, bail};
use commands::{Args, Command, Opt, Told};

pub(crate) static COMMAND: Command = Command {
    name: "layer",
    short: "Run one layer of the tests in this terminal: test starts each so",
    long: "\
The same as `cargo xtask test --only LAYER`, except that what it prints is shown instead of kept.",
    words: "LAYER",
    options: &[Opt {
        name: "inside",
        value: None,
        help: "without the process around it that counts and cleans up",
    }],
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
    if args.has("inside") { (layer.run)() } else { around(layer) }
}

/// Runs it in a process of its own, so that this one can take leave of all that it leaves behind: a
/// service that is stopped must be gone, whoever started it.
fn around(layer: &Layer) -> Result<()> {
    children::adopt();
    children::end_with_parent();
    ctrlc::set_handler(|| {
        children::end_all();
        std::process::exit(130);
    })
    .context("the handler of Ctrl+C")?;
    let count = Count::begin(layer.name);
    let program = std::env::current_exe().context("this program's own file")?;
    let inside = std::process::Command::new(program)
        .args([COMMAND.name, layer.name, "--inside"])
        .spawn()
        .context("the layer can't be started")?;
    let passed = children::wait(inside.id());
    let left = children::end_all();
    children::collect();
    if !left.is_empty() {
        println!("still running when the layer ended, and ended with it: {}", left.join(", "));
    }
    if let Some(seconds) = count.end() {
        logs::set_processor(layer.name, seconds)?;
    }
    if passed { Ok(()) } else { bail!(Told) }
}
