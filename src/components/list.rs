//! Lists whose rows keep their elements.

use leptos::prelude::*;
use std::sync::Arc;

/// Draws a row per key; a key that stays keeps its row, its focus and its caret. One function for
/// every list of the page: each use of [`For`] would be compiled anew.
pub fn keyed(
    keys: impl Fn() -> Vec<u64> + Send + Sync + 'static,
    row: impl Fn(u64) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    boxed(Arc::new(keys), Arc::new(row))
}

type Keys = Arc<dyn Fn() -> Vec<u64> + Send + Sync>;
type Row = Arc<dyn Fn(u64) -> AnyView + Send + Sync>;

fn boxed(keys: Keys, row: Row) -> AnyView {
    view! { <For each=move || keys() key=|key| *key children=move |key| row(key) /> }.into_any()
}
