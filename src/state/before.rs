//! The work that was saved before a link brought something else. Undo brings it back as long as the
//! page is open; after that it is still in the browser's storage, and offered.

use super::{App, NoticeKind, Slot};
use crate::platform::storage;
use crate::text::{self, tr};
use leptos::prelude::*;
use protocol::{Ask, Body};

/// Where it is kept.
const BEFORE: &str = "muster.before.v1";
/// What a link brought, as it was saved: as long as nobody has changed it, it is nobody's work.
const BROUGHT: &str = "muster.brought.v1";

impl App {
    /// Keeps the open document, where it is somebody's work, then goes on.
    pub(super) fn keep_work(self, then: impl FnOnce() + 'static) {
        if self.embed || !self.edited.get_untracked() {
            then();
            return;
        }
        self.ask(Slot::Share, Ask::Save, move |body| {
            if let Body::Text(text) = body
                && storage::get(BROUGHT).as_deref() != Some(&text)
            {
                storage::set(BEFORE, &text);
            }
            then();
        });
    }

    /// What is open came by a link, and is saved at once: a reload shows it.
    pub(super) fn came_by_link(self) {
        self.by_link.set_value(true);
        self.save_now();
    }

    /// The open document was saved.
    pub(super) fn work_saved(self, text: &str) {
        let by_link = self.by_link.get_value();
        self.by_link.set_value(false);
        if storage::get(BEFORE).as_deref() == Some(text) {
            // It is open again.
            self.forget_before();
        } else if by_link {
            storage::set(BROUGHT, text);
        }
    }

    /// Offers the work from before a link, where there is any.
    pub(super) fn offer_before(self) {
        if storage::get(BEFORE).is_some() {
            self.notify(NoticeKind::Before, tr(text::BEFORE_LINK).to_owned(), Vec::new());
        }
    }

    /// Opens it. What is open now can be brought back with undo.
    pub fn open_before(self) {
        let Some(text) = storage::get(BEFORE) else { return self.forget_before() };
        self.ask(Slot::Open, Ask::Load { bytes: text.into_bytes() }, move |body| match body {
            Body::Loaded(loaded) if loaded.complete => {
                self.dismiss(NoticeKind::Before);
                let text = text::opened_with_undo(&loaded.spec.name);
                self.edited.set(true);
                self.open_document(*loaded, false);
                self.notify(NoticeKind::Done, text, Vec::new());
            }
            Body::Loaded(loaded) => self.before_unreadable(loaded.problems),
            Body::Failed(why) => self.before_unreadable(vec![why]),
            _ => {}
        });
    }

    fn before_unreadable(self, why: Vec<String>) {
        self.notify(NoticeKind::Failed, tr(text::BEFORE_UNREADABLE).to_owned(), why);
    }

    /// Removes it.
    pub fn forget_before(self) {
        storage::remove(BEFORE);
        self.dismiss(NoticeKind::Before);
    }
}
