//! What several products share: ZooKeeper, load balancers, databases, Hadoop clients, Java.

pub(crate) mod beside;
pub(crate) mod connections;
pub(crate) mod disks;
pub(crate) mod entries;
pub mod hadoop;
pub(crate) mod import;
pub(crate) mod java;
pub mod jdbc;
pub mod jvm;
pub mod kerberos;
pub mod load_balancer;
pub mod machine;
pub(crate) mod markdown;
pub(crate) mod memory;
pub mod properties;
pub mod rules;
pub(crate) mod s3;
pub mod session;
pub(crate) mod sql;
pub(crate) mod survey;
pub(crate) mod takes;
pub mod text;
pub(crate) mod transitions;
pub mod zookeeper;
