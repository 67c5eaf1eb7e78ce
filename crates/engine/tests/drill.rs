//! The drill as the page asks for it.

use engine::Engine;
use model::{ClusterSpec, Lang, RowId};
use protocol::{Ask, Baseline, Body, Change, DrillView, Fate, Request};
use rules::{Context, State, single_points};
use std::collections::BTreeSet;

fn spec(id: &str) -> ClusterSpec {
    let (_, preset) = products::presets().find(|(_, p)| p.id == id).expect(id);
    formats::document::read(preset.toml).spec
}

fn open(spec: &ClusterSpec) -> Engine {
    let mut engine = Engine::new(products::ALL);
    let ask = Ask::Check {
        change: Change::Whole(Box::new(spec.clone())),
        step: String::new(),
        view: Vec::new(),
        baseline: Baseline::LastEdit,
        opened: true,
    };
    engine.handle(&Request { revision: 1, lang: Lang::En, ask });
    engine
}

fn drill(engine: &mut Engine, lang: Lang, dead: &[RowId]) -> DrillView {
    let ask = Ask::Drill { dead: dead.to_vec() };
    match engine.handle(&Request { revision: 2, lang, ask }).body {
        Body::Drill(view) => *view,
        other => panic!("{other:?}"),
    }
}

fn rows(spec: &ClusterSpec, names: &[&str]) -> Vec<RowId> {
    let of = |name: &&str| {
        let found = spec.nodes.iter().find(|n| n.name.split('.').next() == Some(name));
        found.unwrap_or_else(|| panic!("{name}")).row
    };
    names.iter().map(of).collect()
}

/// The words are those that the transcript of the command line has.
#[test]
fn the_page_hears_what_the_command_line_says() {
    let spec = spec("druid-ha");
    let mut engine = open(&spec);
    let nobody = drill(&mut engine, Lang::En, &[]);
    assert_eq!(nobody.single, "Any one machine of the 8 may die, and everything goes on.");
    assert_eq!((nobody.points.len(), nobody.abilities.len(), nobody.without.as_str()), (0, 0, ""));
    // A row that is none of the document is nobody.
    assert_eq!(drill(&mut engine, Lang::En, &[RowId(9999)]), nobody);

    let dead = rows(&spec, &["d2", "m1", "d1", "m2"]);
    let view = drill(&mut engine, Lang::En, &dead);
    assert_eq!(view.dead, rows(&spec, &["m1", "m2", "d1", "d2"]));
    assert_eq!(
        view.without,
        "Without m1.example.com, m2.example.com, d1.example.com, d2.example.com:"
    );
    let said: Vec<&str> = view.abilities.iter().map(|a| a.said.as_str()).collect();
    assert_eq!(
        said,
        ["Queries: goes on", "New data: STOPS", "Segments are loaded and moved: STOPS"]
    );
    assert_eq!(view.abilities[0].fate, Fate::GoesOn);
    assert_eq!(view.abilities[1].fate, Fate::Stops);
    assert_eq!(view.abilities[1].why, ["ZooKeeper's majority: 1 left, 2 needed"]);
    assert_eq!(view.lost.len(), 1, "{:?}", view.lost);
    assert!(view.lost[0].starts_with("Segments of the tier _default_tier may have no copy left"));
    assert!(view.given.starts_with("What exists beside these machines"));

    let chinese = drill(&mut engine, Lang::Zh, &rows(&spec, &["q1"]));
    assert_eq!(chinese.without, "失去 q1.example.com 时：");
    assert_eq!(chinese.abilities[0].said, "查询：继续");
    assert_eq!(chinese.abilities[0].why[0], "Router：客户端改用其他 Router 或 Broker");
    assert_eq!(chinese.abilities[1].fate, Fate::Untouched);
}

#[test]
fn every_machine_of_every_preset_is_told_as_the_rules_say() {
    for (product, preset) in products::presets() {
        let spec = formats::document::read(preset.toml).spec;
        let cx = Context::new(&spec, product);
        let mut engine = open(&spec);
        let nobody = drill(&mut engine, Lang::En, &[]);
        let points: Vec<RowId> = nobody.points.iter().map(|(row, _)| *row).collect();
        let known: Vec<RowId> = single_points(&cx).into_iter().map(|(row, _)| row).collect();
        assert_eq!(points, known, "{}", preset.id);
        for node in &spec.nodes {
            let view = drill(&mut engine, Lang::En, &[node.row]);
            let outcome = rules::drill(&cx, &BTreeSet::from([node.row]));
            let fate = |state: &State| match state {
                State::Untouched => Fate::Untouched,
                State::GoesOn(_) => Fate::GoesOn,
                State::Stops(_) => Fate::Stops,
            };
            let expected: Vec<Fate> = outcome.abilities.iter().map(|(_, s)| fate(s)).collect();
            let told: Vec<Fate> = view.abilities.iter().map(|a| a.fate).collect();
            assert_eq!(told, expected, "{} without {}", preset.id, node.name);
            for ability in &view.abilities {
                assert_eq!(ability.why.is_empty(), ability.fate == Fate::Untouched, "{ability:?}");
            }
            // Who stands among those that may not die stops what is said there.
            let point = nobody.points.iter().find(|(row, _)| *row == node.row);
            assert_eq!(point.is_some(), told.contains(&Fate::Stops), "{}", node.name);
            if let Some((_, said)) = point {
                assert!(said.contains(&node.name), "{said}");
            }
            assert_eq!(view.lost.len(), outcome.lost.len());
        }
    }
}
