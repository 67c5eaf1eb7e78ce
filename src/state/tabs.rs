//! One tab writes: another one with the same document reads it, until it takes over.

use super::{App, NoticeKind};
use crate::platform::tabs::{Hold, How, hold};
use crate::text::{self, tr};
use leptos::prelude::*;
use model::Text;

/// The name of the lock of what is in the browser's storage.
const LOCK: &str = "muster.work";

/// Whether this tab may write what is in the browser's storage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Claim {
    /// Nothing was changed yet, so nobody asked.
    #[default]
    None,
    /// It may.
    Ours,
    /// All may: the browser keeps no locks for this page.
    Unguarded,
    /// Another tab does.
    Theirs,
}

impl App {
    /// Whether the document can only be read: another tab has it, or a newer version wrote it.
    pub fn only_read(self) -> bool {
        self.read_only.get() || self.claim.get() == Claim::Theirs
    }

    /// Asks for the right to write, once.
    pub(super) fn claim_work(self) {
        if !self.embed && self.claim.get_untracked() == Claim::None {
            self.claim.set(Claim::Ours);
            hold(LOCK, How::IfFree, move |held| self.held(held, text::TAKEN_OVER));
        }
    }

    /// Goes on here: the other tab can only read from now on. What it has saved is opened, unless
    /// something else was opened or changed here; then it is put aside.
    pub fn take_tab(self) {
        hold(LOCK, How::Take, move |held| {
            if held == Hold::Unknown {
                self.go_on_here(Claim::Unguarded, text::TAKEN_OVER);
            } else {
                self.held(held, text::TAKEN_OVER);
            }
        });
    }

    fn held(self, held: Hold, why: Text) {
        match held {
            Hold::Taken if self.claim.get_untracked() == Claim::Theirs => {
                self.go_on_here(Claim::Ours, why);
            }
            Hold::Taken => self.claim.set(Claim::Ours),
            Hold::Unknown => self.claim.set(Claim::Unguarded),
            Hold::Busy => {
                self.only_look(text::OTHER_TAB);
                self.wait();
            }
            Hold::Lost => {
                self.lost();
                self.wait();
            }
        }
    }

    /// The other tab gives the right back when it is closed.
    fn wait(self) {
        hold(LOCK, How::Wait, move |held| self.held(held, text::TAB_CLOSED));
    }

    /// What the storage has was written by another tab.
    pub(super) fn written_elsewhere(self) {
        match self.claim.get_untracked() {
            Claim::Unguarded => self.lost(),
            // Its last words, after this tab took over.
            Claim::Ours if !self.own.get_value() => {
                self.open_saved(|| {});
            }
            _ => {}
        }
    }

    /// Another tab has taken over; what it does not know of is put aside.
    fn lost(self) {
        if self.own.get_value() {
            self.keep_copy(|| {});
        }
        self.only_look(text::OTHER_TAB_TOOK);
    }

    /// Another tab has the document.
    pub(super) fn only_look(self, why: Text) {
        self.claim.set(Claim::Theirs);
        self.notify(NoticeKind::OtherTab, tr(why).to_owned(), Vec::new());
    }

    fn go_on_here(self, claim: Claim, why: Text) {
        self.claim.set(claim);
        self.dismiss(NoticeKind::OtherTab);
        if self.own.get_value() {
            self.put_saved_aside();
            self.save_at_once();
        } else {
            self.open_saved(|| {});
        }
        self.notify(NoticeKind::Said, tr(why).to_owned(), Vec::new());
    }
}
