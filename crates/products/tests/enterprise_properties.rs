//! What the presets of Kyligence Enterprise and KAP write, by hand: never computed by the code
//! under test.
#![allow(clippy::unwrap_used, clippy::allow_attributes, missing_docs)]

mod shared;

use shared::{files, preset, text, with};

const OVERRIDE: &str = "conf/kylin.properties.override";

fn properties(spec: &model::ClusterSpec, node: &str) -> Vec<(String, String)> {
    let read = formats::properties::read(&text(spec, node, OVERRIDE));
    read.into_iter().map(|e| (e.key, e.value)).collect()
}

fn expect(id: &str, node: &str, expected: &[(&str, &str)]) {
    let got = properties(&preset(id), node);
    let got: Vec<(&str, &str)> = got.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(got, expected, "{id} {node}");
}

#[test]
fn one_node_says_everything_that_its_fields_decide() {
    // On top of a file of the release, whose values are not known: defaults are written too.
    let common = |ident: &'static str| {
        vec![
            ("kylin.server.mode", "all"),
            ("kylin.metadata.url", ident),
            ("kylin.env.hdfs-working-dir", "/kylin"),
            ("kylin.source.hive.client", "cli"),
            ("kylin.web.timezone", "GMT+8"),
            ("kylin.security.profile", "testing"),
        ]
    };
    expect("kyligence-one", "ke.example.com", &common("ke_test@hbase"));
    expect("kap-one", "kap.example.com", &common("kap_test@hbase"));
}

#[test]
fn an_old_kap_names_zookeeper_by_its_old_key_and_chooses_a_job_node() {
    let got = properties(&preset("kap-old"), "kap1.example.com");
    let get = |key: &str| got.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(
        get("kylin.zookeeper.address"),
        Some("zk1.example.com:2181,zk2.example.com:2181,zk3.example.com:2181")
    );
    assert_eq!(get("kylin.env.zookeeper-connect-string"), None);
    assert_eq!(get("kylin.enable.scheduler"), Some("1"));
    // From 2.4 on the new key alone, and no scheduler.
    let got = properties(&with("kap-old", &[("version", "2.4")]), "kap1.example.com");
    let get = |key: &str| got.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(get("kylin.zookeeper.address"), None);
    assert!(get("kylin.env.zookeeper-connect-string").is_some());
    assert_eq!(get("kylin.enable.scheduler"), None);
}

#[test]
fn build_and_query_nodes_differ_in_what_only_one_side_needs() {
    let spec = preset("kyligence-split");
    let (build, query) =
        (properties(&spec, "build1.example.com"), properties(&spec, "query1.example.com"));
    let only = |some: &[(String, String)], others: &[(String, String)]| -> Vec<String> {
        let other = |pair: &&(String, String)| !others.contains(pair);
        some.iter().filter(other).map(|(k, v)| format!("{k}={v}")).collect()
    };
    assert_eq!(
        only(&build, &query),
        [
            "kylin.server.mode=job",
            "kap.storage.columnar.start-own-spark=false",
            "kylin.engine.spark-conf.spark.yarn.access.namenodes=hdfs://query-cluster,hdfs://build-cluster",
        ]
    );
    assert_eq!(only(&query, &build), ["kylin.server.mode=query"]);
    let both = |key: &str, value: &str| {
        assert!(query.contains(&(key.to_owned(), value.to_owned())), "{key}");
    };
    both("kylin.storage.columnar.file-system", "hdfs://query-cluster/");
    both("kylin.storage.columnar.separate-fs-enable", "true");
    both("kylin.metadata.jdbc.dialect", "sqlserver");
    both("kap.kerberos.keytab", "kylin.keytab");
    both("kap.kerberos.principal", "kylin@EXAMPLE.COM");
    both("kylin.cache.redis.cluster-enabled", "true");
    both("kylin.cache.redis.password", "@{KYLIN_REDIS_PASSWORD}");
    both(
        "kylin.metadata.url",
        "ke_split@jdbc,url=jdbc:sqlserver://db.example.com:1433;database=kyligence,username=kyligence,password=@{KYLIN_METASTORE_PASSWORD},driverClassName=com.microsoft.sqlserver.jdbc.SQLServerDriver,maxActive=20,maxIdle=20,passwordEncrypted=true",
    );
}

#[test]
fn kap_has_its_own_key_for_a_separate_hbase_cluster() {
    let spec = with(
        "kap-balanced",
        &[
            ("settings.storage.split", "true"),
            ("settings.storage.cluster_fs", "hdfs://hbase.example.com:8020/"),
        ],
    );
    let got = properties(&spec, "kap1.example.com");
    let key = "kylin.storage.hbase.cluster-fs".to_owned();
    assert!(got.contains(&(key, "hdfs://hbase.example.com:8020".to_owned())), "{got:?}");
    // With KAP Plus cubes are files, and there is nothing to separate.
    let spec = with("kap-plus", &[("settings.storage.split", "true")]);
    let got = properties(&spec, "kap1.example.com");
    assert!(!got.iter().any(|(k, _)| k.ends_with("cluster-fs")));
}

#[test]
fn no_list_of_nodes_and_no_scheduler_is_written() {
    for (product, preset) in products::presets() {
        if !["kyligence", "kap"].contains(&product.id) || preset.id == "kap-old" {
            continue;
        }
        let spec = shared::preset(preset.id);
        let catalogue = rules::Catalogue::read(product.catalogue);
        for node in &spec.nodes {
            if files(&spec, &node.name).iter().all(|(name, _)| *name != OVERRIDE) {
                continue;
            }
            for (key, _) in properties(&spec, &node.name) {
                assert!(catalogue.find(&key).is_some_and(|k| !k.dead), "{key}");
                for never in ["cluster-servers", "scheduler", "self-discovery", "host-address"] {
                    assert!(!key.contains(never), "{} {key}", preset.id);
                }
            }
        }
    }
}

#[test]
fn lines_for_setenv_hold_what_a_shell_reads() {
    let spec = with(
        "kyligence-one",
        &[("settings.jvm.heap", "12 GiB"), ("settings.jvm.extra", "-XX:+UseG1GC -Da=b")],
    );
    let lines = text(&spec, "ke.example.com", "conf/setenv-lines.sh");
    assert!(lines.contains("muster_options=\"-Xms1024m -Xmx12288m -XX:+UseG1GC -Da=b\"\n"));
    let hostile = with("kyligence-one", &[("settings.jvm.extra", "-Da=$(id)")]);
    let lines = text(&hostile, "ke.example.com", "conf/setenv-lines.sh");
    let code = lines.lines().filter(|l| !l.starts_with('#'));
    assert!(code.clone().all(|l| !l.contains("$(")), "{lines}");
}

#[test]
fn a_ticket_is_kept_for_every_product_of_the_family() {
    for id in ["kylin-three", "kyligence-balanced", "kap-balanced"] {
        let spec = with(
            id,
            &[
                ("settings.kerberos.enabled", "true"),
                ("settings.kerberos.principal", "kylin@EXAMPLE.COM"),
            ],
        );
        let product = products::find(&spec.product).unwrap();
        let cx = rules::Context::new(&spec, product);
        assert_eq!(rules::check(&cx).count(model::Severity::Error), 0, "{id}");
        let service = product.services.iter().find(|s| s.id == "kerberos").unwrap();
        let server = product.services.iter().find(|s| s.id == "kylin").unwrap();
        assert!(service.order < server.order, "{id}");
        let node = spec.nodes.first().unwrap();
        assert!((service.applies)(&cx, node), "{id}");
        let variables = (service.variables)(&cx, node);
        assert!(
            variables.contains(&("KERBEROS_PRINCIPAL", "kylin@EXAMPLE.COM".to_owned())),
            "{id}"
        );
        // Only one manual knows keys of the product's own for it.
        let own = cx.configs().iter().any(|c| c.get("kap.kerberos.enabled").is_some());
        assert_eq!(own, product.id == "kyligence", "{id}");
        let unnamed = with(id, &[("settings.kerberos.enabled", "true")]);
        let cx = rules::Context::new(&unnamed, product);
        assert!(rules::check(&cx).count(model::Severity::Error) > 0, "{id}: no principal");
    }
}
