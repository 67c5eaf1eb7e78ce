//! The bands below each other, and the lines between them.

mod route;
mod rows;

use super::gap::{self, From, Gap};
use super::plan::Plan;
use super::text::wrap;
use model::scene::{Area, Box, Kind, Link, Rect, Scene, Style, Words};
use route::Routes;
use rows::{Row, Side};
use std::collections::BTreeMap;

const MARGIN: i32 = 8;
/// Inside of a band, above and below.
const PAD: i32 = 10;
/// Between two channels.
const CHANNEL: i32 = 9;
/// A line of notes.
const NOTE: i32 = 14;

/// How much room there is.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    width: i32,
    /// The room for a band's name at its left; none: it stands above the boxes.
    name: i32,
}

/// For 720 pixels and more.
pub(super) const WIDE: Shape = Shape { width: 720, name: 112 };
/// For a phone.
pub(super) const NARROW: Shape = Shape { width: 352, name: 0 };

fn int(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / 4096)
}

/// The drawing of a plan.
pub(super) fn draw(plan: &Plan, shape: Shape) -> Scene {
    let least = shape.width - 2 * MARGIN - 5 * CHANNEL;
    let sides = if shape.name > 0 { rows::sides(plan, shape, least) } else { BTreeMap::new() };
    let routes = route::routes(plan, &sides);
    let channels = int(routes.channels);
    let left = MARGIN + CHANNEL * channels + if channels > 0 { 4 } else { 0 };
    let right = shape.width - MARGIN;
    let mut rows = rows::rows(plan, shape, &sides, &routes.order, right - left);
    let gaps = gaps(plan, shape, &routes, &rows, left);
    let mut y = MARGIN;
    for (row, gap) in rows.iter_mut().zip(&gaps) {
        y += gap.height;
        (row.place.x, row.place.y) = (left, y);
        y = row.place.bottom();
    }
    let mut scene = Scene { width: shape.width, ..Scene::default() };
    scene.areas = vec![Area::default(); plan.bands.len()];
    for row in &rows {
        band(&mut scene, plan, shape, row);
        if let Some(side) = &row.side {
            aside(&mut scene, row, side, right);
        }
    }
    lines(&mut scene, &routes, &rows, &gaps, left);
    for note in &plan.notes {
        for text in wrap(note, right - MARGIN, Style::Detail) {
            y += NOTE;
            scene.words.push(Words { x: MARGIN, y: y + 6, text, style: Style::Detail });
        }
    }
    scene.height = y + MARGIN + if plan.notes.is_empty() { 0 } else { 4 };
    scene
}

/// The gap above each band, the words on its lines broken to its width.
fn gaps(plan: &Plan, shape: Shape, routes: &Routes, rows: &[Row], left: i32) -> Vec<Gap> {
    let begin = left + shape.name + 10;
    let mut gaps = Vec::new();
    let mut above: Option<&Row> = None;
    for (at, row) in rows.iter().enumerate() {
        let ends: Vec<(From, &[String])> = routes
            .ends(at)
            .into_iter()
            .filter_map(|(from, line)| Some((from, plan.lines.get(line)?.ports.as_slice())))
            .collect();
        // Words may stand beside a band that is short, lines not.
        let width = above.map_or(row.place.width, |a| a.place.width.min(row.place.width));
        let (short, mut room) = (left + width, shape.width - MARGIN - begin);
        let mut gap = gap::gap(&ends, begin, room);
        while gap.slots.last().is_some_and(|slot| slot.x > short - PAD) && begin + room > short {
            room -= 16;
            gap = gap::gap(&ends, begin, room);
        }
        if at == 0 && ends.is_empty() {
            gap.height = 0;
        }
        gaps.push(gap);
        above = Some(row);
    }
    gaps
}

/// Moves what stands in a band to its place.
fn put(scene: &mut Scene, content: &super::band::Content, x: i32, y: i32) {
    let there = |at: &Rect| Rect { x: at.x + x, y: at.y + y, ..*at };
    let moved = |w: &Words| Words { x: w.x + x, y: w.y + y, ..w.clone() };
    for area in &content.areas {
        scene.areas.push(Area { at: there(&area.at), kind: area.kind });
    }
    for b in &content.boxes {
        let chip =
            |c: &model::scene::Chip| model::scene::Chip { x: c.x + x, y: c.y + y, ..c.clone() };
        scene.boxes.push(Box {
            at: there(&b.at),
            words: b.words.iter().map(moved).collect(),
            chips: b.chips.iter().map(chip).collect(),
            ..b.clone()
        });
    }
    scene.words.extend(content.words.iter().map(moved));
}

/// A band: its area, its name and notes, its boxes.
fn band(scene: &mut Scene, plan: &Plan, shape: Shape, row: &Row) {
    let at = row.place;
    if let Some(area) = scene.areas.get_mut(row.at) {
        *area = Area { at, kind: rows::kind(plan, row.at) };
    }
    // A name beside one row of words stands in the middle of its height.
    let head = row.head();
    let mut y = at.y
        + if shape.name > 0 && row.content.boxes.is_empty() { (at.height - head) / 2 } else { PAD };
    let mut say = |text: &String, style: Style, high: i32| {
        y += high;
        scene.words.push(Words { x: at.x + PAD + 2, y: y - 4, text: text.clone(), style });
    };
    row.title.iter().for_each(|text| say(text, Style::Band, rows::NAME));
    row.notes.iter().for_each(|text| say(text, Style::Detail, NOTE));
    let (x, y) = if shape.name > 0 {
        (at.x + shape.name + PAD, at.y + (at.height - row.content.height) / 2)
    } else {
        (at.x + PAD, at.y + PAD + head + rows::BELOW_NAME)
    };
    put(scene, &row.content, x, y);
}

/// What stands at the right of a band, and the line to it.
fn aside(scene: &mut Scene, row: &Row, side: &Side, right: i32) {
    let band = row.place;
    let at = Rect { x: right - side.width, y: band.y, width: side.width, height: band.height };
    if let Some(area) = scene.areas.get_mut(side.at) {
        *area = Area { at, kind: Kind::Outside };
    }
    let mut y = at.y + PAD;
    for text in &side.title {
        y += rows::NAME;
        let style = Style::Band;
        scene.words.push(Words { x: at.x + PAD, y: y - 4, text: text.clone(), style });
    }
    let rest = at.bottom() - PAD - y - rows::BELOW_NAME;
    let middle = (rest - side.content.height) / 2;
    put(scene, &side.content, at.x + PAD, y + rows::BELOW_NAME + middle);
    let y = at.y + at.height / 2;
    let points = vec![(band.right(), y), (at.x, y)];
    scene.links.push(Link { from: row.at, to: side.at, points, arrow: true });
    for (line, text) in side.words.iter().rev().enumerate() {
        scene.words.push(Words {
            x: i32::midpoint(band.right(), at.x),
            y: y - 6 - 13 * int(line),
            text: text.clone(),
            style: Style::Middle,
        });
    }
}

/// The lines between bands.
fn lines(scene: &mut Scene, routes: &Routes, rows: &[Row], gaps: &[Gap], left: i32) {
    let stubs = routes.stubs();
    for (at, (row, gap)) in rows.iter().zip(gaps).enumerate() {
        let (upper, lower) = (row.place.y - gap.height, row.place.y);
        for slot in &gap.slots {
            for (line, text) in slot.words.iter().enumerate() {
                scene.words.push(Words {
                    x: slot.words_x,
                    y: upper + gap.words_y + gap::base_line(line),
                    text: text.clone(),
                    style: Style::Label,
                });
            }
            let mut link = |from: usize, to: usize, points: Vec<(i32, i32)>, arrow: bool| {
                let of = |at: usize| rows.get(at).map_or(0, |row| row.at);
                scene.links.push(Link { from: of(from), to: of(to), points, arrow });
            };
            match slot.from {
                From::Above(from) => link(from, at, vec![(slot.x, upper), (slot.x, lower)], true),
                From::Below(to) => link(at, to, vec![(slot.x, lower), (slot.x, upper)], true),
                From::Channel(index) => {
                    let Some(net) = routes.nets.get(index) else { continue };
                    let x = left - CHANNEL * (int(net.channel) + 1);
                    let track = upper + slot.track;
                    let exit = |from: usize| {
                        let row = rows.get(from).map(|row| row.place).unwrap_or_default();
                        let (place, count) = stubs.place(from, index);
                        let y = row.y + row.height / 2 + 8 * place - 4 * (count - 1);
                        (row.x, y)
                    };
                    let end = [(x, track), (slot.x, track), (slot.x, lower)];
                    let [first, rest @ ..] = net.from.as_slice() else { continue };
                    let out = exit(*first);
                    let way = [out, (x, out.1)].into_iter().chain(end).collect();
                    link(*first, at, way, true);
                    for from in rest {
                        let out = exit(*from);
                        link(*from, at, vec![out, (x, out.1), (x, track)], false);
                    }
                }
            }
        }
    }
}
