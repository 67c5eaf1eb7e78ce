//! Configurations of Kylin's family, each from a report: `tests/cases.rs` runs them.

use super::Case;

/// By folder.
pub(super) const CASES: &[Case] = &[
    Case {
        folder: "kylin-03-old-names-of-264",
        version: "3.1.0",
        errors: &[],
        told: &["reading"],
        not: &["GEN021", "GEN019"],
        has: &["product = \"kylin\"", "hbase_master = \"made-up\""],
    },
    Case {
        folder: "kylin-05-login-in-the-list",
        version: "3.1.3",
        errors: &[],
        told: &[],
        not: &["GEN017"],
        has: &["ADMIN:${KYLIN_SERVER_CLUSTER_SERVERS_PASSWORD}@k2:7070"],
    },
    Case {
        folder: "kylin-06-key-twice-in-a-line",
        version: "3.1.3",
        errors: &[],
        told: &["reading"],
        not: &[],
        has: &["beeline-params"],
    },
    Case {
        folder: "kylin-07-full-width-equals",
        version: "3.1.3",
        errors: &["KYL006"],
        told: &["reading"],
        not: &["GEN018"],
        has: &["kylin.server.mode＝all"],
    },
    Case {
        folder: "kylin-16-key-behind-an-open-quote",
        version: "3.4.5",
        errors: &[],
        told: &["reading"],
        not: &[],
        has: &["\"kap.kerberos.principal\" = \"ke_made_up@EXAMPLE.NET\""],
    },
    Case {
        folder: "kylin-20-environment-of-developers",
        version: "3.1.3",
        errors: &[],
        told: &[],
        not: &["KYL063"],
        has: &["environment = \"test\""],
    },
    Case {
        folder: "kylin-22-old-names-alone",
        version: "3.1.3",
        errors: &[],
        told: &["reading"],
        not: &["KYL063", "KYL018"],
        has: &["product = \"kylin\"", "environment = \"test\""],
    },
    Case {
        folder: "kylin-23-shell-with-cr",
        version: "3.1.3",
        errors: &[],
        told: &["reading"],
        not: &[],
        has: &["-Xms1024M -Xmx4096M"],
    },
    Case {
        folder: "kylin-30-file-of-kylin-5",
        version: "3.1.3",
        errors: &[],
        told: &["reading", "KYL032"],
        not: &["GEN018"],
        has: &["kylin.storage.columnar.spark-conf.spark.driver.memory"],
    },
];
