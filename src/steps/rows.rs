//! What the node table and the role grid have in common: the filter, the rows in view, the row
//! whose own settings are open.

use crate::components::{ROW_HEIGHT, Window};
use crate::memo::Memo;
use crate::platform::dom;
use crate::state::App;
use crate::text::{self, tr};
use crate::view::{AnyView, IntoAny as _, view};
use leptos::prelude::*;
use model::{Node, RowId};
use std::cell::RefCell;
use std::sync::Arc;

/// A filter box appears above this number of nodes.
const FILTER_FROM: usize = 30;

thread_local! {
    /// The list on the screen, for those who want to go to a row of it.
    static LIST: RefCell<Option<Rows>> = const { RefCell::new(None) };
    /// The row whose settings are to be open when the list is drawn next.
    static OPEN: RefCell<Option<RowId>> = const { RefCell::new(None) };
}

/// The rows of the list on the screen.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    /// The rows that pass the filter.
    pub(super) ids: Memo<Vec<RowId>>,
    /// Which of them are drawn.
    pub(super) window: Window,
    /// The row whose own settings are open.
    pub(super) open: RwSignal<Option<RowId>>,
}

impl Rows {
    /// The rows of a list that is about to be drawn.
    pub(super) fn new(app: App) -> Rows {
        let ids = Memo::new(move |()| {
            let words = app.filter.get().trim().to_ascii_lowercase();
            app.spec.with(|s| {
                s.nodes.iter().filter(|n| matches(n, &words)).map(|n| n.row).collect::<Vec<_>>()
            })
        });
        let open = RwSignal::new(OPEN.take());
        let rows = Rows { ids, window: Window::new(), open };
        LIST.set(Some(rows));
        rows
    }

    /// The keys of the rows that are drawn.
    pub(super) fn keys(self) -> Vec<u64> {
        self.ids.with(|ids| {
            let range = self.window.range(ids.len());
            ids.get(range).unwrap_or_default().iter().map(|r| u64::from(r.0)).collect()
        })
    }

    /// The height in pixels of what is not drawn, above and below.
    pub(super) fn gaps(self) -> (i32, i32) {
        let count = self.ids.with(Vec::len);
        let range = self.window.range(count);
        let height = |rows: usize| i32::try_from(rows).unwrap_or(0).saturating_mul(ROW_HEIGHT);
        (height(range.start), height(count.saturating_sub(range.end)))
    }
}

fn matches(node: &Node, words: &str) -> bool {
    words.is_empty()
        || node.name.to_ascii_lowercase().contains(words)
        || node.address.contains(words)
        || node.roles.iter().any(|r| r == words)
}

/// Opens the own settings of a row.
pub fn open_row(row: RowId) {
    OPEN.set(Some(row));
    if let Some(rows) = LIST.with_borrow(|l| *l) {
        // The list may have gone with its step.
        let _ = rows.open.try_set(Some(row));
    }
}

/// Has a row of a long list drawn.
pub fn scroll_to_row(row: RowId) {
    let Some(rows) = LIST.with_borrow(|l| *l) else { return };
    let at = rows.ids.try_with_untracked(|ids| ids.iter().position(|r| *r == row)).flatten();
    let count = rows.ids.try_with_untracked(Vec::len).unwrap_or(0);
    if let Some(at) = at
        && Window::is_long(count)
    {
        rows.window.reveal(at);
        dom::scroll_list("node-rows", i32::try_from(at).unwrap_or(0).saturating_mul(ROW_HEIGHT));
    }
}

/// The filter box, when there are many nodes.
pub(super) fn filter(app: App, rows: Rows) -> AnyView {
    let many = Memo::new(move |()| app.spec.with(|s| s.nodes.len() > FILTER_FROM));
    (move || {
        many.get().then(|| {
            let count = move || text::nodes(rows.ids.with(Vec::len));
            view! {
                <div class="filter">
                    <label class="visually-hidden" for="node-filter">{tr(text::FILTER)}</label>
                    <input
                        type="search"
                        id="node-filter"
                        placeholder=tr(text::FILTER)
                        prop:value=move || app.filter.get()
                        on:focus=move |_| app.enter_field()
                        on:input=move |event| {
                            app.typed_elsewhere();
                            app.filter.set(event_target_value(&event));
                        }
                    />
                    <span class="quiet" role="status">{count}</span>
                </div>
            }
            .any()
        })
    })
    .any()
}

/// What stands in place of the rows when there are none.
pub(super) fn empty(app: App, rows: Rows) -> AnyView {
    (move || {
        rows.ids.with(Vec::is_empty).then(|| {
            let none = app.spec.with(|s| s.nodes.is_empty());
            let words = if none { text::NO_NODES } else { text::NO_MATCH };
            view! { <p class="empty">{tr(words)}</p> }.any()
        })
    })
    .any()
}

/// A node's name, or what stands for one.
pub(super) fn name_of(node: &Node) -> String {
    if node.name.is_empty() { tr(text::UNNAMED).to_owned() } else { node.name.clone() }
}

/// The name of a row, as it stands.
pub(super) fn name_memo(node: Memo<Option<Arc<Node>>>) -> Memo<String> {
    Memo::new(move |()| node.with(|n| n.as_deref().map(name_of).unwrap_or_default()))
}

/// The worst finding of a row, for its mark.
pub(super) fn mark_of(app: App, row: RowId) -> AnyView {
    let worst = app.mark(row);
    (move || {
        worst.get().map(|severity| {
            view! {
                <span class=format!("mark {}", severity.id())>
                    {crate::components::severity_icon(severity)}
                    <span class="visually-hidden">{crate::components::severity_word(severity)}</span>
                </span>
            }
            .any()
        })
    })
    .any()
}
