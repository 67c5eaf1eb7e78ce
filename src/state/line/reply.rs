//! What the engine answers, and what that changes on the page.

use super::super::{App, NoticeKind, View};
use super::{EngineState, Flight, Pending, Slot};
use crate::platform::worker::Incoming;
use crate::text::{self, tr};
use leptos::prelude::*;
use model::Lang;
use protocol::{Body, Checked, PROTOCOL, Reply};
use std::sync::Arc;
use std::time::Duration;

impl App {
    pub(super) fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Failed(reason) => self.lose(reason),
            Incoming::Bytes(bytes) => match protocol::decode::<Reply>(&bytes) {
                Some(reply) if reply.protocol == PROTOCOL => self.take(reply),
                _ => self.lose(tr(text::ENGINE_OTHER_BUILD).to_owned()),
            },
        }
    }

    fn take(self, reply: Reply) {
        let flight = self
            .with_line(|l| {
                let (revision, lang, flight) = l.flight.take()?;
                if revision != reply.revision {
                    l.flight = Some((revision, lang, flight));
                    return None;
                }
                l.lost = 0;
                if matches!(flight, Flight::Check { moves: true, .. }) {
                    l.synced = Some(revision);
                }
                Some((lang, flight))
            })
            .flatten();
        // An outdated reply.
        let Some((lang, flight)) = flight else { return };
        if self.engine.get_untracked() != EngineState::Ready {
            self.engine.set(EngineState::Ready);
            self.dismiss(NoticeKind::Engine);
        }
        match flight {
            Flight::Ask(waiting) => (waiting.done)(reply.body),
            Flight::Check { view, .. } => match reply.body {
                Body::Checked(checked) => self.draw(lang, &view, *checked),
                Body::NeedWhole => {
                    self.with_line(|l| {
                        l.synced = None;
                        l.pending = Pending::Whole;
                        l.due = true;
                    });
                }
                Body::Failed(reason) => {
                    self.notify(NoticeKind::Failed, reason, Vec::new());
                }
                _ => {}
            },
        }
        self.pump();
    }

    /// Draws a reply, unless a whole document or another language is on its way.
    fn draw(self, lang: Lang, asked: &View, mut checked: Checked) {
        let texts = self.with_line(|l| {
            if lang != l.lang || matches!(l.pending, Pending::Whole) {
                return None;
            }
            if l.queue.iter().any(|w| w.slot == Slot::Schema) {
                return None;
            }
            // Whether all edits are in the answer.
            let settled = matches!(&l.pending, Pending::Edits(edits) if edits.is_empty());
            Some((l.schema.take(), settled))
        });
        let Some(Some((texts, settled))) = texts else { return };
        if checked.partial {
            self.complete_soon();
            checked.picture = self.checked.with_untracked(|c| c.picture.clone());
        }
        let followed = self.followed(&checked, settled);
        let repaired =
            followed.unwrap_or_else(|| self.view.get_untracked().repaired(&checked.files));
        let stale = repaired != *asked;
        let checked = Arc::new(checked);
        // Signals that belong together change before anything is drawn.
        let product_changed = texts.is_some();
        if self.view.get_untracked() != repaired {
            self.view.set(repaired);
        }
        self.announce_counts(&checked);
        self.checked.set(checked);
        if let Some(schema) = texts {
            // The same form once more would draw the page anew, and close a dialog that asks something.
            if self.schema.get_untracked() != schema {
                self.schema.set(schema);
            }
            self.opening.set(None);
        }
        if product_changed && lang != self.lang.get_untracked() {
            self.language_changed(lang);
        }
        if stale {
            self.with_line(|l| l.due = true);
        }
    }

    /// Asks for the files out of view when no key was pressed for a moment.
    fn complete_soon(self) {
        const PAUSE: Duration = Duration::from_millis(200);
        let count = self.with_line(|l| {
            l.partial += 1;
            l.partial
        });
        let again = move || {
            if self.with_line(|l| l.partial) == count {
                self.look();
            }
        };
        set_timeout(again, PAUSE);
    }

    fn announce_counts(self, checked: &Checked) {
        let counts = checked.counts;
        let old = self.checked.with_untracked(|c| c.counts);
        if (old.errors, old.warnings) != (counts.errors, counts.warnings) {
            self.announce(text::counts(counts.errors, counts.warnings));
        }
    }
}
