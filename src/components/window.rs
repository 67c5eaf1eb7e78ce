//! Which rows of a long list are drawn.

use crate::platform::dom;
use leptos::ev;
use leptos::prelude::*;

/// More rows than this are drawn as they come into view.
const ALL: usize = 200;
/// Rows drawn above and below what is in view.
const MARGIN: usize = 20;
/// The height of a row in a long list, in pixels; `style/grid.css` says the same.
pub const ROW_HEIGHT: i32 = 36;

/// The rows in view of a list that scrolls by itself.
#[derive(Clone, Copy)]
pub struct Window {
    /// The first row that is drawn, in steps of the margin.
    first: RwSignal<usize>,
    /// How many rows fit.
    fits: RwSignal<usize>,
}

impl Window {
    /// At the top.
    pub fn new() -> Window {
        Window { first: RwSignal::new(0), fits: RwSignal::new(40) }
    }

    /// Whether a list of so many rows is drawn in parts.
    pub fn is_long(count: usize) -> bool {
        count > ALL
    }

    /// Takes up how far the list is scrolled. The signals change once per margin, not per pixel.
    pub fn scrolled(self, event: &ev::Event) {
        let (top, height) = dom::scroll_of(event);
        let row = usize::try_from(top / ROW_HEIGHT).unwrap_or(0);
        let first = (row / MARGIN * MARGIN).saturating_sub(MARGIN);
        let fits = usize::try_from(height / ROW_HEIGHT).unwrap_or(0) + 1;
        if self.first.get_untracked() != first {
            self.first.set(first);
        }
        if self.fits.get_untracked() != fits {
            self.fits.set(fits);
        }
    }

    /// Brings a row into the part that is drawn.
    pub fn reveal(self, row: usize) {
        self.first.set((row / MARGIN * MARGIN).saturating_sub(MARGIN));
    }

    /// The rows to draw of so many.
    pub fn range(self, count: usize) -> std::ops::Range<usize> {
        range(count, self.first.get(), self.fits.get())
    }
}

impl Default for Window {
    fn default() -> Window {
        Window::new()
    }
}

fn range(count: usize, first: usize, fits: usize) -> std::ops::Range<usize> {
    if !Window::is_long(count) {
        return 0..count;
    }
    let first = first.min(count.saturating_sub(fits));
    first..(first + fits + 3 * MARGIN).min(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_drawn_in_part() {
        assert_eq!(range(200, 100, 10), 0..200);
        assert_eq!(range(5000, 0, 10), 0..70);
        assert_eq!(range(5000, 4980, 10), 4980..5000);
        assert_eq!(range(5000, 9999, 10), 4990..5000);
        assert_eq!(range(0, 40, 10), 0..0);
    }
}
