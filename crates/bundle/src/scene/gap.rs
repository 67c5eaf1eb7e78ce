//! Between two bands: the lines that end there side by side, each with its words to the right.

use super::text::{flow, widest, width};
use model::scene::Style;

/// From the left end of a slot to its words.
const WORDS: i32 = 12;
/// Behind the words.
const BEHIND: i32 = 14;
/// Less is no room for words.
const LEAST: i32 = 40;
/// A line of words.
const LINE: i32 = 13;
/// Between two tracks.
const TRACK: i32 = 8;
/// Between words of one line.
const MARK: &str = " · ";

/// How a line comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// Down a channel on the left: which line it is.
    Channel(usize),
    /// From the band above: which.
    Above(usize),
    /// From the band below, up into the one above: which.
    Below(usize),
}

/// A line that ends in a gap.
pub(super) struct Slot {
    pub(super) from: From,
    /// Where it goes down or up.
    pub(super) x: i32,
    /// Where its words begin.
    pub(super) words_x: i32,
    pub(super) words: Vec<String>,
    /// How far below the band above it comes out of its channel.
    pub(super) track: i32,
}

/// A gap: its lines, its height, and where the words begin.
#[derive(Default)]
pub(super) struct Gap {
    pub(super) slots: Vec<Slot>,
    pub(super) height: i32,
    pub(super) words_y: i32,
}

/// The lines that end in a gap, from `left` on in `room`. Those from channels come first, the
/// outermost of them with the lowest track, so that none crosses another.
pub(super) fn gap(ends: &[(From, &[String])], left: i32, room: i32) -> Gap {
    let count = i32::try_from(ends.len()).unwrap_or(1).max(1);
    let natural: Vec<i32> =
        ends.iter().map(|(_, ports)| width(&ports.join(MARK), Style::Label)).collect();
    let most = share(&natural, room - count * (WORDS + BEHIND)).max(LEAST);
    let tracks = ends.iter().filter(|(from, _)| matches!(from, From::Channel(_))).count();
    let tracks = i32::try_from(tracks).unwrap_or(0);
    let mut slots = Vec::new();
    let mut x = left;
    let mut from_channel = 0;
    for (from, ports) in ends {
        let words = flow(ports, MARK, most, Style::Label);
        let wide = widest(&words, Style::Label);
        if matches!(from, From::Channel(_)) {
            from_channel += 1;
        }
        let track = 10 + TRACK * (tracks - from_channel);
        slots.push(Slot { from: *from, x: x + 4, words_x: x + WORDS, words, track });
        x += WORDS + wide + BEHIND;
    }
    let lines = slots.iter().map(|slot| slot.words.len()).max().unwrap_or(0);
    let lines = i32::try_from(lines).unwrap_or(0);
    let top = if tracks > 0 { 8 + TRACK * tracks } else { 7 };
    Gap {
        slots,
        height: (top + LINE * lines + 9).max(if lines > 0 { 30 } else { 12 }),
        words_y: top,
    }
}

/// The widest that words may be so that all of them have room: those that need less leave the rest
/// to the others.
fn share(natural: &[i32], room: i32) -> i32 {
    let mut sorted = natural.to_vec();
    sorted.sort_unstable();
    let mut left = room;
    let mut count = i32::try_from(sorted.len()).unwrap_or(1);
    for need in sorted {
        if need * count > left {
            return left / count.max(1);
        }
        left -= need;
        count -= 1;
    }
    i32::MAX
}

/// The base line of a line of words, from the upper end of the words.
pub(super) fn base_line(line: usize) -> i32 {
    LINE * i32::try_from(line).unwrap_or(0) + 11
}
