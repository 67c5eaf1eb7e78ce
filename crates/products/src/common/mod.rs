//! What several products share: ZooKeeper, load balancers, Hadoop clients, Java.

pub mod hadoop;
pub mod kerberos;
pub mod load_balancer;
pub mod machine;
pub mod properties;
pub mod rules;
pub mod session;
pub(crate) mod sql;
pub mod text;
pub mod zookeeper;
