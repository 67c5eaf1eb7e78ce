//! The numbers of `zoo.cfg`, and which of them ZooKeeper takes: as `QuorumPeerConfig` of 3.8 reads them,
//! which `crates/products/tests/numbers.rs` asks for both ends of each.

use super::ZOO_CFG;
use ::rules::{ConfigKind, Number};

/// The most that Java's `int` holds.
const INT: i64 = i32::MAX as i64;

/// The file.
pub(crate) const KIND: ConfigKind = ConfigKind::beside(ZOO_CFG).with_numbers(NUMBERS);

/// Its numbers. Twenty ticks, the longest session unless it is set, must still be an `int`. A limit
/// below 0 is read and refused by no sooner than the first connection.
const NUMBERS: &[Number] = &[
    Number::whole("tickTime", 1, INT / 20),
    Number::whole("initLimit", 1, INT),
    Number::whole("syncLimit", 1, INT),
    Number::whole("clientPort", 1, 65_535),
    Number::whole("secureClientPort", 1, 65_535),
    Number::whole("maxClientCnxns", -INT - 1, INT),
    Number::whole("minSessionTimeout", 0, INT).or(-1),
    Number::whole("maxSessionTimeout", 1, INT).or(-1),
    Number::whole("autopurge.purgeInterval", -INT - 1, INT),
    Number::whole("autopurge.snapRetainCount", -INT - 1, INT),
];
