//! Documents that nobody would write: a check never panics, and what it counts is what a plain
//! count of the document gives.

use model::value::{Host, Value};
use model::{ClusterSpec, RowId};
use model::{Edit, Lang, Layer, Node, Place, Severity, apply, apply_all};
use products::presets;
use proptest::prelude::*;
use rules::{Context, Report, check};
use std::collections::BTreeSet;

const TEXTS: &[&str] = &[
    "",
    " ",
    "a",
    "true",
    "0",
    "1",
    "2",
    "77",
    "100",
    "-1",
    "70000",
    "10",
    "${X}",
    "${",
    "$${a}",
    "@{X}",
    "k1.example.com",
    "k1.corp:7070,k2.corp",
    "http://k1:7070/",
    "[fd00::1]:7070",
    "localhost:2181",
    "z1:2181/a,z2:2181/a",
    "z1;z2",
    "hdfs://nn:8020/x",
    "hdfs://ns",
    "s3://b/k",
    "host:8020",
    "/kylin",
    "../../etc",
    "kylin_metadata@hbase",
    "a-b@jdbc,url=jdbc:mysql://h1,h2/d,username=root,password=${P}",
    "k@jdbc,url=jdbc:mysql://localhost/d,username=u,password=${P},maxTotal=3,passwordEncrypted=True",
    "x@y@z,,=,=",
    "all,stream_coordinator",
    "QUERY",
    "GMT+8",
    "Asia/Shangai",
    "ldap",
    "testing",
    "foo",
    "nginx",
    "haproxy",
    "external",
    "none",
    "nodes",
    "given",
    "hbase",
    "mysql",
    "round_robin",
    "hash",
    "1 GiB",
    "512m",
    "-Xmx1g -Xms1g",
    "\n",
    "\u{202E}x",
    "中文",
    "１２",
    "a\"b'c;d|e",
    "5 s",
    "330",
    "/usr/lib/jvm/java-17",
    "jdbc:mysql://db.example.com,h2/k",
    "=",
    ",",
    "::",
    "@",
    "%",
];
const ROLES: &[&str] =
    &["all", "job", "query", "stream_coordinator", "zookeeper", "load_balancer", "captain", ""];

#[derive(Clone, Debug)]
enum Change {
    Setting(usize, usize),
    NodeSetting(usize, usize, usize),
    Override(usize, usize, usize),
    Name(usize, usize),
    Address(usize, usize),
    Role(usize, usize, bool),
    Add(usize, usize),
    Remove(usize),
    Version(usize),
    Noise(String, String),
}

fn change() -> impl Strategy<Value = Change> {
    let n = || 0..1000_usize;
    prop_oneof![
        4 => (n(), n()).prop_map(|(a, b)| Change::Setting(a, b)),
        1 => (n(), n(), n()).prop_map(|(a, b, c)| Change::NodeSetting(a, b, c)),
        6 => (n(), n(), n()).prop_map(|(a, b, c)| Change::Override(a, b, c)),
        2 => (n(), n()).prop_map(|(a, b)| Change::Name(a, b)),
        1 => (n(), n()).prop_map(|(a, b)| Change::Address(a, b)),
        4 => (n(), n(), any::<bool>()).prop_map(|(a, b, c)| Change::Role(a, b, c)),
        1 => (n(), n()).prop_map(|(a, b)| Change::Add(a, b)),
        1 => n().prop_map(Change::Remove),
        1 => n().prop_map(Change::Version),
        1 => (".{0,20}", ".{0,40}").prop_map(|(a, b)| Change::Noise(a, b)),
    ]
}

fn pick<'a>(list: &'a [&'a str], at: usize) -> &'a str {
    list[at % list.len()]
}

fn document(preset: usize, changes: &[Change]) -> (ClusterSpec, &'static rules::Product) {
    let all: Vec<_> = presets().collect();
    let (product, preset) = all[preset % all.len()];
    let mut spec = formats::document::read(preset.toml).spec;
    let fields: Vec<&str> = product.all_fields().map(|f| f.key).collect();
    // Roles of this product, roles of others, and one of nobody.
    let roles: Vec<&str> =
        product.roles.iter().map(|r| r.id).chain(ROLES.iter().copied()).collect();
    let catalogue = rules::Catalogue::read(product.catalogue);
    let mut keys: Vec<&str> = catalogue.keys().map(|k| k.key.as_str()).collect();
    // The keys that rules look at, more often than the rest.
    let written = product.all_fields().flat_map(|f| f.keys.iter().copied());
    for key in written.chain(["kylin.server.mode", "kylin.server.cluster-servers"]) {
        keys.extend([key; 20]);
    }
    for change in changes {
        let row = |at: &usize| -> RowId {
            spec.nodes.get(at % spec.nodes.len().max(1)).map_or(RowId(9999), |n| n.row)
        };
        let edit = match change {
            Change::Setting(k, v) => {
                Edit::Set(Place::Setting(pick(&fields, *k).to_owned()), pick(TEXTS, *v).to_owned())
            }
            Change::NodeSetting(n, k, v) => Edit::Set(
                Place::NodeSetting(row(n), pick(&fields, *k).to_owned()),
                pick(TEXTS, *v).to_owned(),
            ),
            Change::Override(l, k, v) => {
                let layer = match l % 3 {
                    0 => Layer::Cluster,
                    1 => Layer::Role(pick(&roles, *l).to_owned()),
                    _ => Layer::Node(row(l)),
                };
                Edit::Set(
                    Place::Override(layer, pick(&keys, *k).into()),
                    pick(TEXTS, *v).to_owned(),
                )
            }
            Change::Name(n, v) => Edit::Set(Place::NodeName(row(n)), pick(TEXTS, *v).to_owned()),
            Change::Address(n, v) => {
                Edit::Set(Place::NodeAddress(row(n)), pick(TEXTS, *v).to_owned())
            }
            Change::Role(n, r, on) => Edit::SetRole(row(n), pick(&roles, *r).to_owned(), *on),
            Change::Add(at, r) => {
                let roles = [pick(&roles, *r).to_owned()].into_iter().collect();
                let node = Node { name: format!("n{at}.example.com"), roles, ..Node::default() };
                Edit::InsertNodes(*at, vec![node])
            }
            Change::Remove(n) => Edit::RemoveNode(row(n)),
            Change::Version(v) => {
                let version = product.versions.get(v % 5).map_or("9.9", |v| v.id);
                Edit::Set(Place::Version, version.to_owned())
            }
            Change::Noise(k, v) => {
                Edit::Set(Place::Override(Layer::Cluster, k.as_str().into()), v.clone())
            }
        };
        apply(&mut spec, &edit);
    }
    (spec, product)
}

fn has(report: &Report, rule: &str) -> bool {
    report.findings.iter().any(|f| f.rule == rule)
}

/// The nodes with one of these roles.
fn count(spec: &ClusterSpec, roles: &[&str]) -> usize {
    spec.nodes.iter().filter(|n| roles.iter().any(|r| n.roles.contains(*r))).count()
}

fn overridden(spec: &ClusterSpec, key: &str) -> bool {
    let property = model::Property::parse(key);
    spec.overrides.cluster.contains_key(&property)
        || spec.overrides.roles.values().any(|o| o.contains_key(&property))
        || spec.nodes.iter().any(|n| n.overrides.contains_key(&property))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_check_never_panics_and_says_whole_sentences(
        preset in 0..1000_usize,
        changes in prop::collection::vec(change(), 0..12),
    ) {
        let (spec, product) = document(preset, &changes);
        let report = check(&Context::new(&spec, product));
        for finding in &report.findings {
            for lang in Lang::ALL {
                let text = finding.message.render(lang);
                prop_assert!(!text.is_empty() && !text.contains('\n'), "{text}");
            }
            let path = finding.place.path(&spec);
            prop_assert!(!path.contains("nodes[?]"), "{} at {path}", finding.rule);
        }
        for fix in report.findings.iter().filter_map(|f| f.fix.as_ref()) {
            let mut once = spec.clone();
            apply_all(&mut once, &fix.edits);
            let mut twice = once.clone();
            apply_all(&mut twice, &fix.edits);
            prop_assert_eq!(&once, &twice);
        }
    }

    /// An entry that cannot be written leaves a comment in its file: then there is an error.
    #[test]
    fn what_cannot_be_written_blocks_the_export(
        preset in 0..1000_usize,
        changes in prop::collection::vec(change(), 0..12),
    ) {
        let (spec, product) = document(preset, &changes);
        let cx = Context::new(&spec, product);
        let broken = cx.configs().iter().flat_map(rules::NodeConfig::entries).any(|e| e.broken.is_some());
        let report = check(&cx);
        prop_assert!(!broken || report.count(Severity::Error) > 0);
    }

    /// Counted by hand, from the document alone.
    #[test]
    fn rules_about_numbers_of_nodes_agree_with_a_plain_count(
        preset in 0..1000_usize,
        changes in prop::collection::vec(change(), 0..8),
    ) {
        let (spec, product) = document(preset, &changes);
        let report = check(&Context::new(&spec, product));
        prop_assert_eq!(has(&report, "GEN016"), spec.nodes.is_empty());
        prop_assert_eq!(has(&report, "GEN017"), spec.nodes.iter().any(|n| n.roles.is_empty()));
        let known: Vec<&str> = product.roles.iter().map(|r| r.id).collect();
        let unknown = |n: &Node| n.roles.iter().any(|r| !known.contains(&r.as_str()));
        prop_assert_eq!(has(&report, "GEN010"), spec.nodes.iter().any(unknown));
        let of_group = |r: &&rules::Role| r.group == "mode";
        let modes = |n: &Node| {
            product.roles.iter().filter(of_group).filter(|m| n.roles.contains(m.id)).count()
        };
        prop_assert_eq!(has(&report, "GEN011"), spec.nodes.iter().any(|n| modes(n) > 1));

        let mut names = BTreeSet::new();
        let twice = spec.nodes.iter().any(|n| {
            let name = n.name.trim().trim_end_matches('.').to_lowercase();
            !name.is_empty() && !names.insert(name)
        });
        prop_assert_eq!(has(&report, "GEN005"), twice);

        let loopback = |t: &str| Host::parse(t).is_ok_and(|h| h.is_loopback());
        let alone = spec.nodes.iter().any(|n| loopback(&n.name) || loopback(&n.address));
        prop_assert_eq!(has(&report, "GEN006"), spec.nodes.len() > 1 && alone);
        if product.id == "alluxio" {
            let some = !spec.nodes.is_empty();
            prop_assert_eq!(has(&report, "ALX001"), some && count(&spec, &["master"]) == 0);
            prop_assert_eq!(has(&report, "ALX002"), some && count(&spec, &["worker"]) == 0);
            let single = spec.settings.get("masters.kind").is_some_and(|k| k.trim() == "single");
            // Without an override of what decides it, the field does.
            let decides = ["journal.type", "embedded.journal.addresses"].map(|k| format!("alluxio.master.{k}"));
            let zookeeper = ["enabled", "address"].map(|k| format!("alluxio.zookeeper.{k}"));
            if !decides.iter().chain(&zookeeper).any(|key| overridden(&spec, key)) {
                prop_assert_eq!(has(&report, "ALX003"), single && count(&spec, &["master"]) > 1);
            }
        }
        // Kylin's family from here on; only Apache Kylin has a scheduler to choose.
        let kylin = product.id == "kylin";
        if !kylin && !["kyligence", "kap"].contains(&product.id) {
            return Ok(());
        }

        // Without overrides of the mode and with one mode per node, roles decide.
        if !overridden(&spec, "kylin.server.mode") && spec.nodes.iter().all(|n| modes(n) <= 1) {
            let jobs = count(&spec, &["all", "job"]);
            let some = !spec.nodes.is_empty();
            prop_assert_eq!(has(&report, "KYL002"), some && jobs == 0);
            prop_assert_eq!(has(&report, "KYL003"), some && count(&spec, &["all", "query"]) == 0);
            if kylin && !overridden(&spec, "kylin.job.scheduler.default") {
                let zero = match spec.settings.get("engine.scheduler").map(|s| s.trim()) {
                    Some(text) => text == "0",
                    None => jobs <= 1,
                };
                prop_assert_eq!(has(&report, "KYL006"), zero && jobs > 1);
            }
        }
        let members = count(&spec, &["zookeeper"]);
        let kind = spec.settings.get("zookeeper.kind").map(|s| s.trim());
        let made = kind == Some("nodes");
        prop_assert_eq!(has(&report, "ZOO003"), made && !spec.nodes.is_empty() && members == 0);
        prop_assert_eq!(has(&report, "ZOO001"), made && members > 0 && members.is_multiple_of(2));
        let kind = spec.settings.get("lb.kind").map_or("none", |s| s.trim());
        let made = kind == "nginx" || kind == "haproxy";
        prop_assert_eq!(has(&report, "LB006"), made && !spec.nodes.is_empty() && count(&spec, &["load_balancer"]) == 0);
    }
}
