//! What files of many hands say without meaning it, or do not say at all.

mod files;

use files::{read, said};
use import::{Imported, Judged};

fn names(imported: &Imported) -> Vec<&str> {
    imported.spec.nodes.iter().map(|node| node.name.as_str()).collect()
}

fn rules(judged: &Judged) -> Vec<&'static str> {
    judged.report.findings.iter().map(|finding| finding.rule).collect()
}

/// As both ship for one machine.
#[test]
fn localhost_is_the_machine_whose_file_says_it() {
    let kylin = read(&[(
        "kylin1/conf/kylin.properties",
        "kylin.metadata.url=kylin_metadata@hbase\nkylin.server.mode=all\nkylin.server.cluster-servers=localhost:7070\n",
    )]);
    assert_eq!(names(&kylin), ["kylin1"]);
    let found = rules(&said(&kylin));
    assert!(!found.contains(&"GEN006") && !found.contains(&"GEN017"), "{found:?}");
    let alluxio = read(&[(
        "box/conf/alluxio-site.properties",
        "alluxio.master.hostname=localhost\nalluxio.master.mount.table.root.ufs=/tmp/underfs\n",
    )]);
    assert_eq!(names(&alluxio), ["box"]);
    let found = rules(&said(&alluxio));
    assert!(!found.contains(&"GEN006") && !found.contains(&"ALX028"), "{found:?}");
    // Without a folder that would name it there is one node, too.
    let nameless = read(&[("alluxio-site.properties", "alluxio.master.hostname=127.0.0.1\n")]);
    assert_eq!(names(&nameless), ["node1"]);
}

#[test]
fn localhost_in_the_files_of_several_is_none_of_them() {
    let text = |mode: &str| {
        format!("kylin.server.mode={mode}\nkylin.server.cluster-servers=localhost:7070,k1:7070\n")
    };
    let (all, query) = (text("all"), text("query"));
    let both = read(&[("k1/kylin.properties", &all), ("k2/kylin.properties", &query)]);
    assert_eq!(names(&both), ["k1", "k2"]);
    // k1 is told, and k2 is not; with localhost alone nobody is.
    let found = rules(&said(&both));
    assert!(found.contains(&"KYL017") && !found.contains(&"KYL018"), "{found:?}");
    let alone = |mode: &str| {
        format!("kylin.server.mode={mode}\nkylin.server.cluster-servers=localhost:7070\n")
    };
    let (all, query) = (alone("all"), alone("query"));
    let none = read(&[("k1/kylin.properties", &all), ("k2/kylin.properties", &query)]);
    assert!(rules(&said(&none)).contains(&"KYL018"), "{:?}", rules(&said(&none)));
}

#[test]
fn folders_are_the_machines_whose_addresses_a_list_names_with_their_modes() {
    let text = |mode: &str, list: &str| {
        format!("kylin.server.mode={mode}\nkylin.server.cluster-servers-with-mode={list}\n")
    };
    let list = "10.1.1.11:7070:all,10.1.1.12:7070:query";
    let both = [text("all", list), text("query", list)];
    let told = read(&[("a/kylin.properties", &both[0]), ("b/kylin.properties", &both[1])]);
    let nodes = told.spec.nodes.iter().map(|n| (n.name.as_str(), n.address.as_str()));
    let nodes: Vec<_> = nodes.collect();
    assert_eq!(nodes, [("a", "10.1.1.11"), ("b", "10.1.1.12")]);
    // Two of one mode: as many machines, and nothing says which is which.
    let list = "10.1.1.11:7070:query,10.1.1.12:7070:query";
    let both = [text("query", list), text("query", list)];
    let same = read(&[("a/kylin.properties", &both[0]), ("b/kylin.properties", &both[1])]);
    assert_eq!(names(&same), ["a", "b"]);
    assert!(
        same.notes
            .iter()
            .any(|note| note.message.render(model::Lang::En).contains("which is which"))
    );
    // Others than those whose files were brought.
    let list = "10.1.1.11:7070:query,10.1.1.12:7070:job";
    let other = [text("query", list), text("query", list)];
    let more = read(&[("a/kylin.properties", &other[0]), ("b/kylin.properties", &other[1])]);
    assert_eq!(more.spec.nodes.len(), 4);
}

/// A name service is explained by Hadoop's own files, which nobody has to bring.
#[test]
fn what_only_the_form_asks_for_is_no_error_of_the_files_and_tells_no_version() {
    let alluxio = read(&[
        (
            "m1/conf/alluxio-site.properties",
            "alluxio.master.hostname=m1\nalluxio.master.mount.table.root.ufs=hdfs://ns1/alluxio\n",
        ),
        (
            "w1/conf/alluxio-site.properties",
            "alluxio.master.hostname=m1\nalluxio.master.mount.table.root.ufs=hdfs://ns1/alluxio\nalluxio.worker.hostname=w1\n",
        ),
    ]);
    assert_eq!(alluxio.spec.version, "2.9.6");
    let judged = said(&alluxio);
    assert!(!rules(&judged).contains(&"GEN008"), "{:?}", rules(&judged));
    assert!(judged.absent.iter().any(|finding| finding.rule == "GEN008"));
}

#[test]
fn one_password_in_two_keys_is_one_variable_where_it_has_to_be_one() {
    let common = |internal: &str| {
        format!(
            "druid.extensions.loadList=[\"druid-basic-security\"]\n\
             druid.zk.service.host=z1:2181\n\
             druid.auth.authenticatorChain=[\"basic\"]\n\
             druid.auth.authenticator.basic.type=basic\n\
             druid.auth.authenticator.basic.initialAdminPassword=Adm1n-of-all\n\
             druid.auth.authenticator.basic.initialInternalClientPassword=Int3rnal-one\n\
             druid.auth.authenticator.basic.authorizerName=basic\n\
             druid.auth.authorizers=[\"basic\"]\n\
             druid.auth.authorizer.basic.type=basic\n\
             druid.escalator.type=basic\n\
             druid.escalator.internalClientUsername=druid_system\n\
             druid.escalator.internalClientPassword={internal}\n\
             druid.escalator.authorizerName=basic\n"
        )
    };
    let historical = "druid.service=druid/historical\ndruid.plaintextPort=8083\n";
    let of = |internal: &str| {
        let common = common(internal);
        let imported = read(&[
            ("d1/conf/druid/cluster/_common/common.runtime.properties", &common),
            ("d1/conf/druid/cluster/data/historical/runtime.properties", historical),
        ]);
        let differs = rules(&said(&imported)).contains(&"DRU039");
        let text = formats::document::write(&imported.spec);
        assert!(!text.contains("Int3rnal-one") && !text.contains("Adm1n-of-all"), "{text}");
        (differs, imported.secrets.len())
    };
    assert_eq!(of("Int3rnal-one"), (false, 2));
    assert_eq!(of("An0ther-one"), (true, 3));
}
