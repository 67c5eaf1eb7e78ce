//! Configurations of Apache Druid, each from a report: `tests/cases.rs` runs them.

use super::{Case, ERROR, NOTE, WARNING};

/// By folder.
pub(super) const CASES: &[Case] = &[
    Case {
        name: "druid-03-tls-without-client-context",
        findings: &[
            ("DRU048", ERROR, "overrides.cluster.druid.enableTlsPort"),
            ("GEN018", WARNING, "overrides.cluster.druid.client.internal.tls.truststorePath"),
            ("GEN018", WARNING, "overrides.cluster.druid.client.internal.tls.truststoreType"),
        ],
        silent: &["DRU046", "DRU049", "DRU050", "DRU051", "GEN026"],
        leads: &["DRU048"],
    },
    Case {
        name: "druid-04-sni-host-check-since-35",
        findings: &[
            ("DRU051", WARNING, "nodes[0].overrides.druid.host"),
            ("DRU051", WARNING, "nodes[1].overrides.druid.host"),
        ],
        silent: &["DRU001", "DRU002", "GEN021"],
        leads: &["DRU051"],
    },
    Case {
        name: "druid-05-postgres-schema-without-ownership",
        findings: &[("DRU011", NOTE, "settings.metadata.schema")],
        silent: &["DRU007", "DRU010"],
        leads: &["DRU011"],
    },
    Case {
        name: "druid-08-s3-endpoint-needs-region-since-37",
        findings: &[("DRU017", ERROR, "settings.storage.s3_region")],
        silent: &["DRU018", "DRU020", "DRU021"],
        leads: &["DRU017"],
    },
    Case {
        name: "druid-23-basic-auth-initial-passwords-changed-later",
        findings: &[
            ("DRU028", WARNING, "settings.ingestion.more"),
            ("DRU039", WARNING, "overrides.cluster.druid.escalator.internalClientPassword"),
        ],
        silent: &["DRU001", "DRU004", "DRU013", "DRU032"],
        leads: &["DRU039"],
    },
    Case {
        name: "druid-24-kerberos-without-cookie-secret",
        findings: &[(
            "DRU044",
            WARNING,
            "overrides.cluster.druid.auth.authenticator.MyKerberosAuthenticator.type",
        )],
        silent: &["DRU038", "DRU040", "DRU041", "DRU042", "DRU043", "DRU045"],
        leads: &["DRU044"],
    },
    Case {
        name: "druid-30-k8s-task-logs-on-file",
        findings: &[
            ("DRU023", WARNING, "overrides.cluster.druid.indexer.logs.type"),
            ("DRU024", ERROR, "overrides.cluster.druid.indexer.logs.type"),
            ("DRU132", WARNING, "overrides.cluster.druid.indexer.runner.type"),
            ("GEN018", WARNING, "overrides.cluster.druid.indexer.fallbackToS3TaskJsonFetch"),
        ],
        silent: &["DRU013", "DRU014", "DRU028"],
        leads: &["DRU024"],
    },
];
