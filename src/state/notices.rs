//! Messages above the form, and what a screen reader is told.

use super::App;
use leptos::prelude::*;

/// What a notice is about. There is at most one of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// The document is an example.
    Example,
    /// Something to know, without anything to do.
    Said,
    /// What just happened: nodes read, a document opened.
    Done,
    /// Something failed; nothing was lost.
    Failed,
    /// The engine is lost.
    Engine,
    /// Saved work could not be read; it was kept under another key.
    Autosave,
    /// Another tab saved something else.
    OtherTab,
    /// The document may only be looked at.
    ReadOnly,
    /// The browser does not keep anything.
    Storage,
}

impl NoticeKind {
    /// Whether it is bad news.
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Failed | Self::Engine | Self::Autosave | Self::Storage)
    }
}

/// A message above the form.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// The message.
    pub text: String,
    /// Further lines.
    pub lines: Vec<String>,
}

impl App {
    /// Shows a message in place of an older one of its kind, and says it.
    pub fn notify(self, kind: NoticeKind, text: String, lines: Vec<String>) {
        self.announce(text.clone());
        if kind == NoticeKind::Done {
            self.dismiss(NoticeKind::Said);
        }
        self.notices.update(|notices| {
            notices.retain(|n| n.kind != kind);
            notices.push(Notice { kind, text, lines });
        });
    }

    /// Takes a message away.
    pub fn dismiss(self, kind: NoticeKind) {
        if self.notices.with_untracked(|n| n.iter().any(|n| n.kind == kind)) {
            self.notices.update(|notices| notices.retain(|n| n.kind != kind));
        }
    }

    /// Tells a screen reader something, when it is done with what it says.
    pub fn announce(self, text: String) {
        // The same words twice would not be said again.
        let text = if self.announcement.with_untracked(|a| *a == text) {
            format!("{text}\u{a0}")
        } else {
            text
        };
        self.announcement.set(text);
    }
}
