//! The browser app: draws the document, its findings and its files.
//!
//! It knows the document (`model`) and the engine's messages (`protocol`), and no product: forms
//! come from the schema, state from the engine's last word. See [`app`] for the page's elements.

pub mod app;
pub mod components;
mod held;
mod keyboard;
pub mod memo;
pub mod panels;
pub mod platform;
pub mod route;
pub mod share;
pub mod state;
pub mod steps;
pub mod text;
pub mod view;
