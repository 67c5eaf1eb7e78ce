//! The palette: everything that has a name, found by a few letters.

mod find;
mod items;

pub use find::{Action, Item, Target};

use super::{App, Slot};
use crate::platform::dom;
use leptos::prelude::*;
use protocol::{Ask, Body, RuleView};
use std::sync::Arc;

/// The id of its dialog.
pub const DIALOG: &str = "dialog-palette";

/// What the palette shows.
#[derive(Clone, Copy)]
pub struct Palette {
    /// All there is to find, made when the palette opens.
    items: RwSignal<Arc<Vec<Item>>>,
    /// All rules in the page's language, once the engine has told them.
    rules: RwSignal<Arc<Vec<RuleView>>>,
    /// What was typed.
    pub query: RwSignal<String>,
    /// The chosen one of what was found, counted from 0.
    pub chosen: RwSignal<usize>,
}

impl Palette {
    /// With nothing in it.
    pub(super) fn new() -> Palette {
        Palette {
            items: RwSignal::new(Arc::new(Vec::new())),
            rules: RwSignal::new(Arc::new(Vec::new())),
            query: RwSignal::new(String::new()),
            chosen: RwSignal::new(0),
        }
    }

    /// What answers the query, best first.
    pub fn found(self) -> Vec<Item> {
        let items = self.items.get();
        let found = self.query.with(|query| find::find(&items, query));
        found.into_iter().filter_map(|at| items.get(at).cloned()).collect()
    }

    /// Takes up what was typed; the best one is chosen.
    pub fn ask(self, query: String) {
        self.query.set(query);
        self.chosen.set(0);
    }

    /// Chooses the one so many rows further down, from the last to the first and back.
    pub fn choose_next(self, by: isize) {
        let count = self.found().len();
        if count > 0 {
            let by = by.rem_euclid(count.cast_signed()).cast_unsigned();
            self.chosen.update(|at| *at = (*at + by) % count);
        }
    }

    /// A rule, by its id.
    pub fn rule(self, id: &str) -> Option<RuleView> {
        self.rules.with_untracked(|rules| rules.iter().find(|r| r.id == id).cloned())
    }
}

impl App {
    /// Opens the palette, empty, unless another dialog is open.
    pub fn open_palette(self) {
        if self.embed || dom::dialog_open() {
            return;
        }
        self.palette.ask(String::new());
        dom::set_value("palette-query", "");
        self.fill_palette(&[]);
        dom::show_dialog(DIALOG);
        dom::focus("palette-query");
        // The rules are the engine's: they come beside what the page knows itself.
        self.ask(Slot::Rules, Ask::Rule { id: String::new() }, move |body| {
            if let Body::Rules(rules) = body {
                self.fill_palette(&rules);
                self.palette.rules.set(Arc::new(rules));
            }
        });
    }

    fn fill_palette(self, rules: &[RuleView]) {
        self.palette.items.set(Arc::new(items::items(self, rules)));
    }
}
