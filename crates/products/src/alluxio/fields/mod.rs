//! The fields, a file per step.

pub(crate) mod addresses;
mod clients;
pub mod masters;
mod ports;
pub mod sizing;
pub mod storage;
pub mod tiers;
mod zookeeper;

use ::rules::Field;

/// In the order of the steps.
pub static FIELDS: &[&[Field]] = &[
    masters::FIELDS,
    zookeeper::FIELDS,
    crate::common::zookeeper::fields::MADE_ON_NODES,
    storage::FIELDS,
    tiers::FIELDS,
    clients::FIELDS,
    ports::FIELDS,
    sizing::FIELDS,
];
