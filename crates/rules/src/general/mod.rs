//! Rules that hold for every product.

mod examples;

pub use examples::example_places;

use crate::Rule;

/// The general rules, by id.
pub static RULES: &[&Rule] = &[];
