//! Undo and redo of the document.

use crate::{ClusterSpec, Edit, apply_all};
use std::sync::Arc;

/// How many steps can be undone.
const LIMIT: usize = 200;

/// The document with its past and future. Laws, tested in `tests/laws/history.rs`: undo after apply
/// gives the old document, redo after undo the new one, and an apply empties the future.
#[derive(Clone, Debug)]
pub struct History {
    past: Vec<Arc<ClusterSpec>>,
    present: Arc<ClusterSpec>,
    future: Vec<Arc<ClusterSpec>>,
    visit: Option<u64>,
}

impl History {
    /// A history without past.
    pub fn new(spec: ClusterSpec) -> History {
        History { past: Vec::new(), present: Arc::new(spec), future: Vec::new(), visit: None }
    }

    /// The document as it stands.
    pub fn present(&self) -> &Arc<ClusterSpec> {
        &self.present
    }

    /// Applies edits as one step. Steps with the same `visit` (one stay in one field) are one step.
    /// Returns whether the document changed.
    pub fn apply(&mut self, edits: &[Edit], visit: Option<u64>) -> bool {
        let mut next = (*self.present).clone();
        apply_all(&mut next, edits);
        if next == *self.present {
            return false;
        }
        self.future.clear();
        let same_visit = visit.is_some() && visit == self.visit && !self.past.is_empty();
        if same_visit && self.past.last().is_some_and(|old| **old == next) {
            // The stay has undone itself: there is no step left of it.
            self.past.pop();
            self.present = Arc::new(next);
            self.visit = None;
            return true;
        }
        if !same_visit {
            self.past.push(self.present.clone());
            if self.past.len() > LIMIT {
                self.past.remove(0);
            }
        }
        self.present = Arc::new(next);
        self.visit = visit;
        true
    }

    /// Goes one step back; false when there is none.
    pub fn undo(&mut self) -> bool {
        let Some(old) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.present, old));
        self.visit = None;
        true
    }

    /// Goes one step forward again; false when there is none.
    pub fn redo(&mut self) -> bool {
        let Some(new) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.present, new));
        self.visit = None;
        true
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
