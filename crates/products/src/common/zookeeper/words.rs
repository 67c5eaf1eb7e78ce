//! What `zoo.cfg` may say where it is one of a few words, or a folder: as `QuorumPeerConfig` of 3.8 reads
//! it, which `crates/products/tests/words.rs` asks.

use crate::common::takes::Takes::{self, Folder, Words};

const SWITCH: Takes = Words(&["true", "false"]);

/// Keys of which other values are refused, so that a member does not start. A relative folder is read,
/// and means another one than that in which the member's number lies.
pub(crate) const TAKES: &[(&str, Takes)] = &[
    ("dataDir", Folder),
    ("dataLogDir", Folder),
    ("electionAlg", Words(&["3"])),
    ("localSessionsEnabled", SWITCH),
    ("localSessionsUpgradingEnabled", SWITCH),
    ("multiAddress.enabled", SWITCH),
    ("peerType", Words(&["participant", "observer"])),
    ("portUnification", SWITCH),
    ("quorum.auth.enableSasl", SWITCH),
    ("quorumListenOnAllIPs", SWITCH),
    ("reconfigEnabled", SWITCH),
    ("sslQuorum", SWITCH),
    ("sslQuorumReloadCertFiles", SWITCH),
    ("standaloneEnabled", SWITCH),
    ("syncEnabled", SWITCH),
];
