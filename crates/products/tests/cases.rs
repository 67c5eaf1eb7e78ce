//! Configurations that people had in real life, hosts and names changed: what Muster says about
//! each, where, and which rules the log of it leads to. A document that is judged wrongly is worse
//! than a rule that is missing, so nothing else may be an error or a warning.

#[path = "case_tables/druid.rs"]
mod druid;
#[path = "case_tables/druid_memory.rs"]
mod druid_memory;
mod shared;

use model::{ClusterSpec, Lang, Severity, apply_all};
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
    Case {
        name: "03-kylin-emr-glue-s3",
        findings: &[
            ("KYL080", WARNING, "settings.storage.cluster_fs"),
            ("GEN019", WARNING, "overrides.cluster.kylin.job.mr.lib.dir"),
        ],
        silent: &["GEN007", "GEN039", "KYL051"],
        leads: &[],
    },
    Case {
        name: "04-kylin312-emr-mariadb-metastore",
        findings: &[
            ("KYL087", NOTE, "overrides.cluster.kylin.metadata.url"),
            ("KYL068", WARNING, "version"),
        ],
        silent: &["GEN007", "KYL037", "KYL085"],
        leads: &[],
    },
    Case {
        name: "06-kylin-k8s-host-address",
        findings: &[
            ("KYL023", WARNING, "overrides.cluster.kylin.server.host-address"),
            ("KYL068", WARNING, "version"),
        ],
        silent: &[],
        leads: &[],
    },
    Case {
        name: "07-kylin-moved-server-job-lock",
        findings: &[("KYL043", NOTE, "settings.metastore.ident")],
        silent: &[],
        leads: &["KYL006", "KYL043", "KYL048"],
    },
    Case {
        name: "08-kylin-ldap-three-groups",
        findings: &[("KYL088", WARNING, "settings.security.ldap_admin_role")],
        silent: &[],
        leads: &[],
    },
    Case {
        name: "10-kap23-job-ha-old-keys",
        findings: &[
            ("GEN021", WARNING, "overrides.cluster.kylin.zookeeper.address"),
            ("GEN021", WARNING, "overrides.cluster.kylin.enable.scheduler"),
            ("KYE018", WARNING, "settings.zookeeper.kind"),
        ],
        silent: &["GEN018"],
        leads: &[],
    },
    Case {
        name: "11-kap23-hdinsight-wasb",
        findings: &[("KYL080", WARNING, "overrides.cluster.kylin.storage.hbase.cluster-fs")],
        silent: &["GEN007", "GEN018", "GEN021"],
        leads: &[],
    },
    Case {
        name: "12-kap-jcoleman-jars",
        findings: &[
            ("SES001", ERROR, "settings.session.jars"),
            ("SES018", WARNING, "settings.session.kind"),
            ("SES016", WARNING, "settings.session.password"),
        ],
        silent: &[],
        leads: &["SES001"],
    },
    Case {
        name: "13-redis-sentinel-wrong-port",
        findings: &[
            ("SES009", WARNING, "settings.session.redis_hosts"),
            ("SES010", WARNING, "settings.session.redis_hosts"),
            ("SES030", NOTE, "settings.session.sentinel_master"),
        ],
        silent: &[],
        leads: &["SES009"],
    },
    Case {
        name: "14-msm-nonsticky-jvmroute",
        findings: &[("LB019", NOTE, "settings.lb.kind")],
        silent: &[],
        leads: &["SES032"],
    },
    Case {
        name: "15-alluxio-embedded-journal-hdfs",
        findings: &[("ALX021", ERROR, "settings.masters.journal_folder")],
        silent: &[],
        leads: &["ALX001", "ALX021"],
    },
    Case {
        name: "16-alluxio-two-masters-kerberos",
        findings: &[
            ("ALX021", ERROR, "overrides.cluster.alluxio.master.journal.folder"),
            ("ALX008", WARNING, "nodes"),
        ],
        silent: &[],
        leads: &["ALX021"],
    },
    Case {
        name: "17-alluxio-ufs-journal-with-embedded-addresses",
        findings: &[("ALX003", ERROR, "overrides.cluster.alluxio.master.journal.type")],
        silent: &["ALX021"],
        leads: &["ALX061"],
    },
    Case {
        name: "18-alluxio18-mem-and-hdd-in-one-tier",
        findings: &[],
        silent: &["ALX045"],
        leads: &[],
    },
    Case {
        name: "20-alluxio-nfs-server-as-root",
        findings: &[("ALX060", ERROR, "settings.storage.path")],
        silent: &["GEN007"],
        leads: &["ALX060"],
    },
    Case {
        name: "21-alluxio-client-hostname-variable",
        findings: &[("ALX058", WARNING, "overrides.cluster.alluxio.user.hostname")],
        silent: &["GEN027", "GEN035", "ALX059"],
        leads: &["ALX057"],
    },
    Case {
        name: "22-alluxio-async-through-no-jobs",
        findings: &[
            ("ALX028", ERROR, "settings.storage.path"),
            ("ALX048", WARNING, "overrides.cluster.alluxio.user.file.writetype.default"),
        ],
        silent: &[],
        leads: &[],
    },
    Case { name: "23-zk-ids-with-jumps", findings: &[], silent: &["ZOO017"], leads: &[] },
    Case {
        name: "24-zk-chroot-on-every-host",
        findings: &[("ZOO006", ERROR, "settings.zookeeper.connect")],
        silent: &[],
        leads: &["ZOO007"],
    },
    Case { name: "25-nginx-tls-redirect", findings: &[], silent: &[], leads: &[] },
];

/// All of them, by folder.
fn cases() -> impl Iterator<Item = &'static Case> {
    CASES.iter().chain(druid::CASES).chain(druid_memory::CASES)
}

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
    let mut table: Vec<&str> = cases().map(|c| c.name).collect();
    table.sort_unstable();
    assert_eq!(names, table);
    for part in [CASES, druid::CASES, druid_memory::CASES] {
        assert!(part.is_sorted_by_key(|case| case.name));
    }
}

#[test]
fn a_case_is_judged_rightly() {
    let mut wrong = Vec::new();
    for case in cases() {
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
                let words = report.findings[at].message.render(Lang::En);
                wrong.push(format!("{}: {severity:?} {rule} at {place}: {words}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_log_leads_to_the_cause() {
    let mut wrong = Vec::new();
    for case in cases() {
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

#[test]
fn behind_tls_a_redirect_of_tomcat_stays_with_tls() {
    let spec = document("25-nginx-tls-redirect");
    let balancer = spec.nodes.iter().find(|n| n.roles.contains("load_balancer")).expect("one");
    let config = shared::text(&spec, &balancer.name, "load-balancer/nginx.conf");
    assert!(config.contains("proxy_redirect http://"), "{config}");
}

/// The findings of a rule after its fixes, one after the other, were taken.
fn mended(name: &str, rule: &str) -> ClusterSpec {
    let mut spec = document(name);
    for _ in 0..8 {
        let report = judged(&spec);
        let fix = report.findings.iter().find(|f| f.rule == rule).and_then(|f| f.fix.clone());
        let Some(fix) = fix else { break };
        apply_all(&mut spec, &fix.edits);
    }
    assert!(
        !judged(&spec).findings.iter().any(|f| f.rule == rule),
        "{name}: {rule} is still there"
    );
    spec
}

fn has(text: &str, line: &str) -> bool {
    text.lines().any(|l| l == line)
}

#[test]
fn one_cluster_on_s3_is_named_without_a_path_and_copies_nothing() {
    let spec = mended("03-kylin-emr-glue-s3", "KYL080");
    let split = shared::text(&spec, "ip-10-0-0-11.ec2.internal", "conf/kylin.properties");
    assert!(has(&split, "kylin.storage.hbase.cluster-fs=s3://corp-kylin"), "{split}");
    assert!(!split.contains("hfile-distcp-enable"), "{split}");
    // The same without a second cluster.
    let mut one = spec;
    shared::set(
        &mut one,
        &[
            ("settings.storage.split", "false"),
            ("settings.storage.hbase_fs", "s3://corp-kylin/hbase"),
        ],
    );
    let one = shared::text(&one, "ip-10-0-0-11.ec2.internal", "conf/kylin.properties");
    assert!(has(&one, "kylin.storage.hbase.cluster-fs=s3://corp-kylin"), "{one}");
    assert!(has(&one, "kylin.source.hive.redistribute-flat-table=false"), "{one}");
}

#[test]
fn the_class_of_mariadb_s_driver_follows_from_the_field() {
    let mut spec = document("04-kylin312-emr-mariadb-metastore");
    spec.overrides.cluster.clear();
    let node = "ip-172-31-0-51.cn-northwest-1.compute.internal";
    let text = shared::text(&spec, node, "conf/kylin.properties");
    assert!(text.contains("driverClassName=org.mariadb.jdbc.Driver,"), "{text}");
}

#[test]
fn kap_2_3_is_given_the_names_that_it_reads_by_field_and_by_fix() {
    let lines = [
        "kap.job.helix.zookeeper-address=zk1.corp.internal:2181,zk2.corp.internal:2181,zk3.corp.internal:2181",
        "kylin.job.scheduler.default=1",
    ];
    let file = "conf/kylin.properties.override";
    let spec = mended("10-kap23-job-ha-old-keys", "GEN021");
    assert!(spec.overrides.cluster.keys().all(|p| !p.key().contains("zookeeper.address")));
    let fixed = shared::text(&spec, "kap1.corp.internal", file);
    let mut spec = document("10-kap23-job-ha-old-keys");
    spec.overrides.cluster.clear();
    let servers = "zk1.corp.internal:2181,zk2.corp.internal:2181,zk3.corp.internal:2181";
    let named = [("settings.zookeeper.kind", "given"), ("settings.zookeeper.connect", servers)];
    shared::set(&mut spec, &named);
    let by_field = shared::text(&spec, "kap1.corp.internal", file);
    for line in lines {
        assert!(has(&fixed, line) && has(&by_field, line), "{line}\n{fixed}\n{by_field}");
    }
}

#[test]
fn a_value_per_node_is_offered_in_place_of_a_variable() {
    let spec = mended("21-alluxio-client-hostname-variable", "ALX058");
    for node in &spec.nodes {
        let text = shared::text(&spec, &node.name, "conf/alluxio-site.properties");
        assert!(has(&text, &format!("alluxio.user.hostname={}", node.name)), "{text}");
    }
}

#[test]
fn an_ensemble_that_is_taken_over_keeps_its_numbers() {
    let spec = document("23-zk-ids-with-jumps");
    for (node, number) in [("zookeeper-00", 1), ("zookeeper-03", 4), ("zookeeper-06", 7)] {
        assert_eq!(shared::text(&spec, node, "zookeeper/myid").trim(), number.to_string());
        let config = shared::text(&spec, node, "zookeeper/zoo.cfg");
        for line in ["server.1=zookeeper-00", "server.4=zookeeper-03", "server.7=zookeeper-06"] {
            assert!(has(&config, &format!("{line}:2888:3888")), "{config}");
        }
    }
}
