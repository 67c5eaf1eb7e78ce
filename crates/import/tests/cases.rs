//! Configurations of public reports, as folders of hosts (`cases/`; hosts, names and secrets are made
//! up): what the importer must get out of them, which mistakes it must see, and what is none.

#[path = "case_tables/alluxio.rs"]
mod alluxio;
#[path = "case_tables/facts.rs"]
mod facts;
#[path = "case_tables/fixes.rs"]
mod fixes;
#[path = "case_tables/kylin.rs"]
mod kylin;

use import::{Choices, Imported, Source, import, judged};
use model::Severity;
use rules::Context;
use std::fs;
use std::path::Path;

struct Case {
    folder: &'static str,
    version: &'static str,
    /// The rules of all errors, each once, sorted; `reading` for what was seen while reading.
    errors: &'static [&'static str],
    /// Warnings and hints that must be there.
    told: &'static [&'static str],
    /// False alarms: what must not be said.
    not: &'static [&'static str],
    /// Words that the document must have.
    has: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        folder: "druid-01-k8s-hostname-since-32",
        version: "33.0.0",
        errors: &[],
        told: &[],
        not: &["ZOO008", "DRU004"],
        has: &["made-up-bucket", "pg.example.internal", "PGPASS", "wiki-prod", "\"master\""],
    },
    Case {
        folder: "druid-03-tls-without-client-context",
        version: "34.0.0",
        errors: &["DRU048"],
        told: &["GEN018"],
        not: &["DRU051"],
        has: &["zk1.example.net:2181,zk2.example.net:2181,zk3.example.net:2181"],
    },
    Case {
        folder: "druid-04-sni-host-check-since-35",
        version: "38.0.0",
        errors: &[],
        told: &["DRU051"],
        not: &["GEN018"],
        has: &["10.20.0.11", "10.20.0.21"],
    },
    Case {
        folder: "druid-05-postgres-schema-without-ownership",
        version: "34.0.0",
        errors: &[],
        told: &["DRU011"],
        not: &["DRU007"],
        has: &[
            "dev_made_up",
            "druidtest?currentSchema=druid",
            "DRUID_METADATA_STORAGE_CONNECTOR_PASSWORD",
        ],
    },
    Case {
        folder: "druid-06-mysql-connector-8-on-30",
        version: "30.0.0",
        errors: &["DRU091"],
        told: &["DRU016"],
        not: &["DRU060", "DRU005"],
        has: &[
            "n122.example.net:3306/druid",
            "kind = \"hdfs\"",
            "memory = \"4 GiB\"",
            "cores = \"2\"",
        ],
    },
    Case {
        folder: "druid-08-s3-endpoint-needs-region-since-37",
        version: "36.0.0",
        errors: &[],
        told: &[],
        not: &["GEN018", "DRU017"],
        has: &["https://minio.example.net:9000/"],
    },
    Case {
        folder: "druid-11-task-dir-on-nfs",
        version: "30.0.0",
        errors: &[],
        told: &["DRU040"],
        not: &["DRU076"],
        has: &["made-up-bucket", "MyBasicMetadataAuthorizer"],
    },
    Case {
        folder: "druid-12-jute-maxbuffer-on-one-side",
        version: "38.0.0",
        errors: &[],
        told: &["reading"],
        not: &["ZOO008"],
        has: &["druid-zk-cs.druid-prod.svc.cluster.local:2181"],
    },
    Case {
        folder: "druid-14-direct-10240g-in-a-4gi-pod",
        version: "38.0.0",
        errors: &[],
        told: &["GEN063"],
        not: &["GEN020", "DRU060"],
        has: &["memory = \"4 GiB\"", "8088", "10240g"],
    },
    Case {
        folder: "druid-17-peons-without-xmx",
        version: "37.0.0",
        errors: &[],
        told: &["DRU074", "DRU081", "GEN018"],
        not: &["DRU106"],
        has: &["cores = \"20\"", "memory = \"32 GiB\"", "remote"],
    },
    Case {
        folder: "druid-18-segment-cache-left-at-300g",
        version: "34.0.0",
        errors: &[],
        told: &[],
        not: &["DRU029"],
        has: &["hdfs://nn1.example.net:8020/druid/segments", "300g"],
    },
    Case {
        folder: "druid-20-local-runner-one-slot",
        version: "38.0.0",
        errors: &[],
        told: &["DRU085", "DRU062", "DRU005"],
        not: &["GEN020", "DRU109", "DRU104"],
        has: &["8088"],
    },
    Case {
        folder: "druid-21-fork-prefix-and-prometheus-port",
        version: "38.0.0",
        errors: &[],
        told: &["DRU079", "DRU086"],
        not: &["GEN018", "DRU027"],
        has: &["prometheus"],
    },
    Case {
        folder: "druid-22-java-only-by-java-home",
        version: "38.0.0",
        errors: &[],
        told: &[],
        not: &["GEN007", "DRU004"],
        has: &["var/druid/indexing-logs", "localhost"],
    },
    Case {
        folder: "druid-23-basic-auth-initial-passwords-changed-later",
        version: "38.0.0",
        errors: &[],
        told: &["DRU039", "DRU028", "reading"],
        not: &["DRU004"],
        has: &["MyBasicMetadataAuthenticator"],
    },
    Case {
        folder: "druid-24-kerberos-without-cookie-secret",
        version: "34.0.0",
        errors: &[],
        told: &["DRU044"],
        not: &["DRU038"],
        has: &["MyKerberosAuthenticator", "_HOST"],
    },
    Case {
        folder: "druid-26-jvm-config-with-cr",
        version: "0.20.0",
        errors: &["reading"],
        told: &["DRU065"],
        not: &["DRU060"],
        has: &["4g", "8g", "12g"],
    },
    Case {
        folder: "druid-27-older-druid-on-newer-tables",
        version: "30.0.0",
        errors: &[],
        told: &["DRU023"],
        not: &["DRU017", "GEN020"],
        has: &["8088"],
    },
    Case {
        folder: "druid-28-env-name-eats-fork-property",
        version: "0.20.0",
        errors: &[],
        told: &[],
        not: &["GEN018"],
        has: &["500000000", "100000000"],
    },
    Case {
        folder: "druid-30-k8s-task-logs-on-file",
        version: "34.0.0",
        errors: &["DRU024"],
        told: &[],
        not: &["DRU029"],
        has: &["k8s", "azure"],
    },
];

fn folder(path: &Path, name: &str, out: &mut Vec<Source>) {
    let mut entries: Vec<_> = fs::read_dir(path).expect("the folder").flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        // A shell's file has another name here: those of the repository are checked as what it runs.
        let own = format!("{name}/{}", entry.file_name().to_string_lossy());
        let own = own.strip_suffix(".as-is").map_or(own.clone(), str::to_owned);
        if entry.path().is_dir() {
            folder(&entry.path(), &own, out);
        } else {
            out.push(Source { path: own, bytes: fs::read(entry.path()).expect("a file") });
        }
    }
}

/// All cases, whatever the product.
fn all() -> impl Iterator<Item = &'static Case> {
    CASES.iter().chain(kylin::CASES).chain(alluxio::CASES)
}

fn read(case: &str) -> Imported {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case);
    let mut sources = Vec::new();
    folder(&root, "in", &mut sources);
    import(products::ALL, &sources, &Choices::default()).unwrap_or_else(|e| panic!("{e:?}"))
}

#[test]
fn reports_are_judged_as_their_notes_say() {
    let mut wrong = Vec::new();
    for case in all() {
        let mut imported = read(case.folder);
        let cx = Context::new(&imported.spec, imported.product);
        let report = judged(&imported, &cx).report;
        let of_rules = report.findings.iter().map(|f| (f.rule, f.severity));
        let of_notes = imported.notes.iter().map(|n| ("reading", n.severity));
        let all: Vec<(&str, Severity)> = of_rules.chain(of_notes).collect();
        let mut errors: Vec<&str> =
            all.iter().filter(|(_, s)| *s == Severity::Error).map(|(rule, _)| *rule).collect();
        errors.sort_unstable();
        errors.dedup();
        let text = formats::document::write(&imported.spec);
        let mut say = |what: String| wrong.push(format!("{}: {what}", case.folder));
        if imported.spec.version != case.version {
            say(format!("version {}", imported.spec.version));
        }
        if errors != case.errors {
            say(format!("errors {errors:?}"));
        }
        for rule in case.told.iter().filter(|rule| !all.iter().any(|(r, _)| r == *rule)) {
            say(format!("{rule} is missing"));
        }
        for rule in case
            .not
            .iter()
            .filter(|rule| all.iter().any(|(r, s)| r == *rule && *s >= Severity::Warning))
        {
            say(format!("{rule} is a false alarm"));
        }
        for word in case.has.iter().filter(|word| !text.contains(**word)) {
            say(format!("{word} is not in the document:\n{text}"));
        }
        // Every finding about a key that was read names the line.
        for finding in &report.findings {
            if let model::Place::Override(_, property) = &finding.place {
                let spot = imported.spots.at(&finding.place);
                let known = spot.is_some_and(|s| s.line > 0);
                if !known {
                    say(format!("{} at {property} has no line", finding.rule));
                }
            }
        }
        for what in fixes::wrong(&mut imported, &report.findings) {
            say(what);
        }
        for (_, secret) in &imported.secrets {
            if text.contains(secret.as_str()) {
                say("a secret is in the document".to_owned());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_is_in_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for entry in fs::read_dir(root).expect("the cases").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(all().any(|case| case.folder == name), "{name}");
    }
}

/// What ships must not be called wrong: the cluster of each family as one host, as somebody has it who
/// unpacked a release and started it.
#[test]
fn what_ships_has_no_error() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/repository/data/druid-shipped.json");
    let text = fs::read_to_string(path).expect("the shipped values");
    let families: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for (family, programs) in families.as_object().expect("families") {
        let mut sources = Vec::new();
        for (program, files) in programs.as_object().expect("programs") {
            for (name, said) in files.as_object().expect("files") {
                let name = match (program.as_str(), name.as_str()) {
                    ("_common", "runtime.properties") => "common.runtime.properties",
                    (_, name) => name,
                };
                let lines: Vec<String> = match said {
                    serde_json::Value::Object(keys) => keys
                        .iter()
                        .map(|(k, v)| format!("{k}={}\n", v.as_str().unwrap_or_default()))
                        .collect(),
                    serde_json::Value::Array(lines) => lines
                        .iter()
                        .map(|line| format!("{}\n", line.as_str().unwrap_or_default()))
                        .collect(),
                    other => vec![other.as_str().unwrap_or_default().to_owned()],
                };
                let path = format!("d1/conf/druid/cluster/x/{program}/{name}");
                sources.push(Source { path, bytes: lines.concat().into_bytes() });
            }
        }
        let imported = import(products::ALL, &sources, &Choices::default());
        let imported = imported.unwrap_or_else(|e| panic!("{family}: {e:?}"));
        let cx = Context::new(&imported.spec, imported.product);
        let report = judged(&imported, &cx).report;
        let errors: Vec<_> =
            report.findings.iter().filter(|f| f.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{family} as {}: {errors:?}", imported.spec.version);
        assert!(imported.counts.keys > 80, "{family}: {:?}", imported.counts);
    }
}
