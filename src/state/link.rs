//! Links that bring a document: one that holds it, or one that fills an example in.
//!
//! What a link brings is opened as a file is: as one step that undo takes back, with the work that
//! was there put aside ([`super::before`]). Then the address is the ordinary one again, so that a reload
//! shows the same. Back and Forward bring back the document that was open there, as it was left.

use super::before::Kept;
use super::{App, NoticeKind, Opened, Slot};
use crate::platform::{deflate, page};
use crate::route::{self, Address, Problem, Route, Target};
use crate::share::{self, Unread};
use crate::text::{self, tr};
use leptos::prelude::*;
use model::{ClusterSpec, Text};
use protocol::{Ask, Body, Loaded};
use std::sync::Arc;

/// The documents that Back and Forward lead to. Entries of the browser's history have the mark of
/// theirs.
#[derive(Default)]
pub(super) struct Documents {
    /// The mark of the one that is open.
    open: u32,
    /// The highest mark that was given.
    last: u32,
    /// The others, as they were left: mark, document, whether it may only be looked at.
    left: Vec<(u32, Arc<ClusterSpec>, bool)>,
}

impl Documents {
    fn leave(&mut self, document: Arc<ClusterSpec>, read_only: bool) {
        let open = self.open;
        self.left.retain(|(mark, ..)| *mark != open);
        self.left.push((open, document, read_only));
    }
}

/// What a link brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// The step to show; empty for the one that is open.
    pub step: String,
    /// What of the link could not be used.
    pub told: Vec<String>,
}

impl App {
    /// Takes the mark of the entry that the page was loaded in.
    pub(super) fn arrive(self) {
        let mark = page::mark().unwrap_or_default();
        self.documents.update_value(|d| (d.open, d.last) = (mark, mark));
        page::set_mark(mark);
    }

    /// Another entry of the browser's history is shown: a new one belongs to the open document, an
    /// older one brings back its own.
    pub(super) fn follow_mark(self) {
        let open = self.documents.with_value(|d| d.open);
        match page::mark() {
            None => page::set_mark(open),
            Some(mark) if mark != open => self.come_back(mark),
            Some(_) => {}
        }
    }

    /// Opens the document of an entry again. One that the page does not have any more, because it was
    /// loaded since, leaves the open one open.
    fn come_back(self, mark: u32) {
        let found = |d: &Documents| {
            let left = d.left.iter().find(|(other, ..)| *other == mark);
            left.map(|(_, document, read_only)| (document.clone(), *read_only))
        };
        let Some((document, read_only)) = self.documents.with_value(found) else { return };
        self.leave_document(mark);
        // The address is this entry's already.
        self.route.set(Route::parse(&page::hash()));
        let name = document.name.clone();
        let spec = Arc::unwrap_or_clone(document);
        let loaded =
            Loaded { spec, problems: Vec::new(), complete: true, read_only, secrets: Vec::new() };
        self.open_document(loaded, false);
        self.notify(NoticeKind::Done, text::opened_with_undo(&name), Vec::new());
    }

    /// Keeps the open document for Back and Forward; another one comes.
    fn leave_document(self, next: u32) {
        let (document, read_only) = (self.spec.get_untracked(), self.read_only.get_untracked());
        self.documents.update_value(|d| {
            d.leave(document, read_only);
            d.open = next;
            d.last = d.last.max(next);
        });
    }

    /// Opens what a link brings.
    pub(super) fn open_link(self, address: Address) {
        self.open_tick.update_value(|t| *t += 1);
        let tick = self.open_tick.get_value();
        let told = problems(&address.problems);
        match address.target {
            Target::Step(_) => {}
            Target::Prefill(wanted) => {
                let step = wanted.step.clone();
                self.ask(Slot::Open, Ask::Prefill(wanted), move |body| {
                    let brought = Brought { step, told };
                    self.take_link(tick, body, text::LINK_NAMES_NOTHING, brought);
                });
            }
            Target::Document { text, step } => leptos::task::spawn_local(async move {
                match unpack(&text).await {
                    Ok(bytes) => self.ask(Slot::Open, Ask::Load { bytes }, move |body| {
                        let brought = Brought { step, told };
                        self.take_link(tick, body, text::LINK_HOLDS_NOTHING, brought);
                    }),
                    Err(why) if self.open_tick.get_value() == tick => {
                        self.link_failed(why, Vec::new());
                    }
                    Err(_) => {}
                }
            }),
        }
    }

    fn take_link(self, tick: u64, body: Body, nothing: Text, mut brought: Brought) {
        // Another document was asked for meanwhile.
        if self.open_tick.get_value() != tick {
            return;
        }
        match body {
            Body::Loaded(loaded) if loaded.spec.is_blank() => {
                self.link_failed(nothing, loaded.problems);
            }
            Body::Loaded(mut loaded) if loaded.complete || self.embed => {
                brought.told.append(&mut loaded.problems);
                self.open_brought(*loaded, brought);
            }
            Body::Loaded(loaded) => {
                self.opening.set(None);
                self.settle_address();
                let name = tr(text::THE_LINK).to_owned();
                self.opened.set(Some(Opened { name, loaded: *loaded, link: Some(brought) }));
            }
            Body::Failed(reason) => self.link_failed(nothing, vec![reason]),
            _ => {}
        }
    }

    /// Opens a document of a link, as one step that undo takes back.
    pub(super) fn open_brought(self, loaded: Loaded, brought: Brought) {
        self.keep_work(move |kept| {
            let Brought { mut step, told } = brought;
            let (name, product) = (loaded.spec.name.clone(), loaded.spec.product.clone());
            if step.is_empty() && self.spec.with_untracked(|s| s.product == product) {
                step = self.route.with_untracked(|r| r.step.clone());
            }
            self.route.set(Route { product: product.clone(), step: step.clone() });
            if self.embed {
                // Nobody has worked here: there is nothing to go back to.
                self.open_document(loaded, true);
                self.tell_link(&told);
                return;
            }
            self.leave_document(self.documents.with_value(|d| d.last) + 1);
            self.edited.set(true);
            self.open_document(loaded, false);
            page::replace_hash(&route::link(&product, &step));
            page::set_mark(self.documents.with_value(|d| d.open));
            self.tab.set(super::Tab::Form);
            let text = text::opened_from_link(&name, told.is_empty(), kept == Kept::Aside);
            self.notify(NoticeKind::Done, text, told);
            self.came_by_link();
        });
    }

    /// Says why a link was not opened. The open document, and what is saved, stay.
    fn link_failed(self, why: Text, lines: Vec<String>) {
        self.opening.set(None);
        self.settle_address();
        self.notify(NoticeKind::Failed, tr(why).to_owned(), lines);
        if self.schema.with_untracked(|s| s.product.id.is_empty()) {
            self.open_first();
        }
    }

    /// The address is that of what is open. A frame keeps its own: loaded again, it begins again.
    fn settle_address(self) {
        let product = self.spec.with_untracked(|s| s.product.clone());
        let step = self.route.with_untracked(|r| r.step.clone());
        if !self.embed {
            page::replace_hash(&route::link(&product, &step));
        }
        self.route.set(Route { product, step });
    }

    /// Says what of a link could not be used.
    pub(super) fn tell_link(self, told: &[String]) {
        if !told.is_empty() {
            let text = tr(text::LINK_IN_PARTS).to_owned();
            self.notify(NoticeKind::Failed, text, told.to_vec());
        }
    }
}

/// The text that a link holds.
async fn unpack(text: &str) -> Result<Vec<u8>, Text> {
    let sentence = |why: Unread| match why {
        Unread::Form => text::LINK_OF_OTHER_FORM,
        Unread::Damaged => text::LINK_DAMAGED,
        Unread::TooLong => text::LINK_TOO_MUCH,
        Unread::Browser => text::LINK_NOT_HERE,
    };
    let compressed = share::read(text).map_err(sentence)?;
    deflate::unpack(&compressed, share::MOST).await.map_err(|why| {
        sentence(match why {
            deflate::Failed::Browser => Unread::Browser,
            deflate::Failed::Damaged => Unread::Damaged,
            deflate::Failed::TooLong => Unread::TooLong,
        })
    })
}

/// What of an address was not understood, in words.
pub(super) fn problems(problems: &[Problem]) -> Vec<String> {
    let sentence = |problem: &Problem| match problem {
        Problem::Unknown(name) => text::with(text::LINK_UNKNOWN, name),
        Problem::Twice(name) => text::with(text::LINK_TWICE, name),
        Problem::Unreadable(name) => text::with(text::LINK_UNREADABLE, name),
        Problem::Language(name) => text::with(text::LINK_LANGUAGE, name),
    };
    problems.iter().map(sentence).collect()
}
