//! The rules that concern Druid only.

use ::rules::Rule;

/// By id.
pub static RULES: &[&Rule] = &[];
