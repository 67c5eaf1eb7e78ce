//! The drill: which nodes have lost their power, and what the engine says of that.

use super::{App, NoticeKind, Slot};
use leptos::prelude::*;
use model::RowId;
use protocol::{Ask, Body, DrillView};
use std::collections::{BTreeMap, BTreeSet};

/// What the picture shows when it is a drill.
#[derive(Clone, Copy)]
pub struct Drilling {
    /// Whether it is one.
    pub on: RwSignal<bool>,
    /// The nodes without power, with the names that they had then.
    dead: RwSignal<BTreeMap<RowId, String>>,
    /// The engine's last word.
    pub outcome: RwSignal<DrillView>,
}

impl Drilling {
    pub(super) fn new() -> Drilling {
        Drilling {
            on: RwSignal::new(false),
            dead: RwSignal::new(BTreeMap::new()),
            outcome: RwSignal::new(DrillView::default()),
        }
    }

    /// How many of these nodes have no power.
    pub fn dead_of(self, rows: &[RowId]) -> usize {
        self.dead.with(|dead| rows.iter().filter(|row| dead.contains_key(row)).count())
    }

    /// Whether any node has no power.
    pub fn any_dead(self) -> bool {
        self.dead.with(|dead| !dead.is_empty())
    }
}

impl App {
    /// Begins a drill, or goes back to the picture.
    pub fn switch_drill(self) {
        let on = !self.drilling.on.get_untracked();
        self.drilling.on.set(on);
        if on {
            self.drill();
        }
    }

    /// Takes a node's power, or gives it back. Of several, the next one's, until none is left: then all
    /// have it again.
    pub fn press_power(self, rows: &[RowId]) {
        let next = self
            .drilling
            .dead
            .with_untracked(|dead| rows.iter().find(|row| !dead.contains_key(row)).copied());
        let name = |row: RowId| {
            self.spec.with_untracked(|s| s.node(row).map(|n| n.name.clone()).unwrap_or_default())
        };
        self.drilling.dead.update(|dead| match next {
            Some(row) => {
                dead.insert(row, name(row));
            }
            None => dead.retain(|row, _| !rows.contains(row)),
        });
        self.drill();
    }

    /// Gives all nodes their power back.
    pub fn power_all(self) {
        self.drilling.dead.update(BTreeMap::clear);
        self.drill();
    }

    /// Asks what the cluster does without them. Nodes of another document are none of this one.
    pub fn drill(self) {
        let there = self.spec.with_untracked(|spec| {
            let nodes = spec.nodes.iter().map(|node| (node.row, node.name.clone()));
            nodes.collect::<BTreeSet<_>>()
        });
        let dead = self.drilling.dead;
        let gone = |(row, name): (&RowId, &String)| !there.contains(&(*row, name.clone()));
        if dead.with_untracked(|dead| dead.iter().any(gone)) {
            dead.update(|dead| dead.retain(|row, name| !gone((row, name))));
        }
        let dead = dead.with_untracked(|dead| dead.keys().copied().collect());
        self.ask(Slot::Drill, Ask::Drill { dead }, move |body| match body {
            Body::Drill(view) => self.drilling.outcome.set(*view),
            Body::Failed(reason) => self.notify(NoticeKind::Failed, reason, Vec::new()),
            _ => {}
        });
    }
}
