//! The picture of a cluster as shapes: drawn by the page, written as SVG into the archive.

use crate::RowId;
use serde::{Deserialize, Serialize};

/// The height of a chip.
pub const CHIP: i32 = 17;
/// How far each of the two sheets behind a stack stands out, to the right and above.
pub const SHEET: i32 = 3;

/// What a box stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// One of the nodes.
    #[default]
    Node,
    /// Equal nodes, drawn as one with two sheets behind it.
    Stack,
    /// An ensemble whose members stand in several bands: here are their names only.
    Group,
    /// Something that exists outside: a database, an ensemble, a storage.
    Outside,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Style {
    /// The name of a box: 13 px, strong.
    #[default]
    Title,
    /// What stands below it: 11 px, quiet.
    Detail,
    /// A process on its chip: 11 px, around its `x`.
    Chip,
    /// The name of a band: 12 px, strong.
    Band,
    /// The name of a frame: 11 px, strong.
    Frame,
    /// Protocol and port: 11 px.
    Label,
    /// The same, around its `x`.
    Middle,
}

impl Style {
    /// How large its letters are.
    pub fn size(self) -> i32 {
        match self {
            Style::Title => 13,
            Style::Band => 12,
            _ => 11,
        }
    }

    /// Whether its letters are strong.
    pub fn strong(self) -> bool {
        matches!(self, Style::Title | Style::Band | Style::Frame)
    }

    /// What both drawings call it.
    pub fn id(self) -> &'static str {
        match self {
            Style::Title => "title",
            Style::Detail => "detail",
            Style::Chip => "chip",
            Style::Band => "band",
            Style::Frame => "frame",
            Style::Label => "label",
            Style::Middle => "label middle",
        }
    }
}

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Its left end, or its middle.
    pub x: i32,
    /// Its base line.
    pub y: i32,
    /// What it says.
    pub text: String,
    /// How it is written.
    pub style: Style,
}

/// A rectangle. Units are pixels at 100 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Rect {
    /// Its right edge.
    pub fn right(&self) -> i32 {
        self.x + self.width
    }

    /// Its lower edge.
    pub fn bottom(&self) -> i32 {
        self.y + self.height
    }
}

/// What an area is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A band of nodes that do the same.
    #[default]
    Band,
    /// A band of what exists already.
    Outside,
    /// A frame around boxes of a band.
    Frame,
}

/// What boxes stand on: a band, or a frame inside of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Where.
    pub at: Rect,
    /// What it is.
    pub kind: Kind,
}

/// A process of a box.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width; its height is [`CHIP`].
    pub width: i32,
    /// The process.
    pub text: String,
}

impl Chip {
    /// What stands on it.
    pub fn words(&self) -> Words {
        Words {
            x: self.x + self.width / 2,
            y: self.y + CHIP - 5,
            text: self.text.clone(),
            style: Style::Chip,
        }
    }
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Box {
    /// Where.
    pub at: Rect,
    /// What it stands for.
    pub tone: Tone,
    /// The nodes it stands for.
    pub rows: Vec<RowId>,
    /// All of it in words: every name, the processes.
    pub name: String,
    /// What is written in it.
    pub words: Vec<Words>,
    /// Its processes.
    pub chips: Vec<Chip>,
}

impl Box {
    /// The sheets behind it, the last one first.
    pub fn sheets(&self) -> Vec<Rect> {
        let sheet = |n: i32| Rect { x: self.at.x + SHEET * n, y: self.at.y - SHEET * n, ..self.at };
        if self.tone == Tone::Stack { vec![sheet(2), sheet(1)] } else { Vec::new() }
    }
}

/// A piece of the way from band to band, as a line of right angles. Several pieces make one way where
/// several bands reach the same one by the same ports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Index of the area where it begins.
    pub from: usize,
    /// Index of the area where it ends.
    pub to: usize,
    /// The corners, two at least.
    pub points: Vec<(i32, i32)>,
    /// Whether it ends in an arrow head at its last point.
    pub arrow: bool,
}

impl Link {
    /// The corners of its arrow head, the point first.
    pub fn head(&self) -> Option<[(i32, i32); 3]> {
        let [.., (px, py), (x, y)] = self.points.as_slice() else { return None };
        let (x, y) = (*x, *y);
        let (dx, dy) = ((x - px).signum(), (y - py).signum());
        let back = (x - 6 * dx, y - 6 * dy);
        let head = [(x, y), (back.0 - 3 * dy, back.1 - 3 * dx), (back.0 + 3 * dy, back.1 + 3 * dx)];
        self.arrow.then_some(head)
    }
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scene {
    /// Width of the drawing.
    pub width: i32,
    /// Height of the drawing.
    pub height: i32,
    /// What boxes stand on, outer ones first.
    pub areas: Vec<Area>,
    /// The boxes, from top to bottom.
    pub boxes: Vec<Box>,
    /// The lines between bands.
    pub links: Vec<Link>,
    /// Names of bands and frames, what is written on lines, and notes.
    pub words: Vec<Words>,
}

/// The picture: the same for much room and for little.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// For 720 pixels and more.
    pub wide: Scene,
    /// For a phone.
    pub narrow: Scene,
    /// The picture in words, for those who cannot see it.
    pub summary: String,
}
