//! Which way each line goes: straight to the next band, or down a channel beside all bands.

use crate::scene::gap::From;
use crate::scene::plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

/// A line that goes through a channel. Bands are named by their place from the top.
#[derive(Debug)]
pub(super) struct Net {
    /// Which line.
    line: usize,
    pub(super) from: Vec<usize>,
    to: usize,
    /// Its channel, from the bands outwards.
    pub(super) channel: usize,
}

impl Net {
    /// Between which heights its channel is taken: a band, the gap above it, the next one.
    fn reach(&self) -> (usize, usize) {
        let end = 2 * self.to;
        let begins = self.from.iter().map(|from| 2 * from + 1);
        let (low, high) = (begins.clone().min().unwrap_or(end), begins.max().unwrap_or(end));
        (low.min(end), high.max(end))
    }
}

/// All ways.
pub(super) struct Routes {
    /// The bands that stand below each other, from the top.
    pub(super) order: Vec<usize>,
    pub(super) nets: Vec<Net>,
    /// Lines to the next band: from, to, which.
    direct: Vec<(usize, usize, usize)>,
    /// How many channels there are.
    pub(super) channels: usize,
}

impl Routes {
    /// What ends in the gap above a band, from left to right, with the line.
    pub(super) fn ends(&self, at: usize) -> Vec<(From, usize)> {
        let mut nets: Vec<(usize, &Net)> =
            self.nets.iter().enumerate().filter(|(_, net)| net.to == at).collect();
        nets.sort_by_key(|(index, net)| (std::cmp::Reverse(net.channel), *index));
        let nets = nets.into_iter().map(|(index, net)| (From::Channel(index), net.line));
        let above = |(from, to, line): &(usize, usize, usize)| {
            (*to == at && from + 1 == at).then_some((From::Above(*from), *line))
        };
        let below = |(from, to, line): &(usize, usize, usize)| {
            (*from == at && to + 1 == at).then_some((From::Below(*to), *line))
        };
        nets.chain(self.direct.iter().filter_map(above))
            .chain(self.direct.iter().filter_map(below))
            .collect()
    }

    /// Where lines leave bands for their channels.
    pub(super) fn stubs(&self) -> Stubs {
        let mut all: BTreeMap<usize, Vec<(bool, usize, usize)>> = BTreeMap::new();
        for (index, net) in self.nets.iter().enumerate() {
            for from in &net.from {
                // What goes up leaves above what goes down; of those that go down the outermost
                // first, so that none has to cross it.
                let down = net.to > *from;
                let channel = if down { usize::MAX - net.channel } else { net.channel };
                all.entry(*from).or_default().push((down, channel, index));
            }
        }
        for stubs in all.values_mut() {
            stubs.sort_unstable();
        }
        Stubs(all.into_iter().map(|(at, all)| (at, all.iter().map(|s| s.2).collect())).collect())
    }
}

/// The lines that leave each band for channels, from top to bottom.
pub(super) struct Stubs(BTreeMap<usize, Vec<usize>>);

impl Stubs {
    /// The place of a line among those of a band, and how many there are.
    pub(super) fn place(&self, from: usize, net: usize) -> (i32, i32) {
        let all = self.0.get(&from).map_or(&[][..], Vec::as_slice);
        let at = all.iter().position(|n| *n == net).unwrap_or(0);
        (super::int(at), super::int(all.len()))
    }
}

/// The ways of all lines but those to what stands at a band's side.
pub(super) fn routes(plan: &Plan, sides: &BTreeMap<usize, usize>) -> Routes {
    let aside: BTreeSet<usize> = sides.values().copied().collect();
    let order: Vec<usize> = (0..plan.bands.len()).filter(|at| !aside.contains(at)).collect();
    let place = |at: &usize| order.iter().position(|o| o == at);
    let (mut nets, mut direct) = (Vec::new(), Vec::new());
    for (line, what) in plan.lines.iter().enumerate() {
        let Some(to) = place(&what.to) else { continue };
        let from: Vec<usize> = what.from.iter().filter_map(place).collect();
        // The band below goes straight up, also where others come by the same ports.
        let (below, mut rest): (Vec<usize>, Vec<usize>) =
            from.into_iter().partition(|from| *from == to + 1);
        direct.extend(below.into_iter().map(|from| (from, to, line)));
        if let [only] = rest.as_slice()
            && only + 1 == to
        {
            direct.push((*only, to, line));
            rest.clear();
        }
        if !rest.is_empty() {
            nets.push(Net { line, from: rest, to, channel: 0 });
        }
    }
    let channels = assign(&mut nets);
    Routes { order, nets, direct, channels }
}

/// Gives each line a channel that is free where it runs, short lines the inner ones.
fn assign(nets: &mut [Net]) -> usize {
    let mut order: Vec<usize> = (0..nets.len()).collect();
    order.sort_by_key(|at| {
        let (low, high) = nets.get(*at).map_or((0, 0), Net::reach);
        (high - low, low, *at)
    });
    let mut channels: Vec<Vec<(usize, usize)>> = Vec::new();
    for at in order {
        let Some(net) = nets.get_mut(at) else { continue };
        let (low, high) = net.reach();
        let free = |taken: &Vec<(usize, usize)>| taken.iter().all(|(l, h)| high < *l || *h < low);
        let channel = channels.iter().position(free).unwrap_or_else(|| {
            channels.push(Vec::new());
            channels.len() - 1
        });
        if let Some(taken) = channels.get_mut(channel) {
            taken.push((low, high));
        }
        net.channel = channel;
    }
    channels.len()
}
