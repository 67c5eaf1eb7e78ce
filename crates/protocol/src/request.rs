//! What the page asks.

use model::{ClusterSpec, Edit, Lang, RowId};
use serde::{Deserialize, Serialize};

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Grows with every request; the reply carries it back.
    pub revision: u64,
    /// The language of the reply's texts.
    pub lang: Lang,
    /// The question.
    pub ask: Ask,
}

/// How the engine's copy of the document becomes the page's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// It is the same already.
    None,
    /// These edits, in order, on top of what the engine has of revision `from`.
    Edits {
        /// The revision that the engine must have; otherwise it answers [`crate::Body::NeedWhole`].
        from: u64,
        /// The edits.
        edits: Vec<Edit>,
    },
    /// The whole document: after undo, redo, opening, or a restart of the engine.
    Whole(Box<ClusterSpec>),
}

/// What marks changed lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Baseline {
    /// The state before the last edit.
    #[default]
    LastEdit,
    /// What was opened.
    Opened,
    /// The last export.
    Exported,
}

/// A file of the archive: its name, and the node whose variant is meant when it lies in a node's
/// folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileId {
    /// `conf/kylin.properties` for a file of a node, the path in the archive otherwise.
    pub name: String,
    /// Any node of the variant.
    pub node: Option<RowId>,
}

/// The form of a packed archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Archive {
    /// `.tar.gz`
    TarGz,
    /// `.zip`
    Zip,
}

/// The kinds of questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// What the page needs to draw a product's form: answered with [`crate::Body::Schema`].
    Schema {
        /// The product's id.
        product: String,
    },
    /// Check the document: answered with [`crate::Body::Checked`] or [`crate::Body::NeedWhole`].
    Check {
        /// What changed.
        change: Change,
        /// The step in view: what each class of nodes gets is told of its fields only.
        step: String,
        /// The file in view, and a second one to compare with.
        view: Vec<FileId>,
        /// What changed lines are marked against.
        baseline: Baseline,
        /// Whether this state becomes the one that [`Baseline::Opened`] means.
        opened: bool,
    },
    /// The text of `cluster.toml` for the engine's document: [`crate::Body::Text`]. For autosave.
    Save,
    /// Reads the text of a `cluster.toml`: [`crate::Body::Loaded`]. The engine's document stays.
    Load {
        /// The file's bytes: it may be an image.
        bytes: Vec<u8>,
    },
    /// Reads the files of an existing cluster, archives among them: [`crate::Body::Imported`]. The
    /// engine's document stays.
    Import {
        /// Path and bytes of each.
        files: Vec<(String, Vec<u8>)>,
    },
    /// Reads a `facts.json` and judges the machines from now on: [`crate::Body::Facts`]. The engine's
    /// document stays.
    Facts {
        /// The file's bytes.
        bytes: Vec<u8>,
    },
    /// Reads a node list: [`crate::Body::NodeList`].
    ReadNodes {
        /// What was pasted.
        text: String,
    },
    /// The document of a preset: [`crate::Body::Loaded`].
    Preset {
        /// Its id; a product's id gives that product's first preset.
        id: String,
    },
    /// The document that a link asks for: [`crate::Body::Loaded`], whose problems are what could not
    /// be used of the link. The engine's document stays.
    Prefill(crate::Prefill),
    /// Packs the engine's document: [`crate::Body::Packed`] or [`crate::Body::Refused`].
    Pack {
        /// Zip or tar.gz.
        archive: Archive,
    },
    /// Packs the texts of documents as one zip: [`crate::Body::Packed`]. The engine's document stays.
    PackDocuments {
        /// Name and text of each.
        documents: Vec<(String, String)>,
    },
    /// The archive's tree with sizes: [`crate::Body::Tree`].
    Tree,
    /// The rules that pasted log lines point to: [`crate::Body::Rules`].
    Explain {
        /// The log lines.
        log: String,
    },
    /// One rule, or all of them for an empty id: [`crate::Body::Rules`].
    Rule {
        /// The rule's id.
        id: String,
    },
    /// A whole rendered file as text, for copy and download: [`crate::Body::Text`].
    FileText(FileId),
    /// Reads another cluster to compare with, a document or what an import takes:
    /// [`crate::Body::Other`]. The engine's document stays.
    Other {
        /// Path and bytes of each.
        files: Vec<(String, Vec<u8>)>,
    },
    /// What differs between another cluster and the engine's document: [`crate::Body::Comparison`].
    Compare {
        /// The other one.
        other: Box<ClusterSpec>,
    },
    /// What to do to get from another cluster to the engine's document: [`crate::Body::Plan`].
    Plan {
        /// The one that runs.
        running: Box<ClusterSpec>,
        /// Whether no archive deployed it.
        foreign: bool,
    },
    /// What the document's cluster still does without some nodes: [`crate::Body::Drill`].
    Drill {
        /// Those that lost their power.
        dead: Vec<RowId>,
    },
    /// A file that was brought beside what Muster writes for it: [`crate::Body::Beside`].
    Beside {
        /// Muster's.
        id: FileId,
        /// The other one's path.
        path: String,
        /// Its text, as [`crate::OriginalView`] has it.
        text: String,
    },
    /// What files are called that an import reads, those of the document's product first:
    /// [`crate::Body::Names`].
    Names,
}
