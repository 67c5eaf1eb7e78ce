//! What widespread instructions get wrong (the pages about clusters of Kylin 3.1, Kyligence
//! Enterprise 3.4 and KAP 2.5), typed into a document as they say it: each form is flagged.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use model::{ClusterSpec, Finding, apply_all};
use rules::Context;
use shared::with;

/// How a wrong form is to be mended.
#[derive(PartialEq)]
enum Mending {
    /// By a button.
    Fix,
    /// By a person: only they know the right value.
    Person,
}
use Mending::{Fix, Person};

struct Wrong {
    /// What the page says.
    says: &'static str,
    preset: &'static str,
    typed: &'static [(&'static str, &'static str)],
    rule: &'static str,
    mending: Mending,
}

const fn wrong(
    says: &'static str,
    preset: &'static str,
    typed: &'static [(&'static str, &'static str)],
    rule: &'static str,
    mending: Mending,
) -> Wrong {
    Wrong { says, preset, typed, rule, mending }
}

static KYLIN: &[Wrong] = &[
    wrong(
        "the lock class beside scheduler 2",
        "kylin-three",
        &[(
            "overrides.cluster.kylin.job.lock",
            "org.apache.kylin.storage.hbase.util.ZookeeperJobLock",
        )],
        "KYL012",
        Fix,
    ),
    wrong(
        "the file system of the HBase cluster without a scheme, in its field",
        "kylin-split",
        &[("settings.storage.cluster_fs", "hbase-master.example.com:8020")],
        "KYL050",
        Fix,
    ),
    wrong(
        "the same as a property of one's own",
        "kylin-three",
        &[("overrides.cluster.kylin.storage.hbase.cluster-fs", "hbase-master.example.com:8020")],
        "KYL050",
        Fix,
    ),
    wrong(
        "a main EMR cluster of Hadoop, Hive, Pig, Spark, Sqoop and Tez, without HBase's client",
        "kylin-emr-split",
        &[("settings.emr.main_apps", "Hadoop, Hive, Pig, Spark, Sqoop, Tez")],
        "EMR005",
        Fix,
    ),
    wrong(
        "a working directory hdfs://kylin/, which names a host",
        "kylin-emr-split",
        &[("settings.storage.working_dir", "hdfs://kylin/")],
        "EMR013",
        Fix,
    ),
    wrong(
        "the consistent view of EMRFS",
        "kylin-emr-one",
        &[("settings.emr.main_settings", "emrfs-site:fs.s3.consistent=true")],
        "EMR007",
        Fix,
    ),
    wrong(
        "nodes 1.1.1.1 and 1.1.1.2",
        "kylin-three",
        &[("nodes[0].name", "1.1.1.1"), ("nodes[1].name", "1.1.1.2")],
        "GEN040",
        Person,
    ),
    wrong(
        "one job node and round robin without shared logins",
        "kylin-three",
        &[("settings.lb.method", "round_robin")],
        "LB003",
        Fix,
    ),
    wrong(
        "an integer as 1mb",
        "kylin-three",
        &[("overrides.cluster.kylin.storage.hbase.coprocessor-mem-gb", "1mb")],
        "GEN022",
        Fix,
    ),
    wrong(
        "MySQL's example, which ends without ZooKeeper",
        "kylin-three",
        &[(
            "overrides.cluster.kylin.metadata.url",
            "kylin_metadata@jdbc,url=jdbc:mysql://db.example.com:3306/kylin,username=kylin,password=${KYLIN_DB},maxActive=10",
        )],
        "KYL045",
        Person,
    ),
    wrong(
        "the newest release of EMR",
        "kylin-emr-split",
        &[("settings.emr.release", "emr-6.15.0")],
        "EMR001",
        Fix,
    ),
];

static KYLIGENCE: &[Wrong] = &[
    wrong("these steps for version 4", "kyligence-one", &[("version", "4.5")], "KYE001", Person),
    wrong(
        "shared sessions before the build that learnt them",
        "kyligence-balanced",
        &[("settings.paths.package", "Kyligence-Enterprise-3.4.5.2032.tar.gz")],
        "KYE017",
        Person,
    ),
    wrong(
        "redis.hosts with two hosts, redis.cluster.enabled left out",
        "kyligence-balanced",
        &[
            ("settings.session.store", "given"),
            ("settings.session.redis_mode", "single"),
            ("settings.session.redis_hosts", "r1.example.com:6379,r2.example.com:6379"),
        ],
        "SES006",
        Person,
    ),
    wrong(
        "redis.hosts=127.0.0.1:6379",
        "kyligence-balanced",
        &[
            ("settings.session.store", "given"),
            ("settings.session.redis_mode", "single"),
            ("settings.session.redis_hosts", "127.0.0.1:6379"),
        ],
        "SES008",
        Person,
    ),
    wrong(
        "a Redis without a password",
        "kyligence-balanced",
        &[
            ("settings.session.store", "given"),
            ("settings.session.redis_mode", "single"),
            ("settings.session.redis_hosts", "r1.example.com:6379"),
            ("settings.session.password", ""),
        ],
        "SES016",
        Person,
    ),
    wrong(
        "Nginx as it comes, in turn, and sessions on the nodes",
        "kyligence-balanced",
        &[("settings.session.kind", "none"), ("settings.lb.method", "round_robin")],
        "LB003",
        Fix,
    ),
    wrong(
        "nodes 1.1.1.1 and 1.1.1.2",
        "kyligence-balanced",
        &[("nodes[2].address", "1.1.1.1"), ("nodes[3].address", "1.1.1.2")],
        "GEN040",
        Person,
    ),
];

const JCOLEMAN: (&str, &str) = ("settings.session.kind", "redis_jcoleman");
const TOMCAT: (&str, &str) = ("settings.session.tomcat", "7.0.100");
const REDIS: (&str, &str) = ("settings.session.redis_hosts", "redis.example.com:6379");

static KAP: &[Wrong] = &[
    wrong(
        "Jedis 2.0.0 beside commons-pool2",
        "kap-balanced",
        &[
            JCOLEMAN,
            TOMCAT,
            REDIS,
            (
                "settings.session.jars",
                "jedis-2.0.0.jar, commons-pool2-2.2.jar, tomcat-redis-session-manager-1.2-tomcat-7-java-7.jar",
            ),
        ],
        "SES001",
        Fix,
    ),
    wrong(
        "host=\"localhost\"",
        "kap-balanced",
        &[JCOLEMAN, TOMCAT, ("settings.session.redis_hosts", "localhost:6379")],
        "SES008",
        Person,
    ),
    wrong(
        "a Redis cluster behind one host and port",
        "kap-balanced",
        &[
            JCOLEMAN,
            TOMCAT,
            ("settings.session.redis_hosts", "r1.example.com:6379,r2.example.com:6379"),
        ],
        "SES006",
        Person,
    ),
    wrong(
        "a Redis without a password",
        "kap-balanced",
        &[JCOLEMAN, TOMCAT, REDIS, ("settings.session.password", "")],
        "SES016",
        Person,
    ),
    wrong(
        "a manager whose author no longer supports it",
        "kap-balanced",
        &[JCOLEMAN, TOMCAT, REDIS],
        "SES018",
        Fix,
    ),
];

#[test]
fn kylin_3_1() {
    flagged(KYLIN);
}

#[test]
fn kyligence_enterprise_3_4() {
    flagged(KYLIGENCE);
}

#[test]
fn kap_2_5() {
    flagged(KAP);
}

fn findings(spec: &ClusterSpec, rule: &str) -> Vec<Finding> {
    let product = products::find(&spec.product).unwrap();
    let report = rules::check(&Context::new(spec, product));
    report.findings.into_iter().filter(|f| f.rule == rule).collect()
}

fn flagged(all: &[Wrong]) {
    let mut problems = Vec::new();
    for wrong in all {
        let mut spec = with(wrong.preset, wrong.typed);
        let found = findings(&spec, wrong.rule);
        let Some(first) = found.first() else {
            let product = products::find(&spec.product).unwrap();
            let others = rules::check(&Context::new(&spec, product)).findings;
            let others: Vec<_> = others.iter().map(|f| f.rule).collect();
            problems.push(format!("{}: no {}, but {others:?}", wrong.says, wrong.rule));
            continue;
        };
        match (&first.fix, &wrong.mending) {
            (None, Fix) => problems.push(format!("{}: no fix", wrong.says)),
            (Some(_), Person) => problems.push(format!("{}: has a fix", wrong.says)),
            (None, Person) => {}
            (Some(fix), Fix) => {
                apply_all(&mut spec, &fix.edits);
                if findings(&spec, wrong.rule).iter().any(|f| f.place == first.place) {
                    problems.push(format!("{}: the fix does not mend it", wrong.says));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
