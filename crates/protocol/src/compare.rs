//! Another cluster beside the open document: what differs, and the way from one to the other.

use crate::{PlaceLink, SourceView};
use model::{ClusterSpec, Edit};
use serde::{Deserialize, Serialize};

/// A cluster that was brought to be compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Other {
    /// What its files say.
    pub spec: ClusterSpec,
    /// What it was made of, where it is an archive with its recipe: a plan begins there, since what an
    /// archive deployed is known.
    pub recipe: Option<ClusterSpec>,
    /// Whether it is somebody's files, which no archive deployed.
    pub foreign: bool,
    /// What it is, in a sentence.
    pub sum: String,
    /// What was seen while reading, one line each.
    pub lines: Vec<String>,
    /// Secrets that stood in it: variable and value, for one download as `secrets.env`.
    pub secrets: Vec<(String, String)>,
}

/// What differs between that cluster and the open document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Version, name and fields of the cluster.
    pub choices: Vec<Differing>,
    /// Nodes and what of them.
    pub nodes: Vec<Differing>,
    /// Keys, by file.
    pub files: Vec<FileDifference>,
    /// How many differences of all lists are not told here.
    pub more: u32,
    /// How many keys of how many nodes are the same.
    pub equal: u32,
}

/// Something that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Differing {
    /// What it is: a field's label, a node's name, a key.
    pub label: String,
    /// What of a node it is, or the field's key; empty where the label says it.
    pub detail: String,
    /// The nodes that it is about, in words; empty for the cluster and for a node by itself.
    pub nodes: String,
    /// What the other cluster has; nothing where it is not there.
    pub there: Option<String>,
    /// What the open document has; nothing where it is not there.
    pub here: Option<String>,
    /// What causes it in the open document, the most specific first.
    pub places: Vec<PlaceLink>,
    /// What gives the open document what the other cluster has; empty where that is no matter of one
    /// step.
    pub take: Vec<Edit>,
}

/// The keys of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileDifference {
    /// The path inside a node's folder.
    pub name: String,
    /// Those that differ.
    pub keys: Vec<Differing>,
    /// Those that do not, each with its value; an empty one where nodes have their own.
    pub same: Vec<(String, String)>,
}

/// What to do to get from that cluster to the open document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    /// How many errors keep the open document from being exported.
    pub errors: u32,
    /// How much changes, in a sentence.
    pub sum: String,
    /// Nodes that are new, in words.
    pub joins: String,
    /// Nodes that go, in words.
    pub leaves: String,
    /// Changes for which a restart is not enough.
    pub serious: Vec<SeriousView>,
    /// The files of nodes that stay: a sign, the path, the nodes in words.
    pub files: Vec<(char, String, String)>,
    /// How many files are not told here.
    pub more: u32,
    /// What happens to services: in words, then each with its nodes.
    pub services: Vec<(String, Vec<(String, String)>)>,
    /// What to do, in order; empty when there is nothing to do.
    pub steps: Vec<PlanStep>,
    /// How to go back.
    pub back: Vec<String>,
}

/// A change for which a restart is not enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriousView {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Why it is more, and what happens otherwise.
    pub why: String,
    /// What must stand still, in a sentence.
    pub stands: String,
    /// How one goes back, in a sentence.
    pub back: String,
    /// Where that is known from.
    pub sources: Vec<SourceView>,
}

/// A step of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanStep {
    /// What is done.
    pub title: String,
    /// Where, in words; empty where the title says it.
    pub place: String,
    /// What to type, line by line.
    pub commands: Vec<String>,
    /// How to see that it is done; empty where the title says it.
    pub check: String,
}
