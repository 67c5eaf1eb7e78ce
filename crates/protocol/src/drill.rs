//! What a cluster still does when machines lose their power.

use model::RowId;
use serde::{Deserialize, Serialize};

/// What becomes of something that the cluster does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// Nothing that it takes is dead.
    Untouched,
    /// It goes on without what died.
    GoesOn,
    /// It stops.
    Stops,
}

/// Something that the cluster does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbilityView {
    /// What becomes of it.
    pub fate: Fate,
    /// The same in words, with what it is.
    pub said: String,
    /// Who takes over, after how long; or what is missing.
    pub why: Vec<String>,
}

/// The outcome of a drill, as the command line says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillView {
    /// The nodes without power, in the document's order.
    pub dead: Vec<RowId>,
    /// Their names in a sentence; empty when there are none.
    pub without: String,
    /// What the cluster does, in the product's order; empty when nobody is dead.
    pub abilities: Vec<AbilityView>,
    /// What data have no copy left, or may have none.
    pub lost: Vec<String>,
    /// What stands above the machines that may not die, or that any one may.
    pub single: String,
    /// The machines that may not die, each with what stops without it alone.
    pub points: Vec<(RowId, String)>,
    /// What a drill takes as given.
    pub given: String,
}
