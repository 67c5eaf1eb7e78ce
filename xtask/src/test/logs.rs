//! What a run leaves behind: a log for each layer, and how long it took.

use anyhow::{Context as _, Result};
use commands::root;
use std::{fs, path::PathBuf};

/// Where all of it lies.
pub(super) fn folder() -> Result<PathBuf> {
    let folder = root().join("target/test-logs");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

/// A layer's log.
pub(super) fn log(layer: &str) -> Result<PathBuf> {
    Ok(folder()?.join(format!("{layer}.log")))
}

/// What stands in it, whatever bytes a program printed.
fn text(layer: &str) -> Result<String> {
    let path = log(layer)?;
    let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The end of a layer's log: so many lines.
pub(super) fn tail(layer: &str, lines: usize) -> Result<String> {
    let text = text(layer)?;
    let all: Vec<&str> = text.lines().collect();
    Ok(all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n"))
}

/// What tests said when they failed, which may stand far from the end: what follows each panic, as far
/// as its backtrace, and each error that a test gave, of so many of both.
pub(super) fn reasons(layer: &str, most: usize) -> Result<String> {
    Ok(reasons_of(&text(layer)?, most))
}

/// Lines of one reason at most.
const LINES_OF_A_REASON: usize = 12;
/// Letters of such a line at most: some hold a page's whole text.
const LETTERS_OF_A_LINE: usize = 400;

fn reasons_of(log: &str, most: usize) -> String {
    let lines: Vec<&str> = log.lines().collect();
    let (mut head, mut count, mut said) = (None, 0, Vec::new());
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with("---- ") && line.ends_with(" stdout ----") {
            head = Some(*line);
        }
        let given = line.starts_with("Error: ");
        if count == most || !(given || line.contains("panicked at")) {
            continue;
        }
        count += 1;
        // A panic names its test; an error stands under a head that does.
        said.extend(head.take().filter(|_| given));
        let after = lines.iter().skip(at).take(LINES_OF_A_REASON);
        let ends =
            |line: &&&str| line.is_empty() || line.to_lowercase().starts_with("stack backtrace");
        said.extend(after.take_while(|line| !ends(line)).copied());
    }
    let short = |line: &str| line.chars().take(LETTERS_OF_A_LINE).collect::<String>();
    said.into_iter().map(short).collect::<Vec<_>>().join("\n")
}

/// Processor seconds of a layer that has ended: what it and all of its children took.
pub(super) fn processor(layer: &str) -> Option<f64> {
    read(layer, "processor")
}

/// Notes them.
pub(super) fn set_processor(layer: &str, seconds: f64) -> Result<()> {
    write(layer, "processor", seconds)
}

/// Seconds that the layer took when it passed on this machine the last time.
pub(super) fn last(layer: &str) -> Option<f64> {
    read(layer, "seconds")
}

/// Notes them.
pub(super) fn set_last(layer: &str, seconds: f64) -> Result<()> {
    write(layer, "seconds", seconds)
}

/// Forgets what an earlier run noted about the processor.
pub(super) fn forget(layer: &str) -> Result<()> {
    let path = folder()?.join(format!("{layer}.processor"));
    if path.exists() {
        fs::remove_file(&path).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn read(layer: &str, what: &str) -> Option<f64> {
    let path = folder().ok()?.join(format!("{layer}.{what}"));
    fs::read_to_string(path).ok()?.trim().parse().ok()
}

fn write(layer: &str, what: &str, seconds: f64) -> Result<()> {
    let path = folder()?.join(format!("{layer}.{what}"));
    fs::write(&path, format!("{seconds:.1}\n")).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::reasons_of;

    #[test]
    fn what_a_test_said_is_found_wherever_it_stands() {
        let log = "test a ... ok\nthread 'b' panicked at x.rs:1:2:\nleft: 1\nstack backtrace:\n 0: f\n\
                   test b ... FAILED\nthread 'c' panicked at y.rs:3:4:\nno\n\nrest\nmore\n";
        assert_eq!(reasons_of(log, 1), "thread 'b' panicked at x.rs:1:2:\nleft: 1");
        assert!(reasons_of(log, 9).ends_with("thread 'c' panicked at y.rs:3:4:\nno"));
        assert_eq!(reasons_of("nothing", 9), "");
        let log = "failures:\n\n---- a stdout ----\nError: not within 20s: x\nfocus: y\n\nStack backtrace:\n \
                   0: f\n\n---- b stdout ----\nsaid\nError: no\n";
        let both =
            "---- a stdout ----\nError: not within 20s: x\nfocus: y\n---- b stdout ----\nError: no";
        assert_eq!(reasons_of(log, 9), both);
        assert_eq!(reasons_of(log, 1).lines().count(), 3);
    }
}
