//! What a change of a running cluster takes beyond a restart, as data of the product.

use crate::{Context, Source};
use model::{Message, Node, Property, Text};
use std::collections::{BTreeMap, BTreeSet};

/// From one document to another one of the same product.
#[derive(Clone, Copy)]
pub struct Move<'m, 'c> {
    /// The cluster that runs.
    pub before: &'m Context<'c>,
    /// The cluster that is to be.
    pub after: &'m Context<'c>,
}

/// The values of a key over all programs that read it, each with whether something sets it. A key with
/// a file (`zookeeper/zoo.cfg:dataDir`) is one of that file, which a program beside the product reads.
fn values(cx: &Context, key: &str) -> BTreeMap<String, bool> {
    if cx.product.processes.is_empty() || !Property::parts(key).0.is_empty() {
        let read = cx.values_read(key).unwrap_or_default();
        return read.into_iter().map(|value| (value, true)).collect();
    }
    let mut all = BTreeMap::new();
    for found in cx.product.processes.iter().flat_map(|p| cx.values_read_by(p, key)) {
        *all.entry(found.value).or_insert(false) |= found.set;
    }
    all
}

impl Move<'_, '_> {
    /// Whether programs will read another value of a key than they do, and somebody says so: a default
    /// that another version has is that version's own matter.
    pub fn differs(&self, key: &str) -> bool {
        let (then, now) = (values(self.before, key), values(self.after, key));
        !then.keys().eq(now.keys()) && then.values().chain(now.values()).any(|set| *set)
    }

    /// Whether one of several keys differs.
    pub fn any_differs(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.differs(key))
    }

    /// What programs read of a key now and will read, for a sentence: each value once.
    pub fn values(&self, key: &str) -> (String, String) {
        let joined = |cx| values(cx, key).into_keys().collect::<Vec<_>>().join(", ");
        (joined(self.before), joined(self.after))
    }

    /// The nodes that get a role, new ones and those that had others, in order.
    pub fn joins(&self, role: &str) -> Vec<&Node> {
        missing(self.after, self.before, role)
    }

    /// The nodes that lose a role, those that go and those that get others, in order.
    pub fn leaves(&self, role: &str) -> Vec<&Node> {
        missing(self.before, self.after, role)
    }

    /// Whether other nodes will have a role than have it now, of which there are some now.
    pub fn moves(&self, role: &str) -> bool {
        let there = self.before.spec.with_role(role).next().is_some();
        there && !(self.joins(role).is_empty() && self.leaves(role).is_empty())
    }

    /// Whether it is a later version that will run.
    pub fn is_upgrade(&self) -> bool {
        is_later(self.after, self.before)
    }

    /// Whether it is an earlier version that will run.
    pub fn is_downgrade(&self) -> bool {
        is_later(self.before, self.after)
    }
}

fn is_later(one: &Context, other: &Context) -> bool {
    let (one_is, other_is) = (one.spec.version.trim(), other.spec.version.trim());
    one_is != other_is && one.since(other_is)
}

fn missing<'c>(here: &Context<'c>, there: &Context, role: &str) -> Vec<&'c Node> {
    let names: BTreeSet<&str> = there.spec.with_role(role).map(|n| n.name.trim()).collect();
    here.with_roles(&[role]).into_iter().filter(|n| !names.contains(n.name.trim())).collect()
}

/// What must stand still while a change is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Still {
    /// Nothing: one node after the other is restarted.
    Nothing,
    /// Some services on all of their nodes, by id.
    Services(&'static [&'static str]),
    /// The whole cluster.
    Everything,
}

/// How one goes back after a change.
#[derive(Clone, Copy, Debug)]
pub enum Back {
    /// With the older files.
    Files,
    /// The older files are not enough: what else it takes.
    More(Text),
}

/// When something has to be done by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// While the older cluster runs, before anything is changed.
    Running,
    /// When what must stand still stands, before the new files are there.
    Standing,
    /// When the new files are there, before anything starts.
    Deployed,
    /// When all of it runs again.
    Started,
}

/// Something that is to be done by hand.
pub struct Task {
    /// When.
    pub moment: Moment,
    /// What, in a sentence without a full stop at its end.
    pub words: fn(&Move) -> Message,
    /// The nodes on which it is done; none for the admin's machine or a browser.
    pub on: fn(&Move) -> Vec<String>,
    /// What to type there, as the service user.
    pub commands: fn(&Move) -> Vec<String>,
}

impl Task {
    /// Something without a command, or in a place that only the words can say.
    pub const fn in_words(moment: Moment, words: fn(&Move) -> Message) -> Task {
        Task { moment, words, on: |_| Vec::new(), commands: |_| Vec::new() }
    }
}

/// A kind of change for which a restart is not enough, or not possible node by node.
pub struct Transition {
    /// Its id, unique within a product: `metastore`.
    pub id: &'static str,
    /// What is changed.
    pub title: Text,
    /// Whether it is among what changes.
    pub happens: fn(&Move) -> bool,
    /// What must stand still.
    pub still: Still,
    /// How one goes back.
    pub back: Back,
    /// Why, and what happens otherwise.
    pub why: Text,
    /// What is to be done by hand.
    pub tasks: &'static [Task],
    /// Where that is known from.
    pub sources: &'static [Source],
}
