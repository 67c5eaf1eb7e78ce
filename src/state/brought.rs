//! What an import left beside the document: what differs between nodes, and the files as they were.
//! It is of those nodes: while another document is open, nothing of it is shown.

use super::{App, Slot};
use crate::memo::Memo;
use leptos::prelude::*;
use protocol::{Ask, BesideView, Body, Brought, DriftView, FileId, OriginalView};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What was brought.
#[derive(Clone, Copy)]
pub struct Kept {
    /// The files and the table.
    all: RwSignal<Arc<Brought>>,
    /// Whether the table was taken away.
    drift_gone: RwSignal<bool>,
    /// Whether originals are shown beside Muster's files.
    pub shown: RwSignal<bool>,
    /// The path of the original that was chosen of several.
    pub chosen: RwSignal<String>,
    /// The engine's last word on the two.
    pub beside: RwSignal<Option<Arc<BesideView>>>,
}

impl Kept {
    pub(super) fn new() -> Kept {
        Kept {
            all: RwSignal::new(Arc::new(Brought::default())),
            drift_gone: RwSignal::new(false),
            shown: RwSignal::new(false),
            chosen: RwSignal::new(String::new()),
            beside: RwSignal::new(None),
        }
    }
}

impl App {
    /// Keeps what an import brought in place of what an earlier one did.
    pub(super) fn keep_brought(self, brought: Brought) {
        let kept = self.kept;
        kept.drift_gone.set(false);
        kept.beside.set(None);
        kept.chosen.set(String::new());
        kept.all.set(Arc::new(brought));
    }

    /// What differs between nodes, while these are the document's; nothing when it was taken away.
    pub fn drift(self) -> Memo<DriftView> {
        Memo::new(move |()| {
            let brought = self.kept.all.get();
            if self.kept.drift_gone.get() || brought.drift.rows.is_empty() {
                return DriftView::default();
            }
            let nodes: BTreeSet<&str> =
                brought.drift.columns.iter().flatten().map(String::as_str).collect();
            let here = self.spec.with(|s| s.nodes.iter().any(|n| nodes.contains(n.name.as_str())));
            if here { brought.drift.clone() } else { DriftView::default() }
        })
    }

    /// Takes the table of what differs away.
    pub fn dismiss_drift(self) {
        self.kept.drift_gone.set(true);
    }

    /// The originals of the file in view, of the nodes of its variant.
    pub fn originals(self) -> Memo<Vec<OriginalView>> {
        Memo::new(move |()| {
            let brought = self.kept.all.get();
            let view = self.view.get();
            let Some(node) = view.node.filter(|_| !brought.originals.is_empty()) else {
                return Vec::new();
            };
            let rows = self.checked.with(|c| {
                let group = c.files.iter().find(|g| g.name == view.name);
                let mut variants = group.into_iter().flat_map(|g| &g.variants);
                variants.find(|v| v.nodes.contains(&node)).map(|v| v.nodes.clone())
            });
            let rows: BTreeSet<_> = rows.unwrap_or_default().into_iter().collect();
            let names: BTreeSet<String> = self.spec.with(|s| {
                let nodes = s.nodes.iter().filter(|n| rows.contains(&n.row));
                nodes.map(|n| n.name.clone()).collect()
            });
            let of = |original: &&OriginalView| {
                original.file == view.name && original.nodes.iter().any(|n| names.contains(n))
            };
            brought.originals.iter().filter(of).cloned().collect()
        })
    }

    /// The original that is shown: the chosen one, or the first.
    pub fn original(self, here: Memo<Vec<OriginalView>>) -> Option<OriginalView> {
        let chosen = self.kept.chosen.get();
        here.with(|all| all.iter().find(|o| o.path == chosen).or_else(|| all.first()).cloned())
    }

    /// Asks for an original beside Muster's file for the first of its nodes that the document has.
    pub fn ask_beside(self, original: OriginalView) {
        let node = self.spec.with_untracked(|s| {
            s.nodes.iter().find(|n| original.nodes.contains(&n.name)).map(|n| n.row)
        });
        let OriginalView { file, path, text, .. } = original;
        let ask = Ask::Beside { id: FileId { name: file, node }, path, text };
        self.ask(Slot::Beside, ask, move |body| {
            let view = match body {
                Body::Beside(view) => Some(Arc::new(*view)),
                _ => None,
            };
            if self.kept.beside.with_untracked(|old| *old != view) {
                self.kept.beside.set(view);
            }
        });
    }
}
