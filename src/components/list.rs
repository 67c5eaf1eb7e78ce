//! Lists whose rows keep their elements.

use crate::view::{self, AnyView};

/// Draws a row per key; a key that stays keeps its row, its focus and its caret.
pub fn keyed(
    keys: impl Fn() -> Vec<u64> + 'static,
    row: impl Fn(u64) -> AnyView + 'static,
) -> AnyView {
    view::keyed(Box::new(keys), Box::new(row))
}
