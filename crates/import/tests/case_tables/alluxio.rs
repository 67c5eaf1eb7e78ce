//! Configurations of Alluxio, each from a report: `tests/cases.rs` runs them.

use super::Case;

/// By folder.
pub(super) const CASES: &[Case] = &[
    Case {
        folder: "alluxio-01-java-opts-without-lists",
        version: "2.9.6",
        errors: &[],
        told: &["ALX067"],
        not: &["ALX024", "ALX007", "GEN017"],
        has: &["ALLUXIO_MASTER_JAVA_OPTS", "roles = [\"master\"]"],
    },
    Case {
        folder: "alluxio-03-addresses-nobody-reads",
        version: "2.9.6",
        errors: &[],
        told: &[],
        not: &["ALX065"],
        has: &["s2:19200,s7:19200"],
    },
    Case {
        folder: "alluxio-11-lists-with-cr",
        version: "2.9.6",
        errors: &["reading"],
        told: &["ALX067"],
        not: &["ALX065"],
        has: &["/mnt/ramdisk\""],
    },
    Case {
        folder: "alluxio-12-all-by-java-opts",
        version: "2.9.6",
        errors: &[],
        told: &["ALX067"],
        not: &["ALX024", "ALX007", "ALX065"],
        has: &["name = \"w1\""],
    },
    Case {
        folder: "alluxio-16-called-otherwise-than-listed",
        version: "2.9.6",
        errors: &["ALX010"],
        told: &[],
        not: &["ALX009"],
        has: &["other1"],
    },
    Case {
        folder: "alluxio-19-folder-that-names-no-host",
        version: "1.8.2",
        errors: &["ALX015"],
        told: &[],
        not: &["ALX003", "ALX065"],
        has: &["ec2-192-0-2-46.example.net"],
    },
    Case {
        folder: "alluxio-20-file-of-a-client",
        version: "2.9.6",
        errors: &[],
        told: &["reading"],
        not: &["ALX014", "ALX003", "ALX009"],
        has: &["am1:19998,am2:19998,am3:19998"],
    },
    Case {
        folder: "alluxio-21-template-not-filled-in",
        version: "1.8.2",
        errors: &[],
        told: &["reading"],
        not: &["GEN022", "ALX060", "ALX035"],
        has: &["[% MADE_UP_PORT %]"],
    },
    Case {
        folder: "alluxio-22-beside-kylin",
        version: "2.9.6",
        errors: &[],
        told: &[],
        not: &[],
        has: &["product = \"alluxio\""],
    },
    Case {
        folder: "alluxio-31-keys-of-enterprise",
        version: "2.9.6",
        errors: &[],
        told: &["reading"],
        not: &["GEN018", "GEN021"],
        has: &["alluxio.security.kerberos.server.principal"],
    },
];
