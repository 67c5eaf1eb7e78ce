//! The fields, a file per step.

mod engine;
mod metastore;
mod security;
mod sizing;
mod storage;
mod timezone;
mod zookeeper;

pub use metastore::driver_class;

use crate::common::load_balancer;
use ::rules::Field;

static LOAD_BALANCER: [Field; 11] = load_balancer::fields::fields("/opt/kylin-lb");

/// In the order of the steps.
pub static FIELDS: &[&[Field]] = &[
    metastore::FIELDS,
    zookeeper::FIELDS,
    crate::common::zookeeper::fields::MADE_ON_NODES,
    storage::FIELDS,
    engine::FIELDS,
    security::FIELDS,
    &LOAD_BALANCER,
    sizing::FIELDS,
];
