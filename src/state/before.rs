//! The work that is open when something else comes: by a link, or out of the list of documents.

use super::{App, Slot};
use crate::platform::storage;
use leptos::prelude::*;
use protocol::{Ask, Body};

/// What a link brought, as it was saved: as long as nobody has changed it, it is nobody's work.
const BROUGHT: &str = "muster.brought.v1";

/// What became of the open document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is in the list of documents.
    Aside,
    /// It is nobody's work.
    NotNeeded,
    /// The browser keeps nothing.
    Refused,
}

impl App {
    /// Puts the open document aside, where it is somebody's work, then goes on.
    pub(super) fn keep_work(self, then: impl FnOnce(Kept) + 'static) {
        if self.embed || !self.edited.get_untracked() {
            return then(Kept::NotNeeded);
        }
        self.ask(Slot::Draft, Ask::Save, move |body| {
            let Body::Text(text) = body else { return then(Kept::Refused) };
            if storage::get(BROUGHT).as_deref() == Some(&text) {
                return then(Kept::NotNeeded);
            }
            let spec = self.spec.get_untracked();
            then(if self.keep_text(&spec, text) { Kept::Aside } else { Kept::Refused });
        });
    }

    /// What is open came by a link, and is saved at once: a reload shows it.
    pub(super) fn came_by_link(self) {
        self.by_link.set_value(true);
        self.save_at_once();
    }

    /// The open document was saved, as this text.
    pub(super) fn link_saved(self, text: &str) {
        if self.by_link.get_value() {
            self.by_link.set_value(false);
            storage::set(BROUGHT, text);
        }
    }
}
