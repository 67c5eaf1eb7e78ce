//! Which layer begins when: from what each needs and takes.

use super::layers::{Layer, Load};

/// How a layer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Waiting,
    Running,
    Passed,
    Failed,
    /// A layer that it needs did not pass.
    Blocked,
}

/// Tenths of a core that those which wait may take together: both cores of a machine like CI's. A
/// compilation beside them takes what they leave: it has little priority.
const TENTHS: u32 = 20;

/// GiB of memory that they may take together, of the 24 of a machine like CI's.
const MEMORY: u32 = 16;

/// So many of them at once: what is measured in a lab was measured beside one other.
const AT_ONCE: usize = 2;

/// The state of a layer that this one needs, if it is part of the run.
fn needed<'a>(
    layers: &'a [&'static Layer],
    states: &'a [State],
    layer: &'static Layer,
) -> impl Iterator<Item = (&'static str, State)> + 'a {
    layers
        .iter()
        .zip(states)
        .filter(|(other, _)| layer.needs.contains(&other.name))
        .map(|(other, state)| (other.name, *state))
}

/// The layer that failed, or could not run, so that this one can't.
pub(super) fn obstacle(
    layers: &[&'static Layer],
    states: &[State],
    layer: &'static Layer,
) -> Option<&'static str> {
    needed(layers, states, layer)
        .find(|(_, state)| matches!(state, State::Failed | State::Blocked))
        .map(|(name, _)| name)
}

/// Whether it fits beside those that run.
fn fits(running: &[&Layer], layer: &Layer) -> bool {
    let waits = |layer: &&Layer| match layer.load {
        Load::Compiles => None,
        Load::Waits { tenths, memory } => Some((tenths, memory)),
    };
    match layer.load {
        Load::Compiles => running.iter().all(|other| waits(other).is_some()),
        Load::Waits { tenths, memory } => {
            let beside: Vec<(u32, u32)> = running.iter().filter_map(waits).collect();
            let tenths: u32 = tenths + beside.iter().map(|(tenths, _)| tenths).sum::<u32>();
            let memory: u32 = memory + beside.iter().map(|(_, memory)| memory).sum::<u32>();
            // A layer that takes more than there is runs alone.
            beside.is_empty() || (beside.len() < AT_ONCE && tenths <= TENTHS && memory <= MEMORY)
        }
    }
}

/// The next layer that may begin now.
pub(super) fn next(layers: &[&'static Layer], states: &[State]) -> Option<usize> {
    let running: Vec<&Layer> = layers
        .iter()
        .zip(states)
        .filter(|(_, state)| **state == State::Running)
        .map(|(layer, _)| *layer)
        .collect();
    let ready = |layer: &'static Layer| {
        needed(layers, states, layer).all(|(_, state)| state == State::Passed)
    };
    layers.iter().zip(states).position(|(layer, state)| {
        *state == State::Waiting && ready(layer) && fits(&running, layer)
    })
}

/// Seconds until all have ended, when each takes what is expected of it. `expected` and `ran` are
/// seconds, by layer.
pub(super) fn left(
    layers: &[&'static Layer],
    states: &[State],
    expected: &[f64],
    ran: &[f64],
) -> f64 {
    let mut states = states.to_vec();
    // One that takes longer than expected is expected to end soon.
    let mut rest: Vec<f64> =
        expected.iter().zip(ran).map(|(all, ran)| (all - ran).max(all / 10.0)).collect();
    let mut clock = 0.0;
    loop {
        while let Some(at) = next(layers, &states) {
            set(&mut states, at, State::Running);
        }
        let running = states.iter().zip(&rest).filter(|(state, _)| **state == State::Running);
        let Some(step) = running.map(|(_, rest)| *rest).min_by(f64::total_cmp) else {
            return clock;
        };
        clock += step;
        for (state, rest) in states.iter_mut().zip(&mut rest) {
            if *state == State::Running {
                *rest -= step;
                if *rest <= 0.0 {
                    *state = State::Passed;
                }
            }
        }
    }
}

/// Sets one state.
pub(super) fn set(states: &mut [State], at: usize, state: State) {
    if let Some(place) = states.get_mut(at) {
        *place = state;
    }
}
