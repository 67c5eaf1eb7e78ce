//! The rules that concern Alluxio only.

use ::rules::Rule;

/// By id.
pub static RULES: &[&Rule] = &[];
