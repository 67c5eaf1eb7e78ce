//! What the programs on a node take of its memory: a part of the product, one rule and one bar.

use crate::Context;
use model::{Node, Place, Text};

/// How memory is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Use {
    /// A program takes it.
    Program,
    /// It is kept free: for the system, for what a JVM needs beside its heap, for other programs.
    Kept,
}

/// What one thing takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What it is: "heap of the worker".
    pub title: Text,
    /// How much, in bytes, by what the program will read.
    pub bytes: u64,
    /// Where that is set.
    pub place: Place,
    /// How it is used.
    pub kind: Use,
}

/// The memory of a node and what takes it.
pub struct Budget {
    /// The steps of the wizard that show it.
    pub steps: &'static [&'static str],
    /// The field with a node's memory.
    pub memory: &'static str,
    /// What takes it on a node, in the order in which it is shown: what the product's own programs
    /// take, the others on that node, what is kept free. Nothing for a node of which nothing is
    /// known to take any.
    pub claims: fn(&Context, &Node) -> Vec<Claim>,
}

impl Context<'_> {
    /// What takes the memory of a node, each more than nothing.
    pub fn claims(&self, node: &Node) -> Vec<Claim> {
        let mut claims = (self.product.budget.claims)(self, node);
        claims.retain(|claim| claim.bytes > 0);
        claims
    }

    /// The memory of a node in bytes, where it is known.
    pub fn memory_of(&self, node: &Node) -> Option<u64> {
        let key = self.product.budget.memory;
        let text = self.node_text(node, key);
        self.field(key)?.number(&text)
    }

    /// Where what a program reads for a field is set for a node: the override, the node's own
    /// field, or the cluster's.
    pub fn place_of_field(&self, node: &Node, key: &str) -> Place {
        let Some(field) = self.field(key) else { return Place::Document };
        if let Some((place, ..)) = self.field_overridden(node, field) {
            return place;
        }
        if field.scope != crate::Scope::Cluster && node.settings.contains_key(key) {
            return Place::NodeSetting(node.row, key.to_owned());
        }
        Place::Setting(key.to_owned())
    }
}

/// The sum in bytes.
pub(crate) fn sum(claims: &[Claim]) -> u64 {
    claims.iter().fold(0, |sum, claim| sum.saturating_add(claim.bytes))
}
