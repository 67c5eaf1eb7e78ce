//! What a check says about the document.

use crate::{Edit, Message, Place};
use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Advice.
    Info,
    /// Works, but is known to hurt. Can be accepted with a reason.
    Warning,
    /// The product will not start, loses data, or splits the cluster. Blocks the export.
    Error,
}

impl Severity {
    /// `error`, `warning` or `info`, as in reports.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }

    /// The severity with this id.
    pub fn parse(id: &str) -> Option<Severity> {
        match id {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "info" => Some(Severity::Info),
            _ => None,
        }
    }
}

/// A spot in a text, counted from 1; columns are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Edits that mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it will do: "Set scheduler to 2".
    pub title: Message,
    /// The edits; applying them removes the finding, and applying them twice changes nothing more.
    pub edits: Vec<Edit>,
}

/// One thing that a rule has to say about the document. Its words are rendered at the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// Other places that take part.
    pub related: Vec<Place>,
    /// What is wrong, in one sentence, with its arguments.
    pub message: Message,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// Where in the text that was read, when the document itself cannot say it.
    pub span: Option<Span>,
}

impl Finding {
    /// The facts that an acceptance is given for.
    pub fn facts(&self) -> Vec<String> {
        self.message.facts()
    }
}
