//! A process that holds a browser until its input says how to end: `reuse::nothing_outlives_the_tests`
//! starts it, and looks at what is left. `well`: it ends as a test run that passed; `failed`: as one
//! in which a test panicked, without putting anything away.
#![expect(clippy::print_stdout, reason = "its test reads the browser's process from there")]

use anyhow::{Context as _, Result, bail};
use e2e::{Browser, Setup};
use std::io;

/// What Rust's own test programs end with when a test has failed.
const FAILED: i32 = 101;

fn main() -> Result<()> {
    let browser = Browser::start(Setup::default())?;
    println!("browser {}", browser.process()?);
    let mut end = String::new();
    io::stdin().read_line(&mut end).context("standard input")?;
    match end.trim() {
        "well" => browser.console_is_empty(),
        "failed" => std::process::exit(FAILED),
        other => bail!("{other:?} is no way to end"),
    }
}
