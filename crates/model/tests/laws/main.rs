//! Laws of the document: history, edits, places.

mod common;
mod edits;
mod history;
mod places;
