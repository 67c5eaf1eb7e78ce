//! Rules that several products share.

use ::rules::Rule;

/// Rules about the ensemble, given or made.
pub static ZOOKEEPER: &[&Rule] = &[];

/// Rules about what stands in front of the nodes.
pub static LOAD_BALANCER: &[&Rule] = &[];
