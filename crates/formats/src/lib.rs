//! Files that Muster writes and reads: lines with their origins, right escaping, exact spots.
//!
//! A writer owns the escaping of its format; nothing else puts a value into a file.

pub mod directives;
pub mod document;
pub mod facts;
mod file;
pub mod json;
pub mod node_list;
pub mod properties;
pub mod redis;
pub mod shell;
pub mod shell_read;
pub mod shell_settings;
pub mod xml;
pub mod xml_read;

pub use file::{File, Line, Mode, Origin, SharedLine};
