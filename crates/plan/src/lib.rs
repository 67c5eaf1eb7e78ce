//! What to do to get from a cluster that runs to another document of it: which files change, who is
//! restarted in which order, what must stand still, what cannot be undone, as steps to follow.
//!
//! What a change means is data of the product ([`rules::Transition`]); which service reads which file
//! is, too ([`rules::Service::reads`]). Where nothing is known of a key, its readers are restarted.

mod files;
mod general;
mod serious;
mod services;
mod steps;
pub mod words;

pub use files::{FileChange, How};
pub use services::{OnNodes, Services};
pub use steps::{Place, Step};

use model::{ClusterSpec, Message};
use rules::{Context, Move, Product, Transition};

/// What the older side is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was deployed with an archive of Muster, whose scripts stop it.
    Archive,
    /// Somebody else's files: their own scripts or units stop it.
    Foreign,
}

/// The whole plan.
pub struct Plan {
    /// How many errors keep the new document from being exported.
    pub errors: usize,
    /// The nodes that are in the new document alone, in its order.
    pub joins: Vec<String>,
    /// The nodes that are in the older one alone, in its order.
    pub leaves: Vec<String>,
    /// How many are in both.
    pub stays: usize,
    /// Changes for which a restart is not enough.
    pub serious: Vec<&'static Transition>,
    /// The files that change, by path.
    pub files: Vec<FileChange>,
    /// What is started, restarted and stopped.
    pub services: Services,
    /// What to do, in order; empty when there is nothing to do.
    pub steps: Vec<Step>,
    /// How to go back, and what that leaves as it is.
    pub back: Vec<Message>,
}

/// The plan from one document to another one of the same product.
pub fn plan(
    product: &'static Product,
    before: &ClusterSpec,
    after: &ClusterSpec,
    origin: Origin,
) -> Plan {
    let (cx_before, cx_after) = (Context::new(before, product), Context::new(after, product));
    let m = Move { before: &cx_before, after: &cx_after };
    let sides = files::Sides::of(&m);
    let services = services::services(&m, &sides);
    let serious = serious::serious(&m);
    let changes = sides.changes();
    let steps = steps::steps(&steps::Known {
        m: &m,
        origin,
        sides: &sides,
        serious: &serious,
        services: &services,
        changes: &changes,
    });
    let back = if steps.is_empty() { Vec::new() } else { serious::back(&serious, origin) };
    let name = |node: &model::Node| node.name.trim().to_owned();
    Plan {
        errors: sides.errors,
        joins: sides.joins.iter().map(|n| name(n)).collect(),
        leaves: sides.leaves.iter().map(|n| name(n)).collect(),
        stays: sides.stays.len(),
        serious,
        files: changes,
        services,
        steps,
        back,
    }
}
