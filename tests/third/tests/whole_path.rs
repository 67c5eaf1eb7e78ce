//! The third product goes all the way: schema, check, files, connections, export; and every process
//! reads what its last file says.

use engine::Engine;
use formats::document;
use model::{ClusterSpec, Edit, Lang, Place, Property, apply};
use protocol::{Archive, Ask, Baseline, Body, Change, Checked, FileId, Request};
use rules::Context;
use third::{ONLY, PRODUCT};

fn example() -> ClusterSpec {
    document::read(PRODUCT.presets[0].toml).spec
}

fn with(path: &str, value: &str) -> ClusterSpec {
    let mut spec = example();
    let place = match path.strip_prefix("settings.") {
        Some(key) => Place::Setting(key.to_owned()),
        None => Place::Override(model::Layer::Cluster, Property::parse(path)),
    };
    apply(&mut spec, &Edit::Set(place, value.to_owned()));
    spec
}

fn ask(engine: &mut Engine, revision: u64, ask: Ask) -> Body {
    engine.handle(&Request { revision, lang: Lang::En, ask }).body
}

fn checked(spec: &ClusterSpec, file: &str, node: usize) -> Checked {
    let view = vec![FileId { name: file.to_owned(), node: Some(spec.nodes[node].row) }];
    let change = Change::Whole(Box::new(spec.clone()));
    let check = Ask::Check {
        change,
        step: String::new(),
        view,
        baseline: Baseline::LastEdit,
        opened: false,
    };
    match ask(&mut Engine::new(ONLY), 1, check) {
        Body::Checked(checked) => *checked,
        other => panic!("{other:?}"),
    }
}

fn lines(spec: &ClusterSpec, file: &str, node: usize) -> Vec<String> {
    checked(spec, file, node).view[0].lines.iter().map(|line| line.text.clone()).collect()
}

fn port(spec: &ClusterSpec, process: &str) -> String {
    let cx = Context::new(spec, &PRODUCT);
    let process = cx.process(process).expect("a process");
    cx.read_by(process, &spec.nodes[0], "trio.port")
}

#[test]
fn its_example_has_no_findings_and_its_files_the_sizes_of_their_machine() {
    let spec = example();
    let report = checked(&spec, "conf/store/jvm.config", 0);
    assert_eq!((report.counts.errors, report.counts.warnings), (0, 0), "{:?}", report.findings);
    assert_eq!(lines(&spec, "conf/store/jvm.config", 0), ["-Xmx8192m"]);
    assert_eq!(lines(&spec, "conf/store/jvm.config", 2), ["-Xmx16384m"]);
    assert_eq!(
        lines(&spec, "conf/store/runtime.properties", 2),
        ["trio.port=7003", "trio.cache.bytes=8589934592"]
    );
    assert_eq!(lines(&spec, "conf/_common/common.properties", 1), ["trio.cluster=trio"]);
}

#[test]
fn of_one_key_in_several_files_the_last_that_a_process_reads_counts() {
    assert_eq!(["gate", "keeper", "store"].map(|p| port(&example(), p)), ["7001", "7002", "7003"]);
    // In the file that all read, the key is beaten by the processes' own.
    let common = with("conf/_common/common.properties:trio.port", "9000");
    assert_eq!(port(&common, "gate"), "7001");
    let own = with("conf/gate/runtime.properties:trio.port", "9001");
    assert_eq!(["gate", "store"].map(|p| port(&own, p)), ["9001", "7003"]);
    let option = with("conf/gate/jvm.config:-Dtrio.port", "9002");
    assert_eq!(["gate", "store"].map(|p| port(&option, p)), ["9002", "7003"]);
    // A key that no file has is the product's default.
    let cx = example();
    let cx = Context::new(&cx, &PRODUCT);
    let keeper = cx.process("keeper").expect("a process");
    assert_eq!(cx.read_by(keeper, &cx.spec.nodes[0], "trio.cache.bytes"), "0");
}

#[test]
fn a_field_with_a_key_in_one_of_several_files_is_read_back_from_that_file() {
    let spec = with("conf/gate/runtime.properties:trio.port", "9001");
    let cx = Context::new(&spec, &PRODUCT);
    assert_eq!(cx.read("gate.port"), "9001");
    assert_eq!(cx.read("store.port"), "7003");
    assert_eq!(cx.read_for(&spec.nodes[2], "store.heap"), "16384m");
    let found = cx.values_of("conf/store/runtime.properties:trio.cache.bytes");
    let values: Vec<(&str, usize)> =
        found.iter().map(|f| (f.value.as_str(), f.nodes.len())).collect();
    assert_eq!(values, [("4294967296", 2), ("8589934592", 1)]);
}

#[test]
fn the_rule_sees_a_port_from_wherever_it_comes() {
    for path in [
        "settings.gate.port",
        "conf/gate/runtime.properties:trio.port",
        "conf/gate/jvm.config:-Dtrio.port",
    ] {
        let spec = with(path, "7003");
        let report = checked(&spec, "conf/gate/runtime.properties", 0);
        let found: Vec<&str> = report.findings.iter().map(|f| f.rule.as_ref()).collect();
        let own = found.iter().filter(|rule| **rule == "TRI001").count();
        assert_eq!(own, 2, "{path}: one for each node with both, of {found:?}");
        let change = Change::Whole(Box::new(spec));
        let mut engine = Engine::new(ONLY);
        let check = Ask::Check {
            change,
            step: String::new(),
            view: Vec::new(),
            baseline: Baseline::LastEdit,
            opened: false,
        };
        ask(&mut engine, 1, check);
        assert_eq!(ask(&mut engine, 2, Ask::Pack { archive: Archive::Zip }), Body::Refused);
    }
}

#[test]
fn the_firewall_sheet_names_the_port_that_is_read() {
    let spec = with("conf/store/jvm.config:-Dtrio.port", "9003");
    let cx = Context::new(&spec, &PRODUCT);
    let ports: Vec<Option<u16>> =
        (PRODUCT.connections)(&cx).iter().map(|connection| connection.port).collect();
    assert_eq!(ports, [Some(7001), Some(7002), Some(9003)]);
}

#[test]
fn it_is_exported() {
    let mut engine = Engine::new(ONLY);
    let change = Change::Whole(Box::new(example()));
    let check = Ask::Check {
        change,
        step: String::new(),
        view: Vec::new(),
        baseline: Baseline::LastEdit,
        opened: false,
    };
    ask(&mut engine, 1, check);
    let Body::Packed(packed) = ask(&mut engine, 2, Ask::Pack { archive: Archive::TarGz }) else {
        panic!("not packed")
    };
    assert!(packed.name.ends_with(".tar.gz") && packed.bytes.starts_with(&[0x1f, 0x8b]));
}

#[test]
fn what_is_left_out_is_read_as_the_products_own_default_and_a_narrower_layer_wins() {
    let mut spec = with("conf/gate/runtime.properties:trio.port", "7010");
    assert_eq!(port(&spec, "gate"), "7010");
    let property = Property::parse("conf/gate/runtime.properties:trio.port");
    let row = spec.nodes[0].row;
    let own = Edit::LeaveOut(model::Layer::Node(row), property.clone());
    apply(&mut spec, &own);
    let default = {
        let cx = Context::new(&spec, &PRODUCT);
        let gate = cx.process("gate").expect("a process");
        assert!(cx.config_of(row).and_then(|c| c.at(property.file(), "trio.port")).is_none());
        cx.read_by(gate, &spec.nodes[0], "trio.port")
    };
    assert_eq!(default, "7000");
    let text = document::write(&spec);
    assert!(text.starts_with("schema = 3\n"), "{text}");
    assert_eq!(document::read(&text).spec.nodes[0].left_out, spec.nodes[0].left_out);
    // What is set again is no longer left out, and an older version of Muster can read it.
    apply(&mut spec, &Edit::Set(Place::Override(model::Layer::Node(row), property), "7001".into()));
    assert_eq!(port(&spec, "gate"), "7001");
    assert!(document::write(&spec).starts_with("schema = 2\n"));
}
