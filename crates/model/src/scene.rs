//! The picture of a cluster as shapes: drawn by the page, written as SVG into the archive.

use crate::RowId;
use serde::{Deserialize, Serialize};

/// How a box is marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// One of the nodes.
    #[default]
    Node,
    /// Something that exists outside: a database, an ensemble, clients.
    Outside,
}

/// A rectangle with a title and a line below it. Units are pixels at 100 %.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Box {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// What stands in it, first line.
    pub title: String,
    /// Second line.
    pub detail: String,
    /// The nodes it stands for.
    pub rows: Vec<RowId>,
    /// How it is drawn.
    pub tone: Tone,
}

/// A piece of the way between two boxes, as a line of right angles. Several pieces can make one
/// way: boxes that talk to the same others share a bus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Index of the upper box.
    pub from: usize,
    /// Index of the lower box.
    pub to: usize,
    /// The corners, two at least.
    pub points: Vec<(i32, i32)>,
    /// Whether it ends in an arrow head at its last point.
    pub arrow: bool,
    /// Protocol and port, `HTTP 7070`; empty on pieces that need none.
    pub label: String,
    /// Where the label starts: left end of its base line.
    pub label_at: (i32, i32),
}

/// The whole picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scene {
    /// Width of the drawing.
    pub width: i32,
    /// Height of the drawing.
    pub height: i32,
    /// Captions of the layers: x, y, text.
    pub captions: Vec<(i32, i32, String)>,
    /// The boxes, from top to bottom.
    pub boxes: Vec<Box>,
    /// The lines between them.
    pub links: Vec<Link>,
    /// The picture in one sentence, for those who cannot see it.
    pub summary: String,
}
