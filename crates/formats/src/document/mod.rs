//! Reading and writing `cluster.toml`.
//!
//! Reading never fails wholesale: every problem has its line and column, and the rest is kept.
//! Comments are not kept. Ids of problems: `DOC001` syntax, `DOC002` unknown key, `DOC003` wrong
//! type, `DOC004` newer schema, `DOC005` too large, `DOC006` not a text, `DOC007` a secret was taken
//! out, `DOC008` byte-order mark, `DOC009` an acceptance that names no node.

mod bytes;
mod layers;
mod read;
mod reader;
pub(crate) mod spots;
mod syntax;
mod value;
mod write;

pub use bytes::{read_bytes, read_bytes_with};
pub use read::{read, read_with};
pub use write::write;

/// The largest text that is read, in bytes: 8 MiB.
pub const MAX_BYTES: usize = 8 << 20;

/// What the catalogue of a document's product says about secrets: see [`model::secret::is_marked`].
pub type Marks<'m> = &'m dyn Fn(&ClusterSpec) -> Vec<String>;

use model::{ClusterSpec, Message, Severity, Span};
use std::collections::BTreeMap;

/// Something that could not be read as meant. `rule` is the id of the rule that explains it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `DOC001` …
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Where in the document, as a path; empty when there is none.
    pub path: String,
    /// What is wrong.
    pub message: Message,
    /// Where in the text.
    pub span: Option<Span>,
}

/// Where in the text the values of a document stand, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans(pub BTreeMap<String, Span>);

impl Spans {
    /// The spot of a path, or of the nearest path above it that stands in the text.
    pub fn of(&self, path: &str) -> Option<Span> {
        let mut path = path;
        loop {
            if let Some(span) = self.0.get(path) {
                return Some(*span);
            }
            let cut = path.rfind(['.', '['])?;
            path = path.get(..cut)?;
        }
    }
}

/// A document that was read.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The document, as far as it could be read.
    pub spec: ClusterSpec,
    /// What could not.
    pub problems: Vec<Problem>,
    /// Whether nothing was lost. An incomplete one never replaces an open document unasked.
    pub complete: bool,
    /// Whether it was written by a newer schema: then it may only be looked at.
    pub read_only: bool,
    /// Where things stand.
    pub spans: Spans,
    /// Secrets that stood in it: variable and value. They are not in `spec`.
    pub secrets: Vec<(String, String)>,
}

impl Loaded {
    /// Whether nothing at all was read: an image, a file that is too large, no TOML from its first line on.
    pub fn is_nothing(&self) -> bool {
        !self.complete
            && self.spec == ClusterSpec { schema: self.spec.schema, ..ClusterSpec::default() }
    }
}
