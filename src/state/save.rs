//! Autosave: the text of the document in the browser's storage.

use super::{App, NoticeKind, Slot};
use crate::platform::{page, panic, storage};
use crate::text::{self, tr};
use leptos::prelude::*;
use protocol::{Ask, Body};
use std::time::Duration;

/// Where the work is kept.
const WORK: &str = "muster.work.v1";
/// Where work is kept that could not be read.
const UNREADABLE: &str = "muster.work.unreadable";

impl App {
    /// Saves 400 ms after the last edit.
    pub(super) fn save_soon(self) {
        self.save_tick.update_value(|t| *t += 1);
        let tick = self.save_tick.get_value();
        set_timeout(
            move || {
                if self.save_tick.get_value() == tick {
                    self.save_now();
                }
            },
            Duration::from_millis(400),
        );
    }

    /// Saves, when there is something to save.
    pub(super) fn save_now(self) {
        // What is shown in a frame of another page is nobody's work here.
        if self.embed
            || panic::broken()
            || !self.may_save.get_value()
            || !self.edited.get_untracked()
        {
            return;
        }
        self.ask(Slot::Save, Ask::Save, move |body| {
            if let Body::Text(text) = body
                && !panic::broken()
            {
                if storage::set(WORK, &text) {
                    self.dismiss(NoticeKind::Storage);
                    self.work_saved(&text);
                } else {
                    self.notify(NoticeKind::Storage, tr(text::NOT_KEPT).to_owned(), Vec::new());
                }
            }
        });
    }

    /// Opens what was saved, if anything; says whether there was. `then` is called when it is open, or
    /// could not be opened.
    pub(super) fn open_saved(self, then: impl FnOnce() + 'static) -> bool {
        let Some(saved) = storage::get(WORK).filter(|t| !t.is_empty()) else {
            self.may_save.set_value(true);
            return false;
        };
        let bytes = saved.clone().into_bytes();
        self.opening.set(Some(text::OPENING));
        self.ask(Slot::Open, Ask::Load { bytes }, move |body| {
            if !matches!(&body, Body::Loaded(loaded) if loaded.complete) {
                self.opening.set(None);
            }
            match body {
                Body::Loaded(loaded) if loaded.complete => {
                    self.may_save.set_value(true);
                    self.open_document(*loaded, true);
                }
                Body::Loaded(loaded) => self.keep_unreadable(&saved, loaded.problems),
                // Not read at all, which says nothing about it: it stays where it is.
                Body::Failed(reason) => {
                    self.notify(
                        NoticeKind::Autosave,
                        tr(text::AUTOSAVE_NOT_READ).to_owned(),
                        vec![reason],
                    );
                }
                _ => {}
            }
            then();
        });
        true
    }

    /// Saved work that could not be read is kept beside, and the page goes on with the example.
    fn keep_unreadable(self, saved: &str, problems: Vec<String>) {
        // Only what is kept elsewhere may be replaced.
        if storage::set(UNREADABLE, saved) {
            storage::remove(WORK);
            self.may_save.set_value(true);
        }
        self.notify(NoticeKind::Autosave, tr(text::AUTOSAVE_UNREADABLE).to_owned(), problems);
    }

    /// The saved work that could not be read, to be downloaded.
    pub fn unreadable(self) -> Option<String> {
        storage::get(UNREADABLE)
    }

    /// Listens to what makes saving urgent, and to other tabs.
    pub(super) fn watch_saving(self) {
        let hidden = window_event_listener_untyped("visibilitychange", move |_| {
            if page::hidden() {
                self.save_now();
            }
        });
        let other = window_event_listener(leptos::ev::storage, move |event| {
            if event.key().as_deref() == Some(WORK) && event.new_value().is_some() {
                self.notify(NoticeKind::OtherTab, tr(text::OTHER_TAB).to_owned(), Vec::new());
            }
        });
        on_cleanup(move || {
            hidden.remove();
            other.remove();
        });
    }

    /// Opens what another tab saved.
    pub fn open_other_tab(self) {
        self.dismiss(NoticeKind::OtherTab);
        self.open_saved(|| {});
    }

    /// Forgets the saved work and begins with the example again.
    pub fn forget_saved(self) {
        storage::remove(WORK);
    }
}
