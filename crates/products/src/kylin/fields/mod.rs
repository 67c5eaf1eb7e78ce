//! The fields, a file per step.

pub mod emr;
mod engine;
pub mod metastore;
pub mod security;
pub mod sizing;
pub mod storage;
pub mod timezone;
mod zookeeper;

use crate::common::load_balancer;
use ::rules::Field;

static LOAD_BALANCER: [Field; 11] = load_balancer::fields::fields("/opt/kylin-lb");

/// In the order of the steps.
pub static FIELDS: &[&[Field]] = &[
    emr::FIELDS,
    metastore::FIELDS,
    zookeeper::FIELDS,
    crate::common::zookeeper::fields::MADE_ON_NODES,
    storage::FIELDS,
    engine::FIELDS,
    security::FIELDS,
    &LOAD_BALANCER,
    sizing::FIELDS,
];
