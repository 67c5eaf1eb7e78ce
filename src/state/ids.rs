//! From a place to what shows it.

use super::App;
use crate::platform::{dom, page};
use crate::route::{self, Route};
use leptos::prelude::*;
use model::{Place, RowId};
use protocol::{FindingView, Schema, StepKind};

/// The step that shows a place.
pub fn step_of(place: &Place, schema: &Schema) -> String {
    let kind = |kind: StepKind| {
        let steps = &schema.product.steps;
        steps.iter().find(|s| s.kind == kind).map(|s| s.id.clone()).unwrap_or_default()
    };
    match place {
        Place::Name | Place::Product | Place::Version | Place::Environment | Place::Language => {
            kind(StepKind::Product)
        }
        Place::Setting(key) => {
            let fields = &schema.product.fields;
            fields.iter().find(|f| f.key == *key).map(|f| f.step.clone()).unwrap_or_default()
        }
        Place::Nodes
        | Place::Node(_)
        | Place::NodeName(_)
        | Place::NodeAddress(_)
        | Place::NodeSetting(..) => kind(StepKind::Nodes),
        Place::NodeRoles(_) => kind(StepKind::Roles),
        Place::Document | Place::Override(..) | Place::Accepted(_) => kind(StepKind::Review),
    }
}

impl App {
    /// Goes to a place: opens its step and moves the focus to its element, else to its node, else
    /// to the step's heading.
    pub fn go_to(self, place: &Place, step: &str) {
        let schema = self.schema.get_untracked();
        let step = if schema.product.steps.iter().any(|s| s.id == step) {
            step.to_owned()
        } else {
            step_of(place, &schema)
        };
        if let Place::NodeSetting(row, _) = place {
            crate::steps::open_row(*row);
        }
        if let Some(row) = place.row() {
            self.bring_into_view(row);
        }
        self.tab.set(super::Tab::Form);
        let mut ids = vec![place.dom_id()];
        if let Some(row) = place.row() {
            ids.push(Place::NodeRoles(row).dom_id());
            ids.push(Place::NodeName(row).dom_id());
        }
        ids.push("step-heading".to_owned());
        self.focus_in(&route::link(&schema.product.id, &step), ids);
    }

    /// Opens the step with this address and moves the focus to the first of these elements.
    pub fn focus_in(self, address: &str, ids: Vec<String>) {
        if self.embed {
            self.route.set(Route::parse(address));
        } else if page::hash() != address {
            page::push_hash(address);
            self.route.set(Route::parse(address));
        }
        dom::focus_soon(ids);
    }

    /// Goes where a link of the page would lead. A frame has no addresses of its own.
    pub(super) fn go_to_address(self, address: &str) {
        if self.embed {
            self.route.set(Route::parse(address));
        } else {
            page::set_hash(address);
        }
    }

    /// Clears a filter that hides a row.
    fn bring_into_view(self, row: RowId) {
        let words = self.filter.get_untracked().to_ascii_lowercase();
        let hidden = self.spec.with_untracked(|s| {
            s.node(row).is_some_and(|n| !n.name.to_ascii_lowercase().contains(words.trim()))
        });
        if hidden {
            self.filter.set(String::new());
        }
        crate::steps::scroll_to_row(row);
    }

    /// The findings that are not accepted, in the order of the list.
    pub fn open_findings(self) -> Vec<FindingView> {
        self.checked.with_untracked(|c| {
            c.findings.iter().filter(|f| f.accepted.is_none()).cloned().collect()
        })
    }

    /// Goes to the next finding, or the one before.
    pub fn next_finding(self, back: bool) {
        let findings = self.open_findings();
        if findings.is_empty() {
            self.announce(crate::text::tr(crate::text::NO_FINDINGS).to_owned());
            return;
        }
        let count = findings.len();
        let at = match (self.finding_at.get_untracked(), back) {
            (None, false) => 0,
            (None, true) => count - 1,
            (Some(at), false) => (at + 1) % count,
            (Some(at), true) => (at + count - 1) % count,
        };
        let at = at.min(count - 1);
        self.finding_at.set(Some(at));
        if let Some(finding) = findings.get(at) {
            self.go_to(&finding.place, &finding.step);
            self.announce(crate::text::finding_of(at + 1, count, &finding.message));
        }
    }
}
