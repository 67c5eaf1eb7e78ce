//! Configurations that people had in real life, hosts and names changed: what Muster says about
//! each, where, and which rules the log of it leads to. A document that is judged wrongly is worse
//! than a rule that is missing, so nothing else may be an error or a warning.

use model::{ClusterSpec, Severity};
use rules::{Context, Report, check, explain};
use std::path::{Path, PathBuf};

/// A folder below `tests/cases`, and what is expected of it.
struct Case {
    /// The folder.
    name: &'static str,
    /// Rule, severity and place of each finding. Notes may be left out, errors and warnings not.
    findings: &'static [(&'static str, Severity, &'static str)],
    /// Rules that must keep quiet, whatever their severity.
    silent: &'static [&'static str],
    /// The rules that its log leads to, in order.
    leads: &'static [&'static str],
}

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;
const NOTE: Severity = Severity::Info;

const CASES: &[Case] = &[
    Case { name: "03-kylin-emr-glue-s3", findings: &[], silent: &[], leads: &[] },
    Case { name: "04-kylin312-emr-mariadb-metastore", findings: &[], silent: &[], leads: &[] },
    Case { name: "07-kylin-moved-server-job-lock", findings: &[], silent: &[], leads: &[] },
    Case { name: "08-kylin-ldap-three-groups", findings: &[], silent: &[], leads: &[] },
    Case { name: "10-kap23-job-ha-old-keys", findings: &[], silent: &[], leads: &[] },
    Case { name: "11-kap23-hdinsight-wasb", findings: &[], silent: &[], leads: &[] },
    Case { name: "12-kap-jcoleman-jars", findings: &[], silent: &[], leads: &[] },
    Case { name: "13-redis-sentinel-wrong-port", findings: &[], silent: &[], leads: &[] },
    Case { name: "14-msm-nonsticky-jvmroute", findings: &[], silent: &[], leads: &[] },
    Case {
        name: "17-alluxio-ufs-journal-with-embedded-addresses",
        findings: &[],
        silent: &[],
        leads: &[],
    },
    Case { name: "18-alluxio18-mem-and-hdd-in-one-tier", findings: &[], silent: &[], leads: &[] },
    Case { name: "20-alluxio-nfs-server-as-root", findings: &[], silent: &[], leads: &[] },
    Case { name: "21-alluxio-client-hostname-variable", findings: &[], silent: &[], leads: &[] },
    Case { name: "23-zk-ids-with-jumps", findings: &[], silent: &[], leads: &[] },
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

fn text(name: &str, file: &str) -> Option<String> {
    std::fs::read_to_string(folder(name).join(file)).ok()
}

fn document(name: &str) -> ClusterSpec {
    let loaded = formats::document::read(&text(name, "cluster.toml").expect(name));
    assert!(loaded.complete && loaded.problems.is_empty(), "{name}: {:?}", loaded.problems);
    loaded.spec
}

fn judged(spec: &ClusterSpec) -> Report {
    let product = products::find(&spec.product).expect("product");
    check(&Context::new(spec, product))
}

#[test]
fn every_case_is_in_the_table() {
    let folders = std::fs::read_dir(folder("")).expect("cases");
    let mut names: Vec<String> =
        folders.flatten().map(|f| f.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let table: Vec<&str> = CASES.iter().map(|c| c.name).collect();
    assert_eq!(names, table);
}

#[test]
fn a_case_is_judged_rightly() {
    let mut wrong = Vec::new();
    for case in CASES {
        let spec = document(case.name);
        let report = judged(&spec);
        let found: Vec<(&str, Severity, String)> =
            report.findings.iter().map(|f| (f.rule, f.severity, f.place.path(&spec))).collect();
        for (rule, severity, place) in case.findings {
            let same =
                |f: &&(&str, Severity, String)| f.0 == *rule && f.1 == *severity && f.2 == *place;
            if !found.iter().any(|f| same(&f)) {
                wrong.push(format!("{}: no {rule} at {place}", case.name));
            }
        }
        for (at, (rule, severity, place)) in found.iter().enumerate() {
            let expected = case.findings.iter().any(|(r, _, p)| r == rule && p == place);
            if case.silent.contains(rule) || (*severity != NOTE && !expected) {
                let words = report.findings[at].message.render(model::Lang::En);
                wrong.push(format!("{}: {severity:?} {rule} at {place}: {words}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_log_leads_to_the_cause() {
    let mut wrong = Vec::new();
    for case in CASES {
        let Some(log) = text(case.name, "log.txt") else {
            assert!(case.leads.is_empty(), "{} has no log", case.name);
            continue;
        };
        let product = products::find(&document(case.name).product).expect("product");
        let leads: Vec<&str> = explain(product, &log).iter().map(|m| m.rule.id).collect();
        if leads != case.leads {
            wrong.push(format!("{}: {leads:?} instead of {:?}", case.name, case.leads));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
