//! Another cluster beside the open document: what was brought, what differs, the way to here.

use super::open::{ARCHIVE, MOST};
use super::{App, NoticeKind, Slot};
use crate::platform::{dom, file};
use crate::text::{self, tr};
use leptos::prelude::*;
use model::Edit;
use protocol::{Ask, Body, Comparison, Other, PlanView};
use std::sync::Arc;

/// The dialog's element.
pub const DIALOG: &str = "dialog-compare";

/// What of it is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// What differs.
    #[default]
    Differences,
    /// The steps from there to here.
    Plan,
}

/// The comparison. Signals live as long as the page.
#[derive(Clone, Copy)]
pub struct Compare {
    /// The other cluster.
    pub other: RwSignal<Option<Arc<Other>>>,
    /// What is looked at.
    pub beside: RwSignal<Beside>,
    /// The engine's last word on what differs.
    pub comparison: RwSignal<Option<Arc<Comparison>>>,
    /// The engine's last word on the steps.
    pub plan: RwSignal<Option<Arc<PlanView>>>,
    /// Whether files are being read.
    pub reading: RwSignal<bool>,
    /// Why nothing is shown; empty when something is.
    pub failed: RwSignal<String>,
    /// How often the dialog was opened.
    pub opened: RwSignal<u32>,
    /// How many differences were taken over since it was opened.
    pub taken: RwSignal<u32>,
    /// Grows with everything that is brought: only the last of it counts.
    tick: StoredValue<u64>,
}

impl Compare {
    pub(super) fn new() -> Compare {
        Compare {
            other: RwSignal::new(None),
            beside: RwSignal::new(Beside::Differences),
            comparison: RwSignal::new(None),
            plan: RwSignal::new(None),
            reading: RwSignal::new(false),
            failed: RwSignal::new(String::new()),
            opened: RwSignal::new(0),
            taken: RwSignal::new(0),
            tick: StoredValue::new(0),
        }
    }
}

impl App {
    /// Opens the dialog at what differs, or at the steps.
    pub fn open_compare(self, beside: Beside) {
        let compare = self.compare;
        dom::show_dialog(DIALOG);
        compare.taken.set(0);
        compare.beside.set(beside);
        compare.opened.update(|times| *times += 1);
    }

    /// Files were dropped: on the comparison while it is open, else on the document.
    pub fn dropped(self, files: Vec<file::Given>) {
        if dom::shows_dialog(DIALOG) {
            self.compare_with(files);
        } else {
            self.open_files(files);
        }
    }

    /// Reads files of the other cluster.
    pub fn compare_with(self, files: Vec<file::Given>) {
        if files.is_empty() {
            return;
        }
        let tick = self.begin_reading();
        if files.iter().map(|f| f.size).sum::<f64>() > MOST {
            self.compare_failed(tr(text::TOO_MUCH).to_owned());
            return;
        }
        // What is too long, or cannot be read, is not among them.
        let name = files.first().map(|f| f.name.clone()).unwrap_or_default();
        file::read_all(files, ARCHIVE, move |files| {
            if files.is_empty() {
                self.compare_failed(text::unreadable_file(&name));
                return;
            }
            self.ask_other(tick, files);
        });
    }

    /// Reads the text of the other cluster's `cluster.toml`.
    pub fn compare_with_text(self, typed: &str) {
        let tick = self.begin_reading();
        let name = tr(text::COMPARE_PASTED).to_owned();
        self.ask_other(tick, vec![(name, typed.as_bytes().to_vec())]);
    }

    fn begin_reading(self) -> u64 {
        let compare = self.compare;
        compare.failed.set(String::new());
        compare.reading.set(true);
        compare.tick.update_value(|t| *t += 1);
        compare.tick.get_value()
    }

    fn compare_failed(self, reason: String) {
        self.announce(reason.clone());
        self.compare.reading.set(false);
        self.compare.failed.set(reason);
    }

    fn ask_other(self, tick: u64, files: Vec<(String, Vec<u8>)>) {
        self.ask(Slot::Other, Ask::Other { files }, move |body| {
            // Something else was brought meanwhile.
            if self.compare.tick.get_value() != tick {
                return;
            }
            match body {
                Body::Other(mut other) => {
                    self.take_secrets(std::mem::take(&mut other.secrets));
                    self.compare.reading.set(false);
                    self.compare.comparison.set(None);
                    self.compare.plan.set(None);
                    self.announce(other.sum.clone());
                    self.compare.other.set(Some(Arc::new(*other)));
                    dom::focus_soon(vec!["compare-shown".to_owned()]);
                }
                Body::Failed(reason) => self.compare_failed(reason),
                _ => self.compare.reading.set(false),
            }
        });
    }

    /// Forgets the other cluster.
    pub fn forget_other(self) {
        self.compare.tick.update_value(|t| *t += 1);
        self.compare.reading.set(false);
        self.compare.failed.set(String::new());
        self.compare.other.set(None);
        dom::focus_soon(vec!["compare-files".to_owned()]);
    }

    /// Has what is looked at compared with the document as it stands.
    pub fn ask_comparison(self) {
        let compare = self.compare;
        let Some(other) = compare.other.get_untracked() else { return };
        let ask = match compare.beside.get_untracked() {
            Beside::Differences => Ask::Compare { other: Box::new(other.spec.clone()) },
            Beside::Plan => {
                let running = other.recipe.as_ref().unwrap_or(&other.spec).clone();
                Ask::Plan { running: Box::new(running), foreign: other.foreign }
            }
        };
        self.ask(Slot::Compare, ask, move |body| match body {
            Body::Comparison(comparison) => {
                compare.failed.set(String::new());
                compare.comparison.set(Some(Arc::from(comparison)));
            }
            Body::Plan(plan) => {
                compare.failed.set(String::new());
                compare.plan.set(Some(Arc::from(plan)));
            }
            Body::Failed(reason) => {
                compare.comparison.set(None);
                compare.plan.set(None);
                self.compare_failed(reason);
            }
            _ => {}
        });
    }

    /// Takes a difference over as one step of undo.
    pub fn take_over(self, edits: &[Edit], what: &str) {
        self.enter_field();
        self.edit(edits);
        self.compare.taken.update(|taken| *taken += 1);
        self.notify(NoticeKind::Done, text::did(text::COMPARE_TAKEN, what), Vec::new());
        // The row goes, and its button with it; what is around the list stays.
        dom::focus_soon(vec!["compare-shown".to_owned()]);
    }
}
