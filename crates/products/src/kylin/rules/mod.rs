//! Rules that concern Apache Kylin only.

use ::rules::Rule;

/// All of them, by id.
pub static RULES: &[&Rule] = &[];
