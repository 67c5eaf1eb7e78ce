//! What is printed at the end of a run.

use super::watch::{End, Outcome};
use std::{fmt::Write as _, time::Duration};

/// A line per layer, in the order in which they ended, and the sums.
pub(super) fn table(outcomes: &[Outcome], took: Duration) -> String {
    let width = outcomes.iter().map(|outcome| outcome.layer.name.len()).max().unwrap_or(0);
    let mut text = format!("{:width$}  {:>9}  {:>9}\n", "", "seconds", "processor");
    for Outcome { layer, end, seconds, processor } in outcomes {
        let end = match end {
            End::Passed => "passed".to_owned(),
            End::Failed => "FAILED".to_owned(),
            End::Blocked(by) => format!("NOT RUN: {by} did not pass"),
            End::Stopped => "STOPPED".to_owned(),
        };
        let processor = processor.map_or_else(|| "-".to_owned(), |seconds| format!("{seconds:.1}"));
        let _ = writeln!(text, "{:width$}  {seconds:>9.1}  {processor:>9}  {end}", layer.name);
    }
    let (seconds, processor) = sums(outcomes);
    let _ = writeln!(text, "{:width$}  {seconds:>9.1}  {processor:>9.1}  one after the other", "");
    let _ = writeln!(text, "{:width$}  {:>9.1}  {:>9}  side by side", "", took.as_secs_f64(), "");
    text
}

/// The same for docs/performance.md.
pub(super) fn markdown(outcomes: &[Outcome], took: Duration) -> String {
    let mut text = String::from("| layer | seconds | processor seconds |\n|---|---|---|\n");
    for Outcome { layer, seconds, processor, .. } in outcomes {
        let processor = processor.map_or_else(|| "-".to_owned(), |seconds| format!("{seconds:.0}"));
        let _ = writeln!(text, "| {} | {seconds:.0} | {processor} |", layer.name);
    }
    let (_, processor) = sums(outcomes);
    let _ =
        writeln!(text, "| **all, side by side** | {:.0} | {processor:.0} |", took.as_secs_f64());
    text
}

fn sums(outcomes: &[Outcome]) -> (f64, f64) {
    let seconds = outcomes.iter().map(|outcome| outcome.seconds).sum();
    (seconds, outcomes.iter().filter_map(|outcome| outcome.processor).sum())
}

/// How many passed, and how many did not; those that could not run did not.
pub(super) fn count(outcomes: &[Outcome]) -> (usize, usize) {
    let passed = outcomes.iter().filter(|outcome| outcome.end == End::Passed).count();
    (passed, outcomes.len() - passed)
}
