//! The roles of a store that is made on the nodes.

use super::fields::{memcached_made, redis_made, sentinel_made};
use super::store::Mode;
use ::rules::{Context, Role};
use model::value::Count;
use model::{Node, Text};

/// The role of the nodes that run Redis.
pub const REDIS_ID: &str = "redis";
/// The role of the nodes that run memcached.
pub const MEMCACHED_ID: &str = "memcached";

/// Redis, and a sentinel beside it.
pub const REDIS: Role = Role {
    id: REDIS_ID,
    title: Text::same("Redis"),
    sentence: Text::new(
        "Keeps sessions; with Sentinel the first node begins as the master, and every one runs a sentinel.",
        "存放 Session；使用 Sentinel 时，第一个节点起初为主节点，每个节点都运行一个 Sentinel。",
    ),
    words: &["redis server", "缓存"],
    group: "",
    shown: redis_made,
    need: |cx| match Mode::read(cx) {
        Mode::Single => (1, Text::new("exactly 1", "恰好 1 个")),
        Mode::Sentinel => (3, Text::new("3 or 5", "3 或 5 个")),
        Mode::Cluster => {
            let replicas = cx.get::<Count>("session.replicas").map_or(1, |c| c.0.min(5));
            (3 * (replicas + 1), Text::new("3 masters with their replicas", "3 个主节点及其副本"))
        }
    },
};

/// memcached.
pub const MEMCACHED: Role = Role {
    id: MEMCACHED_ID,
    title: Text::same("memcached"),
    sentence: Text::new(
        "Keeps sessions; with two of them one may die.",
        "存放 Session；有两个时可容忍一个故障。",
    ),
    words: &["memcache", "memcached server"],
    group: "",
    shown: memcached_made,
    need: |_| (1, Text::new("2 or more", "2 个及以上")),
};

/// Whether a node runs Redis for sessions.
pub fn is_redis(cx: &Context, node: &Node) -> bool {
    redis_made(cx) && node.roles.contains(REDIS_ID)
}

/// Whether a node runs a sentinel.
pub fn is_sentinel(cx: &Context, node: &Node) -> bool {
    sentinel_made(cx) && node.roles.contains(REDIS_ID)
}

/// Whether a node runs memcached for sessions.
pub fn is_memcached(cx: &Context, node: &Node) -> bool {
    memcached_made(cx) && node.roles.contains(MEMCACHED_ID)
}
