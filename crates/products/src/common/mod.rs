//! What several products share: ZooKeeper, load balancers, Hadoop clients, Java.

pub mod load_balancer;
pub mod machine;
pub mod rules;
pub mod zookeeper;
