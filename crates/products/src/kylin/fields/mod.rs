//! The fields, a file per step.

pub mod emr;
mod emr_choices;
pub mod engine;
pub mod metastore;
pub mod security;
pub mod sizing;
pub mod storage;
pub mod timezone;
pub(crate) mod zookeeper;

use crate::common::{load_balancer, session};
use ::rules::Field;

/// The fields of the load balancer.
pub(crate) static LOAD_BALANCER: [Field; 11] = load_balancer::fields::fields("/opt/kylin-lb");
/// Every 3.1 brings Tomcat 7.0.100 (`download-tomcat.sh`).
static SESSION: [Field; 23] = session::fields::fields("7.0.100", "/opt/kylin-session");

/// In the order of the steps.
pub static FIELDS: &[&[Field]] = &[
    emr::FIELDS,
    metastore::FIELDS,
    zookeeper::FIELDS,
    crate::common::zookeeper::fields::MADE_ON_NODES,
    storage::FIELDS,
    engine::FIELDS,
    security::FIELDS,
    crate::common::kerberos::FIELDS,
    &LOAD_BALANCER,
    load_balancer::floating::FIELDS,
    load_balancer::alb::FIELDS,
    &SESSION,
    sizing::FIELDS,
];
