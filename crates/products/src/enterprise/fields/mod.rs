//! Fields that Apache Kylin does not have, or has otherwise; a file per step.

pub mod engine;
pub mod metastore;
pub mod security;
pub mod sizing;
pub mod storage;
