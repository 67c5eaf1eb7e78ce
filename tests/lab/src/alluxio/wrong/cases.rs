//! The good documents and the mistakes.

use super::{
    prove::{Place, Tools},
    stories,
};
use anyhow::Result;
use model::Severity;

/// Who notices.
#[derive(Clone, Copy)]
pub(super) enum Judge {
    /// The format stops.
    Format,
    /// The format says nothing, and `bin/start` stops.
    Start,
    /// `bin/start` says nothing, and soon a log complains.
    Log,
    /// Everything starts and looks well; what goes wrong then is told, and given back as text.
    Story(fn(&Place) -> Result<String>),
    /// All of it is told, from the deployed archive on.
    Whole(fn(&Place, &Tools) -> Result<String>),
    /// It is good: `bin/verify` is content.
    Works,
}

/// A document, and how it is shown to fail.
pub(super) struct Case {
    /// The rule that rejects it; empty for a good one.
    pub(super) rule: &'static str,
    /// The good document, without `.toml`.
    pub(super) base: &'static str,
    /// Pairs of what stands once in the good document, and what stands there instead.
    pub(super) replace: &'static [(&'static str, &'static str)],
    /// Overrides for the cluster.
    pub(super) overrides: &'static [(&'static str, &'static str)],
    /// Who notices.
    pub(super) judge: Judge,
    /// What that rule is.
    pub(super) severity: Severity,
    /// What must be seen; empty for what the rule itself quotes.
    pub(super) seen: &'static [&'static str],
}

const fn case(rule: &'static str, base: &'static str, judge: Judge) -> Case {
    Case { rule, base, replace: &[], overrides: &[], judge, severity: Severity::Error, seen: &[] }
}

const fn good(base: &'static str) -> Case {
    case("", base, Judge::Works)
}

type Overrides = &'static [(&'static str, &'static str)];

const fn overriding(
    rule: &'static str,
    base: &'static str,
    judge: Judge,
    overrides: Overrides,
) -> Case {
    Case { overrides, ..case(rule, base, judge) }
}

const TYPE: &str = "alluxio.master.journal.type";
const ADDRESSES: &str = "alluxio.master.embedded.journal.addresses";
const JOURNAL: &str = "[settings.masters]\nkind = \"embedded\"";
const SSD: &str = "medium0 = \"SSD\"\nquota0 = \"64 MiB\"";

/// The slow ones first; then the good ones, then in the order of the rules' numbers.
pub(super) static CASES: &[Case] = &[
    // A journal for each master.
    Case {
        replace: &[(
            "kind = \"zookeeper\"",
            "kind = \"zookeeper\"\njournal_folder = \"/home/alluxio/journal\"",
        )],
        seen: &["Path \"/known\" does not exist"],
        ..case("ALX007", "two-zookeeper", Judge::Story(stories::private_journal))
    },
    // One name for two masters.
    overriding(
        "ALX014",
        "two-zookeeper",
        Judge::Story(stories::dead_name),
        &[("alluxio.master.hostname", "h1.lab.test")],
    ),
    // Two masters that each lead.
    Case {
        replace: &[("kind = \"zookeeper\"", "kind = \"single\"")],
        seen: &["h1 leads, h2 leads"],
        ..case("ALX003", "two-zookeeper", Judge::Story(stories::both_lead))
    },
    // The same by override.
    Case {
        seen: &["h1 leads, h2 leads"],
        ..overriding("ALX003", "two-embedded", Judge::Story(stories::both_lead), &[(TYPE, "UFS")])
    },
    // Without ZooKeeper its address is one too many, also an empty one.
    overriding(
        "ALX006",
        "two-zookeeper",
        Judge::Format,
        &[("alluxio.zookeeper.enabled", "false"), ("alluxio.zookeeper.address", "")],
    ),
    // A path at the end of ZooKeeper's address, and nobody made that znode. It is no error of the
    // document: the archive makes it, when it is asked to.
    Case {
        replace: &[
            (
                "kind = \"nodes\"\nversion = \"3.8.0\"\nheap = \"128 MiB\"",
                "connect = \"h1.lab.test:2181/lab/alluxio\"",
            ),
            ("[\"master\", \"zookeeper\"]", "[\"master\"]"),
        ],
        severity: Severity::Info,
        seen: &["but there is no leader", "the znode /lab/alluxio is there"],
        ..case("ZOO007", "two-zookeeper", Judge::Whole(stories::chroot))
    },
    // localhost as the master of a worker elsewhere.
    overriding("ALX015", "two-legacy", Judge::Log, &[("alluxio.master.hostname", "localhost")]),
    // A folder of each machine as the root.
    Case {
        replace: &[
            ("kind = \"mount\"", "kind = \"local\""),
            ("path = \"/mnt/nfs/alluxio/root\"", "path = \"/var/lib/alluxio/root\""),
        ],
        ..case("ALX028", "two-legacy", Judge::Story(stories::own_root))
    },
    overriding(
        "ALX028",
        "two-legacy",
        Judge::Story(stories::own_root),
        &[("alluxio.underfs.address", "/var/lib/alluxio/root")],
    ),
    // SSD above memory.
    Case {
        replace: &[(
            SSD,
            "medium0 = \"HDD\"\nquota0 = \"64 MiB\"\nmedium1 = \"SSD\"\npaths1 = \"/var/lib/alluxio/ssd\"\nquota1 = \"64 MiB\"",
        )],
        ..case("ALX040", "one", Judge::Start)
    },
    // Election and leader in one znode.
    overriding(
        "ALX016",
        "two-zookeeper",
        Judge::Start,
        &[("alluxio.zookeeper.leader.path", "/a"), ("alluxio.zookeeper.election.path", "/a")],
    ),
    good("two-zookeeper"),
    good("two-embedded"),
    good("one"),
    good("one-legacy"),
    good("two-legacy"),
    overriding("ALX005", "two-zookeeper", Judge::Start, &[(TYPE, "EMBEDDED")]),
    overriding("ALX006", "one", Judge::Format, &[("alluxio.zookeeper.enabled", "true")]),
    overriding("ALX010", "one", Judge::Format, &[(ADDRESSES, "h9.lab.test:19200")]),
    overriding("ALX011", "one", Judge::Format, &[(ADDRESSES, "h1.lab.test")]),
    overriding("ALX012", "one", Judge::Start, &[(ADDRESSES, "h1.lab.test:19300")]),
    overriding(
        "ALX017",
        "two-zookeeper",
        Judge::Start,
        &[("alluxio.zookeeper.election.path", "alluxio/election")],
    ),
    Case {
        replace: &[(
            JOURNAL,
            "[settings.masters]\nkind = \"single\"\njournal_folder = \"alluxio://h1.lab.test:19998/journal\"",
        )],
        ..case("ALX020", "one", Judge::Format)
    },
    overriding(
        "ALX020",
        "one",
        Judge::Format,
        &[(TYPE, "UFS"), ("alluxio.master.journal.folder", "alluxio://h1.lab.test:19998/journal")],
    ),
    Case {
        replace: &[(
            JOURNAL,
            "[settings.masters]\nkind = \"embedded\"\njournal_folder = \"hdfs://h1.lab.test:8020/journal\"",
        )],
        ..case("ALX021", "one", Judge::Format)
    },
    overriding("ALX024", "one-legacy", Judge::Format, &[(TYPE, "EMBEDDED")]),
    overriding(
        "ALX026",
        "one",
        Judge::Start,
        &[("alluxio.master.embedded.journal.election.timeout.min", "30s")],
    ),
    overriding(
        "ALX027",
        "one",
        Judge::Format,
        &[
            ("alluxio.master.heartbeat.timeout", "10s"),
            ("alluxio.master.standby.heartbeat.interval", "20s"),
        ],
    ),
    // No root at all.
    Case {
        seen: &["No Under File System Factory found for: \n"],
        ..overriding("ALX029", "one", Judge::Start, &[("alluxio.master.mount.table.root.ufs", "")])
    },
    Case {
        seen: &["No Under File System Factory found for: \n"],
        ..overriding("ALX029", "one-legacy", Judge::Start, &[("alluxio.underfs.address", "")])
    },
    overriding("ALX033", "one", Judge::Format, &[("alluxio.logserver.hostname", "h9.lab.test")]),
    overriding(
        "ALX035",
        "one",
        Judge::Start,
        &[("alluxio.worker.tieredstore.level0.dirs.quota", "64 MB")],
    ),
    overriding(
        "ALX037",
        "one-legacy",
        Judge::Start,
        &[("alluxio.security.authorization.permission.enabled", "yes")],
    ),
    overriding("ALX038", "one", Judge::Start, &[("alluxio.master.metastore", "FOO")]),
    overriding("ALX039", "one", Judge::Start, &[("alluxio.master.web.port", "70000")]),
    // One kind of tier twice.
    Case {
        replace: &[(
            SSD,
            "medium0 = \"SSD\"\nquota0 = \"64 MiB\"\nmedium1 = \"SSD\"\npaths1 = \"/var/lib/alluxio/ssd\"\nquota1 = \"64 MiB\"",
        )],
        seen: &["ExceptionInInitializerError"],
        ..case("ALX041", "one", Judge::Start)
    },
    overriding("ALX044", "one", Judge::Format, &[("alluxio.worker.tieredstore.levels", "5")]),
    // A tier without a size.
    Case {
        replace: &[(
            SSD,
            "medium0 = \"SSD\"\nquota0 = \"64 MiB\"\nmedium1 = \"HDD\"\npaths1 = \"/var/lib/alluxio/hdd\"",
        )],
        seen: &["No value set for configuration key alluxio.worker.tieredstore.level1.dirs.quota"],
        ..case("GEN008", "one", Judge::Start)
    },
];
