//! Lines: who shares a bus, and where the buses run.

use super::layers::{Member, is_among_equals};
use super::{BETWEEN, HEIGHT, MARGIN, WIDTH};
use crate::cluster::connections;
use model::scene::{Box, Link};
use rules::Context;
use std::collections::{BTreeMap, BTreeSet};

const TRACK: i32 = 10;
const LABEL: i32 = 13;
const ROOM: i32 = 12;

/// Boxes that talk to the same others: one bus.
#[derive(Clone, Debug, Default)]
pub(super) struct Net {
    sources: BTreeSet<usize>,
    targets: BTreeMap<usize, String>,
}

fn row_of(rows: &[Vec<usize>], index: usize) -> usize {
    rows.iter().position(|row| row.contains(&index)).unwrap_or_default()
}

/// The buses: for each set of upper boxes what they reach below, with protocol and port.
pub(super) fn nets(cx: &Context, members: &[Member], rows: &[Vec<usize>]) -> Vec<Net> {
    let mut labels: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for c in connections(cx).into_iter().filter(|c| !is_among_equals(c)) {
        let label =
            c.ports().map_or_else(|| c.protocol.to_owned(), |p| format!("{} {p}", c.protocol));
        for (a, from) in members.iter().enumerate().filter(|(_, m)| m.is(&c.from)) {
            for (b, to) in members.iter().enumerate().filter(|(_, m)| m.is(&c.to)) {
                let (ra, rb) = (row_of(rows, a), row_of(rows, b));
                // Lines only lead down: what is beside or above is another role of the same machines.
                if ra >= rb || from.who == to.who {
                    continue;
                }
                let pair = (a, b);
                let known = labels.entry(pair).or_default();
                if !known.contains(&label) {
                    known.push(label.clone());
                }
            }
        }
    }
    let mut sources: BTreeMap<(usize, String), BTreeSet<usize>> = BTreeMap::new();
    for ((from, to), labels) in labels {
        sources.entry((to, merged(&labels))).or_default().insert(from);
    }
    let mut nets: BTreeMap<BTreeSet<usize>, Net> = BTreeMap::new();
    for ((to, label), from) in sources {
        let net = nets.entry(from.clone()).or_default();
        net.sources = from;
        net.targets.entry(to).and_modify(|old| *old = format!("{old}, {label}")).or_insert(label);
    }
    nets.into_values().collect()
}

/// `ZooKeeper 2181` and `ZooKeeper 2888` become `ZooKeeper 2181, 2888`.
pub(super) fn merged(labels: &[String]) -> String {
    let mut out = String::new();
    let mut last = "";
    for label in labels {
        let (name, port) = label.rsplit_once(' ').unwrap_or((label, ""));
        if out.is_empty() {
            out.clone_from(label);
        } else if name == last && !port.is_empty() {
            out.push_str(", ");
            out.push_str(port);
        } else {
            out.push_str(", ");
            out.push_str(label);
        }
        last = name;
    }
    out
}

/// The gap below a source's row and the one above a target's row.
fn gaps(net: &Net, rows: &[Vec<usize>]) -> BTreeSet<usize> {
    let below = net.sources.iter().map(|i| row_of(rows, *i));
    let above = net.targets.keys().map(|i| row_of(rows, *i).saturating_sub(1));
    below.chain(above).collect()
}

/// How long a label is at 11 px, about.
fn length(label: &str) -> i32 {
    6 * int(super::cells(label))
}

fn int(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / 1024)
}

/// Sets the boxes' heights on the page, draws the lines, and gives width and height of it all.
pub(super) fn route(
    nets: &[Net],
    rows: &[Vec<usize>],
    boxes: &mut [Box],
    right: i32,
) -> (Vec<Link>, i32, i32) {
    // The tracks of each gap, and the lines that enter each box from above.
    let mut tracks: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    let mut entries: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut exits: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, net) in nets.iter().enumerate() {
        for gap in gaps(net, rows) {
            if let Some(tracks) = tracks.get_mut(gap) {
                tracks.push(at);
            }
        }
        net.targets.keys().for_each(|t| entries.entry(*t).or_default().push(at));
        net.sources.iter().for_each(|s| exits.entry(*s).or_default().push(at));
    }
    // From top to bottom: a row, its tracks, the labels of the next row.
    let mut y = MARGIN;
    let mut first_track: Vec<i32> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for index in row {
            if let Some(b) = boxes.get_mut(*index) {
                b.y = y;
            }
        }
        y += HEIGHT;
        let used = int(tracks.get(at).map_or(0, Vec::len));
        first_track.push(y + ROOM);
        let labels = rows.get(at + 1).map_or(0, |next| {
            next.iter().map(|i| entries.get(i).map_or(0, Vec::len)).max().unwrap_or(0)
        });
        if at + 1 < rows.len() {
            y += ROOM + TRACK * used + LABEL * int(labels) + 6;
        }
    }
    let track_y = |gap: usize, net: usize| {
        let at = tracks.get(gap).and_then(|t| t.iter().position(|n| *n == net)).unwrap_or(0);
        first_track.get(gap).copied().unwrap_or(0) + TRACK * int(at)
    };
    let mut links = Vec::new();
    let mut channels = 0;
    for (at, net) in nets.iter().enumerate() {
        let (Some(from), Some(to)) = (net.sources.first(), net.targets.keys().next()) else {
            continue;
        };
        let mut piece = |points: Vec<(i32, i32)>, target: Option<(usize, &str, (i32, i32))>| {
            let (to, label, label_at) = target.unwrap_or((*to, "", (0, 0)));
            let arrow = target.is_some();
            links.push(Link { from: *from, to, points, arrow, label: label.to_owned(), label_at });
        };
        let mut reach: BTreeMap<usize, (i32, i32)> = BTreeMap::new();
        let mut touch = |gap: usize, x: i32| {
            let (low, high) = reach.entry(gap).or_insert((x, x));
            (*low, *high) = ((*low).min(x), (*high).max(x));
        };
        for source in &net.sources {
            let Some(b) = boxes.get(*source) else { continue };
            let out = exits.get(source).map_or(&[][..], Vec::as_slice);
            let place = out.iter().position(|n| *n == at).unwrap_or(0);
            let x = b.x + b.width / 2 + TRACK * int(place) - TRACK * (int(out.len()) - 1) / 2;
            let gap = row_of(rows, *source);
            touch(gap, x);
            piece(vec![(x, b.y + b.height), (x, track_y(gap, at))], None);
        }
        for (target, label) in &net.targets {
            let Some(b) = boxes.get(*target) else { continue };
            let into = entries.get(target).map_or(&[][..], Vec::as_slice);
            let place = int(into.iter().position(|n| *n == at).unwrap_or(0));
            let x = b.x + 12 + TRACK * place;
            let gap = row_of(rows, *target).saturating_sub(1);
            touch(gap, x);
            let label_at = (b.x + 12 + TRACK * (int(into.len()) - 1) + 5, b.y - 6 - LABEL * place);
            // A long label stands once above its row: the next one would be written over it.
            let left = |other: &usize| boxes.get(*other).is_some_and(|o| o.y == b.y && o.x < b.x);
            let again = net.targets.iter().any(|(other, l)| l == label && left(other));
            let room = b.x + WIDTH + BETWEEN - label_at.0;
            let label = if again && length(label) > room { "" } else { label };
            piece(vec![(x, track_y(gap, at)), (x, b.y)], Some((*target, label, label_at)));
        }
        if reach.len() > 1 {
            let x = right + TRACK * channels + TRACK;
            channels += 1;
            for (_, high) in reach.values_mut() {
                *high = x;
            }
            let ends = (reach.keys().next().copied(), reach.keys().next_back().copied());
            if let (Some(top), Some(end)) = ends {
                piece(vec![(x, track_y(top, at)), (x, track_y(end, at))], None);
            }
        }
        for (gap, (low, high)) in reach {
            if low < high {
                piece(vec![(low, track_y(gap, at)), (high, track_y(gap, at))], None);
            }
        }
    }
    (links, right + TRACK * channels + MARGIN, y + MARGIN)
}
