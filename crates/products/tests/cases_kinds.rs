//! The mistakes of `tests/cases` in other words: what is judged rightly is the kind, not the case.

mod shared;

use rules::{Context, check};

#[test]
fn the_kind_of_a_case_is_judged_as_the_case_is() {
    let mut wrong = Vec::new();
    for (preset, path, text, rule, fires) in KINDS {
        let spec = shared::with(preset, &[(path, text)]);
        let product = products::find(&spec.product).expect("product");
        let found = check(&Context::new(&spec, product)).findings.iter().any(|f| f.rule == *rule);
        if found != *fires {
            wrong.push(format!("{preset} {path} = {text}: {rule} {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Preset, place, text, rule, and whether it speaks.
const KINDS: &[(&str, &str, &str, &str, bool)] = &[
    (
        "kylin-three",
        "settings.storage.working_dir",
        "abfs://c@corp.dfs.core.windows.net/kylin",
        "GEN007",
        false,
    ),
    ("kylin-three", "settings.storage.working_dir", "maprfs:///kylin", "GEN007", false),
    ("kylin-three", "settings.storage.working_dir", "viewfs://cluster/kylin", "KYL082", false),
    ("kylin-three", "settings.storage.working_dir", "gs://bucket/kylin", "KYL082", false),
    (
        "kylin-three",
        "settings.storage.working_dir",
        "adl://corp.azuredatalakestore.net/kylin",
        "GEN007",
        false,
    ),
    (
        "kylin-three",
        "settings.storage.working_dir",
        "s3a://key:secret@bucket/kylin",
        "GEN026",
        true,
    ),
    (
        "kylin-three",
        "overrides.cluster.kylin.env.hdfs-working-dir",
        "hdsf://nn:8020/kylin",
        "KYL082",
        true,
    ),
    (
        "kylin-three",
        "overrides.cluster.kylin.storage.hbase.cluster-fs",
        "hdfs://nn:8020/hbase",
        "KYL080",
        true,
    ),
    (
        "kylin-three",
        "overrides.cluster.kylin.storage.hbase.cluster-fs",
        "maprfs:///",
        "KYL081",
        false,
    ),
    (
        "kap-balanced",
        "overrides.cluster.kylin.storage.hbase.cluster-fs",
        "wasb://c@a.example.com/x",
        "GEN018",
        false,
    ),
    (
        "kap-balanced",
        "overrides.cluster.kylin.query.pushdown.update-enabled",
        "true",
        "GEN018",
        false,
    ),
    ("kap-balanced", "overrides.cluster.kylin.zookeeper.address", "zk1:2181", "GEN021", true),
    ("kap-old", "overrides.cluster.kylin.hdfs.working.dir", "/kap", "GEN019", false),
    ("kap-old", "overrides.cluster.kylin.env.hdfs-working-dir", "/kap", "GEN021", true),
    ("kyligence-balanced", "overrides.cluster.kap.made.up", "1", "GEN018", true),
    ("kylin-six", "settings.metastore.driver", "mysql-connector-java.jar", "GEN007", false),
    ("kylin-six", "settings.metastore.driver", "postgresql-42.2.5.jar", "GEN007", true),
    (
        "kylin-six",
        "settings.metastore.jdbc_url",
        "jdbc:mariadb://db.example.com:3306/kylin",
        "KYL086",
        true,
    ),
    (
        "kylin-six",
        "settings.metastore.jdbc_url",
        "jdbc:mysql://db.example.com:3306/metastore",
        "KYL087",
        true,
    ),
    (
        "kylin-three",
        "settings.security.ldap_admin_role",
        "cn=kylin-admins,ou=groups,dc=corp",
        "KYL088",
        true,
    ),
    ("kylin-three", "overrides.cluster.kylin.security.acl.admin-role", "a;b", "KYL088", true),
    ("kap-balanced", "settings.security.ldap_admin_role", "ROLE_A,ROLE_B", "KYL088", true),
    ("kap-balanced", "settings.security.ldap_admin_role", "ROLE_A,ROLE_B", "KYE013", false),
    ("kylin-three", "settings.security.ldap_user_base", "people", "KYL090", true),
    ("kylin-one", "settings.metastore.ident", "kylin_test", "KYL043", false),
    (
        "alluxio-three",
        "overrides.cluster.alluxio.master.mount.table.root.ufs",
        "nas1:/export",
        "ALX060",
        true,
    ),
    (
        "alluxio-three",
        "overrides.cluster.alluxio.master.mount.table.root.ufs",
        "nfs://nas1/export",
        "ALX060",
        true,
    ),
    (
        "alluxio-three",
        "overrides.cluster.alluxio.master.mount.table.root.ufs",
        "wasb://c@a.example.com/x",
        "ALX061",
        false,
    ),
    (
        "alluxio-three",
        "overrides.cluster.alluxio.master.mount.table.root.option.alluxio.underfs.version",
        "3.9",
        "ALX061",
        true,
    ),
    ("alluxio-three", "overrides.role.worker.alluxio.worker.hostname", "${HOST}", "ALX058", true),
    (
        "alluxio-three",
        "overrides.cluster.alluxio.work.dir",
        "${alluxio.work.dir}/x",
        "ALX059",
        true,
    ),
    ("kylin-six", "nodes[0].settings.zookeeper.id", "300", "GEN007", true),
    ("kylin-six", "nodes[0].settings.zookeeper.id", "3", "ZOO017", true),
    ("kylin-three", "settings.lb.kind", "httpd", "LB019", true),
    ("alluxio-zookeeper", "settings.masters.journal_folder", "nas1:/journal", "ALX060", true),
    ("alluxio-zookeeper", "settings.masters.journal_folder", "nas1:/journal", "GEN007", false),
    ("alluxio-three", "overrides.cluster.alluxio.user.hostname", "$(hostname -f)", "ALX058", true),
    ("alluxio-three", "overrides.cluster.alluxio.user.hostname", "$HOSTNAME", "ALX058", true),
    (
        "kap-balanced",
        "overrides.cluster.kap.job.helix.zookeeper-address",
        "zk1:2181",
        "GEN021",
        true,
    ),
    ("kap-balanced", "overrides.cluster.kylin.enable.scheduler", "1", "KYE003", true),
];
