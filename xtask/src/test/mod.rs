//! `cargo xtask test`: the whole test run, in layers.

mod layers;

use anyhow::{Result, bail};
use commands::{Args, Command, Opt};
use layers::{LAYERS, Layer};
use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

pub(crate) static COMMAND: Command = Command {
    name: "test",
    short: "Install what is missing and run every test, in layers",
    long: "\
Each layer is timed; a table at the end has its seconds and whether it passed. A layer that fails
does not stop the ones after it, except those that need it; any failure makes the exit status 1.
Nothing is skipped silently: what a layer needs and this machine lacks makes it fail, and it says
how to install it. The layers, in order, are listed by --list.",
    words: "",
    options: &[
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

/// How a layer ended.
#[derive(Debug)]
enum End {
    Passed,
    Failed(String),
    /// A layer that it needs failed: that one's name.
    Blocked(&'static str),
}

struct Outcome {
    layer: &'static Layer,
    end: End,
    took: Duration,
}

fn run(args: &Args) -> Result<()> {
    if args.has("list") {
        let width = LAYERS.iter().map(|layer| layer.name.len()).max().unwrap_or(0);
        for layer in LAYERS {
            println!("{:width$}  {}", layer.name, layer.what);
        }
        return Ok(());
    }
    let chosen = choose(&args.all("only"), &args.all("skip"))?;
    let outcomes = run_layers(&chosen);
    println!("\n{}", table(&outcomes));
    let bad = outcomes.iter().filter(|outcome| !matches!(outcome.end, End::Passed)).count();
    if bad > 0 {
        bail!("{bad} of {} layers did not pass", outcomes.len());
    }
    Ok(())
}

fn choose(only: &[&str], skip: &[&str]) -> Result<Vec<&'static Layer>> {
    let known = |name: &&&str| LAYERS.iter().any(|layer| layer.name == **name);
    if let Some(name) = only.iter().chain(skip).find(|name| !known(name)) {
        bail!("there is no layer {name}; see: cargo xtask test --list");
    }
    let wanted = |layer: &&Layer| {
        (only.is_empty() || only.contains(&layer.name)) && !skip.contains(&layer.name)
    };
    Ok(LAYERS.iter().filter(wanted).collect())
}

fn run_layers(layers: &[&'static Layer]) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for layer in layers {
        println!("\n=== {}: {}", layer.name, layer.what);
        let begin = Instant::now();
        let failed = |name: &&&str| {
            outcomes
                .iter()
                .any(|past| past.layer.name == **name && !matches!(past.end, End::Passed))
        };
        let end = match layer.needs.iter().find(failed) {
            Some(name) => End::Blocked(name),
            None => match (layer.run)() {
                Ok(()) => End::Passed,
                Err(error) => {
                    eprintln!("=== {} failed: {error:#}", layer.name);
                    End::Failed(format!("{error:#}"))
                }
            },
        };
        outcomes.push(Outcome { layer, end, took: begin.elapsed() });
    }
    outcomes
}

fn table(outcomes: &[Outcome]) -> String {
    let width = outcomes.iter().map(|outcome| outcome.layer.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for outcome in outcomes {
        let end = match &outcome.end {
            End::Passed => "passed".to_owned(),
            End::Failed(why) => format!("FAILED  {}", first_line(why)),
            End::Blocked(by) => format!("NOT RUN: {by} failed"),
        };
        let (name, seconds) = (outcome.layer.name, outcome.took.as_secs_f64());
        let _ = writeln!(text, "{name:width$}  {seconds:>7.1} s  {end}");
    }
    let total: Duration = outcomes.iter().map(|outcome| outcome.took).sum();
    let _ = writeln!(text, "{:width$}  {:>7.1} s", "", total.as_secs_f64());
    text
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    fn outcomes(layers: &'static [Layer]) -> Vec<Outcome> {
        run_layers(&layers.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_failure_is_reported_and_stops_only_what_needs_it() {
        static SOME: &[Layer] = &[
            Layer { name: "a", what: "", needs: &[], run: || Err(anyhow!("broken\nmore")) },
            Layer { name: "b", what: "", needs: &[], run: || Ok(()) },
            Layer { name: "c", what: "", needs: &["b", "a"], run: || panic!("must not run") },
            Layer { name: "d", what: "", needs: &["c"], run: || panic!("must not run") },
        ];
        let table = table(&outcomes(SOME));
        let lines: Vec<&str> = table.lines().collect();
        assert!(lines[0].starts_with('a') && lines[0].ends_with("FAILED  broken"), "{table}");
        assert!(lines[1].ends_with("passed"), "{table}");
        assert!(lines[2].ends_with("NOT RUN: a failed"), "{table}");
        assert!(lines[3].ends_with("NOT RUN: c failed"), "{table}");
    }

    #[test]
    fn layers_are_chosen_by_name() {
        let names = |layers: Vec<&Layer>| layers.iter().map(|l| l.name).collect::<Vec<_>>();
        assert_eq!(names(choose(&["fmt"], &[]).expect("it is there")), ["fmt"]);
        let rest = names(choose(&[], &["fmt"]).expect("it is there"));
        assert_eq!(rest.len(), LAYERS.len() - 1);
        assert!(choose(&["no"], &[]).is_err() && choose(&[], &["no"]).is_err());
    }

    #[test]
    fn a_layer_needs_only_layers_before_it() {
        for (at, layer) in LAYERS.iter().enumerate() {
            for need in layer.needs {
                assert!(LAYERS[..at].iter().any(|before| before.name == *need), "{}", layer.name);
            }
        }
    }
}
