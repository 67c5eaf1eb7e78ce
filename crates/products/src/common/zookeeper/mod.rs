//! ZooKeeper: the ensemble that is given, or made on the nodes.

mod connect;
pub mod ensemble;
pub mod fields;
mod files;
mod numbers;
mod server;
mod service;
pub(crate) mod words;

pub(crate) use connect::DEFAULT_PORT;
pub use connect::{Connect, check_connect};
pub(crate) use ensemble::ZOO_CFG;
pub(crate) use files::configure;
pub(crate) use numbers::KIND;
pub(crate) use server::{Server, own as own_server};
pub(crate) use service::client_ports;
pub use service::{BAND, FILES, SERVICE, connections, frame, package};
