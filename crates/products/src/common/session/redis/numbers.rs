//! The numbers of `redis.conf` and `sentinel.conf`, and which of them Redis takes: as `src/config.c` of 7.0
//! has them, which `crates/products/tests/numbers.rs` asks for both ends of each. Where older releases
//! take more, they are left out.

use super::notation::size;
use crate::common::machine::MOST_MEMORY;
use ::rules::Number;
use model::value::ByteSize;

/// The most that C's `int` holds.
const INT: i64 = i32::MAX as i64;

/// The first word of a line, without its quotation marks.
fn word(text: &str) -> Option<String> {
    formats::redis::words(text).ok()?.into_iter().next()
}

/// A whole number as Redis reads it.
const fn number(key: &'static str, least: i64, most: i64) -> Number {
    Number::whole(key, least, most).read(|text| word(text)?.parse().ok())
}

/// A number of bytes as Redis reads it.
const fn memory(key: &'static str, least: u64, most: u64) -> Number {
    Number::whole(key, least.cast_signed(), most.cast_signed())
        .read(|text| size(&word(text)?).and_then(|bytes| i64::try_from(bytes).ok()))
}

/// Those of a server. Below a mebibyte nothing has room; 0 is no limit, of which `SES035` speaks.
pub(super) const OF_SERVER: &[Number] = &[
    memory("maxmemory", ByteSize::MIB, MOST_MEMORY).or(0),
    number("port", 0, 65_535),
    number("tls-port", 0, 65_535),
    number("cluster-port", 0, 65_535),
    number("timeout", 0, INT),
    number("tcp-keepalive", 0, INT),
    number("tcp-backlog", 0, INT),
    number("databases", 1, INT),
    number("maxclients", 1, u32::MAX as i64),
    number("maxmemory-samples", 1, INT),
    number("repl-timeout", 1, INT),
    number("repl-ping-replica-period", 1, INT),
    number("repl-diskless-sync-delay", 0, INT),
    memory("repl-backlog-size", 1, i64::MAX as u64),
    number("replica-priority", 0, INT),
    number("min-replicas-to-write", 0, INT),
    number("min-replicas-max-lag", 0, INT),
    number("cluster-node-timeout", 0, i64::MAX),
    number("cluster-migration-barrier", 0, INT),
    number("auto-aof-rewrite-percentage", 0, INT),
    number("hz", 0, INT),
];

/// Those of a sentinel.
pub(super) const OF_SENTINEL: &[Number] = &[
    number("port", 0, 65_535),
    number("sentinel down-after-milliseconds", 1, INT),
    number("sentinel failover-timeout", 1, INT),
];
