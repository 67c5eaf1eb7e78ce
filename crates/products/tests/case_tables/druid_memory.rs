//! What Muster says of configurations of Apache Druid that people had in real life.

use super::{Case, ERROR, WARNING};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "druid-11-task-dir-on-nfs",
        findings: &[("DRU087", WARNING, "settings.tasks.folders")],
        silent: &[],
        leads: &["DRU087"],
    },
    Case {
        name: "druid-12-jute-maxbuffer-on-one-side",
        findings: &[],
        silent: &["ZOO001", "DRU119"],
        leads: &["DRU119"],
    },
    Case {
        name: "druid-14-direct-10240g-in-a-4gi-pod",
        findings: &[
            ("GEN063", WARNING, "nodes[1].settings.host.memory"),
            (
                "DRU067",
                WARNING,
                "overrides.role.historical.conf/druid/cluster/data/historical/jvm.config:-Xmx",
            ),
        ],
        silent: &["DRU060"],
        leads: &["GEN063"],
    },
    Case {
        name: "druid-17-peons-without-xmx",
        findings: &[
            (
                "DRU074",
                WARNING,
                "overrides.role.middle_manager.conf/druid/cluster/data/middleManager/runtime.properties:druid.indexer.runner.javaOpts",
            ),
            ("DRU081", WARNING, "settings.tasks.capacity"),
        ],
        silent: &["DRU084"],
        leads: &["DRU074", "DRU081"],
    },
    Case {
        name: "druid-18-segment-cache-left-at-300g",
        findings: &[
            (
                "DRU097",
                WARNING,
                "overrides.role.historical.conf/druid/cluster/data/historical/runtime.properties:druid.segmentCache.locations",
            ),
            ("DRU099", WARNING, "settings.data.size"),
        ],
        silent: &["DRU098"],
        leads: &["DRU097", "DRU099"],
    },
    Case {
        name: "druid-20-local-runner-one-slot",
        findings: &[
            ("DRU084", ERROR, "overrides.role.master.druid.indexer.runner.type"),
            (
                "DRU062",
                WARNING,
                "overrides.role.broker.conf/druid/cluster/query/broker/runtime.properties:druid.processing.buffer.sizeBytes",
            ),
        ],
        silent: &["GEN038"],
        leads: &["DRU082", "DRU084"],
    },
    Case {
        name: "druid-21-fork-prefix-and-prometheus-port",
        findings: &[
            (
                "DRU079",
                WARNING,
                "overrides.role.middle_manager.druid.indexer.fork.druid.emitter.prometheus.strategy",
            ),
            ("DRU086", WARNING, "overrides.cluster.druid.emitter.prometheus.port"),
        ],
        silent: &["GEN038"],
        leads: &["DRU086", "GEN038"],
    },
];
