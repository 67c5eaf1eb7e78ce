//! A `facts.json` that is dropped on the page.

use engine::Engine;
use model::{ClusterSpec, Edit, Lang, apply_all};
use protocol::{Ask, Baseline, Body, Change, Checked, Request};

fn preset() -> ClusterSpec {
    let (_, preset) = products::presets().next().expect("a preset");
    formats::document::read(preset.toml).spec
}

fn ask(engine: &mut Engine, ask: Ask) -> Body {
    engine.handle(&Request { revision: 1, lang: Lang::En, ask }).body
}

fn check(engine: &mut Engine, change: Change) -> Checked {
    let ask = Ask::Check {
        change,
        step: String::new(),
        view: Vec::new(),
        baseline: Baseline::LastEdit,
        opened: false,
    };
    match engine.handle(&Request { revision: 1, lang: Lang::En, ask }).body {
        Body::Checked(checked) => *checked,
        other => panic!("{other:?}"),
    }
}

fn bytes(node: &str) -> Vec<u8> {
    format!(
        r#"{{"schema":1,"date":"2026-11-29T08:55:46Z","colour":1,"nodes":[{{"node":"{node}","memory_bytes":67345678336,"cores":8,"java":"none","cores_":"x"}}]}}"#
    )
    .into_bytes()
}

#[test]
fn facts_judge_and_fill_and_change_no_file() {
    let mut spec = preset();
    for node in &mut spec.nodes {
        node.settings.retain(|key, _| !key.starts_with("host."));
    }
    let name = spec.nodes[0].name.clone();
    let mut engine = Engine::new(products::ALL);
    let before = check(&mut engine, Change::Whole(Box::new(spec.clone())));
    assert_eq!(before.machines, "");
    let Body::Facts(view) = ask(&mut engine, Ask::Facts { bytes: bytes(&name) }) else {
        panic!("no facts");
    };
    assert_eq!(view.sum, "1 machines: machines checked on 2026-11-29");
    assert_eq!(
        view.lines,
        [
            "Kept aside, because it is not known here: colour, cores_".to_owned(),
            format!("{name}: Cores 8"),
            format!("{name}: Memory 62 GiB"),
        ]
    );
    let after = check(&mut engine, Change::None);
    assert_eq!(after.machines, "machines checked on 2026-11-29");
    assert!(after.findings.iter().any(|f| f.rule == "HST011"), "{:?}", after.counts);
    // The archive is the document's alone.
    assert_eq!((&after.archive, &after.files), (&before.archive, &before.files));
    let Body::Packed(packed) = ask(&mut engine, Ask::Pack { archive: protocol::Archive::Zip })
    else {
        panic!("refused");
    };
    let mut other = Engine::new(products::ALL);
    check(&mut other, Change::Whole(Box::new(spec.clone())));
    let Body::Packed(without) = ask(&mut other, Ask::Pack { archive: protocol::Archive::Zip })
    else {
        panic!("refused");
    };
    assert_eq!(packed.sha256, without.sha256);
    // The edits are those of the command line, and nothing is left to fill in.
    apply_all(&mut spec, &view.edits);
    check(&mut engine, Change::Edits { from: 1, edits: view.edits.clone() });
    let Body::Facts(again) = ask(&mut engine, Ask::Facts { bytes: bytes(&name) }) else {
        panic!("no facts");
    };
    assert_eq!(again.edits, [] as [Edit; 0]);
}

#[test]
fn facts_of_others_are_refused_and_wait_while_another_cluster_is_open() {
    let spec = preset();
    let name = spec.nodes[0].name.clone();
    let mut engine = Engine::new(products::ALL);
    check(&mut engine, Change::Whole(Box::new(spec.clone())));
    for (bytes, why) in [
        (bytes("stranger.example.net"), "None of these machines is a node of this document."),
        (
            b"name = 1".to_vec(),
            "1:1: This is not JSON, and so no facts.json: here should stand a value.",
        ),
    ] {
        assert_eq!(ask(&mut engine, Ask::Facts { bytes }), Body::Failed(why.to_owned()));
        assert_eq!(check(&mut engine, Change::None).machines, "");
    }
    ask(&mut engine, Ask::Facts { bytes: bytes(&name) });
    let mut other = spec.clone();
    for node in &mut other.nodes {
        node.name.insert(0, 'x');
    }
    assert_eq!(check(&mut engine, Change::Whole(Box::new(other))).machines, "");
    assert_ne!(check(&mut engine, Change::Whole(Box::new(spec))).machines, "");
}
