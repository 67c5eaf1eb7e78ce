//! The second product goes all the way: schema, check, fix, files, export.

use engine::Engine;
use model::{ClusterSpec, Edit, Lang, Place};
use protocol::{Archive, Ask, Baseline, Body, Change, Checked, FileId, Request};
use second::ONLY;

fn ask(engine: &mut Engine, revision: u64, ask: Ask) -> Body {
    engine.handle(&Request { revision, lang: Lang::Zh, ask }).body
}

fn check(engine: &mut Engine, revision: u64, change: Change, view: Vec<FileId>) -> Checked {
    let ask_ = Ask::Check {
        change,
        step: String::new(),
        view,
        baseline: Baseline::LastEdit,
        opened: false,
    };
    match ask(engine, revision, ask_) {
        Body::Checked(checked) => *checked,
        other => panic!("{other:?}"),
    }
}

fn preset(engine: &mut Engine) -> ClusterSpec {
    match ask(engine, 1, Ask::Preset { id: "tandem".to_owned() }) {
        Body::Loaded(loaded) => loaded.spec,
        other => panic!("{other:?}"),
    }
}

fn yaml(spec: &ClusterSpec) -> Vec<FileId> {
    vec![FileId { name: "conf/tandem.yaml".to_owned(), node: Some(spec.nodes[0].row) }]
}

#[test]
fn its_schema_and_example_are_complete() {
    let mut engine = Engine::new(ONLY);
    let Body::Schema(schema) = ask(&mut engine, 1, Ask::Schema { product: "tandem".into() }) else {
        panic!("no schema")
    };
    assert_eq!(schema.product.fields.len(), 2);
    let spec = preset(&mut engine);
    let checked = check(&mut engine, 2, Change::Whole(Box::new(spec.clone())), yaml(&spec));
    assert_eq!((checked.counts.errors, checked.counts.warnings), (0, 0), "{:?}", checked.findings);
    let heap = checked.fields.iter().find(|f| f.key == "tuning.heap").expect("heap");
    assert_eq!(heap.default, "2 GiB");
    let lines: Vec<&str> = checked.view[0].lines.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(lines, ["---", "tandem.heap: \"2048\""]);
    let first = engine::first_view(ONLY, Lang::Zh).expect("first view");
    assert_eq!(first.spec, spec);
}

#[test]
fn a_mistake_is_found_marked_fixed_and_refused() {
    let mut engine = Engine::new(ONLY);
    let spec = preset(&mut engine);
    check(&mut engine, 2, Change::Whole(Box::new(spec.clone())), yaml(&spec));
    let heap = Place::Setting("tuning.heap".to_owned());
    let edits = vec![Edit::Set(heap, "64 GiB".to_owned())];
    let change = Change::Edits { from: 2, edits };
    let checked = check(&mut engine, 3, change, yaml(&spec));
    assert_eq!(checked.counts.errors, 2, "one per node");
    assert!(checked.view[0].lines[1].changed && !checked.view[0].lines[0].changed);
    let tar = || Ask::Pack { archive: Archive::TarGz };
    assert_eq!(ask(&mut engine, 4, tar()), Body::Refused);
    let fix = checked.findings[0].fix.clone().expect("a fix");
    let change = Change::Edits { from: 3, edits: fix.edits };
    assert_eq!(check(&mut engine, 5, change, Vec::new()).counts.errors, 0);
    let Body::Packed(packed) = ask(&mut engine, 6, tar()) else { panic!("not packed") };
    assert!(packed.name.ends_with(".tar.gz") && packed.bytes.starts_with(&[0x1f, 0x8b]));
}

#[test]
fn edits_on_top_of_another_state_ask_for_the_whole() {
    let mut engine = Engine::new(ONLY);
    let change = Change::Edits { from: 7, edits: Vec::new() };
    let ask_ = Ask::Check {
        change,
        step: String::new(),
        view: Vec::new(),
        baseline: Baseline::LastEdit,
        opened: false,
    };
    assert_eq!(ask(&mut engine, 8, ask_), Body::NeedWhole);
}
