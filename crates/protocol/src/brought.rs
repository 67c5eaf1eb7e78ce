//! What an import leaves beside the document: what differs between nodes, and the files as they were.

use serde::{Deserialize, Serialize};

/// What was brought, beside the document that was made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// What differs between nodes and should not, and what must differ and does not.
    pub drift: DriftView,
    /// The files as they were, without their secrets.
    pub originals: Vec<OriginalView>,
}

/// Keys as rows, nodes as columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftView {
    /// The names of the nodes of each column: nodes that are equal in all rows share one.
    pub columns: Vec<Vec<String>>,
    /// The keys, by file.
    pub rows: Vec<DriftRow>,
    /// Columns that there are beyond these.
    pub more_columns: u32,
    /// Rows that there are beyond these.
    pub more_rows: u32,
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftRow {
    /// The file that has it.
    pub file: String,
    /// The key.
    pub key: String,
    /// Whether each node must have its own value; otherwise they should have the same.
    pub must_differ: bool,
    /// A cell for each column.
    pub cells: Vec<DriftCell>,
}

/// What the nodes of a column have for a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftCell {
    /// Whether there is a value.
    pub kind: CellKind,
    /// The value, without its secrets; empty where there is none.
    pub value: String,
    /// Whether it is the one that stands out: what few have of what all should have, or what several
    /// have of what each should have its own.
    pub odd: bool,
}

/// Whether there is a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// There is.
    Value,
    /// There is, and it is the node's own, as it must be: it is not told.
    Own,
    /// The file does not have the key.
    Absent,
    /// The nodes are not compared with the others: they have other roles, or the file is not theirs.
    Apart,
}

/// A file as it was brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginalView {
    /// The file of the archive whose lines it has: [`crate::FileId::name`].
    pub file: String,
    /// Its path, as it was brought; of several equal ones the first.
    pub path: String,
    /// The nodes that it is of.
    pub nodes: Vec<String>,
    /// Its text, without secrets.
    pub text: String,
}

/// An original beside what Muster writes, joined by key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BesideView {
    /// How much differs, in one sentence.
    pub said: String,
    /// The lines of both.
    pub pairs: Vec<PairView>,
}

/// Lines that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PairView {
    /// The original's, which may be several where one goes on in the next; its first one's number.
    pub original: Option<(u32, String)>,
    /// Muster's, with the number.
    pub written: Option<(u32, String)>,
    /// How they go together.
    pub join: Join,
}

/// How two lines go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Join {
    /// A program reads the same, or it is the same comment.
    Same,
    /// The same key with another value.
    Differs,
    /// A key that only one of the two has.
    Alone,
    /// A comment, or an empty line, that only one of the two has.
    Comment,
}
