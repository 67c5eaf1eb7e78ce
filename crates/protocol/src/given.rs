//! What the engine says of what a person brings: a node list, facts of machines.

use model::{Edit, Node};
use serde::{Deserialize, Serialize};

/// What was found on the machines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FactsView {
    /// How many machines of the document were looked at, and when, in one sentence.
    pub sum: String,
    /// What could not be read, and what is filled in, one line each.
    pub lines: Vec<String>,
    /// What fills it in: the document says nothing there.
    pub edits: Vec<Edit>,
}

/// A node list that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeList {
    /// The nodes, without row ids. Roles and addresses where the list gave them.
    pub nodes: Vec<Node>,
    /// What was recognised: "CSV", "/etc/hosts", "Ansible inventory", "lines".
    pub format: String,
    /// For each range in the list, the text and how many nodes it makes.
    pub ranges: Vec<(String, u32)>,
    /// Lines that could not be read.
    pub problems: Vec<NodeListProblem>,
}

/// A line of a node list that could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeListProblem {
    /// From 1.
    pub line: u32,
    /// The line.
    pub text: String,
    /// Why.
    pub reason: String,
}
