//! `lab kill`: deployments, rollbacks, root's script and bin/fetch, killed at every step, before or
//! after it.
//!
//! A folder with a stand-in for every program that the scripts call counts the calls, and kills the
//! whole group of processes at one of them. Then it is gone on in all ways that an admin has, and the
//! node's tree is compared, byte for byte, with modes and owners. With GNU's programs and dash, and
//! with `BusyBox` alone.

mod continuation;
mod fetch;
mod fixture;
mod programs;
mod root;
mod tree;

use crate::report::Report;
use anyhow::{Context as _, Result, bail};
use continuation::{Node, Scenario};
use programs::{Moment, Programs};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

/// Points that each run tries, over all scenarios and shells; `--only all` tries every one.
const SAMPLE: usize = 120;

/// One place to kill at.
struct Point {
    programs: &'static Programs,
    scenario: &'static Scenario,
    moment: Moment,
    at: u32,
}

pub(crate) fn run(only: Option<&str>) -> Result<()> {
    let report = Report::new();
    for programs in programs::ALL {
        let node = Node::new(programs, "dry")?;
        root::dry_run_shows_all(&node.fixture).with_context(|| programs.name)?;
    }
    report.say("a dry run of root's script shows all that the run changes");
    let points = points(only, &report)?;
    let chosen = chosen(points, only, &report)?;
    // Half of them each: a run waits for its programs more than it computes.
    let halves = thread::scope(|scope| {
        let half = |which: usize| {
            let own: Vec<&Point> = chosen.iter().skip(which).step_by(2).collect();
            scope.spawn(move || fall_all(&own, which, &report))
        };
        [half(0), half(1)]
            .map(|thread| thread.join().unwrap_or_else(|_| bail!("a thread panicked")))
    });
    let mut wrong = Vec::new();
    for half in halves {
        wrong.extend(half?);
    }
    let mut table = String::new();
    for programs in programs::ALL {
        for scenario in continuation::SCENARIOS {
            let same =
                |p: &&Point| p.programs.name == programs.name && p.scenario.name == scenario.name;
            let tried = chosen.iter().filter(same).count();
            writeln!(table, "{:10} {:40} {tried} points", programs.name, scenario.name)?;
        }
    }
    report.say(&format!("tried {} points, each gone on with in all ways:\n{table}", chosen.len()));
    if !wrong.is_empty() {
        bail!("{} fell through:\n{}", wrong.len(), wrong.join("\n"));
    }
    Ok(())
}

/// Every point: each scenario is run once with each set of programs, to count its calls.
fn points(only: Option<&str>, report: &Report) -> Result<Vec<Point>> {
    let named = |scenario: &&Scenario| {
        only.is_none_or(|only| scenario.name == only)
            || !continuation::SCENARIOS.iter().any(|s| Some(s.name) == only)
    };
    let mut all = Vec::new();
    for programs in programs::ALL {
        let node = Node::new(programs, "count")?;
        for scenario in continuation::SCENARIOS.iter().filter(named) {
            node.before(scenario).with_context(|| format!("before {}", scenario.name))?;
            let calls =
                node.fixture.count(scenario.killed).with_context(|| scenario.name.to_owned())?;
            report.say(&format!("{}, {}: {calls} calls", programs.name, scenario.name));
            for at in 1..=calls {
                for moment in [Moment::Before, Moment::After] {
                    all.push(Point { programs, scenario, moment, at });
                }
            }
        }
    }
    Ok(all)
}

/// A sample, spread evenly over all points; which one of each part is taken follows from the seed,
/// which is said, so that a failure can be repeated.
fn chosen(points: Vec<Point>, only: Option<&str>, report: &Report) -> Result<Vec<Point>> {
    let seed: u64 = match only {
        Some("all") => return Ok(points),
        Some(text) if continuation::SCENARIOS.iter().any(|s| s.name == text) => {
            return Ok(points.into_iter().filter(|point| point.scenario.name == text).collect());
        }
        Some(text) => text
            .parse()
            .context("--only takes `all`, a scenario, or the number of an earlier run")?,
        None => SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs(),
    };
    let total = points.len();
    report.say(&format!("{SAMPLE} of {total} points; the same again: --only {seed}"));
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default()
    };
    let taken: BTreeSet<usize> = (0..SAMPLE)
        .map(|part| {
            let (from, to) = (part * total / SAMPLE, (part + 1) * total / SAMPLE);
            from + next() % (to - from).max(1)
        })
        .collect();
    let chosen = points.into_iter().enumerate().filter(|(at, _)| taken.contains(at));
    Ok(chosen.map(|(_, point)| point).collect())
}

/// Falls at these points; what fell through.
fn fall_all(points: &[&Point], which: usize, report: &Report) -> Result<Vec<String>> {
    let mut nodes: BTreeMap<&str, Node> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (number, point) in points.iter().enumerate() {
        let node = match nodes.entry(point.programs.name) {
            Entry::Occupied(node) => node.into_mut(),
            Entry::Vacant(free) => {
                free.insert(Node::new(point.programs, &format!("half-{which}"))?)
            }
        };
        node.before(point.scenario)?;
        node.fixture.kill(point.scenario.killed, point.moment, point.at)?;
        node.fixture.save("killed")?;
        for continuation in point.scenario.ways {
            node.fixture.restore("killed")?;
            if let Err(error) = (continuation.run)(node, point.scenario) {
                let (programs, scenario) = (point.programs.name, point.scenario.name);
                let (moment, at) = (point.moment.word(), node.fixture.killed_at());
                let then = continuation.name;
                wrong.push(format!("{programs}, {scenario}, killed {moment} call {} ({at}), then {then}: {error:#}", point.at));
            }
        }
        if number % 20 == 19 {
            let total = points.len();
            report.say(&format!(
                "half {which}: {} of {total} points, {} fell through",
                number + 1,
                wrong.len()
            ));
        }
    }
    Ok(wrong)
}
