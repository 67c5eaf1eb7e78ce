//! An engine that takes long, is stopped or is lost, and the one that takes its place.

use super::super::{App, NoticeKind};
use super::{EngineState, Flight, Pending};
use crate::text::{self, tr};
use leptos::prelude::*;
use protocol::Body;
use std::collections::VecDeque;
use std::time::Duration;

/// How many engines may be lost in a row.
const PATIENCE: u32 = 3;

impl App {
    /// Shows that a request takes long, and since when.
    pub(super) fn watch(self, revision: u64, seconds: u32) {
        let wait = if seconds == 0 { 250 } else { 1000 };
        set_timeout(
            move || {
                let flying = self
                    .with_line(|l| l.flight.as_ref().is_some_and(|(r, ..)| *r == revision))
                    .unwrap_or(false);
                if flying {
                    // The first answer is waited for in silence: the page is complete without it.
                    if self.engine.get_untracked() != EngineState::Starting || seconds >= 8 {
                        self.engine.set(EngineState::Busy(seconds));
                    }
                    self.watch(revision, seconds + 1);
                }
            },
            Duration::from_millis(wait),
        );
    }

    /// Stops what the engine is at: it is replaced.
    pub fn stop_engine(self) {
        self.with_line(|l| {
            if let Some((_, _, Flight::Ask(waiting))) = &mut l.flight {
                waiting.tried = true;
            }
        });
        self.lose(tr(text::STOPPED).to_owned());
    }

    /// The engine is lost: another one is started, and what was asked is asked once more.
    pub(super) fn lose(self, reason: String) {
        // Not inside the worker's own call.
        set_timeout(move || self.replace(&reason), Duration::ZERO);
    }

    fn replace(self, reason: &str) {
        let outcome = self.with_line(|l| {
            l.port = None;
            l.lost += 1;
            l.synced = None;
            l.pending = Pending::Whole;
            l.due = true;
            let mut failed = None;
            if let Some((_, _, Flight::Ask(mut waiting))) = l.flight.take() {
                if waiting.tried {
                    failed = Some(waiting.done);
                } else {
                    waiting.tried = true;
                    l.queue.push_front(waiting);
                }
            }
            let over = l.lost >= PATIENCE;
            let rest = if over { std::mem::take(&mut l.queue) } else { VecDeque::new() };
            (failed, over, rest)
        });
        let Some((failed, over, rest)) = outcome else { return };
        let reason =
            if reason.is_empty() { tr(text::ENGINE_STOPPED).to_owned() } else { reason.to_owned() };
        if let Some(done) = failed {
            done(Body::Failed(reason.clone()));
        }
        if over {
            for waiting in rest {
                (waiting.done)(Body::Failed(reason.clone()));
            }
            self.engine.set(EngineState::Lost);
            self.opening.set(None);
            self.notify(NoticeKind::Engine, tr(text::ENGINE_LOST).to_owned(), vec![reason]);
            return;
        }
        self.open_port();
        self.pump();
    }

    /// Tries again with a new engine.
    pub fn retry_engine(self) {
        self.with_line(|l| l.lost = 0);
        self.engine.set(EngineState::Starting);
        self.dismiss(NoticeKind::Engine);
        self.connect();
    }
}
