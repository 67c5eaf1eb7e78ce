//! Small things that stand in files of many sites: what they are taken for.

use import::{Choices, Imported, Source, import, judged};
use model::{Layer, Place, Severity};
use rules::Context;

fn imported(files: &[(&str, &str)]) -> Imported {
    let source =
        |(path, text): &(&str, &str)| Source { path: (*path).to_owned(), bytes: (*text).into() };
    let files: Vec<Source> = files.iter().map(source).collect();
    import(products::ALL, &files, &Choices::default()).unwrap_or_else(|e| panic!("{e:?}"))
}

fn errors(imported: &Imported) -> Vec<&'static str> {
    let cx = Context::new(&imported.spec, imported.product);
    let report = judged(imported, &cx).report;
    let errors = report.findings.iter().filter(|f| f.severity == Severity::Error);
    errors.map(|f| f.rule).collect()
}

fn kylin(mode: &str, pool: u32) -> String {
    format!(
        "kylin.server.mode={mode}\n\
         kylin.server.cluster-servers=k1:7070,k2:7070,k3:7070\n\
         kylin.env.zookeeper-connect-string=zk1:2181,zk2:2181,zk3:2181\n\
         kylin.metadata.url=k@jdbc,url=jdbc:mysql://db1:3306/kylin,username=kylin,password=${{DB_PASSWORD}},maxActive={pool}\n"
    )
}

/// Another pool is another pool, and no other metastore.
#[test]
fn nodes_of_one_metastore_may_speak_to_it_in_their_own_ways() {
    let (all, query, other) = (kylin("all", 10), kylin("query", 10), kylin("query", 20));
    let read = imported(&[
        ("k1/conf/kylin.properties", &all),
        ("k2/conf/kylin.properties", &other),
        ("k3/conf/kylin.properties", &query),
    ]);
    assert_eq!(errors(&read), Vec::<&str>::new());
    assert_eq!(read.drift.len(), 1, "{:?}", read.drift);
    // What most nodes have is the cluster's, and the other's is its own.
    let cx = Context::new(&read.spec, read.product);
    let layers: Vec<Layer> = read
        .spec
        .nodes
        .iter()
        .filter_map(|node| cx.overridden(node, "conf/kylin.properties", "kylin.metadata.url"))
        .filter_map(|(place, _)| match place {
            Place::Override(layer, _) => Some(layer),
            _ => None,
        })
        .collect();
    let own = layers.iter().filter(|layer| matches!(layer, Layer::Node(_))).count();
    assert_eq!((layers.len(), own), (3, 1), "{layers:?}");

    let split = other.replace("//db1:", "//db2:");
    let read = imported(&[
        ("k1/conf/kylin.properties", &all),
        ("k2/conf/kylin.properties", &split),
        ("k3/conf/kylin.properties", &query),
    ]);
    assert_eq!(errors(&read), ["KYL028"]);
}

/// The names of before 2.0 are taken for those that they became, by Kylin and here.
#[test]
fn old_names_are_what_they_became() {
    let old = |mode: &str, servers: &str| {
        format!(
            "kylin.server.mode={mode}\nkylin.rest.servers={servers}\nkylin.rest.timezone=GMT+8\n\
             kylin.hdfs.working.dir=/kylin\nkylin.env.zookeeper-connect-string=zk1:2181,zk2:2181,zk3:2181\n\
             kylin.metadata.url=k@jdbc,url=jdbc:mysql://db1:3306/kylin,username=kylin,password=${{DB_PASSWORD}}\n"
        )
    };
    let of = |servers: &str| {
        let (one, two) = (old("all", servers), old("query", servers));
        let files = [("k1/conf/kylin.properties", &*one), ("k2/conf/kylin.properties", &*two)];
        let choices = Choices { product: Some("kylin".to_owned()), ..Choices::default() };
        let source = |(path, text): &(&str, &str)| Source {
            path: (*path).to_owned(),
            bytes: (*text).into(),
        };
        let files: Vec<Source> = files.iter().map(source).collect();
        import(products::ALL, &files, &choices).unwrap_or_else(|e| panic!("{e:?}"))
    };
    assert_eq!(errors(&of("k1:7070,k2:7070")), Vec::<&str>::new());
    // One that is not in the list is told as with the new name.
    assert!(errors(&of("k1:7070")).contains(&"KYL017"), "{:?}", errors(&of("k1:7070")));
}

/// `${JAVA_HOME:-…}` is how many write it.
#[test]
fn a_folder_of_java_may_be_what_the_environment_leaves_open() {
    let site = "alluxio.master.hostname=m1\nalluxio.master.mount.table.root.ufs=hdfs://nn:8020/a\n";
    let env = "JAVA_HOME=${JAVA_HOME:-/usr/lib/jvm/java-1.8.0}\n";
    let read = imported(&[
        ("alluxio/conf/alluxio-site.properties", site),
        ("alluxio/conf/alluxio-env.sh", env),
        ("alluxio/conf/masters", "m1\n"),
        ("alluxio/conf/workers", "w1\nw2\n"),
    ]);
    assert_eq!(errors(&read), Vec::<&str>::new());

    // What cannot be written is said once, and stands in the document once.
    let env = "JAVA_HOME=jre\n";
    let read = imported(&[
        ("alluxio/conf/alluxio-site.properties", site),
        ("alluxio/conf/alluxio-env.sh", env),
        ("alluxio/conf/masters", "m1\n"),
        ("alluxio/conf/workers", "w1\nw2\n"),
    ]);
    assert_eq!(errors(&read), ["GEN039"]);
    assert!(read.spec.nodes.iter().all(|node| node.overrides.is_empty()));
}

/// A choice that is taken back takes what it brought with it.
#[test]
fn no_field_is_set_that_says_nothing() {
    let text = kylin("all", 10)
        + "kylin.security.profile=ldap\n\
           kylin.security.ldap.connection-server=ldap://ldap.example.com:389\n\
           kylin.security.ldap.connection-username=cn=admin,dc=example,dc=com\n";
    let read = imported(&[("k1/conf/kylin.properties", &text)]);
    for key in read.spec.settings.keys() {
        let mut without = read.spec.clone();
        without.settings.remove(key);
        let of = |spec| {
            let cx = Context::new(spec, read.product);
            let config = cx.config_of(spec.nodes.first().expect("a node").row);
            let all = config.expect("its files").all_entries();
            all.map(|(file, e)| format!("{} {} {:?}", file.name, e.key, e.shared()))
                .collect::<Vec<_>>()
        };
        assert_ne!(of(&read.spec), of(&without), "{key} decides nothing");
    }
}

/// The beginning of its keys says whose they are, known or not.
#[test]
fn a_product_is_known_by_how_its_keys_begin() {
    let read = imported(&[(
        "n1/conf/kylin.properties",
        "kylin.metadata.url=k@hbase\nkap.made.up.key=1\nkylin.env.hdfs-working-dir=/kylin\n",
    )]);
    assert!(matches!(read.product.id, "kyligence" | "kap"), "{}", read.product.id);
}
