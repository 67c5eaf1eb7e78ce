//! Autosave: the text of the document in the browser's storage.

use super::{App, Claim, NoticeKind, Slot};
use crate::platform::{page, panic, storage};
use crate::text::{self, tr};
use leptos::prelude::*;
use model::{ClusterSpec, SCHEMA};
use protocol::{Ask, Body, Loaded};
use std::time::Duration;

/// Where the work is kept.
const WORK: &str = "muster.work.v1";
/// What was changed after the last save, as the page went: the build that wrote it, then the document
/// as bytes. Only the same build reads it.
const UNSAVED: &str = "muster.unsaved.v1";
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

    /// Saves without waiting for another edit.
    pub(super) fn save_at_once(self) {
        self.save_tick.update_value(|t| *t += 1);
        self.save_now();
    }

    /// Whether there is something to save that this tab may save.
    fn saves(self) -> bool {
        // What is shown in a frame of another page is nobody's work here.
        !self.embed
            && !panic::broken()
            && self.may_save.get_value()
            && self.edited.get_untracked()
            && self.claim.get_untracked() != Claim::Theirs
    }

    /// Saves, when there is something to save.
    pub(super) fn save_now(self) {
        if !self.saves() {
            return;
        }
        let tick = self.save_tick.get_value();
        self.ask(Slot::Save, Ask::Save, move |body| {
            if let Body::Text(text) = body
                && self.saves()
            {
                if storage::set(WORK, &text) {
                    self.dismiss(NoticeKind::Storage);
                    self.drafts.saved();
                    if self.save_tick.get_value() == tick {
                        self.own.set_value(false);
                        storage::remove(UNSAVED);
                    }
                    self.link_saved(&text);
                } else {
                    self.notify(NoticeKind::Storage, tr(text::NOT_KEPT).to_owned(), Vec::new());
                }
            }
        });
    }

    /// What was changed since the last save is kept as the page goes: the engine's answer would come
    /// too late.
    fn save_leaving(self) {
        if let Some(build) = page::build()
            && self.saves()
            && self.own.get_value()
        {
            let bytes = self.history.with_untracked(|h| protocol::encode(&**h.present()));
            // One character for each byte: the storage holds texts.
            let bytes: String = bytes.into_iter().map(char::from).collect();
            storage::set(UNSAVED, &format!("{build}\n{bytes}"));
        }
    }

    /// Opens what was changed after the last save, if this build kept it.
    fn open_unsaved(self) -> bool {
        let Some(kept) = storage::get(UNSAVED) else { return false };
        let Some((build, bytes)) = kept.split_once('\n') else { return false };
        if page::build().as_deref() != Some(build) {
            return false;
        }
        let bytes: Vec<u8> = bytes.chars().filter_map(|c| u8::try_from(c).ok()).collect();
        let Some(spec) = protocol::decode::<ClusterSpec>(&bytes) else { return false };
        let read_only = spec.schema > SCHEMA;
        let loaded =
            Loaded { spec, problems: Vec::new(), complete: true, read_only, secrets: Vec::new() };
        self.may_save.set_value(true);
        self.open_document(loaded, true);
        self.own.set_value(true);
        self.claim_work();
        self.save_at_once();
        true
    }

    /// Opens what was saved, if anything; says whether there was. `then` is called when it is open, or
    /// could not be opened.
    pub(super) fn open_saved(self, then: impl FnOnce() + 'static) -> bool {
        if self.claim.get_untracked() == Claim::None && self.open_unsaved() {
            then();
            return true;
        }
        let Some(saved) = storage::get(WORK).filter(|t| !t.is_empty()) else {
            self.may_save.set_value(true);
            return false;
        };
        self.claim_work();
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
                    self.own.set_value(false);
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
                self.written_elsewhere();
            }
        });
        let leaving = window_event_listener_untyped("pagehide", move |_| self.save_leaving());
        on_cleanup(move || {
            hidden.remove();
            other.remove();
            leaving.remove();
        });
    }

    /// Puts what is saved aside, before something else takes its place.
    pub(super) fn put_saved_aside(self) {
        let Some(text) = storage::get(WORK).filter(|t| !t.is_empty()) else { return };
        let bytes = text.clone().into_bytes();
        self.ask(Slot::Draft, Ask::Load { bytes }, move |body| {
            let spec = match body {
                Body::Loaded(loaded) => loaded.spec,
                _ => ClusterSpec::default(),
            };
            self.keep_text(&spec, text);
        });
    }

    /// Forgets the saved work and begins with the example again.
    pub fn forget_saved(self) {
        storage::remove(WORK);
        storage::remove(UNSAVED);
    }
}
