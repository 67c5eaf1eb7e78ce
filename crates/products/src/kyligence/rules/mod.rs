//! Rules about Kyligence Enterprise only.

use ::rules::Rule;

/// All of them, by id.
pub(crate) static RULES: &[&Rule] = &[];
