//! Where exactly one right answer exists, a click gives it.

use model::{Edit, Place, apply_all};
use products::ALL;
use rules::{Context, Example, Product, check};

/// A mistake: the rule, the document, where the fix changes it, and what stands there then.
type Case = (&'static str, Example, &'static str, &'static str);

const METADATA: &str = "overrides.cluster.kylin.metadata.url";
const CONNECT: &str = "overrides.cluster.kylin.env.zookeeper-connect-string";

const CASES: &[Case] = &[
    // A node or a server twice.
    (
        "GEN005",
        Example::Edits("kylin-one", &[("nodes[+]", "kylin.example.com all")]),
        "nodes[1]",
        "",
    ),
    (
        "ZOO009",
        Example::Edits(
            "kylin-split",
            &[("settings.zookeeper.connect", "zk1:2181,zk2:2181,zk1:2181")],
        ),
        "settings.zookeeper.connect",
        "zk1:2181,zk2:2181",
    ),
    (
        "ZOO009",
        Example::Edits("kylin-split", &[(CONNECT, "zk1:2181,ZK1,zk2:2181/kylin")]),
        CONNECT,
        "zk1:2181,zk2:2181/kylin",
    ),
    // A comma where & is meant.
    (
        "KYL030",
        Example::Edits(
            "kylin-six",
            &[(
                "settings.metastore.jdbc_url",
                "jdbc:mysql://db.corp.test/kylin?useSSL=false,characterEncoding=utf8",
            )],
        ),
        "settings.metastore.jdbc_url",
        "jdbc:mysql://db.corp.test/kylin?useSSL=false&characterEncoding=utf8",
    ),
    (
        "KYL030",
        Example::Edits(
            "kylin-six",
            &[(
                METADATA,
                "kylin@jdbc,url=jdbc:mysql://db.corp.test/kylin?useSSL=false,useUnicode=true,username=kylin,password=${PW}",
            )],
        ),
        METADATA,
        "kylin@jdbc,url=jdbc:mysql://db.corp.test/kylin?useSSL=false&useUnicode=true,username=kylin,password=${PW}",
    ),
    // Full-width signs: in a node's name and address, a list, a port, an override.
    (
        "GEN003",
        Example::Edits("", &[("nodes[0].name", "k1。corp．test")]),
        "nodes[0].name",
        "k1.corp.test",
    ),
    (
        "GEN004",
        Example::Edits("", &[("nodes[0].address", "10。0．0.1")]),
        "nodes[0].address",
        "10.0.0.1",
    ),
    ("GEN007", Example::Edits("", &[("settings.ssh.port", "２２")]), "settings.ssh.port", "22"),
    (
        "GEN007",
        Example::Edits("druid-kinds", &[("nodes[1].settings.host.cores", "16 vCPU")]),
        "nodes[1].settings.host.cores",
        "16",
    ),
    // Units of other programs, in values that Druid reads.
    (
        "DRU114",
        Example::Edits(
            "druid-kinds",
            &[("overrides.cluster.druid.query.groupBy.maxOnDiskStorage", "20 GB")],
        ),
        "overrides.cluster.druid.query.groupBy.maxOnDiskStorage",
        "20g",
    ),
    (
        "DRU115",
        Example::Edits(
            "druid-kinds",
            &[("overrides.cluster.druid.router.http.readTimeout", "5 min")],
        ),
        "overrides.cluster.druid.router.http.readTimeout",
        "PT5M",
    ),
    (
        "DRU116",
        Example::Edits("druid-kinds", &[("overrides.cluster.druid.sql.enable", "on")]),
        "overrides.cluster.druid.sql.enable",
        "true",
    ),
    (
        "DRU117",
        Example::Edits(
            "druid-kinds",
            &[(
                "overrides.cluster.druid.extensions.loadList",
                "druid-hdfs-storage, druid-datasketches",
            )],
        ),
        "overrides.cluster.druid.extensions.loadList",
        "[\"druid-hdfs-storage\", \"druid-datasketches\"]",
    ),
    (
        "GEN007",
        Example::Edits("kylin-split", &[("settings.storage.namenodes", "nn1：8020，nn2：8020")]),
        "settings.storage.namenodes",
        "nn1:8020,nn2:8020",
    ),
    (
        "GEN062",
        Example::Edits("kylin-three", &[(CONNECT, "zk1：2181，zk2：2181")]),
        CONNECT,
        "zk1:2181,zk2:2181",
    ),
    // A port twice.
    (
        "ZOO013",
        Example::Edits("kylin-six", &[("settings.zookeeper.peer_port", "2181")]),
        "settings.zookeeper.peer_port",
        "2888",
    ),
    // An ensemble of two.
    (
        "ZOO001",
        Example::Edits(
            "kylin-three",
            &[
                ("settings.zookeeper.kind", "nodes"),
                ("nodes[0].roles", "all,zookeeper"),
                ("nodes[1].roles", "all,zookeeper"),
            ],
        ),
        "nodes[2].roles",
        "query,zookeeper",
    ),
    // localhost where a node is meant.
    (
        "LB009",
        Example::Edits(
            "kylin-three",
            &[("settings.lb.kind", "nginx"), ("settings.lb.name", "localhost")],
        ),
        "settings.lb.name",
        "lb1.example.com",
    ),
    (
        "GEN006",
        Example::Edits("kylin-three", &[("nodes[0].address", "127.0.0.1")]),
        "nodes[0].address",
        "",
    ),
    (
        "KYL018",
        Example::Edits(
            "kylin-three",
            &[("overrides.cluster.kylin.server.cluster-servers", "localhost:7070")],
        ),
        "overrides.cluster.kylin.server.cluster-servers",
        "",
    ),
    (
        "ALX015",
        Example::Edits(
            "alluxio-three",
            &[("overrides.cluster.alluxio.master.hostname", "localhost")],
        ),
        "overrides.cluster.alluxio.master.hostname",
        "",
    ),
];

fn product(rule: &str, example: &Example) -> &'static Product {
    let has = |product: &&&'static Product| {
        product.all_rules().any(|r| r.id == rule) && example.document(product).is_ok()
    };
    ALL.iter().find(has).unwrap_or_else(|| panic!("{rule}: no product"))
}

#[test]
fn one_right_answer_is_one_click() {
    let mut wrong = Vec::new();
    for (rule, example, at, text) in CASES {
        let product = product(rule, example);
        let spec = example.document(product).expect(rule);
        let findings = check(&Context::new(&spec, product)).findings;
        let place = Place::parse(at, &spec).expect(at);
        let edit = match *text {
            "" if matches!(place, Place::Node(_)) => Edit::RemoveNode(place.row().expect("a node")),
            "" => Edit::Clear(place),
            text => Edit::Set(place, text.to_owned()),
        };
        let fixes = findings.iter().filter(|f| f.rule == *rule).filter_map(|f| f.fix.as_ref());
        let fixes: Vec<_> = fixes.map(|fix| fix.edits.clone()).collect();
        let Some(fix) = fixes.iter().find(|edits| **edits == [edit.clone()]) else {
            wrong.push(format!("{rule} at {at}: {fixes:?}"));
            continue;
        };
        let mut mended = spec.clone();
        apply_all(&mut mended, fix);
        let left = check(&Context::new(&mended, product)).findings;
        if left.iter().any(|f| f.rule == *rule) {
            wrong.push(format!("{rule} at {at} is still said"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
