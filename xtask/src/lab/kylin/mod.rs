//! Real Kylin clusters, deployed by the exported archive's own scripts.

pub(super) mod archive;
pub(super) mod client;
pub(super) mod cluster;
pub(super) mod surroundings;
pub(super) mod wrong;
