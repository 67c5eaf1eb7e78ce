//! The keys of the role grid.

use super::roles::{Grid, cell_id};
use super::rows;
use crate::platform::dom;
use crate::text;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use model::RowId;
use std::collections::BTreeSet;

/// Arrow keys move, with Shift they select rows, space toggles a role or opens the list of server
/// types, where the arrow keys choose (the browser's own).
pub(super) fn press(grid: Grid, event: &KeyboardEvent) {
    if dom::composing_key(event) || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    if !dom::focus_is_in("#role-grid tbody") || dom::focus_is_in("select:open") {
        return;
    }
    let (row, column) = grid.at.get_untracked();
    let ids = grid.rows.ids.get_untracked();
    let columns = grid.cells();
    let Some(y) = ids.iter().position(|r| *r == row) else { return };
    let x = columns.iter().position(|c| *c == column).unwrap_or(0);
    let last = ids.len().saturating_sub(1);
    let right = columns.len().saturating_sub(1);
    let (to_y, to_x) = match event.key().as_str() {
        "ArrowUp" => (y.saturating_sub(1), x),
        "ArrowDown" => ((y + 1).min(last), x),
        "ArrowLeft" => (y, x.saturating_sub(1)),
        "ArrowRight" => (y, (x + 1).min(right)),
        "Home" => (y, 0),
        "End" => (y, right),
        "PageUp" => (y.saturating_sub(10), x),
        "PageDown" => ((y + 10).min(last), x),
        "Escape" => {
            grid.app.selected.update(BTreeSet::clear);
            grid.anchor.set(None);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let (Some(to), Some(to_column)) = (ids.get(to_y), columns.get(to_x)) else { return };
    if event.shift_key() && to_x == x {
        let from = grid.anchor.get_untracked().unwrap_or(row);
        grid.anchor.set(Some(from));
        let start = ids.iter().position(|r| *r == from).unwrap_or(y);
        let range = start.min(to_y)..=start.max(to_y);
        let selected: BTreeSet<RowId> =
            ids.get(range).unwrap_or_default().iter().copied().collect();
        let words = text::with(text::SELECTED, &selected.len().to_string());
        grid.app.selected.set(selected);
        grid.app.announce(words);
    } else if !event.shift_key() {
        grid.anchor.set(None);
        if !grid.app.selected.with_untracked(BTreeSet::is_empty) {
            grid.app.selected.update(BTreeSet::clear);
        }
    }
    grid.at.set((*to, *to_column));
    rows::scroll_to_row(*to);
    let id = cell_id(*to, *to_column);
    if !dom::focus(&id) {
        dom::focus_soon(vec![id]);
    }
}
