//! Messages around the step, and what a screen reader is told.

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
    /// What was open before a link is still kept.
    Before,
    /// Another tab saved something else.
    OtherTab,
    /// The document may only be looked at.
    ReadOnly,
    /// The browser does not keep anything.
    Storage,
}

impl NoticeKind {
    /// Whether it is only about the document as it was.
    fn passes(self) -> bool {
        matches!(self, Self::Example | Self::Said | Self::Done)
    }

    /// Whether it is bad news.
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Failed | Self::Engine | Self::Autosave | Self::Storage)
    }
}

/// A message above or below the step.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about.
    pub kind: NoticeKind,
    /// The message.
    pub text: String,
    /// Further lines.
    pub lines: Vec<String>,
    /// Whether the document has changed since: there is nothing left to undo about it.
    pub outdated: bool,
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
            notices.push(Notice { kind, text, lines, outdated: false });
        });
    }

    /// Takes a message away.
    pub fn dismiss(self, kind: NoticeKind) {
        if self.notices.with_untracked(|n| n.iter().any(|n| n.kind == kind)) {
            self.notices.update(|notices| notices.retain(|n| n.kind != kind));
        }
    }

    /// Marks what was said about the document before it changed. It keeps its place until the step
    /// changes: what stands below must not move under the hand of somebody who types or clicks.
    pub(super) fn outdate_notices(self) {
        let passes = |n: &Notice| !n.outdated && n.kind.passes();
        if self.notices.with_untracked(|n| n.iter().any(passes)) {
            self.notices.update(|notices| {
                for notice in notices.iter_mut().filter(|n| n.kind.passes()) {
                    notice.outdated = true;
                }
            });
        }
    }

    /// Takes the messages away that the document has outgrown.
    pub fn clear_outdated(self) {
        if self.notices.with_untracked(|n| n.iter().any(|n| n.outdated)) {
            self.notices.update(|notices| notices.retain(|n| !n.outdated));
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
