//! The kinds of files that a product writes.

use crate::Context;
use formats::File;
use model::Node;

/// The mode of a file whose content becomes a part of a file that is there already: the rest of
/// that file, and its mode, stay.
pub const PART: &str = "part";

/// How a file of a node is installed there.
pub struct Install {
    /// The absolute path on the node.
    pub to: fn(&Context, &Node) -> String,
    /// The permissions, octal: `0640`; or [`PART`].
    pub mode: &'static str,
    /// The service whose script renders secrets into it before it is written; empty for none.
    pub render: &'static str,
}

/// Whose file it is.
pub enum Reach {
    /// Nodes of one class share it: it is rendered once per class, from nothing but the class and
    /// the cluster. The node is any one of the class.
    Class {
        /// Whether these nodes have it.
        applies: fn(&Context, &Node) -> bool,
        /// Writes it.
        render: fn(&Context, &Node) -> File,
        /// Where it goes.
        install: Install,
    },
    /// Each node has its own.
    Node {
        /// Whether this node has it.
        applies: fn(&Context, &Node) -> bool,
        /// Writes it.
        render: fn(&Context, &Node) -> File,
        /// Where it goes.
        install: Install,
    },
    /// One for the cluster: what no script of ours installs.
    Cluster {
        /// Whether there is one.
        applies: fn(&Context) -> bool,
        /// Writes it.
        render: fn(&Context) -> File,
    },
}

/// A kind of file.
pub struct FileKind {
    /// The path inside the node's folder, or inside the archive.
    pub name: &'static str,
    /// Whose it is.
    pub reach: Reach,
}
