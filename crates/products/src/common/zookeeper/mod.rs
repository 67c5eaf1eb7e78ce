//! ZooKeeper: the ensemble that is given, or made on the nodes.

mod connect;
pub mod ensemble;
pub mod fields;

pub use connect::{Connect, check_connect};
