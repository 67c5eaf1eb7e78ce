//! The document and what is said about it.
//!
//! No I/O, no clock, no randomness, no environment: the same input gives the same output, in wasm
//! and natively. A setting keeps the text that was typed or imported; types live in [`value`] and
//! are parsed when read, so nothing that a person typed is lost and a wrong value is a finding.

mod edit;
pub mod facts;
mod finding;
mod history;
mod lang;
pub mod node_list;
mod place;
mod property;
pub mod scene;
pub mod secret;
mod spec;
mod text;
pub mod value;

pub use edit::{Edit, apply, apply_all};
pub use finding::{Finding, Fix, Severity, Span};
pub use history::History;
pub use lang::{Arg, Lang, Message};
pub use place::{Layer, Place};
pub use property::{Properties, Property};
pub use spec::{Accepted, ClusterSpec, Environment, Keys, Node, Overrides, RowId, SCHEMA, Unknown};
pub use text::{Text, Words, has_texts, read_texts, text_key, write_texts};
