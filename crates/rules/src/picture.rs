//! How the picture of a cluster is ordered: which roles stand in which band, and what is framed.

use crate::Context;
use model::{Message, RowId, Text};

/// What the picture must know of a product.
pub struct Picture {
    /// From the clients down to the storage. A role that stands in none has one of its own, below
    /// these.
    pub bands: &'static [Band],
    /// What belongs together: ensembles, tiers, clusters that exist.
    pub frames: fn(&Context) -> Vec<Frame>,
}

impl Picture {
    /// A band for each role, and no frames.
    pub const PLAIN: Picture = Picture { bands: &[], frames: |_| Vec::new() };
}

/// Nodes that do the same. A node of several bands stands in one that has the names of all of them.
pub struct Band {
    /// Its name.
    pub title: Text,
    /// Its roles.
    pub roles: &'static [&'static str],
    /// Whether these programs go along with others: a node that has a role of another band as well
    /// stands there.
    pub aside: bool,
}

/// Boxes that belong together.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What they are together.
    pub title: Message,
    /// What else is to be said of it.
    pub detail: Option<Message>,
    /// Which.
    pub members: Members,
}

/// The boxes of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// The nodes with a role.
    Role(&'static str),
    /// These nodes.
    Nodes(Vec<RowId>),
    /// What exists outside under these names.
    Outside(Vec<Text>),
}

impl Frame {
    /// The nodes with a role, where they are several.
    pub fn ensemble(role: &'static str, title: Text) -> Frame {
        Frame { title: title.into(), detail: None, members: Members::Role(role) }
    }
}
