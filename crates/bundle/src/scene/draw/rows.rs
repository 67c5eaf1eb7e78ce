//! How large each band is, and what stands at its side.

use super::{NOTE, PAD, Shape, int};
use crate::scene::band::{self, Content};
use crate::scene::lines::Line;
use crate::scene::plan::{Band, Is, Plan};
use crate::scene::text::{widest, wrap};
use model::scene::{Kind, Rect, Style};
use std::collections::BTreeMap;

/// A line of a band's name.
pub(super) const NAME: i32 = 16;
/// Between a name and the boxes below it.
pub(super) const BELOW_NAME: i32 = 5;
/// So many boxes may stand at the side of a band.
const ASIDE: usize = 2;
/// Boxes of all bands are equally wide up to this.
const EQUAL: i32 = 172;

/// What stands at the right of a band.
pub(super) struct Side {
    /// Its place among the bands.
    pub(super) at: usize,
    /// What is written on the line to it.
    pub(super) words: Vec<String>,
    pub(super) title: Vec<String>,
    pub(super) content: Content,
    pub(super) width: i32,
    gap: i32,
}

/// A band with the size that it needs.
pub(super) struct Row {
    /// Its place among the bands.
    pub(super) at: usize,
    pub(super) place: Rect,
    pub(super) title: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) content: Content,
    pub(super) side: Option<Side>,
}

impl Row {
    /// The height of its name and notes.
    pub(super) fn head(&self) -> i32 {
        NAME * int(self.title.len()) + NOTE * int(self.notes.len())
    }
}

/// What a band is drawn as.
pub(super) fn kind(plan: &Plan, at: usize) -> Kind {
    match plan.bands.get(at).map(|band| band.is) {
        Some(Is::Outside) => Kind::Outside,
        _ => Kind::Band,
    }
}

/// What may stand at the side of a band: a few boxes that it alone uses, where its own boxes do not
/// need another row then. `room` is the least that there may be.
pub(super) fn sides(plan: &Plan, shape: Shape, room: i32) -> BTreeMap<usize, usize> {
    let inner = room - shape.name - 2 * PAD;
    let columns = columns(plan, inner);
    let mut sides = BTreeMap::new();
    for (at, store) in plan.bands.iter().enumerate() {
        let lines: Vec<&Line> =
            plan.lines.iter().filter(|l| l.to == at || l.from.contains(&at)).collect();
        let [Line { from, to, .. }] = lines.as_slice() else { continue };
        let Some(user) = from.first().filter(|_| from.len() == 1 && *to == at) else { continue };
        let (Some(band), Some(column)) = (plan.bands.get(*user), columns.get(*user)) else {
            continue;
        };
        let few = store.blocks.iter().map(|b| b.members.len()).sum::<usize>() <= ASIDE;
        let framed = store.blocks.iter().any(|b| !b.title.is_empty());
        if store.is != Is::Outside || band.is != Is::Nodes || !few || framed {
            continue;
        }
        let Some(side) = aside(plan, *user, at) else { continue };
        let high = |room: i32| band::content(band, (*column).min(room), room).height;
        if high(inner - side.width - side.gap) <= high(inner) {
            sides.entry(*user).or_insert(at);
        }
    }
    sides
}

/// How wide the boxes of each band are in `room`: of all nodes equally, where that costs no row.
fn columns(plan: &Plan, room: i32) -> Vec<i32> {
    let need: Vec<i32> = plan.bands.iter().map(|band| band::need(band, room)).collect();
    let nodes = |band: &Band| band.is == Is::Nodes;
    let all = plan.bands.iter().zip(&need).filter(|(band, need)| nodes(band) && **need <= EQUAL);
    let equal = all.map(|(_, need)| *need).max().unwrap_or(0);
    let column = |(band, need): (&Band, &i32)| {
        let high = |column: i32| band::content(band, column, room).height;
        let widen = nodes(band) && *need < equal && high(equal) <= high(*need);
        if widen { equal } else { *need }
    };
    plan.bands.iter().zip(&need).map(column).collect()
}

/// The bands in their order, with their sizes, in `room`.
pub(super) fn rows(
    plan: &Plan,
    shape: Shape,
    sides: &BTreeMap<usize, usize>,
    order: &[usize],
    room: i32,
) -> Vec<Row> {
    let inner = |width: i32| width - shape.name - 2 * PAD;
    let columns = columns(plan, inner(room));
    let mut rows = Vec::new();
    for at in order {
        let Some(band) = plan.bands.get(*at) else { continue };
        let side = sides.get(at).and_then(|side| aside(plan, *at, *side));
        let width = room - side.as_ref().map_or(0, |side| side.width + side.gap);
        let column = columns.get(*at).copied().unwrap_or(0).min(inner(width));
        let content = band::content(band, column, inner(width));
        let words = if shape.name > 0 { shape.name - PAD } else { inner(width) };
        let title = wrap(&band.title, words, Style::Band);
        let notes: Vec<String> =
            band.notes.iter().flat_map(|note| wrap(note, words, Style::Detail)).collect();
        let place = Rect { width, ..Rect::default() };
        let mut row = Row { at: *at, place, title, notes, content, side };
        row.place.height = height(&row, shape);
        rows.push(row);
    }
    rows
}

fn height(row: &Row, shape: Shape) -> i32 {
    let content = row.content.height;
    let own = match (shape.name > 0, content > 0) {
        (true, _) => row.head().max(content),
        (false, true) => row.head() + BELOW_NAME + content,
        (false, false) => row.head(),
    };
    let side = row.side.as_ref().map_or(0, |side| {
        let boxes = NAME * int(side.title.len()) + BELOW_NAME + side.content.height;
        // The words stand above the middle.
        boxes.max(2 * (13 * int(side.words.len()) + 4))
    });
    own.max(side) + 2 * PAD
}

/// What stands at the side of a band.
fn aside(plan: &Plan, from: usize, at: usize) -> Option<Side> {
    let band = plan.bands.get(at)?;
    let line = plan.lines.iter().find(|l| l.to == at && l.from.contains(&from))?;
    let column = band::need(band, 150);
    let content = band::content(band, column, column);
    let title = wrap(&band.title, column, Style::Band);
    let words: Vec<String> =
        line.ports.iter().flat_map(|ports| wrap(ports, 110, Style::Label)).collect();
    let gap = widest(&words, Style::Label) + 18;
    Some(Side { at, words, title, content, width: column + 2 * PAD, gap })
}
