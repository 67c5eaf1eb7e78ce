//! What several rules of Druid ask.

use crate::common::java;
use crate::druid::programs::{COORDINATOR_OVERLORD, OVERLORD_ALONE, Program};
use ::rules::{Context, Found};
use model::{Edit, Message, Node, Place, msg};
use std::collections::BTreeSet;

/// Calls a function for each of some programs on one node of every class that runs it.
pub(super) fn each<'c>(
    cx: &'c Context,
    programs: &[&'static Program],
    mut f: impl FnMut(&'c Node, &'static Program),
) {
    for config in cx.configs() {
        let Some(node) = cx.node(config.node()) else { continue };
        for program in programs.iter().filter(|p| node.roles.contains(p.role)) {
            f(node, program);
        }
    }
}

/// Places at which something was said.
#[derive(Default)]
pub(super) struct Said(BTreeSet<Place>);

impl Said {
    /// Whether a place is named for the first time.
    pub(super) fn first(&mut self, place: &Place) -> bool {
        !self.0.contains(place) && self.0.insert(place.clone())
    }
}

/// Runners that have Kubernetes run the tasks, in pods of their own (kubernetes-overlord-extensions).
pub(super) const POD_RUNNERS: &[&str] = &["k8s", "k8sAndWorker", "multik8s"];

/// Whether an Overlord hands its tasks to Kubernetes: then no node has to run any.
pub(super) fn in_pods(cx: &Context) -> bool {
    let mut any = false;
    each(cx, &[&COORDINATOR_OVERLORD, &OVERLORD_ALONE], |node, program| {
        any |= POD_RUNNERS.contains(&program.reads(cx, node, "druid.indexer.runner.type").as_str());
    });
    any
}

/// The cores of a node, where they are known.
pub(super) fn cores(cx: &Context, node: &Node) -> Option<u64> {
    cx.node_text(node, crate::common::machine::CORES.key).parse().ok()
}

/// The Java that the name of a node's folder says.
pub(super) fn java_of(cx: &Context, node: &Node) -> Option<u32> {
    java::named(&cx.node_text(node, "paths.java_home"))?.parse().ok()
}

/// The oldest Java that the programs of a node may run on: the one that its folder names, or the
/// oldest that the version takes.
pub(super) fn oldest_java(cx: &Context, node: &Node) -> u32 {
    let least = || crate::druid::versions::javas(cx).iter().min().copied();
    java_of(cx, node).or_else(least).unwrap_or(8)
}

/// The title and the edit that take an override away.
pub(super) fn removal(place: &Place) -> (Message, Vec<Edit>) {
    (msg!(en: "Remove the override", zh: "删除该覆盖项"), vec![Edit::Clear(place.clone())])
}

/// What somebody set by hand for a property, as it stands, each place once.
pub(super) fn by_hand(cx: &Context, property: &str) -> Vec<Found> {
    let mut said = Said::default();
    let mut found = cx.set_values_of(property);
    found.retain(|one| one.overridden() && one.literal().is_some() && said.first(&one.place));
    found
}
