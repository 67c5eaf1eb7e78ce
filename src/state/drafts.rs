//! Documents that are kept beside the open one, each as a text in the browser's storage.

use super::before::Kept;
use super::{App, NoticeKind, Slot};
use crate::platform::{dom, file, storage, time};
use crate::text::{self, tr};
use leptos::prelude::*;
use model::ClusterSpec;
use protocol::{Ask, Body};

/// The id of the dialog that lists them.
pub const DIALOG: &str = "dialog-drafts";

/// What their keys in the storage begin with.
const KEY: &str = "muster.draft.";
/// The form of what is stored: a line of columns, then the text of the document.
const FORM: &str = "1";

/// A document beside the open one.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its key in the storage.
    key: String,
    /// When it was put aside, in milliseconds since 1970.
    pub saved: f64,
    /// How many nodes it has.
    pub nodes: usize,
    /// The product's name.
    pub product: String,
    /// The cluster's name.
    pub name: String,
    /// The text of its `cluster.toml`.
    text: String,
}

impl Draft {
    /// What stands under a key; nothing where that is something else.
    fn parse(key: &str, stored: &str) -> Option<Draft> {
        let (head, text) = stored.split_once('\n')?;
        let mut columns = head.split('\t');
        if columns.next()? != FORM {
            return None;
        }
        Some(Draft {
            key: key.to_owned(),
            saved: whole(columns.next()?)?,
            nodes: columns.next()?.parse().ok()?,
            product: columns.next()?.to_owned(),
            name: columns.next()?.to_owned(),
            text: text.to_owned(),
        })
    }

    fn stored(&self) -> String {
        let one_line = |text: &str| text.replace(char::is_control, " ");
        let (product, name) = (one_line(&self.product), one_line(&self.name));
        let saved = self.saved.trunc();
        format!("{FORM}\t{saved}\t{}\t{product}\t{name}\n{}", self.nodes, self.text)
    }
}

/// Milliseconds; read without the reader of floating-point numbers, which the page does not link.
fn whole(digits: &str) -> Option<f64> {
    let number: u64 = digits.parse().ok()?;
    let high = u32::try_from(number >> 32).ok()?;
    let low = u32::try_from(number & u64::from(u32::MAX)).ok()?;
    Some(f64::from(high) * 4_294_967_296.0 + f64::from(low))
}

/// What the page knows of them.
#[derive(Clone, Copy)]
pub struct Drafts {
    /// Those that are kept, the last one first.
    pub list: RwSignal<Vec<Draft>>,
    /// The one that was deleted last, until another one is or the dialog opens again.
    pub deleted: RwSignal<Option<Draft>>,
    /// The key of the one that was opened: it goes when the open document is saved.
    opened: StoredValue<Option<String>>,
}

impl Drafts {
    pub(super) fn new() -> Drafts {
        Drafts {
            list: RwSignal::new(Vec::new()),
            deleted: RwSignal::new(None),
            opened: StoredValue::new(None),
        }
    }

    /// The open document is saved: what it was opened from is not needed any more.
    pub(super) fn saved(self) {
        if let Some(key) = self.opened.get_value() {
            self.opened.set_value(None);
            storage::remove(&key);
            self.read();
        }
    }

    /// Reads the list anew.
    fn read(self) {
        let stored = |key: String| Draft::parse(&key, &storage::get(&key)?);
        let mut drafts: Vec<Draft> = storage::keys(KEY).into_iter().filter_map(stored).collect();
        let opened = self.opened.get_value();
        drafts.retain(|d| opened.as_ref() != Some(&d.key));
        drafts.sort_by(|a, b| b.saved.total_cmp(&a.saved));
        self.list.set(drafts);
    }
}

impl App {
    /// Opens the list.
    pub fn open_drafts(self) {
        self.drafts.deleted.set(None);
        self.drafts.read();
        dom::show_dialog(DIALOG);
    }

    /// Puts a copy of the open document aside; `done` is called when it is kept.
    pub fn keep_copy(self, done: impl FnOnce() + 'static) {
        self.ask(Slot::Draft, Ask::Save, move |body| {
            let Body::Text(text) = body else { return };
            let spec = self.spec.get_untracked();
            if self.keep_text(&spec, text) {
                done();
            }
        });
    }

    /// Keeps the text of a document, once; false when the browser keeps nothing.
    pub(super) fn keep_text(self, spec: &ClusterSpec, text: String) -> bool {
        let title = self.schema.with_untracked(|s| {
            s.products.iter().find(|p| p.id == spec.product).map(|p| p.title.clone())
        });
        self.drafts.read();
        let same = |drafts: &Vec<Draft>| {
            drafts.iter().find(|d| d.text == text).map(|d| d.key.clone()).unwrap_or_default()
        };
        self.keep(&Draft {
            key: self.drafts.list.with_untracked(same),
            saved: time::now(),
            nodes: spec.nodes.len(),
            product: title.unwrap_or_else(|| spec.product.clone()),
            name: spec.name.clone(),
            text,
        })
    }

    /// Keeps a document under its key, or under a new one.
    fn keep(self, draft: &Draft) -> bool {
        let mut key = draft.key.clone();
        let mut number = draft.saved.trunc();
        while key.is_empty() || (draft.key.is_empty() && storage::get(&key).is_some()) {
            key = format!("{KEY}{number}");
            number += 1.0;
        }
        let kept = storage::set(&key, &draft.stored());
        if kept {
            self.drafts.read();
        } else {
            self.notify(NoticeKind::Storage, tr(text::NOT_KEPT).to_owned(), Vec::new());
        }
        kept
    }

    /// Does something that takes the open document away, after that one is put aside where a person
    /// has changed it.
    fn put_aside(self, then: impl FnOnce() + 'static) {
        self.keep_work(move |kept| {
            if kept != Kept::Refused {
                then();
            }
        });
    }

    /// Opens a document that was put aside; the open one takes its place in the list.
    pub fn open_draft(self, draft: Draft) {
        self.put_aside(move || {
            let bytes = draft.text.clone().into_bytes();
            self.ask(Slot::Open, Ask::Load { bytes }, move |body| match body {
                Body::Loaded(loaded) if loaded.complete => {
                    dom::close_dialog(DIALOG);
                    self.drafts.opened.set_value(Some(draft.key));
                    self.open_document(*loaded, true);
                    self.save_at_once();
                    self.notify(NoticeKind::Said, text::draft_opened(&draft.name), Vec::new());
                }
                Body::Loaded(loaded) => {
                    dom::close_dialog(DIALOG);
                    let text = text::unreadable_file(&draft.name);
                    self.notify(NoticeKind::Failed, text, loaded.problems);
                }
                Body::Failed(reason) => self.notify(NoticeKind::Failed, reason, Vec::new()),
                _ => {}
            });
        });
    }

    /// Begins another document with the example; the open one is put aside.
    pub fn new_document(self) {
        self.put_aside(move || {
            dom::close_dialog(DIALOG);
            self.forget_saved();
            self.edited.set(false);
            self.open_preset(self.spec.with_untracked(|s| s.product.clone()));
        });
    }

    /// Keeps a second one of the same text.
    pub fn duplicate_draft(self, draft: &Draft) {
        self.keep(&Draft { key: String::new(), saved: time::now(), ..draft.clone() });
    }

    /// Deletes one; it can be brought back as long as the dialog is open.
    pub fn delete_draft(self, draft: Draft) {
        storage::remove(&draft.key);
        self.drafts.deleted.set(Some(draft));
        self.drafts.read();
    }

    /// Brings back the one that was deleted last.
    pub fn undelete_draft(self) {
        if let Some(draft) = self.drafts.deleted.get_untracked()
            && self.keep(&draft)
        {
            self.drafts.deleted.set(None);
        }
    }

    /// All documents, the open one among them, as one zip.
    pub fn export_drafts(self) {
        self.drafts.read();
        self.ask(Slot::Draft, Ask::Save, move |body| {
            let Body::Text(open) = body else { return };
            let name = self.spec.with_untracked(|s| s.name.clone());
            let mut documents = vec![(name, open)];
            let kept = self.drafts.list.get_untracked().into_iter();
            documents.extend(kept.map(|draft| (draft.name, draft.text)));
            self.ask(Slot::Draft, Ask::PackDocuments { documents }, move |body| match body {
                Body::Packed(packed) => {
                    file::download(&packed.name, "application/zip", &packed.bytes);
                }
                Body::Failed(reason) => self.notify(NoticeKind::Failed, reason, Vec::new()),
                _ => {}
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_comes_back() {
        let draft = Draft {
            key: "muster.draft.1".to_owned(),
            saved: 1_796_000_000_123.0,
            nodes: 3,
            product: "Apache Kylin".to_owned(),
            name: "prod\tone\nmore".to_owned(),
            text: "name = \"prod\"\n\nb\n".to_owned(),
        };
        let back = Draft::parse(&draft.key, &draft.stored());
        assert_eq!(back, Some(Draft { name: "prod one more".to_owned(), ..draft }));
    }

    #[test]
    fn what_is_something_else_is_left_alone() {
        for stored in
            ["", "1", "2\t1\t1\ta\tb\nx", "1\tx\t1\ta\tb\nx", "1\t1\t-1\ta\tb\nx", "1\t1\n"]
        {
            assert_eq!(Draft::parse("k", stored), None, "{stored}");
        }
    }
}
