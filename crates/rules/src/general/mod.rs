//! Rules that hold for every product.

use crate::Rule;

/// The general rules, by id.
pub static RULES: &[&Rule] = &[];
