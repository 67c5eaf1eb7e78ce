//! What several products share: ZooKeeper, load balancers, Hadoop clients, Java.

pub mod rules;
