//! The fields, a file per step.

pub mod data;
mod ingestion;
mod logs;
pub mod metadata;
mod paths;
mod ports;
pub mod security;
mod sizing;
pub mod storage;
mod tasks;
mod zookeeper;

pub(crate) use ingestion::{SWITCHES, more};
pub(crate) use paths::folder;
pub(crate) use sizing::locations as sizing_locations;

use ::rules::Field;

/// In the order of the steps.
pub static FIELDS: &[&[Field]] = &[
    metadata::FIELDS,
    storage::FIELDS,
    logs::FIELDS,
    zookeeper::FIELDS,
    crate::common::zookeeper::fields::MADE_ON_NODES,
    ingestion::FIELDS,
    data::FIELDS,
    security::FIELDS,
    ports::FIELDS,
    sizing::FIELDS,
    tasks::FIELDS,
    paths::FIELDS,
];
