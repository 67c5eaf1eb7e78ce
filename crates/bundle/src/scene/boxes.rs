//! A box: how large it must be for its words, and where they stand in it.

use super::plan::Member;
use super::text::{widest, widest_word, width, wrap};
use model::scene::{Box, CHIP, Chip, Rect, SHEET, Style, Tone, Words};

const PAD: i32 = 10;
const TOP: i32 = 7;
const TITLE: i32 = 16;
const DETAIL: i32 = 14;
const LEAST: i32 = 84;
/// For the mark of a finding beside the title.
const MARK: i32 = 12;
/// Between chips.
const BETWEEN: i32 = 4;
/// So many rows of chips, where a wider box avoids more.
const ROWS: usize = 3;

fn chip(text: &str) -> i32 {
    width(text, Style::Chip) + 12
}

/// What the two sheets of a stack take to the right and above.
fn sheets(member: &Member) -> i32 {
    if member.tone == Tone::Stack { 2 * SHEET } else { 0 }
}

/// The room for the mark of a finding.
fn mark(member: &Member) -> i32 {
    if member.rows.is_empty() { 0 } else { MARK }
}

/// How wide it must be where its title may break at blanks.
pub(super) fn least(member: &Member, most: i32) -> i32 {
    let title = widest_word(&member.title, Style::Title) + mark(member) + 2 * PAD;
    need(&Member { title: String::new(), ..member.clone() }, most).max(title.min(most))
}

/// How wide it should be, `most` at most.
pub(super) fn need(member: &Member, most: i32) -> i32 {
    let title = width(&member.title, Style::Title) + mark(member);
    let chips = member.chips.iter().map(|text| chip(text)).max().unwrap_or(0);
    let words = title.max(widest(&member.detail, Style::Detail)).max(chips) + 2 * PAD;
    let mut need = words.max(LEAST).min(most);
    while need + 8 <= most && rows(member, need).len() > ROWS {
        need += 8;
    }
    (need + sheets(member)).min(most)
}

/// The chips in rows, for a box of this width.
fn rows(member: &Member, width: i32) -> Vec<Vec<(String, i32)>> {
    let inner = width - 2 * PAD;
    let mut rows: Vec<Vec<(String, i32)>> = Vec::new();
    let mut used = 0;
    for text in member.chips.iter().flat_map(|text| wrap(text, inner - 12, Style::Chip)) {
        let wide = chip(&text);
        match rows.last_mut() {
            Some(row) if used + BETWEEN + wide <= inner => {
                used += BETWEEN + wide;
                row.push((text, wide));
            }
            _ => {
                used = wide;
                rows.push(vec![(text, wide)]);
            }
        }
    }
    rows
}

/// How high it is at a width.
pub(super) fn height(member: &Member, width: i32) -> i32 {
    draw(member, Rect { width, ..Rect::default() }).1 + sheets(member)
}

/// The box in this place, and how high its words alone would make it.
pub(super) fn draw(member: &Member, place: Rect) -> (Box, i32) {
    let sheets = sheets(member);
    let at = Rect {
        x: place.x,
        y: place.y + sheets,
        width: place.width - sheets,
        height: place.height - sheets,
    };
    let inner = at.width - 2 * PAD;
    let mut words = Vec::new();
    let mut y = at.y + TOP;
    let mut add = |text: String, style: Style, high: i32, y: &mut i32| {
        *y += high;
        words.push(Words { x: at.x + PAD, y: *y - 4, text, style });
    };
    for text in wrap(&member.title, inner - mark(member), Style::Title) {
        add(text, Style::Title, TITLE, &mut y);
    }
    for text in member.detail.iter().flat_map(|text| wrap(text, inner, Style::Detail)) {
        add(text, Style::Detail, DETAIL, &mut y);
    }
    let mut chips = Vec::new();
    y += BETWEEN;
    for row in rows(member, at.width) {
        let mut x = at.x + PAD;
        for (text, width) in row {
            chips.push(Chip { x, y, width, text });
            x += width + BETWEEN;
        }
        y += CHIP + BETWEEN;
    }
    let (rows, name) = (member.rows.clone(), member.name.clone());
    (Box { at, tone: member.tone, rows, name, words, chips }, y + TOP - BETWEEN + 2 - at.y)
}
