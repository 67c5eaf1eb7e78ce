//! Where the facts come from: the sources of 1.8 and 2.9, their documentation, our own lab.

use ::rules::Source;

/// Every key with its default, scope and consistency level.
pub const PROPERTY_KEY: Source = Source::new(
    "PropertyKey.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/common/src/main/java/alluxio/conf/PropertyKey.java",
);
/// What is checked when a file is loaded.
pub const CONFIGURATION: Source = Source::new(
    "InstancedConfiguration.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/common/src/main/java/alluxio/conf/InstancedConfiguration.java",
);
/// Sizes and times.
pub const FORMAT_UTILS: Source = Source::new(
    "FormatUtils.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/common/src/main/java/alluxio/util/FormatUtils.java",
);
/// The embedded journal.
pub const RAFT: Source = Source::new(
    "RaftJournalSystem.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/server/common/src/main/java/alluxio/master/journal/raft/RaftJournalSystem.java",
);
/// The storage of workers.
pub const TIERS: Source = Source::new(
    "DefaultStorageTier.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/server/worker/src/main/java/alluxio/worker/block/meta/DefaultStorageTier.java",
);
/// Who may act for others.
pub const IMPERSONATION: Source = Source::new(
    "ImpersonationAuthenticator.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/common/src/main/java/alluxio/security/authentication/ImpersonationAuthenticator.java",
);
/// When a worker counts as lost.
pub const BLOCK_MASTER: Source = Source::new(
    "DefaultBlockMaster.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/server/master/src/main/java/alluxio/master/block/DefaultBlockMaster.java",
);
/// Which files a master refuses.
pub const INODE_TREE: Source = Source::new(
    "InodeTree.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/server/master/src/main/java/alluxio/master/file/meta/InodeTree.java",
);
/// How masters elect through ZooKeeper.
pub const LEADER_SELECTOR: Source = Source::new(
    "PrimarySelectorClient.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/server/common/src/main/java/alluxio/master/PrimarySelectorClient.java",
);
/// Where the leader is looked for.
pub const LEADER_SOUGHT: Source = Source::new(
    "ZkMasterInquireClient.java (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/common/src/main/java/alluxio/master/ZkMasterInquireClient.java",
);
/// How paths are put together: what is empty is left out, so that what follows begins at the root.
pub const PATH_UTILS: Source = Source::new(
    "PathUtils.java, concatPath (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/common/src/main/java/alluxio/util/io/PathUtils.java",
);
/// What a worker does with a folder of blocks when it starts.
pub const STORAGE_DIR: Source = Source::new(
    "DefaultStorageDir.java, initializeMeta (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/server/worker/src/main/java/alluxio/worker/block/meta/DefaultStorageDir.java",
);
/// By what masters know a worker.
pub const WORKER_ID: Source = Source::new(
    "DefaultBlockMaster.java, getWorkerId (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/server/master/src/main/java/alluxio/master/block/DefaultBlockMaster.java",
);
/// Where the folders of a tier are made.
pub const STORAGE_TIER: Source = Source::new(
    "DefaultStorageTier.java, initStorageTier (branch-2.9)",
    "https://github.com/Alluxio/alluxio/blob/branch-2.9/core/server/worker/src/main/java/alluxio/worker/block/meta/DefaultStorageTier.java",
);
/// What 1.8 asks of the marks at which a worker frees space.
pub const SPACE_RESERVER: Source = Source::new(
    "SpaceReserver.java (branch-1.8)",
    "https://github.com/Alluxio/alluxio/blob/branch-1.8/core/server/worker/src/main/java/alluxio/worker/block/SpaceReserver.java",
);
/// The release's own scripts.
pub const SCRIPTS: Source = Source::new(
    "bin/alluxio, bin/alluxio-start.sh, bin/launch-process (branch-2.9)",
    "https://github.com/Alluxio/alluxio/tree/branch-2.9/bin",
);
/// High availability.
pub const DOC_HA: Source = Source::new(
    "Alluxio 2.9: deploy with high availability",
    "https://docs.alluxio.io/os/user/2.9/en/deploy/Running-Alluxio-On-a-HA-Cluster.html",
);
/// The journal.
pub const DOC_JOURNAL: Source = Source::new(
    "Alluxio 2.9: journal management",
    "https://docs.alluxio.io/os/user/2.9/en/operation/Journal.html",
);
/// Requirements, ports.
pub const DOC_REQUIREMENTS: Source = Source::new(
    "Alluxio 2.9: requirements",
    "https://docs.alluxio.io/os/user/2.9/en/deploy/Requirements.html",
);
/// Memory.
pub const DOC_TUNING: Source = Source::new(
    "Alluxio 2.9: scalability tuning",
    "https://docs.alluxio.io/os/user/2.9/en/administration/Scalability-Tuning.html",
);
/// HDFS.
pub const DOC_HDFS: Source = Source::new(
    "Alluxio 2.9: HDFS as under storage",
    "https://docs.alluxio.io/os/user/2.9/en/ufs/HDFS.html",
);
/// S3.
pub const DOC_S3: Source = Source::new(
    "Alluxio 2.9: S3 as under storage",
    "https://docs.alluxio.io/os/user/2.9/en/ufs/S3.html",
);
/// Going from 1.x to 2.x.
pub const DOC_UPGRADE: Source = Source::new(
    "Alluxio 2.9: upgrading",
    "https://docs.alluxio.io/os/user/2.9/en/administration/Upgrade.html",
);
/// What the real processes did: an observation of theirs.
pub const fn lab(observation: &'static str) -> Source {
    Source::lab(observation, "Lab: Alluxio started with this value")
}
/// What the real classes say about a file: an observation of theirs.
pub const fn oracle(observation: &'static str) -> Source {
    Source::lab(observation, "Oracle: ValidateConf and GetConf of Alluxio on this file")
}

/// What stands on the product's page.
pub static ALL: &[Source] = &[
    DOC_HA,
    DOC_JOURNAL,
    DOC_REQUIREMENTS,
    DOC_TUNING,
    DOC_HDFS,
    DOC_S3,
    DOC_UPGRADE,
    PROPERTY_KEY,
    SCRIPTS,
    Source::own("Lab: Alluxio 2.9.6 and 1.8.1 started, docs/lab-observations.md"),
];
