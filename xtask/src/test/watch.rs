//! Runs layers side by side, each as a process of its own.

use super::{
    children,
    console::{Console, clock},
    layers::{Layer, Load},
    logs,
    plan::{self, State},
};
use anyhow::{Context as _, Result};
use commands::{BUILT, debug, root};
use std::{
    fs::{self, File},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How a layer ended.
pub(super) struct Outcome {
    pub(super) layer: &'static Layer,
    pub(super) end: End,
    pub(super) seconds: f64,
    /// User and system, with all children; `None` when it could not be counted.
    pub(super) processor: Option<f64>,
}

/// The same, in a word.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    Passed,
    Failed,
    /// A layer that it needs failed: that one's name.
    Blocked(&'static str),
    /// The run was stopped.
    Stopped,
}

/// Lines of a failed layer's log that are shown.
const SHOWN: usize = 60;
/// Reasons of a failed layer that are shown.
const SHOWN_REASONS: usize = 5;
const STEP: Duration = Duration::from_millis(200);

struct Running {
    at: usize,
    child: Child,
    begin: Instant,
}

/// A run on its way.
struct Run<'l> {
    layers: &'l [&'static Layer],
    states: Vec<State>,
    expected: Vec<f64>,
    running: Vec<Running>,
    outcomes: Vec<Outcome>,
    console: Console,
    /// A copy of this program: Cargo may put another build into its place.
    program: PathBuf,
}

/// Runs them all; ends early when it is told to stop.
pub(super) fn run(layers: &[&'static Layer]) -> Result<Vec<Outcome>> {
    children::adopt();
    let stop = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stop);
    ctrlc::set_handler(move || told.store(true, Ordering::Relaxed)).context("Ctrl+C's handler")?;
    let program = logs::folder()?.join("xtask");
    fs::copy(std::env::current_exe()?, &program).context("this program's own file")?;
    let expect = |layer: &&Layer| logs::last(layer.name).unwrap_or(f64::from(layer.seconds));
    let mut run = Run {
        layers,
        states: vec![State::Waiting; layers.len()],
        expected: layers.iter().map(expect).collect(),
        running: Vec::new(),
        outcomes: Vec::new(),
        console: Console::new(),
        program,
    };
    loop {
        run.block();
        while let Some(at) = plan::next(run.layers, &run.states) {
            run.begin(at)?;
        }
        if run.running.is_empty() {
            break;
        }
        thread::sleep(STEP);
        if stop.load(Ordering::Relaxed) {
            run.stop();
            break;
        }
        run.collect()?;
        let Run { console, layers, states, expected, running, .. } = &mut run;
        console.state(|| state(layers, states, expected, running));
    }
    run.console.end();
    Ok(run.outcomes)
}

impl Run<'_> {
    /// Marks what can't run any more.
    fn block(&mut self) {
        for (at, layer) in self.layers.iter().enumerate() {
            let waiting = self.states.get(at) == Some(&State::Waiting);
            let obstacle = plan::obstacle(self.layers, &self.states, layer).filter(|_| waiting);
            if let Some(name) = obstacle {
                plan::set(&mut self.states, at, State::Blocked);
                self.console.say(&format!("{} can't run: {name} did not pass", layer.name));
                let end = End::Blocked(name);
                self.outcomes.push(Outcome { layer, end, seconds: 0.0, processor: None });
            }
        }
    }

    fn begin(&mut self, at: usize) -> Result<()> {
        let Some(layer) = self.layers.get(at) else { return Ok(()) };
        logs::forget(layer.name)?;
        let log = File::create(logs::log(layer.name)?)?;
        let mut command = match layer.load {
            Load::Compiles => {
                let mut nice = Command::new("nice");
                nice.args(["-n", "10"]).arg(&self.program);
                nice
            }
            Load::Waits { .. } => Command::new(&self.program),
        };
        if self.compiled() {
            command.env(BUILT, debug());
        } else {
            command.env_remove(BUILT);
        }
        command.args(["layer", layer.name]).current_dir(root());
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        // Ctrl+C in the terminal reaches this process alone, which ends the others.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn().with_context(|| format!("{command:?} can't be started"))?;
        plan::set(&mut self.states, at, State::Running);
        self.running.push(Running { at, child, begin: Instant::now() });
        self.console.say(&format!("{} begins: {}", layer.name, layer.what));
        Ok(())
    }

    /// Whether this run has compiled everything native already.
    fn compiled(&self) -> bool {
        let states = self.layers.iter().zip(&self.states);
        states.into_iter().any(|(layer, state)| layer.name == "compile" && *state == State::Passed)
    }

    /// Takes leave of those that have ended.
    fn collect(&mut self) -> Result<()> {
        let mut left = Vec::new();
        for mut running in std::mem::take(&mut self.running) {
            match running.child.try_wait()? {
                None => left.push(running),
                Some(status) => self.ended(&running, status.success())?,
            }
        }
        self.running = left;
        Ok(())
    }

    fn ended(&mut self, running: &Running, passed: bool) -> Result<()> {
        let Some(layer) = self.layers.get(running.at) else { return Ok(()) };
        let seconds = running.begin.elapsed().as_secs_f64();
        let processor = logs::processor(layer.name);
        let counted =
            processor.map(|seconds| format!(", {seconds:.0} s of a processor")).unwrap_or_default();
        let took = format!("{seconds:.0} s{counted}");
        if passed {
            logs::set_last(layer.name, seconds)?;
            self.console.say(&format!("{} passed: {took}", layer.name));
        } else {
            let log = logs::log(layer.name)?;
            self.console.say(&format!(
                "{} FAILED: {took}. The end of {}:",
                layer.name,
                log.display()
            ));
            let reasons = logs::reasons(layer.name, SHOWN_REASONS)?;
            if !reasons.is_empty() {
                println!("{reasons}\n…");
            }
            println!("{}\n", logs::tail(layer.name, SHOWN)?);
        }
        let (state, end) =
            if passed { (State::Passed, End::Passed) } else { (State::Failed, End::Failed) };
        plan::set(&mut self.states, running.at, state);
        self.outcomes.push(Outcome { layer, end, seconds, processor });
        Ok(())
    }

    /// Ends all that runs.
    fn stop(&mut self) {
        self.console.say("stopping");
        children::end_all();
        for mut running in std::mem::take(&mut self.running) {
            let _ = running.child.wait();
            if let Some(layer) = self.layers.get(running.at) {
                let seconds = running.begin.elapsed().as_secs_f64();
                self.outcomes.push(Outcome { layer, end: End::Stopped, seconds, processor: None });
            }
        }
    }
}

/// What runs, for how long, and how much is left.
fn state(
    layers: &[&'static Layer],
    states: &[State],
    expected: &[f64],
    running: &[Running],
) -> String {
    let mut ran = vec![0.0; layers.len()];
    let mut names = Vec::new();
    for one in running {
        let seconds = one.begin.elapsed().as_secs_f64();
        if let Some(place) = ran.get_mut(one.at) {
            *place = seconds;
        }
        if let (Some(layer), Some(expected)) = (layers.get(one.at), expected.get(one.at)) {
            names.push(format!("{} {} of {}", layer.name, clock(seconds), clock(*expected)));
        }
    }
    let open = |state: &&State| matches!(state, State::Waiting | State::Running);
    let ended = layers.len() - states.iter().filter(open).count();
    format!(
        "{}; {ended} of {} have ended, about {} left",
        names.join(", "),
        layers.len(),
        clock(plan::left(layers, states, expected, &ran))
    )
}
