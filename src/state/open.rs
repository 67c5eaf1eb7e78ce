//! Opening documents: presets, files, saved work.

use super::link::Brought;
use super::{App, NoticeKind, Slot};
use crate::platform::{file, page};
use crate::route::{self, Route};
use crate::text::{self, tr};
use leptos::prelude::*;
use model::{Edit, History};
use protocol::{Ask, Body, Loaded};

/// More than this is not a document.
const LIMIT: f64 = 8.0 * 1024.0 * 1024.0;

/// More than this is no archive of configuration files, in bytes.
pub(super) const ARCHIVE: f64 = 64.0 * 1024.0 * 1024.0;
/// More than this in all is not sent to the engine, in bytes.
pub(super) const MOST: f64 = 256.0 * 1024.0 * 1024.0;

/// A document that was read, but not in full: it replaces the open one only when a person says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The file's name.
    pub name: String,
    /// What was read, and what was not.
    pub loaded: Loaded,
    /// When a link brought it: what else the link says.
    pub link: Option<Brought>,
}

impl App {
    /// Opens a preset. What was edited can be brought back with undo.
    pub fn open_preset(self, id: String) {
        self.ask(Slot::Open, Ask::Preset { id }, move |body| match body {
            Body::Loaded(loaded) => {
                let name = loaded.spec.name.clone();
                self.open_document(*loaded, false);
                if self.edited.get_untracked() {
                    let text = text::opened_with_undo(&name);
                    self.notify(NoticeKind::Done, text, Vec::new());
                }
            }
            Body::Failed(reason) => self.notify(NoticeKind::Failed, reason, Vec::new()),
            _ => {}
        });
    }

    /// Reads what was chosen or dropped: a document, or the files of an existing cluster.
    pub fn open_files(self, mut files: Vec<file::Given>) {
        let document = |name: &str| name.to_ascii_lowercase().ends_with(".toml");
        match files.len() {
            0 => {}
            1 if files.first().is_some_and(|f| document(&f.name)) => {
                if let Some(only) = files.pop() {
                    self.open_file(&only);
                }
            }
            1 if files.first().is_some_and(|f| f.name.to_ascii_lowercase().ends_with(".json")) => {
                if let Some(only) = files.pop() {
                    self.take_facts(&only);
                }
            }
            _ => self.import_files(files),
        }
    }

    /// Reads the files of an existing cluster. One file of which nothing can be read may be a document
    /// by another name.
    fn import_files(self, files: Vec<file::Given>) {
        let only = (files.len() == 1).then(|| files.first().map(file::Given::again)).flatten();
        let sum: f64 = files.iter().map(|f| f.size).sum();
        if sum > MOST {
            self.notify(NoticeKind::Failed, tr(text::TOO_MUCH).to_owned(), Vec::new());
            return;
        }
        self.open_tick.update_value(|t| *t += 1);
        let tick = self.open_tick.get_value();
        file::read_all(files, ARCHIVE, move |files| {
            let failed = move |reason: String| match only {
                Some(only) => self.open_file(&only),
                None => self.notify(NoticeKind::Failed, reason, Vec::new()),
            };
            self.import(files, tick, failed, || {});
        });
    }

    /// Reads the text of files as if they had been chosen; `done` is called when the page has gone on with
    /// them, `failed` when nothing of them could be read.
    pub(super) fn open_bytes(
        self,
        mut files: Vec<(String, Vec<u8>)>,
        failed: impl FnOnce(String) + 'static,
        done: impl FnOnce() + 'static,
    ) {
        let ends = |end: &str| matches!(files.as_slice(), [(name, _)] if name.to_ascii_lowercase().ends_with(end));
        self.open_tick.update_value(|t| *t += 1);
        let tick = self.open_tick.get_value();
        match (ends(".toml"), ends(".json"), files.len()) {
            (true, ..) => {
                done();
                if let Some((name, bytes)) = files.pop() {
                    self.load(name, bytes, tick);
                }
            }
            (_, true, _) => {
                done();
                if let Some((name, bytes)) = files.pop() {
                    self.judge_machines(name, bytes);
                }
            }
            _ => self.import(files, tick, failed, done),
        }
    }

    fn import(
        self,
        files: Vec<(String, Vec<u8>)>,
        tick: u64,
        failed: impl FnOnce(String) + 'static,
        done: impl FnOnce() + 'static,
    ) {
        self.ask(Slot::Open, Ask::Import { files }, move |body| {
            if self.open_tick.get_value() != tick {
                return;
            }
            match body {
                Body::Imported(loaded, mut lines, brought) => {
                    let sum = if lines.is_empty() { String::new() } else { lines.remove(0) };
                    self.edited.set(true);
                    self.open_document(*loaded, false);
                    self.keep_brought(*brought);
                    self.notify(NoticeKind::Done, text::imported_with_undo(&sum), lines);
                    done();
                }
                Body::Failed(reason) => failed(reason),
                _ => {}
            }
        });
    }

    /// Reads what was found on the machines: it judges them, and fills into the nodes what the document
    /// does not say, as one step that can be undone.
    fn take_facts(self, given: &file::Given) {
        let name = given.name.clone();
        if given.size > ARCHIVE {
            self.notify(NoticeKind::Failed, text::unreadable_file(&name), Vec::new());
            return;
        }
        file::read(given, move |bytes| match bytes {
            Some(bytes) => self.judge_machines(name, bytes),
            None => self.notify(NoticeKind::Failed, text::unreadable_file(&name), Vec::new()),
        });
    }

    fn judge_machines(self, name: String, bytes: Vec<u8>) {
        self.ask(Slot::Open, Ask::Facts { bytes }, move |body| match body {
            Body::Facts(facts) if facts.edits.is_empty() => {
                self.notify(NoticeKind::Done, facts.sum, facts.lines);
                self.look();
            }
            Body::Facts(facts) => {
                self.enter_field();
                self.edit(&facts.edits);
                self.notify(NoticeKind::Done, text::filled_with_undo(&facts.sum), facts.lines);
            }
            Body::Failed(reason) => {
                let text = text::unreadable_file(&name);
                self.notify(NoticeKind::Failed, text, vec![reason]);
            }
            _ => {}
        });
    }

    /// Reads a file that was chosen or dropped.
    pub fn open_file(self, given: &file::Given) {
        if given.size > LIMIT {
            let text = text::too_big(&given.name);
            self.notify(NoticeKind::Failed, text, Vec::new());
            return;
        }
        let name = given.name.clone();
        self.open_tick.update_value(|t| *t += 1);
        let tick = self.open_tick.get_value();
        file::read(given, move |bytes| match bytes {
            Some(bytes) => self.load(name, bytes, tick),
            None => self.notify(NoticeKind::Failed, text::unreadable_file(&name), Vec::new()),
        });
    }

    fn load(self, name: String, bytes: Vec<u8>, tick: u64) {
        self.ask(Slot::Open, Ask::Load { bytes }, move |body| {
            // Another file was chosen meanwhile.
            if self.open_tick.get_value() != tick {
                return;
            }
            match body {
                Body::Loaded(loaded) if loaded.spec.is_blank() => {
                    let text = text::nothing_in_file(&name);
                    self.notify(NoticeKind::Failed, text, loaded.problems);
                }
                Body::Loaded(loaded) if loaded.complete => {
                    self.edited.set(true);
                    self.open_document(*loaded, false);
                    self.notify(NoticeKind::Done, text::opened_with_undo(&name), Vec::new());
                }
                Body::Loaded(loaded) => {
                    self.opened.set(Some(Opened { name, loaded: *loaded, link: None }));
                }
                Body::Failed(reason) => {
                    let text = text::unreadable_file(&name);
                    self.notify(NoticeKind::Failed, text, vec![reason]);
                }
                _ => {}
            }
        });
    }

    /// Replaces the open document by what could be read of a file.
    pub fn open_incomplete(self) {
        if let Some(opened) = self.opened.get_untracked() {
            self.opened.set(None);
            let problems = opened.loaded.problems.clone();
            if let Some(mut brought) = opened.link {
                brought.told.extend(problems);
                return self.open_brought(opened.loaded, brought);
            }
            self.edited.set(true);
            let name = opened.name;
            self.open_document(opened.loaded, false);
            self.notify(NoticeKind::Done, text::opened_with_undo(&name), problems);
        }
    }

    /// Makes a document the open one. Saved work starts a new history; anything else is a step
    /// that can be undone, unless there was nothing to lose.
    pub(super) fn open_document(self, loaded: Loaded, saved: bool) {
        self.take_secrets(loaded.secrets);
        let product = loaded.spec.product.clone();
        let same = self.schema.with_untracked(|s| s.product.id == product);
        // Whatever was on its way, this is what is shown: with another product when its form is there.
        if same {
            self.opening.set(None);
        }
        let was_edited = self.edited.get_untracked();
        self.read_only.set(loaded.read_only);
        if saved || !was_edited {
            self.history.set(History::new(loaded.spec));
            self.edited.set(saved);
        } else {
            self.history.update(|h| {
                h.apply(&[Edit::Replace(Box::new(loaded.spec))], None);
            });
            self.changed();
        }
        self.dismiss(NoticeKind::Example);
        self.selected.update(std::collections::BTreeSet::clear);
        self.filter.set(String::new());
        self.enter_field();
        if loaded.read_only {
            self.notify(NoticeKind::ReadOnly, tr(text::READ_ONLY).to_owned(), Vec::new());
        }
        if !same {
            self.load_schema(product.clone());
        }
        // The address follows the document, so that a reload shows the same.
        let step = self.route.with_untracked(|r| r.step.clone());
        let routed = self.route.with_untracked(|r| r.product.clone());
        if !routed.is_empty() && routed != product {
            let step = if same { step } else { String::new() };
            if !self.embed {
                page::replace_hash(&route::link(&product, &step));
            }
            self.route.set(Route { product, step });
        }
        self.send_whole(true);
    }
}
