//! The boxes of a band, in rows from the left, with their frames.

use super::boxes;
use super::plan::{Band, Block, Member};
use super::text::{widest, wrap};
use model::scene::{Area, Box, Kind, Rect, Style, Words};

/// Between boxes.
const GAP: i32 = 8;
/// Between a frame and its boxes.
const PAD: i32 = 8;
/// A line of a frame's title.
const LINE: i32 = 14;
/// The words above boxes make a frame this wide, where its boxes are fewer.
const WORDS: i32 = 300;

/// What stands in a band, from its upper left corner.
#[derive(Default)]
pub(super) struct Content {
    pub(super) height: i32,
    pub(super) areas: Vec<Area>,
    pub(super) boxes: Vec<Box>,
    pub(super) words: Vec<Words>,
}

/// How wide the boxes of a band should be: as their words are, and less where titles of two lines
/// save a row of boxes. What stands below each other takes the whole room.
pub(super) fn need(band: &Band, room: i32) -> i32 {
    let room_of = |block: &Block| room - if block.title.is_empty() { 0 } else { 2 * PAD };
    let widest = |of: fn(&Member, i32) -> i32| {
        let of_block = |block: &Block| {
            let most = room_of(block);
            block.members.iter().map(|member| of(member, most)).max().unwrap_or(0)
        };
        band.blocks.iter().map(of_block).max().unwrap_or(0)
    };
    let (need, least) = (widest(boxes::need), widest(boxes::least));
    let Some(block) = band.blocks.iter().max_by_key(|block| block.members.len()) else {
        return 0;
    };
    let (count, room) = (int(block.members.len()), room_of(block));
    let columns = |column: i32| ((room + GAP) / (column + GAP)).max(1);
    let lines = |column: i32| (count + columns(column) - 1) / columns(column);
    let each = |columns: i32| (room + GAP) / columns - GAP;
    let need = if lines(least) < lines(need) {
        each((count + lines(least) - 1) / lines(least)).clamp(least, need.max(least))
    } else {
        need
    };
    if count > 1 && columns(need) == 1 { each(1) } else { need }
}

/// A block in its row.
struct Placed<'b> {
    block: &'b Block,
    x: i32,
    width: i32,
    columns: i32,
    title: Vec<String>,
    detail: Vec<String>,
}

impl Placed<'_> {
    fn pad(&self) -> i32 {
        if self.block.title.is_empty() { 0 } else { PAD }
    }

    fn top(&self) -> i32 {
        if self.pad() == 0 { 0 } else { LINE * int(self.title.len() + self.detail.len()) + 10 }
    }
}

fn int(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / 4096)
}

/// The boxes of a band, each as wide as `column`, in `room`.
pub(super) fn content(band: &Band, column: i32, room: i32) -> Content {
    let mut all = Content::default();
    for row in rows(band, column, room) {
        let top = row.iter().map(Placed::top).max().unwrap_or(0);
        let members = row.iter().flat_map(|placed| &placed.block.members);
        let high = members.map(|member| boxes::height(member, column)).max().unwrap_or(0);
        let deep = |p: &Placed| {
            let lines = (int(p.block.members.len()) + p.columns - 1) / p.columns.max(1);
            top + lines * (high + GAP) - GAP + p.pad()
        };
        let end = all.height + row.iter().map(deep).max().unwrap_or(0);
        for placed in &row {
            frame(&mut all, placed, end);
            let mut at = Rect {
                x: placed.x + placed.pad(),
                y: all.height + top,
                width: column,
                height: high,
            };
            for (index, member) in placed.block.members.iter().enumerate() {
                all.boxes.push(boxes::draw(member, at).0);
                at.x += column + GAP;
                if (int(index) + 1) % placed.columns.max(1) == 0 {
                    at.x = placed.x + placed.pad();
                    at.y += high + GAP;
                }
            }
        }
        all.height = end + GAP;
    }
    all.height = (all.height - GAP).max(0);
    all
}

/// The frame of a block, down to `end`.
fn frame(all: &mut Content, placed: &Placed, end: i32) {
    if placed.pad() == 0 {
        return;
    }
    let at = Rect { x: placed.x, y: all.height, width: placed.width, height: end - all.height };
    all.areas.push(Area { at, kind: Kind::Frame });
    let title = placed.title.iter().map(|text| (text, Style::Frame));
    let detail = placed.detail.iter().map(|text| (text, Style::Detail));
    for (line, (text, style)) in title.chain(detail).enumerate() {
        let y = at.y + 4 + LINE * (int(line) + 1) - 2;
        all.words.push(Words { x: at.x + PAD, y, text: text.clone(), style });
    }
}

/// The blocks in rows: side by side where each then has one row of boxes.
fn rows(band: &Band, column: i32, room: i32) -> Vec<Vec<Placed<'_>>> {
    let mut rows: Vec<Vec<Placed>> = Vec::new();
    let mut x = 0;
    for block in &band.blocks {
        let pad = if block.title.is_empty() { 0 } else { PAD };
        let fit = |room: i32| ((room - 2 * pad + GAP) / (column + GAP)).max(1);
        let count = int(block.members.len()).max(1);
        let wide = |columns: i32| columns * (column + GAP) - GAP + 2 * pad;
        let words = |width: i32| {
            let most = (width - 2 * pad).max(WORDS.min(room - 2 * pad));
            let title = wrap(&block.title, most, Style::Frame);
            let detail = wrap(&block.detail, most, Style::Detail);
            let need = widest(&title, Style::Frame).max(widest(&detail, Style::Detail));
            (title, detail, width.max(need + 2 * pad))
        };
        let beside = x > 0 && count <= fit(room - x) && words(wide(count)).2 <= room - x;
        if !beside {
            x = 0;
            rows.push(Vec::new());
        }
        // Rows of the same length: four boxes are two and two.
        let columns = if beside {
            count
        } else {
            let most = fit(room);
            let lines = (count + most - 1) / most;
            (count + lines - 1) / lines
        };
        let (title, detail, width) = words(wide(columns));
        if let Some(row) = rows.last_mut() {
            row.push(Placed { block, x, width, columns, title, detail });
        }
        x += width + GAP;
    }
    rows
}
