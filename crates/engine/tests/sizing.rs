//! What the form shows is what the files say, for every example and every class of nodes.

use engine::Engine;
use model::value::{ByteSize, Value};
use model::{ClusterSpec, Lang, Node, Place, apply};
use products::ALL;
use protocol::{Ask, Baseline, Body, Change, Checked, ClassValue, FileId, Request};

struct Asked {
    engine: Engine,
    spec: ClusterSpec,
}

impl Asked {
    fn of(spec: ClusterSpec) -> Asked {
        Asked { engine: Engine::new(ALL), spec }
    }

    fn answer(&mut self, ask: Ask) -> Body {
        self.engine.handle(&Request { revision: 1, lang: Lang::En, ask }).body
    }

    fn checked(&mut self, step: &str) -> Checked {
        let change = Change::Whole(Box::new(self.spec.clone()));
        let (step, view) = (step.to_owned(), Vec::new());
        let ask = Ask::Check { change, step, view, baseline: Baseline::LastEdit, opened: true };
        let Body::Checked(checked) = self.answer(ask) else { panic!("not checked") };
        *checked
    }

    fn text(&mut self, name: &str, node: &Node) -> String {
        let ask = Ask::FileText(FileId { name: name.to_owned(), node: Some(node.row) });
        match self.answer(ask) {
            Body::Text(text) => text,
            _ => String::new(),
        }
    }
}

/// The row of a node.
fn row_of<'r>(rows: &'r [ClassValue], spec: &ClusterSpec, node: &Node) -> Option<&'r ClassValue> {
    let at = |name: &str| spec.nodes.iter().position(|n| n.name == name).expect("a node");
    rows.iter().find(|row| {
        row.nodes.split(", ").any(|part| match part.split_once(" – ") {
            Some((first, last)) => (at(first)..=at(last)).contains(&at(&node.name)),
            None => part == node.name,
        })
    })
}

/// Where the number of a field stands: field, file, what stands in front of it, what ends it.
const WRITTEN: &[(&str, &str, &str, char)] = &[
    ("jvm.master_heap", "conf/alluxio-env.sh", "ALLUXIO_MASTER_JAVA_OPTS+=\" -Xms", ' '),
    ("jvm.worker_heap", "conf/alluxio-env.sh", "ALLUXIO_WORKER_JAVA_OPTS+=\" -Xms", ' '),
    ("jvm.worker_direct", "conf/alluxio-env.sh", "-XX:MaxDirectMemorySize=", '"'),
    ("jvm.job_heap", "conf/alluxio-env.sh", "JAVA_OPTS+=\" -Xms", ' '),
    ("tiers.quota0", "conf/alluxio-site.properties", "\nalluxio.worker.ramdisk.size=", '\n'),
    ("tiers.quota0", "conf/alluxio-site.properties", "\nalluxio.worker.memory.size=", '\n'),
    ("tiers.quota0", "conf/alluxio-site.properties", "level0.dirs.quota=", '\n'),
    ("jvm.heap", "conf/setenv.sh", "-Xmx", '"'),
];

fn written(text: &str, before: &str, end: char) -> Option<u64> {
    let (_, rest) = text.split_once(before)?;
    let number = rest.split(end).next()?;
    ByteSize::parse(number).ok().map(|b| b.0)
}

/// Compares the form with the files; how many numbers were compared.
fn compare(spec: ClusterSpec) -> usize {
    let mut asked = Asked::of(spec);
    let mut count = 0;
    for step in ["sizing", "tiers"] {
        let checked = asked.checked(step);
        for (key, file, before, end) in WRITTEN {
            let Some(state) = checked.fields.iter().find(|f| f.key == *key) else { continue };
            for node in asked.spec.nodes.clone() {
                let text = asked.text(file, &node);
                // The job service's heap stands behind the others'.
                let text = match *key {
                    "jvm.job_heap" => text.split_once("ALLUXIO_JOB_").map_or("", |(_, t)| t),
                    _ => &text,
                };
                let Some(bytes) = written(text, before, *end) else { continue };
                let row = row_of(&state.classes, &asked.spec, &node);
                let shown = row.map_or(&state.value, |row| &row.value);
                // Outside of its step only what is the same for all nodes is shown.
                if row.is_none() && state.value.is_empty() {
                    continue;
                }
                assert_eq!(
                    ByteSize::parse(shown).map(|b| b.0),
                    Ok(bytes),
                    "{key} of {}: {shown}, but the file has {bytes}",
                    node.name
                );
                count += 1;
            }
        }
    }
    count
}

#[test]
fn the_form_shows_what_the_files_say_in_every_example() {
    let mut count = 0;
    for product in ALL {
        for preset in product.presets {
            let spec = engine::preset(ALL, preset.id, Lang::En).expect("a preset").spec;
            let own = compare(spec);
            assert!(own > 0 || product.id != "alluxio", "{}", preset.id);
            count += own;
        }
    }
    assert!(count > 40, "{count}");
}

/// The first example of Alluxio with changes.
fn alluxio(edits: &[(&str, &str)]) -> ClusterSpec {
    let mut spec = engine::preset(ALL, "alluxio-three", Lang::En).expect("a preset").spec;
    for (path, text) in edits {
        let place = Place::parse(path, &spec).expect("a place");
        apply(&mut spec, &model::Edit::Set(place, (*text).to_owned()));
    }
    spec
}

fn rows(edits: &[(&str, &str)], key: &str, step: &str) -> Vec<[String; 3]> {
    let checked = Asked::of(alluxio(edits)).checked(step);
    let state = checked.fields.into_iter().find(|f| f.key == key).expect("the field");
    state.classes.into_iter().map(|row| [row.nodes, row.value, row.working]).collect()
}

#[test]
fn each_class_has_its_number_with_its_reason() {
    let worker = &alluxio(&[]).nodes[3].name;
    let [all] = &rows(&[], "tiers.quota0", "tiers")[..] else { panic!("one class of workers") };
    assert!(all[0].starts_with(worker.as_str()) && all[0].contains(" – "), "{all:?}");
    assert_eq!(all[1], "39 GiB");
    assert_eq!(
        all[2],
        "node memory 64 GiB − system 8 GiB − worker heap 8 GiB − worker direct memory 8 GiB − job service heaps 1 GiB = 39 GiB, at most 42.7 GiB (64 GiB × 2 ÷ 3)"
    );
    // Nodes that differ have rows of their own, each with what decides for it.
    let own: &[(&str, &str)] = &[
        ("nodes[3].settings.host.reserved", "10 GiB"),
        ("nodes[4].settings.tiers.quota0", "20 GiB"),
        ("nodes[5].overrides.alluxio.worker.ramdisk.size", "12GB"),
    ];
    let of_each = rows(own, "tiers.quota0", "tiers");
    let values: Vec<(&str, &str)> =
        of_each.iter().map(|r| (r[1].as_str(), r[2].as_str())).collect();
    let [(first, how), set, over] = values[..] else { panic!("{values:?}") };
    assert!(first == "29 GiB" && how.contains("− other programs 10 GiB"), "{how}");
    assert_eq!(set, ("20 GiB", "set on the node"));
    assert_eq!(over, ("12 GiB", "by the override of alluxio.worker.ramdisk.size"));
    assert!(compare(alluxio(own)) > 0);
    // Nothing of it is told for a step out of view.
    assert!(rows(own, "tiers.quota0", "storage").is_empty());
}

/// The values and reasons of a field for the classes of nodes.
fn told(edits: &[(&str, &str)], key: &str) -> Vec<(String, String)> {
    rows(edits, key, "sizing").into_iter().map(|[_, value, why]| (value, why)).collect()
}

#[test]
fn a_number_among_the_options_of_java_is_shown_whoever_set_it() {
    let options = "nodes[0].overrides.conf/alluxio-env.sh:ALLUXIO_MASTER_JAVA_OPTS";
    let by_hand = |value: &str| {
        let why = "by the override of ALLUXIO_MASTER_JAVA_OPTS".to_owned();
        (value.to_owned(), why)
    };
    let heaps = told(&[(options, "-Xms2g -Xmx12g")], "jvm.master_heap");
    assert!(heaps.len() == 2 && heaps[0] == by_hand("12 GiB"), "{heaps:?}");
    // Without a heap among them the release's scripts have one for a master, for jobs Java has.
    assert_eq!(told(&[(options, "-Xss2m")], "jvm.master_heap")[0], by_hand("8 GiB"));
    let jobs = "nodes[0].overrides.conf/alluxio-env.sh:ALLUXIO_JOB_MASTER_JAVA_OPTS";
    assert_eq!(told(&[(jobs, "-Xss2m")], "jvm.job_heap")[0].0, "—");
    // What is said for every process stands behind each one's own.
    let every = "nodes[0].overrides.conf/alluxio-env.sh:ALLUXIO_JAVA_OPTS";
    let (heap, why) = &told(&[(options, "-Xmx12g"), (every, "-Xmx5g")], "jvm.master_heap")[0];
    assert_eq!((heap.as_str(), why.as_str()), ("5 GiB", "by the override of ALLUXIO_JAVA_OPTS"));
    // Direct memory stands among the same words as the worker's heap.
    let options = "overrides.cluster.conf/alluxio-env.sh:ALLUXIO_WORKER_JAVA_OPTS";
    let words = [(options, "-Xmx6g -XX:MaxDirectMemorySize=3g")];
    let shown = |key| told(&words, key).into_iter().map(|(value, _)| value).collect::<Vec<_>>();
    assert_eq!(
        [shown("jvm.worker_heap"), shown("jvm.worker_direct")],
        [["6 GiB".to_owned()], ["3 GiB".to_owned()]]
    );
}

#[test]
fn the_heap_of_kylin_is_the_last_of_its_options() {
    let mut spec = engine::preset(ALL, "kylin-three", Lang::En).expect("a preset").spec;
    let mut set = |path: &str, text: &str| {
        let place = Place::parse(path, &spec).expect("a place");
        apply(&mut spec, &model::Edit::Set(place, text.to_owned()));
    };
    set("nodes[0].settings.jvm.extra", "-Xmx6g");
    set("nodes[1].overrides.conf/setenv.sh:KYLIN_EXTRA_START_OPTS", "-Xmx7g");
    let checked = Asked::of(spec).checked("sizing");
    let state = checked.fields.into_iter().find(|f| f.key == "jvm.heap").expect("the field");
    let told: Vec<(&str, &str)> =
        state.classes.iter().map(|r| (r.value.as_str(), r.working.as_str())).collect();
    assert_eq!(
        told[..2],
        [
            ("6 GiB", "by the field \"More JVM options\""),
            ("7 GiB", "by the override of KYLIN_EXTRA_START_OPTS")
        ]
    );
}

#[test]
fn the_bar_adds_up_and_says_what_is_too_much() {
    let views = Asked::of(alluxio(&[])).checked("").memory;
    assert_eq!(views.len(), 2, "masters and workers");
    for view in &views {
        let sum: u64 = view.claims.iter().map(|claim| claim.bytes).sum();
        assert!(!view.over && sum <= view.capacity, "{view:?}");
        assert_eq!(ByteSize::parse(&view.rest).map(|b| b.0), Ok(view.capacity - sum), "{view:?}");
    }
    let edits = [("settings.tiers.quota0", "60 GiB"), ("nodes[0].settings.host.memory", "")];
    let views = Asked::of(alluxio(&edits)).checked("").memory;
    let workers = views.iter().find(|v| v.over).expect("too much");
    assert_eq!((workers.rest.as_str(), workers.total.as_str()), ("21 GiB", "64 GiB"));
    assert!(views.iter().any(|v| v.total.is_empty() && v.capacity == 0), "not known");
}

#[test]
fn disks_have_bars_where_something_with_a_size_lies_on_them() {
    assert_eq!(Asked::of(alluxio(&[])).checked("").disks, []);
    let edits = [
        ("nodes[3].settings.host.disks", "/data1 400 GB, /data2 1 TB"),
        ("settings.tiers.medium1", "SSD"),
        ("settings.tiers.paths1", "/data1/alluxio"),
        ("settings.tiers.quota1", "400 GiB"),
    ];
    let views = Asked::of(alluxio(&edits)).checked("").disks;
    let [view] = views.as_slice() else { panic!("{views:?}") };
    assert_eq!((view.nodes.as_str(), view.mount.as_str()), ("w1.example.com", "/data1"));
    assert_eq!((view.capacity, view.over), (400_000_000_000, true));
    assert_eq!((view.sum.as_str(), view.total.as_str()), ("400 GiB", "372.5 GiB"));
}
