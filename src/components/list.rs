//! Lists whose rows keep their elements.

use crate::text;
use crate::view::{self, AnyView, IntoAny as _, view};
use leptos::prelude::*;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What rows are drawn from: the order of keys, and the row of each.
pub type Numbered<T> = (Vec<u64>, Arc<HashMap<u64, T>>);

/// Keys that a row keeps while it stays the same: its content, and which of its equals it is.
pub fn numbered<T: Hash + Clone>(rows: &[T], most: usize) -> Numbered<T> {
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let mut keys = Vec::with_capacity(rows.len().min(most));
    let mut by_key = HashMap::new();
    for row in rows.iter().take(most) {
        let mut hasher = DefaultHasher::new();
        row.hash(&mut hasher);
        let content = hasher.finish();
        let nth = seen.entry(content).or_insert(0);
        *nth += 1;
        let key = content.wrapping_add(nth.wrapping_mul(0x9E37_79B9_7F4A_7C15)) | 1;
        if by_key.insert(key, row.clone()).is_none() {
            keys.push(key);
        }
    }
    (keys, Arc::new(by_key))
}

/// Draws a row per key; a key that stays keeps its row, its focus and its caret.
pub fn keyed(
    keys: impl Fn() -> Vec<u64> + 'static,
    row: impl Fn(u64) -> AnyView + 'static,
) -> AnyView {
    view::keyed(Box::new(keys), Box::new(row))
}

/// More rows than this are drawn when asked for.
const FIRST: usize = 1500;

/// How many rows of a long list are drawn.
pub fn drawn(whole: RwSignal<bool>) -> usize {
    if whole.get() { usize::MAX } else { FIRST }
}

/// The button that draws the rest of so many rows, where there is a rest.
pub fn show_all(count: usize, whole: RwSignal<bool>) -> Option<AnyView> {
    (count > drawn(whole)).then(|| {
        view! {
            <p>
                <button type="button" on:click=move |_| whole.set(true)>
                    {text::with(text::SHOW_ALL_LINES, &count.to_string())}
                </button>
            </p>
        }
        .any()
    })
}
