//! Rules about both products.

use ::rules::Rule;

/// All of them, by id.
pub static RULES: &[&Rule] = &[];
