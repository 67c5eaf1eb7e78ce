//! The picture of a cluster: layers from the clients down to what the nodes stand on.
//!
//! Boxes stand in rows of three, so that a phone shows them without scaling letters away. Within a
//! layer the nodes of each server type have rows of their own. Between
//! two rows lie tracks; boxes that talk to the same others share a bus on a track, and what passes
//! a row goes down a channel on the right. So lines meet at right angles only, and no text is hit.

mod layers;
mod route;

use layers::Layer;
use model::scene::{Box, Scene, Tone};
use model::{Lang, Message, Text, msg};
use rules::Context;

const COLUMNS: usize = 3;
const WIDTH: i32 = 112;
const HEIGHT: i32 = 44;
const BETWEEN: i32 = 12;
const MARGIN: i32 = 8;

/// The picture of a document.
pub fn scene(cx: &Context, lang: Lang) -> Scene {
    let layers = layers::layers(cx, lang);
    let mut boxes: Vec<Box> = Vec::new();
    let mut rows: Vec<Vec<usize>> = Vec::new();
    let mut members: Vec<layers::Member> = Vec::new();
    for layer in &layers {
        let bands = layer.members.chunk_by(|a, b| a.server_type() == b.server_type());
        for part in bands.flat_map(|band| band.chunks(evenly(band.len()))) {
            rows.push((boxes.len()..boxes.len() + part.len()).collect());
            for member in part {
                boxes.push(Box {
                    width: WIDTH,
                    height: HEIGHT,
                    title: fit(&member.title, 12),
                    detail: fit(&member.detail, 16),
                    rows: member.rows.clone(),
                    tone: if member.rows.is_empty() { Tone::Outside } else { Tone::Node },
                    ..Box::default()
                });
                members.push(member.clone());
            }
        }
    }
    let widest = rows.iter().map(Vec::len).max().unwrap_or(1).max(2);
    let inner = columns_width(widest);
    for row in &rows {
        let left = MARGIN + (inner - columns_width(row.len())) / 2;
        for (at, index) in row.iter().enumerate() {
            if let (Some(b), Ok(at)) = (boxes.get_mut(*index), i32::try_from(at)) {
                b.x = left + at * (WIDTH + BETWEEN);
            }
        }
    }
    let nets = route::nets(cx, &members, &rows);
    let (links, width, height) = route::route(&nets, &rows, &mut boxes, MARGIN + inner);
    let among = layers::among_equals(cx, lang);
    let suffix = layers::common_suffix(cx);
    let mut scene = Scene {
        width,
        height,
        captions: Vec::new(),
        boxes,
        links,
        summary: summary(&layers, lang),
    };
    let suffix = if suffix.is_empty() { None } else { Some(format!("*{suffix}")) };
    for caption in among.into_iter().chain(suffix) {
        scene.captions.push((MARGIN, scene.height + 8, fit(&caption, 62)));
        scene.height += 16;
    }
    scene
}

/// How many boxes stand in a row, so that the last row is not left with one: 4 are 2 and 2.
fn evenly(count: usize) -> usize {
    count.div_ceil(count.div_ceil(COLUMNS).max(1)).max(1)
}

fn columns_width(count: usize) -> i32 {
    let count = i32::try_from(count).unwrap_or(1).max(1);
    count * WIDTH + (count - 1) * BETWEEN
}

fn width(c: char) -> usize {
    if (c as u32) < 0x1100 { 1 } else { 2 }
}

/// How many narrow characters a text is long; a wide one counts as two.
fn cells(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// Cuts a text to a number of narrow characters.
fn fit(text: &str, most: usize) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    if cells(&clean) <= most {
        return clean;
    }
    let mut out = String::new();
    let mut used = 1;
    for c in clean.chars() {
        used += width(c);
        if used > most {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// The picture in words, layer by layer.
fn summary(layers: &[Layer], lang: Lang) -> String {
    let nodes: usize = layers.iter().flat_map(|l| &l.members).map(|m| m.rows.len()).sum();
    let head: Message = msg!(en: "{n} nodes in layers, from top to bottom:",
        zh: "{n} 个节点，自上而下分层：", n = nodes);
    let then = const { Text::new("; ", "；") }.get(lang);
    let and = const { Text::new(", ", "、") }.get(lang);
    let layers: Vec<String> = layers
        .iter()
        .map(|layer| {
            let names: Vec<String> = layer
                .members
                .iter()
                .map(|m| match (m.detail.is_empty(), lang) {
                    (true, _) => m.title.clone(),
                    (false, Lang::En) => format!("{} ({})", m.title, m.detail),
                    (false, Lang::Zh) => format!("{}（{}）", m.title, m.detail),
                })
                .collect();
            names.join(and)
        })
        .collect();
    let space = if lang == Lang::En { " " } else { "" };
    let stop = const { Text::new(".", "。") }.get(lang);
    format!("{}{space}{}{stop}", head.render(lang), layers.join(then))
}
