//! Session sharing of products that run in a Tomcat of their own: a login made on one node is
//! known by the others.
//!
//! Sessions go to Redis (the ran-jit manager, or the old jcoleman one), to memcached
//! (memcached-session-manager), or to a table in MySQL or MariaDB (Tomcat's own manager). The store
//! is given; Redis and memcached can be made on nodes with a role. The manager's jars go into the
//! Tomcat's `lib`, its elements become a part of `conf/context.xml`: the rest of that file stays as
//! it is, the product's `<Loader>` above all.
//!
//! A product takes it by its tables: [`fields::fields`], [`FILES`], [`REDIS`], [`SENTINEL`],
//! [`MEMCACHED`], [`roles::REDIS`], [`roles::MEMCACHED`], [`packages`], [`connections`],
//! [`secrets`], [`runbook::runbook`], the rules of `common::rules::SESSION`; and by one variable
//! for its service's script, [`jars::variable`].

mod choices;
mod connections;
pub mod database;
pub mod fields;
mod files;
pub mod jars;
pub mod promise;
pub(crate) mod redis;
pub mod roles;
pub mod runbook;
mod service;
pub mod store;
mod tomcat;

pub use connections::{connections, frame};
pub use files::FILES;
pub use jars::packages;
pub(crate) use redis::{REDIS as REDIS_CONFIG, SENTINEL as SENTINEL_CONFIG, configure};
pub use service::{MEMCACHED, REDIS, SENTINEL, endpoints, needed, secrets, verify};
pub use tomcat::Tomcat;

use ::rules::Context;
use model::Node;

/// The roles that answer clients, and so have sessions: the nodes behind a load balancer.
pub const POOL: &[&str] = &["query", "all"];
/// The system property that holds the password inside the Tomcat. It is set in
/// `catalina.properties`: both managers replace `${NAME}` by system properties, never by variables
/// of the environment.
pub const PROPERTY: &str = "REDIS_PASSWORD";

/// Whether sessions are shared.
pub fn shared(cx: &Context) -> bool {
    everywhere(cx) || database::chosen(cx)
}

/// Whether every node knows every login at once, so that any of them may answer. A login in a
/// database is known by others some seconds later.
pub fn everywhere(cx: &Context) -> bool {
    matches!(cx.text("session.kind").as_ref(), "redis_ranjit" | "redis_jcoleman" | "memcached")
}

/// Whether a node keeps its sessions in the store.
pub fn shares(cx: &Context, node: &Node) -> bool {
    shared(cx) && POOL.iter().any(|role| node.roles.contains(*role))
}
