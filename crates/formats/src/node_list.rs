//! Reading node lists: lines, `host:port`, ranges, CSV, `/etc/hosts`, Ansible INI inventories.

use model::{Message, Node};

/// What a list was recognised as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// One node per line, or several with commas or blanks.
    #[default]
    Lines,
    /// Columns, with or without a head.
    Csv,
    /// Address, then names.
    Hosts,
    /// Sections with host lines.
    Ansible,
}

/// A line that could not be read. It stays in the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: u32,
    /// The line as it stands.
    pub text: String,
    /// Why.
    pub reason: Message,
}

/// A node list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeList {
    /// The nodes in order, without row ids.
    pub nodes: Vec<Node>,
    /// What it was recognised as.
    pub format: Format,
    /// The ranges in it and how many nodes each makes.
    pub ranges: Vec<(String, u32)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}
