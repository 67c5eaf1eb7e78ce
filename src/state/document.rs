//! Changing the document: edits, undo and redo.

use super::{App, Claim, NoticeKind};
use crate::platform::dom;
use crate::text::{self, tr};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use model::secret::{Slot, protect_typed};
use model::{Accepted, ClusterSpec, Edit, SCHEMA};
use protocol::{FindingView, Schema};
use std::collections::BTreeMap;

impl App {
    /// Applies edits as one step of undo and has them checked.
    pub fn edit(self, edits: &[Edit]) {
        self.apply(edits, None);
    }

    /// Applies an edit of a text field; all of one stay in the field are one step of undo.
    pub fn type_text(self, edit: Edit) {
        self.typed.set_value(true);
        self.apply(&[edit], Some(self.visit.get_value()));
    }

    /// A stay in another field begins.
    pub fn enter_field(self) {
        self.visit.update_value(|v| *v += 1);
        self.typed.set_value(false);
    }

    /// Whether the field that has the focus was typed into, so that undo is the browser's.
    pub fn is_typing(self) -> bool {
        self.typed.get_value()
    }

    /// Marks that something was typed that is not part of the document.
    pub fn typed_elsewhere(self) {
        self.typed.set_value(true);
    }

    fn apply(self, edits: &[Edit], visit: Option<u64>) {
        if self.refuses() {
            return;
        }
        let mut changed = false;
        self.history.update(|h| changed = h.apply(edits, visit));
        if changed {
            self.changed();
            self.send_edits(edits);
        }
    }

    /// Says why the document cannot be changed, if so.
    fn refuses(self) -> bool {
        if self.read_only.get_untracked() {
            self.notify(NoticeKind::ReadOnly, tr(text::READ_ONLY).to_owned(), Vec::new());
            return true;
        }
        if self.claim.get_untracked() == Claim::Theirs {
            self.only_look(text::OTHER_TAB);
            return true;
        }
        false
    }

    /// What every change of the document brings with it.
    pub(super) fn changed(self) {
        if !self.edited.get_untracked() {
            self.edited.set(true);
        }
        self.outdate_notices();
        self.may_save.set_value(true);
        self.own.set_value(true);
        self.claim_work();
        self.save_soon();
    }

    /// Whether there is something to undo.
    pub fn can_undo(self) -> bool {
        self.history.with(model::History::can_undo)
    }

    /// Whether there is something to redo.
    pub fn can_redo(self) -> bool {
        self.history.with(model::History::can_redo)
    }

    /// Undoes the last step and says which it was.
    pub fn undo(self) {
        self.travel(model::History::undo, text::UNDONE, text::NOTHING_TO_UNDO);
    }

    /// Does again what was undone last, and says what.
    pub fn redo(self) {
        self.travel(model::History::redo, text::REDONE, text::NOTHING_TO_REDO);
    }

    fn travel(self, step: fn(&mut model::History) -> bool, did: model::Text, nothing: model::Text) {
        if self.claim.get_untracked() == Claim::Theirs {
            self.only_look(text::OTHER_TAB);
            return;
        }
        let before = self.spec.get_untracked();
        let mut went = false;
        self.history.update(|h| went = step(h));
        if !went {
            self.announce(tr(nothing).to_owned());
            return;
        }
        self.enter_field();
        let after = self.spec.get_untracked();
        let what = self.schema.with_untracked(|s| describe(&before, &after, s));
        // A document of a newer version may have come or gone.
        let newer = after.schema > SCHEMA;
        self.read_only.set(newer);
        if newer {
            self.notify(NoticeKind::ReadOnly, tr(text::READ_ONLY).to_owned(), Vec::new());
        } else {
            self.dismiss(NoticeKind::ReadOnly);
        }
        self.changed();
        self.notify(NoticeKind::Done, text::did(did, &what), Vec::new());
        if before.product == after.product {
            self.send_whole(false);
        } else {
            self.load_schema(after.product.clone());
            self.send_whole(false);
        }
    }

    /// Applies a finding's fix and says what it did.
    pub fn fix(self, finding: &FindingView) {
        if let Some(fix) = &finding.fix {
            self.edit(&fix.edits);
            self.notify(NoticeKind::Done, text::did(text::FIXED, &fix.title), Vec::new());
        }
    }

    /// The same from a button, which goes with its finding: whoever pressed it by key is taken to
    /// what is near, and does not begin again at the top of the page.
    pub fn fix_from(self, finding: &FindingView, event: &MouseEvent) {
        self.fix(finding);
        if !dom::is_by_key(event) {
            return;
        }
        let mut near = vec![finding.place.dom_id(), "step-heading".to_owned()];
        if dom::focus_is_in("#findings") {
            near = vec!["findings-toggle".to_owned()];
        }
        dom::focus_soon(near);
    }

    /// Applies the fixes of several findings of one kind, as one step of undo.
    pub fn fix_all(self, findings: &[FindingView], event: &MouseEvent) {
        let fixes = findings.iter().filter_map(|f| f.fix.as_ref());
        let edits: Vec<Edit> = fixes.flat_map(|fix| fix.edits.iter().cloned()).collect();
        self.edit(&edits);
        let what = text::findings_of(findings.len(), findings.first().map_or("", |f| &f.rule));
        self.notify(NoticeKind::Done, text::did(text::FIXED, &what), Vec::new());
        if dom::is_by_key(event) {
            dom::focus_soon(vec!["findings-toggle".to_owned(), "step-heading".to_owned()]);
        }
    }

    /// Accepts a warning for a reason.
    pub fn accept(self, finding: &FindingView, reason: &str) {
        let reason = protect_typed(Slot::Text, &finding.rule, reason, &[], false).text;
        self.edit(&[Edit::Accept(Accepted {
            rule: finding.rule.clone(),
            node: finding.place.row(),
            field: finding.place.field(),
            reason,
            facts: finding.facts.clone(),
        })]);
        self.announce(text::did(text::ACCEPTED_DONE, &finding.rule));
    }
}

/// What differs between two documents, in words of the page: at most three things.
fn describe(before: &ClusterSpec, after: &ClusterSpec, schema: &Schema) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut say = |word: String| {
        if !words.contains(&word) {
            words.push(word);
        }
    };
    if before.product != after.product {
        return tr(text::WHOLE_DOCUMENT).to_owned();
    }
    if before.name != after.name {
        say(tr(text::CLUSTER_NAME).to_owned());
    }
    if before.version != after.version {
        say(tr(text::VERSION).to_owned());
    }
    if before.environment != after.environment {
        say(tr(text::ENVIRONMENT).to_owned());
    }
    if before.language != after.language {
        say(tr(text::ARCHIVE_LANGUAGE).to_owned());
    }
    let rows = |s: &ClusterSpec| s.nodes.iter().map(|n| n.row).collect::<Vec<_>>();
    if rows(before) != rows(after) {
        say(tr(text::NODE_LIST).to_owned());
    }
    let label = |key: &str| {
        let field = schema.product.fields.iter().find(|f| f.key == key);
        field.map_or_else(|| key.to_owned(), |f| f.label.clone())
    };
    for key in different(&before.settings, &after.settings) {
        say(label(&key));
    }
    for node in &after.nodes {
        let Some(old) = before.node(node.row) else { continue };
        if old.name != node.name {
            say(text::of_node(text::NAME, &node.name));
        }
        if old.address != node.address {
            say(text::of_node(text::ADDRESS, &node.name));
        }
        if old.roles != node.roles {
            say(text::of_node(text::ROLES, &node.name));
        }
        for key in different(&old.settings, &node.settings) {
            say(text::of_node_text(&label(&key), &node.name));
        }
        for property in different(&old.overrides, &node.overrides) {
            say(property.to_string());
        }
    }
    for property in different(&before.overrides.cluster, &after.overrides.cluster) {
        say(property.to_string());
    }
    if before.overrides.roles != after.overrides.roles {
        say(tr(text::OVERRIDES).to_owned());
    }
    if before.accepted != after.accepted {
        say(tr(text::ACCEPTED_WARNINGS).to_owned());
    }
    let more = words.len().saturating_sub(3);
    words.truncate(3);
    if more > 0 {
        words.push(text::and_more(more));
    }
    text::list(&words)
}

/// The keys whose texts differ, or that only one of the two has.
fn different<K: Ord + Clone>(a: &BTreeMap<K, String>, b: &BTreeMap<K, String>) -> Vec<K> {
    let keys = a.keys().chain(b.keys().filter(|k| !a.contains_key(*k)));
    keys.filter(|k| a.get(*k) != b.get(*k)).cloned().collect()
}
