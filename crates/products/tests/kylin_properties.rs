//! What the presets write into `kylin.properties`, by hand: never computed by the code under test.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use shared::{preset, properties, text, with};

fn expect(id: &str, node: &str, expected: &[(&str, &str)]) {
    let got = properties(&preset(id), node);
    let got: Vec<(&str, &str)> = got.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(got, expected, "{id} {node}");
}

#[test]
fn one_node_needs_next_to_nothing() {
    expect(
        "kylin-one",
        "kylin.example.com",
        &[
            ("kylin.server.mode", "all"),
            ("kylin.server.cluster-servers", "kylin.example.com:7070"),
            ("kylin.web.timezone", "GMT+8"),
            ("kylin.web.cross-domain-enabled", "false"),
        ],
    );
}

const THREE: &str = "k1.example.com:7070,k2.example.com:7070,k3.example.com:7070";

#[test]
fn three_nodes_differ_in_their_mode_only() {
    let common = |mode| {
        vec![
            ("kylin.env", "PROD"),
            ("kylin.server.mode", mode),
            ("kylin.server.cluster-servers", THREE),
            ("kylin.job.scheduler.default", "2"),
            ("kylin.web.timezone", "GMT+8"),
            ("kylin.security.profile", "ldap"),
            ("kylin.security.ldap.connection-server", "ldaps://ldap.example.com:636"),
            ("kylin.security.ldap.connection-username", "cn=kylin,ou=services,dc=example,dc=com"),
            ("kylin.security.ldap.connection-password", "@{KYLIN_LDAP_PASSWORD}"),
            ("kylin.security.ldap.user-search-base", "ou=people,dc=example,dc=com"),
            ("kylin.security.ldap.user-search-pattern", "(&(cn={0}))"),
            ("kylin.security.ldap.user-group-search-base", "ou=groups,dc=example,dc=com"),
            ("kylin.security.acl.admin-role", "kylin-admins"),
            ("kylin.web.cross-domain-enabled", "false"),
        ]
    };
    expect("kylin-three", "k1.example.com", &common("all"));
    expect("kylin-three", "k3.example.com", &common("query"));
    assert!(shared::files(&preset("kylin-three"), "lb1.example.com").len() == 1);
}

#[test]
fn six_nodes_have_mysql_a_leader_and_their_own_ensemble() {
    let got = properties(&preset("kylin-six"), "k1.example.com");
    let get = |key: &str| got.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(
        get("kylin.metadata.url"),
        Some(
            "kylin_metadata@jdbc,url=jdbc:mysql://db.example.com:3306/kylin?useSSL=false&characterEncoding=utf8,username=kylin,password=@{KYLIN_METASTORE_PASSWORD},driverClassName=com.mysql.jdbc.Driver,maxActive=20,maxIdle=20,passwordEncrypted=true"
        )
    );
    assert_eq!(
        get("kylin.env.zookeeper-connect-string"),
        Some("k1.example.com:2181,k2.example.com:2181,k3.example.com:2181")
    );
    assert_eq!(get("kylin.server.mode"), Some("job"));
    assert_eq!(get("kylin.job.scheduler.default"), Some("100"));
    assert_eq!(get("kylin.server.self-discovery-enabled"), Some("true"));
    assert_eq!(get("kylin.web.timezone"), Some("Asia/Shanghai"));
    assert_eq!(get("kylin.server.cluster-servers").map(|v| v.split(',').count()), Some(6));
    for never in ["kylin.server.host-address", "kylin.job.lock", "kylin.env.hdfs-working-dir"] {
        assert_eq!(get(never), None);
    }
}

#[test]
fn a_separate_hbase_cluster_is_named_with_its_scheme() {
    let spec = preset("kylin-split");
    let got = properties(&spec, "query1.example.com");
    let get = |key: &str| got.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(get("kylin.storage.hbase.cluster-fs"), Some("hdfs://hbase-cluster"));
    assert_eq!(get("kylin.storage.hbase.cluster-hdfs-config-file"), Some("hbase.hdfs.xml"));
    assert_eq!(get("kylin.storage.hfile-distcp-enable"), Some("true"));
    assert_eq!(get("kylin.storage.distcp-map-bandwidth"), Some("50"));
    assert_eq!(get("kylin.metadata.url"), None);
    let xml = text(&spec, "query1.example.com", "conf/hbase.hdfs.xml");
    for line in [
        "<name>dfs.nameservices</name><value>hbase-cluster</value>",
        "<name>dfs.ha.namenodes.hbase-cluster</name><value>nn1,nn2</value>",
        "<name>dfs.namenode.rpc-address.hbase-cluster.nn2</name><value>nn2.example.com:8020</value>",
        "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider",
    ] {
        assert!(xml.contains(line), "{line}");
    }
}

#[test]
fn emr_with_two_clusters_waits_for_the_name_of_the_hbase_master() {
    let spec = preset("kylin-emr-split");
    let got = properties(&spec, "query1.kylin.example.com");
    let get = |key: &str| got.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(get("kylin.server.mode"), Some("query"));
    assert_eq!(get("kylin.storage.hbase.cluster-fs"), Some("hdfs://@{KYLIN_HBASE_MASTER}:8020"));
    assert_eq!(get("kylin.storage.hfile-distcp-enable"), Some("true"));
    assert_eq!(
        get("kylin.engine.spark-conf.spark.yarn.archive"),
        Some("hdfs:///kylin/package/spark-libs.jar")
    );
    for never in [
        "kylin.env.hdfs-working-dir",
        "kylin.storage.hbase.cluster-hdfs-config-file",
        "kylin.source.hive.metadata-type",
        "kylin.source.hive.redistribute-flat-table",
        "kylin.job.lock",
    ] {
        assert_eq!(get(never), None, "{never}");
    }
    let known = with(
        "kylin-emr-split",
        &[("settings.emr.hbase_master", "ip-10-0-2-11.eu-central-1.compute.internal")],
    );
    let got = properties(&known, "build1.kylin.example.com");
    let fs = got.iter().find(|(k, _)| k == "kylin.storage.hbase.cluster-fs");
    assert_eq!(
        fs.map(|(_, v)| v.as_str()),
        Some("hdfs://ip-10-0-2-11.eu-central-1.compute.internal:8020")
    );
    let setenv = text(&spec, "build1.kylin.example.com", "conf/setenv.sh");
    assert!(setenv.contains("\nexport HBASE_CLASSPATH_PREFIX=\"${hive_dependency:-}:"), "{setenv}");
}

#[test]
fn emr_on_s3_has_all_three_keys_in_one_bucket() {
    let got = properties(&preset("kylin-emr-one"), "kylin.example.com");
    let get = |key: &str| got.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    for (key, value) in [
        ("kylin.env.hdfs-working-dir", "s3://example-kylin/kylin"),
        ("kylin.storage.hbase.cluster-fs", "s3://example-kylin"),
        ("kylin.source.hive.redistribute-flat-table", "false"),
        ("kylin.source.hive.metadata-type", "gluecatalog"),
        (
            "kylin.engine.spark-conf.spark.yarn.archive",
            "s3://example-kylin/kylin/package/spark-libs.jar",
        ),
        ("kylin.engine.spark-conf.spark.eventLog.dir", "s3://example-kylin/kylin/spark-history"),
    ] {
        assert_eq!(get(key), Some(value), "{key}");
    }
    assert_eq!(get("kylin.storage.hfile-distcp-enable"), None);
}

#[test]
fn emr_clusters_are_what_the_fields_say() {
    let split = preset("kylin-emr-split");
    let file = |name: &str| text(&split, "", &format!("emr/{name}"));
    for name in ["Hadoop", "HBase", "ZooKeeper"] {
        assert!(file("hbase-applications.json").contains(&format!("\"Name\": \"{name}\"")));
    }
    assert!(!file("hbase-applications.json").contains("Hive"));
    assert_eq!(file("hbase-configurations.json"), "[]\n");
    let groups = file("main-instance-groups.json");
    for part in ["\"TASK\"", "\"m5.2xlarge\"", "\"InstanceCount\": 4", "\"SizeInGB\": 100"] {
        assert!(groups.contains(part), "{part} in {groups}");
    }
    assert!(
        file("main-ec2-attributes.json").contains("\"SubnetId\": \"subnet-0a1b2c3d4e5f60718\"")
    );
    let settings = file("settings.env");
    for line in [
        "EMR_CONF_DIR=/etc/kylin/hbase-conf",
        "EMR_MASTER_VARIABLE=KYLIN_HBASE_MASTER",
        "EMR_CLUSTER_FS='hdfs://@{KYLIN_HBASE_MASTER}:8020'",
        "EMR_WORKING_DIR=hdfs:///kylin",
        "EMR_BUCKETS=example-kylin",
    ] {
        assert!(settings.lines().any(|l| l == line), "{line} in {settings}");
    }
    let template = file("template.json");
    assert!(template.contains("\"DependsOn\": \"HBaseCluster\""));
    for never in ["Consistent", "hdfs://kylin/"] {
        let all = shared::files(&split, "");
        assert!(all.iter().all(|(_, f)| !f.to_text().contains(never)), "{never}");
    }
    let one = text(&preset("kylin-emr-one"), "", "emr/main-configurations.json");
    for part in [
        "\"hbase.emr.storageMode\": \"s3\"",
        "\"hbase.rootdir\": \"s3://example-kylin/hbase\"",
        "\"hbase.rpc.timeout\": \"3600000\"",
        "AWSGlueDataCatalogHiveClientFactory",
    ] {
        assert!(one.contains(part), "{part} in {one}");
    }
}

#[test]
fn a_host_is_not_a_name_service_and_an_old_version_cannot_copy() {
    let spec = with(
        "kylin-split",
        &[("settings.storage.cluster_fs", "hdfs://nn.example.com:8020/"), ("version", "3.1.1")],
    );
    let got = properties(&spec, "build1.example.com");
    let get = |key: &str| got.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(get("kylin.storage.hbase.cluster-fs"), Some("hdfs://nn.example.com:8020"));
    assert_eq!(get("kylin.storage.hbase.cluster-hdfs-config-file"), None);
    assert_eq!(get("kylin.storage.hfile-distcp-enable"), None);
}

#[test]
fn a_working_directory_elsewhere_takes_the_spark_history_along() {
    let spec = with("kylin-one", &[("settings.storage.working_dir", "s3://bucket/kylin")]);
    let got = properties(&spec, "kylin.example.com");
    for key in [
        "kylin.engine.spark-conf.spark.eventLog.dir",
        "kylin.engine.spark-conf.spark.history.fs.logDirectory",
    ] {
        let value = got.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
        assert_eq!(value, Some("s3://bucket/kylin/spark-history"));
    }
}

#[test]
fn values_that_cannot_be_used_become_marked_comments() {
    let spec = with(
        "kylin-six",
        &[
            ("settings.metastore.jdbc_url", "jdbc:mysql://a,b/kylin"),
            ("settings.engine.max_concurrent_jobs", "ten"),
            ("settings.storage.working_dir", "kylin"),
            ("nodes[1].name", "k 2\nkylin.env=DEV"),
        ],
    );
    let got = properties(&spec, "k1.example.com");
    for key in [
        "kylin.metadata.url",
        "kylin.job.max-concurrent-jobs",
        "kylin.env.hdfs-working-dir",
        "kylin.server.cluster-servers",
        "kylin.env.zookeeper-connect-string",
    ] {
        assert!(!got.iter().any(|(k, _)| k == key), "{key}");
    }
    assert_eq!(got.iter().filter(|(k, _)| k == "kylin.env").count(), 1);
    let file = text(&spec, "k1.example.com", "conf/kylin.properties");
    assert_eq!(file.matches("# NOT USABLE: ").count(), 5, "{file}");
    assert!(file.contains("# kylin.job.max-concurrent-jobs=ten"));
}

#[test]
fn a_hostile_cluster_name_stays_in_its_comment() {
    let spec = with("kylin-one", &[("name", "x\nkylin.env=DEV\u{2028}y")]);
    let got = properties(&spec, "kylin.example.com");
    assert!(!got.iter().any(|(k, _)| k == "kylin.env"));
}

#[test]
fn overrides_come_last_and_secrets_stay_markers() {
    let spec = with(
        "kylin-three",
        &[
            ("overrides.cluster.kylin.job.scheduler.default", "100"),
            ("overrides.role.all.kylin.job.max-concurrent-jobs", "20"),
            ("overrides.cluster.kylin.cache.memcached.hosts", "${MEMCACHED_HOST}:11211"),
            ("overrides.cluster.kylin.query.pushdown.jdbc.url", "@{UNKNOWN} @{lower}"),
        ],
    );
    let file = text(&spec, "k1.example.com", "conf/kylin.properties");
    for line in [
        "kylin.job.scheduler.default=100",
        "kylin.job.max-concurrent-jobs=20",
        "kylin.cache.memcached.hosts=${MEMCACHED_HOST}:11211",
        "kylin.query.pushdown.jdbc.url=@{UNKNOWN} @\\u007Blower}",
    ] {
        assert!(file.lines().any(|l| l == line), "{line}\n{file}");
    }
    let query = text(&spec, "k3.example.com", "conf/kylin.properties");
    assert!(!query.contains("max-concurrent-jobs"));
}

#[test]
fn every_line_differs_from_the_default_of_the_catalogue() {
    let catalogue = rules::Catalogue::read(products::kylin::PRODUCT.catalogue);
    for (_, preset) in products::presets() {
        let spec = shared::preset(preset.id);
        for node in &spec.nodes {
            if shared::files(&spec, &node.name).iter().all(|(n, _)| *n != "conf/kylin.properties") {
                continue;
            }
            for (key, value) in properties(&spec, &node.name) {
                assert!(catalogue.find(&key).is_some_and(|k| !k.dead), "{key}");
                // Written always, so that the nodes' files can be compared.
                if key != "kylin.server.mode" {
                    assert_ne!(catalogue.default_of(&key), value, "{} {key}", preset.id);
                }
            }
        }
    }
}
