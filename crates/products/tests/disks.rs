//! What lies on the disks of nodes, by what the programs read: said by fields or by overrides, and
//! only where the document says both a size and a disk.

use model::{ClusterSpec, Lang};
use products::presets;
use rules::{Context, Example, Product, check};

type Edits = &'static [(&'static str, &'static str)];

fn document(preset: &str, edits: Edits) -> (&'static Product, ClusterSpec) {
    let (product, preset) = presets().find(|(_, p)| p.id == preset).expect("the preset");
    let spec = Example::Edits(preset.id, edits).document(product).expect("the edits");
    (product, spec)
}

/// What the rule about disks says.
fn said(preset: &str, edits: Edits) -> Vec<String> {
    let (product, spec) = document(preset, edits);
    let findings = check(&Context::new(&spec, product)).findings;
    let own = findings.iter().filter(|f| f.rule == "DSK001");
    own.map(|f| f.message.render(Lang::En)).collect()
}

/// What is held on the disks of the first node that has any, with the mount points.
fn held(preset: &str, edits: Edits) -> Vec<(String, u64)> {
    let (product, spec) = document(preset, edits);
    let cx = Context::new(&spec, product);
    let disks = spec.nodes.iter().map(|node| cx.disks(node)).find(|disks| !disks.is_empty());
    disks.unwrap_or_default().into_iter().map(|disk| (disk.mount.clone(), disk.sum())).collect()
}

const GIB: u64 = 1 << 30;
const GB: u64 = 1_000_000_000;

#[test]
fn tiers_of_alluxio_by_field_and_by_override() {
    const W1: &str = "nodes[3].settings.host.disks";
    // 400 GiB are 429.5 GB, in each folder.
    assert_eq!(said("alluxio-zookeeper", &[(W1, "/data1 480 GB, /data2 480 GB")]), [""; 0]);
    assert_eq!(
        said("alluxio-zookeeper", &[(W1, "/data1 400 GB, /data2 480 GB")]),
        [
            "The disk /data1 of w1.example.com has 372.5 GiB, and what may lie on it is 400 GiB: tier of the worker 400 GiB."
        ]
    );
    // Both on one disk.
    let one = held("alluxio-zookeeper", &[(W1, "/ 900 GB")]);
    assert_eq!(one, [("/".to_owned(), 800 * GIB)]);
    // By override, where the field says less.
    let by_override = said(
        "alluxio-zookeeper",
        &[
            (W1, "/data1 480 GB, /data2 480 GB"),
            ("overrides.cluster.alluxio.worker.tieredstore.level1.dirs.quota", "300GB,700GB"),
        ],
    );
    assert_eq!(by_override.len(), 1, "{by_override:?}");
    assert!(by_override[0].contains("/data2") && by_override[0].contains("700 GiB"));
    // What lies in memory lies on no disk, and a folder elsewhere on none that is known.
    assert_eq!(held("alluxio-three", &[(W1, "/ 1 GB")]), [("/".to_owned(), 0)]);
    assert_eq!(said("alluxio-zookeeper", &[(W1, "/data3 1 GB")]), [""; 0]);
}

#[test]
fn segments_tasks_and_spilled_results_of_druid_share_a_disk() {
    const NODE: &str = "nodes[3].settings.host.disks";
    const MIDDLE: &str = "overrides.cluster.conf/druid/cluster/data/middleManager/runtime.properties:druid.worker.baseTaskDirSize";
    // 85 % of each of the two disks of 1.9 TB, and nothing that would limit tasks.
    let all = held("druid-ha", &[]);
    let each = 1_615 * GB;
    assert_eq!(all, [("/data1".to_owned(), each), ("/data2".to_owned(), each)]);
    assert_eq!(said("druid-ha", &[(MIDDLE, "200000000000")]), [""; 0]);
    let beyond = said("druid-ha", &[(MIDDLE, "400000000000")]);
    assert_eq!(beyond.len(), 6, "two disks of three nodes: {beyond:?}");
    assert!(
        beyond[0].ends_with("segment cache 1.5 TiB + folder of tasks 372.5 GiB."),
        "{}",
        beyond[0]
    );
    // What queries put aside lies where the program says.
    let spilled: Edits = &[
        ("overrides.cluster.druid.query.groupBy.maxOnDiskStorage", "100000000000"),
        (
            "overrides.cluster.conf/druid/cluster/data/historical/runtime.properties:druid.processing.tmpDir",
            "/data2/tmp",
        ),
    ];
    let all = held("druid-ha", spilled);
    assert_eq!(all[0].1, each);
    assert!(all[1].1 > each && (all[1].1 - each).is_multiple_of(100 * GB), "{all:?}");
    // Segments alone beyond their disk are the business of a rule of Druid's.
    let alone: Edits =
        &[("settings.historical.locations", "/data1/s 3 TB"), (NODE, "/data1 1.9 TB")];
    assert_eq!(said("druid-ha", alone), [""; 0]);
}

#[test]
fn what_redis_writes_down_counts_with_what_is_written_anew_beside_it() {
    const DISK: (&str, &str) = ("nodes[2].settings.host.disks", "/ 40 GB");
    const LOG: &str = "overrides.cluster.session/redis.conf:appendonly";
    const SAVE: &str = "overrides.cluster.session/redis.conf:save";
    const MOST: &str = "overrides.cluster.session/redis.conf:maxmemory";
    let conf = |lines: Edits| -> u64 { held("kylin-redis-sentinel", lines)[0].1 };
    let memory = 512 << 20;
    // The log of changes at twice its size, and the new one.
    assert_eq!(conf(&[DISK]), 3 * memory);
    assert_eq!(conf(&[DISK, (LOG, "no")]), 0);
    assert_eq!(conf(&[DISK, (LOG, "no"), (SAVE, "900 1")]), 2 * memory);
    assert_eq!(conf(&[DISK, (MOST, "20gb")]), 60 * GIB);
    assert_eq!(said("kylin-redis-sentinel", &[DISK, (MOST, "20gb")]).len(), 1);
    // Without a limit nobody knows.
    assert_eq!(conf(&[DISK, (MOST, "0")]), 0);
    // The field is for nodes that keep sessions.
    assert_eq!(held("kylin-redis-sentinel", &[("nodes[0].settings.host.disks", "/ 1 GB")]), []);
}

#[test]
fn what_is_judged_by_a_rule_of_the_product_names_one() {
    let mut named = 0;
    for (product, preset) in presets() {
        let spec = formats::document::read(preset.toml).spec;
        let cx = Context::new(&spec, product);
        let held = spec.nodes.iter().flat_map(|node| cx.disks(node)).flat_map(|disk| disk.holds);
        for rule in held.filter_map(|one| one.judged_by) {
            named += 1;
            assert!(product.all_rules().any(|r| r.id == rule), "{}: {rule}", preset.id);
        }
    }
    assert!(named > 0);
}

#[test]
fn a_load_balancer_takes_memory_as_far_as_its_file_lets_it() {
    let of = |kind: &'static str, tls: &'static str| -> u64 {
        let edits: Edits =
            Box::leak(Box::new([("settings.lb.kind", kind), ("settings.lb.tls", tls)]));
        let (product, spec) = document("kylin-three", edits);
        let cx = Context::new(&spec, product);
        let node = spec.nodes.iter().find(|n| n.roles.contains("load_balancer")).expect("one");
        let claims = cx.claims(node);
        let own = claims.iter().filter(|claim| claim.title.get(Lang::En) == "load balancer");
        own.map(|claim| claim.bytes).sum()
    };
    assert_eq!(of("haproxy", "false"), 2000 * 32 * 1024);
    assert_eq!(of("haproxy", "true"), 2 * 2000 * 32 * 1024);
    assert_eq!(of("nginx", "false"), 1024 * 53 * 1024);
    assert_eq!(of("httpd", "false"), 0);
    assert_eq!(of("none", "false"), 0);
}
